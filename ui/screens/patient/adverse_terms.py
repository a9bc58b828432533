"""The terms of the CTCAE to choose from by typed letters: which are offered, which one is meant."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from bedside.analytes import analytes
from bedside.facts import CtcaeVersion
from grading.ctcae.clinical_v5 import CLINICAL_V5, OTHER_SPECIFY
from grading.ctcae.laboratory import LABORATORY
from grading.ctcae.term import Term

translate = QCoreApplication.translate
OTHER = frozenset(term.id for term in OTHER_SPECIFY.values())
"""The terms whose name is still to be specified."""


class Offered(NamedTuple):
    """A term with the version that it is of."""

    term: Term
    version: CtcaeVersion


class Meant(NamedTuple):
    """The term that was meant, or why none is, in a sentence."""

    offered: Offered | None
    refused: str = ""


@cache
def terms(version: CtcaeVersion) -> Mapping[str, Offered]:
    """All terms by what is typed for them: published names, and names of analytes before them.

    Laboratory terms are of the version that the protocol pins; of clinical terms only v5.0 is
    held, and each says so.
    """
    laboratory: Mapping[str, Term] = LABORATORY[version]
    held = [Offered(term, "5.0") for term in CLINICAL_V5.values()]
    held += [Offered(term, version) for term in laboratory.values()]
    found = {_name(one.term): one for one in held}
    by_name = {one.term.name: one for one in held}
    for analyte in analytes().values():
        for name in (name for names in analyte.ctcae.values() for name in names):
            if name in by_name and analyte.label.casefold() not in name.casefold():
                found.setdefault(f"{analyte.label}: {name}", by_name[name])
    return dict(sorted(found.items(), key=lambda pair: pair[0].casefold()))


def _name(term: Term) -> str:
    specimen = getattr(term, "specimen", "")
    return f"{term.name} ({specimen})" if specimen else term.name


def typed_for(term: str, version: CtcaeVersion) -> str:
    """What is typed for a term by its id; the id itself where it is not offered."""
    known = terms(version)
    return next((_name(one.term) for one in known.values() if one.term.id == term), term)


def meant(typed: str, version: CtcaeVersion) -> Meant:
    """The term of a name, or of letters that only one name holds."""
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        return Meant(None, translate("AdverseTerms", "Which event? Type letters of its name."))
    known = terms(version)
    for name, one in known.items():
        if name.casefold() == wanted:
            return Meant(one)
    fitting = _fitting(wanted, known)
    if len({one.term.id for one in fitting}) == 1:
        return Meant(fitting[0])
    if not fitting:
        words = translate("AdverseTerms", "“{typed}” is no term. Is it an “Other, specify”?")
    else:
        words = translate("AdverseTerms", "“{typed}” may be one of {n} terms.")
    return Meant(None, words.format(typed=typed.strip(), n=len(fitting)))


def _fitting(wanted: str, known: Mapping[str, Offered]) -> Sequence[Offered]:
    """The terms of whose names a word begins with what is typed, else that hold it anywhere."""
    beginning = [
        one
        for name, one in known.items()
        if name.casefold().startswith(wanted) or f" {wanted}" in name.casefold()
    ]
    return beginning or [one for name, one in known.items() if wanted in name.casefold()]
