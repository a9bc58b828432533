"""A desk to test at: a real store, the plans that follow from it, and a screen in front of it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from bedside.chart import Chart, chart
from bedside.facts import Fact
from bedside.follow import Follow, Standing
from bedside.store import Store
from bedside.timeline import Draft, Entry, timeline
from tests.ui.screens.visits.patients import NOW, TODAY, ZONE, follows, told
from ui.drafts import Drafts
from ui.screens.visits.screen import VisitsScreen

CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """A screen whose wishes are written down, as the main window does it.

    ``refusal``: words with which the store refuses, as long as there are any. The clock stands
    until ``now`` is moved.
    """

    def __init__(self, qtbot: Any, path: Path, *patients: tuple[str, int]) -> None:
        self._qtbot = qtbot
        self.now = NOW
        self.store = Store(path, "here", NOW)
        found = [draft for patient, ago in patients for draft in told(patient, ago)]
        self.append([draft for draft in found if draft.at <= NOW])
        self.asked: list[tuple[Draft, ...]] = []
        self.refusal = ""
        self.drafts = Drafts(None)
        self.screen = VisitsScreen(lambda: self.now, ZONE, self.drafts, self.closed, self.entry)
        self.screen.list.set_charts(self.chart)
        self.screen.entered.connect(self.record)
        qtbot.addWidget(self.screen)
        self.screen.resize(1084, 760)
        self.show()
        with qtbot.waitActive(self.screen):
            self.screen.show()
        self.screen.begin()

    @staticmethod
    def closed(day: object) -> str | None:
        """One holiday, the day after tomorrow, and weekends."""
        assert hasattr(day, "weekday")
        if day == TODAY + timedelta(days=2):
            return "Founding Day"
        return "weekend" if day.weekday() >= 5 else None

    def append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Write down."""
        return self.store.append(drafts, self.now, "Ann", "coordinator")

    def chart(self, patient: str) -> Chart:
        """The chart of a patient as of now."""
        return chart(self.store.log(patient), self.now, ZONE)

    def entry(self, patient: str, name: str) -> Entry | None:
        """An entry by its id."""
        return next((e for e in self.store.log(patient) if e.id == name), None)

    def follows(self) -> list[Follow]:
        """The plans as the record has them now."""
        return follows(list(self.store.log()), self.now)

    def show(self) -> None:
        """Show the plans as of now."""
        self.screen.show_plans(self.follows(), self.now)

    def record(self, drafts: tuple[Draft, ...]) -> None:
        """Do as the main window does when a screen asks to record."""
        self.asked.append(drafts)
        if self.refusal:
            self.screen.refused(self.refusal)
            return
        entries = self.append(drafts)
        self.show()
        self.screen.saved(entries)

    # --- looking ------------------------------------------------------------------------------

    def standing(self, patient: str, visit: str) -> Standing:
        """How a visit stands by the record."""
        of = next(f for f in self.follows() if f.patient == patient)
        return of.standing(visit, of.day_of(self.now))

    def facts(self) -> list[Fact]:
        """What was asked for last."""
        return [draft.fact for draft in self.asked[-1]]

    def said(self) -> str:
        """The line below the list."""
        return self.screen.list.said.text()

    def counting(self, patient: str) -> list[Entry]:
        """The entries that count of a patient."""
        return list(timeline(self.store.log(patient)))

    # --- the keyboard -------------------------------------------------------------------------

    def press(
        self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press keys one after another, wherever the keyboard is."""
        for key in keys:
            QTest.keyClick(self.focus(), key, held)

    def type(self, text: str) -> None:
        """Type a text."""
        QTest.keyClicks(self.focus(), text)

    def focus(self) -> QWidget:
        """What has the keyboard."""
        if QApplication.focusWidget() is None:
            self.screen.activateWindow()  # after a form has closed; what the desktop does
            self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        inside = QApplication.focusWidget()
        assert inside is not None
        return inside

    def go_to(self, patient: str, visit: str) -> None:
        """Go down the list to a visit, by the keyboard."""
        keys = self.screen.shown_visits()
        self.press(Qt.Key.Key_Home, held=CTRL)
        self.press(*([Qt.Key.Key_Down] * keys.index((patient, visit))))
        row = self.screen.list.row()
        assert row is not None
        assert row.key == (patient, visit)

    def form(self) -> Any:
        """The form that is open."""
        found = [w for w in self.screen.findChildren(QDialog) if w.isVisible()]
        assert len(found) == 1
        found[0].activateWindow()  # what the desktop does
        self._qtbot.waitUntil(found[0].isActiveWindow)
        return found[0]
