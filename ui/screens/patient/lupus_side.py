"""Beside the lupus form: the PGA, which comes first, and the totals, which come after it."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from grading.scores.bilag import Sum
from grading.scores.pga import Pga
from grading.scores.sledai import Score
from grading.signs import Invalid
from ui import theme, words
from ui.shown import refusal_text
from ui.typed import Refusal, Unreadable, number
from ui.widgets.parts import label, set_state
from ui.words import lupus, sledai

_STEP = Decimal("0.1")
NOT_JUDGED = "x"


class PgaCard(QWidget):
    """The physician's global assessment, from 0 to 3 in tenths.

    ``retyped`` at every keystroke, ``judged`` when the keyboard leaves it with a value, or with X
    for "not judged".
    """

    retyped = Signal()
    judged = Signal()
    advanced = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        caption = label(self.tr("PGA"), "h2")
        row.addWidget(caption)
        self.edit = QLineEdit()
        self.edit.setProperty("entry", "true")
        self.edit.setFixedWidth(theme.px(90))
        self.edit.setAccessibleName(self.tr("Physician global assessment, 0 to 3"))
        self.edit.setPlaceholderText(self.tr("0.0–3.0"))
        caption.setBuddy(self.edit)
        row.addWidget(self.edit)
        self._last = label("", "faint", wrap=True)
        row.addWidget(self._last, 1)
        layout.addLayout(row)
        layout.addWidget(
            label(
                self.tr("Before the SLEDAI: 0 none, 1 mild, 2 moderate, 3 severe. X not judged."),
                "small",
                wrap=True,
            )
        )
        self.edit.textEdited.connect(self._retyped)
        self.edit.editingFinished.connect(self._finished)
        self.edit.returnPressed.connect(self.advanced)

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put text back, without a word of change."""
        self.edit.setText(text)
        set_state(self.edit, "")

    def show_last(self, text: str) -> None:
        """What was judged last, in grey."""
        self._last.setText(text)
        self.edit.setAccessibleDescription(text)

    def is_judged(self) -> bool:
        """Whether a value stands there that can be saved, or X."""
        return bool(self.text().strip()) and not self.problem()

    def value(self) -> Pga | None:
        """The judgement; None where there is none. Raises Unreadable, Invalid."""
        typed = self.text().strip()
        if typed.casefold() in {"", NOT_JUDGED}:
            return None
        read = number(typed, 1)
        assert read is not None
        value = Decimal(repr(read))
        if value % _STEP:
            raise Invalid("value", "too_many_decimals", value)
        return Pga(value.quantize(_STEP))

    def problem(self) -> str:
        """What cannot be read, in a sentence; empty where nothing."""
        try:
            self.value()
        except Unreadable as error:
            return refusal_text(error)
        except Invalid as error:
            if error.code == "too_many_decimals":
                return self.tr("PGA: one figure after the point, as in 1.5.")
            return words.invalid(error, Pga)
        return ""

    def _retyped(self) -> None:
        wrong = False
        if self.text().strip():
            try:
                self.value()
            except Unreadable as error:
                wrong = error.code is not Refusal.UNFINISHED
            except Invalid:
                wrong = True
        set_state(self.edit, "refused" if wrong else "")
        self.retyped.emit()

    def _finished(self) -> None:
        if self.is_judged():
            self.judged.emit()


class TotalsCard(QWidget):
    """Both SLEDAI totals with their bounds, and the sums of BILAG; hidden until the PGA is told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(label(self.tr("Totals if saved"), "small"))
        self._lines = [label("", "name"), label("", "name")]
        self._clinical = [label("", "second"), label("", "second")]
        self._left = label("", "second", wrap=True)
        self._sums = [label("", "second", wrap=True), label("", "faint", wrap=True)]
        for line, clinical in zip(self._lines, self._clinical, strict=True):
            row = QHBoxLayout()
            row.addWidget(line)
            row.addStretch()
            row.addWidget(clinical)
            layout.addLayout(row)
        for line in (self._left, *self._sums):
            layout.addWidget(line)

    def show_scores(self, scores: Sequence[Score], left: int, sums: Sequence[Sum]) -> None:
        """Show these totals; none where nothing is answered."""
        for line, clinical, score in zip(self._lines, self._clinical, scores, strict=False):
            line.setText(sledai.sum_text(score))
            clinical.setText(sledai.clinical_text(score))
        for line in (*self._lines, *self._clinical):
            line.setVisible(bool(scores))
        unknown = len(scores[0].missing) - left if scores else 0
        if not scores:
            said = self.tr("No item is answered yet.")
        elif left and unknown:
            said = self.tr("Left: {left}, unknown: {unknown}. The totals lie in these bounds.")
        elif left:
            said = self.tr("Left: {left} of 24. The totals lie in these bounds.")
        elif unknown:
            said = self.tr("Unknown: {unknown} of 24. The totals lie in these bounds.")
        else:
            said = self.tr("All 24 items are answered.")
        self._left.setText(said.format(left=left, unknown=unknown))
        for line, total in zip(self._sums, sums, strict=False):
            line.setText(lupus.sum_text(total))
        for line in self._sums:
            line.setVisible(bool(sums))

    def hide_scores(self) -> None:
        """Show no total: the PGA comes first."""
        for line in (*self._lines, *self._clinical, *self._sums):
            line.clear()
            line.hide()
        self._left.setText(self.tr("The PGA comes first; the totals are shown after it."))

    def texts(self) -> tuple[str, ...]:
        """What is shown."""
        lines = (*self._lines, *self._clinical, self._left, *self._sums)
        return tuple(line.text() for line in lines if line.text() and not line.isHidden())
