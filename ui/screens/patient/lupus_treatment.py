"""What is taken for lupus, and the activity that SLEDAI does not ask for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bedside.facts import LupusDrug, LupusTreatment
from grading.scores.lldas import BeyondSledai
from grading.scores.treatment import MEDICINES
from grading.signs import Invalid
from ui import theme, words
from ui.screens.patient.forms import Chosen
from ui.shown import refusal_text
from ui.typed import Refusal, Unreadable, number
from ui.widgets.choice import Option
from ui.widgets.parts import label, set_state
from ui.words import lupus
from ui.words.codes import capitalised

_DOSES = ("prednisolone_mg_day", "prednisolone_28d_mg_day")
_TREATED = ("stable", "tolerated_standard", "investigational")
_BEYOND = ("haemolytic_anaemia", "gastrointestinal")
_SLOTS = 8
_YES_NO = {"yes": True, "no": False}


def _question(name: str) -> str:
    translate = QCoreApplication.translate
    return {
        "stable": translate("LupusForm", "Immunosuppressants and biologics stable"),
        "tolerated_standard": translate(
            "LupusForm", "Drugs approved, at standard doses, well tolerated"
        ),
        "investigational": translate(
            "LupusForm", "Investigational drug taken now (the cells do not count)"
        ),
        "haemolytic_anaemia": translate("LupusForm", "Haemolytic anaemia"),
        "gastrointestinal": translate("LupusForm", "Gastrointestinal activity"),
        "prednisolone_mg_day": translate("LupusForm", "Steroid today, as prednisolone, mg a day"),
        "prednisolone_28d_mg_day": translate("LupusForm", "Mean of the last 28 days, mg a day"),
    }[name]


def _yes_no() -> tuple[Option, ...]:
    translate = QCoreApplication.translate
    return (
        Option("yes", translate("LupusForm", "Yes")),
        Option("no", translate("LupusForm", "No")),
    )


class _DrugSlot(QWidget):
    """One maintenance drug: which, how much, a day or a week."""

    retyped = Signal()

    def __init__(self) -> None:
        super().__init__()
        translate = QCoreApplication.translate
        names = tuple(Option(one, capitalised(lupus.medicine(one))) for one in MEDICINES)
        per = (
            Option("day", translate("LupusForm", "mg a day")),
            Option("week", translate("LupusForm", "mg a week")),
        )
        self.drug = Chosen(
            translate("LupusForm", "Drug for lupus"),
            names,
            unchosen=translate("LupusForm", "Drug for lupus…"),
        )
        self.mg = QLineEdit()
        self.mg.setFixedWidth(theme.px(80))
        self.mg.setAccessibleName(translate("LupusForm", "Dose in mg"))
        self.mg.setPlaceholderText(translate("LupusForm", "mg"))
        self.per = Chosen(
            translate("LupusForm", "A day or a week"),
            per,
            unchosen=translate("LupusForm", "mg a day"),
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.drug, 1)
        layout.addWidget(self.mg)
        layout.addWidget(self.per)
        self.drug.retyped.connect(self.retyped)
        self.per.retyped.connect(self.retyped)
        self.mg.textEdited.connect(lambda _text: self.retyped.emit())

    def text(self) -> str:
        """The drug as it is kept in a draft: "methotrexate:15:week"."""
        said = (self.drug.text_kept(), self.mg.text().strip(), self.per.text_kept())
        return ":".join(said).rstrip(":")

    def set_text(self, text: str) -> None:
        """Show this drug, or none."""
        drug, mg, per = [*text.split(":"), "", "", ""][:3]
        self.drug.set_text(drug)
        self.mg.setText(mg)
        self.per.set_text(per)

    def given(self) -> LupusDrug | None:
        """The drug; None where none is chosen. Raises Unreadable, Invalid."""
        name = self.drug.text_kept()
        if not name:
            if self.mg.text().strip():
                raise Unreadable(Refusal.UNFINISHED, self.mg.text().strip())
            return None
        per = self.per.text_kept() or "day"
        return LupusDrug(name, number(self.mg.text(), 2), per)  # type: ignore[arg-type]


class TreatmentCard(QWidget):
    """Steroid dose, maintenance drugs, five questions. Nothing is answered at first.

    ``retyped`` at every change, ``finished`` on Enter in the last field.
    """

    retyped = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(m) for m in (16, 4, 12, 6)))
        layout.setSpacing(theme.px(6))
        grid = QGridLayout()
        grid.setSpacing(theme.px(6))
        grid.setColumnStretch(0, 1)
        self.doses: dict[str, QLineEdit] = {}
        for row, name in enumerate(_DOSES):
            edit = QLineEdit()
            edit.setFixedWidth(theme.px(100))
            edit.setAccessibleName(_question(name))
            edit.textEdited.connect(self._retyped)
            edit.returnPressed.connect(lambda row=row: self._after(row))
            self.doses[name] = edit
            grid.addWidget(label(_question(name), wrap=True), row, 0)
            grid.addWidget(edit, row, 1, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(grid)
        self._given = label("", "second", wrap=True)
        self._given.hide()
        layout.addWidget(self._given)
        self.none = Chosen(
            self.tr("Other drugs for lupus"),
            (Option("none", self.tr("None is taken")),),
            unchosen=self.tr("No other drug for lupus?"),
        )
        self.none.retyped.connect(self._retyped)
        layout.addWidget(self.none)
        self.slots = [_DrugSlot() for _ in range(_SLOTS)]
        for slot in self.slots:
            slot.retyped.connect(self._retyped)
            layout.addWidget(slot)
        self.questions: dict[str, Chosen] = {}
        asked = QGridLayout()
        asked.setSpacing(theme.px(6))
        asked.setColumnStretch(0, 1)
        for row, name in enumerate((*_TREATED, *_BEYOND)):
            chosen = Chosen(_question(name), _yes_no(), unchosen=self.tr("Yes or no"))
            chosen.retyped.connect(self._retyped)
            self.questions[name] = chosen
            asked.addWidget(label(_question(name), wrap=True), row, 0)
            asked.addWidget(chosen, row, 1)
        layout.addLayout(asked)
        self._arrange()

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        self.first().setFocus(Qt.FocusReason.TabFocusReason)

    def first(self) -> QLineEdit:
        """Its first field."""
        return self.doses[_DOSES[0]]

    def _after(self, place: int) -> None:
        if place + 1 < len(_DOSES):
            self.doses[_DOSES[place + 1]].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finished.emit()

    def _retyped(self) -> None:
        for edit in self.doses.values():
            set_state(edit, "")
        if self.none.text_kept() and any(slot.text() for slot in self.slots):
            self.none.set_text("")
        self._arrange()
        self.retyped.emit()

    def _arrange(self) -> None:
        """One blank line for a further drug, and no more."""
        used = [bool(slot.text()) for slot in self.slots]
        last = max((place for place, said in enumerate(used) if said), default=-1)
        for place, slot in enumerate(self.slots):
            slot.setVisible(place <= last + 1)

    def show_given(self, text: str) -> None:
        """What the record holds of steroids; it is never the answer."""
        self._given.setText(text)
        self._given.setVisible(bool(text))

    # --- what is answered -------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """What is typed and chosen, as it is kept in a draft."""
        said = {name: edit.text() for name, edit in self.doses.items()}
        said |= {name: chosen.text_kept() for name, chosen in self.questions.items()}
        said["none"] = self.none.text_kept()
        said |= {f"drug{place}": slot.text() for place, slot in enumerate(self.slots)}
        return {name: text for name, text in said.items() if text.strip()}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Show this and nothing else, without a word of change."""
        for name, edit in self.doses.items():
            edit.setText(texts.get(name, ""))
            set_state(edit, "")
        for name, chosen in self.questions.items():
            chosen.set_text(texts.get(name, ""))
        self.none.set_text(texts.get("none", ""))
        for place, slot in enumerate(self.slots):
            slot.set_text(texts.get(f"drug{place}", ""))
        self._arrange()

    def problem(self) -> str:
        """What cannot be read, in a sentence, with the keyboard in its field; empty if nothing."""
        for name, edit in self.doses.items():
            try:
                replace(LupusTreatment(), **{name: number(edit.text(), 2)})  # type: ignore[arg-type]
            except (Unreadable, Invalid) as error:
                return self._refused(edit, error)
        for slot in self.slots:
            try:
                slot.given()
            except (Unreadable, Invalid) as error:
                return self._refused(slot.mg, error)
        return ""

    def _refused(self, edit: QLineEdit, error: Unreadable | Invalid) -> str:
        set_state(edit, "refused")
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(error, Unreadable):
            return refusal_text(error)
        return words.invalid(error, LupusTreatment if error.field in _DOSES else None)

    def treatment(self) -> LupusTreatment:
        """What was said of the treatment. Raises Unreadable, Invalid."""
        given = [drug for slot in self.slots if (drug := slot.given()) is not None]
        none = () if self.none.text_kept() else None
        said: dict[str, Any] = {name: number(edit.text(), 2) for name, edit in self.doses.items()}
        said |= self._said(*_TREATED)
        return LupusTreatment(drugs=tuple(given) or none, **said)

    def beyond(self) -> BeyondSledai:
        """What was said of the activity that SLEDAI does not ask for."""
        return BeyondSledai(**self._said(*_BEYOND))

    def _said(self, *names: str) -> dict[str, bool | None]:
        return {name: _YES_NO.get(self.questions[name].text_kept()) for name in names}
