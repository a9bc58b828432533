"""All that may be written down, and its one JSON form.

Facts last for ever: a field may be added if it may be left out; a changed meaning is a new kind.
The signs of :mod:`grading.signs` are facts, the forms of lupus activity of
:mod:`grading.scores` (Sledai, Pga, Bilag, BeyondSledai), and the examination for GvHD of
:mod:`grading.scales.gvhd`; here stand those that none of them reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any, Literal, TypeAlias, get_args

import msgspec

from grading.grade import Status
from grading.scales.gvhd import Examination
from grading.scales.licats import Course, Organ, OrganLook
from grading.scores.bilag import Bilag
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import Sledai
from grading.scores.treatment import Medicine, Per, Taken, Treatment
from grading.signs import (
    SIGNS,
    Invalid,
    Sign,
    check_range,
    check_span,
    measured,
    quantities,
)
from grading.toxicity import CrsState

Sex = Literal["female", "male"]
EndCause = Literal["completed", "withdrawn", "lost", "died", "other"]
ReminderAnswer = Literal["seen", "snoozed", "dismissed"]
DeviationKind = Literal["missed", "early", "late", "incomplete", "dose", "other"]
NotDoneReason = Literal["refused", "off_ward", "asleep", "no_equipment", "procedure", "other"]
CtcaeVersion = Literal["5.0", "6.0"]
Relation = Literal["related", "possible", "unrelated"]
Seriousness = Literal[
    "death", "life_threatening", "hospitalisation", "disability", "congenital", "important"
]
EventAction = Literal["none", "drug", "procedure", "interrupted", "hospital", "withdrawn", "other"]
EventScale = Literal["icaht", "licats", "gvhd"]
"""A scale by whose episodes an adverse event is proposed, beside CRS and ICANS by ASTCT."""
EventOutcome = Literal["recovered", "sequelae", "fatal", "unknown"]
BIRTH_YEARS = (1900, 2200)


def _as_in(form: type[Any], name: str) -> Any:
    """A field with the quantity, and so the limits, that another form gives it."""
    return field(default=None, metadata={"quantity": quantities(form)[name]})


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A patient enters a trial. Identity is the trial id of the entry, and initials at most.

    ``protocol`` and ``edition`` name a file of protocols, ``dose_level`` a level in it; records
    of before there were such files hold free words there, and no edition. ``birth_date`` where
    the site may keep it, else ``birth_year``. ``consented`` is the day on which consent was
    signed.
    """

    initials: str = ""
    birth_year: int | None = None
    sex: Sex | None = None
    weight_kg: float | None = measured("Weight", "kg", (20.0, 250.0), (35.0, 150.0), 1)
    protocol: str = ""
    dose_level: str = ""
    edition: str = ""
    birth_date: date | None = None
    height_cm: float | None = measured("Height", "cm", (80.0, 250.0), (130.0, 210.0), 0)
    consented: date | None = None

    def __post_init__(self) -> None:
        born = self.birth_date
        if born is not None and self.birth_year not in {None, born.year}:
            raise Invalid("birth_date", "contradiction", self.birth_year)
        earliest, latest = BIRTH_YEARS
        if self.birth_year is not None and not earliest <= self.birth_year <= latest:
            raise Invalid("birth_year", "out_of_range", self.birth_year, BIRTH_YEARS)
        for name, quantity in quantities(Enrolled).items():
            value = getattr(self, name)
            low, high = quantity.impossible
            if value is not None and not low <= value <= high:
                raise Invalid(name, "out_of_range", value, (low, high))


@dataclass(frozen=True, slots=True)
class Admitted:
    """The patient lies in this bed from now on, on admission or after a move."""

    bed: str


@dataclass(frozen=True, slots=True)
class Discharged:
    """The patient has left the ward; the record goes on."""

    to: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Free words, for what no form holds."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise Invalid("text", "empty")


@dataclass(frozen=True, slots=True)
class NotDone:
    """Something due was not done, and why: refused, off the ward, asleep ... ``what`` names it."""

    what: str
    reason: NotDoneReason
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A physician confirms a computed grade, or overrides it with another one.

    ``computed`` (None if it could not be stated), ``at_least`` and ``status`` are what the
    program had computed by the named edition; the grade differs where it was overridden, which
    needs a reason.
    """

    scale: str
    edition: str
    level: int
    computed: int | None
    at_least: int
    status: Status
    reason: str = ""

    def __post_init__(self) -> None:
        if self.overrides and not self.reason.strip():
            raise Invalid("reason", "empty")

    @property
    def overrides(self) -> bool:
        """Whether the physician's grade differs from the computed one."""
        return self.level != self.computed


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody has seen an alarm: which one, and the level it stood at."""

    alarm: str
    level: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Retracted:
    """The amended entry does not count any more; its reason stands with this entry."""


@dataclass(frozen=True, slots=True)
class Reassigned:
    """The patient follows another edition, or is on another dose level, from now on; and why."""

    protocol: str
    edition: str
    dose_level: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        _need(self, "protocol", "edition", "reason")


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to one question of a screening: a number with its unit, yes or no, or a day.

    ``item`` is the question's name in the protocol. A number is kept in the unit in which it was
    typed. An answer that says nothing takes an earlier one back: it is unknown again.

    It is part of a fact: what it does not say is left out of the JSON here as well, so that a
    field can be added later without another digest for what was written before.
    """

    item: str
    number: float | None = None
    unit: str = ""
    yes: bool | None = None
    on: date | None = None

    def __post_init__(self) -> None:
        said = [value for value in (self.number, self.yes, self.on) if value is not None]
        if len(said) > 1:
            raise Invalid("answer", "contradiction", self.item)


@dataclass(frozen=True, slots=True)
class Screened:
    """Answers to the eligibility questions of a protocol; of each question the latest counts."""

    protocol: str
    edition: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit of the trial took place. ``visits`` are those of the plan that it was for.

    Without any it belongs to those whose windows hold its day, if there are such.
    """

    visits: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Collected:
    """An item of a visit's checklist was done, which no other entry of the record shows."""

    visit: str
    item: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Omitted:
    """A visit, or one item of its checklist, was not done and will not be; and why."""

    visit: str
    item: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        _need(self, "visit", "reason")


@dataclass(frozen=True, slots=True)
class Appointed:
    """The patient is asked to come on a day, at a time of the site's clock if one is agreed.

    ``moved_from`` is the day that was agreed before; then a reason is due. Without ``on`` the
    appointment is cancelled.
    """

    visit: str
    on: date | None = None
    clock: time | None = None
    moved_from: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.on is None or self.moved_from is not None:
            _need(self, "reason")
        if self.on is None and self.clock is not None:
            raise Invalid("clock", "contradiction", str(self.clock))
        if self.clock is not None and self.clock.tzinfo is not None:
            raise Invalid("clock", "contradiction", str(self.clock))


@dataclass(frozen=True, slots=True)
class Deviation:
    """What was done otherwise than the protocol asks, as somebody wrote it down."""

    kind: DeviationKind
    text: str
    visit: str = ""

    def __post_init__(self) -> None:
        _need(self, "text")


@dataclass(frozen=True, slots=True)
class DltReviewed:
    """Somebody looked at the time in which dose-limiting toxicities count: how many there were."""

    dlts: int
    comment: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.dlts <= 99:  # noqa: PLR2004
            raise Invalid("dlts", "out_of_range", self.dlts, (0, 99))


@dataclass(frozen=True, slots=True)
class Ended:
    """The patient's plan of visits ends on this day, and why.

    ``completed`` closes month 12 and leaves the long-term register standing; any other cause
    ends that as well.
    """

    cause: EndCause
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Reminded:
    """What somebody answered to a reminder, which is named by ``key``.

    ``snoozed`` asks for it again at ``until`` (aware, UTC); ``dismissed`` says why never again.
    """

    key: str
    answer: ReminderAnswer
    until: datetime | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.answer == "snoozed") != (self.until is not None):
            raise Invalid("until", "contradiction", self.answer)
        if self.answer == "dismissed":
            _need(self, "reason")


@dataclass(frozen=True, slots=True)
class Silenced:
    """Somebody asked an alarm to be quiet for a while, until ``until`` (aware, UTC).

    ``alarm`` is the key of the alarm (:attr:`bedside.alarms.alarm.Alarm.key`), ``level`` the
    level at which it stood. It counts for at most the longest silence of the alarm table, and
    never where the alarm may not be silenced.
    """

    alarm: str
    level: int
    until: datetime

    def __post_init__(self) -> None:
        _need(self, "alarm")
        _aware(self, "until")


@dataclass(frozen=True, slots=True)
class Escalated:
    """An alarm that nobody acknowledged moved on: to ``role``, the ``step``-th of the list.

    ``step`` counts from 1.
    """

    alarm: str
    level: int
    step: int
    role: str

    def __post_init__(self) -> None:
        _need(self, "alarm", "role")
        if self.step < 1:
            raise Invalid("step", "out_of_range", self.step, (1, 99))


@dataclass(frozen=True, slots=True)
class Called:
    """Who was called because of an alarm, by role and if known by name; and what was said."""

    alarm: str
    role: str
    name: str = ""
    reached: bool | None = None
    comment: str = ""

    def __post_init__(self) -> None:
        _need(self, "alarm", "role")


@dataclass(frozen=True, slots=True)
class ClockJumped:
    """The clock of a workstation went from ``expected`` to ``found`` (aware, UTC) by itself."""

    expected: datetime
    found: datetime

    def __post_init__(self) -> None:
        _aware(self, "expected", "found")


@dataclass(frozen=True, slots=True)
class SoundChecked:
    """The alarm sound of a workstation was tried: whether it played, on which ``device``.

    ``heard`` is what somebody in the room said; None where nobody was asked.
    """

    played: bool
    device: str = ""
    heard: bool | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The nurse of a shift hands a patient over, with two free lines for the next one."""

    remark: str = ""
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The nurse of the next shift has read the sheet of a patient, and takes over.

    ``handed`` is the id of the entry that handed the patient over; empty where there was none.
    """

    handed: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """An adverse event as somebody judged it; its onset is the time of the entry.

    ``term`` is the id of a term of the CTCAE in ``version`` (:mod:`grading.ctcae.terms`),
    ``specify`` the words of an "Other, specify". ``grade`` is 1 to 5. Relations are those to the
    cells, the conditioning, lupus and anything else; None is not judged. ``serious`` are the
    criteria that make it serious, ``aware`` when somebody of the site first knew of one (aware,
    UTC). ``aesi``: of special interest. ``proposed_by`` is the key of the proposal that it
    confirms (:mod:`bedside.adverse`), ``astct`` the ASTCT grade of that episode. Of an episode
    by another scale ``scale`` and ``scale_grade`` say by which, and its grade there.
    """

    term: str
    version: CtcaeVersion
    grade: int
    specify: str = ""
    to_product: Relation | None = None
    to_conditioning: Relation | None = None
    to_lupus: Relation | None = None
    to_other: Relation | None = None
    serious: tuple[Seriousness, ...] = ()
    aware: datetime | None = None
    aesi: bool = False
    action: EventAction | None = None
    proposed_by: str = ""
    astct: int | None = None
    comment: str = ""
    scale: EventScale | None = None
    scale_grade: int | None = None

    def __post_init__(self) -> None:
        _need(self, "term")
        _of_grade(self.grade)
        _serious(self.serious, self.aware)
        _by_scale(self.scale, self.scale_grade)


@dataclass(frozen=True, slots=True)
class AdverseEventChanged:
    """What is known of an adverse event from this moment on; what is not said stays as it was.

    ``event`` is the id of the entry with which the event began. ``serious`` are all criteria
    that hold now. ``astct``, or ``scale`` with ``scale_grade``, is the grade of the episode that
    a proposal to change it went by.
    """

    event: str
    grade: int | None = None
    serious: tuple[Seriousness, ...] | None = None
    aware: datetime | None = None
    action: EventAction | None = None
    astct: int | None = None
    comment: str = ""
    scale: EventScale | None = None
    scale_grade: int | None = None

    def __post_init__(self) -> None:
        _need(self, "event")
        if self.grade is not None:
            _of_grade(self.grade)
        _serious(self.serious or (), self.aware)
        _by_scale(self.scale, self.scale_grade)
        said = (
            *(self.grade, self.serious, self.action, self.comment.strip() or None),
            self.scale_grade,
        )
        if all(value is None for value in said):
            raise Invalid("grade", "empty")


@dataclass(frozen=True, slots=True)
class AdverseEventEnded:
    """An adverse event is over at this moment, and how it came out."""

    event: str
    outcome: EventOutcome
    comment: str = ""

    def __post_init__(self) -> None:
        _need(self, "event")


@dataclass(frozen=True, slots=True)
class AdverseEventDismissed:
    """What was proposed as an adverse event is none, up to the grade ``level``; and why."""

    proposal: str
    level: int
    reason: str

    def __post_init__(self) -> None:
        _need(self, "proposal", "reason")


@dataclass(frozen=True, slots=True)
class SaeReported:
    """A serious adverse event was reported at this moment: ``to`` whom."""

    event: str
    to: str
    comment: str = ""

    def __post_init__(self) -> None:
        _need(self, "event", "to")


_GRADES = (1, 5)


def _of_grade(grade: int) -> None:
    """Refuse a grade that an adverse event cannot have."""
    low, high = _GRADES
    if not low <= grade <= high:
        raise Invalid("grade", "out_of_range", grade, _GRADES)


def _by_scale(scale: EventScale | None, grade: int | None) -> None:
    """Refuse a grade of no scale, and a scale without a grade."""
    if (scale is None) != (grade is None):
        raise Invalid("scale_grade", "contradiction", scale)
    if grade is not None and not 1 <= grade <= _GRADES[1]:
        raise Invalid("scale_grade", "out_of_range", grade, _GRADES)


def _serious(criteria: tuple[Seriousness, ...], aware: datetime | None) -> None:
    """Refuse what is serious and nobody knows since when, and a moment without a time zone."""
    if criteria and aware is None:
        raise Invalid("aware", "empty")
    if aware is not None and aware.tzinfo is None:
        raise Invalid("aware", "no_zone")


class LupusDrug(msgspec.Struct, frozen=True, omit_defaults=True):
    """A maintenance drug for lupus and its dose in mg a day or a week; None where not known.

    It is part of a fact, see :class:`Answer`.
    """

    medicine: Medicine
    mg: float | None = None
    per: Per = "day"

    def __post_init__(self) -> None:
        Taken(self.medicine, self.mg, self.per)

    @property
    def taken(self) -> Taken:
        """The drug as the scores read it."""
        return Taken(self.medicine, self.mg, self.per)


@dataclass(frozen=True, slots=True)
class LupusTreatment:
    """What is taken for lupus at a visit, as :class:`grading.scores.treatment.Treatment` has it.

    ``drugs`` is every maintenance drug; empty where a person said that there is none, None where
    nobody said so.
    """

    prednisolone_mg_day: float | None = _as_in(Treatment, "prednisolone_mg_day")
    prednisolone_28d_mg_day: float | None = _as_in(Treatment, "prednisolone_28d_mg_day")
    drugs: tuple[LupusDrug, ...] | None = None
    stable: bool | None = None
    tolerated_standard: bool | None = None
    investigational: bool | None = None

    def __post_init__(self) -> None:
        check_range(self)

    @property
    def treatment(self) -> Treatment:
        """The treatment as the scores read it."""
        return Treatment(
            prednisolone_mg_day=self.prednisolone_mg_day,
            prednisolone_28d_mg_day=self.prednisolone_28d_mg_day,
            taken=None if self.drugs is None else tuple(drug.taken for drug in self.drugs),
            stable=self.stable,
            tolerated_standard=self.tolerated_standard,
            investigational=self.investigational,
        )


@dataclass(frozen=True, slots=True)
class LabRange:
    """What a laboratory calls normal of an analyte, from the time of the entry on.

    It stands under :data:`WARD`. ``laboratory`` is the name that results bear, empty for those
    that bear none. ``low`` and ``high`` are in the analyte's canonical unit; either end may be
    open. Without both, no range is known any more. ``sex``: it holds for these patients only.
    """

    laboratory: str
    analyte: str
    low: float | None = None
    high: float | None = None
    sex: Sex | None = None

    def __post_init__(self) -> None:
        _need(self, "analyte")
        check_span(self.low, self.high)


@dataclass(frozen=True, slots=True)
class SecondEntry:
    """A second person typed results again, and they agreed with the first.

    ``entries`` are the ids of the :class:`grading.signs.Lab` entries that were typed again.
    """

    entries: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.entries or not all(self.entries):
            raise Invalid("entries", "empty")


@dataclass(frozen=True, slots=True)
class LicatsLook:
    """What was seen of one organ for LICATS (:mod:`grading.scales.licats`); None is not charted.

    ``present`` and ``absent`` name signs of that organ; a sign in neither is not charted.
    Creatinine and its baseline come from the laboratory entries. ``otherwise_explained``: another
    cause is known. ``b_cells_depleted`` is the person's word where the record holds no count of
    B cells. Of each organ the latest look counts, as a whole.
    """

    organ: Organ
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    involved_before: bool | None = None
    otherwise_explained: bool | None = None
    course: Course | None = None
    b_cells_depleted: bool | None = None

    def __post_init__(self) -> None:
        self.seen()

    def seen(
        self, creatinine: float | None = None, creatinine_baseline: float | None = None
    ) -> OrganLook:
        """The look as the scale reads it, with the creatinine of the record (kidney only)."""
        return OrganLook(
            self.organ,
            frozenset(self.present),
            frozenset(self.absent),
            creatinine,
            creatinine_baseline,
            self.involved_before,
            self.otherwise_explained,
            self.course,
        )


@dataclass(frozen=True, slots=True)
class Hyperinflammation:
    """What a person states for the checklist of IEC-HS and for HScore; None is not looked for.

    No laboratory value answers these. ``crs`` is how CRS stands where a person says it otherwise
    than the record shows. ``grade`` is that of IEC-HS, 0 to 5, as a person judged it: the program
    never states one (:data:`grading.scales.iec_hs.GRADE`).
    """

    ferritin_rises_fast: bool | None = None
    cytopenia_new_or_worse: bool | None = None
    haemophagocytosis: bool | None = None
    coagulation_worse: bool | None = None
    hepatomegaly: bool | None = None
    splenomegaly: bool | None = None
    splenomegaly_new: bool | None = None
    immunosuppressed: bool | None = None
    fever_new_or_persistent: bool | None = None
    neurotoxicity: bool | None = None
    lung_signs: bool | None = None
    renal_insufficiency: bool | None = None
    no_better_cause: bool | None = None
    crs: CrsState | None = None
    grade: int | None = None
    comment: str = ""

    def __post_init__(self) -> None:
        if self.grade is not None and not 0 <= self.grade <= _GRADES[1]:
            raise Invalid("grade", "out_of_range", self.grade, (0, _GRADES[1]))
        if self.splenomegaly is False and self.splenomegaly_new:
            raise Invalid("splenomegaly_new", "contradiction", self.splenomegaly_new)


def _need(fact: Any, *names: str) -> None:
    """Refuse a fact in which one of these fields holds no words."""
    for name in names:
        if not getattr(fact, name).strip():
            raise Invalid(name, "empty")


def _aware(fact: Any, *names: str) -> None:
    """Refuse a fact in which one of these moments has no time zone."""
    for name in names:
        if getattr(fact, name).tzinfo is None:
            raise Invalid(name, "no_zone")


_OWN: tuple[type[Any], ...] = (
    Enrolled,
    Admitted,
    Discharged,
    Note,
    NotDone,
    Confirmed,
    Acknowledged,
    Retracted,
    Reassigned,
    Screened,
    Visited,
    Collected,
    Omitted,
    Appointed,
    Deviation,
    DltReviewed,
    Ended,
    Reminded,
    Silenced,
    Escalated,
    Called,
    ClockJumped,
    SoundChecked,
    HandedOver,
    TakenOver,
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventEnded,
    AdverseEventDismissed,
    SaeReported,
    Sledai,
    Pga,
    Bilag,
    BeyondSledai,
    LupusTreatment,
    Examination,
    LicatsLook,
    Hyperinflammation,
    LabRange,
    SecondEntry,
)
Fact: TypeAlias = (
    Sign
    | Enrolled
    | Admitted
    | Discharged
    | Note
    | NotDone
    | Confirmed
    | Acknowledged
    | Retracted
    | Reassigned
    | Screened
    | Visited
    | Collected
    | Omitted
    | Appointed
    | Deviation
    | DltReviewed
    | Ended
    | Reminded
    | Silenced
    | Escalated
    | Called
    | ClockJumped
    | SoundChecked
    | HandedOver
    | TakenOver
    | AdverseEvent
    | AdverseEventChanged
    | AdverseEventEnded
    | AdverseEventDismissed
    | SaeReported
    | Sledai
    | Pga
    | Bilag
    | BeyondSledai
    | LupusTreatment
    | Examination
    | LicatsLook
    | Hyperinflammation
    | LabRange
    | SecondEntry
)
FACTS: tuple[type[Any], ...] = (*SIGNS, *_OWN)
_CALLED: Mapping[type[Any], str] = {Examination: "gvhd", LicatsLook: "licats"}
"""The kinds that are not called as their class is."""
_KIND: Mapping[type[Any], str] = {fact: _CALLED.get(fact, fact.__name__.lower()) for fact in FACTS}
KINDS: Mapping[str, type[Any]] = {kind: fact for fact, kind in _KIND.items()}
"""Every kind of fact by its name in the file; a name, once published, keeps its meaning."""
_ENCODER = msgspec.json.Encoder()
_UNSAID = {fact: tuple((f.name, f.default) for f in fields(fact)) for fact in FACTS}


WARD = "*"
"""What stands in place of a patient where an entry is about the ward itself or its workstation."""


class Unknown(ValueError):
    """A fact that this program cannot read: an unknown kind, or JSON that is not of its kind."""


def kind_of(fact: Fact) -> str:
    """The kind under which a fact is kept."""
    return _KIND[type(fact)]


def encoded(fact: Fact) -> str:
    """The fact as JSON; fields that say nothing are left out.

    What is said is kept: False and 0 are words of their own wherever None is the default.
    """
    said = {}
    for name, unsaid in _UNSAID[type(fact)]:
        value = getattr(fact, name)
        if value is not unsaid and (type(value) is not type(unsaid) or value != unsaid):
            said[name] = value
    return _ENCODER.encode(said).decode()


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Any]:
    """Made when a kind is first read: few kinds are in what is read at the start."""
    return msgspec.json.Decoder(KINDS[kind])


@lru_cache(maxsize=1024)
def decoded(kind: str, text: str) -> Fact:
    """The fact of a kind from its JSON; facts are values, so what is said again is kept once.

    Raises :class:`Unknown` for a kind or a text that is not ours.
    """
    if kind not in KINDS:
        raise Unknown(f"unknown kind of fact: {kind!r}")
    try:
        fact: Fact = _decoder(kind).decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Unknown(f"{kind}: {error}") from error
    return fact


def canonical(fact: Fact) -> tuple[Fact, str]:
    """The fact as it will be read back, equal to the one given, and its JSON.

    Raises :class:`Unknown` for a fact that the file could not hold (a float where a whole
    number belongs, a word that is none of the listed ones): written, it would lock the record.
    """
    kept = decoded(kind_of(fact), encoded(fact))
    if kept != fact:
        raise Unknown(f"{fact!r} would be read back as {kept!r}")
    # Encoded once more: 5 is read back as 5.0, and another log must find the same digest.
    return kept, encoded(kept)


assert set(get_args(Fact)) == set(FACTS)
