"""Cytokine release syndrome, ASTCT consensus 2019.

Source: Lee DW et al., Biol Blood Marrow Transplant 2019;25:625-638, doi
10.1016/j.bbmt.2018.12.758; table read in PMC8021214 (Table 1 with footnotes), PMC9978889
(Table 1) and PMC9327779 (Table 2). Where the paper leaves a case open (vasopressin alone, home
oxygen, what an untreated dip of the temperature means, the 24 quiet hours), the decision is this
project's own and is named at its rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from grading.drugs import HIDES_FEVER, TREATS_CRS, DrugClass
from grading.findings import Findings, Run, Seen, reaches
from grading.grade import Evidence, Grade, Missing, Reason, Scale, Status
from grading.signs import (
    Attribution,
    Baseline,
    Death,
    Drug,
    Hypotension,
    Infused,
    Planned,
    Support,
    Vitals,
)
from grading.spell import ATTRIBUTION_LASTS, NO_SPELL, Attributed, Spell, attributions, onset_flags

FEVER_C = 38.0
"""Fever: at least 38.0 °C, whatever the site; the unrounded value is compared."""
LOW_FLOW_MAX_LPM = 6.0
"""Low flow is at most 6 L/min; 6.1 L/min is high flow."""
HYPOTENSION_SBP = 90
"""A systolic pressure below 90 mmHg is proposed as hypotension; 90 is not."""
HYPOTENSION_MAP = 65
"""A mean pressure below 65 mmHg is proposed as hypotension."""
HYPOXIA_SPO2 = 90
"""A saturation below 90 % on room air, or with the device unknown, is inferred hypoxia."""
_TOLERANCE = 0.005
_HOURLY, _TWO_HOURLY = timedelta(hours=2), timedelta(hours=2.5)
_FOUR_HOURLY, _DAILY = timedelta(hours=5), timedelta(hours=30)
_JUST_INFUSED, _LATE = timedelta(hours=4), timedelta(days=14)
_REACTION = timedelta(hours=1)
_PUSH_COUNTS = timedelta(hours=24)
_MASKS = ("simple_face_mask", "venturi", "partial_rebreather", "non_rebreather")
_PRESSURE = ("cpap", "bipap", "intubated_mv")
_PRESSORS = (DrugClass.VASOPRESSOR, DrugClass.VASOPRESSIN)


@dataclass(frozen=True, slots=True)
class Watch:
    """What the scale remembers: the episode, treatment, hidden fever, attributions, recent levels.

    ``hidden`` holds (dose, end) of the drugs that can hide a fever; ``pushes`` single doses of a
    vasopressor as (drug, at, procedure); ``flagged`` single doses that no table counts but a
    reader should know of (midodrine by mouth, methylene blue); ``recent`` the levels of the last
    two observations that had one, of which the higher sets how old a reading may be.
    """

    spell: Spell = NO_SPELL
    fever: Evidence | None = None
    treated: Evidence | None = None
    hidden: tuple[tuple[datetime, datetime], ...] = ()
    pushes: tuple[tuple[str, datetime, bool], ...] = ()
    flagged: tuple[tuple[DrugClass, datetime], ...] = ()
    attributed: tuple[Attributed, ...] = ()
    recent: tuple[int, int] = (0, 0)
    fever_before: bool = False


class Domain(NamedTuple):
    """Hypotension or hypoxia: its level from what is known, and whether anything is missing."""

    level: int
    code: str
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()
    flags: frozenset[str] = frozenset()

    def reason(self, name: str, *, excused: bool) -> Reason:
        """The domain as a reason; excused when attributed to another cause."""
        if excused and self.level:
            return Reason(name, 0, f"{name}_other_cause", self.evidence)
        level = None if self.missing and not self.level else self.level
        return Reason(name, level, self.code, self.evidence)


def age(watch: Watch, at: datetime, infused: datetime | None, zone: tzinfo) -> timedelta:
    """How old a reading may be: 1.25 x the interval of the rounds in force, never under 2 h.

    4-hourly rounds to day 14, 2-hourly from grade 1, hourly from grade 2 and in the four hours
    after the infusion, daily from day 15. This project's decision.
    """
    level = max(watch.recent)
    if level > 1:
        return _HOURLY
    if level == 1:
        return _TWO_HOURLY
    if infused is not None and at >= infused:
        since = at - infused
        if since < _JUST_INFUSED:
            return _HOURLY
        if since > _LATE and reaches(15, at, infused, zone):
            return _DAILY
    return _FOUR_HOURLY


def lapses(watch: Watch, at: datetime) -> datetime | None:
    """When something remembered next stops counting by itself.

    A drug that hides a fever, a push dose, an attribution.
    """
    if not (watch.hidden or watch.pushes or watch.flagged or watch.attributed):
        return None
    ends = [end for _, end in watch.hidden]
    ends += [at + _PUSH_COUNTS for _, at, _ in watch.pushes]
    ends += [at + _PUSH_COUNTS for _, at in watch.flagged]
    ends += [a.at + ATTRIBUTION_LASTS for a in watch.attributed]
    return min((end for end in ends if end > at), default=None)


def hypotension(found: Findings, pushes: tuple[tuple[str, datetime, bool], ...] = ()) -> Domain:
    """The hypotension domain: 0, 2 without vasopressor, 3 with one, 4 with several.

    Vasopressin never makes several; vasopressin alone is 3. A running vasopressor is hypotension
    whatever was charted. A clinician's word stands for the pressure it was given with, never for
    a later one.
    """
    pressure = found.known(Vitals, "bp")
    word = found.known(Hypotension, "hypotension")
    last = found.last(Vitals, "bp")
    if word is not None and last is not None and last.at > word.at:
        word = None
    flags: set[str] = set()
    names: dict[str, Evidence] = {}
    unconfirmed: list[Run] = []
    running = list(found.running())
    if running:
        for run in running:
            flags |= _CLASS_FLAGS.get(run.drug.drug_class, frozenset())
        pressors = [run for run in running if run.drug.drug_class in _PRESSORS]
        for run in sorted(pressors, key=lambda run: (run.drug.name, run.since, repr(run.drug))):
            names.setdefault(run.drug.name, Evidence("vasopressor", run.drug, run.since))
        unconfirmed = [run for run in pressors if found.unconfirmed(run)]
    # A push dose counts until the next blood pressure shows what it was given for.
    live = [push for push in pushes if last is None or last.at <= push[1]]
    missing: tuple[Missing, ...] = ()
    if unconfirmed:
        missing = (Missing("vasopressor", max(run.at for run in unconfirmed)),)
    if live:
        flags.add("push_dose")
        if not names and pressure is None and live[-1][1] != found.at:
            missing = (Missing("blood_pressure", last.at if last else None),)
    if live and (len(pushes) > 1 or any(not procedure for _, _, procedure in live)):
        for name, at, _ in sorted(live):
            names.setdefault(name, Evidence("push_dose", name, at))
    if names:
        counted = [name for name in names if name not in ("vasopressin", "terlipressin")]
        if not counted:
            flags.add("vasopressin_only")
        several = len(counted) > 1
        code = "several_vasopressors" if several else "one_vasopressor"
        if not counted:
            code = "vasopressin_alone"
        level = 4 if several else 3
        return Domain(level, code, tuple(names.values()), missing, frozenset(flags))

    evidence: tuple[Evidence, ...] = ()
    low = False
    if pressure is not None:
        lows = [sign for sign in pressure.every if _is_low(sign)]
        low = bool(lows)
        evidence = (Evidence("bp", lows[0] if lows else pressure.sign, pressure.at),)
    if word is not None and word.sign.present == "unsure":
        flags.add("hypotension_unsure")
        word = None
    if word is not None:
        evidence = (*evidence, Evidence("hypotension", word.sign.present, word.at))
        if word.sign.present == "yes":
            return Domain(2, "hypotension_charted", evidence, (), frozenset(flags))
        if low:
            flags.add("hypotension_denied")
        return Domain(
            0, "hypotension_denied" if low else "no_hypotension", evidence, (), frozenset(flags)
        )
    if low:
        return Domain(2, "hypotension", evidence, (), frozenset(flags))
    if pressure is None:
        missing = (Missing("blood_pressure", last.at if last else None),)
        return Domain(0, "blood_pressure_missing", (), missing, frozenset(flags))
    return Domain(0, "no_hypotension", evidence, (), frozenset(flags))


def _is_low(sign: Vitals) -> bool:
    mean = sign.mean_mmhg
    return (
        sign.bp_unrecordable
        or (sign.sbp_mmhg is not None and sign.sbp_mmhg < HYPOTENSION_SBP)
        or (mean is not None and mean < HYPOTENSION_MAP)
    )


_CLASS_FLAGS = {
    DrugClass.INOTROPE: frozenset({"inotrope_present"}),
    DrugClass.RESCUE: frozenset({"rescue_agent"}),
    DrugClass.ORAL_PRESSOR: frozenset({"midodrine"}),
}


def ladder(support: Support, usual: Baseline | None = None) -> tuple[int, str, str | None]:
    """The level of an oxygen device: (0 to 4, code of the rule, flag).

    Low flow up to and including 6 L/min is 2, above it and any mask 3, positive pressure for
    hypoxia 4. The same device as at baseline at no higher flow is 0; any other counts in full.
    """
    device, flow = support.device, support.flow_lpm
    if device == "room_air":
        return 0, "room_air", None
    if support.flow_zero:
        return 0, "room_air", "flow_zero"
    if usual is not None and _unchanged(support, usual):
        return 0, "baseline_oxygen", "baseline_oxygen"
    if device in _PRESSURE:
        if support.purpose not in (None, "hypoxia"):
            return 0, "ppv_not_for_hypoxia", "ppv_not_for_hypoxia"
        return 4, "positive_pressure", None
    if device == "ecmo":
        return 4, "ecmo", None
    if device in _MASKS or device == "tracheostomy_mask":
        return 3, "mask", None
    if device == "blow_by":
        return 2, "blow_by", None
    high = device == "high_flow_nasal_cannula"
    if flow is None:
        return (3, "high_flow", None) if high else (2, "low_flow", "flow_missing")
    if flow > LOW_FLOW_MAX_LPM:
        return 3, "high_flow", None
    return 2, "low_flow", "hfnc_low_flow" if high else None


def _unchanged(support: Support, usual: Baseline) -> bool:
    if support.device != usual.device or support.device == "room_air":
        return False
    if support.device in _PRESSURE:
        return True
    if support.flow_lpm is None or usual.flow_lpm is None:
        return support.flow_lpm is None and usual.flow_lpm is None and support.device == "blow_by"
    return support.flow_lpm <= usual.flow_lpm


def hypoxia(found: Findings) -> Domain:
    """The hypoxia domain, 0 to 4, from the oxygen device; a low saturation alone is 2.

    A device not confirmed within the age still counts for what is certain, and is missing.
    """
    last = found.last(Support, "support")
    fresh = found.known(Support, "support")
    usual = found.known(Baseline, "oxygen")
    saturation = found.known(Vitals, "spo2")
    level, code, flags = 0, "oxygen_missing", set[str]()
    evidence: list[Evidence] = []
    missing: tuple[Missing, ...] = ()
    if last is not None:
        home = usual.sign if usual else None
        worst = last.sign
        if last.rivals:
            worst = max(last.every, key=lambda support: ladder(support, home)[0])
        level, code, flag = ladder(worst, home)
        evidence.append(Evidence("oxygen", worst, last.at))
        if flag is not None:
            flags.add(flag)
    if fresh is None:
        missing = (Missing("oxygen", last.at if last else None),)
    if saturation is not None and saturation.sign.spo2_pct is not None:
        spo2 = saturation.sign.spo2_pct
        evidence.append(Evidence("spo2_pct", spo2, saturation.at))
        inferable = code in ("oxygen_missing", "room_air", "baseline_oxygen")
        if spo2 < HYPOXIA_SPO2 and inferable:
            level, code = 2, "inferred_hypoxia"
            flags.add("inferred_hypoxia")
    if fresh is None and not level:
        code = "oxygen_missing"
    return Domain(level, code, tuple(evidence), missing, frozenset(flags))


def step(watch: Watch, found: Findings) -> tuple[Watch, Grade]:
    """The next of what is remembered, and the grade: the ten rules of the live algorithm."""
    watch = _doses(watch, found)
    h = hypotension(found, watch.pushes)
    o = hypoxia(found)
    temperature = found.known(Vitals, "temp")
    if temperature is not None and found.infused is not None and temperature.at < found.infused:
        temperature = None  # a temperature from before the infusion says nothing of CRS
    hot = temperature is not None and _fever(temperature.sign)
    levels = {"hypotension": h.level, "hypoxia": o.level}  # a fever has no levels to get worse
    held = attributions(watch.attributed, found, levels)
    excused = {a.finding for a in held}
    qualifying = hot and "fever" not in excused
    if held != watch.attributed:
        watch = replace(watch, attributed=held)
    if found.before_infusion:
        return _before(watch, found)
    died = _died(found)
    if temperature is not None and qualifying and (died is None or died == found.at):
        watch = replace(
            watch,
            spell=watch.spell if watch.spell.onset else Spell(found.at),
            fever=Evidence("temp_c", temperature.sign, temperature.at),
        )
    watch = _treatment(watch, found)

    h_level = 0 if "hypotension" in excused else h.level
    o_level = 0 if "hypoxia" in excused else o.level
    worst = max(h_level, o_level)
    is_open = watch.spell.onset is not None
    missing = (*h.missing, *o.missing)
    flags = {*h.flags, *o.flags}
    for kind, _ in watch.flagged:
        flags |= _CLASS_FLAGS[kind]
    level: int | None
    at_least, status, suspected = 0, "incomplete", None
    no_temperature = () if temperature is not None else (Missing("temperature", _last_at(found)),)
    if died is not None:
        level, status, missing = 5, "graded", ()
    elif temperature is None and not is_open:
        level, missing = None, (*no_temperature, *missing)
    elif missing:
        level = None
        at_least = max(int(qualifying), worst) if qualifying or is_open else 0
        missing = (*no_temperature, *missing)
    elif qualifying:
        level, status = max(1, worst), "graded"
    elif is_open and worst:
        level, status = worst, "graded"
        if temperature is None:
            flags.add("temperature_missing")
        elif not _is_treated(watch, found.at):
            flags.add("fever_absent_untreated")
    elif is_open and temperature is None:
        level, missing = None, no_temperature
    elif is_open:
        level, status = 0, "quiet"
    elif worst and any(dose < found.at < end for dose, end in watch.hidden):
        level, status, suspected = None, "review", worst
        flags.add("no_fever_no_crs")
    elif worst:
        level, status = 0, "no_crs"
        flags.add("no_fever_no_crs")
    else:
        level, status = 0, "no_crs"
    if level is not None:
        at_least = level

    onset = found.at if died == found.at and not is_open else watch.spell.onset
    watch, ended = _settled(watch, found, level, at_least, status)
    reasons = (
        _fever_reason(watch, temperature, found.at, qualifying=qualifying, hot=hot),
        h.reason("hypotension", excused="hypotension" in excused),
        o.reason("hypoxia", excused="hypoxia" in excused),
    )
    return watch, Grade(
        level=level,
        at_least=at_least,
        status=_STATUS[status],
        reasons=reasons,
        missing=missing,
        flags=frozenset(flags | _dating_flags(watch, onset, found)),
        would_raise=_would_raise(at_least if level is None else level, is_open=is_open),
        onset=onset,
        ended=ended,
        suspected=suspected,
    )


_STATUS: dict[str, Status] = {
    "graded": "graded",
    "quiet": "quiet",
    "no_crs": "no_crs",
    "review": "review",
    "incomplete": "incomplete",
}


def _fever(sign: Vitals) -> bool:
    return sign.temp_c is not None and sign.temp_c >= FEVER_C - _TOLERANCE


def _last_at(found: Findings) -> datetime | None:
    last = found.last(Vitals, "temp")
    return last.at if last else None


def _died(found: Findings) -> datetime | None:
    """When the patient died of it: an episode of its own where none was open."""
    death = found.known(Death, "death")
    if death is None or all(sign.due_to != "crs" for sign in death.every):
        return None
    return death.at


def _is_treated(watch: Watch, at: datetime) -> bool:
    # Therapy given with an observation takes effect for later ones.
    return watch.treated is not None and watch.treated.at < at


def _doses(watch: Watch, found: Findings) -> Watch:
    """Take in what was given at this moment: what hides a fever, and push doses."""
    if not (watch.hidden or watch.pushes or watch.flagged or Drug in map(type, found.observed)):
        return watch
    hidden = tuple(span for span in watch.hidden if span[1] > found.at)
    pushes = tuple(push for push in watch.pushes if found.at - push[1] < _PUSH_COUNTS)
    flagged = tuple(dose for dose in watch.flagged if found.at - dose[1] < _PUSH_COUNTS)
    for sign in found.observed:
        if not isinstance(sign, Drug):
            continue
        hides = HIDES_FEVER.get(sign.name)
        if hides is not None and sign.action != "stopped" and not sign.stable:
            hidden = (*hidden, (found.at, found.at + hides))
        if sign.action == "given" and sign.drug_class in _PRESSORS:
            pushes = (*pushes, (sign.name, found.at, sign.procedure))
        if sign.action == "given" and sign.drug_class in _CLASS_FLAGS:
            flagged = (*flagged, (sign.drug_class, found.at))
    if (hidden, pushes, flagged) == (watch.hidden, watch.pushes, watch.flagged):
        return watch
    return replace(watch, hidden=hidden, pushes=pushes, flagged=flagged)


def _treatment(watch: Watch, found: Findings) -> Watch:
    """Remember the first antipyretic, anticytokine or steroid at or after onset."""
    if watch.spell.onset is None or watch.treated is not None:
        return watch
    for sign in sorted((s for s in found.observed if isinstance(s, Drug)), key=repr):
        if sign.drug_class in TREATS_CRS and sign.action != "stopped" and not sign.stable:
            return replace(watch, treated=Evidence("treatment", sign, found.at))
    return watch


def _before(watch: Watch, found: Findings) -> tuple[Watch, Grade]:
    """Before the infusion it is never CRS; a fever then needs attribution later on."""
    temperature = found.known(Vitals, "temp")
    if temperature is not None:
        watch = replace(watch, fever_before=_fever(temperature.sign))
    return watch, Grade(0, 0, "no_crs", flags=frozenset({"before_infusion"}))


def _settled(
    watch: Watch, found: Findings, level: int | None, at_least: int, status: str
) -> tuple[Watch, datetime | None]:
    """What is remembered after the grade: the quiet run and the recent levels."""
    if level == 5:
        return replace(watch, spell=NO_SPELL), found.at if _died(found) == found.at else None
    if not any(map(_is_observation, found.observed)):
        return watch, None
    spell, ended = watch.spell, None
    if status == "quiet":
        spell, ended = spell.quiet(found.at)
    elif spell.quiet_since is not None:
        spell = spell.broken()
    if level is None:
        recent = (max(at_least, watch.recent[0]), watch.recent[1])
    else:
        recent = (level, watch.recent[0])
    if spell != watch.spell or recent != watch.recent:
        watch = replace(watch, spell=spell, recent=recent)
    return (replace(watch, treated=None, fever=None) if ended else watch), ended


def _is_observation(sign: object) -> bool:
    """Whether a sign is an observation of this syndrome: not a dose, not a lone pulse."""
    if isinstance(sign, Vitals):
        return (
            sign.temp_c is not None
            or sign.sbp_mmhg is not None
            or sign.map_mmhg is not None
            or sign.bp_unrecordable
            or sign.spo2_pct is not None
        )
    if isinstance(sign, Drug):
        return sign.drug_class in _PRESSORS
    return isinstance(sign, (Support, Hypotension, Attribution))  # quicker than their union


def _dating_flags(watch: Watch, onset: datetime | None, found: Findings) -> set[str]:
    flags = onset_flags(onset, found)
    if onset is not None and found.infused is not None:
        since = onset - found.infused
        if timedelta(0) <= since < _REACTION:
            flags.add("infusion_reaction")
        if watch.fever_before and timedelta(0) <= since < timedelta(hours=24):
            flags.add("fever_before_infusion")
    return flags


def _fever_reason(
    watch: Watch, temperature: Seen[Vitals] | None, at: datetime, *, qualifying: bool, hot: bool
) -> Reason:
    seen = (
        (Evidence("temp_c", temperature.sign, temperature.at),) if temperature is not None else ()
    )
    if qualifying:
        return Reason("fever", 1, "fever", seen)
    if hot:
        return Reason("fever", 0, "fever_other_cause", seen)
    if watch.spell.onset is not None and watch.fever is not None:
        if watch.treated is not None and _is_treated(watch, at):
            return Reason("fever", 0, "fever_not_required", (*seen, watch.fever, watch.treated))
        return Reason("fever", 0 if seen else None, "fever_earlier", (*seen, watch.fever))
    if temperature is None:
        return Reason("fever", None, "temperature_missing", ())
    return Reason("fever", 0, "no_fever", seen)


def _would_raise(level: int, *, is_open: bool) -> tuple[str, ...]:
    return _RAISES.get(level if level or is_open else -1, ())


_RAISES: Mapping[int, tuple[str, ...]] = {
    -1: ("fever",),  # no episode is open
    0: ("fever", "hypotension", "low_flow_oxygen"),
    1: ("hypotension", "low_flow_oxygen"),
    2: ("vasopressor", "high_flow_oxygen"),
    3: ("second_vasopressor", "positive_pressure"),
}


SCALE: Scale[Watch] = Scale(
    id="crs",
    edition="ASTCT 2019",
    source="Lee DW et al. Biol Blood Marrow Transplant 2019;25(4):625-638",
    reads=frozenset(
        {
            Vitals,
            Support,
            Drug,
            Hypotension,
            Attribution,
            Death,
            Baseline,
            Infused,
            Planned,
        }
    ),
    start=Watch(),
    step=step,
    age=age,
    lapses=lapses,
)
