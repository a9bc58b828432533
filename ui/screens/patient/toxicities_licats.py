"""The look at one organ for LICATS: first its preconditions, then its signs, then its course."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast, get_args

from PySide6.QtCore import QCoreApplication

from bedside.facts import LicatsLook
from bedside.toxicities import BCellsKnown, Toxicities
from grading.scales.licats import LEVEL, SIGNS, Course, Organ
from ui.screens.patient.toxicities_form import LookForm, Part, Preview
from ui.screens.patient.toxicities_lines import badge_of
from ui.screens.patient.toxicities_rows import AskRow, KeyOption, said_of, yes_no
from ui.words import examined, toxicity
from ui.words.codes import capitalised

translate = QCoreApplication.translate
_SIGN = "sign."
_PRECONDITIONS = ("involved_before", "b_cells_depleted", "otherwise_explained")
_ORGAN_KEYS = dict(zip(get_args(Organ), "skjhlgm", strict=True))


def _organs() -> tuple[KeyOption, ...]:
    return tuple(KeyOption(one, examined.organ(one), key) for one, key in _ORGAN_KEYS.items())


def _courses() -> tuple[KeyOption, ...]:
    short = {
        "none": translate("LicatsForm", "No treatment"),
        "symptomatic": translate("LicatsForm", "Symptomatic"),
        "medical": translate("LicatsForm", "Medical"),
        "hospitalised": translate("LicatsForm", "Hospital"),
        "life_threatening": translate("LicatsForm", "Life at risk"),
    }
    return tuple(
        KeyOption(course, short[course], str(figure)) for figure, course in enumerate(LEVEL, 1)
    )


def _parts() -> tuple[Part, ...]:
    signs = dict.fromkeys(sign for organ in SIGNS.values() for sign in organ)
    return (
        Part(
            translate("LicatsForm", "Organ"),
            translate("LicatsForm", "S K J H L G M organ   Y yes   N no   U unknown   ↑↓ move"),
            (
                AskRow(
                    "organ", translate("LicatsForm", "Which organ?"), _organs(), columns=7, width=68
                ),
            ),
        ),
        Part(
            translate("LicatsForm", "First: could it be LICATS at all?"),
            "",
            (
                AskRow(
                    "involved_before",
                    translate("LicatsForm", "The organ was involved before the cells"),
                    yes_no(),
                ),
                AskRow(
                    "b_cells_depleted",
                    translate("LicatsForm", "B cells are depleted"),
                    yes_no(),
                ),
                AskRow(
                    "otherwise_explained",
                    translate("LicatsForm", "Another cause explains it"),
                    yes_no(),
                ),
            ),
        ),
        Part(
            translate("LicatsForm", "Signs of the organ"),
            "",
            tuple(
                AskRow(f"{_SIGN}{sign}", capitalised(examined.sign(sign)), yes_no())
                for sign in signs
            ),
        ),
        Part(
            translate("LicatsForm", "What it came to"),
            translate("LicatsForm", "1 to 5"),
            (
                AskRow(
                    "course",
                    translate("LicatsForm", "Treatment it needed"),
                    _courses(),
                    columns=5,
                    width=98,
                ),
            ),
        ),
    )


class LicatsForm(LookForm):
    """One organ: where a precondition does not hold, other causes are offered instead."""

    name = "licats"
    looked = LicatsLook

    def __init__(self, clock: Callable[[], datetime]) -> None:
        title = self.tr("Organ looked at for LICATS")
        super().__init__(clock, toxicity.scale_called("licats"), title, _parts())
        for name in ("organ", "course"):
            self.rows[name].marked.connect(self._show_signs)
        self._show_signs()

    @property
    def organ(self) -> Organ | None:
        """The organ that was chosen."""
        chosen = self.rows["organ"].text()
        return cast("Organ", chosen) if chosen else None

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Show these answers and no others, without a word of change."""
        super().set_texts(texts)
        self._show_signs()

    def _show_signs(self) -> None:
        """Only the signs of the organ are asked for; those of another one are taken back.

        What was chosen of the course is said in whole words.
        """
        asked = SIGNS[self.organ] if self.organ is not None else ()
        for name, row in self.rows.items():
            if name.startswith(_SIGN):
                there = name.removeprefix(_SIGN) in asked
                row.setVisible(there)
                if not there:
                    row.set_text("")
        course = self.rows["course"]
        assert isinstance(course, AskRow)
        chosen = course.text()
        course.show_aside(capitalised(examined.course(chosen)) if chosen else "")

    def fact(self) -> LicatsLook | None:
        """The look; None where no organ is chosen."""
        if self.organ is None:
            return None
        signs = SIGNS[self.organ]
        answers = {sign: self.rows[f"{_SIGN}{sign}"].text() for sign in signs}
        course = self.rows["course"].text()
        said = {name: said_of(self.rows[name].text()) for name in _PRECONDITIONS}
        return LicatsLook(
            self.organ,
            present=tuple(sign for sign in signs if answers[sign] == "yes"),
            absent=tuple(sign for sign in signs if answers[sign] == "no"),
            course=cast("Course", course) if course else None,
            **said,
        )

    def blank(self) -> None:
        """Without an organ there is nothing to look at."""

    def preview(self, found: Toxicities | None) -> Preview:
        """The grade of the organ, and what else to think of."""
        if found is not None:
            self._show_b_cells(found.licats.b_cells)
        if self.organ is None:
            return Preview(None, 0, None, self.tr("Choose an organ."))
        courses = () if found is None else found.licats.organs
        grade = next((one.now for one in courses if one.organ == self.organ), None)
        if grade is None:
            return Preview(None, 0, None, self.tr("No infusion yet: LICATS cannot be stated."))
        shown = badge_of(grade)
        return Preview(
            shown.level,
            shown.at_least,
            shown.text,
            toxicity.organ_title(grade),
            (toxicity.missing_line(grade),),
            " ".join((*toxicity.flags(grade), toxicity.offered(grade))).strip(),
        )

    def _show_b_cells(self, known: BCellsKnown) -> None:
        row = self.rows["b_cells_depleted"]
        assert isinstance(row, AskRow)
        words = ""
        if known.source == "count":
            words = (
                self.tr("By the counts in the record: depleted. The count decides.")
                if known.depleted
                else self.tr("By the counts in the record: present. The count decides.")
            )
        row.show_aside(words)
