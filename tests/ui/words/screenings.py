"""Everything that can be said of eligibility, for the tests that want to hear all of it."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

from bedside.eligibility import Code, Outcome, Verdict
from bedside.protocol.edition import Criterion, Question
from bedside.screening import Amount, Value
from ui.words import eligibility

CRITERION = Criterion("x", "x", "x", ("x",))
OWN = {"x": Question("x", "x", "yes_no")}
_DAY = date(2026, 11, 22)
VALUES: dict[str, Value] = {
    **dict.fromkeys(("consented", "first", "since", "screening", "reached"), _DAY),
    **dict.fromkeys(("youngest", "oldest", "count", "of", "least", "months"), 6),
    **dict.fromkeys(("days", "stable", "more", "score"), 6.0),
    **dict.fromkeys(("dose", "said"), Amount(7.5, "mg/d")),
    **dict.fromkeys(("low", "high"), Amount(30.0, "mg/d")),
    **dict.fromkeys(("one", "other", "question"), "iga"),
    "questions": ("iga", "transplant", "x"),
    "protein": Amount(1.2, "g/24h"),
    "mostprotein": Amount(6000.0, "mg/24h"),
    "creatinine": Amount(2.1, "mg/dL"),
    "mostcreatinine": Amount(221.0, "umol/L"),
    "iga": Amount(0.1, "g/L"),
}
"""A value for every name that a sentence may hold."""


def verdict(code: Code, outcome: Outcome = "unknown") -> Verdict:
    """A criterion of which this is said."""
    return Verdict(CRITERION, outcome, code, VALUES)


def sentences() -> Iterator[str]:
    """Every sentence, question, unit and title."""
    for code in get_args(Code):
        yield eligibility.verdict(verdict(code), OWN)
    for outcome in get_args(Outcome):
        said = (verdict("missing", outcome), verdict("rule", "not_applicable"))
        yield from (eligibility.line(said[0], OWN), eligibility.outcome(outcome))
        yield from (eligibility.summary(said), eligibility.whole(said))
    yield from (eligibility.whole(()), eligibility.summary(()))
    yield from (eligibility.asked(question, OWN) for question in (*eligibility._ASKED.codes, "x"))
    yield from (eligibility.unit(unit) for unit in eligibility.unit.codes)
    yield from (eligibility.group(group) for group in eligibility.group.codes)
    for assumed in (frozenset({"criteria.x"}), frozenset[str]()):
        yield eligibility.wording(CRITERION, assumed)
