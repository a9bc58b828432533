"""How a thing is measured: the median of many, and one line for the table and for machines."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """One measured figure. ``bound`` is the highest value that is still good; None: reported."""

    name: str
    what: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def ok(self) -> bool:
        return self.bound is None or self.value <= self.bound

    def json(self) -> str:
        found = asdict(self)
        found.pop("what")
        return json.dumps({**found, "value": round(self.value, 3), "ok": self.ok})


def timed(action: Callable[[], object]) -> float:
    """How long an action takes, in seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def median_of(times: int, action: Callable[[], object], warm: int = 1) -> float:
    """The median duration of an action in seconds, after some unmeasured runs."""
    for _ in range(warm):
        action()
    return statistics.median(timed(action) for _ in range(times))
