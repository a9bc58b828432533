import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QStyle, QStyleOptionFrame

from bedside.analytes import analytes
from bedside.timeline import Draft
from grading.signs import Lab
from tests.ui.screens.patient.bedside_of import ENTER, Bedside
from tests.ui.wards import ago, arrival, observed
from ui import theme
from ui.screens.patient.labs import LabsPane
from ui.screens.patient.labs_models import CHANGE, ENTRY, UNIT
from ui.screens.patient.results import change_text, read, result_text, unit_text, units_of

ILL, WELL = "RC-1", "RC-2"
C = QLocale.c()


def result(at, analyte, value=None, bound=None, text=None, patient=ILL, original=()):
    unit = analytes()[analyte].unit if value is not None else ""
    return Draft(patient, at, Lab(analyte, value, unit, bound, text), original=original)


WARD = [
    *arrival(ILL, "1", infused=ago(days=4)),
    *observed(ILL, ago(hours=2)),
    result(ago(days=2, hours=8), "il6", 5.0, "<"),
    result(ago(days=1, hours=8), "il6", 240.0),
    result(ago(hours=8), "il6", 3400.0),
    result(ago(hours=8), "crp", text="haemolysed"),
    result(
        ago(hours=8), "creatinine", 0.904772675865, original=(("value", "80"), ("unit", "µmol/L"))
    ),
    result(ago(days=1, hours=8), "ige", 40.0),
    *arrival(WELL, "2", infused=ago(days=4)),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, LabsPane, tmp_path, WARD, ILL)
    yield made
    made.close()


def labels(pane):
    return [line.title or line.analyte.label for line in pane._model.lines]


def row(pane, key):
    return next(
        n for n, line in enumerate(pane._model.lines) if line.analyte and line.analyte.key == key
    )


def go_to(ward, key):
    ward.pane.view.go_to(row(ward.pane, key))


def shown(pane, key, column=0):
    return pane.values.model().index(row(pane, key), column).data()


# --- the grid -------------------------------------------------------------------------------------


def test_cytokines_come_first_and_what_was_reported_stands_in_the_grid(ward):
    found = labels(ward.pane)
    assert found[:2] == ["Cytokines", "IL-6"]
    order = [
        name
        for name in found
        if name
        in {"Cytokines", "Inflammation", "Haematology", "Chemistry", "Coagulation", "CAR-T cells"}
    ]
    assert order == [
        "Cytokines", "Inflammation", "Haematology", "Chemistry", "Coagulation", "CAR-T cells",
    ]  # fmt: skip
    assert analytes()["ige"].label in found


def test_the_latest_result_stands_next_to_the_field(ward):
    header = ward.pane.values.model()
    titles = [header.headerData(n, Qt.Orientation.Horizontal) for n in range(3)]
    assert titles == ["D+4\n06:32", "D+3\n06:32", "D+2\n06:32"]
    assert [shown(ward.pane, "il6", n) for n in range(3)] == ["3400", "240", "<5"]


def test_words_and_converted_results_are_shown(ward):
    assert shown(ward.pane, "crp") == "haemolysed"
    assert shown(ward.pane, "creatinine") == "0.90"
    tip = (
        ward.pane.values.model()
        .index(row(ward.pane, "creatinine"), 0)
        .data(Qt.ItemDataRole.ToolTipRole)
    )
    assert "written as 80 µmol/L" in tip


def test_the_change_of_a_cytokine_is_told_as_a_factor(ward):
    assert ward.pane._model.index(row(ward.pane, "il6"), CHANGE).data() == "↑ ×14"


def test_every_analyte_can_be_asked_for(ward):
    assert "IL-8" not in labels(ward.pane)
    ward.pane._every.click()
    assert "IL-8" in labels(ward.pane)
    lines = [line for line in ward.pane._model.lines if line.analyte]
    assert len(lines) == len(analytes())


def test_an_analyte_is_found_by_a_part_of_its_name(ward):
    ward.pane._find.setFocus()
    ward.type("il-8")
    assert labels(ward.pane) == ["Cytokines", "IL-8"]
    ward.press(ENTER)
    ward.type("12")
    ward.save()
    assert ward.facts() == (Lab("il8", 12.0, "pg/mL"),)


# --- typing ---------------------------------------------------------------------------------------


def test_enter_goes_down_and_one_save_takes_all_at_one_moment(ward):
    go_to(ward, "crp")
    ward.type("117")
    ward.press(ENTER)
    ward.type("2930")
    ward.press(ENTER)
    ward.save()
    (drafts,) = ward.asked
    assert [draft.fact for draft in drafts] == [
        Lab("crp", 117.0, "mg/L"),
        Lab("ferritin", 2930.0, "ug/L"),
    ]
    assert {draft.at for draft in drafts} == {ward.clock.now}


def test_arrows_move_up_and_down(ward):
    go_to(ward, "crp")
    ward.press(Qt.Key.Key_Down)
    ward.type("2930")
    ward.press(Qt.Key.Key_Up)
    ward.type("117")
    ward.save()
    assert {fact.analyte for fact in ward.facts()} == {"crp", "ferritin"}


def test_titles_of_groups_are_stepped_over(ward):
    last = row(ward.pane, "ifng")
    ward.pane.view.go_to(last)
    ward.press(ENTER)
    assert ward.pane.view.currentIndex().row() == row(ward.pane, "crp")
    assert row(ward.pane, "crp") == last + 2


def test_the_unit_is_chosen_by_f4_and_what_was_typed_is_kept(ward):
    go_to(ward, "creatinine")
    ward.type("80")
    ward.press(Qt.Key.Key_F4)
    assert ward.options()[:2] == ["mg/dL", "µmol/L"]
    ward.choose("2")
    ward.save()
    (draft,) = ward.asked[0]
    assert draft.fact.value == pytest.approx(0.905, abs=1e-3)
    assert draft.fact.unit == "mg/dL"
    assert draft.original == (("value", "80"), ("unit", "µmol/L"))


def test_tab_goes_by_way_of_the_unit(ward):
    go_to(ward, "crp")
    ward.press(Qt.Key.Key_Tab)
    assert ward.pane.view.currentIndex().column() == UNIT
    ward.press(Qt.Key.Key_Space)
    ward.choose("3")
    ward.type("11,7")
    ward.save()
    (fact,) = ward.facts()
    assert fact == Lab("crp", 117.0, "mg/L")


def test_shift_tab_goes_back_the_same_way(ward):
    go_to(ward, "ferritin")
    ward.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert (ward.pane.view.currentIndex().row(), ward.pane.view.currentIndex().column()) == (
        row(ward.pane, "crp"),
        UNIT,
    )
    ward.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    ward.type("117")
    assert ward.pane._model.typed == {"crp": "117"}


def test_tab_from_the_unit_goes_to_the_next_field(ward):
    go_to(ward, "crp")
    ward.press(Qt.Key.Key_Tab)
    ward.press(Qt.Key.Key_Tab)
    ward.type("2930")
    assert ward.pane._model.typed == {"ferritin": "2930"}


def test_tab_behind_the_last_unit_leaves_the_grid(ward):
    last = max(n for n, line in enumerate(ward.pane._model.lines) if line.analyte)
    ward.pane.view.go_to(last)
    ward.press(Qt.Key.Key_Tab)
    ward.press(Qt.Key.Key_Tab)
    assert ward.keyboard() not in {ward.pane.view, None}
    assert not ward.pane.view.isAncestorOf(ward.keyboard())


def test_a_click_opens_a_field_or_the_units(ward):
    view = ward.pane.view
    for column in (UNIT, ENTRY):
        middle = view.visualRect(ward.pane._model.index(1, column)).center()
        ward.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        if column == UNIT:
            ward.choose("3")
            ward.press(Qt.Key.Key_Escape)
    ward.type("3.4")
    assert ward.pane._model.typed == {"il6": "3.4"}
    assert ward.pane._model.unit(analytes()["il6"]) == "ng/mL"


def test_an_impossible_value_is_refused_at_its_field(ward):
    go_to(ward, "il6")
    ward.type("2000000")
    assert ward.pane.bubble() == "IL-6: 0 to 1000000 pg/mL can be true."
    ward.save()
    assert (ward.asked, ward.pane._said.text()) == ([], ward.pane.bubble())
    assert ward.pane._model.typed["il6"] == "2000000"


def test_a_value_of_another_unit_is_refused_never_converted(ward):
    go_to(ward, "creatinine")
    ward.type("80")
    assert ward.pane.bubble() == (
        "Creatinine 80 mg/dL cannot be true. In µmol/L? Then choose the unit."
    )
    ward.save()
    assert ward.asked == []


def test_half_a_number_is_not_scolded_while_it_is_typed(ward):
    go_to(ward, "ldh")
    ward.type("5")
    assert ward.pane.bubble() == ""
    ward.press(ENTER)
    assert ward.pane._model.state(analytes()["ldh"]) == "refused"
    ward.save()
    assert ward.pane._said.text() == "LDH: 54 to 33000 U/L can be true."
    assert ward.pane.view.currentIndex().row() == row(ward.pane, "ldh")


def test_unlikely_values_are_asked_about_once(ward):
    go_to(ward, "il6")
    ward.type("3400")
    ward.press(ENTER)
    ward.save()
    assert ward.asked == []
    assert ward.pane._said.text() == "IL-6 3400 pg/mL: unusual. Save again to keep it."
    ward.save()
    assert ward.facts() == (Lab("il6", 3400.0, "pg/mL"),)


def test_another_keystroke_asks_anew(ward):
    go_to(ward, "il6")
    ward.type("3400")
    ward.save()
    go_to(ward, "il6")
    ward.type("3500")
    ward.save()
    assert ward.asked == []
    assert ward.pane._said.text().startswith("IL-6 3500 pg/mL")


def test_nothing_typed_is_nothing_to_save(ward):
    ward.save()
    assert (ward.asked, ward.pane._said.text()) == ([], "Nothing is typed yet.")


def test_enter_in_the_last_line_saves(ward):
    lines = ward.pane._model.lines
    last = max(n for n, line in enumerate(lines) if line.analyte)
    ward.pane.view.go_to(last)
    ward.type("12")
    ward.press(ENTER)
    assert len(ward.asked) == 1


def test_the_time_of_the_sample(ward):
    ward.pane._time.edit.setFocus()
    ward.type("0600")
    ward.press(ENTER)
    go_to(ward, "crp")
    ward.type("12")
    ward.save()
    assert ward.asked[0][0].at == ago(hours=8, minutes=32)


def test_a_time_that_cannot_be_read_blocks_saving(ward):
    go_to(ward, "crp")
    ward.type("12")
    ward.pane._time.edit.setFocus()
    ward.type("tomorrow")
    ward.save()
    assert ward.asked == []
    assert "is not a time" in ward.pane._said.text()


# --- saving, drafts, patients ---------------------------------------------------------------------


def test_after_saving_the_results_stand_in_the_grid(ward):
    go_to(ward, "crp")
    ward.type("117")
    ward.save()
    assert ward.pane._said.text() == (
        "Saved at 14:32: CRP 117. Laboratory values still due: blood count, ferritin."
    )
    assert ward.pane._model.typed == {}
    assert shown(ward.pane, "crp") == "117"
    assert ward.drafts.get(ILL, "labs") == {}


def test_after_saving_the_keyboard_is_free_for_the_keys_of_the_screen(ward):
    go_to(ward, "crp")
    ward.type("117")
    ward.save()
    assert ward.keyboard() is ward.pane


def test_on_failure_everything_stays(ward):
    ward.full = "The disk is full."
    go_to(ward, "crp")
    ward.type("117")
    ward.save()
    assert ward.pane._model.typed == {"crp": "117"}
    assert ward.pane._said.text() == "The disk is full."


def test_another_patient_has_a_grid_of_his_own(ward):
    go_to(ward, "creatinine")
    ward.type("80")
    ward.press(Qt.Key.Key_F4)
    ward.choose("2")
    ward.turn_to(WELL)
    assert ward.pane._model.typed == {}
    assert ward.pane.values.model().columnCount() == 0
    ward.turn_to(ILL)
    assert ward.pane._model.typed == {"creatinine": "80"}
    assert ward.pane._model.unit(analytes()["creatinine"]) == "µmol/L"


def test_a_minute_later_the_field_is_still_open(ward):
    go_to(ward, "crp")
    ward.type("11")
    ward.clock.now = ago(minutes=-1)
    ward.ward.refresh()
    ward.type("7")
    assert ward.pane._model.typed == {"crp": "117"}


def test_a_field_has_a_name_for_a_screen_reader(ward):
    go_to(ward, "crp")
    assert ward.keyboard().accessibleName() == "CRP"


# --- text in, results out -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("analyte", "text", "unit", "value", "bound", "original"),
    [
        ("crp", "12.3", "mg/L", 12.3, None, ()),
        ("crp", "12,3", "mg/L", 12.3, None, ()),
        ("crp", " 12 ", "mg/L", 12.0, None, ()),
        ("crp", "\uff11\uff12", "mg/L", 12.0, None, ()),
        ("crp", "<5", "mg/L", 5.0, "<", ()),
        ("crp", "> 300", "mg/L", 300.0, ">", ()),
        ("crp", "≤5", "mg/L", 5.0, "<", (("value", "≤5"), ("unit", "mg/L"))),
        ("crp", "1.2", "mg/dL", 12.0, None, (("value", "1.2"), ("unit", "mg/dL"))),
        ("anc", "800", "/µL", 0.8, None, (("value", "800"), ("unit", "/µL"))),
        ("anc", "0.8", "K/µL", 0.8, None, ()),
    ],
)
def test_a_result_as_typed(analyte, text, unit, value, bound, original):
    typed = read(analytes()[analyte], text, unit)
    assert (typed.result.value, typed.result.bound) == (pytest.approx(value), bound)
    assert typed.original == original
    assert not typed.refused


@pytest.mark.parametrize(
    ("text", "growing"), [("<", True), ("12x", False), ("1,234", False), ("1.2.3", False)]
)
def test_what_is_no_result_is_refused(text, growing):
    typed = read(analytes()["crp"], text, "mg/L")
    assert typed.result is None
    assert typed.refused
    assert typed.growing is growing


@pytest.mark.parametrize(
    ("analyte", "text", "unit", "kept", "original"),
    [
        (
            "potassium",
            "5,9 haemolysed",
            "mmol/L",
            Lab("potassium", 5.9, "mmol/L", None, "haemolysed"),
            (("value", "5,9 haemolysed"), ("unit", "mmol/L")),
        ),
        (
            "creatinine",
            "88.42\uff08溶血\uff09",
            "µmol/L",
            Lab("creatinine", 1.0, "mg/dL", None, "溶血"),
            (("value", "88.42\uff08溶血\uff09"), ("unit", "µmol/L")),
        ),
    ],
)
def test_a_value_with_a_remark_is_kept_with_it_after_a_question(
    analyte, text, unit, kept, original
):
    typed = read(analytes()[analyte], text, unit)
    assert (typed.result, typed.original) == (kept, original)
    assert "not graded" in typed.question


def test_what_is_reported_in_words_is_not_asked_about():
    typed = read(analytes()["protein_strip"], "2+", "")
    assert (typed.result, typed.question) == (Lab("protein_strip", text="2+"), "")


def test_a_remark_is_read_again_as_it_is_shown():
    kept = Lab("potassium", 5.9, "mmol/L", None, "haemolysed")
    potassium = analytes()["potassium"]
    assert read(potassium, result_text(kept, potassium, C), "mmol/L").result == kept


def test_words_are_kept_after_a_question():
    typed = read(analytes()["crp"], "clotted", "mg/L")
    assert typed.result == Lab("crp", text="clotted")
    assert "is no number" in typed.question


@pytest.mark.parametrize(
    ("analyte", "value", "bound", "text"),
    [
        ("crp", 12.3, None, "12.3"),
        ("crp", 12.0, None, "12.0"),
        ("il6", 3400.0, None, "3400"),
        ("il6", 0.04, None, "0.04"),
        ("il6", 5.0, "<", "<5"),
        ("il6", 1.5, "<", "<1.5"),
        ("creatinine", 0.904772675865, None, "0.90"),
    ],
)
def test_a_result_as_shown(analyte, value, bound, text):
    assert result_text(Lab(analyte, value, "", bound), analytes()[analyte], C) == text


@pytest.mark.parametrize(
    ("latest", "before", "text"),
    [
        (3400, 240, "↑ ×14"),
        (240, 3400, "↓ ×0.07"),
        (12.5, 2940, "↓ ×0.004"),
        (110, 100, ""),
        (90, 30, "↑ ×3.0"),
        (5, 0, ""),
    ],
)
def test_a_change_as_a_factor(latest, before, text):
    assert change_text(Lab("il6", latest), Lab("il6", before), C) == text


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (Lab("potassium", 5.9, "mmol/L", None, "haemolysed"), "5.9 haemolysed"),
        (Lab("il6", 5.0, "pg/mL", "<", "haemolysed"), "<5 haemolysed"),
        (Lab("crp", text="not done"), "not done"),
    ],
)
def test_words_are_shown_as_they_were_written(result, text):
    assert result_text(result, analytes()[result.analyte], C) == text


def test_a_value_with_a_remark_has_no_factor():
    spoilt = Lab("il6", 50.0, "pg/mL", None, "haemolysed")
    assert change_text(Lab("il6", 500.0), spoilt, C) == ""
    assert change_text(spoilt, Lab("il6", 500.0), C) == ""


def test_a_limit_has_no_factor():
    assert change_text(Lab("il6", 50.0), Lab("il6", 5.0, "", "<"), C) == ""


@pytest.mark.parametrize(
    ("unit", "text"),
    [("10*9/L", "10⁹/L"), ("umol/L", "µmol/L"), ("/uL", "/µL"), ("ug/L", "µg/L"), ("U/L", "U/L")],
)
def test_a_unit_as_printed(unit, text):
    assert unit_text(unit) == text


@pytest.mark.parametrize("analyte", sorted(analytes()))
def test_every_unit_offered_is_one_the_analyte_is_known_in(analyte):
    known = analytes()[analyte]
    offered = units_of(known)
    assert known.factor(offered[0]) == 1.0
    assert all(known.factor(unit) > 0 for unit in offered)
    assert len(set(offered)) == len(offered)


# --- the keyboard between new and earlier results -------------------------------------------------


def test_the_right_arrow_goes_to_the_earlier_results_of_the_line_and_left_comes_back(ward):
    go_to(ward, "il6")
    ward.type("12")
    ward.press(Qt.Key.Key_Left)
    ward.press(Qt.Key.Key_Right)
    assert ward.keyboard() is not ward.pane.values, "first to the end of the text"
    ward.press(Qt.Key.Key_Right)
    assert ward.keyboard() is ward.pane.values
    assert "3400" in ward.pane.grid.about_text()
    ward.press(Qt.Key.Key_Left)
    assert ward.keyboard().accessibleName() == "IL-6"
    assert ward.keyboard().text() == "12"


def test_a_date_with_its_year_fits_into_the_time(ward):
    edit = ward.pane.head.time.edit
    edit.setText("2026-11-22 06:00")
    option = QStyleOptionFrame()
    edit.initStyleOption(option)
    inside = edit.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, edit)
    assert edit.fontMetrics().horizontalAdvance(edit.text()) + theme.px(4) <= inside.width()
