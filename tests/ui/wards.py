"""Small wards that the tests of the screens stand on: real stores, real charts, a movable clock."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bedside.facts import Admitted, Enrolled
from bedside.protocol.shelf import shelf
from bedside.store import Store
from bedside.timeline import Draft
from grading.signs import Drug, Ice, Infused, Neuro, Planned, Support, Vitals
from ui.plans import Plans
from ui.rung import Rung
from ui.settings import Settings
from ui.ward import Keeper, Ward

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
NURSE = Keeper("Ann", "nurse")
ALL_RIGHT = dict.fromkeys(
    (
        *("orient_year", "orient_month", "orient_city", "orient_hospital"),
        *("name_1", "name_2", "name_3", "command", "writing", "attention"),
    ),
    "yes",
)


class Clock:
    """A clock that the test moves."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def ago(**length: float) -> datetime:
    """A moment before `NOW`."""
    return NOW - timedelta(**length)


def arrival(
    patient: str,
    bed: str | None,
    *,
    infused: datetime | None = None,
    planned: datetime | None = None,
    initials: str = "",
) -> list[Draft]:
    """Enrolled seventy days ago, in this bed or none, infused or to be infused when it is said."""
    at = ago(days=70)
    drafts = [Draft(patient, at, Enrolled(initials=initials, dose_level="100×10⁶"))]
    if bed is not None:
        drafts.append(Draft(patient, at, Admitted(bed)))
    if infused is not None:
        drafts.append(Draft(patient, infused, Infused(1e8, "cells")))
    if planned is not None:
        drafts.append(Draft(patient, at, Planned(planned)))
    return drafts


def observed(
    patient: str,
    at: datetime,
    temp: float = 36.8,
    bp: tuple[int, int] = (118, 72),
    *,
    hr: int = 76,
    support: Support | None = None,
) -> list[Draft]:
    """A whole set of vital signs, on room air unless it is said."""
    vitals = Vitals(
        temp_c=temp,
        hr_bpm=hr,
        sbp_mmhg=bp[0],
        dbp_mmhg=bp[1],
        rr_bpm=16,
        spo2_pct=97,
        consciousness="A",
    )
    return [Draft(patient, at, vitals), Draft(patient, at, support or Support("room_air"))]


def neurology(patient: str, at: datetime) -> list[Draft]:
    """An ICE examination of 10 and nothing else found."""
    ice = Ice(**ALL_RIGHT)  # type: ignore[arg-type]
    return [
        Draft(patient, at, ice),
        Draft(patient, at, Neuro(loc="alert", seizure="none")),
    ]


def pressor(patient: str, at: datetime) -> Draft:
    """A running vasopressor."""
    return Draft(patient, at, Drug("norepinephrine", "started", rate=0.06))


def small_ward() -> list[Draft]:
    """Four in beds and one at home.

    RC-014: CRS 3 for 11 minutes. RC-015: observed five hours ago. AL-002: well.
    BC-004: before the infusion. RC-007: an outpatient of month 2.
    """
    ill, old, well, waiting, home = "RC-014", "RC-015", "AL-002", "BC-004", "RC-007"
    return [
        *arrival(ill, "6", infused=ago(days=4), initials="QX"),
        *observed(ill, ago(hours=30), 38.9),
        *observed(ill, ago(hours=20), 39.2),
        *neurology(ill, ago(minutes=20)),
        *observed(ill, ago(minutes=11), 38.8, (86, 44), hr=128),
        pressor(ill, ago(minutes=11)),
        *arrival(well, "3", infused=ago(days=9)),
        *observed(well, ago(hours=8)),
        *neurology(well, ago(hours=2)),
        *observed(well, ago(hours=2)),
        *arrival(old, "1", infused=ago(days=1, hours=2)),
        *observed(old, ago(hours=5, minutes=4), 37.2),
        *arrival(waiting, "8", planned=NOW + timedelta(days=1)),
        *observed(waiting, ago(minutes=20)),
        *arrival(home, None, infused=ago(days=60)),
        *observed(home, ago(days=20)),
    ]


def plans_of(ward: Ward, settings: Settings, rung: Path | None = None) -> Plans:
    """The plans of a ward by the editions that ship."""
    return Plans(ward, shelf, lambda: settings.leads, Rung(rung))


def opened_ward(path: Path, drafts: Sequence[Draft], clock: Clock) -> tuple[Store, Ward]:
    """A store with these drafts, and its ward."""
    store = Store(path, "here", clock.now)
    for draft in sorted(drafts, key=lambda d: d.at):
        store.append([draft], draft.at, "Ann", "nurse")
    return store, Ward(store, clock, UTC)
