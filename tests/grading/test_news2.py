"""NEWS2 2017: every value that can be charted gets the points of a table written here by itself."""

from collections.abc import Callable, Sequence

import pytest

from grading.grade import Grade
from grading.scales import news2
from grading.signs import Baseline, Drug, Sign, Support, Vitals
from tests.grading.observed import AIR, INFUSED, Moment, grade, missing, runs, shown

DAY = 24
SECOND = 1 / 3600
NORMAL = {
    "rr_bpm": 16, "spo2_pct": 97, "sbp_mmhg": 120, "hr_bpm": 70, "consciousness": "A",
    "temp_c": 37.0,
}  # fmt: skip
SCALE_2 = Baseline(spo2_target_88_92=True)
OXYGEN = Support("nasal_cannula", 2)


def rows(*table: tuple) -> pytest.MarkDecorator:
    """A table of situations, each row named by its first words."""
    return pytest.mark.parametrize("row", [pytest.param(row[1:], id=row[0]) for row in table])


def scored(*signs: Sign, **values) -> Grade:
    """The aggregate of a normal set with some values changed (None: left out)."""
    charted = {k: v for k, v in (NORMAL | values).items() if v is not None}
    support = () if any(isinstance(s, Support) for s in signs) else (AIR,)
    return grade(news2.SCALE, (INFUSED, (10, Vitals(**charted), *support, *signs)), 10)


def points(got: Grade) -> dict[str, int | None]:
    return {reason.domain: reason.level for reason in got.reasons}


# --- bands: first value, last value, points ---------------------------------------------------

Bands = Sequence[tuple[float, float, int]]
RESPIRATION: Bands = [(0, 8, 3), (9, 11, 1), (12, 20, 0), (21, 24, 2), (25, 80, 3)]
SATURATION_1: Bands = [(40, 91, 3), (92, 93, 2), (94, 95, 1), (96, 100, 0)]
SATURATION_2_AIR: Bands = [(40, 83, 3), (84, 85, 2), (86, 87, 1), (88, 100, 0)]
SATURATION_2_OXYGEN: Bands = [
    (40, 83, 3), (84, 85, 2), (86, 87, 1), (88, 92, 0), (93, 94, 1), (95, 96, 2), (97, 100, 3),
]  # fmt: skip
SYSTOLIC: Bands = [(20, 90, 3), (91, 100, 2), (101, 110, 1), (111, 219, 0), (220, 300, 3)]
PULSE: Bands = [
    (0, 40, 3), (41, 50, 1), (51, 90, 0), (91, 110, 1), (111, 130, 2), (131, 350, 3),
]  # fmt: skip
TEMPERATURE: Bands = [  # in tenths of a degree
    (260, 350, 3), (351, 360, 1), (361, 380, 0), (381, 390, 1), (391, 450, 2),
]  # fmt: skip


def partition(bands: Bands) -> dict[int, int]:
    """Every whole value of the bands with its points; no gap, no overlap."""
    found: dict[int, int] = {}
    for first, last, score in bands:
        for value in range(int(first), int(last) + 1):
            assert value not in found, f"{value} stands in two bands"
            found[value] = score
    assert sorted(found) == list(range(min(found), max(found) + 1)), "a gap between bands"
    return found


@pytest.mark.parametrize(
    ("bands", "function"),
    [
        pytest.param(RESPIRATION, news2.respiration, id="respiration"),
        pytest.param(SYSTOLIC, news2.systolic, id="systolic"),
        pytest.param(PULSE, news2.pulse, id="pulse"),
        pytest.param(TEMPERATURE, lambda tenths: news2.temperature(tenths / 10), id="temperature"),
        pytest.param(
            SATURATION_1,
            lambda spo2: news2.saturation(spo2, scale_2=False, on_oxygen=True),
            id="scale 1",
        ),
        pytest.param(
            SATURATION_2_AIR,
            lambda spo2: news2.saturation(spo2, scale_2=True, on_oxygen=False),
            id="scale 2 on air",
        ),
        pytest.param(
            SATURATION_2_OXYGEN,
            lambda spo2: news2.saturation(spo2, scale_2=True, on_oxygen=True),
            id="scale 2 on oxygen",
        ),
    ],
)
def test_every_value_has_the_points_of_its_band(
    bands: Bands, function: Callable[[int], int]
) -> None:
    table = partition(bands)
    assert {value: function(value) for value in table} == table


@pytest.mark.parametrize(
    ("field", "bands"),
    [
        ("rr_bpm", RESPIRATION),
        ("spo2_pct", SATURATION_1),
        ("sbp_mmhg", SYSTOLIC),
        ("hr_bpm", PULSE[1:]),
    ],
)
def test_the_edges_of_each_band_through_the_whole_scale(field: str, bands: Bands) -> None:
    for first, last, score in bands:
        for value in (int(first), int(last)):
            got = scored(**{field: value})
            assert (points(got)[field], got.level) == (score, score)


@rows(
    ("35.04", 35.04, 3), ("35.05", 35.05, 1), ("36.04", 36.04, 1), ("36.05", 36.05, 0),
    ("38.0", 38.0, 0), ("38.04", 38.04, 0), ("38.05", 38.05, 1), ("39.04", 39.04, 1),
    ("39.05", 39.05, 2), ("100.4 F", (100.4 - 32) * 5 / 9, 0),
)  # fmt: skip
def test_temperature_is_rounded_half_up_first(row) -> None:
    temp, score = row
    assert points(scored(temp_c=temp))["temp_c"] == score


@pytest.mark.parametrize(("word", "score"), [("A", 0), ("C", 3), ("V", 3), ("P", 3), ("U", 3)])
def test_consciousness(word: str, score: int) -> None:
    assert points(scored(consciousness=word))["consciousness"] == score


@rows(
    ("room air", AIR, 0, set()),
    ("cannula", OXYGEN, 2, set()),
    ("cannula at 0", Support("nasal_cannula", 0), 0, {"flow_zero"}),
    ("high flow", Support("high_flow_nasal_cannula", 40), 2, set()),
    ("mask at 0 is a mask", Support("simple_face_mask", 0), 2, set()),
    ("CPAP", Support("cpap"), 2, set()),
    ("ventilated", Support("intubated_mv"), 2, set()),
    ("ventilated for the airway", Support("intubated_mv", purpose="airway_protection"), 2, set()),
)
def test_air_or_oxygen(row) -> None:
    support, score, flags = row
    got = scored(support)
    assert (points(got)["oxygen"], got.flags) == (score, flags)


# --- aggregate and risk -----------------------------------------------------------------------


@rows(
    ("0", {}, (), 0, "low", False),
    ("4 in single points", {"rr_bpm": 9, "spo2_pct": 95, "hr_bpm": 91, "temp_c": 38.5}, (), 4,
     "low", False),
    ("3 from one item", {"rr_bpm": 25}, (), 3, "low_medium", True),
    ("4 with a 3", {"rr_bpm": 25, "hr_bpm": 91}, (), 4, "low_medium", True),
    ("5 without a 3", {"rr_bpm": 21, "hr_bpm": 111, "temp_c": 38.5}, (), 5, "medium", False),
    ("5 with a 3 takes the higher row", {"rr_bpm": 25, "hr_bpm": 111}, (), 5, "medium", True),
    ("6", {"rr_bpm": 25, "sbp_mmhg": 90}, (), 6, "medium", True),
    ("7", {"rr_bpm": 25, "sbp_mmhg": 90, "hr_bpm": 91}, (), 7, "high", True),
    ("20", {"rr_bpm": 25, "spo2_pct": 91, "sbp_mmhg": 90, "hr_bpm": 131, "consciousness": "U",
            "temp_c": 35.0}, (OXYGEN,), 20, "high", True),
)  # fmt: skip
def test_the_aggregate_and_its_row(row) -> None:
    values, signs, total, risk, single = row
    got = scored(*signs, **values)
    assert (got.level, got.risk, got.min_risk, got.single_3) == (total, risk, risk, single)


@pytest.mark.parametrize("total", range(21))
@pytest.mark.parametrize("single_3", [False, True])
def test_every_total_has_one_row(total: int, *, single_3: bool) -> None:
    expected = "low_medium" if single_3 else "low"
    if 5 <= total <= 6:
        expected = "medium"
    if total >= 7:
        expected = "high"
    assert news2.risk_of(total, single_3=single_3) == expected


@rows(
    ("nothing wrong, temperature missing", {"temp_c": None}, 0, "low", {"temp_c"}),
    ("a single 3, pulse missing", {"rr_bpm": 25, "hr_bpm": None}, 3, "low_medium", {"hr_bpm"}),
    ("5, saturation missing", {"rr_bpm": 25, "hr_bpm": 111, "spo2_pct": None}, 5, "medium",
     {"spo2_pct"}),
    ("7, consciousness missing", {"rr_bpm": 25, "sbp_mmhg": 90, "hr_bpm": 91,
     "consciousness": None}, 7, "high", {"consciousness"}),
)  # fmt: skip
def test_a_missing_item_leaves_no_total_but_a_least_row(row) -> None:
    values, at_least, min_risk, lacking = row
    got = scored(**values)
    assert (shown(got), got.risk, got.min_risk) == (f">={at_least} incomplete", None, min_risk)
    assert missing(got) == lacking
    assert points(got)[next(iter(lacking))] is None


def test_oxygen_not_charted_is_missing_not_air() -> None:
    got = grade(news2.SCALE, (INFUSED, (10, Vitals(**NORMAL))), 10)
    assert (shown(got), missing(got)) == (">=0 incomplete", {"oxygen"})


def test_no_recordable_pressure_scores_3() -> None:
    got = scored(sbp_mmhg=None, bp_unrecordable=True)
    assert (points(got)["sbp_mmhg"], got.level) == (3, 3)


def test_a_mean_pressure_alone_leaves_the_systolic_one_before_it() -> None:
    moments = (INFUSED, (10, Vitals(**NORMAL), AIR), (11, Vitals(map_mmhg=70)))
    assert shown(grade(news2.SCALE, moments, 11)) == "0 graded"


# --- scale 2 ----------------------------------------------------------------------------------


@rows(
    ("97 % on oxygen", 97, (OXYGEN,), 3),
    ("97 % on air", 97, (AIR,), 0),
    ("90 % on oxygen", 90, (OXYGEN,), 0),
    ("83 % on oxygen", 83, (OXYGEN,), 3),
    ("97 % with the cannula at 0", 97, (Support("nasal_cannula", 0),), 0),
)
def test_scale_2(row) -> None:
    spo2, signs, score = row
    got = scored(*signs, SCALE_2, spo2_pct=spo2)
    assert points(got)["spo2_pct"] == score
    assert "scale_2" in got.flags


def test_scale_2_only_where_prescribed() -> None:
    for usual in (Baseline(spo2_target_88_92=False), Baseline(ice=9)):
        got = scored(usual, spo2_pct=90)
        assert points(got)["spo2_pct"] == 3
        assert "scale_2" not in got.flags


def test_scale_2_above_92_needs_to_know_about_oxygen() -> None:
    for spo2, score in ((92, 0), (93, None)):
        vitals = Vitals(**(NORMAL | {"spo2_pct": spo2}))
        got = grade(news2.SCALE, (INFUSED, (10, vitals, SCALE_2)), 10)
        assert points(got)["spo2_pct"] == score
        assert missing(got) == {"oxygen"} | ({"spo2_pct"} if score is None else set())


# --- sedation, rivals, age --------------------------------------------------------------------


@rows(
    ("ventilated", "U", (Support("intubated_mv"),), True),
    ("propofol runs", "U", (runs("propofol"),), True),
    ("nothing of the kind", "U", (), False),
    ("ventilated and alert", "A", (Support("intubated_mv"),), False),
    ("consciousness not charted", None, (Support("intubated_mv"),), False),
    ("an antibiotic runs", "U", (runs("meropenem"),), False),
)
def test_unresponsive_under_sedation_scores_and_is_flagged(row) -> None:
    word, signs, flagged = row
    got = scored(*signs, consciousness=word)
    assert points(got)["consciousness"] == {"U": 3, "A": 0, None: None}[word]
    assert ("sedated" in got.flags) is flagged


@rows(
    ("pulse 40 and 110", {"hr_bpm": 40}, {"hr_bpm": 110}, "hr_bpm", 3),
    ("pulse 39 and 130", {"hr_bpm": 39}, {"hr_bpm": 130}, "hr_bpm", 3),
    ("respiration 9 and 21", {"rr_bpm": 9}, {"rr_bpm": 21}, "rr_bpm", 2),
    ("respiration 8 and 24", {"rr_bpm": 8}, {"rr_bpm": 24}, "rr_bpm", 3),
    ("systolic 105 and 230", {"sbp_mmhg": 105}, {"sbp_mmhg": 230}, "sbp_mmhg", 3),
    ("saturation 91 and 97", {"spo2_pct": 91}, {"spo2_pct": 97}, "spo2_pct", 3),
    ("alert and confused", {"consciousness": "A"}, {"consciousness": "C"}, "consciousness", 3),
)
def test_of_two_values_at_one_moment_the_worse_scores(row) -> None:
    one, other, item, score = row
    for first, second in ((one, other), (other, one)):
        rest = {k: v for k, v in NORMAL.items() if k != item}
        signs = (Vitals(**first), Vitals(**second), Vitals(**rest), AIR)
        assert points(grade(news2.SCALE, (INFUSED, (10, *signs)), 10))[item] == score


def test_air_and_oxygen_at_one_moment_is_oxygen() -> None:
    for signs in ((AIR, OXYGEN), (OXYGEN, AIR)):
        assert points(scored(*signs))["oxygen"] == 2


_SICK = NORMAL | {"rr_bpm": 25}


@rows(
    ("low, a second before 5 h", ((10, Vitals(**NORMAL), AIR),), 15 - SECOND, "0 graded"),
    ("low, at 5 h", ((10, Vitals(**NORMAL), AIR),), 15, ">=0 incomplete"),
    ("a single 3, a second before 2 h", ((10, Vitals(**_SICK), AIR),), 12 - SECOND, "3 graded"),
    ("a single 3, at 2 h", ((10, Vitals(**_SICK), AIR),), 12, ">=0 incomplete"),
    ("one better set", ((10, Vitals(**_SICK), AIR), (11, Vitals(**NORMAL), AIR)), 13,
     ">=0 incomplete"),
    ("two better sets", ((10, Vitals(**_SICK), AIR), (11, Vitals(**NORMAL), AIR),
     (12, Vitals(**NORMAL), AIR)), 14, "0 graded"),
    ("an incomplete set is no better one", ((10, Vitals(**_SICK), AIR), (12.5, Vitals(hr_bpm=70)),
     (13, Vitals(**NORMAL), AIR)), 15, ">=0 incomplete"),
    ("a 3 in an incomplete set", ((10, Vitals(rr_bpm=25)),), 12, ">=0 incomplete"),
    ("a dose of a drug is no set", ((10, Vitals(**_SICK), AIR), (11, Drug("paracetamol")),
     (11.5, Drug("paracetamol"))), 12, ">=0 incomplete"),
    ("day 15, a second before 30 h", ((15 * DAY, Vitals(**NORMAL), AIR),), 16 * DAY + 6 - SECOND,
     "0 graded"),
    ("day 15, at 30 h", ((15 * DAY, Vitals(**NORMAL), AIR),), 16 * DAY + 6, ">=0 incomplete"),
)  # fmt: skip
def test_items_grow_old(row) -> None:
    moments, at, expected = row
    assert shown(grade(news2.SCALE, (INFUSED, *moments), at)) == expected


def test_it_is_scored_before_the_infusion_too() -> None:
    moments: tuple[Moment, ...] = (INFUSED, (-10, Vitals(**_SICK), AIR))
    assert shown(grade(news2.SCALE, moments, -10)) == "3 graded"
