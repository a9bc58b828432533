"""What can be seen, measured, given or stated at a bedside: frozen values with their limits.

The unit stands in the name of the field. A value outside its impossible range cannot be made:
:class:`Invalid` names the field. What was not charted is ``None``, never a normal value.
Limits: MIMIC-Extract ``variable_ranges.csv`` where it has them, else this project's decision.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from math import isfinite
from operator import attrgetter
from typing import Any, Literal, TypeAlias, get_args

from grading.drugs import CLASS_OF, DrugClass, drug_key


class Invalid(ValueError):
    """A value that cannot be true. ``field`` says which box to point at, ``code`` what is wrong.

    ``bounds`` holds the accepted range where there is one; the words are made in the interface.
    """

    def __init__(
        self,
        field_name: str,
        code: str,
        value: object = None,
        bounds: tuple[float, float] | None = None,
    ) -> None:
        self.field = field_name
        self.code = code
        self.value = value
        self.bounds = bounds
        accepted = f" (accepted: {bounds[0]:g} to {bounds[1]:g})" if bounds else ""
        super().__init__(f"{field_name}: {value!r} {code.replace('_', ' ')}{accepted}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured quantity: label, unit, ranges and how long a value of it counts.

    ``impossible`` is the closed range outside which a value is refused; ``unlikely`` the range
    outside which it is asked about once (either end may be open). ``lasts`` is None where the
    interval of the observation rounds in force decides.
    """

    label: str
    unit: str
    impossible: tuple[float, float]
    unlikely: tuple[float | None, float | None] = (None, None)
    decimals: int = 0
    lasts: timedelta | None = None

    def is_unlikely(self, value: float) -> bool:
        """Whether the value should be asked about before it is saved."""
        low, high = self.unlikely
        return (low is not None and value < low) or (high is not None and value > high)


def measured(
    label: str,
    unit: str,
    impossible: tuple[float, float],
    unlikely: tuple[float | None, float | None] = (None, None),
    decimals: int = 0,
    lasts: timedelta | None = None,
) -> Any:
    """A dataclass field that carries its :class:`Quantity`; forms, limits and charts read it."""
    quantity = Quantity(label, unit, impossible, unlikely, decimals, lasts)
    return field(default=None, metadata={"quantity": quantity})


_QUANTITIES: dict[type[Any], Mapping[str, Quantity]] = {}
_LIMITS: dict[type[Any], tuple[tuple[str, float, float], ...]] = {}


def quantities(sign: type[Any]) -> Mapping[str, Quantity]:
    """The quantities of a sign, by field name, in the order of its fields."""
    if sign not in _QUANTITIES:
        _QUANTITIES[sign] = {
            f.name: f.metadata["quantity"] for f in fields(sign) if "quantity" in f.metadata
        }
    return _QUANTITIES[sign]


def check_range(sign: Any) -> None:
    """Refuse a sign of which a quantity lies outside its impossible range: :class:`Invalid`."""
    kind = type(sign)
    limits = _LIMITS.get(kind)
    if limits is None:
        limits = tuple((name, *q.impossible) for name, q in quantities(kind).items())
        _LIMITS[kind] = limits
    for name, low, high in limits:
        value = getattr(sign, name)
        if value is not None and not low <= value <= high:
            raise Invalid(name, "out_of_range", value, (low, high))


def check_span(low: float | None, high: float | None) -> None:
    """Refuse the ends of a reference range that are no numbers, or crossed: :class:`Invalid`."""
    for name, end in (("low", low), ("high", high)):
        if end is not None and not isfinite(end):
            raise Invalid(name, "not_a_number", end)
    if low is not None and high is not None and low > high:
        raise Invalid("low", "limits_crossed", low)


# --- vitals -----------------------------------------------------------------------------------

TempSite = Literal["oral", "axillary", "tympanic", "temporal", "rectal", "core"]
Acvpu = Literal["A", "C", "V", "P", "U"]
BpMethod = Literal["cuff", "arterial", "manual"]
MAX_FAHRENHEIT = (86.0, 113.0)
"""A number typed as degrees Celsius in this range is asked about: Fahrenheit?"""


@dataclass(frozen=True, slots=True)
class Vitals:
    """Vital signs taken together.

    ``bp_unrecordable``: no pressure could be found, which is hypotension and never a blank.
    ``arrest`` alone permits a heart rate of 0.
    """

    temp_c: float | None = measured("Temperature", "°C", (26.0, 45.0), (35.0, 41.0), 1)
    temp_site: TempSite | None = None
    hr_bpm: int | None = measured("Heart rate", "/min", (0, 350), (40, 150))
    sbp_mmhg: int | None = measured("Systolic pressure", "mmHg", (20, 300), (80, 200))
    dbp_mmhg: int | None = measured("Diastolic pressure", "mmHg", (10, 200), (40, 120))
    map_mmhg: int | None = measured("Mean pressure", "mmHg", (14, 330), (60, 130))
    bp_method: BpMethod | None = None
    bp_unrecordable: bool = False
    rr_bpm: int | None = measured("Respiratory rate", "/min", (0, 80), (8, 35))
    spo2_pct: int | None = measured("SpO₂", "%", (40, 100), (90, None))
    consciousness: Acvpu | None = None
    arrest: bool = False
    weight_kg: float | None = measured(
        "Weight", "kg", (20.0, 250.0), (35.0, 150.0), 1, timedelta(days=7)
    )

    def __post_init__(self) -> None:
        if self.temp_c is not None and MAX_FAHRENHEIT[0] <= self.temp_c <= MAX_FAHRENHEIT[1]:
            raise Invalid("temp_c", "fahrenheit", self.temp_c, (26.0, 45.0))
        check_range(self)
        if self.hr_bpm == 0 and not self.arrest:
            raise Invalid("hr_bpm", "zero_without_arrest", 0)
        sbp, dbp, mean = self.sbp_mmhg, self.dbp_mmhg, self.map_mmhg
        if sbp is not None and dbp is not None and dbp >= sbp:
            raise Invalid("dbp_mmhg", "not_below_systolic", dbp)
        if mean is not None and (
            (sbp is not None and mean > sbp) or (dbp is not None and mean < dbp)
        ):
            raise Invalid("map_mmhg", "not_between_pressures", mean)

    @property
    def mean_mmhg(self) -> float | None:
        """Mean arterial pressure in mmHg, unrounded: (SBP + 2 DBP) / 3, else as charted."""
        if self.sbp_mmhg is not None and self.dbp_mmhg is not None:
            return (self.sbp_mmhg + 2 * self.dbp_mmhg) / 3
        return self.map_mmhg


# --- oxygen -----------------------------------------------------------------------------------

Device = Literal[
    "room_air",
    "blow_by",
    "nasal_cannula",
    "high_flow_nasal_cannula",
    "simple_face_mask",
    "venturi",
    "partial_rebreather",
    "non_rebreather",
    "tracheostomy_mask",
    "cpap",
    "bipap",
    "intubated_mv",
    "ecmo",
]
DEVICES: tuple[str, ...] = get_args(Device)
"""Oxygen devices, from room air upward."""
Purpose = Literal["hypoxia", "airway_protection", "procedure", "seizure", "sleep_apnoea"]


@dataclass(frozen=True, slots=True)
class Support:
    """Oxygen support: device, flow in L/min, inspired fraction, and what it is for.

    No purpose charted counts as given for hypoxia. A patient without any charted device is
    unknown; ``room_air`` is an observation of its own.
    """

    device: Device
    flow_lpm: float | None = measured("Oxygen flow", "L/min", (0.0, 80.0), (None, 15.0), 1)
    fio2: float | None = measured("FiO₂", "", (0.21, 1.0), decimals=2)
    purpose: Purpose | None = None

    def __post_init__(self) -> None:
        if self.device not in DEVICES:
            raise Invalid("device", "unknown_device", self.device)
        check_range(self)

    @property
    def on_oxygen(self) -> bool:
        """Whether anything beyond room air is given; a cannula at flow 0 is room air."""
        return self.device != "room_air" and not self.flow_zero

    @property
    def flow_zero(self) -> bool:
        """A cannula on the face with the oxygen turned off."""
        cannula = self.device in ("nasal_cannula", "high_flow_nasal_cannula")
        return cannula and self.flow_lpm == 0


# --- neurology --------------------------------------------------------------------------------

Answer = Literal["yes", "no", "not_assessable"]
NotAssessable = Literal[
    "icans", "intubated", "sedated", "asleep", "refused", "language", "sight_or_hearing", "other"
]
ICE_ITEMS = (
    "orient_year",
    "orient_month",
    "orient_city",
    "orient_hospital",
    "name_1",
    "name_2",
    "name_3",
    "command",
    "writing",
    "attention",
)
"""The ten one-point items of the ICE examination, in the order of the sheet."""
_ANSWERS = attrgetter(*ICE_ITEMS)


@dataclass(frozen=True, slots=True)
class Ice:
    """The ten-point ICE examination (Lee 2019). An item left out is unknown, not failed.

    ``reasons`` holds (item, reason) for items that are not assessable; the reason ``icans``
    (unable because of the neurotoxicity itself) scores 0 for that item, any other leaves the
    item unknown.
    """

    orient_year: Answer | None = None
    orient_month: Answer | None = None
    orient_city: Answer | None = None
    orient_hospital: Answer | None = None
    name_1: Answer | None = None
    name_2: Answer | None = None
    name_3: Answer | None = None
    command: Answer | None = None
    writing: Answer | None = None
    attention: Answer | None = None
    reasons: tuple[tuple[str, NotAssessable], ...] = ()
    language: str | None = None
    interpreter: bool | None = None

    def __post_init__(self) -> None:
        reasons = dict(self.reasons)
        for item in reasons:
            if item not in ICE_ITEMS:
                raise Invalid("reasons", "unknown_item", item)
        answers = _ANSWERS(self)
        if not reasons and "not_assessable" not in answers:
            return
        for item, answer in zip(ICE_ITEMS, answers, strict=True):
            if (answer == "not_assessable") != (item in reasons):
                raise Invalid(item, "needs_reason", answer)

    @property
    def passed(self) -> int:
        """Points certain so far, 0 to 10."""
        passed: int = _ANSWERS(self).count("yes")
        return passed

    @property
    def failed(self) -> tuple[str, ...]:
        """Items that scored 0, those impossible because of neurotoxicity included."""
        reasons = dict(self.reasons)
        return tuple(
            item
            for item in ICE_ITEMS
            if getattr(self, item) == "no" or reasons.get(item) == "icans"
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Items without an answer that counts."""
        failed = self.failed
        return tuple(i for i in ICE_ITEMS if getattr(self, i) != "yes" and i not in failed)

    @property
    def score(self) -> int | None:
        """Points, 0 to 10; None while any item is missing."""
        passed = self.passed
        return passed if passed + len(self.failed) == len(ICE_ITEMS) else None

    @property
    def best(self) -> int:
        """The best score still possible: every missing item passed."""
        return len(ICE_ITEMS) - len(self.failed)


Loc = Literal[
    "alert",
    "awakens_spontaneously",
    "awakens_to_voice",
    "awakens_to_tactile",
    "vigorous_tactile",
    "stupor",
    "coma",
    "unarousable",
]
LOCS: tuple[str, ...] = get_args(Loc)
"""Levels of consciousness, from alert downward."""
Seizure = Literal["none", "clinical", "nonconvulsive_resolved", "prolonged", "repetitive_no_return"]
Oedema = Literal["none", "focal", "diffuse"]


@dataclass(frozen=True, slots=True)
class Neuro:
    """Neurological findings beside the ICE examination. ``None`` is not mentioned.

    A seizure belongs to the assessment it is charted in; weakness, oedema and palsy stay until
    an examiner writes that they are gone (False or ``none``).
    """

    loc: Loc | None = None
    natural_sleep: bool = False
    seizure: Seizure | None = None
    seizure_min: float | None = measured("Seizure duration", "min", (0.0, 1440.0), (None, 60.0), 1)
    deep_focal_weakness: bool | None = None
    mild_focal_weakness: bool | None = None
    oedema: Oedema | None = None
    posturing: bool | None = None
    cn6_palsy: bool | None = None
    papilloedema: bool | None = None
    cushing_triad: bool | None = None
    haemorrhage: bool | None = None
    tremor: bool | None = None
    myoclonus: bool | None = None

    def __post_init__(self) -> None:
        check_range(self)


# --- drugs and laboratory ---------------------------------------------------------------------

Action = Literal["given", "started", "changed", "continued", "stopped"]
Route = Literal["iv", "oral", "sc", "im", "inhaled", "rectal", "enteral"]


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug given once, or an infusion started, changed, confirmed as running, or stopped.

    ``name`` is a key of :data:`grading.drugs.CLASS_OF` (synonyms become their key). ``line``
    tells two pumps of one drug apart. ``until`` is set where an infusion was charted afterwards
    from start to end; it then needs no confirmation between. ``stable`` marks a steroid taken
    for lupus before, at an unchanged dose. ``procedure`` marks a single push dose of a
    vasopressor during a procedure.
    """

    name: str
    action: Action = "given"
    dose: float | None = measured("Dose", "", (0.0, 1_000_000.0), decimals=3)
    dose_unit: str | None = None
    rate: float | None = measured("Rate", "", (0.0, 100_000.0), decimals=3)
    rate_unit: str | None = None
    route: Route | None = None
    line: str | None = None
    until: datetime | None = None
    stable: bool = False
    procedure: bool = False

    def __post_init__(self) -> None:
        key = drug_key(self.name)
        if key is None:
            raise Invalid("name", "unknown_drug", self.name)
        object.__setattr__(self, "name", key)
        check_range(self)

    @property
    def drug_class(self) -> DrugClass:
        """What the drug counts as."""
        return CLASS_OF[self.name]


@dataclass(frozen=True, slots=True)
class Lab:
    """One laboratory result in the analyte's canonical unit.

    ``bound`` is "<" or ">" where the laboratory gave a limit instead of a number. ``text`` holds
    what it wrote in words: alone where there is no number at all ("haemolysed", "not done",
    "1:160"), beside a value as a remark on it. Whatever grades or calculates takes ``number``,
    which a limit and a value with a remark do not have.

    ``laboratory`` is who measured it, as it names itself; empty where nobody said so. ``low`` and
    ``high`` are the reference range that came with this result, in its unit: either end may be
    open, and without both the result came with none.
    """

    analyte: str
    value: float | None = None
    unit: str = ""
    bound: Literal["<", ">"] | None = None
    text: str | None = None
    laboratory: str = ""
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if not self.analyte:
            raise Invalid("analyte", "empty")
        if self.value is None and not self.text:
            raise Invalid("value", "empty")
        if self.value is not None and not isfinite(self.value):
            raise Invalid("value", "not_a_number", self.value)
        check_span(self.low, self.high)

    @property
    def number(self) -> float | None:
        """The value where it may be graded: None for a limit, words, or a value with a remark."""
        return None if self.bound or self.text else self.value

    @property
    def is_measured(self) -> bool:
        """Whether the sample gave a result, a number or a limit, without any remark on it."""
        return self.value is not None and not self.text


# --- statements and baselines -----------------------------------------------------------------

Finding = Literal[
    "fever", "hypotension", "hypoxia", "consciousness", "ice", "seizure", "motor", "icp"
]
Cause = Literal["toxicity", "other", "both", "unknown"]


@dataclass(frozen=True, slots=True)
class Hypotension:
    """A clinician's word on the blood pressure of the same observation, never of a later one."""

    present: Literal["yes", "no", "unsure"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """To what a clinician attributes a finding. Only ``other`` removes it, for at most 24 h.

    It then needs a reason in ``comment``.
    """

    finding: Finding
    cause: Cause
    comment: str = ""

    def __post_init__(self) -> None:
        if self.cause == "other" and not self.comment.strip():
            raise Invalid("comment", "empty")


@dataclass(frozen=True, slots=True)
class Death:
    """Death, and whether the syndrome was its principal cause."""

    due_to: Literal["crs", "icans", "other"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was usual for the patient before the infusion; a field left out says nothing.

    ``spo2_target_88_92`` is a prescribed target for hypercapnic failure (NEWS2 scale 2).
    """

    ice: int | None = measured("Baseline ICE", "/10", (0, 10))
    sbp_mmhg: int | None = measured("Baseline systolic pressure", "mmHg", (20, 300), (80, 200))
    device: Device | None = None
    flow_lpm: float | None = measured("Home oxygen flow", "L/min", (0.0, 80.0), (None, 15.0), 1)
    spo2_target_88_92: bool | None = None

    def __post_init__(self) -> None:
        check_range(self)


MAX_FRACTION = 9
"""Into so many parts at most is a dose split."""


@dataclass(frozen=True, slots=True)
class Infused:
    """The cells were infused, at the time of the reading. ``dose`` in ``dose_unit``.

    ``fraction`` is which part of a split dose this was, from 1; None where the dose was not
    split. The study day counts from the first part (:func:`grading.findings.anchors`).
    """

    dose: float | None = measured("Cell dose", "", (0.0, 1e12))
    dose_unit: Literal["cells", "cells/kg"] | None = None
    product: str = ""
    fraction: int | None = None

    def __post_init__(self) -> None:
        check_range(self)
        if self.fraction is not None and not 1 <= self.fraction <= MAX_FRACTION:
            raise Invalid("fraction", "out_of_range", self.fraction, (1, MAX_FRACTION))


@dataclass(frozen=True, slots=True)
class Planned:
    """The infusion is planned for this moment (aware, UTC)."""

    infusion: datetime


Sign: TypeAlias = (
    Vitals
    | Support
    | Ice
    | Neuro
    | Drug
    | Lab
    | Hypotension
    | Attribution
    | Death
    | Baseline
    | Infused
    | Planned
)
SIGNS: tuple[type[Sign], ...] = get_args(Sign)


# --- what replaces what -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of a sign that are taken together and replaced together.

    ``charted`` tells whether the sign says anything of the group; of two readings of one moment
    the one with the higher ``concern`` stands, so that order never decides.
    """

    name: str
    charted: Callable[[Any], bool]
    concern: Callable[[Any], Any]
    lasts: bool = False  # until said otherwise, instead of as long as a round


def _low(value: float | None) -> float:
    return -1e9 if value is None else -value


def _pressure_concern(v: Vitals) -> tuple[bool, float, float]:
    return (v.bp_unrecordable, _low(v.sbp_mmhg), _low(v.mean_mmhg))


def _flag(name: str) -> Group:
    return Group(
        name,
        lambda sign: getattr(sign, name) is not None,
        lambda sign: (getattr(sign, name) is not None, str(getattr(sign, name))),
        lasts=True,
    )


def _always(_: object) -> bool:
    return True


_OEDEMA = ("none", "focal", "diffuse")
_SEIZURE = (None, *get_args(Seizure))

GROUPS: Mapping[type, tuple[Group, ...]] = {
    Vitals: (
        Group("temp", lambda v: v.temp_c is not None, lambda v: v.temp_c),
        Group("hr", lambda v: v.hr_bpm is not None, lambda v: (abs(v.hr_bpm - 75), v.hr_bpm)),
        Group(
            "bp",
            lambda v: v.bp_unrecordable or v.sbp_mmhg is not None or v.map_mmhg is not None,
            _pressure_concern,
        ),
        # A mean pressure alone says nothing of the systolic one and takes its place nowhere.
        Group(
            "sbp",
            lambda v: v.bp_unrecordable or v.sbp_mmhg is not None,
            lambda v: (v.bp_unrecordable, _low(v.sbp_mmhg)),
        ),
        Group("rr", lambda v: v.rr_bpm is not None, lambda v: (abs(v.rr_bpm - 16), v.rr_bpm)),
        Group("spo2", lambda v: v.spo2_pct is not None, lambda v: -v.spo2_pct),
        Group(
            "consciousness",
            lambda v: v.consciousness is not None,
            lambda v: get_args(Acvpu).index(v.consciousness),
        ),
        Group("weight", lambda v: v.weight_kg is not None, lambda v: v.weight_kg, lasts=True),
    ),
    Support: (
        Group(
            "support",
            _always,
            lambda s: (
                s.purpose in (None, "hypoxia"),
                0 if s.flow_zero else DEVICES.index(s.device),
                1e9 if s.flow_lpm is None else s.flow_lpm,
                s.fio2 or 0,
                s.purpose or "",
            ),
        ),
    ),
    Ice: (
        Group(
            "ice",
            _always,
            lambda i: (len(i.failed), len(i.missing), repr(i)),
        ),
    ),
    Neuro: (
        Group(
            "loc",
            lambda n: n.loc is not None,
            lambda n: (LOCS.index(n.loc), not n.natural_sleep),
        ),
        # Any later assessment ends a seizure: it counts in the one it is charted in.
        Group("seizure", _always, lambda n: (_SEIZURE.index(n.seizure), n.seizure_min or 0)),
        Group("oedema", lambda n: n.oedema is not None, lambda n: _OEDEMA.index(n.oedema), True),
        *(
            _flag(name)
            for name in (
                "deep_focal_weakness",
                "mild_focal_weakness",
                "posturing",
                "cn6_palsy",
                "papilloedema",
                "cushing_triad",
                "haemorrhage",
                "tremor",
                "myoclonus",
            )
        ),
    ),
    Hypotension: (
        Group("hypotension", _always, lambda h: ("no", "unsure", "yes").index(h.present)),
    ),
    Death: (Group("death", _always, lambda d: ("other", "icans", "crs").index(d.due_to), True),),
    Baseline: (
        Group("ice", lambda b: b.ice is not None, lambda b: b.ice, lasts=True),
        Group("sbp", lambda b: b.sbp_mmhg is not None, lambda b: b.sbp_mmhg, lasts=True),
        Group(
            "oxygen",
            lambda b: b.device is not None,
            lambda b: (-DEVICES.index(b.device), _low(b.flow_lpm)),
            lasts=True,
        ),
        _flag("spo2_target_88_92"),
    ),
}
"""Of these signs the latest of each group is what is known; other signs are events."""

Key: TypeAlias = tuple[type, str]
"""A group by the type of its sign and its name."""
_KEYED: Mapping[type, tuple[tuple[Key, Group], ...]] = {
    kind: tuple(((kind, group.name), group) for group in groups) for kind, groups in GROUPS.items()
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A sign at a moment (aware, UTC).

    ``charted``: the groups of which the sign says anything, worked out once for all scales.
    """

    at: datetime
    sign: Sign
    charted: tuple[tuple[Key, Group], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        sign = self.sign
        keyed = [pair for pair in _KEYED.get(type(sign), ()) if pair[1].charted(sign)]
        object.__setattr__(self, "charted", tuple(keyed))
