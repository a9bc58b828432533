"""What is said on the phone and at a handover: whole sentences, and unknown never as normal."""

import re

import pytest
from PySide6.QtCore import QLocale

from bedside.chart import chart
from bedside.facts import Admitted, Enrolled, HandedOver, TakenOver
from bedside.handover import outstanding, sheet
from bedside.survey import Surveyor
from grading.signs import Baseline, Drug, Neuro, Support, Vitals
from tests.ui.words.alarmed import alarm
from tests.ui.words.handed import CELLS, ILL, NOW, PRESSOR, UTC, charted, entries, ice, ward_of
from ui.words.handover import handed_lines, handing_text, heading, sections
from ui.words.outstanding import outstanding_lines
from ui.words.sbar import Sbar, sbar


@pytest.fixture(autouse=True)
def _language():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


RECORD = (
    CELLS,
    *((60, ILL), (60, Support("nasal_cannula", 4.0)), (55, PRESSOR), (40, ice(6))),
    (40, Neuro(loc="alert")),
    *((50, Drug("tocilizumab", dose=464, dose_unit="mg")), (30, Baseline(ice=10))),
    *((45, Drug("dexamethasone", dose=10, dose_unit="mg")), (20, Vitals(temp_c=38.4))),
    *((70, Admitted("6")), (70, Enrolled(initials="QX", dose_level="100e6"))),
)


def plain(text):
    """With blanks that may be broken, as a test is typed."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def said(of, kind="crs_grade", level=3, **more):
    ward = Surveyor().survey([of], NOW, UTC)
    found = sbar(alarm(kind, level, **more), of, ward.rounds.get(of.patient, ()), NOW)
    return Sbar(*(tuple(plain(text) for text in part) for part in found))


def lines_of(of, **more):
    ward = Surveyor().survey([of], NOW, UTC)
    found = sheet(of, ward.rounds.get(of.patient, ()), ward.alarms, more.get("plan"), NOW)
    told = {}
    for section in sections(found):
        for line in section.lines:
            if line.label:
                told[line.label] = []
            label = line.label or label  # noqa: F821 - the one above
            told[label] += map(plain, line.said)
    return told


# --- on the phone ---------------------------------------------------------------------------------


def test_an_alarm_of_nobody_has_no_words_for_the_phone():
    with pytest.raises(ValueError, match="no alarm of a patient"):
        sbar(alarm("crs_grade", 3, patient=None), charted(*RECORD), (), NOW)


def test_what_is_said_on_the_phone():
    found = said(charted(*RECORD), value=3, before=2)
    assert found.situation == (
        "Patient 4711, QX, bed 6.",
        "Study day D+4.",
        "CRS rose from grade 2 to grade 3 at 14:32.",
        "Now CRS grade 3; last change from 2 to 3, 55 min ago.",
        "Now ICANS grade 2; last change from 0 to 2, 40 min ago.",
    )
    assert found.background == (
        "100×10⁶ infused 18 Nov 14:32.",
        "Tocilizumab: 1 dose, at 13:42, 50 min ago.",
        "Steroids, 24 h: 10 mg as dexamethasone = 66.7 mg as prednisone.",
        "Running: noradrenaline 0.06 µg/kg/min since 13:37, last charted 55 min ago.",
        "Oxygen: nasal cannula 4 L/min, 1 h ago.",
    )
    decided = "CRS is decided by: Hypotension needing one vasopressor, noradrenaline 0.06 µg/kg/min"
    assert found.assessment[0] == f"{decided} since 13:37."
    assert "Vital signs 20 min ago: temperature 38.4 °C." in found.assessment
    assert "ICE 6/10 40 min ago, usually 10/10." in found.assessment
    (request,) = found.recommendation
    assert request.startswith("Call the physician and the intensive care")
    assert [line.partition(":")[0] for line in found.text.splitlines()] == [
        *("Situation", "Background", "Assessment", "Recommendation")
    ]


@pytest.mark.parametrize("told", [(), ((30, Vitals(temp_c=38.9)),)])
def test_what_nobody_charted_is_said_to_be_unknown(told):
    text = said(charted((60, Admitted("6")), *told), "fever", value=38.9).text
    for sentence in (
        "The study day is unknown: no infusion is recorded or planned.",
        "No infusion of cells is recorded or planned.",
        "Tocilizumab: none recorded.",
        "Steroids: none recorded.",
        "Vasopressors: none recorded as running.",
        "Oxygen: never charted.",
        "ICE: never done, the usual score is not recorded.",
        "ICANS is unknown: nothing is charted.",
    ):
        assert sentence in text
    assert not re.search(r"grade 0|\b0/10|normal|room air|alert", text)


def test_a_single_temperature_names_what_was_never_charted():
    text = said(charted((30, Vitals(temp_c=38.9))), "fever", value=38.9).text
    names = "heart rate, blood pressure, respiratory rate, SpO₂ and consciousness"
    assert f"Never charted: {names}." in text


def test_a_round_that_is_behind_is_said():
    assert any("round. " in text for text in said(charted(CELLS, (600, ILL))).assessment)


# --- the sheet ------------------------------------------------------------------------------------


def test_the_sheet_of_an_ill_patient():
    told = lines_of(charted(*RECORD))
    assert told["CRS"][0] == "CRS grade 3"
    assert "highest 3" in told["CRS"][1]
    assert told["CRS"][2] == "Computed; no physician has signed a grade."
    assert told["Tocilizumab"][0].startswith("last 13:42 · 1 of 4")
    assert told["Usual ICE"] == ["10/10"]
    assert told["Oxygen"] == ["nasal cannula 4 L/min, 1 h ago"]
    assert told["Allergies"] == told["Code status"] == ["nothing recorded"]
    assert told["Visits and samples"] == ["no plan of visits is known"]
    assert any(text.endswith("acknowledged by nobody") for text in told["Open alarms"])
    assert told["Reference"][0].startswith("Reference text, no order")
    assert any(text.startswith("Source: ") for text in told["CRS grade 3"])


def test_a_sheet_without_observations_states_nothing():
    told = lines_of(charted((30, Admitted("6"))))
    assert told["CRS"] == [
        *("CRS: nothing charted", "24 h: nothing charted"),
        "Computed; no physician has signed a grade.",
    ]
    assert told["Usual ICE"] == ["not recorded"]
    assert told["Oxygen"] == ["never charted"]
    assert told["ICE"] == ["never done"]
    assert told["Last set"] == ["Vital signs: none charted."]
    assert told["Running"] == ["no infusion recorded as running"]
    assert told["Tocilizumab"] == told["Steroids"] == ["none recorded"]
    everything = " ".join(text for some in told.values() for text in some)
    assert not re.search(r"grade 0|highest 0|0/10|\b0 ", everything)


def test_the_heading_says_who_it_is():
    of = charted(*RECORD)
    assert heading(sheet(of, (), (), None, NOW)) == ("4711", "QX", "bed 6", "D+4")
    bare = charted((30, Vitals(temp_c=37.0)))
    assert heading(sheet(bare, (), (), None, NOW))[2:] == ("no bed recorded", "study day unknown")


def test_every_reason_to_be_late_is_marked_by_a_word_too():
    found = sheet(charted(CELLS, (600, ILL)), (), (), None, NOW)
    late = [line for part in sections(found) for line in part.lines if line.tone == "late"]
    assert [line.label for line in late] == ["Usual ICE"]
    assert late[0].said == ("not recorded",)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ((), "Not handed over in this shift"),
        (((30, HandedOver("x")),), "Handed over 14:02 x · not taken over yet"),
        (
            ((30, HandedOver("x")), (20, TakenOver())),
            "Handed over 14:02 x · taken over 14:12 x",
        ),
        (((20, TakenOver()),), "Taken over 14:12 x · nothing was handed over"),
    ],
)
def test_the_change_of_shift_on_one_line(told, line):
    found = sheet(charted(CELLS, *told), (), (), None, NOW)
    assert handing_text(found.handing, NOW, UTC) == line


def test_both_free_lines_are_told():
    found = sheet(charted(CELLS, (30, HandedOver("restless", "ring the lab"))), (), (), None, NOW)
    (line,) = handed_lines(found)
    assert line.label == "Handed over 14:02"
    assert line.said == ("x", "restless", "To do: ring the lab")


# --- what is outstanding --------------------------------------------------------------------------


def test_what_is_outstanding_in_words_the_urgent_first():
    told = outstanding_lines(ward_of(charted(CELLS, (60, ILL), (9 * 60, PRESSOR))))
    texts = [plain(line.said[0]) for line in told]
    tones = [line.tone for line in told]
    assert "Usual ICE is not recorded" in texts
    assert "Noradrenaline 0.06 µg/kg/min not charted for 9 h" in texts
    assert "late" not in tones[tones.index("unknown") :]
    assert any(text.startswith(("CRS: ", "NEWS2: ")) for text in texts)


def test_somebody_who_is_well_has_no_line():
    of = chart(entries((30 * 24 * 60, Admitted("6"))), NOW)
    ward = Surveyor().survey([of], NOW, UTC)
    (one,) = outstanding(ward._replace(rounds={}, alarms=()))
    assert outstanding_lines(one._replace(baseline_ice=False)) == ()
