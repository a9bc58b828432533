"""What a patient gets, and of what: drugs running and given, the product infused."""

import re
from collections import Counter
from datetime import timedelta
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from grading.drugs import DrugClass
from grading.findings import Run
from grading.signs import Drug, Infused
from ui.shown import quantity_text
from ui.words.drug_names import drug, drug_short
from ui.words.measures import amount, decimals_of

translate = QCoreApplication.translate

_WATCHED = frozenset(
    {
        DrugClass.VASOPRESSOR,
        DrugClass.VASOPRESSIN,
        DrugClass.INOTROPE,
        DrugClass.RESCUE,
        DrugClass.SEDATIVE,
    }
)
"""Infusions worth naming beside a bed while they run."""
_LEVEL = re.compile(r"(?P<dose>\d+(?:\.\d+)?e\d)(?P<per>/kg)?")
"""A dose level that is named by its figure, as in "100e6"."""
_STEROID_NAMED_FOR = timedelta(hours=24)


def short(name: str) -> str:
    """A drug as a ward shortens it: "nor-adr", "toci"; else its whole name."""
    return drug_short(name) if name in drug_short else drug(name)


def running(run: Run) -> str:
    """An infusion that runs, with its rate: "noradrenaline 0.06 µg/kg/min"."""
    rate = amount(run.drug)
    if not rate:
        return drug(run.drug.name)
    return translate("Therapies", "{drug} {rate}").format(drug=drug(run.drug.name), rate=rate)


def therapies_short(chart: Chart) -> str:
    """What is done about the toxicity, in few words: "nor-adr, toci ×1, dex"; may be empty.

    Running vasopressors, inotropes and sedatives; doses of anticytokines since the infusion of
    cells; steroids of the last 24 h that are new or raised.
    """
    names = [short(run.drug.name) for run in chart.running if run.drug.drug_class in _WATCHED]
    infused, recent = chart.infused, chart.now - _STEROID_NAMED_FOR
    doses: Counter[str] = Counter()
    steroids: dict[str, None] = {}
    for entry in chart.timeline:
        given = entry.fact
        if not isinstance(given, Drug) or given.action in {"stopped", "continued"}:
            continue
        if given.drug_class is DrugClass.ANTICYTOKINE:
            if infused is None or entry.at >= infused:
                doses[given.name] += 1
        elif given.drug_class is DrugClass.STEROID and not given.stable and entry.at > recent:
            steroids[given.name] = None
    counted = translate("Therapies", "{drug} ×{n}")
    names += [counted.format(drug=short(name), n=n) for name, n in doses.items()]
    names += [short(name) for name in steroids]
    return ", ".join(dict.fromkeys(names))


def product(chart: Chart) -> str:
    """What the patient gets in the trial: "relma-cel 100×10⁶"; before the cells the dose level."""
    level = chart.person.enrolled.dose_level
    figure = _LEVEL.fullmatch(level)
    if figure is not None:
        unit: Literal["cells", "cells/kg"] = "cells/kg" if figure["per"] else "cells"
        level = dose(Infused(float(figure["dose"]), unit))
    given = next((e.fact for e in reversed(chart.infusions) if isinstance(e.fact, Infused)), None)
    if given is None:
        return level
    return " ".join(part for part in (given.product, dose(given) or level) if part)


def dose(given: Infused) -> str:
    """A cell dose: "100×10⁶", "1×10⁶/kg"; empty where none was recorded."""
    if given.dose is None:
        return ""
    millions = given.dose / 1e6
    figures = quantity_text(millions, decimals_of(millions), QLocale())
    if given.dose_unit == "cells/kg":
        return translate("Therapies", "{n}×10⁶/kg").format(n=figures)
    return translate("Therapies", "{n}×10⁶").format(n=figures)
