"""Reminders in words: what each kind is called, what one says today, and many in a few lines."""

from collections.abc import Sequence
from typing import assert_never

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale, QTime

from bedside.reminders import Reminder
from bedside.schedule import Visit
from ui.shown import date_text
from ui.words.codes import dotted
from ui.words.table import Table
from ui.words.visits import visit_name

translate = QCoreApplication.translate
LISTED = 4
"""How many reminders a notification names."""

reminder_kind = Table(
    "ReminderKind",
    {
        "overdue": QT_TRANSLATE_NOOP("ReminderKind", "Overdue"),
        "appointment_tomorrow": QT_TRANSLATE_NOOP("ReminderKind", "Appointment"),
        "due_today": QT_TRANSLATE_NOOP("ReminderKind", "Due"),
        "closes_soon": QT_TRANSLATE_NOOP("ReminderKind", "Window closes"),
        "dlt_review": QT_TRANSLATE_NOOP("ReminderKind", "DLT review"),
        "checklist_incomplete": QT_TRANSLATE_NOOP("ReminderKind", "Checklist incomplete"),
        "month_12_closure": QT_TRANSLATE_NOOP("ReminderKind", "End of month 12"),
        "window_opens": QT_TRANSLATE_NOOP("ReminderKind", "Window opens"),
    },
)
"""What a kind of reminder is called."""


def reminder_visit(reminder: Reminder) -> str:
    """The visit a reminder is about, or what else of the patient."""
    if reminder.plan is not None:
        return visit_name(reminder.plan)
    if reminder.kind == "dlt_review":
        return translate("Reminder", "DLT window")
    return translate("Reminder", "Month 12")


def window_dates(visit: Visit) -> str:
    """The first and the last day of a window: "7 Nov 2026 – 21 Nov 2026"; one day alone."""
    opens, closes = (date_text(day, QLocale()) for day in (visit.opens, visit.closes))
    if visit.opens == visit.closes:
        return opens
    return translate("Reminder", "{opens} – {closes}").format(opens=opens, closes=closes)


def reminder_text(reminder: Reminder) -> str:  # noqa: PLR0911 - one line a kind
    """What a reminder says today: "Closes in 2 days", "Overdue for 1 day"."""
    days = reminder.days
    match reminder.kind:
        case "window_opens":
            return _opens(days).format(n=abs(days))
        case "appointment_tomorrow":
            return _appointment(reminder)
        case "due_today":
            return _due(days).format(n=abs(days))
        case "closes_soon":
            return _closes(days).format(n=days)
        case "overdue":
            return _overdue(-days).format(n=-days)
        case "checklist_incomplete":
            return _incomplete(reminder.lacking).format(n=reminder.lacking)
        case "dlt_review":
            return _dlt(-days).format(n=-days)
        case "month_12_closure":
            return translate("Reminder", "Record the end of the twelve months")
        case _:
            assert_never(reminder.kind)


def _opens(days: int) -> str:
    match days:
        case 0:
            return translate("Reminder", "Window opens today")
        case 1:
            return translate("Reminder", "Window opens tomorrow")
        case -1:
            return translate("Reminder", "Window open since yesterday")
        case _ if days > 0:
            return translate("Reminder", "Window opens in {n} days")
        case _:
            return translate("Reminder", "Window open for {n} days")


def _due(days: int) -> str:
    match days:
        case 0:
            return translate("Reminder", "Due today")
        case 1:
            return translate("Reminder", "Due tomorrow")
        case -1:
            return translate("Reminder", "Was due yesterday")
        case _ if days > 0:
            return translate("Reminder", "Due in {n} days")
        case _:
            return translate("Reminder", "Was due {n} days ago")


def _closes(days: int) -> str:
    match days:
        case 0:
            return translate("Reminder", "Closes today")
        case 1:
            return translate("Reminder", "Closes tomorrow")
        case _:
            return translate("Reminder", "Closes in {n} days")


def _overdue(days: int) -> str:
    if days == 1:
        return translate("Reminder", "Overdue for 1 day")
    return translate("Reminder", "Overdue for {n} days")


def _incomplete(lacking: int) -> str:
    if lacking == 1:
        return translate("Reminder", "Checklist: 1 item is missing")
    return translate("Reminder", "Checklist: {n} items are missing")


def _dlt(days: int) -> str:
    if days == 1:
        return translate("Reminder", "DLT window closed yesterday: review due")
    return translate("Reminder", "DLT window closed {n} days ago: review due")


def _appointment(reminder: Reminder) -> str:
    days, clock = reminder.days, reminder.clock
    if clock is None:
        match days:
            case 0:
                text = translate("Reminder", "Appointment today")
            case 1:
                text = translate("Reminder", "Appointment tomorrow")
            case _:
                text = translate("Reminder", "Appointment in {n} days")
        return text.format(n=days)
    match days:
        case 0:
            text = translate("Reminder", "Appointment today at {time}")
        case 1:
            text = translate("Reminder", "Appointment tomorrow at {time}")
        case _:
            text = translate("Reminder", "Appointment in {n} days at {time}")
    time = QLocale().toString(QTime(clock.hour, clock.minute), "HH:mm")
    return text.format(n=days, time=time)


def reminder_line(reminder: Reminder) -> str:
    """One reminder on one line, by trial id: "RC-007 · Month 6 · PK/PD · Overdue for 1 day"."""
    return dotted([reminder.patient, reminder_visit(reminder), reminder_text(reminder)])


def reminders_title(count: int) -> str:
    """How many reminders there are."""
    if count == 1:
        return translate("Reminder", "1 reminder")
    return translate("Reminder", "{n} reminders").format(n=count)


def reminders_lines(reminders: Sequence[Reminder]) -> str:
    """The first reminders a line each, and how many more there are."""
    lines = [reminder_line(reminder) for reminder in reminders[:LISTED]]
    more = len(reminders) - len(lines)
    if more:
        lines.append(translate("Reminder", "and {n} more").format(n=more))
    return "\n".join(lines)
