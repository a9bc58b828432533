"""The grade badge: one grade of one scale as a number in a square, never by colour alone."""

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import GradeColours

Size = Literal["board", "banner", "chip"]

_BOX = {"board": 38, "banner": 46, "chip": 26}
_TEXT = {"board": 20, "banner": 24, "chip": 14}
_RADIUS = {"board": 8, "banner": 9, "chip": 7}
_HATCH_STEP = 6.0
_NARROW = 0.82
_FADED = 0.38
_TINT = 0.22


class GradeBadge(QWidget):
    """A grade, 0 to 5, of the scale called ``scale`` (``"CRS"``; may be empty).

    Filled square with the number: the grade is stated; 4 and 5 are hatched as well.
    Dashed outline with "?": it cannot be stated; dashed with "≥2" in the colour of grade 2: at
    least 2 is certain and something is missing. Thin outline: nothing to grade (before infusion).
    """

    def __init__(
        self, scale: str = "", size: Size = "board", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scale = scale
        self._size: Size = size
        self._shown: tuple[int | None, int, str | None, bool] = (None, 0, None, False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name()

    def set_level(
        self,
        level: int | None,
        at_least: int = 0,
        *,
        text_override: str | None = None,
        faded: bool = False,
    ) -> None:
        """Show this grade. ``at_least`` counts where ``level`` is None: the lowest certain grade.

        ``text_override`` stands in place of the number ("–" before infusion, the NEWS2 total in
        the colours of its risk). ``faded``: pale, for a grade that another one stands in for.
        Raises ValueError for a grade that does not exist.
        """
        for value in (level, at_least):
            if value is not None and not 0 <= value < len(theme.current().grades):
                raise ValueError(f"there is no grade {value}")
        shown = (level, at_least, text_override, faded)
        if shown != self._shown:
            self._shown = shown
            self._name()
            self.updateGeometry()
            self.update()

    def text(self) -> str:
        """What is written on the badge: "3", "≥2", "?", or in a chip "CRS 3"."""
        level, at_least, override, _ = self._shown
        if override is not None:
            text = override
        elif level is not None:
            text = str(level)
        else:
            text = f"≥{at_least}" if at_least else "?"
        return f"{self._scale} {text}".lstrip() if self._size == "chip" else text

    def is_stated(self) -> bool:
        """Whether a grade is shown as certain: a filled badge."""
        return self._shown[0] is not None

    def _name(self) -> None:
        level, at_least, override, faded = self._shown
        scale = self._scale or self.tr("Grade")
        if override is not None and level is None and at_least == 0:
            name = self.tr("{scale}: not graded").format(scale=scale)
        elif override is not None:
            name = self.tr("{scale}: {text}").format(scale=scale, text=override)
        elif level is not None and faded:
            name = self.tr("{scale}: {level}, replaced").format(scale=scale, level=level)
        elif level is not None:
            name = self.tr("{scale}: {level}").format(scale=scale, level=level)
        elif at_least:
            name = self.tr("{scale}: at least {level}, something is missing").format(
                scale=scale, level=at_least
            )
        else:
            name = self.tr("{scale}: cannot be stated, something is missing").format(scale=scale)
        self.setAccessibleName(name)

    def _font(self) -> QFont:
        narrow = self._size != "chip" and len(self.text()) > 1
        return theme.font(_TEXT[self._size] * (_NARROW if narrow else 1), QFont.Weight.Bold)

    def sizeHint(self) -> QSize:
        height = theme.px(_BOX[self._size])
        text = QFontMetricsF(self._font()).horizontalAdvance(self.text())
        if self._size == "chip":
            return QSize(round(text) + theme.px(18), height)
        return QSize(max(height, round(text) + theme.px(10)), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self.updateGeometry()
            self.update()
        elif event.type() == QEvent.Type.LanguageChange:
            self._name()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        self.draw(QPainter(self))

    def draw(self, painter: QPainter) -> None:
        """Paint the badge at its own size, as on itself; a table's delegate does so in a cell."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hint = self.sizeHint()
        box = QRectF(0, (self.height() - hint.height()) / 2, hint.width(), hint.height())
        colours = theme.current()
        level, at_least, _, faded = self._shown
        if level is not None:
            ink = self._filled(painter, box, colours.grades[level], faded=faded)
        elif at_least:
            ink = self._at_least(painter, box, colours.grades[at_least])
        elif self._shown[2] is not None:
            pen = QPen(QColor(colours.line), theme.px(1))
            _outline(painter, box, pen, self._radius(), None)
            ink = QColor(colours.second)
        else:
            pen = _dashed(QColor(colours.unknown_line))
            _outline(painter, box, pen, self._radius(), None)
            ink = QColor(colours.unknown_text)
        painter.setFont(self._font())
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())

    def _radius(self) -> float:
        return float(theme.px(_RADIUS[self._size]))

    def _filled(
        self, painter: QPainter, box: QRectF, grade: GradeColours, *, faded: bool
    ) -> QColor:
        fill, ink, hatch = QColor(grade.fill), QColor(grade.text), grade.hatch
        if faded:
            fill, ink = _blend(grade.fill, _FADED), QColor(theme.current().ink)
            hatch = _blend(grade.hatch, _FADED).name() if grade.hatch else None
        edge = QPen(QColor(grade.edge), theme.px(1)) if grade.edge != grade.fill else None
        _outline(painter, box, edge, self._radius(), fill)
        if hatch:
            _hatch(painter, box, QColor(hatch), self._radius())
            if edge:
                _outline(painter, box, edge, self._radius(), None)
        return ink

    def _at_least(self, painter: QPainter, box: QRectF, grade: GradeColours) -> QColor:
        pen = _dashed(QColor(grade.mark))
        _outline(painter, box, pen, self._radius(), _blend(grade.fill, _TINT))
        return QColor(theme.current().ink)


def _blend(colour: str, share: float) -> QColor:
    """A share of the colour laid over the surface."""
    over, under = QColor(colour), QColor(theme.current().surface)
    return QColor(
        round(over.red() * share + under.red() * (1 - share)),
        round(over.green() * share + under.green() * (1 - share)),
        round(over.blue() * share + under.blue() * (1 - share)),
    )


def _dashed(colour: QColor) -> QPen:
    pen = QPen(colour, theme.px(1.6))
    pen.setDashPattern([2.6, 2.0])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _outline(
    painter: QPainter, box: QRectF, pen: QPen | None, radius: float, fill: QColor | None
) -> None:
    inset = pen.widthF() / 2 if pen else 0.0
    painter.setPen(pen or QPen(Qt.PenStyle.NoPen))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inner = box.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, radius - inset, radius - inset)


def _hatch(painter: QPainter, box: QRectF, colour: QColor, radius: float) -> None:
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(box, radius, radius)
    painter.setClipPath(shape)
    painter.setPen(QPen(colour, theme.px(1.6)))
    step = theme.px(_HATCH_STEP)
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += step
    painter.restore()
