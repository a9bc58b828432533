"""An edition of a protocol read from its TOML file; ``PROTOCOL.md`` beside them tells how to write.

Reading is strict: an unknown key, unit, analyte or word, a visit that stands there twice, or a
window that cannot be, is named with the file and the line, and then nothing of it is used.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from bedside.analytes import analytes
from bedside.protocol.edition import (
    AlarmRule,
    Conditioning,
    Dlt,
    DoseUnit,
    Evidence,
    Item,
    Level,
    MonthRule,
    Protocol,
    RoundRule,
)
from bedside.protocol.lines import Lines
from bedside.protocol.rules import criteria, questions
from bedside.protocol.table import (
    Check,
    Refused,
    Table,
    Wrong,
    flag,
    label,
    like,
    list_of,
    name,
    number,
    one_of,
    text,
    whole,
    words,
)
from bedside.protocol.visits import DAYS, visits
from grading.drugs import drug_key
from grading.scores.sledai import VARIANTS, Window
from grading.signs import Baseline, Vitals, quantities

_SCALARS = (
    *("id", "edition", "title", "short", "registry", "source", "product", "cells", "dose_unit"),
    *("planned_patients", "month_rule", "pk", "pd", "instruments", "ctcae", "gvhd", "assumed"),
    *("register_years", "ae_months", "sledai_window_days", "selena_proteinuria"),
)
_TABLES = ("levels", "conditioning", "dlt", "items", "visits", "rounds", "alarms")
_ELIGIBILITY = ("questions", "criteria")
_ROUNDS = ("vitals", "ice", "labs")
_CTCAE = ("4.03", "5.0", "6.0")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "vitals": (*quantities(Vitals), "consciousness"),
    "baseline": (*quantities(Baseline), "device"),
}
_edition = like(re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}"), "2026")
_day = whole(*DAYS)
_WINDOWS: tuple[Window, ...] = get_args(Window)
_dose = number(0, 1e12)


class Problem(NamedTuple):
    """One thing that is wrong in a file: its line, counted from 1, and what it is in words."""

    line: int
    words: str


class BadProtocol(ValueError):
    """A protocol's file that cannot be used: its name, and all that was found wrong, by line.

    ``line`` and ``problem`` are of the first. As text each problem is "file:line: problem".
    """

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{file}:{line}: {said}" for line, said in self.problems))

    @property
    def line(self) -> int:
        """The line of the first problem."""
        return self.problems[0].line

    @property
    def problem(self) -> str:
        """The first problem in words."""
        return self.problems[0].words


def read(text: str, file: str) -> Protocol:
    """The edition that a file holds. ``file`` is its name, for messages and `Protocol.file`.

    Raises :class:`BadProtocol`, which tells everything that is wrong in it.
    """
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadProtocol(file, [_no_toml(text, error)]) from None
    wrong: list[Wrong] = []
    protocol = _protocol(Table(given, (), (*_SCALARS, *_TABLES, *_ELIGIBILITY), wrong), file)
    if wrong:
        lines = Lines(text)
        raise BadProtocol(file, (Problem(lines.of(one.path), one.words) for one in wrong))
    return protocol


def _no_toml(text: str, error: Exception) -> Problem:
    said = re.fullmatch(r"(.*) \(at (?:line (\d+), .*|end of document)\)", str(error), re.DOTALL)
    if said is None:
        return Problem(1, f"this is not TOML: {error}")
    end = text.rstrip().count("\n") + 1
    return Problem(int(said[2]) if said[2] else end, f"this is not TOML: {said[1]}")


def _protocol(top: Table, file: str) -> Protocol:
    items = {called: _item(called, table) for called, table in top.named("items", _ITEM)}
    month_rule: MonthRule | None = top.get("month_rule", one_of(get_args(MonthRule)))
    asked = questions(top)
    return Protocol(
        id=top.get("id", name),
        edition=top.get("edition", _edition),
        title=top.get("title", text),
        short=top.get("short", text),
        registry=top.get("registry", words),
        source=top.get("source", text),
        product=top.get("product", text),
        cells=top.get("cells", one_of(("autologous", "allogeneic"))),
        dose_unit=top.get("dose_unit", one_of(get_args(DoseUnit)), None),
        levels=_levels(top),
        conditioning=_conditioning(top) if "conditioning" in top.given else None,
        month_rule=month_rule or "30_day",
        pk=top.get("pk", list_of(_analyte)),
        pd=top.get("pd", list_of(_analyte)),
        instruments=top.get("instruments", list_of(one_of(tuple(items)))),
        ctcae=top.get("ctcae", one_of(_CTCAE)),
        gvhd=top.get("gvhd", flag),
        dlt=_dlt(top),
        register_years=top.get("register_years", whole(1, 50)),
        ae_months=top.get("ae_months", whole(1, 600)),
        items=MappingProxyType(items),
        visits=visits(top, month_rule or "30_day", tuple(items)),
        rounds=tuple(_round(table) for table in top.listed("rounds", ("kind", "days", "hours"))),
        alarms=tuple(_alarm(table) for table in top.listed("alarms", _ALARM)),
        questions=asked,
        criteria=criteria(top, asked or {}),
        sledai_window_days=top.get("sledai_window_days", _window, None),
        selena_proteinuria=top.get("selena_proteinuria", one_of(VARIANTS), None),
        planned_patients=top.get("planned_patients", whole(1, 100_000), None),
        assumed=frozenset(top.get("assumed", list_of(_key_of(top.given), empty=True), ()) or ()),
        file=file,
    )


def _window(given: Any) -> Window:
    """How many days a SLEDAI looks back: one of the windows that are validated."""
    for days in _WINDOWS:
        if given == days and not isinstance(given, bool):
            return days
    known = ", ".join(str(days) for days in _WINDOWS)
    raise Refused(f"{given!r} is none of {known}")


# --- what the trial is ----------------------------------------------------------------------------


def _levels(top: Table) -> tuple[Level, ...]:
    found: list[Level] = []
    for table in top.listed("levels", ("id", "dose", "note")):
        level = Level(
            table.get("id", label), table.get("dose", _dose, None), table.get("note", words, "")
        )
        if table.sound and level.id in {other.id for other in found}:
            table.note("id", f"the level {level.id!r} stands here twice")
        if table.sound and level.dose is not None and "dose_unit" not in top.given:
            table.note("dose", "the protocol does not say its 'dose_unit'")
        found.append(level)
    return tuple(found)


def _conditioning(top: Table) -> Conditioning:
    table = top.inner("conditioning", ("days", "drugs"))
    drugs: list[tuple[str, float | None]] = []
    for one in table.listed("drugs", ("name", "mg_m2")):
        drug = one.get("name", _drug)
        if one.sound and drug in dict(drugs):
            one.note("name", f"the drug {drug!r} stands here twice")
        drugs.append((drug, one.get("mg_m2", number(0, 10_000), None)))
    return Conditioning(tuple(drugs), table.get("days", _from_to))


def _dlt(top: Table) -> Dlt:
    table = top.inner("dlt", ("last_day", "template", "in_force"))
    return Dlt(
        table.get("last_day", whole(1, 365)),
        table.get("template", list_of(text, empty=True), ()),
        table.get("in_force", flag, default=False),
    )


def _key_of(file: Mapping[str, Any]) -> Check[str]:
    """A key of the file; with points between, as in "dlt.last_day" or "criteria.I3"."""

    def check(given: Any) -> str:
        inner: Any = file
        for part in text(given).split("."):
            if isinstance(inner, list):
                inner = {str(one.get("id")): one for one in inner if isinstance(one, dict)}
            inner = inner.get(part) if isinstance(inner, dict) else None
        if inner is None:
            raise Refused(f"there is no key {given!r} in this file")
        return str(given)

    return check


# --- what is done ---------------------------------------------------------------------------------

_ITEM = ("title", "evidence", "names", "need")
_ALARM = ("condition", "priority", "next_step")


def _item(called: str, table: Table) -> Item:
    evidence: Evidence = table.get("evidence", one_of(get_args(Evidence)))
    names: tuple[str, ...] = ()
    if evidence in _NAMES:
        names = table.get("names", list_of(_NAMES[evidence]))
    elif table.sound and "names" in table.given:
        table.note("names", f"the evidence {evidence!r} has no names")
    need: Literal["all", "any"] = table.get("need", one_of(("all", "any")), "all")
    return Item(called, table.get("title", text), evidence, names, need)


def _round(table: Table) -> RoundRule:
    return RoundRule(
        table.get("kind", one_of(_ROUNDS)),
        table.get("days", _from_to),
        table.get("hours", number(0, 24 * 366)),
    )


def _alarm(table: Table) -> AlarmRule:
    return AlarmRule(
        table.get("condition", text),
        table.get("priority", one_of(("high", "medium", "low"))),
        table.get("next_step", text),
    )


# --- names ----------------------------------------------------------------------------------------


def _analyte(given: Any) -> str:
    key = text(given)
    if key not in analytes():
        raise Refused(f"no analyte is called {key!r}")
    return key


def _drug(given: Any) -> str:
    key = drug_key(text(given))
    if key is None:
        raise Refused(f"no drug is called {given!r}")
    return key


def _from_to(given: Any) -> tuple[int, int]:
    if not isinstance(given, list) or len(given) != 2:  # noqa: PLR2004
        raise Refused("must be the first and the last day, as in [0, 14]")
    first, last = (_day(one) for one in given)
    if first > last:
        raise Refused(f"the first day, {first}, is after the last, {last}")
    return first, last


_NAMES: Mapping[str, Check[str]] = {
    "lab": _analyte,
    "drug": _drug,
    **{evidence: one_of(names) for evidence, names in _FIELDS.items()},
}
