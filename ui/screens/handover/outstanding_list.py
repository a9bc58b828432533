"""The patients of the ward with what is outstanding, one below the other."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bedside.chart import ALARMING
from bedside.handover import Outstanding
from grading.grade import Grade
from ui import theme
from ui.shown import day_text
from ui.widgets.badge import GradeBadge
from ui.words.codes import dotted
from ui.words.grades import grade_chip, scale_name
from ui.words.handover import Line, handing_text
from ui.words.outstanding import outstanding_lines

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole
"""The `Bedside` that a row shows."""
_LINES = 4
"""So many lines of what is outstanding are shown; the sheet holds them all."""
_PAD, _HEAD, _LINE, _GAP = 12, 30, 19, 8
_SMALL, _TEXT = 12, 13
_BOLD = QFont.Weight.DemiBold
_LEFT = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value


class Badge(NamedTuple):
    """A grade as a chip: its scale and how it is shown."""

    scale: str
    level: int | None
    at_least: int
    override: str | None


class Bedside(NamedTuple):
    """One patient of the list: bed, name, day, grades, what is outstanding, who handed over."""

    patient: str
    bed: str
    day: str
    badges: tuple[Badge, ...]
    lines: tuple[Line, ...]
    things: int
    handing: str
    handed: bool
    spoken: str

    @property
    def open_text(self) -> str:
        """How many things wait for somebody; empty for none."""
        return translate("HandoverList", "{n} open").format(n=self.things) if self.things else ""

    @property
    def shown(self) -> tuple[Line, ...]:
        """The lines that have room; the last one says how many are left out."""
        if len(self.lines) <= _LINES:
            return self.lines
        left = len(self.lines) - _LINES + 1
        more = translate("HandoverList", "{n} more on the sheet").format(n=left)
        return (*self.lines[: _LINES - 1], Line("", (more,), "small"))


def bedside_of(of: Outstanding, now: datetime, zone: tzinfo) -> Bedside:
    """What the list says of a patient."""
    chart = of.chart
    day = chart.study_day
    lines = outstanding_lines(of)
    handing = handing_text(of.handing, now, zone)
    bed = translate("HandoverList", "Bed {bed}").format(bed=chart.person.bed or "–")
    said = [line.said[0] for line in lines] or [nothing_text()]
    grades = [grade_chip(scale, chart.grade(scale)) for scale in ALARMING]
    spoken = [chart.patient, bed, "" if day is None else day_text(day), *grades, *said, handing]
    return Bedside(
        patient=chart.patient,
        bed=bed,
        day="" if day is None else day_text(day),
        badges=tuple(_badge(scale, chart.grade(scale)) for scale in ALARMING),
        lines=lines,
        things=of.things,
        handing=handing,
        handed=bool(of.handing.accepted),
        spoken=dotted(spoken),
    )


def nothing_text() -> str:
    """That nothing waits for anybody."""
    return translate("HandoverList", "Nothing outstanding")


def _badge(scale: str, grade: Grade | None) -> Badge:
    name = scale_name(scale)
    if grade is None:
        return Badge(name, None, 0, None)
    if "before_infusion" in grade.flags:
        return Badge(name, None, 0, "–")
    certain = grade.level is not None and not (grade.status == "partial" and grade.level)
    return Badge(name, grade.level if certain else None, grade.counted, None)


class OutstandingModel(QAbstractListModel):
    """The patients as a list."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Bedside, ...] = ()

    def show_rows(self, rows: Sequence[Bedside]) -> bool:
        """Take these rows; whether anything but their words has changed, so that all is new."""
        rows = tuple(rows)
        same = [row.patient for row in rows] == [row.patient for row in self.rows]
        if same and rows != self.rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            self.layoutChanged.emit()
        elif not same:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        return not same

    def place(self, patient: str) -> int | None:
        """Where a patient stands in the list."""
        places = (n for n, row in enumerate(self.rows) if row.patient == patient)
        return next(places, None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.patient
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return row.spoken
            case _ if role == LINE_ROLE:
                return row
            case _:
                return None


class OutstandingHand(QStyledItemDelegate):
    """Paints the rows."""

    def __init__(self) -> None:
        super().__init__()
        self._stamp: dict[str, GradeBadge] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        row: Bedside = index.data(LINE_ROLE)
        lines = max(1, len(row.shown)) + 1
        return QSize(theme.px(200), theme.px(_HEAD + lines * _LINE + 2 * _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Bedside = index.data(LINE_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = theme.current()
        painter.save()
        if bool(state & QStyle.StateFlag.State_Selected):
            painter.fillRect(rect, QColor(colours.accent_soft))
            edge = QRect(rect.left(), rect.top(), theme.px(3), rect.height())
            painter.fillRect(edge, QColor(colours.accent_text))
        thin = theme.px(1)
        bottom = QRect(rect.left(), rect.bottom() - thin + 1, rect.width(), thin)
        painter.fillRect(bottom, QColor(colours.row_line))
        room = QRectF(rect).adjusted(theme.px(_PAD), theme.px(_GAP), -theme.px(_PAD), 0)
        self._paint_head(
            painter, QRectF(room.left(), room.top(), room.width(), theme.px(_HEAD)), row
        )
        top = room.top() + theme.px(_HEAD)
        count = _paint_count(painter, QRectF(room.left(), top, room.width(), theme.px(_LINE)), row)
        for line in row.shown or (Line("", (nothing_text(),)),):
            box = QRectF(room.left(), top, room.width() - count, theme.px(_LINE))
            _paint_line(painter, box, line.said[0], _colour(line), bold=line.tone == "late")
            top, count = top + theme.px(_LINE), 0.0
        ink = colours.ok if row.handed else colours.faint
        box = QRectF(room.left(), top, room.width(), theme.px(_LINE))
        _paint_line(painter, box, row.handing, ink, size=_SMALL)
        painter.restore()

    def _paint_head(self, painter: QPainter, room: QRectF, row: Bedside) -> None:
        """The bed and the patient at the left, the grades at the right."""
        right = room.right()
        for badge in reversed(row.badges):
            stamp = self._stamp.setdefault(badge.scale, GradeBadge(badge.scale, "chip"))
            stamp.set_level(badge.level, badge.at_least, text_override=badge.override)
            size = stamp.sizeHint()
            stamp.resize(size)
            right -= size.width()
            painter.save()
            painter.translate(round(right), round(room.center().y() - size.height() / 2))
            stamp.draw(painter)
            painter.restore()
            right -= theme.px(6)
        left = room.left()
        parts = (
            (row.bed, theme.font(weight=_BOLD), theme.current().second),
            (row.patient, theme.font(15, QFont.Weight.Bold), theme.current().ink),
            (row.day, theme.font(_TEXT), theme.current().second),
        )
        for text, font, ink in parts:
            painter.setFont(font)
            painter.setPen(QColor(ink))
            measure = QFontMetricsF(font)
            shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, right - left)
            painter.drawText(QRectF(left, room.top(), right - left, room.height()), _LEFT, shown)
            left += measure.horizontalAdvance(shown) + theme.px(10)


def _paint_count(painter: QPainter, box: QRectF, row: Bedside) -> float:
    """How many things are open, at the right; the width that it takes."""
    text = row.open_text
    if not text:
        return 0.0
    font = theme.font(_SMALL)
    painter.setFont(font)
    painter.setPen(QColor(theme.current().faint))
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box, right, text)
    return QFontMetricsF(font).horizontalAdvance(text) + theme.px(8)


def _paint_line(
    painter: QPainter, box: QRectF, text: str, ink: str, *, bold: bool = False, size: int = _TEXT
) -> None:
    font = theme.font(size, _BOLD if bold else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, _LEFT, shown)


def _colour(line: Line) -> str:
    colours = theme.current()
    return {"late": colours.late, "unknown": colours.warn_text, "small": colours.faint}.get(
        line.tone, colours.second
    )
