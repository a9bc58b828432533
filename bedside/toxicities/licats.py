"""LICATS organ by organ from the looks that somebody took, with creatinine and CD19 counts.

It says nothing of CRS and never changes it. Decisions (this project's): of each organ the latest
look counts, as a whole, until the next one; looks of before the infusion count for nothing. The
kidney is judged again with every creatinine that follows a look; a creatinine counts for 72
hours. CD19 counts decide whether B cells are depleted (:mod:`bedside.kinetics.b_cells`: the
laboratory's own limit of quantification) for 60 days; only where none decides, the person's word
of the look does.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import cast

from bedside.facts import LicatsLook
from bedside.kinetics.b_cells import ANALYTE as CD19
from bedside.kinetics.b_cells import b_cells
from bedside.kinetics.samples import courses
from bedside.timeline import Entry
from bedside.toxicities.found import BCellsKnown, LicatsCourse, OrganCourse, Step, bouts
from bedside.toxicities.kept import Kept
from bedside.toxicities.samples import Samples, ids
from bedside.work_up import is_exact, value_of
from grading.scales.licats import (
    CREATININE_RISE,
    SIGNS,
    Licats,
    Organ,
    highest,
    of_organ,
    onset_class,
)
from grading.signs import Lab

CREATININE_COUNTS = timedelta(hours=72)
COUNT_COUNTS = timedelta(days=60)
"""How old a CD19 count may be: monthly visits with their windows lie closer."""
_at = attrgetter("at")


def licats_course(samples: Samples) -> LicatsCourse:
    """LICATS since the infusion; empty without an infusion, or where nobody looked."""
    if samples.infused is None:
        return LicatsCourse()
    looks = [entry for entry in samples.looks if entry.at >= samples.infused]
    creatinine, counts = samples.labs.get("creatinine", []), samples.labs.get(CD19, [])
    old = [
        *samples.lapses(_exact(creatinine), CREATININE_COUNTS),
        *samples.lapses(counts, COUNT_COUNTS),
    ]
    read = [*looks, *creatinine, *counts] if looks else counts
    since = (samples.infused, samples.treated, samples.zone, len(old), bool(looks))
    return _COURSES.of(read, since, lambda: _course(samples))


_COURSES: Kept[LicatsCourse] = Kept()


def _exact(rows: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in rows if is_exact(cast("Lab", entry.fact))]


def _course(samples: Samples) -> LicatsCourse:
    assert samples.infused is not None
    known = _BCells(samples)
    looks: dict[Organ, list[Entry]] = {}
    for entry in samples.looks:
        if entry.at >= samples.infused:
            looks.setdefault(cast("LicatsLook", entry.fact).organ, []).append(entry)
    organs = tuple(_organ(samples, organ, looks[organ], known) for organ in SIGNS if organ in looks)
    latest = max((of[-1] for of in looks.values()), key=lambda e: e.at, default=None)
    said = None if latest is None else cast("LicatsLook", latest.fact).b_cells_depleted
    now = known.at(samples.now, latest, said=said)
    if not organs:
        return LicatsCourse(b_cells=now)
    used = {one for organ in organs for one in organ.entries}
    rows = [e for of in looks.values() for e in of] + samples.labs.get("creatinine", [])
    rows += samples.labs.get(CD19, [])
    every = [entry for entry in rows if entry.id in used]
    return LicatsCourse(
        grade=highest([organ.now for organ in organs]),
        organs=organs,
        b_cells=now,
        entries=ids(*every),
        as_of=max((entry.at for entry in every), default=None),
    )


def _organ(samples: Samples, organ: Organ, looks: Sequence[Entry], known: "_BCells") -> OrganCourse:
    """The course of one organ: its looks, and what changed between them.

    A further creatinine or count that changes nothing makes a step only where it is the last.
    """
    base = samples.baseline("creatinine") if organ == "kidney" else None
    first = looks[0].at
    further = known.changes
    if organ == "kidney":
        rows = _exact(samples.labs.get("creatinine", []))
        further = [*further, *(e.at for e in rows), *samples.lapses(rows, CREATININE_COUNTS)]
    looked = [entry.at for entry in looks]
    moments = sorted({*looked, *(at for at in further if at > first)})
    steps: list[Step[Licats]] = []
    before: tuple[object, ...] = ()
    for at in moments:
        entry = looks[bisect_right(looked, at) - 1]
        look = cast("LicatsLook", entry.fact)
        creatinine = None
        if organ == "kidney":
            creatinine = samples.latest("creatinine", CREATININE_COUNTS, at)
        cells = known.at(at, entry, said=look.b_cells_depleted)
        state = (entry.id, _rise(creatinine, base), cells.depleted, cells.source)
        if state == before and at != moments[-1]:
            continue
        before = state
        grade = _graded(look, _value(creatinine), _value(base), cells.depleted)
        steps.append(Step(at, grade, ids(entry, creatinine, base, known.entry(cells))))
    found = bouts(steps)
    return OrganCourse(
        organ=organ,
        steps=tuple(steps),
        bouts=found,
        onsets=tuple(onset_class(samples.day(bout.onset)) for bout in found),
        look=looks[-1].id,
        looked=looks[-1].at,
    )


def _value(entry: Entry | None) -> float | None:
    """A creatinine; none of 0 or less can be true."""
    value = 0.0 if entry is None else value_of(entry)
    return value if value > 0 else None


def _rise(creatinine: Entry | None, base: Entry | None) -> bool | None:
    """Whether a creatinine has risen over its baseline; None where one of them is not known."""
    now, before = _value(creatinine), _value(base)
    return None if now is None or before is None else _risen(now, before)


@lru_cache(maxsize=2048)
def _risen(now: float, before: float) -> bool:
    return bool(CREATININE_RISE.of(Decimal(str(now)) / Decimal(str(before))))


class _BCells:
    """Whether B cells were depleted at a moment: by the counts as known now, else by a person."""

    def __init__(self, samples: Samples) -> None:
        assert samples.infused is not None
        rows = samples.since(CD19, samples.infused)
        found = b_cells(courses(rows, samples.now, [samples.infused], samples.zone)[-1])
        undecided = {sample.entry for sample in found.undecided} if found is not None else set()
        self._rows = [entry for entry in rows if entry.id not in undecided]
        self._spans = () if found is None else found.spans
        self._weak = found is not None and found.weak
        self._lapses = list(samples.lapses(self._rows, COUNT_COUNTS))

    @property
    def changes(self) -> Sequence[datetime]:
        """The moments at which a count was taken, or grew too old to count."""
        return [*(entry.at for entry in self._rows), *self._lapses]

    def at(self, moment: datetime, look: Entry | None, *, said: bool | None) -> BCellsKnown:
        """What is known of a moment; ``said`` is the word of the look."""
        place = bisect_right(self._rows, moment, key=_at)
        if place and moment - self._rows[place - 1].at < COUNT_COUNTS:
            away = any(
                span.began.at <= moment and (span.back is None or moment < span.back.at)
                for span in self._spans
            )
            if not (away and self._weak):
                return BCellsKnown(away, "count", (self._rows[place - 1].id,))
        if said is None or look is None:
            return BCellsKnown(None, "", ())
        return BCellsKnown(said, "person", (look.id,))

    def entry(self, known: BCellsKnown) -> Entry | None:
        """The count that an answer rests on."""
        if known.source != "count":
            return None
        return next(e for e in self._rows if e.id in known.entries)


@lru_cache(maxsize=2048)
def _graded(
    look: LicatsLook,
    creatinine: float | None,
    base: float | None,
    depleted: bool | None,  # noqa: FBT001 - by position, as the key of what is kept
) -> Licats:
    return of_organ(look.seen(creatinine, base), b_cells_depleted=depleted)
