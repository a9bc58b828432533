"""Lupus activity in words: PGA, BILAG, what is taken, and each of its facts on one line."""

from decimal import Decimal
from typing import assert_never

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.facts import LupusDrug, LupusTreatment
from grading.scores.bilag import Bilag, Sum
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import Sledai
from grading.scores.treatment import Taken
from ui.shown import quantity_text
from ui.words import sledai
from ui.words.codes import dotted, listed
from ui.words.measures import decimals_of, quantity
from ui.words.table import Table

translate = QCoreApplication.translate
LupusFact = Sledai | Pga | Bilag | BeyondSledai | LupusTreatment

system = Table(
    "BilagSystem",
    {
        "constitutional": QT_TRANSLATE_NOOP("BilagSystem", "constitutional"),
        "mucocutaneous": QT_TRANSLATE_NOOP("BilagSystem", "mucocutaneous"),
        "neuropsychiatric": QT_TRANSLATE_NOOP("BilagSystem", "neuropsychiatric"),
        "musculoskeletal": QT_TRANSLATE_NOOP("BilagSystem", "musculoskeletal"),
        "cardiorespiratory": QT_TRANSLATE_NOOP("BilagSystem", "cardiorespiratory"),
        "gastrointestinal": QT_TRANSLATE_NOOP("BilagSystem", "gastrointestinal"),
        "ophthalmic": QT_TRANSLATE_NOOP("BilagSystem", "ophthalmic"),
        "renal": QT_TRANSLATE_NOOP("BilagSystem", "renal"),
        "haematological": QT_TRANSLATE_NOOP("BilagSystem", "haematological"),
    },
)
"""One of the nine systems of BILAG-2004."""

letter = Table(
    "BilagLetter",
    {
        "A": QT_TRANSLATE_NOOP("BilagLetter", "A"),
        "B": QT_TRANSLATE_NOOP("BilagLetter", "B"),
        "C": QT_TRANSLATE_NOOP("BilagLetter", "C"),
        "D": QT_TRANSLATE_NOOP("BilagLetter", "D"),
        "E": QT_TRANSLATE_NOOP("BilagLetter", "E"),
    },
)
"""A letter as it is printed."""

meaning = Table(
    "BilagLetter",
    {
        "A": QT_TRANSLATE_NOOP("BilagLetter", "severe activity"),
        "B": QT_TRANSLATE_NOOP("BilagLetter", "moderate activity"),
        "C": QT_TRANSLATE_NOOP("BilagLetter", "mild activity"),
        "D": QT_TRANSLATE_NOOP("BilagLetter", "inactive now, active before"),
        "E": QT_TRANSLATE_NOOP("BilagLetter", "never active"),
    },
)
"""What a letter stands for."""

coding = Table(
    "Bilag",
    {
        "12-8-1": QT_TRANSLATE_NOOP("Bilag", "BILAG-2004 {sum} (12, 8, 1, 0, 0; up to 108)"),
        "9-3-1": QT_TRANSLATE_NOOP("Bilag", "older coding {sum} (9, 3, 1, 0, 0; up to 81)"),
    },
)
"""A sum of the letters, with the coding it is made by."""

medicine = Table(
    "LupusDrug",
    {
        "hydroxychloroquine": QT_TRANSLATE_NOOP("LupusDrug", "hydroxychloroquine"),
        "chloroquine": QT_TRANSLATE_NOOP("LupusDrug", "chloroquine"),
        "methotrexate": QT_TRANSLATE_NOOP("LupusDrug", "methotrexate"),
        "azathioprine": QT_TRANSLATE_NOOP("LupusDrug", "azathioprine"),
        "mycophenolate": QT_TRANSLATE_NOOP("LupusDrug", "mycophenolate mofetil"),
        "mycophenolic_acid": QT_TRANSLATE_NOOP("LupusDrug", "mycophenolic acid"),
        "leflunomide": QT_TRANSLATE_NOOP("LupusDrug", "leflunomide"),
        "tacrolimus": QT_TRANSLATE_NOOP("LupusDrug", "tacrolimus"),
        "ciclosporin": QT_TRANSLATE_NOOP("LupusDrug", "ciclosporin"),
        "voclosporin": QT_TRANSLATE_NOOP("LupusDrug", "voclosporin"),
        "cyclophosphamide": QT_TRANSLATE_NOOP("LupusDrug", "cyclophosphamide"),
        "belimumab": QT_TRANSLATE_NOOP("LupusDrug", "belimumab"),
        "anifrolumab": QT_TRANSLATE_NOOP("LupusDrug", "anifrolumab"),
        "rituximab": QT_TRANSLATE_NOOP("LupusDrug", "rituximab"),
        "other": QT_TRANSLATE_NOOP("LupusDrug", "another drug for lupus"),
    },
)
"""A maintenance drug."""
_DOSED = Table(
    "LupusDrug",
    {
        "day": QT_TRANSLATE_NOOP("LupusDrug", "{drug} {mg} mg a day"),
        "week": QT_TRANSLATE_NOOP("LupusDrug", "{drug} {mg} mg a week"),
    },
)
_SAID = Table(
    "Lupus",
    {
        "stable yes": QT_TRANSLATE_NOOP("Lupus", "no immunosuppressant begun or raised"),
        "stable no": QT_TRANSLATE_NOOP("Lupus", "an immunosuppressant begun or raised"),
        "tolerated_standard yes": QT_TRANSLATE_NOOP(
            "Lupus", "approved drugs at standard doses, well tolerated"
        ),
        "tolerated_standard no": QT_TRANSLATE_NOOP(
            "Lupus", "not all drugs approved, at standard doses and well tolerated"
        ),
        "investigational yes": QT_TRANSLATE_NOOP("Lupus", "an investigational drug is taken"),
        "investigational no": QT_TRANSLATE_NOOP("Lupus", "no investigational drug is taken"),
        "haemolytic_anaemia yes": QT_TRANSLATE_NOOP("Lupus", "haemolytic anaemia"),
        "haemolytic_anaemia no": QT_TRANSLATE_NOOP("Lupus", "no haemolytic anaemia"),
        "gastrointestinal yes": QT_TRANSLATE_NOOP("Lupus", "gastrointestinal activity"),
        "gastrointestinal no": QT_TRANSLATE_NOOP("Lupus", "no gastrointestinal activity"),
    },
)


def fact(fact: LupusFact) -> str:
    """A fact of lupus activity on one line; never empty."""
    match fact:
        case Sledai():
            return sledai.form_text(fact)
        case Pga():
            return _pga(fact)
        case Bilag():
            return _bilag(fact)
        case BeyondSledai():
            said = _answers(fact, "haemolytic_anaemia", "gastrointestinal")
        case LupusTreatment():
            said = _treatment(fact)
        case _:
            assert_never(fact)
    words = dotted(said)
    return words[:1].upper() + words[1:] if words else translate("Lupus", "nothing said")


def decimal_text(value: Decimal) -> str:
    """A decimal with all its figures, at least one after the point: "1.8", "0.0"."""
    exponent = int(value.normalize().as_tuple().exponent)
    return quantity_text(float(value), max(1, -exponent), QLocale())


def _pga(fact: Pga) -> str:
    value = translate("Lupus", "PGA {value} of 3").format(value=decimal_text(fact.value))
    if fact.line_mm is None or fact.line_length_mm is None:
        return value
    line = translate("Lupus", "{mm} mm on a line of {length} mm").format(
        mm=quantity_text(float(fact.line_mm), decimals_of(float(fact.line_mm)), QLocale()),
        length=fact.line_length_mm,
    )
    return dotted([value, line])


def letters_text(form: Bilag) -> str:
    """The letters in the order of the form, "?" where one is missing: "C B E B E E E A C"."""
    return " ".join("?" if said is None else letter(said) for said in form.letters.values())


def _bilag(fact: Bilag) -> str:
    active = [
        translate("Bilag", "{letter} {system}").format(letter=letter(said), system=system(name))
        for name, said in fact.letters.items()
        if said in ("A", "B", "C")
    ]
    missing = fact.missing
    if len(missing) == len(fact.letters):
        return translate("Bilag", "BILAG: no letter told")
    words = (
        translate("Bilag", "BILAG: {letters}").format(letters=", ".join(active))
        if active
        else translate("Bilag", "BILAG: nothing active")
    )
    if not missing:
        return words
    unknown = translate("Bilag", "not told: {systems}").format(systems=systems_text(missing))
    return dotted([words, unknown])


def systems_text(systems: tuple[str, ...]) -> str:
    """Systems by name: "renal and ophthalmic"."""
    return listed([system(name) for name in systems])


def sum_text(total: Sum) -> str:
    """The sum of letters with its coding; bounds while a letter is missing."""
    points = str(total.value) if total.value is not None else f"{total.least}–{total.most}"
    return coding(total.coding).format(sum=points)


def drug_text(drug: LupusDrug | Taken) -> str:
    """A maintenance drug with its dose: "methotrexate 15 mg a week"."""
    if drug.mg is None:
        return medicine(drug.medicine)
    mg = quantity_text(drug.mg, decimals_of(drug.mg), QLocale())
    return _DOSED(drug.per).format(drug=medicine(drug.medicine), mg=mg)


def _treatment(fact: LupusTreatment) -> list[str]:
    said = []
    if fact.prednisolone_mg_day is not None:
        dose = quantity(LupusTreatment, "prednisolone_mg_day", fact.prednisolone_mg_day)
        said.append(translate("Lupus", "prednisolone equivalent {dose}").format(dose=dose))
    if fact.prednisolone_28d_mg_day is not None:
        dose = quantity(LupusTreatment, "prednisolone_28d_mg_day", fact.prednisolone_28d_mg_day)
        said.append(translate("Lupus", "mean of 28 days {dose}").format(dose=dose))
    if fact.drugs:
        said.append(", ".join(drug_text(drug) for drug in fact.drugs))
    elif fact.drugs is not None:
        said.append(translate("Lupus", "no other drug for lupus"))
    return [*said, *_answers(fact, "stable", "tolerated_standard", "investigational")]


def _answers(fact: LupusTreatment | BeyondSledai, *names: str) -> list[str]:
    said = {name: getattr(fact, name) for name in names}
    return [
        _SAID(f"{name} {'yes' if value else 'no'}")
        for name, value in said.items()
        if value is not None
    ]
