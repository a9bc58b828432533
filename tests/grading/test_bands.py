"""Every table of thresholds of the scales and scores parts the line: no hole, no overlap."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading import scales, scores
from grading.bands import Bands, bands


def tables() -> Iterator[Any]:
    """All tables by name; one that a module holds under two names is found once."""
    seen: dict[int, str] = {}
    for package in (scales, scores):
        for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            for name, value in vars(importlib.import_module(module.name)).items():
                named = value.items() if isinstance(value, Mapping) else [(name, value)]
                for key, table in named:
                    if isinstance(table, Bands) and id(table) not in seen:
                        seen[id(table)] = f"{module.name}.{name}"
                        yield pytest.param(table, id=f"{module.name.rsplit('.')[-1]}:{key}")


TABLES = list(tables())


def test_there_are_tables() -> None:
    assert len(TABLES) >= 26


def unit(table: Bands) -> Decimal:
    """One unit of the last decimal that the table prints."""
    ends = [end for band in table.rows for end in (band.low, band.high) if end.is_finite()]
    return table.step or Decimal(10) ** min(int(end.as_tuple().exponent) for end in ends)


@pytest.mark.parametrize("table", TABLES)
def test_each_edge_and_its_neighbours_lie_in_one_row(table: Bands) -> None:
    for below, above in zip(table.rows, table.rows[1:], strict=False):
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
@pytest.mark.parametrize("table", TABLES)
def test_every_number_has_exactly_one_row(table: Bands, number: float) -> None:
    exact = Decimal(str(number))
    if table.step is not None:
        exact = exact.quantize(table.step, "ROUND_HALF_UP")
    assert [band for band in table.rows if band.holds(exact)] == [table.row(number)]


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
