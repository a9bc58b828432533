"""CRS beyond the worked cases: one row a situation, hours counted from the infusion."""

from datetime import timedelta

import pytest

from grading.drugs import HIDES_FEVER
from grading.grade import course, episodes, state
from grading.scales import crs
from grading.signs import (
    Attribution,
    Baseline,
    Death,
    Drug,
    Hypotension,
    Infused,
    Planned,
    Support,
    Vitals,
)
from tests.grading.observed import (
    AIR,
    FEVER,
    FEVER_AND_LOW,
    INFUSED,
    LOW,
    WELL,
    Moment,
    grade,
    hour,
    hours,
    missing,
    run,
    runs,
    shown,
    stops,
    told,
)

OTHER = ("other", "infection")

NOREPI = runs("norepinephrine")
CANNULA = Support("nasal_cannula", 2)
MASK = Support("simple_face_mask", 6)
DAY = 24
SECOND = 1 / 3600


def rows(*table: tuple) -> pytest.MarkDecorator:
    """A table of situations, each row named by its first words."""
    return pytest.mark.parametrize("row", [pytest.param(row[1:], id=row[0]) for row in table])


# --- how old a reading may be -----------------------------------------------------------------

# Well on day 1: rounds every 4 h, so 5 h. With fever: 2-hourly, so 2.5 h. From grade 2: 2 h.
_WELL_DAY_1: tuple[Moment, ...] = (INFUSED, (10, WELL, AIR))
_FEVER_DAY_1: tuple[Moment, ...] = (INFUSED, (10, FEVER, AIR))
_LOW_DAY_1: tuple[Moment, ...] = (INFUSED, (10, FEVER_AND_LOW, AIR))
_WELL_DAY_15: tuple[Moment, ...] = (INFUSED, (15 * DAY + 1, WELL, AIR))
_FEVER_DAY_15: tuple[Moment, ...] = (INFUSED, (15 * DAY + 1, FEVER, AIR))
_HOUR_3: tuple[Moment, ...] = (INFUSED, (1, WELL, AIR))


@rows(
    ("4-hourly, a second before 5 h", _WELL_DAY_1, 15 - SECOND, "0 no_crs"),
    ("4-hourly, at 5 h", _WELL_DAY_1, 15, ">=0 incomplete"),
    ("grade 1, a second before 2.5 h", _FEVER_DAY_1, 12.5 - SECOND, "1 graded"),
    ("grade 1, at 2.5 h", _FEVER_DAY_1, 12.5, ">=0 incomplete"),
    ("grade 2, a second before 2 h", _LOW_DAY_1, 12 - SECOND, "2 graded"),
    ("grade 2, at 2 h", _LOW_DAY_1, 12, ">=0 incomplete"),
    ("day 15, a second before 30 h", _WELL_DAY_15, 16 * DAY + 7 - SECOND, "0 no_crs"),
    ("day 15, at 30 h", _WELL_DAY_15, 16 * DAY + 7, ">=0 incomplete"),
    ("day 15 with fever: 2-hourly again", _FEVER_DAY_15, 15 * DAY + 3.5, ">=0 incomplete"),
    ("1 h after the infusion, a second before 2 h", _HOUR_3, 3 - SECOND, "0 no_crs"),
    ("1 h after the infusion, at 2 h", _HOUR_3, 3, ">=0 incomplete"),
    # In force at 5 h is the 4-hourly round, not the hourly one of the first four hours.
    ("3.5 h after the infusion, at 2 h", (INFUSED, (3.5, WELL, AIR)), 5.5, "0 no_crs"),
    ("3.5 h after the infusion, at 5 h", (INFUSED, (3.5, WELL, AIR)), 8.5, ">=0 incomplete"),
    # Taken late on day 14; at three in the morning of day 15 the daily round is in force.
    ("over midnight to day 15", (INFUSED, (14 * DAY + 14, WELL, AIR)), 14 * DAY + 19, "0 no_crs"),
    ("no infusion known", ((10, WELL, AIR),), 15, ">=0 incomplete"),
)  # fmt: skip
def test_a_grade_goes_grey_the_moment_the_round_is_overdue(row) -> None:
    moments, at, expected = row
    assert shown(grade(crs.SCALE, moments, at)) == expected


def test_going_grey_is_a_step_of_its_own_at_its_own_time() -> None:
    steps = run(crs.SCALE, _FEVER_DAY_1, 20).steps
    assert [(hours(s.at), shown(s.grade), s.observed) for s in steps] == [
        (0, ">=0 incomplete", True),
        (10, "1 graded", True),
        (12.5, ">=0 incomplete", False),
    ]


def test_each_quantity_has_its_own_age() -> None:
    moments = (INFUSED, (10, WELL, AIR), (13, Vitals(temp_c=36.9)))
    assert missing(grade(crs.SCALE, moments, 15)) == {"blood_pressure", "oxygen"}
    assert missing(grade(crs.SCALE, moments, 18)) == {"temperature", "blood_pressure", "oxygen"}


def test_what_is_missing_says_when_it_was_last_seen() -> None:
    last = {m.what: m.last for m in grade(crs.SCALE, _WELL_DAY_1, 15).missing}
    assert last == dict.fromkeys(("temperature", "blood_pressure", "oxygen"), hour(10))
    never = {m.what: m.last for m in grade(crs.SCALE, (INFUSED, (1, Vitals(hr_bpm=80))), 1).missing}
    assert never == dict.fromkeys(("temperature", "blood_pressure", "oxygen"), None)


@rows(
    # A running pressor or an oxygen device that nobody confirmed stays in "at least".
    ("pressor stale", (INFUSED, (10, FEVER, AIR, NOREPI), (11.9, FEVER, AIR)), 12,
     ">=3 incomplete", {"vasopressor"}),
    ("pressor confirmed", (INFUSED, (10, FEVER, AIR, NOREPI), (11.9, FEVER, AIR, NOREPI)), 12,
     "3 graded", set()),
    ("pressor stopped", (INFUSED, (10, FEVER, AIR, NOREPI), (11.9, FEVER, AIR),
                         (12, stops("norepinephrine"))), 12, "1 graded", set()),
    ("one of two pumps stale", (INFUSED, (10, FEVER, AIR, runs("norepinephrine", line="a")),
                                (11.9, FEVER, AIR, runs("norepinephrine", line="b"))), 12,
     ">=3 incomplete", {"vasopressor"}),
    ("two pressors stale", (INFUSED, (10, FEVER, AIR, NOREPI, runs("epinephrine")),
                            (11.9, FEVER, AIR)), 12, ">=4 incomplete", {"vasopressor"}),
    ("cannula stale", (INFUSED, (10, FEVER, CANNULA), (11.9, FEVER)), 12,
     ">=2 incomplete", {"oxygen"}),
    ("mask stale for days", (INFUSED, (10, FEVER, MASK), (80, FEVER)), 80,
     ">=3 incomplete", {"oxygen"}),
    ("room air stale", (INFUSED, (10, FEVER, AIR), (12.4, FEVER)), 12.5,
     ">=1 incomplete", {"oxygen"}),
    ("room air stale, saturation 88 %", (INFUSED, (10, FEVER, AIR),
     (12.4, Vitals(temp_c=38.5, sbp_mmhg=118, dbp_mmhg=72, spo2_pct=88))), 12.5,
     ">=2 incomplete", {"oxygen"}),
)  # fmt: skip
def test_stale_support_stays_in_at_least_and_makes_it_incomplete(row) -> None:
    moments, at, expected, lacking = row
    got = grade(crs.SCALE, moments, at)
    assert (shown(got), missing(got)) == (expected, lacking)


def test_the_interval_steps_up_at_once() -> None:
    """A pressure of 3 h ago was fresh for a grade 0 and is too old the moment there is fever."""
    moments = (INFUSED, (10, WELL, AIR), (13, Vitals(temp_c=38.5)))
    last = [s for s in run(crs.SCALE, moments, 13).steps if s.at == hour(13)]
    assert [(shown(s.grade), s.observed) for s in last] == [
        ("1 graded", True),
        (">=1 incomplete", False),
    ]


@rows(
    ("after one better observation still 2 h", 13, 15, ">=0 incomplete"),
    ("after two better observations 5 h", 14, 16, "0 quiet"),
    ("after two better observations 5 h, at its end", 14, 19, ">=0 incomplete"),
)
def test_the_interval_steps_down_after_two_better_observations(row) -> None:
    second, at, expected = row
    moments = (INFUSED, (12, FEVER_AND_LOW, AIR), (13, WELL, AIR), (second, WELL, AIR))
    assert shown(grade(crs.SCALE, moments, at)) == expected


def test_an_incomplete_observation_confirms_no_better_state() -> None:
    moments = (INFUSED, (10, FEVER_AND_LOW, AIR), (12.5, WELL), (13, WELL, AIR))
    assert shown(grade(crs.SCALE, moments, 15)) == ">=0 incomplete"
    moments = (*moments, (13.5, WELL, AIR))
    assert shown(grade(crs.SCALE, moments, 15.5)) == "0 quiet"


# --- attribution ------------------------------------------------------------------------------

_NO_CRS_FEVER = Attribution("fever", *OTHER)


@rows(
    ("fever, holds", (INFUSED, (10, FEVER, AIR, _NO_CRS_FEVER)), 10, "0 no_crs"),
    ("fever, to both", (INFUSED, (10, FEVER, AIR, Attribution("fever", "both"))), 10, "1 graded"),
    ("fever, unknown", (INFUSED, (10, FEVER, AIR, Attribution("fever", "unknown"))), 10,
     "1 graded"),
    ("fever, a second before 24 h", (INFUSED, (10, FEVER, AIR, _NO_CRS_FEVER),
                                     (34 - SECOND, FEVER, AIR)), 34 - SECOND, "0 no_crs"),
    ("fever, at 24 h it counts again", (INFUSED, (10, FEVER, AIR, _NO_CRS_FEVER),
                                        (33.9, FEVER, AIR)), 34, "1 graded"),
    ("fever, renewed", (INFUSED, (10, FEVER, AIR, _NO_CRS_FEVER), (30, FEVER, AIR, _NO_CRS_FEVER),
                        (34, FEVER, AIR)), 34, "0 no_crs"),
    ("fever, taken back", (INFUSED, (10, FEVER, AIR, _NO_CRS_FEVER),
                           (11, FEVER, AIR, Attribution("fever", "toxicity"))), 11, "1 graded"),
    ("charted before the infusion", (INFUSED, (-1, FEVER, AIR, _NO_CRS_FEVER), (1, FEVER, AIR)), 1,
     "0 no_crs"),
    ("hypotension, holds", (INFUSED, (10, FEVER_AND_LOW, AIR, Attribution("hypotension", *OTHER))),
     10, "1 graded"),
    ("hypotension, a pressor is worse",
     (INFUSED, (10, FEVER_AND_LOW, AIR, Attribution("hypotension", *OTHER)),
      (11, FEVER, AIR, NOREPI)), 11, "3 graded"),
    ("hypotension, renewed with the pressor",
     (INFUSED, (10, FEVER_AND_LOW, AIR, Attribution("hypotension", *OTHER)),
      (11, FEVER, AIR, NOREPI, Attribution("hypotension", *OTHER))), 11, "1 graded"),
    ("hypotension, back from the pressor: counts until renewed",
     (INFUSED, (10, FEVER_AND_LOW, AIR, Attribution("hypotension", *OTHER)),
      (11, FEVER, AIR, NOREPI), (12, FEVER_AND_LOW, AIR, stops("norepinephrine"))), 12, "2 graded"),
    ("hypoxia, cannula holds", (INFUSED, (10, FEVER, CANNULA, Attribution("hypoxia", *OTHER)),
                                (12, FEVER, CANNULA)), 12, "1 graded"),
    ("hypoxia, cannula to mask", (INFUSED, (10, FEVER, CANNULA, Attribution("hypoxia", *OTHER)),
                                  (12, FEVER, MASK)), 12, "3 graded"),
    ("hypoxia, it says nothing of the pressure",
     (INFUSED, (10, FEVER_AND_LOW, CANNULA, Attribution("hypoxia", *OTHER))), 10, "2 graded"),
    ("two words at once: the one that keeps the finding stands",
     (INFUSED, (10, FEVER, AIR, _NO_CRS_FEVER, Attribution("fever", "unknown"))), 10, "1 graded"),
)  # fmt: skip
def test_attribution(row) -> None:
    moments, at, expected = row
    assert shown(grade(crs.SCALE, moments, at)) == expected


def test_an_attributed_finding_stays_in_the_reasons() -> None:
    moments = (
        INFUSED,
        (10, FEVER_AND_LOW, AIR, Attribution("hypotension", *OTHER), _NO_CRS_FEVER),
    )
    reasons = {r.domain: (r.level, r.code) for r in grade(crs.SCALE, moments, 10).reasons}
    assert reasons == {
        "fever": (0, "fever_other_cause"),
        "hypotension": (0, "hypotension_other_cause"),
        "hypoxia": (0, "room_air"),
    }


# --- blood pressure and vasopressors ----------------------------------------------------------


_USUAL_86 = Vitals(temp_c=38.4, sbp_mmhg=86, dbp_mmhg=55)


@rows(
    ("86/55 said to be normal for her", (INFUSED, (10, _USUAL_86,
     AIR, Hypotension("no"))), 10, "1 graded", {"hypotension_denied"}),
    ("and 70/40 half an hour on", (INFUSED, (10, _USUAL_86,
     AIR, Hypotension("no")), (10.5, Vitals(sbp_mmhg=70, dbp_mmhg=40))), 10.5, "2 graded", set()),
    ("charted yes at 118/72", (INFUSED, (10, FEVER, AIR, Hypotension("yes"))), 10, "2 graded",
     set()),
    ("yes is not carried to the next pressure", (INFUSED, (10, FEVER, AIR, Hypotension("yes")),
     (11, FEVER, AIR)), 11, "1 graded", set()),
    ("the word comes after the pressure", (INFUSED, (10, FEVER_AND_LOW, AIR),
     (10.1, Hypotension("no"))), 10.1, "1 graded", {"hypotension_denied"}),
    ("unsure: the pressure decides, low",
     (INFUSED, (10, FEVER_AND_LOW, AIR, Hypotension("unsure"))), 10, "2 graded",
     {"hypotension_unsure"}),
    ("unsure: the pressure decides, normal", (INFUSED, (10, FEVER, AIR, Hypotension("unsure"))),
     10, "1 graded", {"hypotension_unsure"}),
    ("unsure without a pressure", (INFUSED, (10, Vitals(temp_c=38.5), AIR, Hypotension("unsure"))),
     10, ">=1 incomplete", {"hypotension_unsure"}),
    ("no pressure, but the word no", (INFUSED, (10, Vitals(temp_c=38.5), AIR, Hypotension("no"))),
     10, "1 graded", set()),
    ("not recordable", (INFUSED, (10, Vitals(temp_c=38.5, bp_unrecordable=True), AIR)),
     10, "2 graded", set()),
    ("mean pressure alone, 64", (INFUSED, (10, Vitals(temp_c=38.5, map_mmhg=64), AIR)),
     10, "2 graded", set()),
    ("mean pressure alone, 65", (INFUSED, (10, Vitals(temp_c=38.5, map_mmhg=65), AIR)),
     10, "1 graded", set()),
    ("90/52: mean 64.67", (INFUSED, (10, Vitals(temp_c=38.5, sbp_mmhg=90, dbp_mmhg=52), AIR)),
     10, "2 graded", set()),
    ("91/52: mean 65.0", (INFUSED, (10, Vitals(temp_c=38.5, sbp_mmhg=91, dbp_mmhg=52), AIR)),
     10, "1 graded", set()),
    ("cuff 120/80 and arterial mean 60 at once", (INFUSED, (10, FEVER, Vitals(map_mmhg=60), AIR)),
     10, "2 graded", set()),
    ("100/40 and 95/90 at once: the mean of the first is 60", (INFUSED, (10,
     Vitals(temp_c=38.5, sbp_mmhg=100, dbp_mmhg=40), Vitals(sbp_mmhg=95, dbp_mmhg=90), AIR)),
     10, "2 graded", set()),
)  # fmt: skip
def test_blood_pressure(row) -> None:
    moments, at, expected, flags = row
    got = grade(crs.SCALE, moments, at)
    assert shown(got) == expected
    assert flags <= got.flags


_PUSH = Drug("phenylephrine", "given")
_PUSH_IN_PROCEDURE = Drug("phenylephrine", "given", procedure=True)
_FLUID = Drug("crystalloid", "given", dose=500, dose_unit="mL")


@rows(
    ("terlipressin alone", (runs("terlipressin"),), "3 graded", {"vasopressin_only"}),
    ("argipressin is vasopressin", (runs("argipressin"), runs("vasopressin")), "3 graded",
     {"vasopressin_only"}),
    ("vasopressin and terlipressin", (runs("vasopressin"), runs("terlipressin")), "3 graded",
     {"vasopressin_only"}),
    ("norepinephrine and terlipressin", (NOREPI, runs("terlipressin")), "3 graded", set()),
    ("angiotensin II", (runs("angiotensin_ii"),), "3 graded", set()),
    ("metaraminol and angiotensin II", (runs("metaraminol"), runs("angiotensin_ii")), "4 graded",
     set()),
    ("norepinephrine in two pumps", (runs("norepinephrine", line="a"),
                                     runs("noradrenaline", line="b")), "3 graded", set()),
    ("dopamine 2 ug/kg/min", (runs("dopamine", rate=2, rate_unit="ug/kg/min"),), "3 graded", set()),
    ("midodrine by mouth", (Drug("midodrine", "started", route="oral"),), "1 graded",
     {"midodrine"}),
    ("a tablet of midodrine", (Drug("midodrine", "given", route="oral"),), "1 graded",
     {"midodrine"}),
    ("methylene blue", (runs("methylene_blue"),), "1 graded", {"rescue_agent"}),
    ("a bolus of methylene blue", (Drug("methylene_blue"),), "1 graded", {"rescue_agent"}),
    ("hydroxocobalamin", (runs("hydroxocobalamin"),), "1 graded", {"rescue_agent"}),
    ("milrinone", (runs("milrinone"),), "1 graded", {"inotrope_present"}),
    ("levosimendan and norepinephrine", (runs("levosimendan"), NOREPI), "3 graded",
     {"inotrope_present"}),
    ("fluid", (_FLUID, runs("albumin")), "1 graded", set()),
    ("pressor while attributed", (NOREPI, Attribution("hypotension", *OTHER)), "1 graded", set()),
)  # fmt: skip
def test_what_counts_as_a_vasopressor(row) -> None:
    drugs, expected, flags = row
    got = grade(crs.SCALE, (INFUSED, (10, FEVER, AIR, *drugs)), 10)
    assert shown(got) == expected
    assert flags <= got.flags


@rows(
    ("one outside a procedure counts as that drug", ((10, FEVER, AIR), (10.2, _PUSH)), 10.2,
     "3 graded"),
    ("one during a procedure does not", ((10, FEVER, AIR), (10.2, _PUSH_IN_PROCEDURE)), 10.2,
     "1 graded"),
    ("repeated during a procedure they count", ((10, FEVER, AIR), (10.2, _PUSH_IN_PROCEDURE),
                                                (10.4, _PUSH_IN_PROCEDURE)), 10.4, "3 graded"),
    ("with an infusion of another drug", ((10, FEVER, AIR, NOREPI), (10.2, _PUSH)), 10.2,
     "4 graded"),
    ("with an infusion of the same drug", ((10, FEVER, AIR, runs("phenylephrine")), (10.2, _PUSH)),
     10.2, "3 graded"),
    ("until the next pressure", ((10, FEVER, AIR), (10.2, _PUSH), (10.4, FEVER)), 10.4, "1 graded"),
    ("at a moment without any pressure", ((10, Vitals(temp_c=38.5), AIR, _PUSH),), 10, "3 graded"),
    ("and no pressure ever after", ((10, Vitals(temp_c=38.5), AIR, _PUSH),
                                    (10.5, Vitals(temp_c=38.5), AIR)), 10.5, ">=3 incomplete"),
    ("one in a procedure, no pressure ever after",
     ((10, Vitals(temp_c=38.5), AIR, _PUSH_IN_PROCEDURE), (10.5, Vitals(temp_c=38.5), AIR)), 10.5,
     ">=1 incomplete"),
    ("a day later it is over", ((10, Vitals(temp_c=38.5), AIR, _PUSH),
                                (33.9, Vitals(temp_c=38.5), AIR)), 34, ">=1 incomplete"),
)  # fmt: skip
def test_push_doses(row) -> None:
    moments, at, expected = row
    assert shown(grade(crs.SCALE, (INFUSED, *moments), at)) == expected


def test_a_tablet_is_flagged_for_a_day() -> None:
    moments = (INFUSED, (10, FEVER, AIR), (10.5, Drug("midodrine", "given", route="oral")))
    assert "midodrine" in grade(crs.SCALE, moments, 34.5 - SECOND).flags
    assert "midodrine" not in grade(crs.SCALE, moments, 34.5).flags


def test_a_push_dose_is_flagged_until_the_next_pressure() -> None:
    moments = (INFUSED, (10, FEVER, AIR), (10.2, _PUSH_IN_PROCEDURE), (10.4, FEVER))
    assert "push_dose" in grade(crs.SCALE, moments, 10.2).flags
    assert "push_dose" not in grade(crs.SCALE, moments, 10.4).flags


_BAG = runs("norepinephrine", line="a")


@rows(
    ("new bag the minute the old one ends", _BAG,
     (stops("norepinephrine", line="a"), Drug("norepinephrine", "started", line="a")), "3 graded"),
    ("charted in the other order", _BAG,
     (Drug("norepinephrine", "started", line="a"), stops("norepinephrine", line="a")), "3 graded"),
    ("new bag in another line", _BAG,
     (stops("norepinephrine", line="a"), Drug("norepinephrine", "started", line="b")), "3 graded"),
    ("another drug in the same minute", _BAG,
     (stops("norepinephrine", line="a"), Drug("epinephrine", "started")), "3 graded"),
    ("another drug, the first still running", _BAG, (_BAG, Drug("epinephrine", "started")),
     "4 graded"),
    ("stopped", _BAG, (stops("norepinephrine", line="a"),), "1 graded"),
    ("another line stopped", _BAG, (_BAG, stops("norepinephrine", line="b")), "3 graded"),
)  # fmt: skip
def test_a_change_of_bag_is_no_second_vasopressor(row) -> None:
    before, changes, expected = row
    moments = (INFUSED, (10, FEVER, AIR, before), (11, FEVER, AIR, *changes))
    assert shown(grade(crs.SCALE, moments, 11)) == expected


def test_a_run_of_bags_is_one_run_since_its_start() -> None:
    new = (stops("norepinephrine"), Drug("norepinephrine", "started"))
    for order in (new, new[::-1]):
        moments = (INFUSED, (10, FEVER, AIR, NOREPI), (11, FEVER, AIR, *order))
        (reason,) = [r for r in grade(crs.SCALE, moments, 11).reasons if r.domain == "hypotension"]
        assert [e.at for e in reason.evidence] == [hour(10)]


_CHARTED_WHOLE = Drug("norepinephrine", "started", until=hour(18))


@rows(
    ("needs no confirmation between", (), 17, "3 graded"),
    ("a second before its end", (), 18 - SECOND, "3 graded"),
    ("at its end", (), 18, "1 graded"),
    ("next bag from the same minute", ((18, Drug("norepinephrine", "started", until=hour(20))),),
     18, "3 graded"),
    ("bags that overlap", ((17, Drug("norepinephrine", "started", until=hour(20))),), 17.5,
     "3 graded"),
    ("another drug overlaps", ((17, Drug("epinephrine", "started", until=hour(20))),), 17.5,
     "4 graded"),
    ("an interval that ends as it starts never ran",
     ((17, Drug("epinephrine", "started", until=hour(17))),), 17, "3 graded"),
)  # fmt: skip
def test_an_infusion_charted_from_start_to_end(row) -> None:
    more, at, expected = row
    rounds = [(h, FEVER, AIR) for h in range(11, 19)]
    moments = (INFUSED, (10, FEVER, AIR, _CHARTED_WHOLE), *rounds, *more)
    assert shown(grade(crs.SCALE, moments, at)) == expected


# --- oxygen -----------------------------------------------------------------------------------

_HOME_2 = Baseline(device="nasal_cannula", flow_lpm=2)
_HOME_CPAP = Baseline(device="cpap")


@rows(
    ("room air", AIR, None, 0, None),
    ("blow-by", Support("blow_by"), None, 2, None),
    ("blow-by 10 L/min", Support("blow_by", 10), None, 2, None),
    ("cannula 0.5", Support("nasal_cannula", 0.5), None, 2, None),
    ("cannula 6.0", Support("nasal_cannula", 6.0), None, 2, None),
    ("cannula 6.1", Support("nasal_cannula", 6.1), None, 3, None),
    ("cannula 15", Support("nasal_cannula", 15), None, 3, None),
    ("cannula, flow missing", Support("nasal_cannula"), None, 2, "flow_missing"),
    ("cannula 0", Support("nasal_cannula", 0), None, 0, "flow_zero"),
    ("high flow 0", Support("high_flow_nasal_cannula", 0), None, 0, "flow_zero"),
    ("high flow 6", Support("high_flow_nasal_cannula", 6), None, 2, "hfnc_low_flow"),
    ("high flow 6.1", Support("high_flow_nasal_cannula", 6.1), None, 3, None),
    ("high flow, flow missing", Support("high_flow_nasal_cannula"), None, 3, None),
    ("face mask 0: a mask counts at any flow", Support("simple_face_mask", 0), None, 3, None),
    ("face mask 5", Support("simple_face_mask", 5), None, 3, None),
    ("Venturi", Support("venturi", fio2=0.35), None, 3, None),
    ("partial rebreather", Support("partial_rebreather", 8), None, 3, None),
    ("non-rebreather", Support("non_rebreather", 15), None, 3, None),
    ("tracheostomy mask", Support("tracheostomy_mask"), None, 3, None),
    ("CPAP, purpose not charted", Support("cpap"), None, 4, None),
    ("BiPAP for hypoxia", Support("bipap", purpose="hypoxia"), None, 4, None),
    ("ventilated", Support("intubated_mv"), None, 4, None),
    ("intubated for the airway", Support("intubated_mv", purpose="airway_protection"), None, 0,
     "ppv_not_for_hypoxia"),
    ("intubated in a seizure", Support("intubated_mv", purpose="seizure"), None, 0,
     "ppv_not_for_hypoxia"),
    ("ventilated for a procedure", Support("intubated_mv", purpose="procedure"), None, 0,
     "ppv_not_for_hypoxia"),
    ("CPAP for sleep apnoea", Support("cpap", purpose="sleep_apnoea"), None, 0,
     "ppv_not_for_hypoxia"),
    ("cannula during a procedure counts", Support("nasal_cannula", 2, purpose="procedure"), None, 2,
     None),
    ("ECMO", Support("ecmo"), None, 4, None),
    ("home oxygen as ever", Support("nasal_cannula", 2), _HOME_2, 0, "baseline_oxygen"),
    ("home oxygen lower", Support("nasal_cannula", 1), _HOME_2, 0, "baseline_oxygen"),
    ("home oxygen raised", Support("nasal_cannula", 2.1), _HOME_2, 2, None),
    ("home oxygen raised to 7", Support("nasal_cannula", 7), _HOME_2, 3, None),
    ("home oxygen, flow today missing", Support("nasal_cannula"), _HOME_2, 2, "flow_missing"),
    ("home oxygen, usual flow missing", Support("nasal_cannula", 1),
     Baseline(device="nasal_cannula"), 2, None),
    ("home oxygen, now a mask", Support("simple_face_mask", 2), _HOME_2, 3, None),
    ("home oxygen, now high flow", Support("high_flow_nasal_cannula", 2), _HOME_2, 2,
     "hfnc_low_flow"),
    ("home CPAP", Support("cpap"), _HOME_CPAP, 0, "baseline_oxygen"),
    ("home CPAP, now BiPAP", Support("bipap"), _HOME_CPAP, 4, None),
    ("home CPAP, now 1 L/min", Support("nasal_cannula", 1), _HOME_CPAP, 2, None),
    ("home blow-by", Support("blow_by"), Baseline(device="blow_by"), 0, "baseline_oxygen"),
)  # fmt: skip
def test_the_oxygen_ladder(row) -> None:
    support, usual, level, flag = row
    signs = [support] if usual is None else [support, usual]
    got = grade(crs.SCALE, (INFUSED, (10, FEVER, *signs)), 10)
    assert {r.domain: r.level for r in got.reasons}["hypoxia"] == level
    assert got.level == max(1, level)
    oxygen_flags = {
        "flow_missing", "flow_zero", "hfnc_low_flow", "ppv_not_for_hypoxia", "baseline_oxygen",
    }  # fmt: skip
    assert got.flags & oxygen_flags == ({flag} if flag else set())


@rows(
    ("89 % on room air", (AIR,), 89, 2, True),
    ("90 % on room air", (AIR,), 90, 0, False),
    ("89 % with the cannula at 0", (Support("nasal_cannula", 0),), 89, 2, True),
    ("89 % on unchanged home oxygen", (CANNULA, _HOME_2), 89, 2, True),
    ("89 % on 2 L/min", (CANNULA,), 89, 2, False),
    ("85 % on a mask", (MASK,), 85, 3, False),
    ("85 % intubated for the airway", (Support("intubated_mv", purpose="seizure"),), 85, 0, False),
)
def test_a_low_saturation(row) -> None:
    signs, spo2, level, inferred = row
    vitals = Vitals(temp_c=38.5, sbp_mmhg=118, dbp_mmhg=72, spo2_pct=spo2)
    got = grade(crs.SCALE, (INFUSED, (10, vitals, *signs)), 10)
    assert {r.domain: r.level for r in got.reasons}["hypoxia"] == level
    assert ("inferred_hypoxia" in got.flags) is inferred


def test_home_oxygen_excuses_no_other_device_of_the_same_moment() -> None:
    for signs in ((Support("cpap"), CANNULA), (CANNULA, Support("cpap"))):
        assert grade(crs.SCALE, (INFUSED, (10, FEVER, _HOME_CPAP, *signs)), 10).level == 2


@rows(
    ("cannula at 10 L/min and high flow at 5", Support("nasal_cannula", 10),
     Support("high_flow_nasal_cannula", 5), 3),
    ("cannula at 8 L/min and cannula without flow", Support("nasal_cannula", 8),
     Support("nasal_cannula"), 3),
    ("mask and intubated for the airway", MASK, Support("intubated_mv", purpose="seizure"), 3),
    ("cannula for a procedure and room air", Support("nasal_cannula", 2, purpose="procedure"), AIR,
     2),
)  # fmt: skip
def test_of_two_devices_at_one_moment_the_higher_counts(row) -> None:
    one, other, level = row
    for signs in ((one, other), (other, one)):
        assert grade(crs.SCALE, (INFUSED, (10, FEVER, *signs)), 10).level == level


# --- fever, hidden fever, treatment -----------------------------------------------------------


@rows(
    ("37.99", 37.99, "0 no_crs"),
    ("37.994", 37.994, "0 no_crs"),
    ("37.995", 37.995, "1 graded"),
    ("38.0", 38.0, "1 graded"),
    ("41.5", 41.5, "1 graded"),
)
def test_the_edge_of_fever(row) -> None:
    temp, expected = row
    vitals = Vitals(temp_c=temp, sbp_mmhg=118, dbp_mmhg=72)
    assert shown(grade(crs.SCALE, (INFUSED, (10, vitals, AIR)), 10)) == expected


@pytest.mark.parametrize("site", ["oral", "axillary", "tympanic", "temporal", "rectal", "core"])
def test_no_site_is_corrected(site) -> None:
    vitals = Vitals(temp_c=38.0, temp_site=site, sbp_mmhg=118, dbp_mmhg=72)
    assert grade(crs.SCALE, (INFUSED, (10, vitals, AIR)), 10).level == 1


# The table of clinical rules, written down a second time and by itself.
_HIDES_HOURS = {
    "paracetamol": 8, "acetaminophen": 8, "ibuprofen": 8, "metamizole": 8, "naproxen": 8,
    "diclofenac": 8,
    "anakinra": 48, "ruxolitinib": 48,
    "dexamethasone": 72, "methylprednisolone": 72, "hydrocortisone": 72, "prednisolone": 72,
    "prednisone": 72,
    "tocilizumab": 14 * DAY, "siltuximab": 14 * DAY, "emapalumab": 14 * DAY,
}  # fmt: skip


@pytest.mark.parametrize(("drug", "lasts"), _HIDES_HOURS.items())
def test_how_long_a_drug_hides_a_fever(drug: str, lasts: int) -> None:
    def at(after: float) -> str:
        moments = (INFUSED, (10, Drug(drug)), (10 + after, LOW, AIR))
        got = grade(crs.SCALE, moments, 10 + after)
        assert "no_fever_no_crs" in got.flags
        assert got.suspected == (2 if got.level is None else None)
        return shown(got)

    assert at(0) == "0 no_crs"  # given with the observation: acts on later ones
    assert at(SECOND) == ">=0 review"
    assert at(lasts - SECOND) == ">=0 review"
    assert at(lasts) == "0 no_crs"


def test_no_other_drug_hides_a_fever() -> None:
    assert {name for name, lasts in HIDES_FEVER.items()} - set(_HIDES_HOURS) == {
        "ketorolac", "indometacin", "aspirin",
    }  # fmt: skip
    moments = (INFUSED, (10, Drug("meropenem")), (11, LOW, AIR))
    assert shown(grade(crs.SCALE, moments, 11)) == "0 no_crs"


def test_the_hidden_fever_ends_by_itself() -> None:
    """Nobody charts anything at eight hours; the answer changes all the same."""
    moments = (INFUSED, (10, Drug("paracetamol")), (17, LOW, AIR))
    assert shown(grade(crs.SCALE, moments, 18 - SECOND)) == ">=0 review"
    assert shown(grade(crs.SCALE, moments, 18)) == "0 no_crs"


@rows(
    ("steroid as taken for lupus", Drug("prednisone", stable=True), "0 no_crs"),
    ("the same steroid raised", Drug("prednisone"), ">=0 review"),
    ("a drug stopped", stops("dexamethasone"), "0 no_crs"),
    ("infusion of paracetamol", Drug("paracetamol", "started", until=hour(10.5)), ">=0 review"),
)
def test_what_hides_a_fever(row) -> None:
    drug, expected = row
    assert shown(grade(crs.SCALE, (INFUSED, (10, drug), (11, LOW, AIR)), 11)) == expected


def test_tocilizumab_outlasts_the_episode() -> None:
    moments = (
        INFUSED,
        (10, FEVER, AIR, Drug("tocilizumab")),
        (14, WELL, AIR),
        (38, WELL, AIR),
        (60, LOW, AIR),
    )
    closed = run(crs.SCALE, moments, 60)
    assert [hours(e.end) for e in episodes(closed.steps)] == [14]
    assert shown(closed.last.grade) == ">=0 review"


@rows(
    ("nothing given", (), True),
    ("paracetamol with the first fever", ((10, Drug("paracetamol")),), False),
    ("tocilizumab after it", ((11, Drug("tocilizumab")),), False),
    ("new dexamethasone after it", ((11, Drug("dexamethasone")),), False),
    ("stable prednisone after it", ((11, Drug("prednisone", stable=True)),), True),
    ("paracetamol before it", ((9, Drug("paracetamol")),), True),
    ("dexamethasone stopped after it", ((11, stops("dexamethasone")),), True),
    ("an antibiotic after it", ((11, Drug("meropenem")),), True),
    ("with this very observation", ((12, Drug("tocilizumab")),), True),
)
def test_the_fever_waiver_needs_treatment_at_or_after_onset(row) -> None:
    """Afebrile hypotension in an open episode is graded either way; untreated it is flagged."""
    doses, flagged = row
    got = grade(crs.SCALE, (INFUSED, (10, FEVER, AIR), *doses, (12, LOW, AIR)), 12)
    assert shown(got) == "2 graded"
    assert ("fever_absent_untreated" in got.flags) is flagged


def test_treatment_of_an_earlier_episode_waives_nothing() -> None:
    moments = (
        INFUSED,
        (10, FEVER, AIR, Drug("tocilizumab")),
        (14, WELL, AIR),
        (38, WELL, AIR),
        (40, FEVER, AIR),
        (41, LOW, AIR),
    )
    got = grade(crs.SCALE, moments, 41)
    assert shown(got) == "2 graded"
    assert "fever_absent_untreated" in got.flags


@rows(
    ("temperature missing, hypotension", (INFUSED, (10, FEVER, AIR),
     (13, Vitals(sbp_mmhg=84, dbp_mmhg=50), AIR)), 13, "2 graded", {"temperature_missing"}, set()),
    ("temperature missing, nothing else", (INFUSED, (10, FEVER, AIR),
     (13, Vitals(sbp_mmhg=118, dbp_mmhg=72), AIR)), 13, ">=0 incomplete", set(), {"temperature"}),
    ("temperature and oxygen missing, pressor", (INFUSED, (10, FEVER, AIR), (13, NOREPI)), 13,
     ">=3 incomplete", set(), {"temperature", "oxygen"}),
    ("never a fever, temperature missing, pressor", (INFUSED, (13, NOREPI, AIR)), 13,
     ">=0 incomplete", set(), {"temperature"}),
    ("no fever, no episode, oxygen missing, pressor", (INFUSED, (13, LOW, NOREPI)), 13,
     ">=0 incomplete", set(), {"oxygen"}),
)  # fmt: skip
def test_missing_temperature_and_support(row) -> None:
    moments, at, expected, flags, lacking = row
    got = grade(crs.SCALE, moments, at)
    assert (shown(got), missing(got)) == (expected, lacking)
    assert flags <= got.flags


# --- the infusion -----------------------------------------------------------------------------


@rows(
    ("fever before the infusion", (INFUSED, (-3, FEVER, AIR)), -3, "0 no_crs", {"before_infusion"}),
    ("pressor before it", (INFUSED, (-3, FEVER_AND_LOW, AIR, NOREPI)), -3, "0 no_crs",
     {"before_infusion"}),
    ("before a planned one", ((-3, FEVER, AIR, Planned(hour(0))),), -3, "0 no_crs",
     {"before_infusion"}),
    ("a temperature from before says nothing of CRS", (INFUSED, (-0.5, FEVER, AIR)), 0.5,
     ">=0 incomplete", set()),
    ("fever that runs on", (INFUSED, (-1, FEVER, AIR), (1, FEVER, AIR)), 1, "1 graded",
     {"fever_before_infusion"}),
    ("fever that was gone before", (INFUSED, (-5, FEVER, AIR), (-1, WELL, AIR), (1, FEVER, AIR)), 1,
     "1 graded", set()),
    ("at the very moment", (INFUSED, (0, FEVER, AIR)), 0, "1 graded", {"infusion_reaction"}),
    ("59 min after it", (INFUSED, (59 / 60, FEVER, AIR)), 59 / 60, "1 graded",
     {"infusion_reaction"}),
    ("1 h after it", (INFUSED, (1, FEVER, AIR)), 1, "1 graded", set()),
    ("planned but not recorded", ((-1, Planned(hour(0))), (1, FEVER, AIR)), 1, "1 graded",
     {"infusion_unknown"}),
    ("no infusion known", ((1, FEVER, AIR),), 1, "1 graded", {"infusion_unknown"}),
    # The infusion was on 3 March at 08:00: day 14 is 17 March, day 15 begins 16 h before hour 376.
    ("last minute of day 14", (INFUSED, (16 + 14 * DAY - 1 / 60, FEVER, AIR)),
     16 + 14 * DAY - 1 / 60, "1 graded", set()),
    ("first minute of day 15", (INFUSED, (16 + 14 * DAY, FEVER, AIR)), 16 + 14 * DAY, "1 graded",
     {"late_onset_review"}),
    ("onset on day 14, still there on day 15", (INFUSED, (14 * DAY, FEVER, AIR),
     (15 * DAY, FEVER, AIR)), 15 * DAY, "1 graded", set()),
)  # fmt: skip
def test_around_the_infusion(row) -> None:
    moments, at, expected, flags = row
    got = grade(crs.SCALE, moments, at)
    dating = {
        "before_infusion", "fever_before_infusion", "infusion_reaction", "infusion_unknown",
        "late_onset_review",
    }  # fmt: skip
    assert (shown(got), got.flags & dating) == (expected, flags)


def test_day_15_is_counted_in_the_zone_of_the_site() -> None:
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    at = 16 + 14 * DAY - 1  # 23:00 on day 14 in UTC, 07:00 on day 15 in Shanghai
    readings = told(INFUSED, (at, FEVER, AIR))
    for zone, late in (("UTC", False), ("Asia/Shanghai", True)):
        last = course(crs.SCALE, readings, hour(at), ZoneInfo(zone)).last
        assert ("late_onset_review" in last.grade.flags) is late


def test_no_episode_before_the_infusion_however_it_is_charted() -> None:
    moments = (INFUSED, (-5, FEVER_AND_LOW, MASK, NOREPI), (-1, FEVER, AIR), (6, WELL, AIR))
    assert episodes(run(crs.SCALE, moments, 6).steps) == ()


# --- episodes ---------------------------------------------------------------------------------


def dated(moments: tuple[Moment, ...], until: float) -> tuple[list[tuple], str]:
    """Episodes as (onset, end, maximum, when reached) in hours, and the state of the course."""
    steps = run(crs.SCALE, moments, until).steps
    found = [
        (hours(e.onset), hours(e.end), e.maximum, hours(e.maximum_at)) for e in episodes(steps)
    ]
    return found, state(steps)


@rows(
    ("nothing", (INFUSED, (10, WELL, AIR)), 10, [], "none"),
    ("fever", (INFUSED, (10, FEVER, AIR)), 10, [(10, None, 1, 10)], "open"),
    ("quiet since", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR)), 14, [(10, None, 1, 10)],
     "pending"),
    ("quiet 24 h less a second", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR),
     (38 - SECOND, WELL, AIR)), 38, [(10, None, 1, 10)], "pending"),
    ("quiet 24 h exactly", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR), (38, WELL, AIR)), 38,
     [(10, 14, 1, 10)], "closed"),
    ("24 h have passed, but nobody looked", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR)), 60,
     [(10, None, 1, 10)], "pending"),
    ("fever back after 12 h", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR), (26, FEVER, AIR),
     (30, WELL, AIR), (54, WELL, AIR)), 54, [(10, 30, 1, 10)], "closed"),
    ("fever back after 30 h, the end unconfirmed", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR),
     (44, FEVER, AIR)), 44, [(10, None, 1, 10)], "open"),
    ("an incomplete observation restarts the 24 h", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR),
     (26, WELL), (38, WELL, AIR)), 38, [(10, None, 1, 10)], "pending"),
    ("and 24 h after it the end is the one after it", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR),
     (26, WELL), (27, WELL, AIR), (51, WELL, AIR)), 51, [(10, 27, 1, 10)], "closed"),
    ("a dose of paracetamol is no observation", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR),
     (26, Drug("paracetamol")), (38, WELL, AIR)), 38, [(10, 14, 1, 10)], "closed"),
    ("hypotension without fever is not quiet", (INFUSED, (10, FEVER, AIR), (14, LOW, AIR),
     (38, WELL, AIR)), 38, [(10, None, 2, 14)], "pending"),
    ("fever of another cause is quiet", (INFUSED, (10, FEVER, AIR),
     (14, FEVER, AIR, _NO_CRS_FEVER), (38, WELL, AIR)), 38, [(10, 14, 1, 10)], "closed"),
    ("two episodes", (INFUSED, (10, FEVER_AND_LOW, AIR), (14, WELL, AIR), (38, WELL, AIR),
     (50, FEVER, AIR), (51, FEVER, MASK), (60, WELL, AIR), (84, WELL, AIR)), 84,
     [(10, 14, 2, 10), (50, 60, 3, 51)], "closed"),
    ("a second one open", (INFUSED, (10, FEVER_AND_LOW, AIR), (14, WELL, AIR), (38, WELL, AIR),
     (50, FEVER, AIR)), 50, [(10, 14, 2, 10), (50, None, 1, 50)], "open"),
    ("after the end hypotension alone opens none", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR),
     (38, WELL, AIR), (50, LOW, AIR)), 50, [(10, 14, 1, 10)], "closed"),
    ("the maximum counts what is certain", (INFUSED, (10, FEVER, NOREPI, runs("dopamine")),
     (11, FEVER, AIR, stops("dopamine"), NOREPI)), 11, [(10, None, 4, 10)], "open"),
    ("death of it ends it", (INFUSED, (10, FEVER, AIR), (12, FEVER, MASK), (13, Death("crs"))), 40,
     [(10, 13, 5, 13)], "closed"),
    ("nothing comes after death", (INFUSED, (10, FEVER, AIR), (12, FEVER, MASK), (13, Death("crs")),
     (13.2, FEVER, AIR)), 60, [(10, 13, 5, 13)], "closed"),
    ("death at the first fever", (INFUSED, (10, FEVER, AIR, Death("crs"))), 60, [(10, 10, 5, 10)],
     "closed"),
    ("death of it without an open episode", (INFUSED, (10, FEVER, AIR), (14, WELL, AIR),
     (38, WELL, AIR), (50, Death("crs"))), 60, [(10, 14, 1, 10), (50, 50, 5, 50)], "closed"),
    ("death of something else", (INFUSED, (10, FEVER, AIR), (13, Death("other"))), 13,
     [(10, None, 1, 10)], "open"),
)  # fmt: skip
def test_episodes(row) -> None:
    moments, until, expected, standing = row
    assert dated(moments, until) == (expected, standing)


def test_death_of_crs_is_5_for_good() -> None:
    moments = (INFUSED, (10, FEVER, AIR), (13, Death("crs")))
    assert shown(grade(crs.SCALE, moments, 13)) == "5 graded"
    assert shown(grade(crs.SCALE, moments, 100)) == "5 graded"
    assert (
        shown(grade(crs.SCALE, (*moments[:2], (13, Death("icans"), Death("crs"))), 13))
        == "5 graded"
    )


def test_duration() -> None:
    moments = (INFUSED, (10, FEVER, AIR), (14, WELL, AIR), (38, WELL, AIR))
    (episode,) = episodes(run(crs.SCALE, moments, 38).steps)
    assert episode.duration == timedelta(hours=4)
    (running,) = episodes(run(crs.SCALE, moments[:2], 38).steps)
    assert running.duration is None


def test_what_would_raise_it() -> None:
    def codes(*moments: Moment) -> tuple[str, ...]:
        return grade(crs.SCALE, (INFUSED, *moments), moments[-1][0]).would_raise

    assert codes((10, WELL, AIR)) == ("fever",)
    assert codes((10, FEVER, AIR)) == ("hypotension", "low_flow_oxygen")
    assert codes((10, FEVER_AND_LOW, AIR)) == ("vasopressor", "high_flow_oxygen")
    assert codes((10, FEVER, MASK)) == ("second_vasopressor", "positive_pressure")
    assert codes((10, FEVER, Support("ecmo"))) == ()
    quiet = codes((10, FEVER, AIR), (14, WELL, AIR))  # no fever is needed any more
    assert quiet == ("fever", "hypotension", "low_flow_oxygen")


def test_the_reasons_name_fever_treatment_and_what_was_seen() -> None:
    moments = (INFUSED, (10, FEVER, AIR), (11, Drug("tocilizumab")), (12, LOW, AIR))
    fever = grade(crs.SCALE, moments, 12).reasons[0]
    assert (fever.level, fever.code) == (0, "fever_not_required")
    assert [(e.what, hours(e.at)) for e in fever.evidence] == [
        ("temp_c", 12), ("temp_c", 10), ("treatment", 11),
    ]  # fmt: skip
    untreated = (INFUSED, (10, FEVER, AIR), (12, LOW, AIR))
    assert grade(crs.SCALE, untreated, 12).reasons[0].code == "fever_earlier"
    assert grade(crs.SCALE, untreated, 12).drivers == ("hypotension",)


def test_a_second_infusion_is_counted_from() -> None:
    moments = (INFUSED, (10 * DAY, Infused()), (16 * DAY, FEVER, AIR))
    got = grade(crs.SCALE, moments, 16 * DAY)
    assert "late_onset_review" not in got.flags
