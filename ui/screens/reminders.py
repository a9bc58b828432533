"""The reminders: what waits, and one key for each answer to it."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, tzinfo

from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bedside.facts import Reminded, ReminderAnswer
from bedside.reminders import Reminder, Row, answered, midnight, rows
from bedside.timeline import Entry
from ui import theme
from ui.screens.reminder_answer import AnswerBar, day_ahead
from ui.screens.reminder_lines import Column, Lines, Painted, identity, lines
from ui.shown import date_text
from ui.widgets.parts import ElidedLabel, FlowRow, KeyButton, card, label, plain_table, set_look


class RemindersPanel(QWidget):
    """All reminders that wait, the most urgent first, and those somebody has seen below them.

    Enter opens the visits of the patient, S says that somebody has seen it, Z puts it off, X
    dismisses it for a reason; several lines are answered together. Asks to record like a pane:
    ``entered``, then `saved` or `refused`.
    """

    entered = Signal(object)
    opened = Signal(str, str)
    """The patient, and the id of the visit ("" where it is about the patient)."""
    closed = Signal()

    def __init__(
        self, clock: Callable[[], datetime], zone: tzinfo, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._zone = zone
        self._reminders: tuple[Reminder, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._since: AbstractSet[str] = frozenset()
        self._asked: tuple[Row, ...] = ()
        self._sent_from: int | None = None
        self._model = Lines()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(14))
        outer.addLayout(self._make_head())
        outer.addWidget(self._make_list(), 1)
        self._bar = AnswerBar()
        self._bar.snoozed.connect(self._snooze)
        self._bar.dismissed.connect(self._dismiss)
        self._bar.left.connect(self._leave_bar)
        outer.addWidget(self._bar)
        self._said = label("", "ok", wrap=True)
        self._said.hide()
        outer.addWidget(self._said)
        self._foot = self._make_foot()
        outer.addWidget(self._foot)
        self._count_up(())

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(label(self.tr("Reminders"), "title"))
        self._summary = ElidedLabel("", "second")
        head.addWidget(self._summary, 1)
        back = KeyButton(self.tr("Back to the ward"), hint="Esc")
        back.clicked.connect(self.closed)
        head.addWidget(back)
        return head

    def _make_list(self) -> QWidget:
        frame = card(margins=(1, 1, 1, 1))
        inside = frame.layout()
        assert inside is not None
        self._table = QTableView()
        plain_table(self._table, 40)
        self._table.setModel(self._model)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._table.setAccessibleName(self.tr("Reminders"))
        self._table.setWordWrap(False)
        self._table.setItemDelegate(Painted(self._table))
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.ANSWER, QHeaderView.ResizeMode.Stretch)
        self._table.installEventFilter(self)
        self._table.doubleClicked.connect(self._open_at)
        inside.addWidget(self._table)
        self._nothing = QLabel(self.tr("Nothing waits. Reminders come up here by themselves."))
        self._nothing.setProperty("role", "second")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        inside.addWidget(self._nothing)
        return frame

    def _make_foot(self) -> QWidget:
        foot = FlowRow(8)
        self._acts = []
        for text, hint, act in (
            (self.tr("Open visits"), "Enter", self._open),
            (self.tr("Seen"), "S", self._see),
            (self.tr("Snooze…"), "Z", self._ask_snooze),
            (self.tr("Dismiss…"), "X", self._ask_dismiss),
        ):
            button = KeyButton(text, hint=hint)
            button.clicked.connect(act)
            button.setMinimumHeight(theme.px(36))
            foot.add(button)
            self._acts.append(button)
        return foot

    # --- what it shows ------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many lines nobody has answered: the number of the badge."""
        return sum(row.top.answer == "open" for row in self._rows)

    def show_reminders(
        self,
        reminders: Sequence[Reminder],
        now: datetime,  # noqa: ARG002 - every screen is told as of when it shows
        since: AbstractSet[str] | None = None,
    ) -> None:
        """Show these, all that `bedside.reminders` gives.

        ``since`` are the ringings (`Reminder.ring`) that fell due while the program was closed;
        they keep their place on top until others are named.
        """
        reminders = tuple(reminders)
        if since is not None:
            self._since = frozenset(since)
        elif reminders == self._reminders and self._sent_from is None:
            return
        self._reminders = reminders
        self._rows = rows(reminders)
        self._count_up(reminders)
        new = lines(self._rows, self._since)
        if new == self._model.lines and self._sent_from is None:
            return
        marked = {identity(row) for row in self._chosen()}
        first = self._table.currentIndex().row()
        if self._sent_from is not None:
            marked, first = set(), self._sent_from
        self._table.clearSpans()
        self._model.show(new)
        for number, line in enumerate(new):
            if isinstance(line, str):
                self._table.setSpan(number, 0, 1, len(Column))
        self._mark(marked, first)

    def _count_up(self, reminders: Sequence[Reminder]) -> None:
        seen = sum(row.top.answer == "seen" for row in self._rows)
        put_off = {
            identity(Row(r)): r.until for r in reminders if r.answer == "snoozed" and r.until
        }
        snoozed = sorted(put_off.values())
        said = [self.tr("{n} unanswered").format(n=self.count)]
        if seen:
            said.append(self.tr("{n} seen").format(n=seen))
        if snoozed:
            until = date_text(snoozed[0].astimezone(self._zone).date(), QLocale())
            said.append(self.tr("{n} snoozed, the first until {day}").format(
                n=len(snoozed), day=until
            ))  # fmt: skip
        self._summary.setText(" · ".join(said))
        self._nothing.setVisible(not self._rows)
        self._table.setVisible(bool(self._rows))
        for button in self._acts:
            button.setEnabled(bool(self._rows))

    def _mark(self, wanted: AbstractSet[tuple[str, ...]], near: int) -> None:
        """Mark these lines again; where none of them is left, the one that took their place."""
        model = self._table.selectionModel()
        rows_too = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        found = [
            number
            for number, line in enumerate(self._model.lines)
            if not isinstance(line, str) and identity(line) in wanted
        ]
        if not found:
            real = [n for n in range(len(self._model.lines)) if self._model.row(n) is not None]
            after = [n for n in real if n >= near]
            found = after[:1] or real[-1:]
        for number in found:
            model.select(self._model.index(number, 0), rows_too)
        if found:
            model.setCurrentIndex(
                self._model.index(found[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def begin(self) -> None:
        """Put the keyboard to the list."""
        (self._table if self._rows else self).setFocus()

    def _chosen(self) -> tuple[Row, ...]:
        numbers = sorted(index.row() for index in self._table.selectionModel().selectedRows())
        found = (self._model.row(number) for number in numbers)
        return tuple(row for row in found if row is not None)

    # --- what is answered ---------------------------------------------------------------------

    def _open(self) -> None:
        self._open_at(self._table.currentIndex())

    def _open_at(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row is not None:
            self.opened.emit(row.top.patient, row.top.visit)

    def _see(self) -> None:
        self._send(self._chosen(), "seen")

    def _ask_snooze(self) -> None:
        self._ask("snoozed")

    def _ask_dismiss(self) -> None:
        self._ask("dismissed")

    def _ask(self, mode: ReminderAnswer) -> None:
        """Ask on; what is answered are the lines that are marked now, as they stand now."""
        self._asked = self._chosen()
        if not self._asked:
            return
        self._said.hide()
        what = self._asked[0].top.patient
        if len(self._asked) > 1:
            what = self.tr("{n} reminders").format(n=len(self._asked))
        self._foot.hide()
        self._bar.ask(mode, what)

    def _snooze(self, typed: str) -> None:
        today = self._clock().astimezone(self._zone).date()
        day = day_ahead(typed, today)
        if day is None:
            text = self.tr("Type a number of days, or a day after today and within a year.")
            self._bar.refuse(text)
            return
        self._send(self._asked, "snoozed", until=midnight(day, self._zone))

    def _dismiss(self, reason: str) -> None:
        if not reason:
            self._bar.refuse(self.tr("Say why: it will not come back."))
            return
        self._send(self._asked, "dismissed", reason=reason)

    def _send(
        self,
        of: tuple[Row, ...],
        answer: ReminderAnswer,
        *,
        until: datetime | None = None,
        reason: str = "",
    ) -> None:
        drafts = answered(of, self._clock(), answer, until=until, reason=reason)
        if not drafts:
            return
        chosen = self._table.selectionModel().selectedRows()
        self._sent_from = min((index.row() for index in chosen), default=0)
        self.entered.emit(drafts)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds the answers: say so, and go on with the list."""
        self._sent_from = None
        self._leave_bar()
        fact = entries[0].fact if entries else None
        if isinstance(fact, Reminded):
            self._say(self._read_back(fact), "ok")

    def _read_back(self, fact: Reminded) -> str:
        match fact.answer:
            case "seen":
                return self.tr("Marked as seen.")
            case "dismissed":
                return self.tr("Dismissed: {reason}").format(reason=fact.reason)
            case "snoozed":
                assert fact.until is not None
                day = date_text(fact.until.astimezone(self._zone).date(), QLocale(), weekday=True)
                return self.tr("Snoozed until {day}.").format(day=day)

    def refused(self, message: str) -> None:
        """Nothing was saved: say so, keep what is typed."""
        self._sent_from = None
        if self._bar.isVisibleTo(self):
            self._bar.refuse(message, field=False)
        else:
            self._say(message, "refused")

    def _say(self, text: str, role: str) -> None:
        set_look(self._said, "role", role)
        self._said.setText(text)
        self._said.show()

    def _leave_bar(self) -> None:
        self._bar.hide()
        self._foot.show()
        self._asked = ()
        self.begin()

    # --- Qt -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list."""
        if (
            watched is self._table
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            acts = {
                Qt.Key.Key_Return: self._open,
                Qt.Key.Key_Enter: self._open,
                Qt.Key.Key_S: self._see,
                Qt.Key.Key_Z: self._ask_snooze,
                Qt.Key.Key_X: self._ask_dismiss,
            }
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            act = acts.get(Qt.Key(event.key()))
            if act is not None and not held:
                act()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._bar.isVisibleTo(self):
            self._leave_bar()
        else:
            self.closed.emit()
