"""The grades of a scale as a band over time, a row each, with what a physician said of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bedside.facts import Confirmed
from bedside.series import Band, Event
from ui.widgets.course.axis import TimeBox
from ui.widgets.course.draw import Flags, Frame, Values, draw_grade
from ui.widgets.course.legend import is_least, rank_text
from ui.widgets.course.plates import Paper, Plate

ROW = 20
"""The height of a row in design pixels."""
_BAR = 16
_COLUMN = 3.0
_BEFORE = -1


class Block(NamedTuple):
    """A stretch of pixels with one grade: ``rank`` is (level, at_least), None before infusion."""

    left: float
    right: float
    rank: tuple[int | None, int] | None


def _rank(band: Band) -> int:
    """A grade as a number that grows with how much it asks for: ``?`` 1, ``2`` 4, ``≥2`` 5."""
    if band.before:
        return _BEFORE
    counted = band.at_least if band.level is None else band.level
    return 2 * counted + int(is_least(band))


class _Row:
    def __init__(self, bands: Sequence[Band]) -> None:
        self.starts: Values = np.array([band.start.timestamp() for band in bands])
        self.ranks = np.array([_rank(band) for band in bands], dtype=np.int64)
        self.end = bands[-1].end.timestamp() if bands else 0.0
        changed: Flags = np.ones(len(bands), dtype=np.bool_)
        changed[1:] = self.ranks[1:] != self.ranks[:-1]
        self.starts, self.ranks = self.starts[changed], self.ranks[changed]

    def blocks(self, frame: Frame) -> Iterator[Block]:
        """What is seen in a frame. Where grades change within a few pixels the worst is seen."""
        low = max(0, int(np.searchsorted(self.starts, frame.start, "right")) - 1)
        high = int(np.searchsorted(self.starts, frame.end, "right"))
        if high <= low:
            return
        xs = np.maximum(frame.xs(self.starts[low:high]), 0.0)
        column = np.floor(xs / _COLUMN)
        first = np.ones(len(xs), dtype=np.bool_)
        first[1:] = column[1:] != column[:-1]
        at = np.flatnonzero(first)
        ranks = np.maximum.reduceat(self.ranks[low:high], at)
        if low + at[-1] < high - 1:  # what holds at last stands, however short the last column
            ranks[-1] = max(int(ranks[-1]), int(self.ranks[high - 1]))
        changed = np.ones(len(at), dtype=np.bool_)
        changed[1:] = ranks[1:] != ranks[:-1]
        lefts, ranks = xs[at][changed].tolist(), ranks[changed].tolist()
        end = min(frame.width, frame.x(self.end))
        for left, right, rank in zip(lefts, [*lefts[1:], end], ranks, strict=True):
            yield Block(left, right, _unranked(rank))


def _unranked(rank: int) -> tuple[int | None, int] | None:
    if rank == _BEFORE:
        return None
    return (None, rank // 2) if rank % 2 else (rank // 2, rank // 2)


class BandPlate(Plate):
    """One row a scale."""

    def __init__(self, box: TimeBox, paper: Paper) -> None:
        super().__init__(box, paper)
        self._rows: dict[str, _Row] = {}
        self._signed: Mapping[str, Sequence[Event]] = {}

    def set_bands(
        self, bands: Mapping[str, Sequence[Band]], signed: Mapping[str, Sequence[Event]]
    ) -> None:
        """Show the bands of each scale, and what physicians said of it."""
        self._rows = {scale: _Row(of) for scale, of in bands.items()}
        self._signed = signed

    def blocks(self, scale: str) -> tuple[Block, ...]:
        """The blocks of a scale in the time shown."""
        return tuple(self._rows[scale].blocks(self.frame()))

    def draw(self, painter: QPainter, frame: Frame) -> None:
        look = self.paper.look
        for row, scale in enumerate(self._rows):
            top = row * look.px(ROW)
            chips = self._chips(frame, scale, top)
            for block in self._rows[scale].blocks(frame):
                box = QRectF(block.left, top, max(1.0, block.right - block.left - 1), look.px(_BAR))
                if block.rank is None:
                    self._draw_before(painter, box)
                else:
                    covered = [(c.left(), c.right()) for c, _ in chips]
                    middle = _free_middle(block, covered)
                    draw_grade(painter, box, block.rank, look, rank_text(*block.rank), middle)
            free = -1.0
            for chip, word in chips:
                if chip.left() > free and self._has_room(scale, frame, chip):
                    self._draw_signed(painter, chip, word)
                    free = chip.right()
                else:
                    x = frame.x(word.at.timestamp()) - look.px(1)
                    tick = QRectF(x, top - look.px(1), look.px(2), look.px(_BAR + 2))
                    painter.fillRect(tick, QColor(look.colours.ink))

    def _has_room(self, scale: str, frame: Frame, chip: QRectF) -> bool:
        """Whether a chip hides no change of grade."""
        inside = (b.left for b in self._rows[scale].blocks(frame))
        return not any(chip.left() + 1 < left < chip.right() for left in inside)

    def _chips(self, frame: Frame, scale: str, top: float) -> list[tuple[QRectF, Event]]:
        """Where what physicians said of a scale is written."""
        look = self.paper.look
        found = []
        for event in self._signed.get(scale, ()):
            x = frame.x(event.at.timestamp())
            if 0 <= x <= frame.width:
                width = look.strong_size.horizontalAdvance(_signed_text(event)) + look.px(6)
                left = min(x, frame.width - width)
                found.append((QRectF(left, top + look.px(1), width, look.px(_BAR - 2)), event))
        return found

    def _draw_before(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(QColor(self.paper.look.colours.line), self.paper.look.px(1.5)))
        y = box.center().y()
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))

    def _draw_signed(self, painter: QPainter, box: QRectF, event: Event) -> None:
        """A physician's word: a chip with a tick, or with the grade that stands instead."""
        look, colours = self.paper.look, self.paper.look.colours
        word = cast("Confirmed", event.fact)
        edge = colours.grades[word.level].mark if word.overrides else colours.ink
        painter.setPen(QPen(QColor(edge), look.px(1.2)))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(box, look.px(4), look.px(4))
        painter.setFont(look.strong)
        painter.setPen(QColor(colours.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _signed_text(event))

    def draw_gutter(self, painter: QPainter, area: QRectF) -> None:
        """The names of the scales."""
        look = self.paper.look
        painter.setFont(look.strong)
        painter.setPen(QColor(look.colours.second))
        for row, scale in enumerate(self._rows):
            place = QRectF(
                look.px(11), row * look.px(ROW), area.width() - look.px(17), look.px(_BAR)
            )
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, flags, scale.upper())


def _signed_text(event: Event) -> str:
    word = cast("Confirmed", event.fact)
    return f"→{word.level}" if word.overrides else "✓"


def _free_middle(block: Block, covered: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The widest part of a block on which nothing else stands."""
    edges = [block.left]
    for left, right in sorted(covered):
        if right > block.left and left < block.right:
            edges += [left, right]
    edges.append(block.right)
    parts = zip(edges[::2], edges[1::2], strict=True)
    return max(parts, key=lambda part: part[1] - part[0])
