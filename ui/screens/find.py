"""Find a patient by a part of the id, the initials or the bed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from bedside.chart import Person
from ui import theme
from ui.widgets.parts import card, label

_SHOWN = 50


def found(people: Sequence[Person], typed: str) -> tuple[Person, ...]:
    """The people whom typed text may mean, the likeliest first.

    A bed or id typed whole comes before what only begins with it, that before what contains it,
    and among equals whoever is in care before the discharged. Case and blanks do not matter.
    """
    wanted = "".join(typed.split()).casefold()

    def rank(person: Person) -> int | None:
        names = [
            "".join(name.split()).casefold()
            for name in (person.bed or "", person.patient, person.enrolled.initials)
            if name
        ]
        if wanted in names:
            return 0
        if any(name.startswith(wanted) for name in names):
            return 1
        return 2 if any(wanted in name for name in names) else None

    ranked = [(rank(person), person) for person in people]
    likely = [(order, person) for order, person in ranked if order is not None]
    likely.sort(key=lambda pair: (pair[0], pair[1].discharged, pair[1].patient))
    return tuple(person for _, person in likely)


class Find(QDialog):
    """A field and the people it may mean; Enter opens the one that is marked."""

    opened = Signal(str)
    """The id of the patient chosen."""

    def __init__(self, people: Sequence[Person], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find a patient"))
        self._people = tuple(people)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(20),) * 4)
        layout.setSpacing(theme.px(10))
        layout.addWidget(label(self.tr("Find a patient"), "name"))
        self._typed = QLineEdit()
        self._typed.setProperty("entry", "true")
        self._typed.setPlaceholderText(self.tr("Part of the id, the initials or the bed"))
        self._typed.setAccessibleName(self.tr("Part of the id, the initials or the bed"))
        self._typed.textChanged.connect(self._search)
        self._typed.returnPressed.connect(self._open)
        self._typed.installEventFilter(self)
        layout.addWidget(self._typed)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Patients found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._list.itemActivated.connect(self._open)
        self._list.itemClicked.connect(self._open)
        frame = card(margins=(1, 6, 1, 6))
        inside = frame.layout()
        assert inside is not None
        inside.addWidget(self._list)
        layout.addWidget(frame, 1)
        self._said = label("", "second")
        layout.addWidget(self._said)
        self.resize(theme.px(520), theme.px(420))
        self._search("")
        self._typed.setFocus()

    def _search(self, typed: str) -> None:
        people = found(self._people, typed)
        self._list.clear()
        for person in people[:_SHOWN]:
            item = QListWidgetItem(self._line(person))
            item.setData(Qt.ItemDataRole.UserRole, person.patient)
            self._list.addItem(item)
        if people:
            self._list.setCurrentRow(0)
        if not self._people:
            said = self.tr("There is nobody in this record yet.")
        elif not people:
            said = self.tr("Nobody here has “{typed}” in id, initials or bed.").format(typed=typed)
        else:
            said = self.tr("Enter opens · arrows choose · Esc leaves")
        self._said.setText(said)

    def _line(self, person: Person) -> str:
        name = person.patient
        if person.enrolled.initials:
            name = self.tr("{patient} ({initials})").format(
                patient=name, initials=person.enrolled.initials
            )
        if person.discharged:
            return self.tr("{patient} · discharged").format(patient=name)
        if person.bed:
            return self.tr("{patient} · bed {bed}").format(patient=name, bed=person.bed)
        return self.tr("{patient} · outpatient").format(patient=name)

    def _open(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.accept()
            self.opened.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move the mark while the field keeps the keyboard."""
        moves = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
        if (
            watched is self._typed
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in moves
        ):
            self._list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)
