"""The form for a drug: what, done how, how much, when."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast, get_args

from PySide6.QtCore import QLocale, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bedside.chart import Chart
from bedside.timeline import Draft
from grading.drugs import CLASS_OF, DrugClass
from grading.findings import Run
from grading.signs import Action, Drug, Invalid, Quantity, Route, quantities
from ui import theme
from ui.screens.patient.drug_clock import DoseNotice
from ui.screens.patient.drug_text import (
    DOSE_UNITS,
    RATE_UNITS,
    action_text,
    amount,
    amount_text,
    meant,
    names,
    route_options,
    shown_name,
    unit_options,
    usual_action,
    usual_unit,
)
from ui.screens.patient.forms import Chosen, MomentField
from ui.shown import moment_text, quantity_text, refusal_text, span_text
from ui.typed import Refusal, Unreadable, number
from ui.widgets.parts import label, set_state
from ui.words.measures import decimals_of

_ACTIONS: tuple[Action, ...] = get_args(Action)
_OF_RUNNING: frozenset[Action] = frozenset({"changed", "continued", "stopped"})
_DOSE = quantities(Drug)["dose"]
_RATE = quantities(Drug)["rate"]
_TAKE_OVER = ("=", "\N{FULLWIDTH EQUALS SIGN}")
"""What is typed into the field of the dose to take over the one by weight."""


class Refused(Exception):
    """Why what is typed is no drug entry yet; ``field`` is where it must be changed.

    ``growing``: further typing may settle it.
    """

    def __init__(self, words: str, field: QWidget, *, growing: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.field = field
        self.growing = growing


class DrugForm(QWidget):
    """One drug: given once, or an infusion started, changed, confirmed or stopped.

    ``retyped`` at every keystroke, ``finished`` on Enter in the last field.
    """

    retyped = Signal()
    finished = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._key = ""
        self._names = names()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(label(self.tr("Drug"), "label"))
        layout.addWidget(self._make_drug())
        layout.addSpacing(theme.px(4))
        layout.addLayout(self._make_actions())
        layout.addSpacing(theme.px(4))
        layout.addLayout(self._make_amount())
        self.notice = DoseNotice()
        self.notice.wanted.connect(self.take_over)
        layout.addWidget(self.notice)
        layout.addSpacing(theme.px(4))
        layout.addWidget(label(self.tr("Time"), "label"))
        self.time = MomentField(clock, self.tr("When it was given, started or stopped"))
        self.time.changed.connect(self.retyped)
        self.time.advanced.connect(self.finished)
        layout.addWidget(self.time)
        layout.addSpacing(theme.px(4))
        layout.addLayout(self._make_rest())
        layout.addStretch()
        self.retyped.connect(self._show_notice)
        self._show_action()

    def _make_drug(self) -> QLineEdit:
        self.drug = QLineEdit()
        self.drug.setProperty("entry", "true")
        self.drug.setAccessibleName(self.tr("Drug"))
        self.drug.setPlaceholderText(self.tr("Beginning of its name"))
        completer = QCompleter(self)
        completer.setModel(QStringListModel(list(self._names), completer))
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setModelSorting(QCompleter.ModelSorting.CaseInsensitivelySortedModel)
        completer.setMaxVisibleItems(8)
        completer.activated.connect(self._completed)
        self.drug.setCompleter(completer)
        self.drug.textEdited.connect(self._drug_typed)
        self.drug.editingFinished.connect(self._recognise)
        self.drug.returnPressed.connect(self._on_from_drug)
        return self.drug

    def _make_actions(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.px(6))
        self._actions = QButtonGroup(self)
        self._buttons: dict[Action, QPushButton] = {}
        for place, action in enumerate(_ACTIONS):
            button = QPushButton(action_text(action))
            button.setProperty("kind", "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setMinimumHeight(theme.px(32))
            button.clicked.connect(self._action_chosen)
            self._buttons[action] = button
            self._actions.addButton(button, place)
            row, column = (0, place) if place < 2 else (1, place - 2)  # noqa: PLR2004
            grid.addWidget(button, row, column * (3 if row == 0 else 2), 1, 3 if row == 0 else 2)
        return grid

    def _make_amount(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(4))
        self._caption = label("", "label")
        grid.addWidget(self._caption, 0, 0)
        self.amount = QLineEdit()
        self.amount.setProperty("entry", "true")
        self.amount.setFixedWidth(theme.px(130))
        self.amount.textEdited.connect(self._amount_typed)
        self.amount.returnPressed.connect(self._on_from_amount)
        self.amount.editingFinished.connect(self._show_notice)
        grid.addWidget(self.amount, 1, 0)
        self.unit = Chosen(self.tr("Unit"))
        self.unit.retyped.connect(self._unit_chosen)
        grid.addWidget(self.unit, 1, 1)
        self._last = label("", "small")
        grid.addWidget(self._last, 0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _make_rest(self) -> QVBoxLayout:
        rest = QVBoxLayout()
        rest.setSpacing(theme.px(4))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.route = Chosen(self.tr("Route"), route_options())
        self.route.retyped.connect(self.retyped)
        row.addWidget(self.route, 1)
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Line"))
        self.line.setPlaceholderText(self.tr("Line, if several"))
        self.line.setMaxLength(40)
        self.line.textEdited.connect(self._line_typed)
        row.addWidget(self.line, 1)
        rest.addLayout(row)
        self.stable = QCheckBox(self.tr("Stable lupus dose, as before"))
        self.stable.toggled.connect(self.retyped)
        rest.addWidget(self.stable)
        self.procedure = QCheckBox(self.tr("Push dose during a procedure"))
        self.procedure.toggled.connect(self.retyped)
        rest.addWidget(self.procedure)
        return rest

    # --- what is typed ------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Know what runs in this patient; what is typed stays."""
        self._chart = chart
        self.time.refresh(chart.zone)
        self._show_action()
        self._show_notice()

    def text(self) -> dict[str, str]:
        """What is typed and chosen, by field."""
        return {
            "drug": self.drug.text(),
            "action": self.action() or "",
            "amount": self.amount.text(),
            "unit": self.unit.text_kept(),
            "time": self.time.text(),
            "route": self.route.text_kept(),
            "line": self.line.text(),
            "stable": "yes" if self.stable.isChecked() else "",
            "procedure": "yes" if self.procedure.isChecked() else "",
        }

    def set_text(self, text: Mapping[str, str]) -> None:
        """Put text back, without a word of change."""
        self.blockSignals(True)
        self.drug.setText(text.get("drug", ""))
        self._key = meant(self.drug.text()).key if self.drug.text() else ""
        self._set_action(cast("Action | None", text.get("action") or None))
        self.line.setText(text.get("line", ""))
        self._show_action()
        self.amount.setText(text.get("amount", ""))
        if text.get("unit"):
            self._offer_units(also=text["unit"])
        self.unit.set_text(text.get("unit", ""))
        self.time.set_text(text.get("time", ""))
        self.route.set_text(text.get("route", ""))
        self.stable.setChecked(bool(text.get("stable")))
        self.procedure.setChecked(bool(text.get("procedure")))
        self._check_amount()
        self._show_notice()
        self.blockSignals(False)

    def action(self) -> Action | None:
        """What was done, None while that is open."""
        checked = self._actions.checkedId()
        return _ACTIONS[checked] if checked >= 0 else None

    def _set_action(self, action: Action | None) -> None:
        self._actions.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == action)
        self._actions.setExclusive(True)

    def fill(self, run: Run, action: Action) -> None:
        """Begin an entry about an infusion that runs."""
        self.set_text(
            {"drug": shown_name(run.drug.name), "action": action, "line": run.drug.line or ""}
        )
        self._recognise()
        if action == "changed":
            self.unit.set_text(run.drug.rate_unit or "")
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.time.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.retyped.emit()

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        self.drug.setFocus(Qt.FocusReason.OtherFocusReason)
        self.drug.selectAll()

    def _drug_typed(self) -> None:
        key = meant(self.drug.text()).key
        if key != self._key:
            self._key = key
            self._set_action(None)
            if key:
                self._set_action("changed" if self.run() else usual_action(key))
        set_state(self.drug, "")
        self._show_action()
        self.retyped.emit()

    def _completed(self, name: str) -> None:
        self.drug.setText(name)
        self._drug_typed()
        self._on_from_drug()

    def _recognise(self) -> None:
        """Leaving the field: show the drug that was meant, or refuse."""
        typed = self.drug.text().strip()
        found = meant(typed)
        if found.key:
            self.drug.setText(shown_name(found.key))
            if found.key != self._key:
                self._drug_typed()
        set_state(self.drug, "refused" if typed and not found.key else "")

    def _on_from_drug(self) -> None:
        self._recognise()
        if not self._key:
            self.drug.setFocus()
            self.retyped.emit()
            return
        field = self.amount if self.action() not in {None, "stopped", "continued"} else None
        (field or self._first_action()).setFocus(Qt.FocusReason.TabFocusReason)

    def _first_action(self) -> QWidget:
        checked = self._actions.checkedButton()
        return self.time.edit if checked else self._buttons["given"]

    def _action_chosen(self) -> None:
        self._show_action()
        self.retyped.emit()

    def _line_typed(self) -> None:
        self._show_action()
        self.retyped.emit()

    def take_over(self) -> None:
        """Type the dose by weight into the field, where there is one to take."""
        dose = self.notice.dose_mg
        if dose is None:
            return
        self.amount.setText(quantity_text(dose, decimals_of(dose, 1), QLocale()))
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self.unit.set_text("mg")
        self._check_amount()
        self.retyped.emit()

    def _amount_typed(self, text: str) -> None:
        if self.notice.dose_mg is not None and any(key in text for key in _TAKE_OVER):
            self.take_over()
            return
        units = DOSE_UNITS if self.action() == "given" else RATE_UNITS
        figures, unit = amount(text, units)
        if unit and figures != text:
            self.unit.set_text(unit)
        self._check_amount()
        self.retyped.emit()

    def _unit_chosen(self) -> None:
        if self.unit.text_kept():
            self.time.edit.setFocus(Qt.FocusReason.TabFocusReason)
        self.retyped.emit()

    def _on_from_amount(self) -> None:
        figures, unit = amount(self.amount.text(), DOSE_UNITS + RATE_UNITS)
        if unit:
            self.amount.setText(figures)
            self.unit.set_text(unit)
            self.retyped.emit()
        needs_unit = self.amount.text().strip() and not self.unit.text_kept()
        (self.unit if needs_unit else self.time.edit).setFocus(Qt.FocusReason.TabFocusReason)

    def _check_amount(self) -> None:
        try:
            self._read_amount()
        except Refused as refused:
            set_state(self.amount, "" if refused.growing else "refused")
        else:
            set_state(self.amount, "")

    # --- what follows from it -----------------------------------------------------------------

    def run(self) -> Run | None:
        """The infusion of this drug on this line that runs now."""
        line = self.line.text().strip() or None
        for run in self._chart.running if self._chart else ():
            if run.drug.name == self._key and run.drug.line == line and run.drug.until is None:
                return run
        return None

    def _before(self) -> list[tuple[datetime, Drug]]:
        """When this drug was charted, the latest first."""
        entries = reversed(self._chart.timeline) if self._chart else ()
        return [
            (e.at, e.fact) for e in entries if isinstance(e.fact, Drug) and e.fact.name == self._key
        ]

    def _show_action(self) -> None:
        """Show the fields that this action has."""
        action = self.action()
        runs = self.run() is not None
        for name in _OF_RUNNING:
            self._buttons[name].setVisible(runs or name == action)
        dose = action in {None, "given"}
        self._caption.setText(self.tr("Dose") if dose else self.tr("Rate"))
        self.amount.setAccessibleName(self._caption.text())
        drug_class = CLASS_OF.get(self._key)
        self.stable.setVisible(drug_class is DrugClass.STEROID)
        self.procedure.setVisible(drug_class is DrugClass.VASOPRESSOR and action == "given")
        self._last.setText(self.last_text())
        for widget in (self._caption, self.amount, self.unit, self._last):
            widget.setVisible(action not in {"stopped", "continued"})
        self._offer_units()

    def _offer_units(self, also: str = "") -> None:
        rate = self.action() not in {None, "given"}
        usual = ""
        if self._key:
            before = (drug for _, drug in self._before())
            usual = usual_unit(self._key, rate=rate, before=before)
        kept = self.unit.text_kept()
        units = unit_options(RATE_UNITS if rate else DOSE_UNITS, also or usual)
        self.unit.set_options(units)
        if kept not in dict(units) or not kept:
            self.unit.set_text(usual)

    # --- reading it ----------------------------------------------------------------------------

    def _read_amount(self) -> float | None:
        quantity: Quantity = _DOSE if self.action() == "given" else _RATE
        figures, _ = amount(self.amount.text(), DOSE_UNITS + RATE_UNITS)
        try:
            value = number(figures, quantity.decimals)
        except Unreadable as error:
            growing = error.code is Refusal.UNFINISHED
            raise Refused(refusal_text(error), self.amount, growing=growing) from None
        low, high = quantity.impossible
        if value is not None and not low <= value <= high:
            words_ = self.tr("{low} to {high} can be true.").format(
                low=quantity_text(low, 0, QLocale()), high=quantity_text(high, 0, QLocale())
            )
            raise Refused(words_, self.amount)
        return value

    def draft(self) -> Draft:
        """What is typed as a drug entry. Raises Refused."""
        assert self._chart is not None
        found = meant(self.drug.text())
        if not found.key:
            raise Refused(found.refused, self.drug)
        action = self.action()
        if action is None:
            raise Refused(self.tr("Given once, or started?"), self._buttons["given"])
        if problem := self.time.problem():
            raise Refused(problem, self.time.edit)
        said: dict[str, Any] = {"line": self.line.text().strip() or None}
        run = self.run()
        if action in {"given", "started", "changed"}:
            said |= self._amount_said(action)
        elif action == "continued" and run is not None:
            said |= {"rate": run.drug.rate, "rate_unit": run.drug.rate_unit}
        if not self.stable.isHidden():
            said["stable"] = self.stable.isChecked()
        if not self.procedure.isHidden():
            said["procedure"] = self.procedure.isChecked()
        route = cast("Route | None", self.route.text_kept() or None)
        try:
            fact = Drug(found.key, action, route=route, **said)
        except Invalid as error:
            raise Refused(str(error), self.amount) from error
        return Draft(self._chart.patient, self.time.moment(), fact)

    def _amount_said(self, action: Action) -> dict[str, Any]:
        value, unit = self._read_amount(), self.unit.text_kept() or None
        if value is None and action == "changed":
            raise Refused(self.tr("Changed to which rate?"), self.amount)
        if value is not None and unit is None:
            raise Refused(self.tr("Choose the unit."), self.unit)
        if value is None:
            return {}
        name = "dose" if action == "given" else "rate"
        return {name: value, f"{name}_unit": unit}

    def questions(self) -> Sequence[str]:
        """What should be asked, once."""
        asked = [self.time.question()]
        run, action = self.run(), self.action()
        if run is not None and action == "started" and self._chart is not None:
            asked.append(
                self.tr(
                    "{drug} runs since {moment}: a second pump needs a line. Save again if it is"
                    " the same one."
                ).format(
                    drug=shown_name(run.drug.name),
                    moment=moment_text(run.since, self._chart.zone, QLocale(), self._chart.now),
                )
            )
        if action == "given" and not self.amount.text().strip():
            asked.append(self.tr("No dose is typed. Save again to record it without."))
        if action == "started" and not self.amount.text().strip():
            asked.append(self.tr("No rate is typed. Save again to record it without."))
        return [question for question in asked if question]

    def _show_notice(self) -> None:
        """Show what the record says of the dose as far as it is typed."""
        if self._chart is None:
            return
        at = self._chart.now if self.time.problem() else self.time.moment()
        settled = not self.amount.hasFocus()
        self.notice.show_dose(self._chart, self._dose_typed(), at, settled=settled)

    def _dose_typed(self) -> Drug | None:
        """The dose as far as it is typed; None where no drug is known, or none is given."""
        action = self.action() or "given"
        if not self._key or action not in {"given", "started"}:
            return None
        try:
            dose = self._read_amount() if action == "given" else None
        except Refused:
            dose = None
        unit = self.unit.text_kept() or None
        return Drug(self._key, action, dose=dose, dose_unit=None if dose is None else unit)

    def last_text(self) -> str:
        """The dose or rate charted last, in grey beside the field."""
        if self._chart is None:
            return ""
        for at, drug in self._before():
            text = (
                amount_text(drug.dose, drug.dose_unit)
                if self.action() in {None, "given"}
                else amount_text(drug.rate, drug.rate_unit)
            )
            if text:
                return self.tr("last: {amount}, {age} ago").format(
                    amount=text, age=span_text(self._chart.now - at)
                )
        return ""
