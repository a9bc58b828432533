"""Rounds: what is due at a bedside, when, how often and why; from the chart alone."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal, NamedTuple, cast

from bedside.chart import Chart
from bedside.facts import NotDone, NotDoneReason
from bedside.protocol.edition import Protocol
from bedside.rounds.asked import Asked, unasked
from bedside.rounds.lately import Lately, laboratory, lately
from bedside.rounds.recheck import Looked, looked
from bedside.rounds.rule import Due, Rule, Why
from bedside.rounds.table import ANSWERS, KINDS, LATE, OVERDUE, SOON, VITALS, Kind

State = Literal[
    "late", "overdue", "due", "due_soon", "off_ward", "refused", "not_done", "suspended",
    "not_due", "none",
]  # fmt: skip
"""How a round stands.

``refused`` and ``not_done`` were due and have been answered for; ``suspended`` is ICE of a patient
who cannot be asked (sedated, intubated); ``off_ward`` waits for the patient; ``none`` is not
asked for.
"""
Seen = Mapping[str, datetime | None]


class Answer(NamedTuple):
    """Why something due was not done, as written ``at``; it is asked for again ``until``."""

    state: State
    reason: NotDoneReason | Literal["intubated", "sedated", "language", "sight_or_hearing"]
    at: datetime
    until: datetime
    comment: str = ""


class Round(NamedTuple):
    """One kind of round of a patient, as it stands at the moment of the chart. Times are UTC.

    ``last`` is when all that is asked for was seen last: a partial set counts for what it holds,
    and ``due`` is that of the part that is due first. What was not done moves it nowhere; while
    the patient is off the ward, it is when the round will be asked for again at the latest.
    ``overdue_from`` and ``late_from`` are 1.25 and 2 intervals after ``last``. ``interval`` is the
    shortest in force and ``why`` the reason for it. ``missing`` are the parts wanted now: groups
    of vital signs, items of ICE, parts of the laboratory round. ``answer`` says why it was not
    done, ``away_since`` since when the patient is off the ward. ``next_change`` is when it next
    reads differently by itself.
    """

    patient: str
    kind: Kind
    state: State
    last: datetime | None
    due: datetime | None
    overdue_from: datetime | None
    late_from: datetime | None
    interval: timedelta | None
    why: Why
    missing: tuple[str, ...] = ()
    answer: Answer | None = None
    away_since: datetime | None = None
    next_change: datetime | None = None


def rounds(chart: Chart, protocol: Protocol | None) -> tuple[Round, ...]:
    """The rounds of a patient as of the chart's moment, one a kind in the order of `KINDS`."""
    why = unasked(chart)
    if why is not None:
        return tuple(_none(chart, kind, why, None) for kind in KINDS)
    vitals = {name: _last_at(chart, *group) for name, group in VITALS.items()}
    whole, ice = _whole(vitals), looked(chart)
    ats = [at for at in (whole, ice.done) if at is not None]
    of_late = lately(chart, min(ats, default=None))
    asked = Asked(chart, protocol, whole, ice, of_late)
    by_itself = _by_itself(chart, asked)
    made = []
    for kind in KINDS:
        seen: Seen
        if kind == "labs":
            seen = _laboratory(chart, asked)
        else:
            seen = vitals if kind == "vitals" else {"ice": ice.done}
        rules = asked.rules(kind, _whole(seen)) if seen else ()
        if rules:
            made.append(_Look(chart, kind, seen, rules, of_late, ice).round(by_itself))
        else:
            made.append(_none(chart, kind, Why("not_asked", chart.study_day), by_itself))
    return tuple(made)


def next_change(all_of_them: Iterable[Round]) -> datetime | None:
    """When any of these rounds next reads differently by itself.

    A chart that changes by itself before that (`Chart.next_change`) may change them sooner.
    """
    ahead = (each.next_change for each in all_of_them)
    return min((moment for moment in ahead if moment is not None), default=None)


def urgency(found: Round) -> tuple[int, datetime]:
    """Sorts rounds: late, overdue, due, due soon, then those that wait; by when they are due."""
    states: tuple[State, ...] = ("late", "overdue", "due", "due_soon")
    rank = states.index(found.state) if found.state in states else len(states)
    if found.due is None:
        return len(states) + 1, datetime.max.replace(tzinfo=UTC)
    return rank, found.due


def _last_at(chart: Chart, sign: type[Any], group: str) -> datetime | None:
    latest = chart.latest(sign, group)
    return None if latest is None else latest.at


def _whole(seen: Seen) -> datetime | None:
    """When all parts were seen: the time of the oldest."""
    ats = [at for at in seen.values() if at is not None]
    return min(ats) if len(ats) == len(seen) else None


def _laboratory(chart: Chart, asked: Asked) -> Seen:
    """When each part of a laboratory round was last seen; nothing where it is not asked for."""
    rules = asked.rules("labs", chart.now)
    if not rules:
        return {}
    since = min(rule.since - (rule.every or timedelta(0)) for rule in rules)
    return laboratory(chart, since)


def _none(chart: Chart, kind: Kind, why: Why, changes: datetime | None) -> Round:
    return Round(
        chart.patient, kind, "none", None, None, None, None, None, why, next_change=changes
    )


def _by_itself(chart: Chart, asked: Asked) -> datetime | None:
    """When the rules may next be others though nothing is written: a new day, a lapse."""
    ahead = list(asked.lapses())
    infused = chart.infused
    if infused is not None:
        today = chart.now.astimezone(chart.zone).date()
        morrow = datetime.combine(today + timedelta(days=1), time.min, chart.zone)
        ahead += [infused, morrow.astimezone(UTC)]
    return min((moment for moment in ahead if moment > chart.now), default=None)


class _Look:
    """One kind of round, part by part."""

    def __init__(
        self,
        chart: Chart,
        kind: Kind,
        seen: Seen,
        rules: tuple[Rule, ...],
        of_late: Lately,
        ice: Looked,
    ) -> None:
        self.chart, self.kind, self.seen, self.rules = chart, kind, seen, rules
        self.of_late, self.ice = of_late, ice
        self.whole = _whole(seen)
        self.every, self.why = self._interval()
        dues = {at: self._due(at) for at in set(seen.values())}
        self._dues = {at: due for at, due in dues.items() if due is not None}

    def _interval(self) -> tuple[timedelta, Why]:
        """The shortest interval in force, and why; of equal ones the more special."""
        found: tuple[timedelta, Why] | None = None
        for rule in self.rules:
            every = None if rule.until is not None else rule.interval(self.whole)
            if every is not None and (found is None or every < found[0]):
                found = every, rule.why
        assert found is not None
        return found

    def _due(self, seen: datetime | None) -> Due | None:
        """When a part that was last seen then is due, overdue and late; None for never."""
        away = self.of_late.away
        each = [found for rule in self.rules if (found := rule.due(seen)) is not None]
        if not each:
            return None
        due = Due(
            min(due for due, _ in each),
            min(due + OVERDUE * every for due, every in each),
            min(due + LATE * every for due, every in each),
        )
        if away is not None and (seen is None or seen <= away.since):
            again = away.until if away.ended is None else away.ended
            if self.kind != "labs" or away.since <= due.due < again:
                every = min(every for _, every in each)
                return Due(again, again + OVERDUE * every, again + LATE * every)
        return due

    def round(self, by_itself: datetime | None) -> Round:
        now, away, every = self.chart.now, self.of_late.away, self.every
        soon = min(OVERDUE * every, SOON)
        due = Due(*(min(moments) for moments in zip(*self._dues.values(), strict=True)))
        parts = {part: self._dues[at] for part, at in self.seen.items() if at in self._dues}
        wanted = [part for part in parts if parts[part].due - soon <= now]
        answers = {part: said for part in wanted if (said := self._answer(part)) is not None}
        open_now = any(parts[part].due <= now for part in wanted if part not in answers)
        waits = away is not None and away.ended is None
        state: State
        answer: Answer | None = None
        if waits and away is not None and due.due == away.until:
            state = "off_ward"
        elif due.due > now:
            state = "due_soon" if wanted else "not_due"
        elif answers and not open_now:
            answer = min(answers.values(), key=_weight)
            state = answer.state
        else:
            state = "late" if now >= due.late else "overdue" if now >= due.overdue else "due"
        ahead = [by_itself, *(said.until for said in answers.values())]
        for each in self._dues.values():
            ahead += [each.due - soon, *each]
        return Round(
            self.chart.patient,
            self.kind,
            state,
            self.whole,
            *due,
            every,
            self.why,
            self._missing(wanted),
            answer,
            away.since if waits and away is not None else None,
            min((moment for moment in ahead if moment is not None and moment > now), default=None),
        )

    def _missing(self, wanted: list[str]) -> tuple[str, ...]:
        if self.kind == "ice" and wanted and self.ice.missing:
            return self.ice.missing
        return tuple(wanted)

    def _answer(self, part: str) -> Answer | None:
        """Why a part that is due was not done, as long as that stands for the round."""
        entry = self.of_late.answer(self.kind, part, self.seen[part])
        found: Answer | None = None
        lasts = min(self.every, ANSWERS)
        if entry is not None:
            fact = cast("NotDone", entry.fact)
            state: State = "refused" if fact.reason == "refused" else "not_done"
            found = Answer(state, fact.reason, entry.at, entry.at + lasts, fact.comment)
        tried, reasons = self.ice.at, self.ice.reasons
        is_newer = tried is not None and (found is None or tried > found.at)
        if self.kind == "ice" and tried is not None and reasons and is_newer:
            found = _of_ice(reasons, tried, tried + lasts)
        return found if found is not None and self.chart.now < found.until else None


def _of_ice(reasons: frozenset[str], at: datetime, until: datetime) -> Answer:
    """The answer of an ICE examination of which no item could be assessed."""
    for reason in ("intubated", "sedated"):
        if reason in reasons:
            return Answer("suspended", reason, at, until)
    if "refused" in reasons:
        return Answer("refused", "refused", at, until)
    for other in ("asleep", "language", "sight_or_hearing"):
        if other in reasons:
            return Answer("not_done", other, at, until)
    return Answer("not_done", "other", at, until)


def _weight(answer: Answer) -> tuple[int, datetime]:
    """Of several answers what was refused is said first, then the latest."""
    order: tuple[State, ...] = ("refused", "not_done", "suspended")
    return order.index(answer.state), answer.at
