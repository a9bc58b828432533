"""The log of adverse events: grades over time, seriousness, the clock, what became of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.adverse.log import events, named
from bedside.facts import (
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventEnded,
    Retracted,
    SaeReported,
)
from grading.signs import Invalid
from tests.bedside.adverse.told import NOW, Told, ago, charted, key

PLAIN = AdverseEvent("hypotension", "5.0", 2)
SERIOUS = AdverseEvent("sepsis", "5.0", 4, serious=("life_threatening",), aware=ago(20))


def only(*told, now=NOW):
    (event,) = events(charted(*told, now=now))
    return event


def test_an_event_begins_at_the_time_of_its_entry_and_goes_on():
    event = only((10, PLAIN))
    assert (event.key, event.onset, event.grade, event.worst) == (key(1), ago(10), 2, 2)
    assert event.is_open
    assert not event.is_serious


def test_grades_over_time_in_clinical_order():
    event = only(
        (10, PLAIN),
        (2, AdverseEventChanged(key(1), 1)),
        (6, AdverseEventChanged(key(1), 4, action="drug", astct=3)),
        (1, AdverseEventEnded(key(1), "recovered")),
    )
    assert [(g.at, g.grade) for g in event.grades] == [(ago(10), 2), (ago(6), 4), (ago(2), 1)]
    assert (event.grade, event.worst, event.astct, event.action) == (1, 4, 3, "drug")
    assert (event.ended, event.outcome) == (ago(1), "recovered")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([(10, PLAIN), Told(10, Retracted(), 1), (5, AdverseEventChanged(key(1), 3))], []),
        # An amendment of an amendment is still the event that the change is about.
        (
            [(10, PLAIN), Told(9, replace(PLAIN, grade=1), 1), Told(8, replace(PLAIN, grade=3), 2),
             (5, AdverseEventChanged(key(2), 4))],
            [(key(1), ago(8), 4)],
        ),
        ([(10, PLAIN), (5, AdverseEventChanged(key(1), 3)), Told(5, Retracted(), 2)],
         [(key(1), ago(10), 2)]),
        ([(10, PLAIN), (5, AdverseEventEnded("another", "fatal"))], [(key(1), ago(10), 2)]),
        ([(10, PLAIN), (5, AdverseEventEnded(key(1), "unknown")), Told(5, Retracted(), 2)],
         [(key(1), ago(10), 2)]),
        ([(10, PLAIN), (4, SERIOUS)], [(key(2), ago(4), 4), (key(1), ago(10), 2)]),
    ],
)  # fmt: skip
def test_what_stands(told, found):
    assert [(e.key, e.onset, e.grade) for e in events(charted(*told)) if e.is_open] == found


HOURS = [
    (0, "running"),
    (17.99, "running"),
    (18, "warn"),
    (23.99, "warn"),
    (24, "late"),
    (90, "late"),
]


@pytest.mark.parametrize(("hours", "clock"), HOURS)
def test_the_clock_of_a_serious_event(hours, clock):
    fact = replace(SERIOUS, aware=ago(hours))
    event = only((100, fact))
    assert event.clock(NOW) == clock
    assert event.awaits_report
    assert event.due == ago(hours) + timedelta(hours=24)


@pytest.mark.parametrize(
    ("after", "clock", "aware"),
    [
        ([], "warn", ago(20)),
        ([(1, SaeReported(key(1), "sponsor"))], "reported", ago(20)),
        ([(1, SaeReported("another", "sponsor"))], "warn", ago(20)),
        ([(5, AdverseEventEnded(key(1), "recovered"))], "warn", ago(20)),
        ([(5, AdverseEventChanged(key(1), serious=()))], "none", None),
        # Further criteria do not turn the clock back, nor do they ask for another report.
        ([(5, AdverseEventChanged(key(1), serious=("important",), aware=ago(1)))], "warn", ago(20)),
        ([(5, SaeReported(key(1), "x")),
          (4, AdverseEventChanged(key(1), serious=("death",), aware=ago(4)))],
         "reported", ago(20)),
        # Serious once more is to be reported once more.
        ([(9, SaeReported(key(1), "x")), (8, AdverseEventChanged(key(1), serious=())),
          (7, AdverseEventChanged(key(1), serious=("death",), aware=ago(7)))],
         "running", ago(7)),
    ],
)  # fmt: skip
def test_what_stops_the_clock(after, clock, aware):
    event = only((30, SERIOUS), *after)
    assert (event.clock(NOW), event.aware) == (clock, aware)
    assert event.awaits_report == (clock in {"running", "warn", "late"})


@given(st.lists(st.tuples(st.floats(0, 20), st.integers(1, 5)), max_size=6), st.randoms())
def test_the_order_of_writing_does_not_matter(changes, random):
    moments = {round(hours, 3): grade for hours, grade in changes}
    told = [(hours, AdverseEventChanged(key(1), grade)) for hours, grade in moments.items()]
    shuffled = random.sample(told, len(told))
    one, other = only((30, PLAIN), *told), only((30, PLAIN), *shuffled)
    assert one.grades == other.grades
    assert one.worst == max([2, *moments.values()])


@pytest.mark.parametrize(
    ("term", "version", "specify", "name"),
    [
        ("hypotension", "5.0", "", "Hypotension"),
        ("immune_system_disorders_other_specify", "5.0", " IEC-HS ", "IEC-HS"),
        ("thrombocytopenia", "6.0", "", "Thrombocytopenia"),
        ("of_a_later_release", "5.0", "", "of_a_later_release"),
        ("hypotension", "7.0", "", "hypotension"),
    ],
)
def test_what_an_event_is_called(term, version, specify, name):
    assert named(term, version, specify) == name


@pytest.mark.parametrize(
    ("fact", "values", "field"),
    [
        (AdverseEvent, {"term": " ", "version": "5.0", "grade": 1}, "term"),
        (AdverseEvent, {"term": "fever", "version": "5.0", "grade": 0}, "grade"),
        (AdverseEvent, {"term": "fever", "version": "5.0", "grade": 6}, "grade"),
        (AdverseEvent, {"term": "fever", "version": "5.0", "grade": 3, "serious": ("death",)},
         "aware"),
        (AdverseEvent, {"term": "fever", "version": "5.0", "grade": 3,
                        "aware": NOW.replace(tzinfo=None)}, "aware"),
        (AdverseEventChanged, {"event": "", "grade": 3}, "event"),
        (AdverseEventChanged, {"event": "x"}, "grade"),
        (AdverseEventChanged, {"event": "x", "comment": " "}, "grade"),
        (AdverseEventChanged, {"event": "x", "grade": 6}, "grade"),
        (AdverseEventChanged, {"event": "x", "serious": ("death",)}, "aware"),
        (AdverseEventEnded, {"event": " ", "outcome": "fatal"}, "event"),
        (SaeReported, {"event": "x", "to": " "}, "to"),
    ],
)  # fmt: skip
def test_what_cannot_be_written(fact, values, field):
    with pytest.raises(Invalid) as refused:
        fact(**values)
    assert refused.value.field == field
