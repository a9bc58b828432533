"""What was pasted: the sets that wait to be saved, and all that could not be placed."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bedside.analytes import analytes
from bedside.pasted import Unplaced
from ui import theme
from ui.screens.patient.labs_sheets import Sheet, Sheets
from ui.shown import moment_text
from ui.typed import Unreadable, moment
from ui.widgets.parts import FlowRow, KeyButton, label
from ui.words.table import Table

_WHY = Table(
    "Pasted",
    {
        "unknown_analyte": QT_TRANSLATE_NOOP(
            "Pasted", "Line {line}: {text} – no analyte is called like this."
        ),
        "unknown_unit": QT_TRANSLATE_NOOP(
            "Pasted", "Line {line}: {text} – “{about}” is no unit of this analyte."
        ),
        "not_a_number": QT_TRANSLATE_NOOP(
            "Pasted", "Line {line}: {text} – no result can be read there: write 1234.5 or 1234,5."
        ),
        "thousands": QT_TRANSLATE_NOOP(
            "Pasted", "Line {line}: {text} – a thousand or a decimal? Write it without the mark."
        ),
        "comma": QT_TRANSLATE_NOOP(
            "Pasted",
            "Line {line}: {text} – the comma may part cells or decimals: copy with tabs or"
            " semicolons.",
        ),
        "no_value": QT_TRANSLATE_NOOP("Pasted", "Line {line}: {text} – there is no value."),
        "no_time": QT_TRANSLATE_NOOP(
            "Pasted", "Line {line}: {text} – there is no time, and more lines than one."
        ),
        "no_line": QT_TRANSLATE_NOOP(
            "Pasted",
            "Line {line}: {text} – no line of the grid is left for it; begin at the right one.",
        ),
        "twice": QT_TRANSLATE_NOOP(
            "Pasted", "Line {line}: {text} – there was another value of {about} before."
        ),
        "typed": QT_TRANSLATE_NOOP(
            "Pasted", "Line {line}: {text} – something else is typed there already."
        ),
        "limits": QT_TRANSLATE_NOOP("Pasted", "Line {line}: {text} – this is no reference range."),
        "no_place": QT_TRANSLATE_NOOP(
            "Pasted", "Line {line}: {text} – there is no field for this."
        ),
    },
)
_LINES = 4


def unplaced_text(one: Unplaced) -> str:
    """What could not be placed, and why."""
    known = analytes().get(one.about)
    about = known.label if known is not None else one.about
    return _WHY(one.why).format(line=one.line, text=one.text, about=about)


class PastedCard(QFrame):
    """The sets that were pasted, and what could not be placed; hidden where there is neither.

    ``chosen`` brings the place of the set to show, ``taken_back`` undoes the paste, ``cleared``
    puts the list of what was not placed away.
    """

    chosen = Signal(int)
    taken_back = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._sets: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(side) for side in (14, 8, 10, 8)))
        layout.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self._title = label("", "strong", wrap=True)
        head.addWidget(self._title, 1)
        self._back = KeyButton(self.tr("Take it back"))
        self._back.clicked.connect(self.taken_back)
        head.addWidget(self._back)
        self._clear = KeyButton(self.tr("Put the list away"))
        self._clear.clicked.connect(self.cleared)
        head.addWidget(self._clear)
        for button in (self._back, self._clear):
            button.setAutoDefault(False)
        layout.addLayout(head)
        self._chips = FlowRow(6)
        layout.addWidget(self._chips)
        self.list = QPlainTextEdit()
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.setAccessibleName(self.tr("What could not be placed"))
        layout.addWidget(self.list)
        self.hide()

    def show_sheets(self, sheets: Sheets, placed: int | None, now: datetime, zone: tzinfo) -> None:
        """Show what waits. ``placed`` results were pasted just now; None: that was before."""
        several = len(sheets.all) > 1
        self.setVisible(several or bool(sheets.unplaced) or placed is not None)
        if self.isHidden():
            return
        self._title.setText(_title(placed, len(sheets.unplaced), len(sheets.all)))
        self._back.setVisible(placed is not None)
        self._clear.setVisible(bool(sheets.unplaced))
        self._show_sets(sheets if several else None, now, zone)
        texts = [unplaced_text(one) for one in sheets.unplaced]
        if texts != self.lines():
            self.list.setPlainText("\n".join(texts))
        self.list.setVisible(bool(texts))
        shown = min(len(texts), _LINES)
        self.list.setFixedHeight(self.list.fontMetrics().lineSpacing() * shown + theme.px(22))

    def lines(self) -> list[str]:
        """What is said of all that could not be placed."""
        return self.list.toPlainText().splitlines()

    def sets(self) -> list[str]:
        """What the sets are called, the one shown in brackets."""
        return [f"[{b.text()}]" if b.isChecked() else b.text() for b in self._sets]

    def title(self) -> str:
        """The words on top."""
        return self._title.text()

    def _show_sets(self, sheets: Sheets | None, now: datetime, zone: tzinfo) -> None:
        every: Sequence[Sheet] = () if sheets is None else sheets.all
        while len(self._sets) > len(every):
            gone = self._sets.pop()
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
        while len(self._sets) < len(every):
            button = QPushButton()
            button.setProperty("kind", "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            place = len(self._sets)
            button.clicked.connect(lambda _on=False, place=place: self.chosen.emit(place))
            self._sets.append(button)
            self._chips.add(button)
        for place, (button, sheet) in enumerate(zip(self._sets, every, strict=True)):
            button.setText(set_text(sheet, now, zone))
            button.setChecked(sheets is not None and place == sheets.place)
        self._chips.setVisible(bool(every))
        self._chips.settle()


def set_text(sheet: Sheet, now: datetime, zone: tzinfo) -> str:
    """A set by its time and how many results it holds, and whether any cannot be saved."""
    try:
        shown = moment_text(moment(sheet.time, now, zone), zone, QLocale(), now)
    except Unreadable:
        shown = QCoreApplication.translate("Pasted", "“{typed}”?").format(typed=sheet.time)
    filled = sheet.filled()
    readings = [sheet.reading(analyte) for analyte in filled]
    if any(reading is not None and reading.refused for reading in readings):
        text = QCoreApplication.translate("Pasted", "{moment}: {n} values, to be mended")
    else:
        text = QCoreApplication.translate("Pasted", "{moment}: {n} values")
    return text.format(moment=shown, n=len(filled))


def _title(placed: int | None, left: int, sets: int) -> str:
    """What came of a paste."""
    if placed is None:
        said = QCoreApplication.translate("Pasted", "Pasted before, not saved yet.")
    elif sets > 1:
        text = QCoreApplication.translate(
            "Pasted", "Results pasted: {n}, in {sets} sets. Nothing is saved yet."
        )
        said = text.format(n=placed, sets=sets)
    else:
        text = QCoreApplication.translate("Pasted", "Results pasted: {n}. Nothing is saved yet.")
        said = text.format(n=placed)
    if not left:
        return said
    text = QCoreApplication.translate("Pasted", "{said} Not placed: {n}.")
    return text.format(said=said, n=left)
