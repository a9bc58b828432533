"""The neurological findings beside the ICE examination: not assessed until somebody chooses."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal, cast

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from bedside.chart import Chart
from grading.findings import Seen
from grading.signs import Invalid, Loc, Neuro, Oedema, Seizure, quantities
from ui import theme
from ui.screens.patient.forms import Chosen
from ui.screens.patient.ice_words import (
    PRESSURE,
    finding_text,
    loc_options,
    motor_options,
    oedema_options,
    pressure_options,
    seizure_options,
    yes_no_options,
)
from ui.shown import age_text, moment_text, quantity_text, refusal_text
from ui.typed import Refusal, Unreadable, number
from ui.widgets.choice import Option
from ui.widgets.parts import ElidedLabel, label, set_state

SLEEPS = frozenset({"awakens_spontaneously", "awakens_to_voice"})
"""Levels of consciousness that natural sleep can explain."""
_ROWS = ("loc", "seizure", "motor", "pressure", "oedema")
_PAIRED = ("haemorrhage", "tremor", "myoclonus")
_MINUTES = quantities(Neuro)["seizure_min"]


def _options(finding: str) -> tuple[Option, ...]:
    match finding:
        case "loc":
            return loc_options()
        case "seizure":
            return seizure_options()
        case "motor":
            return motor_options()
        case "pressure":
            return pressure_options()
        case "oedema":
            return oedema_options()
        case _:
            return yes_no_options(finding)


class FindingsCard(QWidget):
    """Consciousness, seizure, weakness, pressure, oedema, bleeding, tremor, myoclonus.

    ``retyped`` at every choice; ``finished`` when the keyboard goes on behind the last one.
    """

    retyped = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: dict[str, Chosen] = {}
        self._last: dict[str, ElidedLabel] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(label(self.tr("Other findings"), "h2"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(3))
        grid.setColumnStretch(0, 1)
        for place, finding in enumerate(_ROWS):
            self._make_row(grid, place * 2, finding)
        self.sleep = QCheckBox(self.tr("Natural sleep"))
        self.sleep.toggled.connect(self._changed)
        grid.addWidget(self.sleep, 1, 1)
        grid.addWidget(self._make_minutes(), 3, 1)
        layout.addLayout(grid)
        pairs = QGridLayout()
        pairs.setSpacing(theme.px(4))
        pairs.setColumnStretch(0, 1)
        pairs.setColumnStretch(1, 1)
        for place, finding in enumerate(_PAIRED):
            pairs.addWidget(self._make_choice(finding), place // 2, place % 2)
        layout.addLayout(pairs)
        self._standing = label("", "small", wrap=True)
        layout.addWidget(self._standing)
        self._show_dependents()

    def _make_choice(self, finding: str, unchosen: str = "") -> Chosen:
        choice = Chosen(finding_text(finding), _options(finding), unchosen=unchosen)
        choice.setFixedHeight(theme.px(33))
        choice.retyped.connect(partial(self._chosen, finding))
        self.choices[finding] = choice
        return choice

    def _make_row(self, grid: QGridLayout, row: int, finding: str) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label(finding_text(finding), "label"))
        self._last[finding] = ElidedLabel("", "small")
        names.addWidget(self._last[finding])
        grid.addLayout(names, row, 0)
        choice = self._make_choice(finding, self.tr("not assessed"))
        choice.setFixedWidth(theme.px(180))
        grid.addWidget(choice, row, 1)

    def _make_minutes(self) -> QLineEdit:
        self.minutes = QLineEdit()
        self.minutes.setPlaceholderText(self.tr("Minutes, if known"))
        self.minutes.setAccessibleName(self.tr("Duration of the seizure in minutes"))
        self.minutes.textEdited.connect(self._changed)
        self.minutes.returnPressed.connect(partial(self._on_from, "seizure"))
        return self.minutes

    # --- what is chosen -------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """What is chosen and typed, by finding."""
        found = {name: choice.text_kept() for name, choice in self.choices.items()}
        found["sleep"] = "yes" if self.sleep.isChecked() and self._may_sleep() else ""
        found["minutes"] = self.minutes.text() if self._had_seizure() else ""
        return {name: text for name, text in found.items() if text}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Show these choices and no others, without a word of change."""
        for name, choice in self.choices.items():
            choice.set_text(texts.get(name, ""))
        self.sleep.blockSignals(True)
        self.sleep.setChecked(bool(texts.get("sleep")))
        self.sleep.blockSignals(False)
        self.minutes.setText(texts.get("minutes", ""))
        self._show_dependents()

    def neuro(self) -> Neuro | None:
        """The findings chosen, and nothing that was not; None where nothing was.

        Raises Unreadable or Invalid for the minutes.
        """
        texts = self.texts()
        if not texts:
            return None
        said: dict[str, Any] = {
            "loc": cast("Loc | None", texts.get("loc")),
            "natural_sleep": "sleep" in texts,
            "seizure": cast("Seizure | None", texts.get("seizure")),
            "oedema": cast("Oedema | None", texts.get("oedema")),
            "seizure_min": number(texts.get("minutes", ""), _MINUTES.decimals),
        }
        motor, pressure = texts.get("motor"), texts.get("pressure")
        if motor:
            said["deep_focal_weakness"] = motor == "deep"
            said["mild_focal_weakness"] = {"mild": True, "none": False}.get(motor)
        if pressure == "none":
            said |= dict.fromkeys(PRESSURE, False)
        elif pressure:
            said[pressure] = True
        for name in _PAIRED:
            if name in texts:
                said[name] = texts[name] == "yes"
        return Neuro(**said)

    def problem(self) -> str:
        """What is wrong with the minutes, in a sentence; empty where nothing is."""
        try:
            self.neuro()
        except Unreadable as error:
            return refusal_text(error)
        except Invalid:
            low, high = _MINUTES.impossible
            return self.tr("A seizure lasts {low} to {high} minutes.").format(
                low=quantity_text(low, 0, QLocale()), high=quantity_text(high, 0, QLocale())
            )
        return ""

    def question(self) -> str:
        """What should be asked about the minutes, once; else empty."""
        neuro = self.neuro()
        if neuro is None or neuro.seizure_min is None:
            return ""
        if not _MINUTES.is_unlikely(neuro.seizure_min):
            return ""
        return self.tr("A seizure of {n} minutes is unusual. Save again to keep it.").format(
            n=quantity_text(neuro.seizure_min, 0, QLocale())
        )

    def _may_sleep(self) -> bool:
        return self.choices["loc"].text_kept() in SLEEPS

    def _had_seizure(self) -> bool:
        return self.choices["seizure"].text_kept() not in {"", "none"}

    # --- moving on ------------------------------------------------------------------------------

    def _chosen(self, finding: str) -> None:
        self._show_dependents()
        self.retyped.emit()
        if not self.choices[finding].text_kept():
            return
        if finding == "seizure" and self._had_seizure():
            self.minutes.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._on_from(finding)

    def _on_from(self, finding: str) -> None:
        names = list(self.choices)
        place = names.index(finding) + 1
        if place < len(names):
            self.choices[names[place]].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.finished.emit()

    def begin(self) -> None:
        """Put the keyboard on the first finding."""
        self.choices["loc"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        try:
            number(self.minutes.text(), _MINUTES.decimals)
            state: Literal["", "refused"] = "refused" if self.problem() else ""
        except Unreadable as error:
            state = "" if error.code is Refusal.UNFINISHED else "refused"
        set_state(self.minutes, state)
        self.retyped.emit()

    def _show_dependents(self) -> None:
        self.sleep.setVisible(self._may_sleep())
        self.minutes.setVisible(self._had_seizure())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    # --- what was last seen -----------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show what was last charted of each finding, and how long ago."""
        locs = {option.code: option.words for option in loc_options()}
        seizures = {option.code: option.words for option in seizure_options()}
        loc = chart.latest(Neuro, "loc")
        self._show_last(chart, "loc", loc, locs.get(loc.sign.loc or "", "") if loc else "")
        fit = chart.latest(Neuro, "seizure")
        charted = fit if fit and fit.sign.seizure else None
        words = seizures.get(charted.sign.seizure or "", "") if charted else ""
        self._show_last(chart, "seizure", charted, words)
        self._show_last(chart, "motor", *self._motor(chart))
        self._show_last(chart, "pressure", *self._pressure(chart))
        oedema = chart.latest(Neuro, "oedema")
        words = dict(oedema_options()).get(oedema.sign.oedema or "", "") if oedema else ""
        self._show_last(chart, "oedema", oedema, words)
        there = [
            self.tr("{finding} since {moment}").format(
                finding=dict(yes_no_options(name))["yes"],
                moment=self._moment(chart, seen.at),
            )
            for name in _PAIRED
            if (seen := chart.latest(Neuro, name)) and getattr(seen.sign, name)
        ]
        self._standing.setText(" · ".join(there))
        self._standing.setVisible(bool(there))

    def _motor(self, chart: Chart) -> tuple[Seen[Neuro] | None, str]:
        words = dict(motor_options())
        deep = chart.latest(Neuro, "deep_focal_weakness")
        mild = chart.latest(Neuro, "mild_focal_weakness")
        if deep and deep.sign.deep_focal_weakness:
            return deep, words["deep"]
        if mild and mild.sign.mild_focal_weakness:
            return mild, words["mild"]
        latest = _latest((deep, mild))
        return latest, words["none"] if latest else ""

    def _pressure(self, chart: Chart) -> tuple[Seen[Neuro] | None, str]:
        words = dict(pressure_options())
        seen = [(name, chart.latest(Neuro, name)) for name in PRESSURE]
        there = [(name, found) for name, found in seen if found and getattr(found.sign, name)]
        if there:
            return there[0][1], ", ".join(words[name] for name, _ in there)
        latest = _latest([found for _, found in seen])
        return latest, words["none"] if latest else ""

    def _show_last(self, chart: Chart, finding: str, seen: Seen[Neuro] | None, words: str) -> None:
        shown = ""
        if seen and words:
            shown = self.tr("{age} · {finding}").format(
                finding=words, age=age_text(chart.now - seen.at)
            )
        self._last[finding].setText(shown)
        self.choices[finding].setAccessibleDescription(shown)

    def last(self, finding: str) -> str:
        """The grey words beside a finding."""
        return self._last[finding].text()

    @staticmethod
    def _moment(chart: Chart, at: datetime) -> str:
        return moment_text(at, chart.zone, QLocale(), chart.now)


def _latest(seen: Sequence[Seen[Neuro] | None]) -> Seen[Neuro] | None:
    known = [found for found in seen if found is not None]
    return max(known, key=lambda found: found.at, default=None)
