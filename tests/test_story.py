"""One patient through the real window, by keyboard: enrolled, infused, CRS to 3 and over.

Typed into the real screens, kept in a real file, by a clock that the test moves; then the
program is closed and opened again, and reads the same.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bedside.alarms import Alarm
from bedside.store import Store, verified
from tests.ui.screens.patient.keyboard import press, type_text
from tests.ui.wards import Clock, plans_of
from ui import theme
from ui.drafts import Drafts
from ui.screens.enrol import Enrol
from ui.screens.infuse import InfuseForm
from ui.settings import Settings
from ui.ward import Keeper, Ward
from ui.window import MainWindow
from ui.words import grade_title

START = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
PATIENT = "RC-021"
CTRL = Qt.KeyboardModifier.ControlModifier


class Shift:
    """The window of a ward, the clock on its wall, and hands on its keyboard."""

    def __init__(self, qtbot: QtBot, folder: Path, clock: Clock) -> None:
        self.qtbot = qtbot
        self.clock = clock
        self.path = folder / "ward.sqlite"
        self.store = Store(self.path, "here", clock.now)
        self.ward = Ward(self.store, clock, UTC)
        settings = Settings(folder)
        self.plans = plans_of(self.ward, settings, folder / "rung")
        self.window = MainWindow(
            self.ward, Drafts(folder / "drafts"), settings, self.plans, demo=False, clock=clock
        )
        self.window.resize(1280, 800)
        with qtbot.waitSignal(self.window.painted):
            self.window.show()
        with qtbot.waitActive(self.window):
            self.window.activateWindow()
        self.window.name(Keeper("Nurse A", "nurse"))

    def later(self, **length: float) -> None:
        """Time passes, and the bell rings."""
        self.clock.now += timedelta(**length)
        self.ward.refresh()

    def sit_down(self) -> None:
        """The window has the keyboard."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def screen(self):
        return self.window._patient

    @property
    def strip(self):
        self.sit_down()
        self.window.open_patient(PATIENT, "record")
        return self.screen.pane("chart").strip

    def observe(self, **typed: str) -> str:
        """Type a set into the strip and save it by keyboard; what the strip says then."""
        strip = self.strip
        for name, text in typed.items():
            strip.field(name).take_keyboard()
            type_text(text)
        press(Qt.Key.Key_Return, CTRL)
        if strip.text():  # an unusual value is asked about once
            press(Qt.Key.Key_Return, CTRL)
        assert not strip.text(), strip.said()
        return strip.said()

    def give(self, *typed: str, unit: str = "") -> None:
        """Record a drug by keyboard: its name, how much, and the unit by its figure in the list."""
        self.sit_down()
        self.window.open_patient(PATIENT, "therapies")
        pane = self.screen.pane("therapies")
        pane.begin()
        for text in typed:
            type_text(text)
        if unit:
            press(Qt.Key.Key_Space)
            menu = QApplication.activePopupWidget()
            assert menu is not None
            self.qtbot.keyClick(menu, unit)
        press(Qt.Key.Key_Return, CTRL)
        assert not pane.form.drug.text(), pane._said.text()

    def waiting(self) -> tuple[Alarm, ...]:
        """The alarms that nobody has acknowledged."""
        return self.ward.last_survey.waiting

    def crs(self) -> str:
        return grade_title("crs", self.ward.chart(PATIENT).grade("crs"))

    def picture(self) -> QImage:
        """The board as it stands on the screen, once all is read; alarms above it flash."""
        self.sit_down()
        self.qtbot.waitUntil(lambda: self.plans.is_whole)
        self.window.show_reminders()
        self.window.show_ward()
        QApplication.processEvents()
        return self.window._board.grab().toImage()

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.ward.close()


@pytest.fixture
def clock(qapp) -> Iterator[Clock]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, theme.DAY)
    yield Clock(START)
    QLocale.setDefault(before)


def enrol(shift: Shift) -> None:
    press(Qt.Key.Key_E, CTRL)
    shift.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), Enrol))
    form = QApplication.activeWindow()
    assert isinstance(form, Enrol)
    type_text(f"{PATIENT}\r\r1992\r\r58,5\r\r\r")
    type_text("N\rNCT05765006\r100 million\r")
    type_text("6\r\r")
    shift.qtbot.waitUntil(lambda: [p.patient for p in shift.ward.people()] == [PATIENT])


def infuse(shift: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    def filled(parent, chart, now, _editions):
        form = InfuseForm(chart, now, parent)
        for name, text in (("dose", "100"), ("product", "Relma-cel"), ("patient", "rc-021")):
            form.editor(name).setText(text)
        unit = form.editor("unit")
        unit.setCurrentIndex(unit.findData("cells"))
        return form.read()

    monkeypatch.setattr(InfuseForm, "ask", filled)
    shift.window.open_patient(PATIENT)
    actions = shift.screen.menu.menu().actions()
    next(action for action in actions if "cells" in action.text()).trigger()


WELL = {"temp": "36.8", "hr": "76", "bp": "118/72", "rr": "16", "spo2": "98", "device": "r"}


def test_a_patient_through_the_real_window(  # noqa: PLR0915
    qtbot: QtBot, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = Shift(qtbot, tmp_path, clock)
    enrol(shift)
    infuse(shift, monkeypatch)
    assert shift.ward.chart(PATIENT).study_day == 0
    assert shift.crs() == "CRS cannot be stated", "nothing was measured yet"

    shift.later(minutes=15)
    shift.observe(**WELL, consciousness="a")
    assert shift.crs() == "CRS grade 0"

    shift.later(hours=30)
    shift.observe(**WELL | {"temp": "38,4", "hr": "104"})
    fever = next(e for e in reversed(shift.store.log()) if e.kind == "vitals")
    assert shift.crs() == "CRS grade 1"
    assert {"fever", "crs_grade"} <= {alarm.kind for alarm in shift.waiting()}
    shift.window.show_ward()
    while shift.waiting():
        before = len(shift.waiting())
        press(Qt.Key.Key_A)
        press(Qt.Key.Key_Return)
        assert len(shift.waiting()) < before

    shift.later(minutes=30)
    shift.give("toci\r", "464\r")
    given = next(e for e in reversed(shift.store.log()) if e.kind == "drug")
    assert (given.fact.name, given.fact.dose) == ("tocilizumab", 464.0)

    shift.later(hours=4)
    said = shift.observe(**WELL | {"temp": "36.9", "bp": "84/50", "hr": "110"})
    assert shift.crs() == "CRS grade 2", "hypotension without fever, which the drug has taken"
    assert "CRS\N{NO-BREAK SPACE}2" in said

    shift.later(minutes=10)
    shift.give("norad\r", "0.06\r", unit="1")
    assert shift.crs() == "CRS grade 3"
    assert [run.drug.name for run in shift.ward.chart(PATIENT).running] == ["norepinephrine"]

    shift.later(minutes=40)
    shift.window.open_patient(PATIENT, "therapies")
    pane = shift.screen.pane("therapies")
    pane._about_run(shift.ward.chart(PATIENT).running[0], "stopped")
    press(Qt.Key.Key_Return, CTRL)
    assert shift.ward.chart(PATIENT).running == ()
    for hours in (1, 3, 12, 10):
        shift.later(hours=hours)
        shift.observe(**WELL)
    assert shift.crs() == "CRS grade 0"
    course = shift.ward.chart(PATIENT).courses["crs"]
    assert course.steps[-1].grade.ended is not None, "24 quiet hours, confirmed"

    # The fever was a typing error, somebody finds: the preview says what would change.
    shift.window.open_patient(PATIENT, "history")
    history = shift.screen.pane("history")
    history.amend(fever.id)
    amending = history.panel
    amending._editors["temp_c"].setFocus()
    amending._editors["temp_c"].selectAll()
    type_text("37.4")
    qtbot.waitUntil(lambda: "CRS" in amending.changes())
    amending.save("typo")
    assert shift.crs().startswith("CRS"), "graded anew"
    assert not any(
        step.grade.onset == fever.at for step in shift.ward.chart(PATIENT).courses["crs"].steps
    )

    before = shift.picture()
    alarms = shift.ward.last_survey.alarms
    entries = shift.store.log()
    steps = shift.ward.chart(PATIENT).courses["crs"].steps
    shift.close()
    assert verified(tmp_path / "ward.sqlite") == (len(entries), ())

    again = Shift(qtbot, tmp_path, clock)
    assert again.store.log() == entries
    assert again.ward.chart(PATIENT).courses["crs"].steps == steps
    assert again.picture() == before
    assert again.ward.last_survey.alarms == alarms
    again.close()
