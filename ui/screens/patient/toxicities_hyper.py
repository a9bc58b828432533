"""What a person states for the checklist of IEC-HS and for HScore."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, get_args

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from bedside.facts import Hyperinflammation
from bedside.toxicities import Toxicities
from grading.toxicity import CrsState
from ui.screens.patient.toxicities_form import LookForm, Part, Preview
from ui.screens.patient.toxicities_lines import iec_hs_badge, proposed_text
from ui.screens.patient.toxicities_rows import AskRow, KeyOption, said_of, yes_no
from ui.words import examined, toxicity
from ui.words import toxicity_items as items
from ui.words.codes import capitalised

translate = QCoreApplication.translate
_CHECKLIST = (
    "ferritin_rises_fast",
    "haemophagocytosis",
    "cytopenia_new_or_worse",
    "no_better_cause",
    "coagulation_worse",
    "splenomegaly_new",
    "fever_new_or_persistent",
    "neurotoxicity",
    "lung_signs",
    "renal_insufficiency",
)
_HSCORE = ("immunosuppressed", "hepatomegaly", "splenomegaly")


def _caption(name: str) -> str:
    return {
        "ferritin_rises_fast": translate("HyperForm", "Ferritin rises fast, by your judgement"),
        "haemophagocytosis": translate("HyperForm", "Haemophagocytosis in marrow or tissue"),
        "cytopenia_new_or_worse": translate("HyperForm", "Cytopenia new, worse or refractory"),
        "no_better_cause": translate("HyperForm", "No other cause explains it better"),
        "coagulation_worse": translate("HyperForm", "Coagulation otherwise worse"),
        "splenomegaly_new": translate("HyperForm", "Spleen newly enlarged"),
        "fever_new_or_persistent": translate("HyperForm", "Fever new or persistent"),
        "neurotoxicity": translate("HyperForm", "Neurotoxicity"),
        "lung_signs": translate("HyperForm", "Signs of the lung"),
        "renal_insufficiency": translate("HyperForm", "Renal insufficiency"),
        "immunosuppressed": translate("HyperForm", "Known immunosuppression before"),
        "hepatomegaly": translate("HyperForm", "Liver enlarged"),
        "splenomegaly": translate("HyperForm", "Spleen enlarged"),
    }[name]


def _rows(names: tuple[str, ...]) -> tuple[AskRow, ...]:
    return tuple(AskRow(name, _caption(name), yes_no()) for name in names)


def _states() -> tuple[KeyOption, ...]:
    words = {
        "active": translate("HyperForm", "Active"),
        "resolving": translate("HyperForm", "Resolving"),
        "resolved": translate("HyperForm", "Resolved"),
        "worse_after_improvement": translate("HyperForm", "Worse again"),
        "never": translate("HyperForm", "Never"),
    }
    return tuple(
        KeyOption(state, words[state], str(figure))
        for figure, state in enumerate(get_args(CrsState), 1)
    )


def _grades() -> tuple[KeyOption, ...]:
    return tuple(KeyOption(code, code, code) for code in items.judged_grade.codes)


def _parts() -> tuple[Part, ...]:
    keys = translate("HyperForm", "Y yes   N no   U unknown   ↑↓ move")
    crs = AskRow(
        "crs",
        translate("HyperForm", "How CRS stands, if otherwise than in the record"),
        _states(),
        columns=5,
        width=96,
    )
    grade = AskRow(
        "grade",
        translate("HyperForm", "Grade of IEC-HS, only where you have made the diagnosis"),
        _grades(),
        columns=6,
        width=56,
    )
    return (
        Part(translate("HyperForm", "Checklist of IEC-HS"), keys, (*_rows(_CHECKLIST), crs)),
        Part(translate("HyperForm", "HScore"), "", _rows(_HSCORE)),
        Part(translate("HyperForm", "A physician's diagnosis"), "0–5", (grade,)),
    )


class HyperForm(LookForm):
    """The items that no laboratory value answers; it proposes a work-up, never a diagnosis."""

    name = "hyperinflammation"
    looked = Hyperinflammation

    def __init__(self, clock: Callable[[], datetime]) -> None:
        title = self.tr("Signs of hyperinflammation")
        super().__init__(clock, toxicity.scale_called("iec_hs"), title, _parts())
        self.comment = QLineEdit()
        self.comment.setPlaceholderText(self.tr("Comment"))
        self.comment.setAccessibleName(self.tr("Comment"))
        self.comment.setMaxLength(300)
        self.add_below(self.comment)
        self.comment.textEdited.connect(self._retyped)

    def texts(self) -> dict[str, str]:
        """What is answered, and the comment."""
        said = super().texts()
        if self.comment.text().strip():
            said["comment"] = self.comment.text()
        return said

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Show these answers and no others, without a word of change."""
        super().set_texts(texts)
        self.comment.setText(texts.get("comment", ""))
        self._show_grade()

    def _retyped(self) -> None:
        self._show_grade()
        super()._retyped()

    def _show_grade(self) -> None:
        """What the grade stands for, in words."""
        row = self.rows["grade"]
        assert isinstance(row, AskRow)
        chosen = row.text()
        row.show_aside(capitalised(items.judged_grade(chosen)) if chosen else "")

    def fact(self) -> Hyperinflammation | None:
        """What is stated; None where nothing is. Raises Invalid."""
        said: dict[str, Any] = {
            name: said_of(self.rows[name].text()) for name in (*_CHECKLIST, *_HSCORE)
        }
        grade = self.rows["grade"].text()
        made = Hyperinflammation(
            **said,
            crs=self.rows["crs"].text() or None,  # type: ignore[arg-type]
            grade=int(grade) if grade else None,
            comment=" ".join(self.comment.text().split()),
        )
        return None if made == Hyperinflammation() else made

    def problem(self) -> bool:
        """Whether something cannot be; it is said, and the keyboard is there."""
        if self.rows["splenomegaly"].text() == "no" and (
            self.rows["splenomegaly_new"].text() == "yes"
        ):
            self.said.refuse(self.tr("The spleen cannot be newly enlarged and not enlarged."))
            self.rows["splenomegaly"].setFocus()
            return True
        return super().problem()

    def blank(self) -> Hyperinflammation:
        """Nothing stated: the laboratory speaks alone."""
        return Hyperinflammation()

    def preview(self, found: Toxicities | None) -> Preview:
        """What is proposed, how many criteria are met, and the bounds of HScore."""
        if found is None or found.iec_hs is None:
            return Preview(None, 0, "–", self.tr("The checklist begins with the infusion."))
        checklist = found.iec_hs.checklist
        self._show_crs(found)
        counts = self.tr("Criteria met: {met}, not met: {not_met}, not known: {unknown}").format(
            met=len(checklist.named("met")),
            not_met=len(checklist.named("not_met")),
            unknown=len(checklist.named("unknown")),
        )
        shown = iec_hs_badge(found.iec_hs, found.now)
        score = found.hscore.score
        return Preview(
            shown.level,
            shown.at_least,
            shown.text,
            proposed_text(found.iec_hs, found.now),
            (counts, f"{items.hscore_text(score)} · {items.cut_off_text(score)}"),
            self.tr("A list to work through; it is no diagnosis."),
        )

    def _show_crs(self, found: Toxicities) -> None:
        row = self.rows["crs"]
        assert isinstance(row, AskRow)
        state = found.iec_hs
        words = ""
        if state is not None and state.crs is not None and not state.crs_stated:
            words = self.tr("By the record: {state}.").format(state=examined.crs_state(state.crs))
        row.show_aside(words)
