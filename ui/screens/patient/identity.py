"""Who the patient is, in the words of the banner."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.facts import Enrolled
from bedside.protocol.edition import Protocol
from bedside.readiness import BASELINE_FROM
from bedside.screening import age
from grading.signs import Baseline, Infused, Vitals
from ui.shown import moment_text, quantity_text
from ui.words.protocol import level as level_text
from ui.words.therapies import dose


def who_text(chart: Chart) -> str:
    """Initials, sex, age, weight and bed: "F · 34 y · 58 kg · Bed 6"."""
    translate = QCoreApplication.translate
    person = chart.person
    parts = [person.enrolled.initials]
    if person.enrolled.sex is not None:
        parts.append(
            translate("Banner", "F")
            if person.enrolled.sex == "female"
            else translate("Banner", "M")
        )
    years = _years(person.enrolled, chart.now.astimezone(chart.zone).date())
    if years is not None:
        parts.append(translate("Banner", "{n} y").format(n=years))
    weighed = chart.latest(Vitals, "weight")
    weight = weighed.sign.weight_kg if weighed else person.enrolled.weight_kg
    if weight is not None:
        decimals = 0 if weight == int(weight) else 1
        parts.append(quantity_text(weight, decimals, QLocale(), "kg"))
    if person.bed:
        parts.append(translate("Banner", "Bed {bed}").format(bed=person.bed))
    elif person.discharged:
        parts.append(translate("Banner", "discharged"))
    else:
        parts.append(translate("Banner", "outpatient"))
    return " · ".join(part for part in parts if part)


def _years(enrolled: Enrolled, today: date) -> int | None:
    """Whole years lived; from the year of birth alone, those completed within this one."""
    if enrolled.birth_date is not None:
        return age(enrolled.birth_date, today)
    return None if enrolled.birth_year is None else today.year - enrolled.birth_year


def trial_text(chart: Chart, protocol: Protocol | None = None) -> str:
    """Protocol, what was given, and when: "NCT… · relma-cel 100×10⁶ · infused 18 Nov …".

    ``protocol`` is the edition that is followed; where it is not known its id stands.
    """
    translate = QCoreApplication.translate
    enrolled = chart.person.enrolled
    given = next((e for e in reversed(chart.infusions) if e.at == chart.infused), None)
    parts = [enrolled.protocol if protocol is None else protocol.registry or protocol.short]
    level = enrolled.dose_level
    known = None if protocol is None else protocol.level(level)
    if protocol is not None and known is not None:
        level = level_text(known, protocol)
    if given is not None and isinstance(given.fact, Infused):
        given_dose = dose(given.fact) or level
        parts.append(" ".join(part for part in (given.fact.product, given_dose) if part))
        parts.append(
            translate("Banner", "infused {moment} ({zone})").format(
                moment=moment_text(given.at, chart.zone, QLocale()), zone=chart.zone
            )
        )
    else:
        parts.append(level)
        if chart.infused is not None:
            parts.append(
                translate("Banner", "infusion planned {moment} ({zone})").format(
                    moment=moment_text(chart.infused, chart.zone, QLocale()), zone=chart.zone
                )
            )
    return " · ".join(part for part in parts if part)


def lacking(chart: Chart) -> tuple[str, ...]:
    """What must be recorded before the grades can be relied upon, in sentences."""
    translate = QCoreApplication.translate
    found = []
    if chart.infused is None:
        planned = chart.planned is not None
        found.append(
            translate("Banner", "The planned infusion is past and not recorded.")
            if planned
            else translate("Banner", "The infusion is not recorded.")
        )
    day = chart.study_day
    if chart.latest(Baseline, "ice") is None and (day is None or day >= BASELINE_FROM):
        found.append(translate("Banner", "Baseline ICE is missing."))
    return tuple(found)
