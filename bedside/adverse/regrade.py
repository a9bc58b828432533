"""CRS of an episode by CTCAE v5.0, regraded from the same signs as the ASTCT grade beside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bedside.chart import Chart
from bedside.toxicities.older_crs import maxima
from grading.grade import Episode

_SCALE = "crs_ctcae_5"


class Regraded(NamedTuple):
    """The highest grade of an episode: the lowest that is certain, and whether it is more.

    ``open`` says that something was not charted which could have raised it.
    """

    at_least: int
    open: bool


def ctcae_of_crs(of: Chart, every: Sequence[Episode]) -> Mapping[datetime, Regraded]:
    """The highest CTCAE v5.0 grade over each of these episodes of CRS, by its onset."""
    found = {}
    for one in every:
        highest = maxima(of, one).get(_SCALE)
        if highest is None:
            found[one.onset] = Regraded(0, open=False)
        else:
            found[one.onset] = Regraded(highest.grade.counted, highest.open)
    return found
