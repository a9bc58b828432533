"""A visit recorded, missed, agreed: flows C1 to C3, by the keyboard alone."""

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from bedside.facts import (
    AdverseEvent,
    Appointed,
    Collected,
    Deviation,
    DltReviewed,
    Ended,
    Omitted,
    Visited,
)
from bedside.timeline import Draft
from grading.signs import Lab
from tests.ui.screens.visits.desk import CTRL
from tests.ui.screens.visits.patients import NOW, TODAY, noon

ENTER = Qt.Key.Key_Return
MONTH_3 = ("AL-001", 88)
"""Its month 3 is open, of three series, all due on one day."""
MONTH_6 = ("RC-007", 188)
"""Its month 6 is overdue since yesterday, but for the scores."""


@pytest.fixture
def month_3(desk):
    one = desk(MONTH_3)
    one.go_to("AL-001", "pkpd_m3")
    return one


@pytest.fixture
def month_6(desk):
    one = desk(MONTH_6)
    one.screen.choose("all")
    one.screen.show_patient("RC-007", "pkpd_m6")
    one.press(Qt.Key.Key_Escape)
    return one


def test_c2_a_visit_is_completed_on_one_page(month_3):
    desk, page = month_3, month_3.screen.list.panel
    assert not page.isVisible()
    desk.press(ENTER)
    assert page.isVisible()
    assert page.when.hasFocus()
    desk.press(ENTER)
    assert page.checklist.hasFocus()
    titles = [page.checklist.items.title(line) for line in page.checklist.items.lines]
    assert titles[0] == "Month 3 · PK/PD"
    assert {"Month 3 · scores", "Month 3 · safety"} < set(titles)
    count = len(page.states())
    desk.press(Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_X)
    assert page.why.hasFocus()
    desk.type("tube broken")
    desk.press(ENTER)
    assert page.checklist.hasFocus()
    assert page.states()[:3] == ["ticked", "omitted", "open"]
    for _ in range(count - 2):
        desk.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert page.states() == ["ticked", "omitted"] + ["ticked"] * (count - 2)
    desk.press(ENTER, held=CTRL)

    facts = desk.facts()
    assert facts[0] == Visited(("pkpd_m3", "safety_m3", "efficacy_m3"))
    assert sum(isinstance(fact, Collected) for fact in facts) == count - 1
    assert [f.reason for f in facts if isinstance(f, Omitted)] == ["tube broken"]
    assert not [fact for fact in facts if isinstance(fact, Deviation)]
    assert {draft.at for draft in desk.asked[0]} == {NOW}
    for visit in ("pkpd_m3", "safety_m3", "efficacy_m3"):
        standing = desk.standing("AL-001", visit)
        assert (standing.state, standing.incomplete) == ("done", False)
        assert ("AL-001", visit) not in desk.screen.shown_visits()
    assert desk.said().startswith("Saved for AL-001: Month 3 · PK/PD, Month 3 · safety and")
    assert "tube broken" in desk.said()
    assert not page.isVisible()
    assert desk.drafts.waiting() == ()


def test_a_visit_may_be_recorded_without_the_others_of_its_day(month_3):
    desk = month_3
    desk.press(ENTER)
    for box in desk.screen.list.panel.also.children():
        if hasattr(box, "setChecked"):
            box.setChecked(False)
    desk.press(ENTER, held=CTRL)
    assert desk.facts() == [Visited(("pkpd_m3",))]
    standing = desk.standing("AL-001", "pkpd_m3")
    assert standing.incomplete
    assert desk.screen.counts()["incomplete"] >= 1


def test_what_the_record_shows_is_ticked_with_its_value_and_time(month_3):
    desk = month_3
    at = noon(TODAY - timedelta(days=1))
    names = (("il2", 0.8), ("il6", 12.0), ("il10", 4.1), ("ifng", 3.0))
    desk.append([Draft("AL-001", at, Lab(name, value, "pg/mL")) for name, value in names[:3]])
    desk.show()
    desk.press(ENTER)
    items = desk.screen.list.panel.checklist.items
    line = next(one for one in items.lines if items.title(one) == "IL-2, IL-6, IL-10, IFN-γ")
    assert items.state(line) == "open"
    assert items.detail(line) == "missing: IFN-γ"
    desk.append([Draft("AL-001", at, Lab("ifng", 3.0, "pg/mL"))])
    desk.show()
    line = next(one for one in items.lines if items.title(one) == "IL-2, IL-6, IL-10, IFN-γ")
    assert items.state(line) == "done"
    said = items.detail(line).replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("21 Nov 12:00 · IL-2 0.8 pg/mL, IL-6 12 pg/mL")
    index = items.index(items.lines.index(line))
    assert "IL-2" in items.data(index, Qt.ItemDataRole.AccessibleTextRole)


def test_the_day_may_be_typed_and_must_be_readable(month_3):
    desk, page = month_3, month_3.screen.list.panel
    desk.press(ENTER)
    desk.type("soon")
    desk.press(ENTER, held=CTRL)
    assert desk.asked == []
    assert "soon" in page.said.text()
    assert page.when.hasFocus()
    page.when.clear()
    desk.type("20.11.")
    desk.press(ENTER, held=CTRL)
    assert desk.asked[0][0].at == noon(date(2026, 11, 20))


def test_a_day_ahead_is_refused(month_3):
    desk = month_3
    desk.press(ENTER)
    desk.type("24.11.2026")
    desk.press(ENTER, held=CTRL)
    assert desk.asked == []
    assert "future" in desk.screen.list.panel.said.text()


def test_a_day_outside_of_the_window_warns_and_drafts_a_deviation(month_3):
    desk, page = month_3, month_3.screen.list.panel
    desk.press(ENTER)
    desk.type("15.11.")
    assert page.deviation.isVisible()
    drafted = page.deviation.toPlainText()
    assert "2 d before its window opened" in drafted
    desk.press(ENTER, held=CTRL)
    assert desk.asked == []
    assert "Save again" in page.said.text()
    page.deviation.setFocus()
    page.deviation.selectAll()
    desk.type("Came early, on the way to the coast.")
    desk.press(ENTER, held=CTRL)
    deviations = [fact for fact in desk.facts() if isinstance(fact, Deviation)]
    assert deviations[0] == Deviation("early", "Came early, on the way to the coast.", "pkpd_m3")
    # those of the same day are early as well, each in its own words
    assert {one.visit for one in deviations} == {"pkpd_m3", "safety_m3", "efficacy_m3"}
    assert "Month 3 · scores" in next(d.text for d in deviations if d.visit == "efficacy_m3")
    assert desk.standing("AL-001", "pkpd_m3").deviated is not None


def test_blank_is_now_even_if_the_page_was_opened_long_ago(month_3):
    desk = month_3
    desk.press(ENTER)
    desk.now = NOW + timedelta(hours=3)
    desk.press(ENTER, held=CTRL)
    assert desk.asked[0][0].at == desk.now


def test_what_is_typed_and_ticked_waits_for_its_visit(month_3):
    desk, page = month_3, month_3.screen.list.panel
    desk.press(ENTER)
    desk.type("20.11.")
    desk.press(ENTER, Qt.Key.Key_Space, Qt.Key.Key_Escape)
    assert desk.screen.list.view.hasFocus()
    desk.go_to("AL-001", "safety_m3")
    assert page.row.key == ("AL-001", "safety_m3")
    assert page.when.text() == ""
    assert "ticked" not in page.states()
    assert desk.drafts.waiting() == (("AL-001", "visit"),)
    desk.go_to("AL-001", "pkpd_m3")
    assert page.when.text() == "20.11."
    assert page.states()[0] == "ticked"


def test_nothing_is_lost_when_the_store_refuses(month_3):
    desk, page = month_3, month_3.screen.list.panel
    desk.refusal = "The disk is full."
    desk.press(ENTER)
    desk.type("20.11.")
    desk.press(ENTER, Qt.Key.Key_Space)
    desk.press(ENTER, held=CTRL)
    assert page.said.text() == "The disk is full."
    assert page.isVisible()
    assert page.when.text() == "20.11."
    assert page.states()[0] == "ticked"
    desk.refusal = ""
    desk.press(ENTER, held=CTRL)
    assert len(desk.asked) == 2
    assert desk.standing("AL-001", "pkpd_m3").state == "done"


def test_the_open_page_stays_when_its_visit_leaves_the_list(month_3):
    desk, page = month_3, month_3.screen.list.panel
    desk.press(ENTER)
    desk.type("20.11.")
    desk.append([Draft("AL-001", NOW, Omitted("pkpd_m3", reason="elsewhere"))])
    desk.show()
    assert ("AL-001", "pkpd_m3") not in desk.screen.shown_visits()
    assert page.row.key == ("AL-001", "pkpd_m3")
    assert page.when.text() == "20.11."
    desk.press(Qt.Key.Key_Escape)
    assert page.row.key != ("AL-001", "pkpd_m3")


def test_c3_a_missed_visit_with_reason_and_deviation(month_6):
    desk = month_6
    before = desk.screen.counts()["overdue"]
    desk.press(Qt.Key.Key_M)
    form = desk.form()
    assert form.editor("deviation").text() == (
        "Month 6 · PK/PD, due 14 Nov ± 7 d, did not take place."
    )
    form.editor("reason").setFocus()
    desk.type("in another hospital")
    desk.press(ENTER, ENTER)
    words = "Month 6 · PK/PD, due 14 Nov ± 7 d, did not take place: in another hospital."
    assert desk.facts() == [
        Omitted("pkpd_m6", reason="in another hospital"),
        Deviation("missed", words, "pkpd_m6"),
    ]
    assert desk.screen.counts()["overdue"] == before - 1
    assert desk.said() == (
        "Saved for RC-007: Month 6 · PK/PD missed: in another hospital"
        " · deviation written down: Missed"
    )
    standing = desk.standing("RC-007", "pkpd_m6")
    assert (standing.state, standing.why) == ("missed", "in another hospital")


def test_own_words_for_a_deviation_stay_while_the_reason_is_typed(month_6):
    desk = month_6
    desk.press(Qt.Key.Key_M)
    form = desk.form()
    form.editor("deviation").setFocus()
    form.editor("deviation").selectAll()
    desk.type("My words.")
    form.editor("reason").setFocus()
    desk.type("x")
    assert form.editor("deviation").text() == "My words."


def test_missed_needs_a_reason(month_6):
    desk = month_6
    desk.press(Qt.Key.Key_M)
    form = desk.form()
    form.enter()
    assert desk.asked == []
    assert form.said("reason") == "Say why the visit did not take place."


def test_what_took_place_is_not_missed(desk):
    one = desk(MONTH_3)
    one.screen.choose("all")
    one.screen.show_patient("AL-001", "pkpd_m2")
    one.press(Qt.Key.Key_Escape, Qt.Key.Key_M)
    assert one.said() == "Month 2 · PK/PD took place: retract that in the history first."


def test_an_appointment_is_suggested_on_a_working_day_and_moved_with_a_reason(month_3):
    desk = month_3
    desk.press(Qt.Key.Key_P)
    form = desk.form()
    # the target is 24 Nov, the day after tomorrow: a holiday here
    assert form.editor("day").text() == "2026-11-23"
    assert any("Founding Day" in label.text() for label in form.findChildren(QLabel))
    form.editor("day").setFocus()
    desk.press(ENTER)
    desk.type("0930")
    desk.press(ENTER, ENTER)
    assert desk.facts() == [Appointed("pkpd_m3", date(2026, 11, 23), time(9, 30))]
    row = desk.screen.list.row()
    assert row.appointment == date(2026, 11, 23)
    assert "Mon 23 Nov 09:30" in desk.said()

    desk.press(Qt.Key.Key_P)
    form = desk.form()
    assert form.editor("day").text() == "2026-11-23"
    form.editor("day").setFocus()
    form.editor("day").selectAll()
    desk.type("25.11.")
    desk.press(ENTER, ENTER, ENTER)
    assert len(desk.asked) == 1
    assert form.said("reason") == "Say why the appointment is moved or cancelled."
    desk.type("no bus")
    desk.press(ENTER)
    moved = Appointed("pkpd_m3", date(2026, 11, 25), time(9, 30), date(2026, 11, 23), "no bus")
    assert desk.facts() == [moved]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("21.11.", "That day has passed."),
        ("28.11.", "Sat 28 Nov is of a weekend. Press Enter again to keep it."),
        ("24.11.", "Tue 24 Nov is Founding Day. Press Enter again to keep it."),
        ("4.12.", "4 Dec is 3 d after the window closed on 1 Dec. Press Enter again to keep it."),
        ("", "Say which day."),
        ("31.2.", "There is no such day as in “31.2.”."),
    ],
)
def test_an_unlikely_day_for_an_appointment_is_asked_about(month_3, typed, said):
    desk = month_3
    desk.press(Qt.Key.Key_P)
    form = desk.form()
    form.editor("day").setText(typed)
    form.enter()
    assert desk.asked == []
    assert form.said("day") == said
    form.enter()
    assert bool(desk.asked) == said.endswith("to keep it.")


def test_an_unscheduled_visit_is_none_of_the_plan(month_3):
    desk = month_3
    desk.press(Qt.Key.Key_N)
    form = desk.form()
    form.editor("why").setText("rash")
    form.enter()
    assert desk.facts()[0].comment == "rash"
    assert desk.standing("AL-001", "pkpd_m3").state == "open"
    unplanned = [s for s in desk.follows()[0].standings(TODAY) if s.state == "unscheduled"]
    assert len(unplanned) == 1
    assert desk.said() == "Saved for AL-001: Unscheduled visit done on 22 Nov 2026"


def test_why_a_visit_is_due_is_told(month_3):
    desk = month_3
    desk.press(Qt.Key.Key_W)
    said = [label.text() for label in desk.form().findChildren(QLabel)]
    assert any(text.startswith("Due 3 × 30 d after the infusion") for text in said)
    assert any(text.startswith("Assumed") for text in said)


def test_a_dlt_review_is_written_down_once_it_is_due(desk):
    one = desk(("RC-012", 29), ("RC-014", 4))
    one.screen.show_patient("RC-014")
    one.press(Qt.Key.Key_D)
    assert "it is reviewed after that" in one.said()
    one.screen.show_patient("RC-012")
    assert "DLT review due: the window closed 21 Nov" in one.screen.list.plan.words()
    one.press(Qt.Key.Key_D)
    form = one.form()
    form.enter()
    assert form.said("dlts") == "Say how many; 0 for none."
    form.editor("dlts").setText("0")
    form.enter()
    assert one.facts() == [DltReviewed(0)]
    assert "DLT review: none found" in one.screen.list.plan.words()


def test_a_dlt_review_says_of_each_definition_what_the_record_shows(desk):
    one = desk(("RC-012", 29))
    bad = AdverseEvent("hypoxia", "5.0", 3, to_product="related")
    one.append([Draft("RC-012", noon(TODAY - timedelta(days=20)), bad)])
    one.show()
    one.screen.show_patient("RC-012")
    one.press(Qt.Key.Key_D)
    said = [label.text() for label in one.form().findChildren(QLabel)]
    crs = said.index(
        "· CRS of grade 3 that has not come down to grade 2 within 72 hours, or of grade 4"
    )
    assert said[crs + 1] == "Cannot be told: no grade could be stated in the window."
    other = next(place for place, text in enumerate(said) if text.startswith("· Other toxicity"))
    assert said[other + 1].startswith("Met: grade 3 since 2 Nov")
    form = one.form()
    form.editor("dlts").setText("1")
    form.enter()
    assert one.facts() == [DltReviewed(1)]


def test_a_dlt_review_cuts_no_line_however_many_events_there_are(desk):
    one = desk(("RC-012", 29))
    words = "of a length that asks for a second line of the form, and not of the half of one"
    bad = AdverseEvent("hypoxia", "5.0", 3, to_product="related", aesi=True, comment=words)
    days = range(10, 24)
    one.append([Draft("RC-012", noon(TODAY - timedelta(days=n)), bad) for n in days])
    one.show()
    one.screen.show_patient("RC-012")
    one.press(Qt.Key.Key_D)
    form = one.form()
    lines = form.area.widget().findChildren(QLabel)
    assert len(lines) > len(days)
    assert [
        line.text() for line in lines if line.height() < line.heightForWidth(line.width())
    ] == []
    assert form.height() <= form.screen().size().height()
    assert form.editor("dlts").hasFocus()


def test_the_plan_ends_for_a_cause(month_3):
    desk = month_3
    desk.press(Qt.Key.Key_E)
    form = desk.form()
    form.enter()
    assert form.said("cause") == "Choose why the plan ends."
    form.editor("cause").setCurrentIndex(form.editor("cause").findData("withdrawn"))
    form.editor("comment").setText("moved away")
    form.enter()
    assert desk.facts() == [Ended("withdrawn", "moved away")]
    assert desk.standing("AL-001", "pkpd_m6").state == "not_applicable"
    assert desk.screen.counts()["open"] == 0
    desk.screen.show_patient("AL-001")
    assert "The plan ended on 22 Nov 2026" in desk.screen.list.plan.words()
    desk.press(Qt.Key.Key_E)
    assert desk.said().startswith("The plan ended on 22 Nov 2026")


def test_another_cause_needs_words(month_3):
    desk = month_3
    desk.press(Qt.Key.Key_E)
    form = desk.form()
    form.editor("cause").setCurrentIndex(form.editor("cause").findData("other"))
    form.enter()
    assert desk.asked == []
    assert form.said("comment") == "Say which cause."
