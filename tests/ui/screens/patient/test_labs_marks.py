import pytest
from PySide6.QtCore import Qt

from bedside.analytes import analytes
from bedside.chart import chart
from bedside.facts import WARD as OF_WARD
from bedside.facts import LabRange, SecondEntry
from bedside.protocol.shelf import shelf
from bedside.ranges import ranges
from bedside.timeline import Draft, Entry
from grading.drugs import CLASS_OF, DrugClass
from grading.signs import Drug, Lab
from tests.ui.screens.patient.bedside_of import ENTER, Bedside
from tests.ui.wards import NOW, NURSE, Clock, ago, arrival, opened_ward, plans_of
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.labs import LabsPane
from ui.screens.patient.labs_about import about, rich
from ui.screens.patient.labs_marks import Marks
from ui.settings import Settings
from ui.ward import Keeper
from ui.window import MainWindow

ILL = "RC-1"
LAST, BEFORE = ago(hours=8), ago(days=9)


def entries(*drafts, author="Ann"):
    return [
        Entry(
            f"{n:06}", "here", n, d.patient, d.at, d.at, author, "nurse", d.fact,
            amends=d.amends, reason=d.reason, original=d.original,
        )
        for n, d in enumerate(drafts, 1)
    ]  # fmt: skip


def result(analyte, value, at=LAST, **more):
    return Draft(ILL, at, Lab(analyte, value, analytes()[analyte].unit, **more))


def normal(analyte, low, high, at=ago(days=300), laboratory="", sex=None):  # noqa: B008
    return Draft(OF_WARD, at, LabRange(laboratory, analyte, low, high, sex))


def marked(drafts, ranged=(), version="5.0"):
    """Chart, marks and words of the last of these results."""
    made = chart(entries(*arrival(ILL, "1", infused=ago(days=4)), *drafts), NOW)
    marks = Marks(made, ranges(entries(*ranged)), version)
    entry = made.timeline[-1]
    mark = marks.of(entry)
    said = about(entry, analytes()[entry.fact.analyte], mark, made)
    return mark, [one.text for one in said]


# --- flags ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "flag", "words"),
    [
        (131.0, "low", "L: below normal. Normal is 137 to 147\u00a0mmol/L"),
        (137.0, "inside", "Within normal."),
        (151.0, "high", "H: above normal."),
    ],
)
def test_a_flag_goes_by_the_range_of_the_laboratory(value, flag, words):
    mark, said = marked([result("sodium", value)], [normal("sodium", 137, 147)])
    assert mark.flag == flag
    assert said[1].startswith(words)
    assert "since 26 Jan 2026" in said[1]


def test_the_range_that_came_with_the_result_goes_before():
    own = result("sodium", 131.0, low=130.0, high=150.0, laboratory="Central")
    mark, said = marked([own], [normal("sodium", 137, 147, laboratory="Central")])
    assert mark.flag == "inside"
    assert said[0].endswith("by Ann · Central")
    assert (
        said[1] == "Within normal. Normal is 130 to 150\u00a0mmol/L, as reported with the result."
    )


def test_the_range_in_force_when_the_sample_was_taken_counts_and_its_day_is_told():
    held = [normal("sodium", 120, 160), normal("sodium", 137, 147, at=ago(hours=2))]
    mark, said = marked([result("sodium", 131.0)], held)
    assert (mark.flag, mark.since.fact.low) == ("inside", 120)
    assert "since 26 Jan 2026" in said[1]


def test_without_a_range_nothing_is_said_to_be_normal_and_no_grade_is_stated():
    mark, said = marked([result("platelets", 160.0)])
    assert mark.flag == "unknown"
    assert said[1:] == [
        "No range: no grade that needs one.",
        "Platelet count decreased, no grade (CTCAE 5.0). No range: no grade can be stated.",
    ]
    assert marked([result("il6", 40.0)])[1][1] == "No reference range is known."


# --- grades ---------------------------------------------------------------------------------------


def test_a_grade_stands_with_term_version_and_wording():
    mark, said = marked([result("platelets", 48.0)])
    assert (mark.shown.level, mark.shown.version) == (3, "5.0")
    assert said[2] == (
        "Platelet count decreased, grade 3 (CTCAE 5.0)."
        " “<50,000 - 25,000/mm3; <50.0 - 25.0 x 10e9 /L”"
    )


def test_the_version_is_the_one_that_is_asked_for():
    mark, said = marked([result("platelets", 48.0)], version="6.0")
    assert mark.shown.version == "6.0"
    assert "(CTCAE 6.0)" in said[2]


def test_the_baseline_that_was_compared_with_is_told():
    treated = Draft(ILL, ago(days=8), Drug(_conditioning(), "given"))
    drafts = [result("creatinine", 0.75, BEFORE), treated, result("creatinine", 1.5)]
    mark, said = marked(drafts, [normal("creatinine", 0.5, 0.95)])
    assert mark.shown.level == 2
    assert "Compared with the baseline 0.75 mg/dL, the last before treatment." in said[2]


def test_without_a_baseline_it_is_told_by_which_rule_it_was_graded():
    mark, said = marked([result("creatinine", 2.0)], [normal("creatinine", 0.5, 1.1)])
    assert mark.shown.level == 2
    assert "No value before treatment: graded as if that was normal." in said[2]


def test_a_limit_is_at_least_a_grade():
    mark, said = marked([result("platelets", 20.0, bound="<")])
    assert (mark.shown.level, mark.shown.at_least) == (None, 4)
    assert "at least grade 4" in said[2]
    assert "the value may be worse" in said[2]


def test_a_value_with_a_remark_has_neither_flag_nor_grade():
    spoilt = result("potassium", 7.9, text="haemolysed")
    mark, _ = marked([spoilt], [normal("potassium", 3.5, 5.3)])
    assert (mark.flag, mark.grades, mark.shown) == ("unknown", (), None)


def test_what_a_person_would_have_to_say_is_named():
    _, said = marked([result("potassium", 2.7)])
    assert "Higher with: life-threatening consequences." in said[2]


def _conditioning():
    return next(name for name, kind in CLASS_OF.items() if kind is DrugClass.CONDITIONING)


# --- corrections and second entries ---------------------------------------------------------------

SODIUM = result("sodium", 13.0 * 10)


def test_what_a_correction_replaced_is_struck_through():
    made = chart(entries(*arrival(ILL, "1"), result("sodium", 150.0)), NOW)
    first = made.timeline[-1]
    fixed = Draft(ILL, LAST, Lab("sodium", 140.0, "mmol/L"), first.id, "typing <error>")
    log = (*made.log, entries(*[SODIUM] * len(made.log), fixed)[-1])
    made = chart(log, NOW)
    marks = Marks(made)
    mark = marks.of(made.timeline[-1])
    assert [one.id for one in mark.earlier] == [first.id]
    said = about(made.timeline[-1], analytes()["sodium"], mark, made)
    assert said[-1].text.endswith("was 150 (typing <error>).")
    assert "<s>150</s> (typing &lt;error&gt;)" in rich(said)


# --- on screen ------------------------------------------------------------------------------------

WARD = [
    *arrival(ILL, "1", infused=ago(days=4)),
    normal("sodium", 137, 147),
    normal("platelets", 125, 350),
    result("sodium", 131.0),
    result("platelets", 20.0),
    result("il6", 40.0),
    result("potassium", 4.0),
    result("platelets", 200.0, at=ago(days=1)),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, LabsPane, tmp_path, WARD, ILL)
    made.pane.set_ranges(made.ward.ranges)
    yield made
    made.close()


def cell(ward, key, column=0):
    row = ward.pane.grid.line_of(analytes()[key])
    return ward.pane.values.model().index(row, column)


def spoken(ward, key, column=0):
    return cell(ward, key, column).data(Qt.ItemDataRole.AccessibleTextRole)


def last(ward, key):
    line = ward.ward.chart(ILL).timeline
    return [e for e in line if isinstance(e.fact, Lab) and e.fact.analyte == key][-1]


def test_marks_are_spoken_in_words(ward):
    assert spoken(ward, "sodium") == "Sodium, 131, below normal, CTCAE 5.0 grade 1"
    assert spoken(ward, "platelets") == "Platelets, 20, below normal, CTCAE 5.0 grade 4"
    assert spoken(ward, "platelets", 1) == "Platelets, 200, CTCAE 5.0 grade 0"
    assert spoken(ward, "potassium") == "Potassium, 4.0, CTCAE grade cannot be stated"
    assert spoken(ward, "il6") == "IL-6, 40.0"


def test_a_new_range_is_read_at_once(ward):
    changed = normal("potassium", 3.5, 3.9, at=ago(days=10))
    ward.ward.ranged.connect(ward.pane.set_ranges)
    ward.ward.record([changed], NURSE)
    assert spoken(ward, "potassium").startswith("Potassium, 4.0, above normal")


def test_the_edition_pins_the_version(ward):
    assert ward.pane.version == "5.0"
    assert "CTCAE 5.0" in ward.pane.foot.legend.text()
    ward.pane.set_editions(shelf().get)
    assert ward.pane.version == "5.0"


def test_looking_at_a_result_says_all_of_it_and_enter_leads_to_its_entry(ward):
    assert ward.pane.grid.about_text() == ""
    led = []
    ward.pane.asked_entry.connect(led.append)
    ward.pane.values.setFocus()
    ward.pane.values.setCurrentIndex(cell(ward, "platelets"))
    assert "L: below normal." in ward.pane.grid.about_text()
    ward.press(ENTER)
    assert led == [last(ward, "platelets").id]


def test_a_corrected_result_shows_the_newest_and_says_so(ward):
    first = last(ward, "sodium")
    ward.pane.grid.look_at(first.id)
    fixed = Draft(ILL, LAST, Lab("sodium", 141.0, "mmol/L"), first.id, "typing error")
    ward.ward.record([fixed], NURSE)
    assert cell(ward, "sodium").data() == "141"
    assert spoken(ward, "sodium") == "Sodium, 141, CTCAE 5.0 grade 0, corrected"
    assert "<s>131</s>" in ward.pane.grid.about_text()  # still looked at, by its new entry
    assert "<s>131</s>" in cell(ward, "sodium").data(Qt.ItemDataRole.ToolTipRole)


def test_a_second_entry_is_told_with_who_and_when(ward):
    first = last(ward, "il6")
    again = Draft(ILL, NOW, SecondEntry((first.id,)))
    ward.ward.record([again], Keeper("Ben", "nurse"))
    assert spoken(ward, "il6") == "IL-6, 40.0, typed twice"
    tip = cell(ward, "il6").data(Qt.ItemDataRole.ToolTipRole)
    assert "Typed again by Ben on 22 Nov 2026 14:32, and the same." in tip


def test_another_result_of_the_same_moment_is_not_hidden(ward):
    ward.ward.record([result("il6", 41.0)], NURSE)
    assert cell(ward, "il6").data() == "41.0"
    tip = cell(ward, "il6").data(Qt.ItemDataRole.ToolTipRole)
    assert "Another result of the same time: 40.0, by Ann." in tip


def test_the_laboratory_is_chosen_once_and_goes_with_every_result(ward):
    chosen = []
    ward.pane.laboratory_chosen.connect(chosen.append)
    ward.pane.head._laboratory.lineEdit().setFocus()
    ward.type("Central lab")
    ward.pane.view.go_to(ward.pane.grid.line_of(analytes()["crp"]))
    ward.type("12")
    ward.save()
    assert chosen == ["Central lab"]
    assert ward.facts() == (Lab("crp", 12.0, "mg/L", laboratory="Central lab"),)
    offered = ward.pane.head._laboratory
    assert [offered.itemText(n) for n in range(offered.count())] == ["", "Central lab"]
    assert ward.pane.head.laboratory() == "Central lab"


def test_the_import_is_asked_for(ward, qtbot):
    with qtbot.waitSignal(ward.pane.asked_import):
        ward.pane.head.load.click()


# --- in the window --------------------------------------------------------------------------------


def test_the_screen_leads_to_the_history_and_keeps_the_laboratory(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    clock = Clock()
    _, ward = opened_ward(tmp_path / "ward.db", WARD, clock)
    settings = Settings(tmp_path)
    settings.laboratory = "Central lab"
    plans = plans_of(ward, settings)
    window = MainWindow(ward, Drafts(None), settings, plans, demo=False, clock=clock)
    qtbot.addWidget(window)
    window.name(Keeper("Ben", "nurse"))
    window.resize(1280, 800)
    window.show()
    window.open_patient(ILL, "labs")
    screen = window._patient
    pane = screen.pane("labs")
    assert pane.head.laboratory() == "Central lab"
    assert spoken_of(pane, "sodium") == "Sodium, 131, below normal, CTCAE 5.0 grade 1"
    assert pane.second.button.isVisible()
    assert pane.minimumSizeHint().width() <= screen.width()
    pane.head._laboratory.setEditText("Other lab")
    pane.head._chosen()
    assert settings.laboratory == "Other lab"
    sodium = next(e for e in ward.log(ILL) if e.fact == Lab("sodium", 131.0, "mmol/L"))
    pane.grid.look_at(sodium.id)
    pane.grid._ask_history()
    assert screen.tab() == "history"
    assert screen.pane("history")._selected_id() == sodium.id
    window.close()
    ward.close()


def spoken_of(pane, key):
    index = pane.values.model().index(pane.grid.line_of(analytes()[key]), 0)
    return index.data(Qt.ItemDataRole.AccessibleTextRole)
