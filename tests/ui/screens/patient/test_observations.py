"""Text of the entry strip read as facts: taken, converted, refused or asked about."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.facts import NotDone, Note
from grading.signs import Drug, Hypotension, Support, Vitals
from tests.ui.screens.patient.charts import ILL, PATIENT, WELL, charted, fact
from tests.ui.wards import NOW, ago, arrival
from ui.screens.patient.observations import observations, pressors, run_field

CHART = charted(*WELL)


def read(now=NOW, chart=CHART, begun=None, **text):
    return observations(text, chart, now, begun)


def facts(**text):
    found = read(**text)
    assert not found.refused
    return [draft.fact for draft in found.drafts]


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("temp", "38.0", Vitals(temp_c=38.0)),
        ("temp", "38,0", Vitals(temp_c=38.0)),
        ("temp", "38.4 o", Vitals(temp_c=38.4, temp_site="oral")),
        ("temp", "38.4t", Vitals(temp_c=38.4, temp_site="tympanic")),
        ("temp", "38.4 te", Vitals(temp_c=38.4, temp_site="temporal")),
        ("temp", "38.4 A", Vitals(temp_c=38.4, temp_site="axillary")),
        ("temp", "38.4r", Vitals(temp_c=38.4, temp_site="rectal")),
        ("temp", "38.4 core", Vitals(temp_c=38.4, temp_site="core")),
        ("temp", "38.4 °C", Vitals(temp_c=38.4)),
        ("temp", "38.4C o", Vitals(temp_c=38.4, temp_site="oral")),
        ("hr", "124", Vitals(hr_bpm=124)),
        ("hr", "arrest", Vitals(hr_bpm=0, arrest=True)),
        ("hr", "0 arrest", Vitals(hr_bpm=0, arrest=True)),
        ("bp", "92/54", Vitals(sbp_mmhg=92, dbp_mmhg=54)),
        ("bp", "92/54 (67)", Vitals(sbp_mmhg=92, dbp_mmhg=54, map_mmhg=67)),
        ("bp", "92/", Vitals(sbp_mmhg=92)),
        ("bp", "u", Vitals(bp_unrecordable=True)),
        ("rr", "22", Vitals(rr_bpm=22)),
        ("spo2", "91", Vitals(spo2_pct=91)),
        ("consciousness", "C", Vitals(consciousness="C")),
        ("weight", "58.5", Vitals(weight_kg=58.5)),
        ("note", " refuses the mask ", Note("refuses the mask")),
        ("temp", "r", NotDone("temp_c", "refused")),
        ("bp", "R", NotDone("sbp_mmhg", "refused")),
        ("hr", "x2", NotDone("hr_bpm", "off_ward")),
        ("rr", "x 3", NotDone("rr_bpm", "asleep")),
        ("spo2", "X4", NotDone("spo2_pct", "no_equipment")),
        ("device", "x5", NotDone("oxygen", "procedure")),
        ("consciousness", "x6 deaf", NotDone("consciousness", "other", "deaf")),
        ("device", "room_air", Support("room_air")),
    ],
)
def test_text_becomes_a_fact(field, typed, expected):
    assert facts(**{field: typed}) == [expected]


def test_a_whole_set_is_one_tuple_of_one_moment():
    found = read(
        time="-20",
        temp="38.8",
        hr="124",
        bp="98/54",
        rr="22",
        spo2="91",
        device="high_flow_nasal_cannula",
        flow="40",
        fio2="0.5",
        consciousness="A",
        note="cold hands",
    )
    assert {draft.at for draft in found.drafts} == {ago(minutes=20)}
    assert {draft.patient for draft in found.drafts} == {PATIENT}
    assert [draft.fact for draft in found.drafts] == [
        Vitals(
            temp_c=38.8,
            hr_bpm=124,
            sbp_mmhg=98,
            dbp_mmhg=54,
            rr_bpm=22,
            spo2_pct=91,
            consciousness="A",
        ),
        Support("high_flow_nasal_cannula", 40.0, 0.5),
        Note("cold hands"),
    ]


def test_nothing_typed_is_nothing():
    assert read(time="1200", temp=" ").drafts == ()


@pytest.mark.parametrize(
    ("typed", "celsius"), [("100.4F", 38.0), ("100.3f", 37.94), ("101 F", 38.33), ("104F o", 40.0)]
)
def test_fahrenheit_is_converted_when_it_says_so(typed, celsius):
    [draft] = read(temp=typed).drafts
    assert draft.fact.temp_c == celsius
    assert draft.original == (("temp_c", typed),)


@pytest.mark.parametrize(
    ("typed", "fraction", "original"),
    [
        ("0.5", 0.5, ()),
        ("50", 0.5, (("fio2", "50"),)),
        ("1", 1.0, ()),
        ("40 %", 0.4, (("fio2", "40 %"),)),
    ],
)
def test_inspired_oxygen_in_either_form(typed, fraction, original):
    [draft] = read(device="venturi", fio2=typed).drafts
    assert (draft.fact.fio2, draft.original) == (fraction, original)


@pytest.mark.parametrize(
    ("text", "field", "part", "growing"),
    [
        ({"temp": "100.4"}, "temp", "Fahrenheit? Then write 100.4F", False),
        ({"temp": "3"}, "temp", "26 to 45", True),
        ({"temp": "50"}, "temp", "26 to 45", False),
        ({"temp": "38."}, "temp", "not finished", True),
        ({"temp": "38.4x"}, "temp", "not a number", False),
        ({"temp": "o"}, "temp", "not finished", True),
        ({"hr": "0"}, "hr", "arrest", False),
        ({"hr": "arr"}, "hr", "not finished", True),
        ({"hr": "98.0"}, "hr", "whole number", False),
        ({"hr": "351"}, "hr", "0 to 350", False),
        ({"bp": "9"}, "bp", "20 to 300", True),
        ({"bp": "92/5"}, "bp", "10 to 200", True),
        ({"bp": "92/95"}, "bp", "below the systolic", False),
        ({"bp": "92/54 (99)"}, "bp", "between", True),
        ({"bp": "92-54"}, "bp", "not a pressure", False),
        ({"rr": "90"}, "rr", "0 to 80", False),
        ({"spo2": "3"}, "spo2", "40 to 100", True),
        ({"spo2": "101"}, "spo2", "40 to 100", False),
        ({"weight": "5"}, "weight", "20 to 250", True),
        ({"temp": "x"}, "temp", "1 refused", True),
        ({"temp": "x9"}, "temp", "1 refused", False),
        ({"flow": "4"}, "flow", "oxygen device too", False),
        ({"device": "x1", "flow": "4"}, "flow", "oxygen device too", False),
        ({"device": "room_air", "flow": "4"}, "flow", "no flow", False),
        ({"device": "nasal_cannula", "fio2": "0.4"}, "fio2", "no FiO₂", False),
        ({"device": "nasal_cannula", "flow": "81"}, "flow", "0 to 80", False),
        ({"device": "venturi", "fio2": "0.1"}, "fio2", "0.21 to 1", True),
        ({"device": "venturi", "fio2": "130"}, "fio2", "0.21 to 1", False),
        ({"time": "1"}, "time", "not finished", True),
        ({"time": "later"}, "time", "not a time", False),
        ({"time": "2026-11-23 10:00"}, "time", "future", False),
    ],
)
def test_what_is_refused_says_why(text, field, part, growing):
    found = read(**text)
    assert list(found.refused) == [field]
    assert part in found.refused[field].words
    assert found.refused[field].growing is growing


def test_a_pressure_half_typed_still_counts_for_the_preview():
    [draft] = read(bp="92/5").drafts
    assert draft.fact == Vitals(sbp_mmhg=92)


def test_a_decimal_point_does_not_take_the_number_away():
    [draft] = read(temp="38.").drafts
    assert draft.fact == Vitals(temp_c=38.0)
    assert read(temp="3.").drafts == ()


@pytest.mark.parametrize(
    ("text", "field", "part"),
    [
        ({"temp": "41.3"}, "temp", "unusual"),
        ({"temp": "34.0"}, "temp", "unusual"),
        ({"hr": "39"}, "hr", "unusual"),
        ({"bp": "210/90"}, "bp", "unusual"),
        ({"bp": "98/38"}, "bp", "unusual"),
        ({"rr": "36"}, "rr", "unusual"),
        ({"spo2": "89"}, "spo2", "unusual"),
        ({"spo2": "80"}, "spo2", "unusual"),
        ({"device": "nasal_cannula", "flow": "16"}, "flow", "high-flow cannula?"),
        ({"device": "non_rebreather", "flow": "20"}, "flow", "unusual"),
        ({"temp": "37.0", "time": "0100"}, "time", "13 h ago"),
    ],
)
def test_what_is_unlikely_is_asked_about_and_taken(text, field, part):
    found = read(**text)
    assert (list(found.asked), dict(found.refused)) == ([field], {})
    assert part in found.asked[field].words
    assert found.drafts


@pytest.mark.parametrize(
    "text",
    [
        {"temp": "38.8", "hr": "124", "bp": "98/54", "rr": "22", "spo2": "91"},
        {"device": "high_flow_nasal_cannula", "flow": "40"},
        {"hr": "arrest"},
        {"note": "asleep", "time": "0100"},
    ],
)
def test_what_is_usual_is_not_asked_about(text):
    assert dict(read(**text).asked) == {}


def test_a_change_from_the_last_value_is_asked_about():
    chart = charted(*WELL, fact(Vitals(temp_c=36.6), ago(minutes=30)))
    found = observations({"temp": "39.4"}, chart, NOW)
    assert "36.6 30 min before" in found.asked["temp"].words


def test_a_second_set_of_the_minute_is_asked_about():
    chart = charted(*WELL, fact(Vitals(temp_c=36.6), ago(minutes=10)))
    found = observations({"time": "-10", "hr": "80"}, chart, NOW)
    assert "14:22 by Ann" in found.asked["time"].words


def test_a_set_begun_a_while_ago_is_asked_for_its_time():
    begun = ago(minutes=10)
    assert "14:22" in read(temp="37.0", begun=begun).asked["time"].words
    assert not read(temp="37.0", begun=ago(minutes=9)).asked
    assert not read(temp="37.0", time="-10", begun=begun).asked


@pytest.mark.parametrize(
    ("typed", "candidate"),
    [
        ("89/70", True),
        ("90/60", False),
        ("92/50", True),
        ("92/52", False),
        ("95", False),
        ("u", False),
    ],
)
def test_a_low_pressure_asks_for_a_word(typed, candidate):
    assert read(bp=typed).candidate is candidate


@pytest.mark.parametrize("word", ["yes", "no", "unsure"])
def test_a_word_on_the_pressure_stands_with_it(word):
    found = read(bp="88/50", hypotension=word)
    assert [draft.fact for draft in found.drafts] == [
        Vitals(sbp_mmhg=88, dbp_mmhg=50),
        Hypotension(word),
    ]


def test_a_word_without_a_low_pressure_is_not_written():
    assert facts(bp="118/70", hypotension="no") == [Vitals(sbp_mmhg=118, dbp_mmhg=70)]


def test_a_purpose_belongs_to_pressure_support():
    assert facts(device="bipap", purpose="sleep_apnoea") == [
        Support("bipap", purpose="sleep_apnoea")
    ]
    assert facts(device="nasal_cannula", flow="2", purpose="sleep_apnoea") == [
        Support("nasal_cannula", 2.0)
    ]


def test_a_running_vasopressor_is_confirmed_with_its_rate_and_line():
    chart = charted(
        *ILL,
        fact(Drug("vasopressin", "started", rate=0.03, rate_unit="U/min", line="2"), ago(hours=1)),
        fact(Drug("propofol", "started", rate=5), ago(hours=1)),
    )
    assert [run.drug.name for run in pressors(chart)] == ["vasopressin", "norepinephrine"]
    found = observations({run_field(pressors(chart)[0]): "1"}, chart, NOW)
    assert [draft.fact for draft in found.drafts] == [
        Drug("vasopressin", "continued", rate=0.03, rate_unit="U/min", line="2")
    ]


def test_a_time_of_day_is_the_sites():
    zone = ZoneInfo("Asia/Shanghai")
    chart = charted(*arrival(PATIENT, "6"), zone=zone)
    found = observations({"time": "0715", "hr": "80"}, chart, NOW)
    assert found.at == datetime(2026, 11, 22, 7, 15, tzinfo=zone)


@given(
    st.dictionaries(
        st.sampled_from(("time", "temp", "hr", "bp", "rr", "spo2", "flow", "fio2", "weight")),
        st.text("0123456789.,/()%-°FfCcxXrRuo tT\uff13\uff18\uff0e\u3000arest", max_size=9),
        max_size=6,
    ),
    st.sampled_from(("", "room_air", "nasal_cannula", "venturi", "bipap", "x3")),
)
def test_whatever_is_typed_is_taken_refused_or_left(text, device):
    found = observations({**text, "device": device}, CHART, NOW)
    answered = set(found.refused) | {draft.at for draft in found.drafts}
    blank = not any(value.strip() for name, value in text.items() if name != "time")
    assert answered or (blank and not device)
    assert all(remark.words for remark in (*found.refused.values(), *found.asked.values()))


def test_now_is_the_minute():
    found = observations({"hr": "80"}, CHART, NOW + timedelta(seconds=41))
    assert found.at == NOW
