"""Episodes of ICAHT, LICATS and GvHD that may be adverse events, with the grade by their scale.

ICAHT is proposed from grade 3 on, as the CTCAE's "Neutrophil count decreased" with the CTCAE
grade of its lowest value: both grades stand side by side, neither is made from the other. LICATS
and GvHD are no terms of CTCAE v5.0: each is an "Other, specify" of the immune system whose CTCAE
grade a person chooses.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from bedside.adverse.laboratory import Laboratory, Limits, terms_of
from bedside.adverse.log import roots
from bedside.chart import Chart
from bedside.facts import CtcaeVersion, EventScale
from bedside.timeline import Entry
from bedside.toxicities.counts import icaht
from bedside.toxicities.found import Bout
from bedside.toxicities.gvhd import gvhd_course
from bedside.toxicities.licats import licats_course
from bedside.toxicities.samples import Samples
from bedside.work_up import value_of
from grading.ctcae.clinical_v5 import IMMUNE, OTHER_SPECIFY
from grading.ctcae.laboratory import grade
from grading.scales.icaht import NON_TRANSIENT_PER_UL, SEVERE_PER_UL
from grading.signs import Lab
from grading.toxicity import ToxicityGrade

ICAHT_FROM = 3
"""From this grade of ICAHT on an event is proposed."""
OTHER_IMMUNE = OTHER_SPECIFY[IMMUNE].id
_PER_UL = 1000


class Scaled(NamedTuple):
    """One episode by its own scale. ``prefix`` begins the keys of proposals of its kind.

    ``at_least``: ``grade`` is only the lowest that is certain. ``words`` are what an "Other,
    specify" that somebody wrote down unasked says of the same thing, in lower case. ``ctcae`` is
    None where a person must choose it. ``value`` is the lowest count of an episode of ICAHT.
    """

    prefix: str
    scale: EventScale
    onset: datetime
    end: datetime | None
    grade: int
    grade_at: datetime
    at_least: bool
    term: str
    version: CtcaeVersion
    specify: str = ""
    words: tuple[str, ...] = ()
    ctcae: int | None = None
    ctcae_at_least: bool = False
    value: Laboratory | None = None


def scaled(of: Chart, version: CtcaeVersion, limits: Limits) -> Iterator[Scaled]:
    """All such episodes since the infusion that counts now."""
    samples = Samples(of)
    yield from _icaht(of, samples, version, limits)
    for organ in licats_course(samples).organs:
        for bout in organ.bouts:
            prefix, specify = f"licats-{organ.organ}", f"LICATS ({organ.organ})"
            yield _other(prefix, "licats", bout, specify, "licats", organ.organ)
    for bout in gvhd_course(samples, None).bouts:
        yield _other("gvhd", "gvhd", bout, "Acute GvHD", "gvhd")


def _other(prefix: str, scale: EventScale, bout: Bout, specify: str, *words: str) -> Scaled:
    return Scaled(
        prefix,
        scale,
        bout.onset,
        bout.end,
        bout.maximum,
        bout.maximum_at,
        bout.at_least,
        OTHER_IMMUNE,
        "5.0",
        specify,
        words,
    )


# --- ICAHT ----------------------------------------------------------------------------------------


def _icaht(of: Chart, samples: Samples, version: CtcaeVersion, limits: Limits) -> Iterator[Scaled]:
    found = icaht(samples)
    by_id = {entry.id: entry for entry in samples.labs.get("anc", [])}
    first = roots(of.log)
    for prefix, graded, ids, limit in (
        ("icaht-early", found.early, found.early_entries, SEVERE_PER_UL),
        ("icaht-late", found.late, found.late_entries, NON_TRANSIENT_PER_UL),
    ):
        if graded is None or graded.counted < ICAHT_FROM:
            continue
        rows = [by_id[one] for one in ids]
        low = _low(samples, graded, rows, limit / _PER_UL)
        nadir = min(low, key=value_of)
        ctcae = _ctcae(nadir, version, limits, first)
        yield Scaled(
            prefix,
            "icaht",
            low[0].at,
            _end(rows, low[-1], limit / _PER_UL),
            graded.counted,
            nadir.at,
            graded.level is None,
            _neutropenia(version),
            version,
            ctcae=ctcae.grade if ctcae is not None else None,
            ctcae_at_least=ctcae is not None and ctcae.at_least,
            value=ctcae,
        )


def _low(
    samples: Samples, graded: ToxicityGrade, rows: Sequence[Entry], limit: float
) -> list[Entry]:
    """The low counts that it rests on: those of the longest run, or all of the late window."""
    span = _run(graded)
    low = [entry for entry in rows if value_of(entry) <= limit]
    inside = [entry for entry in low if span is None or span(samples.day(entry.at))]
    return inside or low


def _run(graded: ToxicityGrade) -> Callable[[int], bool] | None:
    """Whether a day lies in the longest run of low days; None without such runs."""
    for ground in graded.grounds:
        values = dict(ground.values)
        if ground.domain == "anc_500" and "first_day" in values:
            first, last = values["first_day"], values["last_day"]
            return lambda day: first <= day <= last
    return None


def _end(rows: Sequence[Entry], last: Entry, limit: float) -> datetime | None:
    """The first count above the limit after the low ones; None while there is none."""
    return next((e.at for e in rows if e.at > last.at and value_of(e) > limit), None)


def _neutropenia(version: CtcaeVersion) -> str:
    """The id of the term in a version."""
    return next(term.id for term in terms_of("anc", version) if term.direction == "low")


def _ctcae(
    entry: Entry, version: CtcaeVersion, limits: Limits, first: Mapping[str, str]
) -> Laboratory | None:
    """A count with its CTCAE grade; None where it has none."""
    fact = cast("Lab", entry.fact)
    lln, uln = limits(entry)
    if fact.value is None or fact.bound == ">":
        return None
    graded = grade(_neutropenia(version), fact.value, fact.unit, version, lln=lln, uln=uln)
    if not graded.counted:
        return None
    root = first.get(entry.id, entry.id)
    at_least = graded.level is None or fact.bound is not None
    return Laboratory(
        entry.at, root, "anc", fact.value, fact.unit, fact.bound or "", graded.counted, at_least
    )
