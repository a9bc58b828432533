"""What is due, why the grades stand as they do, what runs, and a physician's word on it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bedside.chart import Chart
from bedside.timeline import Draft, Entry
from ui import theme
from ui.screens.patient.cause import CauseForm, HypotensionForm
from ui.screens.patient.due_card import DueCard
from ui.screens.patient.dues import Rounds
from ui.screens.patient.grounds import Grounds, grounds, news2_items, running
from ui.screens.patient.keys import at_once
from ui.screens.patient.sign import ConfirmForm, OverrideForm
from ui.ward import Keeper
from ui.widgets.form import Answer
from ui.widgets.parts import KeyButton, label, rule, set_look


class GroundsCard(QFrame):
    """A card of reasons: level, title and detail of each, and a small line below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._shown: Grounds | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(*(theme.px(m) for m in (14, 10, 14, 10)))
        self._layout.setSpacing(theme.px(5))
        self._title = label("", "h2", wrap=True)
        self._layout.addWidget(self._title)
        self._rows: list[_Row] = []
        self._rule = rule()
        self._foot = label("", "small", wrap=True)
        self._layout.addWidget(self._rule)
        self._layout.addWidget(self._foot)

    def show_grounds(self, shown: Grounds) -> None:
        """Show these reasons; the same ones cost nothing."""
        if shown == self._shown:
            return
        self._shown = shown
        self._title.setText(shown.title)
        while len(self._rows) < len(shown.lines):
            row = _Row()
            self._layout.insertWidget(1 + len(self._rows), row)
            self._rows.append(row)
        for row, line in zip(self._rows, shown.lines, strict=False):
            row.show_line(line.mark, line.title, line.detail, line.role)
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(shown.lines))
        self._foot.setText(shown.foot)
        self._rule.setVisible(bool(shown.foot))
        self._foot.setVisible(bool(shown.foot))

    def words(self) -> str:
        """All that the card says, a line each."""
        rows = [row.words() for row in self._rows if not row.isHidden()]
        return "\n".join([self._title.text(), *rows, self._foot.text()])


class _Row(QWidget):
    """One reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = label("", "strong")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._mark.setMinimumWidth(theme.px(12))
        self._title = label("", "strong", wrap=True)
        self._detail = label("", "second", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(7))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._mark, 0, 0, 2, 1)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._detail, 1, 1)

    def show_line(self, mark: str, title: str, detail: str, role: str) -> None:
        """Show a reason: its level, what it is, and from which readings."""
        self._mark.setText(mark)
        self._mark.setVisible(bool(mark))
        self._colour(self._mark, mark)
        self._title.setText(title)
        self._title.setVisible(bool(title))
        set_look(self._title, "role", role)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

    def _colour(self, words: QLabel, mark: str) -> None:
        grades = theme.current().grades
        if mark.isdigit() and int(mark) < len(grades):
            words.setStyleSheet(f"color: {grades[int(mark)].mark}")
        else:
            words.setStyleSheet("")

    def words(self) -> str:
        """What the row says."""
        parts = (self._mark.text(), self._title.text(), self._detail.text())
        return " ".join(part for part in parts if part)


class Reasons(QWidget):
    """The column at the right of the chart; it scrolls, its buttons stay in sight.

    Only a physician confirms and overrides; for others the buttons say so.
    """

    entered = Signal(object)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._chart: Chart | None = None
        self._is_due_asked = False
        self.due = DueCard(clock)
        self.due.entered.connect(self._ask_due)
        self.cards = {name: GroundsCard() for name in ("crs", "icans", "running", "news2")}
        self._more = QPushButton(self.tr("NEWS2 items"))
        self._more.setProperty("kind", "link")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_news2)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self.due)
        for name, shown in self.cards.items():
            if name == "news2":
                column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(shown)
        column.addStretch()
        self._scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(8))
        outer.addWidget(self._scroll, 1)
        outer.addLayout(self._make_buttons())
        self.cards["news2"].hide()
        self.set_keeper(None)

    def _make_buttons(self) -> QGridLayout:
        self._why_not = label("", "small", wrap=True)
        self._why_not.setMinimumHeight(theme.px(34))
        self.confirm = KeyButton(self.tr("Confirm…"), hint="C")
        self.override = KeyButton(self.tr("Override…"), hint="O")
        self.cause = QPushButton(self.tr("Other cause…"))
        at_once(self.confirm, "C")
        at_once(self.override, "O")
        self.confirm.clicked.connect(lambda: self._ask(ConfirmForm.ask))
        self.override.clicked.connect(lambda: self._ask(OverrideForm.ask))
        menu = QMenu(self.cause)
        for text, ask in (
            (self.tr("&Cause of a finding…"), CauseForm.ask),
            (self.tr("Is this &hypotension?…"), HypotensionForm.ask),
        ):
            action = menu.addAction(text)
            action.triggered.connect(lambda _on=False, ask=ask: self._ask(ask))
        self.cause.setMenu(menu)
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        grid.addWidget(self.confirm, 0, 0)
        grid.addWidget(self.override, 0, 1)
        grid.addWidget(self.cause, 1, 0)
        grid.addWidget(self._why_not, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def hasHeightForWidth(self) -> bool:
        """Its cards scroll: it needs no height of its own."""
        return False

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds are asked for."""
        self.due.set_rounds(rounds)

    def show_chart(self, chart: Chart) -> None:
        """Show why this chart's grades stand, and what runs."""
        self._chart = chart
        self.due.show_chart(chart)
        for scale in ("crs", "icans"):
            self.cards[scale].show_grounds(grounds(chart, scale))
        self.cards["running"].show_grounds(running(chart))
        self._show_news2(self._more.isChecked())

    def _show_news2(self, shown: bool) -> None:  # noqa: FBT001
        self.cards["news2"].setVisible(shown)
        if shown and self._chart is not None:
            self.cards["news2"].show_grounds(news2_items(self._chart))

    def set_keeper(self, keeper: Keeper | None) -> None:
        """Who is at the keyboard."""
        may = keeper is not None and keeper.role == "physician"
        for button in (self.confirm, self.override, self.cause):
            button.setEnabled(may)
        self._why_not.setText("" if may else self.tr("Physicians confirm and override."))

    # --- a physician's word -------------------------------------------------------------------

    def _ask(self, ask: Callable[[QWidget, Chart, datetime], Answer | None]) -> None:
        if self._chart is None:
            return
        drafts = ask(self, self._chart, self._clock())
        if drafts:
            self._is_due_asked = False
            self.entered.emit(drafts)

    def _ask_due(self, drafts: tuple[Draft, ...]) -> None:
        self._is_due_asked = True
        self.entered.emit(drafts)

    def saved(self, entries: Sequence[Entry]) -> None:
        """What was asked for is in the record: the banner or the card shows it."""
        if self._is_due_asked:
            self.due.saved(entries)

    def refused(self, message: str) -> None:
        """Nothing was saved; say so where it was asked for."""
        if self._is_due_asked:
            self.due.refused(message)
        else:
            self._why_not.setText(message)
