"""What is asked about a visit or a plan in a small form, and the facts that are made of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from bedside import appointments
from bedside.appointments import WEEKEND, Closed, agreement, appointed, proposal
from bedside.chart import Chart
from bedside.dlt import assessed
from bedside.facts import Deviation, DltReviewed, Ended, Fact, Omitted, Visited
from bedside.follow import Follow
from bedside.protocol.edition import Protocol
from bedside.timeline import Draft
from grading.signs import Invalid
from ui import theme
from ui.screens.visits.rows import Row
from ui.screens.visits.typed_day import near_day, visit_moment
from ui.shown import date_text, refusal_text
from ui.typed import Unreadable, moment
from ui.widgets.form import Answer, Asked, Form, Refused
from ui.widgets.parts import label
from ui.words.adverse import event_line
from ui.words.codes import capitalised
from ui.words.dlt import judged_text
from ui.words.trial import end_cause
from ui.words.visits import (
    agreed_text,
    deviation_text,
    dlt_text,
    ended_text,
    is_overdue,
    outside_text,
    visit_name,
    window_text,
)

_SHOWN = 440
UNSCHEDULED = "unscheduled"
"""Stands in ``Visited.visits`` where somebody says that a visit was none of the plan's."""
translate = QCoreApplication.translate


def _title(text: str, row: Row) -> str:
    return text.format(patient=row.standing.patient, visit=visit_name(row.standing.visit))


def refusal(act: str, row: Row, today: date) -> str:
    """Why something cannot be done about a visit or a plan, in a sentence; empty if it can be."""
    standing, follow = row.standing, row.follow
    waits = standing.on is None and standing.state != "not_applicable"
    status = follow.dlt(today)
    words = ""
    if act == "missed" and standing.on is not None:
        words = translate("VisitForm", "{visit} took place: retract that in the history first.")
    elif act == "missed" and (
        not waits or (standing.state == "missed" and not is_overdue(standing))
    ):
        words = translate("VisitForm", "{visit} is accounted for already.")
    elif act == "appointment" and (not waits or standing.why):
        words = translate("VisitForm", "{visit} does not wait for anybody any more.")
    elif act == "dlt" and status.state == "none":
        words = translate("VisitForm", "There is no infusion, so nothing to review.")
    elif act == "dlt" and status.state == "in_window":
        words = translate("VisitForm", "{dlt}: it is reviewed after that.")
    elif act == "end" and follow.ended is not None:
        return ended_text(*follow.ended)
    return words.format(visit=visit_name(standing.visit), dlt=dlt_text(status, today))


class MissedForm(Form):
    """A visit did not take place: why, and the deviation that is written down with it."""

    def __init__(self, row: Row, now: datetime, parent: QWidget | None = None) -> None:
        title = translate("VisitForm", "{patient} · {visit} was missed")
        super().__init__(_title(title, row), translate("VisitForm", "Save as missed"), parent)
        self.setMinimumWidth(min(theme.px(700), 940))
        self._row, self._now = row, now
        self._today = row.follow.day_of(now)
        self.say(
            translate("VisitForm", "Due {window}.").format(
                window=window_text(row.standing.visit, self._today)
            )
        )
        self._reason = self._line("reason", translate("VisitForm", "Reason"))
        self._deviation = self._line("deviation", translate("VisitForm", "Deviation"))
        self._deviation.setText(deviation_text(row.standing, self._today))
        self._deviation.setCursorPosition(0)
        self._own = False
        self._reason.textEdited.connect(self._reword)
        self._deviation.textEdited.connect(self._keep)

    def _line(self, name: str, caption: str) -> QLineEdit:
        return self.add_line(name, caption, long=True)

    def _keep(self) -> None:
        self._own = True

    def _reword(self, reason: str) -> None:
        if not self._own:
            said = deviation_text(self._row.standing, self._today, " ".join(reason.split()))
            self._deviation.setText(said)
            self._deviation.setCursorPosition(0)

    def read(self) -> Answer:
        visit = self._row.standing.visit.id
        for name, words in (
            ("reason", translate("VisitForm", "Say why the visit did not take place.")),
            ("deviation", translate("VisitForm", "Say what is to be written down about it.")),
        ):
            if not self.text(name):
                raise Refused(name, words)
        return _drafts(
            self._row.follow,
            self._now,
            Omitted(visit, reason=self.text("reason")),
            Deviation("missed", self.text("deviation"), visit),
        )


def _drafts(follow: Follow, at: datetime, *facts: Fact) -> Answer:
    return tuple(Draft(follow.patient, at, fact) for fact in facts)


class AppointmentForm(Form):
    """On which day the patient is asked to come; a new day, or none, needs a reason.

    The day suggested is the working day of the window nearest to the target. Any other day may be
    agreed; one that is outside of the window or not worked is asked about once.
    """

    def __init__(
        self, row: Row, closed: Closed, now: datetime, parent: QWidget | None = None
    ) -> None:
        agreed = agreement(row.standing)
        self._before = None if agreed is None else agreed.on
        title = (
            translate("VisitForm", "{patient} · appointment for {visit}")
            if agreed is None
            else translate("VisitForm", "{patient} · move the appointment for {visit}")
        )
        super().__init__(_title(title, row), translate("VisitForm", "Save"), parent)
        self._row, self._closed, self._now = row, closed, now
        self._today = row.follow.day_of(now)
        self._asked: date | None = None
        suggested = proposal(row.standing.visit, closed, self._today)
        for words in self._words(suggested):
            self.say(words)
        if agreed is not None and agreed.on is not None:
            said = agreed_text(agreed.on, agreed.clock, self._today)
            self.say(translate("VisitForm", "Agreed until now: {day}.").format(day=said))
        day = self.add_line(
            "day",
            translate("VisitForm", "Day"),
            text=_iso(self._before or (suggested.on if suggested.free else None)),
            hint=translate("VisitForm", "As 25.11. or +3; blank cancels the appointment."),
        )
        day.selectAll()
        clock = "" if agreed is None or agreed.clock is None else f"{agreed.clock:%H:%M}"
        self.add_line(
            "clock",
            translate("VisitForm", "Time of day"),
            text=clock,
            hint=translate("VisitForm", "As 0930; may stay blank."),
        )
        hint = "" if agreed is None else translate("VisitForm", "Needed, since a day was agreed.")
        self.add_line("reason", translate("VisitForm", "Reason"), hint=hint, long=True)

    def _words(self, suggested: appointments.Proposal) -> tuple[str, str]:
        visit = self._row.standing.visit
        window = translate("VisitForm", "Target and window: {window}.").format(
            window=window_text(visit, self._today)
        )
        if not suggested.free:
            text = translate("VisitForm", "No working day of the window is left.")
        elif suggested.why == WEEKEND:
            text = translate("VisitForm", "Suggested: {day}, since the target is of a weekend.")
        elif suggested.why == appointments.PAST:
            text = translate("VisitForm", "Suggested: {day}, since the target has passed.")
        elif suggested.why:
            text = translate("VisitForm", "Suggested: {day}, since the target is {holiday}.")
        else:
            text = translate("VisitForm", "Suggested: {day}, the target.")
        day = agreed_text(suggested.on, None, self._today)
        return window, text.format(day=day, holiday=suggested.why)

    def read(self) -> Answer:
        on = self._day()
        clock = self._clock() if on is not None else None
        if on is None and self._before is None:
            raise Refused("day", translate("VisitForm", "Say which day."))
        self._warn(on)
        follow, visit = self._row.follow, self._row.standing.visit
        try:
            return (appointed(follow, visit, on, clock, self.text("reason"), self._now).draft,)
        except Invalid as error:
            words = translate("VisitForm", "Say why the appointment is moved or cancelled.")
            raise Refused("reason", words) from error

    def _day(self) -> date | None:
        try:
            return near_day(self.text("day"), self._today)
        except Unreadable as error:
            raise Refused("day", refusal_text(error)) from error

    def _clock(self) -> time | None:
        text = self.text("clock")
        if not text:
            return None
        try:
            # of a day long past, so that no time of day lies ahead or is skipped by the clocks
            read = moment(f"2001-01-01 {text}", self._now.astimezone(UTC), UTC)
        except Unreadable as error:
            raise Refused("clock", refusal_text(Unreadable(error.code, text))) from error
        return read.time()

    def _warn(self, on: date | None) -> None:
        """Ask once about a day that is unlikely."""
        if on is None or on == self._asked:
            return
        if on < self._today:
            raise Refused("day", translate("VisitForm", "That day has passed."))
        said = outside_text(self._row.standing.visit, on, self._today)
        why = self._closed(on)
        if why == WEEKEND:
            said = said or translate("VisitForm", "{day} is of a weekend.")
        elif why:
            said = said or translate("VisitForm", "{day} is {holiday}.")
        if said:
            self._asked = on
            text = translate("VisitForm", "{said} Press Enter again to keep it.")
            day = agreed_text(on, None, self._today)
            raise Asked("day", text.format(said=said.format(day=day, holiday=why)))


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


class UnscheduledForm(Form):
    """A visit took place that the plan does not ask for."""

    def __init__(self, follow: Follow, now: datetime, parent: QWidget | None = None) -> None:
        title = translate("VisitForm", "{patient} · unscheduled visit")
        super().__init__(
            title.format(patient=follow.patient), translate("VisitForm", "Save"), parent
        )
        self._follow, self._now = follow, now
        self.say(translate("VisitForm", "It takes the place of no visit of the plan."))
        self.add_line(
            "day",
            translate("VisitForm", "Took place"),
            hint=translate("VisitForm", "Blank is now; as 12.11., 12.11. 0930, or 0930 of today."),
        )
        self.add_line("why", translate("VisitForm", "Why"), long=True)

    def read(self) -> Answer:
        at = _typed(self, "day", lambda text: visit_moment(text, self._now, self._follow.zone))
        return _drafts(self._follow, at, Visited((UNSCHEDULED,), self.text("why")))


def _typed(form: Form, name: str, read: Callable[[str], datetime]) -> datetime:
    try:
        return read(form.text(name))
    except Unreadable as error:
        raise Refused(name, refusal_text(error)) from error


class DltForm(Form):
    """Somebody looked at the window of dose-limiting toxicities: how many there were.

    With a chart each definition says what the record shows of it; the count is the person's.
    What is said scrolls above the fields, however many events there are.
    """

    def __init__(
        self,
        follow: Follow,
        now: datetime,
        parent: QWidget | None = None,
        chart: Chart | None = None,
    ) -> None:
        title = translate("VisitForm", "{patient} · DLT review")
        super().__init__(
            title.format(patient=follow.patient), translate("VisitForm", "Save review"), parent
        )
        width = min(theme.px(700), 940)
        self.setMinimumWidth(width)
        self._follow, self._now = follow, now
        self._shown = QWidget()
        lines = self._lines = QVBoxLayout(self._shown)
        lines.setContentsMargins(0, 0, theme.px(14), 0)
        lines.setSpacing(theme.px(6))
        today = follow.day_of(now)
        self.say(dlt_text(follow.dlt(today), today))
        protocol = follow.protocol
        if protocol is not None and protocol.dlt.template:
            if not protocol.dlt.in_force:
                words = translate(
                    "VisitForm", "Usual definitions, not adopted by the trial (assumed):"
                )
                self.say(words, "warn")
            self._say_definitions(protocol, chart)
        self._say_events()
        lines.addStretch()
        self._add_shown(width - 2 * theme.px(20))
        self.add_line(
            "dlts",
            translate("VisitForm", "Dose-limiting toxicities"),
            hint=translate("VisitForm", "How many; 0 for none."),
        )
        self.add_line("comment", translate("VisitForm", "Comment"), long=True)
        self.editor("dlts").setFocus()

    def say(self, words: str, role: str = "second") -> QLabel:
        """Words in the part that scrolls."""
        made = label(words, role, wrap=True)
        self._lines.addWidget(made)
        return made

    def _add_shown(self, width: int) -> None:
        scroll = self.area = QScrollArea()
        scroll.setAccessibleName(translate("VisitForm", "What the record shows of the window"))
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._shown)
        self.add_widget(scroll)
        self.ensurePolished()
        needed = self._lines.totalHeightForWidth(width)
        scroll.setMinimumHeight(min(needed, theme.px(_SHOWN), self.screen().size().height() // 2))

    def _say_definitions(self, protocol: Protocol, chart: Chart | None) -> None:
        if chart is None:
            for words in protocol.dlt.template:
                self.say(f"· {words}", "small")
            return
        for definition in assessed(chart, protocol):
            self.say(f"· {definition.text}", "second")
            role = "small" if definition.judged.met is False else "warn"
            self.say(judged_text(definition.judged, chart.zone), role)

    def _say_events(self) -> None:
        """The adverse events of the window: which of them is dose-limiting a person decides."""
        found = self._follow.in_dlt_window()
        if not found:
            words = translate(
                "VisitForm",
                "No adverse event of grade 3 or more, or of special interest, is recorded in it.",
            )
            self.say(words, "second")
            return
        self.say(translate("VisitForm", "Adverse events in the window, to be looked at:"), "label")
        for event in found:
            self.say(f"· {event_line(event, self._follow.zone)}", "small")

    def read(self) -> Answer:
        dlts = self.whole("dlts")
        if dlts is None:
            raise Refused("dlts", translate("VisitForm", "Say how many; 0 for none."))
        try:
            fact = DltReviewed(dlts, self.text("comment"))
        except Invalid as error:
            raise Refused("dlts", translate("VisitForm", "From 0 to 99.")) from error
        return _drafts(self._follow, self._now, fact)


class EndForm(Form):
    """The plan of a patient ends: on which day, and why."""

    def __init__(self, follow: Follow, now: datetime, parent: QWidget | None = None) -> None:
        title = translate("VisitForm", "{patient} · end of the plan")
        super().__init__(
            title.format(patient=follow.patient), translate("VisitForm", "End the plan"), parent
        )
        self._follow, self._now = follow, now
        self.say(
            translate(
                "VisitForm",
                "Visits that are not done by that day are not asked for any more. Only after"
                " month 12 is completed does the long-term register go on.",
            )
        )
        self.add_choice(
            "cause",
            translate("VisitForm", "Why"),
            [(code, capitalised(end_cause(code))) for code in end_cause.codes],
        )
        self.add_line(
            "day",
            translate("VisitForm", "On"),
            hint=translate("VisitForm", "Blank is today; as 12.11. or 2026-11-12."),
        )
        self.add_line("comment", translate("VisitForm", "Comment"), long=True)

    def read(self) -> Answer:
        cause = self.text("cause")
        if not cause:
            raise Refused("cause", translate("VisitForm", "Choose why the plan ends."))
        at = _typed(self, "day", lambda text: visit_moment(text, self._now, self._follow.zone))
        if cause == "other" and not self.text("comment"):
            raise Refused("comment", translate("VisitForm", "Say which cause."))
        infused = self._follow.infused
        if infused is not None and at < infused and cause == "completed":
            day = date_text(self._follow.day_of(infused), QLocale())
            words = translate("VisitForm", "The cells were given later, on {day}.")
            raise Refused("day", words.format(day=day))
        fact = Ended(cause, self.text("comment"))  # type: ignore[arg-type]
        return _drafts(self._follow, at, fact)
