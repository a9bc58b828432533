"""Whether a patient may take part: each criterion of a protocol judged from what was answered.

Source: the project's rules on eligibility, section 8, after the registry entry NCT05765006.
Nothing is met because it is unknown. A criterion is met, or not met, as soon as no further answer
could change that; until then it is unknown, and says what it lacks.

A limit that is printed in two units is compared in the unit that was typed. The two prints differ
at one edge: creatinine above 221 and up to 221.05 µmol/L is above the limit as printed, and not
above 2.5 mg/dL. It excludes, as 221.1 µmol/L and 2.51 mg/dL do; 221 µmol/L and 2.5 mg/dL do not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from bedside.facts import Answer, Enrolled, Screened
from bedside.protocol.edition import Criterion, Protocol
from bedside.schedule import add_months
from bedside.screening import Amount, Known, Value, age, says_something
from bedside.timeline import Entry

Outcome = Literal["pass", "fail", "unknown", "not_applicable"]
Eligible = Literal["eligible", "not_eligible", "unknown"]
Code = Literal[
    "consent_in_time", "consent_late",
    "age_within", "age_outside", "ages_within", "ages_outside", "ages_straddle",
    "acr_enough", "acr_few",
    "sle_long", "sle_short", "regimen_long", "regimen_short", "not_active",
    "steroid_within", "steroid_high", "steroid_low", "steroid_combined",
    "no_steroid", "steroid_long", "steroid_short", "steroid_changed",
    "antibody_positive", "antibodies_negative",
    "sledai_enough", "sledai_low", "no_points", "clinical_enough", "clinical_low",
    "kidney_within", "protein_high", "creatinine_high", "both_high",
    "present", "absent",
    "iga_enough", "iga_low",
    "missing", "unit", "impossible", "differs", "contradiction", "rule",
]  # fmt: skip
MET: frozenset[Outcome] = frozenset({"pass", "not_applicable"})
"""Outcomes by which a criterion does not stand in the way."""

AGES = (18, 70)
ACR_LEAST, ACR_OF = 4, 11
SLE_MONTHS, REGIMEN_MONTHS = 6, 2
STEROID = (Amount(7.5, "mg/d"), Amount(30.0, "mg/d"))
STEROID_DAYS, STABLE_DAYS = 56, 14
ANTIBODIES = ("ana_positive", "anti_dsdna_positive", "anti_sm_positive")
SLEDAI_LEAST, CLINICAL_LEAST = 8, 6
PROTEINURIA = {unit: Amount(most, unit) for unit, most in (("g/24h", 6.0), ("mg/24h", 6000.0))}
CREATININE = {unit: Amount(most, unit) for unit, most in (("mg/dL", 2.5), ("umol/L", 221.0))}
NEPHRITIS_TREATED = ("nephritis_prohibited_drugs", "haemodialysis", "prednisone_100")
IGA = {unit: Amount(least, unit) for unit, least in (("mg/dL", 10.0), ("g/L", 0.1))}


class Found(NamedTuple):
    """What a rule finds: the outcome, a code for the sentence, and the values it holds."""

    outcome: Outcome
    code: Code
    values: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One criterion judged. ``code`` and ``values`` are what the interface makes words of."""

    criterion: Criterion
    outcome: Outcome
    code: Code
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def is_met(self) -> bool:
        """Whether it does not stand in the way: met, or not applicable."""
        return self.outcome in MET


# --- the rules --------------------------------------------------------------------------------


def _i1_consent(known: Known) -> Found:
    """§8 I1: consent is signed, on the day of the first act of the study at the latest."""
    consented, first_act = known.consented(), known.day("first_study_act")
    if consented is None or first_act is None:
        return _unknown(known)
    values: dict[str, Value] = {"consented": consented, "first": first_act}
    if consented > first_act:
        return Found("fail", "consent_late", values)
    return Found("pass", "consent_in_time", values)


def _i2_age(known: Known) -> Found:
    """§8 I2: 18 to 70 whole years old on the day of consent, both included.

    Where only the year of birth is known the age is one of two.
    """
    consented, born = known.consented(), known.born()
    if consented is None or born is None:
        return _unknown(known)
    if born[0] > consented:
        return Found("unknown", "contradiction", {"one": "birth", "other": "consented"})
    low, high = AGES
    youngest, oldest = max(0, age(born[1], consented)), age(born[0], consented)
    values: dict[str, Value] = {"youngest": youngest, "oldest": oldest, "low": low, "high": high}
    if low <= youngest and oldest <= high:
        return Found("pass", "age_within" if youngest == oldest else "ages_within", values)
    if oldest < low or youngest > high:
        return Found("fail", "age_outside" if youngest == oldest else "ages_outside", values)
    return Found("unknown", "ages_straddle", values)


def _i3_acr(known: Known) -> Found:
    """§8 I3: at least 4 of the 11 ACR criteria of 1997 (the threshold from memory, [M])."""
    count = known.number("acr_1997_count")
    if count is None:
        return _unknown(known)
    values: dict[str, Value] = {"count": count, "of": ACR_OF, "least": ACR_LEAST}
    return _least(count, ACR_LEAST, ("acr_enough", "acr_few"), values)


def _i4a_history(known: Known) -> Found:
    """§8 I4a: SLE for at least 6 calendar months on the day of screening."""
    return _months_before(known, "sle_since", SLE_MONTHS, ("sle_long", "sle_short"))


def _i4b_active(known: Known) -> Found:
    """§8 I4b: still active after at least 2 calendar months of a stable standard regimen."""
    if known.yes("still_active") is False:
        return Found("fail", "not_active")
    codes: tuple[Code, Code] = ("regimen_long", "regimen_short")
    found = _months_before(known, "active_since_stable", REGIMEN_MONTHS, codes)
    return found if found.outcome == "fail" or not known.lacking else _unknown(known)


def _i4c_steroid_dose(known: Known) -> Found:
    """§8 I4c: prednisone equivalent 7.5 to 30 mg/d, both included.

    No least dose where it is combined with an immunosuppressant; the most stays ([A]).
    """
    dose = known.amount("prednisone_mg_day")
    if dose is None:
        return _unknown(known)
    low, high = STEROID
    values: dict[str, Value] = {"dose": dose, "low": low, "high": high}
    if dose.number > high.number:
        return Found("fail", "steroid_high", values)
    if dose.number >= low.number:
        return Found("pass", "steroid_within", values)
    combined = known.yes("immunosuppressant")
    if combined is None:
        return _unknown(known)
    if combined:
        return Found("pass", "steroid_combined", values)
    return Found("fail", "steroid_low", values)


def _i4d_steroid_duration(known: Known) -> Found:  # noqa: PLR0911 - one line an outcome
    """§8 I4d: steroid for at least 8 weeks (56 days), its dose stable for more than 14 days.

    Counted to the day of screening. Not applicable at 0 mg; so the dose must be known.
    """
    dose = known.number("prednisone_mg_day")
    if dose == 0:
        return Found("not_applicable", "no_steroid")
    screening = known.day("screening_day")
    since, stable = known.day("steroid_since"), known.day("steroid_stable_since")
    if dose is None or screening is None:
        return _unknown(known)
    values: dict[str, Value] = {"least": STEROID_DAYS, "more": STABLE_DAYS}
    if since is not None:
        values["days"] = days = max(0, (screening - since).days)
        if days < STEROID_DAYS:
            return Found("fail", "steroid_short", values)
    if stable is not None:
        values["stable"] = days = max(0, (screening - stable).days)
        if days <= STABLE_DAYS:
            return Found("fail", "steroid_changed", values)
    if since is None or stable is None:
        return _unknown(known)
    if stable < since:
        both: dict[str, Value] = {"one": "steroid_since", "other": "steroid_stable_since"}
        return Found("unknown", "contradiction", both)
    return Found("pass", "steroid_long", values)


def _i5_autoantibody(known: Known) -> Found:
    """§8 I5: ANA, anti-dsDNA or anti-Sm positive at screening; one of them is enough."""
    positive = tuple(antibody for antibody in ANTIBODIES if known.yes(antibody))
    if positive:
        return Found("pass", "antibody_positive", {"questions": positive})
    if known.lacking:
        return _unknown(known)
    return Found("fail", "antibodies_negative", {"questions": ANTIBODIES})


def _i6a_sledai(known: Known) -> Found:
    """§8 I6a: SELENA-SLEDAI of at least 8."""
    score = known.number("selena_sledai")
    if score is None:
        return _unknown(known)
    values: dict[str, Value] = {"score": score, "least": SLEDAI_LEAST}
    return _least(score, SLEDAI_LEAST, ("sledai_enough", "sledai_low"), values)


def _i6b_clinical(known: Known) -> Found:
    """§8 I6b: clinical score of at least 6 where low complement or anti-dsDNA gave points.

    Not applicable without such points; so whether there are any must be known.
    """
    points = known.yes("complement_or_dsdna_points")
    if points is False:
        return Found("not_applicable", "no_points")
    score = known.number("clinical_sledai")
    if points is None or score is None:
        return _unknown(known)
    values: dict[str, Value] = {"score": score, "least": CLINICAL_LEAST}
    return _least(score, CLINICAL_LEAST, ("clinical_enough", "clinical_low"), values)


def _e1a_nephritis(known: Known) -> Found:
    """§8 E1a: excluded above 6 g of protein in 24 h, or creatinine above 2.5 mg/dL (221 µmol/L)."""
    protein, creatinine = known.amount("proteinuria"), known.amount("creatinine")
    values: dict[str, Value] = {}
    much_protein = much_creatinine = False
    if protein is not None:
        values |= {"protein": protein, "mostprotein": PROTEINURIA[protein.unit]}
        much_protein = protein.number > PROTEINURIA[protein.unit].number
    if creatinine is not None:
        values |= {"creatinine": creatinine, "mostcreatinine": CREATININE[creatinine.unit]}
        much_creatinine = creatinine.number > CREATININE[creatinine.unit].number
    if much_protein and much_creatinine:
        return Found("fail", "both_high", values)
    if much_protein or much_creatinine:
        return Found("fail", "protein_high" if much_protein else "creatinine_high", values)
    return _unknown(known) if known.lacking else Found("pass", "kidney_within", values)


def _e1b_nephritis_treatment(known: Known) -> Found:
    """§8 E1b: excluded by any of three within 8 weeks.

    Active nephritis treated with prohibited drugs, haemodialysis, or prednisone equivalent of at
    least 100 mg/d for at least 14 days.
    """
    return _any_excludes(known, NEPHRITIS_TREATED)


def _yes_excludes(known: Known) -> Found:
    """§8 E2 to E5: excluded if any question of the criterion is answered yes."""
    return _any_excludes(known, known.asks)


def _e6_iga(known: Known) -> Found:
    """§8 E6: excluded below 10 mg/dL (0.1 g/L) of IgA."""
    iga = known.amount("iga")
    if iga is None:
        return _unknown(known)
    least = IGA[iga.unit]
    values: dict[str, Value] = {"iga": iga, "least": least}
    return _least(iga.number, least.number, ("iga_enough", "iga_low"), values)


def _least(
    number: float, least: float, codes: tuple[Code, Code], values: Mapping[str, Value]
) -> Found:
    """Met from the least number on; ``codes`` are for met and not met."""
    if number >= least:
        return Found("pass", codes[0], values)
    return Found("fail", codes[1], values)


def _months_before(known: Known, question: str, months: int, codes: tuple[Code, Code]) -> Found:
    """Met from this many calendar months after a day on; month ends are clipped."""
    since, screening = known.day(question), known.day("screening_day")
    if since is None or screening is None:
        return _unknown(known)
    reached = add_months(since, months)
    values: dict[str, Value] = {"since": since, "screening": screening}
    values |= {"months": months, "reached": reached}
    if screening >= reached:
        return Found("pass", codes[0], values)
    return Found("fail", codes[1], values)


def _any_excludes(known: Known, questions: tuple[str, ...]) -> Found:
    """Not met as soon as one question is answered yes, met once all are answered no."""
    present = tuple(question for question in questions if known.yes(question))
    if present:
        return Found("fail", "present", {"questions": present})
    if known.lacking:
        return _unknown(known)
    return Found("pass", "absent") if questions else _not_judged(known)


def _unknown(known: Known) -> Found:
    """What is said where something lacks: what cannot be, else what nobody answered."""
    for question, why, said in known.lacking:
        if why != "missing":
            values: dict[str, Value] = {"question": question}
            return Found("unknown", why, values | ({} if said is None else {"said": said}))
    return Found("unknown", "missing", {"questions": tuple(q for q, _, _ in known.lacking)})


def _not_judged(_known: Known) -> Found:
    """A criterion by a rule that nobody knows, or that asks nothing."""
    return Found("unknown", "rule")


Rule: TypeAlias = Callable[[Known], Found]
RULES: Mapping[str, Rule] = {
    "i1_consent": _i1_consent,
    "i2_age": _i2_age,
    "i3_acr": _i3_acr,
    "i4a_history": _i4a_history,
    "i4b_active": _i4b_active,
    "i4c_steroid_dose": _i4c_steroid_dose,
    "i4d_steroid_duration": _i4d_steroid_duration,
    "i5_autoantibody": _i5_autoantibody,
    "i6a_sledai": _i6a_sledai,
    "i6b_clinical": _i6b_clinical,
    "e1a_nephritis": _e1a_nephritis,
    "e1b_nephritis_treatment": _e1b_nephritis_treatment,
    "yes_excludes": _yes_excludes,
    "e6_iga": _e6_iga,
}
"""Every way to judge a criterion, by the name that a protocol's file calls it."""


# --- the table --------------------------------------------------------------------------------


def judged(
    protocol: Protocol, enrolled: Enrolled, answers: Mapping[str, Answer]
) -> tuple[Verdict, ...]:
    """Every criterion of the protocol, in its order, judged from enrolment and answers."""
    return tuple(
        Verdict(
            criterion,
            *RULES.get(criterion.rule, _not_judged)(Known(enrolled, answers, criterion.asks)),
        )
        for criterion in protocol.criteria
    )


def eligible(verdicts: Iterable[Verdict]) -> Eligible:
    """The table as a whole; unknown where anything is, and where the protocol has no criteria."""
    outcomes = {verdict.outcome for verdict in verdicts}
    if "fail" in outcomes:
        return "not_eligible"
    return "eligible" if outcomes and outcomes <= MET else "unknown"


def answers_of(entries: Iterable[Entry], protocol: str | None = None) -> dict[str, Answer]:
    """The latest answer to every question, from entries in clinical order.

    Only answers to the questions of ``protocol``, if one is named: the same words may ask for
    another thing in another trial. An answer that says nothing takes the earlier one back.
    """
    found: dict[str, Answer] = {}
    for entry in entries:
        if isinstance(entry.fact, Screened) and protocol in {None, entry.fact.protocol}:
            for answer in entry.fact.answers:
                found[answer.item] = answer
    return {item: answer for item, answer in found.items() if says_something(answer)}
