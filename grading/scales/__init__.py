"""One published scale and edition a file. A new scale is a new file and its name here."""

from collections.abc import Mapping
from typing import Any

from grading.grade import Scale
from grading.scales import crs, icans, news2

SCALES: Mapping[str, Scale[Any]] = {
    scale.id: scale for scale in (crs.SCALE, icans.SCALE, news2.SCALE)
}
"""Every scale by its id, in the order they are shown."""
