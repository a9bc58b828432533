"""Rounds as objects for JSON lines, and as lines for people."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bedside.rounds import Answer, Code, Round, Why


def round_object(found: Round, zone: tzinfo) -> dict[str, Any]:
    """One round, with times of a zone in ISO 8601; ``due`` is null where nothing is asked for.

    ``interval_min`` is in minutes. ``why`` is a sentence, ``rule`` the same as code and values.
    The other fields are those of :class:`bedside.rounds.Round`.
    """
    return {
        "patient": found.patient,
        "kind": found.kind,
        "due": _iso(found.due, zone),
        "state": found.state,
        "interval_min": None if found.interval is None else _minutes(found.interval),
        "why": why_text(found.why, found.interval, zone),
        "last": _iso(found.last, zone),
        "overdue_from": _iso(found.overdue_from, zone),
        "late_from": _iso(found.late_from, zone),
        "missing": list(found.missing),
        "answer": None if found.answer is None else _answer(found.answer, zone),
        "away_since": _iso(found.away_since, zone),
        "rule": _rule(found.why, zone),
    }


def text_line(found: dict[str, Any]) -> str:
    """A round object as one line for people."""
    due = f"  due {found['due'][:16].replace('T', ' ')}" if found["due"] else ""
    state = found["state"].replace("_", " ")
    missing = f"  missing: {', '.join(found['missing'])}" if found["missing"] else ""
    answer = found["answer"]
    said = f"  ({answer['reason'].replace('_', ' ')} {answer['at'][11:16]})" if answer else ""
    return f"{found['patient']}  {found['kind']}  {state}{said}{due}  [{found['why']}]{missing}"


def why_text(why: Why, interval: timedelta | None, zone: tzinfo) -> str:
    """Why something is due so often, or is not, in a few words."""
    if interval is None:
        return why.code.replace("_", " ")
    return f"every {_every(interval)}: {_reason(why, zone)}"


_SAID: Mapping[Code, str] = {
    "table": "study day {day}",
    "in_bed": "in a bed",
    "cells": "cells at {at}",
    "crs": "CRS {level}{signed}{held}",
    "icans": "ICANS {level}{signed}{held}",
    "news2": "NEWS2 {risk}{held}",
    "confusion": "not alert at {at}",
    "ice_fell": "re-check chain, ICE fell by {fell} at {at}",
}


def _reason(why: Why, zone: tzinfo) -> str:
    return _SAID[why.code].format(
        day=why.day,
        at="" if why.at is None else f"{why.at.astimezone(zone):%H:%M}",
        level=why.level,
        risk=why.risk.replace("_", "-"),
        fell=(why.before or 0) - (why.after or 0),
        signed=", stated by a physician" if why.signed else "",
        held=", improvement not confirmed" if why.held else "",
    )


def _every(interval: timedelta) -> str:
    minutes = _minutes(interval)
    return f"{minutes / 60:g} h" if minutes >= 60 else f"{minutes:g} min"  # noqa: PLR2004


def _minutes(interval: timedelta) -> float:
    minutes = interval / timedelta(minutes=1)
    return int(minutes) if minutes.is_integer() else minutes


def _iso(at: datetime | None, zone: tzinfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat()


def _answer(answer: Answer, zone: tzinfo) -> dict[str, Any]:
    return {
        "reason": answer.reason,
        "at": _iso(answer.at, zone),
        "until": _iso(answer.until, zone),
        "comment": answer.comment,
    }


def _rule(why: Why, zone: tzinfo) -> dict[str, Any]:
    said = {name: value for name, value in why._asdict().items() if value not in (None, "")}
    if why.at is not None:
        said["at"] = _iso(why.at, zone)
    return said
