"""Small building blocks that several screens share; how they look is said in `ui.sheet`."""

from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.pulse import Flash

State = Literal["", "warn", "refused"]
Level = Literal["high", "medium", "low"]


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet knows, and let it take effect at once."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_state(editor: QWidget, state: State) -> None:
    """Show a field as plain (""), unlikely ("warn", amber) or "refused" (red)."""
    set_look(editor, "state", state)


def card(*, upright: bool = True, margins: tuple[int, int, int, int] = (14, 12, 14, 12)) -> QFrame:
    """An empty card with a vertical (or horizontal) layout; fill ``card.layout()``."""
    frame = QFrame()
    frame.setProperty("card", "true")
    layout = QVBoxLayout(frame) if upright else QHBoxLayout(frame)
    layout.setContentsMargins(*(theme.px(m) for m in margins))
    layout.setSpacing(theme.px(6 if upright else 12))
    return frame


def rule() -> QFrame:
    """A thin line across."""
    line = QFrame()
    line.setProperty("rule", "true")
    return line


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Plain words in one of the roles that `ui.sheet` lists."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def key_chip(keys: str) -> QLabel:
    """Keys as a chip; ``keys`` as ``QKeySequence`` reads them ("Ctrl+K") or words as they are."""
    chip = QLabel(_keys_text(keys))
    chip.setProperty("kbd", "true")
    chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return chip


def _keys_text(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys


class ElidedLabel(QLabel):
    """One line of words that ends in "…" where there is no room; the tool tip then has them all."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)

    def shown_text(self) -> str:
        """The words as they stand on the screen."""
        room = self.contentsRect().width()
        return QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def minimumSizeHint(self) -> QSize:
        return QSize(
            QFontMetrics(self.font()).horizontalAdvance("MM…"), super().sizeHint().height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        shown = self.shown_text()
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment().value, shown)


class KeyButton(QPushButton):
    """A push button that shows its key as a chip behind its words.

    The chip shows ``shortcut()``, or ``hint`` where something else binds the key (Enter in a
    form). The key outlives ``setText``, which Qt lets clear a shortcut.
    """

    def __init__(
        self,
        text: str,
        *,
        shortcut: str = "",
        hint: str = "",
        primary: bool = False,
        main: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._keys = QKeySequence(shortcut)
        self._hint = hint
        self.setShortcut(self._keys)
        if primary:
            self.setProperty("kind", "primary")
        if main:
            self.setProperty("main", "true")

    def setText(self, text: str) -> None:
        super().setText(text)
        if not self._keys.isEmpty():
            self.setShortcut(self._keys)

    def set_hint(self, hint: str) -> None:
        """Show another key as the chip, where no shortcut is bound; empty for none."""
        if hint != self._hint:
            self._hint = hint
            self.updateGeometry()
            self.update()

    def chip_text(self) -> str:
        """What the chip says; empty where there is none."""
        if not self._keys.isEmpty():
            return self._keys.toString(QKeySequence.SequenceFormat.NativeText)
        return _keys_text(self._hint) if self._hint else ""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._chip_room(), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _chip_width(self) -> int:
        advance = QFontMetrics(_chip_font()).horizontalAdvance(self.chip_text())
        return advance + theme.px(10)

    def _chip_room(self) -> int:
        return self._chip_width() + theme.px(8) if self.chip_text() else 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words, option.text = option.text, ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        ink = self._ink()
        inside = self.rect().adjusted(theme.px(6), 0, -theme.px(6), 0)
        width = painter.fontMetrics().size(Qt.TextFlag.TextShowMnemonic.value, words).width()
        left = max(inside.left(), round(self.rect().center().x() - (width + self._chip_room()) / 2))
        flags = (
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        ).value | Qt.TextFlag.TextShowMnemonic.value
        painter.setPen(ink)
        painter.drawText(QRect(left, 0, inside.right() - left, self.height()), flags, words)
        if chip := self.chip_text():
            height = QFontMetrics(_chip_font()).height() + theme.px(3)
            box = QRectF(
                left + width + theme.px(8) + 0.5,
                (self.height() - height) // 2 + 0.5,
                self._chip_width() - 1,
                height - 1,
            )
            quiet = self._is_primary()
            painter.setPen(QPen(ink if quiet else QColor(colours.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush if quiet else QColor(colours.ground))
            painter.drawRoundedRect(box, theme.px(5), theme.px(5))
            painter.setFont(_chip_font())
            painter.setPen(ink if quiet else QColor(colours.second))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chip)

    def _is_primary(self) -> bool:
        return self.property("kind") == "primary" or self.isDefault()

    def _ink(self) -> QColor:
        colours = theme.current()
        if not self.isEnabled():
            return QColor(colours.second if self._is_primary() else colours.faint)
        if self._is_primary():
            return QColor(colours.on_accent)
        return QColor(colours.accent_text if self.isChecked() else colours.ink)


def _chip_font() -> QFont:
    return theme.font(11, QFont.Weight.DemiBold)


class NavButton(QPushButton):
    """A place in the side bar, with a count at its right where something waits there."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._count = QLabel(self)
        self._count.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.px(10), 0)
        layout.addStretch()
        layout.addWidget(self._count)

    def set_count(self, count: int, level: Level = "high") -> None:
        """Show a number of waiting things, none where 0."""
        self._count.setText(str(count))
        set_look(self._count, "count", level)
        # A style sheet that comes later than the text leaves the old width.
        self._count.ensurePolished()
        room = self._count.fontMetrics().horizontalAdvance(str(count)) + theme.px(16)
        self._count.setFixedWidth(max(room, theme.px(26)))
        self._count.setVisible(count > 0)
        self.setAccessibleDescription(str(count) if count else "")


class AlarmFrame(QFrame):
    """The ground of an alarm line, with a thick stroke at its left; give it a layout and words.

    The stroke flashes where somebody is to look: red and yellow ones at the pace of their
    priority, all of them together. The words never do.
    """

    def __init__(self, level: Level = "high", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level: Level = level
        self._flash = Flash(self, self._show_lit)
        self._lit = True

    @property
    def lit(self) -> bool:
        """Whether the stroke shows; always where it does not flash."""
        return self._lit

    def set_level(self, level: Level, *, flashing: bool = False) -> None:
        """Show the colours of this level."""
        self._level = level
        self._flash.set(level if flashing else None)
        self.update()

    def _show_lit(self, lit: bool) -> None:  # noqa: FBT001 - a slot
        self._lit = lit
        self.update(self._stroke())

    def _stroke(self) -> QRect:
        return QRect(0, 0, theme.px(6), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours = theme.current().alarm(self._level)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        radius = theme.px(10)
        shape.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.fillPath(shape, QColor(colours.fill))
        painter.strokePath(shape, QPen(QColor(colours.edge), 1))
        if self._lit:
            painter.setClipRect(self._stroke())
            painter.fillPath(shape, QColor(colours.mark))


class FlowRow(QWidget):
    """Widgets in a row that wrap into more rows where there is no room, as words do.

    The widgets of one row stand on one bottom line. Its height follows from its width.
    """

    def __init__(self, spacing: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing = spacing
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put a widget behind the others."""
        widget.setParent(self)
        widget.show()
        self.updateGeometry()
        self._arrange(self.width(), move=True)

    def settle(self) -> None:
        """Lay them out anew: one of them has grown, come or gone."""
        self.updateGeometry()
        self._arrange(self.width(), move=True)

    def things(self) -> list[QWidget]:
        """The widgets that are not hidden, in order."""
        return [w for w in self.children() if isinstance(w, QWidget) and not w.isHidden()]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        sizes = [_fitting(thing) for thing in self.things()]
        gaps = theme.px(self._spacing) * max(0, len(sizes) - 1)
        height = max((size.height() for size in sizes), default=0)
        return QSize(sum(size.width() for size in sizes) + gaps, height)

    def minimumSizeHint(self) -> QSize:
        sizes = [_fitting(thing) for thing in self.things()]
        width = max((size.width() for size in sizes), default=0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange(self.width(), move=True)
        return super().event(event)

    def _arrange(self, width: int, *, move: bool) -> int:
        """The height used at this width; the widgets are moved there if wanted."""
        gap = theme.px(self._spacing)
        rows: list[list[tuple[QWidget, QSize]]] = [[]]
        x = 0
        for thing in self.things():
            size = _fitting(thing)
            if rows[-1] and x + size.width() > width:
                rows.append([])
                x = 0
            rows[-1].append((thing, size))
            x += size.width() + gap
        y = 0
        for row in rows:
            height = max((size.height() for _, size in row), default=0)
            x = 0
            for thing, size in row:
                if move:
                    thing.setGeometry(QRect(QPoint(x, y + height - size.height()), size))
                x += size.width() + gap
            y += height + gap
        if move:
            self.setMinimumHeight(y - gap)
        return y - gap


def _fitting(widget: QWidget) -> QSize:
    """The size that a widget would like, within its own limits."""
    wanted = widget.sizeHint().expandedTo(widget.minimumSizeHint())
    return wanted.expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())


def plain_table(view: QTableView, row_height: int = 36) -> None:
    """Make a table a calm list: rows chosen whole, no grid, no row numbers, titles at the left."""
    view.setShowGrid(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(theme.px(row_height))
    header = view.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
