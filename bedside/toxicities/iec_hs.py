"""The checklist of IEC-HS from a record: laboratory values, how CRS stands, and a person's words.

Decisions (this project's): of each item a person states, the last word counts, for 72 hours like
the laboratory values; enlarged organs and haemophagocytosis for seven days, since nobody looks
for them daily; known immunosuppression until somebody says otherwise. The grade that a person
gave stands until the next one. When a work-up is to be considered: :mod:`bedside.work_up`.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import cast

from bedside.facts import Hyperinflammation
from bedside.timeline import Entry
from bedside.toxicities.found import Ids, IecHs, Stated
from bedside.toxicities.samples import Samples, ids
from bedside.work_up import FOLLOWED, Limits, followed, merged, parted
from grading.grade import Episode, Step
from grading.scales.iec_hs import TOGETHER, Features, checklist
from grading.toxicity import CrsState

LASTS: Mapping[str, timedelta | None] = {
    **dict.fromkeys(
        ("haemophagocytosis", "hepatomegaly", "splenomegaly", "splenomegaly_new"),
        timedelta(days=7),
    ),
    "immunosuppressed": None,
    "grade": None,
}
"""How long a person's word on an item counts: None without an end, 72 hours if not named here."""
_ITEM_OF = {"splenomegaly_new": "splenomegaly", "fever_new_or_persistent": "fever"}
_ITEM_OF |= {"cytopenia_new_or_worse": "cytopenia", "coagulation_worse": "coagulation"}
_ASKED = tuple(f.name for f in fields(Hyperinflammation) if f.name != "comment")
_STATED = tuple(
    name for name in _ASKED if name in {f.name for f in fields(Features)} and name != "crs"
)


def stated(samples: Samples) -> Mapping[str, Stated]:
    """The last word of a person on each item, where it still counts.

    Of before the infusion only what is known of immunosuppression counts after it.
    """
    found: dict[str, Stated] = {}
    for entry in samples.hyperinflammation:
        fact = cast("Hyperinflammation", entry.fact)
        for name in _ASKED:
            value = getattr(fact, name)
            if value is None:
                continue
            lasts = LASTS.get(name, TOGETHER)
            before = samples.infused is not None and entry.at < samples.infused
            if before and name != "immunosuppressed":
                continue
            if lasts is None or samples.now - entry.at <= lasts:
                found[name] = Stated(value, entry.at, entry.id)
    return found


def iec_hs(
    samples: Samples, limits: Limits, steps: Sequence[Step], episodes: Sequence[Episode]
) -> IecHs | None:
    """The checklist as of now; None before the infusion.

    ``steps`` and ``episodes`` are those of the course of CRS.
    """
    if samples.infused is None:
        return None
    said = stated(samples)
    crs: CrsState | None = crs_state(steps, episodes, samples.infused)
    crs_stated = "crs" in said
    if crs_stated:
        crs = said["crs"].value
    parts = {name: parted(samples.labs.get(name, ()), samples.infused) for name in FOLLOWED}
    rows = {name: after for name, (_, after) in parts.items()}
    bases = {name: base for name, (base, _) in parts.items() if base is not None}
    words = {name: said[name].value for name in _STATED if name in said}
    of_values = followed(samples.labs, samples.infused, limits)
    features = replace(of_values, **words, crs=crs)
    entries = _entries(samples, rows, bases, said)
    used = {entry for found in entries.values() for entry in found}
    moments = [e.at for of in (*rows.values(), bases.values()) for e in of if e.id in used]
    moments += [one.at for one in said.values()]
    return IecHs(
        checklist=checklist(features, samples.now),
        features=features,
        entries=entries,
        stated=said,
        crs=crs,
        crs_stated=crs_stated,
        judged=said.get("grade"),
        work_ups=merged(features, samples.now),
        as_of=max(moments, default=None),
    )


def _entries(
    samples: Samples,
    rows: Mapping[str, Sequence[Entry]],
    bases: Mapping[str, Entry],
    said: Mapping[str, Stated],
) -> Mapping[str, Ids]:
    """The entries of each item: values of the last 72 hours, their baseline, words that count."""
    recent = {
        analyte: [e for e in of if samples.now - e.at <= TOGETHER] for analyte, of in rows.items()
    }
    found: dict[str, Ids] = {
        analyte: ids(*recent[analyte], bases.get(analyte))
        for analyte in ("ferritin", "fibrinogen", "ldh", "triglycerides", "bilirubin_direct")
        if recent[analyte]
    }
    both = (*recent["alt"], *recent["ast"])
    if both:
        found["transaminases"] = ids(*both, bases.get("alt"), bases.get("ast"))
    if "ferritin_rises_fast" in said:
        found["ferritin"] = (*found.get("ferritin", ()), said["ferritin_rises_fast"].entry)
    if "crs" in said:
        found["timing"] = (said["crs"].entry,)
    for name in _STATED:
        if name in said and name != "ferritin_rises_fast":
            found[_ITEM_OF.get(name, name)] = (said[name].entry,)
    return found


# --- how CRS stands -------------------------------------------------------------------------------


def crs_state(
    steps: Sequence[Step], episodes: Sequence[Episode], infused: datetime
) -> CrsState | None:
    """How CRS stands by its own course since an infusion; None where no grade was ever stated.

    ``resolving``: below the highest grade of the open episode, or in its quiet hours.
    ``worse_after_improvement``: it had fallen within the episode and has risen since, or a
    further episode began.
    """
    since = [one for one in episodes if one.onset >= infused]
    if not since:
        known = any(s.grade.level is not None for s in reversed(steps) if s.at >= infused)
        return "never" if known else None
    last = since[-1]
    if last.end is not None:
        return "resolved"
    peak = before = 0
    worse = len(since) > 1
    first = bisect_left(steps, last.onset, key=attrgetter("at"))
    for _, grade, _, _ in steps[first:]:
        if grade.onset != last.onset or grade.level is None:
            continue
        if grade.counted < before:
            worse = False
        elif grade.counted > before < peak:
            worse = True
        before = grade.counted
        peak = max(peak, before)
    if worse:
        return "worse_after_improvement"
    return "resolving" if before < peak else "active"
