"""What is due for the patient shown, and what a save has changed of it."""

from collections.abc import Callable
from typing import TypeAlias

from bedside.chart import Chart
from bedside.rounds import Round, rounds
from ui.words.due import read_back

Rounds: TypeAlias = Callable[[Chart], tuple[Round, ...]]
"""What is due of a chart, one round a kind."""


def usual(chart: Chart) -> tuple[Round, ...]:
    """The rounds of a patient whose edition is not known: the usual ones."""
    return rounds(chart, None)


class Dues:
    """Remembers what was due before a form is saved, to read back what has changed since.

    ``rounds`` is where the rounds are asked for; it may be replaced by those of an edition.
    """

    def __init__(self) -> None:
        self.rounds: Rounds = usual
        self._before: tuple[Round, ...] = ()

    def remember(self, chart: Chart | None) -> None:
        """Keep how the rounds stand before something is recorded."""
        self._before = () if chart is None else self.rounds(chart)

    def text(self, chart: Chart) -> str:
        """What is due next of each kind that has changed, in sentences; may be empty."""
        return read_back(self._before, self.rounds(chart), chart.zone, chart.now)
