"""What stands at the left of a panel of curves: their titles, and the values of the levels."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from ui.shown import quantity_text
from ui.widgets.course.draw import Style, Symbol, draw_symbol
from ui.widgets.course.legend import title

_PLAIN_EXPONENT = 4
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Look = tuple[Symbol, QColor]


def level_text(level: float, locale: QLocale, *, log: bool) -> str:
    """The value of a level; where ``log``, of a power of ten: "1000", "10⁵"."""
    if not log:
        return quantity_text(level, 0 if level == int(level) else 1, locale)
    exponent = int(level)
    if abs(exponent) > _PLAIN_EXPONENT:
        return "10" + str(exponent).translate(_SUPERSCRIPT)
    return quantity_text(10.0**exponent, max(0, -exponent), locale)


def draw_margin(
    painter: QPainter,
    area: QRectF,
    look: Style,
    levels: Sequence[tuple[float, str]],
    curves: Mapping[str, Look],
) -> None:
    """Titles of the curves, by key, with their symbols at the left; levels (y, text) at the right.

    Titles for which there is no room are counted.
    """
    painter.setFont(look.plain)
    painter.setPen(QColor(look.colours.faint))
    height, widest = look.line_height, 0.0
    for y, text in levels:
        widest = max(widest, look.plain_size.horizontalAdvance(text))
        place = QRectF(0, y - height / 2, area.width() - look.px(6), height)
        painter.drawText(place, _RIGHT, text)
    room = area.width() - widest - look.px(12)
    lines = list(_lines(curves, look, room))
    fit = max(1, int(area.height() / height))
    if len(lines) > fit:
        hidden = sum(key is not None for key, _ in lines[fit - 1 :])
        more = QCoreApplication.translate("Course", "{n} more").format(n=hidden)
        lines[fit - 1 :] = [(None, more)]
    top = look.px(0.5)
    for key, text in lines:
        line = QRectF(0, top, room, height)
        _draw_line(painter, line, look, None if key is None else curves[key], text)
        top += height


def _lines(
    curves: Mapping[str, Look], look: Style, room: float
) -> Iterator[tuple[str | None, str]]:
    """A line each: (key of a curve, its title) or (None, a unit)."""
    titles = {key: title(key) for key in curves}
    units = {of.unit for of in titles.values()}
    shared = units.pop() if len(curves) > 1 and len(units) == 1 else None
    if shared:
        yield None, shared
    for key, (label, unit) in titles.items():
        own = "" if shared is not None else unit
        whole = f"{label} {own}".rstrip()
        if look.strong_size.horizontalAdvance(whole) <= room - look.px(9):
            yield key, whole
        else:
            yield key, label
            if own:
                yield None, own


def _draw_line(painter: QPainter, area: QRectF, look: Style, curve: Look | None, text: str) -> None:
    if curve is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QPointF(look.px(4), area.center().y() + 0.5)
        draw_symbol(painter, curve[0], place, look.px(5), curve[1])
    painter.setFont(look.plain if curve is None else look.strong)
    painter.setPen(QColor(look.colours.faint if curve is None else look.colours.second))
    words = area.adjusted(look.px(11), 0, look.px(6), 0)
    size = look.plain_size if curve is None else look.strong_size
    shown = size.elidedText(text, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, _LEFT, shown)
