"""The sheet of an assessment of lupus: 24 items, nine letters, what is taken."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from grading.scores.bilag import SYSTEMS, Bilag
from grading.scores.sledai import ASKED_AFTER_INFUSION, ITEMS, Sledai
from ui import theme
from ui.screens.patient.key_row import KeyRow, RowOrder, part_title
from ui.screens.patient.lupus_rows import UNKNOWN, ItemRow, LetterRow
from ui.screens.patient.lupus_treatment import TreatmentCard
from ui.words import sledai

_ITEM, _LETTER = "sledai.", "bilag."


class LupusSheet(QWidget):
    """Everything that is judged but the PGA, which comes before.

    ``retyped`` at every answer, ``finished`` when the keyboard goes on behind the last field,
    ``arrived`` with the row or field that has the keyboard now.
    """

    retyped = Signal()
    finished = Signal()
    arrived = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = {item: ItemRow(item) for item in ITEMS}
        self.letters = {system: LetterRow(system) for system in SYSTEMS}
        self.treatment = TreatmentCard()
        rows: list[KeyRow] = [*self.items.values(), *self.letters.values()]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(2), 0, theme.px(6))
        layout.setSpacing(0)
        organ = ""
        for item, row in self.items.items():
            if ITEMS[item].organ != organ:
                keys = self.tr("Y present   N absent   U unknown   O only one   C cause   ↑↓ move")
                layout.addLayout(part_title(sledai.organ(ITEMS[item].organ), "" if organ else keys))
                organ = ITEMS[item].organ
            layout.addWidget(row)
        title = self.tr("BILAG-2004 · the last four weeks against the four before")
        layout.addLayout(part_title(title, self.tr("A to E   U no letter   ↑↓ move")))
        for letter_row in self.letters.values():
            layout.addWidget(letter_row)
        layout.addLayout(part_title(self.tr("Treatment and what SLEDAI does not ask")))
        layout.addWidget(self.treatment)
        layout.addStretch()
        for one in rows:
            one.marked.connect(self.retyped)
        self._order = RowOrder(rows, self)
        self._order.arrived.connect(self.arrived)
        self._order.passed.connect(self._begin_treatment)
        self.treatment.retyped.connect(self.retyped)
        self.treatment.finished.connect(self.finished)

    # --- what is answered -------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """What is answered, as it is kept in a draft."""
        said = {f"{_ITEM}{name}": row.text() for name, row in self.items.items()}
        said |= {f"{_LETTER}{name}": row.text() for name, row in self.letters.items()}
        return {name: text for name, text in said.items() if text} | self.treatment.texts()

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Show these answers and no others, without a word of change."""
        for name, item in self.items.items():
            item.set_text(texts.get(f"{_ITEM}{name}", ""))
        for name, letter in self.letters.items():
            letter.set_text(texts.get(f"{_LETTER}{name}", ""))
        self.treatment.set_texts(texts)

    def answered(self) -> bool:
        """Whether any item has an answer, "unknown" included."""
        return any(row.answer() for row in self.items.values())

    def sledai(self, window_days: int | None = None) -> Sledai:
        """The 24 items as they stand; what is unknown is no answer."""
        answers = {
            item: row.answer()
            for item, row in self.items.items()
            if row.answer() not in {"", UNKNOWN}
        }
        causes = tuple((item, row.cause()) for item, row in self.items.items() if row.cause())
        return Sledai(**answers, attributed=causes, window_days=window_days)  # type: ignore[arg-type]

    def bilag(self) -> Bilag:
        """The letters as they stand."""
        return Bilag(**{name: row.text() or None for name, row in self.letters.items()})  # type: ignore[arg-type]

    def left(self) -> int:
        """How many items have no answer yet; "unknown" is one."""
        return sum(not row.answer() for row in self.items.values())

    def set_asked(self, *, asked: bool) -> None:
        """Whether the causes of fever, counts, seizure and pyuria must be asked for."""
        for item in ASKED_AFTER_INFUSION:
            self.items[item].set_asked(asked)

    # --- the keyboard -----------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard on the first item without an answer."""
        rows = [row for row in self.items.values() if not row.answer()]
        self._order.go_to(rows[0] if rows else next(iter(self.items.values())))

    def _begin_treatment(self) -> None:
        self.treatment.begin()
        self.arrived.emit(self.treatment.first())
