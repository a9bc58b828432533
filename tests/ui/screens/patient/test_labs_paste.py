from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from bedside.analytes import analytes
from bedside.pasted import Unplaced, pasted
from bedside.timeline import Draft
from grading.signs import Lab
from tests.ui.screens.patient.bedside_of import CTRL, Bedside
from tests.ui.wards import ago, arrival, observed
from ui import theme
from ui.screens.patient.labs import LabsPane
from ui.screens.patient.labs_models import CHANGE
from ui.screens.patient.labs_paste import unplaced_text
from ui.screens.patient.labs_sheets import Sheet, Sheets

ILL, WELL = "RC-1", "RC-2"
WARD = [
    *arrival(ILL, "1", infused=ago(days=4)),
    *observed(ILL, ago(hours=2)),
    Draft(ILL, ago(days=1), Lab("crp", 5.0, "mg/L")),
    *arrival(WELL, "2", infused=ago(days=4)),
]


def lines(*cells):
    return "\n".join("\t".join(row) for row in cells)


SHEET = lines(
    ("IL-6", "412,5", "pg/mL", "", "7"),
    ("CRP", "11.2", "mg/dL", "0", "0.5"),
    ("Ferritin", "1.234,5", "ug/L"),
    ("Foo", "44"),
)
MOMENTS = lines(
    ("Time", "CRP (mg/L)", "Ferritin"),
    ("22.11. 13:00", "112", "4100"),
    ("21.11. 08:00", "98", "not done"),
)


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, LabsPane, tmp_path, WARD, ILL)
    yield made
    made.close()


def copied(text):
    QGuiApplication.clipboard().setText(text)


def go_to(ward, key):
    ward.pane.view.go_to(ward.pane.grid.line_of(analytes()[key]))


def paste(ward, text):
    copied(text)
    ward.press(Qt.Key.Key_V, CTRL)


# --- one set --------------------------------------------------------------------------------------


def test_a_pasted_sheet_stands_in_the_fields_and_nothing_is_saved(ward):
    paste(ward, SHEET)
    assert ward.pane._model.typed == {"il6": "412,5", "crp": "11.2"}
    assert ward.pane._model.unit(analytes()["crp"]) == "mg/dL"
    assert ward.asked == []
    assert ward.pane.pasted.title() == "Results pasted: 2. Nothing is saved yet. Not placed: 2."
    assert ward.pane.pasted.lines() == [
        "Line 3: Ferritin · 1.234,5 · ug/L – no result can be read there: write 1234.5 or 1234,5.",
        "Line 4: Foo · 44 – no analyte is called like this.",
    ]


def test_the_range_that_came_with_a_value_is_shown_and_recorded_in_its_canonical_unit(ward):
    paste(ward, SHEET)
    crp = ward.pane.grid.line_of(analytes()["crp"])
    assert ward.pane._model.index(crp, CHANGE).data() == "0–0.5"
    ward.save()
    ward.save()
    il6, crp = ward.asked[0]
    assert il6.fact == Lab("il6", 412.5, "pg/mL", high=7.0)
    assert il6.original == ()
    assert crp.fact == Lab("crp", 112.0, "mg/L", low=0.0, high=5.0)
    assert crp.original == (("value", "11.2"), ("unit", "mg/dL"), ("low", "0"), ("high", "0.5"))


def test_the_list_of_what_was_not_placed_stays_after_saving_until_it_is_put_away(ward):
    paste(ward, SHEET)
    ward.save()
    ward.save()
    assert len(ward.asked) == 1
    assert len(ward.pane.pasted.lines()) == 2
    assert ward.pane.pasted.isVisible()
    ward.pane.pasted._clear.click()
    assert ward.pane.pasted.isHidden()
    assert ward.drafts.get(ILL, "labs") == {}


def test_a_paste_is_taken_back_whole(ward):
    go_to(ward, "ferritin")
    ward.type("300")
    paste(ward, SHEET)
    ward.pane.pasted._back.click()
    assert ward.pane._model.typed == {"ferritin": "300"}
    assert ward.pane.pasted.isHidden()


def test_what_is_typed_already_is_not_replaced(ward):
    go_to(ward, "crp")
    ward.type("5")
    paste(ward, "CRP\t12\nFerritin\t300")
    assert ward.pane._model.typed == {"crp": "5", "ferritin": "300"}
    assert ward.pane.pasted.lines() == ["Line 1: CRP · 12 – something else is typed there already."]


def test_a_column_goes_down_from_the_field_with_the_keyboard(ward):
    go_to(ward, "crp")
    paste(ward, "12\n\n0,4\n")
    assert ward.pane._model.typed == {"crp": "12", "procalcitonin": "0,4"}


def test_one_value_is_typed_text_of_its_field(ward):
    go_to(ward, "crp")
    paste(ward, "12")
    assert ward.pane._model.typed == {"crp": "12"}
    assert ward.pane.pasted.isHidden()


def test_the_button_pastes_too(ward):
    copied(SHEET)
    ward.pane.head.paste.click()
    assert set(ward.pane._model.typed) == {"il6", "crp"}


def test_analytes_that_were_not_in_the_grid_come_into_it(ward):
    assert ward.pane.grid.line_of(analytes()["il8"]) is None
    ward.pane._find.setText("crp")
    ward.pane._find.setFocus()
    copied("IL-8\t12")
    ward.pane.head.paste.click()
    assert ward.pane.grid.line_of(analytes()["il8"]) is not None
    assert ward.pane._find.text() == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" ", "There is nothing to paste: copy the cells first."),
        ("x" * 300_000, "That is too long to be looked through: import it as a file."),
    ],
)
def test_what_cannot_be_pasted_is_refused_in_words(ward, text, said):
    copied(text)
    ward.pane.head.paste.click()
    assert ward.pane._said.text() == said
    assert ward.pane._model.typed == {}


def test_an_impossible_value_is_refused_at_its_field(ward):
    paste(ward, "Creatinine\t80\tmg/dL")
    ward.save()
    assert ward.asked == []
    assert ward.pane._said.text().startswith("Creatinine 80 mg/dL cannot be true.")


# --- several moments ------------------------------------------------------------------------------


def test_several_moments_are_several_sets_each_shown(ward):
    paste(ward, MOMENTS)
    assert ward.pane.pasted.sets() == ["[13:00: 2 values]", "21 Nov 08:00: 2 values"]
    assert ward.pane._time.text() == "22.11. 13:00"
    assert ward.pane._model.typed == {"crp": "112", "ferritin": "4100"}
    ward.pane.pasted._sets[1].click()
    assert ward.pane._time.text() == "21.11. 08:00"
    assert ward.pane._model.typed == {"crp": "98", "ferritin": "not done"}
    assert ward.asked == []


def test_a_set_is_saved_and_the_next_one_shown(ward):
    paste(ward, MOMENTS)
    ward.pane.foot.save.click()
    (drafts,) = ward.asked
    assert {draft.at for draft in drafts} == {ago(hours=1, minutes=32)}
    assert [draft.fact.value for draft in drafts] == [112.0, 4100.0]
    assert ward.pane._time.text() == "21.11. 08:00"
    assert ward.pane._model.typed == {"crp": "98", "ferritin": "not done"}
    ward.pane.foot.save.click()
    ward.pane.foot.save.click()  # words are asked about
    assert [draft.fact.text for draft in ward.asked[1]] == [None, "not done"]
    assert ward.pane._model.typed == {}
    assert ward.pane.pasted.isHidden()


def test_all_sets_are_saved_in_one(ward):
    paste(ward, MOMENTS)
    ward.pane.foot.save_all.click()
    assert ward.asked == []
    assert "is no number" in ward.pane._said.text()
    ward.pane.foot.save_all.click()
    (drafts,) = ward.asked
    assert [draft.at for draft in drafts] == [ago(hours=1, minutes=32)] * 2 + [
        ago(days=1, hours=6, minutes=32)
    ] * 2
    assert ward.pane._said.text().startswith("Saved: 4 results of 2 sets.")
    assert ward.drafts.get(ILL, "labs") == {}


def test_of_all_sets_none_is_saved_while_one_is_refused(ward):
    paste(ward, lines(("Time", "CRP", "Urea"), ("13:00", "1", "2"), ("tomorrow", "3", "4")))
    assert ward.pane.pasted.sets()[1] == "“tomorrow”?: 2 values"
    ward.pane.foot.save_all.click()
    assert ward.asked == []
    assert ward.pane._time.text() == "tomorrow"
    assert "is not a time" in ward.pane._said.text()


def test_sets_and_what_was_not_placed_outlive_another_patient(ward):
    paste(ward, MOMENTS + "\n\t7")
    ward.turn_to(WELL)
    assert ward.pane.pasted.isHidden()
    assert ward.pane._model.typed == {}
    ward.turn_to(ILL)
    assert len(ward.pane.pasted.sets()) == 2
    assert ward.pane.pasted.lines() == ["Line 4: 7 – there is no time, and more lines than one."]
    assert ward.pane._model.typed == {"crp": "112", "ferritin": "4100"}


def test_on_failure_every_set_stays(ward):
    paste(ward, MOMENTS)
    ward.full = "The disk is full."
    ward.pane.foot.save.click()
    assert len(ward.pane.pasted.sets()) == 2
    assert ward.pane._said.text() == "The disk is full."


# --- sheets as they are kept ----------------------------------------------------------------------


def sheet(**parts):
    made = Sheet(**parts)
    return (made.time, made.typed, made.units, made.limits)


def test_sheets_come_back_from_the_drafts_as_they_were():
    sheets = Sheets({"time": "0700", "crp": "5"})
    sheets.take(pasted(MOMENTS + "\n" + lines(("Foo", "1"))))
    sheets.take(pasted("Sodium\t140\tmmol/L\t135\t145\nFoo\t\t1"))
    kept = {name: text for name, text in sheets.texts().items() if text}
    again = Sheets(kept)
    for one, other in zip(sheets.all, again.all, strict=True):
        assert (one.time, one.typed, one.units, one.limits) == (
            other.time,
            other.typed,
            other.units,
            other.limits,
        )
    assert [one[:4] for one in again.unplaced] == [one[:4] for one in sheets.unplaced]
    assert len(again.all) == 4


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=8), max_size=6))
def test_kept_text_of_any_kind_can_be_read(texts):
    sheets = Sheets(texts)
    assert sheets.shown.filled() is not None
    assert len(sheets.all) >= 1


def test_a_drop_shows_the_next_set():
    sheets = Sheets()
    sheets.take(pasted(MOMENTS))
    first, second = sheets.all
    sheets.place = 1
    sheets.drop([first])
    assert sheets.shown is second
    sheets.drop([second])
    assert sheets.shown.is_blank()


@pytest.mark.parametrize("why", Unplaced.__annotations__["why"].__args__)
def test_every_reason_has_its_own_words_that_name_the_line(why):
    said = unplaced_text(Unplaced(7, "CRP · 12", why, "crp"))
    assert said.startswith("Line 7: CRP · 12 – ")


def test_no_two_reasons_read_the_same():
    whys = Unplaced.__annotations__["why"].__args__
    said = sorted(unplaced_text(Unplaced(1, "x", why, "y")) for why in whys)
    assert all(one != other for one, other in pairwise(said))
