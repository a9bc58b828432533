"""How visits stand and what is to be reminded of, worked out once more and plainly.

Nothing of the program's plans or reminders is used here: dates come from the published schedule
typed in (:mod:`tests.bedside.published`), the rest from the rules as the issue and the schedule
word them. Slow and simple on purpose; of the program only facts, and the checklists that an
edition prints, are read.
"""

from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from bedside.facts import (
    Appointed,
    Collected,
    Deviation,
    DltReviewed,
    Ended,
    Enrolled,
    Omitted,
    Reassigned,
    Reminded,
    Visited,
)
from bedside.protocol.edition import Item, Protocol
from grading.signs import Baseline, Death, Drug, Ice, Infused, Lab, Neuro, Planned, Vitals
from tests.bedside.published import Dated, later, planned, register

BEFORE_THE_CELLS = {"infusion_d0", "pkpd_d0"}
"""What must be over when the cells go in."""
LAST_DLT_DAY = 28
STAY = 30
EVER = date.max
Span = tuple[str, str, date, date, date]
"""Of a reminder: kind, visit, the day it is about, the first and last day on which it stands."""


class Told(NamedTuple):
    """One fact that counts: when it was true and written, the date at the site, what it shows."""

    at: datetime
    recorded: datetime
    place: int
    fact: Any
    day: date
    shows: list[tuple[str, str]]


class State(NamedTuple):
    visit: str
    target: date
    opens: date
    closes: date
    state: str
    days: int
    on: date | None
    why: str
    collected: int
    deviation: str | None
    agreed: date | None


class Due(NamedTuple):
    """A reminder: what it says of which visit, what day it is about, and since when it stands."""

    kind: str
    visit: str
    day: date
    due: date
    answer: str
    until: datetime | None


class Asked(NamedTuple):
    """One visit of a plan: of which infusion, and the first day on which it owns no day more."""

    dated: Dated
    infusion: int
    name: str
    """As the edition has it, without the mark of a second infusion."""
    cut: date | None


class Patient:
    """All that one patient's facts say, up to the moment at which they were looked at."""

    def __init__(
        self, protocols: dict[tuple[str, str], Protocol], told: list[Told], zone: tzinfo,
        looked: datetime,
    ) -> None:  # fmt: skip
        self.zone = zone
        self.told = sorted((t for t in told if t.at <= looked), key=lambda t: t[:3])
        self.of_kind: dict[type, list[Told]] = {}
        for t in self.told:
            self.of_kind.setdefault(type(t.fact), []).append(t)
        self.protocol = self._followed(protocols)
        self.items = {
            rule.id: [self.protocol.items[name] for name in rule.items]
            for rule in self.protocol.visits
        }
        self.given = [t.at for t in self._of(Infused) if t.fact.fraction in {None, 1}]
        plans = self._of(Planned)
        began = [self.day(at) for at in self.given]
        self.provisional = not began and bool(plans)
        if self.provisional:
            began = [self.day(plans[-1].fact.infusion)]
        self.began = began
        self.ended: tuple[date, str] | None = None
        for t in sorted(self._of(Ended) + self._of(Death), key=lambda t: t[:3]):
            self.ended = (t.day, "died" if isinstance(t.fact, Death) else t.fact.cause)
        self.visits = self._planned()
        self.series: dict[str, list[Asked]] = {}
        for v in self.visits:
            self.series.setdefault(v.dated.series, []).append(v)
        self.came, self.unscheduled = self._attended()
        self.lists = self._checklists()
        self.left_out = {t.fact.visit: t.fact.reason for t in self._of(Omitted) if not t.fact.item}
        self.agreed = {t.fact.visit: t.fact.on for t in self._of(Appointed)}
        self.answers = {t.fact.key: t.fact for t in self._of(Reminded)}
        self.deviated = {t.fact.visit for t in self._of(Deviation)}
        self.reviews = [t.at for t in self._of(DltReviewed)]
        self.fixed = {v.dated.visit: self._settled(v) for v in self.visits}
        self.briefly = {
            name: (state.state, state.days, state.deviation)
            for name, state in self.fixed.items()
            if state is not None
        }
        self.pending = [v for v in self.visits if self.fixed[v.dated.visit] is None]
        self.spans = self._of_the_visits() + self._of_the_patient()

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _of(self, kind: type) -> list[Told]:
        return self.of_kind.get(kind, [])

    def _followed(self, protocols: dict[tuple[str, str], Protocol]) -> Protocol:
        last = (self._of(Reassigned) or self._of(Enrolled))[-1].fact
        return protocols[last.protocol, last.edition]

    # --- the plan -----------------------------------------------------------------------------

    def _planned(self) -> list[Asked]:
        found = []
        for count, day_0 in enumerate(self.began, 1):
            again = self.began[count] if count < len(self.began) else None
            for dated in planned(self.protocol.id, self.protocol.month_rule, day_0):
                if count > 1 and dated.series == "screening":
                    continue
                name = dated.visit
                if count > 1:
                    dated = dated._replace(visit=f"{name}#{count}")  # noqa: PLW2901
                cut = again if again is not None and dated.target >= again else None
                found.append(Asked(dated, count, name, cut))
        if self.began:
            found += [Asked(dated, 1, dated.visit, None) for dated in register(self.began[0])]
        return found

    # --- which entry belongs to which visit ---------------------------------------------------

    def _owner(self, series: str, day: date) -> Asked | None:
        """The nearest target whose window holds the day; of two as near the earlier."""
        holding = [
            v
            for v in self.series[series]
            if v.dated.opens <= day <= v.dated.closes and (v.cut is None or day < v.cut)
        ]
        return min(
            holding,
            key=lambda v: (abs((v.dated.target - day).days), v.dated.target, v.dated.closes),
            default=None,
        )

    def _attended(self) -> tuple[dict[str, date], list[date]]:
        """On which day each visit took place, as somebody wrote it; and those of no plan."""
        days: dict[str, list[date]] = {}
        unscheduled = []
        known = {v.dated.visit for v in self.visits}
        for t in self._of(Visited):
            day = t.day
            names = [name for name in t.fact.visits if name in known]
            if not t.fact.visits:
                owners = (self._owner(series, day) for series in self.series)
                names = [v.dated.visit for v in owners if v is not None]
            for name in names:
                days.setdefault(name, []).append(day)
            if not names:
                unscheduled.append(day)
        found = {}
        for v in self.visits:
            name, target = v.dated.visit, v.dated.target
            within = [d for d in days.get(name, ()) if v.dated.opens <= d <= v.dated.closes]
            if name in days:
                near = within or days[name]
                found[name] = min(near, key=lambda d, aim=target: (abs((aim - d).days), d))
        return found, unscheduled

    # --- checklists ---------------------------------------------------------------------------

    def _checklists(self) -> dict[str, tuple[date | None, int, int]]:
        """Of each visit: the day it was done, how many items are settled, and how many there are.

        The day of a visit that nobody wrote down is that of its last item, once all are settled.
        """
        shown = self._seen_for()
        collected = {(t.fact.visit, t.fact.item): t.at for t in self._of(Collected)}
        omitted = {(t.fact.visit, t.fact.item) for t in self._of(Omitted)}
        found = {}
        for v in self.visits:
            done: list[datetime] = []
            settled = 0
            for item in self._items(v):
                at = collected.get((v.dated.visit, item.id)) or self._shown(v, item, shown)
                if at is not None:
                    done.append(at)
                settled += at is not None or (v.dated.visit, item.id) in omitted
            count = len(self._items(v))
            on = self.came.get(v.dated.visit)
            if on is None and done and settled == count:
                on = self.day(max(done))
            found[v.dated.visit] = (on, settled, count)
        return found

    def _seen_for(self) -> dict[tuple[str, str, str], list[datetime]]:
        """By visit, kind and name: when that was seen on a day that belongs to the visit."""
        found: dict[tuple[str, str, str], list[datetime]] = {}
        seen = [t for t in self.told if t.shows]
        days = {t.day for t in seen}
        for series, of in self.series.items():
            asked = {(i.evidence, n) for v in of for i in self._items(v) for n in i.names or ("",)}
            owned = {day: self._owner(series, day) for day in days}
            for v in of:  # a visit that took place has its day for itself
                if v.dated.visit in self.came:
                    owned[self.came[v.dated.visit]] = v
            for t in seen:
                owner = owned[t.day]
                if owner is None or self._comes_too_late(owner, t.at):
                    continue
                for kind, name in t.shows:
                    if (kind, name) in asked:
                        found.setdefault((owner.dated.visit, kind, name), []).append(t.at)
        return found

    def _items(self, v: Asked) -> list[Item]:
        return self.items.get(v.name, [])

    def _comes_too_late(self, v: Asked, at: datetime) -> bool:
        """Whether it was to be done before the cells went in, and they have."""
        if v.name not in BEFORE_THE_CELLS:
            return False
        return v.infusion <= len(self.given) and at >= self.given[v.infusion - 1]

    def _shown(
        self, v: Asked, item: Item, shown: dict[tuple[str, str, str], list[datetime]]
    ) -> datetime | None:
        """When the last part of an item was seen, each on the day nearest to the target."""
        if item.evidence == "by_hand":
            return None
        parts = item.names or ("",)
        found = []
        for name in parts:
            seen = shown.get((v.dated.visit, item.evidence, name))
            if seen:
                aim = v.dated.target
                if len(seen) > 1:
                    seen.sort(key=lambda at: (abs((aim - self.day(at)).days), at))
                found.append(seen[0])
        enough = len(found) == len(parts) or (bool(found) and item.need == "any")
        return max(found) if enough else None

    # --- how visits stand ---------------------------------------------------------------------

    def states(self, today: date) -> list[State]:
        return [self.fixed[v.dated.visit] or self._pending(v, today) for v in self.visits]

    def in_brief(self, today: date) -> dict[str, tuple[str, int, str | None]]:
        """State, days and deviation of each visit: all that changes with the day alone."""
        found = dict(self.briefly)
        for v in self.pending:
            found[v.dated.visit] = self._by_day(v, today)
        return found

    def _settled(self, v: Asked) -> State | None:
        """How a visit stands that is done, left out or not asked for: every day alike."""
        name, _, target, opens, closes = v.dated
        on, settled, _ = self.lists[name]
        why, days, deviation = self.left_out.get(name, ""), 0, None
        if on is not None and on > closes:
            state, days, deviation = "done_late", (on - closes).days, "late"
        elif on is not None:
            state, deviation = "done", "early" if on < opens else None
        elif why:
            state, deviation = "missed", "missed"
        elif self._not_asked(v):
            state, why = "not_applicable", self._not_asked(v)
        else:
            return None
        agreed = self.agreed.get(name)
        return State(name, target, opens, closes, state, days, on, why, settled, deviation, agreed)

    def _pending(self, v: Asked, today: date) -> State:
        name, _, target, opens, closes = v.dated
        state, days, deviation = self._by_day(v, today)
        settled, agreed = self.lists[name][1], self.agreed.get(name)
        return State(name, target, opens, closes, state, days, None, "", settled, deviation, agreed)

    def _by_day(self, v: Asked, today: date) -> tuple[str, int, str | None]:
        name, _, target, opens, closes = v.dated
        if today < opens or self._only_planned(v):
            return "future", (opens - today).days, None
        if today > closes:
            return "missed", (today - closes).days, "missed"
        days = (closes - today).days
        if today in {target, self.agreed.get(name)}:
            return "due_today", days, None
        return "closing" if days <= 3 else "open", days, None

    def _not_asked(self, v: Asked) -> str:
        """Why a visit is not asked for: the plan has ended, or counts from another infusion."""
        if self.ended is not None and v.dated.closes >= self.ended[0]:
            goes_on = self.ended[1] == "completed" and v.dated.series == "register"
            if not goes_on:
                return self.ended[1]
        return "reinfused" if v.cut is not None else ""

    def _only_planned(self, v: Asked) -> bool:
        return self.provisional and v.dated.target >= self.began[0]

    # --- what is to be reminded of ------------------------------------------------------------

    def due(self, now: datetime) -> set[Due]:
        today = self.day(now)
        found = set()
        for kind, visit, day, first, last in self.spans:
            if not first <= today <= last:
                continue
            said = self.answers.get(f"{kind}:{visit}:{day.isoformat()}")
            answer, until = "open", None
            if said is not None:
                answer, until = said.answer, said.until
                if answer == "snoozed" and until <= now:
                    answer = "open"
            found.add(Due(kind, visit, day, first, answer, until))
        return found

    def _of_the_visits(self) -> list[Span]:
        found: list[Span] = []
        for v in self.visits:
            name, _, target, opens, closes = v.dated
            on, settled, count = self.lists[name]
            if on is not None:
                if settled < count:
                    found.append(("checklist_incomplete", name, on, later(on, 1), EVER))
                continue
            if self.fixed[name] is not None or self._only_planned(v):
                continue  # left out, or not asked for
            agreed = self.agreed.get(name)
            if agreed is not None:
                found.append(("appointment_tomorrow", name, agreed, later(agreed, -1), agreed))
            day_0 = self.began[v.infusion - 1]
            if opens == closes and target <= later(day_0, STAY):
                continue  # the rounds of the ward
            found += [
                ("window_opens", name, opens, opens, closes),
                ("due_today", name, target, target, closes),
                ("closes_soon", name, closes, max(opens, later(closes, -3)), closes),
            ]
            if name not in self.deviated:
                found.append(("overdue", name, closes, later(closes, 1), EVER))
        return found

    def _of_the_patient(self) -> list[Span]:
        if not self.given:
            return []
        found: list[Span] = []
        last_day = later(self.began[-1], LAST_DLT_DAY)
        reviewed = any(at >= self.given[-1] for at in self.reviews)
        left = self.ended is not None and self.ended[0] <= last_day
        if not reviewed and not left:
            found.append(("dlt_review", "", last_day, later(last_day, 1), EVER))
        if self.ended is None:
            month_12 = [
                v for v in self.visits if v.name.endswith("_m12") and v.infusion == len(self.given)
            ]
            last = max(v.dated.closes for v in month_12)
            over = max(self._over(v) for v in month_12)
            found.append(("month_12_closure", "", last, over, EVER))
        return found

    def _over(self, v: Asked) -> date:
        """The first day on which nothing more is to come of a visit."""
        on = self.lists[v.dated.visit][0]
        if on is None and v.dated.visit in self.left_out:
            return v.dated.opens
        return min(on or EVER, later(v.dated.closes, 1))


VITALS = ("temp_c", "hr_bpm", "sbp_mmhg", "rr_bpm", "spo2_pct", "weight_kg")


def shows(fact: Any) -> list[tuple[str, str]]:
    """Which kinds of evidence a fact is."""
    found: list[tuple[str, str]] = []
    if isinstance(fact, Lab):
        found.append(("lab", fact.analyte))
    elif isinstance(fact, Drug) and fact.action != "stopped":
        found.append(("drug", fact.name))
    elif isinstance(fact, Ice | Neuro | Infused):
        found.append((type(fact).__name__.lower(), ""))
    elif isinstance(fact, Vitals):
        found += [("vitals", name) for name in VITALS if getattr(fact, name) is not None]
    elif isinstance(fact, Baseline):
        both = ("ice", "sbp_mmhg")
        found += [("baseline", name) for name in both if getattr(fact, name) is not None]
    return found
