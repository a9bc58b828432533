"""What to say on the phone about an alarm: situation, background, assessment, recommendation.

Everything is read from the record as it stands. What nobody charted is said to be unknown; it is
never left out, and never said to be normal.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.alarms.alarm import Alarm
from bedside.chart import ALARMING, Chart
from bedside.drug_clock import steroids, tocilizumab
from bedside.rounds import Round
from grading.drugs import DrugClass
from grading.grade import Grade
from grading.scales.news2 import News2Grade
from grading.signs import Baseline, Ice, Infused, Support, Vitals
from ui.shown import age_text, day_text, moment_text
from ui.words.alarm_kinds import alarm_step, alarm_text
from ui.words.codes import acvpu, listed
from ui.words.drug_clock import steroid_day_line, uncounted_line
from ui.words.gaps import missing_line
from ui.words.grades import band_text, grade_title, scale_name
from ui.words.measures import ice_score, pressure_with_unit, quantity, support_whole
from ui.words.reasons import reason
from ui.words.rounds import round_kind, round_text
from ui.words.therapies import product, running

translate = QCoreApplication.translate

_GRADES = {"crs_grade": "crs", "icans_grade": "icans"}
_PRESSORS = frozenset(
    {DrugClass.VASOPRESSOR, DrugClass.VASOPRESSIN, DrugClass.INOTROPE, DrugClass.RESCUE}
)
_LATE = frozenset({"late", "overdue"})


class Sbar(NamedTuple):
    """Four groups of whole sentences, in the order in which they are said."""

    situation: tuple[str, ...]
    background: tuple[str, ...]
    assessment: tuple[str, ...]
    recommendation: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, to be read aloud: a paragraph for each group."""
        parts = (
            (translate("Sbar", "Situation: {sentences}"), self.situation),
            (translate("Sbar", "Background: {sentences}"), self.background),
            (translate("Sbar", "Assessment: {sentences}"), self.assessment),
            (translate("Sbar", "Recommendation: {sentences}"), self.recommendation),
        )
        return "\n".join(text.format(sentences=" ".join(some)) for text, some in parts)


def sbar(alarm: Alarm, chart: Chart, rounds: Sequence[Round], now: datetime) -> Sbar:
    """What to say about an alarm of a patient as of ``now`` (aware).

    Raises ValueError for an alarm that belongs to no patient: there is nobody to speak of.
    """
    if alarm.patient is None:
        raise ValueError(f"{alarm.key} is no alarm of a patient")
    return Sbar(
        (*who(chart), _alarm(alarm, chart, now), *grades(chart, now)),
        (*cells(chart, now), *therapy(chart, now)),
        (*deciding(chart, now), *last_set(chart, now), ice(chart, now), *_late(chart, rounds, now)),
        (alarm_step(alarm),),
    )


# --- situation ------------------------------------------------------------------------------------


def who(chart: Chart) -> tuple[str, ...]:
    """Who the patient is, where, and on which study day."""
    person = chart.person
    values = {"patient": chart.patient, "initials": person.enrolled.initials, "bed": person.bed}
    if person.bed and person.enrolled.initials:
        text = translate("Sbar", "Patient {patient}, {initials}, bed {bed}.")
    elif person.bed:
        text = translate("Sbar", "Patient {patient}, bed {bed}.")
    elif person.enrolled.initials:
        text = translate("Sbar", "Patient {patient}, {initials}, no bed recorded.")
    else:
        text = translate("Sbar", "Patient {patient}, no bed recorded.")
    return (text.format(**values), _day(chart))


def _day(chart: Chart) -> str:
    day = chart.study_day
    if day is None:
        return translate("Sbar", "The study day is unknown: no infusion is recorded or planned.")
    return translate("Sbar", "Study day {day}.").format(day=day_text(day))


def _alarm(alarm: Alarm, chart: Chart, now: datetime) -> str:
    """What the alarm is about; of a grade from which level to which it rose."""
    since = moment_text(alarm.since, chart.zone, QLocale(), now)
    rose = alarm.kind in _GRADES and not alarm.suspected
    if rose and alarm.value is not None and alarm.before is not None:
        return translate(
            "Sbar", "{scale} rose from grade {before} to grade {after} at {moment}."
        ).format(
            scale=scale_name(_GRADES[alarm.kind]),
            before=round(alarm.before),
            after=round(alarm.value),
            moment=since,
        )
    if alarm.ended is not None:
        return translate("Sbar", "{alarm}, from {moment} to {end}.").format(
            alarm=alarm_text(alarm),
            moment=since,
            end=moment_text(alarm.ended, chart.zone, QLocale(), now),
        )
    return translate("Sbar", "{alarm}, since {moment}.").format(
        alarm=alarm_text(alarm), moment=since
    )


def grades(chart: Chart, now: datetime) -> tuple[str, ...]:
    """CRS and ICANS as they stand now, and from which level they last changed."""
    said = []
    for scale in ALARMING:
        step = chart.step(scale)
        change = None if step is None else step.trend.change
        title = grade_title(scale, chart.grade(scale))
        if change is None:
            said.append(translate("Sbar", "Now {grade}.").format(grade=title))
            continue
        said.append(
            translate(
                "Sbar", "Now {grade}; last change from {before} to {after}, {age} ago."
            ).format(
                grade=title,
                before=change.before,
                after=change.after,
                age=age_text(now - change.at),
            )
        )
    return tuple(said)


# --- background -----------------------------------------------------------------------------------


def cells(chart: Chart, now: datetime) -> tuple[str, ...]:
    """What was infused and when; that nothing was."""
    given = [entry for entry in chart.infusions if entry.at <= now]
    if not given:
        planned = chart.infused
        if planned is None:
            return (translate("Sbar", "No infusion of cells is recorded or planned."),)
        return (
            translate("Sbar", "Cells are not infused yet, planned for {moment}.").format(
                moment=moment_text(planned, chart.zone, QLocale(), now)
            ),
        )
    last = given[-1]
    fact = last.fact
    moment = moment_text(last.at, chart.zone, QLocale(), now)
    name = product(chart)
    unknown = isinstance(fact, Infused) and fact.dose is None
    if not name:
        return (
            translate("Sbar", "Cells infused {moment}, product and dose not recorded.").format(
                moment=moment
            ),
        )
    text = (
        translate("Sbar", "{product} infused {moment}, the dose given is not recorded.")
        if unknown
        else translate("Sbar", "{product} infused {moment}.")
    )
    return (text.format(product=name, moment=moment),)


def therapy(chart: Chart, now: datetime) -> tuple[str, ...]:
    """What was given so far: tocilizumab, steroids, vasopressors that run, oxygen."""
    return (
        _tocilizumab(chart, now),
        *_steroids(chart, now),
        *_running(chart, now),
        oxygen(chart, now),
    )


def _tocilizumab(chart: Chart, now: datetime) -> str:
    toci = tocilizumab(chart, now)
    if toci.last_at is None:
        return translate("Sbar", "Tocilizumab: none recorded.")
    values = {
        "n": toci.given_total,
        "moment": moment_text(toci.last_at, chart.zone, QLocale(), now),
        "age": age_text(now - toci.last_at),
    }
    if toci.given_total == 1:
        text = translate("Sbar", "Tocilizumab: 1 dose, at {moment}, {age} ago.")
    else:
        text = translate("Sbar", "Tocilizumab: {n} doses, the last at {moment}, {age} ago.")
    return text.format(**values)


def _steroids(chart: Chart, now: datetime) -> list[str]:
    given = steroids(chart, now)
    uncounted = uncounted_line(given.uncounted, chart.zone, now)
    said = []
    if given.pred_equiv_mg_24h:
        text = translate("Sbar", "Steroids, {amounts}.")
        said.append(text.format(amounts=steroid_day_line(given)))
    elif given.pred_equiv_mg_total:
        said.append(translate("Sbar", "Steroids: none recorded in the last 24 h, some before."))
    elif not uncounted:
        said.append(translate("Sbar", "Steroids: none recorded."))
    if uncounted:
        said.append(translate("Sbar", "Steroids. {uncounted}.").format(uncounted=uncounted))
    return said


def _running(chart: Chart, now: datetime) -> list[str]:
    """The infusions that run, and when each was last confirmed; that there is no vasopressor."""
    said = []
    for run in sorted(chart.running, key=lambda run: run.drug.drug_class not in _PRESSORS):
        values = {
            "drug": running(run),
            "since": moment_text(run.since, chart.zone, QLocale(), now),
            "age": age_text(now - run.at),
        }
        text = translate("Sbar", "Running: {drug} since {since}, last charted {age} ago.")
        said.append(text.format(**values))
    if not any(run.drug.drug_class in _PRESSORS for run in chart.running):
        said.insert(0, translate("Sbar", "Vasopressors: none recorded as running."))
    return said


def oxygen(chart: Chart, now: datetime) -> str:
    """The oxygen device last charted, and how long ago."""
    seen = chart.latest(Support, "support")
    if seen is None:
        return translate("Sbar", "Oxygen: never charted.")
    return translate("Sbar", "Oxygen: {device}, {age} ago.").format(
        device=support_whole(seen.sign), age=age_text(now - seen.at)
    )


# --- assessment -----------------------------------------------------------------------------------


def deciding(chart: Chart, now: datetime) -> tuple[str, ...]:
    """The values that decide each grade, with their times; and what is missing to state it."""
    said = []
    for scale in (*ALARMING, "news2"):
        grade = chart.grade(scale)
        if grade is None:
            said.append(
                translate("Sbar", "{scale} is unknown: nothing is charted.").format(
                    scale=scale_name(scale)
                )
            )
            continue
        if isinstance(grade, News2Grade):
            said.append(
                translate("Sbar", "{grade}: {risk}.").format(
                    grade=grade_title(scale, grade), risk=band_text(grade)
                )
            )
        else:
            said += _drivers(scale, grade, chart, now)
        lacking = missing_line(grade, now)
        if lacking:
            said.append(
                translate("Sbar", "{scale} lacks: {missing}").format(
                    scale=scale_name(scale), missing=lacking
                )
            )
    return tuple(said)


def _drivers(scale: str, grade: Grade, chart: Chart, now: datetime) -> list[str]:
    """A sentence for each finding that the grade rests on."""
    reached = grade.counted
    if grade.level is None and grade.suspected is not None:
        reached = grade.suspected
    if not reached:
        return []
    found = [one for one in grade.reasons if one.level == reached]
    # Certain by an examination that is not complete: then that is what decides.
    found = found or [one for one in grade.reasons if one.code == "ice_partial"]
    said = []
    for one in found:
        text = translate("Sbar", "{scale} is decided by: {finding}.")
        finding = ", ".join(part for part in reason(one, now, chart.zone) if part)
        said.append(text.format(scale=scale_name(scale), finding=finding))
    return said


def last_set(chart: Chart, now: datetime) -> tuple[str, ...]:
    """The last vital signs with their ages, those of one moment together, and what was never seen.

    Of a value a moment holds twice the more worrying one is said.
    """
    words = _set_words()
    seen = [
        (found.at, name, found.sign)
        for name in words
        if (found := chart.latest(Vitals, name)) is not None
    ]
    said = []
    for at, group in groupby(sorted(seen, key=lambda one: one[0], reverse=True), lambda o: o[0]):
        values = [words[name].format(value=_value(name, sign)) for _, name, sign in group]
        said.append(
            translate("Sbar", "Vital signs {age} ago: {values}.").format(
                age=age_text(now - at), values=listed(values)
            )
        )
    if not seen:
        return (translate("Sbar", "Vital signs: none charted."),)
    never = [_set_names()[name] for name in words if name not in {name for _, name, _ in seen}]
    if never:
        said.append(translate("Sbar", "Never charted: {names}.").format(names=listed(never)))
    return tuple(said)


def _set_words() -> Mapping[str, str]:
    """What a set says, in the order of the form, by the group of the sign."""
    return {
        "temp": translate("Sbar", "temperature {value}"),
        "hr": translate("Sbar", "heart rate {value}"),
        "bp": translate("Sbar", "blood pressure {value}"),
        "rr": translate("Sbar", "respiratory rate {value}"),
        "spo2": translate("Sbar", "SpO₂ {value}"),
        "consciousness": translate("Sbar", "consciousness: {value}"),
    }


def _set_names() -> Mapping[str, str]:
    return {
        "temp": translate("Sbar", "temperature"),
        "hr": translate("Sbar", "heart rate"),
        "bp": translate("Sbar", "blood pressure"),
        "rr": translate("Sbar", "respiratory rate"),
        "spo2": translate("Sbar", "SpO₂"),
        "consciousness": translate("Sbar", "consciousness"),
    }


def _value(name: str, sign: Vitals) -> str:
    if name == "bp":
        return pressure_with_unit(sign)
    if name == "consciousness":
        return acvpu(str(sign.consciousness))
    field = {"temp": "temp_c", "hr": "hr_bpm", "rr": "rr_bpm", "spo2": "spo2_pct"}[name]
    return quantity(Vitals, field, getattr(sign, field))


def ice(chart: Chart, now: datetime) -> str:
    """The last ICE with its age and the usual one; that one of them is not known."""
    last, usual = chart.latest(Ice, "ice"), chart.latest(Baseline, "ice")
    usual_ice = None if usual is None else usual.sign.ice
    if last is None and usual_ice is None:
        return translate("Sbar", "ICE: never done, the usual score is not recorded.")
    if last is None:
        return translate("Sbar", "ICE: never done, usually {usual}/10.").format(usual=usual_ice)
    values = {"score": ice_score(last.sign), "age": age_text(now - last.at), "usual": usual_ice}
    if usual_ice is None:
        text = translate("Sbar", "{score} {age} ago, the usual score is not recorded.")
    else:
        text = translate("Sbar", "{score} {age} ago, usually {usual}/10.")
    return text.format(**values)


def _late(chart: Chart, rounds: Sequence[Round], now: datetime) -> list[str]:
    """The rounds that are behind, since what is said rests on older values."""
    return [
        translate("Sbar", "{round} round. {state}.").format(
            round=round_kind(one.kind), state=round_text(one, chart.zone, now)
        )
        for one in rounds
        if one.state in _LATE
    ]
