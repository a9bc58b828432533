"""The ward board: what stands in each line, in what order, and what its keys do."""

from collections import Counter
from datetime import UTC, timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QTableView

from bedside.alarms.alarm import acknowledging
from bedside.facts import Admitted, Confirmed, NotDone
from bedside.timeline import Draft
from grading.signs import Ice, Lab, Neuro
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
from ui.screens.board_cells import Column, GradeCell, SparkCell
from ui.screens.board_lines import lines
from ui.screens.not_done import NotDoneForm
from ui.screens.refusal import Refusal
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
    board.show_survey(ward.survey())
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


def cell(ward, patient, column):
    found = next(line for line in lines(ward.survey()) if line.patient == patient)
    return found.cells[column]


def labs(patient, at):
    values = (("wbc", 4.1), ("crp", 20.0), ("ferritin", 900.0))
    return [Draft(patient, at, Lab(name, value)) for name, value in values]


def hours(number):
    return timedelta(hours=number)


def test_one_line_a_patient_who_needs_somebody_first_on_top_outpatients_below(qtbot, opened):
    board = shown(qtbot, opened(small_ward()))
    rows = texts(board)
    patients = [row[Column.PATIENT] for row in rows]
    assert patients == ["RC-015", "RC-014", "AL-002", "BC-004", "Outpatients · 1", "RC-007"]
    assert rows[0][Column.NEXT] == "ICE late 26 h 00"
    first = rows[1]
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
    row = texts(shown(qtbot, ward))[0]
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
    sets = [start + timedelta(hours=hours) for hours in range(4, 142, 4)]
    drafts += [draft for at in sets for draft in observed("RC-1", at)]
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


BESIDES = [*neurology("RC-1", ago(minutes=30)), *labs("RC-1", ago(hours=2))]
"""What else is due is done, where a test is about vital signs."""


@pytest.mark.parametrize(
    ("last", "said", "tone"),
    [
        (timedelta(hours=3, minutes=21), "in 39 min", "ink"),
        (timedelta(hours=4), "now", "ink"),
        (timedelta(hours=4, minutes=12), "due 14:20", "ink"),
        (timedelta(hours=5), "overdue 1 h 00", "late"),
        (timedelta(hours=8), "late 4 h 00", "late"),
    ],
)
def test_the_next_round_counts_down_and_then_is_overdue_and_late(opened, last, said, tone):
    drafts = [*arrival("RC-1", "1", infused=ago(days=9)), *observed("RC-1", NOW - last), *BESIDES]
    found = cell(opened(drafts), "RC-1", Column.NEXT)
    assert (found.text, found.tone, found.below, found.late) == (said, tone, "", "")


@pytest.mark.parametrize(
    ("examined", "drawn", "said", "late", "below"),
    [
        (hours(2), hours(2), "in 1 h 00", "", ""),
        (hours(7.6), hours(2), "ICE in 24 min", "", ""),
        (hours(8.5), hours(2), "ICE due 14:02", "", ""),
        (hours(11), hours(2), "ICE overdue 3 h 00", "", ""),
        (hours(2), hours(24.5), "in 1 h 00", "", "Labs due 14:02"),
        (hours(2), hours(31), "in 1 h 00", "Labs overdue 7 h 00", ""),
        (hours(11), hours(24.5), "ICE overdue 3 h 00", "", "Labs due 14:02"),
        (hours(11), hours(31), "ICE overdue 3 h 00", "Labs overdue 7 h 00", ""),
    ],
)
def test_what_is_not_vital_signs_is_named(opened, examined, drawn, said, late, below):
    drafts = [
        *arrival("RC-1", "1", infused=ago(days=9)),
        *observed("RC-1", ago(hours=3)),
        *neurology("RC-1", NOW - examined),
        *labs("RC-1", NOW - drawn),
    ]
    found = cell(opened(drafts), "RC-1", Column.NEXT)
    assert (found.text, found.late, found.below) == (said, late, below)


def test_what_runs_stands_behind_what_else_is_due(opened):
    drafts = [
        *arrival("RC-1", "1", infused=ago(days=4)),
        *observed("RC-1", ago(minutes=10), 38.8, (86, 44)),
        pressor("RC-1", ago(minutes=10)),
        *neurology("RC-1", ago(minutes=100)),
    ]
    found = cell(opened(drafts), "RC-1", Column.NEXT)
    assert (found.text, found.late, found.below) == (
        "in 20 min",
        "Labs late 4 d 0 h",
        "ICE in 20 min · nor-adr",
    )


@pytest.mark.parametrize(
    ("reason", "what", "said", "below"),
    [
        ("off_ward", "vitals", "off the ward", "back by 18:12"),
        ("refused", "vitals", "refused", "again 18:12"),
        ("asleep", "vitals", "not done", "asleep, again 18:12"),
    ],
)
def test_what_was_not_done_says_when_it_is_asked_for_again(opened, reason, what, said, below):
    drafts = [
        *arrival("RC-1", "1", infused=ago(days=9)),
        *observed("RC-1", ago(hours=5)),
        *BESIDES,
        Draft("RC-1", ago(minutes=20), NotDone(what, reason)),
    ]
    ward = opened(drafts)
    found = cell(ward, "RC-1", Column.NEXT)
    assert (found.text, found.tone, found.below) == (said, "ink", below)


def test_a_new_patient_in_a_bed_waits_for_the_first_set(opened):
    ward = opened([*arrival("RC-1", "1"), *arrival("RC-2", None)])
    assert (cell(ward, "RC-1", Column.NEXT).text, cell(ward, "RC-1", Column.NEXT).tone) == (
        "first set",
        "late",
    )
    assert cell(ward, "RC-2", Column.NEXT).text == "—"
    assert cell(ward, "RC-1", Column.CRS).beside == "no infusion recorded"


# --- alarms beside the patient --------------------------------------------------------------------


def told_alarms(ward, patient="RC-014"):
    return [(mark.text, mark.priority) for mark in cell(ward, patient, Column.PATIENT).marks]


def test_open_alarms_stand_beside_the_patient_by_priority(opened):
    ward = opened(small_ward())
    open_now = Counter(alarm.priority for alarm in ward.survey().alarms_of("RC-014"))
    assert open_now["high"] == 1
    assert open_now["medium"] > 1
    times = f"**\N{NO-BREAK SPACE}×{open_now['medium']}"
    assert told_alarms(ward)[:2] == [("***", "high"), (times, "medium")]
    assert told_alarms(ward, "BC-004") == []


def test_acknowledged_alarms_are_counted_quietly(opened):
    ward = opened(small_ward())
    high = next(a for a in ward.survey().alarms_of("RC-014") if a.priority == "high")
    ward.record([acknowledging(high, NOW)], NURSE)
    marks = told_alarms(ward)
    assert marks[-1] == ("✓1", None)
    assert "high" not in {priority for _, priority in marks}
    (only,) = ward.survey().alarms_of("AL-002")
    assert told_alarms(ward, "AL-002") == [("*", "low")]
    ward.record([acknowledging(only, NOW)], NURSE)
    assert told_alarms(ward, "AL-002") == [("✓1", None)]


def test_alarms_are_told_to_a_screen_reader_too(qtbot, opened):
    ward = opened(small_ward())
    first = ward.survey().alarms_of("RC-014")[0]
    ward.record([acknowledging(first, NOW)], NURSE)
    said = texts(shown(qtbot, ward), Qt.ItemDataRole.AccessibleTextRole)
    row = next(row for row in said if "RC-014" in row[Column.PATIENT])
    assert "Medium priority alarms: " in row[Column.PATIENT]
    assert "acknowledged alarms: 1" in row[Column.PATIENT]


def test_where_nobody_is_named_alarms_stand_beside_the_bed(opened):
    survey = opened(small_ward()).survey()
    for line in lines(survey, private=True):
        bed, open_line = (
            line.cells[Column.BED],
            next(one for one in lines(survey) if one.patient == line.patient),
        )
        assert bed.marks == open_line.cells[Column.PATIENT].marks
        assert open_line.cells[Column.BED].marks == ()


# --- what was not done, from the board ------------------------------------------------------------


class Asked:
    """A board, and the ward behind it: what the board asks for is recorded, and it hears of it."""

    def __init__(self, qtbot, ward, clock):
        self.qtbot, self.ward, self.full = qtbot, ward, ""
        self.drafts = []
        self.board = shown(qtbot, ward, clock=clock)
        self.board.entered.connect(self._record)
        self.board.activateWindow()
        qtbot.waitUntil(self.board.isActiveWindow)
        table(self.board).setFocus()

    def _record(self, drafts):
        self.drafts.append(drafts)
        if self.full:
            self.board.refused(self.full)
            return
        entries = self.ward.record(drafts, NURSE)
        self.board.show_survey(self.ward.survey())
        self.board.saved(entries)

    def mark(self, patient):
        places = [line.patient for line in table(self.board).model().lines if line.patient]
        self.qtbot.keyClick(table(self.board), Qt.Key(Qt.Key.Key_1 + places.index(patient)))

    def press(self, *keys):
        """N, and then figures and letters in the menus that open."""
        self.qtbot.keyClick(table(self.board), Qt.Key.Key_N)
        for key in keys:
            self.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
            self.qtbot.keyClick(QApplication.activePopupWidget(), key)

    def facts(self):
        return [draft.fact for drafts in self.drafts for draft in drafts]


@pytest.fixture
def asked(qtbot, opened, clock):
    return Asked(qtbot, opened(small_ward()), clock)


@pytest.mark.parametrize(
    ("figure", "reason"),
    [("1", "refused"), ("2", "asleep"), ("3", "procedure"), ("4", "no_equipment")],
)
@pytest.mark.parametrize(("kind", "what"), [("1", "vitals"), ("2", "ice"), ("3", "labs")])
def test_three_keys_say_why_not(asked, kind, what, figure, reason):
    asked.mark("RC-015")
    asked.press(kind, figure)
    assert asked.drafts == [(Draft("RC-015", NOW, NotDone(what, reason)),)]


def test_who_leaves_the_ward_and_is_back_does_so_from_the_board(asked, clock):
    asked.mark("AL-002")
    asked.press("O")
    assert asked.facts() == [NotDone("vitals", "off_ward")]
    assert cell(asked.ward, "AL-002", Column.NEXT).text == "off the ward"
    clock.now += timedelta(minutes=50)
    asked.ward.refresh()
    asked.board.show_survey(asked.ward.survey())
    asked.mark("AL-002")
    asked.press("B")
    assert asked.drafts[-1] == (Draft("AL-002", clock.now, Admitted("3")),)
    back = cell(asked.ward, "AL-002", Column.NEXT)
    assert back.text == "now"
    assert {one.away_since for one in asked.ward.survey().rounds["AL-002"]} == {None}


def test_who_is_not_asked_for_anything_has_no_menu(asked):
    asked.mark("RC-007")
    qtbot_keys = table(asked.board)
    asked.qtbot.keyClick(qtbot_keys, Qt.Key.Key_N)
    assert QApplication.activePopupWidget() is None


def test_a_click_with_the_other_button_marks_the_line_and_opens_the_menu(asked):
    view = table(asked.board)
    row = next(n for n, one in enumerate(view.model().lines) if one.patient == "AL-002")
    place = view.visualRect(view.model().index(row, Column.PATIENT)).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(view.viewport(), event)
    assert asked.board.marked() == "AL-002"
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_what_is_refused_is_kept_and_may_be_tried_again(asked):
    asked.full = "The disk is full."
    asked.mark("RC-015")
    asked.press("1", "1")
    line = asked.board.findChild(Refusal)
    assert line.said() == "The disk is full."
    asked.full = ""
    line.again.click()
    assert asked.drafts[0] == asked.drafts[1]
    assert line.said() == ""
    line.again.click()
    assert asked.ward.log("RC-015")[-1].fact == NotDone("vitals", "refused")
    assert cell(asked.ward, "RC-015", Column.NEXT).text == "ICE late 26 h 00"


def test_words_that_are_refused_stay_in_their_form(asked):
    asked.full = "The disk is full."
    asked.mark("RC-015")
    asked.press("2", "5")
    form = asked.board.findChild(NotDoneForm) or QApplication.activeModalWidget()
    asked.qtbot.keyClicks(form.editor("comment"), "in tears, later")
    form.enter()
    assert form.said() == "The disk is full."
    assert form.text("comment") == "in tears, later"
    asked.full = ""
    form.enter()
    assert asked.facts()[-1] == NotDone("ice", "other", "in tears, later")
    asked.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_the_order_is_said_as_it_is(qtbot, opened):
    board = shown(qtbot, opened(small_ward()))
    assert "overdue at the bedside first, then by grade, NEWS2 and due time" in board._foot.text()


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
    assert said[1][Column.CRS].startswith("CRS: 3, rose from 1 to 3, 11 min ago")
    assert said[0][Column.CRS].startswith("CRS: cannot be stated")
    assert said[1][Column.HR] == "HR: 128"
    assert said[0][Column.HR] == "HR: 76, 5 h old"
    assert said[0][Column.NEXT] == (
        "Next round: ICE late 26 h 00, Vitals overdue 1 h 04 · Labs late 26 h 00"
    )
    assert all(text for row in said for text in row)


def test_privacy_shows_beds_alone(qtbot, opened):
    board = shown(qtbot, opened(small_ward()), private=True)
    view = table(board)
    visible = [column for column in Column if not view.isColumnHidden(column)]
    assert visible == list(PRIVATE_COLUMNS)
    assert [row[Column.BED] for row in texts(board)] == ["1", "6", "3", "8"]
    shown_texts = {row[column] for row in texts(board) for column in visible}
    assert not any("RC-" in text or "AL-" in text for text in shown_texts)
    assert not any("nor-adr" in line.cells[Column.NEXT].below for line in view.model().lines)


def test_an_empty_ward_says_how_to_begin(qtbot, opened):
    board = shown(qtbot, opened([]))
    assert not table(board).isVisible()
    assert "Ctrl+E" in board._foot.text()
    with qtbot.assertNotEmitted(board.wanted):
        board.record()


@pytest.mark.parametrize(
    ("key", "signal", "arguments"),
    [
        (Qt.Key.Key_Return, "opened", ["RC-015"]),
        (Qt.Key.Key_Enter, "opened", ["RC-015"]),
        (Qt.Key.Key_V, "wanted", ["RC-015", "record"]),
        (Qt.Key.Key_I, "wanted", ["RC-015", "ice"]),
        (Qt.Key.Key_L, "wanted", ["RC-015", "labs"]),
        (Qt.Key.Key_D, "wanted", ["RC-015", "therapies"]),
    ],
)
def test_one_key_opens_what_is_marked(qtbot, opened, key, signal, arguments):
    board = shown(qtbot, opened(small_ward()))
    with qtbot.waitSignal(getattr(board, signal)) as told:
        qtbot.keyClick(table(board), key)
    assert told.args == arguments


def test_figures_and_arrows_mark_a_line(qtbot, opened):
    board = shown(qtbot, opened(small_ward()))
    assert board.marked() == "RC-015"
    qtbot.keyClick(table(board), Qt.Key.Key_3)
    assert board.marked() == "AL-002"
    qtbot.keyClick(table(board), Qt.Key.Key_Up)
    assert board.marked() == "RC-014"
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
    assert board.marked() == "AL-002"
    ward.record([*observed("RC-015", NOW), *neurology("RC-015", NOW)], NURSE)
    board.show_survey(ward.survey())
    assert [row[Column.PATIENT] for row in texts(board)][:3] == ["RC-014", "AL-002", "RC-015"]
    assert board.marked() == "AL-002"


def test_a_minute_later_the_countdown_has_moved(qtbot, opened, clock):
    ward = opened(small_ward())
    board = shown(qtbot, ward)
    clock.now += timedelta(minutes=1)
    ward.refresh()
    board.show_survey(ward.survey())
    assert texts(board)[1][Column.NEXT] == "in 18 min"
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
