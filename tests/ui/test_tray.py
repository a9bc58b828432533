"""The desktop is told once of many reminders, by trial id alone; and not at all without a tray."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from bedside.facts import Enrolled
from bedside.reminders import reminders, shown
from tests.bedside.trials import followed, trial
from ui import theme
from ui.theme import DAY
from ui.tray import Tray
from ui.words.reminders import reminder_line

# the screenless platform has no tray at all
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
INFUSED = datetime(2026, 1, 31, 3, tzinfo=UTC)
CLICK = QSystemTrayIcon.ActivationReason.Trigger


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


def standing(day):
    who = Enrolled("JW", protocol="trial", edition="1", dose_level="100e6", birth_year=1988)
    plan = followed(trial(), INFUSED, (INFUSED - timedelta(days=30), who))
    return reminders(plan, INFUSED + timedelta(days=day))


@pytest.fixture
def desktop(monkeypatch):
    """A desktop with a tray; what it is told."""
    told = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _self, title, text, _icon: told.append((title, text))
    )
    return told


def test_where_there_is_no_tray_nothing_happens(qtbot):
    tray = Tray()
    with qtbot.assertNotEmitted(tray.opened):
        assert not tray.tell(standing(180))
        tray.show_count(3)
        tray.close()
    assert tray._icon is None


def test_many_are_told_in_one_notification(desktop):
    tray = Tray()
    found = standing(195)
    rows = shown(found)
    assert tray.tell(found)
    assert len(desktop) == 1
    title, text = desktop[0]
    assert title == f"{len(rows)} reminders"
    lines = text.splitlines()
    assert lines == [*(reminder_line(row) for row in rows[:4]), f"and {len(rows) - 4} more"]
    tray.close()


def test_one_is_told_by_itself(desktop):
    tray = Tray()
    tray.tell(r for r in standing(188) if r.visit == "pkpd_m6")
    assert desktop == [("1 reminder", "RC-1 · Month 6 · PK/PD · Overdue for 1 day")]
    tray.close()


def test_of_one_visit_the_most_urgent_is_told(desktop):
    tray = Tray()
    tray.tell(r for r in standing(185) if r.visit == "pkpd_m6")
    assert desktop == [("1 reminder", "RC-1 · Month 6 · PK/PD · Closes in 2 days")]
    tray.close()


def test_nobody_is_told_by_more_than_the_trial_id(desktop):
    tray = Tray()
    tray.tell(r for r in standing(195) if r.visit.startswith("pkpd_m"))
    assert "RC-1" in desktop[0][1]
    assert "JW" not in " ".join(desktop[0])
    assert "1988" not in " ".join(desktop[0])
    tray.close()


def test_nothing_is_told_of_nothing(desktop):
    tray = Tray()
    assert not tray.tell(())
    assert not tray.tell(r._replace(answer="snoozed") for r in standing(180))
    assert desktop == []


def test_a_click_opens(qtbot, desktop):
    tray = Tray()
    tray.tell(standing(180))
    with qtbot.waitSignal(tray.opened):
        tray._icon.messageClicked.emit()
    with qtbot.waitSignal(tray.opened):
        tray._icon.activated.emit(CLICK)
    with qtbot.assertNotEmitted(tray.opened):
        tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    tray.close()


def test_a_desktop_without_notifications_has_them_at_the_sign(monkeypatch, desktop):
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: False))
    tray = Tray()
    assert not tray.tell(standing(180))
    assert desktop == []
    assert tray._icon.toolTip().startswith(f"{len(shown(standing(180)))} reminders")
    tray.close()


def test_the_sign_goes_when_nothing_waits(desktop):
    tray = Tray()
    tray.tell(standing(180))
    tray.show_count(2)
    assert tray._icon.toolTip() == "2 reminders"
    tray.show_count(0)
    assert not tray._icon.isVisible()
    tray.close()
