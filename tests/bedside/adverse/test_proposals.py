"""What the record proposes as an adverse event: both grades, once, until it is answered."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.adverse.laboratory import terms_of
from bedside.adverse.proposals import CRS_TERM, ICANS_TERM, proposals
from bedside.facts import (
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventDismissed,
    AdverseEventEnded,
    Retracted,
)
from bedside.timeline import stamp
from grading.signs import Attribution, Death, Drug, Lab, Neuro
from tests.bedside.adverse.told import NOW, Told, ago, charted, crs, infused, key

CRS = (infused(), *crs(20), *crs(19, sbp=84, device="venturi", fio2=0.35), *crs(18))
"""CRS that reached ASTCT 3 (mask) and CTCAE 2 (less than 40 % of oxygen)."""
CRS_KEY = f"crs:{stamp(ago(20))}"


def found(*told, now=NOW, version="5.0", limits=None):
    of = charted(*told, now=now)
    return proposals(of, version) if limits is None else proposals(of, version, limits)


def test_an_episode_of_crs_with_both_grades():
    (one,) = found(*CRS)
    assert (one.key, one.source, one.term, one.onset) == (CRS_KEY, "crs", CRS_TERM, ago(20))
    assert (one.astct, one.level, one.ctcae, one.at_least, one.event) == (3, 3, 2, False, "")
    assert one.level_at == ago(19)


@pytest.mark.parametrize(
    ("told", "astct", "ctcae"),
    [
        ([*crs(20)], 1, 1),
        ([*crs(20, sbp=84)], 2, 2),
        ([*crs(20, device="non_rebreather")], 3, 3),
        ([*crs(20, sbp=84), (20, Drug("norepinephrine", "started", rate=0.1))], 3, 3),
        ([*crs(20, device="cpap")], 4, 3),
        ([*crs(20), (19, Death("crs"))], 5, 5),
        # What somebody put down to another cause counts in neither.
        ([*crs(20, sbp=84), (20, Attribution("hypotension", "other", "bleeding"))], 1, 1),
    ],
)  # fmt: skip
def test_both_grades_from_the_same_signs(told, astct, ctcae):
    (one,) = found(infused(), *told)
    assert (one.astct, one.ctcae) == (astct, ctcae)


def test_icans_has_no_term_and_a_person_chooses_its_grade():
    (one,) = found(infused(), (5, Neuro("awakens_to_voice", seizure="none")))
    assert (one.term, one.specify, one.astct, one.ctcae) == (ICANS_TERM, "ICANS", 2, None)


CONFIRMED = AdverseEvent(CRS_TERM, "5.0", 2, proposed_by=CRS_KEY, astct=3)


@pytest.mark.parametrize(
    "answer",
    [
        (20, CONFIRMED),
        (1, AdverseEventDismissed(CRS_KEY, 3, "catheter sepsis")),
        # Written down unasked, for the same time.
        (19, AdverseEvent(CRS_TERM, "5.0", 3)),
        # By another onset: an earlier value was written down late, or one was taken out.
        (20, AdverseEvent(CRS_TERM, "5.0", 2, proposed_by=f"crs:{stamp(ago(19))}", astct=3)),
        (20, AdverseEvent(CRS_TERM, "5.0", 2, proposed_by=f"crs:{stamp(ago(26))}", astct=3)),
    ],
)
def test_what_is_answered_is_not_proposed_again(answer):
    assert found(*CRS, answer) == ()


@pytest.mark.parametrize(
    "answer",
    [
        (20, AdverseEvent("hypotension", "5.0", 3)),
        (1, AdverseEventDismissed(f"icans:{stamp(ago(20))}", 3, "x")),
        (1, AdverseEventDismissed(f"crs:{stamp(ago(60))}", 3, "x")),
        (1, AdverseEventDismissed("crs:someday", 3, "x")),
        (90, AdverseEvent(CRS_TERM, "5.0", 3)),
    ],
)
def test_what_answers_something_else_does_not(answer):
    ended = (80, AdverseEventEnded(key(len(CRS) + 1), "recovered"))
    after = [ended] if answer[0] == 90 else []
    assert [one.key for one in found(*CRS, answer, *after)] == [CRS_KEY]


def test_an_answer_that_is_taken_out_answers_nothing():
    place = len(CRS) + 1
    assert len(found(*CRS, (20, CONFIRMED), Told(20, Retracted(), place))) == 1


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        ((20, AdverseEvent(CRS_TERM, "5.0", 2, proposed_by=CRS_KEY, astct=2)), key(len(CRS) + 1)),
        ((1, AdverseEventDismissed(CRS_KEY, 2, "too little")), ""),
    ],
)
def test_what_rose_since_is_proposed_as_a_change(answer, event):
    (one,) = found(*CRS, answer)
    assert (one.key, one.level, one.event) == (CRS_KEY, 3, event)


def test_a_rise_that_was_confirmed_is_settled():
    place = len(CRS) + 1
    told = (*CRS, (20, AdverseEvent(CRS_TERM, "5.0", 2, proposed_by=CRS_KEY, astct=2)))
    assert len(found(*told)) == 1
    assert found(*told, (19, AdverseEventChanged(key(place), comment="to 3", astct=3))) == ()


@given(st.integers(0, 4), st.integers(0, 30))
def test_confirming_whatever_is_proposed_leaves_nothing(level, minutes):
    """Whatever rises afterwards: after each answer nothing waits."""
    told = [infused(), *crs(20 + minutes / 60)]
    if level:
        told += crs(19, sbp=84 if level == 1 else 118, device=["room_air", "simple_face_mask",
                    "venturi", "cpap"][level - 1])  # fmt: skip
    for _ in range(2):
        waiting = found(*told)
        for one in waiting:
            told.append(Told((NOW - one.onset) / timedelta(hours=1), AdverseEvent(
                one.term, one.version, one.ctcae or 1, one.specify, proposed_by=one.key,
                astct=one.astct)))  # fmt: skip
        assert found(*told) == ()


# --- laboratory -----------------------------------------------------------------------------------


def anc(hours, value, **more):
    return Told(hours, Lab("anc", value, "10*9/L", **more))


def low(*told, **more):
    return [(p.term, p.level, p.at_least, p.onset) for p in found(infused(), *told, **more)]


ANC = "neutrophil_count_decreased"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([anc(10, 1.0)], []),
        ([anc(10, 0.99)], [(ANC, 3, False, ago(10))]),
        ([anc(10, 0.8), anc(5, 0.4), anc(3, 0.6)], [(ANC, 4, False, ago(10))]),
        # A run ends with the first value that is certainly better.
        ([anc(10, 0.8), anc(8, 1.2), anc(5, 0.4)],
         [(ANC, 4, False, ago(5)), (ANC, 3, False, ago(10))]),
        # A limit counts where it lies on the worse side, and only as "at least".
        ([anc(10, 0.1, bound="<")], [(ANC, 4, True, ago(10))]),
        ([anc(10, 0.1, bound=">")], []),
        ([anc(10, 0.3, text="clotted")], []),
        # No limits of normal in the record: no grade, and nothing proposed.
        ([Told(10, Lab("alt", 4000.0, "U/L"))], []),
        ([Told(10, Lab("crp", 300.0, "mg/L"))], []),
        ([Told(10, Lab("unheard_of", 300.0, "mg/L"))], []),
    ],
)  # fmt: skip
def test_values_of_grade_3_and_more(told, expected):
    assert low(*told) == expected


def test_limits_of_normal_give_a_grade():
    told = [Told(10, Lab("alt", 400.0, "U/L"))]
    assert low(*told, limits=lambda _: (None, 40.0))[0][:2] == ("alt_increased", 3)
    assert low(*told, limits=lambda _: (None, 200.0)) == []


def test_the_version_is_the_one_of_the_protocol():
    assert low(anc(10, 0.4))[0][1] == 4
    assert low(anc(10, 0.4), version="6.0")[0][1] == 3
    platelets = Told(10, Lab("platelets", 20.0, "10*9/L"))
    assert low(platelets)[0][:2] == ("platelet_count_decreased", 4)
    assert low(platelets, version="6.0")[0][:2] == ("thrombocytopenia", 3)


LAB_KEY = f"lab:{ANC}:{key(2)}"


@pytest.mark.parametrize(
    ("told", "levels"),
    [
        ([Told(1, AdverseEventDismissed(LAB_KEY, 3, "expected"))], []),
        ([Told(1, AdverseEventDismissed(LAB_KEY, 3, "expected")), anc(0.5, 0.2)], [4]),
        ([Told(10, AdverseEvent(ANC, "5.0", 3, proposed_by=LAB_KEY))], []),
        ([Told(10, AdverseEvent(ANC, "5.0", 3))], []),
        ([Told(10, AdverseEvent(ANC, "5.0", 2))], [3]),
        # The first value is amended: the same run, answered.
        ([Told(1, AdverseEventDismissed(LAB_KEY, 3, "expected")),
          Told(9, Lab("anc", 0.7, "10*9/L"), 2)], []),
    ],
)  # fmt: skip
def test_a_value_is_proposed_once(told, levels):
    assert [p.level for p in found(infused(), anc(10, 0.8), *told)] == levels


def test_a_total_calcium_is_not_taken_for_a_corrected_one():
    assert terms_of("calcium", "5.0") == ()
    assert {t.id for t in terms_of("calcium_ionised", "5.0")} == {
        "hypocalcemia_ionized", "hypercalcemia_ionized"
    }  # fmt: skip
