"""Every term of each version, laboratory and clinical, for a log of adverse events."""

from collections.abc import Mapping
from types import MappingProxyType

from grading.ctcae.clinical_v5 import CLINICAL_V5
from grading.ctcae.laboratory import LABORATORY
from grading.ctcae.term import Term, Version

TERMS: Mapping[Version, Mapping[str, Term]] = MappingProxyType(
    {
        "5.0": MappingProxyType({**CLINICAL_V5, **LABORATORY["5.0"]}),
        "6.0": LABORATORY["6.0"],
    }
)
"""The terms by version and id. Of v6.0 only laboratory terms could be read."""


def wording(term: str, grade: int, version: Version) -> str | None:
    """The published words of a grade from 1 to 5, None where the term has no such grade.

    An unknown term raises KeyError, another grade ValueError.
    """
    printed = TERMS[version][term].wording
    if not 1 <= grade <= len(printed):
        raise ValueError(f"no grade {grade}")
    return printed[grade - 1]
