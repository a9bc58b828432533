"""Where the public data lies that some tests read: BEDSIDE_DATA, else beside the project."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bedside.imports import read
from bedside.store import Store

_BESIDE = Path(__file__).parents[2] / "shared" / "data"
FOLDER = Path(os.environ.get("BEDSIDE_DATA") or _BESIDE)
"""The folder of the data; it may be absent."""


def needs(name: str) -> pytest.MarkDecorator:
    """Skip where a folder of the data is absent."""
    return pytest.mark.skipif(not (FOLDER / name).is_dir(), reason=f"BEDSIDE_DATA has no {name}")


CAR22 = ("car_expansion", "cytokine", "inflammation", "lymphocyte_subsets_blood",
         "lymphocyte_subsets_marrow", "patients")  # fmt: skip
CAR22_INFUSED = datetime(2020, 1, 1, tzinfo=UTC)
CAR22_AFTER = datetime(2020, 4, 1, tzinfo=UTC)
"""Day 0 of all 35 patients in a site whose clock is UTC, and a moment after all they have."""


def car22_store(folder: Path) -> Path:
    """A record with the 35 patients of ``cart_car22``, imported through the mapping that ships.

    It lies in ``folder``; the zone of the site is UTC. The data must be there (:func:`needs`).
    """
    files = [FOLDER / "cart_car22" / f"{name}.csv" for name in CAR22]
    batch = read(files, "cart_car22", None, frozenset(), UTC)
    assert batch.refused == 0
    path = folder / "car22.sqlite"
    with Store(path, "test", CAR22_AFTER) as store:
        store.append(batch.drafts, CAR22_AFTER, "import", "")
    return path
