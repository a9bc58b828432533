"""Immune effector cell-associated neurotoxicity syndrome (ICANS), ASTCT consensus 2019.

Source: Lee DW et al., Biol Blood Marrow Transplant 2019;25:625-638, doi
10.1016/j.bbmt.2018.12.758; tables read in PMC8403007 (Table 4), PMC7990806 (Tab 2), PMC9327779
(Table 2), the ICE examination in PMC8153820 (Table 2). What the paper leaves open (drowsy but
waking unaided, partial examinations, an old deficit, natural sleep) is this project's decision.
Adults only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from grading.findings import Findings, reaches
from grading.grade import Evidence, Grade, Missing, Reason, Scale, Status
from grading.signs import (
    Attribution,
    Baseline,
    Death,
    Ice,
    Infused,
    Loc,
    Neuro,
    Planned,
)
from grading.spell import ATTRIBUTION_LASTS, NO_SPELL, Attributed, Spell, attributions, onset_flags

LOC_LEVEL: dict[Loc, int] = {
    "alert": 0,
    "awakens_spontaneously": 1,
    "awakens_to_voice": 2,
    "awakens_to_tactile": 3,
    "vigorous_tactile": 4,
    "stupor": 4,
    "coma": 4,
    "unarousable": 4,
}
"""Level of consciousness to grade; ``alert`` is apart from waking unaided by our decision."""
_FOUR_HOURLY, _TWICE_DAILY, _DAILY = timedelta(hours=5), timedelta(hours=15), timedelta(hours=30)
_LATE = timedelta(days=14)
PROLONGED_MIN = 5.0
"""A seizure of more than 5 minutes is grade 4; exactly 5 is not."""


@dataclass(frozen=True, slots=True)
class IcansGrade(Grade):
    """A grade of ICANS; ``adjusted`` is the grade without an old, unchanged ICE deficit."""

    adjusted: int | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """What the scale remembers: the episode, attributions, levels of the last two assessments."""

    spell: Spell = NO_SPELL
    attributed: tuple[Attributed, ...] = ()
    recent: tuple[int, int] = (0, 0)


def ice_level(score: int) -> int:
    """The grade of an ICE score of 0 to 10: 10 is 0, 7-9 is 1, 3-6 is 2, 0-2 is 3.

    The 4 of an unarousable patient stands under consciousness, never under the score alone.
    """
    if score >= 10:
        return 0
    if score >= 7:
        return 1
    return 2 if score >= 3 else 3


def age(watch: Watch, at: datetime, infused: datetime | None, zone: tzinfo) -> timedelta:
    """How old an assessment may be: 1.25 x its interval.

    Every 12 h to day 14, every 4 h from grade 1, daily from day 15. This project's decision.
    """
    if max(watch.recent):
        return _FOUR_HOURLY
    if infused is not None and at - infused > _LATE and reaches(15, at, infused, zone):
        return _DAILY
    return _TWICE_DAILY


def lapses(watch: Watch, at: datetime) -> datetime | None:
    """When an attribution next lapses."""
    if not watch.attributed:
        return None
    ends = [a.at + ATTRIBUTION_LASTS for a in watch.attributed]
    return min((end for end in ends if end > at), default=None)


class _Domain(NamedTuple):
    """One of the five domains: level (None unknown), the least it can be, rule and evidence."""

    level: int | None
    code: str
    evidence: tuple[Evidence, ...] = ()
    at_least: int = 0


def _ice(found: Findings) -> _Domain:
    seen = found.known(Ice, "ice")
    if seen is None:
        return _Domain(None, "ice_missing")
    score = seen.sign.score
    evidence = (Evidence("ice", seen.sign, seen.at),)
    if score is None:
        return _Domain(None, "ice_partial", evidence, ice_level(seen.sign.best))
    level = ice_level(score)
    return _Domain(level, "ice" if level else "ice_full", evidence, level)


def _consciousness(found: Findings, flags: set[str]) -> _Domain:
    seen = found.known(Neuro, "loc")
    if seen is None:
        flags.add("loc_needed")
        return _Domain(None, "loc_missing")
    graded = [(*_loc(sign.loc, asleep=sign.natural_sleep), sign) for sign in seen.every if sign.loc]
    level, code, sign = max(graded, key=lambda item: item[0])
    if code == "natural_sleep":
        flags.add("natural_sleep")
    elif sign.natural_sleep and level:
        flags.add("natural_sleep_ignored")
    return _Domain(level, code, (Evidence("loc", sign.loc, seen.at),))


def _loc(loc: Loc, *, asleep: bool) -> tuple[int, str]:
    """Level and rule; natural sleep excuses waking unaided and to voice, nothing worse."""
    if asleep and loc in ("awakens_spontaneously", "awakens_to_voice"):
        return 0, "natural_sleep"
    return LOC_LEVEL[loc], loc


def _seizure(found: Findings, flags: set[str]) -> _Domain:
    seen = found.known(Neuro, "seizure")
    graded = [(*_fit(sign), sign) for sign in seen.every] if seen else []
    level, code, sign = max(graded, key=lambda item: item[0], default=(0, "no_seizure", None))
    if seen is None or not level:
        return _Domain(0, "no_seizure")
    if code == "seizure" and sign is not None and sign.seizure_min is None:
        flags.add("seizure_duration_missing")
    return _Domain(level, code, (Evidence("seizure", sign, seen.at),))


def _fit(sign: Neuro) -> tuple[int, str]:
    """Level and rule of a seizure; a duration without a kind is a seizure of unknown kind."""
    kind, minutes = sign.seizure, sign.seizure_min
    if kind == "none" or (kind is None and minutes is None):
        return 0, "no_seizure"
    if kind in ("prolonged", "repetitive_no_return"):
        return 4, kind
    if minutes is not None and minutes > PROLONGED_MIN:
        return 4, "prolonged"
    return 3, "seizure"


def _lasting(found: Findings, name: str) -> Evidence | None:
    """A finding that stays until an examiner writes that it is gone."""
    seen = found.known(Neuro, name)
    value = getattr(seen.sign, name) if seen else None
    return Evidence(name, value, seen.at) if seen and value not in (None, False, "none") else None


def _motor(found: Findings, flags: set[str]) -> _Domain:
    deep = _lasting(found, "deep_focal_weakness")
    if deep is not None:
        return _Domain(4, "deep_focal_weakness", (deep,))
    mild = _lasting(found, "mild_focal_weakness")
    if mild is not None:
        flags.add("mild_focal_weakness")
        return _Domain(0, "mild_focal_weakness", (mild,))
    return _Domain(0, "no_weakness")


def _pressure(found: Findings, flags: set[str]) -> _Domain:
    """Raised intracranial pressure and oedema; oedema with a haemorrhage is excluded."""
    names = ("posturing", "cn6_palsy", "papilloedema", "cushing_triad")
    signs = tuple(e for e in (_lasting(found, name) for name in names) if e is not None)
    oedema = _lasting(found, "oedema")
    if oedema is not None and _lasting(found, "haemorrhage") is not None:
        flags.add("ich_excluded")
        oedema = None
    if signs:
        return _Domain(4, signs[0].what, signs)
    if oedema is not None:
        return _Domain(4 if oedema.value == "diffuse" else 3, f"{oedema.value}_oedema", (oedema,))
    return _Domain(0, "no_pressure_sign")


def step(watch: Watch, found: Findings) -> tuple[Watch, IcansGrade]:
    """The next of what is remembered, and the grade: the worst of five domains."""
    flags: set[str] = set()
    domains = {
        "ice": _ice(found),
        "loc": _consciousness(found, flags),
        "seizure": _seizure(found, flags),
        "motor": _motor(found, flags),
        "icp": _pressure(found, flags),
    }
    held = attributions(
        watch.attributed,
        found,
        {_FINDING[name]: domain.level or 0 for name, domain in domains.items()},
    )
    if held != watch.attributed:
        watch = replace(watch, attributed=held)
    if found.before_infusion:
        return watch, IcansGrade(0, 0, "graded", flags=frozenset({"before_infusion"}))
    excused = _excused(held, domains, flags)
    level, at_least, status, missing = _worst(found, domains, excused)
    adjusted = _adjusted(found, domains, excused, flags)
    if _died(found) is not None:
        level, at_least, status, missing, adjusted = 5, 5, "graded", (), None
    else:
        flags |= onset_flags(watch.spell.onset, found)
    grade = IcansGrade(
        level=level,
        at_least=at_least,
        status=status,
        reasons=tuple(
            [
                Reason(name, 0, f"{name}_other_cause", d.evidence)
                if name in excused
                else Reason(name, d.level, d.code, d.evidence)
                for name, d in domains.items()
            ]
        ),
        missing=missing,
        flags=frozenset(flags),
        would_raise=_would_raise(at_least if level is None else level),
        adjusted=adjusted,
    )
    return _settled(watch, found, grade)


_FINDING = {
    "ice": "ice",
    "loc": "consciousness",
    "seizure": "seizure",
    "motor": "motor",
    "icp": "icp",
}


def _excused(
    held: tuple[Attributed, ...], domains: dict[str, _Domain], flags: set[str]
) -> frozenset[str]:
    """The domains dropped because a clinician found another cause."""
    findings = {a.finding for a in held}
    excused = {
        name
        for name, domain in domains.items()
        if (domain.level or domain.at_least) and _FINDING[name] in findings
    }
    if "loc" in excused and (domains["ice"].level or 0) >= 3:
        flags.add("ice_confounded")
    return frozenset(excused)


def _worst(
    found: Findings, domains: dict[str, _Domain], excused: frozenset[str]
) -> tuple[int | None, int, Status, tuple[Missing, ...]]:
    """Level, lowest certain level, status and what is missing."""
    counting = [d for name, d in domains.items() if name not in excused]
    worst = max((d.level or 0 for d in counting), default=0)
    at_least = max(worst, domains["ice"].at_least if "ice" not in excused else 0)
    missing: list[Missing] = []
    if domains["ice"].level is None:
        last = found.last(Ice, "ice")
        missing.append(Missing("ice", last.at if last else None))
    if domains["loc"].level is None:
        last_loc = found.last(Neuro, "loc")
        missing.append(Missing("consciousness", last_loc.at if last_loc else None))
    if not missing:
        return worst, worst, "partial" if "loc" in excused else "graded", ()
    if worst:
        return at_least, at_least, "partial", tuple(missing)
    return None, at_least, "incomplete", tuple(missing)


def _adjusted(
    found: Findings, domains: dict[str, _Domain], excused: frozenset[str], flags: set[str]
) -> int | None:
    """The grade where the usual ICE is below 10: an ICE no worse than usual does not count.

    Points lost since then count by the raw score.
    """
    usual = found.known(Baseline, "ice")
    today = found.known(Ice, "ice")
    if usual is None or usual.sign.ice is None or usual.sign.ice >= 10:
        return None
    if today is None or today.sign.score is None:
        return None
    counting = {name: d.level for name, d in domains.items() if name not in excused}
    if today.sign.score >= usual.sign.ice:
        flags.add("baseline_deficit")
        counting.pop("ice", None)
    worst = max((level or 0 for level in counting.values()), default=0)
    # With consciousness unknown the others being clear does not make it a 0.
    return None if not worst and counting.get("loc", 0) is None else worst


def _died(found: Findings) -> datetime | None:
    """When the patient died of it: an episode of its own where none was open."""
    death = found.known(Death, "death")
    if death is None or all(sign.due_to != "icans" for sign in death.every):
        return None
    return death.at


def _settled(watch: Watch, found: Findings, grade: IcansGrade) -> tuple[Watch, IcansGrade]:
    """Date the episode and remember the level."""
    counted = grade.counted if grade.adjusted is None else grade.adjusted
    spell, ended = watch.spell, None
    if grade.level == 5:
        onset, ended = spell.onset, None
        if _died(found) == found.at:
            onset, ended = onset or found.at, found.at
        return replace(watch, spell=NO_SPELL), replace(grade, onset=onset, ended=ended)
    if _ASSESSMENTS.isdisjoint(map(type, found.observed)):
        return watch, grade if spell.onset is None else replace(grade, onset=spell.onset)
    if counted:
        spell = spell.begun(found.at)
    onset = spell.onset
    flags = grade.flags | onset_flags(onset, found)
    status = grade.status
    recent = (max(counted, watch.recent[0]), watch.recent[1])
    if grade.level is not None and grade.status != "partial":
        recent = (counted, watch.recent[0])
    if onset is not None and not counted:
        if grade.level is None or grade.status == "partial":
            spell = spell.broken()
        else:
            spell, ended = spell.quiet(found.at)
            status = "quiet" if grade.level == 0 else status
    if spell != watch.spell or recent != watch.recent:
        watch = replace(watch, spell=spell, recent=recent)
    if (status, flags, onset, ended) != (grade.status, grade.flags, None, None):
        grade = replace(grade, status=status, flags=flags, onset=onset, ended=ended)
    return watch, grade


_ASSESSMENTS: frozenset[type[Any]] = frozenset({Ice, Neuro, Attribution})


def _would_raise(level: int) -> tuple[str, ...]:
    return _RAISES.get(level, ())


_RAISES: Mapping[int, tuple[str, ...]] = {
    0: ("ice_below_10", "drowsiness"),
    1: ("ice_below_7", "wakes_to_voice"),
    2: ("ice_below_3", "wakes_to_touch", "seizure", "focal_oedema"),
    3: ("unarousable", "prolonged_seizure", "deep_weakness", "raised_pressure"),
}


READS: frozenset[type[Any]] = frozenset(
    {Ice, Neuro, Attribution, Death, Baseline, Infused, Planned}
)
SCALE: Scale[Watch] = Scale(
    id="icans",
    edition="ASTCT 2019",
    source="Lee DW et al. Biol Blood Marrow Transplant 2019;25(4):625-638",
    reads=READS,
    start=Watch(),
    step=step,
    age=age,
    lapses=lapses,
)
