"""What is written down of the watch, on one line each: rounds not done, alarms, calls, handover."""

from datetime import timedelta, tzinfo
from typing import assert_never

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.facts import (
    Acknowledged,
    Called,
    ClockJumped,
    Escalated,
    HandedOver,
    NotDone,
    Silenced,
    SoundChecked,
    TakenOver,
)
from grading.scales import SCALES
from ui.shown import moment_text, span_text
from ui.words import codes
from ui.words.alarm_kinds import alarm_named, role_named
from ui.words.codes import dotted
from ui.words.grades import scale_name
from ui.words.table import Table

translate = QCoreApplication.translate
WatchFact = (
    NotDone
    | Acknowledged
    | Silenced
    | Escalated
    | Called
    | ClockJumped
    | SoundChecked
    | HandedOver
    | TakenOver
)
_NOT_GRADED = "news2"
"""A score: the level of its alarm is none of its grades."""
_LEFT_OUT = Table(
    "NotDone",
    {
        "vitals": QT_TRANSLATE_NOOP("NotDone", "Vital signs not taken: {reason}"),
        "ice": QT_TRANSLATE_NOOP("NotDone", "ICE not done: {reason}"),
        "labs": QT_TRANSLATE_NOOP("NotDone", "Blood for the laboratory not taken: {reason}"),
        "temp_c": QT_TRANSLATE_NOOP("NotDone", "Temperature not taken: {reason}"),
        "hr_bpm": QT_TRANSLATE_NOOP("NotDone", "Heart rate not taken: {reason}"),
        "sbp_mmhg": QT_TRANSLATE_NOOP("NotDone", "Blood pressure not taken: {reason}"),
        "dbp_mmhg": QT_TRANSLATE_NOOP("NotDone", "Diastolic pressure not taken: {reason}"),
        "map_mmhg": QT_TRANSLATE_NOOP("NotDone", "Mean pressure not taken: {reason}"),
        "rr_bpm": QT_TRANSLATE_NOOP("NotDone", "Respiratory rate not taken: {reason}"),
        "spo2_pct": QT_TRANSLATE_NOOP("NotDone", "SpO₂ not taken: {reason}"),
        "oxygen": QT_TRANSLATE_NOOP("NotDone", "Oxygen not looked at: {reason}"),
        "consciousness": QT_TRANSLATE_NOOP("NotDone", "Consciousness not assessed: {reason}"),
        "weight_kg": QT_TRANSLATE_NOOP("NotDone", "Weight not taken: {reason}"),
        "counts": QT_TRANSLATE_NOOP("NotDone", "Blood count not taken: {reason}"),
        "crp": QT_TRANSLATE_NOOP("NotDone", "CRP not taken: {reason}"),
        "ferritin": QT_TRANSLATE_NOOP("NotDone", "Ferritin not taken: {reason}"),
    },
)
_SAME = {
    "temp": "temp_c",
    "hr": "hr_bpm",
    "bp": "sbp_mmhg",
    "rr": "rr_bpm",
    "spo2": "spo2_pct",
    "support": "oxygen",
}
"""Parts of a round, by the field that stands for them."""
_CALLED = Table(
    "Called",
    {
        "": QT_TRANSLATE_NOOP("Called", "{who} called: {alarm}"),
        "reached": QT_TRANSLATE_NOOP("Called", "{who} called and reached: {alarm}"),
        "not_reached": QT_TRANSLATE_NOOP("Called", "{who} called and not reached: {alarm}"),
    },
)
_TRIED = Table(
    "SoundChecked",
    {
        "played": QT_TRANSLATE_NOOP("SoundChecked", "Alarm sound tried: it played"),
        "played heard": QT_TRANSLATE_NOOP(
            "SoundChecked", "Alarm sound tried: it played and was heard"
        ),
        "played unheard": QT_TRANSLATE_NOOP(
            "SoundChecked", "Alarm sound tried: it played and nobody heard it"
        ),
        "failed": QT_TRANSLATE_NOOP("SoundChecked", "Alarm sound tried: it did not play"),
        "failed heard": QT_TRANSLATE_NOOP(
            "SoundChecked", "Alarm sound tried: it was heard, though it was not seen to play"
        ),
        "failed unheard": QT_TRANSLATE_NOOP(
            "SoundChecked", "Alarm sound tried: it did not play and nobody heard it"
        ),
    },
)


def fact(fact: WatchFact, zone: tzinfo) -> str:  # noqa: C901, PLR0911 - one line a kind
    """A fact of the watch on one line, with times in the site's zone; never empty."""
    match fact:
        case NotDone():
            return _not_done(fact)
        case Acknowledged():
            text = translate("Watch", "Alarm acknowledged: {alarm}")
            said = text.format(alarm=_alarm(fact.alarm, fact.level))
            return dotted([said, _line(fact.comment)])
        case Silenced():
            text = translate("Watch", "Alarm silenced until {moment}: {alarm}")
            return text.format(
                moment=moment_text(fact.until, zone, QLocale()),
                alarm=_alarm(fact.alarm, fact.level),
            )
        case Escalated():
            text = translate("Watch", "{role} to be called, step {n}: {alarm}")
            return text.format(
                role=role_named(fact.role), n=fact.step, alarm=_alarm(fact.alarm, fact.level)
            )
        case Called():
            return _called(fact)
        case ClockJumped():
            return _jumped(fact, zone)
        case SoundChecked():
            return _tried(fact)
        case HandedOver():
            return _handed_over(fact)
        case TakenOver() if fact.handed:
            return dotted([translate("Watch", "Taken over"), _line(fact.comment)])
        case TakenOver():
            said = translate("Watch", "Taken over without being handed over")
            return dotted([said, _line(fact.comment)])
        case _:
            assert_never(fact)


def _line(text: str) -> str:
    """Free words on one line."""
    return " ".join(text.split())


def _alarm(key: str, level: int) -> str:
    """What an alarm is called, with its grade where it is one: "CRS grade 3", "New fever"."""
    if key in SCALES and key != _NOT_GRADED:
        return translate("Watch", "{scale} grade {level}").format(
            scale=scale_name(key), level=level
        )
    return alarm_named(key)


def _not_done(fact: NotDone) -> str:
    reason, what = codes.not_done(fact.reason), _SAME.get(fact.what, fact.what)
    if what in _LEFT_OUT:
        text = _LEFT_OUT(what).format(reason=reason)
    else:
        text = translate("Watch", "{what} not done: {reason}").format(what=what, reason=reason)
    return dotted([text, _line(fact.comment)])


def _called(fact: Called) -> str:
    who = role_named(fact.role)
    if fact.name.strip():
        text = translate("Watch", "{role} ({name})")
        who = text.format(role=who, name=_line(fact.name))
    reached = "" if fact.reached is None else "reached" if fact.reached else "not_reached"
    said = _CALLED(reached).format(who=who, alarm=alarm_named(fact.alarm))
    return dotted([said, _line(fact.comment)])


def _jumped(fact: ClockJumped, zone: tzinfo) -> str:
    by = fact.found - fact.expected
    if abs(by) < timedelta(minutes=1):
        text = translate("Watch", "The clock jumped by less than a minute, to {found}")
    elif by > timedelta(0):
        text = translate("Watch", "The clock jumped ahead by {span}, from {expected} to {found}")
    else:
        text = translate("Watch", "The clock jumped back by {span}, from {expected} to {found}")
    return text.format(
        span=span_text(by),
        expected=moment_text(fact.expected, zone, QLocale()),
        found=moment_text(fact.found, zone, QLocale()),
    )


def _tried(fact: SoundChecked) -> str:
    code = "played" if fact.played else "failed"
    if fact.heard is not None:
        code = f"{code} heard" if fact.heard else f"{code} unheard"
    return dotted([_TRIED(code), _line(fact.device)])


def _handed_over(fact: HandedOver) -> str:
    said = [translate("Watch", "Handed over"), _line(fact.remark)]
    if fact.to_do.strip():
        said.append(translate("Watch", "to do: {text}").format(text=_line(fact.to_do)))
    return dotted(said)
