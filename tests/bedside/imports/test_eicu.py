"""Spellings of many hospitals (eICU demo): words become codes, or are refused by name."""

import csv
from pathlib import Path

import pytest

from bedside.facts import Note
from bedside.imports.maps import read as mapping
from grading.drugs import drug_key
from grading.signs import Drug, Support
from tests.bedside.imports.written import AT, facts, file, refused, taken
from tests.real_data import FOLDER, needs

pytestmark = needs("eicu_demo_o2_pressors")
DATA = FOLDER / "eicu_demo_o2_pressors"
DEVICES = {
    "Nasal cannula": "nasal_cannula",
    "None (Room air)": "room_air",
    "Room air": "room_air",
    "Ventilator": "intubated_mv",
    "Mechanical ventilator": "intubated_mv",
    "Bi-PAP": "bipap",
    "BiPAP": "bipap",
    "CPAP": "cpap",
    "High flow nasal cannula": "high_flow_nasal_cannula",
    "Heated high flow nasal cannula": "high_flow_nasal_cannula",
    "Simple mask": "simple_face_mask",
    "Face mask": "simple_face_mask",
    "Face tent": "simple_face_mask",
    "Aerosol mask": "simple_face_mask",
    "High flow mask": "simple_face_mask",
    "Venturi mask": "venturi",
    "Non-rebreather mask": "non_rebreather",
    "Other (Comment)": "",
}


def spellings(name: str) -> list[str]:
    with (DATA / name).open(newline="", encoding="utf-8") as text:
        return [row[0] for row in list(csv.reader(text))[1:]]


def toml(words: dict[str, str]) -> str:
    return ", ".join(f'"{word}" = "{code}"' for word, code in words.items())


def quoted(words: list[str]) -> str:
    return "".join(f'P,{AT},"{word}"\n' for word in words)


def test_every_device_is_known_or_refused_by_name(tmp_path: Path):
    eicu = mapping(
        f"""
        [[file]]
        kind = "o2"
        recognised_by = ["stay", "t", "O2 Device"]
        patient = {{ column = "stay" }}
        time = "t"
        [file.columns]
        "O2 Device" = {{ field = "device", words = {{ {toml(DEVICES)} }} }}
        """,
        "eicu",
    )
    words = spellings("all_o2_device_spellings.csv")
    batch = taken(tmp_path, f"stay,t,O2 Device\n{quoted(words)}", mapping=eicu)
    assert [r[2:] for r in refused(batch.files[0])] == [
        ("Ambubag", "unknown_word"),
        ("7", "unknown_word"),
    ]
    assert batch.files[0].outcomes["empty"] == 1  # "Other (Comment)" says nothing
    found = {dict(d.original).get("device"): d.fact for d in batch.drafts}
    assert found == {word: Support(code) for word, code in DEVICES.items() if code}


AGENTS = (
    "norepinephrine", "epinephrine", "phenylephrine", "vasopressin", "dopamine", "dobutamine",
    "milrinone",
)  # fmt: skip


def agent(spelling: str) -> str:
    said = spelling.lower().removeprefix("volume (ml) ")
    return next(name for name in AGENTS if said.startswith(name))


def test_every_spelling_of_a_vasoactive_drug_is_the_drug_it_names(tmp_path: Path):
    words = spellings("all_vasoactive_spellings.csv")
    assert len(words) == 40
    eicu = mapping(
        f"""
        [[file]]
        kind = "infusiondrug"
        recognised_by = ["stay", "t", "drugname"]
        patient = {{ column = "stay" }}
        time = "t"
        [file.columns]
        drugname = {{ field = "drug", words = {{ {toml({w: agent(w) for w in words})} }} }}
        [file.set]
        action = "continued"
        """,
        "eicu",
    )
    batch = taken(tmp_path, f"stay,t,drugname\n{quoted(words)}", mapping=eicu)
    assert refused(batch.files[0]) == []
    assert facts(batch) == [Drug(agent(word), "continued") for word in words]
    assert {dict(d.original)["name"] for d in batch.drafts} == set(words)


def test_without_a_mapping_only_plain_names_are_taken(tmp_path: Path):
    words = spellings("all_vasoactive_spellings.csv")
    rows = "".join(f'P,{AT},"{word}",continued\n' for word in words)
    batch = taken(tmp_path, f"patient,time,drug,action\n{rows}")
    assert {d.fact for d in batch.drafts} == {
        Drug(word, "continued") for word in words if drug_key(word)
    }
    assert {r.value for r in batch.files[0].refusals} == {w for w in words if not drug_key(w)}


@pytest.mark.parametrize(
    ("text", "kept", "code"),
    [
        ("60%", 0.6, None),
        ("0.4", 0.4, None),
        ("40", None, "percent"),
        ("40.0", None, "percent"),
        ("2-4", None, "not_a_number"),
        ("3", None, "out_of_range"),
    ],
)
def test_a_fraction_is_never_guessed(tmp_path: Path, text: str, kept: float | None, code: str):
    batch = taken(tmp_path, f"time,device,fio2\n{AT},venturi,{text}\n")
    assert facts(batch) == [Support("venturi", None, kept)]
    assert [r.code for r in batch.files[0].refusals] == ([code] if code else [])


def test_what_this_file_says_of_no_device_is_a_note(tmp_path: Path):
    path = file(tmp_path, f"time,fio2\n{AT},60%\n")
    batch = taken(path.parent, path.read_bytes())
    assert facts(batch) == [Note("fio2 60% (charted without an oxygen device)")]
