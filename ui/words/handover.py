"""The handover in words: the four parts of a sheet, and who handed over to whom.

What the record does not hold is said to be not recorded; it is never left out, and never a 0.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Literal, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.alarms.alarm import Alarm
from bedside.facts import Confirmed, HandedOver, Note, TakenOver
from bedside.follow import Standing
from bedside.handover import Handing, Sheet, Trend, Worst, baseline_ice_missing
from bedside.series import Band
from bedside.timeline import Entry
from grading.scales.news2 import News2Grade
from grading.signs import Baseline, Support, Vitals
from ui.shown import age_text, day_text, moment_text
from ui.words.alarm_kinds import alarm_step, alarm_text
from ui.words.codes import acvpu, dotted, listed, loc
from ui.words.drug_clock import (
    doses_line,
    steroid_day_line,
    steroid_total_line,
    steroid_uses_line,
    uncounted_line,
)
from ui.words.entries import is_late, written
from ui.words.facts import confirmed, fact
from ui.words.gaps import missing_line
from ui.words.grades import band_text, grade_title, scale_name
from ui.words.management import banner_text, prompt_text, reference_title, source_text
from ui.words.measures import ice_lost, ice_score, pressure, quantity, support_whole
from ui.words.rounds import round_line
from ui.words.sbar import cells, last_set
from ui.words.table import Table
from ui.words.therapies import running
from ui.words.visits import state_text, to_collect, visit_name, waits_text

translate = QCoreApplication.translate

Tone = Literal["", "strong", "late", "unknown", "small"]
"""How a line is to look: plain, the point of it, what cannot wait, what is unknown, small print."""
_LATE = frozenset({"late", "overdue"})
_STEPS = 6
"""So many grades of the last 24 h are told: the first and the latest."""

_TITLES = Table(
    "Handover",
    {
        "S": QT_TRANSLATE_NOOP("Handover", "Situation"),
        "B": QT_TRANSLATE_NOOP("Handover", "Background"),
        "A": QT_TRANSLATE_NOOP("Handover", "Assessment"),
        "R": QT_TRANSLATE_NOOP("Handover", "Recommendation"),
    },
)
_WORST = Table(
    "HandoverWorst",
    {
        "temp_high": QT_TRANSLATE_NOOP("HandoverWorst", "highest temperature {value} ({at})"),
        "hr_high": QT_TRANSLATE_NOOP("HandoverWorst", "highest heart rate {value} ({at})"),
        "hr_low": QT_TRANSLATE_NOOP("HandoverWorst", "lowest heart rate {value} ({at})"),
        "sbp_low": QT_TRANSLATE_NOOP("HandoverWorst", "lowest systolic pressure {value} ({at})"),
        "map_low": QT_TRANSLATE_NOOP("HandoverWorst", "lowest mean pressure {value} ({at})"),
        "rr_high": QT_TRANSLATE_NOOP("HandoverWorst", "highest respiratory rate {value} ({at})"),
        "spo2_low": QT_TRANSLATE_NOOP("HandoverWorst", "lowest SpO₂ {value} ({at})"),
        "oxygen": QT_TRANSLATE_NOOP("HandoverWorst", "most oxygen: {value} ({at})"),
        "acvpu": QT_TRANSLATE_NOOP("HandoverWorst", "consciousness at worst: {value} ({at})"),
        "loc": QT_TRANSLATE_NOOP("HandoverWorst", "arousal at worst: {value} ({at})"),
        "ice_low": QT_TRANSLATE_NOOP("HandoverWorst", "lowest {value} ({at})"),
    },
)
_FIELDS = {
    "temp_high": "temp_c",
    "hr_high": "hr_bpm",
    "hr_low": "hr_bpm",
    "sbp_low": "sbp_mmhg",
    "map_low": "map_mmhg",
    "rr_high": "rr_bpm",
    "spo2_low": "spo2_pct",
}


class Line(NamedTuple):
    """A line of a sheet: what it is about, the words, and how it looks.

    One without a label goes on with what the line above it is about.
    """

    label: str
    said: tuple[str, ...]
    tone: Tone = ""


class Section(NamedTuple):
    """One of the four parts of a sheet: its letter, its title, its lines."""

    letter: str
    title: str
    lines: tuple[Line, ...]


def sections(of: Sheet) -> tuple[Section, ...]:
    """The whole sheet in words: situation, background, assessment, recommendation."""
    parts = {
        "S": _situation(of),
        "B": _background(of),
        "A": _assessment(of),
        "R": _recommendation(of),
    }
    return tuple(Section(letter, _TITLES(letter), lines) for letter, lines in parts.items())


def heading(of: Sheet) -> tuple[str, ...]:
    """Who the sheet is about: patient, initials, bed, study day; each as it stands on its own."""
    person, day = of.chart.person, of.chart.study_day
    return (
        of.patient,
        person.enrolled.initials,
        translate("Handover", "bed {bed}").format(bed=person.bed)
        if person.bed
        else translate("Handover", "no bed recorded"),
        translate("Handover", "study day unknown") if day is None else day_text(day),
    )


# --- S --------------------------------------------------------------------------------------------


def _situation(of: Sheet) -> tuple[Line, ...]:
    return tuple(line for trend in of.trends for line in _grade_lines(of, trend))


def _grade_lines(of: Sheet, trend: Trend) -> tuple[Line, ...]:
    grade = of.chart.grade(trend.scale)
    title = grade_title(trend.scale, grade)
    now = dotted([title, band_text(grade)]) if isinstance(grade, News2Grade) else title
    unknown = grade is None or grade.level is None
    said = [trend_text(trend, of)]
    if trend.scale != "news2":
        said.append(_signed(trend, of))
    return (
        Line(scale_name(trend.scale), (now,), "unknown" if unknown else "strong"),
        Line("", tuple(said)),
    )


def _signed(trend: Trend, of: Sheet) -> str:
    entry = trend.signed
    if entry is None or not isinstance(entry.fact, Confirmed):
        return translate("Handover", "Computed; no physician has signed a grade.")
    return translate("Handover", "Signed: {grade}, {name}, {moment}").format(
        grade=dotted([confirmed(entry.fact), entry.fact.reason.strip().rstrip(".")]),
        name=entry.author,
        moment=_moment(entry.at, of),
    )


def trend_text(trend: Trend, of: Sheet) -> str:
    """A grade over the last 24 h: "24 h: 0, 1 from 09:10, 3 from 14:21 · highest 3"."""
    if not trend.bands:
        return translate("Handover", "24 h: nothing charted")
    gaps = translate("Handover", "at times it could not be stated") if trend.gaps else ""
    if trend.scale == "news2" and trend.highest is not None:  # it changes with every set
        highest = translate("Handover", "24 h: highest {level}").format(level=trend.highest)
        return dotted([highest, gaps])
    first, *rest = trend.bands
    steps = [_figure(first)]
    steps += [
        translate("Handover", "{grade} from {moment}").format(
            grade=_figure(band), moment=_moment(band.start, of)
        )
        for band in rest
    ]
    if len(steps) > _STEPS:
        left_out = translate("Handover", "{n} more changes").format(n=len(steps) - _STEPS)
        steps[1 : len(steps) - _STEPS + 1] = [left_out]
    text = translate("Handover", "24 h: {steps}").format(steps=", ".join(steps))
    if trend.highest is None:
        return text
    highest = translate("Handover", "highest {level}").format(level=trend.highest)
    return dotted([text, highest, gaps])


def _figure(band: Band) -> str:
    if band.before:
        return "–"
    if band.level is not None:
        return f"≥{band.level}" if band.status == "partial" and band.level else str(band.level)
    return f"≥{band.at_least}" if band.at_least else "?"


# --- B --------------------------------------------------------------------------------------------


def _background(of: Sheet) -> tuple[Line, ...]:
    chart, now = of.chart, of.now
    usual = quantity(Baseline, "ice", of.usual_ice) if of.usual_ice is not None else ""
    lines = [
        Line(translate("Handover", "Cells"), cells(chart, now)),
        Line(
            translate("Handover", "Tocilizumab"),
            (
                translate("Handover", "none recorded")
                if of.toci.last_at is None
                else doses_line(of.toci, chart.zone, now),
            ),
        ),
        Line(translate("Handover", "Steroids"), _steroids(of)),
        Line(
            translate("Handover", "Usual ICE"),
            (usual or translate("Handover", "not recorded"),),
            "" if usual else "late" if baseline_ice_missing(chart) else "unknown",
        ),
        _noted(translate("Handover", "Allergies"), of.allergies, of),
        _noted(translate("Handover", "Code status"), of.code_status, of),
    ]
    return tuple(lines)


def _steroids(of: Sheet) -> tuple[str, ...]:
    given, chart = of.steroids, of.chart
    said = []
    if given.pred_equiv_mg_total or given.pred_equiv_mg_24h:
        cells_given = any(entry.at <= of.now for entry in chart.infusions)
        said = [
            steroid_uses_line(given),
            dotted([steroid_day_line(given), steroid_total_line(given, cells=cells_given)]),
        ]
    said.append(uncounted_line(given.uncounted, chart.zone, of.now))
    return tuple(text for text in said if text) or (translate("Handover", "none recorded"),)


def _noted(label: str, notes: Sequence[Entry], of: Sheet) -> Line:
    if not notes:
        return Line(label, (translate("Handover", "nothing recorded"),), "unknown")
    return Line(label, tuple(_note(entry, of) for entry in notes))


def _note(entry: Entry, of: Sheet) -> str:
    text = " ".join(entry.fact.text.split()) if isinstance(entry.fact, Note) else ""
    return translate("Handover", "{text} ({name}, {moment})").format(
        text=text, name=entry.author, moment=_moment(entry.at, of)
    )


# --- A --------------------------------------------------------------------------------------------


def _assessment(of: Sheet) -> tuple[Line, ...]:
    chart, now = of.chart, of.now
    lines = [
        Line(translate("Handover", "Last set"), last_set(chart, now)),
        _oxygen(of),
        _ice(of),
        _running(of),
        _worst(of),
        *_each(
            translate("Handover", "Next due"),
            [(round_line(one, chart.zone, now), one.state in _LATE) for one in of.rounds],
            translate("Handover", "no round is asked for"),
        ),
        *_each(
            translate("Handover", "Open alarms"),
            [(open_alarm(alarm, of), alarm.acknowledged is None) for alarm in of.alarms],
            translate("Handover", "no alarm stands"),
        ),
    ]
    lacking = [
        translate("Handover", "{scale}: {missing}").format(scale=scale_name(scale), missing=text)
        for scale in chart.courses
        if (grade := chart.grade(scale)) is not None and (text := missing_line(grade, now))
    ]
    if lacking:
        lines.append(Line(translate("Handover", "Missing"), tuple(lacking), "unknown"))
    return tuple(lines)


def _each(label: str, items: Sequence[tuple[str, bool]], nothing: str) -> list[Line]:
    """A line for each text, with whether it cannot wait; one that says so where there is none."""
    if not items:
        return [Line(label, (nothing,))]
    labels = (label, *("" for _ in items[1:]))
    return [
        Line(name, (text,), "late" if late else "")
        for name, (text, late) in zip(labels, items, strict=True)
    ]


def _oxygen(of: Sheet) -> Line:
    label = translate("Handover", "Oxygen")
    if of.oxygen is None:
        return Line(label, (translate("Handover", "never charted"),), "unknown")
    at, given = of.oxygen
    text = translate("Handover", "{device}, {age} ago")
    return Line(label, (text.format(device=support_whole(given), age=age_text(of.now - at)),))


def _ice(of: Sheet) -> Line:
    label = translate("Handover", "ICE")
    if of.last_ice is None:
        return Line(label, (translate("Handover", "never done"),), "unknown")
    at, given = of.last_ice
    text = translate("Handover", "{score}, {age} ago").format(
        score=ice_score(given), age=age_text(of.now - at)
    )
    return Line(label, (dotted([text, ice_lost(given)]),))


def _running(of: Sheet) -> Line:
    said = [
        translate("Handover", "{drug} since {moment}, last charted {age} ago").format(
            drug=running(run), moment=_moment(run.since, of), age=age_text(of.now - run.at)
        )
        for run in of.running
    ]
    return Line(
        translate("Handover", "Running"),
        tuple(said) or (translate("Handover", "no infusion recorded as running"),),
    )


def _worst(of: Sheet) -> Line:
    label = translate("Handover", "Worst since {moment}").format(moment=_moment(of.shift, of))
    if not of.worst:
        return Line(label, (translate("Handover", "nothing measured in this time"),), "unknown")
    return Line(label, (listed([_worst_text(one, of) for one in of.worst]),))


def _worst_text(one: Worst, of: Sheet) -> str:
    return _WORST(one.what).format(value=_worst_value(one), at=_moment(one.at, of))


def _worst_value(one: Worst) -> str:
    match one.what:
        case "oxygen":
            return support_whole(one.sign) if isinstance(one.sign, Support) else ""
        case "acvpu":
            return acvpu(str(one.sign.consciousness))
        case "loc":
            return loc(str(one.sign.loc))
        case "ice_low":
            return ice_score(one.sign)
        case _ if one.value is None:
            return pressure(one.sign)
        case _:
            return quantity(Vitals, _FIELDS[one.what], one.value)


def open_alarm(alarm: Alarm, of: Sheet) -> str:
    """An alarm that stands: since when, and who has seen it."""
    values = {"alarm": alarm_text(alarm), "since": _moment(alarm.since, of)}
    seen = alarm.acknowledged
    if seen is None:
        return translate("Handover", "{alarm}, since {since}, acknowledged by nobody").format(
            **values
        )
    text = translate("Handover", "{alarm}, since {since}, acknowledged by {name} {moment}")
    return text.format(name=seen.by, moment=_moment(seen.at, of), **values)


# --- R --------------------------------------------------------------------------------------------


def _recommendation(of: Sheet) -> tuple[Line, ...]:
    steps = list(dict.fromkeys(alarm_step(alarm) for alarm in of.alarms))
    lines = [
        Line(
            translate("Handover", "Call for"),
            tuple(steps) or (translate("Handover", "no alarm asks for anything"),),
        ),
        _visits(of),
    ]
    if of.waiting:
        lines.append(
            Line(
                translate("Handover", "Waiting"), tuple(_waiting(entry, of) for entry in of.waiting)
            )
        )
    lines += [
        Line(
            reference_title(one, of.chart),
            (
                *(prompt_text(prompt) for prompt in one.prompts),
                *(source_text(s) for s in dict.fromkeys(p.source for p in one.prompts)),
            ),
            "small",
        )
        for one in of.references
    ]
    if of.references:
        lines.append(Line(translate("Handover", "Reference"), (banner_text(),), "small"))
    return tuple(lines)


def _visits(of: Sheet) -> Line:
    label = translate("Handover", "Visits and samples")
    if of.visits:
        return Line(label, tuple(_visit(one, of) for one in of.visits))
    if not of.planned:
        return Line(label, (translate("Handover", "no plan of visits is known"),), "unknown")
    return Line(label, (translate("Handover", "none planned for today or tomorrow"),))


def _visit(one: Standing, of: Sheet) -> str:
    today = of.now.astimezone(of.chart.zone).date()
    return dotted([visit_name(one.visit), state_text(one, today), waits_text(one), to_collect(one)])


def _waiting(entry: Entry, of: Sheet) -> str:
    return translate("Handover", "{what} ({name}, {moment})").format(
        what=fact(entry.fact, of.chart.zone), name=entry.author, moment=_moment(entry.at, of)
    )


# --- who handed over, and to whom -----------------------------------------------------------------


def handed_lines(of: Sheet) -> tuple[Line, ...]:
    """What was said at the last handing over of this shift, and who took over; with their times."""
    handed, lines = of.handing.handed, []
    if handed is not None and isinstance(handed.fact, HandedOver):
        label = translate("Handover", "Handed over {moment}").format(moment=_moment(handed.at, of))
        said = [handed.author if not is_late(handed) else written(handed, of.now, of.chart.zone)]
        if handed.fact.remark.strip():
            said.append(handed.fact.remark.strip())
        if handed.fact.to_do.strip():
            said.append(
                translate("Handover", "To do: {text}").format(text=handed.fact.to_do.strip())
            )
        lines.append(Line(label, tuple(said)))
    for entry in of.handing.taken:
        label = translate("Handover", "Taken over {moment}").format(moment=_moment(entry.at, of))
        comment = entry.fact.comment if isinstance(entry.fact, TakenOver) else ""
        lines.append(Line(label, (dotted([entry.author, " ".join(comment.split())]),)))
    return tuple(lines)


def handing_text(of: Handing, now: datetime, zone: tzinfo) -> str:
    """How it stands with the change of shift, on one line."""
    handed, accepted = of.handed, of.accepted
    values: dict[str, str] = {}
    if handed is not None:
        moment = moment_text(handed.at, zone, QLocale(), now)
        values |= {"giver": handed.author, "at": moment}
    if accepted:
        moment = moment_text(accepted[-1].at, zone, QLocale(), now)
        values |= {"taker": accepted[-1].author, "then": moment}
    if handed is not None and accepted:
        text = translate("Handover", "Handed over {at} {giver} · taken over {then} {taker}")
    elif handed is not None:
        text = translate("Handover", "Handed over {at} {giver} · not taken over yet")
    elif accepted:
        text = translate("Handover", "Taken over {then} {taker} · nothing was handed over")
    else:
        text = translate("Handover", "Not handed over in this shift")
    return text.format(**values)


def _moment(at: datetime, of: Sheet) -> str:
    return moment_text(at, of.chart.zone, QLocale(), of.now)
