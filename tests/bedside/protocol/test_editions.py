"""The editions that ship, against the published schedule typed in here."""

import hashlib
import json
import tomllib
from datetime import date

import pytest

import resources
from bedside import schedule
from bedside.protocol.edition import MonthRule, Protocol
from bedside.protocol.reading import read

FILES = {
    "nct05765006_2023.toml": "6b0b1af80dbe52670bfc6354274e05a7f41fe2b3fc27d2b18392785f4ed2cbd8",
    "renji_relmacel_2025.toml": "d26a30a8902a11c2b9cc4fc74e1920e6a2ebe37532cae1a9c4433871bca7688b",
    "nct05859997_2023.toml": "227f202ba1c18c101fd53f2f32f979c7073e980afa0ad604ccf15df93644ba7f",
    "cd19_bcma_wuhan_1.toml": "f56feb5a8b7d3e91fadffa60d453d54d9f70836bef45d5c953fbc0bec450f4c4",
}
"""Each edition with the digest of what it says. A published edition is never edited: a change is
a file with a new edition, and a new line here."""
MONTH_1: dict[MonthRule, list[int]] = {
    "30_day": [3, 6, 9, 12, 15, 18, 21, 24, 27, 30],
    "28_day": [3, 6, 9, 12, 15, 18, 21, 24, 27, 28],
    "calendar": [3, 6, 9, 12, 15, 18, 21, 24, 27, 30],
}
MONTHS = {2: 7, 3: 7, 4: 7, 5: 7, 6: 7, 7: 10, 8: 10, 9: 14, 10: 14, 11: 14, 12: 14}
EFFICACY = {1: 3, 3: 7, 6: 14, 9: 14, 12: 14}
DAILY, WEEKS, COUNTS = [*range(8)], [9, 11, 14, 21, 28], [44, 75]
IMMUNE = {"cytokines", "subsets", "immunoglobulins"}


def text(file: str, rule: str = "30_day") -> str:
    return resources.text(f"protocols/{file}").replace(
        'month_rule = "30_day"', f'month_rule = "{rule}"'
    )


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def protocol(file: str) -> Protocol:
    return read(text(file), file)


def days(protocol: Protocol, series: str) -> list[int]:
    return [v.day for v in protocol.visits if v.series == series and v.day is not None]


def test_these_files_ship():
    shipped = {name.removeprefix("protocols/") for name in resources.names("protocols/*.toml")}
    assert shipped == {*FILES, "template.toml"}


def test_a_published_edition_is_not_edited(file: str):
    said = json.dumps(tomllib.loads(text(file)), sort_keys=True, ensure_ascii=False)
    assert hashlib.sha256(said.encode()).hexdigest() == FILES[file]


def test_a_file_is_named_by_id_and_edition(file: str, protocol: Protocol):
    assert file == f"{protocol.id}_{protocol.edition}.toml"


@pytest.mark.parametrize("rule", MONTH_1)
def test_there_are_22_samples_under_each_month_rule(file: str, rule: MonthRule):
    samples = [v for v in read(text(file, rule), file).visits if v.series == "pkpd"]
    assert [(v.id, v.day, v.month, v.before, v.after) for v in samples] == [
        ("pkpd_d0", 0, None, 3, 0),
        *((f"pkpd_d{day}", day, None, 1, 1) for day in MONTH_1[rule]),
        *((f"pkpd_m{month}", None, month, days, days) for month, days in MONTHS.items()),
    ]
    assert len(samples) == 22
    assert [v.before_infusion for v in samples] == [True] + [False] * 21
    assert all(v.items[0] == "cart" and set(v.items) >= IMMUNE for v in samples)


def test_scores_at_months_1_3_6_9_12_with_pga_first(protocol: Protocol):
    scored = [v for v in protocol.visits if v.series == "efficacy"]
    assert {v.month: v.before for v in scored} == {v.month: v.after for v in scored} == EFFICACY
    for visit in scored:
        assert visit.items[0] == "pga"
        assert set(protocol.instruments) <= set(visit.items)
        assert {"complement", "anti_dsdna", "proteinuria", "steroid"} <= set(visit.items)


def test_the_safety_grid(protocol: Protocol):
    found = days(protocol, "safety")
    before = [-6, -2, -1] if protocol.conditioning else [-1]
    daily_2 = [8, 10, 12, 13] if protocol.gvhd else []
    assert found == sorted([*before, *DAILY, *WEEKS, *daily_2, *COUNTS])
    months = [v.month for v in protocol.visits if v.series == "safety" and v.month]
    assert months == list(range(2, 13))
    asked = {v.id: set(v.items) for v in protocol.visits}
    assert all("ice" in asked[f"safety_d{day}"] for day in [*DAILY, *WEEKS])
    assert [n for n in range(2, 13) if "ice" in asked[f"safety_m{n}"]] == [2, 3]
    licats = [day for day in range(29) if "licats" in asked.get(f"safety_d{day}", ())]
    assert licats == [3, 4, 5, 6, 7, *sorted([*daily_2, *WEEKS])]
    assert asked["infusion_d0"] >= {"baseline_ice", "baseline_pressure"}
    assert "infused" in asked["safety_d0"]


def test_gvhd_is_looked_for_after_allogeneic_cells_only(protocol: Protocol):
    looked = [v for v in protocol.visits if "gvhd_skin" in v.items]
    assert protocol.gvhd == (protocol.cells == "allogeneic") == bool(looked)
    if looked:
        assert [v.day for v in looked if v.day is not None] == [*range(1, 15), 21, 28]
        assert [v.month for v in looked if v.month] == [2, 3, 4, 5, 6, 9, 12]
        assert all({"gvhd_stool", "gvhd_bilirubin"} <= set(v.items) for v in looked)


def test_before_the_infusion(protocol: Protocol):
    conditioned = protocol.conditioning is not None
    assert conditioned == (protocol.id != "cd19_bcma_wuhan")
    assert days(protocol, "conditioning") == ([-5, -4, -3] if conditioned else [])
    screening = protocol.visits[0]
    assert (screening.id, screening.before, screening.after) == ("screening_dm21", 7, 6)
    cells = [v.id for v in protocol.visits if "leukapheresis" in v.items]
    assert cells == (["screening_dm12"] if protocol.cells == "autologous" else [])


@pytest.mark.parametrize("rule", MONTH_1)
def test_no_window_holds_the_target_of_another_visit(file: str, rule: MonthRule):
    protocol = read(text(file, rule), file)
    for infused in (date(2024, 1, 31), date(2025, 1, 31), date(2025, 6, 15)):
        visits = schedule.expanded(protocol, {"infusion": infused})
        for one in visits:
            held = [
                (one.id, other.id)
                for other in visits
                if other.rule.series == one.rule.series
                and other.id != one.id
                and one.opens <= other.target <= one.closes
            ]
            # Under months of 28 days the samples of days 27 and 28 are a day apart.
            assert set(held) <= {("pkpd_d27", "pkpd_d28"), ("pkpd_d28", "pkpd_d27")}
            assert not held or rule == "28_day"


def test_visits_stand_in_the_order_of_their_targets(protocol: Protocol):
    aims = [30 * v.month if v.month else v.day for v in protocol.visits]
    assert aims == sorted(aims)


def test_every_item_is_asked_for_somewhere(protocol: Protocol):
    asked = {name for visit in protocol.visits for name in visit.items}
    assert set(protocol.items) == asked | set(protocol.instruments)


@pytest.mark.parametrize(
    ("name", "unit", "levels", "drugs", "patients", "scores"),
    [
        ("nct05765006_2023.toml", "cells",
         {"15e6": 15e6, "25e6": 25e6, "50e6": 50e6, "75e6": 75e6, "100e6": 1e8, "150e6": 1.5e8},
         (("fludarabine", 25.0), ("cyclophosphamide", 250.0)), 24,
         ("pga", "selena_sledai", "bilag_2004", "sri_4")),
        ("renji_relmacel_2025.toml", "cells", {"50e6": 5e7, "75e6": 7.5e7, "100e6": 1e8},
         (("fludarabine", None), ("cyclophosphamide", None)), 8,
         ("sledai_2k", "sri_4", "lldas", "doris")),
        ("nct05859997_2023.toml", "cells/kg", {"1e6/kg": 1e6}, (), 3,
         ("selena_sledai", "sledai_2k", "bilag_2004", "sri_4", "doris")),
        ("cd19_bcma_wuhan_1.toml", None, {"A": None, "B": None, "C": None}, None, 20,
         ("pga", "selena_sledai", "bilag_2004", "sri_4")),
    ],
    ids=lambda value: value if str(value).endswith(".toml") else "",
)  # fmt: skip
def test_what_the_trials_say(name, unit, levels, drugs, patients, scores):
    one = read(text(name), name)
    assert one.dose_unit == unit
    assert {level.id: level.dose for level in one.levels} == levels
    assert (None if one.conditioning is None else one.conditioning.drugs) == drugs
    assert (one.planned_patients, one.instruments) == (patients, scores)
    assert (one.dlt.last_day, one.dlt.in_force, one.register_years) == (28, False, 15)
    assert (one.month_rule, one.ae_months, one.ctcae) == ("30_day", 12, "5.0")
    assert {"month_rule", "dlt.last_day", "dlt.template", "register_years", "rounds"} <= one.assumed


def test_what_is_not_said_is_marked_as_assumed(protocol: Protocol):
    said = protocol.id == "cd19_bcma_wuhan"
    for visit in protocol.visits:
        assert "window" in visit.assumed
        known = said and visit.series in {"pkpd", "efficacy"}
        if visit.month is not None:
            assert ("months" in visit.assumed) != known, visit.id
        else:
            assert "days" in visit.assumed, visit.id
        assert ("items" in visit.assumed) != (said and visit.series == "pkpd"), visit.id
    assert ("ctcae" in protocol.assumed) != said


def test_the_eligibility_of_nct05765006():
    one = read(text("nct05765006_2023.toml"), "")
    listed = "I1 I2 I3 I4a I4b I4c I4d I5 I6a I6b E1a E1b E2 E3 E4 E5 E6"
    ids = [criterion.id for criterion in one.criteria]
    assert " ".join(ids) == listed
    assert [c.inclusion for c in one.criteria] == [name[0] == "I" for name in ids]
    assert one.questions is not None
    assert {name for c in one.criteria for name in c.asks} == set(one.questions)
    assert one.criteria[10].asks == ("proteinuria", "creatinine")
    assert {"criteria.I3", "criteria.I4c"} <= one.assumed


def test_the_other_studies_have_no_list():
    for name in list(FILES)[1:]:
        one = read(text(name), name)
        assert (one.questions, one.criteria) == (None, ())
