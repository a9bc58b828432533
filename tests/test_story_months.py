"""Month 2 through the real window: what rings, what is recorded, what is asked for no more."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bedside.facts import Discharged, Enrolled, Visited
from bedside.reminders import Row
from bedside.store import Store, verified
from bedside.timeline import Draft
from grading.signs import Infused
from tests.ui.screens.patient.keyboard import press
from tests.ui.wards import NOW, Clock, ago, opened_ward, plans_of
from ui import theme
from ui.drafts import Drafts
from ui.settings import Settings
from ui.ward import Keeper, Ward
from ui.window import MainWindow

PATIENT = "RC-021"
CTRL = Qt.KeyboardModifier.ControlModifier


class Monday:
    """The workstation of a coordinator; `come_back` closes the program and opens it again."""

    def __init__(self, qtbot: QtBot, folder: Path, clock: Clock) -> None:
        self.qtbot, self.folder, self.clock = qtbot, folder, clock
        self.path = folder / "ward.sqlite"
        told = [
            Draft(PATIENT, ago(days=80), Enrolled(protocol="nct05765006", edition="2023")),
            Draft(PATIENT, ago(days=60), Infused(5e7, "cells", "relma-cel")),
            Draft(PATIENT, ago(days=48), Discharged("home")),
        ]
        self.store, self.ward = opened_ward(self.path, told, clock)
        self._open()

    def _open(self) -> None:
        settings = Settings(self.folder)
        self.plans = plans_of(self.ward, settings, self.folder / "rung")
        self.window = MainWindow(
            self.ward, Drafts(None), settings, self.plans, demo=False, clock=self.clock
        )
        self.window.resize(1280, 800)
        self.window.name(Keeper("Coordinator A", "coordinator"))
        with self.qtbot.waitSignal(self.plans.read_all):
            self.window.show()
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.plans.stop()
        self.store.close()

    def come_back(self) -> None:
        self.close()
        self.store = Store(self.path, "here", self.clock.now)
        self.ward = Ward(self.store, self.clock, UTC)
        self._open()

    @property
    def news(self) -> str:
        strip = self.window._news
        return strip.text() if strip.isVisible() else ""

    def waits(self, kind: str, visit: str) -> bool:
        found = [r for r in self.plans.reminders() if (r.kind, r.visit) == (kind, visit)]
        return any(r.answer == "open" for r in found)


@pytest.fixture
def monday(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Iterator[Monday]:
    theme.apply(qapp, theme.DAY)
    here = Monday(qtbot, tmp_path, Clock())
    yield here
    here.close()


def test_month_2_from_its_reminder_to_its_record(monday: Monday) -> None:
    assert monday.news.startswith("Reminders that fell due since the program was last open:")
    assert monday.waits("due_today", "pkpd_m2")
    # F7 shows them, Enter on one opens its visit, Ctrl+Enter records it with those of the day
    press(Qt.Key.Key_F7)
    assert monday.news == ""
    panel = monday.window._months._reminders
    assert panel is not None
    for _ in panel._model.lines:
        if _marked(panel) == "pkpd_m2":
            break
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    visits = monday.window._months._visits
    assert visits is not None
    monday.qtbot.waitUntil(lambda: monday.window._pages.currentWidget() is visits)
    press(Qt.Key.Key_Return, CTRL)
    monday.qtbot.waitUntil(lambda: not monday.waits("due_today", "pkpd_m2"))
    written = [e.fact for e in monday.store.log(PATIENT) if isinstance(e.fact, Visited)]
    assert {name for fact in written for name in fact.visits} == {"pkpd_m2", "safety_m2"}
    standing = monday.plans.follow(PATIENT).standing("pkpd_m2", NOW.date())
    assert standing.state == "done"
    # opened again, nothing rings twice; a day later what was left open of it does
    monday.come_back()
    assert monday.news == ""
    monday.clock.now += timedelta(days=1)
    monday.window._tick()
    assert monday.waits("checklist_incomplete", "pkpd_m2")
    assert monday.news
    monday.store.close()
    assert verified(monday.path)[1] == ()


def _marked(panel) -> str:
    """The visit of the marked line; "" of a heading."""
    line = panel._model.lines[panel._table.currentIndex().row()]
    return line.top.visit if isinstance(line, Row) else ""
