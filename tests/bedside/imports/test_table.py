"""Files that are not quite tables: what is read all the same, and what is named as unreadable."""

from pathlib import Path

import pytest

from bedside.imports import Unreadable, summary
from grading.signs import Vitals
from tests.bedside.imports.written import AT, counts, csv, facts, file, read, refused, taken

GOOD = csv("time,hr_bpm,note", f"{AT},90,", f"{AT},91,better")
LATER = "2026-03-04 08:3"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace(",", "|"),
        GOOD.rstrip("\n"),
        "\n\n" + GOOD,
        GOOD.replace("time,hr_bpm", '"time", hr_bpm '),
        GOOD.replace("\n", ",,\n"),
        GOOD.replace("better", '"better"'),
    ],
    ids=[
        "plain", "mark", "utf-16-le", "utf-16-be", "crlf", "cr", "semicolon", "tab", "bar",
        "no end", "blank lines", "quoted header", "blank columns", "quoted",
    ],
)  # fmt: skip
def test_one_table_however_it_is_written(tmp_path: Path, text: str | bytes):
    batch = taken(tmp_path, text)
    assert [fact for fact in facts(batch) if isinstance(fact, Vitals)] == [
        Vitals(hr_bpm=90),
        Vitals(hr_bpm=91),
    ]
    assert batch.status == 0


@pytest.mark.parametrize(
    ("separator", "text", "hr"),
    [(",", '"36,8"', 36.8), (";", "36,8", 36.8), (";", "36.8", 36.8), ("\t", "36,8", 36.8)],
)
def test_either_decimal_sign(tmp_path: Path, separator: str, text: str, hr: float):
    batch = taken(tmp_path, f"time{separator}temp_c\n{AT}{separator}{text}\n")
    assert facts(batch) == [Vitals(temp_c=hr)]


@pytest.mark.parametrize(
    ("separator", "text", "code"),
    [(";", "1.234", "thousands"), (",", '"1,234"', "thousands"), (",", "1.234", None)],
)
def test_a_point_is_decimal_only_where_commas_part_the_cells(
    tmp_path: Path, separator: str, text: str, code: str | None
):
    batch = taken(tmp_path, f"time{separator}lab:crp mg/L\n{AT}{separator}{text}\n")
    assert [r.code for r in batch.files[0].refusals] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "refusals", "count"),
    [
        (
            f"time,hr_bpm,rr_bpm\n{AT},90\n{AT},91,12\n{AT},92,12,7\n",
            [
                (2, "", "2 cells under 3 columns", "ragged"),
                (4, "", "4 cells under 3 columns", "ragged"),
            ],
            1,
        ),
        (f"time,hr_bpm\n{AT},90\n\n{AT},91,,\n", [], 2),
        (
            f"time,note\n{AT},a\n{AT},caf\xe9\n{AT},b\n".encode("latin-1"),
            [(3, "note", r"caf\udce9", "not_text")],
            2,
        ),
        (f"time,note\n{AT},a\n{AT},b\0\0\n{AT},c\n", [(3, "note", "b␀␀", "nul_byte")], 2),
        (
            f'time,note\n{AT},a\n{AT},"b\n{LATER}1,c\n{LATER}2,d\n',
            [(3, "", "unexpected end of data", "not_a_row")],
            3,
        ),
        (
            f'time,note\n{AT},"a"b\n{LATER}1,c\n',
            [(2, "", "',' expected after '\"'", "not_a_row")],
            1,
        ),
        (
            f'time,note\n{AT},"a\nb"\n{LATER}1,c,d\n',
            [(4, "", "3 cells under 2 columns", "ragged")],
            1,
        ),
    ],
    ids=["ragged", "blank", "latin-1", "nul", "open quote", "stray quote", "two lines"],
)
def test_a_damaged_row_is_named_and_the_others_are_read(
    tmp_path: Path, text: str | bytes, refusals: list[tuple[int, str, str, str]], count: int
):
    batch = taken(tmp_path, text)
    assert refused(batch.files[0]) == refusals
    assert len(batch.drafts) == count
    assert counts(batch).get("refused", 0) == len(refusals)
    assert batch.status == bool(refusals)


@pytest.mark.parametrize(
    ("time", "code"),
    [
        ("", "no_time"),
        ("  ", "no_time"),
        ("2026-03-04", "no_clock_time"),
        ("20260304T0830", "bad_time"),
        ("2026-W10-3T08:30", "bad_time"),
        ("2026-02-30 08:30", "bad_time"),
        ("2026-03-04 24:30", "bad_time"),
        ("04.03.2026 08:30", "bad_time"),
        ("08:30", "bad_time"),
        ("0026-03-04 08:30", "bad_time"),
        ("9999-12-31 23:59", "bad_time"),
        ("yesterday", "bad_time"),
    ],
)
def test_a_row_without_a_moment_is_refused(tmp_path: Path, time: str, code: str):
    batch = taken(tmp_path, f"time,hr_bpm\n{time},90\n")
    assert refused(batch.files[0]) == [(2, "time", time.strip(), code)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ('time,"hr_bpm\n', "line 1: unexpected end of data"),
        (GOOD.encode("utf-16-le"), "line 1: NUL bytes"),
        ("\0" * 50, "NUL bytes"),
        ("a,b\n1,2\n", "its columns fit no mapping"),
        ("%PDF-1.7\n", "its columns fit no mapping"),
        (csv("time,hr_bpm,hr_bpm", "1,2,3"), "line 1: the column 'hr_bpm' stands twice"),
    ],
)
def test_a_file_that_is_no_table_is_named(tmp_path: Path, text: str | bytes, says: str):
    with pytest.raises(Unreadable, match=says) as caught:
        taken(tmp_path, text, name="broken.csv")
    assert caught.value.path == tmp_path / "broken.csv"
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["absent.csv", "folder"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str):
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unreadable, match=name):
        read([tmp_path / name], patient="P")


def test_of_several_files_the_others_are_read(tmp_path: Path):
    good, bad = file(tmp_path, GOOD, "good.csv"), tmp_path / "absent.csv"
    batch = read([bad, good], patient="P")
    assert [one.trouble is None for one in batch.files] == [False, True]
    assert len(batch.drafts) == 3
    assert batch.status == 1
    assert summary(batch)[0] == "absent.csv: refused: No such file or directory"
    assert read([bad, bad], patient="P").status == 2
