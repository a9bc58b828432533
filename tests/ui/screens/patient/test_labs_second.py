import pytest
from PySide6.QtCore import Qt

from bedside.analytes import analytes
from bedside.facts import SecondEntry
from bedside.second_entry import waiting
from bedside.timeline import Draft
from grading.signs import Lab
from tests.ui.screens.patient.bedside_of import ENTER, Bedside
from tests.ui.wards import NOW, ago, arrival
from ui import theme
from ui.screens.patient.labs import LabsPane
from ui.ward import Keeper

ILL, WELL = "RC-1", "RC-2"
ANN, BEN = Keeper("Ann", "nurse"), Keeper("Ben", "nurse")
EARLY = ago(hours=6, minutes=32)


def result(analyte, value, at=EARLY, bound=None):
    return Draft(ILL, at, Lab(analyte, value, analytes()[analyte].unit, bound))


WARD = [
    *arrival(ILL, "1", infused=ago(days=4)),
    result("il6", 412.0),
    result("il10", 5.0, bound="<"),
    result("crp", 12.0),
    result("il6", 90.0, at=ago(days=1)),
    *arrival(WELL, "2", infused=ago(days=4)),
]


class Second(Bedside):
    """A pane at which Ben sits; what is asked for is recorded in his name."""

    keeper = BEN

    def _record(self, drafts):
        self.asked.append(drafts)
        if self.full:
            self.pane.refused(self.full)
        else:
            self.pane.saved(self.ward.record(drafts, self.keeper))


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Second(qtbot, LabsPane, tmp_path, WARD, ILL)
    made.pane.set_keeper(BEN)
    yield made
    made.close()


def opened(ward):
    ward.pane.second.button.click()
    return ward.pane.second.form


def log(ward):
    return ward.ward.chart(ILL).log


def left(ward):
    return [len(batch.entries) for batch in waiting(ward.ward.chart(ILL))]


# --- the line -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keeper", "words", "may"),
    [
        (BEN, "2 cytokine results of 08:00 wait for a second entry; more sets: 1.", True),
        (
            ANN,
            "2 cytokine results of 08:00 wait for a second entry, by somebody else than Ann.",
            False,
        ),
        (None, "2 cytokine results of 08:00 wait for a second entry; more sets: 1.", False),
    ],
)
def test_a_quiet_line_says_what_waits_and_for_whom(ward, keeper, words, may):
    ward.pane.set_keeper(keeper)
    assert ward.pane.second.text() == words
    assert ward.pane.second.button.isVisible() is may


def test_where_nothing_waits_nothing_is_said(ward):
    ward.turn_to(WELL)
    assert ward.pane.second.text() == ""


# --- the form -------------------------------------------------------------------------------------


def test_the_form_is_blind(ward):
    form = opened(ward)
    assert form.isVisible()
    assert not ward.pane.values.isVisible()
    assert [line.analyte.label for line in form._lines] == ["IL-6", "IL-10"]
    assert [line.edit.text() for line in form._lines] == ["", ""]
    assert form.words() == ["", ""]
    shown = " ".join(w.text() for w in form.findChildren(type(form._title)) if w.isVisible())
    assert "412" not in shown


def test_what_agrees_is_saved_as_a_second_entry_and_marked(ward):
    opened(ward)
    ward.type("412")
    ward.press(ENTER)
    ward.type("<5")
    ward.press(ENTER)
    (draft,) = ward.asked[0]
    batch = {e.id for e in log(ward) if isinstance(e.fact, Lab) and e.at == EARLY}
    assert isinstance(draft.fact, SecondEntry)
    assert set(draft.fact.entries) < batch
    assert len(draft.fact.entries) == 2
    assert draft.at == NOW
    assert left(ward) == [1]
    assert ward.pane.values.isVisible()
    assert ward.pane._said.text().startswith("Second entry saved; the same: 2.")
    row = ward.pane.grid.line_of(analytes()["il6"])
    index = ward.pane.values.model().index(row, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("typed twice")


def test_the_same_number_in_another_unit_agrees(ward):
    form = opened(ward)
    ward.type("0.412")
    form._lines[0].unit._choose("ng/mL")
    ward.save()
    assert form.comparison.differing == ()
    (draft,) = ward.asked[0]
    assert len(draft.fact.entries) == 1
    assert left(ward) == [1, 1]


def test_a_difference_is_shown_side_by_side_and_nothing_is_saved(ward):
    form = opened(ward)
    ward.type("421")
    ward.press(ENTER)
    ward.type("<5")
    ward.save()
    assert ward.asked == []
    assert form.words() == ["Ann: 412 pg/mL\nyou: 421 pg/mL", "the same"]
    assert form.said() == "Differing: 1. Look at the sheet, then type again or amend."
    assert [acts.isVisible() for acts in form._acts.values()] == [True, False]


def test_what_agrees_can_be_saved_while_a_difference_is_open(ward):
    opened(ward)
    ward.type("421")
    ward.press(ENTER)
    ward.type("<5")
    ward.save()
    ward.save()
    (draft,) = ward.asked[0]
    assert len(draft.fact.entries) == 1
    assert left(ward) == [1, 1]


def test_a_difference_is_settled_by_typing_again(ward):
    form = opened(ward)
    ward.type("421")
    ward.press(ENTER)
    ward.type("<5")
    ward.save()
    form._type_again(form._lines[0])
    assert form.words() == ["", ""]
    ward.type("412")
    ward.save()
    (draft,) = ward.asked[0]
    assert len(draft.fact.entries) == 2


def test_a_difference_is_settled_by_amending_with_a_reason(ward):
    form = opened(ward)
    ward.type("421")
    ward.press(ENTER)
    ward.type("<5")
    ward.save()
    form._ask_reason(form._lines[0])
    ward.press(Qt.Key.Key_1)
    assert form.words()[0].startswith("421 pg/mL, amended")
    ward.save()
    amendment, second = ward.asked[0]
    first = next(e for e in log(ward) if e.fact == Lab("il6", 412.0, "pg/mL"))
    assert (amendment.fact, amendment.amends) == (Lab("il6", 421.0, "pg/mL"), first.id)
    assert amendment.reason == "typing error"
    assert len(second.fact.entries) == 1
    # Ben wrote the amendment, so that it waits for somebody else now.
    assert [batch.authors for batch in waiting(ward.ward.chart(ILL))] == [("Ben",), ("Ann",)]
    assert "somebody else types these again" in ward.pane._said.text()


def test_what_cannot_be_read_is_refused_at_its_field(ward):
    form = opened(ward)
    ward.type("4x")
    ward.save()
    assert ward.asked == []
    assert form.said()
    assert ward.keyboard() is form._lines[0].edit


def test_nothing_typed_is_nothing_to_compare(ward):
    form = opened(ward)
    ward.save()
    assert (ward.asked, form.said()) == ([], "Nothing is typed yet.")


def test_escape_leaves_and_what_was_typed_is_kept_for_that_person(ward):
    form = opened(ward)
    ward.type("41")
    ward.press(Qt.Key.Key_Escape)
    assert ward.pane.values.isVisible()
    assert [line.edit.text() for line in opened(ward)._lines] == ["41", ""]
    ward.press(Qt.Key.Key_Escape)
    other = Keeper("Cat", "nurse")
    ward.pane.set_keeper(other)
    assert [line.edit.text() for line in opened(ward)._lines] == ["", ""]
    assert form.comparison is None


def test_another_person_at_the_keyboard_closes_the_form(ward):
    opened(ward)
    ward.pane.set_keeper(ANN)
    assert ward.pane.values.isVisible()


def test_another_patient_closes_the_form(ward):
    opened(ward)
    ward.turn_to(WELL)
    assert not ward.pane.second.is_open()
    assert ward.pane.values.isVisible()


def test_on_failure_the_form_stays_and_says_why(ward):
    form = opened(ward)
    ward.full = "The disk is full."
    ward.type("412")
    ward.save()
    assert form.isVisible()
    assert form.said() == "The disk is full."
    assert form._lines[0].edit.text() == "412"
