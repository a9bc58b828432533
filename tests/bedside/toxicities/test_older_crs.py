"""CRS by the scales of before ASTCT, side by side, over episodes and now."""

from dataclasses import replace
from typing import Any

import pytest

from bedside.chart import Chart, chart
from bedside.facts import Enrolled
from bedside.toxicities import toxicities
from bedside.toxicities.older_crs import SCALES, maxima
from grading.grade import episodes
from grading.signs import Attribution, Death, Drug, Support, Vitals
from tests.bedside.toxicities.days import Told, at, charted, entries

HOUR = 1 / 24
WELL, FEVER = (36.8, 120, 97), (39.0, 120, 97)


def set_of(
    day: float, temp: float, sbp: int = 120, spo2: int = 97, device: Any = "room_air", **more: Any
) -> list[Told]:
    vitals = Vitals(temp_c=temp, sbp_mmhg=sbp, dbp_mmhg=sbp - 40, spo2_pct=spo2)
    return [(day, vitals), (day, Support(device, **more))]


def highest(of: Chart) -> dict[str, tuple[int | None, int]]:
    (one,) = toxicities(of).older_crs.episodes
    return {name: (found.grade.level, found.grade.at_least) for name, found in one.older.items()}


NOREPINEPHRINE = Drug("norepinephrine", "started", rate=0.1, rate_unit="mcg/kg/min")


@pytest.mark.parametrize(
    ("told", "lee", "penn", "ctcae", "cartox"),
    [
        # Organs were not graded by anybody: where a scale reads them only the least is certain.
        (set_of(3, 39.0), 1, 1, 1, 1),
        (set_of(3, 39.0, 80), 2, 3, 2, 2),
        (set_of(3, 39.0, device="nasal_cannula", flow_lpm=2.0), 2, 3, 2, 2),
        (set_of(3, 39.0, device="venturi", fio2=0.5), 3, 3, 3, 3),
        (set_of(3, 39.0, device="cpap"), 3, 3, 3, 3),
        (set_of(3, 39.0, device="intubated_mv"), 4, 4, 4, 4),
        ([*set_of(3, 39.0, 80), (3, NOREPINEPHRINE)], 2, 3, 3, 2),
        ([*set_of(3, 39.0), (3.01, Death("crs"))], 5, 5, 5, 5),
        # What somebody put down to another cause counts in none.
        ([*set_of(3, 39.0, 80), (3, Attribution("hypotension", "other", "bleeding"))], 1, 1, 1, 1),
    ],
)  # fmt: skip
def test_the_highest_grades_from_the_same_signs(told, lee, penn, ctcae, cartox):
    found = highest(charted(*told, now=3.02))
    counted = [at_least if level is None else level for level, at_least in found.values()]
    assert counted == [lee, penn, ctcae, cartox]
    assert found["crs_ctcae_5"][0] == ctcae  # it reads no organs


def test_the_maximum_is_that_of_the_moment_at_which_it_was_first_reached():
    told = [*set_of(3, 39.0), *set_of(3.1, 39.0, 80), *set_of(3.2, 39.2, 78), *set_of(3.3, 38.6)]
    (episode,) = toxicities(charted(*told, now=3.4)).older_crs.episodes
    found = episode.older["crs_ctcae_5"]
    assert (found.grade.level, found.at, found.open) == (2, at(3.1), False)
    assert found.entries == ("0004", "0005")
    assert episode.older["crs_lee_2014"].open
    assert episode.astct.maximum == 2


def test_each_episode_has_its_own_and_now_is_now():
    quiet = [one for n in range(8) for one in set_of(4 + n / 6, 36.8)]
    told = [*set_of(3, 39.0, 80), *quiet, *set_of(9, 38.5)]
    found = toxicities(charted(*told, now=9.1)).older_crs
    assert [one.older["crs_ctcae_5"].grade.level for one in found.episodes] == [2, 1]
    assert found.now["crs_ctcae_5"].level == 1
    assert (found.entries, found.as_of) == (("0020", "0021"), at(9))
    # What was seen more than five hours ago says nothing of now.
    later = toxicities(charted(*told, now=9.5)).older_crs
    assert (later.now["crs_ctcae_5"].level, later.entries) == (None, ())


def test_nobody_charted_anything():
    found = toxicities(charted(now=3)).older_crs
    assert (dict(found.now), found.episodes, found.entries) == ({}, (), ())


def test_the_weight_at_enrolment_tells_the_dose_where_none_was_taken():
    told = [*set_of(3, 39.0, 80), (3, NOREPINEPHRINE)]
    assert highest(charted(*told, now=3.1))["crs_penn"] == (None, 3)
    heavy = (-5.0, Enrolled(weight_kg=210.0))
    assert highest(charted(heavy, *told, now=3.1))["crs_penn"][1] == 4


def test_what_is_kept_of_an_episode_does_not_outlive_a_late_entry():
    """An episode that is over is not looked through again, until something of its time changes."""
    quiet = [one for n in range(60) for one in set_of(4 + n / 6, 36.8)]
    told = [*set_of(3, 39.0), *quiet]
    of = charted(*told, now=15)
    first = maxima(of, episodes(of.courses["crs"].steps)[0])
    assert first["crs_ctcae_5"].grade.level == 1
    late = charted(*told, *set_of(3.01, 39.0, 80), now=15)
    (new,) = [entry for entry in late.log if entry.at == at(3.01) and "Vitals" in str(entry.fact)]
    grown = of.extended([new], of.now)
    assert maxima(grown, episodes(grown.courses["crs"].steps)[0])["crs_ctcae_5"].grade.level == 2
    assert set(first) == set(SCALES)


def test_a_long_episode_that_goes_on_is_the_same_step_by_step_and_afresh():
    """Of an open episode what lies before a mark of the fold is not looked through again."""
    told = [
        one
        for n in range(150)
        for one in set_of(3 + n * HOUR, 38.2 + n % 9 / 10, 120 if n % 40 else 82)
    ]
    log = entries(*told)
    of = chart(log[:-24], at(3 + 140 * HOUR))
    for n in range(len(log) - 24, len(log), 2):
        of = of.extended(log[n : n + 2], max(of.now, log[n].at))
        fresh = chart(entries(*told)[: n + 2], of.now)
        assert toxicities(of).older_crs == toxicities(fresh).older_crs
    (late,) = entries((3 + 5 * HOUR, NOREPINEPHRINE))[1:]
    late = replace(late, id="9999", seq=9999)
    (episode,) = toxicities(of.extended([late], of.now)).older_crs.episodes
    assert episode.older["crs_ctcae_5"].grade.level == 3
