"""Many people's drafts in one transaction: as if appended one after another, or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bedside.facts import Note
from bedside.store import Batch, Store, StoreError, verified
from bedside.timeline import Draft, Entry

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BATCHES = (
    Batch([Draft("P-1", NOW, Note("one")), Draft("P-2", NOW, Note("two"))], NOW, "Ann", "nurse"),
    Batch([Draft("P-1", NOW, Note("three"))], NOW + MINUTE, "Bea", "physician"),
    Batch([], NOW + MINUTE, "Bea", "physician"),
    Batch([Draft("P-1", NOW, Note("four"))], NOW + 2 * MINUTE, "Ann", "nurse"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ward.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path, "here", NOW) as opened:
        yield opened


def plain(entry: Entry) -> Entry:
    return replace(entry, id="")


def test_batches_are_written_as_if_one_after_another(store: Store, tmp_path: Path) -> None:
    with Store(tmp_path / "other.sqlite", "here", NOW) as other:
        one_by_one = tuple(e for batch in BATCHES for e in other.append(*batch))
    together = store.append_all(BATCHES)
    assert [plain(e) for e in together] == [plain(e) for e in one_by_one]
    assert store.log() == together
    assert [e.seq for e in together] == [1, 2, 3, 4]
    assert [(e.author, e.role) for e in together][2] == ("Bea", "physician")


def test_the_chain_goes_on_through_batches_and_after_them(store: Store, path: Path) -> None:
    store.append_all(BATCHES)
    store.append_all(())
    store.append([Draft("P-1", NOW, Note("five"))], NOW + 3 * MINUTE, "Ann", "nurse")
    assert verified(path) == (5, ())


NO_SUCH = Draft("P-1", NOW, Note("x"), amends="nobody", reason="typing error")
TWICE = Draft("P-1", NOW, Note("x"), source="row 1")


@pytest.mark.parametrize(
    ("last", "error"),
    [
        ([NO_SUCH], ValueError),
        ([TWICE, TWICE], StoreError),
        ([Draft("", NOW, Note("x"))], StoreError),
    ],
    ids=["amends nothing", "a row taken twice", "no patient"],
)
def test_when_one_batch_fails_none_is_written(
    store: Store, path: Path, last: list[Draft], error: type[Exception]
) -> None:
    store.append_all(BATCHES[:1])
    with pytest.raises(error):
        store.append_all((*BATCHES[1:], Batch(last, NOW, "Ann", "nurse")))
    assert [e.fact for e in store.log()] == [Note("one"), Note("two")]
    store.append_all(BATCHES[1:])
    assert verified(path) == (4, ())


def test_what_was_written_before_can_be_amended(store: Store) -> None:
    first, *_ = store.append_all(BATCHES)
    right = Draft("P-1", NOW, Note("once"), amends=first.id, reason="typing error")
    (entry,) = store.append_all([Batch([right], NOW + 3 * MINUTE, "Ann", "nurse")])
    assert (entry.amends, entry.reason) == (first.id, "typing error")


def test_a_reader_writes_nothing(store: Store, path: Path) -> None:
    with (
        Store(path, "there", NOW, read_only=True) as reader,
        pytest.raises(StoreError) as refused,
    ):
        reader.append_all(BATCHES)
    assert refused.value.trouble == "read_only"
    assert store.log() == ()
