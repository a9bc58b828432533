"""Who the patient is, in the words of the banner."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.facts import Enrolled
from bedside.readiness import BASELINE_FROM
from bedside.screening import age
from grading.signs import Baseline, Infused, Vitals
from ui.shown import moment_text, quantity_text

_MILLION = 1e6


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


def trial_text(chart: Chart) -> str:
    """Protocol, what was given, and when: "NCT… · relma-cel 100×10⁶ · infused 18 Nov …"."""
    translate = QCoreApplication.translate
    enrolled = chart.person.enrolled
    given = next((e for e in reversed(chart.infusions) if e.at == chart.infused), None)
    parts = [enrolled.protocol]
    if given is not None and isinstance(given.fact, Infused):
        dose = dose_text(given.fact) or enrolled.dose_level
        parts.append(" ".join(part for part in (given.fact.product, dose) if part))
        parts.append(
            translate("Banner", "infused {moment} ({zone})").format(
                moment=moment_text(given.at, chart.zone, QLocale()), zone=chart.zone
            )
        )
    else:
        parts.append(enrolled.dose_level)
        if chart.infused is not None:
            parts.append(
                translate("Banner", "infusion planned {moment} ({zone})").format(
                    moment=moment_text(chart.infused, chart.zone, QLocale()), zone=chart.zone
                )
            )
    return " · ".join(part for part in parts if part)


def dose_text(fact: Infused) -> str:
    """A cell dose: "100×10⁶", "1×10⁶/kg"; empty where none was recorded."""
    if fact.dose is None:
        return ""
    millions = fact.dose / _MILLION
    figures = quantity_text(millions, 0 if millions == int(millions) else 1, QLocale())
    if fact.dose_unit == "cells/kg":
        return QCoreApplication.translate("Banner", "{n}×10⁶/kg").format(n=figures)
    return QCoreApplication.translate("Banner", "{n}×10⁶").format(n=figures)


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
