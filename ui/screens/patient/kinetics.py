"""CAR-T & immunity: expansion, B cells, antibodies as figures; all series as curves and a list."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bedside.chart import Chart
from bedside.timeline import Entry
from grading.signs import Lab
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.forms import take_the_rest
from ui.screens.patient.kinetics_cards import FigureCards
from ui.screens.patient.kinetics_figures import sections
from ui.screens.patient.kinetics_list import SeriesTable, lines
from ui.screens.patient.kinetics_plan import AT_FIRST, every_series, plan
from ui.widgets.course import CourseChart, PointsTable
from ui.widgets.parts import card, label

_SIDE = 352
_BEFORE = timedelta(days=7)
_MARGIN = timedelta(days=1)
SPANS = {"35d": timedelta(days=35), "12mo": timedelta(days=365)}
"""How much time after the infusion is shown, by name; "all" shows everything."""


class KineticsPane(QWidget):
    """What the cells do in one patient: to be read; nothing is recorded here.

    ``asked_entry`` brings the id of the entry that a figure rests on.
    """

    entered = Signal(object)
    asked_entry = Signal(str)

    def __init__(
        self,
        clock: Callable[[], datetime],  # noqa: ARG002 - as every pane is made
        drafts: Drafts,  # noqa: ARG002
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._told: dict[str, bool] = {}
        """Series that somebody chose to draw or not to."""
        self._course: CourseChart | None = None
        self._points: PointsTable | None = None
        self._span = "all"
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        self.cards = FigureCards()
        self.cards.setFixedWidth(theme.px(_SIDE))
        self.cards.asked_entry.connect(self.asked_entry)
        layout.addWidget(self.cards)
        right = QVBoxLayout()
        right.setSpacing(theme.px(8))
        right.addWidget(self._make_curves(), 3)
        right.addWidget(self._make_list(), 2)
        layout.addLayout(right, 1)

    # --- making it ------------------------------------------------------------------------------

    def _make_curves(self) -> QWidget:
        frame = card(margins=(8, 4, 8, 4))
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        head = QHBoxLayout()
        head.setSpacing(theme.px(2))
        head.addWidget(label(self.tr("Curves"), "h2"))
        head.addStretch()
        texts = {
            "35d": self.tr("First 35 d"),
            "12mo": self.tr("First 12 mo"),
            "all": self.tr("All"),
        }
        self.spans: dict[str, QPushButton] = {}
        for name, text in texts.items():
            button = _link(text)
            button.clicked.connect(lambda _on=False, name=name: self.set_span(name))
            self.spans[name] = button
            head.addWidget(button)
        head.addSpacing(theme.px(8))
        self.as_table = _link(self.tr("Table"))
        self.as_table.setAccessibleName(self.tr("Show the points as a table"))
        self.as_table.toggled.connect(self._set_table)
        head.addWidget(self.as_table)
        inside.addLayout(head)
        self._views = QStackedWidget()
        self._views.setMinimumSize(theme.px(320), theme.px(200))
        self._nothing = label(self.tr("Nothing of this has been measured yet."), "second")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._views.addWidget(self._nothing)
        inside.addWidget(self._views, 1)
        return frame

    def _make_list(self) -> QWidget:
        frame = card(margins=(1, 1, 1, 1))
        self.list = SeriesTable()
        take_the_rest(self.list, 130)
        self.list.asked_entry.connect(self.asked_entry)
        self.list.series.chosen.connect(self._choose)
        inside = frame.layout()
        assert inside is not None
        inside.addWidget(self.list)
        self._list_frame = frame
        return frame

    # --- what is shown --------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this patient."""
        before, self._chart = self._chart, chart
        other = before is None or before.patient != chart.patient
        if before is not None and not other and _same(before, chart):
            return
        self.cards.show_sections(sections(chart))
        listed = lines(chart)
        self._list_frame.setVisible(bool(listed))
        self.list.series.show_lines(chart, listed, self._chosen())
        if not listed:
            self._views.setCurrentWidget(self._nothing)
            return
        span = self._span
        self._draw(chart)
        for name in SPANS:
            self.spans[name].setVisible(_infused(chart) is not None)
        if other:
            self.set_span("35d" if self._has_early(chart) else "all")
        elif span:  # the time of the course stands still while the clock goes on
            self.set_span(span)

    def _chosen(self) -> frozenset[str]:
        """The series that are drawn: those of the beginning, and what somebody chose."""
        return frozenset(
            {key for key in AT_FIRST if self._told.get(key, True)}
            | {key for key, on in self._told.items() if on}
        )

    def _has_early(self, chart: Chart) -> bool:
        """Whether the first five weeks are what there is to see."""
        infused = _infused(chart)
        return infused is not None and chart.now - infused <= SPANS["35d"]

    def _draw(self, chart: Chart) -> None:
        course = self._course_chart()
        course.show_chart(chart)
        if self._points is not None:
            self._points.show_chart(chart)
        shown = self._points if self.as_table.isChecked() else course
        self._views.setCurrentWidget(shown or course)

    def _course_chart(self) -> CourseChart:
        if self._course is None:
            self._course = CourseChart(plan=plan(self.list.series.drawn))
            self._course.setAccessibleName(
                self.tr("Curves of kinetics; left and right go from point to point")
            )
            self._course.ranged.connect(self._panned)
            self._views.addWidget(self._course)
        return self._course

    def _points_table(self) -> PointsTable:
        if self._points is None:
            course = self._course_chart()
            self._points = PointsTable()
            self._points.set_window(*course.window_shown())
            self._points.installEventFilter(self)
            self._points.pointed.connect(course.point_at)
            course.ranged.connect(self._points.set_window)
            course.pointed.connect(self._points.point_at)
            self._views.addWidget(self._points)
            self._tell_table()
        return self._points

    def _tell_table(self) -> None:
        """The table lists what is drawn."""
        if self._points is not None and self._chart is not None:
            self._points.set_keys(plan(self.list.series.drawn).keys)
            self._points.show_chart(self._chart)

    def _choose(self) -> None:
        """Somebody chose what is drawn."""
        drawn = self.list.series.drawn
        every = {line.analyte for line in self.list.series.lines if line.analyte}
        for key in every:
            if (key in drawn) != (key in AT_FIRST) or key in self._told:
                self._told[key] = key in drawn
        if self._course is not None:
            self._course.set_plan(plan(drawn))
        self._tell_table()

    # --- the time shown -------------------------------------------------------------------------

    def set_span(self, name: str) -> None:
        """Show "35d" or "12mo" from a week before the infusion, or "all" that was measured."""
        chart = self._chart
        if chart is None or self._course is None:
            return
        start, end = self._all(chart)
        infused = _infused(chart)
        if name in SPANS and infused is not None:
            start = infused - _BEFORE
            end = infused + SPANS[name]
        self._course.show_span(start, end)
        self._span = name
        self._show_span(name)

    def _all(self, chart: Chart) -> tuple[datetime, datetime]:
        known = frozenset(every_series())
        at = [e.at for e in chart.timeline if isinstance(e.fact, Lab) and e.fact.analyte in known]
        at += [entry.at for entry in chart.infusions]
        if not at:
            return chart.now - _BEFORE, chart.now
        margin = max(_MARGIN, (max(at) - min(at)) / 30)
        return min(at) - margin, max(at) + margin

    def _show_span(self, name: str) -> None:
        for one, button in self.spans.items():
            button.setChecked(one == name)

    def _panned(self, *_: object) -> None:
        self._span = ""
        self._show_span("")

    def _set_table(self, table: bool) -> None:  # noqa: FBT001 - a slot
        if self._chart is None or not self.list.series.lines:
            return
        view = self._points_table() if table else self._course_chart()
        self._views.setCurrentWidget(view)
        view.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters pressed in the table are the screen's keys, not a search among the rows."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.text().isalpha():
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    # --- as every pane --------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard on the first figure."""
        if self.cards.figures():
            self.cards.begin()
        else:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def saved(self, entries: Sequence[Entry]) -> None:
        """Nothing is ever asked for here."""

    def refused(self, message: str) -> None:
        """Nothing is ever asked for here."""


def _same(before: Chart, after: Chart) -> bool:
    """Whether nothing here reads otherwise: no entry came or fell due, and it is the same day."""
    return before.timeline is after.timeline and before.study_day == after.study_day


def _infused(chart: Chart) -> datetime | None:
    """The latest infusion that has taken place."""
    return max((entry.at for entry in chart.infusions if entry.at <= chart.now), default=None)


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    button.setCheckable(True)
    button.setAutoDefault(False)
    return button
