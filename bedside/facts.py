"""All that may be written down, and its one JSON form.

Facts last for ever: a field may be added if it may be left out; a changed meaning is a new kind.
The signs of :mod:`grading.signs` are facts, and the forms of lupus activity of
:mod:`grading.scores` (Sledai, Pga, Bilag, BeyondSledai); here stand those that neither reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any, Literal, TypeAlias, get_args

import msgspec

from grading.grade import Status
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
    measured,
    quantities,
)

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
    confirms (:mod:`bedside.adverse`), ``astct`` the ASTCT grade of that episode.
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

    def __post_init__(self) -> None:
        _need(self, "term")
        _of_grade(self.grade)
        _serious(self.serious, self.aware)


@dataclass(frozen=True, slots=True)
class AdverseEventChanged:
    """What is known of an adverse event from this moment on; what is not said stays as it was.

    ``event`` is the id of the entry with which the event began. ``serious`` are all criteria
    that hold now. ``astct`` is the grade of the episode that a proposal to change it went by.
    """

    event: str
    grade: int | None = None
    serious: tuple[Seriousness, ...] | None = None
    aware: datetime | None = None
    action: EventAction | None = None
    astct: int | None = None
    comment: str = ""

    def __post_init__(self) -> None:
        _need(self, "event")
        if self.grade is not None:
            _of_grade(self.grade)
        _serious(self.serious or (), self.aware)
        said = (self.grade, self.serious, self.action, self.comment.strip() or None)
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
)
FACTS: tuple[type[Any], ...] = (*SIGNS, *_OWN)
KINDS: Mapping[str, type[Any]] = {fact.__name__.lower(): fact for fact in FACTS}
"""Every kind of fact by its name in the file; a name, once published, keeps its meaning."""
_ENCODER = msgspec.json.Encoder()
_UNSAID = {fact: tuple((f.name, f.default) for f in fields(fact)) for fact in FACTS}


WARD = "*"
"""What stands in place of a patient where an entry is about the ward itself or its workstation."""


class Unknown(ValueError):
    """A fact that this program cannot read: an unknown kind, or JSON that is not of its kind."""


def kind_of(fact: Fact) -> str:
    """The kind under which a fact is kept."""
    return type(fact).__name__.lower()


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
