"""What is due, as short as a list needs it; what a save has changed of it; re-checks of ICE."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.rounds import Answer, Round
from bedside.rounds.table import LABS, RECHECK, VITALS
from ui.shown import NOTHING, moment_text, span_text
from ui.words.codes import listed
from ui.words.rounds import answer_reason, interval_text, missing_parts, round_kind, round_text
from ui.words.table import Table

translate = QCoreApplication.translate
_MINUTE = timedelta(minutes=1)
_WHOLE: Mapping[str, frozenset[str]] = {
    "vitals": frozenset(VITALS),
    "ice": frozenset({"ice"}),
    "labs": frozenset(LABS),
}
"""All that a round asks for, by its kind."""

round_kind_short = Table(
    "Round",
    {
        "vitals": QT_TRANSLATE_NOOP("Round", "Vitals"),
        "ice": QT_TRANSLATE_NOOP("Round", "ICE"),
        "labs": QT_TRANSLATE_NOOP("Round", "Labs"),
    },
)
"""What a kind of round is called where there is little room."""

_BRIEF = Table(
    "RoundBrief",
    {
        "ahead": QT_TRANSLATE_NOOP("RoundBrief", "in {span}"),
        "now": QT_TRANSLATE_NOOP("RoundBrief", "now"),
        "due": QT_TRANSLATE_NOOP("RoundBrief", "due {moment}"),
        "overdue": QT_TRANSLATE_NOOP("RoundBrief", "overdue {span}"),
        "late": QT_TRANSLATE_NOOP("RoundBrief", "late {span}"),
        "refused": QT_TRANSLATE_NOOP("RoundBrief", "refused"),
        "not_done": QT_TRANSLATE_NOOP("RoundBrief", "not done"),
        "suspended": QT_TRANSLATE_NOOP("RoundBrief", "cannot be asked"),
    },
)
"""How a round stands in two or three words."""

_BRIEF_NAMED = Table(
    "RoundBrief",
    {
        "ahead": QT_TRANSLATE_NOOP("RoundBrief", "{kind} in {span}"),
        "now": QT_TRANSLATE_NOOP("RoundBrief", "{kind} now"),
        "due": QT_TRANSLATE_NOOP("RoundBrief", "{kind} due {moment}"),
        "overdue": QT_TRANSLATE_NOOP("RoundBrief", "{kind} overdue {span}"),
        "late": QT_TRANSLATE_NOOP("RoundBrief", "{kind} late {span}"),
        "refused": QT_TRANSLATE_NOOP("RoundBrief", "{kind} refused"),
        "not_done": QT_TRANSLATE_NOOP("RoundBrief", "{kind} not done"),
        "suspended": QT_TRANSLATE_NOOP("RoundBrief", "{kind} cannot be asked"),
    },
)
"""The same with the kind of round."""

_NEXT = Table(
    "RoundNext",
    {
        "vitals": QT_TRANSLATE_NOOP("RoundNext", "Next vital signs at {moment}."),
        "ice": QT_TRANSLATE_NOOP("RoundNext", "Next ICE at {moment}."),
        "labs": QT_TRANSLATE_NOOP("RoundNext", "Next laboratory values at {moment}."),
    },
)

_NOW = Table(
    "RoundNext",
    {
        "vitals": QT_TRANSLATE_NOOP("RoundNext", "Vital signs are due now."),
        "ice": QT_TRANSLATE_NOOP("RoundNext", "ICE is due now."),
        "labs": QT_TRANSLATE_NOOP("RoundNext", "Laboratory values are due now."),
    },
)

_STILL = Table(
    "RoundNext",
    {
        "vitals": QT_TRANSLATE_NOOP("RoundNext", "Vital signs still due: {parts}."),
        "ice": QT_TRANSLATE_NOOP("RoundNext", "ICE still due: {parts}."),
        "labs": QT_TRANSLATE_NOOP("RoundNext", "Laboratory values still due: {parts}."),
    },
)

_AFTER = Table(
    "RoundNext",
    {
        "refused": QT_TRANSLATE_NOOP("RoundNext", "{kind} refused, asked for again at {moment}."),
        "not_done": QT_TRANSLATE_NOOP("RoundNext", "{kind} not done, asked for again at {moment}."),
        "suspended": QT_TRANSLATE_NOOP(
            "RoundNext", "{kind} cannot be asked, looked at again at {moment}."
        ),
    },
)

_RECHECK = Table(
    "RoundRecheck",
    {
        "ahead": QT_TRANSLATE_NOOP(
            "RoundRecheck",
            "ICE fell from {before} to {after} at {fell}. Next ICE {moment}, every {interval}"
            " until {until}.",
        ),
        "past": QT_TRANSLATE_NOOP(
            "RoundRecheck",
            "ICE fell from {before} to {after} at {fell}. ICE was due {moment}, every {interval}"
            " until {until}.",
        ),
        "then_ahead": QT_TRANSLATE_NOOP(
            "RoundRecheck",
            "ICE fell from {before} to {after} at {fell}. Next ICE {moment}, every {interval}"
            " until the fall is made good.",
        ),
        "then_past": QT_TRANSLATE_NOOP(
            "RoundRecheck",
            "ICE fell from {before} to {after} at {fell}. ICE was due {moment}, every {interval}"
            " until the fall is made good.",
        ),
    },
)


class Brief(NamedTuple):
    """A round for a list: how it stands, and what comes then ("" where nothing is to be said)."""

    text: str
    then: str = ""


# --- for lists ----------------------------------------------------------------------------------


def round_brief(found: Round, zone: tzinfo, now: datetime, *, named: bool = False) -> Brief:
    """A round in few words: "in 25 min", "overdue 12 min", "refused" and "again 16:00".

    ``named``: with the kind: "ICE in 25 min". Spans of what is past count from when it was due.
    """
    if found.due is None:
        return Brief(NOTHING)
    due = moment_text(found.due, zone, QLocale(), now)
    if found.state == "off_ward":
        then = translate("Round", "back by {moment}").format(moment=due)
        return Brief(translate("Round", "off the ward"), then)
    key = _brief_key(found, now)
    text = (_BRIEF_NAMED if named else _BRIEF)(key).format(
        kind=round_kind_short(found.kind), span=span_text(found.due - now), moment=due
    )
    return Brief(text, "" if found.answer is None else _again(found.answer, zone, now))


def _brief_key(found: Round, now: datetime) -> str:
    assert found.due is not None
    if found.answer is not None:
        return found.answer.state
    if found.state in {"overdue", "late"}:
        return found.state
    minutes = int((found.due - now) / _MINUTE)
    return "ahead" if minutes > 0 else "now" if minutes == 0 else "due"


def _again(answer: Answer, zone: tzinfo, now: datetime) -> str:
    until = moment_text(answer.until, zone, QLocale(), now)
    if answer.reason == answer.state:
        return translate("Round", "again {moment}").format(moment=until)
    return translate("Round", "{reason}, again {moment}").format(
        reason=answer_reason(answer), moment=until
    )


def round_when(found: Round, zone: tzinfo, now: datetime) -> str:
    """When a round is due by the clock, or what was said of it: "At 14:57", "Was due 14:20"."""
    if found.due is None or found.answer is not None or found.state == "off_ward":
        return round_text(found, zone, now)
    due = moment_text(found.due, zone, QLocale(), now)
    if found.due > now:
        return translate("Round", "At {moment}").format(moment=due)
    return translate("Round", "Was due {moment}").format(moment=due)


# --- what a save has changed ----------------------------------------------------------------------


def read_back(before: Sequence[Round], after: Sequence[Round], zone: tzinfo, now: datetime) -> str:
    """What is due next of each kind that a save has changed, a sentence each; may be empty.

    "Next vital signs at 16:32. ICE is due now.", and of a set that is not whole what it lacks.
    """
    known = {found.kind: found for found in before}
    said = [
        _changed(found, zone, now)
        for found in after
        if found.kind in known and _reads_anew(known[found.kind], found)
    ]
    return " ".join(text for text in said if text)


def _reads_anew(before: Round, after: Round) -> bool:
    return (before.due, before.missing, before.answer) != (after.due, after.missing, after.answer)


def _changed(found: Round, zone: tzinfo, now: datetime) -> str:
    if found.due is None or found.state == "off_ward":
        return ""
    answer = found.answer
    if answer is not None:
        return _AFTER(answer.state).format(
            kind=round_kind(found.kind), moment=moment_text(answer.until, zone, QLocale(), now)
        )
    if found.due > now:
        return _NEXT(found.kind).format(moment=moment_text(found.due, zone, QLocale(), now))
    if is_partial(found):
        return _STILL(found.kind).format(parts=listed(missing_parts(found)))
    return _NOW(found.kind)


def is_partial(found: Round) -> bool:
    """Whether some parts of a round are wanted and others are not."""
    return bool(found.missing) and set(found.missing) != _WHOLE[found.kind]


# --- after a fall of ICE --------------------------------------------------------------------------


def recheck_text(rounds: Sequence[Round], zone: tzinfo, now: datetime) -> str:
    """The chain of checks after a fall of ICE, in sentences; empty where there is none."""
    found = next((one for one in rounds if one.kind == "ice"), None)
    if found is None or found.why.code != "ice_fell" or found.due is None:
        return ""
    why, phase = found.why, RECHECK[0]
    assert why.at is not None
    assert found.interval is not None
    key = "ahead" if found.due > now else "past"
    return _RECHECK(key if found.interval == phase.every else f"then_{key}").format(
        before=why.before,
        after=why.after,
        fell=moment_text(why.at, zone, QLocale(), now),
        moment=moment_text(found.due, zone, QLocale(), now),
        interval=interval_text(found.interval),
        until=moment_text(why.at + phase.until, zone, QLocale(), now),
    )
