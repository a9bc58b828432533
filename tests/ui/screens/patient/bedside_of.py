"""A pane of the patient screen on a real ward: what it asks for is recorded, and it hears of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.wards import NURSE, Clock, opened_ward
from ui.drafts import Drafts

ENTER = Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier


class Bedside:
    """A pane, the ward behind it, and all that the pane has asked for.

    While ``full`` says why, nothing is recorded and the pane hears that.
    """

    def __init__(self, qtbot, make, path, drafts, patient):
        self.qtbot = qtbot
        self.clock = Clock()
        self.drafts = Drafts(None)
        self.store, self.ward = opened_ward(path / "ward.db", drafts, self.clock)
        self.patient = patient
        self.asked = []
        self.full = ""
        self.pane = make(self.clock, self.drafts)
        qtbot.addWidget(self.pane)
        self.pane.entered.connect(self._record)
        self.ward.charted.connect(self._charted)
        self.pane.show_chart(self.ward.chart(patient))
        self.pane.resize(1100, 640)
        self.pane.show()
        self.pane.activateWindow()
        qtbot.waitUntil(self.pane.isActiveWindow)
        self.pane.begin()

    def _charted(self, chart):
        if chart.patient == self.patient:
            self.pane.show_chart(chart)

    def _record(self, drafts):
        self.asked.append(drafts)
        if self.full:
            self.pane.refused(self.full)
        else:
            self.pane.saved(self.ward.record(drafts, NURSE))

    def turn_to(self, patient):
        """Show another patient in the same pane."""
        self.patient = patient
        self.pane.show_chart(self.ward.chart(patient))

    def type(self, text):
        """Keys, one by one, to whatever has the keyboard."""
        for character in text:
            self.qtbot.keyClicks(self.keyboard(), character)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        """One key to whatever has the keyboard."""
        self.qtbot.keyClick(self.keyboard(), key, modifier)

    def save(self):
        """Ctrl+Enter."""
        self.press(ENTER, CTRL)

    def choose(self, figure):
        """A figure in the list that is open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        self.qtbot.keyClick(menu, figure)

    def options(self):
        """What the list that is open offers."""
        menu = QApplication.activePopupWidget()
        return [action.text().split(maxsplit=1)[-1] for action in menu.actions()]

    @staticmethod
    def keyboard():
        """What has the keyboard."""
        return QApplication.focusWidget()

    def close(self):
        """End of the shift."""
        self.ward.close()

    def facts(self):
        """The facts of the last thing asked for."""
        return tuple(draft.fact for draft in self.asked[-1])
