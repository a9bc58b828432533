"""What the choices of the entry strip offer, in words short enough to stand in a field."""

from PySide6.QtCore import QCoreApplication

from grading.findings import Run
from ui import words
from ui.screens.patient.fields import Option

AIR = "room_air"
_DEVICES = (
    *("room_air", "nasal_cannula", "high_flow_nasal_cannula", "simple_face_mask", "venturi"),
    *("non_rebreather", "partial_rebreather", "blow_by", "tracheostomy_mask"),
    *("cpap", "bipap", "intubated_mv", "ecmo"),
)
"""The oxygen devices in the order of the list: those of a ward first."""


def device_options() -> tuple[Option, ...]:
    """The oxygen devices."""
    return tuple(Option(code, words.capitalised(words.device(code))) for code in _DEVICES)


def consciousness_options() -> tuple[Option, ...]:
    """ACVPU, each with its letter in front."""
    return tuple(Option(code, f"{code} {words.acvpu(code)}") for code in "ACVPU")


def hypotension_options() -> tuple[Option, ...]:
    """Whether a low pressure is hypotension."""
    tr = QCoreApplication.translate
    return (
        Option("yes", tr("Strip", "Yes")),
        Option("no", tr("Strip", "No, usual")),
        Option("unsure", tr("Strip", "Unsure")),
    )


def purpose_options() -> tuple[Option, ...]:
    """What pressure support is given for."""
    tr = QCoreApplication.translate
    return (
        Option("hypoxia", tr("Strip", "Hypoxia")),
        Option("airway_protection", tr("Strip", "Airway protection")),
        Option("procedure", tr("Strip", "Procedure")),
        Option("seizure", tr("Strip", "Seizure")),
        Option("sleep_apnoea", tr("Strip", "Known sleep apnoea")),
    )


def run_text(run: Run) -> str:
    """The question whether a drug still runs: "Noradrenaline 0.06 µg/kg/min still running?"."""
    return QCoreApplication.translate("Strip", "{drug} still running?").format(
        drug=words.capitalised(words.running(run))
    )
