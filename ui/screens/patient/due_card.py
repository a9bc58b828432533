"""What is due at the bedside, how often and why; what was not done, and who is off the ward."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bedside.chart import Chart
from bedside.rounds import Round
from bedside.timeline import Entry
from ui import theme
from ui.screens.not_done import NotDoneMenu, is_asked
from ui.screens.patient.dues import Rounds, usual
from ui.screens.patient.keys import at_once
from ui.widgets.parts import KeyButton, label, set_look
from ui.words import dotted
from ui.words.due import is_partial, recheck_text, round_brief, round_kind_short, round_when
from ui.words.rounds import round_assumed, round_missing, round_why

_GAP = 8
_MARK = "°"
"""Stands behind what is this program's default, with its words at the foot of the card."""
_LATE = frozenset({"late", "overdue"})


class DueCard(QFrame):
    """The rounds of a patient, one a kind, with the menu of what was not done.

    ``entered`` brings what is to be recorded.
    """

    entered = Signal(object)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAccessibleName(self.tr("Due"))
        self._chart: Chart | None = None
        self._rounds: Rounds = usual
        self._found: tuple[Round, ...] = ()
        self._roomy = False
        self.not_done = NotDoneMenu(clock, self, upright=True)
        self.not_done.entered.connect(self.entered)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(m) for m in (14, 8, 14, 10)))
        column.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Due"), "h2"))
        head.addStretch()
        self.button = KeyButton(self.tr("Not done…"), hint="N")
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(self.tr("Record what was not done, or off the ward"))
        self.button.clicked.connect(self.ask)
        self.button.setFixedHeight(theme.px(32))
        at_once(self.button, "N")
        head.addWidget(self.button)
        column.addLayout(head)
        column.addWidget(self.not_done.refusal)
        self._rows = [_Row() for _ in range(3)]
        for row in self._rows:
            column.addWidget(row)
        self._foot = label("", "small", wrap=True)
        column.addWidget(self._foot)

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds are asked for."""
        self._rounds = rounds
        if self._chart is not None:
            self.show_chart(self._chart)

    def show_chart(self, chart: Chart) -> None:
        """Show what is due as of this chart."""
        if self._chart is not None and self._chart.patient != chart.patient:
            self.not_done.give_up()
        self._chart = chart
        self._found = self._rounds(chart)
        asked = [found for found in self._found if found.due is not None]
        self.button.setEnabled(is_asked(asked))
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(asked))
            if place < len(asked):
                row.show_round(asked[place], recheck_text(asked, chart.zone, chart.now), chart)
        assumed = next((words for words in map(round_assumed, asked) if words), "")
        foot = f"{_MARK} {assumed}" if assumed else ""
        if not asked and self._found:
            foot = round_why(self._found[0], chart.zone, chart.now)
        self._foot.setText(foot)
        self._foot.setVisible(bool(foot) and (self._roomy or not asked))

    def set_roomy(self, roomy: bool) -> None:  # noqa: FBT001
        """Whether there is room for the clock and the words at the foot."""
        if roomy == self._roomy:
            return
        self._roomy = roomy
        for row in self._rows:
            row.roomy = roomy
        if self._chart is not None:
            self.show_chart(self._chart)

    def ask(self) -> None:
        """Open the menu of what was not done."""
        if self._chart is not None:
            corner = self.button.mapToGlobal(QPoint(0, self.button.height()))
            self.not_done.open(self._chart, self._found, corner)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds what was asked for."""
        self.not_done.saved(entries)

    def refused(self, message: str) -> None:
        """Nothing was saved; what was chosen or typed is kept."""
        self.not_done.refused(message)

    def words(self) -> str:
        """All that the card says, a line each."""
        rows = [row.words() for row in self._rows if not row.isHidden()]
        foot = "" if self._foot.isHidden() else self._foot.text()
        return "\n".join(text for text in (*rows, foot) if text)


class _Row(QWidget):
    """One kind of round: what it is, how it stands, how often and why.

    ``roomy``: with the clock, in a line of its own; else the reason stands between the two where
    there is room for it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roomy = False
        self._why, self._when = "", ""
        self._is_answered = False
        self._kind = label("", "strong")
        self._inline = label("", "small")
        self._inline.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._brief = label("", "strong")
        self._detail = label("", "small", wrap=True)
        self._missing = label("", "warn", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(_GAP))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._kind, 0, 0)
        grid.addWidget(self._inline, 0, 1)
        grid.addWidget(self._brief, 0, 2)
        grid.addWidget(self._detail, 1, 0, 1, 3)
        grid.addWidget(self._missing, 2, 0, 1, 3)

    def show_round(self, found: Round, recheck: str, chart: Chart) -> None:
        """Show a round as of the chart's moment; ``recheck`` for ICE after a fall."""
        zone, now = chart.zone, chart.now
        self._kind.setText(round_kind_short(found.kind))
        self._brief.setText(round_brief(found, zone, now).text)
        set_look(self._brief, "role", "late" if found.state in _LATE else "strong")
        chain = recheck if found.kind == "ice" else ""
        why = "" if chain else round_why(found, zone, now)
        self._why = f"{why} {_MARK}" if why and round_assumed(found) else why
        self._when = "" if chain else round_when(found, zone, now)
        self._is_answered = found.answer is not None or found.state == "off_ward"
        lacks = round_missing(found) if is_partial(found) else ""
        self._missing.setText("\n".join(text for text in (chain, lacks) if text))
        self._missing.setVisible(bool(self._missing.text()))
        self.setToolTip(dotted([self._when, self._why, round_assumed(found)]))
        self.fit()

    def fit(self) -> None:
        """Put the reason where there is room for it."""
        kind, brief = self._kind.sizeHint().width(), self._brief.sizeHint().width()
        room = self.width() - kind - brief - 2 * theme.px(_GAP)
        self._inline.ensurePolished()
        width = self._inline.fontMetrics().horizontalAdvance(self._why)
        inline = not self.roomy and width <= room
        shown = (
            [self._when, self._why]
            if self.roomy
            else [self._when if self._is_answered else "", "" if inline else self._why]
        )
        self._inline.setText(self._why if inline else "")
        self._detail.setText(dotted(shown))
        self._detail.setVisible(bool(self._detail.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def words(self) -> str:
        """What the row says."""
        lines = (self._inline, self._detail, self._missing)
        said = [line.text() for line in lines if not line.isHidden() and line.text()]
        return " ".join((self._kind.text(), self._brief.text(), *said))
