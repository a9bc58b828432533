"""What is listed of adverse events: what the record proposes, and what is on record."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bedside.adverse.log import Event, named
from bedside.adverse.proposals import Proposal
from bedside.analytes import analytes
from bedside.chart import Chart
from grading.signs import Lab
from ui import theme, words
from ui.screens.patient.forms import claims_keys
from ui.shown import age_text, day_text, moment_text
from ui.widgets.badge import GradeBadge
from ui.widgets.parts import KeyButton, label
from ui.words.adverse import (
    episode_of,
    event_action,
    event_outcome,
    graded_by,
    relations_text,
    serious_text,
)
from ui.words.codes import capitalised, dotted

translate = QCoreApplication.translate
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Row(QFrame):
    """One line with buttons, each with a letter that counts while the line has the keyboard.

    ``wanted`` brings what is to be done. Up and down go to the lines beside it.
    """

    wanted = Signal(str)
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys: dict[str, str] = {}
        self._said: list[str] = []
        self.buttons: dict[str, KeyButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(m) for m in (14, 7, 8, 7)))
        layout.setSpacing(theme.px(2))
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.px(6))
        layout.addLayout(self._head)
        self._lines = layout

    def _name(self, name: str) -> None:
        self._head.insertWidget(0, label(name, "strong", wrap=True), 1)
        self.setAccessibleName(name)

    def _badge(self, scale: str, level: int | None, at_least: int = 0) -> None:
        badge = GradeBadge(scale, "chip")
        badge.set_level(level, at_least)
        self._head.addWidget(badge)

    def _line(self, text: str, role: str = "small") -> None:
        if text:
            self._said.append(text)
            self._lines.addWidget(label(text, role, wrap=True))

    def _button(self, row: QHBoxLayout, text: str, act: str, key: str) -> None:
        button = KeyButton(text, hint=key)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setMinimumHeight(theme.px(32))
        button.clicked.connect(lambda: self.wanted.emit(act))
        row.addWidget(button)
        self.buttons[act] = button
        self._keys[key.casefold()] = act

    def said(self) -> str:
        """All that the line says."""
        return "\n".join((self.accessibleName(), *self._said))

    # --- the keyboard -------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        return claims_keys(event, "".join(k for k in self._keys if len(k) == 1)) or super().event(
            event
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._keys.get(event.text().casefold())
        if event.key() in _ENTER and not event.modifiers():
            act = next(iter(self.buttons))
        if act is not None:
            self.wanted.emit(act)
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = theme.current()
        painter = QPainter(self)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.accent_text), theme.px(2)))
            painter.drawRoundedRect(self.rect().adjusted(3, 2, -3, -2), theme.px(8), theme.px(8))
        else:
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(theme.px(14), self.height() - 1, self.width(), self.height() - 1)


class ProposalRow(Row):
    """Something that the record proposes, with both grades: ``confirm`` or ``dismiss``."""

    def __init__(self, proposal: Proposal, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.proposal = proposal
        self._name(named(proposal.term, proposal.version, proposal.specify))
        if proposal.astct is not None:
            self._badge(self.tr("ASTCT"), proposal.astct)
        if proposal.scale is not None and proposal.scale_at_least:
            self._badge(graded_by(proposal.scale), None, proposal.scale_grade or 0)
        elif proposal.scale is not None:
            self._badge(graded_by(proposal.scale), proposal.scale_grade)
        if proposal.ctcae is None:
            self._badge(self.tr("CTCAE"), None)
        elif proposal.at_least:
            self._badge(self.tr("CTCAE"), None, proposal.ctcae)
        else:
            self._badge(self.tr("CTCAE"), proposal.ctcae)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        why = self._why(chart)
        self._said.append(why)
        foot.addWidget(label(why, "small", wrap=True), 1)
        confirm = self.tr("Change …") if proposal.event else self.tr("Confirm …")
        self._button(foot, confirm, "confirm", "Enter")
        self._button(foot, self.tr("No event …"), "dismiss", "X")
        self._lines.addLayout(foot)

    def _why(self, chart: Chart) -> str:
        return dotted([_rise(self.proposal), _what(self.proposal, chart)])


def _rise(proposal: Proposal) -> str:
    return translate("Adverse", "It has risen since it was recorded") if proposal.event else ""


def _what(proposal: Proposal, chart: Chart) -> str:
    """On what a proposal rests: the episode, or the worst value."""
    values = {
        "scale": _source(proposal),
        "onset": _when(chart, proposal.onset),
        "worst": _when(chart, proposal.level_at),
    }
    if proposal.value is not None and proposal.scale is None:
        value = proposal.value
        known = analytes().get(value.analyte)
        unit = known.unit if known is not None else value.unit
        bound = "<" if value.bound == "<" else ">" if value.bound else None
        text = translate("Adverse", "{value}, {worst}; since {onset}")
        shown = words.lab(Lab(value.analyte, value.value, unit, bound))  # type: ignore[arg-type]
        return text.format(value=shown, **values)
    if proposal.end is None:
        return translate("Adverse", "{scale} since {onset}, worst {worst}").format(**values)
    values["end"] = moment_text(proposal.end, chart.zone, QLocale(), chart.now)
    return translate("Adverse", "{scale} from {onset} to {end}, worst {worst}").format(**values)


def _source(proposal: Proposal) -> str:
    if proposal.source in episode_of:
        return episode_of(proposal.source)
    return words.scale_name(proposal.source)


class EventRow(Row):
    """One adverse event: ``change``, ``end``, ``report`` where it waits for that, ``correct``."""

    def __init__(self, event: Event, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.event_ = event
        fact = event.fact
        self._name(named(fact.term, fact.version, fact.specify))
        if event.astct is not None:
            self._badge(self.tr("ASTCT"), event.astct)
        if event.scale is not None:
            self._badge(graded_by(event.scale), event.scale_grade)
        self._badge(self.tr("CTCAE"), event.grade)
        self._line(dotted([self._span(chart), self._grades(chart)]))
        special = self.tr("of special interest") if fact.aesi else ""
        action = event_action(event.action) if event.action else ""
        serious = capitalised(serious_text(event.serious))
        self._line(dotted([serious, special, relations_text(fact), action]))
        self._line(fact.comment)
        self._line(*self._clock(chart))
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        foot.addStretch()
        if event.is_open:
            self._button(foot, self.tr("Change …"), "change", "C")
            self._button(foot, self.tr("End …"), "end", "E")
        if event.awaits_report:
            self._button(foot, self.tr("Reported …"), "report", "R")
        self._button(foot, self.tr("Correct …"), "correct", "K")
        self._lines.addLayout(foot)

    def _span(self, chart: Chart) -> str:
        event = self.event_
        onset = _when(chart, event.onset)
        if event.ended is None or event.outcome is None:
            return self.tr("since {onset}, goes on").format(onset=onset)
        return self.tr("{onset} to {end}, {outcome}").format(
            onset=onset,
            end=_when(chart, event.ended),
            outcome=event_outcome(event.outcome),
        )

    def _grades(self, chart: Chart) -> str:
        """The grades over time, where there was more than one; and the version."""
        event = self.event_
        version = event.fact.version
        if len(event.grades) == 1:
            return self.tr("CTCAE {version}").format(version=version)
        steps = [
            self.tr("{grade} from {moment}").format(
                grade=graded.grade, moment=moment_text(graded.at, chart.zone, QLocale(), chart.now)
            )
            for graded in event.grades
        ]
        text = self.tr("CTCAE {version}, worst {worst}: {steps}")
        return text.format(version=version, worst=event.worst, steps=", ".join(steps))

    def _clock(self, chart: Chart) -> tuple[str, str]:
        """How the report of a serious event stands, and in which role that is said."""
        event, now = self.event_, chart.now
        clock = event.clock(now)
        if clock == "reported" and event.report is not None:
            text = self.tr("Reported to {whom}, {moment}")
            moment = moment_text(event.report.at, chart.zone, QLocale(), now)
            return text.format(whom=event.report.to, moment=moment), "ok"
        due = event.due
        if due is None or event.aware is None:
            return "", ""
        values = {
            "moment": moment_text(due, chart.zone, QLocale(), now),
            "span": age_text(abs(due - now)),
        }
        if clock == "late":
            return self.tr("To be reported, late by {span}").format(**values), "late"
        return self.tr("To be reported by {moment}, within {span}").format(**values), "warn"


def _when(chart: Chart, at: datetime) -> str:
    day = chart.day_of(at)
    moment = moment_text(at, chart.zone, QLocale(), chart.now)
    return moment if day is None else f"{day_text(day)} · {moment}"


class Rows(QWidget):
    """Rows one below the other; a row keeps the keyboard when all of them are made anew."""

    wanted = Signal(object, str)
    """The proposal or event, and what is to be done with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch()
        self.rows: dict[str, Row] = {}

    def show_rows(self, made: Mapping[str, tuple[Row, object]]) -> None:
        """Show these, by key; what is not among them goes."""
        held = next((key for key, row in self.rows.items() if row.hasFocus()), None)
        for row in self.rows.values():
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        for key, (row, thing) in made.items():
            row.wanted.connect(lambda act, thing=thing: self.wanted.emit(thing, act))
            row.moved.connect(lambda by, key=key: self._move(key, by))
            self._layout.insertWidget(len(self.rows), row)
            self.rows[key] = row
        if held is not None and held in self.rows:
            self.rows[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, key: str, by: int) -> None:
        keys: Sequence[str] = list(self.rows)
        place = keys.index(key) + by
        if 0 <= place < len(keys):
            self.rows[keys[place]].setFocus(Qt.FocusReason.TabFocusReason)
        elif by > 0:
            self.rows[key].focusNextChild()
        else:
            self.rows[key].focusPreviousChild()
