"""Whom to call about an alarm, one after another, and the calls that are written down."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bedside.alarms import Step
from bedside.facts import Called
from bedside.survey import Survey
from ui import theme
from ui.screens.alarms.calls import CallForm
from ui.screens.alarms.list_model import Item
from ui.screens.alarms.tables import Tables
from ui.shown import moment_text
from ui.widgets.parts import label, rule, set_look
from ui.words.alarm_kinds import role
from ui.words.alarm_state import call, hours, next_to_call, rung_step
from ui.words.codes import dotted


class Section(QWidget):
    """A part of the detail under its title."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, theme.px(4), 0, 0)
        self.column.setSpacing(theme.px(6))
        self.column.addWidget(rule())
        self.column.addWidget(label(title, "h2"))


class Ladder(Section):
    """The list of those to be called at this hour, and how far the alarm has gone along it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.rungs: list[QLabel] = []
        self.next = label("", "second", wrap=True)
        self.column.addWidget(self.next)

    def show_item(self, item: Item, survey: Survey, tables: Tables, form: CallForm) -> None:
        """Show the list as of the survey, and let the form offer the same."""
        alarm, now, zone = item.alarm, survey.now, survey.zone
        ladder = tables.table(item.of).ladder
        reached = tables.steps(alarm, item.of, now, zone)
        rungs = ladder.at(now, zone)
        shown: list[tuple[Step, str]] = [
            (rung_step(rung, number, now), hours(rung)) for number, rung in enumerate(rungs, 1)
        ]
        for step in reached:  # to whom it went then, though the hour may be another's by now
            place = step.step - 1
            when = (
                shown[place][1] if place < len(shown) and shown[place][0].role == step.role else ""
            )
            shown[place : place + 1] = [(step, when)]
        asked = max(len(reached), 1)
        waits = alarm.acknowledged is not None or alarm.priority not in ladder.steps
        self._make(len(shown))
        for (step, when), told in zip(shown, self.rungs, strict=False):
            is_now = step.step == asked and not waits
            moved = self.tr("moved on at {moment}").format(
                moment=moment_text(step.due, zone, QLocale(), now)
            )
            called = self.tr("{n}. {role}").format(n=step.step, role=role(step))
            on = moved if step in reached else ""
            told.setText(dotted([called, when, on, self.tr("call now") if is_now else ""]))
            set_look(told, "role", "strong" if is_now else "")
        following = next_to_call(alarm, reached, ladder, now, zone)
        self.next.setText(following)
        self.next.setVisible(bool(following))
        form.set_roles(
            tuple((rung.role, role(rung_step(rung, 1, now))) for rung in rungs),
            shown[asked - 1][0].role if shown else "",
        )

    def _make(self, count: int) -> None:
        while len(self.rungs) < count:
            made = label("", wrap=True)
            self.column.insertWidget(2 + len(self.rungs), made)
            self.rungs.append(made)
        for number, told in enumerate(self.rungs):
            told.setVisible(number < count)


class Calls(Section):
    """The calls that are written down since the alarm rose, and the form for the next one."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.told = label("", wrap=True)
        self.column.addWidget(self.told)
        self.form = CallForm()
        self.column.addWidget(self.form)

    def show_item(self, item: Item, survey: Survey) -> None:
        """Show the calls about an alarm of a patient."""
        written = () if item.of is None else item.of.timeline
        told = [
            call(entry, survey.now, survey.zone)
            for entry in written
            if isinstance(entry.fact, Called)
            and entry.fact.alarm == item.alarm.key
            and entry.at >= item.alarm.since
        ]
        self.told.setText("\n".join(told) or self.tr("No call is written down."))
        set_look(self.told, "role", "" if told else "second")
