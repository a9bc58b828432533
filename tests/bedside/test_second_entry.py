"""Results typed twice: which wait for a second person, and whether both typed the same."""

from datetime import UTC, datetime, timedelta

import pytest

from bedside.analytes import lab
from bedside.chart import chart
from bedside.facts import Retracted, SecondEntry
from bedside.second_entry import agree, checked, compared, settled, waiting
from bedside.timeline import Entry
from grading.signs import Invalid, Lab

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
IL6, IL8, IFNG, CRP = (
    Lab("il6", 340.0, "pg/mL"),
    Lab("il8", 21.0, "pg/mL"),
    Lab("ifng", 5.0, "pg/mL", "<"),
    Lab("crp", 21.0, "mg/L"),
)


def entry(number, hours, fact, author="Ann", *, source=None, amends=None):
    at = NOW - timedelta(hours=hours)
    written = NOW - timedelta(hours=24) + timedelta(minutes=number)
    return Entry(f"{number:04}", "w", number, "RC-1", at, written, author, "nurse", fact,
                 amends and f"{amends:04}", "slip" if amends else None, source=source)  # fmt: skip


def ids(*entries, **more):
    return [[e.id for e in batch.entries] for batch in waiting(chart(entries, NOW), **more)]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        # One batch a moment, the latest first, in the order of the analytes.
        ([entry(1, 8, IL6), entry(2, 8, IL8), entry(3, 2, IL6)], [["0003"], ["0001", "0002"]]),
        ([entry(1, 8, IFNG)], [["0001"]]),
        # Other analytes, what was imported, and words do not wait.
        ([entry(1, 8, CRP)], []),
        ([entry(1, 8, IL6, source="x:lab")], []),
        ([entry(1, 8, Lab("il6", text="haemolysed"))], []),
        # Typed again by somebody else, it waits no more.
        ([entry(1, 8, IL6), entry(2, 8, IL8), entry(3, 1, SecondEntry(("0001",)), "Ben")],
         [["0002"]]),
        ([entry(1, 8, IL6), entry(2, 1, SecondEntry(("0001",)), "ann")], [["0001"]]),
        ([entry(1, 8, IL6), entry(2, 1, SecondEntry(("other",)), "Ben")], [["0001"]]),
        ([entry(1, 8, IL6), entry(2, 1, SecondEntry(("0001",)), "Ben"),
          entry(3, 1, Retracted(), amends=2)], [["0001"]]),
        # What was amended since waits again, unless the laboratory itself corrected it.
        ([entry(1, 8, IL6), entry(2, 1, SecondEntry(("0001",)), "Ben"),
          entry(3, 8, Lab("il6", 430.0, "pg/mL"), "Ben", amends=1)], [["0003"]]),
        ([entry(1, 8, IL6), entry(3, 8, Lab("il6", 430.0, "pg/mL"), amends=1, source="x")], []),
        ([entry(1, 8, IL6), entry(2, 8, Retracted(), amends=1)], []),
    ],
)  # fmt: skip
def test_what_waits(entries, expected):
    assert ids(*entries) == expected


def test_other_groups_wait_where_they_are_asked_for():
    assert ids(entry(1, 8, CRP), entry(2, 8, IL6), groups={"inflammation"}) == [["0001"]]


def test_the_second_person_is_another_one():
    (batch,) = waiting(chart([entry(1, 8, IL6, "Ann B"), entry(2, 8, IL8, "Ben")], NOW))
    assert batch.authors == ("Ann B", "Ben")
    assert [e.id for e in batch.open_to(" ann  b ")] == ["0002"]
    assert [e.id for e in batch.open_to("Cleo")] == ["0001", "0002"]
    own = compared(batch.entries, {"0001": IL6, "0002": IL8}, "ANN B")
    assert ([e.id for e in own.agreed], [e.id for e in own.own]) == (["0002"], ["0001"])


def test_whoever_typed_a_number_does_not_check_it_after_its_time_was_amended():
    """Ben moved the sample by an hour; that Ann typed the number does not change with it."""
    told = [entry(1, 8, IL6), entry(2, 7, IL6, "Ben", amends=1)]
    (batch,) = waiting(chart(told, NOW))
    assert [len(batch.open_to(name)) for name in ("ann", "Ben", "Cleo")] == [0, 0, 1]
    again = [entry(3, 1, SecondEntry(("0002",)), name) for name in ("ann", "Ben", "Cleo")]
    assert [list(checked(chart([*told, one], NOW))) for one in again] == [[], [], ["0002"]]
    # Another number is typed by whoever amended it.
    slip = [entry(1, 8, IL6), entry(2, 8, Lab("il6", 430.0, "pg/mL"), "Ben", amends=1)]
    (batch,) = waiting(chart(slip, NOW))
    assert [len(batch.open_to(name)) for name in ("ann", "Ben")] == [1, 0]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (lab("il6", "340", "pg/mL"), lab("il6", "340.0", "pg/mL"), True),
        (lab("il6", "0.34", "ng/mL"), lab("il6", "340", "pg/mL"), True),
        (lab("il6", "340", "pg/mL"), lab("il6", "430", "pg/mL"), False),
        (lab("il6", "340", "pg/mL"), lab("il6", "340.1", "pg/mL"), False),
        (lab("il6", "<5", "pg/mL"), lab("il6", "5", "pg/mL"), False),
        (lab("il6", "<5", "pg/mL"), lab("il6", "< 5", "pg/mL"), True),
        (lab("il6", "5 haemolysed", "pg/mL"), lab("il6", "5", "pg/mL"), False),
        (lab("il6", "5 haemolysed", "pg/mL"), lab("il6", "5 Haemolysed", "pg/mL"), True),
        (lab("il6", "340", "pg/mL"), lab("il8", "340", "pg/mL"), False),
        # By whom it was measured, and what is normal there, was not typed again.
        (Lab("il6", 340.0, "pg/mL", laboratory="C", high=7.0), Lab("il6", 340.0, "pg/mL"), True),
    ],
)  # fmt: skip
def test_whether_two_say_the_same(first, second, same):
    assert agree(first, second) is same
    assert agree(second, first) is same


def test_what_agrees_is_written_and_what_differs_is_named():
    entries = [entry(1, 8, IL6), entry(2, 8, IL8), entry(3, 8, IFNG)]
    again = {"0001": IL6, "0002": Lab("il8", 12.0, "pg/mL")}
    found = compared(entries, again, "Ben")
    assert [e.id for e in found.missing] == ["0003"]
    (pair,) = found.differing
    assert (pair.first, pair.second) == (IL8, again["0002"])
    draft = found.draft(NOW)
    assert draft is not None
    assert (draft.patient, draft.at, draft.fact) == ("RC-1", NOW, SecondEntry(("0001",)))
    assert compared(entries, {}, "Ben").draft(NOW) is None


def test_a_difference_is_settled_by_an_amendment_with_a_reason():
    first = Lab("il8", 21.0, "pg/mL", laboratory="C", high=62.0)
    entries = [entry(1, 8, first)]
    second = Lab("il8", 12.0, "pg/mL")
    (pair,) = compared(entries, {"0001": second}, "Ben").differing
    draft = settled(pair, second, " figures swapped ")
    assert (draft.amends, draft.at, draft.reason) == ("0001", entries[0].at, "figures swapped")
    assert draft.fact == Lab("il8", 12.0, "pg/mL", laboratory="C", high=62.0)
    with pytest.raises(ValueError, match="reason"):
        settled(pair, second, "  ")
    with pytest.raises(ValueError, match="already"):
        settled(pair, Lab("il8", 21.0, "pg/mL"), "x")


def test_who_checked_a_result_is_known():
    of = chart([entry(1, 8, IL6), entry(2, 1, SecondEntry(("0001",)), "Ben")], NOW)
    assert {key: e.author for key, e in checked(of).items()} == {"0001": "Ben"}


@pytest.mark.parametrize("entries", [(), ("",), ("0001", "")])
def test_a_check_of_nothing_cannot_be(entries):
    with pytest.raises(Invalid, match="entries"):
        SecondEntry(entries)
