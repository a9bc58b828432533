"""The examination for acute GvHD, and its stages by MAGIC if it were saved."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from bedside.toxicities import Toxicities
from grading.scales.gvhd import Examination
from ui.screens.patient.toxicities_form import LookForm, Part, Preview
from ui.screens.patient.toxicities_lines import badge_of
from ui.screens.patient.toxicities_rows import AskRow, NumberRow, said_of, yes_no
from ui.words import toxicity
from ui.words.measures import quantity

translate = QCoreApplication.translate
_NUMBERS = ("skin_bsa_pct", "desquamation_pct", "stool_ml", "stool_episodes")
_ANSWERS = (
    "bullae",
    "bili_other_cause",
    "upper_gi_persistent",
    "severe_abdominal_pain",
    "gross_blood",
)
_BILIRUBIN = ("bili_umol_l", "bili_mg_dl")


def _number(name: str, caption: str, aside: str = "") -> NumberRow:
    return NumberRow(Examination, name, caption, aside)


def _parts() -> tuple[Part, ...]:
    keys = translate("GvhdForm", "Y yes   N no   U unknown   ↑↓ move")
    return (
        Part(
            translate("GvhdForm", "Skin"),
            keys,
            (
                _number(
                    "skin_bsa_pct",
                    translate("GvhdForm", "Active erythema"),
                    translate("GvhdForm", "Share of the body surface; 0 where there is none."),
                ),
                AskRow("bullae", translate("GvhdForm", "Bullae"), yes_no()),
                _number("desquamation_pct", translate("GvhdForm", "Desquamation")),
            ),
        ),
        Part(
            translate("GvhdForm", "Liver"),
            "",
            (
                _number("bili_umol_l", translate("GvhdForm", "Bilirubin in µmol/L")),
                _number("bili_mg_dl", translate("GvhdForm", "or bilirubin in mg/dL")),
                AskRow(
                    "bili_other_cause",
                    translate("GvhdForm", "The bilirubin has another cause"),
                    yes_no(),
                ),
            ),
        ),
        Part(
            translate("GvhdForm", "Upper gut"),
            "",
            (
                AskRow(
                    "upper_gi_persistent",
                    translate("GvhdForm", "Persistent nausea, vomiting or anorexia"),
                    yes_no(),
                ),
            ),
        ),
        Part(
            translate("GvhdForm", "Lower gut"),
            "",
            (
                _number(
                    "stool_ml",
                    translate("GvhdForm", "Stool volume"),
                    translate("GvhdForm", "Of this day; the mean of three days is reckoned."),
                ),
                AskRow(
                    "stool_mixed",
                    translate("GvhdForm", "Urine is in that volume"),
                    yes_no()[:2],
                ),
                _number("stool_episodes", translate("GvhdForm", "Number of stools")),
                AskRow(
                    "severe_abdominal_pain",
                    translate("GvhdForm", "Severe pain (opioid needed, clearly weaker) or ileus"),
                    yes_no(),
                ),
                AskRow("gross_blood", translate("GvhdForm", "Grossly bloody stool"), yes_no()),
            ),
        ),
    )


class GvhdForm(LookForm):
    """Skin, bilirubin, upper and lower gut; nothing is answered at first."""

    name = "gvhd"
    looked = Examination

    def __init__(self, clock: Callable[[], datetime]) -> None:
        title = self.tr("Examination for acute GvHD")
        super().__init__(clock, toxicity.scale_called("agvhd"), title, _parts())

    def fact(self) -> Examination | None:
        """The examination; None where nothing is answered. Raises Unreadable, Invalid."""
        found: dict[str, Any] = {name: self._value(name) for name in (*_NUMBERS, *_BILIRUBIN)}
        found |= {name: said_of(self.rows[name].text()) for name in _ANSWERS}
        found["stool_mixed"] = self.rows["stool_mixed"].text() == "yes"
        made = Examination(**found)
        return None if made == Examination() else made

    def _value(self, name: str) -> float | None:
        row = self.rows[name]
        assert isinstance(row, NumberRow)
        return row.value()

    def blank(self) -> Examination:
        """An examination that says nothing: the record may answer for the liver all the same."""
        return Examination()

    def preview(self, found: Toxicities | None) -> Preview:
        """The stages and the grade, with what the record adds."""
        grade = None if found is None else found.gvhd.grade
        self._show_record(None if found is None else found.gvhd.examination)
        if grade is None:
            return Preview(None, 0, None, self.tr("Acute GvHD cannot be stated"))
        shown = badge_of(grade)
        return Preview(
            shown.level,
            shown.at_least,
            shown.text,
            toxicity.title(grade),
            (toxicity.stages_text(grade), toxicity.missing_line(grade)),
            " ".join(toxicity.flags(grade)),
        )

    def _show_record(self, completed: Examination | None) -> None:
        """The bilirubin of the record, where none is typed."""
        typed = any(self.rows[name].text().strip() for name in _BILIRUBIN)
        for name in _BILIRUBIN:
            value = None if completed is None or typed else getattr(completed, name)
            row = self.rows[name]
            assert isinstance(row, NumberRow)
            row.show_aside(
                ""
                if value is None
                else self.tr("In the record: {value}; it counts unless you write another.").format(
                    value=quantity(Examination, name, value)
                )
            )
