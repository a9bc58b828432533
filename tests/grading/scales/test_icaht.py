"""ICAHT: courses of neutrophils as a clinician would draw them, and an algorithm of its own."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.scales import icaht
from grading.signs import Invalid


def course(*spans: tuple[int, float], start: int = 0) -> list[tuple[int, float]]:
    """Spans of (days, neutrophils/µL) one after another."""
    values = [value for days, value in spans for _ in range(days)]
    return list(enumerate(values, start))


HIGH = 2500


# --- early: the printed table -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "days", "grade"),
    [
        (500, 0, 0), (500, 1, 1), (500, 6, 1), (500, 7, 2), (500, 13, 2), (500, 14, 3),
        (500, 27, 3), (501, 27, 0), (101, 13, 2),
        (100, 1, 1), (100, 6, 1), (100, 7, 3), (100, 13, 3), (100, 14, 4), (100, 27, 4),
        (101, 14, 3), (0, 7, 3),
    ],
)  # fmt: skip
def test_days_to_grade(low: float, days: int, grade: int) -> None:
    got = icaht.early(course((4, HIGH), (days, low), (27 - days, HIGH)))
    assert (got.level, got.status) == (grade, "graded")
    assert got.dur500 == (days if low <= 500 else 0)
    assert got.dur100 == (days if low <= 100 else 0)


@pytest.mark.parametrize(
    ("start", "end", "grade", "never"),
    [
        (0, 30, 4, True), (3, 30, 4, True), (4, 30, 3, False), (3, 29, 3, False),
        (0, 29, 3, False),
    ],
)  # fmt: skip
def test_never_recovered(*, start: int, end: int, grade: int, never: bool) -> None:
    got = icaht.early(course((start, HIGH), (end - start + 1, 400), (30 - end, HIGH)))
    assert (got.level, got.never_recovered) == (grade, never)
    assert ("never_recovered" in got.flags) == never


def test_thirty_one_days_are_grade_4() -> None:
    assert icaht.early(course((31, 500))).dur500 == 31
    assert icaht.DAYS_TO_500.of(31) == 4
    assert icaht.DAYS_TO_500.of(30) == 3


@pytest.mark.parametrize(
    ("why", "anc", "days", "grade", "never"),
    [
        ("dead on day 16, low since day 2", course((2, HIGH), (15, 300)), 16, 4, True),
        ("next therapy on day 16, recovered", course((2, HIGH), (13, 300), (2, 900)), 16, 2, False),
        ("values of the next therapy do not count", course((17, HIGH), (14, 50)), 16, 0, False),
        ("last value four days before", course((2, HIGH), (10, 300)), 15, 4, True),
    ],
)
def test_a_window_that_ended(*, why: str, anc: Any, days: int, grade: int, never: bool) -> None:
    got = icaht.early(anc, last_contact_day=days)
    assert (got.level, got.never_recovered) == (grade, never), why
    assert "provisional" not in got.flags


# --- early: joined runs, missing days ---------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "dur500"),
    [(1, 4 + 1 + 5), (2, 4 + 2 + 5), (3, 5), (4, 5)],
)
def test_three_days_above_part_two_runs(above: int, dur500: int) -> None:
    anc = course((5, HIGH), (4, 400), (above, 700), (5, 400), (17 - above, HIGH))
    assert icaht.early(anc).dur500 == dur500


def test_the_two_limits_are_joined_each_by_itself() -> None:
    anc = course((5, HIGH), (4, 90), (2, 300), (4, 90), (16, HIGH))
    got = icaht.early(anc)
    assert (got.dur500, got.dur100, got.level) == (10, 10, 3)
    got = icaht.early(course((5, HIGH), (4, 90), (3, 300), (4, 90), (15, HIGH)))
    assert (got.dur500, got.dur100, got.level) == (11, 4, 2)


@pytest.mark.parametrize(
    ("missing", "dur500", "unknown", "status"),
    [(1, 5 + 1 + 5, 0, "graded"), (7, 5 + 7 + 5, 0, "graded"), (8, 5, 8, "low_data")],
)
def test_seven_missing_days_are_filled_in(
    missing: int, dur500: int, unknown: int, status: str
) -> None:
    second = 5 + missing
    anc = [
        *course((5, 400)),
        *course((5, 400), (26 - second, HIGH), start=second),
    ]
    got = icaht.early(anc)
    assert (got.dur500, len(got.unknown_days), got.status) == (dur500, unknown, status)
    assert got.missing == (("anc",) if unknown else ())


def test_interpolated_values_are_rounded_to_ten_half_to_even() -> None:
    filled = {day: value for day, value, measured in icaht.early([(0, 490), (2, 520)]).days}
    assert filled[1] == 500  # 505 lies between two tens: the even one
    filled = {day: value for day, value, measured in icaht.early([(0, 510), (2, 520)]).days}
    assert filled[1] == 520  # 515 likewise


def test_what_was_measured_is_not_rounded() -> None:
    assert icaht.early(course((31, 504))).level == 0


def test_several_values_a_day_count_by_the_lowest() -> None:
    anc = [*course((31, HIGH)), (5, 480), (5, 90), (6, 480)]
    got = icaht.early(list(reversed(anc)))
    assert (got.dur500, got.dur100) == (2, 1)


def test_days_before_and_after_the_window_do_not_count() -> None:
    anc = [*course((8, 100), start=-8), *course((31, HIGH)), *course((9, 100), start=31)]
    assert icaht.early(anc).level == 0


def test_ends_are_extended_by_at_most_seven_days() -> None:
    got = icaht.early(course((16, 400), start=7))
    assert [day for day, _, measured in got.days if not measured] == [
        *range(7),
        *range(23, 30 + 1),
    ][:7]
    assert got.unknown_days == tuple(range(23, 31))


# --- early: a record that still runs ----------------------------------------------------------


def test_no_day_is_filled_before_it_has_come() -> None:
    got = icaht.early([(0, 1200), (1, 900), *course((8, 350), start=2)], as_of_day=9)
    assert (got.level, got.dur500, got.never_recovered, got.status) == (2, 8, False, "provisional")
    assert max(day for day, *_ in got.days) == 9


@pytest.mark.parametrize(
    ("as_of", "last_contact", "provisional", "never"),
    [
        (29, None, True, False), (30, None, False, True), (45, None, False, True),
        (20, 16, False, True), (16, 16, False, True), (15, 16, True, False),
    ],
)  # fmt: skip
def test_provisional_until_the_window_is_over(
    *, as_of: int, last_contact: int | None, provisional: bool, never: bool
) -> None:
    got = icaht.early(course((31, 400)), last_contact_day=last_contact, as_of_day=as_of)
    assert ("provisional" in got.flags, got.never_recovered) == (provisional, never)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3000)), max_size=40),
    st.integers(0, 30),
)
def test_nobody_sees_the_days_to_come(anc: list[tuple[int, int]], today: int) -> None:
    known = [(day, value) for day, value in anc if day <= today]
    assert icaht.early(anc, as_of_day=today) == icaht.early(known, as_of_day=today)


# --- early: unknown is never 0 ----------------------------------------------------------------


@pytest.mark.parametrize("anc", [[], [(-3, 400)], [(31, 400)]])
def test_nothing_measured_is_no_grade(anc: Any) -> None:
    got = icaht.early(anc)
    assert (got.level, got.status, got.missing) == (None, "incomplete", ("anc",))


def test_no_grade_0_with_days_unknown() -> None:
    got = icaht.early([(0, 2000), (30, 2000)])
    assert (got.level, got.at_least, got.status) == (None, 0, "incomplete")
    assert len(got.unknown_days) == 29


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3000)), max_size=12))
def test_grade_0_only_where_every_day_is_known(anc: list[tuple[int, int]]) -> None:
    got = icaht.early(anc)
    if got.level == 0:
        assert len(got.days) == 31
        assert all(value > 500 for _, value, _ in got.days)


@pytest.mark.parametrize(
    ("days", "as_of", "low"),
    [
        ((0, 3, 6, 9, 12, 20, 27), 30, False),
        ((0, 3, 6, 12, 20, 27), 30, True),
        ((0, 3, 6, 9, 14, 20), 27, False),
        ((0, 3, 6, 9, 14, 21), 28, True),
        ((0, 2), 4, False),
        ((0,), 2, False),
        ((0,), 5, True),
    ],
)
def test_too_few_values_are_told(*, days: tuple[int, ...], as_of: int, low: bool) -> None:
    """One a full three days to day 14, one a full seven after; a grade is stated all the same."""
    got = icaht.early([(day, 400) for day in days], as_of_day=as_of)
    assert (got.status == "low_data") == low
    assert not got.unknown_days
    assert got.dur500 == as_of + 1


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_an_impossible_count_is_refused(value: float) -> None:
    with pytest.raises(Invalid):
        icaht.early([(3, value)])


# --- late -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anc", "grade", "code"),
    [
        ([(40, 1501), (50, 1600)], 0, "two_lowest"),
        ([(40, 1500), (50, 1500)], 1, "two_lowest"),
        ([(40, 1001), (50, 1500)], 1, "two_lowest"),
        ([(40, 1000), (50, 1500)], 2, "two_lowest"),
        ([(40, 501), (50, 1500)], 2, "two_lowest"),
        ([(40, 500), (50, 1500)], 3, "two_lowest"),
        ([(40, 101), (50, 1500)], 3, "two_lowest"),
        ([(40, 100), (50, 1500)], 4, "two_lowest"),
        ([(40, 100), (50, 1501)], 0, "transient"),
        ([(40, 90), (50, 3000), (60, 1400)], 4, "two_lowest"),
        ([(40, 90), (40, 100), (50, 3000)], 0, "transient"),
        ([(40, 90)], 4, "single_value"),
        ([(40, 2000)], 0, "single_value"),
        ([(31, 90), (100, 90)], 4, "two_lowest"),
    ],
)
def test_late(anc: Any, grade: int, code: str) -> None:
    got = icaht.late(anc)
    assert (got.level, got.grounds[0].code) == (grade, code)
    assert ("single_value" in got.flags) == (code == "single_value")


@pytest.mark.parametrize(
    ("anc", "window"),
    [
        ([], {}),
        ([(30, 90), (101, 90)], {}),
        ([(40, 90)], {"last_contact_day": 39}),
        ([(40, 90)], {"as_of_day": 9}),
    ],
)
def test_nothing_measured_late_is_no_grade(anc: Any, window: Any) -> None:
    got = icaht.late(anc, **window)
    assert (got.level, got.status, got.missing) == (None, "incomplete", ("anc",))


@pytest.mark.parametrize(("as_of", "status"), [(99, "provisional"), (100, "graded")])
def test_late_is_provisional_until_day_100(as_of: int, status: str) -> None:
    assert icaht.late([(40, 900), (47, 900)], as_of_day=as_of).status == status


# --- against an algorithm written here, from the words of the rule -----------------------------


def by_the_words(anc: list[tuple[int, int]]) -> tuple[int, int]:
    """Longest runs (<= 500, <= 100), day by day, without a look at the scale."""
    days: list[float | None] = [
        min((v for d, v in anc if d == day), default=None) for day in range(31)
    ]
    known = [day for day in range(31) if days[day] is not None]
    filled = list(days)
    for day in range(31):
        if days[day] is not None or not known:
            continue
        before = max((k for k in known if k < day), default=None)
        after = min((k for k in known if k > day), default=None)
        gap = (31 if after is None else after) - (-1 if before is None else before) - 1
        if gap > 7:
            continue
        if before is None or after is None:
            filled[day] = days[before if after is None else after]  # type: ignore[index]
        else:
            low, high = days[before], days[after]
            # Ten times the span keeps whole numbers: round half to even by hand.
            top = low * (after - day) + high * (day - before)  # type: ignore[operator]
            tens, rest = divmod(top, 10 * (after - before))
            half = 5 * (after - before)
            filled[day] = 10 * (tens + (rest > half or (rest == half and tens % 2 == 1)))
    longest = []
    for limit in (500, 100):
        marks = "".join("?" if v is None else "x" if v <= limit else "." for v in filled)
        for gap_days in (1, 2):
            marks = f" {marks} "
            while f"x{'.' * gap_days}x" in marks:
                marks = marks.replace(f"x{'.' * gap_days}x", "x" * (gap_days + 2))
        runs = marks.replace(".", " ").replace("?", " ").split()
        longest.append(max(map(len, runs), default=0))
    return longest[0], longest[1]


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from([40, 100, 110, 300, 500, 505, 515, 900])),
        max_size=25,
    )
)
def test_agrees_with_the_words(anc: list[tuple[int, int]]) -> None:
    got = icaht.early(anc)
    assert (got.dur500, got.dur100) == by_the_words(anc)
