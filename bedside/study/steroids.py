"""On how many days of a study a steroid was given that is not the usual one for lupus."""

from datetime import datetime, timedelta
from typing import cast

from bedside.study.told import Told
from grading.signs import Drug

_INSTANT = timedelta(microseconds=1)


def steroid_days(of: Told) -> int | None:
    """Days of the site's calendar with a dose, or on which an infusion ran.

    None where no drug at all was written down after the infusion: then nobody knows.

    An infusion runs from its start to its end, from one word that it runs to the next; after the
    last such word nobody said that it went on.
    """
    infused = of.infused
    if infused is None:
        return None
    found: set[int] = set()

    def add(start: datetime, end: datetime) -> None:
        # The moment at which it ends belongs to it no more: at midnight no new day has begun.
        start, end = max(start, infused), min(max(start, end - _INSTANT), of.until)
        if start <= end and of.is_before_next(start):
            found.update(range(of.study_day(start), of.study_day(end) + 1))

    running: dict[tuple[str, str | None], datetime] = {}
    for entry in of.on_steroids:
        drug, at = cast("Drug", entry.fact), entry.at
        key = (drug.name, drug.line)
        if drug.action == "given" or drug.until is not None:
            add(at, max(at, drug.until or at))
        elif drug.action == "stopped":
            if running.get(key, at) < at:
                add(running.pop(key), at)
        else:
            add(running.get(key, at), at)
            add(at, at)
            running[key] = at
    return len(found) if of.drugs_known or found else None
