"""The banner: who it is, what is lacking, the grades as they stand, a physician's word on them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bedside.facts import Confirmed, Discharged, Enrolled
from bedside.timeline import Draft
from grading.signs import Baseline, Drug, Infused, Vitals
from tests.ui.screens.patient.charts import ILL, PATIENT, WELL, charted, fact
from tests.ui.wards import NOW, ago, arrival, neurology, observed
from ui import theme
from ui.screens.patient.banner import Banner
from ui.screens.patient.dues import usual
from ui.theme import DAY
from ui.words.therapies import dose


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def shown(qtbot):
    kept = []

    def shown(*drafts, **how):
        banner = Banner()
        kept.append(banner)
        qtbot.addWidget(banner)
        banner.resize(1100, 100)
        banner.show_chart(charted(*drafts, **how))
        return banner

    return shown


BASE = [fact(Baseline(ice=10), ago(days=5))]


def signed(level, computed=3, at_least=3, at=NOW, reason="", status="graded"):
    return fact(Confirmed("crs", "ASTCT 2019", level, computed, at_least, status, reason), at)


def test_who_where_what_and_since_when(shown):
    identity = Enrolled("QX", 1992, "female", 58.0, "NCT05765006", "100×10⁶")
    banner = shown(
        Draft(PATIENT, ago(days=9), identity),
        *arrival(PATIENT, "6")[1:],
        fact(Infused(1e8, "cells", "relma-cel"), ago(days=4)),
        *BASE,
        zone=ZoneInfo("Asia/Shanghai"),
    )
    assert banner.words() == (
        PATIENT,
        "QX · F · 34 y · 58\N{NO-BREAK SPACE}kg · Bed 6",
        "NCT05765006 · relma-cel 100×10⁶ · infused 18 Nov 2026 22:32 (Asia/Shanghai)",
        "",
        "D+4",
    )


def test_the_latest_weight_stands(shown):
    banner = shown(*WELL, fact(Vitals(weight_kg=57.5), ago(days=1)))
    assert "57.5\N{NO-BREAK SPACE}kg" in banner.words()[1]


@pytest.mark.parametrize(
    ("drafts", "where"),
    [
        (arrival(PATIENT, None), "outpatient"),
        ([*arrival(PATIENT, "6"), fact(Discharged("home"), ago(days=1))], "discharged"),
    ],
)
def test_who_lies_in_no_bed(shown, drafts, where):
    assert shown(*drafts).words()[1] == where


@pytest.mark.parametrize(
    ("drafts", "lacks"),
    [
        (arrival(PATIENT, "6"), "The infusion is not recorded. Baseline ICE is missing."),
        ([*arrival(PATIENT, "6", infused=ago(days=1)), *BASE], ""),
        ([*arrival(PATIENT, "6", planned=NOW + timedelta(days=1)), *BASE], ""),
        (
            [*arrival(PATIENT, "6", planned=ago(hours=1)), *BASE],
            "The planned infusion is past and not recorded.",
        ),
        (arrival(PATIENT, "6", infused=ago(days=1)), "Baseline ICE is missing."),
    ],
)
def test_what_is_lacking_is_said_in_red(shown, drafts, lacks):
    banner = shown(*drafts)
    assert banner.words()[3] == lacks
    assert banner._lacks.isHidden() is (not lacks)
    assert banner._lacks.property("role") == "late"


@pytest.mark.parametrize(
    ("drafts", "scale", "badge", "words"),
    [
        (ILL, "crs", "3", ("CRS grade 3", "max 3 · onset D+3 18:32")),
        (ILL, "icans", "0", ("ICANS grade 0", "ICE 10/10 at 14:12")),
        (ILL, "news2", "6", ("NEWS2", "medium risk", "every 30 min")),
        (WELL, "crs", "0", ("CRS grade 0", "no episode so far")),
        (WELL, "icans", "?", ("ICANS cannot be stated", "no ICE, no LOC")),
        (
            [
                *arrival(PATIENT, "6", planned=NOW + timedelta(days=1)),
                *observed(PATIENT, ago(hours=1)),
            ],
            "crs",
            "–",
            ("CRS", "before infusion"),
        ),
        (
            [
                *arrival(PATIENT, "6", infused=ago(days=2)),
                *observed(PATIENT, ago(hours=3), 38.6),
                fact(Vitals(temp_c=38.7)),
            ],
            "crs",
            "≥1",
            ("CRS at least 1", "BP 3 h old, O₂ 3 h old", "last stated 1, D+2 11:32"),
        ),
        (
            [
                *arrival(PATIENT, "6", infused=ago(days=2)),
                fact(Drug("paracetamol"), ago(hours=2)),
                *observed(PATIENT, ago(hours=1), 37.0, (84, 40)),
            ],
            "crs",
            "?",
            ("CRS to be reviewed", "would be 2; fever may be hidden"),
        ),
    ],
)
def test_how_a_scale_stands(shown, drafts, scale, badge, words):
    block = shown(*drafts).block(scale)
    assert block.badge.text() == badge
    assert len(block.words()) == len(words)
    assert all(said.startswith(part) for said, part in zip(block.words(), words, strict=True))


def test_a_grade_last_stated_stands_faded_beside_the_question_mark(shown):
    block = shown(
        *arrival(PATIENT, "6", infused=ago(days=2)), *observed(PATIENT, ago(hours=6), 37.0)
    ).block("crs")
    assert (block.badge.text(), block.other.text()) == ("?", "0")
    assert "replaced" in block.other.accessibleName()


def test_a_confirmed_grade_names_the_physician(shown):
    block = shown(*ILL, signed(3)).block("crs")
    assert block.words()[-1] == "confirmed 3 by Ann 14:32"
    assert block.other.isHidden()
    assert block._lines[1].property("role") == "ok"


def test_both_grades_of_an_override_stay_visible(shown):
    block = shown(*ILL, signed(2, reason="sedation")).block("crs")
    assert (block.badge.text(), block.other.text()) == ("3", "2")
    assert "replaced" in block.badge.accessibleName()
    assert block.words()[-1] == "overridden to 2 by Ann 14:32"


def test_a_word_is_outdated_once_the_computed_grade_has_changed(shown):
    worse = fact(Drug("epinephrine", "started", rate=0.1), NOW)
    block = shown(*ILL, signed(3, at=ago(minutes=2)), worse).block("crs")
    assert block.badge.text() == "4"
    assert block.words()[-1] == "changed since Ann confirmed 3, 14:30"
    assert block._lines[1].property("role") == "warn"


def test_an_outdated_override_fades_instead_of_the_computed_grade(shown):
    worse = fact(Drug("epinephrine", "started", rate=0.1), NOW)
    block = shown(*ILL, signed(2, at=ago(minutes=2), reason="x"), worse).block("crs")
    assert "replaced" not in block.badge.accessibleName()
    assert "replaced" in block.other.accessibleName()


def test_a_change_that_went_back_again_outdates_a_word_too(shown):
    there = fact(Drug("epinephrine", "started", rate=0.1), ago(minutes=6))
    back = fact(Drug("epinephrine", "stopped"), ago(minutes=3))
    block = shown(*ILL, signed(3, at=ago(minutes=8)), there, back).block("crs")
    assert block.badge.text() == "3"
    assert block.words()[-1].startswith("changed since")


@pytest.mark.parametrize(
    ("fact_", "text"),
    [
        (Infused(1e8, "cells"), "100×10⁶"),
        (Infused(1.5e6, "cells/kg"), "1.5×10⁶/kg"),
        (Infused(), ""),
    ],
)
def test_a_cell_dose_in_millions(fact_, text):
    assert dose(fact_) == text


def test_the_banner_says_how_often_by_the_rounds_that_it_is_given(qtbot):
    made = Banner()
    qtbot.addWidget(made)
    made.show_chart(charted(*ILL))
    assert made.block("news2").words()[-1] == "every 30 min"
    hourly = usual(charted(*ILL))[0]._replace(interval=timedelta(hours=1))
    made.set_rounds(lambda _chart: (hourly,))
    made.show_chart(charted(*ILL))
    assert made.block("news2").words()[-1] == "every 1 h"
    made.set_rounds(lambda _chart: ())
    made.show_chart(charted(*ILL))
    assert made.block("news2").words()[-1] == "medium risk"


def test_neurology_of_the_helper_is_whole():
    assert charted(*WELL, *neurology(PATIENT, ago(hours=1))).grade("icans").level == 0
