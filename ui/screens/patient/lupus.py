"""Lupus activity of a patient: the form of one assessment, and the assessments over time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside.activity import asked_day, assessments, evidence
from bedside.adverse.laboratory import Limits
from bedside.chart import Chart
from bedside.drug_clock import steroids
from bedside.facts import LupusTreatment
from bedside.follow import Editions
from bedside.protocol.edition import Protocol
from bedside.ranges import NO_RANGES, Ranges
from bedside.timeline import Draft, Entry
from grading.scores.bilag import CODINGS, Bilag, numeric
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import (
    ASKED_UNTIL_DAY,
    VARIANTS,
    Offer,
    Score,
    Sledai,
    Variant,
    cause_needed,
    score,
)
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.forms import Chosen, MomentField
from ui.screens.patient.keys import on_ctrl_enter
from ui.screens.patient.lupus_sheet import LupusSheet
from ui.screens.patient.lupus_side import PgaCard, TotalsCard
from ui.screens.patient.lupus_table import Assessments
from ui.screens.patient.lupus_words import evidence_text
from ui.screens.patient.sheet_card import SheetCard, SideColumn
from ui.shown import clock_text, date_text, quantity_text
from ui.typed import Unreadable
from ui.widgets.choice import Option
from ui.widgets.parts import KeyButton, label
from ui.words import lupus, sledai
from ui.words.measures import decimals_of

_SIDE = 340
_WINDOWS = ("10", "28", "30")


class LupusPane(QWidget):
    """PGA first, then 24 items, nine letters and the treatment; no answer by default.

    ``entered`` brings a ``Pga``, ``Sledai``, ``Bilag``, ``LupusTreatment`` and ``BeyondSledai``
    with what was answered, of one moment; a form of which nothing was answered is left out.
    """

    entered = Signal(object)

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._chart: Chart | None = None
        self._ranges: Ranges = NO_RANGES
        self._editions: Editions | None = None
        self._told = False
        """Whether the PGA was told, so that the totals may be shown."""
        self._asked: frozenset[str] = frozenset()
        self._offers: dict[str, Offer] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(10))
        above = QHBoxLayout()
        above.setSpacing(theme.px(14))
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        left.addLayout(self._make_head())
        left.addWidget(self._make_sheet(), 1)
        above.addLayout(left, 1)
        above.addWidget(self._make_side())
        outer.addLayout(above, 3)
        self.over_time = Assessments()
        outer.addWidget(self.over_time, 2)
        on_ctrl_enter(self, self.save)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(label(self.tr("Lupus activity"), "title"))
        self.time = MomentField(self._clock, self.tr("Time of the assessment"))
        self.time.changed.connect(self._moved)
        self.time.advanced.connect(self.begin)
        row.addWidget(self.time, 1)
        days = {code: self.tr("{n} days before").format(n=code) for code in _WINDOWS}
        self.window_days = Chosen(
            self.tr("Days that count"),
            tuple(Option(code, words) for code, words in days.items()),
            unchosen=self.tr("Days that count"),
        )
        self.window_days.setFixedWidth(theme.px(190))
        self.window_days.setToolTip(
            self.tr("How many days before the visit count, by the protocol; 10 in print.")
        )
        self.window_days.retyped.connect(self._moved)
        row.addWidget(self.window_days)
        return row

    def _make_sheet(self) -> SheetCard:
        self.sheet = LupusSheet()
        frame = SheetCard(self.sheet)
        self.sheet.retyped.connect(self._retyped)
        self.sheet.arrived.connect(lambda row: frame.reveal(row, 30))
        return frame

    def _make_side(self) -> SideColumn:
        self.pga = PgaCard()
        self.totals = TotalsCard()
        self.pga.retyped.connect(self._pga_retyped)
        self.pga.judged.connect(self._pga_told)
        self.pga.advanced.connect(self._begin_sheet)
        side = SideColumn((self.pga, self.totals), _SIDE)
        self._said = side.said
        self.save_button = KeyButton(self.tr("Save"), hint="Ctrl+Enter", primary=True, main=True)
        self.save_button.setAutoDefault(False)
        self.save_button.clicked.connect(self.save)
        side.foot.addWidget(self.save_button)
        self.sheet.finished.connect(
            partial(self.save_button.setFocus, Qt.FocusReason.TabFocusReason)
        )
        return side

    def set_ranges(self, ranges: Ranges) -> None:
        """What is normal in which laboratory: complement and antibodies are read by it."""
        self._ranges = ranges
        if self._chart is not None:
            self._show_by_protocol(self._chart)

    def set_editions(self, editions: Editions) -> None:
        """Where the editions are found: they may say how far a SLEDAI looks back."""
        self._editions = editions
        if self._chart is not None:
            self._show_by_protocol(self._chart)

    def _protocol(self) -> Protocol | None:
        if self._chart is None or self._editions is None:
            return None
        enrolled = self._chart.person.enrolled
        return self._editions(enrolled.protocol, enrolled.edition)

    def _proteinuria(self) -> Variant | None:
        protocol = self._protocol()
        return None if protocol is None else protocol.selena_proteinuria

    def _show_by_protocol(self, chart: Chart) -> None:
        """What depends on the edition and the laboratory beside the record."""
        protocol = self._protocol()
        days = None if protocol is None else protocol.sledai_window_days
        self.window_days.set_unchosen(
            self.tr("Days that count")
            if days is None
            else self.tr("{n} days, by protocol").format(n=days)
        )
        self.over_time.show_chart(chart, self._limits(chart), self._proteinuria())
        self._show_record(chart)

    def _limits(self, chart: Chart) -> Limits:
        return self._ranges.limits(chart.person.enrolled.sex)

    # --- what is shown --------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this patient; what was typed for another one waits in the drafts."""
        other = self._chart is None or self._chart.patient != chart.patient
        same_log = not other and self._chart is not None and self._chart.log == chart.log
        self._chart = chart
        if other:
            self._said.silence()
            self._put_back(self._drafts.get(chart.patient, "lupus"))
        self.time.refresh(chart.zone)
        if other or not same_log:
            self._show_last(chart)
            self._show_by_protocol(chart)
        self._show_totals()

    def _put_back(self, text: dict[str, str]) -> None:
        self._asked = frozenset()
        self.time.set_text(text.get("time", ""))
        self.window_days.set_text(text.get("window", ""))
        self.pga.set_text(text.get("pga", ""))
        self._told = self.pga.is_judged()
        self.sheet.set_texts(text)

    def _show_last(self, chart: Chart) -> None:
        """The judgements of the last assessment, in grey; they are never filled in."""
        visits = assessments(chart)
        pga = next((v for v in reversed(visits) if v.pga is not None), None)
        said = ""
        if pga is not None and pga.pga is not None:
            said = self.tr("last {value} on {day}").format(
                value=lupus.decimal_text(pga.pga.value), day=date_text(pga.day, QLocale())
            )
        self.pga.show_last(said)
        form = next((v for v in reversed(visits) if v.sledai is not None), None)
        answers = form.sledai.answers if form is not None and form.sledai is not None else {}
        for item, row in self.sheet.items.items():
            there = form is not None and answers.get(item) not in {None, "no"}
            row.show_last(
                self.tr("last: present, {day}").format(day=date_text(form.day, QLocale()))
                if form is not None and there
                else ""
            )
        told = next((v for v in reversed(visits) if v.bilag is not None), None)
        letters = told.bilag.letters if told is not None and told.bilag is not None else {}
        for system, letter_row in self.sheet.letters.items():
            letter = letters.get(system)
            letter_row.show_last(
                self.tr("last: {letter}, {day}").format(
                    letter=lupus.letter(letter), day=date_text(told.day, QLocale())
                )
                if told is not None and letter is not None
                else ""
            )

    def _show_record(self, chart: Chart) -> None:
        """What the record holds of items and of steroids, beside the questions."""
        at = self._moment()
        found = evidence(chart, at, self._window(), self._limits(chart))
        self._offers = {item: one.offer for item, one in found.items() if one.offer is not None}
        for item, row in self.sheet.items.items():
            row.show_evidence(evidence_text(found[item], chart) if item in found else "")
        day = self._asked_day(chart, at)
        self.sheet.set_asked(asked=day is not None and 0 <= day <= ASKED_UNTIL_DAY)
        mg = steroids(chart, at).pred_equiv_mg_24h
        self.sheet.treatment.show_given(
            self.tr("In the record, last 24 h: {mg} mg as prednisolone.").format(
                mg=quantity_text(mg, decimals_of(mg, 1), QLocale())
            )
            if mg
            else ""
        )

    def _moment(self) -> datetime:
        try:
            return self.time.moment()
        except Unreadable:
            return self._clock()

    def _window(self) -> int | None:
        kept = self.window_days.text_kept()
        if kept:
            return int(kept)
        protocol = self._protocol()
        return None if protocol is None else protocol.sledai_window_days

    def _asked_day(self, chart: Chart, at: datetime) -> int | None:
        return asked_day((entry.at for entry in chart.infusions), at, chart.zone)

    # --- typing -----------------------------------------------------------------------------------

    def _moved(self) -> None:
        """Another time, or other days that count: the record holds other values for them."""
        if self._chart is not None:
            self._show_record(self._chart)
        self._retyped()

    def _pga_retyped(self) -> None:
        self._told = False
        self._retyped()

    def _pga_told(self) -> None:
        self._told = True
        self._show_totals()

    def _retyped(self) -> None:
        self._asked = frozenset()
        self._said.silence()
        if self._chart is not None:
            self._drafts.keep(self._chart.patient, "lupus", self._text())
        self._show_totals()

    def _text(self) -> dict[str, str]:
        return {
            "time": self.time.text(),
            "window": self.window_days.text_kept(),
            "pga": self.pga.text(),
            **self.sheet.texts(),
        }

    def _pga_in_record(self, chart: Chart) -> bool:
        """Whether a PGA of the same day is in the record already."""
        at = self._moment()
        day = at.astimezone(chart.zone).date()
        return any(
            isinstance(entry.fact, Pga)
            and entry.at <= at
            and entry.at.astimezone(chart.zone).date() == day
            for entry in chart.timeline
        )

    def _show_totals(self) -> None:
        """The totals as they stand, once the PGA was told."""
        chart = self._chart
        if chart is None:
            return
        if not (self._told or (not self.pga.text().strip() and self._pga_in_record(chart))):
            self.totals.hide_scores()
            return
        form, bilag = self.sheet.sledai(self._window()), self.sheet.bilag()
        scores = self._scores(chart, form) if self.sheet.answered() else []
        sums = [] if bilag == Bilag() else [numeric(bilag, coding) for coding in CODINGS]
        self.totals.show_scores(scores, self.sheet.left(), sums)

    def _scores(self, chart: Chart, form: Sledai) -> list[Score]:
        day = self._asked_day(chart, self._moment())
        return [self._score(form, variant, day, self._offers) for variant in VARIANTS]

    def _score(
        self, form: Sledai, variant: Variant, day: int | None, offers: Mapping[str, Offer]
    ) -> Score:
        by = self._proteinuria() if variant == "SELENA" else None
        return score(form, variant, offers, study_day=day, proteinuria=by)

    # --- the keyboard -----------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard into the PGA, or behind it where it was told."""
        if self.pga.text().strip() and self.pga.is_judged():
            self.sheet.begin()
        else:
            self.pga.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _begin_sheet(self) -> None:
        problem = self.pga.problem()
        if problem:
            self._said.refuse(problem)
        else:
            self.sheet.begin()

    # --- saving -----------------------------------------------------------------------------------

    def _typed(self, chart: Chart) -> tuple[Draft, ...]:
        """What is answered as drafts, the PGA first. Raises Unreadable or Invalid."""
        at = self.time.moment()
        form = self.sheet.sledai(self._window())
        facts = (
            self.pga.value(),
            None if form.answers == Sledai().answers else form,
            self.sheet.bilag(),
            self.sheet.treatment.treatment(),
            self.sheet.treatment.beyond(),
        )
        nothing = (None, Bilag(), LupusTreatment(), BeyondSledai())
        return tuple(
            Draft(chart.patient, at, fact)
            for fact in facts
            if fact is not None and fact not in nothing
        )

    def save(self) -> None:
        """Ask to record what is answered; refuse in words what cannot be."""
        chart = self._chart
        if chart is None:
            return
        if problem := self.time.problem():
            self._said.refuse(problem)
            self.time.edit.setFocus()
            return
        if problem := self.pga.problem():
            self._said.refuse(problem)
            self.pga.edit.setFocus()
            return
        if problem := self.sheet.treatment.problem():
            self._said.refuse(problem)
            return
        drafts = self._typed(chart)
        if not drafts:
            self._said.refuse(self.tr("Nothing is answered yet."))
            self.begin()
            return
        questions = frozenset(question for question in self._questions(chart, drafts) if question)
        if not self._asked.issuperset(questions):
            self._asked = questions
            self._said.ask(" ".join(sorted(questions)))
            return
        self.entered.emit(drafts)

    def _questions(self, chart: Chart, drafts: Sequence[Draft]) -> list[str]:
        """What is asked once before it is saved."""
        found = [self.time.question()]
        form = next((d.fact for d in drafts if isinstance(d.fact, Sledai)), None)
        if form is None:
            return found
        said = self.pga.text().strip() or self._pga_in_record(chart)
        if not said:
            found.append(
                self.tr("The PGA comes before the SLEDAI, and there is none. Save again to go on.")
            )
        missing = sum(answer is None for answer in form.answers.values())
        if missing:
            found.append(
                self.tr("{n} of 24 items are unknown: no total. Save again to go on.").format(
                    n=missing
                )
            )
        needed = cause_needed(form, self._asked_day(chart, drafts[0].at))
        if needed:
            found.append(
                self.tr(
                    "Put down to nothing yet, and so unknown: {items}. Save again to go on."
                ).format(items=sledai.items_text(needed))
            )
        return found

    def refused(self, message: str) -> None:
        """Nothing was saved; all answers stay."""
        self._said.refuse(message)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The assessment is in the record: clear the form and read back what was saved."""
        self._put_back({})
        chart = self._chart
        if chart is None:
            return
        self._drafts.keep(chart.patient, "lupus", {})
        self._show_record(chart)
        self._show_totals()
        self._said.tell(self._read_back(chart, entries))
        self.setFocus()  # single keys are the screen's again

    def _read_back(self, chart: Chart, entries: Sequence[Entry]) -> str:
        at = entries[0].at if entries else self._clock()
        said = []
        for entry in entries:
            if isinstance(entry.fact, Pga):
                said.append(lupus.fact(entry.fact))
            elif isinstance(entry.fact, Sledai):
                day = self._asked_day(chart, entry.at)
                said += [
                    sledai.score_text(self._score(entry.fact, variant, day, {}))
                    for variant in VARIANTS
                ]
        moment = clock_text(at, chart.zone, QLocale())
        if not said:
            return self.tr("Saved at {time}.").format(time=moment)
        return self.tr("Saved at {time}: {what}.").format(time=moment, what="; ".join(said))
