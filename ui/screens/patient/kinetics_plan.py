"""What the curves of kinetics show: its panels, which curves at first, where lines are broken."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, partial

from bedside.analytes import analytes
from bedside.kinetics import IMMUNOGLOBULINS, SUBSETS
from bedside.kinetics.humoral import HILL_LOW
from bedside.kinetics.trends import TRIAL
from bedside.series import Limits
from grading.drugs import DrugClass
from ui.widgets.course.panels import Panel, Plan

CART = ("cart_copies", "cart_cells", "cart_copies_ml", "cart_pct")
AT_FIRST = frozenset((*CART[:3], *TRIAL, "cd19_b", "igg"))
"""The curves that are drawn until somebody chooses others."""
_ROWS = (
    "cart_copies",
    "cart_cells",
    "cart_copies_ml",
    "lanes",
    "cytokines",
    "acute",
    "signs",
    "counts",
    "shares",
    "antibodies",
    "ige",
)
_FIRST = (
    *("cart_copies", "cart_cells", "cytokines", "counts", "antibodies", "drugs", "acute"),
    *("drugs", "cart_copies_ml", "shares", "signs", "ige"),
    *("drugs",) * 4,
)
_DRUGS = frozenset(
    {DrugClass.ANTICYTOKINE, DrugClass.STEROID, DrugClass.CONDITIONING, "immunoglobulin"}
)
_LEAST = {"cart_copies": 1.0, "cart_copies_ml": 1.0, "cart_cells": 0.1}
_LEAST_OTHER = 0.01
_GUTTER = 140
_BEGINNING = datetime.min.replace(tzinfo=UTC)
_CLOSE, _VISITS = timedelta(days=10), timedelta(days=60)
_CLOSE_UNTIL = timedelta(days=25)


def groups() -> Mapping[str, tuple[str, ...]]:
    """The series by group, in the order in which they are listed."""
    known = analytes()
    others = [key for key in known if key not in TRIAL]
    return {
        "pkpd": CART,
        "cytokine": (
            *(key for key in TRIAL if known[key].group == "cytokine"),
            *(key for key in others if known[key].group == "cytokine"),
        ),
        "inflammation": (
            *(key for key in TRIAL if known[key].group == "inflammation"),
            *(key for key in others if known[key].group == "inflammation"),
        ),
        "lymphocytes": SUBSETS,
        "antibodies": IMMUNOGLOBULINS,
    }


@cache
def every_series() -> tuple[str, ...]:
    """All series that can be drawn."""
    return tuple(key for keys in groups().values() for key in keys)


@cache
def plan(chosen: frozenset[str]) -> Plan:
    """The plan of the curves that are chosen."""
    return Plan(
        rows=_ROWS,
        keys=tuple(f"lab:{key}" for key in every_series() if key in chosen),
        panels=_panels,
        first=_FIRST,
        limits=joined,
        oxygen=False,
        events=False,
        bands=False,
        gutter=_GUTTER,
        drugs=_DRUGS,
        least={f"lab:{key}": _LEAST.get(key, _LEAST_OTHER) for key in chosen},
    )


def joined(key: str, infusions: Iterable[datetime]) -> Limits:
    """How far apart two points may lie and still be joined.

    Rather more than twice what is planned: 10 days to day 25 after an infusion (every third day,
    or weekly), 60 at other times (monthly, with their windows). Lymphocytes and antibodies, which
    are taken monthly from the beginning: 60 days.
    """
    known = analytes().get(key.partition(":")[2])
    found = [(_BEGINNING, _VISITS)]
    if known is not None and known.group == "immunology":
        return tuple(found)
    for infused in sorted(infusions):
        while found[-1][0] >= infused:
            found.pop()
        found += [(infused, _CLOSE), (infused + _CLOSE_UNTIL, _VISITS)]
    return tuple(found)


def _panels(keys: Collection[str]) -> tuple[Panel, ...]:
    """The panels of the series that a record has."""
    listed = groups()
    there = [key for key in every_series() if f"lab:{key}" in keys]

    def of(*wanted: Sequence[str]) -> tuple[str, ...]:
        allowed = {key for some in wanted for key in some}
        return tuple(f"lab:{key}" for key in there if key in allowed)

    acute = [key for key in listed["inflammation"] if analytes()[key].log]
    cytokines = of(listed["cytokine"])
    antibodies = of([key for key in IMMUNOGLOBULINS if key != "ige"])
    log = partial(Panel, log=True)
    every = (
        log("cart_copies", of(["cart_copies"]), 1, 4, 62, 1.3),
        log("cart_cells", of(["cart_cells"]), 0, 2, 62, 1.3),
        log("cart_copies_ml", of(["cart_copies_ml"]), 2, 5, 62, 1.0),
        log("cytokines", cytokines, 0, 3, 6 + 13 * min(4, 1 + len(cytokines)), 1.3),
        log("acute", of(acute), 0, 3, 54, 0.8),
        Panel("signs", of([k for k in listed["inflammation"] if k not in acute]), 0, 100, 46, 0.7),
        Panel("counts", of(_in_unit("/µL")), 0, 100, 50, 1.0),
        Panel("shares", of(["cart_pct"], _in_unit("%"), _in_unit("")), 0, 10, 46, 0.7),
        Panel(
            "antibodies", antibodies, 0, 10, 50, 0.8,
            reference=HILL_LOW if "lab:igg" in antibodies else None,
        ),
        Panel("ige", of(["ige"]), 0, 100, 40, 0.5),
    )  # fmt: skip
    return tuple(panel for panel in every if panel.keys)


def _in_unit(unit: str) -> list[str]:
    known = analytes()
    return [key for key in SUBSETS if known[key].shown == unit]
