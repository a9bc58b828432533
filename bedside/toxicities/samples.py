"""What a record holds for the scales of toxicities: one pass over its entries, then by analyte.

Decisions (this project's): a value counts in the canonical unit of its analyte alone. A value
with a remark on its sample ("haemolysed") counts for nothing. A limit counts as the nearest
number beyond it: on the side that is worse that is certain ("< 0.1" neutrophils are below
100/µL), on the other it is the worst that it can be; a baseline and what is multiplied need an
exact number. A baseline is at most 30 days old when treatment begins, so that none of a former
year stands in for it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import zip_longest
from operator import attrgetter
from typing import Any, cast

from bedside.chart import Chart
from bedside.facts import Ended, Hyperinflammation, LicatsLook
from bedside.kinetics.samples import CONDITIONED_WITHIN
from bedside.timeline import Entry
from bedside.work_up import BASELINE_WITHIN, is_counted, is_exact
from grading.drugs import DrugClass
from grading.findings import study_day
from grading.scales.gvhd import Examination
from grading.signs import Death, Drug, Lab, Vitals

TRANSFUSION = "platelet_transfusion"
"""The drug as which platelets are given."""
_at = attrgetter("at")
_KINDS = (Lab, Drug, Examination, LicatsLook, Hyperinflammation, Death, Ended, Vitals)


class Samples:
    """The entries of one chart that the scales read, up to its moment.

    ``infused`` is the infusion that counts now, None before any. ``conditioned`` is when the
    conditioning for it began. ``labs`` holds by analyte the results with a value in its
    canonical unit, in order of time.
    """

    def __init__(self, of: Chart) -> None:
        self.chart = of
        self.now = of.now
        self.zone: tzinfo = of.zone
        self._timeline = of.timeline
        given = [entry.at for entry in of.infusions if entry.at <= of.now]
        self.infused: datetime | None = given[-1] if given else None
        self.is_first = len(given) < 2  # noqa: PLR2004 - the second one is not the first
        found: dict[type, list[Entry]] = {kind: [] for kind in _KINDS}
        for entry in of.timeline:
            rows = found.get(type(entry.fact))
            if rows is not None:
                rows.append(entry)
        self.labs: dict[str, list[Entry]] = {}
        for entry in found[Lab]:
            lab: Any = entry.fact
            if is_counted(lab):
                self.labs.setdefault(lab.analyte, []).append(entry)
        self.examinations = found[Examination]
        self.looks = found[LicatsLook]
        self.hyperinflammation = found[Hyperinflammation]
        self._deaths = found[Death]
        self._ended = found[Ended]
        self._drugs = found[Drug]
        self._vitals = found[Vitals]
        self._weights: list[Entry] | None = None
        self.conditioned = self._conditioned(given)

    def _conditioned(self, given: Sequence[datetime]) -> datetime | None:
        """The first conditioning drug of the last 28 days before the infusion, or of up to now."""
        drugs = [
            entry.at
            for entry in self._drugs
            if (fact := cast("Drug", entry.fact)).drug_class is DrugClass.CONDITIONING
            and fact.action != "stopped"
        ]
        until = self.now if self.infused is None else self.infused
        earliest = until - CONDITIONED_WITHIN
        if len(given) > 1:
            earliest = max(earliest, given[-2])
        return next((at for at in drugs if earliest <= at <= until), None)

    @property
    def treated(self) -> datetime | None:
        """When treatment began: the conditioning, else the infusion; None before both."""
        return self.infused if self.conditioned is None else self.conditioned

    def day(self, moment: datetime) -> int:
        """The study day of a moment, counted from the infusion that counts now."""
        assert self.infused is not None
        return study_day(moment, self.infused, self.zone)

    def date(self, moment: datetime) -> date:
        """The date of a moment on the site's calendar."""
        return moment.astimezone(self.zone).date()

    # --- laboratory ---------------------------------------------------------------------------

    def since(self, analyte: str, start: datetime, end: datetime | None = None) -> list[Entry]:
        """The results from a moment on, to another one (both included), in order of time."""
        rows = self.labs.get(analyte, [])
        first = bisect_left(rows, start, key=_at)
        return rows[first:] if end is None else rows[first : bisect_right(rows, end, key=_at)]

    def latest(
        self,
        analyte: str,
        within: timedelta,
        at: datetime | None = None,
        *,
        usable: Callable[[Lab], bool] | None = None,
    ) -> Entry | None:
        """The last result up to a moment (now, if None) that is less than ``within`` old."""
        moment = self.now if at is None else at
        rows = self.labs.get(analyte, [])
        fits = usable or is_exact
        for place in range(bisect_right(rows, moment, key=_at) - 1, -1, -1):
            entry = rows[place]
            if moment - entry.at >= within:
                return None
            if fits(cast("Lab", entry.fact)):
                return entry
        return None

    def lapses(self, rows: Sequence[Entry], within: timedelta) -> Iterator[datetime]:
        """The moments up to now at which the last of these results grew too old to count."""
        for entry, following in zip_longest(rows, rows[1:]):
            end = entry.at + within
            if end <= self.now and (following is None or following.at > end):
                yield end

    def baseline(self, analyte: str) -> Entry | None:
        """The last number before treatment, at most 30 days old then; None without one."""
        if self.treated is None:
            return None
        rows = self.since(analyte, self.treated - BASELINE_WITHIN, self.treated)
        return _last_before(rows, self.treated)

    # --- what happened ------------------------------------------------------------------------

    def last_contact_day(self, seen: Iterable[Entry]) -> int | None:
        """The study day of death, else of the end of follow-up; None while that goes on.

        The plan of visits may end, or a patient be lost, and blood still be counted: values of
        later (``seen``) show a contact. A plan that was completed is no end.
        """
        if self.infused is None:
            return None
        deaths = [self.day(e.at) for e in self._deaths]
        ended = []
        for entry in self._ended:
            cause = cast("Ended", entry.fact).cause
            if cause == "died":
                deaths.append(self.day(entry.at))
            elif cause != "completed":
                ended.append(self.day(entry.at))
        if deaths:
            return min(deaths)
        if not ended:
            return None
        return max(ended[-1], *(self.day(entry.at) for entry in seen), ended[-1])

    def transfused_days(self) -> frozenset[int] | None:
        """The study days with platelets given; None where no such drug stands in the record."""
        given = [
            entry
            for entry in self._drugs
            if cast("Drug", entry.fact).name == TRANSFUSION
            and cast("Drug", entry.fact).action != "stopped"
        ]
        return frozenset(self.day(entry.at) for entry in given) if given else None

    @property
    def weights(self) -> list[Entry]:
        """The sets of vital signs with a weight."""
        if self._weights is None:
            self._weights = [
                entry for entry in self._vitals if cast("Vitals", entry.fact).weight_kg is not None
            ]
        return self._weights

    def weight(self, at: datetime) -> Entry | None:
        """The last weight at the bedside up to a moment, however old."""
        place = bisect_right(self.weights, at, key=_at)
        return self.weights[place - 1] if place else None

    def between(self, start: datetime, end: datetime) -> Sequence[Entry]:
        """All entries of a time, both ends included."""
        first = bisect_left(self._timeline, start, key=_at)
        return self._timeline[first : bisect_right(self._timeline, end, first, key=_at)]


def _last_before(rows: Sequence[Entry], moment: datetime) -> Entry | None:
    return next(
        (e for e in reversed(rows) if e.at < moment and is_exact(cast("Lab", e.fact))), None
    )


def ids(*entries: Entry | None) -> tuple[str, ...]:
    """The ids of entries in order of time, each once; None is passed over."""
    known = {entry.id: entry for entry in entries if entry is not None}
    if len(known) == 1:
        return tuple(known)
    return tuple([one.id for one in sorted(known.values(), key=_order)])


def latest_at(*entries: Entry | None) -> datetime | None:
    """The time of the latest of these entries; None without any."""
    return max((entry.at for entry in entries if entry is not None), default=None)


def _order(entry: Entry) -> tuple[Any, ...]:
    return (entry.at, entry.recorded, entry.id)
