"""The checklist of IEC-HS from a record, how CRS stands for it, and when a work-up is proposed."""

import pytest

from bedside.facts import Hyperinflammation
from bedside.toxicities import toxicities
from bedside.toxicities.found import IecHs
from grading.signs import Support, Vitals
from tests.bedside.toxicities.days import Told, at, charted, lab, row

HOUR = 1 / 24


def found(*told: Told, now: float) -> IecHs:
    iec_hs = toxicities(charted(*told, now=now)).iec_hs
    assert iec_hs is not None
    return iec_hs


def answers(*told: Told, now: float) -> dict[str, str]:
    return {item.name: item.answer for item in found(*told, now=now).checklist.items}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # Nothing was measured and nobody said anything: nothing is known, and nothing is "no".
        ([], dict.fromkeys(
            ["ferritin", "timing", "transaminases", "fibrinogen", "haemophagocytosis", "cytopenia",
             "no_better_cause", "ldh", "triglycerides", "splenomegaly", "fever"], "unknown")),
        (row("ferritin", (-1, 300), (7.9, 700)), {"ferritin": "met"}),
        (row("ferritin", (-1, 300), (7.9, 500)), {"ferritin": "unknown"}),  # ULN is not known
        ([(-1, lab("ferritin", 300)), (7.9, lab("ferritin", 500, high=400))],
         {"ferritin": "not_met"}),
        ([(7.9, lab("alt", 300, high=40)), (7.9, lab("ast", 30, high=40))],
         {"transaminases": "met"}),
        ([(7.9, lab("alt", 190, high=40))], {"transaminases": "unknown"}),
        (row("fibrinogen", (7.9, 1.4)), {"fibrinogen": "met"}),
        (row("fibrinogen", (4, 1.4)), {"fibrinogen": "unknown"}),  # older than 72 hours
        ([(7, Hyperinflammation(haemophagocytosis=False, lung_signs=True))],
         {"haemophagocytosis": "not_met", "lung_signs": "met", "cytopenia": "unknown"}),
        ([(7, Hyperinflammation(ferritin_rises_fast=True))], {"ferritin": "met"}),
    ],
)  # fmt: skip
def test_each_item_from_what_the_record_holds(told, expected):
    given = answers(*told, now=8)
    assert {name: given[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("item", "said", "days", "counts"),
    [
        ("lung_signs", {"lung_signs": True}, 3.0, True),
        ("lung_signs", {"lung_signs": True}, 3.1, False),
        ("haemophagocytosis", {"haemophagocytosis": True}, 7.0, True),
        ("haemophagocytosis", {"haemophagocytosis": True}, 7.1, False),
        ("timing", {"crs": "resolving"}, 3.1, False),
    ],
)
def test_how_long_a_word_counts(item, said, days, counts):
    given = answers((2, Hyperinflammation(**said)), now=2 + days)
    assert (given[item] == "met") is counts


def test_of_each_item_the_last_word_counts_and_silence_takes_none_back():
    first = Hyperinflammation(lung_signs=True, neurotoxicity=True, grade=1)
    iec_hs = found((2, first), (3, Hyperinflammation(lung_signs=False)), now=3.5)
    assert (iec_hs.stated["lung_signs"].value, iec_hs.stated["lung_signs"].entry) == (False, "0003")
    assert iec_hs.stated["neurotoxicity"].entry == "0002"
    assert (iec_hs.judged.value, iec_hs.judged.at) == (1, at(2))
    assert iec_hs.entries["lung_signs"] == ("0003",)


def set_of(day: float, temp: float, sbp: int = 120) -> list[Told]:
    vitals = Vitals(temp_c=temp, sbp_mmhg=sbp, dbp_mmhg=70, spo2_pct=98)
    return [(day, vitals), (day, Support("room_air"))]


FEVER, LOW, QUIET = (39.0, 120), (38.5, 80), (36.8, 120)


@pytest.mark.parametrize(
    ("sets", "state"),
    [
        ([], None),
        ([QUIET], "never"),
        ([FEVER], "active"),
        ([FEVER, LOW], "active"),
        ([FEVER, LOW, FEVER], "resolving"),
        ([FEVER, LOW, FEVER, LOW], "worse_after_improvement"),
        ([FEVER, LOW, FEVER, LOW, FEVER], "resolving"),
        ([LOW, QUIET], "resolving"),
        ([LOW, *[QUIET] * 8], "resolved"),
        ([LOW, *[QUIET] * 8, FEVER], "worse_after_improvement"),
    ],
)
def test_how_crs_stands(sets, state):
    told = [one for n, (temp, sbp) in enumerate(sets) for one in set_of(3 + n / 6, temp, sbp)]
    iec_hs = found(*told, now=3 + max(len(sets) - 1, 0) / 6)
    assert (iec_hs.crs, iec_hs.crs_stated) == (state, False)


def test_a_person_s_word_on_crs_stands_before_the_record():
    iec_hs = found(*set_of(3, 39.0), (3.1, Hyperinflammation(crs="resolved")), now=3.2)
    assert (iec_hs.crs, iec_hs.crs_stated) == ("resolved", True)
    assert iec_hs.entries["timing"] == ("0004",)


@pytest.mark.parametrize(
    ("told", "spans"),
    [
        (row("ferritin", (-1, 300), (5, 700)), []),
        ([*row("ferritin", (-1, 300), (5, 700)), *row("fibrinogen", (6, 1.2))], [(6, 9)]),
        (row("ferritin", (-1, 300), (5, 12_000)), [(5, 8)]),
        # What an assay can measure ends at 10 000: that is more than it.
        ([(5, lab("ferritin", 10_000, ">"))], [(5, 8)]),
        (row("ferritin", (5, 10_000)), []),
        ([*row("ferritin", (-1, 300), (5, 700)), (6, lab("fibrinogen", 1.5, "<"))], [(6, 9)]),
        (row("ferritin", (5, 1100), (5.9, 2300)), [(5.9, 8.9)]),
        # As long as further signs follow; and once more, later.
        (row("ferritin", (5, 12_000), (7, 11_000), (40, 12_000)), [(5, 10), (40, 43)]),
        # Of before the infusion nothing calls for it.
        (row("ferritin", (-2, 12_000)), []),
    ],
)
def test_when_a_work_up_is_to_be_considered(told, spans):
    work_ups = found(*told, now=60).work_ups
    assert [(one.start, one.end) for one in work_ups] == [(at(a), at(b)) for a, b in spans]


def test_it_stands_until_72_hours_after_the_last_sign():
    iec_hs = found(*row("ferritin", (5, 12_000)), now=6)
    assert iec_hs.work_up_at(at(5)) is not None
    assert iec_hs.work_up_at(at(8) - (at(1) - at(1 - HOUR))) is not None
    assert iec_hs.work_up_at(at(8)) is None


def test_values_name_their_entries():
    told = [*row("ferritin", (-1, 300), (1, 400), (7, 700)), (7.5, lab("alt", 30))]
    iec_hs = found(*told, now=8)
    assert iec_hs.entries["ferritin"] == ("0002", "0004")
    assert iec_hs.entries["transaminases"] == ("0005",)
    assert "fibrinogen" not in iec_hs.entries


def test_there_is_no_checklist_before_the_infusion():
    assert toxicities(charted(*row("ferritin", (-1, 20_000)), now=0, infused=False)).iec_hs is None
