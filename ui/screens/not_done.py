"""Why a round was not done, and who is off the ward: a menu by figures, and a form for words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from bedside.chart import Chart
from bedside.facts import Admitted, NotDone, NotDoneReason
from bedside.rounds import KINDS, Kind, Round
from bedside.timeline import Draft, Entry
from ui.screens.refusal import Refusal
from ui.shown import refusal_text
from ui.typed import Unreadable, moment
from ui.widgets.form import Answer, Form, Refused
from ui.words.codes import capitalised, not_done
from ui.words.rounds import round_kind

translate = QCoreApplication.translate
REASONS: tuple[NotDoneReason, ...] = ("refused", "asleep", "procedure", "no_equipment")
"""What is recorded at once; any other reason needs words."""
_OPEN = frozenset({"late", "overdue", "due", "due_soon", "refused", "not_done", "suspended"})


def can_be_answered(found: Round) -> bool:
    """Whether something is wanted that may be said not to have been done."""
    return found.due is not None and found.state in _OPEN


def is_away(rounds: Sequence[Round]) -> bool:
    """Whether the patient is off the ward."""
    return any(found.away_since is not None for found in rounds)


def is_asked(rounds: Sequence[Round]) -> bool:
    """Whether anything is asked for of the patient at all."""
    return any(found.due is not None for found in rounds)


def back_on_ward(chart: Chart, now: datetime) -> Answer:
    """The entry that ends an absence before anything is seen: in the same bed again."""
    return (Draft(chart.patient, now, Admitted(chart.person.bed or "")),)


class NotDoneForm(Form):
    """Why a round was not done, in words, and since when."""

    def __init__(
        self,
        chart: Chart,
        kinds: Sequence[Kind],
        now: datetime,
        parent: QWidget | None = None,
        *,
        reason: NotDoneReason = "other",
    ) -> None:
        title = (
            translate("NotDoneForm", "Off the ward: {patient}")
            if reason == "off_ward"
            else translate("NotDoneForm", "Not done: {patient}")
        )
        super().__init__(
            title.format(patient=chart.patient), translate("NotDoneForm", "Record"), parent
        )
        self._chart, self._now, self._reason = chart, now, reason
        if reason != "off_ward":
            self.add_choice(
                "what",
                translate("NotDoneForm", "What"),
                [(kind, round_kind(kind)) for kind in kinds],
                chosen=kinds[0],
            )
            self.add_choice(
                "reason",
                translate("NotDoneForm", "Reason"),
                [(code, capitalised(not_done(code))) for code in (*REASONS, "other")],
                chosen=reason,
            )
        words = self.add_line("comment", translate("NotDoneForm", "In words"), long=True)
        self.add_line(
            "time",
            translate("NotDoneForm", "Since")
            if reason == "off_ward"
            else translate("NotDoneForm", "Time"),
            hint=translate("NotDoneForm", "Blank is now; -20, 0715, 21 0715."),
        )
        words.setFocus()

    def read(self) -> Answer:
        off = self._reason == "off_ward"
        reason = self._reason if off else self.text("reason")
        comment = self.text("comment")
        if reason == "other" and not comment:
            raise Refused("comment", translate("NotDoneForm", "Say why in a few words."))
        fact = NotDone("vitals" if off else self.text("what"), reason, comment)  # type: ignore[arg-type]
        return (Draft(self._chart.patient, self._at(), fact),)

    def _at(self) -> datetime:
        if not self.text("time"):
            return self._now  # to the second: after what was seen in this minute
        try:
            return moment(self.text("time"), self._now, self._chart.zone)
        except Unreadable as error:
            raise Refused("time", refusal_text(error)) from error


class NotDoneMenu(QObject):
    """Asks what was not done and why, and who leaves the ward or is back.

    ``entered`` brings the drafts. What the store refuses stays: in the form where there are
    words, else in ``refusal``, a line for the screen to place.
    """

    entered = Signal(object)

    def __init__(
        self, clock: Callable[[], datetime], parent: QWidget, *, upright: bool = False
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._over = parent
        self._form: NotDoneForm | None = None
        self.refusal = Refusal(upright=upright)
        self.refusal.entered.connect(self.entered)

    def open(self, chart: Chart, rounds: Sequence[Round], at: QPoint) -> None:
        """Open the menu for a patient at a place of the screen; a figure takes an entry."""
        menu = QMenu(self._over)
        menu.aboutToHide.connect(menu.deleteLater, Qt.ConnectionType.QueuedConnection)
        self.fill(menu, chart, rounds)
        menu.popup(at)

    def fill(self, menu: QMenu, chart: Chart, rounds: Sequence[Round]) -> None:
        """Fill a menu with what can be said of these rounds."""
        away = is_away(rounds)
        for found in rounds:
            if found.due is not None:
                self._add_kind(menu, chart, found.kind, enabled=can_be_answered(found))
        menu.addSeparator()
        if chart.person.bed is None:
            return
        if away:
            back = translate("NotDoneMenu", "&Back on the ward, bed {bed}").format(
                bed=chart.person.bed.replace("&", "&&")
            )
            menu.addAction(back, lambda: self._ask(back_on_ward(chart, self._clock())))
        elif is_asked(rounds):
            menu.addAction(
                translate("NotDoneMenu", "&Off the ward"),
                lambda: self._say(chart, "vitals", "off_ward"),
            )
            menu.addAction(
                translate("NotDoneMenu", "Off the &ward since…"),
                lambda: self._open_form(chart, KINDS, "off_ward"),
            )

    def _add_kind(self, menu: QMenu, chart: Chart, kind: Kind, *, enabled: bool) -> None:
        number = KINDS.index(kind) + 1
        under = menu.addMenu(
            translate("NotDoneMenu", "&{n}   {kind} not done").format(
                n=number, kind=round_kind(kind)
            )
        )
        under.setEnabled(enabled)
        for figure, reason in enumerate(REASONS, 1):
            words = capitalised(not_done(reason)).replace("&", "&&")
            under.addAction(f"&{figure}   {words}", partial(self._say, chart, kind, reason))
        words = translate("NotDoneMenu", "&{n}   Another reason, in words…")
        under.addAction(
            words.format(n=len(REASONS) + 1), lambda: self._open_form(chart, (kind,), "other")
        )

    def _say(self, chart: Chart, kind: Kind, reason: NotDoneReason) -> None:
        self._ask((Draft(chart.patient, self._clock(), NotDone(kind, reason)),))

    def _ask(self, drafts: Answer) -> None:
        self._drop_form()
        self.refusal.ask(drafts)

    def _open_form(self, chart: Chart, kinds: Sequence[Kind], reason: NotDoneReason) -> None:
        self._drop_form()
        form = NotDoneForm(chart, kinds, self._clock(), self._over.window(), reason=reason)
        form.entered.connect(self.entered)
        form.finished.connect(self._drop_form)
        self._form = form
        form.open()

    def _drop_form(self) -> None:
        form, self._form = self._form, None
        if form is not None:
            form.close()
            form.deleteLater()

    def form(self) -> NotDoneForm | None:
        """The form that is open."""
        return self._form

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds what was asked for."""
        self.refusal.give_up()
        if self._form is not None:
            self._form.saved(entries)

    def refused(self, message: str) -> None:
        """Nothing was saved, and why: the form says so, or the line."""
        if self._form is not None:
            self._form.refused(message)
        else:
            self.refusal.show_refusal(message)

    def give_up(self) -> None:
        """Forget what was refused: another patient is shown."""
        self.refusal.give_up()
        self._drop_form()
