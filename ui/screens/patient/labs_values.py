"""Earlier results: a column a moment, each with its flag, grade and marks."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QObject,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtCore import QModelIndex as Root
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from bedside.timeline import Entry
from grading.ctcae.laboratory import LabGrade
from grading.signs import Lab
from ui import theme
from ui.screens.patient.forms import ReadTable
from ui.screens.patient.labs_about import Said, about, plain, rich
from ui.screens.patient.labs_marks import Mark, Marks
from ui.screens.patient.labs_models import Index, Results, Row
from ui.screens.patient.results import result_text
from ui.shown import date_text, day_text, moment_text
from ui.widgets.parts import plain_table

_WIDTH, _HEADER = 116, 46
_FLAGS = {"high": "↑H", "low": "↓L"}
_HATCHED = 4


class ValuesModel(QAbstractTableModel):
    """Earlier results: a column a moment, the latest first. ``UserRole`` brings the `Mark`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Row, ...] = ()
        self._known = Results()
        self._marks: Marks | None = None

    def set_results(self, lines: tuple[Row, ...], known: Results, marks: Marks) -> None:
        """Show these results."""
        self.beginResetModel()
        self._lines, self._known, self._marks = lines, known, marks
        self.endResetModel()

    def rowCount(self, parent: Index = Root()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = Root()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._known.moments)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.entry(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def entry(self, index: Index) -> Entry | None:
        """The entry that stands in a cell; None in an empty one."""
        if not index.isValid():
            return None
        analyte = self._lines[index.row()].analyte
        if analyte is None:
            return None
        return self._known.cells.get((analyte.key, self._known.moments[index.column()]))

    def place_of(self, entry: str) -> Index:
        """The cell of an entry, or of what stands in its place now; an invalid one if none."""
        for (key, at), found in self._known.cells.items():
            if entry in {found.id, found.amends}:
                rows = (n for n, one in enumerate(self._lines) if one.analyte
                        and one.analyte.key == key)  # fmt: skip
                return self.index(next(rows, -1), self._known.moments.index(at))
        return Root()

    def said(self, index: Index) -> tuple[Said, ...]:
        """All that is to be said of the result in a cell."""
        entry = self.entry(index)
        if entry is None or self._marks is None:
            return ()
        analyte = self._lines[index.row()].analyte
        beside = self._known.beside.get(entry.id, ())
        return about(entry, analyte, self._marks.of(entry), self._marks.chart, beside)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or self._marks is None:
            return None
        at, chart = self._known.moments[section], self._marks.chart
        if role == Qt.ItemDataRole.ToolTipRole:
            return moment_text(at, chart.zone, QLocale())
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        day = chart.day_of(at)
        first = date_text(at.astimezone(chart.zone).date(), QLocale()) if day is None else ""
        return "\n".join((first or day_text(day or 0), moment_text(at, chart.zone, QLocale(), at)))

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: PLR0911 - a value a role
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        entry = self.entry(index)
        if entry is None or not isinstance(entry.fact, Lab) or self._marks is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return result_text(entry.fact, self._lines[index.row()].analyte, QLocale())
            case Qt.ItemDataRole.UserRole:
                return self._marks.of(entry)
            case Qt.ItemDataRole.ToolTipRole:
                return f"<qt>{rich(self.said(index))}</qt>"
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index, entry.fact)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return plain(self.said(index))
            case _:
                return None

    def _spoken(self, index: Index, fact: Lab) -> str:
        """A result with its marks as a screen reader says them."""
        assert self._marks is not None
        entry = self.entry(index)
        assert entry is not None
        mark, analyte = self._marks.of(entry), self._lines[index.row()].analyte
        grade = mark.shown
        said = [
            analyte.label if analyte else fact.analyte,
            result_text(fact, analyte, QLocale()),
            {"high": self.tr("above normal"), "low": self.tr("below normal")}.get(mark.flag, ""),
            self._spoken_grade(grade) if grade is not None else "",
            self.tr("corrected") if mark.earlier else "",
            self.tr("typed twice") if mark.checked is not None else "",
        ]
        return ", ".join(filter(None, said))

    def _spoken_grade(self, grade: LabGrade) -> str:
        if grade.level is not None:
            return self.tr("CTCAE {version} grade {grade}").format(
                version=grade.version, grade=grade.level
            )
        if grade.at_least:
            return self.tr("CTCAE {version} at least grade {grade}").format(
                version=grade.version, grade=grade.at_least
            )
        return self.tr("CTCAE grade cannot be stated")


class ValueDelegate(QStyledItemDelegate):
    """Paints a result at the right of its cell: flag, figures, grade; marks in the left corner."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(theme.px(_WIDTH), theme.px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.current()
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(mark, Mark):
            chosen = QStyle.StateFlag.State_Selected in option.state
            self._cell(painter, rect, str(index.data() or ""), mark, chosen=chosen)
        painter.setPen(QPen(QColor(colours.row_line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _cell(
        self, painter: QPainter, rect: QRectF, text: str, mark: Mark, *, chosen: bool
    ) -> None:
        colours = theme.current()
        if chosen:
            painter.setPen(QPen(QColor(colours.accent_text), theme.px(2)))
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), theme.px(6), theme.px(6))
        if mark.earlier:
            _corner(painter, rect)
        if mark.checked is not None:
            _tick(painter, rect)
        right = rect.right() - theme.px(28)
        if mark.shown is not None:
            _badge(painter, rect, mark.shown)
        flagged = mark.flag in _FLAGS
        font = theme.font(14, QFont.Weight.DemiBold if flagged else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        left = rect.left() + theme.px(18)
        room = right - left - (theme.px(22) if flagged else 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        width = painter.fontMetrics().horizontalAdvance(shown)
        box = QRectF(right - width - 1, rect.top(), width + 2, rect.height())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box, middle.value, shown)
        if flagged:
            painter.setFont(theme.font(12, QFont.Weight.Bold))
            painter.setPen(QColor(colours.late))
            before = QRectF(rect.left(), rect.top(), box.left() - rect.left() - theme.px(4),
                            rect.height())  # fmt: skip
            painter.drawText(before, middle.value, _FLAGS[mark.flag])


def _badge(painter: QPainter, rect: QRectF, grade: LabGrade) -> None:
    """The grade at the right: filled, dashed with "≥", or dashed with "?"; nothing at 0."""
    if grade.level == 0:
        return
    colours = theme.current()
    size = theme.px(20)
    box = QRectF(rect.right() - theme.px(24), rect.center().y() - size / 2, size, size)
    text = f"{grade.level}" if grade.level is not None else f"≥{grade.at_least}"
    painter.setFont(theme.font(12, QFont.Weight.Bold))
    dashed = QPen(QColor(colours.unknown_line), theme.px(1.2))
    dashed.setDashPattern([2.6, 2.0])
    if grade.level is not None:
        of_grade = colours.grades[grade.level]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of_grade.fill))
        ink = of_grade.text
    elif grade.at_least:
        dashed.setColor(QColor(colours.grades[grade.at_least].mark))
        painter.setPen(dashed)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(theme.font(11, QFont.Weight.Bold))
        ink = colours.ink
    else:
        painter.setPen(dashed)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        text, ink = "?", colours.unknown_text
    painter.drawRoundedRect(box, theme.px(5), theme.px(5))
    if grade.level is not None and grade.level >= _HATCHED:
        _hatch(painter, box, QColor(colours.grades[grade.level].hatch or ink))
    painter.setPen(QColor(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _hatch(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(box, theme.px(5), theme.px(5))
    painter.setClipPath(shape)
    painter.setPen(QPen(colour, theme.px(1.2)))
    for step in range(-1, 2):
        shift = QPointF(step * box.width() / 2, 0)
        painter.drawLine(box.bottomLeft() + shift, box.topRight() + shift)
    painter.restore()


def _corner(painter: QPainter, rect: QRectF) -> None:
    """The mark of a corrected result: a folded corner."""
    size = theme.px(9)
    corner = rect.topLeft()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().accent_text))
    painter.drawPolygon(QPolygonF([corner, corner + QPointF(size, 0), corner + QPointF(0, size)]))


def _tick(painter: QPainter, rect: QRectF) -> None:
    """The mark of a result that was typed twice: two ticks."""
    pen = QPen(QColor(theme.current().ok), theme.px(1.6))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    size = theme.px(4)
    for shift in (0.0, theme.px(4)):
        at = rect.bottomLeft() + QPointF(theme.px(5) + shift, -theme.px(7))
        steps = ((0.0, 0.0), (0.6, 0.7), (1.8, -0.9))
        painter.drawPolyline(QPolygonF([at + QPointF(x, y) * size for x, y in steps]))


class ValuesView(ReadTable):
    """Earlier results; ``history_wanted`` on Enter at one of them.

    ``left_at`` brings the line where the left arrow goes beyond the newest results.
    """

    history_wanted = Signal()
    left_at = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        plain_table(self, 34)
        self.setItemDelegate(ValueDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        times = self.horizontalHeader()
        times.setStretchLastSection(False)
        times.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        times.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        times.setDefaultSectionSize(theme.px(_WIDTH))
        times.setFixedHeight(theme.px(_HEADER))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.history_wanted.emit()
        elif event.key() == Qt.Key.Key_Left and self.currentIndex().column() == 0:
            self.left_at.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
