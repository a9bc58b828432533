"""Why a grade is what it is: its reasons in words, with values and times."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from grading.grade import Evidence, Reason
from grading.signs import Drug, Neuro, Support, Vitals
from ui.shown import moment_text
from ui.words import codes
from ui.words.codes import dotted
from ui.words.drug_names import drug
from ui.words.measures import (
    amount,
    ice_lost,
    ice_score,
    pressure_with_unit,
    quantity,
    seizure,
    support_whole,
)
from ui.words.table import Table

translate = QCoreApplication.translate


class Said(NamedTuple):
    """A reason in words: what it is, and the values and times it rests on (may be empty)."""

    title: str
    detail: str


_TITLES = Table(
    "Reason",
    {
        "fever": QT_TRANSLATE_NOOP("Reason", "Fever {temp}"),
        "fever_other_cause": QT_TRANSLATE_NOOP("Reason", "Fever {temp}, put down to another cause"),
        "fever_not_required": QT_TRANSLATE_NOOP("Reason", "Fever {temp}"),
        "fever_earlier": QT_TRANSLATE_NOOP("Reason", "Fever {temp} earlier in this episode"),
        "no_fever": QT_TRANSLATE_NOOP("Reason", "No fever"),
        "temperature_missing": QT_TRANSLATE_NOOP("Reason", "Temperature missing"),
        "several_vasopressors": QT_TRANSLATE_NOOP(
            "Reason", "Hypotension needing several vasopressors"
        ),
        "one_vasopressor": QT_TRANSLATE_NOOP("Reason", "Hypotension needing one vasopressor"),
        "vasopressin_alone": QT_TRANSLATE_NOOP("Reason", "Hypotension needing vasopressin alone"),
        "hypotension": QT_TRANSLATE_NOOP("Reason", "Hypotension without vasopressor"),
        "hypotension_charted": QT_TRANSLATE_NOOP("Reason", "Hypotension, as judged at the bedside"),
        "hypotension_denied": QT_TRANSLATE_NOOP(
            "Reason", "Low pressure, judged usual for the patient"
        ),
        "no_hypotension": QT_TRANSLATE_NOOP("Reason", "No hypotension"),
        "blood_pressure_missing": QT_TRANSLATE_NOOP("Reason", "Blood pressure missing"),
        "hypotension_other_cause": QT_TRANSLATE_NOOP(
            "Reason", "Hypotension put down to another cause"
        ),
        "positive_pressure": QT_TRANSLATE_NOOP("Reason", "Hypoxia on positive pressure"),
        "ecmo": QT_TRANSLATE_NOOP("Reason", "Hypoxia on ECMO"),
        "mask": QT_TRANSLATE_NOOP("Reason", "Hypoxia on oxygen by mask"),
        "high_flow": QT_TRANSLATE_NOOP("Reason", "Hypoxia on high-flow oxygen"),
        "low_flow": QT_TRANSLATE_NOOP("Reason", "Hypoxia on low-flow oxygen"),
        "blow_by": QT_TRANSLATE_NOOP("Reason", "Hypoxia on blow-by oxygen"),
        "inferred_hypoxia": QT_TRANSLATE_NOOP("Reason", "Hypoxia by SpO₂ without added oxygen"),
        "room_air": QT_TRANSLATE_NOOP("Reason", "No added oxygen"),
        "baseline_oxygen": QT_TRANSLATE_NOOP("Reason", "No more oxygen than usual"),
        "ppv_not_for_hypoxia": QT_TRANSLATE_NOOP("Reason", "Positive pressure, not for hypoxia"),
        "oxygen_missing": QT_TRANSLATE_NOOP("Reason", "Oxygen device missing"),
        "hypoxia_other_cause": QT_TRANSLATE_NOOP("Reason", "Hypoxia put down to another cause"),
        "ice": QT_TRANSLATE_NOOP("Reason", "{ice}"),
        "ice_full": QT_TRANSLATE_NOOP("Reason", "{ice}"),
        "ice_partial": QT_TRANSLATE_NOOP("Reason", "{ice}, not complete"),
        "ice_missing": QT_TRANSLATE_NOOP("Reason", "ICE missing"),
        "ice_other_cause": QT_TRANSLATE_NOOP("Reason", "{ice}, put down to another cause"),
        "alert": QT_TRANSLATE_NOOP("Reason", "Alert"),
        "awakens_spontaneously": QT_TRANSLATE_NOOP("Reason", "Drowsy, awakens spontaneously"),
        "awakens_to_voice": QT_TRANSLATE_NOOP("Reason", "Awakens to voice"),
        "awakens_to_tactile": QT_TRANSLATE_NOOP("Reason", "Awakens to touch only"),
        "vigorous_tactile": QT_TRANSLATE_NOOP("Reason", "Awakens to vigorous touch only"),
        "stupor": QT_TRANSLATE_NOOP("Reason", "Stupor"),
        "coma": QT_TRANSLATE_NOOP("Reason", "Coma"),
        "unarousable": QT_TRANSLATE_NOOP("Reason", "Unarousable"),
        "natural_sleep": QT_TRANSLATE_NOOP("Reason", "Asleep naturally"),
        "loc_missing": QT_TRANSLATE_NOOP("Reason", "Level of consciousness missing"),
        "loc_other_cause": QT_TRANSLATE_NOOP(
            "Reason", "Depressed consciousness put down to another cause"
        ),
        "no_seizure": QT_TRANSLATE_NOOP("Reason", "No seizure"),
        "seizure": QT_TRANSLATE_NOOP("Reason", "Seizure that resolved"),
        "prolonged": QT_TRANSLATE_NOOP("Reason", "Seizure longer than 5 min"),
        "repetitive_no_return": QT_TRANSLATE_NOOP(
            "Reason", "Repeated seizures without return to baseline"
        ),
        "seizure_other_cause": QT_TRANSLATE_NOOP("Reason", "Seizure put down to another cause"),
        "no_weakness": QT_TRANSLATE_NOOP("Reason", "No focal weakness"),
        "mild_focal_weakness": QT_TRANSLATE_NOOP("Reason", "Mild focal weakness"),
        "deep_focal_weakness": QT_TRANSLATE_NOOP("Reason", "Deep focal weakness"),
        "motor_other_cause": QT_TRANSLATE_NOOP("Reason", "Weakness put down to another cause"),
        "no_pressure_sign": QT_TRANSLATE_NOOP("Reason", "No sign of raised intracranial pressure"),
        "posturing": QT_TRANSLATE_NOOP("Reason", "Posturing"),
        "cn6_palsy": QT_TRANSLATE_NOOP("Reason", "Palsy of the sixth cranial nerve"),
        "papilloedema": QT_TRANSLATE_NOOP("Reason", "Papilloedema"),
        "cushing_triad": QT_TRANSLATE_NOOP("Reason", "Cushing triad"),
        "focal_oedema": QT_TRANSLATE_NOOP("Reason", "Focal cerebral oedema"),
        "diffuse_oedema": QT_TRANSLATE_NOOP("Reason", "Diffuse cerebral oedema"),
        "icp_other_cause": QT_TRANSLATE_NOOP(
            "Reason", "Raised intracranial pressure put down to another cause"
        ),
    },
)
_ITEMS = Table(
    "Reason",
    {
        "rr_bpm": QT_TRANSLATE_NOOP("Reason", "Respiratory rate {value}"),
        "spo2_pct": QT_TRANSLATE_NOOP("Reason", "SpO₂ {value}"),
        "oxygen": QT_TRANSLATE_NOOP("Reason", "Oxygen: {value}"),
        "sbp_mmhg": QT_TRANSLATE_NOOP("Reason", "Systolic pressure {value}"),
        "hr_bpm": QT_TRANSLATE_NOOP("Reason", "Heart rate {value}"),
        "consciousness": QT_TRANSLATE_NOOP("Reason", "Consciousness: {value}"),
        "temp_c": QT_TRANSLATE_NOOP("Reason", "Temperature {value}"),
    },
)
_ITEMS_MISSING = Table(
    "Reason",
    {
        "rr_bpm": QT_TRANSLATE_NOOP("Reason", "Respiratory rate missing"),
        "spo2_pct": QT_TRANSLATE_NOOP("Reason", "SpO₂ missing"),
        "oxygen": QT_TRANSLATE_NOOP("Reason", "Oxygen device missing"),
        "sbp_mmhg": QT_TRANSLATE_NOOP("Reason", "Systolic pressure missing"),
        "hr_bpm": QT_TRANSLATE_NOOP("Reason", "Heart rate missing"),
        "consciousness": QT_TRANSLATE_NOOP("Reason", "Consciousness missing"),
        "temp_c": QT_TRANSLATE_NOOP("Reason", "Temperature missing"),
    },
)
_UNSEEN = frozenset(
    {
        "temperature_missing",
        "blood_pressure_missing",
        "oxygen_missing",
        "ice_missing",
        "loc_missing",
        "missing",
    }
)
_UNMENTIONED = frozenset({"no_seizure", "no_weakness", "no_pressure_sign"})


def reason(reason: Reason, now: datetime, zone: tzinfo) -> Said:
    """A reason of a grade in words, with the times of its evidence in the site's zone."""
    return Said(_title(reason), _detail(reason, now, zone))


def _title(reason: Reason) -> str:
    if reason.code == "missing" and reason.evidence:
        return _ITEMS(reason.domain).format(value=_value(reason.evidence[0]))
    if reason.code == "missing":
        return _ITEMS_MISSING(reason.domain)
    if reason.code == "points":
        return _ITEMS(reason.domain).format(value=_value(reason.evidence[0]))
    values = {}
    fevers = [e for e in reason.evidence if e.what == "temp_c"]
    if fevers:
        values["temp"] = _value(fevers[-1])
    scores = [e.value for e in reason.evidence if e.what == "ice"]
    if scores:
        values["ice"] = ice_score(scores[0])
    return _TITLES(reason.code).format(**values)


def _detail(reason: Reason, now: datetime, zone: tzinfo) -> str:
    if reason.code in _UNSEEN and not reason.evidence:
        return translate("Reason", "not charted, or too old to count")
    if reason.code in _UNMENTIONED:
        return translate("Reason", "none charted")
    if reason.code == "missing":
        return translate("Reason", "not scored on scale 2 while the oxygen is not known")
    if reason.domain == "fever":
        return _fever_detail(reason, now, zone)
    return _evidence(reason, now, zone)


def _evidence(reason: Reason, now: datetime, zone: tzinfo) -> str:
    """The values a reason rests on, with their times; where the title has the value, the time."""
    if reason.code == "points":
        return _seen([], reason.evidence[0].at, now, zone)
    if reason.evidence and reason.evidence[0].what == "ice":
        seen = reason.evidence[0]
        return dotted([_seen([], seen.at, now, zone), ice_lost(seen.value)])
    ordered = sorted(reason.evidence, key=lambda e: (e.at, e.what != "spo2_pct"))
    said = [_running(e, now, zone) for e in ordered if e.what == "vasopressor"]
    rest = [e for e in ordered if e.what != "vasopressor"]
    for at, group in groupby(rest, key=lambda e: e.at):
        said.append(_seen([_aside(e) for e in group], at, now, zone))
    return dotted(said)


def _fever_detail(reason: Reason, now: datetime, zone: tzinfo) -> str:
    """When the fever was, where it was taken, the temperature now, why none is required."""
    temperatures = [e for e in reason.evidence if e.what == "temp_c"]
    if not temperatures:
        return ""
    fever = temperatures[-1]
    said = [_seen([_site(fever)], fever.at, now, zone)]
    if reason.code == "no_fever":
        said = [_seen([_value(fever), _site(fever)], fever.at, now, zone)]
    elif len(temperatures) > 1:
        said.append(_seen([_value(temperatures[0])], temperatures[0].at, now, zone))
    elif reason.code in {"fever_earlier", "fever_not_required"}:
        said.append(translate("Reason", "no temperature now"))
    for treatment in (e for e in reason.evidence if e.what == "treatment"):
        said.append(
            translate("Reason", "not required since {drug} {moment}").format(
                drug=drug(treatment.value.name), moment=_moment(treatment.at, now, zone)
            )
        )
    return dotted(said)


def _running(evidence: Evidence, now: datetime, zone: tzinfo) -> str:
    """A vasopressor that runs: "noradrenaline 0.06 µg/kg/min since 14:18"."""
    given: Drug = evidence.value
    values = {"drug": drug(given.name), "moment": _moment(evidence.at, now, zone)}
    rate = amount(given)
    if not rate:
        return translate("Reason", "{drug} since {moment}").format(**values)
    return translate("Reason", "{drug} {rate} since {moment}").format(rate=rate, **values)


def _seen(values: Iterable[str], at: datetime, now: datetime, zone: tzinfo) -> str:
    """Values of one moment, then that moment."""
    text = ", ".join(value for value in values if value)
    if not text:
        return translate("Reason", "at {moment}").format(moment=_moment(at, now, zone))
    return translate("Reason", "{values} at {moment}").format(
        values=text, moment=_moment(at, now, zone)
    )


def _aside(evidence: Evidence) -> str:
    """A value beside a title that does not say it already."""
    match evidence.what:
        case "loc" | "oedema" | "hypotension":
            return ""
        case finding if finding in codes.neuro_present:
            return ""
        case "spo2_pct":
            return translate("Reason", "SpO₂ {value}").format(value=_value(evidence))
        case "push_dose":
            return translate("Reason", "{drug} as a single dose").format(drug=drug(evidence.value))
        case _:
            return _value(evidence)


def _value(evidence: Evidence) -> str:
    """The value of a piece of evidence."""
    value = evidence.value
    match value:
        case Vitals() if evidence.what == "temp_c":
            return quantity(Vitals, "temp_c", value.temp_c or 0.0)
        case Vitals():
            return pressure_with_unit(value)
        case Support():
            return support_whole(value)
        case Neuro():
            return seizure(value)
        case str():
            return codes.acvpu(value)
        case _:
            return quantity(Vitals, evidence.what, value)


def _site(evidence: Evidence) -> str:
    taken = evidence.value.temp_site
    return codes.site(taken) if taken else ""


def _moment(at: datetime, now: datetime, zone: tzinfo) -> str:
    return moment_text(at, zone, QLocale(), now)
