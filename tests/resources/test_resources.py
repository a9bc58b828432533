"""Files that ship: found by name, and the bundled typeface holds what the screens write."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QRawFont

import resources

FACES = {
    "fonts/Inter-Bold.otf": 700,
    "fonts/Inter-Medium.otf": 500,
    "fonts/Inter-Regular.otf": 400,
    "fonts/Inter-SemiBold.otf": 600,
}
BASIC = "".join(map(chr, range(0x20, 0x7F)))
LATIN_1 = "".join(map(chr, range(0xA0, 0x100)))
DEPRECATED = chr(0x149)  # by Unicode itself; Inter leaves it out
LATIN_EXTENDED_A = "".join(map(chr, range(0x100, 0x180))).replace(DEPRECATED, "")


@pytest.fixture(scope="module")
def families(qapp: object) -> list[list[str]]:
    """Registers each face once; the families Qt says it belongs to."""
    added = [QFontDatabase.addApplicationFont(str(resources.path(name))) for name in FACES]
    return [QFontDatabase.applicationFontFamilies(i) for i in added]


def test_the_four_faces_ship_with_their_licence():
    assert resources.names("fonts/*.otf") == tuple(FACES)
    assert resources.text("fonts/OFL.txt").startswith("Copyright (c) 2020 The Inter Project Auth")


def test_every_face_belongs_to_one_family(families: list[list[str]]):
    assert [names[:1] for names in families] == [["Inter"]] * len(FACES)


@pytest.mark.parametrize("face", FACES, ids=lambda name: name.removeprefix("fonts/"))
@pytest.mark.parametrize(
    "written",
    [
        pytest.param(BASIC, id="basic"),
        pytest.param(LATIN_1, id="latin-1"),
        pytest.param(LATIN_EXTENDED_A, id="latin-extended-a"),
        pytest.param("µg/mL μ α β γ κ λ Δ", id="units-and-cytokines"),
        pytest.param("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", id="superscripts"),
        pytest.param("SpO₂ FiO₂ ₀₁₂₃₄₅₆₇₈₉", id="subscripts"),
        pytest.param("▲▼▶◀↑↓→←", id="arrows"),
        pytest.param("≥≤≈≠±×÷·−", id="comparisons"),
        pytest.param("–—…°✓✗●○◆◇■□⚠“”’", id="marks"),
        pytest.param("\u00a0\u2007\u2009\u202f", id="spaces"),
    ],
)
def test_face_holds(qapp: object, face: str, written: str):
    raw = QRawFont(str(resources.path(face)), 14.0)
    assert raw.isValid()
    assert [c for c in written if not raw.supportsCharacter(ord(c))] == []


@pytest.mark.parametrize("face", FACES)
def test_face_is_small(face: str):
    assert len(resources.data(face)) < 120_000


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_weights_are_drawn_not_faked_and_digits_line_up(families: list[list[str]], weight: int):
    font = QFont("Inter", weight=weight)
    font.setPixelSize(14)
    assert (QFontInfo(font).family(), QFontInfo(font).weight()) == ("Inter", weight)

    def widths() -> set[int]:
        return {round(QFontMetricsF(font).horizontalAdvance(d * 10)) for d in "0123456789"}

    assert len(widths()) > 1
    font.setFeature(QFont.Tag("tnum"), 1)
    assert len(widths()) == 1


@pytest.mark.parametrize("ask", [resources.path, resources.data, resources.text])
@pytest.mark.parametrize("name", ["fonts/Inter-Thin.otf", "fonts"])
def test_what_does_not_ship_is_refused_by_name(ask: Callable[[str], object], name: str):
    with pytest.raises(FileNotFoundError, match=name):
        ask(name)


def test_a_path_lies_beside_the_package():
    assert resources.path("fonts/OFL.txt").parent == Path(resources.__file__).parent / "fonts"
    assert resources.names("nothing/*.here") == ()
