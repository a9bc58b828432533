"""Eligibility in words: what is asked, how each criterion stands and why, the table as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import floor, log10

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.eligibility import Outcome, Verdict, eligible
from bedside.protocol.edition import Criterion, Question
from bedside.screening import Amount, Value, converted
from ui.shown import date_text, quantity_text
from ui.words.codes import listed
from ui.words.measures import decimals_of, with_unit
from ui.words.table import Table

translate = QCoreApplication.translate
_DECIMALS, _FIGURES = 6, 3
"""Of what was typed as many decimals as matter to a limit; of what is converted three figures."""

outcome = Table(
    "Outcome",
    {
        "pass": QT_TRANSLATE_NOOP("Outcome", "✓ met"),
        "fail": QT_TRANSLATE_NOOP("Outcome", "✗ not met"),
        "unknown": QT_TRANSLATE_NOOP("Outcome", "? unknown"),
        "not_applicable": QT_TRANSLATE_NOOP("Outcome", "– does not apply"),
    },
)
"""How a criterion stands, as sign and word."""

unit = Table(
    "AnswerUnit",
    {
        "mg/d": QT_TRANSLATE_NOOP("AnswerUnit", "mg/d"),
        "g/24h": QT_TRANSLATE_NOOP("AnswerUnit", "g/24h"),
        "mg/24h": QT_TRANSLATE_NOOP("AnswerUnit", "mg/24h"),
        "mg/dL": QT_TRANSLATE_NOOP("AnswerUnit", "mg/dL"),
        "umol/L": QT_TRANSLATE_NOOP("AnswerUnit", "µmol/L"),
        "g/L": QT_TRANSLATE_NOOP("AnswerUnit", "g/L"),
    },
)
"""A unit as printed, by its code in the protocol."""

_ASKED = Table(
    "Asked",
    {
        "consented": QT_TRANSLATE_NOOP("Asked", "day of consent"),
        "first_study_act": QT_TRANSLATE_NOOP("Asked", "day of the first study act"),
        "birth": QT_TRANSLATE_NOOP("Asked", "date of birth"),
        "acr_1997_count": QT_TRANSLATE_NOOP("Asked", "number of ACR criteria"),
        "sle_since": QT_TRANSLATE_NOOP("Asked", "day of diagnosis of SLE"),
        "screening_day": QT_TRANSLATE_NOOP("Asked", "day of screening"),
        "active_since_stable": QT_TRANSLATE_NOOP("Asked", "start of the stable regimen"),
        "still_active": QT_TRANSLATE_NOOP("Asked", "whether SLE is still active"),
        "prednisone_mg_day": QT_TRANSLATE_NOOP("Asked", "prednisone dose"),
        "immunosuppressant": QT_TRANSLATE_NOOP("Asked", "immunosuppressant"),
        "steroid_since": QT_TRANSLATE_NOOP("Asked", "start of the steroid"),
        "steroid_stable_since": QT_TRANSLATE_NOOP("Asked", "start of the present steroid dose"),
        "ana_positive": QT_TRANSLATE_NOOP("Asked", "ANA"),
        "anti_dsdna_positive": QT_TRANSLATE_NOOP("Asked", "anti-dsDNA"),
        "anti_sm_positive": QT_TRANSLATE_NOOP("Asked", "anti-Sm"),
        "selena_sledai": QT_TRANSLATE_NOOP("Asked", "SELENA-SLEDAI"),
        "complement_or_dsdna_points": QT_TRANSLATE_NOOP(
            "Asked", "points for complement or anti-dsDNA"
        ),
        "clinical_sledai": QT_TRANSLATE_NOOP("Asked", "clinical SELENA-SLEDAI"),
        "proteinuria": QT_TRANSLATE_NOOP("Asked", "proteinuria"),
        "creatinine": QT_TRANSLATE_NOOP("Asked", "creatinine"),
        "nephritis_prohibited_drugs": QT_TRANSLATE_NOOP(
            "Asked", "nephritis treated with prohibited drugs"
        ),
        "haemodialysis": QT_TRANSLATE_NOOP("Asked", "haemodialysis"),
        "prednisone_100": QT_TRANSLATE_NOOP("Asked", "prednisone of 100 mg/d or more"),
        "other_lupus_crisis": QT_TRANSLATE_NOOP("Asked", "another lupus crisis"),
        "cns_not_lupus": QT_TRANSLATE_NOOP("Asked", "CNS disease not from lupus"),
        "other_autoimmune": QT_TRANSLATE_NOOP("Asked", "another autoimmune disease"),
        "transplant": QT_TRANSLATE_NOOP("Asked", "transplant"),
        "iga": QT_TRANSLATE_NOOP("Asked", "IgA"),
    },
)

_SAID = Table(
    "Eligibility",
    {
        "consent_in_time": QT_TRANSLATE_NOOP(
            "Eligibility", "Consent on {consented}, not after the first study act on {first}"
        ),
        "consent_late": QT_TRANSLATE_NOOP(
            "Eligibility", "Consent on {consented}, after the first study act on {first}"
        ),
        "age_within": QT_TRANSLATE_NOOP(
            "Eligibility", "Age at consent {oldest}, between {low} and {high}"
        ),
        "age_outside": QT_TRANSLATE_NOOP(
            "Eligibility", "Age at consent {oldest}, not between {low} and {high}"
        ),
        "ages_within": QT_TRANSLATE_NOOP(
            "Eligibility", "Age at consent {youngest} or {oldest}, between {low} and {high}"
        ),
        "ages_outside": QT_TRANSLATE_NOOP(
            "Eligibility", "Age at consent {youngest} or {oldest}, not between {low} and {high}"
        ),
        "ages_straddle": QT_TRANSLATE_NOOP(
            "Eligibility",
            "Age at consent {youngest} or {oldest}, to be between {low} and {high}: the date of"
            " birth decides",
        ),
        "acr_enough": QT_TRANSLATE_NOOP(
            "Eligibility", "{count} of {of} ACR criteria, at least {least}"
        ),
        "acr_few": QT_TRANSLATE_NOOP(
            "Eligibility", "{count} of {of} ACR criteria, fewer than {least}"
        ),
        "sle_long": QT_TRANSLATE_NOOP(
            "Eligibility",
            "SLE since {since}, at least {months} months before screening on {screening}",
        ),
        "sle_short": QT_TRANSLATE_NOOP(
            "Eligibility",
            "SLE since {since}, less than {months} months before screening on {screening};"
            " enough from {reached}",
        ),
        "regimen_long": QT_TRANSLATE_NOOP(
            "Eligibility",
            "Still active; stable regimen since {since}, at least {months} months before screening"
            " on {screening}",
        ),
        "regimen_short": QT_TRANSLATE_NOOP(
            "Eligibility",
            "Stable regimen since {since}, less than {months} months before screening on"
            " {screening}; enough from {reached}",
        ),
        "not_active": QT_TRANSLATE_NOOP("Eligibility", "Not active any more"),
        "steroid_within": QT_TRANSLATE_NOOP(
            "Eligibility", "Prednisone equivalent {dose}, between {low} and {high}"
        ),
        "steroid_combined": QT_TRANSLATE_NOOP(
            "Eligibility",
            "Prednisone equivalent {dose}, below {low} but with an immunosuppressant",
        ),
        "steroid_low": QT_TRANSLATE_NOOP(
            "Eligibility",
            "Prednisone equivalent {dose}, below {low} and without an immunosuppressant",
        ),
        "steroid_high": QT_TRANSLATE_NOOP(
            "Eligibility", "Prednisone equivalent {dose}, above {high}"
        ),
        "no_steroid": QT_TRANSLATE_NOOP("Eligibility", "No steroid is taken"),
        "steroid_long": QT_TRANSLATE_NOOP(
            "Eligibility",
            "Steroid for {days} days, at least {least}; at this dose for {stable} days, more than"
            " {more}",
        ),
        "steroid_short": QT_TRANSLATE_NOOP(
            "Eligibility", "Steroid for {days} days before screening, fewer than {least}"
        ),
        "steroid_changed": QT_TRANSLATE_NOOP(
            "Eligibility", "At this steroid dose for {stable} days, not more than {more}"
        ),
        "antibody_positive": QT_TRANSLATE_NOOP("Eligibility", "Positive: {questions}"),
        "antibodies_negative": QT_TRANSLATE_NOOP("Eligibility", "All negative: {questions}"),
        "sledai_enough": QT_TRANSLATE_NOOP(
            "Eligibility", "SELENA-SLEDAI {score}, at least {least}"
        ),
        "sledai_low": QT_TRANSLATE_NOOP("Eligibility", "SELENA-SLEDAI {score}, below {least}"),
        "no_points": QT_TRANSLATE_NOOP("Eligibility", "No points for complement or anti-dsDNA"),
        "clinical_enough": QT_TRANSLATE_NOOP(
            "Eligibility", "Clinical score {score}, at least {least}"
        ),
        "clinical_low": QT_TRANSLATE_NOOP(
            "Eligibility",
            "Clinical score {score}, below {least}, with points for complement or anti-dsDNA",
        ),
        "kidney_within": QT_TRANSLATE_NOOP(
            "Eligibility",
            "Proteinuria {protein}, at most {mostprotein}; creatinine {creatinine}, at most"
            " {mostcreatinine}",
        ),
        "protein_high": QT_TRANSLATE_NOOP(
            "Eligibility", "Proteinuria {protein}, above {mostprotein}"
        ),
        "creatinine_high": QT_TRANSLATE_NOOP(
            "Eligibility", "Creatinine {creatinine}, above {mostcreatinine}"
        ),
        "both_high": QT_TRANSLATE_NOOP(
            "Eligibility",
            "Proteinuria {protein}, above {mostprotein}; creatinine {creatinine}, above"
            " {mostcreatinine}",
        ),
        "present": QT_TRANSLATE_NOOP("Eligibility", "Answered yes: {questions}"),
        "absent": QT_TRANSLATE_NOOP("Eligibility", "Answered no"),
        "iga_enough": QT_TRANSLATE_NOOP("Eligibility", "IgA {iga}, at least {least}"),
        "iga_low": QT_TRANSLATE_NOOP("Eligibility", "IgA {iga}, below {least}"),
        "missing": QT_TRANSLATE_NOOP("Eligibility", "Not answered: {questions}"),
        "unit": QT_TRANSLATE_NOOP("Eligibility", "In no unit that is known for it: {question}"),
        "impossible": QT_TRANSLATE_NOOP("Eligibility", "This cannot be: {question} {said}"),
        "differs": QT_TRANSLATE_NOOP("Eligibility", "Not as in the enrolment: {question}"),
        "contradiction": QT_TRANSLATE_NOOP(
            "Eligibility", "These cannot both be right: {one}, {other}"
        ),
        "rule": QT_TRANSLATE_NOOP("Eligibility", "This program does not know how to judge it"),
    },
)
_WHOLE = Table(
    "Eligibility",
    {
        "eligible": QT_TRANSLATE_NOOP("Eligibility", "✓ Eligible: nothing stands in the way"),
        "not_eligible": QT_TRANSLATE_NOOP("Eligibility", "✗ Not eligible: {criteria}"),
        "unknown": QT_TRANSLATE_NOOP("Eligibility", "? Not decided: {criteria} unknown"),
    },
)
group = Table(
    "QuestionGroup",
    {
        "consent": QT_TRANSLATE_NOOP("QuestionGroup", "Consent and age"),
        "lupus": QT_TRANSLATE_NOOP("QuestionGroup", "Lupus"),
        "steroid": QT_TRANSLATE_NOOP("QuestionGroup", "Steroid"),
        "activity": QT_TRANSLATE_NOOP("QuestionGroup", "Antibodies and activity"),
        "kidney": QT_TRANSLATE_NOOP("QuestionGroup", "Kidney"),
        "other": QT_TRANSLATE_NOOP("QuestionGroup", "Other conditions"),
    },
)
"""The title over a group of questions."""

_MEASURED = {"protein": "proteinuria", "creatinine": "creatinine", "iga": "iga"}
"""Values of a sentence that are shown in the other unit as well, and their questions."""


def asked(question: str, questions: Mapping[str, Question] | None = None) -> str:
    """What a question asks for, in few words; in the protocol's own where it is no known one."""
    if question in _ASKED:
        return _ASKED(question)
    own = (questions or {}).get(question)
    return question if own is None else own.text


def amount(said: Amount) -> str:
    """A number with its unit, as typed: "2.1 mg/dL", "11"."""
    number = quantity_text(said.number, decimals_of(said.number, _DECIMALS), QLocale())
    return with_unit(number, unit(said.unit) if said.unit in unit else said.unit)


def both_units(question: str, said: Amount) -> str:
    """A number in the unit typed, and in the other one: "2.1 mg/dL (186 µmol/L)"."""
    other = converted(question, said)
    if other is None:
        return amount(said)
    decimals = 0 if other.number <= 0 else max(0, _FIGURES - 1 - floor(log10(other.number)))
    text = translate("Eligibility", "{typed} ({other})")
    return text.format(
        typed=amount(said), other=amount(Amount(round(other.number, decimals), other.unit))
    )


def verdict(found: Verdict, questions: Mapping[str, Question] | None = None) -> str:
    """Why a criterion stands as it does, in one sentence; ``questions`` are the protocol's."""
    values = {name: _value(name, value, questions) for name, value in found.values.items()}
    return _SAID(found.code).format(**values)


def _value(name: str, value: Value, questions: Mapping[str, Question] | None) -> str:
    if isinstance(value, Amount):
        return both_units(_MEASURED[name], value) if name in _MEASURED else amount(value)
    if isinstance(value, date):
        return date_text(value, QLocale())
    if isinstance(value, str):
        return asked(value, questions)
    if isinstance(value, int | float):
        return amount(Amount(value, ""))
    return listed([asked(question, questions) for question in value])


def summary(verdicts: Sequence[Verdict]) -> str:
    """How many criteria stand how: "17 criteria: 12 met, 1 not met, 4 unknown"."""
    text = translate(
        "Eligibility", "{all} criteria: {met} met, {failed} not met, {unknown} unknown"
    )
    return text.format(
        all=len(verdicts),
        met=sum(one.is_met for one in verdicts),
        failed=sum(one.outcome == "fail" for one in verdicts),
        unknown=sum(one.outcome == "unknown" for one in verdicts),
    )


def whole(verdicts: Sequence[Verdict]) -> str:
    """The table as a whole, with the criteria that stand in the way by their ids."""
    if not verdicts:
        return translate("Eligibility", "? Not decided: the protocol’s file has no criteria")
    code = eligible(verdicts)
    outcomes: dict[str, Outcome] = {"not_eligible": "fail", "unknown": "unknown"}
    return _WHOLE(code).format(criteria=listed(list(_ids(verdicts, outcomes.get(code)))))


def _ids(verdicts: Iterable[Verdict], wanted: Outcome | None) -> Iterable[str]:
    return (one.criterion.id for one in verdicts if one.outcome == wanted)


def wording(criterion: Criterion, assumed: frozenset[str]) -> str:
    """A criterion as the protocol's file words it; ``assumed`` are the keys it assumes."""
    if f"criteria.{criterion.id}" not in assumed:
        return criterion.text
    text = translate("Eligibility", "{criterion} · assumed")
    return text.format(criterion=criterion.text)


def line(found: Verdict, questions: Mapping[str, Question] | None = None) -> str:
    """A criterion with how it stands and why, for a screen reader or a print."""
    text = translate("Eligibility", "{id} {outcome}: {reason}")
    return text.format(
        id=found.criterion.id, outcome=outcome(found.outcome), reason=verdict(found, questions)
    )
