"""The forms of toxicities: rows of one key each, and what the grade would be if saved."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.timeline import Draft, Entry
from grading.signs import Invalid
from ui import theme, words
from ui.screens.patient.forms import MomentField, Said
from ui.screens.patient.key_row import KeyRow, RowOrder, part_title
from ui.screens.patient.sheet_card import SheetCard
from ui.screens.patient.toxicities_rows import AskRow, NumberRow
from ui.shown import refusal_text
from ui.typed import Unreadable
from ui.widgets.badge import GradeBadge
from ui.widgets.parts import KeyButton, card, label

Row = AskRow | NumberRow


class Part(NamedTuple):
    """A part of a form: its title, the keys named beside it, its rows."""

    title: str
    keys: str
    rows: tuple[Row, ...]


class Preview(NamedTuple):
    """What would be if it were saved: a badge (level, at least, its text), a title, lines."""

    level: int | None
    at_least: int
    text: str | None
    title: str
    lines: tuple[str, ...] = ()
    warned: str = ""


class PreviewCard(QWidget):
    """The grade if saved: a badge, what it says, and a few lines below."""

    def __init__(self, scale: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame = card(upright=False, margins=(14, 8, 14, 8))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.badge = GradeBadge(scale, "board")
        self._title = label("", "strong", wrap=True)
        self._lines = label("", "second", wrap=True)
        self._warned = label("", "warn", wrap=True)
        said = QVBoxLayout()
        said.setSpacing(theme.px(1))
        said.addWidget(label(self.tr("if saved"), "small"))
        for line in (self._title, self._lines, self._warned):
            said.addWidget(line)
        layout = frame.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(said, 1)

    def show_preview(self, shown: Preview) -> None:
        """Show this."""
        self.badge.set_level(shown.level, shown.at_least, text_override=shown.text)
        self._title.setText(shown.title)
        lines = "\n".join(line for line in shown.lines if line)
        self._lines.setText(lines)
        self._lines.setVisible(bool(lines))
        self._warned.setText(shown.warned)
        self._warned.setVisible(bool(shown.warned))

    def texts(self) -> tuple[str, ...]:
        """What is said."""
        lines = (self._title.text(), *self._lines.text().split("\n"), self._warned.text())
        return (self.badge.text(), *(line for line in lines if line))


class LookForm(QWidget):
    """A form: its time, what would be, rows, and the buttons to save and to leave.

    ``retyped`` at every answer, ``save_asked`` on Save, ``left`` on Cancel or Escape.
    """

    retyped = Signal()
    save_asked = Signal()
    left = Signal()

    def __init__(
        self, clock: Callable[[], datetime], scale: str, title: str, parts: Sequence[Part]
    ) -> None:
        super().__init__()
        self.rows: dict[str, Row] = {row.name: row for part in parts for row in part.rows}
        self._asked: frozenset[str] = frozenset()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(label(title, "title"))
        self.time = MomentField(clock, self.tr("Time of the examination"))
        self.time.changed.connect(self._retyped)
        self.time.advanced.connect(self.begin)
        head.addWidget(self.time, 1)
        layout.addLayout(head)
        self.preview_card = PreviewCard(scale)
        layout.addWidget(self.preview_card)
        sheet = QWidget()
        self._sheet = QVBoxLayout(sheet)
        self._sheet.setContentsMargins(0, theme.px(2), 0, theme.px(6))
        self._sheet.setSpacing(0)
        for part in parts:
            self._sheet.addLayout(part_title(part.title, part.keys))
            for row in part.rows:
                self._sheet.addWidget(row)
        self._sheet.addStretch()
        self._card = SheetCard(sheet)
        layout.addWidget(self._card, 1)
        self._below = layout
        self.said = Said()
        layout.addWidget(self.said)
        layout.addLayout(self._make_foot())
        self._order = RowOrder(list[KeyRow](self.rows.values()), self)
        self._order.arrived.connect(self._card.reveal)
        self._order.passed.connect(self.end)
        for row in self.rows.values():
            row.marked.connect(self._retyped)

    def add_below(self, field: QWidget) -> None:
        """Put a field below the rows: free words."""
        self._below.insertWidget(self._below.indexOf(self._card) + 1, field)

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        leave = KeyButton(self.tr("Back to the reasons"), hint="Esc")
        leave.setAutoDefault(False)
        leave.setMinimumHeight(theme.px(44))
        leave.clicked.connect(self.left)
        foot.addWidget(leave)
        foot.addStretch()
        self.save_button = KeyButton(self.tr("Save"), hint="Ctrl+Enter", primary=True, main=True)
        self.save_button.setAutoDefault(False)
        self.save_button.clicked.connect(self.save_asked)
        foot.addWidget(self.save_button)
        return foot

    # --- answers ----------------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """What is typed and answered, as it is kept in a draft."""
        said = {"time": self.time.text()} | {name: r.text() for name, r in self.rows.items()}
        return {name: text for name, text in said.items() if text}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Show these answers and no others, without a word of change."""
        self._asked = frozenset()
        self.said.silence()
        self.time.set_text(texts.get("time", ""))
        for name, row in self.rows.items():
            row.set_text(texts.get(name, ""))

    def _retyped(self) -> None:
        self._asked = frozenset()
        self.said.silence()
        self.retyped.emit()

    # --- the keyboard -----------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard on the first row without an answer."""
        rows = [row for row in self.rows.values() if not row.isHidden()]
        self._order.go_to(next((row for row in rows if not row.text()), rows[0]))

    def end(self) -> None:
        """Put the keyboard behind the last row."""
        self.save_button.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # --- saving -----------------------------------------------------------------------------------

    def asks(self) -> bool:
        """Whether something was asked about that was not asked before; it is said."""
        question = self.time.question()
        questions = frozenset({question} if question else ())
        if self._asked.issuperset(questions):
            return False
        self._asked = questions
        self.said.ask(question)
        return True

    def problem(self) -> bool:
        """Whether something typed cannot be; it is said, and the keyboard is there."""
        if words_ := self.time.problem():
            self.said.refuse(words_)
            self.time.edit.setFocus()
            return True
        for row in self.rows.values():
            if isinstance(row, NumberRow) and (words_ := number_problem(row)):
                self.said.refuse(words_)
                self._order.go_to(row)
                return True
        return False


def number_problem(row: NumberRow) -> str:
    """Why the number of a row cannot be, in a sentence; empty where it can."""
    try:
        row.value()
    except Unreadable as error:
        return refusal_text(error)
    except Invalid as error:
        return words.invalid(error, row.measures)
    return ""


def would_be(chart: Chart, draft: Draft, now: datetime) -> Chart:
    """The chart as it would be if a draft were saved now; nothing is written."""
    entry = Entry(
        id="￿",  # sorts behind every id of the record
        origin="",
        seq=1,
        patient=chart.patient,
        at=draft.at,
        recorded=max(now, max((e.recorded for e in chart.log), default=now)),
        author="",
        role="",
        fact=draft.fact,
    )
    return chart.extended((entry,), max(now, chart.now))
