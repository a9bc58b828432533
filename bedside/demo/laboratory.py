"""What the laboratory reports of a demonstration patient: smooth courses, limits of detection."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import exp
from random import Random
from typing import NamedTuple

from bedside.demo.curves import Curve, LogCurve
from grading.signs import Lab

Days = Sequence[tuple[float, float]]
"""A course as (days since the infusion, value)."""


class Analyte(NamedTuple):
    """How an analyte is reported: unit, decimals, scatter (as a factor), limit of detection."""

    unit: str
    decimals: int
    scatter: float = 0.04
    detects: float | None = None


ANALYTES: Mapping[str, Analyte] = {
    "il6": Analyte("pg/mL", 1, 0.08, 1.5),
    "il2": Analyte("pg/mL", 1, 0.08, 2.0),
    "il10": Analyte("pg/mL", 1, 0.08, 2.0),
    "ifng": Analyte("pg/mL", 1, 0.08, 2.0),
    "crp": Analyte("mg/L", 1, 0.06, 0.5),
    "ferritin": Analyte("ug/L", 0),
    "ldh": Analyte("U/L", 0),
    "wbc": Analyte("10*9/L", 2),
    "anc": Analyte("10*9/L", 2, 0.05),
    "alc": Analyte("10*9/L", 2, 0.06),
    "hb": Analyte("g/dL", 1, 0.015),
    "platelets": Analyte("10*9/L", 0),
    "fibrinogen": Analyte("g/L", 2),
    "aptt": Analyte("s", 1, 0.03),
    "inr": Analyte("", 2, 0.02),
    "creatinine": Analyte("mg/dL", 2),
    "bilirubin": Analyte("mg/dL", 1, 0.06),
    "alt": Analyte("U/L", 0, 0.06),
    "ast": Analyte("U/L", 0, 0.06),
    "igg": Analyte("g/L", 2, 0.02),
    "igm": Analyte("g/L", 2, 0.03, 0.05),
    "iga": Analyte("g/L", 2, 0.03, 0.05),
    "ige": Analyte("[iU]/mL", 1, 0.05, 2.0),
    "c3": Analyte("g/L", 2, 0.03),
    "c4": Analyte("g/L", 2, 0.04),
    "anti_dsdna": Analyte("[iU]/mL", 1, 0.05, 10.0),
    "cd3_t": Analyte("/uL", 0, 0.06),
    "cd4_t": Analyte("/uL", 0, 0.06),
    "cd8_t": Analyte("/uL", 0, 0.06),
    "nk": Analyte("/uL", 0, 0.06),
    "cd19_b": Analyte("/uL", 0, 0.08, 1.0),
    "cd19_b_pct": Analyte("%", 1, 0.08, 0.1),
    "cart_copies": Analyte("{copies}/ug", 0, 0.1, 50.0),
}
"""Keys and canonical units of ``resources/analytes.toml``."""
LABORATORY = "Central laboratory"
"""The name that all results bear."""
DAILY = (
    *("wbc", "anc", "alc", "hb", "platelets", "creatinine", "alt", "ast", "bilirubin", "ldh"),
    *("crp", "ferritin", "fibrinogen", "aptt", "inr"),
)
CYTOKINES = ("il6", "il2", "il10", "ifng")

# Analytes that follow inflammation: at rest, at its height, days by which they lag behind it.
_INFLAMED: Mapping[str, tuple[float, float, float]] = {
    "il6": (1.2, 3400.0, 0.0),
    "il2": (0.6, 14.0, 0.0),
    "il10": (1.1, 190.0, 0.2),
    "ifng": (1.4, 620.0, -0.1),
    "crp": (3.2, 148.0, 0.6),
    "ferritin": (165.0, 3100.0, 1.0),
    "ldh": (196.0, 410.0, 0.8),
    "fibrinogen": (3.1, 5.6, 0.8),
    "aptt": (29.0, 39.0, 0.8),
    "inr": (1.01, 1.24, 0.8),
    "bilirubin": (0.5, 1.1, 1.0),
    "alt": (19.0, 74.0, 1.2),
    "ast": (22.0, 88.0, 1.0),
    "creatinine": (0.68, 1.02, 0.3),
}
# What the cells and the lymphodepletion before them do, over days since the infusion.
_BLOOD: Mapping[str, Days] = {
    "wbc": (
        *((-6, 5.2), (-3, 3.9), (0, 1.5), (4, 1.15), (6, 1.2), (9, 2.0), (12, 2.7)),
        *((28, 3.6), (95, 4.8), (182, 5.3)),
    ),
    "anc": ((-6, 3.6), (-3, 3.0), (0, 1.2), (4, 0.8), (8, 0.75), (14, 1.5), (28, 2.3), (95, 3.1)),
    "alc": (
        *((-6, 1.1), (-3, 0.5), (0, 0.1), (4, 0.13), (6, 0.2), (9, 0.95), (12, 1.1)),
        *((28, 0.75), (95, 0.92), (182, 1.2)),
    ),
    "hb": ((-6, 11.4), (0, 10.6), (7, 9.2), (14, 9.4), (28, 10.4), (95, 11.9), (182, 12.4)),
    "platelets": ((-6, 212), (0, 164), (6, 88), (10, 82), (14, 112), (28, 178), (95, 226)),
    "cart_copies": (
        *((0, 8), (1, 20), (3, 210), (6, 9e3), (9, 7.2e4), (12, 6.1e4), (15, 2.4e4), (21, 6e3)),
        *((30, 2.1e3), (60, 520), (95, 170), (120, 90), (150, 40), (182, 22)),
    ),
    "cd3_t": ((-6, 880), (0, 76), (6, 148), (9, 820), (12, 960), (30, 600), (95, 740), (182, 910)),
    "cd4_t": ((-6, 460), (0, 42), (6, 60), (9, 260), (12, 310), (30, 240), (95, 360), (182, 470)),
    "cd8_t": ((-6, 390), (0, 30), (6, 80), (9, 520), (12, 610), (30, 330), (95, 350), (182, 400)),
    "nk": ((-6, 118), (0, 24), (6, 22), (12, 64), (30, 88), (95, 112), (182, 131)),
    "cd19_b": (
        *((-6, 128), (0, 21), (3, 12), (6, 2.2), (9, 0.4), (95, 0.4), (130, 6), (150, 18)),
        *((182, 58), (270, 112), (360, 134)),
    ),
    "cd19_b_pct": (
        *((-6, 11.2), (0, 16), (3, 8), (6, 1.1), (9, 0.06), (95, 0.05), (130, 0.7), (150, 1.9)),
        *((182, 5.2), (360, 10.4)),
    ),
    "igg": ((-6, 14.2), (0, 13.6), (28, 10.4), (60, 8.1), (95, 7.0), (150, 6.9), (182, 7.3)),
    "igm": ((-6, 0.92), (0, 0.88), (28, 0.4), (95, 0.16), (150, 0.2), (182, 0.36)),
    "iga": ((-6, 2.3), (0, 2.2), (28, 1.5), (95, 0.82), (150, 0.78), (182, 0.9)),
    "ige": ((-6, 46), (0, 44), (28, 31), (95, 20), (182, 18)),
    "c3": ((-6, 0.52), (0, 0.55), (14, 0.68), (28, 0.79), (95, 0.96), (182, 1.02)),
    "c4": ((-6, 0.07), (0, 0.08), (28, 0.14), (95, 0.19), (182, 0.21)),
    "anti_dsdna": ((-6, 236), (0, 205), (28, 92), (60, 44), (95, 21), (150, 11), (182, 6)),
}
# The same without lymphodepletion: counts fall less, the cells expand later.
_SPARED: Mapping[str, Days] = {
    "wbc": ((-6, 4.8), (0, 4.6), (2, 3.9), (8, 2.8), (14, 3.4), (28, 4.1)),
    "anc": ((-6, 3.3), (0, 3.2), (2, 2.9), (8, 1.9), (14, 2.3), (28, 2.8)),
    "alc": ((-6, 1.0), (0, 0.98), (2, 0.78), (4, 0.72), (12, 1.25), (28, 1.15)),
    "hb": ((-6, 11.8), (0, 11.6), (8, 10.9), (28, 11.5)),
    "platelets": ((-6, 238), (0, 231), (8, 164), (14, 190), (28, 225)),
    "cd3_t": ((-6, 800), (0, 790), (4, 540), (12, 1120), (28, 940)),
    "cd4_t": ((-6, 420), (0, 410), (4, 280), (12, 460), (28, 430)),
    "nk": ((-6, 126), (0, 122), (4, 94), (12, 140), (28, 132)),
    "cd8_t": ((-6, 350), (0, 350), (4, 240), (12, 620), (28, 480)),
    "cd19_b": ((-6, 118), (0, 116), (4, 71), (8, 6), (12, 0.4), (28, 0.4)),
    "cd19_b_pct": ((-6, 11.8), (0, 11.6), (4, 9.2), (8, 0.6), (12, 0.05), (28, 0.05)),
}
_ONE_BODY = ("wbc", "anc", "alc", "cd3_t", "cd4_t", "cd8_t", "nk")
"""Counts that are high or low together in one patient."""


class Blood:
    """The blood of one patient over time.

    ``inflammation`` runs from 0 (at rest) to 1 (a severe release of cytokines); ``own`` are
    courses that run otherwise than usual.
    """

    def __init__(
        self,
        infusion: datetime,
        inflammation: Days,
        chance: Random,
        *,
        depleted: bool,
        own: Mapping[str, Days] | None = None,
    ) -> None:
        self._infusion = infusion
        self._inflammation = Curve(self._dated(inflammation))
        courses = {**_BLOOD, **({} if depleted else _SPARED), **(own or {})}
        self._courses = {key: LogCurve(self._dated(days)) for key, days in courses.items()}
        self._chance = chance
        self._own = {key: exp(chance.gauss(0.0, 0.08)) for key in ANALYTES}
        self._own |= dict.fromkeys(_ONE_BODY, self._own["wbc"])

    def _dated(self, days: Days) -> list[tuple[datetime, float]]:
        return [(self._infusion + timedelta(days=day), value) for day, value in days]

    def drawn(self, at: datetime, keys: Sequence[str]) -> tuple[Lab, ...]:
        """What a sample of that moment shows."""
        return tuple(self._lab(at, key) for key in keys)

    def _lab(self, at: datetime, key: str) -> Lab:
        analyte = ANALYTES[key]
        if key in self._courses:
            level = self._courses[key].at(at)
        else:
            rest, height, lag = _INFLAMED[key]
            inflamed = self._inflammation.at(at - timedelta(days=lag))
            level = rest * (height / rest) ** inflamed
        level *= self._own[key] * exp(self._chance.gauss(0.0, analyte.scatter))
        if analyte.detects is not None and level < analyte.detects:
            return Lab(key, analyte.detects, analyte.unit, "<", laboratory=LABORATORY)
        value = _reported(level, analyte.decimals)
        return Lab(key, value, analyte.unit, laboratory=LABORATORY)


def _reported(level: float, decimals: int) -> float:
    """A level with as many figures as a laboratory prints: three, and no more decimals."""
    figures = 0 if level >= 100 else 1 if level >= 10 else 2  # noqa: PLR2004
    if level >= 1000:  # noqa: PLR2004
        return float(round(level, -1))
    return round(level, min(decimals, figures))
