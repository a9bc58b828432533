"""ICANS beyond the worked cases: one row a situation, hours counted from the infusion."""

import pytest

from grading.grade import episodes, state
from grading.scales import icans
from grading.signs import (
    ICE_ITEMS,
    LOCS,
    Attribution,
    Baseline,
    Death,
    Ice,
    Invalid,
    Neuro,
)
from tests.grading.observed import (
    CLEAR,
    INFUSED,
    Moment,
    grade,
    hours,
    ice,
    missing,
    run,
    shown,
)

OTHER = ("other", "infection")

DAY = 24
SECOND = 1 / 3600
FULL = ice(10)


def rows(*table: tuple) -> pytest.MarkDecorator:
    """A table of situations, each row named by its first words."""
    return pytest.mark.parametrize("row", [pytest.param(row[1:], id=row[0]) for row in table])


def seen(*signs, at: float = 10):
    """The grade of one assessment."""
    return grade(icans.SCALE, (INFUSED, (at, *signs)), at)


def levels(got) -> dict[str, int | None]:
    return {reason.domain: reason.level for reason in got.reasons}


# --- the five domains -------------------------------------------------------------------------

_ICE = {10: 0, 9: 1, 8: 1, 7: 1, 6: 2, 5: 2, 4: 2, 3: 2, 2: 3, 1: 3, 0: 3}
_LOC = {
    "alert": 0, "awakens_spontaneously": 1, "awakens_to_voice": 2, "awakens_to_tactile": 3,
    "vigorous_tactile": 4, "stupor": 4, "coma": 4, "unarousable": 4,
}  # fmt: skip


@pytest.mark.parametrize(("score", "level"), _ICE.items())
def test_ice(score: int, level: int) -> None:
    got = seen(ice(score), CLEAR)
    assert (shown(got), levels(got)["ice"]) == (f"{level} graded", level)
    assert got.drivers == (("ice",) if level else ())


@pytest.mark.parametrize(("loc", "level"), _LOC.items())
def test_consciousness(loc, level: int) -> None:
    assert set(_LOC) == set(LOCS)
    got = seen(FULL, Neuro(loc=loc))
    assert (shown(got), levels(got)["loc"]) == (f"{level} graded", level)


@pytest.mark.parametrize("loc", LOCS)
@pytest.mark.parametrize("score", range(11))
def test_the_worse_of_ice_and_consciousness(score: int, loc) -> None:
    got = seen(ice(score), Neuro(loc=loc))
    assert got.level == max(_ICE[score], _LOC[loc])
    assert set(got.drivers) == {
        name
        for name, level in (("ice", _ICE[score]), ("loc", _LOC[loc]))
        if level == got.level and level
    }


@rows(
    ("none", Neuro(loc="alert", seizure="none"), 0, False),
    ("not mentioned", CLEAR, 0, False),
    ("1.5 min", Neuro(loc="alert", seizure="clinical", seizure_min=1.5), 3, False),
    ("5.0 min", Neuro(loc="alert", seizure="clinical", seizure_min=5.0), 3, False),
    ("5.1 min", Neuro(loc="alert", seizure="clinical", seizure_min=5.1), 4, False),
    ("duration not charted", Neuro(loc="alert", seizure="clinical"), 3, True),
    ("kind unknown, 2 min", Neuro(loc="alert", seizure_min=2), 3, False),
    ("kind unknown, 6 min", Neuro(loc="alert", seizure_min=6), 4, False),
    ("electrical, resolved", Neuro(loc="alert", seizure="nonconvulsive_resolved", seizure_min=4), 3,
     False),
    ("electrical, resolved after 20 min",
     Neuro(loc="alert", seizure="nonconvulsive_resolved", seizure_min=20), 4, False),
    ("electrical, duration not charted", Neuro(loc="alert", seizure="nonconvulsive_resolved"), 3,
     True),
    ("prolonged", Neuro(loc="alert", seizure="prolonged"), 4, False),
    ("two without return between", Neuro(loc="alert", seizure="repetitive_no_return"), 4, False),
    ("two short ones without return", Neuro(loc="alert", seizure="repetitive_no_return",
                                            seizure_min=1), 4, False),
)  # fmt: skip
def test_seizure(row) -> None:
    neuro, level, flagged = row
    got = seen(FULL, neuro)
    assert (got.level, levels(got)["seizure"]) == (level, level)
    assert ("seizure_duration_missing" in got.flags) is flagged


@rows(
    ("tremor", {"tremor": True}, {}, set()),
    ("myoclonus", {"myoclonus": True}, {}, set()),
    ("hemiparesis", {"deep_focal_weakness": True}, {"motor": 4}, set()),
    ("pronator drift", {"mild_focal_weakness": True}, {}, {"mild_focal_weakness"}),
    ("focal oedema", {"oedema": "focal"}, {"icp": 3}, set()),
    ("diffuse oedema", {"oedema": "diffuse"}, {"icp": 4}, set()),
    ("no oedema", {"oedema": "none"}, {}, set()),
    ("posturing", {"posturing": True}, {"icp": 4}, set()),
    ("sixth nerve palsy", {"cn6_palsy": True}, {"icp": 4}, set()),
    ("papilloedema", {"papilloedema": True}, {"icp": 4}, set()),
    ("Cushing triad", {"cushing_triad": True}, {"icp": 4}, set()),
    ("haemorrhage alone", {"haemorrhage": True}, {}, set()),
    ("haemorrhage, focal oedema", {"haemorrhage": True, "oedema": "focal"}, {}, {"ich_excluded"}),
    ("haemorrhage, diffuse oedema", {"haemorrhage": True, "oedema": "diffuse"}, {},
     {"ich_excluded"}),
    ("haemorrhage, oedema, papilloedema",
     {"haemorrhage": True, "oedema": "focal", "papilloedema": True}, {"icp": 4}, {"ich_excluded"}),
    ("haemorrhage and palsy", {"haemorrhage": True, "cn6_palsy": True}, {"icp": 4}, set()),
    ("no haemorrhage, focal oedema", {"haemorrhage": False, "oedema": "focal"}, {"icp": 3}, set()),
)  # fmt: skip
def test_weakness_and_pressure(row) -> None:
    findings, reached, flags = row
    got = seen(FULL, Neuro(loc="alert", **findings))
    clear = {"ice": 0, "loc": 0, "seizure": 0, "motor": 0, "icp": 0}
    assert levels(got) == clear | reached
    assert got.level == max(reached.values(), default=0)
    assert got.flags == flags


@rows(
    ("wakes unaided", "awakens_spontaneously", 0, "natural_sleep"),
    ("wakes to voice", "awakens_to_voice", 0, "natural_sleep"),
    ("wakes to touch only", "awakens_to_tactile", 3, "natural_sleep_ignored"),
    ("needs vigorous touch", "vigorous_tactile", 4, "natural_sleep_ignored"),
    ("unarousable", "unarousable", 4, "natural_sleep_ignored"),
    ("alert after all", "alert", 0, None),
)
def test_natural_sleep(row) -> None:
    loc, level, flag = row
    got = seen(FULL, Neuro(loc=loc, natural_sleep=True))
    assert got.level == level
    assert got.flags == ({flag} if flag else set())


# --- what is not known ------------------------------------------------------------------------


def items(yes: int = 0, no: int = 0, **more) -> Ice:
    """An examination broken off: so many passed, so many failed, the rest never asked."""
    answers = ["yes"] * yes + ["no"] * no
    return Ice(**dict(zip(ICE_ITEMS, answers, strict=False)), **more)


_ASLEEP = {"attention": "not_assessable", "reasons": (("attention", "asleep"),)}
_UNABLE = {"attention": "not_assessable", "reasons": (("attention", "icans"),)}


@rows(
    ("nothing at all", (), ">=0 incomplete", {"ice", "consciousness"}),
    ("only a neurological remark", (Neuro(tremor=True),), ">=0 incomplete",
     {"ice", "consciousness"}),
    ("ICE 10, consciousness missing", (FULL,), ">=0 incomplete", {"consciousness"}),
    ("ICE 8, consciousness missing", (ice(8),), "1 partial", {"consciousness"}),
    ("ICE 0, consciousness missing: never 4", (ice(0),), "3 partial", {"consciousness"}),
    ("alert, ICE missing", (CLEAR,), ">=0 incomplete", {"ice"}),
    ("wakes to voice, ICE missing", (Neuro(loc="awakens_to_voice"),), "2 partial", {"ice"}),
    ("seizure only", (Neuro(seizure="clinical", seizure_min=1),), "3 partial",
     {"ice", "consciousness"}),
    ("nine done, eight failed", (items(yes=1, no=8), CLEAR), ">=3 incomplete", {"ice"}),
    ("nine done, one failed", (items(yes=8, no=1), CLEAR), ">=1 incomplete", {"ice"}),
    ("nine done, none failed", (items(yes=9), CLEAR), ">=0 incomplete", {"ice"}),
    ("seven failed of seven", (items(no=7), CLEAR), ">=2 incomplete", {"ice"}),
    ("eight failed of eight", (items(no=8), CLEAR), ">=3 incomplete", {"ice"}),
    ("eight failed, wakes to voice", (items(yes=1, no=8), Neuro(loc="awakens_to_voice")),
     "3 partial", {"ice"}),
    ("one failed, wakes to touch", (items(yes=8, no=1), Neuro(loc="awakens_to_tactile")),
     "3 partial", {"ice"}),
    ("nine passed, asleep for the last", (items(yes=9, **_ASLEEP), CLEAR), ">=0 incomplete",
     {"ice"}),
    ("nine passed, the last impossible for ICANS", (items(yes=9, **_UNABLE), CLEAR), "1 graded",
     set()),
)  # fmt: skip
def test_what_was_not_examined(row) -> None:
    signs, expected, lacking = row
    got = seen(*signs)
    assert (shown(got), missing(got)) == (expected, lacking)
    assert ("loc_needed" in got.flags) is ("consciousness" in lacking)


def test_ice_counts_only_answers() -> None:
    broken_off = items(yes=6, no=2)
    assert (broken_off.score, broken_off.passed, broken_off.best) == (None, 6, 8)
    assert broken_off.missing == ("writing", "attention")
    unable = items(yes=9, **_UNABLE)
    assert (unable.score, unable.failed, unable.missing) == (9, ("attention",), ())


@rows(
    ("no reason given", {"command": "not_assessable"}, "command"),
    ("a reason without its item", {"reasons": (("command", "asleep"),)}, "command"),
    ("a reason for an answered item", {"command": "yes", "reasons": (("command", "asleep"),)},
     "command"),
    ("an item that is none", {"reasons": (("handwriting", "asleep"),)}, "reasons"),
)  # fmt: skip
def test_what_is_not_assessable_needs_its_reason(row) -> None:
    answers, field = row
    with pytest.raises(Invalid) as refused:
        Ice(**answers)
    assert refused.value.field == field


@rows(
    ("12-hourly rounds, a second before 15 h", (FULL, CLEAR), 10, 25 - SECOND, "0 graded"),
    ("12-hourly rounds, at 15 h", (FULL, CLEAR), 10, 25, ">=0 incomplete"),
    ("with ICANS, a second before 5 h", (ice(8), CLEAR), 10, 15 - SECOND, "1 graded"),
    ("with ICANS, at 5 h", (ice(8), CLEAR), 10, 15, ">=0 incomplete"),
    ("day 15, a second before 30 h", (FULL, CLEAR), 15 * DAY, 16 * DAY + 6 - SECOND, "0 graded"),
    ("day 15, at 30 h", (FULL, CLEAR), 15 * DAY, 16 * DAY + 6, ">=0 incomplete"),
)
def test_an_assessment_grows_old(row) -> None:
    signs, charted, at, expected = row
    assert shown(grade(icans.SCALE, (INFUSED, (charted, *signs)), at)) == expected


def test_the_interval_steps_down_after_two_better_assessments() -> None:
    moments: tuple[Moment, ...] = (INFUSED, (10, ice(8), CLEAR), (14, FULL, CLEAR))
    assert shown(grade(icans.SCALE, moments, 19)) == ">=0 incomplete"
    moments = (*moments, (18, FULL, CLEAR))
    assert shown(grade(icans.SCALE, moments, 23)) == "0 quiet"
    assert shown(grade(icans.SCALE, moments, 33)) == ">=0 incomplete"


# --- what lasts -------------------------------------------------------------------------------


@rows(
    ("a seizure counts in its assessment",
     Neuro(loc="alert", seizure="clinical", seizure_min=1), 0),
    ("weakness stays", Neuro(loc="alert", deep_focal_weakness=True), 4),
    ("oedema stays", Neuro(loc="alert", oedema="focal"), 3),
    ("palsy stays", Neuro(loc="alert", cn6_palsy=True), 4),
    ("papilloedema stays", Neuro(loc="alert", papilloedema=True), 4),
    ("posturing stays", Neuro(loc="alert", posturing=True), 4),
    ("Cushing triad stays", Neuro(loc="alert", cushing_triad=True), 4),
)  # fmt: skip
def test_at_the_next_assessment(row) -> None:
    neuro, later = row
    moments = (INFUSED, (10, FULL, neuro), (14, FULL, CLEAR))
    assert grade(icans.SCALE, moments, 14).level == later


def test_they_last_for_days_and_without_an_examination_in_between() -> None:
    moments = (INFUSED, (10, FULL, Neuro(loc="alert", oedema="focal")), (100, FULL, CLEAR))
    assert shown(grade(icans.SCALE, moments, 99)) == "3 partial"
    assert shown(grade(icans.SCALE, moments, 100)) == "3 graded"


@pytest.mark.parametrize(
    ("found", "gone"),
    [
        ({"deep_focal_weakness": True}, {"deep_focal_weakness": False}),
        ({"oedema": "diffuse"}, {"oedema": "none"}),
        ({"cn6_palsy": True}, {"cn6_palsy": False}),
        ({"papilloedema": True}, {"papilloedema": False}),
        ({"posturing": True}, {"posturing": False}),
        ({"cushing_triad": True}, {"cushing_triad": False}),
    ],
)
def test_until_an_examiner_writes_that_it_is_gone(found, gone) -> None:
    before = (INFUSED, (10, FULL, Neuro(loc="alert", **found)))
    after = (*before, (14, FULL, Neuro(loc="alert", **gone)))
    assert grade(icans.SCALE, before, 10).level in (3, 4)
    assert grade(icans.SCALE, after, 14).level == 0


def test_a_haemorrhage_found_later_excludes_the_oedema() -> None:
    moments = (
        INFUSED,
        (10, FULL, Neuro(loc="alert", oedema="focal")),
        (14, FULL, Neuro(loc="alert", haemorrhage=True)),
    )
    got = grade(icans.SCALE, moments, 14)
    assert (got.level, got.flags) == (0, {"ich_excluded"})


# --- two charts of one moment -----------------------------------------------------------------


@rows(
    ("drowsy, and woken from sleep", Neuro(loc="awakens_spontaneously"),
     Neuro(loc="awakens_to_voice", natural_sleep=True), 1),
    ("long clinical, short electrical", Neuro(loc="alert", seizure="clinical", seizure_min=9),
     Neuro(seizure="nonconvulsive_resolved", seizure_min=1), 4),
    ("a duration, and no seizure", Neuro(loc="alert", seizure_min=9), Neuro(seizure="none"), 4),
    ("weak, and not weak", Neuro(loc="alert", deep_focal_weakness=True),
     Neuro(deep_focal_weakness=False), 4),
    ("focal, and diffuse oedema", Neuro(loc="alert", oedema="focal"), Neuro(oedema="diffuse"), 4),
    ("ICE 9, and ICE 5", Neuro(loc="alert"), ice(5), 2),
)  # fmt: skip
def test_the_worse_stands_in_either_order(row) -> None:
    one, other, level = row
    first = ice(9) if isinstance(other, Ice) else FULL
    for signs in ((first, one, other), (other, one, first)):
        assert seen(*signs).level == level


# --- attribution and old deficits -------------------------------------------------------------


@rows(
    ("sedated, ICE full", (FULL, Neuro(loc="awakens_to_tactile")), ("consciousness",), "0 partial",
     set()),
    ("sedated, ICE 2", (ice(2), Neuro(loc="awakens_to_tactile")), ("consciousness",), "3 partial",
     {"ice_confounded"}),
    ("sedated, ICE 5", (ice(5), Neuro(loc="awakens_to_tactile")), ("consciousness",), "2 partial",
     set()),
    ("sedated, seizure", (FULL, Neuro(loc="coma", seizure="clinical", seizure_min=1)),
     ("consciousness",), "3 partial", set()),
    ("ICE for language", (ice(4), CLEAR), ("ice",), "0 graded", set()),
    ("ICE broken off, for language", (items(yes=1, no=8), CLEAR), ("ice",), ">=0 incomplete",
     set()),
    ("seizure of an old epilepsy", (FULL, Neuro(loc="alert", seizure="prolonged")), ("seizure",),
     "0 graded", set()),
    ("weakness of an infarct", (FULL, Neuro(loc="alert", deep_focal_weakness=True)), ("motor",),
     "0 graded", set()),
    ("papilloedema of the bleeding",
     (FULL, Neuro(loc="alert", papilloedema=True, haemorrhage=True)), ("icp",), "0 graded", set()),
    ("one of two domains", (ice(8), Neuro(loc="alert", deep_focal_weakness=True)), ("motor",),
     "1 graded", set()),
    ("alert stays graded", (FULL, CLEAR), ("consciousness",), "0 graded", set()),
)  # fmt: skip
def test_another_cause_drops_the_domain(row) -> None:
    signs, findings, expected, flags = row
    got = seen(*signs, *(Attribution(finding, *OTHER) for finding in findings))
    assert (shown(got), got.flags) == (expected, flags)


@rows(
    ("a second before 24 h", 34 - SECOND, "awakens_to_tactile", "0 partial"),
    ("at 24 h it counts again", 34, "awakens_to_tactile", "3 graded"),
    ("at once when it is worse", 11, "unarousable", "4 graded"),
)
def test_an_attribution_lapses(row) -> None:
    at, loc, expected = row
    sedated = (
        10,
        FULL,
        Neuro(loc="awakens_to_tactile"),
        Attribution("consciousness", *OTHER),
    )
    assert shown(grade(icans.SCALE, (INFUSED, sedated, (at, FULL, Neuro(loc=loc))), at)) == expected


def test_an_attribution_of_before_the_infusion_holds() -> None:
    moments = (
        INFUSED,
        (-1, ice(8), CLEAR, Attribution("ice", *OTHER)),
        (2, ice(8), CLEAR),
    )
    assert shown(grade(icans.SCALE, moments, 2)) == "0 graded"


@rows(
    ("as usual", 9, (ice(9), CLEAR), "1 graded", 0, True),
    ("better than usual", 8, (ice(9), CLEAR), "1 graded", 0, True),
    ("full", 8, (FULL, CLEAR), "0 graded", 0, True),
    ("as usual, but drowsy", 9, (ice(9), Neuro(loc="awakens_to_voice")), "2 graded", 2, True),
    ("fallen from 9 to 8", 9, (ice(8), CLEAR), "1 graded", 1, False),
    ("fallen from 9 to 8, drowsy", 9, (ice(8), Neuro(loc="awakens_to_voice")), "2 graded", 2,
     False),
    ("no old deficit", 10, (ice(9), CLEAR), "1 graded", None, False),
    ("as usual, consciousness unknown", 9, (ice(9),), "1 partial", None, True),
    ("ICE broken off", 9, (items(yes=8, no=1), CLEAR), ">=1 incomplete", None, False),
)  # fmt: skip
def test_an_old_deficit(row) -> None:
    usual, signs, expected, adjusted, flagged = row
    got = seen(Baseline(ice=usual), *signs)
    assert (shown(got), got.adjusted) == (expected, adjusted)
    assert ("baseline_deficit" in got.flags) is flagged


# --- dating -----------------------------------------------------------------------------------


@rows(
    ("never", ((10, FULL, CLEAR),), 10, [], "none"),
    ("from the first grade of 1", ((10, FULL, CLEAR), (22, ice(8), CLEAR)), 22,
     [(22, None, 1, 22)], "open"),
    ("quiet since", ((10, ice(8), CLEAR), (14, FULL, CLEAR)), 14, [(10, None, 1, 10)], "pending"),
    ("quiet 24 h exactly", ((10, ice(8), CLEAR), (14, FULL, CLEAR), (38, FULL, CLEAR)), 38,
     [(10, 14, 1, 10)], "closed"),
    ("quiet 24 h less a second", ((10, ice(8), CLEAR), (14, FULL, CLEAR),
     (38 - SECOND, FULL, CLEAR)), 38, [(10, None, 1, 10)], "pending"),
    ("an assessment without a grade restarts the 24 h", ((10, ice(8), CLEAR), (14, FULL, CLEAR),
     (30, CLEAR), (38, FULL, CLEAR)), 38, [(10, None, 1, 10)], "pending"),
    ("a partial one restarts them too", ((10, ice(8), CLEAR), (14, FULL, CLEAR),
     (30, FULL, Neuro(loc="awakens_to_tactile"), Attribution("consciousness", *OTHER)),
     (38, FULL, CLEAR)), 38, [(10, None, 1, 10)], "pending"),
    ("the maximum counts what is certain", ((10, ice(8), CLEAR), (12, items(yes=1, no=8), CLEAR),
     (14, ice(8), CLEAR)), 14, [(10, None, 3, 12)], "open"),
    ("two episodes", ((10, ice(8), CLEAR), (14, FULL, CLEAR), (38, FULL, CLEAR),
     (50, ice(4), CLEAR)), 50, [(10, 14, 1, 10), (50, None, 2, 50)], "open"),
    ("an old deficit opens none", ((1, Baseline(ice=9)), (10, ice(9), CLEAR)), 10, [], "none"),
    ("an old deficit does not keep it open", ((1, Baseline(ice=9)), (10, ice(7), CLEAR),
     (14, ice(9), CLEAR)), 14, [(10, None, 1, 10)], "pending"),
    ("and lets it end", ((1, Baseline(ice=9)), (10, ice(7), CLEAR), (14, ice(9), CLEAR),
     (38, ice(9), CLEAR)), 38, [(10, 14, 1, 10)], "closed"),
    ("examined before the infusion", ((-2, ice(8), CLEAR),), 1, [], "none"),
    ("onset is an assessment, not the infusion", ((-2, ice(8), CLEAR), (1, Baseline(sbp_mmhg=120)),
     (2, ice(8), CLEAR)), 2, [(2, None, 1, 2)], "open"),
    ("death of it", ((10, ice(2), CLEAR), (12, Death("icans"))), 30, [(10, 12, 5, 12)], "closed"),
    ("nothing comes after death", ((10, ice(2), CLEAR), (12, Death("icans")), (13, ice(2), CLEAR)),
     30, [(10, 12, 5, 12)], "closed"),
    ("death of it without an open episode", ((12, Death("icans")),), 30, [(12, 12, 5, 12)],
     "closed"),
    ("death of CRS", ((10, ice(2), CLEAR), (12, Death("crs"))), 12, [(10, None, 3, 10)], "open"),
)  # fmt: skip
def test_episodes(row) -> None:
    moments, until, expected, standing = row
    steps = run(icans.SCALE, (INFUSED, *moments), until).steps
    found = [
        (hours(e.onset), hours(e.end), e.maximum, hours(e.maximum_at)) for e in episodes(steps)
    ]
    assert (found, state(steps)) == (expected, standing)


@rows(
    ("before the infusion", -1, "0 graded", {"before_infusion"}),
    ("day 14", 14 * DAY, "1 graded", set()),
    ("day 15", 15 * DAY, "1 graded", {"late_onset_review"}),
)
def test_around_the_infusion(row) -> None:
    at, expected, flags = row
    got = seen(ice(8), CLEAR, at=at)
    assert (shown(got), got.flags) == (expected, flags)


def test_without_an_infusion_it_is_graded_and_flagged() -> None:
    got = grade(icans.SCALE, ((10, ice(8), CLEAR),), 10)
    assert (shown(got), got.flags) == ("1 graded", {"infusion_unknown"})


@rows(
    ("0", FULL, CLEAR, ("ice_below_10", "drowsiness")),
    ("1", ice(8), CLEAR, ("ice_below_7", "wakes_to_voice")),
    ("2", ice(4), CLEAR, ("ice_below_3", "wakes_to_touch", "seizure", "focal_oedema")),
    ("3", ice(1), CLEAR,
     ("unarousable", "prolonged_seizure", "deep_weakness", "raised_pressure")),
    ("4", FULL, Neuro(loc="coma"), ()),
)  # fmt: skip
def test_what_would_raise_it(row) -> None:
    score, neuro, codes = row
    assert seen(score, neuro).would_raise == codes


def test_the_reasons_say_what_was_seen() -> None:
    reasons = {
        r.domain: (r.code, [e.what for e in r.evidence]) for r in seen(ice(8), CLEAR).reasons
    }
    assert reasons == {
        "ice": ("ice", ["ice"]),
        "loc": ("alert", ["loc"]),
        "seizure": ("no_seizure", []),
        "motor": ("no_weakness", []),
        "icp": ("no_pressure_sign", []),
    }
