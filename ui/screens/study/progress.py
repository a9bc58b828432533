"""How far the patients of a study have been read, and the way to stop it."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from ui import theme
from ui.widgets.parts import card, label


class ReadingBar(QWidget):
    """A bar with a count; hidden where everybody was read."""

    cancelled = Signal()
    asked_rest = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card(upright=False, margins=(14, 6, 10, 6))
        outer.addWidget(frame)
        row = frame.layout()
        assert isinstance(row, QHBoxLayout)
        self.text = label("", "strong")
        row.addWidget(self.text)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.px(8))
        self.bar.setAccessibleName(self.tr("Patients read"))
        row.addWidget(self.bar, 1)
        self.stop = QPushButton(self.tr("Cancel"))
        self.stop.clicked.connect(self.cancelled)
        self.rest = QPushButton(self.tr("Read on"))
        self.rest.clicked.connect(self.asked_rest)
        for button in (self.stop, self.rest):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.hide()

    def show_reading(self, done: int, of: int, *, stopped: bool = False) -> None:
        """Say how many of how many were read; ``stopped``: the rest is left out."""
        self.setVisible(done < of)
        values = {"n": QLocale().toString(done), "all": QLocale().toString(of)}
        if stopped:
            text = self.tr("{n} of {all} patients read: the figures below are of these alone.")
        else:
            text = self.tr("{n} of {all} patients read")
        self.text.setText(text.format(**values))
        self.bar.setMaximum(max(1, of))
        self.bar.setValue(done)
        self.bar.setVisible(not stopped)
        self.stop.setVisible(not stopped)
        self.rest.setVisible(stopped)
