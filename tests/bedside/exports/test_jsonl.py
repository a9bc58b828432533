"""A record leaves as JSON lines and comes back as it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bedside.exports.jsonl import entries, is_export, lines
from bedside.facts import Note, Retracted, Unknown
from bedside.store import Store, StoreError, verified
from bedside.timeline import Draft
from grading.signs import Drug, Vitals

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "a.sqlite", "ward-a", NOW) as opened:
        first, _, _ = opened.append(
            [
                Draft("RC-1", NOW, Vitals(temp_c=38.0), original=(("temp_c", "100.4 °F"),)),
                Draft("RC-1", NOW, Drug("noradrenaline", "started", rate=0.1)),
                Draft("RC-2", NOW, Note("“Übelkeit” · 38,0 · 发热")),
            ],
            NOW,
            "Nurse A",
            "nurse",
        )
        opened.append(
            [Draft("RC-1", NOW, Retracted(), amends=first.id, reason="wrong patient")],
            NOW + timedelta(minutes=5),
            "Nurse B",
            "nurse",
        )
        yield opened


def test_what_is_read_back_is_what_was_written(store: Store, tmp_path: Path) -> None:
    text = list(lines(store.log()))
    assert is_export(text[0])
    assert tuple(entries(text)) == store.log()
    assert '"temp_c":38.0' in text[1]
    with Store(tmp_path / "b.sqlite", "ward-b", NOW) as other:
        assert other.merge(entries(text)) == 4
        assert other.merge(entries(text)) == 0
        assert other.log() == store.log()
    assert verified(tmp_path / "b.sqlite") == (4, ())


def test_a_changed_line_is_refused_and_nothing_is_taken(store: Store, tmp_path: Path) -> None:
    text = [line.replace("38.0", "37.0") for line in lines(store.log())]
    with Store(tmp_path / "b.sqlite", "ward-b", NOW) as other:
        with pytest.raises(StoreError, match="broken chain"):
            other.merge(entries(text))
        assert other.log() == ()


@pytest.mark.parametrize("spoilt", ["{", "{}", '{"id": 1}', "null"])
def test_a_line_that_is_no_entry_is_named(store: Store, spoilt: str) -> None:
    text = list(lines(store.log()))
    text[2] = spoilt
    with pytest.raises(Unknown, match="line 3"):
        list(entries(text))


def test_another_file_is_not_an_export() -> None:
    assert not is_export("time,rel_h,temp_c")
    assert not is_export('{"format": "something else"}')
