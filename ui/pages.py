"""Pages about patients on paper or as PDF: what stands on each page of every one of them.

A page that lies on a desk must say by itself whose it is, who printed it and when, whether all
of it is there, and by which program and scales it was made.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QCoreApplication, QLocale, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.shown import moment_text
from ui.words.grades import editions

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

translate = QCoreApplication.translate

FINE = 8
"""Everything is drawn in units of which so many are a design pixel (1/96 inch).

Fonts have whole numbers of pixels, and half a pixel is much on paper.
"""
_DPI = 96 * FINE
INK, SECOND, LINE, LATE = "#15202B", "#4A5A6A", "#B9C4CD", "#A61B1B"
"""The colours of paper, whatever the screen shows."""
_HEAD, _FOOT, _GAP = 30 * FINE, 58 * FINE, 8 * FINE
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
Page = Callable[[QPainter], None]
"""Draws the inside of a page, in units of `FINE`; its upper left corner is the origin."""


class Printing(NamedTuple):
    """Who prints ("" with nobody signed in), as of which moment, and the site's zone."""

    by: str
    now: datetime
    zone: tzinfo


class Copy(Protocol):
    """Something that is printed about one patient."""

    @property
    def title(self) -> str:
        """What it is."""
        ...

    @property
    def identity(self) -> str:
        """Whose it is, on one line."""
        ...

    def pages(self, room: QSizeF) -> Sequence[Page]:
        """Its pages, each as it is drawn into so much room, in units of `FINE`."""
        ...


def paper_font(size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The program's font, of a size in design pixels, to draw in units of `FINE`.

    Its figures are plain: those of equal width cannot be searched in a PDF.
    """
    made = theme.font(weight=weight)
    made.setPixelSize(round(size * FINE))
    made.clearFeatures()
    return made


def printed(copies: Iterable[Copy], device: QPagedPaintDevice, of: Printing) -> int:
    """Print all copies, one behind the other; the number of pages.

    Raises OSError where the device takes nothing.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(translate("Pages", "the page cannot be painted"))
    scale = device.logicalDpiX() / _DPI
    area = device.pageLayout().paintRect(QPageLayout.Unit.Inch)
    whole = QRectF(0, 0, area.width() * _DPI, area.height() * _DPI)
    inside = whole.adjusted(0, _HEAD + _GAP, 0, -_FOOT - _GAP)
    made = [(copy, copy.pages(inside.size())) for copy in copies]
    count = 0
    for place, (copy, pages) in enumerate(made):
        for number, page in enumerate(pages):
            if count:
                device.newPage()
            count += 1
            painter.save()
            painter.scale(scale, scale)
            _head(painter, whole, copy)
            _foot(painter, whole, of, _number((number, len(pages)), (place, len(made))))
            painter.translate(inside.topLeft())
            page(painter)
            painter.restore()
    painter.end()
    return count


def _number(page: tuple[int, int], sheet: tuple[int, int]) -> str:
    values = {"n": page[0] + 1, "all": page[1], "sheet": sheet[0] + 1, "sheets": sheet[1]}
    if sheet[1] > 1:
        text = translate("Pages", "Page {n} of {all} · sheet {sheet} of {sheets}")
    else:
        text = translate("Pages", "Page {n} of {all}")
    return text.format(**values)


def _head(painter: QPainter, whole: QRectF, copy: Copy) -> None:
    """Whose page it is, and what it is."""
    box = QRectF(whole.left(), whole.top(), whole.width(), _HEAD)
    painter.setPen(QColor(INK))
    painter.setFont(paper_font(16, QFont.Weight.Bold))
    painter.drawText(box, _LEFT | Qt.AlignmentFlag.AlignVCenter, copy.identity)
    painter.setFont(paper_font(12))
    painter.setPen(QColor(SECOND))
    painter.drawText(box, _RIGHT | Qt.AlignmentFlag.AlignVCenter, copy.title)
    painter.setPen(QPen(QColor(INK), 1.2 * FINE))
    painter.drawLine(box.bottomLeft(), box.bottomRight())


def _foot(painter: QPainter, whole: QRectF, of: Printing, number: str) -> None:
    """Who printed it and when, which page it is, what it was made with, and what it is not."""
    from ui.failures import version  # noqa: PLC0415 - seldom needed

    moment = moment_text(of.now, of.zone, QLocale())
    said = translate("Pages", "Printed by {name}, {moment} ({zone})").format(
        name=of.by or translate("Pages", "nobody signed in"),
        moment=moment,
        zone=offset_text(of.now, of.zone),
    )
    made = translate("Pages", "Bedside {version} · {editions}").format(
        version=version(), editions=editions()
    )
    warning = translate(
        "Pages",
        "Decision support, not a certified medical device. A copy as of the time of printing: the"
        " record in the program prevails.",
    )
    top = whole.bottom() - _FOOT
    painter.setPen(QPen(QColor(LINE), 0.8 * FINE))
    painter.drawLine(QPointF(whole.left(), top), QPointF(whole.right(), top))
    font = paper_font(9.5)
    measure = QFontMetricsF(font)
    line = measure.lineSpacing()
    painter.setFont(font)
    painter.setPen(QColor(SECOND))
    box = QRectF(whole.left(), top + 4 * FINE, whole.width(), _FOOT)
    for text in (said, made, warning):
        wrapped = measure.boundingRect(box, Qt.TextFlag.TextWordWrap, text)
        painter.drawText(box, Qt.TextFlag.TextWordWrap, text)
        box.setTop(wrapped.bottom())
    painter.setFont(paper_font(9.5, QFont.Weight.Bold))
    painter.setPen(QColor(INK))
    painter.drawText(QRectF(whole.left(), top + 4 * FINE, whole.width(), line), _RIGHT, number)


def pdf(copies: Sequence[Copy], path: str, of: Printing) -> int:
    """Write copies as a PDF on A4; the number of pages. Raises OSError."""
    # QPdfWriter only tells that it failed, not why
    with open(path, "ab"):  # noqa: PTH123 - the path is what a file dialog gave
        pass
    writer = QPdfWriter(path)
    writer.setResolution(300)
    writer.setCreator(translate("Pages", "Bedside"))
    writer.setTitle(" · ".join(dict.fromkeys(copy.title for copy in copies)))
    writer.setPageLayout(_layout())
    return printed(copies, writer, of)


def _layout() -> QPageLayout:
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        QMarginsF(12, 10, 12, 10),
        QPageLayout.Unit.Millimeter,
    )


def ask_printer(parent: QWidget | None) -> "QPrinter | None":
    """The printer that somebody chooses; None if they leave."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - brings drivers

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(_layout())
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() else None


def file_day(now: datetime, zone: tzinfo) -> str:
    """The day as it stands in the name of a file: "2026-11-22"."""
    return now.astimezone(zone).date().isoformat()


def offset_text(at: datetime, zone: tzinfo) -> str:
    """How far the clock of a moment is from UTC: "UTC+1"."""
    offset = at.astimezone(zone).utcoffset() or timedelta(0)
    minutes = round(offset / timedelta(minutes=1))
    sign = "+" if minutes >= 0 else "−"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
