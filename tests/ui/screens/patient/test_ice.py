import pytest
from PySide6.QtCore import Qt

from bedside.timeline import Draft
from grading.signs import ICE_ITEMS, Baseline, Ice, Neuro
from tests.ui.screens.patient.bedside_of import ENTER, Bedside
from tests.ui.wards import ALL_RIGHT, NURSE, ago, arrival, neurology, observed
from ui import theme
from ui.screens.patient.ice import IcePane
from ui.screens.patient.ice_score import answers, score_text

ILL, WELL = "RC-1", "RC-2"
LOST = {"orient_city": "no", "writing": "no", "attention": "no"}


def earlier(patient, at, **said):
    return Draft(patient, at, Ice(**{**ALL_RIGHT, **said}))


WARD = [
    *arrival(ILL, "1", infused=ago(days=6)),
    Draft(ILL, ago(days=6, hours=2), Baseline(ice=9)),
    *observed(ILL, ago(hours=2)),
    earlier(ILL, ago(hours=30)),
    earlier(ILL, ago(hours=8), **LOST),
    Draft(ILL, ago(hours=8), Neuro(loc="awakens_to_voice", seizure="none", tremor=True)),
    *arrival(WELL, "2", infused=ago(days=6)),
    *observed(WELL, ago(hours=2)),
    *neurology(WELL, ago(hours=3)),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, IcePane, tmp_path, WARD, ILL)
    yield made
    made.close()


def finding(ward, name, figure):
    """Choose a finding by its figure."""
    ward.pane.findings.choices[name].setFocus()
    ward.press(ENTER)
    ward.choose(figure)


# --- nothing by default ---------------------------------------------------------------------------


def test_nothing_is_answered_at_first(ward):
    score, bounds, grade = ward.pane.score.texts()
    assert (score, bounds) == ("–", "nothing answered yet")
    assert grade != "ICANS 0"
    assert ward.pane.sheet.answers() == {}
    assert all(choice.text_kept() == "" for choice in ward.pane.findings.choices.values())


def test_nothing_answered_is_nothing_to_save(ward):
    ward.save()
    assert ward.asked == []
    assert ward.pane._said.text() == "Nothing is answered yet."


def test_the_keyboard_begins_at_the_first_item(ward):
    assert ward.keyboard() is ward.pane.sheet.rows["orient_year"]


# --- one key an item ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("yyyyyyyyyy", dict.fromkeys(ICE_ITEMS, "yes")),
        ("1111111111", dict.fromkeys(ICE_ITEMS, "yes")),
        ("YN10", {"orient_year": "yes", "orient_month": "no", "orient_city": "yes",
                  "orient_hospital": "no"}),
    ],
)  # fmt: skip
def test_a_key_marks_and_moves_on(ward, typed, said):
    ward.type(typed)
    assert ward.pane.sheet.answers() == said


def test_an_examination_and_what_was_chosen_are_recorded_together(ward):
    ward.type("1" * 10)
    finding(ward, "loc", "1")
    ward.press(Qt.Key.Key_Down)
    ward.choose("1")
    ward.save()
    (drafts,) = ward.asked
    assert [draft.fact for draft in drafts] == [
        Ice(**ALL_RIGHT),
        Neuro(loc="alert", seizure="none"),
    ]
    assert len({draft.at for draft in drafts}) == 1
    assert drafts[0].at == ward.clock.now


def test_the_whole_flow_from_item_to_finding_to_save_by_keys_alone(ward):
    """Ten items, then each finding by Enter and a figure; the keyboard moves on by itself."""
    ward.type("1" * 10)
    for _ in ward.pane.findings.choices:
        ward.press(ENTER)
        ward.choose("1")
    assert ward.keyboard() is ward.pane.save_button
    ward.press(Qt.Key.Key_Space)
    ice, neuro = ward.facts()
    assert ice.score == 10
    assert neuro == Neuro(
        loc="alert", seizure="none", oedema="none", haemorrhage=False, tremor=False,
        myoclonus=False, deep_focal_weakness=False, mild_focal_weakness=False, posturing=False,
        cn6_palsy=False, papilloedema=False, cushing_triad=False,
    )  # fmt: skip


def test_only_what_was_answered_is_recorded(ward):
    ward.type("10")
    ward.save()
    (fact,) = ward.facts()
    assert fact == Ice(orient_year="yes", orient_month="no")


def test_arrows_move_and_backspace_takes_an_answer_back(ward):
    ward.type("11")
    ward.press(Qt.Key.Key_Up)
    ward.press(Qt.Key.Key_Backspace)
    assert ward.pane.sheet.answers() == {"orient_year": "yes"}
    ward.press(Qt.Key.Key_Down)
    assert ward.keyboard() is ward.pane.sheet.rows["orient_city"]


def test_an_item_that_cannot_be_assessed_has_its_reason(ward):
    ward.type("u")
    assert ward.options()[3] == "asleep"
    ward.choose("4")
    assert ward.keyboard() is ward.pane.sheet.rows["orient_month"]
    ward.save()
    (fact,) = ward.facts()
    assert fact == Ice(orient_year="not_assessable", reasons=(("orient_year", "asleep"),))


def test_unable_because_of_the_toxicity_scores_nothing(ward):
    ward.type("u")
    ward.choose("1")
    ward.type("1" * 9)
    assert ward.pane.score.texts()[0] == "9"
    ward.save()
    assert ward.facts()[0].score == 9


# --- the whole examination ------------------------------------------------------------------------


def test_not_assessable_at_all_takes_two_keys_once_open(ward):
    ward.type("x")
    ward.choose("4")
    (fact,) = ward.facts()
    assert fact.score is None
    assert dict(fact.reasons) == dict.fromkeys(ICE_ITEMS, "asleep")
    assert "cannot be assessed" in ward.pane._said.text()


def test_what_scores_nothing_is_not_saved_without_a_look(ward):
    """Unable because of the toxicity is ICE 0, grade 3: the grade is shown first."""
    ward.type("x")
    ward.choose("1")
    assert ward.asked == []
    assert ward.pane.score.texts()[2] == "ICANS ≥3"
    ward.save()
    assert ward.facts()[0].score == 0


def test_answers_given_before_stay(ward):
    ward.type("11")
    ward.type("x")
    ward.choose("5")
    assert ward.asked == []
    ward.save()
    (fact,) = ward.facts()
    assert (fact.orient_year, fact.orient_month) == ("yes", "yes")
    assert len(fact.reasons) == 8


# --- the score so far -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "score", "bounds"),
    [
        ("", "–", "nothing answered yet"),
        ("1", "1", "9 items left · between 1 and 10"),
        ("0", "0", "9 items left · between 0 and 9"),
        ("11101111", "7", "2 items left · between 7 and 9"),
        ("111011110", "7", "1 item left · between 7 and 8"),
        ("1101110111", "8", "lost: city, third object"),
        ("1111111111", "10", "nothing lost"),
    ],
)
def test_the_score_has_its_bounds(ward, typed, score, bounds):
    ward.type(typed)
    assert ward.pane.score.texts()[:2] == (score, bounds)


def test_left_and_not_assessable_are_told_apart(ward):
    ward.type("1u")
    ward.choose("5")
    ward.type("1")
    assert ward.pane.score.texts()[1] == "7 left, 1 not assessable · between 2 and 10"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (dict.fromkeys(ICE_ITEMS, "yes"), "10"),
        ({**dict.fromkeys(ICE_ITEMS, "yes"), "writing": "no"}, "9"),
        ({"orient_year": "yes", "writing": "no"}, "1–9"),
        (dict.fromkeys(ICE_ITEMS, "not_assessable:asleep"), "—"),
        (dict.fromkeys(ICE_ITEMS, "not_assessable:icans"), "0"),
    ],
)
def test_a_score_in_few_figures(said, text):
    assert score_text(answers(said).ice) == text


def test_the_grade_if_saved_follows_each_key(ward):
    grades = []
    for key in "0000000":
        ward.type(key)
        grades.append(ward.pane.score.texts()[2])
    assert grades[0].endswith("≥1")
    assert grades[-1].endswith("≥2")
    ward.type("000")
    finding(ward, "loc", "1")
    assert ward.pane.score.texts()[2] == "ICANS 3"


# --- findings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "figure", "neuro"),
    [
        ("loc", "3", Neuro(loc="awakens_to_voice")),
        ("loc", "8", Neuro(loc="unarousable")),
        ("motor", "1", Neuro(deep_focal_weakness=False, mild_focal_weakness=False)),
        ("motor", "2", Neuro(deep_focal_weakness=False, mild_focal_weakness=True)),
        ("motor", "3", Neuro(deep_focal_weakness=True)),
        ("pressure", "1", Neuro(posturing=False, cn6_palsy=False, papilloedema=False,
                                cushing_triad=False)),
        ("pressure", "3", Neuro(cn6_palsy=True)),
        ("oedema", "2", Neuro(oedema="focal")),
        ("haemorrhage", "2", Neuro(haemorrhage=True)),
        ("tremor", "1", Neuro(tremor=False)),
        ("myoclonus", "2", Neuro(myoclonus=True)),
    ],
)  # fmt: skip
def test_a_finding_says_what_was_chosen_and_nothing_else(ward, name, figure, neuro):
    finding(ward, name, figure)
    ward.save()
    assert ward.facts() == (neuro,)


def test_no_bedside_sign_says_nothing_of_imaging(ward):
    finding(ward, "pressure", "1")
    ward.save()
    assert ward.facts()[0].oedema is None


def test_a_seizure_asks_for_its_minutes(ward):
    finding(ward, "seizure", "2")
    assert ward.keyboard() is ward.pane.findings.minutes
    ward.type("6,5")
    ward.save()
    assert ward.facts() == (Neuro(seizure="clinical", seizure_min=6.5),)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("six", "“six” is not a number."), ("9000", "A seizure lasts 0 to 1440 minutes.")],
)
def test_minutes_that_cannot_be_block_saving(ward, typed, said):
    finding(ward, "seizure", "2")
    ward.type(typed)
    ward.save()
    assert (ward.asked, ward.pane._said.text()) == ([], said)
    assert ward.pane.findings.minutes.text() == typed


def test_unlikely_minutes_are_asked_about_once(ward):
    finding(ward, "seizure", "2")
    ward.type("90")
    ward.save()
    assert ward.asked == []
    assert "unusual" in ward.pane._said.text()
    ward.save()
    assert ward.facts()[0].seizure_min == 90


@pytest.mark.parametrize(
    ("figure", "offered"), [("1", False), ("2", True), ("3", True), ("4", False)]
)
def test_natural_sleep_is_offered_where_it_can_explain(ward, figure, offered):
    finding(ward, "loc", figure)
    assert ward.pane.findings.sleep.isVisible() is offered


def test_natural_sleep_is_recorded_only_with_the_level_it_explains(ward):
    finding(ward, "loc", "3")
    ward.pane.findings.sleep.setChecked(True)
    finding(ward, "loc", "5")
    ward.save()
    assert ward.facts() == (Neuro(loc="vigorous_tactile"),)


# --- what was last seen ---------------------------------------------------------------------------


def test_what_was_lost_last_time_stands_beside_the_item(ward):
    rows = ward.pane.sheet.rows
    assert rows["orient_city"].aside() == "last: not, 06:32"
    assert rows["orient_year"].aside() == ""
    assert rows["writing"].aside().startswith("last: not, 06:32")


def test_the_last_findings_stand_beside_their_fields(ward):
    assert ward.pane.findings.last("loc") == "8 h · Awakens to voice"
    assert ward.pane.findings.last("motor") == ""


def test_the_last_scores_and_the_baseline(ward):
    assert ward.pane.last_five.text() == "baseline 9 · 10 · 7 · last 06:32"


def test_the_language_of_last_time_is_taken_by_a_star(ward):
    ward.pane.language.setFocus()
    ward.type("Polish")
    ward.press(ENTER)
    ward.type("1")
    ward.save()
    assert ward.facts()[0].language == "Polish"
    ward.pane.language.setFocus()
    ward.type("*")
    assert ward.pane.language.text() == "Polish"


def test_the_interpreter_is_chosen(ward):
    ward.pane.interpreter.setFocus()
    ward.press(ENTER)
    ward.choose("2")
    ward.pane.begin()
    ward.type("1")
    ward.save()
    assert ward.facts()[0].interpreter is True


# --- time -----------------------------------------------------------------------------------------


def test_an_examination_of_some_minutes_ago(ward):
    ward.pane.time.edit.setFocus()
    ward.type("-20")
    assert ward.pane.time.reading() == "14:12 · 20 min ago"
    ward.press(ENTER)
    ward.type("1")
    ward.save()
    assert ward.asked[0][0].at == ago(minutes=20)


def test_a_time_that_cannot_be_read_blocks_saving(ward):
    ward.type("1")
    ward.pane.time.edit.setFocus()
    ward.type("25:00")
    ward.save()
    assert ward.asked == []
    assert ward.pane._said.text() == "There is no such time as in “25:00”."


def test_a_time_long_ago_is_asked_about(ward):
    ward.type("1")
    ward.pane.time.edit.setFocus()
    ward.type("1500")
    ward.save()
    assert ward.asked == []
    assert "23 h ago" in ward.pane._said.text()
    ward.save()
    assert ward.asked[0][0].at == ago(hours=23, minutes=32)


# --- saving, drafts, patients ---------------------------------------------------------------------


def test_after_saving_the_sheet_is_empty_and_says_what_was_saved(ward):
    ward.type("1101111111")
    ward.save()
    assert ward.pane.sheet.answers() == {}
    assert ward.pane._said.text() == ("Saved at 14:32: ICE 9/10, lost: city. Next ICE at 15:32.")
    assert ward.drafts.get(ILL, "ice") == {}


def test_after_saving_the_keyboard_is_free_for_the_keys_of_the_screen(ward):
    ward.type("1")
    ward.save()
    assert ward.keyboard() is ward.pane


def test_on_failure_everything_stays(ward):
    ward.full = "The disk is full; nothing was saved."
    ward.type("1101111111")
    ward.save()
    assert len(ward.pane.sheet.answers()) == 10
    assert ward.pane._said.text() == "The disk is full; nothing was saved."
    assert ward.drafts.get(ILL, "ice")["orient_city"] == "no"


def test_another_patient_has_a_sheet_of_his_own(ward):
    ward.type("110")
    finding(ward, "loc", "3")
    ward.turn_to(WELL)
    assert ward.pane.sheet.answers() == {}
    assert ward.pane.findings.texts() == {}
    assert ward.pane.last_five.text().startswith("no baseline yet")
    ward.turn_to(ILL)
    assert ward.pane.sheet.answers() == {
        "orient_year": "yes", "orient_month": "yes", "orient_city": "no",
    }  # fmt: skip
    assert ward.pane.findings.texts() == {"loc": "awakens_to_voice"}


def test_a_minute_later_what_is_typed_is_still_there(ward):
    ward.type("11u")
    ward.choose("6")
    ward.ward.refresh()
    assert len(ward.pane.sheet.answers()) == 3


def test_letters_of_the_screen_are_not_swallowed(ward):
    """D opens the drugs from anywhere: an item takes only the letters that answer it."""
    ward.type("d")
    assert ward.pane.sheet.answers() == {}


def test_every_field_has_a_name_for_a_screen_reader(ward):
    row = ward.pane.sheet.rows["writing"]
    assert row.accessibleName() == "Standard sentence: no answer yet"
    ward.type("1" * 9)
    assert row.accessibleName() == "Standard sentence: correct"
    choice = ward.pane.findings.choices["seizure"]
    assert choice.accessibleName() == "Seizure: not assessed"


# --- after a fall ---------------------------------------------------------------------------------


def test_a_fall_is_said_on_the_sheet_with_the_next_check(ward):
    assert "ICE fell from 10 to 7 at 06:32. ICE was due 07:02" in ward.pane.recheck()
    ward.turn_to(WELL)
    assert ward.pane.recheck() == ""
    assert ward.pane._recheck_frame.isHidden()
    ward.pane.begin()
    ward.type("1111110110")
    ward.save()
    assert ward.pane.recheck() == (
        "ICE fell from 10 to 8 at 14:32. Next ICE 15:02, every 30 min until 16:32."
    )
    assert ward.pane._recheck_frame.isVisible()
    assert ward.pane._said.text().endswith("Next ICE at 15:02.")


def test_the_checks_go_on_as_the_rounds_say(ward):
    ward.ward.record([earlier(WELL, ago(minutes=40), writing="no")], NURSE)
    ward.turn_to(WELL)
    assert "ICE was due 14:22, every 30 min until 15:52." in ward.pane.recheck()
    ward.pane.set_rounds(lambda _chart: ())
    assert ward.pane.recheck() == ""
