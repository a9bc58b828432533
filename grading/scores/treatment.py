"""What a patient takes for lupus at a visit: the steroid dose, and what else.

Source of the ceilings: Golder V et al., Arthritis Res Ther 2016;18:260 (doi
10.1186/s13075-016-1163-2, table 3), the maintenance doses counted as standard for LLDAS. Doses of
steroids are equivalents of prednisolone: 5 mg = prednisone 5 = methylprednisolone 4 =
dexamethasone 0.75 = hydrocortisone 20 = deflazacort 6 mg.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from grading.signs import Invalid, check_range, measured

Medicine = Literal[
    "hydroxychloroquine",
    "chloroquine",
    "methotrexate",
    "azathioprine",
    "mycophenolate",
    "mycophenolic_acid",
    "leflunomide",
    "tacrolimus",
    "ciclosporin",
    "voclosporin",
    "cyclophosphamide",
    "belimumab",
    "anifrolumab",
    "rituximab",
    "other",
]
MEDICINES: tuple[Medicine, ...] = get_args(Medicine)
"""Maintenance drugs by name; ``mycophenolate`` is mofetil. ``other`` is another of their kind."""
ANTIMALARIALS: frozenset[Medicine] = frozenset({"hydroxychloroquine", "chloroquine"})
"""These are no immunosuppressants: allowed in remission, and in remission without drugs."""
Per = Literal["day", "week"]
_DAYS: Mapping[Per, int] = {"day": 1, "week": 7}
CEILINGS: Mapping[Medicine, tuple[float, Per]] = {
    "hydroxychloroquine": (400, "day"),
    "methotrexate": (30, "week"),
    "azathioprine": (200, "day"),
    "mycophenolate": (3000, "day"),
    "mycophenolic_acid": (2160, "day"),
    "leflunomide": (20, "day"),
}
"""The highest standard maintenance dose in mg, itself included."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A maintenance drug and its dose in mg a day or a week; None where the dose is not known."""

    medicine: Medicine
    mg: float | None = measured("Dose", "mg", (0.0, 20_000.0), decimals=2)
    per: Per = "day"

    def __post_init__(self) -> None:
        if self.medicine not in MEDICINES:
            raise Invalid("medicine", "unknown_drug", self.medicine)
        check_range(self)

    @property
    def within_ceiling(self) -> bool | None:
        """Whether the dose is a standard one; None where no dose is known.

        A drug without a published ceiling is within it: a person answers for its dose.
        """
        if self.medicine not in CEILINGS:
            return True
        if self.mg is None:
            return None
        ceiling, per = CEILINGS[self.medicine]
        return self.mg * _DAYS[per] <= ceiling * _DAYS[self.per]


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is taken for lupus at a visit. None is not told, never "nothing".

    ``prednisolone_mg_day`` is the equivalent of all steroids on the day, 0 where none is taken;
    ``prednisolone_28d_mg_day`` the mean of the last 28 days. ``taken``: every maintenance drug,
    antimalarials included; empty where a person said that there is none. ``stable``: no
    immunosuppressant or biologic was begun or raised. ``tolerated_standard``: all of them are
    approved, at standard doses and well tolerated. ``investigational``: a drug under
    investigation is being taken; cells infused once in the past are not.
    """

    prednisolone_mg_day: float | None = measured(
        "Prednisolone equivalent", "mg/d", (0.0, 5000.0), (None, 60.0), 2
    )
    prednisolone_28d_mg_day: float | None = measured(
        "Prednisolone equivalent, mean of 28 days", "mg/d", (0.0, 5000.0), (None, 60.0), 2
    )
    taken: tuple[Taken, ...] | None = None
    stable: bool | None = None
    tolerated_standard: bool | None = None
    investigational: bool | None = None

    def __post_init__(self) -> None:
        check_range(self)

    @property
    def immunosuppressed(self) -> bool | None:
        """Whether anything but steroids and antimalarials is taken."""
        if self.taken is None:
            return None
        return any(drug.medicine not in ANTIMALARIALS for drug in self.taken)
