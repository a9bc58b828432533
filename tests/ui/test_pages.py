"""Sheets on paper: whose, by whom, when, which page of how many, and nothing that is not valid."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, QSize

from bedside.chart import chart
from bedside.facts import Admitted, Enrolled, HandedOver, NotDone, Retracted
from bedside.handover import sheet
from bedside.survey import Surveyor
from grading.signs import Drug, Infused, Support, Vitals
from tests.bedside.alarms.told import NOW, at, charted, entry, ice, pressor, well
from ui import theme
from ui.failures import version
from ui.handover_sheet import HandoverCopy
from ui.observation_sheet import ObservationCopy, cell_text
from ui.pages import Printing, pdf
from ui.theme import DAY
from ui.words import editions

QtPdf = pytest.importorskip("PySide6.QtPdf")
BY = Printing("Nurse A", NOW, UTC)
WHO = ((-700, Admitted("6")), (-700, Enrolled(initials="QX")))


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


@pytest.fixture
def read(tmp_path):
    """Writes copies as a PDF and answers with the text of each page."""
    documents = []

    def pages(*copies, of=BY):
        path = tmp_path / f"{len(documents)}.pdf"
        count = pdf(copies, str(path), of)
        document = QtPdf.QPdfDocument()
        document.load(str(path))
        documents.append(document)
        assert document.pageCount() == count
        return [_text(document, page) for page in range(count)]

    pages.documents = documents
    return pages


def _text(document, page):
    words = document.getAllText(page).text().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(words.split())


def handover_of(*told, typed=("", ""), plan=None):
    of = charted(*WHO, *told)
    ward = Surveyor().survey([of], NOW, UTC)
    found = sheet(of, ward.rounds[of.patient], ward.alarms, plan, NOW)
    return HandoverCopy(found, typed)


def observations_of(*told):
    return ObservationCopy(charted(*WHO, *told))


HOURS = [fact for minutes in range(-1380, 0, 20) for fact in well(minutes, temp=38.4)]


# --- what stands on every page --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("copy", "least"),
    [
        (handover_of, 1),
        (observations_of, 1),
        (lambda: observations_of(*HOURS), 2),
    ],
    ids=["handover", "observations", "a full day"],
)
def test_every_page_says_whose_it_is_who_printed_it_and_how_many_there_are(read, copy, least):
    pages = read(copy())
    assert len(pages) >= least
    for number, text in enumerate(pages, 1):
        assert "RC-1 · QX · bed 6 · D+4" in text
        assert "Printed by Nurse A, 22 Nov 2026 14:00 (UTC+0)" in text
        assert f"Page {number} of {len(pages)}" in text
        assert f"Bedside {version()}" in text
        assert editions() in text
        assert "not a certified medical device" in text


def test_of_several_sheets_each_counts_its_own_pages(read):
    pages = read(handover_of(), observations_of(*HOURS), handover_of())
    assert "Page 1 of 1 · sheet 1 of 3" in pages[0]
    assert f"Page 2 of {len(pages) - 2} · sheet 2 of 3" in pages[2]
    assert "Page 1 of 1 · sheet 3 of 3" in pages[-1]


def test_with_nobody_signed_in_that_is_said(read):
    assert "Printed by nobody signed in" in read(handover_of(), of=BY._replace(by=""))[0]


def test_a_page_without_bed_and_cells_says_so(read):
    of = chart([entry(1, -30, Vitals(temp_c=37.0))], NOW)
    (text,) = read(HandoverCopy(sheet(of, (), (), None, NOW)))
    assert "RC-1 · no bed recorded · study day unknown" in text


# --- the handover ---------------------------------------------------------------------------------


def test_an_ill_patient_has_one_page(read):
    drugs = [(-60 * n, Drug(name)) for n, name in enumerate(("paracetamol", "meropenem"), 1)]
    told = (*HOURS, *well(-10, temp=39.4, sbp=84, spo2=86), pressor(-9), (-8, ice(4)), *drugs)
    (text,) = read(handover_of(*told, (-7, HandedOver("restless", "ring the lab"))))
    for words in ("Situation", "Background", "Assessment", "Recommendation", "CRS grade 3"):
        assert words in text
    for words in ("restless", "To do: ring the lab", "Handed over 13:53"):
        assert words in text


def test_a_sheet_that_is_too_long_for_one_page_loses_nothing(read):
    words = [f"word{n}" for n in range(1200)]
    pages = read(handover_of((-7, HandedOver(" ".join(words)))))
    assert len(pages) > 1
    # What is cut off at the edge of a page can be read in the file and not on the paper.
    assert set(re.findall(r"word\d+", " ".join(pages))) == set(words)


def test_what_is_typed_and_not_handed_over_is_marked(read):
    (text,) = read(handover_of(typed=("restless", "")))
    assert "Typed, not handed over yet restless" in text
    assert "Handed over by ____" in text
    (text,) = read(handover_of())
    assert "Typed" not in text


# --- the observations -----------------------------------------------------------------------------


def test_every_set_of_the_day_is_there_with_the_names_of_the_columns(read):
    copy = observations_of(*HOURS)
    pages = read(copy)
    assert len(copy.rows) == 69
    whole = " ".join(pages)
    for row in copy.rows:
        assert row.at.strftime("%H:%M") in whole
    assert all("NEWS2 CRS ICE ICANS By" in text for text in pages)


def test_what_was_amended_stands_as_amended_and_what_was_retracted_does_not(read):
    wrong = entry(90, -60, Vitals(temp_c=41.3))
    right = entry(91, -60, Vitals(temp_c=37.1), amends=wrong.id, reason="typo", recorded=at(-50))
    gone = entry(92, -40, Vitals(temp_c=42.2))
    out = entry(93, -40, Retracted(), amends=gone.id, reason="another patient")
    (text,) = read(observations_of(wrong, right, gone, out))
    assert "37.1" in text
    assert "41.3" not in text
    assert "42.2" not in text
    assert "13:20" not in text
    assert "amended 13:10 · because: typo" in text


def test_a_late_entry_is_marked(read):
    late = entry(90, -60, Vitals(temp_c=37.1), recorded=at(-20))
    (text,) = read(observations_of(late))
    assert "Nurse A · late entry of 13:40" in text


@pytest.mark.parametrize(
    ("told", "column", "text"),
    [
        ([(-60, Vitals(temp_c=38.0))], "temp", "38.0"),
        ([(-60, Vitals(temp_c=38.0))], "hr", "—"),
        ([(-60, Vitals(temp_c=38.0))], "oxygen", "—"),
        ([(-60, Vitals(temp_c=38.0))], "mind", "—"),
        ([(-60, Vitals(temp_c=38.0))], "ice", "—"),
        ([(-60, Vitals(temp_c=38.0))], "icans", ""),
        ([(-60, Vitals(sbp_mmhg=86, dbp_mmhg=44))], "bp", "86/44 (58)"),
        ([(-60, Vitals(bp_unrecordable=True))], "bp", "not recordable"),
        ([(-60, Support("nasal_cannula", 3.0))], "oxygen", "NC 3"),
        ([(-60, ice(8))], "ice", "8/10"),
        ([(-60, replace(ice(8), writing=None))], "ice", "8–9"),
        ([(-60, NotDone("sbp_mmhg", "refused"))], "bp", "refused"),
        ([(-60, NotDone("sbp_mmhg", "refused"))], "temp", "—"),
    ],
)
def test_cells_say_what_was_charted_and_never_more(told, column, text):
    of = charted(*told)
    row = next(row for row in ObservationCopy(of).rows if row.at == at(-60))
    assert cell_text(row, column, of).replace("\N{NO-BREAK SPACE}", " ") == text


def test_a_day_without_a_set_says_so(read):
    of = chart([entry(1, -3000, Vitals(temp_c=37.0))], NOW)
    (text,) = read(ObservationCopy(of))
    assert "Nothing was charted in these 24 hours." in text
    assert "nothing charted" in text


def test_drugs_and_cells_are_marked(read):
    told = [(-300, Infused(1e8, "cells")), (-200, Drug("paracetamol", dose=1000, dose_unit="mg"))]
    (text,) = read(observations_of(*told, pressor(-100)))
    for words in ("cells 09:00", "Paracetamol", "1000 mg", "Noradrenaline"):
        assert words in text


def test_the_night_on_which_the_clocks_change_tells_the_two_hours_apart():
    now = datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    moments = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    entries = [
        replace(entry(n, 0, Vitals(temp_c=37.0)), at=moment, recorded=moment)
        for n, moment in enumerate(moments, 1)
    ]
    of = chart(entries, now, ZoneInfo("Europe/Berlin"))
    told = [cell_text(row, "time", of) for row in ObservationCopy(of).rows]
    assert told == ["02:30 UTC+2", "02:30 UTC+1"]
    later = chart(entries, now + timedelta(days=1), ZoneInfo("Europe/Berlin"))
    assert ObservationCopy(later).rows == ()


def test_a_gap_is_a_gap(read):
    """Where nothing was charted for long, the line of the temperature is broken."""
    apart = [entry(n, minutes, Vitals(temp_c=39.0)) for n, minutes in enumerate((-1300, -30), 1)]
    close = [entry(n, -1300 + 254 * n, Vitals(temp_c=39.0)) for n in range(6)]
    gap, joined = (_inked(read, ObservationCopy(chart(of, NOW))) for of in (apart, close))
    assert joined > 3 * gap > 0


def _inked(read, copy):
    """How many dots of the page have the colour of the temperature."""
    read(copy)
    image = read.documents[-1].render(0, QSize(1600, 2262))
    wanted = DAY.temperature.lower()
    return sum(
        image.pixelColor(x, y).name() == wanted
        for x in range(0, image.width(), 2)
        for y in range(image.height() // 6)
    )
