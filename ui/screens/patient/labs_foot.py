"""The row below the laboratory grid: what is said, how many values wait, and saving them."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from bedside.facts import CtcaeVersion
from ui import theme
from ui.screens.patient.forms import Said
from ui.widgets.parts import ElidedLabel, KeyButton, label


class LabsFoot(QWidget):
    """What is said of the form takes the place of the keys, which are told while nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        self.said = Said()
        row.addWidget(self.said, 1)
        self._hint = ElidedLabel(
            self.tr("Enter goes down · → earlier results · F4 units · Ctrl+V pastes · <5 or words"),
            "faint",
        )
        row.addWidget(self._hint, 1)
        self.legend = label("", "faint")
        row.addWidget(self.legend)
        self._count = label("", "second")
        row.addWidget(self._count)
        self.save_all = KeyButton("")
        self.save_all.hide()
        self.save = KeyButton(self.tr("Save"), hint="Ctrl+Enter", primary=True, main=True)
        for button in (self.save_all, self.save):
            button.setAutoDefault(False)
            row.addWidget(button)

    def refuse(self, words: str) -> None:
        """Nothing was saved, and why."""
        self.said.refuse(words)
        self._hint.hide()

    def ask(self, words: str) -> None:
        """Something is unlikely; saving again keeps it."""
        self.said.ask(words)
        self._hint.hide()

    def tell(self, words: str) -> None:
        """What was saved."""
        self.said.tell(words)
        self._hint.hide()

    def show_count(self, count: int) -> None:
        """How many values are typed."""
        self._count.setText(self.tr("{n} typed").format(n=count) if count else "")
        self._hint.setVisible(self.said.isHidden())

    def show_sets(self, count: int) -> None:
        """How many sets wait to be saved."""
        self.save_all.setVisible(count > 1)
        self.save_all.setText(self.tr("Save all {n} sets").format(n=count))
        self.save.setText(self.tr("Save this set") if count > 1 else self.tr("Save"))

    def show_version(self, version: CtcaeVersion) -> None:
        """By which version of the CTCAE the results in the grid are graded."""
        self.legend.setText(
            self.tr("Grades: CTCAE {version} · ? cannot be stated").format(version=version)
        )
