"""The panes of the patient screen: what each must be able to do, and where it is found."""

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any, Protocol, cast, runtime_checkable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from bedside.chart import Chart
from bedside.follow import Editions
from bedside.ranges import Ranges
from bedside.timeline import Entry
from ui.drafts import Drafts
from ui.screens.patient.dues import Rounds

PANES = {
    "chart": ("ui.screens.patient.chart_pane", "ChartPane"),
    "ice": ("ui.screens.patient.ice", "IcePane"),
    "labs": ("ui.screens.patient.labs", "LabsPane"),
    "therapies": ("ui.screens.patient.therapies", "TherapiesPane"),
    "toxicities": ("ui.screens.patient.toxicities", "ToxicitiesPane"),
    "adverse": ("ui.screens.patient.adverse", "AdversePane"),
    "lupus": ("ui.screens.patient.lupus", "LupusPane"),
    "kinetics": ("ui.screens.patient.kinetics", "KineticsPane"),
    "visits": ("ui.screens.visits.patient_pane", "PatientVisits"),
    "history": ("ui.screens.patient.history", "HistoryPane"),
}
"""Tab -> module and class of its pane, in the order of the tabs; imported when first opened."""

ROUNDED = frozenset({"chart", "ice", "labs", "therapies", "history"})
"""The tabs whose panes say what is due (`Rounded`)."""

LEADING = frozenset({"kinetics", "labs"})
"""The tabs whose panes lead to entries (`Leading`)."""


class Pane(Protocol):
    """A form or view of one patient, a QWidget.

    It learns everything by ``show_chart``, asks to record by its signal ``entered``, and keeps
    its text until it hears ``saved``.
    """

    entered: Any

    def show_chart(self, chart: Chart) -> None:
        """Show this chart."""

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds what was asked for."""

    def refused(self, message: str) -> None:
        """Nothing was saved, and why."""

    def begin(self) -> None:
        """Put the keyboard into the first field."""


class Rounded(Protocol):
    """A pane that says what is due."""

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds of a chart are asked for."""


class Edited(Protocol):
    """A pane that goes by the edition that is followed."""

    def set_editions(self, editions: Editions) -> None:
        """Where the editions are found."""


class Leading(Protocol):
    """A pane that leads to the entries on which its figures rest."""

    asked_entry: Any
    """The id of an entry that is to be shown in the history."""


@runtime_checkable
class Ranged(Protocol):
    """A pane that reads laboratory results by what is normal."""

    def set_ranges(self, ranges: Ranges) -> None:
        """The reference ranges of the laboratories, anew whenever one is written down."""


def make_pane(tab: str, clock: Callable[[], datetime], drafts: Drafts) -> tuple[QWidget, Pane]:
    """The pane of a tab, as a widget and as a pane. Raises KeyError for a tab there is not."""
    module, name = PANES[tab]
    made = getattr(import_module(module), name)(clock, drafts)
    return cast("QWidget", made), cast("Pane", made)


def tab_short(tab: str) -> str:
    """The title of a tab where there is little room."""
    titles = {
        "ice": QCoreApplication.translate("Patient", "ICE"),
        "labs": QCoreApplication.translate("Patient", "Labs"),
        "adverse": QCoreApplication.translate("Patient", "Events"),
        "lupus": QCoreApplication.translate("Patient", "Lupus"),
        "kinetics": QCoreApplication.translate("Patient", "CAR-T"),
    }
    return titles.get(tab) or tab_text(tab)


def tab_text(tab: str) -> str:
    """The title of a tab."""
    titles = {
        "chart": QCoreApplication.translate("Patient", "Chart"),
        "ice": QCoreApplication.translate("Patient", "ICE && neuro"),
        "labs": QCoreApplication.translate("Patient", "Labs && cytokines"),
        "therapies": QCoreApplication.translate("Patient", "Therapies"),
        "toxicities": QCoreApplication.translate("Patient", "Toxicities"),
        "adverse": QCoreApplication.translate("Patient", "Adverse events"),
        "lupus": QCoreApplication.translate("Patient", "Lupus activity"),
        "kinetics": QCoreApplication.translate("Patient", "CAR-T && immunity"),
        "visits": QCoreApplication.translate("Patient", "Visits"),
        "history": QCoreApplication.translate("Patient", "History"),
    }
    return titles[tab]
