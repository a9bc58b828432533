"""The 24-hour observation sheet of one patient: the curves on top, every set of them below."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from bedside.chart import Chart
from bedside.facts import NotDone
from bedside.handover import DAY, Row, observed
from grading.signs import Ice, Neuro, Support, Vitals
from ui.observation_curves import curves_height, draw_curves, limits_text
from ui.pages import FINE, INK, LATE, LINE, SECOND, Page, offset_text, paper_font
from ui.shown import NOTHING, day_text, moment_text
from ui.words.codes import acvpu, dotted, loc, not_done
from ui.words.entries import written
from ui.words.grades import grade_figure
from ui.words.measures import figures, pressure, support_short
from ui.words.watch import fact

translate = QCoreApplication.translate

_SIZE = 9.5
_PAD = 2.5 * FINE
_WRAP = Qt.TextFlag.TextWordWrap
_FIELDS = {"temp": "temp_c", "hr": "hr_bpm", "rr": "rr_bpm", "spo2": "spo2_pct"}
_OF = {
    "temp_c": "temp",
    "hr_bpm": "hr",
    "sbp_mmhg": "bp",
    "dbp_mmhg": "bp",
    "map_mmhg": "bp",
    "bp": "bp",
    "rr_bpm": "rr",
    "spo2_pct": "spo2",
    "oxygen": "oxygen",
    "support": "oxygen",
    "consciousness": "mind",
    "ice": "ice",
}
"""What `NotDone.what` names, by the column in which it is said."""


class Column(NamedTuple):
    """A column of the table: its name, its title, its share of the width."""

    name: str
    title: str
    share: float


def columns() -> tuple[Column, ...]:
    """The columns of the table, in order."""
    return (
        Column("time", translate("ObservationSheet", "Time"), 72),
        Column("temp", translate("ObservationSheet", "T °C"), 36),
        Column("hr", translate("ObservationSheet", "HR"), 36),
        Column("bp", translate("ObservationSheet", "BP (MAP)"), 76),
        Column("rr", translate("ObservationSheet", "RR"), 34),
        Column("spo2", translate("ObservationSheet", "SpO₂ %"), 44),
        Column("oxygen", translate("ObservationSheet", "Oxygen"), 62),
        Column("mind", translate("ObservationSheet", "Consciousness"), 78),
        Column("news2", translate("ObservationSheet", "NEWS2"), 42),
        Column("crs", translate("ObservationSheet", "CRS"), 32),
        Column("ice", translate("ObservationSheet", "ICE"), 40),
        Column("icans", translate("ObservationSheet", "ICANS"), 42),
        Column("by", translate("ObservationSheet", "By"), 110),
    )


def cell_text(row: Row, column: str, chart: Chart) -> str:
    """What a cell says; "—" where nothing was charted at that moment, never a 0."""
    if column == "time":
        return time_text(row.at, chart)
    if column == "by":
        return _by(row, chart)
    if column in chart.courses:
        grade = row.grades.get(column)
        return "" if grade is None else grade_figure(grade)
    said = _seen(row, column)
    if said:
        return said
    for entry in row.not_done:
        if isinstance(entry.fact, NotDone) and _OF.get(entry.fact.what) == column:
            return not_done(entry.fact.reason)
    return NOTHING


def _seen(row: Row, column: str) -> str:
    if column == "mind":
        return _mind(row)
    sign = row.seen.get(column)
    match sign:
        case Vitals():
            field = _FIELDS.get(column)
            return figures(Vitals, field, getattr(sign, field)) if field else pressure(sign)
        case Support():
            return support_short(sign)
        case Ice() if sign.score is not None:
            return f"{sign.score}/10"
        case Ice():
            return translate("ObservationSheet", "{least}–{best}").format(
                least=sign.passed, best=sign.best
            )
        case _:
            return ""


def _mind(row: Row) -> str:
    """Consciousness as NEWS2 has it, and as ICANS has it where that was looked at."""
    alert, aroused = row.seen.get("acvpu"), row.seen.get("loc")
    said = []
    if isinstance(alert, Vitals):
        said.append(acvpu(str(alert.consciousness)))
    if isinstance(aroused, Neuro):
        said.append(loc(str(aroused.loc)))
    return dotted(list(dict.fromkeys(said)))


def _by(row: Row, chart: Chart) -> str:
    """Who wrote it down; late entries, amendments and what was left out are said."""
    said = [written(entry, chart.now, chart.zone) for entry in row.entries]
    said += [
        dotted([written(entry, chart.now, chart.zone), fact(entry.fact, chart.zone)])
        for entry in row.not_done
        if isinstance(entry.fact, NotDone)
    ]
    return "; ".join(dict.fromkeys(said))


def time_text(at: datetime, chart: Chart) -> str:
    """The time of a row: "14:32", with the date where it is another day than today.

    With the offset from UTC where the clocks were changed in these 24 hours.
    """
    said = moment_text(at, chart.zone, QLocale(), chart.now)
    if _clocks_changed(chart):
        said = f"{said} {offset_text(at, chart.zone)}"
    return said


def _clocks_changed(chart: Chart) -> bool:
    now, then = (moment.astimezone(chart.zone) for moment in (chart.now, chart.now - DAY))
    return now.utcoffset() != then.utcoffset()


class ObservationCopy:
    """The observation sheet of the last 24 hours before the moment of the chart."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self.rows = observed(chart, chart.now - DAY, chart.now)

    @property
    def title(self) -> str:
        """What it is."""
        chart = self._chart
        return translate("ObservationSheet", "Observations · {start} to {end}").format(
            start=moment_text(chart.now - DAY, chart.zone, QLocale(), chart.now),
            end=moment_text(chart.now, chart.zone, QLocale()),
        )

    @property
    def identity(self) -> str:
        """Whose it is, on one line."""
        chart = self._chart
        person, day = chart.person, chart.study_day
        return dotted(
            [
                chart.patient,
                person.enrolled.initials,
                translate("ObservationSheet", "bed {bed}").format(bed=person.bed)
                if person.bed
                else "",
                "" if day is None else day_text(day),
            ]
        )

    def pages(self, room: QSizeF) -> Sequence[Page]:
        """Its pages in so much room: the curves and as many rows as fit, then further rows."""
        curves = curves_height(self._chart)
        table = _Table(self._chart, room.width())
        made: list[Page] = []
        rows, top = list(self.rows), curves
        while rows or not made:
            fitting = table.fitting(rows, room.height() - top)
            if not fitting and made:  # a row that is taller than a page
                fitting = 1
            part, rows = rows[:fitting], rows[fitting:]
            made.append(self._page(table, tuple(part), top, room, first=not made, last=not rows))
            top = 0.0
        return made

    def _page(
        self,
        table: "_Table",
        part: tuple[Row, ...],
        top: float,
        room: QSizeF,
        *,
        first: bool,
        last: bool,
    ) -> Page:
        def draw(painter: QPainter) -> None:
            if first:
                draw_curves(painter, QRectF(0, 0, room.width(), top), self._chart)
            end = table.draw(painter, top, part)
            if last:
                table.draw_legend(painter, end, empty=not self.rows)

        return draw


class _Table:
    """The table, drawn row by row into a width."""

    def __init__(self, chart: Chart, width: float) -> None:
        self._chart = chart
        self._columns = columns()
        whole = sum(column.share for column in self._columns)
        self._widths = [width * column.share / whole for column in self._columns]
        self._font = paper_font(_SIZE)
        self._bold = paper_font(_SIZE, QFont.Weight.DemiBold)
        self._measure = QFontMetricsF(self._font)
        self._head = self._measure.lineSpacing() + 2 * _PAD
        self._legend = 3 * self._measure.lineSpacing()

    def fitting(self, rows: Sequence[Row], room: float) -> int:
        """How many of these rows have room below the head."""
        left = room - self._head - self._legend
        for count, row in enumerate(rows):
            left -= self._height(row)
            if left < 0:
                return count
        return len(rows)

    def _height(self, row: Row) -> float:
        return (
            max(
                self._measure.boundingRect(
                    QRectF(0, 0, box.width(), 1e6), _WRAP, text or " "
                ).height()
                for text, box in self._cells(row, 0, 0)
            )
            + 2 * _PAD
        )

    def _cells(self, row: Row, top: float, height: float) -> Iterator[tuple[str, QRectF]]:
        left = 0.0
        for column, width in zip(self._columns, self._widths, strict=True):
            box = QRectF(left + _PAD, top + _PAD, width - 2 * _PAD, height - 2 * _PAD)
            yield cell_text(row, column.name, self._chart), box
            left += width

    def draw(self, painter: QPainter, top: float, rows: Sequence[Row]) -> float:
        """Draw the head and these rows from a height on; where it ends."""
        whole = sum(self._widths)
        painter.fillRect(QRectF(0, top, whole, self._head), QColor("#EEF2F5"))
        painter.setFont(self._bold)
        painter.setPen(QColor(INK))
        left = 0.0
        for column, width in zip(self._columns, self._widths, strict=True):
            box = QRectF(left + _PAD, top, width - _PAD, self._head)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, column.title)
            left += width
        top += self._head
        for row in rows:
            top = self._draw_row(painter, top, row)
        return top

    def _draw_row(self, painter: QPainter, top: float, row: Row) -> float:
        height = self._height(row)
        for place, (text, box) in enumerate(self._cells(row, top, height)):
            name = self._columns[place].name
            unknown = text in {NOTHING, "?"}
            painter.setFont(self._bold if name in {"time", "crs", "icans"} else self._font)
            painter.setPen(QColor(SECOND if unknown or name == "by" else INK))
            if name in {"crs", "icans"} and text.lstrip("≥") in {"3", "4", "5"}:
                painter.setPen(QColor(LATE))
            painter.drawText(box, _WRAP, text)
        painter.setPen(QPen(QColor(LINE), 0.6 * FINE))
        painter.drawLine(
            QRectF(0, top + height, sum(self._widths), 0).topLeft(),
            QRectF(0, top + height, sum(self._widths), 0).topRight(),
        )
        return top + height

    def draw_legend(self, painter: QPainter, top: float, *, empty: bool) -> None:
        """What the signs of the table mean."""
        said = translate(
            "ObservationSheet",
            "— not charted at that time · ≥ at least, something is missing · ? cannot be stated ·"
            " grades as computed by the program, by the editions named below. What was retracted"
            " is left out; what was amended stands as amended. Dashed lines: {limits}.",
        ).format(limits=limits_text())
        if empty:
            nothing = translate("ObservationSheet", "Nothing was charted in these 24 hours.")
            said = f"{nothing} {said}"
        painter.setFont(self._font)
        painter.setPen(QColor(SECOND))
        box = QRectF(0, top + _PAD, sum(self._widths), self._legend)
        painter.drawText(box, _WRAP, said)
