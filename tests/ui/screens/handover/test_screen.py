"""The handover on the screen: the keyboard alone does it, and nothing typed is ever lost."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale, Qt

from bedside.facts import HandedOver, TakenOver
from bedside.timeline import Draft
from tests.ui.screens.handover.ward import Bedsides
from tests.ui.wards import NOW
from ui import theme
from ui.drafts import Drafts
from ui.screens.handover import Handover
from ui.screens.handover.free_lines import LONGEST
from ui.screens.handover.outstanding_list import LINE_ROLE
from ui.theme import DAY
from ui.ward import Keeper

CTRL = Qt.KeyboardModifier.ControlModifier
ORDER = ["RC-015", "RC-014", "AL-002", "BC-004"]


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


@pytest.fixture
def ward(tmp_path):
    made = Bedsides(tmp_path / "ward.sqlite")
    yield made
    made.store.close()


@pytest.fixture
def drafts(tmp_path):
    return Drafts(tmp_path / "drafts.json")


def opened(qtbot, ward, drafts, *, wired=True):
    """The screen as the window makes it; ``wired`` to the store."""
    screen = Handover(ward.clock, drafts, ward.follow)
    qtbot.addWidget(screen)
    screen.resize(1044, 760)
    screen.set_keeper(Keeper("Ann", "nurse"))

    def record(asked):
        entries = ward.write(asked)
        screen.show_survey(ward.survey())
        screen.saved(entries)

    if wired:
        screen.entered.connect(record)
    screen.show_survey(ward.survey())
    with qtbot.waitExposed(screen):
        screen.show()
    screen.begin()
    return screen


@pytest.fixture
def screen(qtbot, ward, drafts):
    return opened(qtbot, ward, drafts)


def handed(ward, patient):
    return [e.fact for e in ward.store.log() if e.patient == patient and type(e.fact) is HandedOver]


def taken(ward, patient):
    return [e.fact for e in ward.store.log() if e.patient == patient and type(e.fact) is TakenOver]


def row(screen, patient):
    place = screen.model.place(patient)
    return screen.model.data(screen.model.index(place), LINE_ROLE)


def press(qtbot, screen, key, held=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(screen.focusWidget(), key, held)


def words(screen):
    return screen.browser.toPlainText().replace("\N{NO-BREAK SPACE}", " ")


# --- what it shows --------------------------------------------------------------------------------


def test_everybody_in_the_order_of_need_with_what_is_outstanding(screen):
    assert [one.patient for one in screen.model.rows] == ORDER
    ill = row(screen, "RC-014")
    assert (ill.bed, ill.day, ill.badges[0].level) == ("Bed 6", "D+4", 3)
    assert "CRS rose to grade 3" in [line.said[0] for line in ill.lines]
    assert ill.handing == "Not handed over in this shift"
    assert ill.things > 0
    assert "Usual ICE is not recorded" in ill.spoken


def test_a_grade_that_cannot_be_stated_is_no_number(screen):
    old = row(screen, "RC-015")
    assert (old.badges[0].level, old.badges[0].override) == (None, None)
    before = row(screen, "BC-004")
    assert before.badges[0].override == "–"


def test_the_sheet_of_the_marked_patient(screen):
    screen.begin("RC-014")
    assert screen.patient() == "RC-014"
    text = words(screen)
    for part in ("Situation", "Background", "Assessment", "Recommendation"):
        assert part in text
    assert "CRS grade 3" in text
    assert "noradrenaline 0.06" in text
    assert "nothing recorded" in text


def test_more_lines_than_have_room_are_counted(screen):
    old = row(screen, "RC-015")
    assert len(old.shown) <= 4
    if len(old.lines) > 4:
        left = len(old.lines) - 3
        assert old.shown[-1].said == (f"{left} more on the sheet",)


def test_nobody_on_the_ward(qtbot, drafts, ward):
    screen = Handover(ward.clock, drafts, ward.follow)
    qtbot.addWidget(screen)
    screen.show_survey(ward.survey()._replace(charts=(), rounds={}, alarms=()))
    assert screen.patient() == ""
    assert not screen.give.isEnabled()
    screen.hand_over()
    screen.take_over()
    assert screen.copies("all") == screen.copies("sheet") == screen.copies("observations") == ()


def test_a_tick_keeps_the_mark_and_the_place_on_the_sheet(qtbot, screen, ward):
    screen.begin("RC-014")
    bar = screen.browser.verticalScrollBar()
    bar.setValue(120)
    ward.clock.now = NOW + timedelta(minutes=2)
    screen.show_survey(ward.survey())
    assert (screen.patient(), bar.value()) == ("RC-014", 120)
    assert screen.list.currentIndex().row() == screen.model.place("RC-014")


def test_who_leaves_the_ward_gives_the_mark_to_the_first(screen, ward):
    screen.begin("AL-002")
    survey = ward.survey()
    left = tuple(of for of in survey.charts if of.patient != "AL-002")
    screen.show_survey(survey._replace(charts=left))
    assert screen.patient() == "RC-015"


def test_a_plan_that_is_not_there_is_no_failure(qtbot, ward, drafts):
    def nothing(patient):
        raise KeyError(patient)

    screen = Handover(ward.clock, drafts, nothing)
    qtbot.addWidget(screen)
    screen.show_survey(ward.survey())
    assert "no plan of visits is known" in words(screen)


# --- by the keyboard ------------------------------------------------------------------------------


def test_four_patients_are_handed_over_without_the_mouse(qtbot, screen, ward):
    for patient in ORDER:
        assert screen.patient() == patient
        press(qtbot, screen, Qt.Key.Key_Return)
        qtbot.keyClicks(screen.focusWidget(), f"{patient} is tired")
        press(qtbot, screen, Qt.Key.Key_Tab)
        qtbot.keyClicks(screen.focusWidget(), "ring the lab")
        press(qtbot, screen, Qt.Key.Key_Return, CTRL)
        assert handed(ward, patient) == [HandedOver(f"{patient} is tired", "ring the lab")]
        assert screen.list.hasFocus()
        press(qtbot, screen, Qt.Key.Key_Down)
    assert all(one.handing.startswith("Handed over 14:32 Ann") for one in screen.model.rows)


def test_it_is_read_back_and_stands_on_the_sheet(qtbot, screen, ward):
    screen.begin("RC-014")
    screen.lines.remark.setPlainText("restless")
    press(qtbot, screen, Qt.Key.Key_Return, CTRL)
    assert screen._said.text() == "RC-014 is handed over by Ann."
    assert screen.lines.text() == {"remark": "", "to_do": ""}
    assert "restless" in words(screen)


def test_the_next_nurse_takes_over_and_the_entry_names_what_was_handed_over(qtbot, screen, ward):
    screen.begin("RC-014")
    press(qtbot, screen, Qt.Key.Key_Return, CTRL)
    given = next(e for e in ward.store.log() if type(e.fact) is HandedOver)
    ward.who = "Bea"
    press(qtbot, screen, Qt.Key.Key_T)
    assert taken(ward, "RC-014") == [TakenOver(given.id)]
    assert row(screen, "RC-014").handing == "Handed over 14:32 Ann · taken over 14:32 Bea"
    assert row(screen, "RC-014").handed


def test_taking_over_needs_no_handing_over(qtbot, screen, ward):
    screen.begin("AL-002")
    press(qtbot, screen, Qt.Key.Key_T)
    assert taken(ward, "AL-002") == [TakenOver("")]
    assert row(screen, "AL-002").handing == "Taken over 14:32 Ann · nothing was handed over"


def test_taking_over_blocks_nothing(qtbot, screen, ward):
    screen.begin("AL-002")
    press(qtbot, screen, Qt.Key.Key_T)
    press(qtbot, screen, Qt.Key.Key_T)
    press(qtbot, screen, Qt.Key.Key_Return, CTRL)
    assert (len(taken(ward, "AL-002")), len(handed(ward, "AL-002"))) == (2, 1)


def test_a_t_that_is_typed_is_a_letter(qtbot, screen, ward):
    screen.begin("AL-002")
    press(qtbot, screen, Qt.Key.Key_Return)
    qtbot.keyClicks(screen.focusWidget(), "t T")
    assert screen.lines.remark.toPlainText() == "t T"
    assert taken(ward, "AL-002") == []


def test_escape_goes_back_to_the_list_and_then_away(qtbot, screen):
    press(qtbot, screen, Qt.Key.Key_Return)
    assert screen.lines.remark.hasFocus()
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.list.hasFocus()
    with qtbot.waitSignal(screen.closed):
        press(qtbot, screen, Qt.Key.Key_Escape)


def test_page_keys_turn_the_sheet_while_the_list_has_the_keyboard(qtbot, screen):
    screen.begin("RC-014")
    press(qtbot, screen, Qt.Key.Key_PageDown)
    assert screen.browser.verticalScrollBar().value() > 0
    press(qtbot, screen, Qt.Key.Key_PageUp)
    assert screen.browser.verticalScrollBar().value() == 0
    assert screen.patient() == "RC-014"


def test_the_chart_of_the_marked_patient_is_one_key_away(qtbot, screen):
    screen.begin("RC-014")
    with qtbot.waitSignal(screen.opened) as told:
        press(qtbot, screen, Qt.Key.Key_O)
    assert told.args == ["RC-014"]


def test_ctrl_p_asks_for_a_printer(qtbot, screen, monkeypatch):
    asked = []
    monkeypatch.setattr("ui.screens.handover.print_buttons.ask_printer", asked.append)
    press(qtbot, screen, Qt.Key.Key_P, CTRL)
    assert asked == [screen.paper]


# --- what is typed --------------------------------------------------------------------------------


def test_what_is_typed_is_kept_for_each_patient(qtbot, screen, drafts):
    screen.begin("RC-014")
    screen.lines.remark.setPlainText("for fourteen")
    press(qtbot, screen, Qt.Key.Key_Down)
    assert screen.patient() == "AL-002"
    assert screen.lines.text() == {"remark": "", "to_do": ""}
    screen.lines.to_do.setPlainText("for two")
    press(qtbot, screen, Qt.Key.Key_Up)
    assert screen.lines.text() == {"remark": "for fourteen", "to_do": ""}
    assert drafts.get("AL-002", "handover") == {"to_do": "for two"}


def test_a_draft_survives_the_program(qtbot, screen, ward, tmp_path):
    screen.begin("RC-014")
    screen.lines.remark.setPlainText("half a sen")
    again = opened(qtbot, ward, Drafts(tmp_path / "drafts.json"))
    again.begin("RC-014")
    assert again.lines.text()["remark"] == "half a sen"


def test_a_refusal_keeps_the_text_and_says_why(qtbot, ward, drafts):
    screen = opened(qtbot, ward, drafts, wired=False)
    screen.begin("RC-014")
    screen.lines.remark.setPlainText("restless")
    with qtbot.waitSignal(screen.entered) as told:
        press(qtbot, screen, Qt.Key.Key_Return, CTRL)
    assert told.args == [(Draft("RC-014", NOW, HandedOver("restless", "")),)]
    assert screen.lines.text()["remark"] == "restless"
    screen.refused("The disk is full.")
    assert screen.lines.text()["remark"] == "restless"
    assert (screen._said.text(), screen._said.property("role")) == ("The disk is full.", "refused")
    assert drafts.get("RC-014", "handover") == {"remark": "restless"}


def test_the_answer_of_the_store_empties_only_the_patient_it_is_about(qtbot, ward, drafts):
    screen = opened(qtbot, ward, drafts, wired=False)
    screen.begin("RC-014")
    screen.lines.remark.setPlainText("of fourteen")
    screen.begin("AL-002")
    screen.lines.remark.setPlainText("of two")
    entries = ward.write([Draft("RC-014", NOW, HandedOver("of fourteen"))])
    screen.saved(entries)
    assert screen.lines.text()["remark"] == "of two"
    assert drafts.get("RC-014", "handover") == {}


def test_taking_over_leaves_what_is_typed(qtbot, screen):
    screen.begin("RC-014")
    screen.lines.remark.setPlainText("mine")
    press(qtbot, screen, Qt.Key.Key_T)
    assert screen.lines.text()["remark"] == "mine"


def test_a_tick_does_not_touch_what_is_typed(qtbot, screen, ward):
    screen.begin("RC-014")
    press(qtbot, screen, Qt.Key.Key_Return)
    qtbot.keyClicks(screen.focusWidget(), "half")
    ward.clock.now = NOW + timedelta(minutes=1)
    screen.show_survey(ward.survey())
    qtbot.keyClicks(screen.focusWidget(), " done")
    assert screen.lines.text()["remark"] == "half done"


def test_words_without_end_are_not_cut(qtbot, screen, ward):
    screen.begin("RC-014")
    text = "x" * (LONGEST + 1)
    screen.lines.remark.setPlainText(text)
    screen.hand_over()
    assert handed(ward, "RC-014") == []
    assert screen.lines.text()["remark"] == text
    assert str(LONGEST) in screen._said.text()


# --- paper ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "count"), [("sheet", 1), ("all", 4), ("observations", 1)])
def test_what_is_printed(screen, tmp_path, what, count):
    screen.begin("RC-014")
    assert len(screen.copies(what)) == count
    path = tmp_path / "x.pdf"
    screen.paper.save_pdf(what, str(path))
    assert path.read_bytes().startswith(b"%PDF")
    assert screen._said.text() == f"Saved: {path}"


def test_a_pdf_that_cannot_be_written_is_said(screen, tmp_path):
    screen.paper.save_pdf("sheet", str(tmp_path / "no" / "x.pdf"))
    assert screen._said.text().startswith("The PDF cannot be written: ")
    assert screen._said.property("role") == "refused"


def test_who_prints_is_who_is_at_the_keyboard(screen):
    assert screen.printing().by == "Ann"
    screen.set_keeper(None)
    assert screen.printing().by == ""
    assert screen.give.toolTip() == ""
