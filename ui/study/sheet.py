"""The study on paper: the cards, the dose levels, every patient, the curves and the lanes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from bedside.study import Study
from ui.pages import FINE, INK, LINE, SECOND, Page
from ui.shown import moment_text
from ui.study.cards import CardText, cards
from ui.study.columns import At, Cell, Column, cell, column_text
from ui.study.curves import draw_plot
from ui.study.levels import COLUMNS, column_title, level_cells
from ui.study.look import DASHES, DayAxis, Look, paper_look
from ui.study.pictures import CURVES, groups, lanes, plot
from ui.study.swimmer import (
    AXIS,
    LANE,
    Lane,
    Swim,
    draw_axis,
    draw_swimmer,
)
from ui.words import study as said
from ui.words import study_counts as counted
from ui.words import study_curves as curved
from ui.words import study_events as events
from ui.words.codes import dotted

translate = QCoreApplication.translate

_BOLD, _PLAIN = QFont.Weight.Bold, QFont.Weight.Normal
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_GAP = 10 * FINE
_CARD, _ROW = 66 * FINE, 19 * FINE
_TITLE = 24 * FINE
_PLOT = 236 * FINE
_PAD = 3 * FINE
_PICTURES = 0.82
"""How large pictures are drawn, against the screen."""
Block = tuple[float, Callable[[QPainter, QRectF], None]]
"""Something as high as it says, drawn into a rectangle."""


class StudyCopy:
    """The patients of a study as pages of paper, with the numbers of the screen.

    ``whole`` are all patients, from which the dose levels have their strokes.
    """

    def __init__(
        self,
        of: Study,
        whole: Study,
        month: int,
        protocol: str,
        names: dict[str, str],
        now: datetime,
        zone: tzinfo,
    ) -> None:
        self._of = of
        self._places = groups(whole)
        self._at = At(month, of.summary.variant)
        self._protocol = protocol
        self._names = names
        self._now = now
        self._zone = zone
        self._look = paper_look()
        self._fine = paper_look(_PICTURES)

    @property
    def title(self) -> str:
        """What it is."""
        moment = moment_text(self._now, self._zone, QLocale())
        return translate("StudySheet", "Study · as of {moment}").format(moment=moment)

    @property
    def identity(self) -> str:
        """Whose it is, on one line."""
        made_up = translate("StudySheet", "synthetic cohort") if self._of.synthetic else ""
        infused = translate("StudySheet", "{n} infused").format(n=self._of.summary.infused)
        return dotted([self._protocol, infused, made_up])

    def pages(self, room: QSizeF) -> Sequence[Page]:
        """Its pages in so much room."""
        blocks = list(self._blocks(room.width()))
        pages: list[list[tuple[float, Block]]] = [[]]
        top = 0.0
        for block in blocks:
            if top and top + block[0] > room.height():
                pages.append([])
                top = 0.0
            pages[-1].append((top, block))
            top += block[0]
        return [partial(_draw_page, parts=parts, width=room.width()) for parts in pages]

    def _blocks(self, width: float) -> Iterator[Block]:
        yield _CARD + _GAP, self._draw_cards
        yield self._heading(translate("StudySheet", "Dose levels"))
        rows = level_cells(self._of, self._names)
        widths = _shares(width, (2.4, 2.2, 1, 1, 1.3, 1.2, 1.2))
        titles = [column_title(column) for column in COLUMNS]
        yield _ROW, partial(_draw_row, texts=titles, widths=widths, head=True, look=self._look)
        for row in rows:
            yield _ROW, partial(_draw_row, texts=row, widths=widths, look=self._look)
        yield _GAP, _draw_nothing
        yield from self._patients(width)
        yield from self._curves(width)
        yield from self._swimmer(width)

    def _heading(self, text: str) -> Block:
        return _TITLE, partial(_draw_title, text=text, look=self._look)

    # --- cards ------------------------------------------------------------------------------------

    def _draw_cards(self, painter: QPainter, room: QRectF) -> None:
        texts = cards(self._of, self._at.month)
        gap = 6 * FINE
        width = (room.width() - gap * (len(texts) - 1)) / len(texts)
        for place, text in enumerate(texts):
            left = room.left() + place * (width + gap)
            _draw_card(painter, QRectF(left, room.top(), width, _CARD), text, self._look)

    # --- the table --------------------------------------------------------------------------------

    def _patients(self, width: float) -> Iterator[Block]:
        text = translate("StudySheet", "Patients · outcomes at {month}")
        yield self._heading(text.format(month=said.month(self._at.month)))
        titles = [column_text(column).replace("\n", " ") for column in Column]
        cells = [[cell(one, column, self._at) for column in Column] for one in self._of.subjects]
        widths = self._widths(width, titles, cells)
        yield _ROW, partial(_draw_row, texts=titles, widths=widths, head=True, look=self._look)
        for row in cells:
            yield _ROW, partial(_draw_cells, cells=row, widths=widths, look=self._look)
        note = translate(
            "StudySheet",
            "{none} none, or not reached; {unsure} cannot be told; {yet} not asked for yet",
        ).format(none=said.NONE, unsure=said.UNSURE, yet=said.NOT_YET)
        yield _ROW, partial(_draw_note, text=note, look=self._look)

    def _widths(
        self, width: float, titles: Sequence[str], cells: Sequence[Sequence[Cell]]
    ) -> list[float]:
        """What each column needs, and its part of what is left."""
        metrics = self._look.metrics(8.5, _BOLD)
        natural = []
        for column, title in enumerate(titles):
            texts = [title, *(row[column].text for row in cells)]
            widest = max(metrics.horizontalAdvance(text) for text in texts)
            natural.append(widest + 2 * _PAD + 2 * FINE)
        return [part * width / sum(natural) for part in natural]

    # --- pictures ---------------------------------------------------------------------------------

    def _curves(self, width: float) -> Iterator[Block]:
        yield self._heading(translate("StudySheet", "Curves since the infusion"))
        levels = [level for level in self._of.levels if level.tally.infused]
        if len(levels) > 1:
            yield _ROW, self._draw_legend
        shown = [curve for curve in CURVES if plot(self._of, curve, self._places).threads]
        half = (width - _GAP) / 2
        for place in range(0, len(shown), 2):
            pair = shown[place : place + 2]
            yield _PLOT, partial(self._draw_pair, pair=pair, half=half)

    def _draw_pair(
        self, painter: QPainter, room: QRectF, *, pair: Sequence[str], half: float
    ) -> None:
        for place, curve in enumerate(pair):
            left = room.left() + place * (half + _GAP)
            self._draw_curve(painter, QRectF(left, room.top(), half, _PLOT - _GAP), curve)

    def _draw_curve(self, painter: QPainter, room: QRectF, curve: str) -> None:
        made = plot(self._of, curve, self._places, 90)
        variant = self._of.summary.variant
        name = f"sledai {variant}" if curve == "sledai" else curve
        painter.setFont(self._look.font(11, _BOLD))
        painter.setPen(QColor(INK))
        height = self._look.metrics(11, _BOLD).height()
        painter.drawText(
            QRectF(room.left(), room.top(), room.width(), height), _LEFT, curved.curve_title(name)
        )
        painter.setFont(self._look.font(9, _PLAIN))
        painter.setPen(QColor(SECOND))
        note = curved.curve_note(made.unit, curve, len(made.threads), by_level=False)
        below = QRectF(room.left(), room.top() + height, room.width(), height)
        painter.drawText(below, _LEFT, note)
        area = room.adjusted(0, 2 * height, 0, 0)
        draw_plot(painter, area, made, self._fine)

    def _draw_legend(self, painter: QPainter, room: QRectF) -> None:
        look = self._look
        left = room.left()
        several = len(self._of.protocols) > 1
        metrics = look.metrics(9)
        for level in self._of.levels:
            if not level.tally.infused:
                continue
            group = self._places.get((level.protocol, level.dose_level), 0)
            text = counted.level_label(level, level.protocol if several else "")
            middle = room.center().y()
            painter.setPen(look.pen(look.group(group), 2, DASHES[group % len(DASHES)]))
            painter.drawLine(int(left), int(middle), int(left + look.px(26)), int(middle))
            painter.setPen(QColor(SECOND))
            painter.setFont(look.font(9, _PLAIN))
            width = metrics.horizontalAdvance(text) + look.px(14)
            box = QRectF(left + look.px(31), room.top(), width, room.height())
            painter.drawText(box, _LEFT, text)
            left += look.px(31) + width

    def _swimmer(self, width: float) -> Iterator[Block]:
        every = lanes(self._of, self._places, self._zone)
        if not every:
            return
        look = self._fine
        swim = Swim(every, QRectF(0, 0, width, look.px(LANE) * len(every)), look)
        title = translate("StudySheet", "From the infusion to the last contact")
        # The title never stands alone at the foot of a page.
        first = min(len(every), 2)
        lead = _TITLE + look.px(AXIS) + look.px(LANE) * first
        yield lead, partial(self._draw_lead, title=title, of=every[:first], axis=swim.axis)
        for lane in every[first:]:
            yield look.px(LANE), partial(_draw_lanes, of=(lane,), axis=swim.axis, look=look)
        yield _ROW * 2, partial(_draw_legend, look=self._look)

    def _draw_lead(
        self, painter: QPainter, room: QRectF, *, title: str, of: Sequence[Lane], axis: DayAxis
    ) -> None:
        _draw_title(painter, room, text=title, look=self._look)
        draw_axis(painter, axis, room.top() + _TITLE, self._fine)
        below = room.adjusted(0, _TITLE + self._fine.px(AXIS), 0, 0)
        _draw_lanes(painter, below, of=of, axis=axis, look=self._fine)


def _draw_page(painter: QPainter, *, parts: Sequence[tuple[float, Block]], width: float) -> None:
    for top, (height, draw) in parts:
        draw(painter, QRectF(0, top, width, height))


def _draw_nothing(painter: QPainter, room: QRectF) -> None:
    """Room between two parts."""


def _shares(width: float, parts: Sequence[float]) -> list[float]:
    whole = sum(parts)
    return [width * part / whole for part in parts]


def _draw_title(painter: QPainter, room: QRectF, *, text: str, look: Look) -> None:
    painter.setFont(look.font(12, _BOLD))
    painter.setPen(QColor(INK))
    painter.drawText(QRectF(room.left(), room.top(), room.width(), _TITLE), _LEFT, text)


def _draw_note(painter: QPainter, room: QRectF, *, text: str, look: Look) -> None:
    painter.setFont(look.font(8.5, _PLAIN))
    painter.setPen(QColor(SECOND))
    painter.drawText(room, _LEFT, text)


def _draw_card(painter: QPainter, room: QRectF, text: CardText, look: Look) -> None:
    painter.setPen(look.pen(LINE, 0.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(room, look.px(4), look.px(4))
    inside = room.adjusted(look.px(6), look.px(4), -look.px(4), -look.px(3))
    painter.setFont(look.font(8.5, _PLAIN))
    painter.setPen(QColor(SECOND))
    painter.drawText(inside, Qt.AlignmentFlag.AlignTop, text.title)
    painter.setFont(look.font(16, _BOLD))
    painter.setPen(QColor(INK))
    figures = inside.adjusted(0, look.px(12), 0, 0)
    painter.drawText(figures, Qt.AlignmentFlag.AlignTop, text.line)
    painter.setFont(look.font(8, _PLAIN))
    painter.setPen(QColor(SECOND))
    note = inside.adjusted(0, look.px(35), 0, 0)
    wrap = Qt.TextFlag.TextWordWrap
    painter.drawText(note, int(Qt.AlignmentFlag.AlignTop) | int(wrap), text.note)


def _draw_row(
    painter: QPainter,
    room: QRectF,
    *,
    texts: Sequence[str],
    widths: Sequence[float],
    look: Look,
    head: bool = False,
) -> None:
    if head:
        painter.fillRect(room, QColor("#EEF2F5"))
    painter.setFont(look.font(8.5, _BOLD if head else _PLAIN))
    metrics = look.metrics(8.5, _BOLD if head else _PLAIN)
    painter.setPen(QColor(INK))
    left = room.left()
    for text, width in zip(texts, widths, strict=True):
        box = QRectF(left + _PAD, room.top(), width - _PAD, room.height())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _LEFT, shown)
        left += width
    painter.setPen(look.pen(LINE, 0.6))
    painter.drawLine(room.bottomLeft(), room.bottomRight())


def _draw_cells(
    painter: QPainter,
    room: QRectF,
    *,
    cells: Sequence[Cell],
    widths: Sequence[float],
    look: Look,
) -> None:
    """One patient; a grade stands on the colour of its grade."""
    left = room.left()
    metrics = look.metrics(8.5, _BOLD)
    for found, width in zip(cells, widths, strict=True):
        box = QRectF(left + _PAD, room.top(), width - _PAD, room.height())
        strong = found.tone in {"strong", "ok", "late"} or found.badge
        painter.setFont(look.font(8.5, _BOLD if strong else _PLAIN))
        ink = QColor(SECOND if found.tone in {"second", "faint"} else INK)
        if found.badge and found.level is not None:
            grade = look.colours.grades[found.level]
            side = look.px(14)
            square = QRectF(box.left(), room.center().y() - side / 2, side, side)
            painter.setPen(look.pen(grade.edge, 0.6))
            painter.setBrush(QColor(grade.fill))
            painter.drawRoundedRect(square, look.px(3), look.px(3))
            painter.setPen(QColor(grade.text))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, found.text)
        else:
            painter.setPen(ink)
            shown = metrics.elidedText(found.text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, _LEFT, shown)
        left += width
    painter.setPen(look.pen(LINE, 0.6))
    painter.drawLine(room.bottomLeft(), room.bottomRight())


def _draw_lanes(
    painter: QPainter, room: QRectF, *, of: Sequence[Lane], axis: DayAxis, look: Look
) -> None:
    draw_swimmer(painter, Swim(of, room, look, axis))


def _draw_legend(painter: QPainter, room: QRectF, *, look: Look) -> None:
    """What the letters of the lanes mean."""
    letters = [
        f"{events.mark_text(kind, None)} {events.legend(kind)}"
        for kind in ("tocilizumab", "steroid", "icaht", "sae", "ended", "death")
    ]
    goes_on = f"→ {events.legend('ongoing')}"
    text = dotted([events.legend("crs"), *letters, goes_on, events.legend("response")])
    painter.setFont(look.font(8.5, _PLAIN))
    painter.setPen(QColor(SECOND))
    flags = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(room, flags, text)
