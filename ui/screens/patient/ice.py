"""The ICE examination and the neurological findings beside it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from bedside.chart import Chart
from bedside.timeline import Draft, Entry
from grading.signs import ICE_ITEMS, Ice, Invalid
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.dues import Dues, Rounds
from ui.screens.patient.forms import (
    Chosen,
    MomentField,
    fill_numbered,
)
from ui.screens.patient.ice_findings import FindingsCard
from ui.screens.patient.ice_score import (
    LastFive,
    ScoreCard,
    answers,
    last_examinations,
    score_text,
)
from ui.screens.patient.ice_sheet import CANNOT, IceSheet, ItemRow
from ui.screens.patient.ice_words import (
    finding_text,
    reason_options,
    yes_no_options,
)
from ui.screens.patient.keys import on_ctrl_enter
from ui.screens.patient.sheet_card import SheetCard, SideColumn
from ui.shown import NOTHING, clock_text, moment_text
from ui.typed import Unreadable
from ui.widgets.parts import AlarmFrame, KeyButton, label
from ui.words import codes
from ui.words.due import recheck_text

_SIDE = 380
_COUNTS = frozenset({"icans", "other"})
"""Reasons that need a second look before they are saved: one scores 0, the other says little."""


class IcePane(QWidget):
    """Ten items, one key each, and what an examiner sees beside them. No answer by default.

    ``entered`` brings an ``Ice`` with the items that were answered and a ``Neuro`` with the
    findings that were chosen, of one moment.
    """

    entered = Signal(object)

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._dues = Dues()
        self.entered.connect(lambda _drafts: self._dues.remember(self._chart))
        self._chart: Chart | None = None
        self._asked: frozenset[str] = frozenset()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(14))
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        left.addLayout(self._make_head())
        left.addWidget(self._make_recheck())
        left.addWidget(self._make_sheet(), 1)
        layout.addLayout(left, 1)
        layout.addWidget(self._make_side())
        on_ctrl_enter(self, self.save)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(label(self.tr("ICE examination"), "title"))
        row.addSpacing(theme.px(4))
        self.time = MomentField(self._clock, self.tr("Time of the examination"))
        self.time.changed.connect(self._retyped)
        self.time.advanced.connect(self._begin)
        row.addWidget(self.time, 1)
        self.language = QLineEdit()
        self.language.setAccessibleName(self.tr("Language of the examination"))
        self.language.setFixedWidth(theme.px(124))
        self.language.textEdited.connect(self._language_typed)
        self.language.returnPressed.connect(self._begin)
        row.addWidget(self.language)
        self.interpreter = Chosen(finding_text("interpreter"), yes_no_options("interpreter"))
        self.interpreter.setFixedWidth(theme.px(150))
        self.interpreter.retyped.connect(self._retyped)
        row.addWidget(self.interpreter)
        return row

    def _make_recheck(self) -> QFrame:
        self._recheck_frame = AlarmFrame("medium")
        self._recheck = label("", "strong", wrap=True)
        inside = QVBoxLayout(self._recheck_frame)
        inside.setContentsMargins(*(theme.px(m) for m in (18, 8, 12, 8)))
        inside.addWidget(self._recheck)
        self._recheck_frame.hide()
        return self._recheck_frame

    def _make_sheet(self) -> SheetCard:
        self.sheet = IceSheet()
        self._sheet_card = SheetCard(self.sheet)
        self.sheet.retyped.connect(self._retyped)
        self.sheet.given_up.connect(self.give_up)
        self.sheet.arrived.connect(self._sheet_card.reveal)
        return self._sheet_card

    def _make_side(self) -> SideColumn:
        self.score = ScoreCard()
        self.findings = FindingsCard()
        self.last_five = LastFive()
        self.findings.retyped.connect(self._retyped)
        side = SideColumn((self.score, self.findings, self.last_five), _SIDE)
        self._said = side.said
        self._fill_foot(side.foot)
        return side

    def _fill_foot(self, row: QHBoxLayout) -> None:
        self.cannot = KeyButton(self.tr("Cannot be assessed…"), hint="X")
        self.cannot.setAutoDefault(False)
        self.cannot.setMinimumHeight(theme.px(44))
        self.cannot.clicked.connect(self.give_up)
        row.addWidget(self.cannot)
        self.save_button = KeyButton(self.tr("Save"), hint="Ctrl+Enter", primary=True, main=True)
        self.save_button.setAutoDefault(False)
        self.save_button.clicked.connect(self.save)
        row.addWidget(self.save_button, 1)
        self.sheet.finished.connect(self.findings.begin)
        to_save = partial(self.save_button.setFocus, Qt.FocusReason.TabFocusReason)
        self.findings.finished.connect(to_save)

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds are asked for: what is due next is read back after saving."""
        self._dues.rounds = rounds
        if self._chart is not None:
            self._show_recheck(self._chart)

    def recheck(self) -> str:
        """What is said of the checks after a fall of ICE; empty where there are none."""
        return self._recheck.text()

    def _show_recheck(self, chart: Chart) -> None:
        said = recheck_text(self._dues.rounds(chart), chart.zone, chart.now)
        self._recheck.setText(said)
        self._recheck_frame.setVisible(bool(said))

    # --- what is shown --------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this patient; what was typed for another one waits in the drafts."""
        other = self._chart is None or self._chart.patient != chart.patient
        self._chart = chart
        if other:
            self._said.silence()
            self._put_back(self._drafts.get(chart.patient, "ice"))
        self.time.refresh(chart.zone)
        self.findings.show_chart(chart)
        self.last_five.show_chart(chart)
        self._show_last(chart)
        self._show_recheck(chart)
        self._show_score()

    def _put_back(self, text: dict[str, str]) -> None:
        self._asked = frozenset()
        self.time.set_text(text.get("time", ""))
        self.language.setText(text.get("language", ""))
        self.interpreter.set_text(text.get("interpreter", ""))
        self.sheet.set_answers({item: text.get(item, "") for item in ICE_ITEMS})
        self.findings.set_texts(text)

    def _show_last(self, chart: Chart) -> None:
        """The items lost last time, and its language, in grey."""
        latest = last_examinations(chart, 1)
        last = latest[0].fact if latest else None
        moment = moment_text(latest[0].at, chart.zone, QLocale(), chart.now) if latest else ""
        lost = last.failed if isinstance(last, Ice) else ()
        reasons = dict(last.reasons) if isinstance(last, Ice) else {}
        for item, row in self.sheet.rows.items():
            words = ""
            if item in reasons:
                words = self.tr("last: {reason}, {moment}").format(
                    reason=codes.not_assessable(reasons[item]), moment=moment
                )
            elif item in lost:
                words = self.tr("last: not, {moment}").format(moment=moment)
            row.show_last(words)
        language = (last.language or "") if isinstance(last, Ice) else ""
        self._last_language = language
        self.language.setPlaceholderText(
            self.tr("{language} · * same").format(language=language)
            if language
            else self.tr("Language")
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        focus = self.focusWidget()
        if isinstance(focus, ItemRow):
            self._sheet_card.reveal(focus)

    def _language_typed(self, text: str) -> None:
        if text == "*":
            self.language.setText(self._last_language)
        self._retyped()

    def _retyped(self) -> None:
        self._asked = frozenset()
        self._said.silence()
        if self._chart is not None:
            self._drafts.keep(self._chart.patient, "ice", self._text())
        self._show_score()

    def _text(self) -> dict[str, str]:
        return {
            "time": self.time.text(),
            "language": self.language.text(),
            "interpreter": self.interpreter.text_kept(),
            **self.sheet.answers(),
            **self.findings.texts(),
        }

    def _show_score(self) -> None:
        self.score.show_answers(answers(self.sheet.answers()))
        if self._chart is not None:
            try:
                would_be = self._chart.previewed(self._typed(self._chart), self._clock())
            except (Unreadable, Invalid):
                would_be = self._chart.previewed((), self._clock())
            self.score.show_grades(would_be)

    # --- saving -----------------------------------------------------------------------------------

    def _typed(self, chart: Chart) -> tuple[Draft, ...]:
        """What is typed as drafts. Raises Unreadable or Invalid."""
        now = answers(self.sheet.answers())
        neuro = self.findings.neuro()
        at = self.time.moment()
        drafts = []
        if now.given:
            ice = replace(
                now.ice,
                language=" ".join(self.language.text().split()) or None,
                interpreter={"yes": True, "no": False}.get(self.interpreter.text_kept()),
            )
            drafts.append(Draft(chart.patient, at, ice))
        if neuro is not None:
            drafts.append(Draft(chart.patient, at, neuro))
        return tuple(drafts)

    def begin(self) -> None:
        """Put the keyboard on the first item without an answer."""
        self._begin()

    def _begin(self) -> None:
        self.sheet.begin()

    def give_up(self) -> None:
        """Ask why the whole examination cannot be assessed; a figure takes a reason."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        fill_numbered(menu, reason_options(), self._cannot_because)
        corner = self.cannot.mapToGlobal(self.cannot.rect().topLeft())
        corner.setY(corner.y() - menu.sizeHint().height())
        menu.popup(corner)

    def _cannot_because(self, reason: str) -> None:
        untouched = not self.sheet.answers() and not self.findings.texts()
        said = self.sheet.answers()
        self.sheet.set_answers({item: said.get(item, f"{CANNOT}:{reason}") for item in ICE_ITEMS})
        self._retyped()
        if untouched and reason not in _COUNTS:
            self.save()
        else:
            self.findings.begin()

    def save(self) -> None:
        """Ask to record what is typed; refuse in words what cannot be."""
        if self._chart is None:
            return
        if problem := self.time.problem():
            self._said.refuse(problem)
            self.time.edit.setFocus()
            return
        if problem := self.findings.problem():
            self._said.refuse(problem)
            self.findings.minutes.setFocus()
            return
        drafts = self._typed(self._chart)
        if not drafts:
            self._said.refuse(self.tr("Nothing is answered yet."))
            self._begin()
            return
        questions = frozenset(
            question for question in (self.time.question(), self.findings.question()) if question
        )
        if not self._asked.issuperset(questions):
            self._asked = questions
            self._said.ask(" ".join(sorted(questions)))
            return
        self.entered.emit(drafts)

    def refused(self, message: str) -> None:
        """Nothing was saved; all answers stay."""
        self._said.refuse(message)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The examination is in the record: clear the sheet and read back what was saved."""
        self._put_back({})
        if self._chart is None:
            return
        self._drafts.keep(self._chart.patient, "ice", {})
        self._show_score()
        self._said.tell(self._read_back(self._chart, entries))
        self.setFocus()  # single keys are the screen's again

    def _read_back(self, chart: Chart, entries: Sequence[Entry]) -> str:
        ice = next((entry.fact for entry in entries if isinstance(entry.fact, Ice)), None)
        shown = {
            "time": clock_text(entries[0].at, chart.zone, QLocale()) if entries else "",
            "score": score_text(ice) if ice else "",
        }
        if ice is None:
            words = self.tr("Saved findings at {time}.").format(**shown)
        elif shown["score"] == NOTHING:
            words = self.tr("Saved at {time}: ICE cannot be assessed.").format(**shown)
        elif ice.failed:
            lost = ", ".join(codes.ice_item_short(item) for item in ice.failed)
            words = self.tr("Saved at {time}: ICE {score}/10, lost: {items}.").format(
                **shown, items=lost
            )
        else:
            words = self.tr("Saved at {time}: ICE {score}/10.").format(**shown)
        return f"{words} {self._dues.text(chart)}".strip()
