"""An alarm in one sentence: what rose, when, how it stands now, and on what it rests."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.alarms import Alarm
from bedside.chart import Chart
from grading.grade import Evidence, Grade, Reason, counted_level
from grading.scales import SCALES
from grading.signs import Support, Vitals
from ui.shown import moment_text
from ui.words.alarm_kinds import MARKS, alarm_text
from ui.words.codes import dotted, listed
from ui.words.drug_names import drug
from ui.words.gaps import missing
from ui.words.grades import scale_name
from ui.words.measures import ice_score, pressure, quantity, support_whole
from ui.words.table import Table

translate = QCoreApplication.translate

GRADED = frozenset({"crs_grade", "icans_grade", "other_grade"})
_EVENTS = frozenset({"seizure", "ice_drop", "ferritin_doubled", "dose_guard", "clock_jumped"})
"""What happens at a moment; the others last from a moment on."""
_DRIVERS = Table(
    "Alarm",
    {
        "fever": QT_TRANSLATE_NOOP("Alarm", "fever {temp}"),
        "hypotension": QT_TRANSLATE_NOOP("Alarm", "blood pressure {bp}"),
        "hypotension_charted": QT_TRANSLATE_NOOP("Alarm", "hypotension, as judged at the bedside"),
        "ice": QT_TRANSLATE_NOOP("Alarm", "{ice}"),
        "ice_partial": QT_TRANSLATE_NOOP("Alarm", "{ice}"),
        "awakens_spontaneously": QT_TRANSLATE_NOOP("Alarm", "drowsy"),
        "awakens_to_voice": QT_TRANSLATE_NOOP("Alarm", "awakens to voice"),
        "awakens_to_tactile": QT_TRANSLATE_NOOP("Alarm", "awakens to touch only"),
        "vigorous_tactile": QT_TRANSLATE_NOOP("Alarm", "awakens to vigorous touch only"),
        "stupor": QT_TRANSLATE_NOOP("Alarm", "stupor"),
        "coma": QT_TRANSLATE_NOOP("Alarm", "coma"),
        "unarousable": QT_TRANSLATE_NOOP("Alarm", "unarousable"),
        "seizure": QT_TRANSLATE_NOOP("Alarm", "a seizure"),
        "prolonged": QT_TRANSLATE_NOOP("Alarm", "a seizure longer than 5 min"),
        "repetitive_no_return": QT_TRANSLATE_NOOP(
            "Alarm", "repeated seizures without return to baseline"
        ),
        "deep_focal_weakness": QT_TRANSLATE_NOOP("Alarm", "deep focal weakness"),
        "posturing": QT_TRANSLATE_NOOP("Alarm", "posturing"),
        "cn6_palsy": QT_TRANSLATE_NOOP("Alarm", "palsy of the sixth cranial nerve"),
        "papilloedema": QT_TRANSLATE_NOOP("Alarm", "papilloedema"),
        "cushing_triad": QT_TRANSLATE_NOOP("Alarm", "Cushing triad"),
        "focal_oedema": QT_TRANSLATE_NOOP("Alarm", "focal cerebral oedema"),
        "diffuse_oedema": QT_TRANSLATE_NOOP("Alarm", "diffuse cerebral oedema"),
    },
)
"""What an alarm rests on; oxygen and vasopressors are put into words from their values."""


def alarm(alarm: Alarm, of: Chart | None, now: datetime, zone: tzinfo) -> str:
    """An alarm in a sentence: "RC-014 · CRS rose to grade 3 at 14:21 — noradrenaline since …".

    ``of`` is the chart of its patient, None for an alarm of the program itself.
    """
    if alarm.patient is None or of is None:
        return _plainly(alarm, now, zone)
    return _told(alarm.patient, alarm, of)


def alarm_by_bed(alarm: Alarm, of: Chart | None, now: datetime, zone: tzinfo) -> str:
    """The same by bed, for a screen that anybody may read."""
    if alarm.patient is None or of is None:
        return _plainly(alarm, now, zone)
    return _told(bed(of), alarm, of)


def bed(of: Chart) -> str:
    """Where a patient is, for a screen that anybody may read: "Bed 6"."""
    if of.person.bed:
        return translate("Alarm", "Bed {bed}").format(bed=of.person.bed)
    return translate("Alarm", "A patient without a bed")


def alarm_short(alarm: Alarm, of: Chart | None, *, private: bool = False) -> str:
    """An alarm in a few words, with its mark: "** RC-014 CRS rose to grade 2"."""
    mark, text = MARKS[alarm.priority], alarm_text(alarm)
    if alarm.patient is None or (private and of is None):
        return translate("Alarm", "{mark} {text}").format(mark=mark, text=text)
    who = bed(of) if private and of is not None else alarm.patient
    return translate("Alarm", "{mark} {who} {text}").format(mark=mark, who=who, text=text)


def alarms_named(alarms: Sequence[Alarm]) -> str:
    """What several alarms of a patient say: "CRS rose to grade 2 · New fever: 38.8 °C"."""
    return dotted([alarm_text(one) for one in alarms])


def with_it(others: Sequence[Alarm]) -> str:
    """What the same moment raised besides, and which of it is quiet; "" where nothing.

    "with it: New fever: 38.8 °C (audio paused) · NEWS2 9"
    """
    if not others:
        return ""
    paused = translate("Alarm", "{text} (audio paused)")
    said = [
        alarm_text(one) if one.silence is None else paused.format(text=alarm_text(one))
        for one in others
    ]
    return translate("Alarm", "with it: {alarms}").format(alarms=dotted(said))


def with_it_short(others: Sequence[Alarm]) -> str:
    """How many the same moment raised besides: "+2 with it"; "" where none."""
    quiet = sum(one.silence is not None for one in others)
    if not others:
        return ""
    if quiet:
        text = translate("Alarm", "+{n} with it, {m} paused")
    else:
        text = translate("Alarm", "+{n} with it")
    return text.format(n=len(others), m=quiet)


def _plainly(alarm: Alarm, now: datetime, zone: tzinfo) -> str:
    """An alarm without a patient's name, and without what the record says of it now."""
    if alarm.latched or alarm.kind in _EVENTS:
        text = translate("Alarm", "{text}, at {moment}.")
    else:
        text = translate("Alarm", "{text}, since {moment}.")
    return text.format(
        text=alarm_text(alarm), moment=moment_text(alarm.since, zone, QLocale(), now)
    )


def _told(who: str, alarm: Alarm, chart: Chart) -> str:
    grade = chart.grade(alarm.what) if alarm.kind in GRADED and alarm.what in SCALES else None
    if grade is not None and not chart.person.discharged:
        return _graded(who, alarm, grade, chart)
    return translate("Alarm", "{who} · {text}").format(
        who=who, text=_plainly(alarm, chart.now, chart.zone)
    )


def _graded(who: str, alarm: Alarm, grade: Grade, chart: Chart) -> str:
    after = alarm.level
    drivers = _drivers(grade, chart)
    lacking = listed([missing(item, chart.now, grade) for item in grade.missing])
    stated = counted_level(grade)
    is_certain = grade.level is not None and grade.status != "partial"
    if grade.suspected is not None and grade.level is None and grade.suspected >= after:
        text = translate(
            "Alarm",
            "{who} · {scale} may be grade {suspected} since {moment}, which a person must decide —"
            " {why}.",
        )
    elif grade.suspected is not None and grade.level is None:
        text = translate(
            "Alarm",
            "{who} · {scale} rose to grade {after} at {moment} and may be grade {suspected} now,"
            " which a person must decide — {why}.",
        )
    elif is_certain and stated == after and drivers:
        text = translate("Alarm", "{who} · {scale} rose to grade {after} at {moment} — {why}.")
    elif is_certain and stated == after:
        text = translate("Alarm", "{who} · {scale} rose to grade {after} at {moment}.")
    elif is_certain and stated and drivers:
        text = translate(
            "Alarm",
            "{who} · {scale} rose to grade {after} at {moment} and is grade {level} now — {why}.",
        )
    elif is_certain:
        text = translate(
            "Alarm", "{who} · {scale} rose to grade {after} at {moment} and is grade {level} now."
        )
    elif stated >= after and drivers and lacking:
        text = translate(
            "Alarm",
            "{who} · {scale} rose to at least {level} at {moment} — {why}; {lacking}.",
        )
    elif stated >= after and drivers:
        text = translate("Alarm", "{who} · {scale} rose to at least {level} at {moment} — {why}.")
    elif stated:
        text = translate(
            "Alarm",
            "{who} · {scale} rose to grade {after} at {moment}, at least {level} now — {lacking}.",
        )
    else:
        text = translate(
            "Alarm",
            "{who} · {scale} rose to grade {after} at {moment} and cannot be stated now —"
            " {lacking}.",
        )
    return text.format(
        who=who,
        scale=scale_name(alarm.what),
        after=after,
        level=stated,
        suspected=grade.suspected,
        moment=moment_text(alarm.since, chart.zone, QLocale(), chart.now),
        why=listed(drivers),
        lacking=lacking,
    )


def _drivers(grade: Grade, chart: Chart) -> list[str]:
    """What the grade rests on: the reasons that reach it."""
    reached = grade.counted
    if grade.level is None and grade.suspected is not None:
        reached = grade.suspected
    if not reached:
        return []
    found = [reason for reason in grade.reasons if reason.level == reached]
    if not found:  # certain by an examination that is not complete
        found = [reason for reason in grade.reasons if reason.code == "ice_partial"]
    return [_driver(reason, chart) for reason in found]


def _driver(reason: Reason, chart: Chart) -> str:
    """A reason in the middle of a sentence: "noradrenaline since 14:18"."""
    by = {evidence.what: evidence for evidence in reason.evidence}
    if "vasopressor" in by or "push_dose" in by:
        return listed([_vasopressor(evidence, chart) for evidence in reason.evidence])
    if reason.code not in _DRIVERS:
        return _oxygen(by)
    values = {}
    if "temp_c" in by:
        values["temp"] = quantity(Vitals, "temp_c", by["temp_c"].value.temp_c)
    if "bp" in by:
        values["bp"] = pressure(by["bp"].value)
    if "ice" in by:
        values["ice"] = ice_score(by["ice"].value)
    return _DRIVERS(reason.code).format(**values)


def _vasopressor(evidence: Evidence, chart: Chart) -> str:
    moment = moment_text(evidence.at, chart.zone, QLocale(), chart.now)
    if evidence.what == "push_dose":
        return translate("Alarm", "{drug} as a single dose at {moment}").format(
            drug=drug(evidence.value), moment=moment
        )
    return translate("Alarm", "{drug} since {moment}").format(
        drug=drug(evidence.value.name), moment=moment
    )


def _oxygen(by: dict[str, Evidence]) -> str:
    saturation, given = by.get("spo2_pct"), by.get("oxygen")
    spo2 = quantity(Vitals, "spo2_pct", saturation.value) if saturation else ""
    if given is None:
        return translate("Alarm", "SpO₂ {spo2}").format(spo2=spo2)
    device: Support = given.value
    if saturation is None:
        return support_whole(device)
    return translate("Alarm", "SpO₂ {spo2} on {device}").format(
        spo2=spo2, device=support_whole(device)
    )
