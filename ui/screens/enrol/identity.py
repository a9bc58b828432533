"""Who a patient is, as typed: the id and the enrolment, or refused at the field."""

from collections.abc import Callable, Container
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.facts import WARD, Enrolled, Sex
from grading.signs import Invalid, quantities
from ui.shown import quantity_text, refusal_text
from ui.typed import Unreadable, day
from ui.widgets.form import Asked, Form, Refused
from ui.words import invalid, quantity, quantity_label

MAX_ID = 40
"""The most characters of a trial id."""
_YEAR = 4
_FIELDS = {
    "weight_kg": "weight",
    "height_cm": "height",
    "birth_year": "born",
    "birth_date": "born",
}
OLDEST = 120
"""Nobody is older than this many years."""


def read_id(form: Form, taken: Container[str]) -> str:
    """The trial id of a new patient as typed. Raises `Refused` at the field.

    ``taken`` are the ids that are there already, as :func:`alike` gives them.
    """
    translate = QCoreApplication.translate
    patient = form.text("patient")
    if not patient:
        raise Refused("patient", translate("Enrol", "Type the trial id."))
    if patient == WARD:
        text = translate("Enrol", "“{sign}” stands for the ward itself: type the trial id.")
        raise Refused("patient", text.format(sign=WARD))
    if len(patient) > MAX_ID or not patient.isprintable():
        text = translate("Enrol", "At most {n} plain characters.")
        raise Refused("patient", text.format(n=MAX_ID))
    if alike(patient) in taken:
        text = translate("Enrol", "{patient} is in this record already.")
        raise Refused("patient", text.format(patient=patient))
    return patient


def alike(patient: str) -> str:
    """An id without what people do not tell ids apart by: blanks, small and capital letters."""
    return "".join(patient.split()).casefold()


def add_identity(form: Form, known: Enrolled) -> None:
    """Fields for initials, birth, sex, weight, height and consent, with what is known of them."""
    translate = QCoreApplication.translate
    form.add_line("initials", translate("Enrol", "Initials (if allowed)"), text=known.initials)
    form.add_line(
        "born",
        translate("Enrol", "Born"),
        text=_born_text(known),
        hint=translate("Enrol", "The year, or the whole date: 1992, 1992-03-04."),
    )
    form.add_choice(
        "sex",
        translate("Enrol", "Sex"),
        (("female", translate("Enrol", "Female")), ("male", translate("Enrol", "Male"))),
        chosen=known.sex or "",
    )
    form.add_line("weight", translate("Enrol", "Weight kg"), text=_figures(known.weight_kg, 1))
    form.add_line("height", translate("Enrol", "Height cm"), text=_figures(known.height_cm, 0))
    form.add_line(
        "consented",
        translate("Enrol", "Consent signed on"),
        text="" if known.consented is None else known.consented.isoformat(),
        hint=translate("Enrol", "As 2026-11-25; blank where it is not signed yet."),
    )


def _born_text(known: Enrolled) -> str:
    if known.birth_date is not None:
        return known.birth_date.isoformat()
    return "" if known.birth_year is None else str(known.birth_year)


def _figures(value: float | None, decimals: int) -> str:
    return "" if value is None else quantity_text(value, decimals, QLocale())


def read_identity(form: Form, known: Enrolled, today: date) -> Enrolled:
    """What `known` becomes with what is typed. Raises `Refused` at the field."""
    sex: Sex | None = {"female": "female", "male": "male"}.get(form.text("sex"))  # type: ignore[assignment]
    year, born = _born(form)
    try:
        enrolled = replace(
            known,
            initials=form.text("initials"),
            birth_year=year,
            birth_date=born,
            sex=sex,
            weight_kg=form.number("weight"),
            height_cm=form.number("height"),
            consented=_day(form, "consented"),
        )
    except Invalid as error:
        field = _FIELDS.get(error.field, error.field)
        raise Refused(field, invalid(error, Enrolled)) from error
    _check_days(enrolled, today)
    return enrolled


def _born(form: Form) -> tuple[int | None, date | None]:
    """The year of birth, or the date."""
    text = form.text("born")
    if len(text) == _YEAR and text.isascii() and text.isdigit():
        return int(text), None
    return None, _day(form, "born")


def _day(form: Form, name: str) -> date | None:
    try:
        return day(form.text(name))
    except Unreadable as error:
        raise Refused(name, refusal_text(error)) from error


def _check_days(enrolled: Enrolled, today: date) -> None:
    translate = QCoreApplication.translate
    born = enrolled.birth_date
    year = born.year if born is not None else enrolled.birth_year
    if year is not None and year > today.year:
        raise Refused("born", translate("Enrol", "That year is still to come."))
    if born is not None and born > today:
        raise Refused("born", translate("Enrol", "That day is still to come."))
    if year is not None and today.year - year > OLDEST:
        raise Refused(
            "born", translate("Enrol", "That is more than {n} years ago.").format(n=OLDEST)
        )
    consented = enrolled.consented
    if consented is None:
        return
    if consented > today:
        raise Refused("consented", translate("Enrol", "That day is still to come."))
    if (born is not None and consented < born) or (year is not None and consented.year < year):
        raise Refused("consented", translate("Enrol", "That is before the patient was born."))


def ask_unlikely(enrolled: Enrolled, known: Enrolled, answered: Callable[[str], bool]) -> None:
    """Ask once about a weight or height that is unlikely; ``answered`` says which were asked."""
    for name, of in quantities(Enrolled).items():
        value = getattr(enrolled, name)
        if value is None or value == getattr(known, name) or not of.is_unlikely(value):
            continue
        words = QCoreApplication.translate(
            "Enrol", "{label} {value} is unusual. Go on once more if it is right."
        ).format(label=quantity_label(Enrolled, name).label, value=quantity(Enrolled, name, value))
        if not answered(words):
            raise Asked(_FIELDS[name], words)
