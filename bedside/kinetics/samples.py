"""The laboratory results of one course: from one infusion that begins it to the next one."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias, cast

from bedside.chart import Chart
from bedside.facts import AdverseEvent
from bedside.timeline import Entry
from grading.drugs import DrugClass
from grading.findings import anchors, study_day
from grading.signs import Drug, Infused, Lab

DAY = timedelta(days=1)
CONDITIONED_WITHIN = timedelta(days=28)
"""How long before an infusion its conditioning may have begun: cyclophosphamide of before that was
given for lupus (this project's decision: the screening of the protocols begins on day -28)."""
IMMUNOGLOBULIN = "immunoglobulin"
_at = attrgetter("at")


class Sample(NamedTuple):
    """One result of one analyte. ``day`` is days since the infusion that counts, with decimals.

    ``bound``: the true value lies below ("<") or above (">") ``value``. ``value`` is None, and
    ``text`` says why, where there were words only; of a value with a remark on its sample
    ("haemolysed") both are there, and nothing is computed from it.
    """

    day: float
    at: datetime
    entry: str
    value: float | None
    bound: Literal["<", ">"] | None = None
    text: str | None = None

    @property
    def is_measured(self) -> bool:
        """Whether it may be computed with: a number or a limit, without any remark."""
        return self.value is not None and not self.text


@dataclass(frozen=True, slots=True)
class Course:
    """The results of a patient around one infusion; its samples are made when asked for.

    ``labs`` are the laboratory entries of the whole record by analyte, in order of time.
    ``conditioned`` is when the first conditioning drug for this infusion was given. ``is_first``:
    no infusion was before it. ``next`` is the infusion that ended the course. ``replaced`` are
    the infusions of immunoglobulin of before :attr:`until`, ``adverse`` the adverse events.
    """

    infused: datetime
    now: datetime
    zone: tzinfo
    is_first: bool
    next: datetime | None
    conditioned: datetime | None
    labs: Mapping[str, Sequence[Entry]]
    replaced: tuple[Entry, ...] = ()
    adverse: tuple[Entry, ...] = ()

    def before(self, analyte: str) -> tuple[Sample, ...]:
        """The results up to the infusion, those of earlier courses included."""
        rows = self.labs.get(analyte, ())
        return tuple(map(self._sample, rows[: bisect_right(rows, self.infused, key=_at)]))

    def after(self, analyte: str) -> tuple[Sample, ...]:
        """The results from the infusion to the next one, or to now."""
        rows = self.labs.get(analyte, ())
        start = bisect_right(rows, self.infused, key=_at)
        return tuple(
            map(self._sample, rows[start : bisect_right(rows, self.until, start, key=_at)])
        )

    def _sample(self, entry: Entry) -> Sample:
        lab, at = cast("Lab", entry.fact), entry.at
        day = (at - self.infused) / DAY
        return Sample(day, at, entry.id, lab.value, lab.bound, lab.text)

    @property
    def until(self) -> datetime:
        """When the course ended, or now."""
        return self.now if self.next is None else min(self.next, self.now)

    def day_of(self, at: datetime) -> float:
        """Days since the infusion, with decimals; negative before it."""
        return (at - self.infused) / DAY

    @property
    def study_day(self) -> int:
        """Calendar days of the site from the infusion to :attr:`until`."""
        return study_day(self.until, self.infused, self.zone)

    def date_of(self, day: int) -> date:
        """The date of a study day at the site."""
        return self.infused.astimezone(self.zone).date() + timedelta(days=day)


Source: TypeAlias = Chart | Course
"""What may be asked: a chart is asked about the course of its latest infusion."""


def course(of: Source) -> Course | None:
    """The course of the latest infusion; None before any. A course is given back as it is."""
    if isinstance(of, Course):
        return of
    given = [entry.at for entry in of.infusions]
    found = courses(of.timeline, of.now, given, of.zone)
    return found[-1] if found else None


def courses(
    timeline: Sequence[Entry],
    now: datetime,
    infusions: Iterable[datetime] | None = None,
    zone: tzinfo = UTC,
) -> tuple[Course, ...]:
    """All courses of a timeline (in clinical order), the earliest first; one pass over it.

    ``infusions`` are the moments from which study days count, in order of time; those of the
    timeline unless they are given. Entries and infusions later than ``now`` do not count.
    """
    if infusions is None:
        infusions = anchors((e.at, e.fact) for e in timeline if isinstance(e.fact, Infused))
    given = [at for at in infusions if at <= now]
    if not given:
        return ()
    labs: dict[str, list[Entry]] = {}
    conditioning: list[datetime] = []
    replaced: list[Entry] = []
    adverse: list[Entry] = []
    for entry in timeline:
        if entry.at > now:
            break
        fact = entry.fact
        if type(fact) is Lab:
            labs.setdefault(fact.analyte, []).append(entry)
        elif type(fact) is Drug and fact.action != "stopped":
            if fact.drug_class is DrugClass.CONDITIONING:
                conditioning.append(entry.at)
            elif fact.name == IMMUNOGLOBULIN:
                replaced.append(entry)
        elif type(fact) is AdverseEvent:
            adverse.append(entry)
    return tuple(
        Course(
            infused=infused,
            now=now,
            zone=zone,
            is_first=previous is None,
            next=following,
            conditioned=conditioned(conditioning, infused, previous),
            labs=labs,
            replaced=tuple(e for e in replaced if following is None or e.at <= following),
            adverse=tuple(e for e in adverse if following is None or e.at <= following),
        )
        for previous, infused, following in zip(
            (None, *given), given, (*given[1:], None), strict=False
        )
    )


def conditioned(
    drugs: Iterable[datetime], infused: datetime, previous: datetime | None
) -> datetime | None:
    """When the conditioning for an infusion began, of its drugs in order; None without any.

    ``previous`` is the infusion before it: conditioning of before that was for that one.
    """
    earliest = infused - CONDITIONED_WITHIN
    if previous is not None:
        earliest = max(earliest, previous)
    return next((at for at in drugs if earliest <= at < infused), None)
