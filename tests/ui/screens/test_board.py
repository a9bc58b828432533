"""The ward board: what stands in each line, in what order, and what its keys do."""

from datetime import UTC, timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from bedside.facts import Confirmed
from bedside.timeline import Draft
from grading.signs import Ice, Neuro
from tests.ui.wards import (
    ALL_RIGHT,
    NOW,
    NURSE,
    Clock,
    ago,
    arrival,
    neurology,
    observed,
    opened_ward,
    pressor,
    small_ward,
)
from ui import theme
from ui.screens.board import PRIVATE_COLUMNS, WardBoard
from ui.screens.board_lines import Column, GradeCell, SparkCell, lines
from ui.theme import DAY, NIGHT


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)
    yield
    theme.apply(qapp, DAY)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def opened(tmp_path, clock, qapp):
    """Opens a ward with these drafts; closes it afterwards."""
    stores = []

    def make(drafts):
        store, ward = opened_ward(tmp_path / f"{len(stores)}.sqlite", drafts, clock)
        stores.append(store)
        return ward

    yield make
    for store in stores:
        store.close()


def shown(qtbot, ward, **how):
    board = WardBoard(UTC, **how)
    qtbot.addWidget(board)
    board.resize(1200, 700)
    board.show_board(ward.board(), NOW)
    with qtbot.waitExposed(board):
        board.show()
    return board


def table(board):
    return board.findChild(QTableView)


def texts(board, role=Qt.ItemDataRole.DisplayRole):
    model = table(board).model()
    return [
        [model.data(model.index(row, column), role) for column in Column]
        for row in range(model.rowCount())
    ]


def cell(ward, patient, column, now=NOW):
    found = next(line for line in lines(ward.board(), now) if line.patient == patient)
    return found.cells[column]


def test_one_line_a_patient_who_needs_somebody_first_on_top_outpatients_below(qtbot, opened):
    board = shown(qtbot, opened(small_ward()))
    rows = texts(board)
    patients = [row[Column.PATIENT] for row in rows]
    assert patients == ["RC-014", "RC-015", "AL-002", "BC-004", "Outpatients · 1", "RC-007"]
    first = rows[0]
    assert first[Column.BED] == "6"
    assert first[Column.DAY] == "D+4"
    assert first[Column.CRS] == "3"
    assert first[Column.ICANS] == "0"
    assert first[Column.TEMP] == "38.8"
    assert first[Column.HR] == "128"
    assert first[Column.BP] == "86/44\N{NO-BREAK SPACE}(58)"
    assert first[Column.OXYGEN].startswith("97")
    assert first[Column.NEXT] == "in 19 min"
    assert rows[5][Column.BED] == "—"


@pytest.mark.parametrize(
    ("patient", "scale", "badge", "beside"),
    [
        ("RC-014", Column.CRS, (3, None), "▲ 11 min"),
        ("RC-014", Column.ICANS, (0, None), ""),
        ("AL-002", Column.CRS, (0, None), ""),
        ("BC-004", Column.CRS, (None, "–"), "before infusion"),
        ("BC-004", Column.ICANS, (None, "–"), "before infusion"),
    ],
)
def test_a_grade_stands_with_what_changed(opened, patient, scale, badge, beside):
    found = cell(opened(small_ward()), patient, scale)
    assert isinstance(found, GradeCell)
    assert (found.level, found.override) == badge
    assert found.beside.replace("\N{NO-BREAK SPACE}", " ") == beside


def test_what_cannot_be_stated_is_a_question_with_what_is_missing(qtbot, opened):
    ward = opened(small_ward())
    found = cell(ward, "RC-015", Column.CRS)
    assert (found.level, found.at_least, found.override) == (None, 0, None)
    assert "5" in found.beside
    never = cell(ward, "RC-015", Column.ICANS)
    assert (never.level, never.at_least, never.override) == (None, 0, None)
    assert never.beside
    row = texts(shown(qtbot, ward))[1]
    assert (row[Column.CRS], row[Column.ICANS]) == ("?", "?")


def test_what_is_at_least_certain_is_said(opened):
    at = ago(hours=4)
    drafts = [
        *arrival("RC-1", "1", infused=ago(days=3)),
        *observed("RC-1", ago(hours=5), 39.0),
        *observed("RC-1", at, 38.9, (84, 40)),
        pressor("RC-1", at),
    ]
    found = cell(opened(drafts), "RC-1", Column.CRS)
    assert (found.level, found.at_least) == (None, 3)


def test_a_resolved_toxicity_says_since_when(opened):
    start = ago(days=6)
    drafts = [*arrival("RC-1", "1", infused=ago(days=8)), *observed("RC-1", start, 38.6)]
    rounds = [start + timedelta(hours=hours) for hours in range(4, 142, 4)]
    drafts += [draft for at in rounds for draft in observed("RC-1", at)]
    drafts += observed("RC-1", ago(minutes=20))
    found = cell(opened(drafts), "RC-1", Column.CRS)
    assert (found.level, found.beside) == (0, "resolved 5\N{NO-BREAK SPACE}d")


def test_half_an_examination_is_at_least(opened):
    given = {**ALL_RIGHT, "attention": None, "writing": "no", "command": "no", "name_3": "no"}
    drafts = [
        *arrival("RC-1", "1", infused=ago(days=3)),
        Draft("RC-1", ago(minutes=30), Ice(**given)),
        Draft("RC-1", ago(minutes=30), Neuro(loc="awakens_to_voice", seizure="none")),
    ]
    found = cell(opened(drafts), "RC-1", Column.ICANS)
    assert (found.level, found.at_least) == (None, 2)


@pytest.mark.parametrize(
    ("hours", "beside"), [(1, "▲ 1 h"), (5, "▲ 5 h"), (6, "– 6 h"), (11, "– 11 h")]
)
def test_an_old_rise_is_no_arrow_any_more(opened, hours, beside):
    drafts = arrival("RC-1", "1", infused=ago(days=3))
    for passed in range(hours + 1):
        drafts += observed("RC-1", ago(hours=passed), 38.6)
    found = cell(opened(drafts), "RC-1", Column.CRS)
    assert found.beside.replace("\N{NO-BREAK SPACE}", " ") == beside


@pytest.mark.parametrize(
    ("level", "reason", "said"), [(1, "", "✓ confirmed"), (0, "sepsis", "physician: 0")]
)
def test_a_physicians_word_stands_beside_the_grade_until_it_changes(opened, level, reason, said):
    word = Confirmed("crs", "ASTCT 2019", level, 1, 1, "graded", reason)
    drafts = [
        *arrival("RC-1", "1", infused=ago(days=3)),
        *observed("RC-1", ago(minutes=40), 38.6),
        Draft("RC-1", ago(minutes=30), word),
    ]
    assert said in cell(opened(drafts), "RC-1", Column.CRS).beside
    drafts += observed("RC-1", ago(minutes=10), 38.7, (84, 44))
    assert said not in cell(opened(drafts), "RC-1", Column.CRS).beside


def test_old_values_are_grey_and_say_their_age(opened):
    ward = opened(small_ward())
    for column in (Column.HR, Column.BP, Column.OXYGEN):
        found = cell(ward, "RC-015", column)
        assert (found.tone, found.below) == ("faint", "5 h")
        assert cell(ward, "RC-014", column).tone == "ink"
    spark = cell(ward, "RC-015", Column.TEMP)
    assert isinstance(spark, SparkCell)
    assert (spark.value.text, spark.value.tone, spark.value.below) == ("37.2", "faint", "5 h")


def test_the_line_of_temperatures_holds_the_last_48_hours(opened):
    spark = cell(opened(small_ward()), "RC-014", Column.TEMP)
    assert [value for _, value in spark.points] == [38.9, 39.2, 38.8]
    assert (spark.start, spark.end) == (NOW - timedelta(hours=48), NOW)
    assert not cell(opened(small_ward()), "RC-007", Column.TEMP).points


@pytest.mark.parametrize(
    ("last", "said", "tone"),
    [
        (timedelta(hours=3, minutes=21), "in 39 min", "ink"),
        (timedelta(hours=4), "now", "ink"),
        (timedelta(hours=4, minutes=12), "12 min late", "late"),
    ],
)
def test_the_next_round_counts_down_and_then_is_late(opened, last, said, tone):
    drafts = [*arrival("RC-1", "1", infused=ago(days=9)), *observed("RC-1", NOW - last)]
    found = cell(opened(drafts), "RC-1", Column.NEXT)
    assert (found.text, found.tone) == (said, tone)


def test_a_new_patient_in_a_bed_waits_for_the_first_set(opened):
    ward = opened([*arrival("RC-1", "1"), *arrival("RC-2", None)])
    assert (cell(ward, "RC-1", Column.NEXT).text, cell(ward, "RC-1", Column.NEXT).tone) == (
        "first set",
        "late",
    )
    assert cell(ward, "RC-2", Column.NEXT).text == "—"
    assert cell(ward, "RC-1", Column.CRS).beside == "no infusion recorded"


def test_nothing_measured_is_no_number(opened):
    ward = opened(arrival("RC-1", "1"))
    for column in (Column.HR, Column.BP):
        assert cell(ward, "RC-1", column).text == "—"
    assert cell(ward, "RC-1", Column.OXYGEN).text == "— · —"
    assert cell(ward, "RC-1", Column.NEWS2).text == "–"
    assert cell(ward, "RC-1", Column.TEMP).value.text == "—"


def test_each_cell_says_its_words_to_a_screen_reader(qtbot, opened):
    board = shown(qtbot, opened(small_ward()))
    said = texts(board, Qt.ItemDataRole.AccessibleTextRole)
    assert said[0][Column.CRS].startswith("CRS: 3, rose from 1 to 3, 11 min ago")
    assert said[1][Column.CRS].startswith("CRS: cannot be stated")
    assert said[0][Column.HR] == "HR: 128"
    assert said[1][Column.HR] == "HR: 76, 5 h old"
    assert all(text for row in said for text in row)


def test_privacy_shows_beds_alone(qtbot, opened):
    board = shown(qtbot, opened(small_ward()), private=True)
    view = table(board)
    visible = [column for column in Column if not view.isColumnHidden(column)]
    assert visible == list(PRIVATE_COLUMNS)
    assert [row[Column.BED] for row in texts(board)] == ["6", "1", "3", "8"]
    shown_texts = {row[column] for row in texts(board) for column in visible}
    assert not any("RC-" in text or "AL-" in text for text in shown_texts)
    assert all(not line.cells[Column.NEXT].below for line in view.model().lines)


def test_an_empty_ward_says_how_to_begin(qtbot, opened):
    board = shown(qtbot, opened([]))
    assert not table(board).isVisible()
    assert "Ctrl+E" in board._foot.text()
    with qtbot.assertNotEmitted(board.wanted):
        board.record()


@pytest.mark.parametrize(
    ("key", "signal", "arguments"),
    [
        (Qt.Key.Key_Return, "opened", ["RC-014"]),
        (Qt.Key.Key_Enter, "opened", ["RC-014"]),
        (Qt.Key.Key_V, "wanted", ["RC-014", "record"]),
        (Qt.Key.Key_I, "wanted", ["RC-014", "ice"]),
        (Qt.Key.Key_L, "wanted", ["RC-014", "labs"]),
        (Qt.Key.Key_D, "wanted", ["RC-014", "therapies"]),
    ],
)
def test_one_key_opens_what_is_marked(qtbot, opened, key, signal, arguments):
    board = shown(qtbot, opened(small_ward()))
    with qtbot.waitSignal(getattr(board, signal)) as told:
        qtbot.keyClick(table(board), key)
    assert told.args == arguments


def test_figures_and_arrows_mark_a_line(qtbot, opened):
    board = shown(qtbot, opened(small_ward()))
    assert board.marked() == "RC-014"
    qtbot.keyClick(table(board), Qt.Key.Key_3)
    assert board.marked() == "AL-002"
    qtbot.keyClick(table(board), Qt.Key.Key_Up)
    assert board.marked() == "RC-015"
    qtbot.keyClick(table(board), Qt.Key.Key_5)
    assert board.marked() == "RC-007"
    qtbot.keyClick(table(board), Qt.Key.Key_9)
    assert board.marked() == "RC-007"
    qtbot.keyClick(table(board), Qt.Key.Key_Up)
    assert board.marked() == "BC-004"
    with qtbot.waitSignal(board.asked_find):
        qtbot.keyClick(table(board), "/")


def test_the_mark_stays_with_its_patient_when_the_order_changes(qtbot, opened):
    ward = opened(small_ward())
    board = shown(qtbot, ward)
    qtbot.keyClick(table(board), Qt.Key.Key_3)
    ward.record(observed("AL-002", NOW, 38.9, (80, 40)), NURSE)
    ward.record([pressor("AL-002", NOW), *neurology("AL-002", NOW)], NURSE)
    board.show_board(ward.board(), NOW)
    assert [row[Column.PATIENT] for row in texts(board)][:2] == ["RC-014", "AL-002"]
    assert board.marked() == "AL-002"


def test_a_minute_later_the_countdown_has_moved(qtbot, opened, clock):
    ward = opened(small_ward())
    board = shown(qtbot, ward)
    clock.now += timedelta(minutes=1)
    ward.refresh()
    board.show_board(ward.board(), clock.now)
    assert texts(board)[0][Column.NEXT] == "in 18 min"
    assert board._clock.text().endswith("14:33")


@pytest.mark.parametrize("size", [(1040, 700), (1660, 1000)])
@pytest.mark.parametrize("patients", [1, 7, 30])
def test_no_value_is_cut_off(qtbot, opened, size, patients):
    drafts = []
    for n in range(patients):
        patient = f"RC-{n:03}"
        drafts += arrival(patient, str(n + 1), infused=ago(days=4))
        drafts += observed(patient, ago(hours=1 + n % 7), 39.1, (104, 64), hr=104)
    board = shown(qtbot, opened(drafts))
    board.resize(*size)
    qtbot.waitUntil(lambda: not table(board).horizontalScrollBar().isVisible())
    view = table(board)
    for column in Column:
        needed, _ = view.itemDelegate().widths(
            [line.cells[column] for line in view.model().lines], column
        )
        assert view.columnWidth(column) >= needed
    rows = [view.rowHeight(row) for row in range(patients)]
    assert min(rows) >= 46
    assert view.verticalScrollBar().isVisible() == (patients == 30)


@pytest.mark.parametrize("colours", [DAY, NIGHT])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_late_round_is_painted_in_the_colour_of_late(qtbot, qapp, opened, colours, scale):
    theme.apply(qapp, colours, scale)
    drafts = [*arrival("RC-1", "1", infused=ago(days=9)), *observed("RC-1", ago(hours=5))]
    board = shown(qtbot, opened(drafts))
    view = table(board)
    image = QImage(400, 140, QImage.Format.Format_RGB32)
    image.fill(QColor(colours.surface))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 400, 140)
    painter = QPainter(image)
    view.itemDelegate().paint(painter, option, view.model().index(0, Column.NEXT))
    painter.end()
    wanted = QColor(colours.late).rgb()
    assert any(image.pixel(x, y) == wanted for x in range(400) for y in range(140))
