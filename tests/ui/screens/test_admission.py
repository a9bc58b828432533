"""Enrolled, put to bed, infused, discharged; what is usual: the forms that are seldom filled."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bedside.chart import Person
from bedside.facts import Admitted, Discharged, Enrolled
from bedside.timeline import Draft
from grading.signs import Baseline, Infused, Planned
from tests.ui.screens.patient.charts import ILL, PATIENT, WELL, charted, entries, fact
from tests.ui.wards import NOW, Clock, ago, arrival
from ui import theme
from ui.screens.baseline import BaselineForm
from ui.screens.bed import BedForm, DischargeForm
from ui.screens.enrol import Enrol
from ui.screens.infuse import InfuseForm
from ui.theme import DAY


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def filled(qtbot):
    """A form with these texts in it, entered; choices by their code."""

    def filled(form, **texts):
        qtbot.addWidget(form)
        form.heard = []
        form.entered.connect(form.heard.append)
        for name, text in texts.items():
            editor = form.editor(name)
            if hasattr(editor, "findData"):
                editor.setCurrentIndex(editor.findData(text))
            else:
                editor.setText(text)
        form.enter()
        return form

    return filled


def enrol(taken=(), zone=UTC, person=None):
    return Enrol(taken, Clock(), zone, person=person)


def infuse(*drafts, zone=UTC):
    return InfuseForm(charted(*drafts, zone=zone), NOW)


# --- enrolled -------------------------------------------------------------------------------------


def test_a_patient_is_enrolled_with_a_bed_and_a_plan(filled):
    form = filled(
        enrol(zone=ZoneInfo("Asia/Shanghai")),
        patient=" RC-016 ",
        initials="QX",
        born="1992",
        sex="female",
        weight="58,5",
        protocol="NCT05765006",
        dose_level="100×10⁶",
        bed="6",
        planned="2026-11-25 10:00",
    )
    planned = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    assert form.heard == [
        (
            Draft(
                "RC-016",
                NOW,
                Enrolled("QX", 1992, "female", 58.5, "NCT05765006", "100×10⁶"),
            ),
            Draft("RC-016", NOW, Admitted("6")),
            Draft("RC-016", NOW, Planned(planned)),
        )
    ]


def test_the_id_alone_is_enough(filled):
    assert filled(enrol(), patient="RC-016").heard == [(Draft("RC-016", NOW, Enrolled()),)]


@pytest.mark.parametrize(
    ("field", "typed", "part"),
    [
        ("patient", "", "Type the trial id"),
        ("patient", "rc-0 14", "in this record already"),
        ("patient", "x" * 41, "At most 40"),
        ("born", "1899", "1900 to"),
        ("born", "92-5", "not a day"),
        ("born", "2027", "still to come"),
        ("born", "2026-11-23", "still to come"),
        ("born", "1905", "more than 120"),
        ("born", "1992-02-30", "no such day"),
        ("height", "1.65", "80 to 250"),
        ("consented", "2026-11-23", "still to come"),
        ("consented", "yesterday", "not a day"),
        ("weight", "5", "20 to 250"),
        ("weight", "heavy", "not a number"),
        ("planned", "25.11. 10:00", "whole date"),
        ("planned", "2026-11-25", "whole date"),
        ("planned", "2026-11-22 14:00", "is past"),
        ("planned", "2026-11-31 10:00", "no such day"),
    ],
)
def test_an_enrolment_that_is_refused(filled, field, typed, part):
    form = filled(enrol(["RC-014"]), **{"patient": "RC-016", field: typed})
    assert form.heard == []
    assert part in form.said(field)


def test_whoever_was_saved_is_opened(filled, qtbot):
    form = filled(enrol(), patient="RC-016")
    with qtbot.waitSignal(form.opened) as heard:
        form.saved(entries(*form.heard[0]))
    assert heard.args == ["RC-016"]


def test_an_identity_is_corrected_not_the_id(filled):
    person = Person("RC-014", Enrolled("QX", 1992, "female", 58.0, "P", "1"), "6")
    form = filled(enrol(["RC-014"], person=person), weight="57")
    assert form.heard == [(Draft("RC-014", NOW, Enrolled("QX", 1992, "female", 57.0, "P", "1")),)]


# --- to bed ---------------------------------------------------------------------------------------


def test_a_move_says_where_and_since_when(filled):
    form = filled(BedForm(charted(*WELL), NOW), bed="7", time="-30")
    assert form.windowTitle() == "Move RC-014"
    assert form.heard == [(fact(Admitted("7"), ago(minutes=30)),)]


def test_who_has_no_bed_is_admitted(filled):
    form = filled(BedForm(charted(*arrival(PATIENT, None)), NOW), bed="7")
    assert form.windowTitle() == "Admit RC-014"
    assert form.heard == [(fact(Admitted("7")),)]


@pytest.mark.parametrize(("field", "typed"), [("bed", ""), ("time", "later")])
def test_a_move_that_is_refused(filled, field, typed):
    form = filled(BedForm(charted(*WELL), NOW), **{"bed": "7", field: typed})
    assert form.heard == []
    assert form.said(field)


def test_a_discharge_says_where_to(filled):
    form = filled(DischargeForm(charted(*WELL), NOW), to="home")
    assert form.heard == [(fact(Discharged("home")),)]


# --- infused --------------------------------------------------------------------------------------


def test_an_infusion_is_confirmed_by_the_patients_id(filled):
    texts = {"time": "-15", "dose": "100", "unit": "cells", "product": "relma-cel"}
    form = filled(infuse(*arrival(PATIENT, "6")), **texts)
    assert form.heard == []
    assert "RC-014" in form.said("patient")
    form.editor("patient").setText("rc-014")
    form.enter()
    assert form.heard == [(fact(Infused(1e8, "cells", "relma-cel"), ago(minutes=15)),)]


def test_an_infusion_without_a_known_dose_is_recorded(filled):
    form = filled(infuse(*arrival(PATIENT, "6")), patient=PATIENT)
    assert form.heard == [(fact(Infused()),)]


@pytest.mark.parametrize(
    ("field", "typed", "part"),
    [
        ("time", "soon", "not a time"),
        ("unit", "", "per kg"),
        ("dose", "1e9", "not a number"),
        ("dose", "2000000", "cannot be"),
        ("patient", "RC-015", "RC-014"),
    ],
)
def test_an_infusion_that_is_refused(filled, field, typed, part):
    texts = {"dose": "100", "unit": "cells", "patient": PATIENT, field: typed}
    form = filled(infuse(*arrival(PATIENT, "6")), **texts)
    assert form.heard == []
    assert part in form.said(field)


def test_a_second_infusion_is_warned_of(filled, qtbot):
    form = infuse(*ILL)
    qtbot.addWidget(form)
    words = [child.text() for child in form.findChildren(type(form.say("")))]
    assert any("recorded already" in text for text in words)


# --- usual ----------------------------------------------------------------------------------------


def test_what_is_usual_is_recorded(filled):
    form = filled(
        BaselineForm(charted(*WELL), NOW),
        ice="9",
        sbp="112",
        device="nasal_cannula",
        flow="2",
        target="yes",
    )
    assert form.heard == [(fact(Baseline(9, 112, "nasal_cannula", 2.0, True)),)]


def test_what_is_left_blank_says_nothing(filled):
    form = filled(BaselineForm(charted(*WELL), NOW), ice="10")
    assert form.heard == [(fact(Baseline(ice=10)),)]


@pytest.mark.parametrize(
    ("texts", "field", "part"),
    [
        ({}, "ice", "Nothing is typed"),
        ({"ice": "11"}, "ice", "0 to 10"),
        ({"sbp": "400"}, "sbp", "20 to 300"),
        ({"flow": "2"}, "device", "which device"),
        ({"device": "room_air", "flow": "2"}, "device", "which device"),
        ({"device": "nasal_cannula", "flow": "90"}, "flow", "0 to 80"),
    ],
)
def test_a_baseline_that_is_refused(filled, texts, field, part):
    form = filled(BaselineForm(charted(*WELL), NOW), **texts)
    assert form.heard == []
    assert part in form.said(field)


def test_what_is_recorded_already_stands_beside(filled):
    chart = charted(*WELL, fact(Baseline(ice=9, device="cpap"), ago(days=5)))
    form = BaselineForm(chart, NOW)
    assert form.said("ice") == "Recorded: 9."
    assert form.said("device") == "Recorded: CPAP."
