"""How much of a drug was given and when the next dose may be: tocilizumab, and steroids.

Asked about a chart and a moment; nothing here is stored, and nothing here refuses a record. A
dose counts from when it was given, whenever it was written down.
"""

from bedside.drug_clock.equivalents import Steroids, SteroidUse, Uncounted, steroids
from bedside.drug_clock.next_dose import (
    IN_ALL,
    Code,
    Guard,
    Toci,
    crossed,
    guards,
    is_dose,
    tocilizumab,
)

__all__ = [
    "IN_ALL",
    "Code",
    "Guard",
    "SteroidUse",
    "Steroids",
    "Toci",
    "Uncounted",
    "crossed",
    "guards",
    "is_dose",
    "steroids",
    "tocilizumab",
]
