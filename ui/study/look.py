"""How the pictures of a study are drawn, on the screen and on paper: colours, sizes, day axis."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import copysign, sqrt
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from ui import theme
from ui.pages import FINE, INK, SECOND, paper_font
from ui.shown import day_text
from ui.theme import Theme

TICKS = (-28, -14, -7, 0, 7, 14, 21, 28, 60, 90, 180, 270, 365, 545, 730, 1095, 1825)
"""Days that may have a line; those of the first month lie far apart on a root scale."""
DASHES: tuple[tuple[float, ...], ...] = ((), (7, 3), (2, 2.4), (7, 2, 2, 2), (12, 3), (4, 4))
"""A pattern of strokes for each dose level, so that colour never tells it alone."""
MONTH = 365.25 / 12


class Look(NamedTuple):
    """Colours and sizes. ``unit`` is how many units of the painter a design pixel has."""

    colours: Theme
    unit: float
    ink: str
    second: str
    line: str
    surface: str
    font: Callable[[float, QFont.Weight], QFont]

    def px(self, length: float) -> float:
        """A length of the design in units of the painter."""
        return length * self.unit

    def metrics(self, size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFontMetricsF:
        """The measures of a font of so many design pixels."""
        return QFontMetricsF(self.font(size, weight))

    def group(self, place: int) -> QColor:
        """The colour of a dose level by its place."""
        tones = self.colours.cytokines
        return QColor(tones[_ORDER[place % len(_ORDER)] % len(tones)])

    def pen(
        self, colour: QColor | str, width: float, dash: Sequence[float] = (), alpha: int = 255
    ) -> QPen:
        """A stroke ``width`` design pixels wide."""
        made = QColor(colour)
        made.setAlpha(alpha)
        pen = QPen(made, self.px(width))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dash:
            pen.setDashPattern([part / max(width, 0.1) for part in dash])
        return pen


_ORDER = (4, 0, 1, 2, 3, 5, 6)
"""Which of the theme's seven colours of curves a dose level takes: neighbours lie far apart."""


def screen_look() -> Look:
    """The look of the screen in the theme in force."""
    now = theme.current()
    return Look(now, theme.scale(), now.ink, now.second, now.grid, now.surface, _screen_font)


def _screen_font(size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    return _kept_font(size, weight, theme.scale())


@lru_cache(maxsize=32)
def _kept_font(size: float, weight: QFont.Weight, _scale: float) -> QFont:
    return theme.font(size, weight)


def paper_look(scale: float = 1.0) -> Look:
    """The look of paper, whatever the screen shows; a unit is `ui.pages.FINE`, scaled."""

    def font(size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        return paper_font(size * scale, weight)

    return Look(theme.DAY, FINE * scale, INK, SECOND, _PAPER_GRID, "#FFFFFF", font)


_PAPER_GRID = "#DDE3E9"


class DayAxis(NamedTuple):
    """Days since the infusion from left to right, by their root: the first month is spread.

    A day and its place belong together one to one, before the infusion too. ``even``: by the
    days themselves.
    """

    first: float
    last: float
    left: float
    width: float
    even: bool = False

    def x(self, day: float) -> float:
        """Where a day stands."""
        low, high = self._at(self.first), self._at(self.last)
        return self.left + self.width * (self._at(day) - low) / ((high - low) or 1.0)

    def day(self, x: float) -> float:
        """Which day stands there."""
        low, high = self._at(self.first), self._at(self.last)
        place = low + (high - low) * (x - self.left) / (self.width or 1.0)
        return place if self.even else copysign(place * place, place)

    def _at(self, day: float) -> float:
        return day if self.even else copysign(sqrt(abs(day)), day)

    def ticks(self, room: float, days: Sequence[int] = TICKS) -> tuple[int, ...]:
        """The days that have a line, their words at least ``room`` apart; day 0 always has one."""
        inside = [day for day in days if self.first <= day <= self.last]
        chosen: list[int] = []
        for day in sorted(inside, key=lambda day: (day != 0, _rank(day))):
            if all(abs(self.x(day) - self.x(other)) >= room for other in chosen):
                chosen.append(day)
        return tuple(sorted(chosen))


def _rank(day: int) -> int:
    """Which days matter most where not all have room."""
    order = (0, 28, 90, 7, 14, 180, 365, 60, 21, 270, 730, 1825)
    return order.index(day) if day in order else len(order)


def tick_text(day: int) -> str:
    """A day at the axis: "D+28"."""
    return day_text(day)
