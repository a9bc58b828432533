"""The card of what is due: each kind with why, what was not done, and who is off the ward."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bedside.facts import Admitted, Discharged, NotDone
from bedside.rounds import rounds
from bedside.timeline import Draft
from grading.signs import Ice, Lab, Neuro, Support, Vitals
from tests.ui.screens.patient.bedside_of import Bedside
from tests.ui.screens.patient.charts import charted, fact
from tests.ui.wards import ALL_RIGHT, NOW, NURSE, Clock, ago, arrival, neurology, observed, pressor
from ui import theme
from ui.screens.not_done import NotDoneForm
from ui.screens.patient.chart_pane import ChartPane
from ui.screens.patient.due_card import DueCard

ILL, WELL = "RC-014", "RC-2"


def labs(patient, at):
    values = (("wbc", 4.1), ("crp", 20.0), ("ferritin", 900.0))
    return [Draft(patient, at, Lab(name, value)) for name, value in values]


BEGUN = [
    *arrival(ILL, "6", infused=ago(days=4)),
    *labs(ILL, ago(hours=2)),
    *neurology(ILL, ago(hours=1)),
]


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, theme.DAY)


@pytest.fixture
def card(qtbot):
    kept = []

    def card(*drafts, roomy=False, width=330):
        made = DueCard(Clock())
        kept.append(made)
        qtbot.addWidget(made)
        made.resize(width, 300)
        made.set_roomy(roomy)
        made.show()
        made.show_chart(charted(*BEGUN, *drafts))
        return made

    return card


def test_each_kind_counts_down_and_says_why(card):
    made = card(*observed(ILL, ago(hours=3)))
    assert made.words().split("\n") == [
        "Vitals in 1 h 00 Every 4 h: D+4 °",
        "ICE in 7 h 00 Every 8 h: D+4 °",
        "Labs in 22 h 00 Every 24 h: D+4 °",
    ]


def test_where_there_is_room_it_says_the_clock_and_whose_rule_it_is(card):
    made = card(*observed(ILL, ago(hours=3)), roomy=True)
    assert made.words().split("\n") == [
        "Vitals in 1 h 00 At 15:32 · Every 4 h: D+4 °",
        "ICE in 7 h 00 At 21:32 · Every 8 h: D+4 °",
        "Labs in 22 h 00 At 23 Nov 12:32 · Every 24 h: D+4 °",
        "° By default: to be signed off by the site",
    ]


def test_a_rule_of_the_trial_bears_no_mark(card):
    made = card(*observed(ILL, ago(hours=3)), roomy=True)
    told = [
        one._replace(why=one.why._replace(assumed=False))
        for one in rounds(charted(*BEGUN, *observed(ILL, ago(hours=3))), None)
    ]
    made.set_rounds(lambda _chart: tuple(told))
    assert "°" not in made.words()


@pytest.mark.parametrize(
    ("drafts", "line", "role"),
    [
        (observed(ILL, ago(hours=4.2)), "Vitals due 14:20", "strong"),
        (observed(ILL, ago(hours=5.2)), "Vitals overdue 1 h 12", "late"),
        (observed(ILL, ago(hours=9)), "Vitals late 5 h 00", "late"),
    ],
)
def test_what_is_overdue_is_said_in_words_and_in_its_colour(card, drafts, line, role):
    made = card(*drafts)
    assert made.words().startswith(line)
    assert made._rows[0]._brief.property("role") == role


def test_a_set_that_is_not_whole_names_what_is_missing(card):
    made = card(
        *observed(ILL, ago(hours=5)),
        fact(Vitals(temp_c=36.9, hr_bpm=80, rr_bpm=14, spo2_pct=97), ago(minutes=10)),
        fact(Support("room_air"), ago(minutes=10)),
    )
    assert "Missing: blood pressure" in made.words().split("\n")[0]
    whole = card(*observed(ILL, ago(hours=5)))
    assert "Missing" not in whole.words()


def test_a_reason_too_long_for_its_line_stands_below_it(card):
    fallen = [
        *observed(ILL, ago(hours=2), 38.6),
        *observed(ILL, ago(minutes=30)),
    ]
    narrow = card(*fallen, width=290)._rows[0]
    assert narrow._inline.text() == ""
    assert narrow._detail.text() == "Every 2 h: CRS was 1, improvement not confirmed yet °"
    assert narrow._detail.isVisible()
    wide = card(*fallen, width=600)._rows[0]
    assert wide._inline.text() == "Every 2 h: CRS was 1, improvement not confirmed yet °"
    assert wide._detail.isHidden()


def test_after_a_fall_of_ice_the_chain_is_said(card):
    made = card(
        *observed(ILL, ago(minutes=30)),
        fact(Ice(**{**ALL_RIGHT, "writing": "no"}), ago(minutes=10)),
        fact(Neuro(loc="alert", seizure="none"), ago(minutes=10)),
    )
    assert "ICE in 20 min ICE fell from 10 to 9 at 14:22. Next ICE 14:52, every 30 min" in (
        made.words()
    )


def test_who_is_not_asked_for_anything_says_why(card):
    made = card(*observed(ILL, ago(hours=3)), fact(Discharged("home"), ago(hours=1)))
    assert made.words() == "Discharged"
    assert not made.button.isEnabled()


# --- what was not done ----------------------------------------------------------------------------

WARD = [
    *BEGUN,
    *observed(ILL, ago(hours=5)),
    *arrival(WELL, "2", infused=ago(days=4)),
    *observed(WELL, ago(hours=1)),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    made = Bedside(qtbot, ChartPane, tmp_path, WARD, ILL)
    made.pane.setFocus()
    yield made
    made.close()


def due(ward):
    return ward.pane.reasons.due


def keys(ward, *pressed):
    """N, and then a figure or letter in each menu that opens."""
    ward.pane.setFocus()
    ward.press(Qt.Key.Key_N)
    for key in pressed:
        ward.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        ward.qtbot.keyClick(QApplication.activePopupWidget(), key)


@pytest.mark.parametrize(
    ("pressed", "reason", "said"),
    [
        ("11", "refused", "Vitals refused"),
        ("12", "asleep", "Vitals not done"),
        ("13", "procedure", "Vitals not done"),
        ("14", "no_equipment", "Vitals not done"),
    ],
)
def test_three_keys_say_why_not(ward, pressed, reason, said):
    assert due(ward).words().startswith("Vitals overdue 1 h 00")
    keys(ward, *pressed)
    assert ward.facts() == (NotDone("vitals", reason),)
    assert due(ward).words().startswith(said)
    assert "at 18:32" in due(ward).words().split("\n")[0]


def test_what_is_not_due_yet_cannot_be_left_undone(ward):
    keys(ward, "2")
    assert ward.asked == []
    menu = QApplication.activePopupWidget()
    assert [action.isEnabled() for action in menu.actions()][:3] == [True, False, False]
    menu.close()


def test_another_reason_needs_words(ward):
    keys(ward, "1", "5")
    form = due(ward).not_done.form()
    form.enter()
    assert ward.asked == []
    assert form.said("comment") == "Say why in a few words."
    ward.qtbot.keyClicks(form.editor("comment"), "with the chaplain")
    ward.qtbot.keyClicks(form.editor("time"), "-20")
    form.enter()
    (draft,) = ward.asked[0]
    assert draft == Draft(ILL, ago(minutes=20), NotDone("vitals", "other", "with the chaplain"))
    assert due(ward).not_done.form() is None
    assert "with the chaplain" in due(ward).words()


@pytest.mark.parametrize(
    ("typed", "said"), [("tomorrow", "is not a time"), ("2026-11-22 18:00", "lies in the future")]
)
def test_a_time_that_cannot_be_is_refused_at_its_field(ward, typed, said):
    keys(ward, "1", "5")
    form = due(ward).not_done.form()
    ward.qtbot.keyClicks(form.editor("comment"), "x")
    ward.qtbot.keyClicks(form.editor("time"), typed)
    form.enter()
    assert ward.asked == []
    assert said in form.said("time")
    assert form.text("comment") == "x"


def test_words_are_kept_until_the_store_has_answered(ward):
    ward.full = "The disk is full."
    keys(ward, "1", "5")
    form = due(ward).not_done.form()
    ward.qtbot.keyClicks(form.editor("comment"), "with the chaplain")
    form.enter()
    assert due(ward).not_done.form() is form
    assert (form.said(), form.text("comment")) == ("The disk is full.", "with the chaplain")
    ward.full = ""
    form.enter()
    assert due(ward).not_done.form() is None
    assert len(ward.asked) == 2


def test_what_was_chosen_is_kept_until_the_store_has_answered(ward):
    ward.full = "The disk is full."
    keys(ward, "1", "1")
    line = due(ward).not_done.refusal
    assert line.said() == "The disk is full."
    ward.full = ""
    line.again.click()
    assert ward.asked[0] == ward.asked[1]
    assert line.said() == ""
    assert due(ward).words().startswith("Vitals refused")


def test_another_patient_does_not_inherit_what_was_refused(ward):
    ward.full = "The disk is full."
    keys(ward, "1", "1")
    ward.turn_to(WELL)
    assert due(ward).not_done.refusal.said() == ""
    ward.full = ""
    due(ward).not_done.refusal.again.click()
    assert ward.ward.log(WELL)[-1].fact == ward.ward.chart(WELL).log[-1].fact
    assert not [e for e in ward.ward.log(ILL) if isinstance(e.fact, NotDone)]


def test_off_the_ward_suspends_all_and_being_back_makes_all_due(ward):
    keys(ward, "o")
    assert ward.asked[-1] == (Draft(ILL, NOW, NotDone("vitals", "off_ward")),)
    assert due(ward).words().split("\n")[0].startswith("Vitals off the ward")
    ward.clock.now = ago(minutes=-30)
    ward.ward.refresh()
    keys(ward, "b")
    assert ward.asked[-1] == (Draft(ILL, ago(minutes=-30), Admitted("6")),)
    assert ward.ward.chart(ILL).person.bed == "6"
    assert due(ward).words().startswith("Vitals now")


def test_who_is_seen_is_back_without_a_word(ward):
    keys(ward, "o")
    ward.clock.now = ago(minutes=-10)
    ward.ward.refresh()
    ward.ward.record(observed(ILL, ago(minutes=-10)), NURSE)
    assert due(ward).words().startswith("Vitals in 4 h 00")
    keys(ward)
    offered = [a.text() for a in QApplication.activePopupWidget().actions()]
    assert "&Off the ward" in offered
    QApplication.activePopupWidget().close()


def test_who_left_a_while_ago_is_away_since_then(ward):
    keys(ward, "w")
    form = due(ward).not_done.form()
    assert isinstance(form, NotDoneForm)
    ward.qtbot.keyClicks(form.editor("comment"), "CT")
    ward.qtbot.keyClicks(form.editor("time"), "1402")
    form.enter()
    assert ward.asked == [(Draft(ILL, ago(minutes=30), NotDone("vitals", "off_ward", "CT")),)]
    assert "18:02" in due(ward).words().split("\n")[0]


def test_who_has_no_bed_cannot_leave_it(qtbot, tmp_path):
    home = [*arrival(ILL, None, infused=ago(days=4)), *observed(ILL, ago(hours=5))]
    made = Bedside(qtbot, ChartPane, tmp_path, home, ILL)
    keys(made)
    menu = QApplication.activePopupWidget()
    assert not [a for a in menu.actions() if "ward" in a.text()]
    menu.close()
    made.close()


def test_after_saving_a_drug_the_next_round_is_nearer(ward):
    ward.ward.record([*observed(ILL, NOW, 38.8, (86, 44)), pressor(ILL, NOW)], NURSE)
    assert due(ward).words().startswith("Vitals in 30 min Every 30 min: CRS 3 °")
