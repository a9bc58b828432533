"""The demonstration of a study: eight invented patients, followed for six months and more."""

from datetime import datetime, tzinfo

from bedside.demo import Written, drafts_of, fill_with
from bedside.demo.study_cohort import COHORT
from bedside.demo.study_patient import record
from bedside.store import Store


def study_drafts(now: datetime, zone: tzinfo, seed: int = 1) -> tuple[Written, ...]:
    """All that was written of the cohort up to ``now`` (aware); see `bedside.demo.drafts_of`."""
    return drafts_of(record(one, now, zone, seed) for one in COHORT)


def fill(store: Store, now: datetime, zone: tzinfo, seed: int = 1) -> None:
    """Write the cohort into a store. Raises :class:`bedside.store.StoreError`."""
    fill_with(store, study_drafts(now, zone, seed))
