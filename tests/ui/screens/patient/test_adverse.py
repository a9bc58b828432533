"""The tab of adverse events: what is proposed, the forms, and what is never lost."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from bedside.facts import (
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventDismissed,
    AdverseEventEnded,
    LicatsLook,
    SaeReported,
)
from bedside.timeline import Draft, stamp
from grading.signs import Lab, Support
from tests.ui.screens.patient.bedside_of import CTRL, ENTER, Bedside
from tests.ui.wards import NOW, NURSE, ago, arrival, observed
from ui import theme
from ui.screens.patient.adverse import AdversePane
from ui.screens.patient.adverse_terms import meant

ILL, WELL, OLD = "RC-1", "RC-2", "RC-3"
ONSET = ago(hours=20)
KNOWN = AdverseEvent(
    "hypotension", "5.0", 3, serious=("hospitalisation",), aware=ago(hours=30), to_product="related"
)
WARD = [
    *arrival(ILL, "1", infused=ago(days=4)),
    *observed(ILL, ONSET, 39.2),
    *observed(ILL, ago(hours=19), 38.9, (86, 44), support=Support("nasal_cannula", 2.0)),
    *observed(ILL, ago(hours=18), 38.6),
    *observed(ILL, ago(minutes=30), 38.4),
    Draft(ILL, ago(hours=6), Lab("anc", 0.3, "10*9/L")),
    *arrival(WELL, "2", infused=ago(days=4)),
    *observed(WELL, ago(hours=1)),
    *arrival(OLD, "3", infused=ago(days=9)),
    *observed(OLD, ago(hours=1)),
    Draft(OLD, ago(hours=31), KNOWN),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, AdversePane, tmp_path, WARD, ILL)
    yield made
    made.close()


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def said(ward):
    return plain(ward.pane._said.text())


def lines(rows):
    return [plain(row.said()) for row in rows.rows.values()]


def key_of(ward):
    """The key of the only event of the patient."""
    (key,) = ward.pane.listed.rows
    return key


# --- what is never lost ---------------------------------------------------------------------------


def test_escape_goes_back_to_the_proposal_and_not_to_the_ward(ward):
    ward.press(Qt.Key.Key_Down)
    ward.press(ENTER)
    assert ward.pane.current is ward.pane.form
    ward.press(Qt.Key.Key_Escape)
    assert not ward.pane.form.text()
    assert ward.keyboard().accessibleName() == "Cytokine release syndrome"


@pytest.mark.parametrize("end", ["escape", "save"])
def test_an_event_half_typed_waits_while_a_proposal_is_answered(ward, end):
    ward.pane.form.term.setFocus()
    ward.type("Head")
    rows = list(ward.pane.proposed.rows.values())
    rows[1].setFocus()
    ward.press(ENTER)
    assert ward.pane.form.term.text() == "Cytokine release syndrome"
    ward.turn_to(WELL)
    ward.turn_to(ILL)
    if end == "save":
        ward.pane.form.grades.set_grade(2)
        ward.pane.save()
        assert ward.asked
    else:
        ward.pane.form.begin()
        ward.press(Qt.Key.Key_Escape)
    assert ward.pane.form.term.text() == "Head"
    assert ward.drafts.get(ILL, "adverse") == {"term": "Head", "act": "new"}


def test_a_proposal_half_answered_waits_while_another_one_is(ward):
    first, second = ward.pane.proposed.rows.values()
    second.setFocus()
    ward.press(ENTER)
    ward.pane.form.comment.setText("seen by the night shift")
    first.setFocus()
    ward.press(ENTER)
    assert ward.pane.form.term.text() == "Neutrophil count decreased"
    assert "night shift" not in ward.pane.form.comment.text()
    second.setFocus()
    ward.press(ENTER)
    assert ward.pane.form.term.text() == "Cytokine release syndrome"
    assert ward.pane.form.comment.text() == "seen by the night shift"


# --- what is proposed -----------------------------------------------------------------------------


def test_an_episode_and_a_value_are_proposed(ward):
    names = [row.accessibleName() for row in ward.pane.proposed.rows.values()]
    assert names == ["Neutrophil count decreased", "Cytokine release syndrome"]


def test_a_proposal_is_confirmed_with_both_grades_by_keyboard(ward):
    ward.press(Qt.Key.Key_Down)
    ward.press(ENTER)
    form = ward.pane.form
    assert form.term.text() == "Cytokine release syndrome"
    assert form.onset.moment() == ONSET
    assert (
        form.grades.wording(2) == "Hypotension responding to fluids; hypoxia responding to <40% O2"
    )
    ward.type("2")
    ward.save()
    (fact,) = ward.facts()
    key = f"crs:{stamp(ONSET)}"
    assert fact == AdverseEvent("cytokine_release_syndrome", "5.0", 2, proposed_by=key, astct=2)
    assert ward.asked[-1][0].at == ONSET
    assert [r.accessibleName() for r in ward.pane.proposed.rows.values()] == [
        "Neutrophil count decreased"
    ]
    assert [r.accessibleName() for r in ward.pane.listed.rows.values()] == [
        "Cytokine release syndrome"
    ]


def test_dismissing_needs_a_reason(ward):
    ward.press(Qt.Key.Key_X)
    ward.save()
    assert (ward.asked, said(ward)) == ([], "Say why it is no adverse event.")
    ward.type("after fludarabine, expected")
    ward.press(ENTER)
    (fact,) = ward.facts()
    assert isinstance(fact, AdverseEventDismissed)
    assert (fact.level, fact.reason) == (4, "after fludarabine, expected")
    assert len(ward.pane.proposed.rows) == 1


def test_what_rises_is_proposed_as_a_change_of_its_event(ward):
    ward.press(Qt.Key.Key_Down)
    ward.press(ENTER)
    ward.type("2")
    ward.save()
    key = key_of(ward)
    ward.clock.now = NOW + timedelta(hours=1)
    ward.ward.record(
        observed(ILL, ward.clock.now, 39.0, support=Support("non_rebreather", 15.0)), NURSE
    )
    row = ward.pane.proposed.rows[f"crs:{stamp(ONSET)}"]
    assert "It has risen since it was recorded" in plain(row.said())
    row.wanted.emit("confirm")
    ward.type("3")
    ward.save()
    assert ward.facts() == (AdverseEventChanged(key, 3, astct=3),)
    assert f"crs:{stamp(ONSET)}" not in ward.pane.proposed.rows


RASH = {
    "present": ("inflammatory_rash",), "absent": ("mucosal_lesion",), "involved_before": True,
    "otherwise_explained": False, "b_cells_depleted": True,
}  # fmt: skip


def looked(ward, hours, course):
    """The skin, as somebody looked at it for LICATS."""
    look = LicatsLook("skin", **RASH, course=course)
    ward.ward.record([Draft(OLD, ago(hours=hours), look)], NURSE)


def test_an_episode_by_its_own_scale_is_confirmed_with_that_grade_and_rises_with_it(ward):
    ward.turn_to(OLD)
    looked(ward, 10, "symptomatic")
    key = f"licats-skin:{stamp(ago(hours=10))}"
    row = ward.pane.proposed.rows[key]
    assert row.accessibleName() == "LICATS (skin)"
    assert "LICATS since" in plain(row.said())
    row.wanted.emit("confirm")
    ward.type("1")
    ward.save()
    (fact,) = ward.facts()
    assert (fact.proposed_by, fact.grade, fact.specify) == (key, 1, "LICATS (skin)")
    assert (fact.scale, fact.scale_grade, fact.astct) == ("licats", 1, None)
    assert key not in ward.pane.proposed.rows
    looked(ward, 2, "medical")
    ward.pane.proposed.rows[key].wanted.emit("confirm")
    ward.save()  # the grade by the CTCAE may stay as it is
    (change,) = ward.facts()
    assert isinstance(change, AdverseEventChanged)
    assert (change.grade, change.scale, change.scale_grade) == (None, "licats", 2)
    assert key not in ward.pane.proposed.rows


# --- a new event ----------------------------------------------------------------------------------


def test_an_event_by_letters_of_its_term(ward):
    ward.turn_to(WELL)
    ward.pane.begin()
    ward.type("headac")
    ward.press(ENTER)
    assert ward.pane.form.term.text() == "Headache"
    assert not ward.pane.form.grades.buttons[4].isEnabled()
    assert ward.pane.form.grades.wording(4) == "no such grade"
    ward.type("2")
    ward.press(ENTER)
    ward.type("-90")
    ward.press(ENTER)
    assert ward.facts() == (AdverseEvent("headache", "5.0", 2),)
    assert ward.asked[-1][0].at == ward.clock.now - timedelta(minutes=90)
    assert said(ward).startswith("Saved at 14:32: Headache, grade 2 (CTCAE 5.0)")
    assert ward.pane.form.text() == {}


def test_another_event_is_specified(ward):
    ward.turn_to(WELL)
    ward.pane.begin()
    ward.type("Immune system disorders - O")
    ward.press(ENTER)
    ward.save()
    assert said(ward) == "Specify what it is."
    ward.type("IEC-HS")
    ward.press(ENTER)
    ward.save()
    assert (ward.asked, said(ward)) == ([], "Choose the grade.")
    ward.type("3")
    ward.save()
    (fact,) = ward.facts()
    assert (fact.term, fact.specify) == ("immune_system_disorders_other_specify", "IEC-HS")


def test_a_serious_event_says_since_when_it_is_known(ward):
    ward.turn_to(WELL)
    form = ward.pane.form
    form.set_text({"term": "Sepsis", "grade": "4", "onset": "-240"})
    assert form.serious.aware.isHidden()
    form.serious.boxes["life_threatening"].click()
    assert not form.serious.aware.isHidden()
    form.serious.aware.edit.setText("-300")
    ward.pane.save()
    assert (ward.asked, said(ward)) == ([], "Nobody can know of it before it began.")
    form.serious.aware.edit.setText("-60")
    form.relations["to_product"].set_text("possible")
    ward.pane.save()
    (fact,) = ward.facts()
    assert (fact.serious, fact.to_product) == (("life_threatening",), "possible")
    assert fact.aware == ward.clock.now - timedelta(minutes=60)
    (row,) = ward.pane.listed.rows.values()
    assert "To be reported by" in plain(row.said())


def test_grade_5_that_is_not_serious_is_asked_about_once(ward):
    ward.turn_to(WELL)
    ward.pane.form.set_text({"term": "Sepsis", "grade": "5"})
    ward.pane.save()
    assert ward.asked == []
    assert said(ward) == "Grade 5 is death and is not marked as serious. Save again if so."
    ward.pane.save()
    assert ward.facts() == (AdverseEvent("sepsis", "5.0", 5),)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fever", "fever"),
        ("ALT", "alt_increased"),
        ("neutrophil", "neutrophil_count_decreased"),
        ("xyzzy", "“xyzzy” is no term. Is it an “Other, specify”?"),
        ("hyper", "“hyper” may be one of"),
        (" ", "Which event? Type letters of its name."),
    ],
)
def test_which_term_is_meant(qapp, typed, found):
    one = meant(typed, "5.0")
    got = one.refused if one.offered is None else one.offered.term.id
    assert got.startswith(found)


def test_the_version_of_the_protocol_grades_laboratory_terms(qapp):
    assert meant("Thrombocytopenia", "5.0").offered is None
    found = meant("Thrombocytopenia", "6.0").offered
    assert (found.term.id, found.version) == ("thrombocytopenia", "6.0")
    assert meant("Headache", "6.0").offered.version == "5.0"


# --- what follows ---------------------------------------------------------------------------------


@pytest.fixture
def old(ward):
    """The patient with an event that is serious and was not reported for 30 hours."""
    ward.turn_to(OLD)
    (row,) = ward.pane.listed.rows.values()
    row.setFocus()
    return ward


def test_a_late_report_is_told_and_recorded(old):
    assert "To be reported, late by 6 h" in lines(old.pane.listed)[0]
    old.press(Qt.Key.Key_R)
    old.save()
    assert (old.asked, said(old)) == ([], "To whom was it reported?")
    old.type("sponsor")
    old.press(ENTER)
    old.press(ENTER)
    assert old.facts() == (SaeReported(key_of(old), "sponsor"),)
    (line,) = lines(old.pane.listed)
    assert "Reported to sponsor" in line
    assert "report" not in next(iter(old.pane.listed.rows.values())).buttons


def test_a_report_before_anybody_knew_is_refused(old):
    old.press(Qt.Key.Key_R)
    old.type("sponsor")
    old.pane.report.time.edit.setText("2026-11-21 08:15")
    old.save()
    assert (old.asked, said(old)) == ([], "The site knew of it later than that.")


def test_another_grade(old):
    old.press(Qt.Key.Key_C)
    old.save()
    assert (old.asked, said(old)) == ([], "Nothing is changed yet.")
    old.type("2")
    old.save()
    assert old.facts() == (AdverseEventChanged(key_of(old), 2),)
    assert "worst 3: 3 from" in lines(old.pane.listed)[0]


def test_the_end_with_its_outcome(old):
    old.press(Qt.Key.Key_E)
    old.save()
    assert (old.asked, said(old)) == ([], "Choose how it came out.")
    old.press(ENTER)
    old.choose("1")
    old.press(ENTER)
    assert old.facts() == (AdverseEventEnded(key_of(old), "recovered"),)
    row = next(iter(old.pane.listed.rows.values()))
    assert {"change", "end"}.isdisjoint(row.buttons)


def test_a_fatal_end_writes_grade_5_too(old):
    key = key_of(old)
    old.press(Qt.Key.Key_E)
    old.press(ENTER)
    old.choose("3")
    old.save()
    assert old.asked == []
    old.save()
    assert old.facts() == (AdverseEventChanged(key, 5), AdverseEventEnded(key, "fatal"))


def test_a_correction_needs_a_reason_and_stays_the_same_event(old):
    key = key_of(old)
    old.press(Qt.Key.Key_K)
    old.save()
    assert (old.asked, said(old)) == ([], "Say why it is corrected.")
    old.type("wrong term")
    old.pane.form.term.setText("Hypoxia")
    old.pane.form._term_typed()
    old.pane.form.grades.set_grade(3)
    old.save()
    (draft,) = old.asked[-1]
    assert (draft.amends, draft.reason, draft.fact.term) == (key, "wrong term", "hypoxia")
    assert draft.fact.aware == KNOWN.aware
    assert list(old.pane.listed.rows) == [key]


def test_what_has_the_keyboard_is_in_sight(ward):
    ward.turn_to(WELL)
    form, area = ward.pane.form, ward.pane._scroll
    for field in (form.comment, form.term):
        field.setFocus()
        top = field.mapTo(area.viewport(), field.rect().topLeft()).y()
        assert 0 <= top <= area.viewport().height() - field.height()


# --- nothing typed is lost ------------------------------------------------------------------------


def test_a_refusal_keeps_the_text(ward):
    ward.turn_to(WELL)
    ward.pane.begin()
    ward.type("headac")
    ward.press(ENTER)
    ward.type("2")
    ward.full = "The disk is full."
    ward.save()
    assert said(ward) == "The disk is full."
    assert ward.pane.form.text() == {"term": "Headache", "grade": "2"}
    ward.full = ""
    ward.save()
    assert ward.facts() == (AdverseEvent("headache", "5.0", 2),)
    assert ward.drafts.waiting() == ()


def test_the_text_waits_for_its_patient(ward):
    ward.turn_to(WELL)
    ward.pane.begin()
    ward.type("headac")
    ward.turn_to(ILL)
    assert ward.pane.form.text() == {}
    ward.turn_to(WELL)
    assert ward.pane.form.text() == {"term": "headac"}


def test_a_form_about_an_event_waits_too(old):
    old.press(Qt.Key.Key_R)
    old.type("spons")
    old.turn_to(WELL)
    assert old.pane.current is old.pane.form
    old.turn_to(OLD)
    assert old.pane.current is old.pane.report
    assert old.pane.report.text() == {"to": "spons"}
    old.press(ENTER, CTRL)
    assert old.facts() == (SaeReported(key_of(old), "spons"),)
