"""The sheet of one patient at a handover, for the screen and for one page of paper."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from html import escape
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, QSizeF
from PySide6.QtGui import QPainter, QTextDocument

from bedside.handover import Sheet
from ui.pages import FINE, INK, LATE, LINE, SECOND, Page, paper_font
from ui.shown import moment_text
from ui.words.codes import dotted
from ui.words.handover import Line, Section, handed_lines, heading, sections

translate = QCoreApplication.translate

_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
"""How large the words are, in design pixels: the first at which the sheet has room on one page."""
_SMALL = 0.86


class Colours(NamedTuple):
    """The colours of a sheet, and the width of a letter's column in pixels."""

    ink: str = INK
    second: str = SECOND
    line: str = LINE
    late: str = LATE
    chip: str = INK
    on_chip: str = "#FFFFFF"


PAPER = Colours()


def html(parts: Sequence[Section], lines: Sequence[Line], size: float, look: Colours) -> str:
    """Sections with their lines, and further lines below, as rich text of so many pixels."""
    body = "".join(_section(part, size, look) for part in parts)
    if lines:
        rows = "".join(_row(line, size, look) for line in lines)
        body += f"{_rule(look)}{_table(rows)}"
    return f'<div style="color:{look.ink}; font-size:{_px(size)}">{body}</div>'


def _px(size: float) -> str:
    return f"{round(size)}px"


def _table(rows: str) -> str:
    return f'<table width="100%" cellspacing="0" cellpadding="0">{rows}</table>'


def _rule(look: Colours) -> str:
    return _table(f'<tr><td style="border-bottom: 1px solid {look.line}; font-size:3px"></td></tr>')


def _section(part: Section, size: float, look: Colours) -> str:
    head = (
        f'<tr><td colspan="2" style="padding-top:{size * 0.55:.0f}px;'
        f' padding-bottom:{size * 0.2:.0f}px; border-bottom: 1px solid {look.line}">'
        f'<span style="background-color:{look.chip}; color:{look.on_chip};'
        f' font-weight:700">&nbsp;{escape(part.letter)}&nbsp;</span>'
        f'<span style="font-weight:700">&nbsp; {escape(part.title)}</span></td></tr>'
    )
    return _table(head + "".join(_row(line, size, look) for line in part.lines))


def _row(line: Line, size: float, look: Colours) -> str:
    style = {
        "strong": "font-weight:700",
        "late": f"color:{look.late}; font-weight:600",
        "unknown": f"color:{look.ink}; font-style:italic",
        "small": f"color:{look.second}; font-size:{_px(size * _SMALL)}",
        "": "",
    }[line.tone]
    said = "".join(
        f'<p style="margin:0; {style}">{escape(text).replace(chr(10), "<br>")}</p>'
        for text in line.said
        if text
    )
    above = 0.22 if line.label else 0.0
    pad = f"padding-top:{size * above:.0f}px; padding-bottom:{size * 0.08:.0f}px"
    return (
        f'<tr><td width="19%" style="{pad}; padding-right:{size * 0.7:.0f}px">'
        f'<p style="margin:0; color:{look.second}; font-weight:600;'
        f' font-size:{_px(size * 0.93)}">{escape(line.label)}</p></td>'
        f'<td width="81%" style="{pad}">{said}</td></tr>'
    )


def typed_lines(remark: str, to_do: str) -> tuple[Line, ...]:
    """What somebody has typed and not handed over yet, for paper."""
    said = [remark.strip()] if remark.strip() else []
    if to_do.strip():
        said.append(translate("HandoverSheet", "To do: {text}").format(text=to_do.strip()))
    if not said:
        return ()
    return (Line(translate("HandoverSheet", "Typed, not handed over yet"), tuple(said)),)


class HandoverCopy:
    """The sheet of one patient as one page of paper; as more only where no size of words fits.

    ``typed`` are the two free lines as they stand in the fields, not recorded yet.
    """

    def __init__(self, of: Sheet, typed: tuple[str, str] = ("", "")) -> None:
        self._of = of
        self._typed = typed

    @property
    def title(self) -> str:
        """What it is."""
        return translate("HandoverSheet", "Handover · as of {moment}").format(
            moment=_whole_moment(self._of.now, self._of.chart.zone)
        )

    @property
    def identity(self) -> str:
        """Whose it is, on one line."""
        return dotted(list(heading(self._of)))

    def pages(self, room: QSizeF) -> Sequence[Page]:
        """Its pages in so much room."""
        document = QTextDocument()
        document.setDocumentMargin(0)
        parts = sections(self._of)
        lines = (*handed_lines(self._of), *typed_lines(*self._typed), *self._to_sign())
        for size in _SIZES:
            document.setDefaultFont(paper_font(size))
            document.setHtml(html(parts, lines, size * FINE, PAPER))
            document.setPageSize(room)
            if document.pageCount() == 1:
                break
        return [_page(document, number, room) for number in range(document.pageCount())]

    def _to_sign(self) -> Iterator[Line]:
        """Room for names by hand, where the record has none."""
        blank = "_" * 34
        text = translate("HandoverSheet", "{name} at {clock}")
        if self._of.handing.handed is None:
            said = text.format(name=blank, clock="_" * 10)
            yield Line(translate("HandoverSheet", "Handed over by"), (said,))
        if not self._of.handing.accepted:
            said = text.format(name=blank, clock="_" * 10)
            yield Line(translate("HandoverSheet", "Taken over by"), (said,))


def _page(document: QTextDocument, number: int, room: QSizeF) -> Page:
    def draw(painter: QPainter) -> None:
        top = number * room.height()
        painter.save()
        painter.setClipRect(QRectF(0, 0, room.width(), room.height()))
        painter.translate(0, -top)
        # A line that only touches the edge belongs to the page before or behind.
        inside = QRectF(0, top, room.width(), room.height()).adjusted(0, 1, 0, -1)
        document.drawContents(painter, inside)
        painter.restore()

    return draw


def _whole_moment(now: datetime, zone: tzinfo) -> str:
    return moment_text(now, zone, QLocale())
