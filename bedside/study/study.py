"""All patients of a study at one moment: counts, means, and courses over all of them.

Each count says of how many patients it is known; who is unknown is in neither number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bedside.study.figure import Centre, Share, mean, middle, share
from bedside.study.subject import BASELINE, Subject, Syndrome
from grading.scores.sledai import Variant

MONTHS = (1, 3, 6, 9, 12)
"""The months at which response is judged."""
SEVERE = 3
"""From this grade on a toxicity is severe."""


class Toxicity(NamedTuple):
    """CRS or ICANS over patients who were infused.

    ``by_grade`` counts the patients of each known maximum. ``onset_median`` is in study days,
    ``duration_mean`` in days, over those whose episodes have all ended.
    """

    any: Share
    severe: Share
    by_grade: Mapping[int, int]
    onset_median: Centre
    duration_mean: Centre


class Tally(NamedTuple):
    """What is counted over some patients of a study.

    ``patients`` are all of them, ``enrolled`` those with an enrolment. ``dlt`` counts patients
    with a dose-limiting toxicity among those of whom a review is known, ``review_due`` those
    whose window is over and nobody has looked. ``sledai``, ``sri4``, ``lldas`` and ``doris`` are
    by month, 0 being the baseline. ``variant`` is the SLEDAI of the figures: that of the
    protocol, "2K" where several protocols differ. ``sledai_change`` is the mean change to a
    month over the patients who have both.
    """

    patients: tuple[str, ...]
    enrolled: int
    infused: int
    in_window: tuple[str, ...]
    review_due: tuple[str, ...]
    evaluable: Share
    dlt: Share
    crs: Toxicity
    icans: Toxicity
    tocilizumab: Share
    steroids: Share
    icaht_early: Mapping[int, int]
    icaht_severe: Share
    ctcae_severe: Share
    variant: Variant
    sledai: Mapping[int, Centre]
    sledai_change: Mapping[int, Centre]
    sri4: Mapping[int, Share]
    lldas: Mapping[int, Share]
    doris: Mapping[int, Share]


class Level(NamedTuple):
    """The patients of one dose level of one protocol. ``dose`` is that of the level."""

    protocol: str
    dose_level: str
    dose: float | None
    dose_unit: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Study:
    """Patients, ordered by protocol, dose and name; their levels; and the tally over all."""

    subjects: tuple[Subject, ...]
    levels: tuple[Level, ...]
    summary: Tally

    @property
    def synthetic(self) -> bool:
        """Whether any of the patients was made up by the program."""
        return any(one.synthetic for one in self.subjects)

    @property
    def protocols(self) -> tuple[str, ...]:
        """The protocols, by id; "" for patients without any."""
        return tuple(sorted({one.protocol for one in self.subjects}))

    def dose_levels(self, protocol: str | None = None) -> tuple[str, ...]:
        """The dose levels of a protocol (None: of all), from the lowest dose upward."""
        names = (x.dose_level for x in self.levels if protocol in {None, x.protocol})
        return tuple(dict.fromkeys(names))

    def of(self, protocol: str | None = None, dose_level: str | None = None) -> "Study":
        """The patients of one protocol and one dose level alone; None is every one."""
        if protocol is None and dose_level is None:
            return self
        return study(
            one
            for one in self.subjects
            if protocol in {None, one.protocol} and dose_level in {None, one.dose_level}
        )

    def subject(self, patient: str) -> Subject | None:
        """A patient; None where there is none such."""
        return next((one for one in self.subjects if one.patient == patient), None)


def study(subjects: Iterable[Subject]) -> Study:
    """The study of some patients, in whatever order they come."""
    every = tuple(sorted(subjects, key=_order))
    groups: dict[tuple[str, str], list[Subject]] = {}
    for one in every:
        groups.setdefault((one.protocol, one.dose_level), []).append(one)
    levels = tuple(
        Level(protocol, level, of[0].level_dose, of[0].dose_unit, tally(of))
        for (protocol, level), of in groups.items()
    )
    return Study(every, levels, tally(every))


def _order(one: Subject) -> tuple[str, float, str, str]:
    dose = float("inf") if one.level_dose is None else one.level_dose
    return (one.protocol, dose, one.dose_level, one.patient)


def tally(subjects: Sequence[Subject]) -> Tally:
    """What is counted over these patients."""
    infused = [one for one in subjects if one.is_infused]
    variant = _variant(subjects)
    months = (BASELINE, *MONTHS)
    totals = {
        month: [(one.patient, one.outcome(month).total(variant).value) for one in infused]
        for month in months
    }
    return Tally(
        patients=tuple(one.patient for one in subjects),
        enrolled=sum(one.enrolled.value is not None for one in subjects),
        infused=len(infused),
        in_window=tuple(one.patient for one in infused if one.dlt.state == "in_window"),
        review_due=tuple(one.patient for one in infused if one.dlt.state == "review_due"),
        evaluable=share((one.patient, one.dlt.evaluable) for one in infused),
        dlt=share((one.patient, _has_dlt(one)) for one in infused),
        crs=_toxicity([(one.patient, one.crs) for one in infused]),
        icans=_toxicity([(one.patient, one.icans) for one in infused]),
        tocilizumab=share((one.patient, _given(one.tocilizumab.value)) for one in infused),
        steroids=share((one.patient, _given(one.steroid_days)) for one in infused),
        icaht_early=_counted(one.icaht_early.value for one in infused),
        icaht_severe=share((one.patient, _icaht_severe(one)) for one in infused),
        ctcae_severe=share((one.patient, _ctcae_severe(one)) for one in infused),
        variant=variant,
        sledai={month: mean(of) for month, of in totals.items()},
        sledai_change={month: mean(_changes(totals, month)) for month in MONTHS},
        sri4={
            month: share(
                (one.patient, one.outcome(month).responds(variant).value) for one in infused
            )
            for month in MONTHS
        },
        lldas={
            month: share((one.patient, one.outcome(month).lldas.value) for one in infused)
            for month in months
        },
        doris={
            month: share((one.patient, one.outcome(month).doris.value) for one in infused)
            for month in months
        },
    )


def _variant(subjects: Iterable[Subject]) -> Variant:
    found = {one.variant for one in subjects}
    return found.pop() if len(found) == 1 else "2K"


def _has_dlt(one: Subject) -> bool | None:
    dlts = one.dlt.dlts.value
    if not dlts and one.dlt.evaluable is None:
        return None  # nobody has looked, or only while the window was still open
    return None if dlts is None else dlts > 0


def _icaht_severe(one: Subject) -> bool | None:
    level = one.icaht_early.value
    return None if level is None else level >= SEVERE


def _given(count: int | None) -> bool | None:
    return None if count is None else count > 0


def _ctcae_severe(one: Subject) -> bool | None:
    worst = one.ctcae.value
    if worst is None:
        return False if one.adverse_known else None
    return worst.grade >= SEVERE


def _toxicity(of: Sequence[tuple[str, Syndrome]]) -> Toxicity:
    return Toxicity(
        any=share((patient, one.occurred) for patient, one in of),
        severe=share((patient, one.reached(SEVERE)) for patient, one in of),
        by_grade=_counted(one.maximum.value for _, one in of),
        onset_median=middle((patient, one.onset_day.value) for patient, one in of),
        duration_mean=mean(
            (patient, None if one.going_on else one.duration_days.value) for patient, one in of
        ),
    )


def _counted(levels: Iterable[int | None]) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for level in levels:
        if level is not None:
            found[level] = found.get(level, 0) + 1
    return dict(sorted(found.items()))


def _changes(
    totals: Mapping[int, Sequence[tuple[str, int | None]]], month: int
) -> list[tuple[str, float | None]]:
    return [
        (patient, None if before is None or after is None else after - before)
        for (patient, before), (_, after) in zip(totals[BASELINE], totals[month], strict=True)
    ]
