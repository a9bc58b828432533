"""What a figure rests on, entry by entry; each leads to the history of its patient."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from bedside.study import Subject
from bedside.timeline import Entry
from grading.findings import study_day
from ui import theme, words
from ui.screens.study.basis import Basis, Part
from ui.shown import day_text, moment_text
from ui.widgets.parts import KeyButton, card, label

Index = QModelIndex | QPersistentModelIndex
Lookup = Callable[[str, str], Entry | None]
"""An entry by patient and id; None where it cannot be found."""
_LINE, _HEADING = 46, 40
_MANY, _MOST = 300, 4
"""Above so many lines each has the same height; of so many lines of words at most."""
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value


class Row(NamedTuple):
    """A line: one patient's part ("" as the entry), or one of its entries."""

    part: Part
    entry: str = ""


class EntriesModel(QAbstractListModel):
    """The lines; their words are made when they are first seen."""

    def __init__(self, lookup: Lookup, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lookup = lookup
        self._zone = zone
        self._infused: dict[str, datetime] = {}
        self._said: dict[Row, tuple[str, str]] = {}
        self.rows: tuple[Row, ...] = ()

    def show_basis(self, basis: Basis | None, infused: dict[str, datetime]) -> None:
        """Show the entries of this figure; study days are counted from these infusions."""
        found: list[Row] = []
        for part in () if basis is None else basis.parts:
            found.append(Row(part))
            found += [Row(part, entry) for entry in part.entries]
        self.beginResetModel()
        self._infused, self._said, self.rows = infused, {}, tuple(found)
        self.endResetModel()

    def texts(self, row: Row) -> tuple[str, str]:
        """What a line says: when, and what."""
        known = self._said.get(row)
        if known is None:
            known = self._said[row] = self._made(row)
        return known

    def _made(self, row: Row) -> tuple[str, str]:
        if not row.entry:
            text = row.part.said
            if not row.part.entries:
                text = words.dotted([text, self.tr("no entry")])
            return row.part.patient, text
        entry = self._lookup(row.part.patient, row.entry)
        if entry is None:
            return "", self.tr("The entry cannot be read.")
        day = ""
        infused = self._infused.get(row.part.patient)
        if infused is not None:
            day = day_text(study_day(entry.at, infused, self._zone))
        when = moment_text(entry.at, self._zone, QLocale())
        return words.dotted([day, when]), words.fact(entry.fact, self._zone)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.rows[index.row()].entry:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = 0) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return words.dotted(list(self.texts(row)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(self.texts(row))
        return None


class _Hand(QStyledItemDelegate):
    """Paints a patient in bold, and an entry as its time above what it says."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[Row, int, float], int] = {}

    def forget(self) -> None:
        """Measure every line anew: others are shown."""
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        model = index.model()
        assert isinstance(model, EntriesModel)
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        height = theme.px(_LINE if row.entry else _HEADING)
        view = self.parent()
        if len(model.rows) > _MANY or not isinstance(view, QListView):
            return QSize(theme.px(100), height)
        key = (row, view.viewport().width(), theme.scale())
        known = self._heights.get(key)
        if known is not None:
            return QSize(theme.px(100), known)
        font = theme.font(13, QFont.Weight.Medium) if row.entry else theme.font(12)
        metrics = QFontMetrics(font)
        room = view.viewport().width() - theme.px(34 if row.entry else 22)
        text = model.texts(row)[1]
        wrap = Qt.TextFlag.TextWordWrap.value
        needed = metrics.boundingRect(QRect(0, 0, room, 10_000), wrap, text).height()
        more = min(needed, _MOST * metrics.lineSpacing()) - metrics.lineSpacing()
        self._heights[key] = height + max(0, more)
        return QSize(theme.px(100), self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.current()
        rect: QRect = option.rect
        model = index.model()
        assert isinstance(model, EntriesModel)
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        first, second = model.texts(row)
        state: QStyle.StateFlag = option.state
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) and bool(row.entry)
        if chosen or hovered:
            painter.fillRect(rect, QColor(colours.accent_soft))
        painter.setPen(QColor(colours.row_line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        left = theme.px(24 if row.entry else 12)
        inside = rect.adjusted(left, theme.px(4), -theme.px(10), -theme.px(4))
        half = theme.px(_LINE - 8 if row.entry else _HEADING - 8) // 2
        upper = QRect(inside.left(), inside.top(), inside.width(), half)
        lower = inside.adjusted(0, half, 0, 0)
        bold = QFont.Weight.DemiBold
        if row.entry:
            _write(painter, upper, first, theme.font(12), colours.second)
            _write(painter, lower, second, theme.font(13, QFont.Weight.Medium), colours.ink)
        else:
            _write(painter, upper, first, theme.font(13, bold), colours.ink)
            _write(painter, lower, second, theme.font(12), colours.second)
        painter.restore()


def _write(painter: QPainter, rect: QRect, text: str, font: QFont, ink: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    metrics = painter.fontMetrics()
    if rect.height() < 2 * metrics.lineSpacing():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _LEFT | Qt.TextFlag.TextWordWrap.value, text)


class _List(QListView):
    """The lines; Enter opens one, the arrows go from entry to entry."""

    wanted = Signal(object)

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
        """Open the entry that is marked."""
        index = self.currentIndex()
        if index.isValid():
            self.wanted.emit(index.data(Qt.ItemDataRole.UserRole))


class EntriesPanel(QWidget):
    """A figure's title, its entries, and the way back.

    ``opened`` brings patient and entry; ``left`` asks for the panel to be closed.
    """

    opened = Signal(str, str)
    left = Signal()

    def __init__(self, lookup: Lookup, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card(margins=(2, 10, 2, 6))
        outer.addWidget(frame)
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(12), 0, theme.px(10), 0)
        self.title = label("", "h2", wrap=True)
        head.addWidget(self.title, 1)
        close = KeyButton(self.tr("Close"), hint="Esc")
        close.setAutoDefault(False)
        close.clicked.connect(self.left)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        self.note = label("", "small", wrap=True)
        self.note.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        layout.addWidget(self.note)
        self.model = EntriesModel(lookup, zone, self)
        self.list = _List()
        self.list.setModel(self.model)
        self._hand = _Hand(self.list)
        self.list.setItemDelegate(self._hand)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setMouseTracking(True)
        self.list.setCursor(Qt.CursorShape.PointingHandCursor)
        self.list.setAccessibleName(self.tr("Entries on which the figure rests"))
        self.list.wanted.connect(self._open)
        self.list.clicked.connect(lambda index: self._open(index.data(Qt.ItemDataRole.UserRole)))
        layout.addWidget(self.list, 1)
        foot = label(self.tr("Enter or a click opens the entry in the patient’s history"), "small")
        foot.setWordWrap(True)
        foot.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(2))
        layout.addWidget(foot)

    def show_basis(self, basis: Basis, subjects: tuple[Subject, ...]) -> None:
        """Show what this figure rests on; the first entry is marked."""
        infused = {one.patient: one.infused.value for one in subjects if one.infused.value}
        self.title.setText(basis.title)
        self._hand.forget()
        self.model.show_basis(basis, infused)
        count = sum(len(part.entries) for part in basis.parts)
        said = [basis.note]
        if not count:
            said.insert(0, self.tr("No entry says anything of it."))
        self.note.setText(" ".join(text for text in said if text))
        self.note.setVisible(bool(self.note.text()))
        self.list.scrollToTop()
        first = next((n for n, row in enumerate(self.model.rows) if row.entry), None)
        if first is not None:
            self.list.setCurrentIndex(self.model.index(first))

    def begin(self) -> None:
        """The keyboard goes to the entries."""
        self.list.setFocus()

    def _open(self, row: Row) -> None:
        if row.entry:
            self.opened.emit(row.part.patient, row.entry)
