"""A list of visits with what can be done about them: the year of a patient, the page of a visit."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bedside.appointments import Closed
from bedside.chart import Chart
from bedside.follow import Follow
from bedside.timeline import Entry
from ui import theme
from ui.drafts import Drafts
from ui.screens.visits.asks import (
    AppointmentForm,
    DltForm,
    EndForm,
    MissedForm,
    UnscheduledForm,
    refusal,
)
from ui.screens.visits.checklist import Lookup
from ui.screens.visits.list_model import Column, VisitsModel
from ui.screens.visits.list_paint import ROW, Hand
from ui.screens.visits.panel import VisitPanel
from ui.screens.visits.plan_card import PlanCard
from ui.screens.visits.rows import Row
from ui.screens.visits.rule_sheet import RuleSheet
from ui.screens.visits.said import Said
from ui.widgets.form import Form
from ui.widgets.parts import card, label, plain_table
from ui.words.checklist import saved_text
from ui.words.visits import visit_name

_PANEL, _WIDE, _BOTH = 466, 1420, 800
"""The width of a visit's page; from which width of all on it always stands beside the list; and
below which it takes the place of the list."""
_ANY_WIDTH = 16777215
_LEAST = {
    Column.PATIENT: 108,
    Column.VISIT: 152,
    Column.TARGET: 134,
    Column.WINDOW: 140,
    Column.COLLECT: 150,
    Column.STATUS: 150,
    Column.AGREED: 114,
}
_SHARE = {Column.WINDOW: 3, Column.COLLECT: 4, Column.VISIT: 1}
"""How what is left of the width is shared out."""
_DROPPED = (Column.AGREED, Column.COLLECT, Column.WINDOW)
"""What is left out first where there is little room."""


Find = Callable[[str, str], Row | None]
"""A visit by patient and id, whatever list holds it; None where there is none such."""


def _nothing(_patient: str, _visit: str) -> Row | None:
    return None


Charts = Callable[[str], Chart | None]
"""The chart of a patient, where there is one at hand."""


def _no_chart(_patient: str) -> Chart | None:
    return None


class ListView(QTableView):
    """The lines; Enter opens one, letters are the screen's keys."""

    opened = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex(), self.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Escape or (
            event.text().strip() and event.text().isprintable()
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)


class Worklist(QWidget):
    """Rows of visits, below them the year of the chosen patient, beside them the chosen visit.

    Keys: Enter opens a visit, M missed, P appointment, N unscheduled visit, W why this day, D DLT
    review, E end of the plan, Escape leaves the visit.
    """

    entered = Signal(object)
    left = Signal()
    """Escape, where there is no visit open to be left."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        drafts: Drafts,
        closed: Closed,
        lookup: Lookup | None = None,
        *,
        of_one: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._closed = closed
        self._of_one = of_one
        self._opened = False
        self._form: Form | None = None
        self._asked_by_panel = False
        self._asked_of: Follow | None = None
        self._key: tuple[str, str] = ("", "")
        self._find: Find = _nothing
        self._charts: Charts = _no_chart
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(14))
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.px(12))
        left.addWidget(self._make_table(), 1)
        self.said = Said()
        left.addWidget(self.said)
        self.plan = PlanCard()
        self.plan.acted.connect(self._act)
        self.plan.year.chosen.connect(self._point)
        self.plan.year.opened.connect(self._open_visit)
        left.addWidget(self.plan)
        across.addWidget(self._left, 1)
        self.panel = VisitPanel(clock, drafts, lookup)
        self.panel.entered.connect(self._ask_panel)
        self.panel.acted.connect(self._act)
        self.panel.left.connect(self.close_visit)
        across.addWidget(self.panel)
        self._fit()
        QApplication.instance().focusChanged.connect(self._enter)  # type: ignore[union-attr]

    # --- making it ----------------------------------------------------------------------------

    def _make_table(self) -> QFrame:
        frame = card(margins=(2, 2, 2, 4))
        inside = frame.layout()
        assert inside is not None
        self.model = VisitsModel(self)
        self.view = ListView()
        plain_table(self.view, ROW)
        self.view.setItemDelegate(Hand(self.view))
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Visits"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.view.setMinimumHeight(theme.px(3 * ROW + 40))
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(theme.px(20))
        self.view.opened.connect(self.open_visit)
        self.view.doubleClicked.connect(self.open_visit)
        self.view.selectionModel().currentRowChanged.connect(self._choose)
        inside.addWidget(self.view)
        self._empty = label("", "second", wrap=True)
        self._empty.setContentsMargins(*(theme.px(m) for m in (14, 10, 14, 14)))
        inside.addWidget(self._empty)
        return frame

    # --- what is shown ------------------------------------------------------------------------

    def set_lookup(self, lookup: Lookup) -> None:
        """From where the entries come that show an item."""
        self.panel.set_lookup(lookup)

    def set_closed(self, closed: Closed) -> None:
        """The days on which the site does not work."""
        self._closed = closed

    def set_charts(self, charts: Charts) -> None:
        """Where the chart of a patient is found: a DLT review is shown what the record holds."""
        self._charts = charts

    def show_rows(
        self, rows: tuple[Row, ...], now: datetime, empty: str = "", find: Find | None = None
    ) -> None:
        """Show these rows as of now; ``empty`` says what no row at all means.

        ``find`` finds a visit that is not among them. The visit whose page is open stays there,
        whatever the list holds: what somebody types is never taken for another one.
        """
        self._find = find or _nothing
        before = self.view.currentIndex().row()
        today = rows[0].follow.day_of(now) if rows else now.date()
        held = self.view.selectionModel().blockSignals(True)
        self.model.show_rows(rows, today)
        self._empty.setText(empty)
        self._empty.setVisible(not rows)
        self.view.setVisible(bool(rows))
        place = self.model.row_of(self._key)
        stays = None if place is not None or not self._opened else self._find(*self._key)
        if stays is not None:
            self.view.setCurrentIndex(QModelIndex())
            self.view.clearSelection()
        else:
            self._select(min(max(before, 0), len(rows) - 1) if place is None else place)
        self.view.selectionModel().blockSignals(held)
        self.view.viewport().update()
        self._show(stays or self.row())

    def _select(self, place: int) -> None:
        if 0 <= place < len(self.model.rows):
            index = self.model.index(place, Column.VISIT)
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.view.scrollTo(index)

    def select(self, patient: str, visit: str) -> bool:
        """Choose a visit; whether it is among the rows."""
        place = self.model.row_of((patient, visit))
        if place is not None:
            self._select(place)
            self._show(self.row())  # the year may have shown another one meanwhile
        return place is not None

    def row(self) -> Row | None:
        """The chosen row; None where there is none."""
        place = self.view.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def _choose(self) -> None:
        self._show(self.row())

    def _show(self, row: Row | None) -> None:
        now = self._clock()
        self._key = ("", "") if row is None else row.key
        if row is None and self._opened:
            self._opened = False
        self.plan.show_follow(None if row is None else row.follow, self._key[1], now)
        self.panel.show_row(row, now)
        self._fit()

    def _point(self, visit: str) -> None:
        """Choose a visit of the year; where the list does not hold it, show it all the same."""
        row = self.shown()
        if row is None or self.select(row.follow.patient, visit):
            return
        follow = row.follow
        standing = next(
            (s for s in follow.standings(follow.day_of(self._clock())) if s.visit.id == visit), None
        )
        if standing is not None:
            self._show(Row(follow, standing))

    def shown(self) -> Row | None:
        """The visit that the page shows: the chosen row, or one that was pointed at in the year."""
        return self.panel.row

    # --- a visit on its page ------------------------------------------------------------------

    def open_visit(self) -> None:
        """Open the page of the chosen visit."""
        if self.shown() is None:
            return
        self._opened = True
        self.said.silence()
        self._fit()
        self.panel.begin()

    def _open_visit(self, visit: str) -> None:
        self._point(visit)
        self.open_visit()

    def close_visit(self) -> None:
        """Back to the list; what is typed is kept."""
        if not self._opened:
            self.left.emit()
            return
        self._opened = False
        self._fit()
        self.begin()

    def _enter(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Whoever goes into the page of a visit has opened it."""
        if now is not None and not self._opened and self.panel.isAncestorOf(now):
            self._opened = True
            self._fit()

    def begin(self) -> None:
        """The keyboard goes to the list."""
        if self.model.rows:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.view.currentIndex().isValid():
                self._select(0)
                self._show(self.row())

    # --- what can be done ---------------------------------------------------------------------

    def _act(self, act: str) -> None:
        """Open the form of one of the things that can be done, or say why not."""
        row = self.shown()
        if row is None:
            return
        if act == "record":
            self.open_visit()
            return
        now = self._clock()
        self.said.silence()
        refused = refusal(act, row, row.follow.day_of(now))
        if refused:
            (self.panel.said if self._opened else self.said).refuse(refused)
            return
        if act == "rule":
            sheet = RuleSheet(row, self)
            sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            sheet.open()
            return
        form: Form
        match act:
            case "missed":
                form = MissedForm(row, now, self)
            case "appointment":
                form = AppointmentForm(row, self._closed, now, self)
            case "unscheduled":
                form = UnscheduledForm(row.follow, now, self)
            case "dlt":
                form = DltForm(row.follow, now, self, self._charts(row.follow.patient))
            case _:
                form = EndForm(row.follow, now, self)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.entered.connect(lambda drafts: self._ask_form(row.follow, drafts))
        form.finished.connect(self._drop_form)
        self._form = form
        form.open()

    def _drop_form(self) -> None:
        self._form = None

    def _ask_panel(self, drafts: object) -> None:
        row = self.shown()
        self._asked_by_panel = True
        self._asked_of = None if row is None else row.follow
        self.entered.emit(drafts)

    def _ask_form(self, follow: Follow, drafts: object) -> None:
        self._asked_by_panel = False
        self._asked_of = follow
        self.entered.emit(drafts)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds what was asked for: say so, and go back to the list."""
        names, items = _names(self._asked_of)
        zone = UTC if self._asked_of is None else self._asked_of.zone
        if self._asked_by_panel:
            self.panel.saved()
            self._opened = False
            self._fit()
            self.begin()
        elif self._form is not None:
            self._form.saved(entries)
        self._asked_by_panel = False
        self.said.tell(saved_text(entries, names, items, zone))

    def refused(self, message: str) -> None:
        """Nothing was saved: say so where it was asked for."""
        if self._asked_by_panel or self._form is None:
            (self.panel if self._opened or self._asked_by_panel else self).said.refuse(message)
        else:
            self._form.refused(message)
        self._asked_by_panel = False

    # --- room and keys ------------------------------------------------------------------------

    def _fit(self) -> None:
        """The page beside the list where there is room; else in its place."""
        wide = self.width() >= theme.px(_WIDE)
        narrow = self.width() < theme.px(_BOTH)
        beside = (wide or self._opened) and self.shown() is not None
        self.panel.setVisible(beside)
        self._left.setHidden(narrow and self._opened)
        self.panel.setMinimumWidth(0 if narrow else theme.px(_PANEL))
        self.panel.setMaximumWidth(_ANY_WIDTH if narrow else theme.px(_PANEL))
        self.plan.set_beside(beside)
        self._fit_columns(self.width() - (theme.px(_PANEL + 14) if beside else 0))

    def _fit_columns(self, across: int) -> None:
        room = across - theme.px(8) - theme.px(14)
        columns = [c for c in Column if not (self._of_one and c is Column.PATIENT)]
        for dropped in _DROPPED:
            if sum(theme.px(_LEAST[c]) for c in columns) <= room:
                break
            columns.remove(dropped)
        least = sum(theme.px(_LEAST[c]) for c in columns)
        rest, part = max(0, room - least), min(1.0, max(0, room) / least)
        shares = {c: _SHARE.get(c, 0) for c in columns}
        if not any(shares.values()):
            shares = dict.fromkeys(columns, 1)
        whole = sum(shares.values())
        for column in Column:
            self.view.setColumnHidden(column, column not in columns)
            if column in columns:
                wide = int(theme.px(_LEAST[column]) * part) + rest * shares[column] // whole
                self.view.setColumnWidth(column, wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        acts = {
            Qt.Key.Key_M: "missed",
            Qt.Key.Key_P: "appointment",
            Qt.Key.Key_N: "unscheduled",
            Qt.Key.Key_W: "rule",
            Qt.Key.Key_D: "dlt",
            Qt.Key.Key_E: "end",
        }
        key = Qt.Key(event.key())
        if plain and key in acts and self.shown() is not None:
            self._act(acts[key])
        elif plain and key == Qt.Key.Key_Escape:
            self.close_visit()
        else:
            super().keyPressEvent(event)


def _names(follow: Follow | None) -> tuple[dict[str, str], dict[str, str]]:
    """What the visits and the items of a plan are called, by id."""
    if follow is None:
        return {}, {}
    names = {visit.id: visit_name(visit) for visit in follow.visits}
    items = {} if follow.protocol is None else follow.protocol.items
    return names, {name: item.title for name, item in items.items()}
