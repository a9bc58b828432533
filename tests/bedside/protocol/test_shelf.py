"""All editions there are: what ships, the site's own, and files that are broken."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

import resources
from bedside.protocol import shelf as shelf_module
from bedside.protocol.shelf import shelf

SHIPPED = {
    ("nct05765006", "2023"),
    ("renji_relmacel", "2025"),
    ("nct05859997", "2023"),
    ("cd19_bcma_wuhan", "1"),
}
TEMPLATE = resources.text("protocols/template.toml")


def own(id: str, edition: str) -> str:  # noqa: A002
    text = TEMPLATE.replace('id = "template"', f'id = "{id}"', 1)
    return text.replace('edition = "1"', f'edition = "{edition}"', 1)


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def told(folder: Path) -> list[str]:
    return [str(error).replace(f"{folder}{os.sep}", "") for error in shelf(folder).broken]


def test_the_four_studies_ship_and_the_template_is_not_among_them():
    ships = shelf()
    assert set(ships.protocols) == SHIPPED
    assert ships.broken == ()
    assert shelf() is ships


def test_without_a_folder_there_is_what_ships(tmp_path: Path):
    assert set(shelf(tmp_path / "not there").protocols) == SHIPPED
    assert shelf(tmp_path / "not there").broken == ()


def test_a_site_has_its_own_beside_what_ships(tmp_path: Path):
    found = shelf(put(tmp_path, a=own("ward_trial", "1"), b="\ufeff" + own("ward_trial", "2")))
    assert set(found.protocols) == {*SHIPPED, ("ward_trial", "1"), ("ward_trial", "2")}
    assert found.broken == ()
    assert found.get("ward_trial", "2").file == str(tmp_path / "b.toml")
    assert found.get("ward_trial", "3") is None
    assert [one.edition for one in found.editions("ward_trial")] == ["1", "2"]
    assert found.editions("nobody") == ()


def test_the_newest_edition_is_offered_and_numbers_count_as_numbers(tmp_path: Path):
    editions = ["9", "10", "2026", "2026b", "2026.10", "2026.9"]
    put(tmp_path, **{f"e{n}": own("ward_trial", edition) for n, edition in enumerate(editions)})
    found = shelf(tmp_path)
    assert [one.edition for one in found.editions("ward_trial")] == [
        "9", "10", "2026", "2026.9", "2026.10", "2026b",
    ]  # fmt: skip
    assert [(one.id, one.edition) for one in found.latest()] == [
        ("nct05859997", "2023"),
        ("cd19_bcma_wuhan", "1"),
        ("renji_relmacel", "2025"),
        ("nct05765006", "2023"),
        ("ward_trial", "2026b"),
    ]


def test_a_broken_file_stops_no_other(tmp_path: Path):
    put(
        tmp_path,
        good=own("ward_trial", "1"),
        bad=own("bad", "1").replace("before = 7", "before = -7"),
    )
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "latin.toml").write_bytes(b"# one\n# \xe4\n")
    (tmp_path / "no.txt").write_text("not a protocol", encoding="utf-8")
    line = 1 + TEMPLATE[: TEMPLATE.index("before = 7")].count("\n")
    second = 1 + TEMPLATE[: TEMPLATE.rindex("before = 7")].count("\n")
    assert told(tmp_path) == [
        (
            f"bad.toml:{line}: before: must be from 0 to 365, not -7\n"
            f"bad.toml:{second}: before: must be from 0 to 365, not -7"
        ),
        "folder.toml:1: cannot be read: Is a directory",
        "latin.toml:2: this is not UTF-8",
    ]
    assert set(shelf(tmp_path).protocols) == {*SHIPPED, ("ward_trial", "1")}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everybody may read everything")
def test_a_file_that_may_not_be_read_is_broken(tmp_path: Path):
    put(tmp_path, a=own("ward_trial", "1"))
    (tmp_path / "a.toml").chmod(0)
    assert told(tmp_path) == ["a.toml:1: cannot be read: Permission denied"]


def test_a_published_edition_cannot_be_taken_by_another_file(tmp_path: Path):
    put(tmp_path, a=own("ward_trial", "1"), b=own("ward_trial", "1"), c=own("nct05765006", "2023"))
    lines = TEMPLATE[: TEMPLATE.index('edition = "1"')].count("\n") + 1
    kept = f"{tmp_path / 'a.toml'}".replace(f"{tmp_path}{os.sep}", "")
    assert told(tmp_path) == [
        (
            f"b.toml:{lines}: edition: edition '1' of 'ward_trial' is that of {kept} already;"
            " give it a new one"
        ),
        (
            f"c.toml:{lines}: edition: edition '2023' of 'nct05765006' is that of"
            " nct05765006_2023.toml already; give it a new one"
        ),
    ]
    found = shelf(tmp_path)
    assert found.get("ward_trial", "1").file.endswith("a.toml")
    assert found.get("nct05765006", "2023") is shelf().get("nct05765006", "2023")


def test_a_copy_of_the_template_needs_an_id_of_its_own(tmp_path: Path):
    put(tmp_path, mine=TEMPLATE)
    line = 1 + TEMPLATE[: TEMPLATE.index('id = "template"')].count("\n")
    assert told(tmp_path) == [f"mine.toml:{line}: id: 'template' must be changed to your own"]


def test_reading_all_is_fast_and_happens_when_asked():
    took = []
    for _ in range(5):
        begun = perf_counter()
        shelf_module._shipped.__wrapped__()
        took.append(perf_counter() - begun)
    assert min(took) < 0.15  # about 0.03 s; more where coverage is traced
    read_at_import = "import bedside.protocol.shelf as s; print(s._shipped.cache_info().currsize)"
    root = Path(shelf_module.__file__).parents[2]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", read_at_import], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "0\n"


@pytest.mark.parametrize("words", ["nct05765006", "NCT05765006", " Nct05765006 "])
def test_a_record_that_names_no_edition_follows_the_oldest_of_its_protocol(tmp_path, words):
    older = resources.text("protocols/nct05765006_2023.toml")
    newer = older.replace('edition = "2023"', 'edition = "2025"', 1)
    (tmp_path / "newer.toml").write_text(newer, encoding="utf-8")
    found = shelf(tmp_path).get(words, "")
    assert found is not None
    assert (found.id, found.edition) == ("nct05765006", "2023")


@pytest.mark.parametrize("words", ["", " ", "Relma-cel", "NCT0576500"])
def test_other_words_are_no_protocol(words):
    assert shelf().get(words, "") is None


def test_an_edition_that_is_not_there_is_not_replaced_by_another():
    assert shelf().get("nct05765006", "1999") is None
