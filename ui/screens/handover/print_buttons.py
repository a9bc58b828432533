"""The buttons that print sheets, or save them as PDF."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QWidget

from ui import theme
from ui.pages import Copy, Printing, ask_printer, file_day, pdf, printed

WHAT = ("sheet", "all", "observations")
"""What can be printed: this sheet, all sheets, the 24-hour observation sheet."""


class Source(Protocol):
    """Where the sheets come from."""

    def copies(self, what: str) -> tuple[Copy, ...]:
        """What is printed: one of `WHAT`; empty where there is nothing."""
        ...

    def printing(self) -> Printing:
        """Who prints, and when."""
        ...

    def patient(self) -> str:
        """Whose sheet is shown."""
        ...


class PrintButtons(QWidget):
    """Print and Save as PDF, each for this sheet, all sheets, and the observation sheet.

    ``said`` tells what came of it, and the role of those words.
    """

    said = Signal(str, str)

    def __init__(self, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        for text, act, tip in (
            (self.tr("Print"), self.print_out, self.tr("Ctrl+P prints this sheet")),
            (self.tr("Save as PDF"), self._ask_pdf, ""),
        ):
            row.addWidget(self._button(text, act, tip))

    def _button(self, text: str, act: Callable[[str], None], tip: str) -> QPushButton:
        made = QPushButton(text)
        made.setAutoDefault(False)
        made.setToolTip(tip)
        menu = QMenu(made)
        words = {
            "sheet": self.tr("&This sheet…"),
            "all": self.tr("&All sheets…"),
            "observations": self.tr("24-hour &observation sheet…"),
        }
        for what in WHAT:
            menu.addAction(words[what], partial(act, what))
        made.setMenu(menu)
        return made

    def print_out(self, what: str) -> None:
        """Ask for a printer and print."""
        copies = self._source.copies(what)
        printer = ask_printer(self) if copies else None
        if printer is None:
            return
        try:
            printed(copies, printer, self._source.printing())
        except OSError as error:
            text = self.tr("It cannot be printed: {why}")
            self.said.emit(text.format(why=error.strerror or str(error)), "refused")

    def _ask_pdf(self, what: str) -> None:
        of = self._source.printing()
        names = {
            "sheet": self.tr("handover-{patient}-{day}.pdf"),
            "all": self.tr("handover-{day}.pdf"),
            "observations": self.tr("observations-{patient}-{day}.pdf"),
        }
        name = names[what].format(patient=self._source.patient(), day=file_day(of.now, of.zone))
        path, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Save as PDF"), name, self.tr("PDF (*.pdf)")
        )
        if path:
            self.save_pdf(what, path)

    def save_pdf(self, what: str, path: str) -> None:
        """Write what is asked for (one of `WHAT`) as a PDF."""
        copies = self._source.copies(what)
        if not copies:
            return
        try:
            pdf(copies, path, self._source.printing())
        except OSError as error:
            text = self.tr("The PDF cannot be written: {why}")
            self.said.emit(text.format(why=error.strerror or str(error)), "refused")
        else:
            self.said.emit(self.tr("Saved: {path}").format(path=path), "ok")
