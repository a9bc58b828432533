"""Physician global assessment: 0 to 3 in decimals, and two lengths of printed line."""

from decimal import Decimal

import pytest

from grading.scores.pga import Pga
from grading.signs import Invalid, quantities


@pytest.mark.parametrize(
    "text", ["0", "0.1", "0.5", "1.79", "2.9", "3", "3.0", "1.9875", "1.50000"]
)
def test_from_0_to_3(text: str):
    assert Pga(Decimal(text)).value == Decimal(text)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Decimal("-0.1"), "out_of_range"),
        (Decimal("3.1"), "out_of_range"),
        (Decimal("1.00001"), "too_many_decimals"),
        (Decimal("NaN"), "not_decimal"),
        (Decimal("Infinity"), "not_decimal"),
        (0.1, "not_decimal"),
        (1, "not_decimal"),
        (None, "not_decimal"),
    ],
)
def test_anything_else_is_refused(value, code: str):
    with pytest.raises(Invalid) as caught:
        Pga(value)
    assert (caught.value.field, caught.value.code) == ("value", code)


@pytest.mark.parametrize(
    ("line_mm", "length", "value"),
    [
        ("0", 100, "0"), ("50", 100, "1.5"), ("53", 100, "1.59"), ("100", 100, "3"),
        ("0", 80, "0"), ("40", 80, "1.5"), ("53", 80, "1.9875"), ("80", 80, "3"),
    ],
)  # fmt: skip
def test_a_line_is_rescaled_exactly_and_kept_as_measured(line_mm: str, length, value: str):
    pga = Pga.on_line(Decimal(line_mm), length)
    assert (pga.value, pga.line_mm, pga.line_length_mm) == (
        Decimal(value),
        Decimal(line_mm),
        length,
    )
    assert pga == Pga(pga.value, pga.line_mm, pga.line_length_mm)


@pytest.mark.parametrize(
    ("value", "line_mm", "length", "field", "code"),
    [
        ("3", "81", 80, "line_mm", "out_of_range"),
        ("0", "-1", 80, "line_mm", "out_of_range"),
        ("1.5", "35", 70, "line_length_mm", "unknown_length"),
        ("1.5", "40", 100, "value", "not_as_measured"),
        ("1.5", "50", None, "line_length_mm", "line_and_length_go_together"),
        ("1.5", None, 100, "line_length_mm", "line_and_length_go_together"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_is_refused(value, line_mm, length, field: str, code: str):
    with pytest.raises(Invalid) as caught:
        Pga(Decimal(value), line_mm and Decimal(line_mm), length)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_a_form_finds_its_limits_and_steps():
    quantity = quantities(Pga)["value"]
    assert (quantity.impossible, quantity.decimals) == ((0.0, 3.0), 1)
