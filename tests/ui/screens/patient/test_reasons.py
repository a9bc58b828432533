"""Why a grade stands, what runs, and who may sign it."""

import pytest
from PySide6.QtCore import Qt

from grading.signs import Drug, Ice, Support, Vitals
from tests.ui.screens.patient.charts import ILL, PATIENT, WELL, charted, fact
from tests.ui.wards import ALL_RIGHT, NOW, Clock, ago, arrival, observed
from ui import theme
from ui.screens.patient import reasons as module
from ui.screens.patient.grounds import Line, grounds, news2_items, running
from ui.screens.patient.reasons import Reasons
from ui.theme import DAY
from ui.ward import Keeper


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def column(qtbot):
    made = Reasons(Clock())
    qtbot.addWidget(made)
    made.resize(330, 500)
    made.show()
    return made


def test_each_ground_has_level_title_and_reading():
    shown = grounds(charted(*ILL), "crs")
    assert shown.title == "Why CRS grade 3"
    assert shown.lines[0] == Line(
        "3", "Hypotension needing one vasopressor", "noradrenaline 0.06 since 14:21"
    )
    assert [line.mark for line in shown.lines] == ["3", "1", "0"]
    assert shown.foot == ("Would be 4 with a second vasopressor or positive pressure. ASTCT 2019.")


def test_domains_without_a_finding_share_a_line():
    chart = charted(*ILL)
    [line] = [line for line in grounds(chart, "icans").lines if "seizure" in line.detail.lower()]
    assert line.mark == "0"
    assert line.detail.count(" · ") == 2


def test_what_is_missing_is_named_once():
    chart = charted(*arrival(PATIENT, "6", infused=ago(days=2)), fact(Vitals(temp_c=38.6)))
    words = " / ".join(
        f"{line.mark} {line.title}{line.detail}" for line in grounds(chart, "crs").lines
    )
    assert words.count("Blood pressure") == 1
    assert words.count("Oxygen") == 1
    assert grounds(chart, "crs").title == "CRS at least 1"


def test_an_old_reading_is_told_with_its_value():
    chart = charted(
        *arrival(PATIENT, "6", infused=ago(days=2)),
        *observed(PATIENT, ago(hours=6), 37.0),
        fact(Vitals(temp_c=37.0)),
    )
    [line] = [line for line in grounds(chart, "crs").lines if "08:32" in line.detail]
    assert line.mark == "?"
    assert "air" in line.detail


def test_flags_are_sentences():
    chart = charted(
        *arrival(PATIENT, "6", infused=ago(days=2)),
        *observed(PATIENT, NOW, 38.6, support=Support("high_flow_nasal_cannula", 5.0)),
    )
    assert any("counted as low flow" in line.detail for line in grounds(chart, "crs").lines)


def test_a_scale_without_any_reading_says_so():
    assert grounds(charted(*arrival(PATIENT, "6")), "news2").title == "NEWS2: nothing charted"


def test_seven_items_of_news2():
    shown = news2_items(charted(*ILL))
    assert shown.title == "NEWS2 6"
    assert len(shown.lines) == 7
    assert sum(int(line.mark) for line in shown.lines) == 6


def test_what_runs_and_how_many_doses():
    chart = charted(
        *ILL,
        fact(Drug("tocilizumab", dose=400, dose_unit="mg"), ago(days=5)),
        fact(Drug("tocilizumab", dose=464, dose_unit="mg"), ago(hours=9)),
        fact(Drug("tocilizumab", dose=464, dose_unit="mg"), ago(hours=1)),
        fact(Drug("dexamethasone", dose=10, dose_unit="mg"), ago(hours=2)),
        fact(Drug("dexamethasone", dose=10, dose_unit="mg"), ago(hours=25)),
    )
    said = [
        f"{line.title} | {line.detail}".replace("\N{NO-BREAK SPACE}", " ")
        for line in running(chart).lines
    ]
    assert said == [
        "Noradrenaline 0.06 | for 11 min",
        "Tocilizumab 464 mg | 05:32 · dose 1 of 4",
        "Tocilizumab 464 mg | 13:32 · dose 2 of 4",
        "Dexamethasone 10 mg | 12:32",
    ]
    assert running(charted(*WELL)).foot


def test_a_fifth_dose_is_told_as_too_many():
    doses = [fact(Drug("tocilizumab", dose=464), ago(hours=h)) for h in (40, 30, 20, 10, 1)]
    assert "dose 5, more than 4" in running(charted(*WELL, *doses)).lines[-1].detail


def test_the_cards_show_the_chart(column):
    column.show_chart(charted(*ILL))
    assert "Hypotension needing one vasopressor" in column.cards["crs"].words()
    assert "Why ICANS grade 0" in column.cards["icans"].words()
    assert "Noradrenaline" in column.cards["running"].words()
    column.show_chart(charted(*WELL))
    assert "vasopressor noradrenaline" not in column.cards["crs"].words()
    assert "Noradrenaline" not in column.cards["running"].words()


def test_news2_items_are_shown_on_demand(column, qtbot):
    column.show_chart(charted(*ILL))
    assert column.cards["news2"].isHidden()
    column._more.click()
    assert not column.cards["news2"].isHidden()
    assert "Respiratory rate" in column.cards["news2"].words()


@pytest.mark.parametrize(
    ("keeper", "may"),
    [
        (None, False),
        (Keeper("Ann", "nurse"), False),
        (Keeper("Cy", "coordinator"), False),
        (Keeper("Dr B", "physician"), True),
    ],
)
def test_only_a_physician_signs(column, keeper, may):
    column.set_keeper(keeper)
    assert [b.isEnabled() for b in (column.confirm, column.override, column.cause)] == [may] * 3
    assert bool(column._why_not.text()) is not may


@pytest.mark.parametrize(
    ("key", "form"), [(Qt.Key.Key_C, "ConfirmForm"), (Qt.Key.Key_O, "OverrideForm")]
)
def test_one_key_opens_a_form_and_its_drafts_are_asked_for(column, qtbot, monkeypatch, key, form):
    drafts = (fact(Vitals(temp_c=37.0)),)
    monkeypatch.setattr(getattr(module, form), "ask", lambda *_: drafts)
    column.show_chart(charted(*ILL))
    column.set_keeper(Keeper("Dr B", "physician"))
    column.activateWindow()
    qtbot.waitUntil(column.isActiveWindow)
    with qtbot.waitSignal(column.entered) as heard:
        qtbot.keyClick(column, key)
    assert heard.args == [drafts]
    column.refused("The disk is full.")
    assert column._why_not.text() == "The disk is full."


def test_thinking_better_of_it_asks_for_nothing(column, qtbot, monkeypatch):
    monkeypatch.setattr(module.ConfirmForm, "ask", lambda *_: None)
    column.show_chart(charted(*ILL))
    column.set_keeper(Keeper("Dr B", "physician"))
    with qtbot.assertNotEmitted(column.entered):
        column.confirm.click()


def test_a_partial_examination_is_at_least(column):
    ice = Ice(**{**ALL_RIGHT, "writing": "no", "command": None})
    column.show_chart(charted(*WELL, fact(ice)))
    assert "ICE" in column.cards["icans"].words()
