"""Every table of thresholds parts the line: no hole, no overlap, one unit around each edge too.

Tables made of :class:`Bands` are found by themselves, wherever a module of the program holds one.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bedside
import grading
from grading.bands import Bands, bands
from grading.ctcae.laboratory import LABORATORY
from grading.scales import icans, news2
from grading.scores import hscore, sledai


def held(value: object, name: str, depth: int = 9) -> Iterator[tuple[str, Bands]]:
    """The tables that a value holds, however deep, each with where it stands."""
    if isinstance(value, Bands):
        yield name, value
    elif depth and isinstance(value, Mapping):
        for key, one in value.items():
            yield from held(one, f"{name}[{key}]", depth - 1)
    elif depth and isinstance(value, tuple | list | frozenset):
        for place, one in enumerate(value):
            yield from held(one, f"{name}[{place}]", depth - 1)
    elif depth and is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from held(getattr(value, one.name), f"{name}.{one.name}", depth - 1)


def tables() -> Iterator[tuple[str, Bands]]:
    """All tables by name; one that stands in two places is found once."""
    seen: set[int] = set()
    for package in (grading, bedside):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in list(vars(importlib.import_module(module.name)).items()):
                for where, table in held(value, f"{module.name}:{name}"):
                    if id(table) not in seen:
                        seen.add(id(table))
                        yield where, table


FOUND = dict(tables())
TABLES = [pytest.param(table, id=where) for where, table in FOUND.items()]


def test_every_table_is_found() -> None:
    """Of each module that has any; those of CTCAE lie deep in their terms."""
    modules = {where.partition(":")[0] for where in FOUND}
    assert {f"grading.scales.{name}" for name in ("licats", "gvhd", "icaht", "t_icaht")} <= modules
    assert {f"grading.scores.{name}" for name in ("car_hematotox", "hscore")} <= modules
    within = [id(t.bands) for v in LABORATORY.values() for term in v.values() for t in term.tables]
    assert set(within) <= {id(table) for table in FOUND.values()}
    assert len(FOUND) >= len(set(within)) + 26


def unit(table: Bands) -> Decimal:
    """One unit of the last decimal that the table prints."""
    ends = [end for band in table.rows for end in (band.low, band.high) if end.is_finite()]
    return table.step or Decimal(10) ** min(int(end.as_tuple().exponent) for end in ends)


@pytest.mark.parametrize("table", TABLES)
def test_each_edge_and_its_neighbours_lie_in_one_row(table: Bands) -> None:
    for below, above in pairwise(table.rows):
        for edge in (below.high, above.low):
            for value in (edge - unit(table), edge, edge + unit(table)):
                assert sum(band.holds(value) for band in table.rows) == 1, value
        assert below.value != above.value, "two rows of one value are one row"
        last = below.high if below.holds_high else below.high - unit(table)
        first = above.low if above.holds_low else above.low + unit(table)
        assert table.of(last) == below.value
        assert table.of(first) == above.value


@pytest.mark.parametrize("table", TABLES)
def test_the_values_go_one_way(table: Bands) -> None:
    values = [band.value for band in table.rows]
    assert values in (sorted(values), sorted(values, reverse=True))


@given(number=st.floats(-1e7, 1e7))
def test_every_number_has_exactly_one_row(number: float) -> None:
    for where, table in FOUND.items():
        exact = Decimal(str(number))
        if table.step is not None:
            exact = exact.quantize(table.step, "ROUND_HALF_UP")
        assert [band for band in table.rows if band.holds(exact)] == [table.row(number)], where


@pytest.mark.parametrize(
    ("rows", "step"),
    [
        pytest.param([("< 2", 0), ("> 2", 1)], None, id="hole at 2"),
        pytest.param([("<= 2", 0), (">= 2", 1)], None, id="2 twice"),
        pytest.param([("< 2", 0), ("1–3", 1), ("> 3", 2)], None, id="overlap"),
        pytest.param([("< 2", 0), ("2–3", 1), ("3.1–6", 2), ("> 6", 3)], None, id="3.05 nowhere"),
        pytest.param([("< 2", 0), ("2–3", 1), ("3.2–6", 2), ("> 6", 3)], "0.1", id="3.1 nowhere"),
        pytest.param([("0–2", 0), ("> 2", 1)], None, id="nothing below 0"),
        pytest.param([("<= 2", 0), ("> 2 to <= 5", 1)], None, id="nothing above 5"),
        pytest.param([("about 2", 0), ("> 2", 1)], None, id="not a row"),
    ],
)
def test_rows_that_do_not_part_the_line_are_no_table(rows: Any, step: str | None) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        bands(*rows, step=step)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_lies_in_no_row(number: float) -> None:
    with pytest.raises(ValueError, match="no band"):
        bands(("< 2", 0), (">= 2", 1)).of(number)


# --- tables that are written as functions -------------------------------------------------------

FUNCTIONS: dict[str, tuple[Callable[[float], object], Bands]] = {
    "NEWS2 respiration": (
        news2.respiration,
        bands(("<= 8", 3), ("9–11", 1), ("12–20", 0), ("21–24", 2), (">= 25", 3), step="1"),
    ),
    "NEWS2 saturation, scale 1": (
        lambda spo2: news2.saturation(spo2, scale_2=False, on_oxygen=None),
        bands(("<= 91", 3), ("92–93", 2), ("94–95", 1), (">= 96", 0), step="1"),
    ),
    "NEWS2 saturation, scale 2 on air": (
        lambda spo2: news2.saturation(spo2, scale_2=True, on_oxygen=False),
        bands(("<= 83", 3), ("84–85", 2), ("86–87", 1), (">= 88", 0), step="1"),
    ),
    "NEWS2 saturation, scale 2 on oxygen": (
        lambda spo2: news2.saturation(spo2, scale_2=True, on_oxygen=True),
        bands(
            ("<= 83", 3), ("84–85", 2), ("86–87", 1), ("88–92", 0), ("93–94", 1), ("95–96", 2),
            (">= 97", 3), step="1",
        ),
    ),
    "NEWS2 systolic": (
        news2.systolic,
        bands(("<= 90", 3), ("91–100", 2), ("101–110", 1), ("111–219", 0), (">= 220", 3), step="1"),
    ),
    "NEWS2 pulse": (
        news2.pulse,
        bands(
            ("<= 40", 3), ("41–50", 1), ("51–90", 0), ("91–110", 1), ("111–130", 2), (">= 131", 3),
            step="1",
        ),
    ),
    "NEWS2 temperature": (
        news2.temperature,
        bands(
            ("<= 35.0", 3), ("35.1–36.0", 1), ("36.1–38.0", 0), ("38.1–39.0", 1), (">= 39.1", 2),
            step="0.1",
        ),
    ),
    "NEWS2 risk": (
        lambda total: news2.risk_of(int(total), single_3=False),
        bands(("<= 4", 0), ("5–6", 1), (">= 7", 2), step="1"),
    ),
    "ICE": (
        lambda score: icans.ice_level(int(score)),
        bands(("<= 2", 3), ("3–6", 2), ("7–9", 1), (">= 10", 0), step="1"),
    ),
    "SLEDAI, moderate from 5": (
        lambda total: sledai.band(int(total), "moderate_from_5"),
        bands(("<= 0", 0), ("1–4", 1), ("5–10", 2), (">= 11", 3), step="1"),
    ),
    "SLEDAI, moderate from 6": (
        lambda total: sledai.band(int(total), "moderate_from_6"),
        bands(("<= 0", 0), ("1–5", 1), ("6–10", 2), ("11–19", 3), (">= 20", 4), step="1"),
    ),
}  # fmt: skip
"""Functions with the table as it is printed, which parts the line or could not be made."""
WORDS: dict[str, tuple[str, ...]] = {
    "NEWS2 risk": ("low", "medium", "high"),
    "SLEDAI, moderate from 5": ("remission", "low", "moderate", "high"),
    "SLEDAI, moderate from 6": ("none", "mild", "moderate", "high", "very_high"),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_its_printed_table_at_each_edge_and_beside_it(name: str) -> None:
    function, table = FUNCTIONS[name]
    for below in table.rows[:-1]:
        for place in (-1, 0, 1, 2):
            number = float(below.high + place * unit(table)) if below.holds_high else None
            assert number is not None
            said = table.of(number)
            assert function(number) == (WORDS[name][said] if name in WORDS else said), number


def test_the_probabilities_of_the_hscore_part_its_range() -> None:
    """Every total of 0 to 337 lies in one printed row or between two neighbours, never falling."""
    found = [hscore.probability(total) for total in range(338)]
    printed = hscore.PROBABILITY_PCT
    assert found[:91] == [hscore.Probability(None, 1)] * 91
    assert found[250:] == [hscore.Probability(99, None)] * 88
    for total, (low, high) in enumerate(found[100:241], 100):
        before, after = total // 10 * 10, -(-total // 10) * 10
        assert (low, high) == (printed[before], printed[after]), total
    for one, next_ in pairwise(found):
        assert (one.low_pct or 0) <= (next_.low_pct or 0)
        assert (one.high_pct or 100) <= (next_.high_pct or 100)
