"""Units of UCUM read and computed: as much of its grammar as a laboratory uses.

Unified Code for Units of Measure, §§ 5-12 (case sensitive): a term is made of components joined
by "." and "/"; a component is a unit with an exponent, a whole number, an annotation in braces, or
a term in parentheses. Metric units take a prefix. What can be compared has the same dimensions.
"""

import re
from collections import Counter
from fractions import Fraction
from typing import NamedTuple

PREFIXES = {
    "k": 3, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "M": 6, "G": 9,
}  # fmt: skip


class Atom(NamedTuple):
    """A unit by what it is in others: times a number, with these dimensions."""

    size: Fraction
    of: dict[str, int]
    metric: bool = True


def atom(size: str, /, *, metric: bool = True, **of: int) -> Atom:
    return Atom(Fraction(size), of, metric)


ATOMS = {
    "m": atom("1", metre=1),
    "g": atom("1", gram=1),
    "s": atom("1", second=1),
    "mol": atom("1", mole=1),
    "eq": atom("1", mole=1),
    "kat": atom("1", mole=1, second=-1),
    "U": atom("1/60000000", mole=1, second=-1),  # µmol/min
    "L": atom("1/1000", metre=3),
    "Pa": atom("1000", gram=1, metre=-1, second=-2),
    "m[Hg]": atom("133322000", gram=1, metre=-1, second=-2),
    "[iU]": atom("1", international_unit=1),
    "[arb'U]": atom("1", metric=False, arbitrary_unit=1),
    "[GPL'U]": atom("1", metric=False, gpl_unit=1),
    "[MPL'U]": atom("1", metric=False, mpl_unit=1),
    "[HPF]": atom("1", metric=False, field=1),
    "[pH]": atom("1", metric=False, ph=1),
    "min": atom("60", metric=False, second=1),
    "h": atom("3600", metric=False, second=1),
    "d": atom("86400", metric=False, second=1),
    "%": atom("1/100", metric=False),
    "10*": atom("10", metric=False),
}
_TOKEN = re.compile(r"\{[\x21-\x7a|\x7c\x7e]*\}|[./()]|[^./(){}\s]+")
_SIMPLE = re.compile(r"(.*?[^\d+-])([+-]?\d+)?")


class Unit(NamedTuple):
    """A unit as computed: its size, and its dimensions without those that cancel."""

    size: Fraction
    of: dict[str, int]


def computed(text: str) -> Unit:
    """What a unit is. Raises ValueError where it is none; "" is the number one."""
    if text == "":
        return Unit(Fraction(1), {})
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text:
        raise ValueError(f"{text!r}: not a unit")
    rest = list(tokens)
    unit = _term(rest, text)
    if rest:
        raise ValueError(f"{text!r}: {rest[0]!r} closes nothing")
    return unit


def _term(rest: list[str], text: str) -> Unit:
    size, of = Fraction(1), Counter[str]()
    side = 1
    if rest and rest[0] == "/":
        rest.pop(0)
        side = -1
    while True:
        one = _component(rest, text)
        size *= one.size**side
        for name, power in one.of.items():
            of[name] += side * power
        if not rest or rest[0] == ")":
            return Unit(size, {name: power for name, power in of.items() if power})
        mark = rest.pop(0)
        if mark not in {".", "/"}:
            raise ValueError(f"{text!r}: {mark!r} joins nothing")
        side = -1 if mark == "/" else 1


def _component(rest: list[str], text: str) -> Unit:
    if not rest or rest[0] in {".", "/", ")"}:
        raise ValueError(f"{text!r}: a unit is missing")
    sign = rest.pop(0)
    if sign == "(":
        inner = _term(rest, text)
        if not rest or rest.pop(0) != ")":
            raise ValueError(f"{text!r}: a parenthesis stays open")
        return inner
    if sign.startswith("{"):
        return Unit(Fraction(1), {})
    unit = Unit(Fraction(int(sign)), {}) if sign.isdigit() else _simple(sign, text)
    if rest and rest[0].startswith("{"):
        rest.pop(0)
    return unit


def _simple(sign: str, text: str) -> Unit:
    match = _SIMPLE.fullmatch(sign)
    if match is None:
        raise ValueError(f"{text!r}: {sign!r} is no unit")
    name, power = match[1], int(match[2] or 1)
    found, factor = ATOMS.get(name), Fraction(1)
    if found is None and name[1:] in ATOMS and name[0] in PREFIXES and ATOMS[name[1:]].metric:
        found, factor = ATOMS[name[1:]], Fraction(10) ** PREFIXES[name[0]]
    if found is None:
        raise ValueError(f"{text!r}: {name!r} is no unit")
    size = (factor * found.size) ** power
    return Unit(size, {name: power * own for name, own in found.of.items()})
