"""Facts keep every word that was said, through the file and back, for ever."""

import math
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.facts import (
    KINDS,
    Acknowledged,
    AdverseEvent,
    AdverseEventChanged,
    Called,
    ClockJumped,
    Confirmed,
    Enrolled,
    Escalated,
    HandedOver,
    Hyperinflammation,
    LicatsLook,
    LupusDrug,
    LupusTreatment,
    Note,
    Silenced,
    SoundChecked,
    TakenOver,
    Unknown,
    canonical,
    decoded,
    encoded,
    kind_of,
)
from grading.scales.gvhd import Examination
from grading.scores.bilag import Bilag
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import Sledai
from grading.signs import Baseline, Drug, Ice, Infused, Invalid, Lab, Neuro, Support, Vitals
from tests.bedside.strategies import EACH, facts

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_every_fact_survives_the_file(kind: str, data: st.DataObject) -> None:
    fact = data.draw(EACH[KINDS[kind]])
    assert kind_of(fact) == kind
    kept = decoded(kind, encoded(fact))
    assert kept == fact
    assert type(kept) is type(fact)


@given(facts)
def test_what_was_read_back_is_written_the_same(fact) -> None:
    """Else the chain of digests would break where a record is merged."""
    kept, text = canonical(fact)
    assert kept == fact
    assert encoded(decoded(kind_of(fact), text)) == text


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Vitals(temp_c=38.0), '{"temp_c":38.0}'),
        (Vitals(), "{}"),
        (Vitals(bp_unrecordable=True), '{"bp_unrecordable":true}'),
        (Vitals(hr_bpm=0, arrest=True), '{"hr_bpm":0,"arrest":true}'),
        # What is said to be absent or zero is not left unsaid.
        (Support("nasal_cannula", 0.0), '{"device":"nasal_cannula","flow_lpm":0.0}'),
        (Neuro(deep_focal_weakness=False), '{"deep_focal_weakness":false}'),
        (Neuro(seizure="none"), '{"seizure":"none"}'),
        (Baseline(ice=0), '{"ice":0}'),
        (Baseline(spo2_target_88_92=False), '{"spo2_target_88_92":false}'),
        (Ice(interpreter=False), '{"interpreter":false}'),
        (Ice(language=""), '{"language":""}'),
        (Lab("crp", 0.0, "mg/L"), '{"analyte":"crp","value":0.0,"unit":"mg/L"}'),
        (Lab("il6", 5.0, bound="<"), '{"analyte":"il6","value":5.0,"bound":"<"}'),
        (Drug("Noradrenaline", "started", rate=0.0),
         '{"name":"norepinephrine","action":"started","rate":0.0}'),
        (Drug("paracetamol"), '{"name":"paracetamol"}'),
        (Drug("dopamine", "started", until=NOON),
         '{"name":"dopamine","action":"started","until":"2026-11-22T12:00:00Z"}'),
        (Infused(1e8, "cells"), '{"dose":100000000.0,"dose_unit":"cells"}'),
        (Acknowledged("crs", 0), '{"alarm":"crs","level":0}'),
        (Confirmed("crs", "ASTCT 2019", 0, 0, 0, "no_crs"),
         ('{"scale":"crs","edition":"ASTCT 2019","level":0,"computed":0,"at_least":0,'
          '"status":"no_crs"}')),
        (Confirmed("crs", "ASTCT 2019", 1, None, 0, "review", "fever at home"),
         ('{"scale":"crs","edition":"ASTCT 2019","level":1,"computed":null,"at_least":0,'
          '"status":"review","reason":"fever at home"}')),
        (Ice(command="not_assessable", reasons=(("command", "asleep"),)),
         '{"command":"not_assessable","reasons":[["command","asleep"]]}'),
        (Enrolled(), "{}"),
        (Silenced("crs", 2, NOON),
         '{"alarm":"crs","level":2,"until":"2026-11-22T12:00:00Z"}'),
        (Escalated("overdue:vitals", 0, 1, "consultant"),
         '{"alarm":"overdue:vitals","level":0,"step":1,"role":"consultant"}'),
        # Nobody was reached: another word than that nobody said so.
        (Called("crs", "consultant", reached=False),
         '{"alarm":"crs","role":"consultant","reached":false}'),
        (Called("crs", "consultant"), '{"alarm":"crs","role":"consultant"}'),
        (ClockJumped(NOON, NOON.astimezone(timezone(timedelta(hours=8)))),
         '{"expected":"2026-11-22T12:00:00Z","found":"2026-11-22T20:00:00+08:00"}'),
        (SoundChecked(False), '{"played":false}'),
        (SoundChecked(True, heard=False), '{"played":true,"heard":false}'),
        (HandedOver(), "{}"),
        (HandedOver(to_do="ferritin"), '{"to_do":"ferritin"}'),
        (TakenOver("0001"), '{"handed":"0001"}'),
        (Sledai(), "{}"),
        (Sledai(fever="yes", rash="no", attributed=(("fever", "crs"),)),
         '{"rash":"no","fever":"yes","attributed":[["fever","crs"]]}'),
        (Pga(Decimal("0.30")), '{"value":"0.30"}'),
        (Pga(Decimal(0)), '{"value":"0"}'),
        (Bilag(renal="B"), '{"renal":"B"}'),
        # That nothing is taken is another word than that nobody said what.
        (LupusTreatment(drugs=()), '{"drugs":[]}'),
        (LupusTreatment(0.0), '{"prednisolone_mg_day":0.0}'),
        (LupusTreatment(drugs=(LupusDrug("belimumab"), LupusDrug("methotrexate", 15, "week"))),
         ('{"drugs":[{"medicine":"belimumab"},'
          '{"medicine":"methotrexate","mg":15,"per":"week"}]}')),
        (BeyondSledai(haemolytic_anaemia=False), '{"haemolytic_anaemia":false}'),
        (Examination(), "{}"),
        # No erythema is another word than that nobody looked at the skin.
        (Examination(skin_bsa_pct=0.0, bullae=False), '{"skin_bsa_pct":0.0,"bullae":false}'),
        (LicatsLook("gut", absent=("diarrhoea", "abdominal_pain")),
         '{"organ":"gut","absent":["diarrhoea","abdominal_pain"]}'),
        (Hyperinflammation(haemophagocytosis=False, grade=0),
         '{"haemophagocytosis":false,"grade":0}'),
    ],
)  # fmt: skip
def test_the_one_json_form(fact, text: str) -> None:
    assert encoded(fact) == text
    assert decoded(kind_of(fact), text) == fact


@pytest.mark.parametrize("text", ["38.0", "38", "38.00", "3.8e1"])
def test_38_0_stays_38_0(text: str) -> None:
    fact = decoded("vitals", f'{{"temp_c":{text}}}')
    assert fact == Vitals(temp_c=38.0)
    assert isinstance(fact.temp_c, float)
    assert encoded(fact) == '{"temp_c":38.0}'


@given(st.floats(26, 45))
def test_no_digit_of_a_temperature_is_lost(value: float) -> None:
    assert decoded("vitals", encoded(Vitals(temp_c=value))).temp_c == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("vital_signs", "{}"),
        ("", "{}"),
        ("Vitals", "{}"),
        ("vitals", ""),
        ("vitals", "{"),
        ("vitals", "[]"),
        ("vitals", "null"),
        ("vitals", '{"temp_c":"38.0"}'),
        ("vitals", '{"temp_c":NaN}'),
        ("vitals", '{"temp_c":1e400}'),
        ("vitals", '{"temp_c":99.0}'),
        ("vitals", '{"hr_bpm":80.5}'),
        ("vitals", '{"hr_bpm":0}'),
        ("vitals", "{} {}"),
        ("vitals", '{"x":' + "[" * 100_000),
        ("vitals", "\udcff"),
        ("support", "{}"),
        ("support", '{"device":"nasal_prongs"}'),
        ("drug", '{"name":"norepinefrine"}'),
        ("drug", '{"name":"norepinephrine","action":"begun"}'),
        ("lab", '{"analyte":"crp"}'),
        ("ice", '{"command":"not_assessable"}'),
        ("death", '{"due_to":"age"}'),
        ("note", '{"text":"  "}'),
        ("acknowledged", '{"alarm":"crs"}'),
        ("enrolled", '{"birth_year":1899}'),
        ("planned", '{"infusion":"tomorrow"}'),
        ("silenced", '{"alarm":"crs","level":2}'),
        ("silenced", '{"alarm":" ","level":2,"until":"2026-11-22T12:00:00Z"}'),
        ("escalated", '{"alarm":"crs","level":3,"step":0,"role":"consultant"}'),
        ("escalated", '{"alarm":"crs","level":3,"step":1,"role":""}'),
        ("called", '{"alarm":"crs"}'),
        ("called", '{"alarm":"","role":"consultant"}'),
        ("called", '{"alarm":"crs","role":" "}'),
        ("clockjumped", '{"expected":"2026-11-22T12:00:00Z"}'),
        ("soundchecked", "{}"),
        ("soundchecked", '{"played":"yes"}'),
        ("sledai", '{"fever":"maybe"}'),
        ("sledai", '{"fever":"SELENA"}'),
        ("sledai", '{"arthritis":"SELENA"}'),
        ("sledai", '{"attributed":[["fever","crs"]]}'),
        ("sledai", '{"fever":"yes","attributed":[["fever","weather"]]}'),
        ("sledai", '{"window_days":14}'),
        ("pga", "{}"),
        ("pga", '{"value":"3.1"}'),
        ("pga", '{"value":"-0.1"}'),
        ("pga", '{"value":"NaN"}'),
        ("pga", '{"value":"1","line_mm":"40"}'),
        ("pga", '{"value":"1","line_mm":"40","line_length_mm":80}'),
        ("bilag", '{"renal":"F"}'),
        ("lupustreatment", '{"prednisolone_mg_day":-1}'),
        ("examination", "{}"),
        ("licatslook", '{"organ":"skin"}'),
        ("gvhd", '{"skin_bsa_pct":101}'),
        ("gvhd", '{"bili_mg_dl":2.0,"bili_umol_l":34.0}'),
        ("licats", "{}"),
        ("licats", '{"organ":"liver"}'),
        ("licats", '{"organ":"skin","present":["diarrhoea"]}'),
        ("hyperinflammation", '{"grade":6}'),
        ("hyperinflammation", '{"crs":"over"}'),
        ("lupustreatment", '{"drugs":[{"medicine":"aspirin"}]}'),
        ("lupustreatment", '{"drugs":[{"medicine":"methotrexate","mg":-1}]}'),
    ],
)
def test_what_is_not_ours_is_unknown(kind: str, text: str) -> None:
    with pytest.raises(Unknown):
        decoded(kind, text)


@given(st.sampled_from(list(KINDS)), st.text() | st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5,
).map(lambda value: msgspec.json.encode(value).decode()))  # fmt: skip
def test_garbage_is_unknown_or_a_fact_never_a_crash(kind: str, text: str) -> None:
    try:
        fact = decoded(kind, text)
    except Unknown:
        return
    assert decoded(kind, encoded(fact)) == fact


def test_a_field_of_a_newer_release_is_passed_over() -> None:
    assert decoded("vitals", '{"temp_c":38.0,"mood":"good"}') == Vitals(temp_c=38.0)


@pytest.mark.parametrize(
    "fact",
    [
        Vitals(hr_bpm=80.5),  # type: ignore[arg-type]
        Vitals(hr_bpm=80.0),  # type: ignore[arg-type]
        Vitals(consciousness="Z"),  # type: ignore[arg-type]
        Neuro(loc="sleepy"),  # type: ignore[arg-type]
        Drug("paracetamol", "swallowed"),  # type: ignore[arg-type]
    ],
)
def test_what_could_not_be_read_back_is_refused_before_it_is_written(fact) -> None:
    with pytest.raises(Unknown):
        canonical(fact)


def test_a_whole_number_where_any_may_stand_is_kept_as_one() -> None:
    kept, text = canonical(Lab("crp", 5))
    assert encoded(kept) == '{"analyte":"crp","value":5.0}'
    assert text == encoded(kept)


def test_a_fact_that_would_change_on_the_way_is_refused(monkeypatch) -> None:
    """No fact of today does; should one of tomorrow, it is not written."""
    monkeypatch.setattr("bedside.facts.encoded", lambda _: '{"text":"another"}')
    with pytest.raises(Unknown, match="read back as"):
        canonical(Note("one"))


@pytest.mark.parametrize(
    ("fact", "values", "field"),
    [
        (Enrolled, {"birth_year": 1899}, "birth_year"),
        (Enrolled, {"birth_year": 2201}, "birth_year"),
        (Enrolled, {"weight_kg": 19.9}, "weight_kg"),
        (Enrolled, {"weight_kg": math.nan}, "weight_kg"),
        (Note, {"text": " \n"}, "text"),
        (Confirmed, {"level": 2, "computed": 1}, "reason"),
        (Confirmed, {"level": 0, "computed": None, "reason": " "}, "reason"),
        (Silenced, {"alarm": "", "level": 1, "until": NOON}, "alarm"),
        (Escalated, {"alarm": " ", "level": 3, "step": 1, "role": "consultant"}, "alarm"),
        (Escalated, {"alarm": "crs", "level": 3, "step": 1, "role": " "}, "role"),
        (Escalated, {"alarm": "crs", "level": 3, "step": 0, "role": "consultant"}, "step"),
        (Called, {"alarm": "crs", "role": "", "name": "Dr. Z"}, "role"),
        (Called, {"alarm": "\n", "role": "consultant"}, "alarm"),
        (Examination, {"stool_ml": -1}, "stool_ml"),
        (Examination, {"bili_mg_dl": 2.0, "bili_umol_l": 34.0}, "bili_umol_l"),
        (LicatsLook, {"organ": "liver"}, "organ"),
        (LicatsLook, {"organ": "skin", "present": ("diarrhoea",)}, "present"),
        (
            LicatsLook,
            {"organ": "lung", "present": ("dyspnoea",), "absent": ("dyspnoea",)},
            "absent",
        ),
        (LicatsLook, {"organ": "lung", "course": "dire"}, "course"),
        (Hyperinflammation, {"grade": 6}, "grade"),
        (
            AdverseEvent,
            {"term": "x", "version": "5.0", "grade": 3, "scale": "icaht"},
            "scale_grade",
        ),
        (AdverseEventChanged, {"event": "x", "scale_grade": 2}, "scale_grade"),
        (AdverseEventChanged, {"event": "x", "scale": "icaht", "scale_grade": 0}, "scale_grade"),
        (AdverseEventChanged, {"event": "x"}, "grade"),
        (Hyperinflammation, {"grade": -1}, "grade"),
        (Hyperinflammation, {"splenomegaly": False, "splenomegaly_new": True}, "splenomegaly_new"),
    ],
)
def test_a_fact_that_cannot_be_names_its_field(fact, values, field: str) -> None:
    if fact is Confirmed:
        whole = {"scale": "crs", "edition": "ASTCT 2019", "at_least": 0, "status": "graded"}
        values = whole | values
    with pytest.raises(Invalid) as refused:
        fact(**values)
    assert refused.value.field == field


def test_an_override_is_a_level_that_was_not_computed() -> None:
    assert not Confirmed("crs", "ASTCT 2019", 2, 2, 2, "graded").overrides
    assert Confirmed("crs", "ASTCT 2019", 2, 1, 1, "graded", "pressor at home").overrides
    assert Confirmed("crs", "ASTCT 2019", 2, None, 1, "incomplete", "seen").overrides
