"""Nothing reaches a screen untranslated, and lupdate finds every text."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from bedside.chart import Chart, chart
from bedside.dlt import CODES, Judged
from bedside.facts import (
    FACTS,
    Admitted,
    Answer,
    Appointed,
    Collected,
    Confirmed,
    Deviation,
    Discharged,
    DltReviewed,
    Ended,
    Enrolled,
    Fact,
    Note,
    Omitted,
    Reassigned,
    Reminded,
    Retracted,
    Screened,
    Visited,
)
from bedside.preview import Difference
from bedside.store import StoreError
from bedside.timeline import Entry
from grading.drugs import CLASS_OF
from grading.findings import Run
from grading.grade import Change, Evidence, Grade, Missing, Reason, Step, Trend, episodes
from grading.scales import SCALES
from grading.scales.news2 import News2Grade
from grading.signs import (
    DEVICES,
    ICE_ITEMS,
    LOCS,
    Attribution,
    Baseline,
    Death,
    Drug,
    Hypotension,
    Ice,
    Infused,
    Invalid,
    Lab,
    Neuro,
    Planned,
    Sign,
    Support,
    Vitals,
    quantities,
)
from tests.ui.words import (
    acknowledged,
    adverse,
    alarmed,
    assessed,
    backed,
    calendared,
    clocked,
    examinations,
    expanded,
    handed,
    protocols,
    ranged,
    reminded,
    rounded,
    screenings,
    sounded,
    studied,
    toxic,
    visited,
    watched,
)
from ui import words
from ui.words import called, gaps, grades, reasons, refusals, trial
from ui.words.dlt import judged_text
from ui.words.table import Table
from ui.words.therapies import dose

UI = Path(words.__file__).parents[1]
NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
INFUSED = NOW - timedelta(hours=13)
DAY = date(2026, 11, 22)
VISIT_DAYS = ("d0", "d9", "dm5", "m6", "y3")
PLACEHOLDER = re.compile(r"\{[a-z0-9]+\}")
DATA = {"ASTCT", "RCP", "IL", "pg", "mL", "x", "I", "II", "III", "IV"}
"""Latin letters that come with the data: editions, analytes, units, grades; x is free text."""


OF_SHOWN = {"Shown", "Refusal"}
"""Contexts of `ui.shown`, whose texts have tests of their own."""


class Masking(QTranslator):
    """Puts every letter of a text into one that no source text has; remembers what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[tuple[str, str]] = set()

    def translate(self, context: str, text: str, remark: str = "", n: int = -1) -> str:
        if context != "QGuiApplication":
            self.asked.add((context, text))
        pieces = PLACEHOLDER.split(text)
        masked = [re.sub(r"[A-Za-zµ]", "ж", piece) for piece in pieces]
        kept = [*PLACEHOLDER.findall(text), ""]
        return "".join(m + k for m, k in zip(masked, kept, strict=True))

    def isEmpty(self) -> bool:  # noqa: N802
        return False


@pytest.fixture
def masking(qapp: Any) -> Iterator[Masking]:
    before, translator = QLocale(), Masking()
    QLocale.setDefault(QLocale("zh_CN"))
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)
    QLocale.setDefault(before)


def ice(lost: int, **more: Any) -> Ice:
    return Ice(**{item: "no" if n < lost else "yes" for n, item in enumerate(ICE_ITEMS)} | more)


def facts() -> Iterator[Fact]:
    """Every kind of fact, with every field filled one way or another."""
    yield from (
        Vitals(38.8, "oral", 124, 92, 54, 60, "cuff", rr_bpm=22, spo2_pct=91, weight_kg=58),
        Vitals(hr_bpm=0, arrest=True, bp_unrecordable=True, consciousness="U"),
        Vitals(dbp_mmhg=54),
        Vitals(),
        Baseline(9, 98, "nasal_cannula", 2.0, spo2_target_88_92=True),
        Baseline(flow_lpm=2.0, spo2_target_88_92=False),
        Infused(1e8, "cells", "x"),
        Infused(1e6, "cells/kg"),
        Infused(fraction=2),
        Infused(),
        Planned(INFUSED),
        Lab("il6", 1.5, "pg/mL", "<"),
        Lab("il6", text="x"),
        Enrolled("x", 1992, "female", 58, "x", "x"),
        Enrolled(sex="male"),
        Enrolled(),
        Admitted("6"),
        Discharged("x"),
        Discharged(),
        Note("x"),
        Confirmed("crs", "x", 3, 3, 3, "graded"),
        Confirmed("icans", "x", 3, None, 2, "incomplete", "x"),
        Retracted(),
        Enrolled(birth_date=DAY, height_cm=163, consented=DAY, edition="x", protocol="x"),
        Reassigned("x", "x", "x", "x"),
        Screened("x", "x", (Answer("x", yes=True),)),
        Visited(),
        Visited(("x",), "x"),
        Collected("x", "x", "x"),
        Omitted("x", "x", "x"),
        Omitted("x", reason="x"),
        Appointed("x", DAY, time(9, 30), DAY, "x"),
        Appointed("x", DAY),
        Appointed("x", reason="x"),
        Reminded("x", "snoozed", NOW),
        Reminded("x:x:x", "seen"),
        Reminded("x", "dismissed", None, "x"),
        DltReviewed(0, "x"),
        ice(2, attention="not_assessable", reasons=(("attention", "icans"),), language="x"),
        ice(2, attention="not_assessable", reasons=(("attention", "language"),), interpreter=True),
        ice(10, attention=None, interpreter=False),
        Neuro(seizure_min=2.0),
        Neuro(),
    )
    yield from watched.facts()
    yield from adverse.facts()
    yield from ranged.facts()
    yield from assessed.facts()
    yield from examinations.facts()
    yield from (Deviation(kind, "x") for kind in trial.deviation_kind.codes)
    yield from (Ended(cause, "x") for cause in trial.end_cause.codes)
    for name, unit, mark in product(called.SERIES.codes, VISIT_DAYS, ("", "#2")):
        visit = f"{name}_{unit}{mark}"
        if called.visit_called(visit) != visit:
            yield Visited((visit,))
    for device, flow, fio2 in product(DEVICES, (None, 0.0, 6.0, 40.0), (None, 0.5)):
        yield Support(device, flow, fio2)
    for purpose in words.purpose.codes:
        yield Support("cpap", purpose=purpose)
    for name in CLASS_OF:
        yield Drug(name)
    for action in words.action.codes:
        yield Drug("norepinephrine", action)
        yield Drug("norepinephrine", action, 4, "x", 0.06, "x", "iv", "2", NOW, procedure=True)
    yield from (Drug("prednisone", route=route, stable=True) for route in words.route.codes)
    for loc, kind, minutes in product(LOCS, words.seizure.codes, (None, 5.0, 6.0)):
        yield Neuro(loc, seizure=kind, seizure_min=minutes)
    yield from (Neuro("awakens_to_voice", natural_sleep=True), Neuro("stupor", natural_sleep=True))
    for name, value in product(words.neuro_present.codes, (True, False)):
        yield Neuro(**{name: value})
    yield from (Neuro(oedema=oedema) for oedema in words.oedema.codes)
    yield from (Hypotension(present) for present in ("yes", "no", "unsure"))
    yield from (Attribution(finding, "other", "x") for finding in words.finding.codes)
    yield from (Attribution("fever", cause, "x") for cause in words.cause.codes)
    yield Attribution("fever", "unknown")
    yield from (Death(due_to) for due_to in ("crs", "icans", "other"))


def entry(number: int, at: datetime, fact: Fact, **more: Any) -> Entry:
    given = {"recorded": at, "author": "x", "role": "x", **more}
    return Entry(f"{number:06}", "w", number, "4711", at, fact=fact, **given)


def charts() -> Iterator[Chart]:
    """Charts that between them reach every rule of every scale, each fact alone and with fever."""
    ill = (Vitals(temp_c=38.5, sbp_mmhg=118, dbp_mmhg=70, spo2_pct=96), Support("room_air"))
    well = (Vitals(temp_c=36.8, sbp_mmhg=118, dbp_mmhg=70, spo2_pct=96), Support("room_air"))
    low = Vitals(temp_c=36.8, sbp_mmhg=82, spo2_pct=86)
    others = (Drug, Support, Lab, Infused, Planned)
    signs = [fact for fact in facts() if isinstance(fact, Sign) and not isinstance(fact, others)]
    signs += [ice(n) for n in range(11)]
    signs += [Support(device) for device in DEVICES]
    signs += [
        Support(f"{kind}nasal_cannula", n) for kind in ("", "high_flow_") for n in (0.0, 4, 9)
    ]
    signs += [Support("intubated_mv", purpose="procedure")]
    signs += [Drug(f"{name}", "started") for name in ("milrinone", "midodrine", "methylene_blue")]
    before, late = NOW - timedelta(minutes=90), NOW - timedelta(minutes=11)
    told: list[tuple[tuple[datetime, Fact], ...]] = []
    for sign in signs:
        told.append(((late, sign),))
        told.append((*((before, s) for s in ill), *((late, s) for s in well), (late, sign)))
    for fever, pump in product((38.4, 36.8, None), ("norepinephrine", "vasopressin", "dobutamine")):
        signs = [Vitals(temp_c=fever, sbp_mmhg=82), Drug(pump, "started"), Support("room_air")]
        told.append(tuple((late, sign) for sign in signs))
        told.append((*told[-1], (late, Drug("epinephrine", "started"))))
        told.append((*told[-2], (before, Drug("paracetamol"))))
    told.extend(
        ((before, sign), (late, Vitals(temp_c=38.4)))
        for sign in (Support("cpap"), Drug("epinephrine"), Drug("epinephrine", procedure=True))
    )
    ended = tuple((late, sign) for sign in well)
    told.append((*((before, sign) for sign in ill), (before, Drug("paracetamol")), *ended))
    early = NOW - timedelta(hours=6)
    told.append((*((early, sign) for sign in ill), (late, Vitals(sbp_mmhg=82)), (late, ill[1])))
    for finding in words.finding.codes:
        bad = (
            *(low, Vitals(temp_c=39.0), ice(9), Neuro(deep_focal_weakness=True)),
            Neuro("coma", seizure="clinical", posturing=True),
            Attribution(finding, "other", "x"),
        )
        told.append(tuple((late, sign) for sign in bad))
    told.extend(
        ((before, Drug("tocilizumab")), (late, low), (late, sign))
        for sign in (low, Vitals(temp_c=36.0), Hypotension("no"), Support("room_air"))
    )
    told.append(((late, Neuro(oedema="focal", haemorrhage=True)), (late, Neuro("alert"))))
    told.append(((late, Baseline(ice=8)), (late, ice(2)), (late, Neuro("alert"))))
    told.append(((late, Baseline(spo2_target_88_92=True)), (late, well[0])))
    told.append(((late, Baseline(device="cpap")), (late, Support("cpap"))))
    told.append(((late, Vitals(consciousness="U")), (late, Support("intubated_mv"))))
    told.append(((late, Vitals(spo2_pct=86)), (late, ill[0])))
    told.append(((INFUSED - timedelta(hours=1), ill[0]), (INFUSED + timedelta(hours=0.5), ill[0])))
    told.append(((INFUSED - timedelta(hours=1), ill[0]),))
    for facts_told in told:
        log = [entry(n, at, fact) for n, (at, fact) in enumerate(facts_told, 2)]
        yield chart([entry(1, INFUSED, Infused()), *log], NOW)
        yield chart(log, NOW)
    late_onset = [entry(1, NOW - timedelta(days=20), Infused()), entry(2, late, ill[0])]
    yield chart(late_onset, NOW)
    yield chart([entry(1, NOW + timedelta(days=1), Planned(NOW)), entry(2, late, ill[0])], NOW)
    yield chart([entry(1, late, Planned(NOW + timedelta(days=1))), entry(2, late, ill[0])], NOW)


def sentences_of(of: Chart) -> Iterator[str]:
    """All that can be said of a chart."""
    for scale in SCALES:
        step = of.step(scale)
        yield words.grade_title(scale, of.grade(scale))
        yield words.grade_chip(scale, of.grade(scale))
        if step is None:
            continue
        grade = step.grade
        for reason in grade.reasons:
            title, detail = words.reason(reason, NOW, UTC)
            assert title
            yield from (title, detail)
        for missing in grade.missing:
            yield from (words.missing(missing, NOW), words.missing(missing, NOW, grade))
            yield words.missing_short(missing, scale, NOW)
        yield from (words.missing_line(grade, NOW), words.would_raise(scale, grade))
        yield from words.flags(grade)
        yield from (words.flag(code) for code in grade.flags)
        yield from (words.trend(step, NOW), words.trend_spoken(step, NOW))
        yield words.status_text(grade.status)
        if isinstance(grade, News2Grade):
            yield words.band_text(grade)
        yield from (words.episode(one, of) for one in episodes(of.courses[scale].steps))
    yield from acknowledged.sentences_of(of)
    yield words.therapies_short(of)
    yield words.product(of)


@pytest.fixture(scope="module")
def known() -> tuple[Chart, ...]:
    return tuple(charts())


def test_every_rule_of_every_scale_is_reached(known):
    found = [(of.grade(scale), scale) for of in known for scale in SCALES]
    reached = {reason.code for grade, _ in found if grade for reason in grade.reasons}
    assert set(reasons._TITLES.codes) - reached == set()
    flagged = {flag for grade, _ in found if grade for flag in grade.flags}
    assert set(grades._FLAGS.codes) - flagged == set()
    raised = {" ".join((scale, *g.would_raise)) for g, scale in found if g and g.would_raise}
    assert raised == set(grades._RAISES.codes)


def other_sentences() -> Iterator[str]:
    """What is said of no chart."""
    yield from of_facts()
    yield from of_codes()
    yield from of_gaps()
    yield from of_refusals()
    yield from of_grades()
    yield from protocols.sentences()
    yield from screenings.sentences()
    yield from reminded.sentences()
    yield from alarmed.sentences()
    yield from acknowledged.sentences()
    yield from sounded.sentences()
    yield from backed.sentences()
    yield from visited.sentences()
    yield from calendared.sentences()
    yield from clocked.sentences()
    yield from rounded.sentences()
    yield from handed.sentences()
    yield from watched.sentences()
    yield from adverse.sentences()
    yield from ranged.sentences()
    yield from assessed.sentences()
    yield from examinations.sentences()
    yield from expanded.sentences()
    yield from toxic.sentences()
    yield from studied.sentences()
    yield from (judged_text(Judged(None, code, NOW, 3), UTC) for code in CODES)


def of_facts() -> Iterator[str]:
    for fact in facts():
        yield words.fact(fact, UTC)
        for amends in (None, "000001"):
            of = entry(2, INFUSED, fact, recorded=NOW, amends=amends, reason="x")
            yield words.written(of, NOW, UTC)
        if isinstance(fact, Support):
            yield words.support_short(fact)
        if isinstance(fact, Infused):
            yield dose(fact)
    yield from (text for fact in FACTS for q in quantities(fact) for text in label(fact, q))
    pump = Drug("norepinephrine", rate=4.0, rate_unit="x")
    yield words.running(Run(NOW, pump, NOW))
    evidence = (Evidence("vasopressor", pump, NOW),)
    yield from words.reason(Reason("hypotension", 3, "one_vasopressor", evidence), NOW, UTC)


def label(fact: type[Any], quantity: str) -> tuple[str, str]:
    return words.quantity_label(fact, quantity)


def of_codes() -> Iterator[str]:
    for table in (*vars(words).values(), called.SERIES, trial.end_cause, trial.deviation_kind):
        if isinstance(table, Table):
            yield from (table(code) for code in table.codes)
    for name in CLASS_OF:
        yield from (words.short(name), words.capitalised(words.drug(name)))


def of_gaps() -> Iterator[str]:
    for what, last in product(gaps._NEVER_SHORT.codes, (None, INFUSED)):
        yield words.missing_short(Missing(what, last), "crs", NOW)
        if what in gaps._NEVER:
            yield words.missing(Missing(what, last), NOW)


def of_refusals() -> Iterator[str]:
    for code, sign in product(refusals._INVALID.codes, (Vitals, None)):
        yield words.invalid(Invalid("temp_c", code.split()[0], 98.6, (26.0, 45.0)), sign)
    for trouble in refusals._TROUBLES.codes:
        yield words.trouble(StoreError(trouble, Path("x"), "x"))
    yield words.unlikely(Vitals, "temp_c", 41.5)


def of_grades() -> Iterator[str]:
    yield words.editions()
    for end, grade in product((None, NOW), (None, Grade(2, 2, "graded"))):
        yield words.difference(Difference("crs", INFUSED, end, None, grade), NOW, UTC)
    step = Step(NOW, Grade(2, 2, "graded"), observed=True, trend=Trend(2, Change(NOW, 3, 2)))
    yield from (words.trend(step, NOW), words.trend_spoken(step, NOW))
    for risk, level in product(words.risk.codes, (0, 3)):
        grade = News2Grade(level, level, "graded", risk=risk)
        yield from (words.band_text(grade), words.grade_title("news2", grade))
        yield words.band_text(News2Grade(None, level, "incomplete", min_risk=risk))


def untranslated(text: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-zµ{}]+", text) if word not in DATA]


def test_nothing_escapes_translation(known, masking):
    said = {text for of in known for text in sentences_of(of)} | set(other_sentences())
    assert len(said) > 1000
    assert {text: found for text in said if (found := untranslated(text))} == {}


def test_every_kind_of_fact_is_said():
    assert {type(fact) for fact in facts()} == set(FACTS)


def lupdate(to: Path) -> None:
    command = Path(sys.executable).with_name("pyside6-lupdate")
    sources = [*sorted((UI / "words").glob("*.py")), UI / "shown.py"]
    subprocess.run([command, *sources, "-ts", to], check=True, capture_output=True)  # noqa: S603


def test_lupdate_finds_every_text_and_every_text_is_asked_for(known, masking, tmp_path):
    lupdate(tmp_path / "words.ts")
    tree = ET.parse(tmp_path / "words.ts")  # noqa: S314 - a file of our own
    found = {
        (context.findtext("name"), message.findtext("source"))
        for context in tree.iter("context")
        for message in context.iter("message")
    }
    assert [*(text for of in known for text in sentences_of(of)), *other_sentences()]
    contexts = {context for context, _ in found}  # widgets of other tests may still be asking
    assert {pair for pair in masking.asked if pair[0] in contexts} - found == set()
    assert {pair for pair in found - masking.asked if pair[0] not in OF_SHOWN} == set()


def test_a_translation_made_of_the_file_is_spoken(qapp, tmp_path):
    file = tmp_path / "bedside_de.ts"
    lupdate(file)
    tree = ET.parse(file)  # noqa: S314 - a file of our own
    tree.getroot().set("language", "de")
    for message in tree.iter("message"):
        if message.findtext("source") == "nasal cannula":
            translation = message.find("translation")
            translation.text = "Nasenbrille"
            translation.attrib.clear()
    tree.write(file, encoding="utf-8", xml_declaration=True)
    release = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run([release, file], check=True, capture_output=True)  # noqa: S603
    translator = QTranslator()
    assert translator.load(str(file.with_suffix(".qm")))
    QCoreApplication.installTranslator(translator)
    try:
        assert words.device("nasal_cannula") == "Nasenbrille"
        assert words.device("room_air") == "room air"
    finally:
        QCoreApplication.removeTranslator(translator)
