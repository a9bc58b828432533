"""From one patient's log to a `Subject`, by a short way: only what a study asks for is worked out.

NEWS2, rounds, alarms and plans are left aside, and so is each part of which the record holds
nothing, so that a thousand patients are worked out within seconds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple, cast

from bedside.activity import Assessed, assessed
from bedside.adverse.log import Event, events_of
from bedside.chart import Chart, Person
from bedside.follow import Editions
from bedside.kinetics import Course, courses, expansion
from bedside.protocol.edition import Protocol
from bedside.study.contact import goes_on, last_seen
from bedside.study.figure import UNKNOWN, Figure
from bedside.study.haematology import icahts
from bedside.study.happened import happened, in_order
from bedside.study.response import activity_points, outcomes, variant_of
from bedside.study.steroids import steroid_days
from bedside.study.subject import (
    CURVES,
    SYNTHETIC,
    Ctcae,
    Expanded,
    Happening,
    Outcome,
    Point,
    Subject,
)
from bedside.study.syndrome import bands, syndrome
from bedside.study.told import Told, told
from bedside.study.window import dlt_window
from bedside.timeline import Entry, clinical_order, timeline
from grading.findings import Memory
from grading.grade import course
from grading.scales import crs, icans
from grading.signs import Infused, Lab, Reading, Sign

DAY = timedelta(days=1)
CURVES_FROM = timedelta(days=30)
"""How long before the infusion a course begins."""
SLEDAI = "sledai"
"""The key under which the course of the SLEDAI stands beside those of analytes."""
_READ = crs.SCALE.reads | icans.SCALE.reads


def subject(log: Sequence[Entry], now: datetime, editions: Editions, zone: tzinfo) -> Subject:
    """One patient as of ``now`` (aware), from all its entries in any order.

    Raises ValueError without any entry.
    """
    if not log:
        raise ValueError("a patient of a study needs at least one entry")
    whole = timeline(log)
    line = whole if whole and whole[-1].at <= now else tuple(e for e in whole if e.at <= now)
    of = told(line, now, zone)
    enrolled = of.enrolled
    protocol = editions(enrolled.protocol, enrolled.edition) if enrolled.protocol else None
    level = None if protocol is None else protocol.level(enrolled.dose_level)
    variant = variant_of(protocol)
    end = of.end
    found = Subject(
        patient=log[0].patient,
        protocol=enrolled.protocol,
        edition=enrolled.edition,
        known=protocol is not None,
        dose_level=enrolled.dose_level,
        level_dose=None if level is None else level.dose,
        dose_unit="" if protocol is None else protocol.dose_unit or "",
        enrolled=UNKNOWN if of.enrolment is None else Figure(of.enrolment.at, (of.enrolment.id,)),
        ended=UNKNOWN if of.ended is None or end is None else Figure(end[1], (of.ended.id,)),
        synthetic=all(entry.origin == SYNTHETIC for entry in log),
        variant=variant,
        entries=len(log),
    )
    chart = _chart(of, log)
    lupus = _lupus(of, chart, protocol)
    judged = outcomes(of, protocol, lupus)
    if of.infused is None:
        return replace(found, outcomes=judged)
    return _infused(found, of, protocol, chart, log, judged, activity_points(of, lupus, variant))


def _infused(
    found: Subject,
    of: Told,
    protocol: Protocol | None,
    chart: Chart,
    log: Sequence[Entry],
    judged: Mapping[int, Outcome],
    activity: tuple[Point, ...],
) -> Subject:
    """The subject with what follows from the infusion."""
    infused = of.infused
    assert infused is not None
    now, zone = of.now, of.zone
    seen = [Reading(e.at, cast("Sign", e.fact)) for e in of.line if type(e.fact) in _READ]
    of_crs = course(crs.SCALE, seen, now, zone)
    of_icans = course(icans.SCALE, seen, now, zone)
    adverse = events_of(of.line, log) if of.adverse else ()
    blood = courses(of.line, now, [e.at for e in of.infusions], zone)[0]
    toci = [e for e in of.tocilizumab if of.counts(e)]
    steroids = [e for e in of.steroids if of.counts(e)]
    again = of.infusions[1] if len(of.infusions) > 1 else None
    icaht = icahts(chart, None if again is None else again.at)
    curves = _curves(blood)
    if activity:
        curves[SLEDAI] = activity
    first = of.infusions[0]
    parts = [e for e in of.parts if of.counts(e)]
    end = of.end
    day_zero = of.date_of(infused)
    day = (of.date_of(now) - day_zero).days
    latest = last_seen(of.line)
    assert latest is not None  # the infusion itself, if nothing else
    last = (of.date_of(latest.at) - day_zero).days
    if end is not None:
        gone = min(day, (end[0] - day_zero).days)
        last = max(last, gone) if end[1] == "completed" else gone
    happenings: Iterable[Happening] = (
        *happened(of, adverse, judged, found.variant),
        *bands(of, of_crs, "crs"),
        *bands(of, of_icans, "icans"),
        *icaht.happenings,
    )
    return replace(
        found,
        dose=_dose(parts),
        given_unit=cast("Infused", first.fact).dose_unit or "",
        product=cast("Infused", first.fact).product,
        infused=Figure(infused, (first.id,)),
        day=day,
        last_contact=Figure(latest.at, (latest.id,)),
        last_day=last,
        followed_on=goes_on(of, protocol),
        reinfused=UNKNOWN if again is None else Figure(again.at, (again.id,)),
        dlt=dlt_window(of, protocol),
        crs=syndrome(of, of_crs),
        icans=syndrome(of, of_icans),
        tocilizumab=_doses(of, toci),
        steroids=_doses(of, steroids),
        steroid_days=steroid_days(of),
        icaht_early=icaht.early,
        icaht_late=icaht.late,
        icaht_provisional=icaht.provisional,
        ctcae=_worst(adverse, of),
        adverse_known=of.adverse,
        outcomes=judged,
        expansion=_expanded(blood),
        curves=curves,
        happenings=in_order(happenings),
    )


def _chart(of: Told, log: Sequence[Entry]) -> Chart:
    """The chart of the first infusion without any course: of what dates and forms need."""
    again = of.infusions[1].at if len(of.infusions) > 1 else None
    line = tuple(of.line if again is None else (e for e in of.line if e.at < again))
    return Chart(
        patient=log[0].patient,
        now=of.until,
        zone=of.zone,
        log=tuple(log),
        timeline=line,
        person=Person(log[0].patient, of.enrolled),
        courses={},
        memory=Memory(),
        signed={},
        infusions=tuple(of.infusions[:1]),
        planned=of.planned,
    )


def _lupus(of: Told, chart: Chart, protocol: Protocol | None) -> tuple[Assessed, ...]:
    """The assessments. What stands beside an item as evidence gives no points, and is left out."""
    if not of.forms:
        return ()
    read = sorted((*of.forms, *of.conditioning), key=clinical_order)
    forms = replace(chart, timeline=tuple(read))
    return assessed(forms, proteinuria=None if protocol is None else protocol.selena_proteinuria)


def _dose(parts: Sequence[Entry]) -> Figure[float | None]:
    """What was given in all parts; None where one of them does not say, or the units differ."""
    given = [cast("Infused", entry.fact) for entry in parts]
    doses = [one.dose for one in given if one.dose is not None]
    whole = len(doses) == len(given) and len({one.dose_unit for one in given}) == 1
    return Figure(sum(doses) if whole else None, tuple(entry.id for entry in parts))


def _doses(of: Told, given: Sequence[Entry]) -> Figure[int | None]:
    """How many doses; none at all is known only where any drug was written down."""
    if not given and not of.drugs_known:
        return UNKNOWN
    return Figure(len(given), tuple(entry.id for entry in given))


def _worst(adverse: Iterable[Event], of: Told) -> Figure[Ctcae | None]:
    """The adverse event of the highest grade after the infusion, the one of earliest onset.

    One of before the infusion counts where it rose after it, by the grade that it rose to.
    """
    since = [(grade, event) for event in adverse if (grade := _reached(event, of))]
    if not since:
        return UNKNOWN
    grade, worst = min(since, key=lambda one: (-one[0], one[1].onset, one[1].key))
    fact = worst.fact
    return Figure(Ctcae(grade, fact.term, fact.version, fact.specify), (worst.entry.id,))


def _reached(event: Event, of: Told) -> int:
    """The highest grade of an event within the time of a study; 0 where it did not rise there."""
    assert of.infused is not None
    before = [one.grade for one in event.grades if one.at < of.infused]
    after = [
        one.grade for one in event.grades if of.infused <= one.at and of.is_before_next(one.at)
    ]
    highest = max(after, default=0)
    return highest if not before or highest > before[-1] else 0


def _curves(blood: Course) -> dict[str, tuple[Point, ...]]:
    """The courses of those analytes that were measured, from a month before the infusion on."""
    found = {}
    for analyte in CURVES:
        rows = blood.labs.get(analyte)
        if not rows:
            continue
        points = []
        for entry in rows:
            since = entry.at - blood.infused
            if since < -CURVES_FROM or entry.at > blood.until:
                continue
            lab = cast("Lab", entry.fact)
            if lab.is_measured and lab.value is not None:
                points.append(Point(since / DAY, lab.value, entry.id, lab.bound))
        if points:
            found[analyte] = tuple(points)
    return found


def _expanded(blood: Course) -> Expanded | None:
    """The expansion of the cells, as the kinetics of one patient give it."""
    found = expansion(blood)
    if found is None:
        return None
    top = () if found.cmax_entry is None else (found.cmax_entry,)
    last = () if found.tlast_entry is None else (found.tlast_entry,)
    return Expanded(
        found.analyte,
        found.unit,
        Figure(found.cmax, top),
        Figure(found.tmax_day, top),
        Figure(found.auc0_28, tuple(point.entry for point in found.auc_points)),
        Figure(found.tlast_day, last),
        at_least=found.at_least,
        partial=found.status == "partial",
    )


# --- many patients ----------------------------------------------------------------------------


class _Kept(NamedTuple):
    """A subject that was worked out, of how long a log, and until when it reads the same."""

    entries: int
    today: date
    ahead: datetime | None
    subject: Subject


class Subjects:
    """The patients of a study, each worked out again only when there is something new.

    That is a longer log, another day, or an entry that was dated ahead and counts by now.
    """

    def __init__(self, editions: Editions, zone: tzinfo) -> None:
        self._editions = editions
        self._zone = zone
        self._kept: dict[str, _Kept] = {}

    def subject(self, log: Sequence[Entry], now: datetime) -> Subject:
        """One patient as of ``now`` (aware); see :func:`subject`."""
        today = now.astimezone(self._zone).date()
        known = self._kept.get(log[0].patient) if log else None
        if (
            known is not None
            and (known.entries, known.today) == (len(log), today)
            and (known.ahead is None or now < known.ahead)
        ):
            return known.subject
        found = subject(log, now, self._editions, self._zone)
        ahead = min((entry.at for entry in log if entry.at > now), default=None)
        self._kept[found.patient] = _Kept(len(log), today, ahead, found)
        return found

    def forget(self) -> None:
        """Work everything out afresh from now on, as when other editions are known."""
        self._kept.clear()


def studied(
    logs: Iterable[Sequence[Entry]],
    now: datetime,
    editions: Editions,
    zone: tzinfo,
    kept: Subjects | None = None,
) -> Iterator[Subject]:
    """The patients of some logs, one after the other, so that whoever asks may stop between two.

    Logs without any entry are left out. ``kept`` are subjects worked out before.
    """
    known = kept or Subjects(editions, zone)
    for log in logs:
        if log:
            yield known.subject(log, now)
