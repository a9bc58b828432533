"""How one patient's visits stand on a day, and what the record shows of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple, cast

from bedside.adverse.log import Event
from bedside.adverse.window import in_window
from bedside.facts import Appointed, DeviationKind, DltReviewed, EndCause, Enrolled
from bedside.protocol.edition import Item, Protocol, VisitRule
from bedside.schedule import Visit
from bedside.timeline import Entry

State = Literal[
    "future", "open", "due_today", "closing", "done", "done_late", "missed", "not_applicable",
    "unscheduled",
]  # fmt: skip
"""How a visit stands. ``closing`` is open with `CLOSING` days left or fewer."""
CLOSING = 3
"""A window closes soon when this many days are left, or fewer."""
SETTLED: frozenset[State] = frozenset(
    {"done", "done_late", "missed", "not_applicable", "unscheduled"}
)


class Tick(NamedTuple):
    """One item of a checklist: the entries that show it done, or why it was left out.

    ``missing`` are the analytes, drugs or fields of it that no entry shows yet.
    """

    item: Item
    done: bool
    entries: tuple[str, ...] = ()
    omitted: str = ""
    missing: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nobody needs to do anything about it any more."""
        return self.done or bool(self.omitted)


class Standing(NamedTuple):
    """How one visit stands on a day.

    ``days`` counts to the opening of a future window, to the close of an open one (0: today is
    its last day), and since the close of a missed one. ``on`` is the day on which it was done.
    ``why`` says why it was left out, or why it does not apply (``withdrawn``, ``died``, ``lost``,
    ``completed``, ``other``, ``reinfused``). ``deviation`` is what there is to be written down
    about it, ``deviated`` the entry in which it was.
    """

    patient: str
    visit: Visit
    state: State
    days: int
    on: date | None
    entry: str | None
    appointment: Entry | None
    ticks: tuple[Tick, ...]
    deviation: DeviationKind | None
    deviated: str | None
    why: str

    @property
    def collected(self) -> int:
        """How many items of the checklist are settled."""
        return sum(tick.settled for tick in self.ticks)

    @property
    def incomplete(self) -> bool:
        """Whether the visit took place and something of its checklist is still open."""
        return self.state in {"done", "done_late"} and any(not t.settled for t in self.ticks)


class DltStatus(NamedTuple):
    """Where a patient stands in the time in which dose-limiting toxicities count.

    ``state``: ``none`` (no infusion yet, or no protocol), ``in_window``, ``review_due``,
    ``reviewed``, ``ended`` (the patient left within it). ``day`` is the study day, ``closes`` the
    last day of it (inclusive), ``dlts`` how many a review found.
    """

    state: Literal["none", "in_window", "review_due", "reviewed", "ended"]
    day: int | None = None
    closes: date | None = None
    dlts: int | None = None


class Shown(NamedTuple):
    """What the record shows of a visit, whatever the day."""

    on: date | None
    entry: str | None
    ticks: tuple[Tick, ...]
    omitted: str
    appointment: Entry | None
    deviated: str | None
    cut: str


@dataclass(frozen=True, slots=True)
class Follow:
    """One patient's plan, and what the record shows of it.

    ``provisional`` says that the infusion is only planned: then nothing after it can be late.
    ``infusions`` are those recorded, ``protocol`` is None where no known edition is followed.
    ``reminded`` holds the latest answer to each reminder by its key, ``adverse`` the adverse
    events.
    """

    patient: str
    zone: tzinfo
    enrolled: Enrolled
    protocol: Protocol | None
    infusions: tuple[datetime, ...]
    anchor: date | None
    provisional: bool
    ended: tuple[date, EndCause] | None
    visits: tuple[Visit, ...]
    unscheduled: tuple[Entry, ...]
    reminded: Mapping[str, Entry]
    reviewed: Entry | None
    deviations: tuple[Entry, ...]
    adverse: tuple[Event, ...]
    _shown: Mapping[str, Shown] = field(repr=False)

    @property
    def infused(self) -> datetime | None:
        """The latest infusion recorded; None before the first."""
        return self.infusions[-1] if self.infusions else None

    def day_of(self, moment: datetime) -> date:
        """The date of a moment on the site's calendar."""
        return moment.astimezone(self.zone).date()

    def standing(self, visit: str, today: date) -> Standing:
        """How one visit stands on a day. Raises KeyError for a visit that is not in the plan."""
        for one in self.standings(today):
            if one.visit.id == visit:
                return one
        raise KeyError(visit)

    def standings(self, today: date) -> tuple[Standing, ...]:
        """How every visit stands on a day, and those that were not in the plan, by date."""
        found = [self._standing(visit, today) for visit in self.visits]
        if self.unscheduled:
            found += [self._unplanned(entry) for entry in self.unscheduled]
            found.sort(key=lambda standing: standing.visit.target)
        return tuple(found)

    def _standing(self, visit: Visit, today: date) -> Standing:
        shown = self._shown[visit.id]
        on, why, days = shown.on, shown.omitted, 0
        deviation: DeviationKind | None = None
        state: State
        if on is not None:
            if on > visit.closes:
                state, deviation, days = "done_late", "late", (on - visit.closes).days
            else:
                state = "done"
                if on < visit.opens:
                    deviation = "early"
        elif why:
            state, deviation = "missed", "missed"
        elif shown.cut:
            state, why = "not_applicable", shown.cut
        elif today < visit.opens or (self.provisional and visit.target >= self._anchored):
            state, days = "future", (visit.opens - today).days
        elif today > visit.closes:
            state, deviation, days = "missed", "missed", (today - visit.closes).days
        else:
            days = (visit.closes - today).days
            agreed = shown.appointment
            if today == visit.target or (
                agreed is not None and cast("Appointed", agreed.fact).on == today
            ):
                state = "due_today"
            else:
                state = "closing" if days <= CLOSING else "open"
        return Standing(
            self.patient,
            visit,
            state,
            days,
            on,
            shown.entry,
            shown.appointment,
            shown.ticks,
            deviation,
            shown.deviated,
            why,
        )

    @property
    def _anchored(self) -> date:
        assert self.anchor is not None
        return self.anchor

    def _unplanned(self, entry: Entry) -> Standing:
        day = self.day_of(entry.at)
        rule = VisitRule(entry.id, "unscheduled", 0, 0, ())
        visit = Visit(entry.id, rule, max(1, len(self.infusions)), day, day, day)
        return Standing(
            self.patient, visit, "unscheduled", 0, day, entry.id, None, (), None, None, ""
        )

    def dlt(self, today: date) -> DltStatus:
        """Where the patient stands in the time in which dose-limiting toxicities count."""
        infused, protocol = self.infused, self.protocol
        if infused is None or protocol is None:
            return DltStatus("none")
        began = self.day_of(infused)
        closes = began + timedelta(days=protocol.dlt.last_day)
        day = (today - began).days
        review = self.reviewed
        if review is not None and review.at >= infused:
            found = cast("DltReviewed", review.fact).dlts
            return DltStatus("reviewed", day, closes, found)
        if self.ended is not None and self.ended[0] <= closes:
            return DltStatus("ended", day, closes)
        return DltStatus("in_window" if today <= closes else "review_due", day, closes)

    def in_dlt_window(self) -> tuple[Event, ...]:
        """The adverse events that a review of the DLT window should look at, by onset."""
        infused, protocol = self.infused, self.protocol
        if infused is None or protocol is None:
            return ()
        began = self.day_of(infused)
        closes = began + timedelta(days=protocol.dlt.last_day)
        return in_window(self.adverse, began, closes, self.zone)

    def registered(self) -> tuple[date, date] | None:
        """First and last day of the long-term register; None while there is no infusion.

        It opens with month 12 after the first infusion and ends ``register_years`` after it.
        """
        last = [v for v in self.visits if v.rule.series == "register"]
        closing = self.closing()
        if not last or closing is None:
            return None
        return closing, last[-1].target

    def closing(self) -> date | None:
        """The day of month 12, with which the trial's own visits end; None without infusion."""
        if self.provisional:
            return None
        months = [v.target for v in self.visits if v.rule.month == 12]  # noqa: PLR2004
        return max(months, default=None)
