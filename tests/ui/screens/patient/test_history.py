from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from bedside.chart import chart
from bedside.facts import (
    FACTS,
    Acknowledged,
    Admitted,
    Confirmed,
    Discharged,
    Enrolled,
    NotDone,
    Note,
    Retracted,
)
from bedside.timeline import Draft, Entry
from grading.signs import (
    Attribution,
    Baseline,
    Death,
    Drug,
    Hypotension,
    Ice,
    Infused,
    Lab,
    Neuro,
    Planned,
    Support,
    Vitals,
)
from tests.ui.screens.patient.bedside_of import CTRL, ENTER, Bedside
from tests.ui.wards import ALL_RIGHT, NOW, NURSE, ago, arrival, observed
from ui import theme
from ui.screens.patient.amend_fields import UNAMENDABLE, fields_of
from ui.screens.patient.amend_reading import Refused, fact_of, texts_of
from ui.screens.patient.history import HistoryPane
from ui.screens.patient.history_lines import note_text, recorded_text, who_text
from ui.screens.patient.history_table import WHAT

ILL, WELL = "RC-1", "RC-2"
CONFIRMED = Confirmed("crs", "ASTCT 2019", 2, 2, 2, "graded")
FEVER = observed(ILL, ago(hours=3), 38.4, (84, 40))
WARD = [
    *arrival(ILL, "1", infused=ago(days=4)),
    *observed(ILL, ago(hours=5), 38.6, hr=98),
    *FEVER,
    *observed(ILL, ago(hours=2), 38.4, (118, 70)),
    Draft(ILL, ago(hours=1), Drug("paracetamol", dose=1000, dose_unit="mg")),
    Draft(ILL, ago(minutes=50), CONFIRMED),
    Draft(ILL, ago(minutes=30), Lab("crp", 117.0, "mg/L")),
    Draft(ILL, ago(minutes=20), Note("Slept badly.")),
    *arrival(WELL, "2", infused=ago(days=4)),
    *observed(WELL, ago(hours=1), 36.8),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, HistoryPane, tmp_path, WARD, ILL)
    yield made
    made.close()


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def shown(ward):
    model = ward.pane.model
    return [plain(model.index(row, WHAT).data()) for row in range(model.rowCount())]


def entry_of(ward, fact):
    return next(e for e in ward.ward.chart(ward.patient).log if e.fact == fact)


def amend(ward, fact):
    ward.pane.amend(entry_of(ward, fact).id)


def to_field(ward, name, text=""):
    editor = ward.pane.panel.editor(name)
    editor.setFocus()
    if isinstance(editor, QLineEdit):
        editor.selectAll()
    ward.type(text)


def changes(ward):
    ward.qtbot.waitUntil(lambda: not ward.pane.panel._pause.isActive())
    return plain(ward.pane.panel.changes()).split("\n")


# --- the list -------------------------------------------------------------------------------------


def test_every_entry_the_last_written_first(ward):
    found = shown(ward)
    assert len(found) == len(ward.ward.chart(ILL).log)
    assert found[:3] == ["Slept badly.", "CRP 117 mg/L", found[2]]
    assert "CRS" in found[2]
    assert ward.pane.view.currentIndex().row() == 0


@pytest.mark.parametrize(
    ("kind", "rows"),
    [("notes", 1), ("labs", 1), ("drugs", 1), ("vitals", 6), ("grades", 1), ("changes", 0)],
)
def test_a_kind_of_entries(ward, kind, rows):
    ward.pane.kind.setCurrentIndex(ward.pane.kind.findData(kind))
    assert len(shown(ward)) == rows


@pytest.mark.parametrize(
    ("typed", "rows"), [("slept", 1), ("38.6", 1), ("ANN", 13), ("nobody", 0), ("", 13)]
)
def test_words_are_found(ward, typed, rows):
    ward.pane.wanted.setFocus()
    ward.type(typed)
    assert len(shown(ward)) == rows


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(minutes=29), "recorded 14:01"),
        (timedelta(minutes=42), "recorded 14:14 · late entry, 42 min"),
        (timedelta(hours=9), "recorded 22:32 · late entry, 9 h 00"),
    ],
)
def test_a_late_entry_is_marked(ward, later, words):
    at = ago(hours=1)
    line = ward.pane.model.lines[0]
    entry = replace(line.entry, at=at, recorded=at + later)
    of = ward.ward.chart(ILL)
    assert recorded_text(line._replace(entry=entry), of) == words


def test_an_import_is_marked_and_is_no_late_entry(ward):
    line = ward.pane.model.lines[0]
    entry = replace(line.entry, recorded=NOW + timedelta(days=1), source="file:7")
    assert who_text(entry) == "Nurse · imported"
    assert line._replace(entry=entry).late is None


def test_what_was_typed_stands_below_what_is_kept(ward):
    line = ward.pane.model.lines[0]
    entry = replace(line.entry, original=(("value", "80"), ("unit", "µmol/L")))
    of = ward.ward.chart(ILL)
    assert note_text(line._replace(entry=entry), of) == "written as: value 80, unit µmol/L"


def test_letters_of_the_screen_are_not_swallowed(ward):
    row = ward.pane.view.currentIndex().row()
    ward.type("d")
    assert ward.pane.view.currentIndex().row() == row


# --- amending -------------------------------------------------------------------------------------


def test_a_typo_just_saved_is_corrected_by_e_value_and_a_figure(ward):
    """The last row, E, the value, Ctrl+Enter, 1."""
    ward.ward.record(observed(ILL, NOW, 38.2, hr=28), NURSE)
    vitals = observed(ILL, NOW, 38.2, hr=28)[0].fact
    ward.pane.view.selectRow(1)
    ward.pane.view.setCurrentIndex(ward.pane.model.index(1, WHAT))
    ward.type("e")
    assert ward.keyboard() is ward.pane.panel.editor("temp_c")
    to_field(ward, "hr_bpm", "128")
    ward.press(ENTER, CTRL)
    ward.type("1")
    (draft,) = ward.asked[0]
    assert draft.fact == replace(vitals, hr_bpm=128)
    assert draft.reason == "typing error"
    assert draft.amends == entry_of(ward, vitals).id
    assert draft.at == NOW


def test_e_opens_the_entry_written_last(ward):
    ward.pane.amend_last()
    assert ward.pane.panel.entry.fact == Note("Slept badly.")
    to_field(ward, "text", "Slept well.")
    ward.press(ENTER)
    ward.type("4")
    assert ward.facts() == (Note("Slept well."),)
    assert ward.asked[0][0].reason == "late information"


def test_enter_leads_through_the_charted_fields_to_the_reason(ward):
    amend(ward, Drug("paracetamol", dose=1000, dose_unit="mg"))
    visited = [ward.keyboard()]
    while ward.keyboard() is not ward.pane.panel.reasons:
        if not isinstance(ward.keyboard(), QLineEdit):
            ward.keyboard().showMenu()
            ward.choose("1")
        else:
            ward.press(ENTER)
        visited.append(ward.keyboard())
        assert len(visited) < 10
    editors = [ward.pane.panel.editor(n) for n in ("name", "action", "dose", "dose_unit")]
    assert visited[:-1] == editors


@pytest.mark.parametrize(
    ("sbp", "lines"),
    [
        ("118", ["CRS 1 in place of 2 from 11:32 to 12:32"]),
        ("86", []),
    ],
)
def test_the_grades_that_would_change_are_shown_before_saving(ward, sbp, lines):
    amend(ward, FEVER[0].fact)
    to_field(ward, "sbp_mmhg", sbp)
    assert [line for line in changes(ward) if line.startswith("CRS")][:1] == lines
    assert ward.asked == []


def test_the_grades_that_changed_are_read_back(ward):
    amend(ward, FEVER[0].fact)
    to_field(ward, "sbp_mmhg", "118")
    ward.press(ENTER, CTRL)
    assert changes(ward)[0] == "CRS 1 in place of 2 from 11:32 to 12:32"
    ward.type("1")
    assert "CRS 1 in place of 2 from 11:32 to 12:32" in plain(ward.pane._said.text())


def test_no_change_of_grade_is_said(ward):
    amend(ward, Drug("paracetamol", dose=1000, dose_unit="mg"))
    to_field(ward, "dose", "500")
    assert changes(ward) == ["No grade changes."]


def test_another_time(ward):
    amend(ward, FEVER[0].fact)
    ward.pane.panel.time.edit.setFocus()
    ward.pane.panel.time.edit.selectAll()
    ward.type("1102")
    ward.press(ENTER)
    ward.type("3")
    (draft,) = ward.asked[0]
    assert (draft.fact, draft.at) == (FEVER[0].fact, ago(hours=3, minutes=30))
    assert draft.reason == "wrong time"


def test_an_untouched_time_keeps_its_seconds(ward):
    at = ago(minutes=5, seconds=17)
    ward.ward.record([Draft(ILL, at, Note("ab"))], NURSE)
    ward.pane.amend_last()
    to_field(ward, "text", "abc")
    ward.press(ENTER, CTRL)
    ward.type("1")
    assert ward.asked[0][0].at == at


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("temp_c", "3x", "“3x” is not a number."),
        ("temp_c", "50", "Temperature 50: that cannot be. Enter 26 to 45 °C."),
        ("sbp_mmhg", "39", "The diastolic pressure must be below the systolic pressure."),
        ("hr_bpm", "12,5", "Write a whole number, not “12,5”."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(ward, field, typed, said):
    amend(ward, FEVER[0].fact)
    to_field(ward, field, typed)
    ward.press(ENTER, CTRL)
    ward.type("1")
    assert ward.asked == []
    at = "dbp_mmhg" if field == "sbp_mmhg" else field
    assert plain(ward.pane.panel.remark(at)) == said
    assert ward.pane.panel.editor(field).text() == typed


def test_an_unlikely_value_is_asked_about_once(ward):
    amend(ward, FEVER[0].fact)
    to_field(ward, "hr_bpm", "190")
    ward.press(ENTER, CTRL)
    ward.type("1")
    assert ward.asked == []
    assert "190" in ward.pane.panel.said()
    ward.type("1")
    assert ward.facts()[0].hr_bpm == 190


def test_nothing_changed_is_nothing_to_save(ward):
    amend(ward, FEVER[0].fact)
    ward.press(ENTER, CTRL)
    ward.type("1")
    assert (ward.asked, ward.pane.panel.said()) == ([], "Nothing was changed.")


def test_a_reason_in_ones_own_words(ward):
    ward.pane.amend_last()
    to_field(ward, "text", "Slept well.")
    ward.press(ENTER)
    ward.type("5")
    ward.type("asked again")
    ward.press(ENTER)
    assert ward.asked[0][0].reason == "asked again"


def test_a_field_may_be_emptied(ward):
    amend(ward, FEVER[0].fact)
    to_field(ward, "spo2_pct")
    ward.press(Qt.Key.Key_Backspace)
    ward.press(ENTER, CTRL)
    ward.type("1")
    assert ward.facts()[0].spo2_pct is None


def test_a_choice_is_taken_by_its_figure(ward):
    amend(ward, Support("room_air"))
    ward.pane.panel.editor("device").setFocus()
    ward.press(ENTER)
    assert ward.options()[2] == "nasal cannula"
    ward.choose("3")
    to_field(ward, "flow_lpm", "2")
    ward.press(ENTER, CTRL)
    ward.type("1")
    assert ward.facts() == (Support("nasal_cannula", 2.0),)


def test_what_must_be_said_cannot_be_taken_away(ward):
    amend(ward, Support("room_air"))
    ward.pane.panel.editor("device").setFocus()
    ward.press(Qt.Key.Key_Backspace)
    ward.pane.panel.reasons.setFocus()
    ward.type("1")
    assert ward.asked == []
    assert ward.pane.panel.remark("device") == "This cannot be blank."


def test_a_result_in_another_unit(ward):
    amend(ward, Lab("crp", 117.0, "mg/L"))
    to_field(ward, "result", "1,17")
    ward.pane.panel.editor("unit").setFocus()
    ward.press(ENTER)
    ward.choose("3")
    ward.pane.panel.reasons.setFocus()
    ward.type("1")
    (draft,) = ward.asked[0]
    assert draft.fact == Lab("crp", 11.7, "mg/L")
    assert draft.original == (("value", "1,17"), ("unit", "mg/dL"))


def test_a_remark_beside_a_result_stays_when_the_number_is_corrected(ward):
    spoilt = Lab("potassium", 5.9, "mmol/L", None, "haemolysed")
    ward.ward.record([Draft(ILL, ago(minutes=10), spoilt)], NURSE)
    assert shown(ward)[0] == "Potassium 5.9 mmol/L · haemolysed"
    amend(ward, spoilt)
    assert ward.pane.panel.editor("result").text() == "5.9 haemolysed"
    to_field(ward, "result", "6.1 haemolysed")
    ward.pane.panel.reasons.setFocus()
    ward.type("1")
    ward.type("1")
    assert ward.facts() == (Lab("potassium", 6.1, "mmol/L", None, "haemolysed"),)


MEASURED = Lab("crp", 117.0, "mg/L", laboratory="Central", high=5.0)


def test_who_measured_a_result_and_its_range_stay_when_the_number_is_corrected(ward):
    ward.ward.record([Draft(ILL, ago(minutes=10), MEASURED)], NURSE)
    assert shown(ward)[0] == "CRP 117 mg/L · Central · reported as normal: up to 5"
    amend(ward, MEASURED)
    to_field(ward, "result", "11,7")
    ward.pane.panel.reasons.setFocus()
    ward.type("1")
    assert ward.facts() == (replace(MEASURED, value=11.7),)


def test_a_range_does_not_go_over_to_another_analyte(ward):
    ward.ward.record([Draft(ILL, ago(minutes=10), MEASURED)], NURSE)
    amend(ward, MEASURED)
    analyte = ward.pane.panel.editor("analyte")
    analyte.setCurrentIndex(analyte.findData("ferritin"))
    ward.pane.panel.editor("unit")._choose("µg/L")
    ward.pane.panel.reasons.setFocus()
    ward.type("1")
    assert ward.facts() == (Lab("ferritin", 117.0, "ug/L", laboratory="Central"),)


def test_a_result_in_the_wrong_row(ward):
    amend(ward, Lab("crp", 117.0, "mg/L"))
    analyte = ward.pane.panel.editor("analyte")
    analyte.setCurrentIndex(analyte.findData("ferritin"))
    assert ward.pane.panel.remark("unit") == "Choose the unit."
    ward.pane.panel.editor("unit")._choose("µg/L")
    ward.pane.panel.reasons.setFocus()
    ward.type("1")
    assert ward.facts() == (Lab("ferritin", 117.0, "ug/L"),)


# --- what became of it ----------------------------------------------------------------------------


def struck(ward, row):
    font = ward.pane.model.index(row, WHAT).data(Qt.ItemDataRole.FontRole)
    return bool(font and font.strikeOut())


def notes(ward, row):
    return plain(ward.pane.model.index(row, WHAT).data(Qt.ItemDataRole.UserRole))


def row_of(ward, fact):
    return ward.pane.model.row_of(entry_of(ward, fact).id)


def test_an_amended_entry_is_struck_through_with_what_replaced_it(ward):
    ward.pane.amend_last()
    to_field(ward, "text", "Slept well.")
    ward.press(ENTER)
    ward.type("1")
    old, new = row_of(ward, Note("Slept badly.")), row_of(ward, Note("Slept well."))
    assert (new, struck(ward, new), struck(ward, old)) == (0, False, True)
    assert notes(ward, old) == "replaced 14:32 by Ann: typing error"
    assert notes(ward, new) == "instead of: Slept badly. · reason: typing error"
    assert ward.pane.panel.isHidden()
    assert ward.pane._said.text().startswith("Amended: Slept well. · No grade changes.")


def test_a_retracted_entry_is_struck_through_with_its_reason(ward):
    ward.pane.begin()
    ward.press(Qt.Key.Key_Delete)
    assert ward.keyboard() is ward.pane.panel.reasons
    ward.type("2")
    (draft,) = ward.asked[0]
    assert draft.fact == Retracted()
    assert draft.reason == "wrong patient"
    old = row_of(ward, Note("Slept badly."))
    assert (old, struck(ward, old), struck(ward, 0)) == (1, True, False)
    assert notes(ward, old) == "retracted 14:32 by Ann: wrong patient"
    assert shown(ward)[0] == "Retracted: Slept badly."
    ward.pane.kind.setCurrentIndex(ward.pane.kind.findData("changes"))
    assert len(shown(ward)) == 2


def test_a_retraction_shows_the_grades_that_would_change(ward):
    ward.pane.retract(entry_of(ward, FEVER[0].fact).id)
    assert changes(ward)[:2] == [
        "CRS 1 in place of 2 from 11:32 to 12:02",
        "CRS ? in place of 2 from 12:02 to 12:32",
    ]


def test_a_confirmed_grade_is_not_amended_but_may_be_retracted(ward):
    amend(ward, CONFIRMED)
    assert ward.pane.panel.isHidden()
    assert "retract it" in ward.pane._said.text()
    ward.pane.retract(entry_of(ward, CONFIRMED).id)
    assert changes(ward)[0] == "The physician’s word on CRS would no longer stand."
    ward.type("1")
    assert "crs" not in ward.ward.chart(ILL).signed


def test_what_stands_now_is_amended_in_place_of_what_was(ward):
    first = entry_of(ward, Note("Slept badly."))
    ward.pane.amend(first.id)
    to_field(ward, "text", "Slept well.")
    ward.press(ENTER)
    ward.type("1")
    ward.pane.amend(first.id)
    assert ward.pane.panel.entry.fact == Note("Slept well.")


@pytest.mark.parametrize(
    ("key", "words"),
    [("e", "That entry was retracted: record it anew instead."), ("del", "already")],
)
def test_a_retracted_entry_is_left_alone(ward, key, words):
    ward.pane.begin()
    ward.press(Qt.Key.Key_Delete)
    ward.type("1")
    ward.pane.view.setCurrentIndex(ward.pane.model.index(1, WHAT))
    ward.pane.begin()
    ward.type("e") if key == "e" else ward.press(Qt.Key.Key_Delete)
    assert words in ward.pane._said.text()
    assert ward.pane.panel.isHidden()


# --- leaving, drafts, patients --------------------------------------------------------------------


def test_a_filter_that_hides_the_entry_is_lifted_to_show_it(ward):
    ward.pane.kind.setCurrentIndex(ward.pane.kind.findData("labs"))
    amend(ward, Note("Slept badly."))
    assert ward.pane.kind.currentIndex() == 0
    assert ward.pane.view.currentIndex().row() == row_of(ward, Note("Slept badly."))


@pytest.mark.parametrize(("width", "listed"), [(1100, True), (700, False)])
def test_where_there_is_no_room_for_both_the_panel_stands_in_place_of_the_list(ward, width, listed):
    ward.pane.amend_last()
    ward.qtbot.waitUntil(lambda: ward.pane.minimumSize().width() < width)
    ward.pane.resize(width, 640)
    assert ward.pane._list.isVisible() is listed
    assert ward.pane.panel.isVisible()
    ward.press(Qt.Key.Key_Escape)
    assert ward.pane._list.isVisible()


def test_escape_leaves_it_as_it_is(ward):
    ward.pane.amend_last()
    to_field(ward, "text", "Slept well.")
    assert ward.drafts.get(ILL, "amend")["text"] == "Slept well."
    ward.press(Qt.Key.Key_Escape)
    assert ward.pane.panel.isHidden()
    assert ward.drafts.get(ILL, "amend") == {}
    assert ward.keyboard() is ward.pane.view


def test_on_failure_everything_stays(ward):
    ward.full = "The disk is full."
    ward.pane.amend_last()
    to_field(ward, "text", "Slept well.")
    ward.press(ENTER)
    ward.type("1")
    assert ward.pane.panel.said() == "The disk is full."
    assert ward.pane.panel.texts()["text"] == "Slept well."


def test_an_amendment_begun_waits_while_another_patient_is_shown(ward):
    ward.pane.amend_last()
    to_field(ward, "text", "Slept well.")
    ward.turn_to(WELL)
    assert ward.pane.panel.isHidden()
    assert "Slept badly." not in shown(ward)
    ward.turn_to(ILL)
    assert not ward.pane.panel.isHidden()
    assert ward.pane.panel.texts()["text"] == "Slept well."


def test_the_record_may_go_on_meanwhile(ward):
    ward.pane.amend_last()
    to_field(ward, "text", "Slept well.")
    ward.ward.record([Draft(ILL, NOW, Note("Awake."))], NURSE)
    assert shown(ward)[0] == "Awake."
    assert ward.pane.panel.texts()["text"] == "Slept well."
    assert ward.pane.panel.entry.fact == Note("Slept badly.")


# --- every kind of fact as fields, and back -------------------------------------------------------

EXAMPLES = (
    Vitals(
        temp_c=38.4, temp_site="oral", hr_bpm=98, sbp_mmhg=118, dbp_mmhg=70, map_mmhg=86,
        bp_method="cuff", rr_bpm=16, spo2_pct=97, consciousness="A", weight_kg=58.25,
    ),
    Vitals(hr_bpm=0, arrest=True, bp_unrecordable=True),
    Support("high_flow_nasal_cannula", 40.0, 0.5, "hypoxia"),
    Ice(**ALL_RIGHT, language="Polish", interpreter=False),
    Ice(orient_year="yes", command="not_assessable", reasons=(("command", "asleep"),)),
    Neuro(loc="awakens_to_voice", natural_sleep=True, seizure="clinical", seizure_min=2.5,
          tremor=False, oedema="focal"),
    Drug("norepinephrine", "started", rate=0.06, rate_unit="µg/kg/min", route="iv", line="A"),
    Drug("propofol", "started", rate=50.0, rate_unit="drops", until=ago(hours=1)),
    Lab("crp", 117.0, "mg/L"),
    Lab("il6", 1.5, "pg/mL", "<"),
    Lab("crp", text="haemolysed"),
    Hypotension("unsure"),
    Attribution("fever", "other", "sepsis"),
    Death("other"),
    Baseline(ice=9, sbp_mmhg=104, device="nasal_cannula", flow_lpm=1.5, spo2_target_88_92=True),
    Infused(1e8, "cells", "relma-cel"),
    Planned(NOW + timedelta(days=3)),
    Enrolled("AB", 1992, "female", 58.2, "NCT05765006", "100"),
    Admitted("6"),
    Discharged("home"),
    Note("Slept badly."),
    NotDone("temp_c", "refused", "too tired"),
)  # fmt: skip


NAMES = [f"{number} {type(fact).__name__}" for number, fact in enumerate(EXAMPLES)]


def alone(fact):
    entry = Entry("0001", "here", 1, ILL, ago(hours=2), ago(hours=2), "Ann", "nurse", fact)
    return entry, chart([entry], NOW)


@pytest.mark.parametrize("fact", EXAMPLES, ids=NAMES)
def test_a_fact_becomes_text_and_the_same_fact_again(fact):
    entry, of = alone(fact)
    assert fact_of(fact, texts_of(entry, of), of) == fact


@pytest.mark.parametrize("kind", FACTS)
def test_every_kind_of_fact_can_be_amended_or_only_retracted(kind):
    examples = [fact for fact in EXAMPLES if type(fact) is kind]
    assert bool(examples) is not (kind in UNAMENDABLE)


@pytest.mark.parametrize("fact", EXAMPLES, ids=NAMES)
def test_every_field_has_a_name_and_its_own_words(fact):
    for field in fields_of(fact):
        assert "_" not in field.label, field
        assert field.label[:1].isupper() or field.label.startswith("SpO"), field
        assert all(option.words for option in field.options)


@pytest.mark.parametrize(
    ("fact", "field", "text", "value"),
    [
        (EXAMPLES[0], "temp_c", "38,9", 38.9),
        (EXAMPLES[0], "weight_kg", "", None),
        (EXAMPLES[0], "consciousness", "V", "V"),
        (EXAMPLES[1], "bp_unrecordable", "", False),
        (EXAMPLES[3], "writing", "no", "no"),
        (EXAMPLES[3], "interpreter", "yes", True),
        (EXAMPLES[5], "tremor", "yes", True),
        (EXAMPLES[5], "tremor", "", None),
        (EXAMPLES[6], "name", "vasopressin", "vasopressin"),
        (EXAMPLES[11], "present", "yes", "yes"),
        (EXAMPLES[16], "infusion", "2026-11-30 10:00", NOW + timedelta(days=7, hours=19.4667)),
    ],
)
def test_a_changed_field(fact, field, text, value):
    entry, of = alone(fact)
    found = getattr(fact_of(fact, {**texts_of(entry, of), field: text}, of), field)
    if field == "infusion":
        assert abs(found - value) < timedelta(minutes=1)
    else:
        assert found == value


@pytest.mark.parametrize(
    ("fact", "field", "text"),
    [
        (EXAMPLES[6], "name", "aspirine"),
        (EXAMPLES[16], "infusion", "0900"),
        (EXAMPLES[20], "text", "  "),
        (EXAMPLES[17], "birth_year", "1850"),
        (EXAMPLES[8], "result", "12x"),
    ],
)
def test_a_change_that_is_refused_says_why(fact, field, text):
    entry, of = alone(fact)
    with pytest.raises(Refused) as refused:
        fact_of(fact, {**texts_of(entry, of), field: text}, of)
    assert refused.value.field == field
    assert refused.value.words


def test_acknowledgements_and_confirmations_are_a_word_of_the_moment():
    assert {Confirmed, Acknowledged, Retracted} <= set(UNAMENDABLE)
