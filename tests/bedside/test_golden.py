"""Records of every release decode, chain and grade as they did when it was published.

``tests/golden/`` holds three files a release: ``-facts`` (each kind with representative values),
``-entries`` (a small record as its rows stood in the file) and ``-grades`` (what it graded then).
A published line is never changed or taken out. A new kind of fact gets its line with its release.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bedside.facts import KINDS, decoded, encoded, kind_of
from bedside.timeline import Entry, digest, readings, row_of, timeline
from grading.grade import course
from grading.scales import SCALES

GOLDEN = Path(__file__).parents[1] / "golden"
RECORDS = ["0.1.0"]
"""Releases with a record of their own that must chain and grade as it did."""
RELEASES = ["0.1.0", "0.2.0", "0.3.0"]
FIRST_KINDS = {
    "vitals", "support", "ice", "neuro", "drug", "lab", "hypotension", "attribution", "death",
    "baseline", "infused", "planned", "enrolled", "admitted", "discharged", "note", "notdone",
    "confirmed", "acknowledged", "retracted",
}  # fmt: skip


def lines(name: str) -> list[dict[str, Any]]:
    text = (GOLDEN / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def entries(release: str) -> list[Entry]:
    return [
        Entry(
            id=row["id"],
            origin=row["origin"],
            seq=row["seq"],
            patient=row["patient"],
            at=datetime.fromisoformat(row["at"]),
            recorded=datetime.fromisoformat(row["recorded"]),
            author=row["author"],
            role=row["role"],
            fact=decoded(row["kind"], row["fact"]),
            amends=row["amends"],
            reason=row["reason"],
            original=tuple(json.loads(row["original"] or "{}").items()),
            source=row["source"],
            digest=row["digest"],
        )
        for row in lines(f"{release}-entries.jsonl")
    ]


def test_no_published_kind_has_gone() -> None:
    golden = {row["kind"] for release in RELEASES for row in lines(f"{release}-facts.jsonl")}
    assert golden >= FIRST_KINDS, "a golden line was taken out"
    assert set(KINDS) >= golden, "a published kind can no longer be read"


def test_every_kind_has_a_golden_line() -> None:
    golden = {row["kind"] for release in RELEASES for row in lines(f"{release}-facts.jsonl")}
    assert golden == set(KINDS)


@pytest.mark.parametrize("release", RELEASES)
def test_every_golden_fact_reads_as_it_was_written(release: str) -> None:
    for row in lines(f"{release}-facts.jsonl"):
        fact = decoded(row["kind"], json.dumps(row["fact"]))
        assert kind_of(fact) == row["kind"]
        said = json.loads(msgspec.json.encode(fact))
        for name, value in row["fact"].items():
            if isinstance(getattr(fact, name), datetime):
                assert getattr(fact, name) == datetime.fromisoformat(value)
            else:
                assert said[name] == value, f"{row['kind']}.{name}"
        assert json.loads(encoded(fact)) == row["fact"]


@pytest.mark.parametrize("release", RECORDS)
def test_the_chain_of_a_golden_record_holds(release: str) -> None:
    before = ""
    for entry in entries(release):
        before = digest(before, row_of(entry))
        assert before == entry.digest, f"entry {entry.seq}"


@pytest.mark.parametrize("release", RECORDS)
def test_a_golden_record_grades_as_it_did(release: str) -> None:
    expected = lines(f"{release}-grades.jsonl")
    seen = readings(timeline(entries(release)))
    until = max(datetime.fromisoformat(row["at"]) for row in expected)
    got = [
        {
            "scale": scale,
            "at": step.at.isoformat(),
            "level": step.grade.level,
            "at_least": step.grade.at_least,
            "status": step.grade.status,
        }
        for scale in dict.fromkeys(row["scale"] for row in expected)
        for step in course(SCALES[scale], seen, until).steps
    ]
    assert got == expected
