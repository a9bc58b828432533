"""What was given, the latest first, and what runs now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.series import CONFIRMED_FOR
from bedside.timeline import Entry
from grading.findings import Run
from grading.signs import Drug
from ui import theme
from ui.screens.patient.drug_text import action_text, detail_text, rate_text, shown_name
from ui.screens.patient.forms import claims_keys
from ui.shown import age_text, day_text, moment_text, span_text
from ui.widgets.parts import KeyButton, label, set_look
from ui.words.codes import dotted

Index = QModelIndex | QPersistentModelIndex
_COLUMNS = 4
_KEYS = {"s": "stopped", "c": "changed", "r": "continued"}


class GivenModel(QAbstractTableModel):
    """The drug entries of a patient, the latest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self.entries: tuple[Entry, ...] = ()

    def show_chart(self, chart: Chart) -> None:
        """Show the drugs of this chart."""
        entries = tuple(e for e in reversed(chart.timeline) if isinstance(e.fact, Drug))
        same = entries == self.entries
        self._chart = chart
        if same:
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else _COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        names = (self.tr("When"), self.tr("Drug"), self.tr("What"), self.tr("By"))
        return names[section]

    def data(self, index: Index, role: int = 0) -> Any:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        entry, chart = self.entries[index.row()], self._chart
        drug = entry.fact
        if not isinstance(drug, Drug) or chart is None:
            return None
        match index.column():
            case 0:
                return _when(chart, entry.at)
            case 1:
                return shown_name(drug.name)
            case 2:
                detail = detail_text(drug, chart.zone)
                plain = drug.action == "given" and detail
                done = "" if plain else action_text(drug.action)
                return dotted([done, detail, _why(entry)])
            case _:
                return entry.author


def _when(chart: Chart, at: datetime) -> str:
    day = chart.day_of(at)
    moment = moment_text(at, chart.zone, QLocale(), chart.now)
    return moment if day is None else f"{day_text(day)} · {moment}"


def _why(entry: Entry) -> str:
    """Why it was given although something was asked about it; empty where nothing was."""
    if entry.amends or not entry.reason:
        return ""
    return QCoreApplication.translate("Given", "reason: {reason}").format(reason=entry.reason)


class RunRow(QFrame):
    """One infusion that runs: rate, since when, last confirmed when, and what can be done.

    ``wanted`` brings the run and one of ``stopped``, ``changed``, ``continued``.
    """

    wanted = Signal(object, str)

    def __init__(self, run: Run, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(5), theme.px(8), theme.px(5))
        layout.setSpacing(theme.px(6))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(label(shown_name(run.drug.name), "strong"))
        rate = rate_text(run.drug)
        if run.drug.line:
            rate = self.tr("{rate}, line {line}").format(rate=rate, line=run.drug.line)
        head.addWidget(label(rate))
        head.addStretch()
        texts.addLayout(head)
        self._since = label("", "small")
        texts.addWidget(self._since)
        layout.addLayout(texts, 1)
        self.buttons: dict[str, KeyButton] = {}
        if run.drug.until is None:
            self._button(layout, self.tr("Still running"), "continued", "R")
            self._button(layout, self.tr("Change rate"), "changed", "C")
            self._button(layout, self.tr("Stop"), "stopped", "S")
        self.show_times(chart)
        self.setAccessibleName(
            self.tr("{drug} {rate}, running").format(drug=shown_name(run.drug.name), rate=rate)
        )

    def _button(self, layout: QHBoxLayout, words: str, action: str, key: str) -> None:
        button = KeyButton(words, hint=key)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setMinimumHeight(theme.px(34))
        button.clicked.connect(lambda: self.wanted.emit(self._run, action))
        layout.addWidget(button)
        self.buttons[action] = button

    def show_times(self, chart: Chart) -> None:
        """Show since when it runs and when it was last confirmed."""
        run, now = self._run, chart.now
        since = {
            "moment": moment_text(run.since, chart.zone, QLocale(), now),
            "age": span_text(now - run.since),
            "confirmed": age_text(now - run.at),
        }
        late = run.drug.until is None and now - run.at >= CONFIRMED_FOR
        if late:
            words = self.tr("since {moment} · {age} · not confirmed for {confirmed}")
        elif run.at > run.since:
            words = self.tr("since {moment} · {age} · confirmed {confirmed} ago")
        else:
            words = self.tr("since {moment} · {age}")
        self._since.setText(words.format(**since))
        set_look(self._since, "role", "warn" if late else "small")

    def text(self) -> str:
        """The words below the name."""
        return self._since.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = _KEYS.get(event.text().casefold())
        if action in self.buttons:
            self.wanted.emit(self._run, action)
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        return claims_keys(event, "".join(_KEYS)) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if not self.hasFocus():
            return
        colours = theme.current()
        painter = QPainter(self)
        inside = self.rect().adjusted(theme.px(2), 0, -theme.px(2), 0)
        painter.fillRect(inside, QColor(colours.accent_soft))
        inside.setWidth(theme.px(4))
        painter.fillRect(inside, QColor(colours.accent_text))


class Running(QWidget):
    """The infusions that run, one row each."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[RunRow] = []
        self._runs: Sequence[Run] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._none = label(self.tr("Nothing runs."), "faint")
        self._none.setContentsMargins(theme.px(14), 0, 0, theme.px(6))
        self._layout.addWidget(self._none)

    def show_chart(self, chart: Chart) -> None:
        """Show what runs in this patient."""
        if chart.running == self._runs:
            for row in self.rows:
                row.show_times(chart)
            return
        self._runs = chart.running
        for row in self.rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        self.rows = [RunRow(run, chart) for run in self._runs]
        for row in self.rows:
            row.wanted.connect(self.wanted)
            self._layout.addWidget(row)
        self._none.setVisible(not self.rows)
