"""All keys of the program, on one page."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.parts import KeyButton, card, key_chip, label

Keys = Sequence[tuple[tuple[str, ...], str]]


def all_keys() -> tuple[tuple[str, Keys], ...]:
    """Every key by where it holds: (place, ((keys, what they do), ...))."""
    tr = QCoreApplication.translate
    return (
        (
            tr("Keys", "Everywhere"),
            (
                (("Ctrl+K",), tr("Keys", "Find a patient")),
                (("Ctrl+N",), tr("Keys", "Record observations")),
                (("Ctrl+E",), tr("Keys", "Enrol a patient")),
                (("A",), tr("Keys", "Acknowledge the highest alarm")),
                (("Ctrl+U",), tr("Keys", "Say who is at the keyboard")),
                (("Ctrl+L",), tr("Keys", "Lock the screen")),
                (("Ctrl+,",), tr("Keys", "Settings")),
                (("F1",), tr("Keys", "All keys")),
                (("Esc",), tr("Keys", "Back")),
            ),
        ),
        (
            tr("Keys", "Ward"),
            (
                (("1–9",), tr("Keys", "Mark a line by its place")),
                (("↑", "↓"), tr("Keys", "Mark another line")),
                (("Enter",), tr("Keys", "Open the patient")),
                (("V",), tr("Keys", "Record observations")),
                (("I",), tr("Keys", "ICE examination")),
                (("L",), tr("Keys", "Laboratory values")),
                (("D",), tr("Keys", "Therapies")),
                (("/",), tr("Keys", "Find a patient")),
            ),
        ),
        (
            tr("Keys", "Patient"),
            (
                (("V",), tr("Keys", "Record observations")),
                (("F2",), tr("Keys", "Write a note")),
                (("I",), tr("Keys", "ICE examination")),
                (("L",), tr("Keys", "Laboratory values")),
                (("D",), tr("Keys", "Therapies")),
                (("E",), tr("Keys", "History")),
                (("Ctrl+1–5",), tr("Keys", "Go to a tab")),
                (("C",), tr("Keys", "Confirm a grade (physicians)")),
                (("O",), tr("Keys", "Override a grade (physicians)")),
                (("Alt+1–4",), tr("Keys", "24 hours, 7 days, 28 days, 12 months")),
                (("Alt+5",), tr("Keys", "The points as a table")),
            ),
        ),
        (
            tr("Keys", "Forms"),
            (
                (("Enter",), tr("Keys", "Next field; in the last one, save")),
                (("Ctrl+Enter",), tr("Keys", "Save")),
                (("R",), tr("Keys", "Refused")),
                (("X",), tr("Keys", "Not done, with a reason by its figure")),
                (("*",), tr("Keys", "The same oxygen device as last")),
                (("-20",), tr("Keys", "As a time: twenty minutes ago")),
                (("0715",), tr("Keys", "As a time: a quarter past seven")),
            ),
        ),
        (
            tr("Keys", "ICE examination"),
            (
                (("Y", "1"), tr("Keys", "The item is right")),
                (("N", "0"), tr("Keys", "The item is wrong")),
                (("U",), tr("Keys", "The item cannot be assessed, with a reason")),
                (("X",), tr("Keys", "The whole examination cannot be assessed")),
            ),
        ),
        (
            tr("Keys", "Running drugs"),
            (
                (("R",), tr("Keys", "Still running")),
                (("C",), tr("Keys", "Change the rate")),
                (("S",), tr("Keys", "Stop")),
            ),
        ),
        (
            tr("Keys", "History"),
            (
                (("E",), tr("Keys", "Amend the entry")),
                (("Del",), tr("Keys", "Retract the entry")),
            ),
        ),
    )


class KeysDialog(QDialog):
    """The keys in columns, one card a place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("All keys"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(20),) * 4)
        outer.setSpacing(theme.px(10))
        outer.addWidget(label(self.tr("All keys"), "name"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        outer.addWidget(area, 1)
        inside = QWidget()
        area.setWidget(inside)
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(theme.px(12))
        stacks = [QVBoxLayout(), QVBoxLayout()]
        for place, (title, keys) in enumerate(all_keys()):
            stacks[place % 2].addWidget(_place(title, keys))
        for stack in stacks:
            stack.setSpacing(theme.px(12))
            stack.addStretch()
            columns.addLayout(stack, 1)
        close = KeyButton(self.tr("Close"), hint="Esc")
        close.clicked.connect(self.accept)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(theme.px(860), theme.px(640))
        area.setFocus()


def _place(title: str, keys: Keys) -> QWidget:
    frame = card()
    layout = frame.layout()
    assert layout is not None
    layout.addWidget(label(title, "h2"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(14))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnStretch(1, 1)
    for row, (chips, what) in enumerate(keys):
        chip_row = QHBoxLayout()
        chip_row.setSpacing(theme.px(4))
        for chip in chips:
            chip_row.addWidget(key_chip(chip))
        chip_row.addStretch()
        grid.addLayout(chip_row, row, 0)
        grid.addWidget(label(what, wrap=True), row, 1)
    assert isinstance(layout, QVBoxLayout)
    layout.addLayout(grid)
    return frame
