"""Limits of what may be charted, and words that say which box to point at."""

from datetime import timedelta

import pytest

from grading.drugs import CLASS_OF, HIDES_FEVER, SYNONYMS, TREATS_CRS, DrugClass, drug_key
from grading.signs import (
    GROUPS,
    SIGNS,
    Baseline,
    Drug,
    Infused,
    Invalid,
    Lab,
    Neuro,
    Quantity,
    Support,
    Vitals,
    measured,
    quantities,
)

QUANTITIES = [
    pytest.param(sign, name, quantity, id=f"{sign.__name__}.{name}")
    for sign in SIGNS
    for name, quantity in quantities(sign).items()
]
# The unit of a dose stands beside it, and a fraction has none.
UNIT_ELSEWHERE = {("Drug", "dose"), ("Drug", "rate"), ("Infused", "dose"), ("Support", "fio2")}


@pytest.mark.parametrize(("sign", "name", "quantity"), QUANTITIES)
def test_a_quantity_is_whole(sign: type, name: str, quantity: Quantity) -> None:
    low, high = quantity.impossible
    assert quantity.label
    assert bool(quantity.unit) is ((sign.__name__, name) not in UNIT_ELSEWHERE)
    assert low < high
    assert quantity.decimals >= 0
    unlikely = [end for end in quantity.unlikely if end is not None]
    assert unlikely == sorted(unlikely)
    assert all(low <= end <= high for end in unlikely)
    assert quantity.lasts is None or quantity.lasts > timedelta(0)


def charted(sign: type, name: str, value: float) -> object:
    """The sign with one value, and what else it needs."""
    if sign is Drug:
        return Drug("norepinephrine", **{name: value})
    if sign is Support:
        return Support("nasal_cannula", **{name: value})
    if name == "hr_bpm":
        return Vitals(hr_bpm=value, arrest=value == 0)
    return sign(**{name: value})


@pytest.mark.parametrize(("sign", "name", "quantity"), QUANTITIES)
def test_the_range_is_closed_and_its_field_is_named(
    sign: type, name: str, quantity: Quantity
) -> None:
    low, high = quantity.impossible
    step = 10**-quantity.decimals
    for value in (low, high):
        assert getattr(charted(sign, name, value), name) == value
    for value in (low - step, high + step, float("nan"), float("inf")):
        with pytest.raises(Invalid) as refused:
            charted(sign, name, value)
        assert refused.value.field == name
        assert refused.value.code in ("out_of_range", "fahrenheit")
        assert refused.value.bounds == (low, high)


# The clinical table: field, accepted from and to, asked about below and above.
LIMITS = [
    (Vitals, "temp_c", 26, 45, 35.0, 41.0),
    (Vitals, "hr_bpm", 0, 350, 40, 150),
    (Vitals, "sbp_mmhg", 20, 300, 80, 200),
    (Vitals, "dbp_mmhg", 10, 200, 40, 120),
    (Vitals, "map_mmhg", 14, 330, 60, 130),
    (Vitals, "rr_bpm", 0, 80, 8, 35),
    (Vitals, "spo2_pct", 40, 100, 90, None),
    (Vitals, "weight_kg", 20, 250, 35, 150),
    (Support, "fio2", 0.21, 1.0, None, None),
    (Support, "flow_lpm", 0, 80, None, 15),
    (Baseline, "ice", 0, 10, None, None),
    (Baseline, "sbp_mmhg", 20, 300, 80, 200),
]


@pytest.mark.parametrize(("sign", "name", "low", "high", "below", "above"), LIMITS)
def test_limits_of_the_clinical_table(sign, name, low, high, below, above) -> None:
    quantity = quantities(sign)[name]
    assert (quantity.impossible, quantity.unlikely) == ((low, high), (below, above))


@pytest.mark.parametrize(
    ("value", "asked"),
    [(34.9, True), (35.0, False), (38.0, False), (41.0, False), (41.1, True)],
)
def test_what_is_unlikely_is_asked_about(value: float, *, asked: bool) -> None:
    assert quantities(Vitals)["temp_c"].is_unlikely(value) is asked


def test_without_an_unlikely_range_nothing_is_asked() -> None:
    assert not Quantity("x", "y", (0, 1)).is_unlikely(1)
    assert measured("x", "y", (0, 1)).metadata["quantity"].lasts is None


@pytest.mark.parametrize("value", [86, 97, 98.6, 99, 100.4, 113])
def test_a_number_that_reads_like_fahrenheit_is_asked_about_never_guessed(value: float) -> None:
    with pytest.raises(Invalid) as refused:
        Vitals(temp_c=value)
    assert (refused.value.field, refused.value.code) == ("temp_c", "fahrenheit")


@pytest.mark.parametrize("value", [25.9, 45.1, 85.9, 113.1, 386])
def test_any_other_impossible_temperature_is_out_of_range(value: float) -> None:
    with pytest.raises(Invalid) as refused:
        Vitals(temp_c=value)
    assert refused.value.code == "out_of_range"


@pytest.mark.parametrize(
    ("sign", "values", "field", "code"),
    [
        (Vitals, {"hr_bpm": 0}, "hr_bpm", "zero_without_arrest"),
        (Vitals, {"sbp_mmhg": 80, "dbp_mmhg": 80}, "dbp_mmhg", "not_below_systolic"),
        (Vitals, {"sbp_mmhg": 80, "dbp_mmhg": 90}, "dbp_mmhg", "not_below_systolic"),
        (Vitals, {"sbp_mmhg": 120, "map_mmhg": 121}, "map_mmhg", "not_between_pressures"),
        (Vitals, {"dbp_mmhg": 60, "map_mmhg": 59}, "map_mmhg", "not_between_pressures"),
        (Vitals, {"map_mmhg": -19}, "map_mmhg", "out_of_range"),
        (Support, {"device": "nasal_prongs"}, "device", "unknown_device"),
        (Support, {"device": "nasal_cannula", "flow_lpm": 100}, "flow_lpm", "out_of_range"),
        (Support, {"device": "venturi", "fio2": 35}, "fio2", "out_of_range"),
        (Drug, {"name": "norepinefrine"}, "name", "unknown_drug"),
        (Drug, {"name": ""}, "name", "unknown_drug"),
        (Lab, {"analyte": ""}, "analyte", "empty"),
        (Lab, {"analyte": "crp"}, "value", "empty"),
        (Lab, {"analyte": "crp", "value": float("nan")}, "value", "not_a_number"),
        (Lab, {"analyte": "crp", "value": float("inf")}, "value", "not_a_number"),
        (Neuro, {"seizure_min": -1}, "seizure_min", "out_of_range"),
        (Infused, {"dose": -1}, "dose", "out_of_range"),
        (Baseline, {"ice": 11}, "ice", "out_of_range"),
    ],
)
def test_what_cannot_be_true_names_its_field(sign, values, field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        sign(**values)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert field in str(refused.value)


@pytest.mark.parametrize(
    "values",
    [
        {"hr_bpm": 0, "arrest": True},
        {"sbp_mmhg": 81, "dbp_mmhg": 80},
        {"sbp_mmhg": 120, "dbp_mmhg": 80, "map_mmhg": 120},
        {"sbp_mmhg": 120, "dbp_mmhg": 80, "map_mmhg": 80},
        {"bp_unrecordable": True},
    ],
)
def test_what_can_be_true(values) -> None:
    assert Vitals(**values) == Vitals(**values)


def test_the_message_says_what_would_be_accepted() -> None:
    with pytest.raises(Invalid, match=r"spo2_pct: 101 out of range \(accepted: 40 to 100\)"):
        Vitals(spo2_pct=101)


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ({"sbp_mmhg": 120, "dbp_mmhg": 80}, 280 / 3),
        ({"sbp_mmhg": 120, "dbp_mmhg": 80, "map_mmhg": 90}, 280 / 3),
        ({"sbp_mmhg": 120, "map_mmhg": 90}, 90),
        ({"sbp_mmhg": 120}, None),
    ],
)
def test_mean_pressure(values, mean: float | None) -> None:
    assert Vitals(**values).mean_mmhg == mean


# --- drugs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("norepinephrine", "norepinephrine"),
        (" Noradrenaline ", "norepinephrine"),
        ("Angiotensin II", "angiotensin_ii"),
        ("angiotensin-2", "angiotensin_ii"),
        ("Argipressin", "vasopressin"),
        ("ACETAMINOPHEN", "paracetamol"),
        ("piperacillin/tazobactam", None),
        ("piperacillin-tazobactam", "piperacillin_tazobactam"),
        ("Lactated  Ringer", "ringer_lactate"),
        ("water", None),
    ],
)
def test_one_drug_has_one_key_however_it_is_written(written: str, key: str | None) -> None:
    assert drug_key(written) == key


@pytest.mark.parametrize(
    ("lab", "number", "measured"),
    [
        (Lab("anc", 0.4, "10*9/L"), 0.4, True),
        (Lab("anc", 0.0, "10*9/L"), 0.0, True),
        (Lab("anc", 0.1, "10*9/L", "<"), None, True),
        (Lab("il6", 5000, "pg/mL", ">"), None, True),
        (Lab("potassium", 5.9, "mmol/L", None, "haemolysed"), None, False),
        (Lab("il6", 5, "pg/mL", "<", "haemolysed"), None, False),
        (Lab("crp", text="haemolysed"), None, False),
        (Lab("crp", text="not done"), None, False),
    ],
)
def test_a_limit_or_a_value_with_a_remark_is_no_number(
    lab: Lab, number: float | None, *, measured: bool
) -> None:
    assert (lab.number, lab.is_measured) == (number, measured)


def test_the_classes_of_the_clinical_table() -> None:
    of_class = {c: {n for n, k in CLASS_OF.items() if k is c} for c in DrugClass}
    assert of_class[DrugClass.VASOPRESSOR] == {
        "norepinephrine", "epinephrine", "phenylephrine", "dopamine", "metaraminol",
        "angiotensin_ii",
    }  # fmt: skip
    assert of_class[DrugClass.VASOPRESSIN] == {"vasopressin", "terlipressin"}
    assert of_class[DrugClass.INOTROPE] == {"dobutamine", "milrinone", "levosimendan"}
    assert of_class[DrugClass.RESCUE] == {"methylene_blue", "hydroxocobalamin"}
    assert of_class[DrugClass.ORAL_PRESSOR] == {"midodrine"}
    assert of_class[DrugClass.ANTICYTOKINE] == {
        "tocilizumab", "siltuximab", "anakinra", "ruxolitinib", "emapalumab",
    }  # fmt: skip
    assert of_class[DrugClass.STEROID] == {
        "dexamethasone", "methylprednisolone", "hydrocortisone", "prednisolone", "prednisone",
    }  # fmt: skip


def test_the_lists_of_drugs_agree() -> None:
    assert set(SYNONYMS.values()) <= set(CLASS_OF)
    assert not set(SYNONYMS) & set(CLASS_OF)
    # What treats hides a fever, and what hides one treats.
    assert set(HIDES_FEVER) == {name for name, kind in CLASS_OF.items() if kind in TREATS_CRS}


def test_a_synonym_becomes_its_drug() -> None:
    drug = Drug("Noradrenaline", "started")
    assert (drug.name, drug.drug_class) == ("norepinephrine", DrugClass.VASOPRESSOR)


# --- groups -----------------------------------------------------------------------------------


def test_a_sign_has_groups_or_is_an_event() -> None:
    assert {sign.__name__ for sign in SIGNS if sign not in GROUPS} == {
        "Drug", "Lab", "Attribution", "Infused", "Planned",
    }  # fmt: skip


def test_no_field_of_the_vital_signs_is_forgotten() -> None:
    """Each measured value alone says something of some group; so does what has no number."""
    for name, quantity in quantities(Vitals).items():
        if name == "dbp_mmhg":  # a diastolic pressure alone says nothing
            continue
        value = quantity.impossible[1]
        sign = Vitals(**{name: value})
        assert [g.name for g in GROUPS[Vitals] if g.charted(sign)], name
    assert [g.name for g in GROUPS[Vitals] if g.charted(Vitals(consciousness="A"))]
    assert {g.name for g in GROUPS[Vitals] if g.charted(Vitals(bp_unrecordable=True))} == {
        "bp", "sbp",
    }  # fmt: skip
    assert not [g.name for g in GROUPS[Vitals] if g.charted(Vitals())]
