"""Who may enter the trial: the questions and criteria of a file, and the rules that judge them.

A protocol's file words the criteria and names for each a rule of :mod:`bedside.eligibility`; a
rule that is new needs a program that knows it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from bedside.protocol.edition import AnswerKind, Criterion, Question
from bedside.protocol.table import Table, flag, label, list_of, one_of, text

RULES: Mapping[str, tuple[str, ...]] = {
    "i1_consent": ("consented", "first_study_act"),
    "i2_age": ("birth", "consented"),
    "i3_acr": ("acr_1997_count",),
    "i4a_history": ("sle_since", "screening_day"),
    "i4b_active": ("active_since_stable", "still_active", "screening_day"),
    "i4c_steroid_dose": ("prednisone_mg_day", "immunosuppressant"),
    "i4d_steroid_duration": (
        "prednisone_mg_day",
        "steroid_since",
        "steroid_stable_since",
        "screening_day",
    ),
    "i5_autoantibody": ("ana_positive", "anti_dsdna_positive", "anti_sm_positive"),
    "i6a_sledai": ("selena_sledai",),
    "i6b_clinical": ("complement_or_dsdna_points", "clinical_sledai"),
    "e1a_nephritis": ("proteinuria", "creatinine"),
    "e1b_nephritis_treatment": (
        "nephritis_prohibited_drugs",
        "haemodialysis",
        "prednisone_100",
    ),
    "e6_iga": ("iga",),
    "yes_excludes": (),
}
"""Every rule, with the questions that it reads; ``yes_excludes`` reads the one it is given."""

_BY_ANSWER: Mapping[AnswerKind, str] = {
    "date": (
        "consented birth first_study_act sle_since screening_day active_since_stable"
        " steroid_since steroid_stable_since"
    ),
    "number": (
        "acr_1997_count prednisone_mg_day selena_sledai clinical_sledai proteinuria creatinine iga"
    ),
    "yes_no": (
        "still_active immunosuppressant ana_positive anti_dsdna_positive anti_sm_positive"
        " complement_or_dsdna_points nephritis_prohibited_drugs haemodialysis prednisone_100"
    ),
}
ANSWERS: Mapping[str, AnswerKind] = {
    question: answer for answer, questions in _BY_ANSWER.items() for question in questions.split()
}
"""How a question is answered that a rule reads by its id."""
UNITS: Mapping[str, tuple[str, ...]] = {
    "prednisone_mg_day": ("mg/d",),
    "proteinuria": ("g/24h", "mg/24h"),
    "creatinine": ("mg/dL", "umol/L"),
    "iga": ("mg/dL", "g/L"),
}
"""The units in which a rule takes a number; all other numbers are without one."""
_QUESTION = ("text", "answer", "units")
_CRITERION = ("id", "text", "rule", "asks", "inclusion")


def questions(top: Table) -> Mapping[str, Question] | None:
    """The questions of a file by name; None if it has none."""
    found = {called: _question(called, one) for called, one in top.named("questions", _QUESTION)}
    return MappingProxyType(found) if "questions" in top.given else None


def _question(called: str, table: Table) -> Question:
    answer: AnswerKind = table.get("answer", one_of(get_args(AnswerKind)))
    units = table.get("units", list_of(text, empty=True), ())
    if table.sound and ANSWERS.get(called, answer) != answer:
        table.note("answer", f"the rules read {called!r} as {ANSWERS[called]!r}")
    known = UNITS.get(called, ())
    if table.sound and known and not units:
        table.note("units", f"must be some of {', '.join(map(repr, known))}")
    if table.sound:
        for unit in units:
            if unit not in known:
                table.note("units", f"{called!r} is not known in {unit!r}")
    return Question(called, table.get("text", text), answer, units)


def criteria(top: Table, asked: Mapping[str, Question]) -> tuple[Criterion, ...]:
    """The criteria of a file in their order. ``asked`` are its questions."""
    found: list[Criterion] = []
    for table in top.listed("criteria", _CRITERION):
        one = Criterion(
            id=table.get("id", label),
            text=table.get("text", text),
            rule=table.get("rule", one_of(tuple(RULES))),
            asks=table.get("asks", list_of(one_of(tuple(asked)))),
            inclusion=table.get("inclusion", flag),
        )
        if table.sound:
            for name in RULES[one.rule]:
                if name not in one.asks:
                    table.note("asks", f"the rule {one.rule!r} reads {name!r} as well")
            odd = [name for name in one.asks if asked[name].answer != "yes_no"]
            if one.rule == "yes_excludes" and odd:
                table.note("asks", f"{odd[0]!r} is not answered by yes or no")
            if one.id in {other.id for other in found}:
                table.note("id", f"the criterion {one.id!r} stands here twice")
        found.append(one)
    return tuple(found)
