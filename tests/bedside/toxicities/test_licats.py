"""LICATS from the looks of a record: its preconditions, creatinine, B cells, episodes."""

from typing import Any

import pytest

from bedside.facts import LicatsLook
from bedside.toxicities import toxicities
from bedside.toxicities.found import LicatsCourse, OrganCourse
from tests.bedside.toxicities.days import Told, at, charted, entries, lab, row

RASH = {"organ": "skin", "present": ("inflammatory_rash",), "absent": ("mucosal_lesion",)}
CLEAR = {"organ": "skin", "absent": ("inflammatory_rash", "mucosal_lesion")}
HELD: dict[str, Any] = {"involved_before": True, "otherwise_explained": False}
NO_B_CELLS = (2.0, lab("cd19_b", 1.0, "<"))


def look(day: float, **said: Any) -> Told:
    return (day, LicatsLook(**said))


def course(*told: Told, now: float) -> LicatsCourse:
    return toxicities(charted(*told, now=now)).licats


def organ(*told: Told, now: float) -> OrganCourse:
    (one,) = course(*told, now=now).organs
    return one


@pytest.mark.parametrize(
    ("told", "level", "status"),
    [
        ([NO_B_CELLS, look(9, **RASH, **HELD, course="symptomatic")], 1, "graded"),
        ([NO_B_CELLS, look(9, **RASH, **HELD, course="medical")], 2, "graded"),
        ([NO_B_CELLS, look(9, **RASH, **HELD)], None, "incomplete"),
        ([NO_B_CELLS, look(9, **RASH, course="medical")], None, "incomplete"),
        ([NO_B_CELLS, look(9, **RASH, involved_before=False, course="medical")], 0, "no_toxicity"),
        ([NO_B_CELLS, look(9, **CLEAR)], 0, "no_toxicity"),
        ([NO_B_CELLS, look(9, organ="skin", **HELD)], None, "incomplete"),
        # Whether B cells are there: a count, else the person's word, else nobody knows.
        ([look(9, **RASH, **HELD, course="medical")], None, "incomplete"),
        ([look(9, **RASH, **HELD, course="medical", b_cells_depleted=True)], 2, "graded"),
        ([*row("cd19_b", (2, 40)),
          look(9, **RASH, **HELD, course="medical", b_cells_depleted=True)], 0, "no_toxicity"),
        ([*row("cd19_b", (2, 0)),
          look(9, **RASH, **HELD, course="medical", b_cells_depleted=False)], 2, "graded"),
        # Below 20/µL where no result ever was undetectable is too weak a ground.
        ([*row("cd19_b", (2, 5)), look(9, **RASH, **HELD, course="medical")], None, "incomplete"),
    ],
)  # fmt: skip
def test_the_grade_of_an_organ(told, level, status):
    one = organ(*told, now=10)
    assert (one.now.level, one.now.status) == (level, status)


def test_a_count_is_too_old_after_60_days():
    told = [NO_B_CELLS, look(9, **RASH, **HELD, course="medical")]
    assert organ(*told, now=61.9).now.level == 2
    assert organ(*told, now=62).now.level is None
    assert course(*told, now=62).b_cells == (None, "", ())


def test_b_cells_that_came_back_end_it():
    told = [NO_B_CELLS, look(9, **RASH, **HELD, course="medical")]
    back = row("cd19_b", (20, 30), (27, 44))
    one = organ(*told, *back, now=30)
    assert [bout.end for bout in one.bouts] == [at(20)]
    assert organ(*told, *back[:1], now=30).now.level == 2  # one alone leaves it open


NO_PROTEIN = {"organ": "kidney", "absent": ("protein_creatinine_rise",)}


@pytest.mark.parametrize(
    ("values", "level", "at_least"),
    [
        ([(-8, 0.8), (9, 1.2)], 1, 1),
        ([(-8, 0.8), (9, 1.19)], 0, 0),
        ([(9, 1.9)], None, 0),  # no baseline
        ([(-8, 0.8)], None, 0),  # no creatinine at the look
        ([(-8, 0.8), (6, 1.9)], None, 0),  # too old for the look
        ([(-40, 0.8), (9, 1.9)], None, 0),  # too old for a baseline
    ],
)
def test_the_kidney_by_its_creatinine(values, level, at_least):
    told = [NO_B_CELLS, *row("creatinine", *values)]
    one = organ(*told, look(9, **NO_PROTEIN, **HELD, course="symptomatic"), now=9.1)
    assert (one.now.level, one.now.at_least) == (level, at_least)


def test_a_creatinine_that_follows_judges_the_kidney_again():
    told = [NO_B_CELLS, look(9, **NO_PROTEIN, **HELD, course="symptomatic")]
    values = row("creatinine", (-8, 0.8), (9, 0.8), (11, 1.3), (13, 0.9))
    one = organ(*told, *values, now=14)
    assert [(bout.onset, bout.end, bout.maximum) for bout in one.bouts] == [(at(11), at(13), 1)]
    assert one.entries == ("0004", "0002", "0003", "0007")  # in order of time
    assert one.onsets == ("early",)


def test_episodes_of_an_organ():
    told = [
        NO_B_CELLS,
        look(8, **CLEAR, **HELD),
        look(10, **RASH, **HELD, course="none"),
        look(12, **RASH, **HELD, course="medical"),
        look(13, organ="skin"),  # nobody looked at the skin: it is not over
        look(15, **CLEAR, **HELD),
        look(20, **RASH, **HELD),
    ]
    one = organ(*told, now=22)
    first, second = one.bouts
    assert (first.onset, first.end, first.maximum, first.maximum_at) == (at(10), at(15), 2, at(12))
    assert (second.onset, second.end, second.maximum) == (at(20), None, 1)
    assert (first.at_least, second.at_least) == (False, True)
    assert one.onsets == ("early", "intermediate")
    assert (one.look, one.looked) == ("0008", at(20))


def test_the_whole_is_the_highest_and_unknown_while_one_organ_is():
    told = [NO_B_CELLS, look(9, **RASH, **HELD, course="medical")]
    joints = {"organ": "joints", "present": ("arthritis",)}
    both = course(*told, look(9, **joints, **HELD, course="none"), now=10)
    assert [one.organ for one in both.organs] == ["skin", "joints"]
    assert (both.grade.level, both.worst[0]) == (2, "skin")
    unknown = course(*told, look(9, **joints), now=10)
    assert (unknown.grade.level, unknown.grade.at_least) == (None, 2)


def test_nobody_looked():
    assert course(NO_B_CELLS, now=10).grade is None
    assert course((-3, LicatsLook(**RASH)), now=10).organs == ()
    assert course(NO_B_CELLS, now=10).b_cells == (True, "count", ("0002",))


def test_it_never_changes_crs():
    told = [NO_B_CELLS, *row("creatinine", (-8, 0.8), (9, 2.8))]
    looked = look(9, **RASH, **HELD, course="life_threatening")
    assert course(*told, looked, now=10).grade.level == 4
    without, with_it = charted(*told, now=10), charted(*told, looked, now=10)
    assert with_it.courses["crs"].steps == without.courses["crs"].steps
    assert len(entries(*told, looked)) == 5
