"""The first pane: the course as a chart or table, why the grades stand, and the entry strip."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.timeline import Draft, Entry
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.dues import Rounds
from ui.screens.patient.reasons import Reasons
from ui.screens.patient.strip import EntryStrip
from ui.screens.patient.turning import Turning
from ui.ward import Keeper
from ui.widgets.parts import card

if TYPE_CHECKING:
    from ui.widgets.course import CourseChart, PointsTable

_ACROSS = 760
_ROOMY = 1100
_REASONS_HIGH = 260
_ANY = 16777215
_TALL = 720
_SETS = 3


class ChartPane(QWidget):
    """The course of a patient, its reasons at the right, the strip below.

    ``ranged`` when the time shown has changed: the name of the range, or "" after panning.
    """

    entered = Signal(object)
    finished = Signal()
    ranged = Signal(str)

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._asker: EntryStrip | Reasons | None = None
        self._course: CourseChart | None = None
        self._points: PointsTable | None = None
        self.strip = EntryStrip(clock, drafts)
        self.reasons = Reasons(clock)
        self._views = QStackedWidget()
        self._views.setMinimumSize(theme.px(320), theme.px(240))
        self._frame = card(margins=(6, 6, 6, 4))
        layout = self._frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self._views)
        self._frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._upper = Turning(_ACROSS, 12)
        self._upper.add(self._frame, 1)
        self._upper.add(self.reasons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(10))
        outer.addWidget(self._upper, 1)
        outer.addWidget(self.strip)
        self.strip.entered.connect(lambda drafts: self._ask(self.strip, drafts))
        self.reasons.entered.connect(lambda drafts: self._ask(self.reasons, drafts))
        self.strip.finished.connect(self.finished)

    def _ask(self, asker: EntryStrip | Reasons, drafts: tuple[Draft, ...]) -> None:
        self._asker = asker
        self.entered.emit(drafts)

    def saved(self, entries: Sequence[Entry]) -> None:
        """What the strip or the reasons asked for is in the record."""
        asker, self._asker = self._asker, None
        if asker is not None:
            asker.saved(entries)

    def refused(self, message: str) -> None:
        """Nothing was saved."""
        asker, self._asker = self._asker, None
        if asker is not None:
            asker.refused(message)

    def begin(self) -> None:
        """Put the keyboard into the first field of the strip."""
        self.strip.begin()

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds are asked for."""
        self.reasons.set_rounds(rounds)
        self.strip.set_rounds(rounds)

    def show_chart(self, chart: Chart) -> None:
        """Show this chart in all parts."""
        grown = self._chart is not None and self._chart.patient == chart.patient
        self._chart = chart
        self.reasons.show_chart(chart)
        self.strip.show_chart(chart)
        if grown:
            # The grade is on the screen first; the longer drawing follows at once.
            QTimer.singleShot(0, self, self._show_course)
        else:
            self._show_course()

    def _show_course(self) -> None:
        if self._chart is None:
            return
        self._course_chart().show_chart(self._chart)
        if self._points is not None:
            self._points.show_chart(self._chart)

    # --- the course ---------------------------------------------------------------------------

    def set_range(self, name: str) -> None:
        """Show the last "24h", "7d", "28d" or "12mo"."""
        self._course_chart().set_range(name)
        self._ranged()

    def set_table(self, table: bool) -> None:  # noqa: FBT001
        """Show the points as a table in place of the chart, or the chart again."""
        view = self._points_table() if table else self._course_chart()
        self._views.setCurrentWidget(view)
        view.setFocus()

    def _course_chart(self) -> "CourseChart":
        if self._course is None:
            from ui.widgets.course import CourseChart  # noqa: PLC0415 - pyqtgraph takes a while

            self._course = CourseChart()
            self._course.ranged.connect(self._ranged)
            self._views.insertWidget(0, self._course)
            self._views.setCurrentIndex(0)
        return self._course

    def _points_table(self) -> "PointsTable":
        if self._points is None:
            from ui.widgets.course import PointsTable  # noqa: PLC0415 - seldom needed

            course = self._course_chart()
            self._points = PointsTable()
            self._points.set_window(*course.window_shown())
            self._points.installEventFilter(self)
            self._points.pointed.connect(course.point_at)
            course.ranged.connect(self._points.set_window)
            course.pointed.connect(self._points.point_at)
            self._views.addWidget(self._points)
            if self._chart is not None:
                self._points.show_chart(self._chart)
        return self._points

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters pressed in the table are the screen's keys, not a search among the rows."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.text().isalpha():
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _ranged(self) -> None:
        self.ranged.emit(self._course_chart().range_name or "")

    # --- room ---------------------------------------------------------------------------------

    def set_keeper(self, keeper: Keeper | None) -> None:
        """Who is at the keyboard: only a physician signs grades."""
        self.reasons.set_keeper(keeper)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() < theme.px(_ACROSS):
            self.reasons.setMinimumSize(0, theme.px(_REASONS_HIGH))
            self.reasons.setMaximumWidth(_ANY)
        else:
            roomy = self.width() >= theme.px(_ROOMY)
            self.reasons.setMinimumHeight(0)
            self.reasons.setFixedWidth(theme.px(330 if roomy else 290))
        self.reasons.due.set_roomy(self.height() >= theme.px(_TALL))
        self.strip.set_past(_SETS if self.height() >= theme.px(_TALL) else 0)
