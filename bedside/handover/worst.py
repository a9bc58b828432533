"""The worst value of each quantity in a stretch of time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bedside.chart import Chart
from bedside.series import between
from grading.scales.crs import ladder
from grading.scales.icans import LOC_LEVEL
from grading.signs import Ice, Neuro, Support, Vitals

_ACVPU = "ACVPU"


class Worst(NamedTuple):
    """The worst of a quantity, the sign that shows it and when it was.

    ``what`` is one of `WORST`. ``value`` is in the unit of the sign; None where it has no figure
    (a pressure that could not be recorded, consciousness, oxygen).
    """

    what: str
    sign: Any
    value: float | None
    at: datetime


Read = Callable[[Any], tuple[float, float | None] | None]
"""How bad a sign is (more is worse) and its figure; None where it says nothing of it."""


def _high(name: str) -> Read:
    def read(sign: Vitals) -> tuple[float, float | None] | None:
        value = getattr(sign, name)
        return None if value is None else (value, value)

    return read


def _low(name: str) -> Read:
    def read(sign: Vitals) -> tuple[float, float | None] | None:
        value = getattr(sign, name)
        return None if value is None else (-value, value)

    return read


def _pressure(name: str) -> Read:
    low = _low(name)

    def read(sign: Vitals) -> tuple[float, float | None] | None:
        return (1.0, None) if sign.bp_unrecordable else low(sign)

    return read


def _acvpu(sign: Vitals) -> tuple[float, float | None] | None:
    said = sign.consciousness
    return None if said is None else (float(_ACVPU.rindex(said)), None)


def _loc(sign: Neuro) -> tuple[float, float | None] | None:
    return None if sign.loc is None else (float(LOC_LEVEL[sign.loc]), None)


def _oxygen(sign: Support) -> tuple[float, float | None] | None:
    return (ladder(sign)[0] * 1000.0 + (sign.flow_lpm or 0.0), sign.flow_lpm)


def _ice(sign: Ice) -> tuple[float, float | None] | None:
    # What is not complete is as bad as the points already lost: no better is possible.
    if not sign.passed and not sign.failed:
        return None
    return (-float(sign.best), float(sign.best))


WORST: Mapping[str, tuple[type, Read]] = {
    "temp_high": (Vitals, _high("temp_c")),
    "hr_high": (Vitals, _high("hr_bpm")),
    "hr_low": (Vitals, _low("hr_bpm")),
    "sbp_low": (Vitals, _pressure("sbp_mmhg")),
    "map_low": (Vitals, _pressure("mean_mmhg")),
    "rr_high": (Vitals, _high("rr_bpm")),
    "spo2_low": (Vitals, _low("spo2_pct")),
    "oxygen": (Support, _oxygen),
    "acvpu": (Vitals, _acvpu),
    "loc": (Neuro, _loc),
    "ice_low": (Ice, _ice),
}
"""What is looked for, by which sign and how."""


def worst(of: Chart, since: datetime, until: datetime) -> tuple[Worst, ...]:
    """The worst of each quantity of `WORST` after ``since`` and up to ``until`` (aware).

    What was not measured in that time is not there. Of equal ones the latest is told.
    """
    return tuple(sorted(_found(of, since, until), key=lambda one: list(WORST).index(one.what)))


def _found(of: Chart, since: datetime, until: datetime) -> Iterator[Worst]:
    best: dict[str, tuple[float, Worst]] = {}
    for entry in between(of.timeline, since, until):
        if entry.at <= since:
            continue
        for what, (kind, read) in WORST.items():
            if not isinstance(entry.fact, kind):
                continue
            said = read(entry.fact)
            if said is None:
                continue
            bad, value = said
            if what not in best or bad >= best[what][0]:
                best[what] = bad, Worst(what, entry.fact, value, entry.at)
    return (one for _, one in best.values())
