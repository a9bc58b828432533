"""The second entry of cytokines: another person types the results of a batch blind."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bedside.analytes import Analyte, analytes
from bedside.chart import Chart
from bedside.second_entry import Batch, Comparison, Difference, compared, settled
from bedside.timeline import Draft, Entry
from grading.signs import Lab
from ui import theme
from ui.screens.patient.forms import Chosen, Said
from ui.screens.patient.results import Typed, read, result_text, units_of
from ui.screens.patient.why import Reasons
from ui.shown import moment_text
from ui.ward import Keeper
from ui.widgets.choice import Option
from ui.widgets.parts import KeyButton, card, label, set_look, set_state
from ui.words.codes import listed

_WIDTH = 760


def waiting_text(batches: Sequence[Batch], keeper: Keeper | None, chart: Chart) -> str:
    """What waits for a second entry, in a quiet line; "" where nothing does."""
    if not batches:
        return ""
    batch = next((b for b in batches if keeper and b.open_to(keeper.name)), batches[0])
    shown = {
        "n": len(batch.entries),
        "moment": moment_text(batch.at, chart.zone, QLocale(), chart.now),
        "more": len(batches) - 1,
        "authors": listed(list(batch.authors)),
    }
    translate = QCoreApplication.translate
    if keeper is not None and not batch.open_to(keeper.name):
        text = translate(
            "SecondEntry",
            "{n} cytokine results of {moment} wait for a second entry, by somebody else than"
            " {authors}.",
        )
    elif len(batches) > 1:
        text = translate(
            "SecondEntry",
            "{n} cytokine results of {moment} wait for a second entry; more sets: {more}.",
        )
    else:
        text = translate("SecondEntry", "{n} cytokine results of {moment} wait for a second entry.")
    return text.format(**shown)


class _Line:
    """One result to be typed again: its field, its unit and what is said of it."""

    def __init__(self, entry: Entry, analyte: Analyte) -> None:
        self.entry, self.analyte = entry, analyte
        self.edit = QLineEdit()
        self.edit.setProperty("entry", "true")
        self.edit.setFixedWidth(theme.px(130))
        self.edit.setAccessibleName(analyte.label)
        units = tuple(Option(unit, unit or "–") for unit in units_of(analyte))
        self.unit = Chosen(analyte.label, units)
        self.unit.set_text(units_of(analyte)[0])
        self.unit.setFixedWidth(theme.px(120))
        self.said = label("", "small", wrap=True)

    def reading(self) -> Typed | None:
        """What is typed, None where nothing is."""
        text = self.edit.text()
        return read(self.analyte, text, self.unit.text_kept()) if text.strip() else None

    def value(self, result: Lab) -> str:
        """A result in the canonical unit."""
        shown = result_text(result, self.analyte, QLocale())
        return f"{shown} {self.analyte.shown}" if result.value is not None else shown


class SecondForm(QFrame):
    """The results of one moment to be typed again, blind; then the differences side by side.

    ``entered`` brings what agrees as a second entry, and amendments; ``left`` on Esc.
    """

    entered = Signal(object)
    retyped = Signal()
    left = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._name = ""
        self._lines: list[_Line] = []
        self._settled: dict[str, Draft] = {}
        self.comparison: Comparison | None = None
        """What came of comparing; None while nothing is compared."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card(margins=(18, 14, 18, 14))
        frame.setMaximumWidth(theme.px(_WIDTH))
        outer.addWidget(frame)
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        self._title = label("", "h2", wrap=True)
        inside.addWidget(self._title)
        self._hint = label("", "second", wrap=True)
        inside.addWidget(self._hint)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.addWidget(self._scroll, 1)
        self.reasons = Reasons()
        self.reasons.chosen.connect(self._amend)
        self.reasons.leave.clicked.connect(self._leave_reasons)
        self.reasons.hide()
        self._about: Difference | None = None
        inside.addWidget(self.reasons)
        self._said = Said()
        inside.addWidget(self._said)
        foot = QHBoxLayout()
        leave = KeyButton(self.tr("Leave"), hint="Esc")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.left)
        foot.addWidget(leave)
        foot.addStretch()
        self._save = KeyButton(self.tr("Compare"), hint="Ctrl+Enter", primary=True, main=True)
        self._save.setAutoDefault(False)
        self._save.clicked.connect(self.save)
        foot.addWidget(self._save)
        inside.addLayout(foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    # --- opening ----------------------------------------------------------------------------------

    def open(
        self, batch: Batch, keeper: Keeper, chart: Chart, texts: dict[str, str] | None = None
    ) -> None:
        """Ask this person for what somebody else typed; ``texts`` is what was typed before."""
        self._name = keeper.name
        entries = batch.open_to(keeper.name)
        others = listed([a for a in batch.authors if any(e.author == a for e in entries)])
        self._title.setText(
            self.tr("Second entry of {moment}, results: {n}").format(
                n=len(entries), moment=moment_text(batch.at, chart.zone, QLocale(), chart.now)
            )
        )
        self._hint.setText(
            self.tr(
                "Type them from the laboratory’s sheet. What {authors} typed is not shown until"
                " you compare."
            ).format(authors=others)
        )
        self._said.silence()
        self._settled.clear()
        self.comparison = None
        self._leave_reasons()
        self._make_lines(entries, texts or {})
        self._show_state()

    def _make_lines(self, entries: Sequence[Entry], texts: dict[str, str]) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, theme.px(8), 0)
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(3, 1)
        self._lines = []
        self._acts: dict[str, QWidget] = {}
        for row, entry in enumerate(entries):
            assert isinstance(entry.fact, Lab)
            line = _Line(entry, analytes()[entry.fact.analyte])
            line.edit.setText(texts.get(entry.id, ""))
            line.unit.set_text(texts.get(f"unit:{entry.id}", "") or line.unit.text_kept())
            line.edit.textEdited.connect(self._typed)
            line.edit.returnPressed.connect(partial(self._on_from, row))
            line.unit.retyped.connect(self._typed)
            caption: QLabel = label(line.analyte.label, "strong")
            grid.addWidget(caption, row, 0)
            grid.addWidget(line.edit, row, 1)
            grid.addWidget(line.unit, row, 2)
            grid.addWidget(line.said, row, 3)
            self._acts[entry.id] = self._make_acts(line)
            grid.addWidget(self._acts[entry.id], row, 4)
            self._lines.append(line)
        grid.setRowStretch(len(entries), 1)
        self._scroll.setWidget(content)

    def _make_acts(self, line: _Line) -> QWidget:
        acts = QWidget()
        row = QHBoxLayout(acts)
        row.setContentsMargins(0, 0, 0, 0)
        again = KeyButton(self.tr("Type it again"))
        again.clicked.connect(lambda: self._type_again(line))
        amend = KeyButton(self.tr("Amend the first"))
        amend.clicked.connect(lambda: self._ask_reason(line))
        for button in (again, amend):
            button.setAutoDefault(False)
            row.addWidget(button)
        acts.hide()
        return acts

    def begin(self) -> None:
        """Put the keyboard into the first field that is empty."""
        blank = next((line for line in self._lines if not line.edit.text()), None)
        (blank.edit if blank else self._save).setFocus(Qt.FocusReason.TabFocusReason)

    def texts(self) -> dict[str, str]:
        """What is typed, by the id of the entry."""
        typed = [line for line in self._lines if line.edit.text()]
        return {line.entry.id: line.edit.text() for line in typed} | {
            f"unit:{line.entry.id}": line.unit.text_kept() for line in typed
        }

    # --- comparing --------------------------------------------------------------------------------

    def _typed(self) -> None:
        self.comparison = None
        self._settled.clear()
        self._said.silence()
        self._leave_reasons()
        self._show_state()
        self.retyped.emit()

    def _on_from(self, row: int) -> None:
        if row + 1 < len(self._lines):
            self._lines[row + 1].edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.save()

    def save(self) -> None:
        """Compare; and once everything is compared and seen, ask to record it."""
        if self.comparison is None:
            self._compare()
            if self.comparison is None or self.comparison.differing:
                return
        drafts = [*self._settled.values()]
        second = self.comparison.draft(self._clock())
        if second is not None:
            drafts.append(second)
        if not drafts:
            self._said.refuse(self.tr("Nothing agrees yet: type again or amend."))
            return
        self.entered.emit(tuple(drafts))

    def _compare(self) -> None:
        again: dict[str, Lab] = {}
        for line in self._lines:
            reading = line.reading()
            if reading is None:
                continue
            if reading.result is None:
                set_state(line.edit, "refused")
                self._said.refuse(reading.refused)
                line.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            again[line.entry.id] = reading.result
        if not again:
            self._said.refuse(self.tr("Nothing is typed yet."))
            self.begin()
            return
        self.comparison = compared([line.entry for line in self._lines], again, self._name)
        self._show_state()

    def _show_state(self) -> None:
        """What is said beside each field, and what the button does."""
        found = self.comparison
        differing = {one.entry.id: one for one in found.differing} if found else {}
        agreed = {entry.id for entry in found.agreed} if found else set()
        for line in self._lines:
            one = differing.get(line.entry.id)
            open_ = one is not None and line.entry.id not in self._settled
            set_state(line.edit, "refused" if open_ else "")
            self._acts[line.entry.id].setVisible(open_)
            set_look(line.said, "role", "" if open_ else "small")
            line.said.setText(self._word(line, one, agreed=line.entry.id in agreed))
        if found is None:
            self._save.setText(self.tr("Compare"))
        elif len(differing) > len(self._settled):
            self._save.setText(self.tr("Save what agrees"))
            self._said.ask(
                self.tr("Differing: {n}. Look at the sheet, then type again or amend.").format(
                    n=len(differing) - len(self._settled)
                )
            )
        else:
            self._save.setText(self.tr("Save"))
            self._said.silence()

    def _word(self, line: _Line, one: Difference | None, *, agreed: bool) -> str:
        if one is not None and line.entry.id in self._settled:
            text = self.tr("{value}, amended; it waits for a second entry by somebody else")
            return text.format(value=line.value(one.second))
        if one is not None:
            text = self.tr("{author}: {first}\nyou: {second}")
            return text.format(
                author=line.entry.author,
                first=line.value(one.first),
                second=line.value(one.second),
            )
        return self.tr("the same") if agreed else ""

    def words(self) -> list[str]:
        """What stands beside the fields."""
        return [line.said.text() for line in self._lines]

    def said(self) -> str:
        """What is said at the form."""
        return self._said.text()

    # --- settling ---------------------------------------------------------------------------------

    def _type_again(self, line: _Line) -> None:
        line.edit.clear()
        self._typed()
        line.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask_reason(self, line: _Line) -> None:
        found = self.comparison
        self._about = next(
            (one for one in found.differing if one.entry.id == line.entry.id), None
        ) if found else None  # fmt: skip
        self._said.ask(
            self.tr("Why is the first entry of {analyte} amended?").format(
                analyte=line.analyte.label
            )
        )
        self.reasons.show()
        self.reasons.setFocus(Qt.FocusReason.TabFocusReason)

    def _amend(self, reason: str) -> None:
        one = self._about
        self._leave_reasons()
        if one is None:
            return
        self._settled[one.entry.id] = settled(one, one.second, reason)
        self._show_state()
        self._save.setFocus(Qt.FocusReason.TabFocusReason)

    def _leave_reasons(self) -> None:
        self._about = None
        self.reasons.other.clear()
        self.reasons.other.hide()
        self.reasons.hide()

    def refuse(self, message: str) -> None:
        """Say why nothing was saved."""
        self._said.refuse(message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
