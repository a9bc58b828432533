"""What the twelve months remind of: derived from each patient's plan and record, never stored.

A reminder stands from its first day (``due``) until the record settles it or its time is over.
What somebody answered to it is an entry (:class:`bedside.facts.Reminded`), so that every
workstation agrees.

Of a visit that is neither done nor left out: its window opens (until the window closes), an
appointment is near (until its day is over), it is due (from the target until the window closes),
its window closes soon (never said before it opened), it is overdue (until it is done, left out,
or its deviation is written down). Of a visit that took place: its checklist is incomplete. Of a
patient: the DLT window wants its review, and month 12 wants the entry that ends the plan.

Visits of the patient's stay with a window of a single day remind of nothing but an appointment:
the rounds of the ward watch them. The long-term register reminds like every other visit.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from operator import attrgetter
from typing import Literal, NamedTuple, cast, get_args

from bedside.facts import Appointed, Reminded, ReminderAnswer
from bedside.follow.standing import Follow, Standing
from bedside.schedule import Visit
from bedside.timeline import Draft

Kind = Literal[
    "overdue", "appointment_tomorrow", "due_today", "closes_soon", "dlt_review",
    "checklist_incomplete", "month_12_closure", "window_opens",
]  # fmt: skip
"""What a reminder says, the most urgent first."""
KINDS: tuple[Kind, ...] = get_args(Kind)
Standpoint = Literal["open", "seen", "snoozed", "dismissed"]
"""What became of a reminder; one whose snooze is over is open again."""
LONGEST_LEAD = 30
"""The longest lead time, in days."""
STAY = 30
"""The last study day up to which a visit with a window of one day is one of the patient's stay."""
_RANK = {kind: place for place, kind in enumerate(KINDS)}
_STAGES: frozenset[Kind] = frozenset(
    {"overdue", "appointment_tomorrow", "due_today", "closes_soon", "window_opens"}
)
_ALWAYS = date.max


@dataclass(frozen=True, slots=True)
class Leads:
    """When reminders begin, in days: 0 to `LONGEST_LEAD`. Raises ValueError beyond that.

    Days before: ``window_opens`` the opening, ``appointment`` the appointment, ``due`` the target,
    ``closes`` the last day of the window. Days after: ``overdue`` the last day of the window (1 or
    more: on that day itself nothing is overdue), ``incomplete`` the visit, ``dlt_review`` the
    first day after the DLT window, ``closure`` the day with which month 12 is over.
    """

    window_opens: int = 0
    appointment: int = 1
    due: int = 0
    closes: int = 3
    overdue: int = 1
    incomplete: int = 1
    dlt_review: int = 0
    closure: int = 0

    def __post_init__(self) -> None:
        for lead in fields(self):
            if not shortest_lead(lead.name) <= getattr(self, lead.name) <= LONGEST_LEAD:
                raise ValueError(f"{lead.name}: {getattr(self, lead.name)!r} days")


def shortest_lead(name: str) -> int:
    """The least number of days that a lead time may have."""
    return 1 if name == "overdue" else 0


class Reminder(NamedTuple):
    """One reminder of one patient, as it stands today.

    ``visit`` is the id of the visit, "" where it is about the patient; ``plan`` the visit itself.
    ``due`` is the first day on which it stands, ``at`` the beginning of that day at the site
    (UTC). ``day`` is what it is about: the opening, the target, the appointment or the last day of
    the window, the day of the visit, the last day of the DLT window or of month 12; ``days`` how
    far ahead of today that lies (below 0: past). ``key`` is made of kind, visit and ``day``: the
    same on every workstation whatever its lead times, and another one when the date moves, so
    that it rings anew.

    ``answer`` is what became of it, ``by`` whom; ``until`` is the end of its latest snooze.
    ``clock`` is the time of an appointment, ``lacking`` how many items of a checklist are open.
    """

    patient: str
    kind: Kind
    visit: str
    due: date
    at: datetime
    key: str
    day: date
    days: int
    answer: Standpoint = "open"
    until: datetime | None = None
    by: str = ""
    plan: Visit | None = None
    clock: time | None = None
    lacking: int = 0

    @property
    def ring(self) -> str:
        """Names one ringing of it, of all patients: another one after each snooze."""
        said = f"{self.patient}:{self.key}"
        return said if self.until is None else f"{said}@{self.until:%Y%m%dT%H%M%S}"

    @property
    def urgency(self) -> tuple[int, date, str, str]:
        """Sorts reminders, the most urgent first.

        A visit is due foremost on its day; after it the end of its window counts for more.
        """
        rank = _RANK[self.kind]
        if self.kind == "due_today" and self.days != 0:
            rank = _RANK["dlt_review"]
        return (rank, self.day, self.patient, self.visit)


class _Stage(NamedTuple):
    """A reminder before it is asked whether it stands today: from ``first`` to ``last``."""

    kind: Kind
    visit: Visit | None
    day: date
    first: date
    last: date = _ALWAYS
    clock: time | None = None
    lacking: int = 0


def midnight(day: date, zone: tzinfo) -> datetime:
    """The moment, in UTC, at which a date begins in a zone; where its clocks skip it, the next."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


_USUAL = Leads()


def reminders(follow: Follow, now: datetime, leads: Leads = _USUAL) -> tuple[Reminder, ...]:
    """All reminders of a patient that stand as of now, answered ones too, in no special order."""
    return _Day(follow, follow.day_of(now), leads).at(now)


def next_ring(follow: Follow, now: datetime, leads: Leads = _USUAL) -> datetime | None:
    """When the next reminder of a patient will stand, or come back, by itself; None if never."""
    return _Day(follow, follow.day_of(now), leads).next_ring(now)


class _Day:
    """What stands for one patient on one day, and when more will."""

    def __init__(self, follow: Follow, today: date, leads: Leads) -> None:
        self.follow, self.today, self.leads = follow, today, leads
        ahead: date | None = None
        standing = []
        for stage in _stages(follow, today, leads):
            if stage.first > today:
                if ahead is None or stage.first < ahead:
                    ahead = stage.first
            elif today <= stage.last:
                standing.append(_reminder(stage, follow, today))
        self._standing = tuple(standing)
        self._ahead = None if ahead is None else midnight(ahead, follow.zone)
        self._snoozed = [r.until for r in standing if r.answer == "snoozed" and r.until]

    def at(self, now: datetime) -> tuple[Reminder, ...]:
        if not self._snoozed or now < min(self._snoozed):
            return self._standing
        return tuple(
            r._replace(answer="open", by="")
            if r.answer == "snoozed" and r.until is not None and r.until <= now
            else r
            for r in self._standing
        )

    def next_ring(self, now: datetime) -> datetime | None:
        moments = [until for until in self._snoozed if until > now]
        if self._ahead is not None:
            moments.append(self._ahead)
        return min(moments, default=None)


class Diary:
    """The reminders of many patients; it counts anew only for whom something has changed.

    Answers as :func:`reminders` and :func:`next_ring` do, as long as the same plan is the same
    object.
    """

    def __init__(self) -> None:
        self._days: dict[str, _Day] = {}

    def reminders(
        self, follows: Iterable[Follow], now: datetime, leads: Leads = _USUAL
    ) -> tuple[Reminder, ...]:
        """All reminders of these patients that stand as of now, answered ones too."""
        found: list[Reminder] = []
        for follow in follows:
            found += self._day(follow, now, leads).at(now)
        return tuple(found)

    def next_ring(
        self, follows: Iterable[Follow], now: datetime, leads: Leads = _USUAL
    ) -> datetime | None:
        """When the next reminder of these patients will stand, or come back, by itself."""
        ahead = (self._day(follow, now, leads).next_ring(now) for follow in follows)
        return min((moment for moment in ahead if moment is not None), default=None)

    def _day(self, follow: Follow, now: datetime, leads: Leads) -> _Day:
        today = follow.day_of(now)
        known = self._days.get(follow.patient)
        if (
            known is None
            or known.follow is not follow
            or known.today != today
            or known.leads != leads
        ):
            known = self._days[follow.patient] = _Day(follow, today, leads)
        return known


# --- what stands, and when ------------------------------------------------------------------------


def _reminder(stage: _Stage, follow: Follow, today: date) -> Reminder:
    visit = "" if stage.visit is None else stage.visit.id
    key = f"{stage.kind}:{visit}:{stage.day.isoformat()}"
    answer: Standpoint = "open"
    until, by = None, ""
    said = follow.reminded.get(key)
    if said is not None:
        fact = cast("Reminded", said.fact)
        answer, until, by = fact.answer, fact.until, said.author
    return Reminder(
        follow.patient,
        stage.kind,
        visit,
        stage.first,
        midnight(stage.first, follow.zone),
        key,
        stage.day,
        (stage.day - today).days,
        answer,
        until,
        by,
        stage.visit,
        stage.clock,
        stage.lacking,
    )


def _stages(follow: Follow, today: date, leads: Leads) -> Iterator[_Stage]:
    standings = follow.standings(today)
    for standing in standings:
        if standing.state in {"not_applicable", "unscheduled"}:
            continue
        if standing.on is not None:
            if standing.incomplete:
                first = standing.on + timedelta(days=leads.incomplete)
                lacking = len(standing.ticks) - standing.collected
                visit, on = standing.visit, standing.on
                yield _Stage("checklist_incomplete", visit, on, first, lacking=lacking)
        elif not standing.why and not _waits(follow, standing.visit):
            yield from _of_visit(standing, leads)
    yield from _of_patient(follow, standings, today, leads)


def _waits(follow: Follow, visit: Visit) -> bool:
    """Whether a visit counts from an infusion that did not take place yet."""
    return follow.provisional and follow.anchor is not None and visit.target >= follow.anchor


def _of_visit(standing: Standing, leads: Leads) -> Iterator[_Stage]:
    """The stages of a visit that did not take place so far."""
    visit = standing.visit
    opens, target, closes = visit.opens, visit.target, visit.closes
    if standing.appointment is not None:
        agreed = cast("Appointed", standing.appointment.fact)
        if agreed.on is not None:
            first = agreed.on - timedelta(days=leads.appointment)
            yield _Stage("appointment_tomorrow", visit, agreed.on, first, agreed.on, agreed.clock)
    if _is_of_the_stay(visit):
        return
    yield _Stage("window_opens", visit, opens, opens - timedelta(days=leads.window_opens), closes)
    yield _Stage("due_today", visit, target, target - timedelta(days=leads.due), closes)
    soon = max(opens, closes - timedelta(days=leads.closes))
    yield _Stage("closes_soon", visit, closes, soon, closes)
    if standing.deviated is None:
        yield _Stage("overdue", visit, closes, closes + timedelta(days=leads.overdue))


def _is_of_the_stay(visit: Visit) -> bool:
    rule = visit.rule
    near = rule.day is not None and rule.day <= STAY and rule.anchor == "infusion"
    return near and visit.opens == visit.closes


def _of_patient(
    follow: Follow, standings: Sequence[Standing], today: date, leads: Leads
) -> Iterator[_Stage]:
    dlt = follow.dlt(today)
    if dlt.state in {"in_window", "review_due"} and dlt.closes is not None:
        first = dlt.closes + timedelta(days=1 + leads.dlt_review)
        yield _Stage("dlt_review", None, dlt.closes, first)
    if follow.ended is not None or not follow.infusions:
        return
    month_12 = [
        standing
        for standing in standings
        if standing.visit.rule.month == 12  # noqa: PLR2004
        and standing.visit.infusion == len(follow.infusions)
    ]
    if month_12:
        last = max(standing.visit.closes for standing in month_12)
        over = max(_over(standing) for standing in month_12)
        yield _Stage("month_12_closure", None, last, over + timedelta(days=leads.closure))


def _over(standing: Standing) -> date:
    """The first day on which nothing is to come of a visit; the record does not say it later.

    One that was left out is over when its window would have opened.
    """
    after = standing.visit.closes + timedelta(days=1)
    if standing.on is not None:
        return min(standing.on, after)
    return standing.visit.opens if standing.why else after


# --- rows, and answers ----------------------------------------------------------------------------


class Row(NamedTuple):
    """What is shown as one line: the most urgent reminder of a visit, and those it stands for.

    ``below`` are the less urgent ones of the same visit that stand as well: whoever answers the
    row answers them too, so that none of them comes up from under it. What stands only later is
    a reminder of its own.
    """

    top: Reminder
    below: tuple[Reminder, ...] = ()


def rows(all_of_them: Iterable[Reminder]) -> tuple[Row, ...]:
    """One row a visit, the most urgent first; those that somebody has seen come after the others.

    Snoozed and dismissed reminders are in no row, unless below one that is open.
    """
    groups: dict[tuple[str, str, Kind | None], list[Reminder]] = {}
    for reminder in all_of_them:
        kind = None if reminder.kind in _STAGES else reminder.kind
        groups.setdefault((reminder.patient, reminder.visit, kind), []).append(reminder)
    found = []
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=attrgetter("urgency"))
        for answer in ("open", "seen"):
            top = next((place for place, r in enumerate(group) if r.answer == answer), None)
            if top is not None:
                found.append(Row(group[top], tuple(group[top + 1 :])))
                break
    return tuple(sorted(found, key=lambda row: (row.top.answer == "seen", row.top.urgency)))


def shown(all_of_them: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """The reminders on top of the rows, in their order: see :func:`rows`."""
    return tuple(row.top for row in rows(all_of_them))


def waiting(all_of_them: Iterable[Reminder]) -> int:
    """How many rows nobody has answered: the number of the badge."""
    return sum(reminder.answer == "open" for reminder in shown(all_of_them))


def answered(
    answered_rows: Iterable[Row],
    now: datetime,
    answer: ReminderAnswer,
    *,
    until: datetime | None = None,
    reason: str = "",
) -> tuple[Draft, ...]:
    """The drafts with which somebody answers rows: one a reminder, also for those below.

    What is dismissed already stays so, and what was seen is not marked as seen again. Raises
    :class:`grading.signs.Invalid` as :class:`bedside.facts.Reminded` does.
    """
    return tuple(
        Draft(reminder.patient, now, Reminded(reminder.key, answer, until, reason))
        for row in answered_rows
        for reminder in (row.top, *row.below)
        if reminder.answer != "dismissed" and not reminder.answer == answer == "seen"
    )
