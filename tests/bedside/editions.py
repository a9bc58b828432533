"""A small edition of a protocol made in code, for tests that need one and no file."""

from dataclasses import replace
from types import MappingProxyType

from bedside.protocol.edition import (
    Conditioning,
    Criterion,
    Dlt,
    Item,
    Level,
    Protocol,
    Question,
    VisitRule,
)

ITEMS = {
    "pk": Item("pk", "CAR-T in blood", "lab", ("car_t",)),
    "scores": Item("scores", "Scores", "by_hand"),
}
VISITS = (
    VisitRule("screening_dm28", "screening", 0, 13, ("scores",), day=-28),
    VisitRule("pkpd_d0", "pkpd", 3, 0, ("pk",), day=0, before_infusion=True),
    VisitRule("pkpd_d3", "pkpd", 1, 1, ("pk",), day=3),
    VisitRule("pkpd_m2", "pkpd", 7, 7, ("pk",), month=2),
    VisitRule("efficacy_m12", "efficacy", 14, 14, ("scores",), month=12),
)
QUESTIONS = {
    "acr_1997_count": Question("acr_1997_count", "How many ACR criteria are met?", "number"),
}
CRITERIA = (Criterion("I3", "SLE by ACR 1997", "i3_acr", ("acr_1997_count",)),)
_EDITION = Protocol(
    id="trial-1",
    edition="2024",
    title="A trial of CAR-T cells",
    short="Trial 1",
    registry="NCT00000001",
    source="made for tests",
    product="relma-cel",
    cells="autologous",
    dose_unit="cells",
    levels=(Level("25", 2.5e7, "start"), Level("100", 1e8)),
    conditioning=Conditioning((("fludarabine", 25.0), ("cyclophosphamide", 250.0)), (-5, -3)),
    month_rule="30_day",
    pk=("car_t",),
    pd=(),
    instruments=(),
    ctcae="5.0",
    gvhd=False,
    dlt=Dlt(28),
    register_years=2,
    ae_months=12,
    items=MappingProxyType(ITEMS),
    visits=VISITS,
    assumed=frozenset({"month_rule"}),
)


def edition(**changes: object) -> Protocol:
    """The edition with some fields changed."""
    return replace(_EDITION, **changes)  # type: ignore[arg-type]
