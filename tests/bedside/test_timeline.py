"""Which entries count, and as known when."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.facts import Fact, Note, Retracted
from bedside.timeline import Entry, digest, readings, row_of, stamp, timeline
from grading.signs import Reading, Vitals
from tests.bedside.strategies import START, logs

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def entry(
    name: str,
    *,
    amends: str | None = None,
    at: float = 0,
    recorded: float = 0,
    fact: Fact | None = None,
) -> Entry:
    """An entry; times in minutes."""
    return Entry(
        id=name,
        origin="ward",
        seq=1,
        patient="RC-1",
        at=NOW + timedelta(minutes=at),
        recorded=NOW + timedelta(minutes=recorded),
        author="Nurse A",
        role="nurse",
        fact=fact or Note(name),
        amends=amends,
        reason="mistyped" if amends else None,
    )


def gone(name: str, *, amends: str, recorded: float) -> Entry:
    return entry(name, amends=amends, recorded=recorded, fact=Retracted())


def counting(*log: Entry, known_at: float | None = None) -> list[str]:
    known = None if known_at is None else NOW + timedelta(minutes=known_at)
    return [e.id for e in timeline(log, known)]


A = entry("a")
B_FOR_A = entry("b", amends="a", recorded=1)


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([A], ["a"], id="one"),
        pytest.param([A, B_FOR_A], ["b"], id="amended"),
        pytest.param(
            [A, B_FOR_A, entry("c", amends="b", recorded=2)], ["c"], id="amended twice in a chain"
        ),
        pytest.param(
            [A, B_FOR_A, entry("c", amends="a", recorded=2)],
            ["c"],
            id="amended twice from two screens: the later",
        ),
        pytest.param(
            [A, B_FOR_A, entry("c", amends="a", recorded=1)],
            ["c"],
            id="amended twice in one moment: by id",
        ),
        pytest.param([A, gone("r", amends="a", recorded=1)], [], id="retracted"),
        pytest.param(
            [A, gone("r", amends="a", recorded=1), entry("c", amends="r", recorded=2)],
            ["c"],
            id="the retraction taken back",
        ),
        pytest.param(
            [A, gone("r", amends="a", recorded=1), entry("c", amends="a", recorded=2)],
            ["c"],
            id="amended by a screen that had not seen the retraction",
        ),
        pytest.param(
            [A, B_FOR_A, gone("r", amends="a", recorded=2)],
            [],
            id="retracted by a screen that had not seen the amendment",
        ),
        pytest.param(
            [A, B_FOR_A, gone("r", amends="b", recorded=2)], [], id="the amendment retracted"
        ),
        pytest.param(
            [A, B_FOR_A, entry("c", amends="a", recorded=2), entry("d", amends="b", recorded=3)],
            ["d"],
            id="two branches: one entry counts, the one written last",
        ),
        pytest.param(
            [A, B_FOR_A, gone("r", amends="a", recorded=3), entry("d", amends="b", recorded=2)],
            [],
            id="two branches: the retraction is the last word",
        ),
        pytest.param(
            [A, B_FOR_A, entry("c", amends="b", recorded=0.5)],
            ["c"],
            id="a clock behind: the amendment of the amendment stands all the same",
        ),
        pytest.param([B_FOR_A], ["b"], id="what it amends is not in this log"),
        pytest.param(
            [B_FOR_A, entry("c", amends="a", recorded=2)],
            ["c"],
            id="two that amend what is not in this log",
        ),
        pytest.param([A, entry("r", fact=Retracted())], ["a"], id="a retraction of nothing"),
        pytest.param([A, entry("x"), B_FOR_A], ["b", "x"], id="others are left alone"),
    ],
)  # fmt: skip
def test_which_entries_count(log: list[Entry], expected: list[str]) -> None:
    for order in permutations(log):
        assert sorted(counting(*order)) == expected


def test_a_ring_of_amendments_does_not_hang() -> None:
    """No store takes such entries; a file made by hand may hold them."""
    ring = [entry("a", amends="b"), entry("b", amends="a"), entry("c", amends="a", recorded=1)]
    assert len(counting(*ring)) == 1


def test_clinical_order_is_by_when_it_was_true_then_by_when_it_was_written() -> None:
    log = [
        entry("late", at=0, recorded=9),
        entry("second", at=1, recorded=1),
        entry("first", at=0, recorded=1),
        entry("twin", at=1, recorded=1),
    ]
    assert counting(*log) == ["first", "late", "second", "twin"]


def test_an_amendment_may_move_the_time() -> None:
    log = [entry("a", at=0), entry("x", at=5), entry("b", at=9, amends="a", recorded=1)]
    assert counting(*log) == ["x", "b"]


def test_as_known_at_a_time() -> None:
    log = [A, B_FOR_A, gone("r", amends="b", recorded=2)]
    assert counting(*log, known_at=-1) == []
    assert counting(*log, known_at=0) == ["a"]
    assert counting(*log, known_at=0.99) == ["a"]
    assert counting(*log, known_at=1) == ["b"]
    assert counting(*log, known_at=2) == []
    assert counting(*log) == []


@given(logs(), logs(), st.integers(-1, 40))
def test_the_past_never_changes(log: list[Entry], more: list[Entry], minutes: int) -> None:
    """Whatever is written later, amendments of anything included."""
    known_at = START + timedelta(minutes=minutes)
    ids = {e.id for e in log}
    written_later = [
        Entry(
            id=f"later {e.id}",
            origin=e.origin,
            seq=e.seq,
            patient=e.patient,
            at=e.at,
            recorded=max(known_at, *(x.recorded for x in log), START)
            + timedelta(minutes=1)
            + (e.recorded - START),
            author=e.author,
            role=e.role,
            fact=e.fact,
            amends=e.amends if e.amends in ids else None,
        )
        for e in more
    ]
    assert timeline([*log, *written_later], known_at) == timeline(log, known_at)


@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_the_log_makes_no_difference(log: list[Entry], chance) -> None:
    shuffled = list(log)
    chance.shuffle(shuffled)
    assert timeline(shuffled) == timeline(log)


@given(logs())
def test_every_chain_has_one_voice(log: list[Entry]) -> None:
    """Of an entry and all that amends it directly or not at most one counts, and never an
    amended one; what was written last is not passed over for something older."""
    by_id = {e.id: e for e in log}

    def first(e: Entry) -> str:
        while e.amends:
            e = by_id[e.amends]
        return e.id

    counts = timeline(log)
    assert len({first(e) for e in counts}) == len(counts)
    assert not {e.id for e in counts} & {e.amends for e in log}
    for chain in {first(e) for e in log}:
        members = [e for e in log if first(e) == chain]
        last = max(members, key=lambda e: (e.recorded, e.id))
        voice = [e for e in counts if first(e) == chain]
        assert voice == ([] if isinstance(last.fact, Retracted) else [last])


def test_readings_are_the_signs_at_their_time() -> None:
    sign = Vitals(temp_c=38.0)
    assert readings([entry("n"), entry("v", at=3, fact=sign)]) == (
        Reading(NOW + timedelta(minutes=3), sign),
    )


def test_a_moment_in_the_file_sorts_as_text() -> None:
    assert stamp(NOW) == "2026-11-22T12:00:00.000+00:00"
    assert stamp(NOW + timedelta(milliseconds=7)) == "2026-11-22T12:00:00.007+00:00"


def test_the_digest_covers_every_column_and_the_entry_before() -> None:
    row = row_of(entry("a"))
    whole = digest("", row)
    assert digest("x", row) != whole
    for place in range(len(row)):
        assert digest("", (*row[:place], "tampered", *row[place + 1 :])) != whole


def test_the_kind_of_an_entry_is_that_of_its_fact() -> None:
    assert (A.kind, gone("r", amends="a", recorded=1).kind) == ("note", "retracted")
