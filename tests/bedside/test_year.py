"""Two years and eight months of four trials, walked day by day, against a list made independently.

24 patients are enrolled over 18 months (:mod:`tests.bedside.scripted`). On every day on which the
workstation is awake, how each visit stands and what is reminded of is compared with what the
rules say (:mod:`tests.bedside.independent`); whatever the clock and the power do, every reminder
rings once, at the first look at which it stood.
"""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, get_args

import resources
from bedside.follow import Follow, Standing, follow, standing
from bedside.protocol.edition import Protocol
from bedside.protocol.shelf import Shelf, shelf
from bedside.reminders import KINDS, Diary, Reminder, answered, rows
from bedside.store import Batch, Store, verified
from bedside.timeline import Draft, Entry, timeline
from grading.signs import Infused
from tests.bedside.independent import Due, Patient, State, Told, shows
from tests.bedside.scripted import AMENDED, BERLIN, FIRST, LAST, Act, Script, Story, stories
from ui.rung import Rung

WRONG_CLOCK = date(2027, 6, 21)
"""On this day somebody sets the clock three days ahead, and back again after an hour."""
SET_BACK = date(2027, 11, 4)
"""On this day the machine comes up with the clock two days back."""
Ringing = tuple[str, str, str, date, datetime | None]


class Look(NamedTuple):
    """One look at the record; ``is_first`` where the program was started for it."""

    now: datetime
    is_first: bool = False
    is_written: bool = True
    """Whether somebody writes down before it what has happened meanwhile."""


def looks() -> list[Look]:
    """Every morning but for sleeps of several days, some nights, and now and then a restart."""
    chance = Random("clock")
    asleep = {
        start + timedelta(days=n)
        for start in (FIRST + timedelta(days=45 * k + chance.randint(0, 36)) for k in range(22))
        for n in range(chance.randint(2, 9))
    }
    found = []
    for count in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=count)
        woken = day not in asleep and day - timedelta(days=1) in asleep
        if day in {WRONG_CLOCK, SET_BACK}:
            found += _misled(day)
            continue
        if day in asleep:
            continue
        hours = [time(7, 30)]
        drawn = chance.random()
        if drawn < 0.04:
            hours.append(time(23, 59, 59))
        elif drawn < 0.08:
            hours.insert(0, time(0, 0))
        for place, clock in enumerate(hours):
            is_first = place == 0 and (count % 150 == 0 or (woken and chance.random() < 0.2))
            now = datetime.combine(day, clock, BERLIN).astimezone(UTC)
            found.append(Look(now, is_first, day.weekday() in {0, 2, 4}))
    return found


def _misled(day: date) -> list[Look]:
    morning = datetime.combine(day, time(7, 30), BERLIN).astimezone(UTC)
    hour = timedelta(hours=1)
    if day == WRONG_CLOCK:
        ahead = Look(morning + timedelta(days=3), is_written=False)
        return [Look(morning), ahead, Look(morning + hour)]
    back = [Look(morning - timedelta(days=n), is_first=n == 2, is_written=False) for n in (2, 1)]
    return [*back, Look(morning + hour)]


def in_full(s: Standing) -> State:
    agreed: Any = None if s.appointment is None else s.appointment.fact
    v = s.visit
    return State(
        v.id, v.target, v.opens, v.closes, s.state, s.days, s.on, s.why, s.collected, s.deviation,
        agreed and agreed.on,
    )  # fmt: skip


class Site:
    """The workstation: the record, the plans made of it so far, and what has rung."""

    def __init__(self, folder: Path, editions: Shelf, now: datetime) -> None:
        self.path, self.editions = folder / "ward.sqlite", editions
        self.store: Store | None = None
        self.was_ahead = 0
        """How many plans were made because something became true that was written before."""
        self.start(now)

    def start(self, now: datetime) -> None:
        """Everything from the files, nothing from memory."""
        if self.store is not None:
            self.store.close()
        self.store = Store(self.path, "ward", now)
        self.logs: dict[str, list[Entry]] = {}
        for entry in self.store.log():
            self.logs.setdefault(entry.patient, []).append(entry)
        self.rung, self.diary = Rung(self.path.with_suffix(".rung")), Diary()
        self.plans: dict[str, Follow] = {}
        self.made_of: dict[str, tuple[int, datetime | None]] = {}

    def write(self, drafts: list[Draft], now: datetime) -> tuple[Entry, ...]:
        assert self.store is not None
        found = self.store.append_all([Batch(drafts, now, "Nurse A", "nurse")])
        for entry in found:
            self.logs.setdefault(entry.patient, []).append(entry)
        return found

    def plan(self, patient: str, now: datetime) -> tuple[Follow, bool]:
        """The plan, made anew if something was written or is true only now; and whether it was."""
        log = self.logs[patient]
        count, ahead = self.made_of.get(patient, (0, None))
        if count == len(log) and not (ahead is not None and ahead <= now):
            return self.plans[patient], False
        self.was_ahead += count == len(log)
        line = timeline(log)
        ahead = min((entry.at for entry in line if entry.at > now), default=None)
        self.made_of[patient] = (len(log), ahead)
        self.plans[patient] = follow(patient, line, self.editions.get, BERLIN, now)
        return self.plans[patient], True


class Year:
    """The site and, beside it, what is expected of it."""

    def __init__(self, folder: Path, now: datetime) -> None:
        own = folder / "protocols"
        own.mkdir()
        text = resources.text("protocols/nct05765006_2023.toml")
        text = text.replace('month_rule = "30_day"', 'month_rule = "calendar"')
        (own / "own.toml").write_text(text.replace('"2023"', f'"{AMENDED}"'), encoding="utf-8")
        editions = shelf(own)
        assert editions.broken == ()
        self.protocols: dict[tuple[str, str], Protocol] = dict(editions.protocols)
        self.site = Site(folder, editions, now)
        self.scripts = {story.patient: self._script(story) for story in stories()}
        self.told: dict[str, dict[str, Told]] = {}
        self.expected: dict[str, Patient] = {}
        self.has_rung: Counter[Ringing] = Counter()
        self.seen: set[str] = set()
        self.chance = Random("answers")
        self.idle: set[str] = set()
        self.promised: datetime | None = None

    def _script(self, story: Story) -> list[Act]:
        edition = next(key for key in self.protocols if key[0] == story.trial)
        return Script(story, self.protocols[edition]).acts()

    # --- what is written --------------------------------------------------------------------------

    def write(self, drafts: list[Draft], now: datetime) -> None:
        for entry in self.site.write(drafts, now) if drafts else ():
            told = self.told.setdefault(entry.patient, {})
            told.pop(entry.amends or "", None)
            if type(entry.fact).__name__ != "Retracted":
                day = entry.at.astimezone(BERLIN).date()
                told[entry.id] = Told(
                    entry.at, entry.recorded, entry.seq, entry.fact, day, shows(entry.fact)
                )

    def happen(self, now: datetime) -> set[str]:
        """Write down what has happened since the last look; about whom."""
        drafts = []
        for patient, script in self.scripts.items():
            while script and script[0].when <= now:
                act = script.pop(0)
                amends = None if act.amends is None else self._last(patient, act.amends)
                why = None if amends is None else "typed wrongly"
                drafts += [Draft(patient, act.at, fact, amends, why) for fact in act.facts]
        self.write(drafts, now)
        return {draft.patient for draft in drafts}

    def _last(self, patient: str, kind: type) -> str:
        log = self.site.logs[patient]
        return max((e for e in log if isinstance(e.fact, kind)), key=lambda e: e.recorded).id

    def answer(self, standing: list[Reminder], now: datetime) -> set[str]:
        """Now and then somebody answers a line of the list."""
        open_rows = [row for row in rows(standing) if row.top.answer == "open"]
        if not open_rows or self.chance.random() > 0.12:
            return set()
        row = self.chance.choice(open_rows[:12])
        drawn = self.chance.random()
        if drawn < 0.25:
            drafts = answered([row], now, "seen")
        elif drawn < 0.85:
            wait = timedelta(hours=self.chance.choice((1, 24, 49, 100)))
            drafts = answered([row], now, "snoozed", until=now + wait)
        else:
            drafts = answered([row], now, "dismissed", reason="known")
        self.write(list(drafts), now)
        return {row.top.patient}

    # --- what is compared -------------------------------------------------------------------------

    def look(self, look: Look) -> None:
        now = look.now
        if look.is_first:
            self.site.start(now)
        touched = self.happen(now) if look.is_written else set()
        touched |= self.idle  # what rings for these may have waited since the last look
        idle: set[str] = set()
        standing: list[Reminder] = []
        wanted: set[Ringing] = set()
        for patient in sorted(self.told):
            plan, is_new = self.site.plan(patient, now)
            if is_new:
                self.expect(patient, now)
            elif self.is_over(patient, now):
                idle.add(patient)
                continue
            expected = self.expected[patient]
            self.compare_states(plan, expected, now, is_new=is_new)
            found = self.site.diary.reminders([plan], now)
            due = expected.due(now)
            self.compare_reminders(found, due, patient, now)
            standing += found
            wanted |= {
                (patient, d.kind, d.visit, d.day, d.until) for d in due if d.answer == "open"
            }
        self.ring(standing, wanted, look, touched)
        self.idle = idle
        answered_by = self.answer(standing, now) if look.is_written else set()
        for patient in answered_by:
            self.site.plan(patient, now)
            self.expect(patient, now)
        near = sorted(self.told.keys() - idle)
        plans = [self.site.plan(patient, now)[0] for patient in near]
        self.promised = self.site.diary.next_ring(plans, now)

    def expect(self, patient: str, now: datetime) -> None:
        facts = list(self.told[patient].values())
        self.expected[patient] = Patient(self.protocols, facts, BERLIN, now)

    def is_over(self, patient: str, now: datetime) -> bool:
        """Whether nothing is to come for long: then it is looked at once a week."""
        ended = self.expected[patient].ended
        today = now.astimezone(BERLIN).date()
        return ended is not None and (today - ended[0]).days > 20 and today.weekday() != 0

    def compare_states(
        self, plan: Follow, expected: Patient, now: datetime, *, is_new: bool
    ) -> None:
        today = now.astimezone(BERLIN).date()
        standings = plan.standings(today)
        found = {
            s.visit.id: (s.state, s.days, s.deviation)
            for s in standings
            if s.state != "unscheduled"
        }
        assert found == expected.in_brief(today), (plan.patient, now)
        self.seen.update(s.state for s in standings)
        if is_new:  # the rest of it does not depend on the day
            whole = sorted(in_full(s) for s in standings if s.state != "unscheduled")
            assert whole == sorted(expected.states(today)), (plan.patient, now)
            unplanned = [s.on for s in standings if s.state == "unscheduled"]
            assert unplanned == sorted(expected.unscheduled), (plan.patient, now)

    def compare_reminders(
        self, found: tuple[Reminder, ...], due: set[Due], patient: str, now: datetime
    ) -> None:
        listed = [Due(r.kind, r.visit, r.day, r.due, r.answer, r.until) for r in found]
        assert set(listed) == due, (patient, now)
        assert len(listed) == len(due), (patient, now)
        assert all(
            r.patient == patient and r.at == datetime.combine(r.due, time(), BERLIN) for r in found
        )

    def ring(
        self, standing: list[Reminder], wanted: set[Ringing], look: Look, touched: set[str]
    ) -> None:
        new = self.site.rung.due(standing)
        ringing = [(r.patient, r.kind, r.visit, r.day, r.until) for r in new]
        assert sorted(ringing, key=str) == sorted(wanted - self.has_rung.keys(), key=str)
        self.site.rung.mark(new)
        self.has_rung.update(ringing)
        # Nobody needs to look before the bell says so, unless something was written.
        by_itself = [r for r in new if r.patient not in touched]
        if by_itself and not look.is_first:
            assert self.promised is not None
            assert self.promised <= look.now


def test_two_years_of_24_patients(tmp_path):
    times = looks()
    year = Year(tmp_path, times[0].now)
    for look in times:
        year.look(look)
    assert year.site.store is not None
    year.site.store.close()

    assert not any(year.scripts.values())
    assert len(year.told) == 24
    assert set(year.has_rung.values()) == {1}
    assert {kind for _, kind, *_ in year.has_rung} == set(KINDS)
    assert sum(until is not None for *_, until in year.has_rung) > 10
    assert year.site.was_ahead > 0
    assert year.seen == set(get_args(standing.State))
    count, broken = verified(year.site.path)
    assert broken == ()
    assert count == sum(map(len, year.site.logs.values()))
    assert sum(isinstance(e.fact, Infused) for log in year.site.logs.values() for e in log) == 28
