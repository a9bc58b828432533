"""What a laboratory can report: looking it up, converting it, and reading a result as written.

The table is ``resources/analytes.toml``. Values are kept in one canonical unit an analyte; a unit
that the table does not know for an analyte is refused, never converted in silence.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Literal

import resources
from bedside.analyte import Analyte, Bound, Group, Quantity, fraction, spelling
from bedside.analyte_table import FILE, BadTable, plain, read
from grading.signs import Invalid, Lab

__all__ = [
    "Analyte",
    "BadTable",
    "Bound",
    "Decimal",
    "Group",
    "analytes",
    "coded",
    "converted",
    "is_doubted",
    "is_result",
    "lab",
    "named",
    "number",
    "read",
    "spelling",
]

Decimal = Literal[".", ","]


# --- looking up ----------------------------------------------------------------------------------


@cache
def analytes() -> Mapping[str, Analyte]:
    """All analytes by key, in the order in which they are shown."""
    return read(resources.text(FILE))


@cache
def _names() -> Mapping[str, Analyte]:
    return {
        plain(name): one for one in analytes().values() for name in (one.key, one.label, *one.names)
    }


@cache
def _codes() -> Mapping[str, Analyte]:
    return {code: analyte for analyte in analytes().values() for code in analyte.loinc}


def named(name: str) -> Analyte | None:
    """The analyte of a key, a label or another name; case, blanks and marks do not count.

    A percent sign does: "Neutrophils %" is their share. "HbA1c %" is HbA1c, which comes in percent.
    """
    found = _names().get(plain(name))
    if found is None and "%" in name:
        bare = _names().get(plain(name.replace("%", "")))
        found = bare if bare is not None and spelling("%") in bare.factors else None
    return found


def coded(loinc: str) -> Analyte | None:
    """The analyte that is reported under a code of LOINC, "26881-3"."""
    return _codes().get(loinc.strip())


def _known(analyte: str | Analyte) -> Analyte:
    known = analyte if isinstance(analyte, Analyte) else analytes().get(analyte)
    if known is None:
        raise Invalid("analyte", "unknown_analyte", analyte)
    return known


def converted(
    value: Quantity, from_unit: str, analyte: str | Analyte, to_unit: str | None = None
) -> Fraction:
    """A value in another unit of its analyte, exactly; in the canonical one if none is named.

    Of a float its shortest decimal form is converted, as it was typed. No range is looked at.
    Raises Invalid: "analyte" for one that is not known, "unit" for a unit this analyte is not
    known in, "value" for a number that is infinite or none.
    """
    known = _known(analyte)
    there = known.exactly(known.unit if to_unit is None else to_unit)
    return fraction(value) * known.exactly(from_unit) / there


# --- reading a result ----------------------------------------------------------------------------

_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:[.,]\d{0,20})?|[.,]\d{1,20})(?:[eE][+-]?\d{1,2})?")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")
_RESULT = re.compile(r"(<=?|>=?|≤|≥)?\s*(\S.*?)\s*\.?", re.DOTALL)
_TITRE = re.compile(r"[<>]?=?\s*1\s*:\s*\d+")
_BOUNDS: Mapping[str, Bound] = {"<": "<", "<=": "<", "≤": "<", ">": ">", ">=": ">", "≥": ">"}

_REMARKED = re.compile(r"([+-]?[\d.,]*\d)[\s,;:(\uff08]*([^\W\d][^\d/%()\uff08\uff09]*)[)\uff09]?")
_DOUBT = re.compile(
    r"\b(?:h(?:a?e|ä)moly|lip(?:a?e|ä)mi|i[ck]teri|clot|geronnen|clump|(?:c|k)ontamin|insufficient"
    "|unreliabl|questionabl)|溶血|脂血|黄疸|凝块|聚集|污染|不足",
    re.IGNORECASE,
)


def number(text: str, decimal: Decimal | None = None) -> float:
    """A number as written, with decimal point or comma.

    ``decimal`` is the decimal sign of the source where it is known. "1,234" may be a thousand or
    one and a quarter: with the other sign, or where none is known, it is refused.
    Raises Invalid("value", "not_a_number" or "thousands").
    """
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        raise Invalid("value", "not_a_number", bare)
    grouped = _GROUPED.fullmatch(bare)
    if grouped and grouped[1] != decimal:
        raise Invalid("value", "thousands", bare)
    return float(bare.replace(",", "."))


def is_doubted(words: str) -> bool:
    """Whether words say of a sample that a laboratory does not stand by its numbers.

    Haemolysed, lipaemic, icteric, clotted, clumped, contaminated, insufficient, unreliable; in
    English, German and Chinese. Other words beside a number ("repeated", "see text") say nothing
    against it.
    """
    return _DOUBT.search(words) is not None


_NONE = re.compile(
    r"\b(?:not\s+(?:done|performed|taken|drawn|received|reported|available|tested)|unable\s+to"
    r"|cancell?ed|no\s+(?:sample|specimen|result)|pending|nicht\s+(?:bestimmt|durchgeführt))\b"
    "|未做|未查|未测|未检测|取消|缺失",
    re.IGNORECASE,
)


def is_result(result: Lab) -> bool:
    """Whether a laboratory's answer says anything of the patient: a number, a titre, "negative".

    "Not done", "cancelled", "haemolysed" do not, nor does what has no letter or figure ("___"),
    unless the analyte is one that is reported in words: there "-" is negative.
    """
    if result.value is not None:
        return True
    known, words = analytes().get(result.analyte), result.text or ""
    says = any(sign.isalnum() for sign in words) or (known is not None and known.words)
    return says and not is_doubted(words) and not _NONE.search(words)


def lab(analyte: str | Analyte, text: str, unit: str, decimal: Decimal | None = None) -> Lab:
    """A laboratory result as written: "12.3", "12,3", "<5", "> 1000", "Haemolysed", "1:160".

    A number is kept in the canonical unit, with its bound if it is only a limit; words and titres
    are kept as they are, and then the unit does not matter; so is all of an analyte that is
    reported in words ("2+"). A number with such words as :func:`is_doubted` knows beside it,
    "5.9 haemolysed", keeps them as a remark. ``decimal`` as for :func:`number`.
    Raises Invalid: an unknown analyte, an empty result, a unit this analyte is not known in, a
    value that cannot be true, or something that begins like a number and is none.
    """
    known = _known(analyte)
    written = " ".join(text.split())
    if not written:
        raise Invalid("value", "empty", text)
    match = _RESULT.fullmatch(written)
    if known.words or match is None or not _is_numeric(match[2]) or _TITRE.fullmatch(written):
        return Lab(known.key, text=written)
    bound = _BOUNDS[match[1]] if match[1] else None
    figures, remark = _parted(match[2])
    try:
        value = known.canonical(number(figures, decimal), unit, bound)
    except Invalid as error:
        if remark and error.bounds is not None:  # such a sample shows what no patient can have
            return Lab(known.key, text=written)
        raise
    return Lab(known.key, value, known.unit, bound, remark)


def _is_numeric(text: str) -> bool:
    return text[0].isdigit() or (text[0] in "+-.," and any(c.isdigit() for c in text[:3]))


def _parted(text: str) -> tuple[str, str | None]:
    """A number, and what is said of its sample; other words beside a number are left there."""
    match = _REMARKED.fullmatch(text)
    if match is None or not is_doubted(match[2]):
        return text, None
    return match[1], match[2].strip()
