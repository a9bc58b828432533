"""The alarm of a serious adverse event that nobody has reported."""

from dataclasses import replace

import pytest

from bedside.alarms import Desk, SaeClock, alarms, usual
from bedside.facts import (
    Acknowledged,
    AdverseEvent,
    AdverseEventEnded,
    Discharged,
    Retracted,
    SaeReported,
)
from grading.signs import Death
from tests.bedside.adverse.told import NOW, Told, ago, charted, key

EVENT = AdverseEvent("sepsis", "5.0", 4, serious=("life_threatening",), aware=ago(20))


def rung(*told):
    of = charted(*told)
    found = alarms(of, usual(), NOW, sources=[SaeClock()])
    return [one for one in found if one.kind == "sae_clock"]


@pytest.mark.parametrize(
    ("aware", "expected"),
    [
        (0, []),
        (17.99, []),
        (18, [("medium", 1, 18)]),
        (23.99, [("medium", 1, 23)]),
        (24, [("high", 2, 24)]),
        (50, [("high", 2, 50)]),
    ],
)
def test_it_rings_from_18_h_on_and_louder_from_24(aware, expected):
    found = rung((60, replace(EVENT, aware=ago(aware))))
    assert [(one.priority, one.level, one.value) for one in found] == expected
    assert all(one.what == "Sepsis" and one.key == f"sae:{key(1)}" for one in found)


@pytest.mark.parametrize(
    ("after", "count"),
    [
        ([(1, SaeReported(key(1), "sponsor"))], 0),
        ([(1, SaeReported(key(1), "sponsor")), Told(1, Retracted(), 2)], 1),
        ([Told(60, Retracted(), 1)], 0),
        ([Told(60, replace(EVENT, serious=(), aware=None), 1)], 0),
        # None of these ends it.
        ([(2, AdverseEventEnded(key(1), "recovered"))], 1),
        ([(2, Discharged("home"))], 1),
        ([(2, Death("other"))], 1),
    ],
)
def test_only_a_report_ends_it(after, count):
    assert len(rung((60, EVENT), *after)) == count


def test_what_was_acknowledged_at_18_h_rings_again_at_24():
    seen = (1, Acknowledged(f"sae:{key(1)}", 1))
    (early,) = rung((60, EVENT), seen)
    assert early.acknowledged is not None
    (late,) = rung((60, replace(EVENT, aware=ago(24))), seen)
    assert (late.priority, late.acknowledged) == ("high", None)


def test_each_event_has_its_own():
    other = replace(EVENT, term="lung_infection", aware=ago(30))
    assert {one.what for one in rung((60, EVENT), (50, other))} == {"Sepsis", "Lung infection"}


def test_the_ward_asks_it():
    desk = Desk(lambda _id, _edition: None)
    assert any(isinstance(source, SaeClock) for source in desk.sources())


def test_a_record_that_grew_is_looked_at_anew():
    clock, told = SaeClock(), ((60, EVENT),)
    assert len(list(clock(charted(*told), usual()))) == 1
    reported = charted(*told, (1, SaeReported(key(1), "sponsor")))
    assert list(clock(reported, usual())) == []
