"""The words of the ICE sheet and of the findings beside it, as short as a button needs them."""

from typing import get_args

from PySide6.QtCore import QCoreApplication

from grading.signs import Loc, NotAssessable, Oedema, Seizure
from ui.widgets.choice import Option
from ui.words import codes
from ui.words.codes import capitalised

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("orientation", ("orient_year", "orient_month", "orient_city", "orient_hospital")),
    ("naming", ("name_1", "name_2", "name_3")),
    ("command", ("command",)),
    ("writing", ("writing",)),
    ("attention", ("attention",)),
)
"""The five parts of the examination with their items, in the order of the sheet."""
REASONS: tuple[NotAssessable, ...] = get_args(NotAssessable)
PRESSURE = ("posturing", "cn6_palsy", "papilloedema", "cushing_triad")
"""Signs of raised intracranial pressure that are seen at the bedside, by field of ``Neuro``."""


def group_text(group: str) -> str:
    """A part of the examination with its points."""
    names = {
        "orientation": QCoreApplication.translate("Ice", "Orientation · 4 points"),
        "naming": QCoreApplication.translate("Ice", "Naming · 3 points"),
        "command": QCoreApplication.translate("Ice", "Following commands · 1 point"),
        "writing": QCoreApplication.translate("Ice", "Writing · 1 point"),
        "attention": QCoreApplication.translate("Ice", "Attention · 1 point"),
    }
    return names[group]


def item_text(item: str) -> str:
    """What is asked."""
    names = {
        "orient_year": QCoreApplication.translate("Ice", "Year"),
        "orient_month": QCoreApplication.translate("Ice", "Month"),
        "orient_city": QCoreApplication.translate("Ice", "City"),
        "orient_hospital": QCoreApplication.translate("Ice", "Hospital"),
        "name_1": QCoreApplication.translate("Ice", "First object — clock"),
        "name_2": QCoreApplication.translate("Ice", "Second object — pen"),
        "name_3": QCoreApplication.translate("Ice", "Third object — button"),
        "command": QCoreApplication.translate("Ice", "“Show me two fingers”"),
        "writing": QCoreApplication.translate("Ice", "Standard sentence"),
        "attention": QCoreApplication.translate("Ice", "Count backwards from 100 by ten"),
    }
    return names[item]


def item_aid(item: str) -> str:
    """How an item is judged, where that is not plain; else empty."""
    if item == "writing":
        return QCoreApplication.translate("Ice", "compared with the sample before infusion")
    return ""


def reason_options() -> tuple[Option, ...]:
    """The reasons for "not assessable", by number."""
    words = {reason: codes.not_assessable(reason) for reason in REASONS}
    words["icans"] = QCoreApplication.translate("Ice", "{reason}: 0 points").format(
        reason=words["icans"]
    )
    return tuple(Option(reason, said) for reason, said in words.items())


def loc_options() -> tuple[Option, ...]:
    """Levels of consciousness, from alert downward."""
    return tuple(Option(loc, capitalised(codes.loc(loc))) for loc in get_args(Loc))


def seizure_options() -> tuple[Option, ...]:
    """Seizures, none first."""
    return tuple(Option(kind, capitalised(codes.seizure(kind))) for kind in get_args(Seizure))


def motor_options() -> tuple[Option, ...]:
    """Focal weakness, none first."""
    return (
        Option("none", QCoreApplication.translate("Ice", "No focal weakness")),
        Option("mild", capitalised(codes.neuro_present("mild_focal_weakness"))),
        Option("deep", capitalised(codes.neuro_present("deep_focal_weakness"))),
    )


def pressure_options() -> tuple[Option, ...]:
    """Signs of raised intracranial pressure at the bedside, none first."""
    none = Option("none", QCoreApplication.translate("Ice", "No pressure sign"))
    return (none, *(Option(sign, capitalised(codes.neuro_present(sign))) for sign in PRESSURE))


def oedema_options() -> tuple[Option, ...]:
    """Cerebral oedema on imaging, none first."""
    return tuple(Option(kind, capitalised(codes.oedema(kind))) for kind in get_args(Oedema))


def yes_no_options(finding: str) -> tuple[Option, ...]:
    """A finding that is there or not."""
    match finding:
        case "interpreter":
            absent = QCoreApplication.translate("Ice", "No interpreter")
            present = QCoreApplication.translate("Ice", "With interpreter")
        case "haemorrhage":
            absent = QCoreApplication.translate("Ice", "No haemorrhage")
            present = QCoreApplication.translate("Ice", "Haemorrhage")
        case _:
            absent = capitalised(codes.neuro_absent(finding))
            present = capitalised(codes.neuro_present(finding))
    return (Option("no", absent), Option("yes", present))


def finding_text(finding: str) -> str:
    """The name of a finding, as it stands beside its choice."""
    names = {
        "loc": QCoreApplication.translate("Ice", "Consciousness"),
        "seizure": QCoreApplication.translate("Ice", "Seizure"),
        "seizure_min": QCoreApplication.translate("Ice", "Minutes"),
        "motor": QCoreApplication.translate("Ice", "Motor"),
        "pressure": QCoreApplication.translate("Ice", "Raised pressure"),
        "oedema": QCoreApplication.translate("Ice", "Oedema on imaging"),
        "haemorrhage": QCoreApplication.translate("Ice", "Haemorrhage"),
        "tremor": QCoreApplication.translate("Ice", "Tremor"),
        "myoclonus": QCoreApplication.translate("Ice", "Myoclonus"),
        "interpreter": QCoreApplication.translate("Ice", "Interpreter"),
    }
    return names[finding]
