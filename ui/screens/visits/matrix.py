"""The matrix: patients down, visits across, and in each cell how it stands and how complete."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bedside.follow import Follow, Standing
from bedside.protocol.edition import Protocol, VisitRule
from bedside.schedule import Visit
from ui import theme
from ui.screens.visits.list_paint import line
from ui.screens.visits.marks import Mark, draw_mark, font, mark_of
from ui.widgets.parts import FlowRow, card, label
from ui.words.called import SERIES
from ui.words.codes import dotted
from ui.words.visits import (
    series_short,
    state_name,
    state_text,
    visit_name,
    visit_short,
    window_text,
)

Index = QModelIndex | QPersistentModelIndex
STANDING_ROLE = Qt.ItemDataRole.UserRole
_CHOICES = ("", "pkpd", "efficacy", "safety")
_CELL, _ROW = 46, 44


class MatrixModel(QAbstractTableModel):
    """Patients who follow one edition, and where each of its visits stands after the last infusion.

    A cell is made when it is first asked for.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.follows: tuple[Follow, ...] = ()
        self.rules: tuple[VisitRule, ...] = ()
        self.today = date(2000, 1, 1)
        self._found: dict[str, dict[str, Standing]] = {}

    def show_plans(
        self, follows: Sequence[Follow], protocol: Protocol | None, series: str, today: date
    ) -> None:
        """Show the patients of this edition, and its visits of one series ("" for all)."""
        self.beginResetModel()
        self.follows = tuple(
            sorted((f for f in follows if _same(f.protocol, protocol)), key=lambda f: f.patient)
        )
        rules = () if protocol is None else protocol.visits
        self.rules = tuple(r for r in rules if not series or r.series == series)
        self.today = today
        self._found = {}
        self.endResetModel()

    def standing(self, index: Index) -> Standing | None:
        """How the visit of a cell stands; None where the patient has no such visit."""
        follow = self.follows[index.row()]
        found = self._found.get(follow.patient)
        if found is None:
            found = {}
            for one in follow.standings(self.today):
                found[one.visit.rule.id] = one  # later infusions come later, and count
            self._found[follow.patient] = found
        return found.get(self.rules[index.column()].id)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.follows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rules)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical:
            shown = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
            return self.follows[section].patient if role in shown else None
        visit = _visit(self.rules[section])
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{visit_short(visit)}\n{series_short(visit.rule.series)}"
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return visit_name(visit)
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        standing = self.standing(index)
        if role == STANDING_ROLE:
            return standing
        if role == Qt.ItemDataRole.DisplayRole:
            return completeness(standing)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._spoken(index, standing)
        return None

    def _spoken(self, index: Index, standing: Standing | None) -> str:
        patient = self.follows[index.row()].patient
        if standing is None:
            text = QCoreApplication.translate("Matrix", "{patient}, {visit}: not planned yet")
            visit = visit_name(_visit(self.rules[index.column()]))
            return text.format(patient=patient, visit=visit)
        text = QCoreApplication.translate("Matrix", "{patient}, {visit}: {state}")
        said = text.format(
            patient=patient,
            visit=visit_name(standing.visit),
            state=state_text(standing, self.today),
        )
        count = QCoreApplication.translate("Matrix", "{n} of {all} items").format(
            n=standing.collected, all=len(standing.ticks)
        )
        return dotted([said, window_text(standing.visit, self.today), count])


def _same(one: Protocol | None, other: Protocol | None) -> bool:
    if one is None or other is None:
        return False
    return (one.id, one.edition) == (other.id, other.edition)


def _visit(rule: VisitRule) -> Visit:
    """A visit of a rule without a patient, to be named."""
    return Visit(rule.id, rule, 1, date.min, date.min, date.min)


def completeness(standing: Standing | None) -> str:
    """How many items are settled, of how many: "3/5"; empty where there are none."""
    if standing is None or not standing.ticks:
        return ""
    return f"{standing.collected}/{len(standing.ticks)}"


class _Hand(QStyledItemDelegate):
    """Paints a mark with the completeness below it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(theme.px(_CELL), theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        standing: Standing | None = index.data(STANDING_ROLE)
        rect: QRect = option.rect
        colours = theme.current()
        state: QStyle.StateFlag = option.state
        painter.save()
        thin = theme.px(1)
        edge = QRect(rect.left(), rect.bottom() - thin + 1, rect.width(), thin)
        painter.fillRect(edge, QColor(colours.row_line))
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_soft))
            painter.setPen(QPen(QColor(colours.accent_text), theme.px(2)))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        if standing is None:
            painter.setPen(QColor(colours.faint))
            painter.setFont(font(12))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "·")
            painter.restore()
            return
        text = str(index.data() or "")
        radius = theme.px(8)
        top = rect.top() + theme.px(14) if text else rect.center().y()
        draw_mark(painter, QPointF(rect.center().x() + 0.5, top), radius, mark_of(standing))
        painter.setFont(font(11))
        painter.setPen(QColor(colours.second))
        below = rect.adjusted(0, theme.px(24), 0, -theme.px(2))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class MatrixView(QTableView):
    """The cells; the arrows go among them, Enter opens the visit."""

    opened = Signal(str, str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_current()
        elif event.key() == Qt.Key.Key_Escape or (
            event.text().strip() and event.text().isprintable()
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def open_current(self) -> None:
        """Open the visit of the cell that has the mark."""
        index = self.currentIndex()
        standing = index.data(STANDING_ROLE) if index.isValid() else None
        if standing is not None:
            self.opened.emit(standing.patient, standing.visit.id)


class MatrixPage(QWidget):
    """The matrix of one edition, with the choice of edition and series, and what the marks mean."""

    opened = Signal(str, str)

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._follows: Sequence[Follow] = ()
        self._protocols: dict[tuple[str, str], Protocol] = {}
        self.today = date(2000, 1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addLayout(self._make_head())
        frame = card(margins=(2, 2, 2, 4))
        inside = frame.layout()
        assert inside is not None
        self.model = MatrixModel(self)
        self.view = self._make_view()
        inside.addWidget(self.view)
        layout.addWidget(frame, 1)
        layout.addWidget(_legend())

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        self.protocol = QComboBox()
        self.protocol.setAccessibleName(self.tr("Protocol"))
        self.protocol.currentIndexChanged.connect(self._show)
        head.addWidget(self.protocol)
        self.series = QComboBox()
        self.series.setAccessibleName(self.tr("Series of visits"))
        for code in _CHOICES:
            self.series.addItem(SERIES(code) if code else self.tr("All visits"), code)
        self.series.currentIndexChanged.connect(self._show)
        head.addWidget(self.series)
        head.addStretch()
        self._count = label("", "second")
        head.addWidget(self._count)
        return head

    def _make_view(self) -> MatrixView:
        view = MatrixView()
        view.setModel(self.model)
        view.setItemDelegate(_Hand(view))
        view.setShowGrid(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTabKeyNavigation(False)
        view.setAccessibleName(self.tr("Patients and visits"))
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        across, down = view.horizontalHeader(), view.verticalHeader()
        for header, size in ((across, _CELL), (down, _ROW)):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(theme.px(20))
            header.setDefaultSectionSize(theme.px(size))
            header.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        pad = theme.px(2)
        across.setStyleSheet(f"QHeaderView::section {{ padding: {theme.px(6)}px {pad}px; }}")
        view.setMinimumHeight(theme.px(200))
        view.opened.connect(self.opened)
        view.doubleClicked.connect(view.open_current)
        return view

    def show_follows(self, follows: Sequence[Follow], now: datetime) -> None:
        """Show these plans as of now; the choices stay as they were."""
        self._follows = follows
        self.today = now.astimezone(self._zone).date()
        protocols = [f.protocol for f in follows if f.protocol is not None]
        self._protocols = {(p.id, p.edition): p for p in protocols}
        chosen = self.protocol.currentData()
        blocked = self.protocol.blockSignals(True)
        self.protocol.clear()
        count = Counter((p.id, p.edition) for p in protocols)
        for (name, edition), protocol in sorted(
            self._protocols.items(), key=lambda pair: (-count[pair[0]], pair[0])
        ):
            text = self.tr("{protocol} · edition {edition}")
            said = text.format(protocol=protocol.short, edition=edition)
            self.protocol.addItem(said, f"{name} {edition}")
        place = self.protocol.findData(chosen) if chosen else 0
        self.protocol.setCurrentIndex(max(0, place) if self._protocols else -1)
        self.protocol.blockSignals(blocked)
        self._show()

    def chosen(self) -> Protocol | None:
        """The edition that is shown."""
        wanted = self.protocol.currentData()
        return next((p for (n, e), p in self._protocols.items() if f"{n} {e}" == wanted), None)

    def _show(self) -> None:
        at = self.view.currentIndex()
        place = (at.row(), at.column())
        series = str(self.series.currentData() or "")
        self.model.show_plans(self._follows, self.chosen(), series, self.today)
        if place[0] >= 0 and self.model.hasIndex(*place):
            self.view.setCurrentIndex(self.model.index(*place))
        said = self.tr("{n} patients · {all} visits each")
        self._count.setText(said.format(n=self.model.rowCount(), all=self.model.columnCount()))

    def begin(self) -> None:
        """The keyboard goes to the cells."""
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.hasIndex(0, 0):
            self.view.setCurrentIndex(self.model.index(0, 0))


class _Sample(QWidget):
    """A mark as a sample."""

    def __init__(self, mark: Mark, words: str) -> None:
        super().__init__()
        self._mark: Mark = mark
        self._words = words
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._words)
        return QSize(wide + theme.px(26), theme.px(22))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        middle = self.height() / 2
        draw_mark(painter, QPointF(theme.px(9), middle), theme.px(7), self._mark)
        room = QRectF(theme.px(20), 0, self.width(), self.height())
        line(painter, room, self._words, theme.current().second, 12)


def _legend() -> FlowRow:
    """What each mark means."""
    row = FlowRow(10)
    translate = QCoreApplication.translate
    samples: tuple[tuple[Mark, str], ...] = (
        ("overdue", translate("Matrix", "overdue")),
        ("due", state_name("due_today")),
        ("closing", state_name("closing")),
        ("open", state_name("open")),
        ("done", state_name("done")),
        ("late", state_name("done_late")),
        ("incomplete", translate("Matrix", "done, items missing")),
        ("missed", state_name("missed")),
        ("future", state_name("future")),
        ("not_applicable", state_name("not_applicable")),
    )
    for mark, words in samples:
        row.add(_Sample(mark, words))
    return row
