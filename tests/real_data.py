"""Where the public data lies that some tests read: BEDSIDE_DATA, else beside the project."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[2] / "shared" / "data"
FOLDER = Path(os.environ.get("BEDSIDE_DATA") or _BESIDE)
"""The folder of the data; it may be absent."""


def needs(name: str) -> pytest.MarkDecorator:
    """Skip where a folder of the data is absent."""
    return pytest.mark.skipif(not (FOLDER / name).is_dir(), reason=f"BEDSIDE_DATA has no {name}")
