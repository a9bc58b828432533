"""Rounds in words: what is due, how it stands, how often it is due and why, what it lacks."""

from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.rounds import Answer, Round, Why
from ui.shown import day_text, moment_text, span_text
from ui.words.codes import dotted, ice_item_short, listed, not_assessable, not_done
from ui.words.grades import risk, scale_name
from ui.words.table import Table

translate = QCoreApplication.translate
_MINUTE = timedelta(minutes=1)

round_kind = Table(
    "Round",
    {
        "vitals": QT_TRANSLATE_NOOP("Round", "Vital signs"),
        "ice": QT_TRANSLATE_NOOP("Round", "ICE"),
        "labs": QT_TRANSLATE_NOOP("Round", "Laboratory"),
    },
)
"""What a kind of round is called."""

round_state = Table(
    "RoundState",
    {
        "late": QT_TRANSLATE_NOOP("RoundState", "late"),
        "overdue": QT_TRANSLATE_NOOP("RoundState", "overdue"),
        "due": QT_TRANSLATE_NOOP("RoundState", "due"),
        "due_soon": QT_TRANSLATE_NOOP("RoundState", "due soon"),
        "off_ward": QT_TRANSLATE_NOOP("RoundState", "off the ward"),
        "refused": QT_TRANSLATE_NOOP("RoundState", "refused"),
        "not_done": QT_TRANSLATE_NOOP("RoundState", "not done"),
        "suspended": QT_TRANSLATE_NOOP("RoundState", "suspended"),
        "not_due": QT_TRANSLATE_NOOP("RoundState", "not due yet"),
        "none": QT_TRANSLATE_NOOP("RoundState", "not asked for"),
    },
)
"""How a round stands, without times."""

_PARTS = Table(
    "RoundPart",
    {
        "temp": QT_TRANSLATE_NOOP("RoundPart", "temperature"),
        "bp": QT_TRANSLATE_NOOP("RoundPart", "blood pressure"),
        "hr": QT_TRANSLATE_NOOP("RoundPart", "heart rate"),
        "rr": QT_TRANSLATE_NOOP("RoundPart", "respiratory rate"),
        "spo2": QT_TRANSLATE_NOOP("RoundPart", "SpO₂"),
        "oxygen": QT_TRANSLATE_NOOP("RoundPart", "oxygen"),
        "ice": QT_TRANSLATE_NOOP("RoundPart", "ICE"),
        "counts": QT_TRANSLATE_NOOP("RoundPart", "blood count"),
        "crp": QT_TRANSLATE_NOOP("RoundPart", "CRP"),
        "ferritin": QT_TRANSLATE_NOOP("RoundPart", "ferritin"),
    },
)

_WHY = Table(
    "RoundWhy",
    {
        "table": QT_TRANSLATE_NOOP("RoundWhy", "Every {interval}: {day}"),
        "in_bed": QT_TRANSLATE_NOOP("RoundWhy", "Every {interval}: in a bed of the ward"),
        "cells": QT_TRANSLATE_NOOP("RoundWhy", "Every {interval}: cells given at {moment}"),
        "level": QT_TRANSLATE_NOOP("RoundWhy", "Every {interval}: {scale} {level}"),
        "level_held": QT_TRANSLATE_NOOP(
            "RoundWhy", "Every {interval}: {scale} was {level}, improvement not confirmed yet"
        ),
        "level_signed": QT_TRANSLATE_NOOP(
            "RoundWhy", "Every {interval}: {scale} {level}, stated by a physician"
        ),
        "news2": QT_TRANSLATE_NOOP("RoundWhy", "Every {interval}: NEWS2 {risk}"),
        "news2_held": QT_TRANSLATE_NOOP(
            "RoundWhy", "Every {interval}: NEWS2 was {risk}, improvement not confirmed yet"
        ),
        "confusion": QT_TRANSLATE_NOOP("RoundWhy", "Every {interval}: not alert at {moment}"),
        "ice_fell": QT_TRANSLATE_NOOP(
            "RoundWhy",
            "Every {interval}, re-check chain: ICE fell by {fell} at {moment}, from {before} to"
            " {after}",
        ),
        "not_asked": QT_TRANSLATE_NOOP("RoundWhy", "Not asked for on this day"),
        "not_admitted": QT_TRANSLATE_NOOP("RoundWhy", "Not on the ward"),
        "discharged": QT_TRANSLATE_NOOP("RoundWhy", "Discharged"),
        "died": QT_TRANSLATE_NOOP("RoundWhy", "Died"),
    },
)

_ANSWERED = Table(
    "RoundAnswer",
    {
        "refused": QT_TRANSLATE_NOOP("RoundAnswer", "Refused at {moment}, again at {until}"),
        "not_done": QT_TRANSLATE_NOOP(
            "RoundAnswer", "Not done at {moment}: {reason}, again at {until}"
        ),
        "suspended": QT_TRANSLATE_NOOP(
            "RoundAnswer", "Could not be asked at {moment}: {reason}, again at {until}"
        ),
    },
)


def interval_text(interval: timedelta) -> str:
    """How often: "15 min", "4 h", "2 h 30"."""
    hours, rest = divmod(int(interval / _MINUTE), 60)
    if hours and not rest:
        return translate("Round", "{n} h").format(n=hours)
    return span_text(interval)


def round_why(found: Round, zone: tzinfo, now: datetime) -> str:
    """Why something is due so often, or is not: "Every 2 h: CRS 1"."""
    why = found.why
    interval = "" if found.interval is None else interval_text(found.interval)
    return _WHY(_why_key(why)).format(
        interval=interval,
        day="" if why.day is None else day_text(why.day),
        moment="" if why.at is None else moment_text(why.at, zone, QLocale(), now),
        scale=scale_name(why.code) if why.code in {"crs", "icans"} else "",
        level=why.level,
        risk=risk(why.risk) if why.risk else "",
        fell=(why.before or 0) - (why.after or 0),
        before=why.before,
        after=why.after,
    )


def _why_key(why: Why) -> str:
    code = "level" if why.code in {"crs", "icans"} else why.code
    if why.signed:
        return f"{code}_signed"
    return f"{code}_held" if why.held else code


def round_text(found: Round, zone: tzinfo, now: datetime) -> str:
    """How a round stands: "Due in 40 min", "Overdue for 12 min", "Refused at 12:05, …"."""
    if found.due is None:
        return round_why(found, zone, now)
    if found.state == "off_ward":
        return translate("Round", "Off the ward, due on return, at {moment} at the latest").format(
            moment=moment_text(found.due, zone, QLocale(), now)
        )
    if found.answer is not None:
        return _answered(found.answer, zone, now)
    if found.state in {"due_soon", "not_due"}:
        return translate("Round", "Due in {span}").format(span=span_text(found.due - now))
    return _past(found.state).format(
        span=span_text(now - found.due), moment=moment_text(found.due, zone, QLocale(), now)
    )


def _past(state: str) -> str:
    if state == "late":
        return translate("Round", "Late: was due at {moment}, {span} ago")
    if state == "overdue":
        return translate("Round", "Overdue: was due {span} ago")
    return translate("Round", "Due since {moment}")


def answer_reason(answer: Answer) -> str:
    """Why something was not done, in the middle of a sentence: "asleep"."""
    words = not_done if answer.reason in not_done else not_assessable
    return words(answer.reason)


def _answered(answer: Answer, zone: tzinfo, now: datetime) -> str:
    said = _ANSWERED(answer.state).format(
        moment=moment_text(answer.at, zone, QLocale(), now),
        until=moment_text(answer.until, zone, QLocale(), now),
        reason=answer_reason(answer),
    )
    return dotted([said, answer.comment])


def round_missing(found: Round) -> str:
    """What the round lacks: "Missing: blood pressure and SpO₂"; empty where nothing is wanted."""
    parts = missing_parts(found)
    if not parts:
        return ""
    return translate("Round", "Missing: {parts}").format(parts=listed(parts))


def missing_parts(found: Round) -> list[str]:
    """What is wanted now of a round, part by part."""
    return [_PARTS(p) if p in _PARTS else ice_item_short(p) for p in found.missing]


def round_line(found: Round, zone: tzinfo, now: datetime) -> str:
    """A round on one line: "Vital signs · Due in 40 min · Every 2 h: CRS 1"."""
    why = "" if found.due is None else round_why(found, zone, now)
    return dotted([round_kind(found.kind), round_text(found, zone, now), why])


def round_assumed(found: Round) -> str:
    """That the interval is this program's and not the trial's; empty where the trial says it."""
    if found.interval is None or not found.why.assumed:
        return ""
    return translate("Round", "By default: to be signed off by the site")
