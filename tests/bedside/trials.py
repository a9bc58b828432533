"""A protocol written in code, from the published tables, to check files and plans against.

PK/PD and efficacy are typed in here from the schedule itself (days, months, windows), not read
from the files that ship.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bedside.facts import Enrolled, Fact
from bedside.follow import Follow, follow
from bedside.protocol.edition import (
    Conditioning,
    Dlt,
    Item,
    Level,
    MonthRule,
    Protocol,
    SeriesName,
    VisitRule,
)
from bedside.timeline import Entry
from grading.signs import Infused

MONTHLY = {2: 7, 3: 7, 4: 7, 5: 7, 6: 7, 7: 10, 8: 10, 9: 14, 10: 14, 11: 14, 12: 14}
"""Month to days before and after, of the PK/PD samples."""
EFFICACY = {1: 3, 3: 7, 6: 14, 9: 14, 12: 14}
ITEMS = (
    Item("cart", "CAR-T cells in blood", "lab", ("cart_copies", "cart_cells", "cart_pct"), "any"),
    Item("il6", "IL-6", "lab", ("il6",)),
    Item("igs", "Immunoglobulins", "lab", ("igg", "igm")),
    Item("pga", "PGA", "by_hand"),
    Item("c3", "C3", "lab", ("c3",)),
    Item("vitals", "Vital signs", "vitals", ("temp_c", "sbp_mmhg")),
    Item("ice", "ICE", "ice"),
)


def rule(series: SeriesName, width: int, items: Iterable[str], **when: int) -> VisitRule:
    """One visit, with as many days before its target as after it."""
    unit, n = next(iter(when.items()))
    name = f"{series}_{unit[0]}{'m' if n < 0 else ''}{abs(n)}"
    return VisitRule(name, series, width, width, tuple(items), **when)


def trial(month_rule: MonthRule = "30_day", edition: str = "1") -> Protocol:
    """PK/PD and efficacy of the published schedule, with a short safety series."""
    blood = ("cart", "il6", "igs")
    first = VisitRule("pkpd_d0", "pkpd", 3, 0, blood, day=0, before_infusion=True)
    last = 28 if month_rule == "28_day" else 30
    rules = [first]
    rules += [rule("pkpd", 1, blood, day=day) for day in (*range(3, 28, 3), last)]
    rules += [rule("pkpd", wide, blood, month=m) for m, wide in MONTHLY.items()]
    rules += [rule("efficacy", wide, ("pga", "c3"), month=m) for m, wide in EFFICACY.items()]
    rules += [rule("safety", 0, ("vitals",), day=day) for day in (1, 2)]
    rules += [rule("conditioning", 1, ("vitals",), day=-4)]
    return Protocol(
        id="trial", edition=edition, title="A trial", short="A", registry="", source="",
        product="x", cells="autologous", dose_unit="cells", levels=(Level("100e6", 1e8),),
        conditioning=Conditioning((("fludarabine", 25.0),), (-5, -3)), month_rule=month_rule,
        pk=("cart_copies",), pd=("il6",), instruments=("pga",), ctcae="5.0", gvhd=False,
        dlt=Dlt(28), register_years=15, ae_months=12, items={i.id: i for i in ITEMS},
        visits=tuple(rules),
    )  # fmt: skip


def entries(*told: tuple[datetime, Fact], patient: str = "RC-1") -> tuple[Entry, ...]:
    """Entries in clinical order, each written when it was true."""
    ordered = sorted(told, key=lambda pair: pair[0])
    return tuple(
        Entry(f"{n:05}", "w", n, patient, at, at, "Ann", "nurse", fact)
        for n, (at, fact) in enumerate(ordered, 1)
    )


def enrolled(protocol: Protocol, **more: object) -> Enrolled:
    """Enrolled in this edition."""
    return Enrolled(protocol=protocol.id, edition=protocol.edition, dose_level="100e6", **more)  # type: ignore[arg-type]


def noon(day: date, zone: tzinfo = UTC) -> datetime:
    """Midday of a date in a zone, in UTC."""
    return datetime.combine(day, time(12), zone).astimezone(UTC)


def followed(
    protocol: Protocol,
    infused: datetime | None,
    *told: tuple[datetime, Fact],
    zone: tzinfo = UTC,
    now: datetime = datetime(2100, 1, 1, tzinfo=UTC),
) -> Follow:
    """The plan of a patient infused at a moment, with whatever else is said."""
    first = (infused or min(at for at, _ in told)) - timedelta(days=40)
    line = [(first, enrolled(protocol)), *told]
    if infused is not None:
        line.append((infused, Infused(1e8, "cells")))

    def editions(named: str, edition: str) -> Protocol | None:
        return protocol if (named, edition) == (protocol.id, protocol.edition) else None

    return follow("RC-1", entries(*line), editions, zone, now)
