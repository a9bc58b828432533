"""Reminders in words: every kind has some, with its days."""

from datetime import time

import pytest
from PySide6.QtCore import QLocale

from bedside.reminders import KINDS
from tests.ui.words.reminded import VISIT, reminder
from ui.words.reminders import (
    reminder_kind,
    reminder_line,
    reminder_text,
    reminder_visit,
    reminders_lines,
    reminders_title,
    window_dates,
)


@pytest.fixture(autouse=True)
def _english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_name_and_says_something(kind):
    assert reminder_kind(kind)
    for days in (-3, -1, 0, 1, 3):
        assert "{" not in reminder_text(reminder(kind, days, clock=time(9, 30), lacking=2))


def test_no_name_is_left_over():
    assert set(reminder_kind.codes) == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "days", "text"),
    [
        ("window_opens", 2, "Window opens in 2 days"),
        ("window_opens", 1, "Window opens tomorrow"),
        ("window_opens", 0, "Window opens today"),
        ("window_opens", -1, "Window open since yesterday"),
        ("window_opens", -5, "Window open for 5 days"),
        ("appointment_tomorrow", 0, "Appointment today"),
        ("appointment_tomorrow", 1, "Appointment tomorrow"),
        ("appointment_tomorrow", 2, "Appointment in 2 days"),
        ("due_today", 2, "Due in 2 days"),
        ("due_today", 1, "Due tomorrow"),
        ("due_today", 0, "Due today"),
        ("due_today", -1, "Was due yesterday"),
        ("due_today", -2, "Was due 2 days ago"),
        ("closes_soon", 2, "Closes in 2 days"),
        ("closes_soon", 1, "Closes tomorrow"),
        ("closes_soon", 0, "Closes today"),
        ("overdue", -1, "Overdue for 1 day"),
        ("overdue", -2, "Overdue for 2 days"),
        ("dlt_review", -1, "DLT window closed yesterday: review due"),
        ("dlt_review", -2, "DLT window closed 2 days ago: review due"),
        ("month_12_closure", -2, "Record the end of the twelve months"),
    ],
)
def test_days_are_counted_in_words(kind, days, text):
    assert reminder_text(reminder(kind, days)) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "Appointment today at 09:30"),
        (1, "Appointment tomorrow at 09:30"),
        (5, "Appointment in 5 days at 09:30"),
    ],
)
def test_an_appointment_has_its_time(days, text):
    assert reminder_text(reminder("appointment_tomorrow", days, clock=time(9, 30))) == text


@pytest.mark.parametrize(
    ("lacking", "text"),
    [(1, "Checklist: 1 item is missing"), (3, "Checklist: 3 items are missing")],
)
def test_what_a_checklist_lacks_is_counted(lacking, text):
    assert reminder_text(reminder("checklist_incomplete", lacking=lacking)) == text


def test_what_it_is_about():
    assert reminder_visit(reminder("overdue")) == "Month 6 · PK/PD"
    assert reminder_visit(reminder("dlt_review", plan=None)) == "DLT window"
    assert reminder_visit(reminder("month_12_closure", plan=None)) == "Month 12"


def test_windows_are_written_as_the_language_has_dates():
    assert window_dates(VISIT) == "7 Nov 2026 – 21 Nov 2026"
    one = VISIT._replace(opens=VISIT.target, closes=VISIT.target)
    assert window_dates(one) == "14 Nov 2026"
    QLocale.setDefault(QLocale("de_DE"))
    assert window_dates(VISIT) == "7 Nov. 2026 – 21 Nov. 2026"


def test_many_are_listed_in_a_few_lines():
    one = reminder("overdue", -1)
    assert reminder_line(one) == "4711 · Month 6 · PK/PD · Overdue for 1 day"
    assert reminders_lines([one] * 4) == "\n".join([reminder_line(one)] * 4)
    assert reminders_lines([one] * 6).splitlines()[-1] == "and 2 more"
    assert [reminders_title(n) for n in (1, 4)] == ["1 reminder", "4 reminders"]
