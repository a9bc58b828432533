"""No sequence of entries, acknowledgements and silences hides what is grave."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.alarms import Alarm, Watch, alarms, sounding, usual
from bedside.chart import ALARMING, chart
from bedside.facts import Acknowledged, Silenced
from bedside.timeline import Entry
from grading.signs import Neuro, Vitals
from tests.bedside.alarms.told import BEGUN, at, entry, ice, log, pressor, well

KEYS = ("crs", "crs", "icans", "fever")
SEEN: Sequence[Any] = (
    pressor(0)[1],
    pressor(0)[1],
    pressor(0, "stopped")[1],
    Vitals(temp_c=36.8),
    Vitals(spo2_pct=82),
    Vitals(spo2_pct=97),
    ice(1),
    ice(10),
    Neuro(loc="coma"),
    Neuro(loc="alert"),
)
FEVER = [*BEGUN, *well(-30, temp=38.6)]
"""What comes before: an open episode, so that a vasopressor alone makes grade 3."""
levels = st.sampled_from([1, 3, 4])
gaps = st.integers(0, 6)
signs = st.tuples(gaps, st.sampled_from(SEEN), st.sampled_from([0, 0, 2, 12]))
answers = st.tuples(
    gaps,
    st.builds(Acknowledged, st.sampled_from(KEYS), levels),
    st.sampled_from([0, 0, 0, 20, -5]),
)
hushes = st.tuples(
    gaps, st.tuples(st.sampled_from(KEYS), levels, st.integers(5, 60)), st.sampled_from([0, 0, 20])
)
"""Minutes since the one before, what was said, and how much later that was written down."""
nights = st.lists(st.one_of(signs, answers, hushes), min_size=4, max_size=14)
LAST = 6 * 14 + 20


def written(told: Sequence[tuple[int, Any, int]]) -> list[Entry]:
    """The log of a night, in the order of writing; some things are written late, or dated ahead."""
    found = log(*FEVER)
    minute, acts = 0, []
    for gap, fact, late in told:
        minute += gap
        acts.append((minute + late, minute, fact))
    for recorded, at_minute, fact in sorted(acts, key=lambda act: act[0]):
        if isinstance(fact, tuple):
            key, level, span = fact
            fact = Silenced(key, level, at(at_minute + span))  # noqa: PLW2901
        found.append(entry(len(found) + 1, at_minute, fact, recorded=at(recorded)))
    return found


def moments(entries: Sequence[Entry]) -> list[float]:
    """When something was written down, and just after the longest silence from then on."""
    of = {(e.recorded - at(0)) / timedelta(minutes=1) for e in entries if e.recorded >= at(0)}
    return sorted({0, LAST, *of, *(minute + 11 for minute in of)})


def known(entries: Sequence[Entry], minute: float) -> list[Entry]:
    return [e for e in entries if e.recorded <= at(minute)]


def by_key(entries: Sequence[Entry], minute: float) -> dict[str, Alarm]:
    found = alarms(chart(known(entries, minute), at(minute)), usual(), at(minute))
    return {one.key: one for one in found}


def could_know(entries: Sequence[Entry], answer: Entry, key: str, since: Any) -> bool:
    """Whether the record that somebody had before them showed grade 3 at that moment."""
    before = [e for e in entries if e.seq < answer.seq]
    step = chart(before, max(since, answer.at)).courses[key].at(since)
    return step is not None and step.trend.level >= 3


@settings(max_examples=150)
@given(nights)
def test_grade_3_and_more_is_heard_until_somebody_who_could_know_has_answered(told) -> None:
    entries = written(told)
    for minute in moments(entries):
        now = known(entries, minute)
        found = by_key(entries, minute)
        of = chart(now, at(minute))
        for scale in ALARMING:
            rise = next(
                (s for s in reversed(of.courses[scale].steps) if s.trend.rise == _to_3(s)), None
            )
            step = of.step(scale)
            level = 0 if step is None else step.trend.level
            one = found.get(scale)
            if level >= 3:
                assert one is not None
                assert (one.priority, one.silence) == ("high", None)
                assert one.level >= level
            if rise is None or rise.trend.rise is None:
                continue
            since = rise.trend.rise.at
            answers = [
                e
                for e in now
                if isinstance(e.fact, Acknowledged)
                and e.fact.alarm == scale
                and e.fact.level >= 3
                and since <= e.at <= at(minute)
                and could_know(entries, e, scale, since)
            ]
            if not answers:
                assert one is not None
                assert one.sounds
                assert sounding(found.values(), at(minute)) == "high"


def _to_3(step: Any) -> Any:
    rise = step.trend.rise
    return rise if rise is not None and rise.after >= 3 else "none"


@settings(max_examples=40)
@given(st.lists(hushes, min_size=2, max_size=12))
def test_nothing_is_silent_for_longer_than_ten_minutes_on_end(told) -> None:
    entries = written(told)
    silent: dict[tuple[str, Any], list[int]] = {}
    for minute in range(LAST):
        for one in by_key(entries, minute).values():
            if one.silence is None:
                continue
            assert one.key not in {"unarousable", "spo2_floor"}
            assert one.silence.until - at(minute) <= timedelta(minutes=10)
            silent.setdefault((one.key, one.since), []).append(minute)
    for stretch in silent.values():
        begun = stretch[0]
        for before, after in pairwise(stretch):
            begun = after if after > before + 1 else begun
            assert after - begun < 10


@settings(max_examples=40)
@given(nights, st.lists(st.integers(0, LAST), max_size=6))
def test_a_watch_answers_as_if_it_had_looked_for_the_first_time(told, looks) -> None:
    """In whatever order it is asked: the clock may go back."""
    entries = written(told)
    watch = Watch(lambda _: usual())
    of = None
    for minute in [*moments(entries), *looks, LAST]:
        now = known(entries, minute)
        if of is not None and len(of.log) <= len(now):
            of = of.extended(now[len(of.log) :], at(minute))
        else:
            of = chart(now, at(minute))
        for later in (0, 4, 400):
            fresh = alarms(chart(now, at(minute + later)), usual(), at(minute + later))
            assert watch.alarms([of], at(minute + later)) == fresh
