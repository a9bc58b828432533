"""The scales of toxicities one below the other: badge, name, status, on what each rests."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.screens.patient.key_row import KeyRow, RowOrder
from ui.screens.patient.toxicities_lines import Badge, ToxicityLine
from ui.shown import age_text
from ui.widgets.badge import GradeBadge
from ui.widgets.parts import ElidedLabel, FlowRow, label, set_look
from ui.widgets.spark import Spark
from ui.words.codes import dotted

TREND_GAP = timedelta(days=40)
"""Values of a year's visits belong to one line."""


def show_badge(badge: GradeBadge, shown: Badge) -> None:
    """Put this on a badge."""
    badge.set_level(shown.level, shown.at_least, text_override=shown.text)


def show_trend(spark: Spark, points: Sequence[tuple[datetime, float]]) -> None:
    """Draw values over their time, from zero to the highest; nothing where there are too few."""
    spark.setVisible(len(points) > 1)
    if len(points) > 1:
        top = max(value for _, value in points)
        spark.set_points(points, points[0][0], points[-1][0], None, 0.0, top or 1.0)


class ToxicityRow(KeyRow):
    """One scale: the keyboard on it chooses it, Enter opens its form."""

    def __init__(self, line: ToxicityLine) -> None:
        super().__init__(line.key, line.name, "", below=True)
        self._chosen = False
        self._badge: GradeBadge | None = None
        self._chips: list[GradeBadge] = []
        if line.chips:
            flow = FlowRow(5)
            for chip in line.chips:
                made = GradeBadge(chip.whose, "chip")
                self._chips.append(made)
                flow.add(made)
            self.words.addWidget(flow)
        elif line.badge is not None:
            self._badge = GradeBadge(line.name, "board")
            self.lead(self._badge)
        else:
            beside = QWidget()
            beside.setFixedWidth(GradeBadge().sizeHint().width())
            self.lead(beside)
        self._status = label("", "second", wrap=True)
        self._rests_on = ElidedLabel("", "small")
        self._spark = Spark(TREND_GAP, "accent_text")
        self._spark.hide()
        for part in (self._status, self._rests_on, self._spark):
            self.words.addWidget(part)

    def show_line(self, line: ToxicityLine, now: datetime) -> None:
        """Show how the scale stands."""
        self.set_caption(line.name)
        if self._badge is not None and line.badge is not None:
            show_badge(self._badge, line.badge)
        for made, chip in zip(self._chips, line.chips, strict=True):
            show_badge(made, chip.badge)
        set_look(self._status, "role", line.role)
        age = "" if line.as_of is None else age_text(now - line.as_of)
        self._status.setText(line.status)
        rests_on = dotted([line.rests_on, self.tr("{age} old").format(age=age) if age else ""])
        self._rests_on.setText(rests_on)
        self._rests_on.setVisible(bool(rests_on))
        show_trend(self._spark, line.trend)
        badges = [self._badge] if self._badge is not None else self._chips
        self.say(dotted([*(one.text() for one in badges), line.status]))
        self.setAccessibleDescription(rests_on)

    def set_chosen(self, chosen: bool) -> None:  # noqa: FBT001 - a state
        """Whether its reasons are shown."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def badge_text(self) -> str:
        """What its badge says; of several, all."""
        badges = [self._badge] if self._badge is not None else self._chips
        return " | ".join(badge.text() for badge in badges)

    def texts(self) -> tuple[str, str, str]:
        """The name, the status, on what it rests."""
        return self.caption, self._status.text(), self._rests_on.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chosen and not self.hasFocus():
            painter = QPainter(self)
            inside = self.rect().adjusted(theme.px(2), 0, -theme.px(2), -1)
            painter.fillRect(inside, QColor(theme.current().accent_soft))
            painter.end()
        super().paintEvent(event)


class ToxicityList(QWidget):
    """All scales; ``chosen`` with the key of the one that has the keyboard, ``opened`` on Enter."""

    chosen = Signal(str)
    opened = Signal(str)
    arrived = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, ToxicityRow] = {}
        self._lines: tuple[ToxicityLine, ...] = ()
        self._order: RowOrder | None = None
        self._choice = ""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, theme.px(2), 0, theme.px(4))
        self._layout.setSpacing(0)
        self._layout.addStretch()

    def show_lines(self, lines: Sequence[ToxicityLine], now: datetime) -> None:
        """Show these; a row keeps the keyboard as long as its scale is among them."""
        if [line.key for line in lines] != list(self.rows):
            self._make(lines)
        for line in lines:
            self.rows[line.key].show_line(line, now)

    def _make(self, lines: Sequence[ToxicityLine]) -> None:
        held = next((key for key, row in self.rows.items() if row.hasFocus()), "")
        for row in self.rows.values():
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {line.key: self._made(line) for line in lines}
        for place, row in enumerate(self.rows.values()):
            self._layout.insertWidget(place, row)
            row.show()  # at once, so that it can have the keyboard
        self._order = RowOrder(list[KeyRow](self.rows.values()), self, enter=False)
        self._order.arrived.connect(self.arrived)
        self.choose(self._choice)
        if held in self.rows:
            self.rows[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, line: ToxicityLine) -> ToxicityRow:
        row = ToxicityRow(line)
        row.taken.connect(lambda: self.chosen.emit(line.key))
        row.confirmed.connect(lambda: self.opened.emit(line.key))
        return row

    def choose(self, key: str) -> None:
        """Mark a scale as the one of which the reasons are shown."""
        self._choice = key
        for name, row in self.rows.items():
            row.set_chosen(name == key)

    def go_to(self, key: str) -> None:
        """Put the keyboard on a scale; on the first one where there is none of that key."""
        row = self.rows.get(key) or next(iter(self.rows.values()), None)
        if row is not None and self._order is not None:
            self._order.go_to(row)
