"""All keys of the program, on one page."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.parts import KeyButton, card, key_chip, label

Keys = Sequence[tuple[tuple[str, ...], str]]


def all_keys() -> tuple[tuple[str, Keys], ...]:
    """Every key by where it holds: (place, ((keys, what they do), ...))."""
    translate = QCoreApplication.translate
    return (
        (
            translate("Keys", "Everywhere"),
            (
                (("Ctrl+K",), translate("Keys", "Find a patient")),
                (("Ctrl+N",), translate("Keys", "Record observations")),
                (("Ctrl+E",), translate("Keys", "Enrol a patient")),
                (("A",), translate("Keys", "Acknowledge the highest alarm")),
                (("H",), translate("Keys", "Hand the marked patient over")),
                (("F5",), translate("Keys", "Study")),
                (("F6",), translate("Keys", "Visits")),
                (("F7",), translate("Keys", "Reminders")),
                (("F8",), translate("Keys", "Alarms")),
                (("F9",), translate("Keys", "Handover")),
                (("Ctrl+U",), translate("Keys", "Say who is at the keyboard")),
                (("Ctrl+L",), translate("Keys", "Lock the screen")),
                (("Ctrl+,",), translate("Keys", "Settings")),
                (("F1",), translate("Keys", "All keys")),
                (("Esc",), translate("Keys", "Back")),
            ),
        ),
        (
            translate("Keys", "Ward"),
            (
                (("1–9",), translate("Keys", "Mark a line by its place")),
                (("↑", "↓"), translate("Keys", "Mark another line")),
                (("Enter",), translate("Keys", "Open the patient")),
                (("V",), translate("Keys", "Record observations")),
                (("I",), translate("Keys", "ICE examination")),
                (("L",), translate("Keys", "Laboratory values")),
                (("D",), translate("Keys", "Therapies")),
                (("N",), translate("Keys", "Not done, off the ward, back")),
                (("/",), translate("Keys", "Find a patient")),
            ),
        ),
        (
            translate("Keys", "Patient"),
            (
                (("V",), translate("Keys", "Record observations")),
                (("F2",), translate("Keys", "Write a note")),
                (("I",), translate("Keys", "ICE examination")),
                (("L",), translate("Keys", "Laboratory values")),
                (("D",), translate("Keys", "Therapies")),
                (("N",), translate("Keys", "Not done, off the ward, back")),
                (("E",), translate("Keys", "History")),
                (("Ctrl+1–9", "Ctrl+0"), translate("Keys", "Go to a tab")),
                (("C",), translate("Keys", "Confirm a grade (physicians)")),
                (("O",), translate("Keys", "Override a grade (physicians)")),
                (("Alt+1–4",), translate("Keys", "24 hours, 7 days, 28 days, 12 months")),
                (("Alt+5",), translate("Keys", "The points as a table")),
                (("Ctrl+V",), translate("Keys", "Paste results from a spreadsheet (laboratory)")),
                (("←", "→"), translate("Keys", "To earlier results and back (laboratory)")),
            ),
        ),
        (
            translate("Keys", "Alarms"),
            (
                (("A",), translate("Keys", "Acknowledge, with a comment")),
                (("S",), translate("Keys", "Silence for a while")),
                (("C",), translate("Keys", "Who was called")),
                (("Enter",), translate("Keys", "Open the patient")),
            ),
        ),
        (
            translate("Keys", "Handover"),
            (
                (("Enter",), translate("Keys", "Write the two lines")),
                (("Ctrl+Enter",), translate("Keys", "Hand over")),
                (("T",), translate("Keys", "Take over")),
                (("O",), translate("Keys", "Open the patient")),
                (("Ctrl+P",), translate("Keys", "Print")),
            ),
        ),
        (
            translate("Keys", "Visits"),
            (
                (("Alt+1–6",), translate("Keys", "Choose the list")),
                (("Ctrl+1–3",), translate("Keys", "List, matrix, dose levels")),
                (("Enter",), translate("Keys", "Open the visit")),
                (("M",), translate("Keys", "It did not take place, and why")),
                (("P",), translate("Keys", "Plan or move the appointment")),
                (("N",), translate("Keys", "A visit that was not planned")),
                (("W",), translate("Keys", "Why this date")),
                (("D",), translate("Keys", "Review of dose-limiting toxicities")),
                (("E",), translate("Keys", "End of the plan")),
                (("O",), translate("Keys", "Open the patient")),
            ),
        ),
        (
            translate("Keys", "Reminders"),
            (
                (("Enter",), translate("Keys", "Open the visits of the patient")),
                (("S",), translate("Keys", "Seen")),
                (("Z",), translate("Keys", "Snooze")),
                (("X",), translate("Keys", "Dismiss, with a reason")),
            ),
        ),
        (
            translate("Keys", "Study"),
            (
                (("Ctrl+1–3",), translate("Keys", "Table, curves, swimmer plot")),
                (("Enter",), translate("Keys", "The entries on which a figure rests")),
                (("←", "→"), translate("Keys", "Along a curve or a lane")),
                (("↑", "↓"), translate("Keys", "To another patient")),
            ),
        ),
        (
            translate("Keys", "Forms"),
            (
                (("Enter",), translate("Keys", "Next field; in the last one, save")),
                (("Ctrl+Enter",), translate("Keys", "Save")),
                (("R",), translate("Keys", "Refused")),
                (("X",), translate("Keys", "Not done, with a reason by its figure")),
                (("*",), translate("Keys", "The same oxygen device as last")),
                (("-20",), translate("Keys", "As a time: twenty minutes ago")),
                (("0715",), translate("Keys", "As a time: a quarter past seven")),
            ),
        ),
        (
            translate("Keys", "ICE examination"),
            (
                (("Y", "1"), translate("Keys", "The item is right")),
                (("N", "0"), translate("Keys", "The item is wrong")),
                (("U",), translate("Keys", "The item cannot be assessed, with a reason")),
                (("X",), translate("Keys", "The whole examination cannot be assessed")),
            ),
        ),
        (
            translate("Keys", "Toxicities"),
            (
                (("↑", "↓"), translate("Keys", "Another scale, with its reasons")),
                (("Enter",), translate("Keys", "Open the form of the scale")),
                (("Y", "1"), translate("Keys", "Yes, in the forms")),
                (("N", "0"), translate("Keys", "No, in the forms")),
                (("U",), translate("Keys", "Unknown, in the forms")),
                (("Esc",), translate("Keys", "Back to the reasons; what is typed waits")),
            ),
        ),
        (
            translate("Keys", "Lupus activity"),
            (
                (("Y", "1"), translate("Keys", "The item is present")),
                (("N", "0"), translate("Keys", "The item is absent")),
                (("U",), translate("Keys", "The item is unknown")),
                (("O",), translate("Keys", "Present by one of the two definitions alone")),
                (("C",), translate("Keys", "What the item is put down to")),
                (("A–E",), translate("Keys", "The BILAG letter of a system")),
            ),
        ),
        (
            translate("Keys", "Running drugs"),
            (
                (("R",), translate("Keys", "Still running")),
                (("C",), translate("Keys", "Change the rate")),
                (("S",), translate("Keys", "Stop")),
            ),
        ),
        (
            translate("Keys", "Adverse events"),
            (
                (("Enter",), translate("Keys", "Confirm what is proposed")),
                (("X",), translate("Keys", "It is no adverse event, with a reason")),
                (("1–5",), translate("Keys", "The grade, among the grades")),
                (("C",), translate("Keys", "Another grade or seriousness")),
                (("E",), translate("Keys", "It is over")),
                (("R",), translate("Keys", "The serious event was reported")),
                (("K",), translate("Keys", "Correct the event")),
            ),
        ),
        (
            translate("Keys", "History"),
            (
                (("E",), translate("Keys", "Amend the entry")),
                (("Del",), translate("Keys", "Retract the entry")),
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
