"""What one would find at the bedside of a demonstration patient at any moment."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from math import cos, pi
from random import Random
from typing import NamedTuple, TypeVar

from bedside.demo.curves import Curve, Unrest
from grading.signs import ICE_ITEMS, Acvpu, Ice, Loc, Neuro, Support, TempSite, Vitals, quantities

T = TypeVar("T")
Changes = Sequence[tuple[datetime, T]]
"""What holds from each moment on, in time order."""
LOST_FIRST = (
    *("attention", "writing", "orient_city", "name_3", "orient_hospital"),
    *("command", "orient_month", "name_2", "orient_year", "name_1"),
)
"""Items of the ICE examination in the order in which this demonstration loses them."""


class Row(NamedTuple):
    """Where the vital signs are at a moment; from row to row they go smoothly."""

    at: datetime
    temp_c: float
    hr_bpm: float
    sbp_mmhg: float
    dbp_mmhg: float
    rr_bpm: float
    spo2_pct: float


_SPREAD = (0.07, 2.2, 2.2, 1.8, 0.7, 0.4)
_EVENING_C = 0.12
"""How far the temperature swings over a day, highest at 18:00."""
_LIKELY = tuple(
    (quantity.unlikely[0] or 0.0, min(quantity.unlikely[1] or 1e9, quantity.impossible[1]))
    for name, quantity in quantities(Vitals).items()
    if name in Row._fields
)


def holding(changes: Changes[T], at: datetime) -> T | None:
    """What holds at a moment; None before the first change."""
    index = bisect_right([moment for moment, _ in changes], at)
    return changes[index - 1][1] if index else None


@dataclass(slots=True)
class Body:
    """The vital signs as rows, the rest as changes; what is not said is as in health.

    ``lost`` is the order in which items of the ICE examination fail; ``language`` and
    ``interpreter`` are those of the examination.
    """

    zone: tzinfo
    chance: Random
    rows: Sequence[Row]
    oxygen: Changes[Support] = ()
    awareness: Changes[Acvpu] = ()
    ice: Changes[int] = ()
    loc: Changes[Loc] = ()
    tremor: Changes[bool] = ()
    lost: Sequence[str] = LOST_FIRST
    language: str | None = None
    interpreter: bool | None = None
    site: TempSite = "tympanic"
    _curves: tuple[Curve, ...] = field(init=False)
    _unrest: tuple[Unrest, ...] = field(init=False)

    def __post_init__(self) -> None:
        columns = range(len(_SPREAD))
        self._curves = tuple(Curve([(row.at, row[1:][n]) for row in self.rows]) for n in columns)
        self._unrest = tuple(Unrest(self.chance, spread) for spread in _SPREAD)

    def vitals(self, at: datetime) -> Vitals:
        """The vital signs, with the scatter of measuring."""
        found = [
            curve.at(at) + unrest.next()
            for curve, unrest in zip(self._curves, self._unrest, strict=True)
        ]
        local = at.astimezone(self.zone)
        found[0] += _EVENING_C * cos((local.hour + local.minute / 60 - 18) * pi / 12)
        temp, hr, sbp, dbp, rr, spo2 = (
            max(low, min(high, value)) for value, (low, high) in zip(found, _LIKELY, strict=True)
        )
        return Vitals(
            temp_c=round(temp, 1),
            temp_site=self.site,
            hr_bpm=round(hr),
            sbp_mmhg=round(sbp),
            dbp_mmhg=round(min(dbp, sbp - 20)),
            bp_method="cuff",
            rr_bpm=round(rr),
            spo2_pct=round(spo2),
            consciousness=holding(self.awareness, at) or "A",
        )

    def support(self, at: datetime) -> Support:
        """The oxygen support."""
        return holding(self.oxygen, at) or Support("room_air")

    def examined(self, at: datetime, score: int | None = None) -> tuple[Ice, Neuro]:
        """The ICE examination and what goes with it, with a score of its own or as it holds."""
        if score is None:
            held = holding(self.ice, at)
            score = len(ICE_ITEMS) if held is None else held
        failed = self.lost[: len(ICE_ITEMS) - score]
        answers = {item: "no" if item in failed else "yes" for item in ICE_ITEMS}
        sheet = Ice(**answers, language=self.language, interpreter=self.interpreter)  # type: ignore[arg-type]
        return sheet, Neuro(
            loc=holding(self.loc, at) or "alert",
            seizure="none",
            deep_focal_weakness=False,
            tremor=holding(self.tremor, at),
        )
