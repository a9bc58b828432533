import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bedside.timeline import Draft
from grading.drugs import CLASS_OF, SYNONYMS
from grading.signs import Drug, Vitals
from tests.ui.screens.patient.bedside_of import ENTER, Bedside
from tests.ui.wards import ago, arrival, observed
from ui import theme
from ui.screens.patient.drug_text import amount, meant, names, usual_action
from ui.screens.patient.therapies import TherapiesPane

ILL, WELL = "RC-1", "RC-2"
NORADRENALINE = Drug("norepinephrine", "started", rate=0.06, rate_unit="µg/kg/min", route="iv")
WARD = [
    *arrival(ILL, "1", infused=ago(days=4)),
    *observed(ILL, ago(hours=2), 38.9),
    Draft(ILL, ago(hours=9), Drug("tocilizumab", dose=464, dose_unit="mg", route="iv")),
    Draft(ILL, ago(hours=8), Vitals(weight_kg=58.0)),
    Draft(ILL, ago(hours=1), NORADRENALINE),
    Draft(ILL, ago(hours=7), Drug("propofol", "started", rate=50, rate_unit="mg/h")),
    *observed(ILL, ago(minutes=10), 38.9, (86, 44)),
    *arrival(WELL, "2", infused=ago(days=4)),
    *observed(WELL, ago(hours=1), 38.4),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, TherapiesPane, tmp_path, WARD, ILL)
    yield made
    made.close()


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def said(ward):
    return plain(ward.pane._said.text())


def given(pane):
    model = pane.given.model()
    return [
        plain(" | ".join(model.index(row, column).data() for column in range(4)))
        for row in range(model.rowCount())
    ]


# --- a drug given ---------------------------------------------------------------------------------


def test_tocilizumab_given_as_ordered(ward):
    """D opens the form; a few letters, the dose, Enter in the last field saves."""
    ward.type("toci")
    ward.press(ENTER)
    assert ward.pane.form.drug.text() == "Tocilizumab"
    ward.type("464")
    ward.press(ENTER)
    ward.press(ENTER)
    assert ward.facts() == (Drug("tocilizumab", "given", dose=464, dose_unit="mg"),)
    assert ward.asked[0][0].at == ward.clock.now


@pytest.mark.parametrize(
    ("drug", "dose", "fact"),
    [
        ("paracetamol", "1 g", Drug("paracetamol", dose=1, dose_unit="g")),
        ("acetaminophen", "1000mg", Drug("paracetamol", dose=1000, dose_unit="mg")),
        ("dexa", "10", Drug("dexamethasone", dose=10, dose_unit="mg")),
        ("saline", "500", Drug("sodium_chloride_0_9", dose=500, dose_unit="mL")),
        ("levet", "1,5 g", Drug("levetiracetam", dose=1.5, dose_unit="g")),
    ],
)
def test_a_dose_with_its_unit(ward, drug, dose, fact):
    ward.type(drug)
    ward.press(ENTER)
    ward.type(dose)
    ward.press(ENTER)
    ward.save()
    assert ward.facts() == (fact,)


def test_a_dose_without_unit_is_not_taken_where_several_are_in_use(ward):
    ward.type("paracetamol")
    ward.press(ENTER)
    ward.type("1")
    ward.save()
    assert (ward.asked, said(ward)) == ([], "Choose the unit.")
    ward.press(ENTER)
    assert ward.options()[:2] == ["mg", "g"]
    ward.choose("2")
    ward.save()
    assert ward.facts() == (Drug("paracetamol", dose=1, dose_unit="g"),)


def test_enter_asks_for_a_missing_unit(ward):
    ward.type("paracetamol")
    ward.press(ENTER)
    ward.type("1")
    ward.press(ENTER)
    assert ward.keyboard() is ward.pane.form.unit


def test_the_unit_used_last_stands_there(ward):
    ward.type("tocilizumab")
    assert ward.pane.form.unit.text_kept() == "mg"
    assert plain(ward.pane.form.last_text()) == "last: 464 mg, 9 h 00 ago"


@pytest.mark.parametrize("typed", ["aspirine", "xyz", "co"])
def test_a_drug_that_is_not_known_or_not_clear_is_refused_in_words(ward, typed):
    ward.type(typed)
    ward.save()
    assert ward.asked == []
    assert meant(typed).refused == said(ward)
    assert ward.pane.form.drug.text() == typed


def test_a_dose_that_cannot_be_read_blocks_saving(ward):
    ward.type("toci")
    ward.press(ENTER)
    ward.type("4x4")
    ward.save()
    assert (ward.asked, said(ward)) == ([], "“4x4” is not a number.")


def test_no_dose_is_asked_about_once(ward):
    ward.type("toci")
    ward.press(ENTER)
    ward.save()
    assert ward.asked == []
    assert said(ward) == "No dose is typed. Save again to record it without."
    ward.save()
    assert ward.facts() == (Drug("tocilizumab", "given"),)


def test_some_minutes_ago_and_by_which_route(ward):
    ward.type("toci")
    ward.press(ENTER)
    ward.type("464")
    ward.press(ENTER)
    ward.type("-10")
    ward.pane.form.route.setFocus()
    ward.press(ENTER)
    ward.choose("1")
    ward.save()
    (draft,) = ward.asked[0]
    assert draft.at == ago(minutes=10)
    assert draft.fact.route == "iv"


def test_a_stable_steroid_says_so(ward):
    assert not ward.pane.form.stable.isVisible()
    ward.type("prednisone")
    ward.press(ENTER)
    assert ward.pane.form.stable.isVisible()
    ward.type("5")
    ward.pane.form.stable.setChecked(True)
    ward.save()
    assert ward.facts() == (Drug("prednisone", dose=5, dose_unit="mg", stable=True),)


def test_a_push_dose_during_a_procedure_says_so(ward):
    ward.type("phenylephrine")
    ward.press(ENTER)
    assert not ward.pane.form.procedure.isVisible()
    ward.pane.form._buttons["given"].click()
    assert ward.pane.form.procedure.isVisible()
    ward.pane.form.procedure.setChecked(True)
    ward.pane.form.amount.setFocus()
    ward.type("100 µg")
    ward.save()
    assert ward.facts() == (
        Drug("phenylephrine", "given", dose=100, dose_unit="µg", procedure=True),
    )


def test_the_grade_if_saved_follows(ward):
    ward.turn_to(WELL)
    before = ward.pane.grades.texts()
    ward.pane.begin()
    ward.type("noradrenaline")
    ward.press(ENTER)
    ward.type("0.1 µg/kg/min")
    assert ward.pane.grades.texts() != before
    assert ward.pane.grades.texts()[0].endswith("3")


# --- infusions ------------------------------------------------------------------------------------


def test_what_runs_stands_on_top(ward):
    rows = ward.pane.running.rows
    assert [plain(row.accessibleName()) for row in rows] == [
        "Propofol 50 mg/h, running",
        "Noradrenaline 0.06 µg/kg/min, running",
    ]
    assert rows[0].text() == "since 07:32 · 7 h 00 · not confirmed for 7 h"
    assert rows[1].text() == "since 13:32 · 1 h 00"


def test_a_pressor_is_started_with_its_rate(ward):
    ward.type("vasopressin")
    ward.press(ENTER)
    assert ward.pane.form.action() == "started"
    ward.type("0.03 U/min")
    ward.press(ENTER)
    ward.save()
    assert ward.facts() == (Drug("vasopressin", "started", rate=0.03, rate_unit="U/min"),)


def test_stop_takes_one_key_and_enter(ward):
    ward.pane.running.rows[1].setFocus()
    ward.type("s")
    assert ward.keyboard() is ward.pane.form.time.edit
    ward.type("-5")
    ward.press(ENTER)
    assert ward.facts() == (Drug("norepinephrine", "stopped"),)
    assert ward.asked[0][0].at == ago(minutes=5)
    assert len(ward.pane.running.rows) == 1


def test_another_rate(ward):
    ward.pane.running.rows[1].setFocus()
    ward.type("c")
    assert ward.keyboard() is ward.pane.form.amount
    ward.type("0,12")
    ward.press(ENTER)
    ward.save()
    assert ward.facts() == (Drug("norepinephrine", "changed", rate=0.12, rate_unit="µg/kg/min"),)
    assert "0.12 µg/kg/min" in plain(ward.pane.running.rows[1].accessibleName())


def test_changed_to_nothing_is_refused(ward):
    ward.pane.running.rows[1].setFocus()
    ward.type("c")
    ward.save()
    assert (ward.asked, said(ward)) == ([], "Changed to which rate?")


def test_still_running_is_one_key_and_leaves_the_form_alone(ward):
    ward.type("toci")
    ward.press(ENTER)
    ward.type("46")
    ward.pane.running.rows[0].setFocus()
    ward.type("r")
    assert ward.facts() == (Drug("propofol", "continued", rate=50, rate_unit="mg/h"),)
    assert ward.pane.running.rows[0].text() == "since 07:32 · 7 h 00 · confirmed 0 min ago"
    assert ward.pane.form.text()["amount"] == "46"
    assert ward.drafts.get(ILL, "therapy")["amount"] == "46"


def test_a_second_pump_of_one_drug_is_asked_about(ward):
    ward.type("noradrenaline")
    ward.press(ENTER)
    ward.pane.form._buttons["started"].click()
    ward.pane.form.amount.setFocus()
    ward.type("0.1")
    ward.save()
    assert ward.asked == []
    assert said(ward).startswith("Noradrenaline runs since 13:32: a second pump needs a line.")
    ward.pane.form.line.setFocus()
    ward.type("B")
    ward.save()
    assert ward.facts()[0].line == "B"
    assert len(ward.pane.running.rows) == 3


def test_what_can_be_done_depends_on_what_runs(ward):
    buttons = ward.pane.form._buttons
    ward.type("toci")
    assert not buttons["stopped"].isVisible()
    ward.pane.begin()
    ward.type("noradrenaline")
    assert buttons["stopped"].isVisible()
    assert ward.pane.form.action() == "changed"


# --- what was given -------------------------------------------------------------------------------


def test_what_was_given_the_latest_first(ward):
    assert given(ward.pane) == [
        "D+4 · 13:32 | Noradrenaline | Started · 0.06 µg/kg/min · intravenous | Ann",
        "D+4 · 07:32 | Propofol | Started · 50 mg/h | Ann",
        "D+4 · 05:32 | Tocilizumab | 464 mg · intravenous | Ann",
    ]


def test_nothing_runs_is_said(ward):
    ward.turn_to(WELL)
    assert ward.pane.running._none.isVisible()


# --- saving, drafts, patients ---------------------------------------------------------------------


def test_after_saving_the_form_is_empty_and_says_what_was_saved(ward):
    ward.type("toci")
    ward.press(ENTER)
    ward.type("464")
    ward.save()
    assert said(ward).startswith("Saved at 14:32: Tocilizumab 464 mg given.")
    assert not any(ward.pane.form.text().values())
    assert ward.drafts.get(ILL, "therapy") == {}


def test_after_saving_the_keyboard_is_free_for_the_keys_of_the_screen(ward):
    ward.type("toci")
    ward.press(ENTER)
    ward.type("464")
    ward.save()
    assert ward.keyboard() is ward.pane


def test_on_failure_everything_stays(ward):
    ward.full = "The disk is full."
    ward.type("toci")
    ward.press(ENTER)
    ward.type("464")
    ward.save()
    assert said(ward) == "The disk is full."
    assert ward.pane.form.text()["amount"] == "464"


def test_another_patient_has_a_form_of_his_own(ward):
    ward.type("paracetamol")
    ward.press(ENTER)
    ward.type("1 g")
    ward.press(ENTER)
    kept = ward.pane.form.text()
    ward.turn_to(WELL)
    assert not any(ward.pane.form.text().values())
    ward.turn_to(ILL)
    assert ward.pane.form.text() == kept
    assert (kept["drug"], kept["action"], kept["unit"]) == ("Paracetamol", "given", "g")


def test_a_minute_later_the_form_is_as_it_was(ward):
    ward.type("paracetamol")
    ward.press(ENTER)
    ward.type("1 g")
    kept = ward.pane.form.text()
    ward.clock.now = ago(minutes=-1)
    ward.ward.refresh()
    assert ward.pane.form.text() == kept


# --- names ----------------------------------------------------------------------------------------


def test_every_drug_can_be_typed_by_every_name_it_has():
    keys = {*CLASS_OF, *SYNONYMS}
    assert {meant(name).key for name in keys} == set(CLASS_OF)
    assert all(meant(name).key == key for name, key in names().items())


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("toci", "tocilizumab"),
        ("Noradrenaline", "norepinephrine"),
        ("norep", "norepinephrine"),
        ("levop", "norepinephrine"),
        ("  ACETAMINOPHEN ", "paracetamol"),
        ("met", ""),
        ("", ""),
        ("zzz", ""),
    ],
)
def test_the_drug_meant(typed, key):
    assert meant(typed).key == key
    assert bool(meant(typed).refused) is not bool(key)


def test_several_drugs_are_named():
    assert meant("methy").refused.startswith("Type more: ")
    assert "methylprednisolone" in meant("methy").refused


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("464", ("464", "")),
        ("464 mg", ("464", "mg")),
        ("464mg", ("464", "mg")),
        ("1,5 G", ("1,5", "g")),
        ("0.1 mcg/kg/min", ("0.1", "µg/kg/min")),
        ("0.1 ug/kg/min", ("0.1", "µg/kg/min")),
        ("2 ampoules", ("2 ampoules", "")),
        ("mg", ("mg", "")),
    ],
)
def test_an_amount_as_typed(text, found):
    assert amount(text, ("mg", "g", "µg/kg/min")) == found


@pytest.mark.parametrize(
    ("key", "action"),
    [("norepinephrine", "started"), ("tocilizumab", "given"), ("propofol", "started")],
)
def test_how_a_drug_is_mostly_given(key, action):
    assert usual_action(key) == action


def test_the_list_of_names_opens_while_typing(ward):
    ward.type("levo")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    ward.qtbot.keyClick(popup, Qt.Key.Key_Down)
    ward.qtbot.keyClick(popup, ENTER)
    assert ward.pane.form.drug.text() in {"Levofloxacin", "Noradrenaline", "Levosimendan"}
    assert ward.keyboard() is ward.pane.form.amount
