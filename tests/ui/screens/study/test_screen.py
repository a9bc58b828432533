"""The study on the screen: its numbers, the way from each to its entries, what changes it."""

import json
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget

import main
from bedside.facts import DltReviewed
from bedside.store import Store
from bedside.timeline import Draft
from grading.signs import Vitals
from tests.ui.screens.study.conftest import NOW, ZONE
from tests.ui.wards import Clock
from ui.screens.patient.screen import PatientScreen
from ui.screens.study import StudyScreen
from ui.study.columns import Column
from ui.words import study as said


def figures(screen):
    """The figures of the five cards, as they stand on the screen."""
    return [[button.text() for button in card.figures] for card in screen.cards.cards]


def cell(screen, patient, column):
    model = screen.table.study_model
    return model.cell(model.row_of(patient), column)


@pytest.fixture
def told(cohort, capsys, monkeypatch):
    """What the command says of the same record."""
    monkeypatch.setattr(main, "site_zone", lambda: ZONE)
    assert main.main(["study", "--store", str(cohort), "--at", NOW.isoformat(), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_cards_have_the_numbers_of_the_command(screen, told):
    of = told["summary"]
    assert figures(screen) == [
        [str(of["dlt_evaluable"]), str(of["dlt"])],
        [str(of["crs_any"]), str(of["crs_3_or_more"])],
        [str(of["icans_any"]), str(of["icans_3_or_more"])],
        [f"{of['sledai_baseline_mean'] + 1e-9:.1f}", f"{of['sledai_month6_mean'] + 1e-9:.1f}"],
        [str(of["sri4_month6"]), str(of["lldas_month6"]), str(of["doris_month6"])],
    ]
    assert of["crs_any"] == 7
    assert of["doris_month6"] == 5


def test_rows_have_the_numbers_of_the_command(screen, told):
    rows = told["patients"]
    assert [one.patient for one in screen.study().subjects] == [row["patient"] for row in rows]
    answers = {True: said.YES, False: said.NONE, None: said.UNSURE}
    for row in rows:
        patient = row["patient"]
        assert cell(screen, patient, Column.CRS).level == row["crs_max"]
        assert cell(screen, patient, Column.SRI4).text == answers[row["sri4_month6"]]
        assert cell(screen, patient, Column.LLDAS).text == answers[row["lldas_month6"]]
        assert cell(screen, patient, Column.DORIS).text == answers[row["doris_month6"]]
        assert cell(screen, patient, Column.TOCI).text == str(row["tocilizumab_doses"] or said.NONE)
        before, after = row["sledai_baseline"], row["sledai_month6"]
        assert cell(screen, patient, Column.SLEDAI).text == f"{before} → {after}"
        if row["crs_onset_day"] is not None:
            onset = f"D+{row['crs_onset_day']} · {row['crs_duration_days']:.1f}"
            assert cell(screen, patient, Column.ONSET).text == onset


def test_levels_have_the_numbers_of_the_command(screen, told):
    shown = [row[2:4] for row in screen.levels.levels.rows]
    assert shown == [(str(x["enrolled"]), str(x["infused"])) for x in told["levels"]]


def test_cohort_is_marked_as_synthetic(screen):
    assert screen._synthetic.isVisibleTo(screen)
    assert "synthetic cohort" in screen.copy().identity


def test_place_is_marked_in_the_side_bar(window):
    assert window.place()[0] == "study"
    assert window._side._places["study"].isChecked()


# --- to the entries in two clicks ---------------------------------------------------------------


def test_every_figure_of_the_table_leads_to_entries_or_says_that_there_are_none(screen):
    for one in screen.study().subjects:
        for column in Column:
            found = cell(screen, one.patient, column)
            if found.text not in {said.NONE, said.UNSURE, said.NOT_YET}:
                assert found.entries, (one.patient, column.name, found.text)


def test_a_click_on_a_cell_and_one_on_an_entry_open_the_history_there(window, qtbot):
    screen = window._studying._screen
    row = screen.table.study_model.row_of("RC-005")
    rect = screen.table.visualRect(screen.table.study_model.index(row, Column.CRS))
    qtbot.mouseClick(screen.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert screen.panel.isVisible()
    rows = screen.panel.model.rows
    first = next(n for n, line in enumerate(rows) if line.entry)
    entry = rows[first].entry
    assert entry in cell(screen, "RC-005", Column.CRS).entries
    place = screen.panel.list.visualRect(screen.panel.model.index(first)).center()
    qtbot.mouseClick(screen.panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    patient = window.findChild(PatientScreen)
    assert patient.isVisible()
    assert patient.tab() == "history"
    pane = patient.pane("history")
    assert pane._selected_id() == entry
    assert pane._chart.patient == "RC-005"


def test_escape_in_the_history_leads_back_to_the_study(window, qtbot):
    one = window._studying._screen.study().subjects[0]
    window.open_entry(one.patient, one.infused.entries[0])
    qtbot.keyClick(window.findChild(PatientScreen), Qt.Key.Key_Escape)
    assert window.place()[0] == "study"
    window.open_entry(one.patient, one.infused.entries[0])
    window.open_patient(one.patient)
    qtbot.keyClick(window.findChild(PatientScreen), Qt.Key.Key_Escape)
    assert window.place()[0] == "ward"


def test_the_keyboard_alone_reaches_an_entry(screen, qtbot):
    screen.begin()
    qtbot.keyClick(screen.table, Qt.Key.Key_Down)
    for _ in range(Column.CRS):
        qtbot.keyClick(screen.table, Qt.Key.Key_Right)
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert screen.focusWidget() is screen.panel.list
    assert screen.panel.title.text().startswith("RC-002")
    qtbot.keyClick(screen.panel.list, Qt.Key.Key_Escape)
    assert screen.focusWidget() is screen.table
    assert not screen.panel.isVisible()
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    with qtbot.waitSignal(screen.opened) as opened:
        qtbot.keyClick(screen.panel.list, Qt.Key.Key_Return)
    assert opened.args[0] == "RC-002"


@pytest.mark.parametrize(
    ("card", "figure", "patients"),
    [
        (0, 0, 8),
        (0, 1, 8),  # none has one: all who were reviewed
        (1, 0, 7),
        (2, 0, 1),
        (3, 0, 8),
        (3, 1, 8),
        (4, 1, 6),
        (4, 2, 5),
    ],
)
def test_a_figure_of_a_card_lists_whom_it_counts(screen, card, figure, patients):
    screen.cards.cards[card].figures[figure].click()
    parts = [row.part for row in screen.panel.model.rows if not row.entry]
    assert len(parts) == patients
    assert all(part.entries for part in parts)


def test_entries_say_what_the_history_says(screen, qtbot):
    screen.cards.cards[2].figures[0].click()
    model = screen.panel.model
    row = next(row for row in model.rows if row.entry)
    when, what = model.texts(row)
    assert when.startswith("D+6 · ")
    assert what
    assert "cannot be read" not in what


def test_a_count_of_a_level_leads_to_entries(screen):
    for column in ("enrolled", "infused", "evaluable", "dlt"):
        basis = screen.levels.basis(0, column)
        assert len(basis.parts) == 3
        assert all(part.entries for part in basis.parts)
    assert screen.levels.basis(0, "level") is None


# --- what is chosen -----------------------------------------------------------------------------


def test_a_dose_level_leaves_its_patients_alone(screen):
    screen.level.setCurrentIndex(1)
    assert [one.patient for one in screen.study().subjects] == ["RC-001", "RC-002", "RC-003"]
    assert figures(screen)[0] == ["3", "0"]
    assert screen.table.study_model.rowCount() == 3


def test_another_month_shows_its_outcomes(screen):
    screen.month.setCurrentIndex(0)
    screen.month.activated.emit(0)
    assert cell(screen, "RC-001", Column.SLEDAI).text == "14 → 10"
    assert figures(screen)[3] == ["12.6", "8.0"]


def test_what_is_not_due_yet_is_neither_unknown_nor_none(screen):
    screen.month.setCurrentIndex(4)
    screen.month.activated.emit(4)
    assert cell(screen, "RC-008", Column.DORIS).text == said.NOT_YET
    assert "D+" in cell(screen, "RC-008", Column.DORIS).spoken


@pytest.mark.parametrize("width", [1040, 1680])
def test_no_column_is_cut(screen, qtbot, width):
    screen.resize(width, 720)
    table = screen.table
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    assert table.isColumnHidden(Column.CMAX) == (width < 1200)
    for column in Column:
        if not table.isColumnHidden(column):
            assert table.columnWidth(column) >= table.natural_widths()[column]


def test_expansion_stands_in_its_column(screen):
    one = screen.study().subject("RC-005")
    found = cell(screen, "RC-005", Column.CMAX)
    assert found.text.startswith(f"{one.expansion.cmax.value:.0f} · D+")
    assert found.entries == one.expansion.cmax.entries


# --- what changes it ----------------------------------------------------------------------------


def test_a_new_entry_changes_that_patients_row_alone(opened, cohort, qtbot):
    window = opened(cohort, copy=True)
    qtbot.waitUntil(lambda: window._studying.is_whole)
    screen = window._studying._screen
    others = [one for one in screen.study().subjects if one.patient != "RC-002"]
    ward = window._ward
    infused = screen.study().subject("RC-002").infused.value
    fact = DltReviewed(dlts=1, comment="found late")
    with qtbot.waitSignal(window._studying.studied):
        ward.record([Draft("RC-002", NOW, fact)], window.keeper)
    assert infused is not None
    assert cell(screen, "RC-002", Column.DLT).text == "1 DLT"
    assert figures(screen)[0][1] == "1"
    now = [one for one in screen.study().subjects if one.patient != "RC-002"]
    assert all(one is other for one, other in zip(others, now, strict=True))


def test_the_ward_is_watched_while_patients_are_read(opened, cohort, qtbot):
    window = opened(cohort, copy=True)
    assert not window._studying.is_whole
    draft = Draft("RC-001", NOW, Vitals(temp_c=36.9))
    window._ward.record([draft], window.keeper)
    assert window._ward.written("RC-001") > 0
    qtbot.waitUntil(lambda: window._studying.is_whole)
    assert figures(window._studying._screen)[1] == ["7", "0"]


def test_reading_can_be_given_up_and_taken_up_again(opened, cohort, qtbot, monkeypatch):
    monkeypatch.setattr("ui.studying._TOLD", 2)
    window = opened(cohort)
    studying, screen = window._studying, window._studying._screen
    qtbot.waitUntil(screen.reading.isVisible)
    screen.reading.stop.click()
    shown = screen.study().summary.infused
    assert 0 < shown < 8
    assert f"{shown} of 8 patients read" in screen.reading.text.text()
    screen.reading.rest.click()
    qtbot.waitUntil(lambda: studying.is_whole)
    assert screen.study().summary.infused == 8
    assert not screen.reading.isVisible()


def test_another_day_has_everybody_looked_at_again(opened, cohort, qtbot):
    clock = Clock(NOW)
    window = opened(cohort, clock=clock)
    qtbot.waitUntil(lambda: window._studying.is_whole)
    screen = window._studying._screen
    before = screen.study().subject("RC-001").day
    clock.now = NOW + timedelta(days=1)
    window.show_study()
    qtbot.waitUntil(lambda: window._studying.is_whole)
    assert screen.study().subject("RC-001").day == before + 1


# --- nobody, and little -------------------------------------------------------------------------


def test_a_record_without_anybody_says_so(opened, tmp_path, qtbot):
    path = tmp_path / "empty.sqlite"
    with Store(path, "here", NOW):
        pass
    window = opened(path, copy=True)
    screen = window._studying._screen
    assert "Nobody is enrolled" in screen._empty.text()
    assert screen._empty.isVisible()
    assert not screen.cards.isVisible()
    assert not screen._pdf.isVisible()


# --- pictures -----------------------------------------------------------------------------------


def test_the_crosshair_names_the_patient_and_reads_the_value(screen, qtbot):
    view = screen.pair[0].view
    view.repaint()
    thread = view._plot.threads[4]
    spot = max(thread.spots, key=lambda one: one.value)
    point = view._frame.point(spot)
    qtbot.mouseMove(view, QPoint(round(point.x()), round(point.y())))
    assert view.reading().startswith(thread.patient)
    assert screen.pair[0].below.text() == view.reading()
    hit, found = view._frame.nearest(QPointF(point), 40)
    assert (hit.patient, found.value) == (thread.patient, spot.value)
    with qtbot.waitSignal(view.asked) as asked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point.toPoint())
    assert asked.args[2] == spot.entries


def test_arrows_read_the_curves(screen, qtbot):
    view = screen.pair[1].view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    first = view.reading()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.reading().split(" · ")[0] != first.split(" · ")[0]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert screen.panel.isVisible()


def test_the_values_of_a_curve_stand_in_its_table(screen):
    card = screen.pair[0]
    subjects = screen.study().subjects
    points = sum(len(one.curves["cart_copies"]) for one in subjects)
    assert card.points.points.rowCount() == points


def test_the_swimmer_plot_has_every_event(screen, qtbot):
    screen.tabs.setCurrentIndex(2)
    view = screen.swimmer.view
    for one in screen.study().subjects:
        lane = next(x for x in view._lanes if x.patient == one.patient)
        wanted = sum(what.kind == "crs" for what in one.happenings)
        assert sum(bar.kind == "crs" for bar in lane.bars) == wanted
        assert sum(m.kind == "sae" for m in lane.marks) == sum(
            what.kind == "sae" for what in one.happenings
        )
    hit = next(h for h in view.swim().hits if h.lane.patient == "RC-007" and h.thing.text == "2")
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=hit.room.center().toPoint())
    assert screen.panel.isVisible()
    assert "CRS grade 2" in screen.panel.model.rows[0].part.said


def test_arrows_go_along_a_lane(screen, qtbot):
    screen.tabs.setCurrentIndex(2)
    view = screen.swimmer.view
    qtbot.keyClick(view, Qt.Key.Key_Right)
    first = view.reading()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.reading() != first
    assert view.reading().split(" · ")[0] == first.split(" · ")[0]
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.reading().startswith("RC-002")


# --- files --------------------------------------------------------------------------------------


def test_the_spreadsheet_holds_the_patients_shown(window, tmp_path, monkeypatch):
    screen = window._studying._screen
    path = tmp_path / "study.csv"
    monkeypatch.setattr("ui.studying.QFileDialog.getSaveFileName", lambda *_: (str(path), ""))
    screen.level.setCurrentIndex(1)
    screen._csv.click()
    text = path.read_bytes().decode("utf-8-sig")
    assert "RC-003" in text
    assert "RC-004" not in text
    assert str(path) in screen._said.text()


def test_the_dose_levels_are_saved_where_they_are_asked_for(window, tmp_path, monkeypatch):
    path, offered = tmp_path / "levels.csv", []

    def ask(_parent, _title, _name, kinds):
        offered.extend(kinds.split(";;"))
        return str(path), offered[1]

    monkeypatch.setattr("ui.studying.QFileDialog.getSaveFileName", ask)
    window._studying._screen._csv.click()
    lines = path.read_bytes().decode("utf-8-sig").splitlines()
    assert offered == ["One line a patient (*.csv)", "Dose levels (*.csv)"]
    assert [line.split(",")[1] for line in lines] == [
        "dose_level", "50e6", "75e6", "100e6", "all"
    ]  # fmt: skip


def test_a_pdf_that_cannot_be_written_says_why(screen, tmp_path):
    screen.save_pdf(str(tmp_path / "nowhere" / "study.pdf"))
    assert "cannot be written" in screen._said.text()


class Windows(QObject):
    """Takes down every window that is shown."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):  # noqa: N802 - Qt calls it so
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_no_part_of_it_is_a_window_of_its_own(opened, cohort, qapp, qtbot):
    windows = Windows()
    qapp.installEventFilter(windows)
    window = opened(cohort)
    qtbot.waitUntil(lambda: window._studying.is_whole)
    screen = window.findChild(StudyScreen)
    for page in range(3):
        screen.tabs.setCurrentIndex(page)
    qapp.removeEventFilter(windows)
    assert windows.shown == [window]
    assert all(legend.things() for legend in screen.legends)
    assert len(screen.legends) == 2
