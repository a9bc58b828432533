"""CAR-T & immunity: figures with their entries, curves that are chosen, the list, the table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from bedside.analytes import analytes
from bedside.chart import chart
from bedside.series import limits
from bedside.timeline import Draft
from grading.signs import Lab
from tests.bedside.kinetics.sampled import INFUSED, at, given, line, result, told
from tests.ui.screens.patient.bedside_of import Bedside
from tests.ui.wards import NOW, Clock, ago, arrival, observed
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.kinetics import KineticsPane
from ui.screens.patient.kinetics_figures import Section, sections
from ui.screens.patient.kinetics_list import (
    BASELINE,
    DAY,
    FOLD,
    LATEST,
    LOWEST,
    NAME,
    PEAK,
    SeriesModel,
    lines,
)
from ui.screens.patient.kinetics_plan import AT_FIRST, every_series, groups, joined, plan
from ui.screens.patient.screen import PatientScreen

GIVEN, WAITING, EMPTY = "RC-1", "RC-2", "RC-3"
SAMPLES = {
    "cart_copies": [(20, "<50"), (17, 900), (10, 64000), (3, 2100), (1, "<50")],
    "cart_cells": [(10, 120), (1, 7.5)],
    "il6": [(26, "<1.5"), (18, 60), (10, 4)],
    "ifng": [(26, 2), (18, 30)],
    "cd19_b": [(26, 110), (10, 0), (3, "<1")],
    "igg": [(26, 11), (3, 3.5)],
    "cd4_t": [(3, 52)],
}
"""Results by analyte, in days ago; the infusion was 20 days ago."""


def results(patient, samples, since=None):
    return [
        Draft(patient, ago(days=days), result(analyte, said))
        for analyte, of in samples.items()
        for days, said in of
        if since is None or days > since
    ]


WARD = [
    *arrival(GIVEN, "1", infused=ago(days=20)),
    *results(GIVEN, SAMPLES),
    *observed(GIVEN, ago(hours=2)),
    *arrival(WAITING, "2"),
    Draft(WAITING, ago(days=1), Lab("il6", 3.5, "pg/mL")),
    *observed(WAITING, ago(hours=2)),
    *arrival(EMPTY, "3", infused=ago(days=2)),
    *observed(EMPTY, ago(hours=2)),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, KineticsPane, tmp_path, WARD, GIVEN)
    yield made
    made.close()


def charted(*facts, now=40, infusions=(0,)):
    return chart(line(*facts, infusions=infusions), at(now), UTC)


def section(found: tuple[Section, ...], title: str) -> Section:
    return next(one for one in found if title in one.title)


# --- the figures ----------------------------------------------------------------------------------


def test_every_figure_names_the_entry_it_rests_on(qapp):
    of = charted(
        *told("cart_cells", [(7, 100), (14, 500), (21, 200), (28, "<10")]),
        *told("cd19_b", [(-3, 90), (9, 0), (30, "<1")]),
        *told("igg", [(-3, 11), (20, 3.5)]),
        *told("cd4_t", [(20, 52)]),
    )
    facts = {entry.id: entry.fact for entry in of.log}
    found = sections(of)
    expansion = section(found, "cells/µL")
    assert [(f.caption, f.value) for f in expansion.figures] == [
        ("Cmax", "500\N{NO-BREAK SPACE}cells/µL"),
        ("Tmax", "day 14"),
        # 350 + 7 x 300 + 7 x 350 + 7 x 102.5
        ("AUC 0–28", "5618 d × cells/µL"),
        ("Tlast", "day 21"),
    ]
    assert facts[expansion.figures[0].entry] == Lab("cart_cells", 500.0)
    assert facts[expansion.figures[3].entry] == Lab("cart_cells", 200.0)
    (points,) = expansion.results
    assert points.button == "4 results"
    assert [c.text.split(" · ")[-1] for c in points.choices] == [
        *("as measured",) * 3, "counts as half of its limit"
    ]  # fmt: skip
    cells = section(found, "B-cell")
    assert facts[cells.figures[0].entry] == Lab("cd19_b", 0.0)
    assert cells.notes[0].text == "Aplasia goes on: at least 21 d"
    igg = section(found, "IgG")
    assert facts[igg.figures[0].entry] == Lab("igg", 3.5)
    said = [note.text for note in igg.notes]
    assert any("Hill" in text and "consider" in text for text in said)
    assert any("AAAAI 2022" in text for text in said)
    assert facts[section(found, "Prophylaxis").figures[0].entry] == Lab("cd4_t", 52.0)


@pytest.mark.parametrize(
    ("samples", "title", "note"),
    [
        ([(7, 100), (20, 30)], "AUC 0–20, partial", "Partial: the last sample is of day 20."),
        ([(7, 100), (26, 30), (60, 3)], "AUC 0–28", "Day 28 lies on the line"),
        ([(7, 100), (28, 3)], "AUC 0–28", "Begins at 0 at the infusion"),
        ([(7, ">900"), (28, 3)], "AUC 0–28", "at least so much"),
        ([(7, "haemolysed"), (14, 5), (28, 3)], "AUC 0–28", "Left out: 1"),
        ([(7, "<5"), (14, 5), (28, 3)], "AUC 0–28", "half of the limit after it"),
        ([(60, 3)], "AUC 0–28", "No area: no sample between"),
    ],
)
def test_the_area_says_what_was_done_at_its_ends(qapp, samples, title, note):
    expansion = section(sections(charted(*told("cart_cells", samples), now=70)), "cells/µL")
    assert any(figure.caption == title for figure in expansion.figures)
    assert any(note in one.text for one in expansion.notes)


def test_units_have_cards_of_their_own(qapp):
    found = sections(charted(*told("cart_cells", [(7, 9)]), *told("cart_copies", [(7, 800)])))
    assert [one.title for one in found[:2]] == [
        "CAR transgene, copies/µg DNA", "CAR-T cells, cells/µL"
    ]  # fmt: skip


def test_what_was_never_measured_is_said(qapp):
    said = " ".join(note.text for one in sections(charted()) for note in one.notes)
    assert "No CAR-T cells were measured" in said
    assert "Unknown: not counted since the infusion" in said
    assert "IgG was never measured." in said
    assert "CD4 not counted" in said
    (only,) = sections(charted(*told("igg", [(-3, 2)]), infusions=()))
    assert "No infusion is recorded yet" in only.notes[0].text


# --- the list -------------------------------------------------------------------------------------


def shown(model: SeriesModel, analyte: str) -> list[str]:
    row = next(n for n, one in enumerate(model.lines) if one.analyte == analyte)
    return [model.data(model.index(row, column)) for column in (BASELINE, PEAK, FOLD, DAY, LATEST)]


@pytest.fixture
def model(qapp, qtmodeltester):
    of = charted(
        *told("il6", [(-9, "<5"), (2, 60), (9, 4)]),
        *told("crp", [(-9, 4), (2, ">300")]),
        *told("igg", [(9, 8)]),
        given("fludarabine", -5),
    )
    made = SeriesModel()
    made.show_lines(of, lines(of), AT_FIRST)
    qtmodeltester.check(made)
    return made


def test_the_list_tells_baseline_peak_fold_and_day(model):
    nbsp = "\N{NO-BREAK SPACE}"
    assert shown(model, "il6") == [f"<{nbsp}5", "60", f">{nbsp}12×", "day 2", "4"]
    assert shown(model, "crp") == ["4", f">{nbsp}300", f">{nbsp}75×", "day 2", f">{nbsp}300"]
    assert shown(model, "igg") == ["—", "8", "—", "day 9", "8"]
    assert [one.title for one in model.lines if one.title] == [
        "Cytokines", "Inflammation", "Antibodies"
    ]  # fmt: skip


def test_each_cell_says_aloud_what_it_rests_on(model):
    row = next(n for n, one in enumerate(model.lines) if one.analyte == "il6")
    spoken = [
        model.data(model.index(row, column), Qt.ItemDataRole.AccessibleTextRole)
        for column in (NAME, BASELINE, FOLD)
    ]
    assert spoken[0] == "IL-6\N{NO-BREAK SPACE}pg/mL, drawn"
    assert "before conditioning" in spoken[1]
    assert "12×" in spoken[2]
    assert model.sample(row, FOLD).value == model.sample(row, PEAK).value == 60
    assert model.sample(row, LOWEST).value == 4


def test_before_any_infusion_the_last_results_are_listed(qapp):
    of = charted(*told("il6", [(-9, 3), (-2, 5)]), infusions=())
    made = SeriesModel()
    made.show_lines(of, lines(of), AT_FIRST)
    assert shown(made, "il6") == ["—", "—", "—", "—", "5"]


# --- the plan of the curves -----------------------------------------------------------------------


def test_every_series_has_one_panel_whose_axis_is_its_own():
    made = plan(frozenset(every_series()))
    panels = made.panels(made.keys)
    drawn = [key for panel in panels for key in panel.keys]
    assert sorted(drawn) == sorted(f"lab:{key}" for key in every_series())
    for panel in panels:
        assert panel.name in made.rows
        assert panel.name in made.first
        assert {analytes()[key[4:]].log for key in panel.keys} == {panel.log}
    assert sorted(key for keys in groups().values() for key in keys) == sorted(every_series())


def test_no_panel_mixes_units_of_expansion():
    panels = plan(frozenset(every_series())).panels([f"lab:{key}" for key in every_series()])
    for key in ("lab:cart_copies", "lab:cart_cells", "lab:cart_copies_ml"):
        assert [panel.keys for panel in panels if key in panel.keys] == [(key,)]


@pytest.mark.parametrize(
    ("key", "day", "days"),
    [
        ("lab:cart_copies", 3, 10), ("lab:il6", 24.9, 10), ("lab:il6", 25, 60),
        ("lab:cart_copies", 90, 60), ("lab:igg", 3, 60), ("lab:cd19_b", 3, 60),
        ("lab:il6", -9, 60),
    ],
)  # fmt: skip
def test_where_a_line_is_broken(key, day, days):
    within = joined(key, [INFUSED])
    last = [apart for since, apart in within if since <= at(day)][-1]
    assert last == timedelta(days=days)
    assert within[0][0] == limits(key, [INFUSED])[0][0] == datetime.min.replace(tzinfo=UTC)


# --- the pane -------------------------------------------------------------------------------------


def drawn(ward):
    """The curves that are in the chart."""
    return set(ward.pane._course.points())


def test_it_draws_what_was_measured_and_begins_on_the_first_figure(ward):
    assert drawn(ward) == {
        f"lab:{key}" for key in ("cart_copies", "cart_cells", "il6", "ifng", "cd19_b", "igg")
    }
    assert "cart_copies" in ward.pane._course.panels()
    assert ward.keyboard().text().startswith("64000")
    assert ward.pane.spans["35d"].isChecked()


def test_a_figure_leads_to_its_entry(ward, qtbot):
    with qtbot.waitSignal(ward.pane.asked_entry) as asked:
        ward.press(Qt.Key.Key_Space)
    of = ward.ward.chart(GIVEN)
    entry = next(e for e in of.log if e.id == asked.args[0])
    assert entry.fact == result("cart_copies", 64000)
    opener = next(b for b in ward.pane.cards.figures() if b.menu() is not None)
    assert opener.text() == "5 results"
    with qtbot.waitSignal(ward.pane.asked_entry) as asked:
        opener.menu().actions()[1].trigger()
    entry = next(e for e in of.log if e.id == asked.args[0])
    assert entry.fact == result("cart_copies", 900)


def test_space_chooses_what_is_drawn_and_enter_leads(ward, qtbot):
    ward.pane.list.setFocus()
    row = next(n for n, one in enumerate(ward.pane.list.series.lines) if one.analyte == "cd4_t")
    ward.pane.list.setCurrentIndex(ward.pane.list.series.index(row, LATEST))
    ward.press(Qt.Key.Key_Space)
    assert "lab:cd4_t" in drawn(ward)
    with qtbot.waitSignal(ward.pane.asked_entry):
        ward.press(Qt.Key.Key_Return)
    row = next(n for n, one in enumerate(ward.pane.list.series.lines) if one.analyte == "il6")
    ward.pane.list.setCurrentIndex(ward.pane.list.series.index(row, NAME))
    ward.press(Qt.Key.Key_Space)
    assert "lab:il6" not in drawn(ward)
    ward.turn_to(WAITING)  # the choice is kept for the next patient
    assert "lab:il6" not in drawn(ward)
    ward.turn_to(GIVEN)
    assert "lab:il6" not in drawn(ward)
    assert "lab:cd4_t" in drawn(ward)


def test_the_table_lists_the_points_that_are_drawn(ward):
    ward.pane.as_table.click()
    table = ward.pane._points
    assert table.isVisible()
    titles = [
        table.points_model().headerData(n, Qt.Orientation.Horizontal)
        for n in range(table.points_model().columnCount())
    ]
    assert titles[2:] == [
        "CAR transgene copies/µg", "CAR-T cells /µL", "IL-6 pg/mL", "IFN-γ pg/mL",
        "CD19 B cells /µL", "IgG g/L",
    ]  # fmt: skip
    assert table.points_model().count() == 5 + 2 + 3 + 2 + 3 + 2
    row = next(n for n, one in enumerate(ward.pane.list.series.lines) if one.analyte == "igg")
    ward.pane.list.series.toggle(row)
    assert table.points_model().count() == 5 + 2 + 3 + 2 + 3


def test_the_crosshair_reads_every_curve_of_its_moment(ward):
    ward.pane._course.point_at(ago(days=10))
    found = ward.pane._course.reading()
    said = {one.label: one.value for one in found.lines if one.key}
    nbsp = "\N{NO-BREAK SPACE}"
    assert said["CAR transgene"] == f"64000{nbsp}copies/µg"
    assert said["CAR-T cells"] == f"120{nbsp}/µL"
    assert said["IL-6"] == f"4{nbsp}pg/mL"
    assert said["CD19 B cells"] == f"0{nbsp}/µL"


def test_spans_begin_a_week_before_the_infusion(ward):
    infused = ago(days=20)
    for name, after in (("12mo", 365), ("35d", 35)):
        ward.pane.spans[name].click()
        start, end = ward.pane._course.window_shown()
        assert abs(start - (infused - timedelta(days=7))) < timedelta(seconds=1)
        assert abs(end - (infused + timedelta(days=after))) < timedelta(seconds=1)
        assert [n for n, b in ward.pane.spans.items() if b.isChecked()] == [name]
    ward.pane.spans["all"].click()
    start, end = ward.pane._course.window_shown()
    assert start < ago(days=26) < ago(days=1) < end


def test_a_new_result_is_in_figures_list_and_curve(ward):
    ward._record((Draft(GIVEN, ago(hours=1), result("cart_copies", 90000)),))
    assert ward.pane.cards.figures()[0].text().startswith("90000")
    line = next(one for one in ward.pane.list.series.lines if one.analyte == "cart_copies")
    assert line.trend.peak.value == 90000
    assert len(ward.pane._course.points()["lab:cart_copies"]) == 6


def test_nothing_measured_says_so_and_no_infusion_too(ward):
    ward.turn_to(EMPTY)
    assert ward.pane._nothing.isVisible()
    assert not ward.pane.list.isVisible()
    ward.pane.as_table.click()
    assert ward.pane._nothing.isVisible()
    ward.pane.as_table.click()
    ward.turn_to(WAITING)
    assert not ward.pane._nothing.isVisible()
    assert not any(ward.pane.spans[name].isVisible() for name in ("35d", "12mo"))
    assert ward.pane.cards.figures() == []
    ward.pane.begin()
    assert ward.keyboard() is ward.pane.list


def test_letters_stay_the_keys_of_the_screen(ward, qtbot):
    ward.pane.as_table.click()
    ward.press(Qt.Key.Key_L)
    assert ward.keyboard() is ward.pane._points


def test_on_the_screen_a_figure_opens_the_history_at_its_entry(qtbot, qapp):
    theme.apply(qapp, theme.DAY)
    screen = PatientScreen(Clock(), Drafts(None))
    qtbot.addWidget(screen)
    log = line(*told("cart_cells", [(7, 100), (9, 300)]), *told("il6", [(10, 5), (11, 6)]))
    peak = next(entry for entry in log if entry.fact == Lab("cart_cells", 300.0))
    corrected = replace(peak, id="00099", seq=99, recorded=at(12), amends=peak.id, reason="typo")
    screen.show_chart(chart((*log, corrected), at(20), UTC))
    screen.resize(1084, 764)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.open_tab("kinetics")
    screen.pane("kinetics").cards.figures()[0].click()
    history = screen.pane("history")
    assert screen.tab() == "history"
    assert history.view.hasFocus()
    assert history.model.lines[history.view.currentIndex().row()].entry.id == corrected.id
    history.wanted.setText("IL-6")  # an entry that the filter hides is shown all the same
    screen.open_entry(peak.id)
    assert history.model.lines[history.view.currentIndex().row()].entry.id == corrected.id


def test_the_time_shown_stands_still_while_the_clock_goes_on(ward):
    before = ward.pane._course.window_shown()
    ward._record((Draft(GIVEN, ago(hours=1), Lab("il6", 5.0)),))
    later = ward.ward.chart(GIVEN).extended((), NOW + timedelta(days=1))
    ward.pane.show_chart(later)
    assert ward.pane._course.window_shown() == before
    assert ward.pane.spans["35d"].isChecked()
    ward.pane._course._zoom(0.5, NOW.timestamp())
    assert not any(button.isChecked() for button in ward.pane.spans.values())
    zoomed = ward.pane._course.window_shown()
    ward.pane.show_chart(later.extended((), NOW + timedelta(days=1, minutes=1)))
    assert ward.pane._course.window_shown() == zoomed
