"""The reminders on the screen: what waits, and one key for each answer."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, Qt

from bedside.facts import Appointed, Omitted, Reminded
from bedside.reminders import midnight, reminders
from tests.bedside.trials import entries, followed, trial
from tests.ui.wards import Clock
from ui import theme
from ui.screens.reminder_answer import day_ahead
from ui.screens.reminder_lines import Column
from ui.screens.reminders import RemindersPanel
from ui.theme import DAY

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


def plan(patient, days, *told):
    """A patient infused so many days ago, with nothing left of the days that closed long since."""
    infused = NOW - timedelta(days=days)
    early = followed(trial(), infused, zone=ZONE).visits
    past = [v for v in early if v.closes < TODAY - timedelta(days=1)]
    settled = [(infused, Omitted(v.id, reason="x")) for v in past]
    return replace(followed(trial(), infused, *settled, *told, zone=ZONE), patient=patient)


PLANS = (
    plan("RC-007", 188),
    plan(
        "AL-001", 88, (NOW - timedelta(days=1), Appointed("pkpd_m3", date(2026, 11, 23), time(9)))
    ),
    plan("RC-011", 27),
)
LINES = [
    ("RC-007", "Month 6 · PK/PD", "Overdue for 1 day", "14 Nov 2026", "7 Nov 2026 – 21 Nov 2026"),
    ("AL-001", "Month 3 · PK/PD", "Appointment tomorrow at 09:00", "24 Nov 2026"),
    ("RC-011", "Day 27 · PK/PD", "Due today", "22 Nov 2026", "21 Nov 2026 – 23 Nov 2026"),
    ("RC-007", "Month 6 · scores", "Was due 8 days ago", "14 Nov 2026"),
    ("AL-001", "Month 3 · scores", "Window open for 5 days", "24 Nov 2026"),
    ("RC-011", "Month 1 · scores", "Window opens today", "25 Nov 2026"),
]


def standing(*plans, now=NOW):
    """All but the DLT reviews of these plans, which would stand in every line-up."""
    found = [r for of in plans or PLANS for r in reminders(of, now)]
    return tuple(r for r in found if r.kind != "dlt_review")


@pytest.fixture
def clock():
    return Clock(NOW)


@pytest.fixture
def panel(qtbot, clock):
    made = RemindersPanel(clock, ZONE)
    qtbot.addWidget(made)
    made.resize(1040, 700)
    made.show_reminders(standing(), NOW)
    with qtbot.waitExposed(made):
        made.show()
    made.begin()
    return made


def text(panel, row, column):
    return panel._model.data(panel._model.index(row, column))


def table(panel):
    count = panel._model.rowCount()
    return [tuple(text(panel, row, column) for column in Column) for row in range(count)]


def press(qtbot, panel, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(panel._table, key, modifier)


def sent(qtbot, panel, act):
    with qtbot.waitSignal(panel.entered) as told:
        act()
    return told.args[0]


def store(panel, drafts):
    """What the window does: the record grows, everybody is shown it, the pane is told."""
    told = {}
    for plan_of in PLANS:
        mine = [(d.at, d.fact) for d in drafts if d.patient == plan_of.patient]
        new = {e.fact.key: e for e in entries(*mine, patient=plan_of.patient)} if mine else {}
        told[plan_of.patient] = replace(plan_of, reminded=new)
    written = entries(*((d.at, d.fact) for d in drafts))
    panel.show_reminders(standing(*told.values()), NOW)
    panel.saved(written)


# --- what it shows --------------------------------------------------------------------------------


def test_one_line_a_visit_the_most_urgent_first(panel):
    assert [line[: len(wanted)] for line, wanted in zip(table(panel), LINES, strict=True)] == LINES
    assert panel.count == len(LINES)
    assert panel._summary.text() == "6 unanswered"


def test_the_first_line_is_marked(panel):
    assert panel._table.hasFocus()
    assert [row.top.patient for row in panel._chosen()] == ["RC-007"]


def test_what_fell_due_while_nobody_was_here_comes_first(panel):
    since = {r.ring for r in standing() if r.patient == "RC-011"}
    panel.show_reminders(standing(), NOW, since)
    lines = [line[:2] for line in table(panel)]
    assert lines[0] == ("Since you were last here", None)
    assert {line[0] for line in lines[1:3]} == {"RC-011"}
    assert lines[3] == ("Before that", None)
    panel.show_reminders(standing(), NOW)
    assert [line[:2] for line in table(panel)] == lines
    panel.show_reminders(standing(), NOW, frozenset())
    assert len(table(panel)) == len(LINES)


def test_titles_cannot_be_chosen_or_answered(qtbot, panel):
    panel.show_reminders(standing(), NOW, {r.ring for r in standing() if r.patient == "RC-011"})
    press(qtbot, panel, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(panel._chosen()) == len(LINES)
    drafts = sent(qtbot, panel, lambda: press(qtbot, panel, Qt.Key.Key_S))
    assert {d.patient for d in drafts} == {"RC-007", "AL-001", "RC-011"}


def test_what_waits_for_the_whole_patient_has_its_words(panel):
    found = tuple(r for r in reminders(PLANS[0], NOW) if r.kind == "dlt_review")
    panel.show_reminders(found, NOW)
    assert table(panel) == [
        (
            "RC-007",
            "DLT window",
            "DLT window closed 160 days ago: review due",
            "",
            "ended 15 Jun 2026",
            "",
        )
    ]


def test_nothing_waits(qtbot, panel):
    panel.show_reminders((), NOW)
    assert panel.count == 0
    assert panel._nothing.isVisibleTo(panel)
    panel.begin()
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)


def test_a_screen_reader_hears_each_cell_with_its_title(panel):
    index = panel._model.index(0, Column.SAYS)
    said = panel._model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Reminder: Overdue for 1 day"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_wider_than_the_screen(qtbot, qapp, clock, scale):
    theme.apply(qapp, DAY, scale)
    made = RemindersPanel(clock, ZONE)
    qtbot.addWidget(made)
    made.show_reminders(standing(), NOW)
    made.show()
    made._ask_snooze()
    assert made.minimumSizeHint().width() <= 1040
    theme.apply(qapp, DAY)


# --- what is answered -----------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_visits_of_the_patient(qtbot, panel, key):
    press(qtbot, panel, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.opened) as told:
        press(qtbot, panel, key)
    assert told.args == ["AL-001", "pkpd_m3"]


def test_seen_greys_the_line_and_the_next_one_is_marked(qtbot, panel):
    drafts = sent(qtbot, panel, lambda: press(qtbot, panel, Qt.Key.Key_S))
    assert [(d.patient, d.at, d.fact) for d in drafts] == [
        ("RC-007", NOW, Reminded("overdue:pkpd_m6:2026-11-21", "seen"))
    ]
    store(panel, drafts)
    assert table(panel)[-1][:3] == LINES[0][:3]
    assert text(panel, len(LINES) - 1, Column.ANSWER) == "Seen by Ann"
    assert panel.count == len(LINES) - 1
    assert panel._summary.text() == "5 unanswered · 1 seen"
    assert [row.top.patient for row in panel._chosen()] == ["AL-001"]
    assert panel._said.text() == "Marked as seen."
    assert panel._table.hasFocus()


def test_several_lines_are_answered_together_with_what_is_below_them(qtbot, panel):
    press(qtbot, panel, Qt.Key.Key_Down)
    press(qtbot, panel, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    drafts = sent(qtbot, panel, lambda: press(qtbot, panel, Qt.Key.Key_S))
    assert {(d.patient, d.fact.key.split(":")[0]) for d in drafts} == {
        ("AL-001", "appointment_tomorrow"),
        ("AL-001", "window_opens"),
        ("RC-011", "due_today"),
        ("RC-011", "closes_soon"),
        ("RC-011", "window_opens"),
    }


@pytest.mark.parametrize(
    ("typed", "day"),
    [("1", date(2026, 11, 23)), ("3", date(2026, 11, 25)), ("1.12.", date(2026, 12, 1))],
)
def test_z_puts_it_off(qtbot, panel, typed, day):
    press(qtbot, panel, Qt.Key.Key_Z)
    field = panel._bar._typed
    assert field.hasFocus()
    qtbot.keyClicks(field, typed)
    drafts = sent(qtbot, panel, lambda: qtbot.keyClick(field, Qt.Key.Key_Return))
    until = midnight(day, ZONE)
    assert [d.fact for d in drafts] == [
        Reminded("overdue:pkpd_m6:2026-11-21", "snoozed", until),
    ]
    store(panel, drafts)
    assert panel.count == len(LINES) - 1
    assert len(table(panel)) == len(LINES) - 1
    assert panel._summary.text().endswith(f"1 snoozed, the first until {day.day} {day:%b %Y}")
    assert not panel._bar.isVisibleTo(panel)
    assert panel._said.text() == f"Snoozed until {day:%a} {day.day} {day:%b %Y}."


@pytest.mark.parametrize(("number", "days"), [(0, 1), (1, 3)])
def test_a_button_puts_it_off(qtbot, panel, number, days):
    press(qtbot, panel, Qt.Key.Key_Z)
    button = panel._bar._days[number]
    drafts = sent(qtbot, panel, lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton))
    assert drafts[0].fact.until == midnight(TODAY + timedelta(days=days), ZONE)


@pytest.mark.parametrize("typed", ["", "0", "22.11.2026", "soon", "31.2.", "2028-01-01"])
def test_a_day_that_cannot_be_is_refused_at_the_field(qtbot, panel, typed):
    press(qtbot, panel, Qt.Key.Key_Z)
    field = panel._bar._typed
    qtbot.keyClicks(field, typed)
    with qtbot.assertNotEmitted(panel.entered):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.property("state") == "refused"
    assert field.text() == typed
    assert panel._bar._said.isVisibleTo(panel)
    qtbot.keyClicks(field, "1")
    assert field.property("state") == ""


def test_x_asks_why(qtbot, panel):
    press(qtbot, panel, Qt.Key.Key_X)
    field = panel._bar._typed
    assert not any(button.isVisibleTo(panel) for button in panel._bar._days)
    with qtbot.assertNotEmitted(panel.entered):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel._bar._said.text() == "Say why: it will not come back."
    qtbot.keyClicks(field, "abroad")
    drafts = sent(qtbot, panel, lambda: qtbot.keyClick(field, Qt.Key.Key_Return))
    assert drafts[0].fact == Reminded("overdue:pkpd_m6:2026-11-21", "dismissed", reason="abroad")
    store(panel, drafts)
    assert len(table(panel)) == len(LINES) - 1
    assert panel._said.text() == "Dismissed: abroad"


def test_escape_leaves_the_question_first_and_then_the_screen(qtbot, panel):
    press(qtbot, panel, Qt.Key.Key_X)
    with qtbot.assertNotEmitted(panel.closed):
        qtbot.keyClick(panel._bar._typed, Qt.Key.Key_Escape)
    assert not panel._bar.isVisibleTo(panel)
    assert panel._table.hasFocus()
    with qtbot.waitSignal(panel.closed):
        press(qtbot, panel, Qt.Key.Key_Escape)


def test_what_was_refused_keeps_its_text_and_its_line(qtbot, panel):
    press(qtbot, panel, Qt.Key.Key_X)
    qtbot.keyClicks(panel._bar._typed, "abroad")
    sent(qtbot, panel, lambda: qtbot.keyClick(panel._bar._typed, Qt.Key.Key_Return))
    panel.refused("The disk is full.")
    assert panel._bar._typed.text() == "abroad"
    assert panel._bar._said.text() == "The disk is full."
    assert len(table(panel)) == len(LINES)
    press(qtbot, panel, Qt.Key.Key_Escape)
    sent(qtbot, panel, lambda: press(qtbot, panel, Qt.Key.Key_S))
    panel.refused("The disk is full.")
    assert panel._said.text() == "The disk is full."
    assert [row.top.patient for row in panel._chosen()] == ["RC-007"]


def test_the_question_is_about_the_lines_that_were_marked_when_it_was_asked(qtbot, panel):
    press(qtbot, panel, Qt.Key.Key_X)
    qtbot.keyClicks(panel._bar._typed, "abroad")
    panel.show_reminders(standing(*PLANS[1:]), NOW)
    drafts = sent(qtbot, panel, lambda: qtbot.keyClick(panel._bar._typed, Qt.Key.Key_Return))
    assert {d.patient for d in drafts} == {"RC-007"}


def test_another_picture_keeps_the_mark(qtbot, panel, clock):
    press(qtbot, panel, Qt.Key.Key_Down)
    clock.now = NOW + timedelta(days=1)
    panel.show_reminders(standing(now=clock.now), clock.now)
    assert [(row.top.patient, row.top.visit) for row in panel._chosen()] == [("AL-001", "pkpd_m3")]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("+7", date(2026, 11, 29)),
        ("25.11.2026", date(2026, 11, 25)),
        ("2026-12-24", date(2026, 12, 24)),
        ("1.1.", date(2027, 1, 1)),
        ("21.11.", date(2027, 11, 21)),
        ("22.11", date(2027, 11, 22)),
        ("29.2.", None),
        ("400", None),
        ("21.11.2026", None),
    ],
)
def test_days_ahead(typed, day):
    assert day_ahead(typed, TODAY) == day
