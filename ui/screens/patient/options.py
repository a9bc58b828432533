"""What the choices of the entry strip offer, in words short enough to stand in a field."""

from PySide6.QtCore import QCoreApplication

from grading.findings import Run
from ui import words
from ui.widgets.choice import Option

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
    translate = QCoreApplication.translate
    return (
        Option("yes", translate("Strip", "Yes")),
        Option("no", translate("Strip", "No, usual")),
        Option("unsure", translate("Strip", "Unsure")),
    )


def purpose_options() -> tuple[Option, ...]:
    """What pressure support is given for."""
    translate = QCoreApplication.translate
    return (
        Option("hypoxia", translate("Strip", "Hypoxia")),
        Option("airway_protection", translate("Strip", "Airway protection")),
        Option("procedure", translate("Strip", "Procedure")),
        Option("seizure", translate("Strip", "Seizure")),
        Option("sleep_apnoea", translate("Strip", "Known sleep apnoea")),
    )


def run_text(run: Run) -> str:
    """The question whether a drug still runs: "Noradrenaline 0.06 µg/kg/min still running?"."""
    return QCoreApplication.translate("Strip", "{drug} still running?").format(
        drug=words.capitalised(words.running(run))
    )
