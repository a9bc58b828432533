"""Mapping files: strictly read, and a table finds its kind."""

import re
from pathlib import Path

import pytest

import bedside.imports
from bedside.facts import Note
from bedside.imports import BadMap, Unreadable, load, shipped
from bedside.imports.kinds import recognised
from bedside.imports.maps import read
from grading.signs import Drug, Lab, Support, Vitals
from tests.bedside.imports.written import AT, counts, facts, file, refused, taken
from tests.bedside.imports.written import read as imported

WARD = """
name = "ward"
decimal = ","
[[file]]
kind = "charting"
recognised_by = ["Fall", "Zeit", "Puls"]
patient = { column = "Fall" }
time = { column = "Zeit", format = "%d.%m.%Y %H:%M", zone = "Europe/Berlin" }
left_out = ["Bett"]
[file.columns]
Puls = "hr_bpm"
Temp = { field = "temp_c", unit = "°F" }
MAD = { field = "map_mmhg", unit = "kPa" }
RRsys = "cuff.sbp_mmhg"
IL6 = { lab = "il6", unit = "pg/mL" }
O2 = { field = "device", words = { "Nasenbrille" = "nasal_cannula", "k. A." = "" } }
Fluss = "flow_lpm"
Bemerkung = { beside = "O2" }

[[file]]
kind = "pumps"
recognised_by = ["Fall", "Zeit", "Mittel"]
patient = { column = "Fall" }
time = { column = "Zeit", format = "%d.%m.%Y %H:%M", zone = "Europe/Berlin" }
[file.columns]
Mittel = { field = "drug", words = { "Arterenol" = "norepinephrine" } }
Rate = "rate"
[file.set]
action = "continued"
rate_unit = "mL/h"
route = "iv"

[[file]]
kind = "laboratory"
recognised_by = ["Fall", "Zeit", "Analyt"]
patient = { column = "Fall" }
time = { column = "Zeit", format = "%d.%m.%Y %H:%M", zone = "Europe/Berlin" }
unit_if_blank = { crp = "mg/L" }
[file.columns]
Analyt = { field = "analyte", words = { "Leukos" = "wbc" } }
Text = { field = "value", number_in = "Zahl" }
Einheit = "unit"
"""
CHARTING = "Fall;Zeit;Bett;Puls;Temp;MAD;RRsys;IL6;O2;Fluss;Bemerkung;Neu"
PUMPS = "Fall;Zeit;Mittel;Rate"
LABORATORY = "Fall;Zeit;Analyt;Text;Zahl;Einheit"
MAP = read(WARD, "ward")


@pytest.mark.parametrize(
    ("header", "cells", "says", "original"),
    [
        (CHARTING, "3;90;;;;;;;;", [Vitals(hr_bpm=90)], [()]),
        (CHARTING, ";;101,3;;;;;;;", [Vitals(temp_c=38.5)], [(("temp_c", "101,3 °F"),)]),
        (CHARTING, ";;;9,5;;;;;;", [Vitals(map_mmhg=71)], [(("map_mmhg", "9,5 kPa"),)]),
        (CHARTING, ";;;;104;;;;;", [Vitals(sbp_mmhg=104, bp_method="cuff")], [()]),
        (CHARTING, ";;;;;<5;;;;", [Lab("il6", 5.0, "pg/mL", "<")], [()]),
        (
            CHARTING,
            ";;;;;;nasenbrille ;2,5;mobil;",
            [Support("nasal_cannula", 2.5)],
            [(("device", "nasenbrille "), ("Bemerkung", "mobil"))],
        ),
        (
            CHARTING,
            ";;;;;;k. A.;2;;",
            [Note("Fluss 2 (charted without an oxygen device)")],
            [()],
        ),
        (CHARTING, "3;;;;;;k. A.;;;neu", [], []),
        (
            PUMPS,
            "ARTERENOL;2,5",
            [Drug("norepinephrine", "continued", rate=2.5, rate_unit="mL/h", route="iv")],
            [(("name", "ARTERENOL"),)],
        ),
        (LABORATORY, "Leukos;4,1;;10^9/L", [Lab("wbc", 4.1, "10*9/L")], [()]),
        (
            LABORATORY,
            "CRP;siehe Text;12;",
            [Lab("crp", 12.0, "mg/L")],
            [(("value", "siehe Text"),)],
        ),
        (LABORATORY, "CRP;;12;mg/L", [Lab("crp", 12.0, "mg/L")], [()]),
        (LABORATORY, "CRP;hämolytisch;;mg/L", [Lab("crp", text="hämolytisch")], [()]),
        (
            LABORATORY,
            "CRP;stark  hämolytisch;12;mg/L",
            [Lab("crp", 12.0, "mg/L", None, "stark hämolytisch")],
            [(("value", "stark  hämolytisch"),)],
        ),
        (
            LABORATORY,
            "CRP;<=5;;mg/L",
            [Lab("crp", 5.0, "mg/L", "<")],
            [(("value", "<=5"),)],
        ),
        (LABORATORY, "CRP;nicht bestimmt;;", [Lab("crp", text="nicht bestimmt")], [()]),
        (LABORATORY, "CRP;; ;mg/L", [], []),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_mapping_renames_columns_units_and_words(
    tmp_path: Path, header: str, cells: str, says: list[object], original: list[object]
):
    row = f"P;04.03.2026 09:30;{cells}"
    batch = taken(tmp_path, f"{header}\n{row}\n", mapping=MAP)
    assert refused(batch.files[0]) == []
    assert facts(batch) == says
    assert [d.original for d in batch.drafts] == original
    assert {d.at.isoformat() for d in batch.drafts} <= {f"{AT.replace(' ', 'T')}:00+00:00"}


def test_what_is_left_out_or_not_known_is_named_with_its_cells(tmp_path: Path):
    rows = "P;04.03.2026 09:30;3;90;;;;;;;;x\nP;04.03.2026 09:31;;91;;;;;;;;y\n"
    batch = taken(tmp_path, f"{CHARTING}\n{rows}", mapping=MAP)
    assert batch.files[0].left_out == (("Bett", 1), ("Neu", 2))
    assert batch.files[0].absent == ()


def test_columns_that_a_file_lacks_are_named(tmp_path: Path):
    batch = taken(tmp_path, "Fall;Zeit;Puls\nP;04.03.2026 09:30;90\n", mapping=MAP)
    assert facts(batch) == [Vitals(hr_bpm=90)]
    assert batch.files[0].absent == ("Bemerkung", "Fluss", "IL6", "MAD", "O2", "RRsys", "Temp")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('name = "ward"', 'nom = "ward"'), "unknown key 'nom'"),
        (('decimal = ","', 'decimal = "_"'), "decimal: neither"),
        (('decimal = ","', 'encoding = "utf-9"'), "encoding: unknown encoding: utf-9"),
        (('kind = "pumps"', 'kind = "charting"'), "two [[file]] are of one kind"),
        (('kind = "pumps"\n', ""), "a [[file]] lacks 'kind'"),
        (('left_out = ["Bett"]', 'left_off = ["Bett"]'), "'charting': unknown key 'left_off'"),
        (('left_out = ["Bett"]', 'left_out = ["Puls"]'), "'Puls' is both taken and left out"),
        (('recognised_by = ["Fall", "Zeit", "Puls"]', "recognised_by = []"), "recognised_by is"),
        (('patient = { column = "Fall" }', 'patient = { id = "Fall" }'), "unknown key 'id'"),
        (('patient = { column = "Fall" }', "patient = { }"), "either 'column' or 'file_name'"),
        (('patient = { column = "Fall" }', "patient = { file_name = '(' }"), "missing ), unter"),
        (('Puls = "hr_bpm"', 'Puls = "pulse"'), "columns.Puls: no field is called 'pulse'"),
        (('Puls = "hr_bpm"', 'Puls = "cuff.hr_bpm"'), "no field is called 'cuff.hr_bpm'"),
        (('Puls = "hr_bpm"', 'Puls = { feld = "hr_bpm" }'), "unknown key 'feld'"),
        (('Puls = "hr_bpm"', 'Puls = { words = { a = "1" } }'), "neither 'field' nor 'lab'"),
        (('Puls = "hr_bpm"', 'Puls = "temp_f"'), "columns.Temp: 'Puls' is that field already"),
        (('unit = "°F"', 'unit = "K"'), "temp_c cannot be read in 'K'"),
        (('"nasal_cannula"', '"nasal_canula"'), "'nasenbrille': device cannot be 'nasal_canula'"),
        (('"norepinephrine"', '"levo"'), "'arterenol': drug cannot be 'levo'"),
        (('"wbc"', '"wcb"'), "'leukos': no analyte is called 'wcb'"),
        (('lab = "il6"', 'lab = "il66"'), "columns.IL6: no analyte is called 'il66'"),
        (('unit = "pg/mL"', 'unit = "U/L"'), "columns.IL6: IL-6 is known, not in 'U/L'"),
        (('beside = "O2"', 'beside = "device"'), "'device' is not a column that is taken"),
        (('action = "continued"', 'akt = "continued"'), "set: no field is called 'akt'"),
        (('action = "continued"', 'action = "runs"'), "set: action cannot be 'runs'"),
        (('Rate = "rate"', 'Rate = { field = "rate", number_in = "x" }'), "'number_in' belongs"),
        (("[[file]]", "[[file"), "at line"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_slip_in_a_mapping_is_named_before_any_row_is_read(change: tuple[str, str], says: str):
    with pytest.raises(BadMap, match=re.escape(says)) as caught:
        read(WARD.replace(*change), "ward", "ward.toml")
    assert str(caught.value).startswith("ward.toml")
    assert "\n" not in str(caught.value)


def test_a_map_without_tables_is_no_map():
    with pytest.raises(BadMap, match=re.escape("it has no [[file]]")):
        read('name = "x"', "x")


def test_the_kind_with_most_columns_is_taken_and_a_tie_is_asked_about(tmp_path: Path):
    wide = read(WARD.replace('["Fall", "Zeit", "Puls"]', '["Fall", "Zeit", "Puls", "Temp"]'), "w")
    assert recognised(CHARTING.split(";"), [MAP, wide]) is wide.kinds[0]
    with pytest.raises(BadMap, match="fit ward charting and ward charting; say which"):
        recognised(CHARTING.split(";"), [MAP, MAP])
    with pytest.raises(BadMap, match="ward pumps would also need the columns Zeit"):
        recognised(["Fall", "Mittel"], [*shipped(), MAP])


def test_a_mapping_that_was_asked_for_is_not_replaced_by_another(tmp_path: Path):
    with pytest.raises(Unreadable, match="its columns do not fit mimic_icu"):
        taken(tmp_path, f"time,hr_bpm\n{AT},90\n", mapping=load("mimic_icu"))
    with pytest.raises(Unreadable, match="the tidy format has no column 'Fall'"):
        taken(tmp_path, f"{CHARTING}\n", mapping=load("tidy"))


def test_a_mapping_is_found_by_name_in_the_users_folder_or_by_path(tmp_path: Path):
    path = tmp_path / "own.toml"
    path.write_text(WARD, encoding="utf-8")
    for found in (load(str(path)), load("own", tmp_path)):
        assert [kind.kind for kind in found.kinds] == ["charting", "pumps", "laboratory"]
    for one in shipped():
        assert load(one.name, tmp_path) is one
    assert [one.name for one in shipped()] == ["cart_car22", "mimic_icu"]
    for name in ("other", str(tmp_path / "other.toml")):
        with pytest.raises(BadMap, match="there are: tidy, cart_car22, mimic_icu"):
            load(name, tmp_path)
    path.write_bytes(WARD.encode("utf-16"))
    with pytest.raises(BadMap, match=re.escape("own.toml")):
        load("own", tmp_path)


def test_a_mapping_may_be_named(tmp_path: Path):
    (tmp_path / "own.toml").write_text(WARD, encoding="utf-8")
    table = file(tmp_path, "Fall;Zeit;Puls\nP;04.03.2026 09:30;90\n")
    batch = imported([table], mapping="own", folder=tmp_path)
    assert facts(batch) == [Vitals(hr_bpm=90)]
    with pytest.raises(BadMap, match="no mapping is called 'own'"):
        imported([table], mapping="own")


def test_the_encoding_of_a_mapping_is_used(tmp_path: Path):
    chinese = read('encoding = "gb18030"\n' + WARD, "ward")
    text = f"{CHARTING}\nP;04.03.2026 09:30;;;;;;;Nasenbrille;1;好转;\n".encode("gb18030")
    batch = taken(tmp_path, text, mapping=chinese)
    assert batch.drafts[0].original[-1] == ("Bemerkung", "好转")
    with pytest.raises(Unreadable, match="line 2: not gb18030 text"):
        taken(tmp_path, text.replace("好".encode("gb18030"), b"\xff\xff"), mapping=chinese)


def test_rows_of_damage_are_named_by_our_words_too(tmp_path: Path):
    rows = "P;04.03.2026 09:30;;x;;;;;;;;\nP;4.3.26;;90;;;;;;;;\n;04.03.2026 09:30;;90;;;;;;;;\n"
    batch = taken(tmp_path, f"{CHARTING}\n{rows}", mapping=MAP)
    assert refused(batch.files[0]) == [
        (2, "Puls", "x", "not_a_number"),
        (3, "Zeit", "4.3.26", "bad_time"),
        (4, "Fall", "", "no_patient"),
    ]
    assert counts(batch) == {"refused": 3}


@pytest.mark.parametrize(
    ("example", "kinds"),
    [(1, ["observations", "pumps", "laboratory"]), (2, ["results", "people"])],
)
def test_an_example_of_the_description_is_a_mapping(example: int, kinds: list[str]):
    page = Path(bedside.imports.__file__).with_name("MAPPING.md").read_text(encoding="utf-8")
    text = page.split("```toml\n")[example].split("```")[0]
    assert [kind.kind for kind in read(text, "ward").kinds] == kinds
