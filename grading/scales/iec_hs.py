"""IEC-HS, the HLH-like syndrome of immune effector cells: a checklist, never a diagnosis.

Source: Hines MR et al., Transplant Cell Ther 2023;29:438.e1. Its criteria are given here from
memory and unverified: shown so that a person works through them; nothing here says that the
syndrome is present. When the program proposes a work-up (:func:`proposal`) is this project's
decision: it may follow CRS directly, so no day is too early, and neither a fast rise nor
> 10 000 µg/L is asked for beside a second sign.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias

from grading.toxicity import CrsState, Values

EDITION = "Hines 2023, unverified"
SOURCE = "Hines MR et al. Transplant Cell Ther 2023;29:438.e1"

Series: TypeAlias = Sequence[tuple[datetime, float]]
"""(Moment, value) in any order; of the time since the infusion only."""
Answer = Literal["met", "not_met", "unknown"]
Weight = Literal["required", "main", "supportive"]

FERRITIN_TIMES = 2
TRANSAMINASE_TIMES = 5
FIBRINOGEN_G_L = 1.5
"""Low below 150 mg/dL; 1.5 g/L itself is not."""
TRIGLYCERIDES_MMOL_L = 2.99
"""Raised above 265 mg/dL, fasting."""
PLATELETS_10_9_L = 50
"""Grade 3 of the CTCAE below it."""
FERRITIN_ALONE_UG_L = 10_000
DOUBLED_ABOVE_UG_L = 2_000
TOGETHER = timedelta(hours=72)
DOUBLED_WITHIN = timedelta(hours=24)
_ANSWER: Mapping[bool | None, Answer] = {True: "met", False: "not_met", None: "unknown"}
GRADE: Mapping[str, int] = {
    "observed": 1,
    "needs_intervention": 2,
    "severe": 3,
    "life_threatening": 4,
    "death": 5,
}
"""What a person who has made the diagnosis may state, to grade (from memory, unverified).

``observed``: none or mild symptoms, observation only. ``needs_intervention``: immunosuppression,
or transfusion for low fibrinogen without symptoms. ``severe``: bleeding that needs transfusion;
in hospital for new kidney injury, hypotension, respiratory distress. ``life_threatening``:
bleeding, intubation.
"""


@dataclass(frozen=True, slots=True)
class Followed:
    """One analyte: its values since the infusion, at the infusion, and the laboratory's limits."""

    values: Series = ()
    baseline: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Features:
    """All that the checklist asks about. What was not looked for is None or an empty series.

    Ferritin in µg/L, ALT, AST and LDH in U/L, fibrinogen in g/L, platelets in 10⁹/L, fasting
    triglycerides in mmol/L, direct bilirubin in the unit of its limit. The rest a person states.
    """

    ferritin: Followed = field(default_factory=Followed)
    alt: Followed = field(default_factory=Followed)
    ast: Followed = field(default_factory=Followed)
    fibrinogen: Followed = field(default_factory=Followed)
    platelets: Followed = field(default_factory=Followed)
    ldh: Followed = field(default_factory=Followed)
    triglycerides: Followed = field(default_factory=Followed)
    bilirubin_direct: Followed = field(default_factory=Followed)
    ferritin_rises_fast: bool | None = None
    crs: CrsState | None = None
    cytopenia_new_or_worse: bool | None = None
    haemophagocytosis: bool | None = None
    coagulation_worse: bool | None = None
    splenomegaly_new: bool | None = None
    fever_new_or_persistent: bool | None = None
    neurotoxicity: bool | None = None
    lung_signs: bool | None = None
    renal_insufficiency: bool | None = None
    no_better_cause: bool | None = None


class Item(NamedTuple):
    """One criterion: its name, its weight, whether it is met, and the values it rests on."""

    name: str
    weight: Weight
    answer: Answer
    values: Values = ()


class Prompt(NamedTuple):
    """Why a work-up is proposed: a code, since when, and the values."""

    code: str
    at: datetime
    values: Values


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whether to propose a work-up: yes with its prompts, no, or not to be told for what misses."""

    answer: Literal["consider_work_up", "no", "unknown"]
    prompts: tuple[Prompt, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """The criteria as of a moment, each with its answer; there is no sum and no verdict."""

    items: tuple[Item, ...]
    proposal: Proposal

    def named(self, answer: Answer) -> tuple[str, ...]:
        """The names of the criteria with an answer."""
        return tuple(item.name for item in self.items if item.answer == answer)


def checklist(found: Features, now: datetime) -> Checklist:
    """The criteria from the worst values of the 72 hours up to ``now``, and the proposal.

    The features usually come within 72 hours of each other. A value of which the limit is not
    known is unknown unless another limit decides it. A fast rise of ferritin counts where a person
    states it.
    """
    transaminases = [
        _over(_worst(followed, now, max), _transaminase_limit(followed))
        for followed in (found.alt, found.ast)
    ]
    ferritin = _worst(found.ferritin, now, max)
    over = [
        _over(ferritin, None if limit is None else FERRITIN_TIMES * limit)
        for limit in (found.ferritin.upper, found.ferritin.baseline)
    ]
    if found.ferritin_rises_fast is True:
        over.append(True)
    items = (
        Item(
            "ferritin",
            "required",
            _ANSWER[_any(over)],
            (
                ("ferritin_ug_l", ferritin),
                ("baseline", found.ferritin.baseline),
                ("upper", found.ferritin.upper),
                ("rises_fast", found.ferritin_rises_fast),
            ),
        ),
        Item("timing", "main", _ANSWER[_timing(found.crs)], (("crs", found.crs),)),
        Item(
            "transaminases",
            "main",
            _ANSWER[_any(transaminases)],
            (
                ("alt_u_l", _worst(found.alt, now, max)),
                ("alt_limit", _transaminase_limit(found.alt)),
                ("ast_u_l", _worst(found.ast, now, max)),
                ("ast_limit", _transaminase_limit(found.ast)),
            ),
        ),
        _fibrinogen(found.fibrinogen, now),
        _stated("haemophagocytosis", "main", met=found.haemophagocytosis),
        _stated("cytopenia", "main", met=found.cytopenia_new_or_worse),
        _stated("no_better_cause", "main", met=found.no_better_cause),
        _measured("ldh", found.ldh, found.ldh.upper, now),
        _measured("triglycerides", found.triglycerides, TRIGLYCERIDES_MMOL_L, now),
        _measured("bilirubin_direct", found.bilirubin_direct, found.bilirubin_direct.upper, now),
        _stated("coagulation", "supportive", met=found.coagulation_worse),
        _stated("splenomegaly", "supportive", met=found.splenomegaly_new),
        _stated("fever", "supportive", met=found.fever_new_or_persistent),
        _stated("neurotoxicity", "supportive", met=found.neurotoxicity),
        _stated("lung_signs", "supportive", met=found.lung_signs),
        _stated("renal_insufficiency", "supportive", met=found.renal_insufficiency),
    )
    return Checklist(items, proposal(found, now))


def proposal(found: Features, now: datetime) -> Proposal:
    """Whether the values up to ``now`` call for a work-up.

    Ferritin above twice its value at the infusion (twice the upper limit without one) and within
    72 hours of it fibrinogen below 1.5 g/L, ALT or AST above five times, or platelets newly below
    50 x 10⁹/L; or ferritin above 10 000 µg/L, or doubled within 24 hours to above 2000, alone.
    """
    first: dict[str, Prompt] = {}
    for prompt in prompts(found, now):
        first.setdefault(prompt.code, prompt)
    if first:
        return Proposal("consider_work_up", tuple(first.values()))
    ferritin = _until(found.ferritin.values, now)
    if not ferritin:
        return Proposal("unknown", missing=("ferritin",))
    limit = _ferritin_limit(found.ferritin)
    raised = [at for at, value in ferritin if limit is None or value > limit]
    missing = _second_missing(found, raised, now) if raised else ()
    if limit is None and raised:
        missing = ("ferritin_baseline", *missing)
    return Proposal("unknown" if missing else "no", missing=missing)


def prompts(found: Features, now: datetime) -> tuple[Prompt, ...]:
    """Every time that the values up to ``now`` call for a work-up, in order of time.

    A sign seen again calls for it again; of a second sign each one, with the first raised
    ferritin within 72 hours of it.
    """
    ferritin = _until(found.ferritin.values, now)
    every = [*_alone(ferritin), *_with_second(found, ferritin, now)]
    return tuple(sorted(every, key=lambda p: (p.at, p.code)))


def _alone(ferritin: Series) -> Iterator[Prompt]:
    for place, (at, value) in enumerate(ferritin):
        if value > FERRITIN_ALONE_UG_L:
            yield Prompt("ferritin_above_10000", at, (("ferritin_ug_l", value),))
        if value <= DOUBLED_ABOVE_UG_L:
            continue
        start = bisect_left(ferritin, at - DOUBLED_WITHIN, 0, place, key=_when)
        before = [low for then, low in ferritin[start:place] if then < at and value >= 2 * low]
        if before:
            values = (("before_ug_l", min(before)), ("ferritin_ug_l", value))
            yield Prompt("ferritin_doubled", at, values)


def _with_second(found: Features, ferritin: Series, now: datetime) -> Iterator[Prompt]:
    """The times that each second sign came together with a raised ferritin."""
    limit = _ferritin_limit(found.ferritin)
    if limit is None:
        return
    raised = [(at, value) for at, value in ferritin if value > limit]
    for code, name, signs in _second_signs(found, now) if raised else ():
        for at, value in signs:
            place = bisect_left(raised, at - TOGETHER, key=_when)
            if place < len(raised) and raised[place][0] - at <= TOGETHER:
                then, high = raised[place]
                values: Values = (("ferritin_ug_l", high), ("limit", limit), (name, value))
                yield Prompt(code, max(at, then), values)


def _when(row: tuple[datetime, float]) -> datetime:
    return row[0]


def _second_signs(found: Features, now: datetime) -> tuple[tuple[str, str, Series], ...]:
    fibrinogen = _until(found.fibrinogen.values, now)
    return (
        (
            "ferritin_and_fibrinogen",
            "fibrinogen_g_l",
            [(at, v) for at, v in fibrinogen if v < FIBRINOGEN_G_L],
        ),
        ("ferritin_and_alt", "alt_u_l", _above_limit(found.alt, now)),
        ("ferritin_and_ast", "ast_u_l", _above_limit(found.ast, now)),
        ("ferritin_and_platelets", "platelets_10_9_l", _newly_low(found.platelets, now)),
    )


def _above_limit(followed: Followed, now: datetime) -> Series:
    limit = _transaminase_limit(followed)
    if limit is None:
        return []
    return [(at, value) for at, value in _until(followed.values, now) if value > limit]


def _newly_low(platelets: Followed, now: datetime) -> Series:
    """The counts that fell below 50 from 50 or more; the first one, where none is known before."""
    before = platelets.baseline
    fell = []
    for at, value in _until(platelets.values, now):
        if value < PLATELETS_10_9_L and (before is None or before >= PLATELETS_10_9_L):
            fell.append((at, value))
        before = value
    return fell


def _second_missing(found: Features, raised: Sequence[datetime], now: datetime) -> tuple[str, ...]:
    """The second signs that nobody measured, or cannot be judged, near a raised ferritin."""
    missing = []
    for name, followed, judged in (
        ("fibrinogen", found.fibrinogen, True),
        ("alt", found.alt, _transaminase_limit(found.alt) is not None),
        ("ast", found.ast, _transaminase_limit(found.ast) is not None),
        ("platelets", found.platelets, True),
    ):
        near = any(
            abs(at - then) <= TOGETHER for at, _ in _until(followed.values, now) for then in raised
        )
        if not near:
            missing.append(name)
        elif not judged:
            missing.append(f"{name}_limit")
    return tuple(missing)


def _ferritin_limit(ferritin: Followed) -> float | None:
    base = ferritin.upper if ferritin.baseline is None else ferritin.baseline
    return None if base is None else FERRITIN_TIMES * base


def _transaminase_limit(followed: Followed) -> float | None:
    """Five times the upper limit, or the baseline where that was abnormal."""
    if followed.upper is None:
        return None
    base = followed.upper
    if followed.baseline is not None:
        base = max(base, followed.baseline)
    return TRANSAMINASE_TIMES * base


def _fibrinogen(fibrinogen: Followed, now: datetime) -> Item:
    value = _worst(fibrinogen, now, min)
    met: bool | None = None
    if value is not None:
        low = [
            value < FIBRINOGEN_G_L,
            None if fibrinogen.lower is None else value < fibrinogen.lower,
        ]
        met = _any(low)
    values = (("fibrinogen_g_l", value), ("lower", fibrinogen.lower))
    return Item("fibrinogen", "main", _ANSWER[met], values)


def _timing(crs: CrsState | None) -> bool | None:
    if crs is None:
        return None
    return crs in ("resolving", "resolved", "worse_after_improvement")


def _measured(name: str, followed: Followed, limit: float | None, now: datetime) -> Item:
    value = _worst(followed, now, max)
    answer = _ANSWER[_over(value, limit)]
    return Item(name, "supportive", answer, ((name, value), ("limit", limit)))


def _stated(name: str, weight: Weight, *, met: bool | None) -> Item:
    return Item(name, weight, _ANSWER[met])


def _until(values: Series, now: datetime) -> list[tuple[datetime, float]]:
    return sorted((at, value) for at, value in values if at <= now)


def _worst(
    followed: Followed, now: datetime, worst: Callable[[list[float]], float]
) -> float | None:
    recent = [value for at, value in followed.values if timedelta(0) <= now - at <= TOGETHER]
    return worst(recent) if recent else None


def _over(value: float | None, limit: float | None) -> bool | None:
    return None if value is None or limit is None else value > limit


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Whether one is so; unknown where none is and one is not known."""
    known = list(answers)
    if True in known:
        return True
    return None if None in known else False
