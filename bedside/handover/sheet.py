"""All that the sheet of one patient says at a handover, as data."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from bedside.alarms.alarm import Alarm
from bedside.chart import Chart
from bedside.drug_clock import Steroids, Toci, steroids, tocilizumab
from bedside.facts import HandedOver, NotDone, Note, TakenOver
from bedside.follow import SETTLED, Follow, Standing
from bedside.handover.worst import Worst, worst
from bedside.management import Reference, reference
from bedside.readiness import BASELINE_FROM
from bedside.rounds import Round, urgency
from bedside.rounds.table import LABS, VITALS
from bedside.series import Band, between, grade_bands
from bedside.timeline import Entry
from grading.findings import Run, Seen
from grading.signs import Baseline, Ice, Lab, Support, Vitals

SHIFT = timedelta(hours=12)
"""How far back a shift goes: what was said and measured in this time belongs to it."""
DAY = timedelta(hours=24)
_SCALES = ("crs", "icans", "news2")
_ALLERGIES = ("allerg", "intoleran", "anaphyla", "过敏")
_CODE_STATUS = (
    *("code status", "resuscit", "reanimat", "dnacpr", "dnar", "dnr", "full code"),
    *("cpr", "treatment limit", "ceiling of care", "respect form", "patientenverfügung"),
    *("therapiebegrenzung", "抢救", "复苏"),
)
_FIELDS = {
    "temp_c": "temp",
    "sbp_mmhg": "bp",
    "dbp_mmhg": "bp",
    "map_mmhg": "bp",
    "hr_bpm": "hr",
    "rr_bpm": "rr",
    "spo2_pct": "spo2",
    "support": "oxygen",
}
"""What `NotDone.what` names, by the part of a round that it belongs to."""


class Trend(NamedTuple):
    """One scale over the last 24 h: its grades one after the other, and the highest of them.

    ``bands`` are of different grades each, the last one that of now. ``highest`` is the highest
    level that counted; None where none could be stated and nothing was certain. ``gaps`` says that
    for a time it could not be stated. ``signed`` is the last physician's word.
    """

    scale: str
    bands: tuple[Band, ...]
    highest: int | None
    gaps: bool
    signed: Entry | None


class Handing(NamedTuple):
    """What was said at this change of shift: the last handing over, and who took over since.

    ``taken`` are all of the shift, the last one last; ``accepted`` those after the last handing
    over, or of all where there was none.
    """

    handed: Entry | None
    taken: tuple[Entry, ...]

    @property
    def accepted(self) -> tuple[Entry, ...]:
        """Who took over what was last handed over."""
        handed = self.handed
        if handed is None:
            return self.taken
        return tuple(
            entry
            for entry in self.taken
            if entry.at >= handed.at
            or (isinstance(entry.fact, TakenOver) and entry.fact.handed == handed.id)
        )


class Sheet(NamedTuple):
    """Everything that the sheet of one patient says, as of ``now``. Nothing in it is stored.

    S: ``trends`` by scale. B: what was given (``toci``, ``steroids``), ``usual_ice`` (None where
    none is recorded) and notes that speak of allergies or of the code status. A: the ``worst``
    values of the shift, ``rounds`` by urgency, ``alarms`` that stand (acknowledged ones too),
    ``running`` infusions. R: ``references`` (prompts as `bedside.management` allows them for the
    grade), ``visits`` that are due today or tomorrow (``planned``: whether a plan of visits is
    known at all), ``waiting`` for what was not done and has
    not been done since, and ``handing``.
    """

    chart: Chart
    now: datetime
    shift: datetime
    trends: tuple[Trend, ...]
    toci: Toci
    steroids: Steroids
    usual_ice: int | None
    last_ice: tuple[datetime, Ice] | None
    allergies: tuple[Entry, ...]
    code_status: tuple[Entry, ...]
    worst: tuple[Worst, ...]
    rounds: tuple[Round, ...]
    alarms: tuple[Alarm, ...]
    running: tuple[Run, ...]
    oxygen: tuple[datetime, Support] | None
    references: tuple[Reference, ...]
    visits: tuple[Standing, ...]
    planned: bool
    waiting: tuple[Entry, ...]
    handing: Handing

    @property
    def patient(self) -> str:
        """Whose sheet it is."""
        return self.chart.patient


def sheet(
    chart: Chart,
    rounds: Sequence[Round],
    alarms: Iterable[Alarm],
    plan: Follow | None,
    now: datetime,
) -> Sheet:
    """The sheet of a patient as of ``now`` (aware), from the chart as of then.

    ``alarms`` may be those of the whole ward; without a ``plan`` no visits are told.
    """
    ice = chart.latest(Ice, "ice")
    usual = chart.latest(Baseline, "ice")
    oxygen = chart.latest(Support, "support")
    return Sheet(
        chart=chart,
        now=now,
        shift=now - SHIFT,
        trends=tuple(_trend(chart, scale, now) for scale in _SCALES),
        toci=tocilizumab(chart, now),
        steroids=steroids(chart, now),
        usual_ice=None if usual is None else usual.sign.ice,
        last_ice=None if ice is None else (ice.at, ice.sign),
        allergies=_notes(chart, _ALLERGIES),
        code_status=_notes(chart, _CODE_STATUS),
        worst=worst(chart, now - SHIFT, now),
        rounds=tuple(sorted((one for one in rounds if one.due is not None), key=urgency)),
        alarms=tuple(alarm for alarm in alarms if alarm.patient == chart.patient),
        running=chart.running,
        oxygen=None if oxygen is None else (oxygen.at, oxygen.sign),
        references=tuple(one for one in reference(chart) if one.prompts),
        visits=_visits(plan, now, chart),
        planned=plan is not None and plan.protocol is not None,
        waiting=waiting(chart, now),
        handing=handing(chart, now),
    )


def _trend(chart: Chart, scale: str, now: datetime) -> Trend:
    bands: list[Band] = []
    for band in grade_bands(chart.courses[scale], now - DAY, now):
        if bands and _figure(bands[-1]) == _figure(band):
            bands[-1] = bands[-1]._replace(end=band.end)
        else:
            bands.append(band)
    graded = [band for band in bands if not band.before]
    levels = [_counted(b) for b in graded if b.level is not None or b.at_least]
    highest = max(levels, default=None)
    gaps = any(band.level is None for band in graded)
    return Trend(scale, tuple(bands), highest, gaps, chart.signed.get(scale))


def _figure(band: Band) -> tuple[int | None, int, bool]:
    return (band.level, band.at_least if band.level is None else band.level, band.before)


def _counted(band: Band) -> int:
    return band.at_least if band.level is None else band.level


def _notes(chart: Chart, marks: Sequence[str]) -> tuple[Entry, ...]:
    """The notes that hold one of these words, the latest first; of the same words once."""
    found: dict[str, Entry] = {}
    for entry in reversed(chart.timeline):
        if isinstance(entry.fact, Note):
            text = " ".join(entry.fact.text.casefold().split())
            if any(mark in text for mark in marks):
                found.setdefault(text, entry)
    return tuple(found.values())


def baseline_ice_missing(chart: Chart) -> bool:
    """Whether the usual ICE is not recorded, though it ought to be by this study day."""
    if chart.latest(Baseline, "ice") is not None:
        return False
    day = chart.study_day
    return day is None or day >= BASELINE_FROM


def handing(chart: Chart, now: datetime) -> Handing:
    """What was handed over and taken over in this shift."""
    handed: Entry | None = None
    taken = []
    for entry in between(chart.timeline, now - SHIFT, now):
        if entry.at <= now - SHIFT:
            continue
        if isinstance(entry.fact, HandedOver):
            handed = entry
        elif isinstance(entry.fact, TakenOver):
            taken.append(entry)
    return Handing(handed, tuple(taken))


def waiting(chart: Chart, now: datetime) -> tuple[Entry, ...]:
    """What was not done in this shift and has not been done since, the latest word on each."""
    found: dict[str, Entry] = {}
    for entry in between(chart.timeline, now - SHIFT, now):
        fact = entry.fact
        if isinstance(fact, NotDone) and entry.at > now - SHIFT:
            found[_FIELDS.get(fact.what, fact.what)] = entry
    left = [entry for what, entry in found.items() if not _done_since(chart, what, entry.at)]
    return tuple(sorted(left, key=lambda entry: entry.at))


def _done_since(chart: Chart, what: str, at: datetime) -> bool:
    """Whether the record shows it later than that; of the whole of something, all its parts."""
    if what == "vitals":
        return all(_seen_since(chart, *group, at) for group in VITALS.values())
    if what in VITALS:
        return _seen_since(chart, *VITALS[what], at)
    if what in {"consciousness", "weight_kg"}:
        return _seen_since(chart, Vitals, what.removesuffix("_kg"), at)
    if what == "ice":
        seen = chart.latest(Ice, "ice")
        return seen is not None and seen.at > at and not seen.sign.missing
    wanted = LABS.get(what)
    if wanted is None and what != "labs":
        return False
    return any(
        entry.at > at and (wanted is None or entry.fact.analyte in wanted)
        for entry in between(chart.timeline, at, chart.now)
        if isinstance(entry.fact, Lab) and entry.fact.is_measured
    )


def _seen_since(chart: Chart, sign: type, group: str, at: datetime) -> bool:
    seen: Seen[Any] | None = chart.latest(sign, group)
    return seen is not None and seen.at > at


def _visits(plan: Follow | None, now: datetime, chart: Chart) -> tuple[Standing, ...]:
    """The visits of the trial that are planned for today or tomorrow, or close by then."""
    if plan is None:
        return ()
    today = now.astimezone(chart.zone).date()
    return tuple(one for one in plan.standings(today) if _is_near(one, today))


def _is_near(one: Standing, today: date) -> bool:
    near = (today, today + timedelta(days=1))
    if one.state in SETTLED:
        return one.incomplete and one.on in (today, today - timedelta(days=1))
    return any(day in near for day in _days(one))


def _days(one: Standing) -> Iterator[date]:
    """The days on which a visit may be meant: its target, its last day, the appointment."""
    yield one.visit.target
    yield one.visit.closes
    on = getattr(one.appointment.fact, "on", None) if one.appointment is not None else None
    if on is not None:
        yield on
