"""The grades 1 to 5 of a term as buttons, each with its published wording beside it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QWidget

from grading.ctcae.term import Term
from ui import theme
from ui.screens.patient.forms import claims_keys
from ui.widgets.parts import label

GRADES = (1, 2, 3, 4, 5)


class GradeButton(QPushButton):
    """One grade; a figure typed while it has the keyboard is meant for all of them."""

    figured = Signal(int)
    advanced = Signal()

    def event(self, event: QEvent) -> bool:
        return claims_keys(event, "12345") or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in {str(grade) for grade in GRADES}:
            self.figured.emit(int(event.text()))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.advanced.emit()
        else:
            super().keyPressEvent(event)


class GradeButtons(QWidget):
    """The grades of a term. None is chosen at first, and one that is not printed cannot be.

    ``retyped`` when another one is chosen, ``advanced`` on Enter.
    """

    retyped = Signal()
    advanced = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._wordings: dict[int, QLabel] = {}
        self.buttons: dict[int, GradeButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        for row, grade in enumerate(GRADES):
            button = GradeButton(str(grade))
            button.setProperty("kind", "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setMinimumHeight(theme.px(32))
            button.setFixedWidth(theme.px(64))
            button.figured.connect(self._figured)
            button.advanced.connect(self.advanced)
            button.clicked.connect(self.retyped)
            self._group.addButton(button, grade)
            self.buttons[grade] = button
            self._wordings[grade] = label("", "small", wrap=True)
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._wordings[grade], row, 1, Qt.AlignmentFlag.AlignVCenter)
        self.show_term(None)

    def show_term(self, term: Term | None) -> None:
        """Show what is printed for each grade of a term; a choice it has not is taken back."""
        for grade in GRADES:
            printed = None if term is None else term.wording[grade - 1]
            button, wording = self.buttons[grade], self._wordings[grade]
            button.setEnabled(printed is not None)
            missing = self.tr("no such grade") if term is not None else ""
            wording.setText(printed or missing)
            spoken = self.tr("Grade {grade}: {wording}")
            button.setAccessibleName(spoken.format(grade=grade, wording=wording.text()))
            if printed is None and button.isChecked():
                self.set_grade(None)

    def wording(self, grade: int) -> str:
        """What stands beside a grade."""
        return self._wordings[grade].text()

    def grade(self) -> int | None:
        """The grade chosen, or None."""
        chosen = self._group.checkedId()
        return chosen if chosen > 0 else None

    def set_grade(self, grade: int | None) -> None:
        """Choose a grade, or none, without a word of change; one that is not printed is none."""
        self._group.setExclusive(False)
        for one, button in self.buttons.items():
            button.setChecked(one == grade and button.isEnabled())
        self._group.setExclusive(True)

    def _figured(self, grade: int) -> None:
        button = self.buttons[grade]
        if button.isEnabled():
            self.set_grade(grade)
            button.setFocus(Qt.FocusReason.TabFocusReason)
            self.retyped.emit()

    def begin(self) -> None:
        """Put the keyboard on the grade chosen, else on the first that there is."""
        chosen = self.grade()
        first = next((b for b in self.buttons.values() if b.isEnabled()), None)
        button = self.buttons[chosen] if chosen is not None else first
        if button is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)
