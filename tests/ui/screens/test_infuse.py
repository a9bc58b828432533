"""The infusion: confirmed once, compared with the level, with what is missing and what moves."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from bedside.facts import Admitted, Deviation, Enrolled
from grading.signs import Baseline, Infused, Planned, Vitals
from tests.bedside.editions import edition
from tests.ui.screens.patient.charts import PATIENT, charted, fact
from tests.ui.wards import NOW, ago
from ui import theme
from ui.screens.infuse import InfuseForm
from ui.theme import DAY

FLAT, PER_KG = edition(), edition(edition="kg", dose_unit="cells/kg")
UNSTATED = edition(edition="unstated", dose_unit=None)
EDITIONS = {(one.id, one.edition): one for one in (FLAT, PER_KG, UNSTATED)}


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


def find(protocol, named):
    return EDITIONS.get((protocol, named))


def before(edition="2024", level="100", *more, weight=None, planned=NOW):
    """Enrolled, in bed 6, the infusion planned."""
    enrolled = Enrolled(
        weight_kg=weight,
        protocol="trial-1",
        edition=edition,
        dose_level=level,
        consented=date(2026, 11, 1),
    )
    return (
        fact(enrolled, ago(days=20)),
        fact(Admitted("6"), ago(days=8)),
        fact(Planned(planned), ago(days=8)),
        *more,
    )


@pytest.fixture
def form(qtbot):
    def form(*drafts, zone=UTC):
        made = InfuseForm(charted(*drafts, zone=zone), NOW, None, find)
        qtbot.addWidget(made)
        made.heard = []
        made.entered.connect(made.heard.append)
        made.show()
        return made

    return form


def fill(made, **texts):
    for name, text in {"patient": PATIENT, **texts}.items():
        editor = made.editor(name)
        if hasattr(editor, "findData"):
            editor.setCurrentIndex(editor.findData(text))
        else:
            editor.setText(text)
            editor.textEdited.emit(text)


def test_a_dose_within_its_level_is_recorded_at_once(form):
    made = form(*before())
    fill(made, dose="100", unit="cells")
    assert made.check_text().startswith("100×10⁶ cells is 100 % of level 100×10⁶ cells")
    made.enter()
    assert made.heard == [(fact(Infused(1e8, "cells")),)]


def test_a_dose_outside_is_asked_about_once_and_noted(form):
    made = form(*before())
    assert not made.editor("deviation").isVisible()
    fill(made, dose="75", unit="cells")
    assert "below ±20 %" in made.check_text()
    assert made.editor("deviation").isVisible(), "before anything is saved"
    made.enter()
    assert made.heard == []
    assert "again if it is right" in made.said("dose")
    assert made.editor("dose").property("state") == "warn"
    made.enter()
    text = "Cell dose outside the level: 75×10⁶ cells is 75 % of level 100×10⁶ cells: below ±20 %."
    assert made.heard == [(fact(Infused(7.5e7, "cells")), fact(Deviation("dose", text)))]


def test_the_words_of_a_deviation_are_the_persons(form):
    made = form(*before())
    fill(made, dose="75", unit="cells", deviation="The bag leaked.")
    fill(made, product="relma-cel")
    made.enter()
    made.enter()
    assert made.heard[0][1].fact == Deviation("dose", "The bag leaked.")


def test_another_dose_is_asked_about_anew(form):
    made = form(*before())
    fill(made, dose="75", unit="cells")
    made.enter()
    fill(made, dose="130")
    made.enter()
    assert made.heard == []
    assert "above ±20 %" in made.said("dose")


@pytest.mark.parametrize(
    ("edition", "weight", "texts", "part"),
    [
        ("2024", 60.0, {"dose": "1", "unit": "cells/kg"}, "not compared with each other"),
        ("kg", None, {"dose": "100", "unit": "cells"}, "no weight is recorded"),
        ("2024", 60.0, {}, "No dose to compare"),
    ],
)
def test_what_cannot_be_compared_is_asked_about_and_never_refused(
    form, edition, weight, texts, part
):
    made = form(*before(edition, weight=weight))
    fill(made, **texts)
    made.enter()
    assert part in made.said("dose")
    made.enter()
    ((infused, *others),) = made.heard
    assert isinstance(infused.fact, Infused)
    assert others == []


def test_levels_without_figures_ask_nothing(form):
    made = form(*before("unstated"))
    fill(made, dose="100", unit="cells")
    assert "not compared" in made.check_text()
    made.enter()
    assert len(made.heard) == 1


def test_a_total_is_divided_by_the_latest_weight(form):
    weighed = fact(Vitals(weight_kg=50.0), ago(days=3))
    made = form(*before("kg", "100", weighed, weight=80.0))
    assert made.weight_text() == "Weight used: 50.0\N{NO-BREAK SPACE}kg, recorded 3 d before."
    fill(made, dose="5000", unit="cells")
    assert "100×10⁶ cells per kg is 100 % of level" in made.check_text()


# --- a split dose -------------------------------------------------------------------------------

FIRST = fact(Infused(4e7, "cells", fraction=1), ago(days=1))


def test_the_parts_of_a_split_dose_are_summed(form):
    made = form(*before("2024", "100", FIRST))
    fill(made, dose="60", unit="cells", part="2last")
    assert "100×10⁶ cells is 100 % of level" in made.check_text()
    assert "With 40×10⁶ cells at 21 Nov 14:32." in made.check_text()
    made.enter()
    assert made.heard == [(fact(Infused(6e7, "cells", fraction=2)),)]


def test_a_first_part_is_not_too_little(form):
    made = form(*before())
    fill(made, dose="40", unit="cells", part="1")
    assert "more is to come" in made.check_text()
    made.enter()
    assert made.heard == [(fact(Infused(4e7, "cells", fraction=1)),)]


def test_behind_another_infusion_nobody_guesses_what_this_one_is(form):
    made = form(*before("2024", "100", FIRST))
    fill(made, dose="60", unit="cells")
    made.enter()
    assert made.heard == []
    assert "part of a split dose?" in made.said("part")


def test_a_later_part_without_a_first_one_is_asked_about(form):
    made = form(*before())
    fill(made, dose="100", unit="cells", part="2last")
    made.enter()
    assert "No first part" in made.said("part")
    made.enter()
    assert len(made.heard) == 1


# --- what is missing, and what moves --------------------------------------------------------------


def test_baseline_ice_stays_red_until_it_is_done(form):
    missing = form(*before()).ready
    [line] = [line for line in missing._lines if "Baseline ICE" in line.text()]
    assert (line.text(), line.property("role")) == ("✗ Baseline ICE is missing", "late")
    done = form(*before("2024", "100", fact(Baseline(ice=10), ago(days=3)))).ready
    assert "✓ Baseline ICE 10/10" in done.words()


def test_what_moves_is_shown_before_it_is_recorded(form):
    made = form(*before(planned=ago(days=1)))
    assert made.moves.words() == "Visits that move: 6."
    fill(made, time=f"{ago(days=1):%Y-%m-%d %H:%M}")
    made._foresee()
    assert made.moves.words() == "No visit moves."


def test_the_day_is_that_of_the_site(form):
    evening = NOW.replace(hour=16, minute=30) - timedelta(days=1)
    made = form(*before(planned=evening), zone=ZoneInfo("Asia/Shanghai"))
    assert made.moves.words() == "No visit moves.", "both are 22 November in Shanghai"


def test_a_second_infusion_shows_the_new_plan(form):
    made = form(*before("2024", "100", fact(Infused(1e8, "cells"), ago(days=19))))
    fill(made, part="whole")
    made._foresee()
    assert "New visits: 4." in made.moves.words()
    assert "not asked for any more: 2." in made.moves.words()
