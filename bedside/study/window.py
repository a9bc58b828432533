"""The days in which dose-limiting toxicities count, of one patient of a study.

The states are those of :meth:`bedside.follow.Follow.dlt`, asked about the first infusion.
"""

from datetime import timedelta
from typing import cast

from bedside.facts import DltReviewed
from bedside.protocol.edition import Protocol
from bedside.study.figure import Figure
from bedside.study.subject import NOT_INFUSED, DltWindow
from bedside.study.told import Told


def dlt_window(of: Told, protocol: Protocol | None) -> DltWindow:
    """Where a patient stands in the window, as of the moment of ``of``.

    Whoever died within it is neither evaluable nor not until somebody has looked: the death may
    be such a toxicity. Whoever left within it did so even where a death of later is known. That
    there was none is known from a review of after its last day alone.
    """
    infused = of.infused
    if infused is None:
        return NOT_INFUSED
    if protocol is None:
        return DltWindow("no_window")
    last_day = protocol.dlt.last_day
    closes = of.date_of(infused) + timedelta(days=last_day)
    is_over = of.date_of(of.now) > closes
    left = of.left is not None and of.left <= closes
    review = next((entry for entry in reversed(of.reviewed) if of.counts(entry)), None)
    if review is not None:
        dlts = cast("DltReviewed", review.fact).dlts
        looked_after = of.date_of(review.at) > closes
        evaluable = True if dlts else (False if left else looked_after or None)
        return DltWindow(
            "reviewed",
            closes,
            last_day,
            Figure(dlts, (review.id,)),
            review.author,
            review.at,
            evaluable,
        )
    if left:
        return DltWindow(
            "left_within", closes, last_day, evaluable=None if of.died_by(closes) else False
        )
    return DltWindow(
        "review_due" if is_over else "in_window", closes, last_day, evaluable=is_over or None
    )
