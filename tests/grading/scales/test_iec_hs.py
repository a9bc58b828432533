"""IEC-HS: a checklist with three answers, and when a work-up is proposed. Never a diagnosis."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.scales.iec_hs import Checklist, Features, Followed, checklist, proposal

INFUSED = datetime(2025, 3, 3, 8, tzinfo=UTC)
NOW = INFUSED + timedelta(hours=200)


def at(hours: float) -> datetime:
    return INFUSED + timedelta(hours=hours)


def followed(*values: tuple[float, float], **limits: Any) -> Followed:
    """(Hours after the infusion, value)."""
    return Followed(tuple((at(hours), value) for hours, value in values), **limits)


CALM = Features(
    ferritin=followed((150, 500), baseline=500, upper=300),
    fibrinogen=followed((150, 3.0), lower=2.0),
    alt=followed((150, 30), upper=40),
    ast=followed((150, 30), upper=40),
    platelets=followed((150, 120), baseline=150),
)


def prompted(**changed: Any) -> Any:
    return proposal(replace(CALM, **changed), NOW)


RAISED = followed((150, 1001), baseline=500)


@pytest.mark.parametrize(
    ("why", "changed", "codes"),
    [
        ("nothing", {}, []),
        ("ferritin alone, twice", {"ferritin": RAISED}, []),
        ("exactly twice is not above",
         {"ferritin": followed((150, 1000), baseline=500), "fibrinogen": followed((150, 1.0))}, []),
        ("500 to 6000 over three days with fibrinogen 1.0",
         {"ferritin": followed((78, 500), (110, 990), (150, 1900), (190, 3700), baseline=500),
          "fibrinogen": followed((150, 1.0))}, ["ferritin_and_fibrinogen"]),
        ("fibrinogen 1.5 is not low", {"ferritin": RAISED, "fibrinogen": followed((150, 1.5))}, []),
        ("72 h apart", {"ferritin": RAISED, "fibrinogen": followed((78, 1.4), (150, 3))},
         ["ferritin_and_fibrinogen"]),
        ("73 h apart", {"ferritin": RAISED, "fibrinogen": followed((77, 1.4), (150, 3))}, []),
        ("ALT five times", {"ferritin": RAISED, "alt": followed((150, 200), upper=40)}, []),
        ("ALT above five times", {"ferritin": RAISED, "alt": followed((150, 201), upper=40)},
         ["ferritin_and_alt"]),
        ("AST by an abnormal baseline",
         {"ferritin": RAISED, "ast": followed((150, 400), upper=40, baseline=80)}, []),
        ("AST above five times it",
         {"ferritin": RAISED, "ast": followed((150, 401), upper=40, baseline=80)},
         ["ferritin_and_ast"]),
        ("platelets 50", {"ferritin": RAISED, "platelets": followed((150, 50), baseline=90)}, []),
        ("platelets 49", {"ferritin": RAISED, "platelets": followed((150, 49), baseline=90)},
         ["ferritin_and_platelets"]),
        ("platelets low before",
         {"ferritin": RAISED, "platelets": followed((150, 30), baseline=40)}, []),
        ("platelets before not known", {"ferritin": RAISED, "platelets": followed((150, 30))},
         ["ferritin_and_platelets"]),
        ("twice the upper limit without a baseline",
         {"ferritin": followed((150, 601), upper=300), "fibrinogen": followed((150, 1.0))},
         ["ferritin_and_fibrinogen"]),
        ("10 000 itself", {"ferritin": followed((150, 10_000), baseline=6000)}, []),
        ("above 10 000", {"ferritin": followed((150, 10_001), baseline=6000)},
         ["ferritin_above_10000"]),
        ("doubled in 24 h to 2000",
         {"ferritin": followed((100, 1000), (124, 2000), baseline=1500)}, []),
        ("doubled in 24 h to above",
         {"ferritin": followed((100, 1000), (124, 2001), baseline=1500)}, ["ferritin_doubled"]),
        ("doubled in 25 h", {"ferritin": followed((100, 1000), (125, 2001), baseline=1500)}, []),
        ("not quite doubled", {"ferritin": followed((100, 1001), (124, 2001), baseline=1500)}, []),
        ("a value to come", {"ferritin": followed((150, 500), (201, 20_000), baseline=500)}, []),
        ("on the first day", {"ferritin": followed((6, 900), baseline=400),
                              "fibrinogen": followed((6, 1.2))}, ["ferritin_and_fibrinogen"]),
    ],
)  # fmt: skip
def test_when_a_work_up_is_proposed(why: str, changed: Any, codes: list[str]) -> None:
    got = prompted(**changed)
    assert [prompt.code for prompt in got.prompts] == codes, why
    assert (got.answer == "consider_work_up") == bool(codes)


def test_a_prompt_says_when_and_by_what() -> None:
    (prompt,) = prompted(ferritin=RAISED, fibrinogen=followed((160, 1.2))).prompts
    assert prompt.at == at(160)
    assert dict(prompt.values) == {"ferritin_ug_l": 1001, "limit": 1000, "fibrinogen_g_l": 1.2}


@pytest.mark.parametrize(
    ("changed", "answer", "missing"),
    [
        ({}, "no", ()),
        ({"ferritin": Followed()}, "unknown", ("ferritin",)),
        ({"ferritin": RAISED, "fibrinogen": Followed()}, "unknown", ("fibrinogen",)),
        ({"ferritin": RAISED, "fibrinogen": followed((70, 3))}, "unknown", ("fibrinogen",)),
        ({"ferritin": RAISED, "alt": followed((150, 900))}, "unknown", ("alt_limit",)),
        ({"ferritin": followed((150, 900))}, "unknown", ("ferritin_baseline",)),
        ({"fibrinogen": Followed()}, "no", ()),
    ],
)
def test_unknown_is_never_no(changed: Any, answer: str, missing: Any) -> None:
    got = prompted(**changed)
    assert (got.answer, got.missing) == (answer, missing)


# --- the checklist ----------------------------------------------------------------------------


def answers(got: Checklist) -> dict[str, str]:
    return {item.name: item.answer for item in got.items}


def test_nothing_known_answers_nothing() -> None:
    assert set(answers(checklist(Features(), NOW)).values()) == {"unknown"}


@pytest.mark.parametrize(
    ("changed", "name", "answer"),
    [
        ({"ferritin": followed((190, 601), upper=300)}, "ferritin", "met"),
        ({"ferritin": followed((190, 600), upper=300)}, "ferritin", "unknown"),
        ({"ferritin": followed((190, 600), upper=300, baseline=300)}, "ferritin", "not_met"),
        ({"ferritin": followed((190, 600), upper=300, baseline=300),
          "ferritin_rises_fast": True}, "ferritin", "met"),
        ({"ferritin": followed((127, 9000), upper=300)}, "ferritin", "unknown"),
        ({"ferritin": followed((128, 9000), upper=300)}, "ferritin", "met"),
        ({"crs": "active"}, "timing", "not_met"), ({"crs": "resolving"}, "timing", "met"),
        ({"crs": "resolved"}, "timing", "met"), ({"crs": "never"}, "timing", "not_met"),
        ({"crs": "worse_after_improvement"}, "timing", "met"),
        ({"alt": followed((190, 201), upper=40)}, "transaminases", "met"),
        ({"alt": followed((190, 200), upper=40)}, "transaminases", "unknown"),
        ({"alt": followed((190, 200), upper=40), "ast": followed((190, 20), upper=40)},
         "transaminases", "not_met"),
        ({"fibrinogen": followed((190, 1.49))}, "fibrinogen", "met"),
        ({"fibrinogen": followed((190, 1.8))}, "fibrinogen", "unknown"),
        ({"fibrinogen": followed((190, 1.8), lower=2.0)}, "fibrinogen", "met"),
        ({"fibrinogen": followed((190, 2.0), lower=2.0)}, "fibrinogen", "not_met"),
        ({"ldh": followed((190, 251), upper=250)}, "ldh", "met"),
        ({"ldh": followed((190, 251))}, "ldh", "unknown"),
        ({"triglycerides": followed((190, 3.0))}, "triglycerides", "met"),
        ({"triglycerides": followed((190, 2.99))}, "triglycerides", "not_met"),
        ({"haemophagocytosis": False}, "haemophagocytosis", "not_met"),
        ({"cytopenia_new_or_worse": True}, "cytopenia", "met"),
    ],
)  # fmt: skip
def test_criteria(changed: Any, name: str, answer: str) -> None:
    assert answers(checklist(Features(**changed), NOW))[name] == answer


def test_ferritin_is_the_one_that_is_required() -> None:
    items = checklist(CALM, NOW).items
    assert [item.name for item in items if item.weight == "required"] == ["ferritin"]


def test_the_checklist_has_no_verdict() -> None:
    got = checklist(CALM, NOW)
    assert not {"level", "grade", "total"} & set(dir(got))
    assert got.named("met") == ()


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20_000)), max_size=8),
    st.lists(st.tuples(st.integers(0, 200), st.floats(0, 5)), max_size=8),
)
def test_a_proposal_stands_whatever_else_is_measured(ferritin: Any, fibrinogen: Any) -> None:
    """More knowledge of other signs never takes a proposal back."""
    some = Features(ferritin=followed(*ferritin, baseline=500))
    more = replace(some, fibrinogen=followed(*fibrinogen), alt=followed((100, 20), upper=40))
    if proposal(some, NOW).answer == "consider_work_up":
        assert proposal(more, NOW).answer == "consider_work_up"
