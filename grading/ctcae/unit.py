"""Which spellings of a unit are the same unit, number for number. Nothing is converted here."""

from collections.abc import Mapping

_SAME: Mapping[str, str] = {
    spelling: unit
    for unit, spellings in {
        "10*9/l": ("10*3/ul", "10*3/mm3", "k/ul"),
        "/ul": ("1/ul", "cells/ul", "/mm3", "10*6/l", "10*3/ml"),
        "u/l": ("iu/l", "[iu]/l"),
        "g/d": ("g/24h", "g/24hrs", "g/(24.h)"),
        "s": ("sec",),
        "": ("1", "{inr}", "inr", "[ph]", "ph"),
    }.items()
    for spelling in spellings
}


def plain(unit: str) -> str:
    """A unit in the one spelling in which units are compared: without blanks and case.

    The case of "G/L" is not read: no term accepts both grams and 10*9 of anything.
    """
    bare = "".join(unit.split()).casefold().replace("µ", "u").replace("μ", "u").replace("^", "*")
    return _SAME.get(bare, bare)
