"""EASIX and its two relatives: products of values that come with their unit."""

from dataclasses import replace
from typing import Any

import pytest

from grading.scores.easix import Amount, Sample, easix
from grading.signs import Invalid

SAMPLE = Sample(
    ldh=Amount(300, "U/L"),
    platelets=Amount(150, "10*9/L"),
    creatinine=Amount(0.9, "mg/dL"),
    crp=Amount(4.0, "mg/dL"),
)


@pytest.mark.parametrize(("index", "value"), [("easix", 1.8), ("s_easix", 2.0), ("m_easix", 8.0)])
def test_the_three(index: Any, value: float) -> None:
    assert easix(index, SAMPLE).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("creatinine", Amount(80, "umol/L")),
        ("creatinine", Amount(80, "µmol/L")),
        ("crp", Amount(40, "mg/L")),
        ("ldh", Amount(5, "ukat/L")),
        ("platelets", Amount(150_000, "/uL")),
        ("platelets", Amount(150, "")),
        ("crp", Amount(4, "MG/DL")),
    ],
)
def test_any_other_unit_is_refused(name: str, amount: Amount) -> None:
    with pytest.raises(Invalid) as caught:
        replace(SAMPLE, **{name: amount})
    assert (caught.value.field, caught.value.code) == (name, "wrong_unit")


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_an_impossible_value_is_refused(value: float) -> None:
    with pytest.raises(Invalid):
        replace(SAMPLE, ldh=Amount(value, "U/L"))


@pytest.mark.parametrize(
    ("index", "left_out", "missing"),
    [
        ("easix", "ldh", ("ldh",)),
        ("easix", "creatinine", ("creatinine",)),
        ("m_easix", "crp", ("crp",)),
        ("s_easix", "platelets", ("platelets",)),
        ("easix", "crp", ()),
        ("s_easix", "creatinine", ()),
    ],
)
def test_unknown_is_never_0(index: Any, left_out: str, missing: Any) -> None:
    got = easix(index, replace(SAMPLE, **{left_out: None}))
    assert got.missing == missing
    assert (got.value is None) == bool(missing)


def test_no_platelets_cannot_be_computed() -> None:
    got = easix("easix", replace(SAMPLE, platelets=Amount(0, "10*9/L")))
    assert (got.value, got.flags) == (None, {"platelets_0"})
