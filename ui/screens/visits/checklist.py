"""What a visit collects: ticked by the record, ticked by hand, left out with a reason, or open."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bedside.follow import Standing, Tick
from bedside.timeline import Entry
from ui import theme
from ui.screens.visits.list_paint import line
from ui.screens.visits.marks import draw_mark
from ui.screens.visits.unsaved import Marked
from ui.words.checklist import missing_text, shown_text
from ui.words.visits import visit_name

Index = QModelIndex | QPersistentModelIndex
Lookup = Callable[[str, str], Entry | None]
"""The entry of a patient by its id; None where it is not at hand."""
_LINE, _TITLE = 42, 30
_BOX = 18


class Line(NamedTuple):
    """One line: an item of a visit, or (without one) the visit itself as a title."""

    standing: Standing
    tick: Tick | None

    @property
    def key(self) -> tuple[str, str]:
        """The visit and the item."""
        return self.standing.visit.id, "" if self.tick is None else self.tick.item.id


class ChecklistModel(QAbstractListModel):
    """The items of one visit or several."""

    def __init__(self, lookup: Lookup | None) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()
        self.marked = Marked()
        self._lookup = lookup
        self._zone: tzinfo = UTC
        self._shown: dict[tuple[str, str], str] = {}
        self._now = datetime.min.replace(tzinfo=UTC)

    def set_lookup(self, lookup: Lookup) -> None:
        """From where the entries come that show an item."""
        self._lookup = lookup

    def set_zone(self, zone: tzinfo) -> None:
        """The site's zone, in which times are told."""
        self._zone = zone

    def show_visits(self, standings: Sequence[Standing], marked: Marked, now: datetime) -> None:
        """Show the checklists of these visits, with what is marked and not saved."""
        self._shown = {}
        lines: list[Line] = []
        for standing in standings:
            if len(standings) > 1:
                lines.append(Line(standing, None))
            lines += [Line(standing, tick) for tick in standing.ticks]
        same = [one.key for one in lines] == [one.key for one in self.lines]
        if not same:
            self.beginResetModel()
        self.lines, self.marked, self._now = tuple(lines), marked, now
        if not same:
            self.endResetModel()
        else:
            self.restate()

    def restate(self) -> None:
        """What is marked has changed."""
        if self.lines:
            self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].tick is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = 0) -> Any:
        one = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(one)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.detail(one) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if one.tick is None:
                return self.title(one)
            return self.tr("{item}: {state}, {detail}").format(
                item=self.title(one), state=self._state_text(one), detail=self.detail(one)
            )
        return None

    def title(self, one: Line) -> str:
        """The item, or the visit."""
        return visit_name(one.standing.visit) if one.tick is None else one.tick.item.title

    def state(self, one: Line) -> str:
        """How an item stands: "done", "ticked", "omitted" or "open"."""
        if one.tick is None or one.tick.done:
            return "done"
        if one.key in self.marked.ticked:
            return "ticked"
        if one.key in self.marked.omitted or one.tick.omitted:
            return "omitted"
        return "open"

    def _state_text(self, one: Line) -> str:
        return {
            "done": self.tr("done"),
            "ticked": self.tr("ticked, not saved yet"),
            "omitted": self.tr("not done"),
            "open": self.tr("open"),
        }[self.state(one)]

    def detail(self, one: Line) -> str:
        """What shows an item, or what of it is missing."""
        tick = one.tick
        if tick is None:
            return ""
        if tick.done:
            if one.key not in self._shown:
                self._shown[one.key] = self._evidence(one.standing.patient, tick)
            return self._shown[one.key]
        if one.key in self.marked.ticked:
            return self.tr("ticked by hand, not saved yet")
        if one.key in self.marked.omitted:
            return self.tr("not done: {reason} (not saved yet)").format(
                reason=self.marked.omitted[one.key]
            )
        return missing_text(tick)

    def _evidence(self, patient: str, tick: Tick) -> str:
        found = [] if self._lookup is None else [self._lookup(patient, id_) for id_ in tick.entries]
        entries = [entry for entry in found if entry is not None]
        if not entries:
            return self.tr("in the record")
        return shown_text(entries, self._now, self._zone)


class _Hand(QStyledItemDelegate):
    """Paints an item with its box, what shows it below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        model = index.model()
        assert isinstance(model, ChecklistModel)
        one = model.lines[index.row()]
        return QSize(theme.px(120), theme.px(_TITLE if one.tick is None else _LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ChecklistModel)
        one, colours = model.lines[index.row()], theme.current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if one.tick is None:
            room = QRectF(rect.adjusted(theme.px(8), theme.px(6), -theme.px(8), 0))
            line(painter, room, model.title(one), colours.second, 12, QFont.Weight.DemiBold)
            painter.restore()
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_soft))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(QColor(colours.accent_text), theme.px(2)))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        how = model.state(one)
        box = QRectF(0, 0, theme.px(_BOX), theme.px(_BOX))
        box.moveCenter(QPointF(rect.left() + theme.px(20), rect.center().y() + 0.5))
        _paint_box(painter, box, how)
        inside = rect.adjusted(theme.px(40), theme.px(3), -theme.px(8), -theme.px(3))
        half = inside.height() / 2
        top = QRectF(inside.left(), inside.top(), inside.width(), half)
        line(painter, top, model.title(one), colours.ink, weight=QFont.Weight.Medium)
        ink = colours.warn_text if how in {"omitted", "ticked"} else colours.faint
        line(painter, top.translated(0, half), model.detail(one), ink, 12)
        painter.restore()


def _paint_box(painter: QPainter, box: QRectF, how: str) -> None:
    """A filled circle with a tick for what the record shows; a box for what a person marks."""
    colours = theme.current()
    if how == "done":
        draw_mark(painter, box.center(), box.width() / 2, "done")
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.field_line), theme.px(1.5)))
    painter.setBrush(QColor(colours.field))
    painter.drawRoundedRect(box, theme.px(4), theme.px(4))
    if how == "open":
        return
    pen = QPen(QColor(colours.accent_text if how == "ticked" else colours.late), theme.px(2))
    painter.setPen(pen)
    inner = box.adjusted(*(theme.px(4) * sign for sign in (1, 1, -1, -1)))
    if how == "ticked":
        middle = QPointF(inner.left() + inner.width() * 0.38, inner.bottom() - theme.px(1))
        painter.drawPolyline([QPointF(inner.left(), inner.center().y()), middle, inner.topRight()])
    else:
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())


class Checklist(QListView):
    """The items, with their keys: Space ticks one, X says that it was not done.

    A click on the box ticks as well. ``enabled_marks`` False: only to be read.
    """

    toggled = Signal(str, str)
    """Tick this item of this visit, or take the tick back."""
    asked_omit = Signal(str, str)
    """This item of this visit was not done."""

    def __init__(self, lookup: Lookup | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = ChecklistModel(lookup)
        self.setModel(self.items)
        self.setItemDelegate(_Hand(self))
        self.setAccessibleName(self.tr("Checklist: Space ticks, X says why not done"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(theme.px(96))
        self.setTabKeyNavigation(False)

    def begin(self) -> None:
        """The keyboard goes to the first item that is still open."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        lines = self.items.lines
        places = [n for n, one in enumerate(lines) if one.tick is not None]
        still = [n for n in places if self.items.state(lines[n]) == "open"]
        if places:
            self.setCurrentIndex(self.items.index((still or places)[0]))

    def _current(self) -> Line | None:
        row = self.currentIndex().row()
        if not 0 <= row < len(self.items.lines) or self.items.lines[row].tick is None:
            return None
        return self.items.lines[row]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        one, key = self._current(), event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and one is not None and key == Qt.Key.Key_Space:
            self.toggled.emit(*one.key)
        elif plain and one is not None and key == Qt.Key.Key_X:
            self.asked_omit.emit(*one.key)
        elif event.text().strip() and event.text().isprintable():
            event.ignore()  # the screen's own keys
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        one = self._current()
        in_box = event.position().x() < theme.px(38)
        if index.isValid() and one is not None and in_box and index == self.currentIndex():
            self.toggled.emit(*one.key)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()
