"""Tables on paper or as PDF: a title, the rows, and on each page who made it, when, which page."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.shown import moment_text

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_DPI = 96
_FONT_PX = 11
_FOOT_PX = 22
_INK, _SECOND, _LINE, _HEAD = "#15202B", "#4A5A6A", "#B9C4CD", "#EEF2F5"


class Sheet(NamedTuple):
    """A table for paper: its title, its columns, its rows as words."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


_STYLE = f"""
    h1 {{ font-size: 16px; font-weight: bold; margin: 0; }}
    p {{ color: {_SECOND}; margin: 2px 0 8px 0; }}
    th {{ background-color: {_HEAD}; border-bottom: 1px solid {_LINE}; }}
    td {{ border-bottom: 1px solid {_LINE}; }}
"""


def document(sheets: Sequence[Sheet], now: datetime, zone: tzinfo) -> QTextDocument:
    """Tables as a document, each from a new page on, the head row repeated on every page."""
    made = QTextDocument()
    font = _font(_FONT_PX)
    made.setDefaultFont(font)
    made.setDocumentMargin(0)
    made.setDefaultStyleSheet(_STYLE)
    moment = moment_text(now, zone, QLocale())
    text = QCoreApplication.translate("Printed", "Printed {moment} · lines: {n}")
    parts = []
    for place, sheet in enumerate(sheets):
        broken = ' style="page-break-before:always"' if place else ""
        said = text.format(moment=moment, n=len(sheet.rows))
        head = "".join(f'<th align="left">{escape(title)}</th>' for title in sheet.columns)
        rows = "".join(f"<tr>{_cells(row)}</tr>" for row in sheet.rows)
        parts.append(
            f"<h1{broken}>{escape(sheet.title)}</h1><p>{escape(said)}</p>"
            f'<table width="100%" cellpadding="4" cellspacing="0" style="border-collapse:collapse">'
            f"<thead><tr>{head}</tr></thead>{rows}</table>"
        )
    made.setHtml(f'<div style="color:{_INK}">{"".join(parts)}</div>')
    return made


def _font(size: int) -> QFont:
    """The program's font, with plain figures: those of equal width cannot be searched in a PDF."""
    made = theme.font()
    made.setPixelSize(size)
    made.clearFeatures()
    return made


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escape(text)}</td>" for text in row)


def printed(sheets: Sequence[Sheet], device: QPagedPaintDevice, now: datetime, zone: tzinfo) -> int:
    """Print tables; the number of pages. Raises OSError where the device takes nothing."""
    from ui.failures import version  # noqa: PLC0415 - seldom needed

    made = document(sheets, now, zone)
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(QCoreApplication.translate("Printed", "the page cannot be painted"))
    scale = device.logicalDpiX() / _DPI
    room = device.pageLayout().paintRect(QPageLayout.Unit.Inch)
    wide, high = room.width() * _DPI, room.height() * _DPI
    body = high - _FOOT_PX
    made.setPageSize(QSizeF(wide, body))
    pages = made.pageCount()
    painter.scale(scale, scale)
    program = QCoreApplication.translate("Printed", "Bedside {version}").format(version=version())
    for page in range(pages):
        if page:
            device.newPage()
        painter.save()
        painter.translate(0, -page * body)
        made.drawContents(painter, QRectF(0, page * body, wide, body))
        painter.restore()
        number = QCoreApplication.translate("Printed", "Page {n} of {all}")
        said = number.format(n=page + 1, all=pages)
        _foot(painter, QRectF(0, body, wide, _FOOT_PX), (program, said))
    painter.end()
    return pages


def _foot(painter: QPainter, rect: QRectF, words: tuple[str, str]) -> None:
    """What stands below each page."""
    font = _font(_FONT_PX - 1)
    painter.setFont(font)
    painter.setPen(QColor(_SECOND))
    flags = Qt.AlignmentFlag.AlignBottom
    room = QFontMetricsF(font).horizontalAdvance(words[1]) + _FOOT_PX
    left = rect.adjusted(0, 0, -room, 0)
    painter.drawText(left, Qt.AlignmentFlag.AlignLeft | flags, words[0])
    painter.drawText(rect, Qt.AlignmentFlag.AlignRight | flags, words[1])


def pdf(sheets: Sequence[Sheet], path: str, now: datetime, zone: tzinfo) -> int:
    """Write tables as a PDF on A4 across; the number of pages. Raises OSError."""
    # QPdfWriter only tells that it failed, not why
    with open(path, "ab"):  # noqa: PTH123 - the path is what a file dialog gave
        pass
    writer = QPdfWriter(path)
    writer.setResolution(300)
    writer.setTitle(sheets[0].title if sheets else "")
    writer.setPageLayout(_layout())
    return printed(sheets, writer, now, zone)


def _layout() -> QPageLayout:
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Landscape,
        QMarginsF(12, 12, 12, 12),
        QPageLayout.Unit.Millimeter,
    )


def ask_printer(parent: QWidget | None) -> "QPrinter | None":
    """The printer that somebody chooses; None if they leave."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - brings drivers

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(_layout())
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() else None
