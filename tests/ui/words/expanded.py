"""Everything that can be said of kinetics, for the tests that want to hear all of it."""

from collections.abc import Iterator
from datetime import UTC
from itertools import product
from typing import get_args

from PySide6.QtCore import QLocale

from bedside.kinetics import (
    BCells,
    Course,
    Fold,
    b_cells,
    expansions,
    humoral,
    trend,
)
from bedside.kinetics.humoral import PromptKind
from tests.bedside.kinetics.sampled import INFUSED, course_of, courses_of, given, told
from ui.words import kinetics

_NAMES = ("CAR transgene, blood", "CAR transgene", "copies/mL", "copies/µg", "CAR-T cells", "/µL")
_EXPANDED: tuple[tuple[tuple[float, str | float], ...], ...] = (
    ((7, 100), (28, "<5")),
    ((7, 100), (26, 90.5), (60, 3)),
    ((3, "<5"), (7, ">100"), (20, 5)),
    ((-1, 3), (7, "haemolysed"), (9, "<3")),
    ((60, 3),),
)
_COUNTED: tuple[tuple[tuple[float, str | float], ...], ...] = (
    (),
    ((7, "<100"),),
    ((7, 50),),
    ((7, 0),),
    ((7, 5),),
    ((7, 0), (30, 0)),
    ((7, 5), (30, 5)),
    ((7, 0), (30, 0), (60, 3)),
    ((7, 0), (30, 50), (60, 50)),
    ((7, 5), (30, 50), (60, 50)),
    ((7, 0), (30, 50), (60, 50), (90, "clotted"), (120, 0)),
)


def _plain(text: str) -> str:
    """Without the names and units that come with the table of analytes."""
    for name in _NAMES:
        text = text.replace(name, "x")
    return text


def _courses(analyte: str, of: tuple[tuple[float, str | float], ...]) -> tuple[Course, ...]:
    (first,) = courses_of(*told(analyte, of))
    _, second = courses_of(*told(analyte, of), infusions=(-50, 0))
    return first, second


def sentences() -> Iterator[str]:
    """What is said of expansion, B cells, cytokines and antibodies."""
    locale = QLocale()
    for analyte, of in product(("cart_copies", "cart_cells", "cart_copies_ml"), _EXPANDED):
        for within in _courses(analyte, of):
            for found in expansions(within):
                yield from (
                    _plain(kinetics.expansion_title(found)),
                    kinetics.area_title(found, locale),
                )
                yield from (
                    _plain(kinetics.cmax(found, locale)),
                    _plain(kinetics.area(found, locale)),
                )
                yield from kinetics.area_notes(found, locale)
                for point in found.points:
                    yield _plain(kinetics.point_line(point, analyte, locale))
    for counts in _COUNTED:
        cells = b_cells(course_of(*told("cd19_b", counts)))
        assert isinstance(cells, BCells)
        yield from (kinetics.b_cell_state(cells, locale), *kinetics.b_cell_notes(cells))
    yield from (kinetics.prompt(kind) for kind in get_args(PromptKind))
    yield from (kinetics.counted(code) for code in kinetics.counted.codes)
    yield from (kinetics.samples_button(n) for n in (1, 2))
    yield from (kinetics.infections_button(n) for n in (1, 2))
    yield from _antibodies(locale)
    for results in ([(-1, 3), (2, 40)], [(-1, "<3"), (2, ">40")], [(2, 40)]):
        found = trend(course_of(*told("il6", results)), "il6")
        assert found is not None
        yield from (kinetics.fold_spoken(found, locale), kinetics.baseline_day(found, locale))
    conditioned = course_of(*told("il6", [(-9, 3), (2, 40)]), given("fludarabine", -5))
    found = trend(conditioned, "il6")
    assert found is not None
    yield kinetics.baseline_day(found, locale)
    yield from (kinetics.fold(Fold(n), locale) for n in (0.3, 3, 30))
    yield from (kinetics.true_day(day, locale) for day in (-1.5, 0, 2))


def _antibodies(locale: QLocale) -> Iterator[str]:
    for now, igg in product((1, 25, 31, 50, 200), ((), ((-1, 9), (30, 3)))):
        found = humoral(course_of(*told("igg", igg), now=now))
        assert found is not None
        yield from (kinetics.check_text(check, locale) for check in found.checks)
        yield from (kinetics.check_text(check, locale) for check in kinetics.checks_told(found))
        yield from kinetics.humoral_remarks(found)
    yield kinetics.replaced_text(INFUSED, UTC, locale)
    for now, cd4 in product((20, 200), ((), ((9, 50),), ((9, 500),), ((9, "<500"),))):
        found = humoral(course_of(*told("cd4_t", cd4), now=now))
        assert found is not None
        yield kinetics.prophylaxis_state(found)
    yield kinetics.prophylaxis_note()
