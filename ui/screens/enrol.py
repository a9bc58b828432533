"""Enrol a patient, or correct who somebody is."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import QWidget

from bedside.chart import Person
from bedside.facts import Admitted, Enrolled, Fact, Sex
from bedside.timeline import Draft, Entry
from grading.signs import Invalid, Planned
from ui.shown import quantity_text, refusal_text
from ui.typed import Unreadable, moment
from ui.widgets.form import Answer, Form, Refused
from ui.words import invalid

MAX_ID = 40
_AHEAD = timedelta(days=400)
"""How far ahead an infusion may be planned."""
_WITH_YEAR = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[ T].*|\d{1,2}\.\d{1,2}\.\d{4} .*")


class Enrol(Form):
    """Identity, trial, bed and planned infusion of a new patient.

    ``taken`` are the ids in the record, which no new patient may have. With ``person`` it
    corrects the identity of somebody enrolled already; then the id stands.
    """

    opened = Signal(str)
    """The patient who was saved."""

    def __init__(
        self,
        taken: Collection[str],
        clock: Callable[[], datetime],
        zone: tzinfo,
        parent: QWidget | None = None,
        *,
        person: Person | None = None,
    ) -> None:
        title = (
            QCoreApplication.translate("Enrol", "Enrol a patient")
            if person is None
            else QCoreApplication.translate("Enrol", "Identity of {patient}").format(
                patient=person.patient
            )
        )
        action = (
            QCoreApplication.translate("Enrol", "Enrol")
            if person is None
            else QCoreApplication.translate("Enrol", "Save identity")
        )
        super().__init__(title, action, parent)
        self._clock = clock
        self._zone = zone
        self._taken = {"".join(patient.split()).casefold() for patient in taken}
        self._person = person
        known = person.enrolled if person else Enrolled()
        translate = QCoreApplication.translate
        if person is None:
            self.add_line(
                "patient",
                translate("Enrol", "Trial id"),
                hint=translate("Enrol", "The pseudonym of the trial, never a name."),
            )
        self.add_line("initials", translate("Enrol", "Initials (if allowed)"), text=known.initials)
        self.add_line(
            "birth_year",
            translate("Enrol", "Year of birth"),
            text="" if known.birth_year is None else str(known.birth_year),
        )
        self.add_choice(
            "sex",
            translate("Enrol", "Sex"),
            (("female", translate("Enrol", "Female")), ("male", translate("Enrol", "Male"))),
            chosen=known.sex or "",
        )
        weight = known.weight_kg
        self.add_line(
            "weight",
            translate("Enrol", "Weight kg"),
            text="" if weight is None else quantity_text(weight, 1, QLocale()),
        )
        self.add_line("protocol", translate("Enrol", "Protocol"), text=known.protocol, long=True)
        self.add_line(
            "dose_level", translate("Enrol", "Dose level"), text=known.dose_level, long=True
        )
        if person is None:
            self.add_line(
                "bed",
                translate("Enrol", "Bed"),
                hint=translate("Enrol", "Blank for an outpatient."),
            )
        self.add_line(
            "planned",
            translate("Enrol", "Infusion planned"),
            hint=translate("Enrol", "As 2026-11-25 10:00; blank where it is not fixed."),
        )

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        clock: Callable[[], datetime],
        zone: tzinfo,
        taken: Collection[str] = (),
        person: Person | None = None,
    ) -> Answer | None:
        """Ask for a new patient, or for the identity of this person; None if left."""
        return cls(taken, clock, zone, parent, person=person).answer()

    def saved(self, entries: Sequence[Entry]) -> None:
        super().saved(entries)
        self.opened.emit(entries[0].patient)

    def read(self) -> Answer:
        patient = self._person.patient if self._person else self._new_id()
        facts: list[Fact] = [self._enrolled()]
        if self._person is None and self.text("bed"):
            facts.append(Admitted(self.text("bed")))
        if self.text("planned"):
            facts.append(Planned(self._planned()))
        now = self._clock()
        return tuple(Draft(patient, now, fact) for fact in facts)

    def _new_id(self) -> str:
        patient = self.text("patient")
        if not patient:
            raise Refused("patient", QCoreApplication.translate("Enrol", "Type the trial id."))
        if len(patient) > MAX_ID or not patient.isprintable():
            raise Refused(
                "patient",
                QCoreApplication.translate("Enrol", "At most {n} plain characters.").format(
                    n=MAX_ID
                ),
            )
        if "".join(patient.split()).casefold() in self._taken:
            raise Refused(
                "patient",
                QCoreApplication.translate("Enrol", "{patient} is in this record already.").format(
                    patient=patient
                ),
            )
        return patient

    def _enrolled(self) -> Enrolled:
        sex: Sex | None = {"female": "female", "male": "male"}.get(self.text("sex"))  # type: ignore[assignment]
        try:
            enrolled = Enrolled(
                initials=self.text("initials"),
                birth_year=self.whole("birth_year"),
                sex=sex,
                weight_kg=self.number("weight"),
                protocol=self.text("protocol"),
                dose_level=self.text("dose_level"),
            )
        except Invalid as error:
            field = "weight" if error.field == "weight_kg" else error.field
            raise Refused(field, invalid(error, Enrolled)) from error
        this_year = self._clock().astimezone(self._zone).year
        if enrolled.birth_year is not None and enrolled.birth_year > this_year:
            raise Refused(
                "birth_year", QCoreApplication.translate("Enrol", "That year is still to come.")
            )
        return enrolled

    def _planned(self) -> datetime:
        typed = self.text("planned")
        if not _WITH_YEAR.fullmatch(typed):
            raise Refused(
                "planned",
                QCoreApplication.translate("Enrol", "Write the whole date: 2026-11-25 10:00."),
            )
        try:
            planned = moment(typed, self._clock() + _AHEAD, self._zone)
        except Unreadable as error:
            raise Refused("planned", refusal_text(error)) from error
        if planned <= self._clock():
            raise Refused(
                "planned",
                QCoreApplication.translate(
                    "Enrol", "That is past: record the infusion itself instead."
                ),
            )
        return planned
