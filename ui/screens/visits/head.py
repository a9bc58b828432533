"""The head of a visit's page: which visit, how it stands, its window, what of it is assumed."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bedside.follow import Standing
from ui import theme
from ui.screens.visits.rows import Row
from ui.widgets.parts import FlowRow, KeyButton, label
from ui.words.codes import dotted
from ui.words.visit_rules import assumed_text, provisional_text
from ui.words.visits import appointment_text, state_text, visit_name, window_text


class VisitHead(QWidget):
    """Name, patient and state, window and appointment, what is assumed; Close, and Why?."""

    left = Signal()
    asked_rule = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(theme.px(4))
        self._name = label("", "name", wrap=True)
        self._state = label("", "strong", wrap=True)
        self._window = label("", "second", wrap=True)
        self._assumed = label("", "small", wrap=True)
        close = KeyButton(self.tr("Close"), hint="Esc")
        close.clicked.connect(self.left)
        why = KeyButton(self.tr("Why?"), hint="W")
        why.setProperty("kind", "link")
        why.setAccessibleName(self.tr("Why this day"))
        why.clicked.connect(self.asked_rule)
        for words, button in ((self._name, close), (self._window, why)):
            button.setAutoDefault(False)
            across = QHBoxLayout()
            across.setSpacing(theme.px(8))
            across.addWidget(words, 1)
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            page.addLayout(across)
        page.insertWidget(1, self._state)
        page.addWidget(self._assumed)

    def show_row(self, row: Row | None, now: datetime) -> None:
        """Name this visit; none where there is none."""
        if row is None:
            for words in (self._name, self._state, self._window, self._assumed):
                words.setText("")
            return
        standing, today = row.standing, row.follow.day_of(now)
        self._name.setText(visit_name(standing.visit))
        self._state.setText(dotted([standing.patient, state_text(standing, today)]))
        agreed = appointment_text(standing.appointment, today)
        appointment = self.tr("appointment {day}").format(day=agreed) if agreed else ""
        self._window.setText(dotted([window_text(standing.visit, today), appointment]))
        notes = []
        if row.follow.provisional and standing.state == "future":
            notes.append(provisional_text())
        if row.follow.protocol is not None:
            notes.append(assumed_text(standing.visit, row.follow.protocol))
        said = " ".join(note for note in notes if note)
        self._assumed.setText(said)
        self._assumed.setVisible(bool(said))

    def words(self) -> str:
        """All that it says, in one text."""
        parts = (self._name, self._state, self._window, self._assumed)
        return "\n".join(part.text() for part in parts if part.text())


class Companions(FlowRow):
    """Boxes for other visits that the same day can stand for."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(4, parent)
        self.setAccessibleName(self.tr("The same day also stands for"))
        self._boxes: dict[str, QCheckBox] = {}
        self._standings: tuple[Standing, ...] = ()

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The visits that are offered."""
        return self._standings

    def offer(self, standings: tuple[Standing, ...], mine: Standing) -> None:
        """Offer these beside ``mine``; those due on its very day are chosen at first."""
        self._standings = standings
        if list(self._boxes) != [one.visit.id for one in standings]:
            before = {name: box.isChecked() for name, box in self._boxes.items()}
            self._clear()
            for one in standings:
                box = QCheckBox(self.tr("also {visit}").format(visit=visit_name(one.visit)))
                same = one.visit.target == mine.visit.target
                box.setChecked(before.get(one.visit.id, same))
                box.toggled.connect(self.changed)
                self._boxes[one.visit.id] = box
                self.add(box)
        self.setVisible(bool(self._boxes))

    def forget(self) -> None:
        """Begin anew, for another visit."""
        self._clear()
        self._standings = ()

    def _clear(self) -> None:
        for box in self._boxes.values():
            box.hide()
            box.setParent(None)
            box.deleteLater()
        self._boxes = {}

    def chosen(self) -> tuple[Standing, ...]:
        """Those of which the box is ticked."""
        return tuple(one for one in self._standings if self._boxes[one.visit.id].isChecked())
