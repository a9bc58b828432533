"""The Visits screen: what the lists hold, the search, the matrix, dose levels, paper."""

import re
import zlib
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bedside.appointments import SiteCalendar
from bedside.facts import Omitted
from bedside.follow import Follow, Standing
from bedside.timeline import Draft
from tests.ui.screens.visits.patients import (
    INFUSED_AGO,
    NOW,
    TODAY,
    ZONE,
    drafts,
    noon,
    plans_of,
    told,
)
from ui import theme
from ui.drafts import Drafts
from ui.screens.visits.levels import level_rows
from ui.screens.visits.list_model import Column
from ui.screens.visits.matrix import STANDING_ROLE
from ui.screens.visits.patient_pane import PatientVisits
from ui.screens.visits.screen import VisitsScreen
from ui.screens.visits.year import nodes_of

CLOSED = {"done", "done_late", "not_applicable", "unscheduled"}


@pytest.fixture(scope="module")
def plans():
    return plans_of(drafts())


@pytest.fixture
def screen(qtbot, plans):
    made = VisitsScreen(lambda: NOW, ZONE, closed=SiteCalendar("").closed)
    qtbot.addWidget(made)
    made.resize(1084, 760)
    made.show_plans(plans, NOW)
    with qtbot.waitActive(made):
        made.show()
    made.begin()
    return made


def keys(plans: list[Follow], wanted) -> set[tuple[str, str]]:
    return {
        (one.patient, one.visit.id)
        for follow in plans
        for one in follow.standings(TODAY)
        if wanted(one)
    }


def unaccounted(one: Standing) -> bool:
    return one.visit.closes < TODAY and one.state not in CLOSED and not one.why


def is_near(one: Standing) -> bool:
    if one.state in CLOSED or one.why:
        return False
    opened = one.visit.opens <= TODAY and one.state != "future"
    return opened or TODAY <= one.visit.closes <= TODAY + timedelta(days=14)


def agreed(one: Standing):
    return None if one.appointment is None else one.appointment.fact.on


MONDAY = TODAY - timedelta(days=TODAY.weekday())
WEEK = [MONDAY + timedelta(days=n) for n in range(7)]
WANTED = {
    "near": is_near,
    "overdue": unaccounted,
    "open": lambda one: is_near(one) and one.state != "future" and not unaccounted(one),
    "week": lambda one: (
        one.state not in {*CLOSED, "missed"} and (one.visit.target in WEEK or agreed(one) in WEEK)
    ),
    "incomplete": lambda one: (
        one.on is not None and any(not t.done and not t.omitted for t in one.ticks)
    ),
    "all": lambda _one: True,
}


def test_c1_it_opens_with_what_closes_within_14_days(screen, plans):
    shown = screen.shown_visits()
    assert set(shown) == keys(plans, is_near)
    assert ("RC-007", "pkpd_m6") in shown[:10]
    closes = {(f.patient, v.id): v.closes for f in plans for v in f.visits}
    late = [closes[key] < TODAY for key in shown]
    assert late == sorted(late, reverse=True)


@pytest.mark.parametrize("name", WANTED)
def test_each_list_holds_and_counts_what_its_name_says(screen, plans, name):
    wanted = keys(plans, WANTED[name])
    assert wanted
    place = list(WANTED).index(name) + 1
    QTest.keyClick(screen, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.AltModifier)
    assert set(screen.shown_visits()) == wanted
    assert screen.counts()[name] == len(wanted)
    assert screen._chips[name].text().endswith(f" {len(wanted)}")


@pytest.mark.parametrize(
    ("text", "patients", "visit"),
    [
        ("rc-01", {p for p in INFUSED_AGO if p.startswith("RC-01")}, ""),
        ("allogeneic month 6 pk", {"AL-001", "AL-002", "AL-003"}, "pkpd_m6"),
        ("BILAG month 12", set(INFUSED_AGO), "efficacy_m12"),
        ("nothing holds this", set(), ""),
    ],
)
def test_the_search_finds_patient_protocol_visit_and_assessment(screen, text, patients, visit):
    screen.choose("all")
    QTest.keyClicks(screen.list.view, "/")
    assert screen.wanted.hasFocus()
    QTest.keyClicks(screen.wanted, text)
    shown = screen.shown_visits()
    assert {patient for patient, _ in shown} == patients
    assert not visit or {name for _, name in shown} == {visit}


def test_an_empty_list_says_why(screen):
    screen.wanted.setText("nothing holds this")
    assert screen.list._empty.text() == "No visit of this list holds these words."
    assert screen.list.view.isHidden()
    screen.wanted.setText("")
    assert not screen.list.view.isHidden()


def test_a_cell_says_its_words_to_a_screen_reader(screen):
    screen.show_patient("RC-007", "pkpd_m6")
    model = screen.list.model
    place = model.row_of(("RC-007", "pkpd_m6"))
    said = [
        model.index(place, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in Column
    ]
    assert said[Column.PATIENT] == "Patient: RC-007, Relma-cel SLE"
    assert said[Column.TARGET] == "Target · window: 14 Nov ± 7 d"
    assert said[Column.STATUS] == "Status: 1 d overdue"


def test_a_plan_from_a_planned_infusion_says_so(screen):
    screen.show_patient("RC-016")
    assert "Infusion planned, not recorded" in screen.list.plan.words()


def test_the_situation_of_a_patient_is_said(screen):
    screen.show_patient("AL-002")
    assert "DLT window day 9 of 28, closes 11 Dec" in screen.list.plan.words()
    screen.show_patient("RC-009")
    assert "The plan ended on 13 Oct 2026: withdrawn early" in screen.list.plan.words()
    screen.show_patient("RC-003")
    assert re.search(r"Long-term register: \d+ \w+ 2026 to \d+ \w+ 2040", screen.list.plan.words())


def test_the_same_plans_change_nothing_and_one_other_changes_its_rows(screen, plans):
    rows = screen.list.model.rows
    screen.show_plans(plans, NOW)
    assert screen.list.model.rows is rows
    more = [*drafts(), Draft("RC-007", NOW, Omitted("pkpd_m6", reason="ill"))]
    screen.show_plans(plans_of(more), NOW)
    assert ("RC-007", "pkpd_m6") not in screen.shown_visits()


def test_a_day_later_the_lists_are_others(screen, plans):
    before = screen.counts()["overdue"]
    screen._clock = lambda: NOW + timedelta(days=1)
    screen.show_plans(plans, NOW + timedelta(days=1))
    assert screen.counts()["overdue"] > before


# --- twelve months --------------------------------------------------------------------------------


def test_the_year_has_a_node_for_each_day_with_its_worst_state(plans):
    follow = next(f for f in plans if f.patient == "RC-007")
    nodes = nodes_of(follow, TODAY)
    days = {v.target for v in follow.visits if v.rule.series != "register"}
    assert [node.day for node in nodes] == sorted(days)
    month_6 = next(node for node in nodes if node.caption == "M6")
    assert {one.state for one in month_6.standings} >= {"missed", "open"}
    assert month_6.mark == "overdue"
    assert nodes[-1].caption == "M12"
    assert nodes[-1].mark == "future"


def test_the_year_is_gone_along_by_the_keyboard(screen):
    screen.show_patient("RC-007", "pkpd_m6")
    screen.list.close_visit()
    year = screen.list.plan.year
    assert "M6 1 d overdue" in year.accessibleDescription()
    year.setFocus()
    QTest.keyClick(year, Qt.Key.Key_Right)
    assert screen.list.shown().standing.visit.rule.month == 7
    QTest.keyClick(year, Qt.Key.Key_Left)
    assert screen.list.shown().standing.visit.rule.month == 6
    QTest.keyClick(year, Qt.Key.Key_Return)
    assert screen.list.panel.isVisible()


def test_the_places_on_the_line_go_one_way(screen):
    screen.show_patient("RC-007")
    year = screen.list.plan.year
    places = year.places()
    assert len(places) == len(year.nodes) > 20
    assert places == sorted(places)
    assert places[0] >= 0
    assert places[-1] <= year.width()
    scale = year._scale()
    for node, place in zip(year.nodes, places, strict=True):
        assert scale(node.day) == pytest.approx(place)


# --- matrix and levels ----------------------------------------------------------------------------


def test_the_matrix_holds_the_patients_of_an_edition_by_its_visits(screen, plans):
    screen.tabs.setCurrentIndex(1)
    model = screen.matrix.model
    assert [f.patient for f in model.follows] == sorted(p for p in INFUSED_AGO if p[:2] == "RC")
    screen.matrix.series.setCurrentIndex(screen.matrix.series.findData("pkpd"))
    assert model.columnCount() == 22
    column = next(n for n, rule in enumerate(model.rules) if rule.id == "pkpd_m6")
    row = next(n for n, f in enumerate(model.follows) if f.patient == "RC-007")
    index = model.index(row, column)
    assert index.data() == "0/4"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "RC-007, Month 6 · PK/PD: 1 d overdue · 14 Nov ± 7 d · 0 of 4 items"
    )
    header = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
    assert header == "M6\nPK/PD"
    for follow in model.follows:
        for one in follow.standings(TODAY):
            if one.visit.rule in model.rules:
                at = (model.follows.index(follow), model.rules.index(one.visit.rule))
                assert model.index(*at).data(STANDING_ROLE) == one


def test_enter_in_the_matrix_opens_the_visit(screen, qtbot):
    screen.tabs.setCurrentIndex(1)
    view, model = screen.matrix.view, screen.matrix.model
    assert view.hasFocus()
    column = next(n for n, rule in enumerate(model.rules) if rule.id == "pkpd_m7")
    view.setCurrentIndex(model.index(0, column - 1))
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert screen.tabs.currentIndex() == 0
    assert screen.list.shown().key == (model.follows[1].patient, "pkpd_m7")
    assert screen.list.panel.isVisible()


def test_dose_levels_count_by_protocol_and_level(plans, screen):
    rows = level_rows(plans, TODAY)
    assert sum(row.enrolled for row in rows) == len(INFUSED_AGO)
    assert sum(row.infused for row in rows) == len(INFUSED_AGO) - 1
    statuses = [follow.dlt(TODAY) for follow in plans]
    for state, field in (("in_window", 4), ("review_due", 5), ("reviewed", 6)):
        assert sum(row[field] for row in rows) == sum(s.state == state for s in statuses)
    assert sum(row.dlts for row in rows) == 1
    assert rows[0].level == "A · figure not stated"
    screen.tabs.setCurrentIndex(2)
    assert screen.levels.model.rowCount() == len(rows)


def test_a_level_without_patients_stands_there_too(plans):
    rows = level_rows([f for f in plans if f.patient == "AL-001"], TODAY)
    assert [(row.protocol, row.enrolled) for row in rows] == [("Allogeneic CD19", 1)]
    rows = level_rows([f for f in plans if f.patient == "BC-001"], TODAY)
    assert [row.enrolled for row in rows].count(0) == 2


# --- leaving, opening, exporting ------------------------------------------------------------------


def test_keys_and_buttons_that_ask_the_window(screen, qtbot):
    screen.show_patient("RC-007")
    with qtbot.waitSignal(screen.opened) as opened:
        QTest.keyClick(screen.list.view, Qt.Key.Key_O)
    assert opened.args == ["RC-007"]
    with qtbot.waitSignal(screen.asked_calendar):
        screen._calendar.click()
    with qtbot.waitSignal(screen.asked_csv) as asked:
        screen._csv.click()
    assert asked.args == ["list"]
    screen.tabs.setCurrentIndex(1)
    with qtbot.waitSignal(screen.asked_csv) as asked:
        screen._csv.click()
    assert asked.args == ["matrix"]
    QTest.keyClick(screen.matrix.view, Qt.Key.Key_Escape)
    assert screen.tabs.currentIndex() == 0
    with qtbot.waitSignal(screen.closed):
        QTest.keyClick(screen.list.view, Qt.Key.Key_Escape)


@pytest.mark.parametrize("look", theme.THEMES.values(), ids=lambda look: look.name)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_is_drawn_in_every_look_and_size(qapp, screen, look, scale):
    theme.apply(qapp, look, scale)
    screen.resize(1084, 760)
    for page in range(3):
        screen.tabs.setCurrentIndex(page)
        screen.grab()
    screen.show_patient("RC-007", "pkpd_m6")
    image = screen.grab().toImage()
    assert not image.isNull()
    view = screen.list.view
    wide = sum(view.columnWidth(c) for c in Column if not view.isColumnHidden(c))
    assert wide <= view.viewport().width() or view.isHidden() or not view.isVisible()
    focused = screen.list.panel.when
    top = focused.mapTo(screen, focused.rect().topLeft()).y()
    assert 0 <= top < screen.height()


# --- on paper -------------------------------------------------------------------------------------


def pdf_words(data: bytes) -> str:
    """The text of a PDF as Qt writes it, by each font's table of glyphs; without blanks."""
    bodies = {int(m[1]): m[2] for m in re.finditer(rb"(\d+) 0 obj\n(.*?)\nendobj", data, re.DOTALL)}

    def stream(number: int) -> bytes:
        raw = re.search(rb"stream\n(.*?)\n?endstream", bodies[number], re.DOTALL)
        assert raw is not None
        return zlib.decompress(raw[1]) if b"FlateDecode" in bodies[number] else raw[1]

    glyphs: dict[bytes, dict[int, str]] = {}
    for number, body in bodies.items():
        table = re.search(rb"/ToUnicode (\d+) 0 R", body)
        if table is None:
            continue
        known: dict[int, str] = {}
        for low, high, chars, first in re.findall(
            rb"<(\w{4})> <(\w{4})> (?:\[(.*?)\]|<(\w{4})>)", stream(int(table[1]))
        ):
            start, count = int(low, 16), int(high, 16) - int(low, 16) + 1
            codes = [int(char, 16) for char in re.findall(rb"<(\w{4})>", chars)]
            codes = codes or [int(first, 16) + n for n in range(count)]
            known |= {start + n: chr(code) for n, code in enumerate(codes)}
        glyphs[b"F%d" % number] = known
    said = []
    for number, body in bodies.items():
        if b"stream" not in body or b"FlateDecode" not in body:
            continue
        try:
            page = stream(number)
        except zlib.error:
            continue
        font = b""
        for name, shown in re.findall(rb"/(F\d+) [\d.]+ Tf|<([0-9a-fA-F]+)>", page):
            font = name or font
            known = glyphs.get(font, {})
            codes = [int(shown[n : n + 4], 16) for n in range(0, len(shown), 4)]
            said.append("".join(known.get(code, "") for code in codes))
    return re.sub(r"\s", "", "".join(said))


def test_the_pdf_has_every_row_and_numbered_pages(screen, tmp_path):
    screen.choose("overdue")
    path = tmp_path / "visits.pdf"
    screen.save_pdf(str(path))
    assert screen.list.said.text() == f"Saved: {path}"
    bare = pdf_words(path.read_bytes())
    for text in ("Visits: Overdue", "Printed 22 Nov 2026 14:32", "Page 1 of 1", "Bedside"):
        assert text.replace(" ", "") in bare
    for row in screen.list.model.rows:
        assert row.standing.patient in bare
    assert bare.count("1doverdue") == len(screen.list.model.rows)


def test_a_long_list_goes_over_pages(screen, tmp_path):
    path = tmp_path / "visits.pdf"
    screen.save_pdf(str(path))
    bare = pdf_words(path.read_bytes())
    pages = path.read_bytes().count(b"/Type /Page\n")
    assert pages > 3
    assert f"Page{pages}of{pages}" in bare
    assert bare.count("Target·window") == pages


def test_the_matrix_on_paper_has_each_patient_and_each_visit_once(screen):
    screen.tabs.setCurrentIndex(1)
    sheets = screen.sheets()
    patients = [name for sheet in sheets for name in sheet.columns[1:]]
    assert patients == [f.patient for f in screen.matrix.model.follows]
    for sheet in sheets:
        assert len(sheet.rows) == screen.matrix.model.columnCount()
        assert {len(row) for row in sheet.rows} == {len(sheet.columns)}
    cells = {(row[0], name): cell for s in sheets for row in s.rows
             for name, cell in zip(s.columns[1:], row[1:], strict=True)}  # fmt: skip
    assert cells["Month 6 · PK/PD", "RC-007"] == "1 d overdue · 0/4"


def test_a_pdf_that_cannot_be_written_says_why(screen, tmp_path):
    screen.save_pdf(str(tmp_path / "no" / "visits.pdf"))
    assert screen.list.said.text().startswith("The PDF cannot be written")


# --- one patient ----------------------------------------------------------------------------------


def test_the_pane_of_one_patient(qtbot, plans):
    pane = PatientVisits(lambda: NOW, Drafts(None))
    qtbot.addWidget(pane)
    pane.resize(1084, 760)
    follow = next(f for f in plans if f.patient == "RC-008")
    pane.show_follow(follow, NOW)
    with qtbot.waitActive(pane):
        pane.show()
    pane.begin()
    targets = [row.standing.visit.target for row in pane.list.model.rows]
    assert targets == sorted(targets)
    assert len(targets) == len(follow.standings(TODAY))
    assert pane.list.view.isColumnHidden(Column.PATIENT)
    assert pane.list.shown().key == ("RC-008", "efficacy_m6")
    QTest.keyClick(pane.list.view, Qt.Key.Key_Return)
    with qtbot.waitSignal(pane.entered) as asked:
        QTest.keyClick(pane.list.panel.when, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.args[0][0].fact.visits[0] == "efficacy_m6"
    pane.refused("No.")
    assert pane.list.panel.said.text() == "No."
    other = next(f for f in plans if f.patient == "BC-001")
    pane.show_follow(other, NOW)
    assert pane.list.shown().standing.patient == "BC-001"


def test_nobody_follows_a_protocol(qtbot):
    screen = VisitsScreen(lambda: NOW, ZONE)
    qtbot.addWidget(screen)
    screen.show_plans([], NOW)
    assert screen.list._empty.text() == "Nobody follows a protocol yet."
    screen.begin()
    screen.grab()


def test_a_patient_without_a_known_edition_is_said(qtbot):
    of = list(told("RC-007", 188))
    pane = PatientVisits(lambda: NOW, Drafts(None))
    qtbot.addWidget(pane)
    follow = plans_of([Draft("X-1", noon(TODAY - timedelta(days=9)), of[1].fact)])[0]
    pane.show_follow(follow, NOW)
    assert pane.list._empty.text() == "No visits are planned for this patient yet."
