"""What is found of each toxicity: grades, courses over time, and the entries that they rest on.

``entries`` are always ids of entries of the record, in order of time, each once. ``as_of`` is the
time of the latest of them: what was seen later did not enter. All is frozen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar

from bedside.timeline import Entry
from bedside.work_up import WorkUp
from grading.grade import Episode
from grading.scales.gvhd import Examination, Gvhd
from grading.scales.icaht import EarlyIcaht
from grading.scales.iec_hs import Checklist, Features
from grading.scales.licats import Licats, OnsetClass, Organ
from grading.scales.t_icaht import TIcaht as PlateletGrade
from grading.scores import car_hematotox, hscore
from grading.scores.easix import Easix
from grading.toxicity import CrsState, ToxicityGrade

Ids: TypeAlias = tuple[str, ...]
G = TypeVar("G", bound=ToxicityGrade)


def no_limits(_: Entry) -> tuple[float | None, float | None]:
    """The limits of a record that holds none."""
    return None, None


# --- over time ------------------------------------------------------------------------------------


class Step(NamedTuple, Generic[G]):
    """The grade from a moment on, and the entries that it rests on."""

    at: datetime
    grade: G
    entries: Ids


class Bout(NamedTuple):
    """One time with a toxicity that is looked for at visits: from its first look to its last.

    ``onset`` is the first look at which the grade is certainly 1 or more, ``end`` the first one
    after it at which it is stated to be 0; None while no look has said so. ``maximum`` is the
    highest counted grade, reached first at ``maximum_at``; ``at_least``: something was not
    charted that could have raised it. ``entries`` are those of the maximum.
    """

    onset: datetime
    end: datetime | None
    maximum: int
    maximum_at: datetime
    at_least: bool
    entries: Ids


def bouts(steps: Sequence[Step[Any]]) -> tuple[Bout, ...]:
    """The bouts of a course in order of time; what is merely not known ends none."""
    found: list[Bout] = []
    for at, grade, entries in steps:
        counted, is_open = grade.counted, bool(found) and found[-1].end is None
        if is_open and grade.level == 0:
            found[-1] = found[-1]._replace(end=at)
        elif is_open and (
            counted > found[-1].maximum or (counted == found[-1].maximum and found[-1].at_least)
        ):
            unsure = grade.level is None
            if counted > found[-1].maximum:
                found[-1] = found[-1]._replace(
                    maximum=counted, maximum_at=at, at_least=unsure, entries=entries
                )
            elif not unsure:
                found[-1] = found[-1]._replace(at_least=False, entries=entries)
        elif not is_open and counted:
            unsure = grade.level is None
            found.append(Bout(at, None, counted, at, unsure, entries))
    return tuple(found)


# --- ICAHT ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Icaht:
    """ICAHT of the infusion that counts now, from neutrophils; all None without an infusion.

    ``early`` (days 0 to 30) is None before the infusion; ``late`` (days 31 to 100) before day 31.
    A grade of None inside them says that nothing, or too little, was measured: never 0.
    ``last_contact_day`` is the study day of death or the end of follow-up inside the window.
    """

    early: EarlyIcaht | None = None
    late: ToxicityGrade | None = None
    early_entries: Ids = ()
    late_entries: Ids = ()
    last_contact_day: int | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class TIcaht:
    """T-ICAHT of the infusion that counts now, from platelets; research only (flag).

    ``transfused_days`` is None where the record holds no platelet transfusions as drugs, so that
    nobody knows of any.
    """

    early: PlateletGrade | None = None
    late: PlateletGrade | None = None
    early_entries: Ids = ()
    late_entries: Ids = ()
    transfused_days: frozenset[int] | None = None
    as_of: datetime | None = None


# --- IEC-HS ---------------------------------------------------------------------------------------


class Stated(NamedTuple):
    """The last word of a person on one item that still counts, and the entry that says it."""

    value: Any
    at: datetime
    entry: str


@dataclass(frozen=True, slots=True)
class IecHs:
    """The checklist of IEC-HS as of now; a proposal to look, never a diagnosis.

    ``entries`` gives for each item of the checklist those it rests on. ``stated`` is the last
    word of a person on each item, where it still counts. ``crs`` is how CRS stands (a person's
    word, ``crs_stated``, before what the record shows). ``judged`` is the grade 0 to 5 that a
    person gave. ``work_ups`` are the times at which a work-up was or is to be considered.
    """

    checklist: Checklist
    features: Features
    entries: Mapping[str, Ids]
    stated: Mapping[str, Stated]
    crs: CrsState | None
    crs_stated: bool
    judged: Stated | None
    work_ups: tuple[WorkUp, ...]
    as_of: datetime | None

    def work_up_at(self, now: datetime) -> WorkUp | None:
        """The work-up to be considered at a moment, if any."""
        return next((one for one in self.work_ups if one.start <= now < one.end), None)


# --- LICATS ---------------------------------------------------------------------------------------


class BCellsKnown(NamedTuple):
    """Whether B cells are depleted, and how that is known.

    ``source`` is ``count`` (CD19 counts of the record), ``person`` (a word in a look, where no
    count decides) or "" where nobody knows.
    """

    depleted: bool | None
    source: Literal["count", "person", ""]
    entries: Ids


_NOBODY_KNOWS = BCellsKnown(None, "", ())


@dataclass(frozen=True, slots=True)
class OrganCourse:
    """LICATS of one organ that was looked at.

    ``steps`` are its grades over time, the last one now. ``look`` is the id of the latest look,
    made at ``looked``. ``onsets`` gives for each bout its class by the study day.
    """

    organ: Organ
    steps: tuple[Step[Licats], ...]
    bouts: tuple[Bout, ...]
    onsets: tuple[OnsetClass | None, ...]
    look: str
    looked: datetime

    @property
    def now(self) -> Licats:
        """Its grade now."""
        return self.steps[-1].grade

    @property
    def entries(self) -> Ids:
        """What that rests on."""
        return self.steps[-1].entries


@dataclass(frozen=True, slots=True)
class LicatsCourse:
    """LICATS organ by organ, in the order of the form; only organs that were looked at.

    ``grade`` is the highest now; None where no organ was looked at since the infusion.
    """

    grade: Licats | None = None
    organs: tuple[OrganCourse, ...] = ()
    b_cells: BCellsKnown = _NOBODY_KNOWS
    entries: Ids = ()
    as_of: datetime | None = None

    @property
    def worst(self) -> tuple[Organ, Bout] | None:
        """The bout with the highest grade, the earliest of these, with its organ."""
        every = [(one.organ, bout) for one in self.organs for bout in one.bouts]
        return max(every, key=lambda one: (one[1].maximum, -one[1].onset.timestamp()), default=None)


# --- GvHD -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GvhdCourse:
    """Acute GvHD by MAGIC since the infusion.

    ``asked``: the protocol looks for it. ``grade`` is that of the latest examination as completed
    from the record (``examination``: bilirubin, weight, means of stool of three days); None where
    nobody examined. ``examined`` is when that was.
    """

    asked: bool = False
    grade: Gvhd | None = None
    examination: Examination | None = None
    examined: datetime | None = None
    steps: tuple[Step[Gvhd], ...] = ()
    bouts: tuple[Bout, ...] = ()
    entries: Ids = ()
    as_of: datetime | None = None

    @property
    def worst(self) -> Bout | None:
        """The bout with the highest grade, the earliest of these."""
        return max(self.bouts, key=lambda one: (one.maximum, -one.onset.timestamp()), default=None)


# --- older scales of CRS --------------------------------------------------------------------------


class OlderMaximum(NamedTuple):
    """The highest grade of one older scale over an episode.

    ``grade`` is that of the moment ``at`` at which it was first reached (its counted level).
    ``open``: something was not charted at some moment that could have raised it further.
    """

    grade: ToxicityGrade
    at: datetime
    open: bool
    entries: Ids


class OlderEpisode(NamedTuple):
    """One episode of CRS by ASTCT with the highest grade of each older scale beside it.

    ``older`` is by the id of the scale (``crs_lee_2014``, ``crs_penn``, ``crs_ctcae_5``,
    ``crs_cartox_2018``), in this order; nothing is converted from one scale to another.
    """

    astct: Episode
    older: Mapping[str, OlderMaximum]


@dataclass(frozen=True, slots=True)
class OlderCrs:
    """CRS by the scales of before ASTCT, from the same signs.

    ``now`` are their grades of what counts at this moment, by the id of the scale; empty where no
    sign was ever charted. ``entries`` are the signs of that look.
    """

    now: Mapping[str, ToxicityGrade] = field(default_factory=dict)
    episodes: tuple[OlderEpisode, ...] = ()
    entries: Ids = ()
    as_of: datetime | None = None


# --- scores ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CarHematotoxOf:
    """CAR-HEMATOTOX from the last values before conditioning, or before the infusion without one.

    ``before`` is when that treatment began; None while it has not, and then the values may still
    change. ``entries`` are by the name of the item.
    """

    score: car_hematotox.CarHematotox
    baseline: car_hematotox.Baseline
    entries: Mapping[str, str]
    before: datetime | None
    as_of: datetime | None


class EasixAt(NamedTuple):
    """EASIX, s-EASIX and m-EASIX of the samples of one moment."""

    at: datetime
    easix: Easix
    s_easix: Easix
    m_easix: Easix
    entries: Ids


@dataclass(frozen=True, slots=True)
class HScoreOf:
    """HScore from the last values that still count; ``entries`` by the name of the feature."""

    score: hscore.HScore
    features: hscore.Features
    entries: Mapping[str, str]
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Toxicities:
    """All of it for one patient as of ``now``. ``study_day`` is None without an infusion.

    ``iec_hs`` is None before the infusion. ``easix`` is in order of time, of moments at which at
    least one of the three could be computed or its platelets are 0.
    """

    patient: str
    now: datetime
    study_day: int | None
    icaht: Icaht
    t_icaht: TIcaht
    iec_hs: IecHs | None
    licats: LicatsCourse
    gvhd: GvhdCourse
    older_crs: OlderCrs
    car_hematotox: CarHematotoxOf
    easix: tuple[EasixAt, ...]
    hscore: HScoreOf
