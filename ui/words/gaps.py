"""What a grade lacks, in words: never charted, seen too long ago, or begun and not finished."""

from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from grading.grade import Grade, Missing
from grading.signs import Ice
from ui.shown import age_text
from ui.words.codes import capitalised, listed
from ui.words.table import Table

translate = QCoreApplication.translate

_NEVER = Table(
    "Missing",
    {
        "temperature": QT_TRANSLATE_NOOP("Missing", "temperature not charted"),
        "temp_c": QT_TRANSLATE_NOOP("Missing", "temperature not charted"),
        "blood_pressure": QT_TRANSLATE_NOOP("Missing", "blood pressure not charted"),
        "sbp_mmhg": QT_TRANSLATE_NOOP("Missing", "systolic pressure not charted"),
        "vasopressor": QT_TRANSLATE_NOOP("Missing", "vasopressor not confirmed"),
        "oxygen": QT_TRANSLATE_NOOP("Missing", "oxygen not charted"),
        "spo2_pct": QT_TRANSLATE_NOOP("Missing", "SpO₂ not charted"),
        "hr_bpm": QT_TRANSLATE_NOOP("Missing", "heart rate not charted"),
        "rr_bpm": QT_TRANSLATE_NOOP("Missing", "respiratory rate not charted"),
        "consciousness": QT_TRANSLATE_NOOP("Missing", "consciousness not charted"),
        "ice": QT_TRANSLATE_NOOP("Missing", "ICE not done"),
    },
)
_OLD = Table(
    "Missing",
    {
        "temperature": QT_TRANSLATE_NOOP("Missing", "temperature {age} old"),
        "temp_c": QT_TRANSLATE_NOOP("Missing", "temperature {age} old"),
        "blood_pressure": QT_TRANSLATE_NOOP("Missing", "blood pressure {age} old"),
        "sbp_mmhg": QT_TRANSLATE_NOOP("Missing", "systolic pressure {age} old"),
        "vasopressor": QT_TRANSLATE_NOOP("Missing", "vasopressor not confirmed for {age}"),
        "oxygen": QT_TRANSLATE_NOOP("Missing", "oxygen {age} old"),
        "spo2_pct": QT_TRANSLATE_NOOP("Missing", "SpO₂ {age} old"),
        "hr_bpm": QT_TRANSLATE_NOOP("Missing", "heart rate {age} old"),
        "rr_bpm": QT_TRANSLATE_NOOP("Missing", "respiratory rate {age} old"),
        "consciousness": QT_TRANSLATE_NOOP("Missing", "consciousness {age} old"),
        "ice": QT_TRANSLATE_NOOP("Missing", "whole ICE needed, last tried {age} ago"),
    },
)
_NEVER_SHORT = Table(
    "Missing",
    {
        "temperature": QT_TRANSLATE_NOOP("Missing", "no temperature"),
        "temp_c": QT_TRANSLATE_NOOP("Missing", "no temperature"),
        "blood_pressure": QT_TRANSLATE_NOOP("Missing", "no BP"),
        "sbp_mmhg": QT_TRANSLATE_NOOP("Missing", "no BP"),
        "vasopressor": QT_TRANSLATE_NOOP("Missing", "vasopressor not confirmed"),
        "oxygen": QT_TRANSLATE_NOOP("Missing", "no O₂ charted"),
        "spo2_pct": QT_TRANSLATE_NOOP("Missing", "no SpO₂"),
        "hr_bpm": QT_TRANSLATE_NOOP("Missing", "no HR"),
        "rr_bpm": QT_TRANSLATE_NOOP("Missing", "no RR"),
        "consciousness": QT_TRANSLATE_NOOP("Missing", "no LOC"),
        "acvpu": QT_TRANSLATE_NOOP("Missing", "no ACVPU"),
        "ice": QT_TRANSLATE_NOOP("Missing", "no ICE"),
    },
)
_OLD_SHORT = Table(
    "Missing",
    {
        "temperature": QT_TRANSLATE_NOOP("Missing", "temp {age} old"),
        "temp_c": QT_TRANSLATE_NOOP("Missing", "temp {age} old"),
        "blood_pressure": QT_TRANSLATE_NOOP("Missing", "BP {age} old"),
        "sbp_mmhg": QT_TRANSLATE_NOOP("Missing", "BP {age} old"),
        "vasopressor": QT_TRANSLATE_NOOP("Missing", "vasopressor {age} old"),
        "oxygen": QT_TRANSLATE_NOOP("Missing", "O₂ {age} old"),
        "spo2_pct": QT_TRANSLATE_NOOP("Missing", "SpO₂ {age} old"),
        "hr_bpm": QT_TRANSLATE_NOOP("Missing", "HR {age} old"),
        "rr_bpm": QT_TRANSLATE_NOOP("Missing", "RR {age} old"),
        "consciousness": QT_TRANSLATE_NOOP("Missing", "LOC {age} old"),
        "acvpu": QT_TRANSLATE_NOOP("Missing", "ACVPU {age} old"),
        "ice": QT_TRANSLATE_NOOP("Missing", "whole ICE needed"),
    },
)


def missing(missing: Missing, now: datetime, grade: Grade | None = None) -> str:
    """What a scale needs and has not: "oxygen not charted", "blood pressure 5 h old".

    With the ``grade`` that lacks it, what was begun and not finished is told from what is old.
    """
    begun = None if grade is None else _begun(missing, grade)
    if begun is not None:
        return begun
    if missing.last is None:
        return _NEVER(missing.what)
    return _OLD(missing.what).format(age=age_text(now - missing.last))


def _begun(missing: Missing, grade: Grade) -> str | None:
    """Something seen of late that does not suffice, or None."""
    for one in grade.reasons:
        if missing.what == "ice" and one.code == "ice_partial":
            ice: Ice = one.evidence[0].value
            return translate("Missing", "ICE not complete: {n} of 10 items done").format(
                n=10 - len(ice.missing)
            )
        if one.domain == missing.what == "spo2_pct" and one.evidence:
            return translate("Missing", "SpO₂ without the oxygen device")
    return None


def missing_short(missing: Missing, scale: str, now: datetime) -> str:
    """What is missing, where there is little room: "SpO₂ 5 h old", "no BP"."""
    what = missing.what
    if scale == "news2" and what == "consciousness":
        what = "acvpu"
    if missing.last is None:
        return _NEVER_SHORT(what)
    return _OLD_SHORT(what).format(age=age_text(now - missing.last))


def missing_line(grade: Grade, now: datetime) -> str:
    """All that a grade lacks, in one sentence; empty where nothing is missing."""
    if not grade.missing:
        return ""
    items = listed([missing(item, now, grade) for item in grade.missing])
    return translate("Missing", "{items}.").format(items=capitalised(items))
