"""Alarm lines: rises of a grade that nobody has acknowledged by name, on top of every screen."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from bedside.chart import Alarm, Chart
from bedside.facts import Acknowledged
from bedside.timeline import Draft, Entry
from ui import theme, words
from ui.shown import age_text
from ui.widgets.parts import AlarmFrame, FlowRow, KeyButton, Level, label

HIGH, MEDIUM = 3, 2
"""From these grades on an alarm line is red or orange; below it is yellow."""
_COMMENT_LENGTH = 400
_BUTTON = 36
_READABLE = 360
"""The least width, in design pixels, in which an alarm is read beside its buttons."""


def level_of(alarm: Alarm) -> Level:
    """How an alarm looks."""
    after = alarm.change.after
    return "high" if after >= HIGH else "medium" if after >= MEDIUM else "low"


def ordered(charts: Sequence[Chart]) -> tuple[tuple[Alarm, Chart], ...]:
    """All alarms of the ward with their charts, the highest first, of equals the oldest."""
    pairs = [(alarm, chart) for chart in charts for alarm in chart.alarms]
    pairs.sort(key=lambda p: (-p[0].change.after, p[0].change.at, p[0].patient, p[0].scale))
    return tuple(pairs)


class _Sign(QWidget):
    """The triangle of an alarm."""

    def __init__(self, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level: Level = level
        self.setFixedSize(self.sizeHint())

    def set_level(self, level: Level) -> None:
        self._level = level
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(18), theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().alarm(self._level).mark))
        w, h = float(self.width()), float(self.height())
        painter.drawPolygon(QPolygonF([QPointF(w / 2, 1), QPointF(w, h - 2), QPointF(0, h - 2)]))


class AlarmLine(AlarmFrame):
    """One alarm: what rose and why, since when nobody has answered, and what can be done.

    Asked to acknowledge it opens a field for a comment, which may stay empty.
    """

    opened = Signal(str)
    asked_more = Signal()
    acknowledged = Signal(str)
    """With the comment; the alarm that stood there when the field was opened is `asked`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._alarm: Alarm | None = None
        self.asked: Alarm | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(8), theme.px(14), theme.px(8))
        column.setSpacing(theme.px(6))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.px(12))
        column.addLayout(self._row)
        words = QHBoxLayout()
        words.setSpacing(theme.px(12))
        self._sign = _Sign("high")
        words.addWidget(self._sign)
        self._text = label("", "strong", wrap=True)
        words.addWidget(self._text, 1)
        self._row.addLayout(words, 1)
        self._acts = FlowRow(12)
        self._row.addWidget(self._acts)
        self._more = QPushButton()
        self._more.setProperty("kind", "link")
        self._more.clicked.connect(self.asked_more)
        self._age = label("", "second")
        self._age.setMinimumHeight(theme.px(_BUTTON))
        self._open = QPushButton(self.tr("Open"))
        self._open.clicked.connect(self._ask_open)
        self._take = KeyButton(self.tr("Acknowledge"))
        self._take.clicked.connect(self.begin)
        for part in (self._more, self._age, self._open, self._take):
            self._acts.add(part)
        self._more.hide()
        self._column = column
        self._answer: QWidget | None = None
        self._comment = QLineEdit()
        self._said = label("", "refused", wrap=True)

    def _make_answer(self) -> QWidget:
        """The field for the comment; few alarms are ever answered on this line."""
        answer = QWidget()
        row = QHBoxLayout(answer)
        row.setContentsMargins(theme.px(30), 0, 0, 0)
        row.setSpacing(theme.px(12))
        self._comment.setMaxLength(_COMMENT_LENGTH)
        self._comment.setPlaceholderText(self.tr("Comment, if there is one"))
        self._comment.setAccessibleName(self.tr("Comment on the alarm"))
        self._comment.returnPressed.connect(self._send)
        row.addWidget(self._comment, 1)
        send = KeyButton(self.tr("Acknowledge by name"), hint="Enter", primary=True)
        send.clicked.connect(self._send)
        row.addWidget(send)
        leave = KeyButton(self.tr("Not now"), hint="Esc")
        leave.clicked.connect(self.leave)
        row.addWidget(leave)
        self._said.hide()
        self._column.addWidget(answer)
        self._column.addWidget(self._said)
        return answer

    def show_alarm(
        self, alarm: Alarm, chart: Chart, now: datetime, *, first: bool, private: bool
    ) -> None:
        """Show this alarm as of now.

        ``first``: the key A answers this one. ``private`` names the bed in place of the patient.
        """
        self._alarm = alarm
        self.set_level(level_of(alarm))
        self._sign.set_level(level_of(alarm))
        text = words.alarm_by_bed(alarm, chart) if private else words.alarm(alarm, chart)
        self._text.setText(text)
        age = self.tr("unacknowledged {age}").format(age=age_text(now - alarm.change.at))
        self._age.setText(age)
        self.setAccessibleName(self.tr("Alarm: {text}, {age}").format(text=text, age=age))
        self._open.setAccessibleName(self.tr("Open {patient}").format(patient=alarm.patient))
        self._open.setVisible(not private)
        self._more.setEnabled(not private)
        self._take.set_hint("A" if first else "")
        self._take.setVisible(not private and self.asked is None)
        if self._answer is not None:
            self._answer.setVisible(not private and self.asked is not None)

    def show_more(self, text: str) -> None:
        """Offer to show the other alarms, in these words; empty for none."""
        self._more.setText(text)
        self._more.setVisible(bool(text))

    def begin(self) -> None:
        """Ask for the comment."""
        if self._alarm is None:
            return
        if self._answer is None:
            self._answer = self._make_answer()
        self.asked = self._alarm
        self._take.hide()
        self._answer.show()
        self._comment.setFocus()

    def leave(self) -> None:
        """Put the comment aside; nothing is acknowledged."""
        self.asked = None
        self._comment.clear()
        self._said.hide()
        if self._answer is not None:
            self._answer.hide()
        self._take.show()

    def refuse(self, message: str) -> None:
        """Nothing was saved: say so, keep the comment."""
        self._said.setText(message)
        self._said.show()
        self._comment.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self._acts.sizeHint().width() - theme.px(_READABLE)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(beside if room > 0 else below)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_READABLE), super().minimumSizeHint().height())

    def _ask_open(self) -> None:
        if self._alarm is not None:
            self.opened.emit(self._alarm.patient)

    def _send(self) -> None:
        self._said.hide()
        self.acknowledged.emit(self._comment.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.asked is not None:
            self.leave()
        else:
            super().keyPressEvent(event)


class AlarmLines(QWidget):
    """All alarms of the ward: the highest in full, the others behind "+2 more".

    Asks to record like a pane of the patient screen: ``entered``, then `saved` or `refused`.
    """

    entered = Signal(object)
    opened = Signal(str)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._alarms: tuple[tuple[Alarm, Chart], ...] = ()
        self._lines: dict[tuple[str, str], AlarmLine] = {}
        self._asking: tuple[str, str] | None = None
        self._private = False
        self._spread = False
        self._now = clock()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(6))
        self.hide()

    @property
    def count(self) -> int:
        """How many alarms nobody has acknowledged."""
        return len(self._alarms)

    @property
    def highest(self) -> Level:
        """How the highest alarm looks; "low" where there is none."""
        return level_of(self._alarms[0][0]) if self._alarms else "low"

    def show_board(self, charts: Sequence[Chart], now: datetime) -> None:
        """Show the alarms of these charts as of now."""
        self._alarms = ordered(charts)
        self._now = now
        self._arrange()

    def set_private(self, private: bool) -> None:  # noqa: FBT001
        """Beds in place of patients, and nothing to press: behind the lock."""
        self._private = private
        self._arrange()

    def begin(self) -> None:
        """Acknowledge the highest alarm: ask for the comment."""
        if self._alarms and not self._private:
            self._lines[_key(self._alarms[0][0])].begin()

    def saved(self, entries: Sequence[Entry]) -> None:  # noqa: ARG002
        """The store has answered; the line itself goes with the next chart."""
        line = self._lines.get(self._asking) if self._asking else None
        if line is not None:
            line.leave()  # the grade has risen further meanwhile
        self._asking = None

    def refused(self, message: str) -> None:
        """Nothing was saved: say so at the line."""
        line = self._lines.get(self._asking) if self._asking else None
        if line is not None:
            line.refuse(message)

    def _made(self, key: tuple[str, str]) -> AlarmLine:
        line = AlarmLine()
        line.opened.connect(self.opened)
        line.asked_more.connect(self._toggle)
        line.acknowledged.connect(lambda comment: self._acknowledge(key, comment))
        self._lines[key] = line
        return line

    def _acknowledge(self, key: tuple[str, str], comment: str) -> None:
        alarm = self._lines[key].asked
        if alarm is None:
            return
        self._asking = key
        fact = Acknowledged(alarm.scale, alarm.change.after, comment)
        self.entered.emit((Draft(alarm.patient, self._clock(), fact),))

    def _toggle(self) -> None:
        self._spread = not self._spread
        self._arrange()

    def _arrange(self) -> None:
        """The highest line shows, the others once they are asked for, or while answered."""
        wanted = {_key(alarm): (alarm, chart) for alarm, chart in self._alarms}
        asked = {key for key, line in self._lines.items() if line.asked is not None}
        shown = [key for n, key in enumerate(wanted) if not n or self._spread or key in asked]
        for key in [key for key in self._lines if key not in shown]:
            line = self._lines.pop(key)
            line.hide()
            line.deleteLater()
        for place, key in enumerate(shown):
            line = self._lines.get(key) or self._made(key)
            line.show_alarm(*wanted[key], self._now, first=not place, private=self._private)
            line.show_more("" if place else self._more_text(len(wanted) - len(shown)))
            if self._layout.indexOf(line) != place:
                self._layout.insertWidget(place, line)
                line.show()
        self.setVisible(bool(wanted))

    def _more_text(self, hidden: int) -> str:
        if hidden:
            return self.tr("+{n} more").format(n=hidden)
        several = self._spread and len(self._alarms) > 1 and not self._private
        return self.tr("only the highest") if several else ""


def _key(alarm: Alarm) -> tuple[str, str]:
    return (alarm.patient, alarm.scale)
