"""B-cell aplasia and recovery, as tables of counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.kinetics import b_cells
from grading.signs import Lab
from tests.bedside.kinetics.sampled import at, course_of, courses_of, told


def of(results, **when):
    return b_cells(course_of(*told("cd19_b", results), **when))


@pytest.mark.parametrize(
    ("results", "state", "began", "back", "days", "weak"),
    [
        ([], "unknown", None, None, None, False),
        ([(-5, 120)], "unknown", None, None, None, False),
        ([(3, "haemolysed")], "unknown", None, None, None, False),
        # A limit above 20/µL decides nothing, one of 20 does.
        ([(7, "<100")], "unknown", None, None, None, False),
        ([(7, "<20")], "aplasia", 7, None, 0, False),
        ([(7, 120), (14, 80)], "measurable", None, None, None, False),
        ([(7, 0)], "aplasia", 7, None, 0, False),
        ([(7, 50), (14, "<1"), (28, 0)], "aplasia", 14, None, 14, False),
        # One measurable result alone leaves it open; the second in a row ends it at the first.
        ([(7, 0), (60, 0), (90, 3)], "aplasia", 7, None, 53, False),
        ([(7, 0), (60, 0), (90, 3), (120, 25)], "recovered", 7, 90, 83, False),
        ([(7, 0), (90, 3), (120, 0), (150, 4)], "aplasia", 7, None, 113, False),
        # What decides nothing stands between two results as if it were not there.
        ([(7, 0), (90, 3), (100, "clotted"), (110, "<50"), (120, 9)],
         "recovered", 7, 90, 83, False),
        # It came back: both times count, and it goes on.
        ([(7, 0), (90, 30), (120, 40), (200, 0), (230, 0)], "aplasia", 7, None, 83 + 30, False),
        # Without a limit ever reached, below 20 counts, and is weak.
        ([(7, 5), (28, 12)], "aplasia", 7, None, 21, True),
        ([(7, 5), (28, 20), (60, 35)], "recovered", 7, 28, 21, True),
        # With one, 5/µL can be measured.
        ([(7, 5), (28, 5), (60, 0)], "aplasia", 60, None, 0, False),
        # An upper limit can be measured.
        ([(7, 0), (28, ">500"), (60, ">500")], "recovered", 7, 28, 21, False),
    ],
)  # fmt: skip
def test_aplasia(results, state, began, back, days, weak):
    found = of(results)
    assert (found.state, found.weak, found.days) == (state, weak, days)
    assert (None if found.began is None else found.began.day) == began
    assert (None if found.recovered is None else found.recovered.day) == back
    assert found.going_on is (state == "aplasia")


def test_a_last_measurable_result_is_told_as_unconfirmed():
    assert of([(7, 0), (90, 3)]).unconfirmed.day == 90
    assert of([(7, 0), (90, 3), (120, 3)]).unconfirmed is None
    assert of([(7, 50)]).unconfirmed is None


def test_what_lay_before_the_infusion_is_told_and_begins_nothing():
    found = of([(-20, 90), (-1, 0), (0, 0), (7, 30), (14, 40)])
    assert (found.state, found.before.day, found.before.value) == ("measurable", 0, 0)


def test_what_decides_nothing_is_told():
    found = of([(7, "<100"), (14, "clotted"), (21, 0)])
    assert [sample.day for sample in found.undecided] == [7, 14]
    assert found.began.day == 21


def test_shares_decide_nothing_and_no_infusion_is_no_course():
    assert b_cells(course_of(*told("cd19_b_pct", [(7, 0)]))).state == "unknown"
    assert courses_of(*told("cd19_b", [(7, 0)]), infusions=()) == ()


def test_a_second_infusion_has_an_aplasia_of_its_own():
    first, second = courses_of(
        *told("cd19_b", [(7, 0), (30, 0), (70, 30), (80, 0)]), infusions=(0, 60)
    )
    assert (b_cells(first).state, b_cells(first).days) == ("aplasia", 23)
    assert (b_cells(second).began.day, b_cells(second).before.value) == (20, 0)


@given(
    st.lists(
        st.tuples(st.floats(0.1, 300), st.floats(0, 300), st.sampled_from([None, None, "<", ">"])),
        max_size=20,
        unique_by=lambda one: round(one[0], 3),
    )
)
@settings(max_examples=40)
def test_times_without_b_cells_never_overlap(rows):
    found = b_cells(course_of(*((at(d), Lab("cd19_b", v, "", b)) for d, v, b in rows)))
    ends = [day for span in found.spans for day in (span.began.day, span.last.day)]
    assert ends == sorted(ends)
    assert all(span.back is not None for span in found.spans[:-1])
    assert all(span.back.day > span.last.day for span in found.spans if span.back is not None)
    assert (found.days or 0) >= 0
    assert found.going_on is bool(found.spans and found.spans[-1].back is None)
