"""The quiet line about results that wait for a second entry, and its form when it is opened."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bedside.chart import Chart
from bedside.facts import SecondEntry
from bedside.second_entry import Batch
from bedside.timeline import Entry
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.labs_again import SecondForm, waiting_text
from ui.ward import Keeper
from ui.widgets.parts import KeyButton, label

_FORM = "second"


class SecondEntries(QObject):
    """Which batches of one patient wait for a second person, and that person's form.

    ``line`` is the quiet line, ``form`` the form; ``opened`` when the form is to be shown,
    ``left`` when it is not any more, ``entered`` brings what is to be recorded.
    """

    entered = Signal(object)
    opened = Signal()
    left = Signal()

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._keeper: Keeper | None = None
        self._chart: Chart | None = None
        self._batches: tuple[Batch, ...] = ()
        self._form: SecondForm | None = None
        self._open: Batch | None = None
        self._aside = False
        self.line = QWidget()
        row = QHBoxLayout(self.line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        self._words = label("", "second", wrap=True)
        row.addWidget(self._words, 1)
        self.button = KeyButton(self.tr("Type them again"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.open)
        row.addWidget(self.button)
        self.line.hide()

    @property
    def form(self) -> SecondForm:
        """The form; made when it is first asked for."""
        if self._form is None:
            self._form = SecondForm(self._clock)
            self._form.entered.connect(self.entered)
            self._form.left.connect(self.left)
            self._form.retyped.connect(self._keep)
        return self._form

    def set_keeper(self, keeper: Keeper | None) -> None:
        """Who is at the keyboard; what one person has begun blind is not another's."""
        if keeper != self._keeper and self._open is not None:
            self.left.emit()
        self._keeper = keeper
        self._show_line()

    def show_batches(self, batches: tuple[Batch, ...], chart: Chart) -> None:
        """These wait."""
        self._batches, self._chart = batches, chart
        self._show_line()

    def stand_aside(self, *, aside: bool) -> None:
        """Leave the room of the line to something that is more urgent."""
        self._aside = aside
        self._show_line()

    def text(self) -> str:
        """What the line says; "" where nothing waits."""
        return "" if self.line.isHidden() else self._words.text()

    def _show_line(self) -> None:
        if self._chart is None:
            return
        self.line.setVisible(bool(self._batches) and not self._aside)
        self._words.setText(waiting_text(self._batches, self._keeper, self._chart))
        self.button.setVisible(self._next() is not None)

    def _next(self) -> Batch | None:
        """The latest batch that the person at the keyboard may type again."""
        keeper = self._keeper
        if keeper is None:
            return None
        return next((batch for batch in self._batches if batch.open_to(keeper.name)), None)

    def open(self) -> None:
        """Open the form for the latest batch."""
        batch, keeper, chart = self._next(), self._keeper, self._chart
        if batch is None or keeper is None or chart is None:
            return
        texts = self._drafts.get(chart.patient, _FORM)
        mine = texts.pop("by", "") == keeper.name
        self._open = batch
        self.form.open(batch, keeper, chart, texts if mine else {})
        self.opened.emit()

    def is_open(self) -> bool:
        """Whether the form is shown."""
        return self._open is not None

    def begin(self) -> None:
        """Put the keyboard into the first field of the form."""
        self.form.begin()

    def close(self) -> None:
        """The form is not shown any more; what was typed is kept."""
        self._open = None

    def _keep(self) -> None:
        if self._chart is None or self._keeper is None:
            return
        texts = self.form.texts()
        kept = {"by": self._keeper.name, **texts} if texts else {}
        self._drafts.keep(self._chart.patient, _FORM, kept)

    def refuse(self, message: str) -> None:
        """Nothing was saved; all text stays."""
        self.form.refuse(message)

    def saved(self, entries: Sequence[Entry]) -> str:
        """It is in the record; what is read back."""
        assert self._chart is not None
        self._drafts.keep(self._chart.patient, _FORM, {})
        again = sum(len(e.fact.entries) for e in entries if isinstance(e.fact, SecondEntry))
        amended = sum(e.amends is not None for e in entries)
        said = []
        if again:
            text = self.tr("Second entry saved; the same: {n}.")
            said.append(text.format(n=again))
        if amended:
            text = self.tr("Amended: {n}; somebody else types these again.")
            said.append(text.format(n=amended))
        return " ".join(said)
