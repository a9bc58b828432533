"""The alarm that asks for a work-up of IEC-HS: from the laboratory alone, while it stands."""

import pytest

from bedside.alarms import Desk, WorkUps, alarms, usual
from bedside.facts import Acknowledged, Discharged
from grading.signs import Death
from tests.bedside.toxicities.days import at, charted, lab, row

HIGH = row("ferritin", (-1, 300), (5, 700))


def rung(*told, now):
    found = alarms(charted(*told, now=now), usual(), at(now), sources=[WorkUps()])
    return [one for one in found if one.kind == "iec_hs"]


@pytest.mark.parametrize(
    ("told", "value"),
    [
        (HIGH, None),  # raised, without a second sign
        ([*HIGH, *row("fibrinogen", (5, 1.4))], 700),
        ([*HIGH, *row("fibrinogen", (5, 1.5))], None),
        ([*HIGH, *row("platelets", (4, 80), (5, 42))], 700),
        ([*HIGH, (5, lab("alt", 230, high=40))], 700),  # above 5 × the limit that came with it
        ([*HIGH, (5, lab("alt", 230))], None),  # no limit is known
        (row("ferritin", (5, 10_001)), 10_001),
        (row("ferritin", (5, 10_000)), None),
        ([(5, lab("ferritin", 10_000, ">"))], 10_000),
        ([(5, lab("ferritin", 12_000, ">"))], 12_000),
        ([(5, lab("ferritin", 12_000, text="haemolysed"))], None),
        (row("ferritin", (4.2, 1010), (5, 2020)), 2020),
    ],
)
def test_what_asks_for_it(told, value):
    found = rung(*told, now=5.5)
    assert [(one.priority, one.level, one.value) for one in found] == (
        [] if value is None else [("medium", 1, value)]
    )


ASKED = row("ferritin", (5, 12_000))


@pytest.mark.parametrize(
    ("told", "now", "count"),
    [
        (ASKED, 5, 1),
        (ASKED, 7.99, 1),
        (ASKED, 8, 0),  # 72 h after the last sign
        ([*ASKED, *row("ferritin", (7, 11_000))], 9.9, 1),
        ([*ASKED, (5.2, Death("other"))], 5.5, 0),
        ([*ASKED, (5.2, Discharged("home"))], 5.5, 1),
    ],
)
def test_how_long_it_stands(told, now, count):
    assert len(rung(*told, now=now)) == count


def test_one_acknowledgement_answers_one_time_of_it():
    seen = (5.1, Acknowledged("iec_hs", 1))
    (one,) = rung(*ASKED, seen, now=5.5)
    assert one.acknowledged is not None
    (again,) = rung(*ASKED, seen, *row("ferritin", (20, 12_000)), now=20.1)
    assert (again.acknowledged, again.since) == (None, at(20))


def test_the_ward_asks_it():
    desk = Desk(lambda *_: None)
    assert any(isinstance(source, WorkUps) for source in desk.sources())


def test_it_looks_again_when_the_record_has_grown():
    source, table = WorkUps(), usual()
    of = charted(*row("ferritin", (5, 400)), now=5.5)
    assert list(source(of, table)) == []
    grown = charted(*row("ferritin", (5, 400), (5.2, 12_000)), now=5.5)
    assert [one.value for one in source(grown, table)] == [12_000]
    assert list(source(charted(*ASKED, now=2, infused=False), table)) == []
