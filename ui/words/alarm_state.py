"""How an alarm stands, in words: who answered it, whether it is quiet, whom it has moved on to."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.alarms import Alarm, Ladder, Rung, Silence, Step
from bedside.chart import Chart
from bedside.facts import Called
from bedside.timeline import Entry
from grading.findings import Seen
from grading.scales import SCALES
from grading.signs import Ice, Neuro, Vitals
from ui.shown import age_text, moment_text
from ui.words.alarm_kinds import role, role_named
from ui.words.alarms import GRADED
from ui.words.codes import dotted
from ui.words.table import Table

translate = QCoreApplication.translate

_SEEN_BY: dict[str, tuple[type, str]] = {
    "sbp_low": (Vitals, "sbp"),
    "map_low": (Vitals, "bp"),
    "spo2_floor": (Vitals, "spo2"),
    "seizure": (Neuro, "seizure"),
    "ice_drop": (Ice, "ice"),
}
"""The sign that says of a condition how it stands now."""


def unacknowledged(alarm: Alarm, now: datetime) -> str:
    """For how long nobody has acknowledged it: "unacknowledged 11 min"."""
    return translate("AlarmState", "unacknowledged {age}").format(age=age_text(now - alarm.raised))


def acknowledged(alarm: Alarm, now: datetime, zone: tzinfo) -> str:
    """Who acknowledged it, when, and what they said; "" where nobody has."""
    seen = alarm.acknowledged
    if seen is None:
        return ""
    text = translate("AlarmState", "acknowledged by {name} at {moment}")
    said = text.format(name=seen.by, moment=moment_text(seen.at, zone, QLocale(), now))
    return dotted([said, " ".join(seen.comment.split())])


def eased(alarm: Alarm, of: Chart | None, now: datetime, zone: tzinfo) -> str:
    """That the condition has ended, or is not as bad any more, and since when; else ""."""
    if not alarm.latched:
        return ""
    at = alarm.ended or _last_seen(alarm, of)
    if alarm.ended is not None:
        text = translate(
            "AlarmState", "The condition ended at {moment}; nobody has acknowledged it."
        )
    elif at is None:
        text = translate("AlarmState", "It is not as bad any more; nobody has acknowledged it.")
    else:
        text = translate(
            "AlarmState", "It is not as bad any more, seen at {moment}; nobody has acknowledged it."
        )
    return text.format(moment="" if at is None else moment_text(at, zone, QLocale(), now))


def _last_seen(alarm: Alarm, of: Chart | None) -> datetime | None:
    """When it was last seen how a condition stands that has become less bad."""
    if of is None:
        return None
    scale = alarm.what if alarm.kind in GRADED else alarm.kind
    if scale in SCALES:
        step = of.step(scale)
        change = None if step is None else step.trend.change
        return None if change is None or change.at <= alarm.since else change.at
    if alarm.kind not in _SEEN_BY:
        return None
    seen: Seen[Any] | None = of.latest(*_SEEN_BY[alarm.kind])
    return None if seen is None else seen.at


# --- quiet for a while ----------------------------------------------------------------------------


def countdown(left: timedelta) -> str:
    """What is left of a time, in minutes and seconds, "0:00" once it is over: "8:20"."""
    minutes, seconds = divmod(max(0, -(-left // timedelta(seconds=1))), 60)
    return translate("AlarmState", "{minutes}:{seconds}").format(
        minutes=minutes, seconds=f"{seconds:02}"
    )


def paused(silence: Silence, now: datetime) -> str:
    """How long an alarm is still quiet: "audio paused 8:20"."""
    return translate("AlarmState", "audio paused {left}").format(
        left=countdown(silence.until - now)
    )


def quiet(silence: Silence, now: datetime, zone: tzinfo) -> str:
    """Until when an alarm is quiet and who asked for it."""
    return translate("AlarmState", "quiet until {moment}, asked for by {name}").format(
        moment=moment_text(silence.until, zone, QLocale(), now), name=silence.by
    )


def never_silent(alarm: Alarm) -> str:
    """Why an alarm cannot be silenced; "" where it can."""
    if alarm.silenceable:
        return ""
    if alarm.kind in GRADED:
        return translate(
            "AlarmState", "From grade {level} on it cannot be silenced, only acknowledged."
        ).format(level=alarm.row.level)
    return translate("AlarmState", "This alarm cannot be silenced, only acknowledged.")


# --- whom to call ---------------------------------------------------------------------------------


def moved_on(step: Step, now: datetime, zone: tzinfo) -> str:
    """That nobody answered and it went to the next one: "moved on to Consultant at 14:31"."""
    return translate("AlarmState", "moved on to {role} at {moment}").format(
        role=role(step), moment=moment_text(step.due, zone, QLocale(), now)
    )


def rung_step(rung: Rung, number: int, due: datetime) -> Step:
    """One of the ladder as the step that would go to it."""
    return Step(number, rung.role, rung.title, due, recorded=False)


def call_now(steps: Sequence[Step], ladder: Ladder, now: datetime, zone: tzinfo) -> str:
    """Whom to call now: whom it has moved on to, else the first of the list at this hour."""
    rungs = ladder.at(now, zone)
    if not steps and not rungs:
        return ""
    step = steps[-1] if steps else rung_step(rungs[0], 1, now)
    return translate("AlarmState", "call: {role}").format(role=role(step))


def next_to_call(
    alarm: Alarm, steps: Sequence[Step], ladder: Ladder, now: datetime, zone: tzinfo
) -> str:
    """To whom it moves on next and when, if nobody acknowledges it; "" where to nobody."""
    if alarm.acknowledged is not None:
        return ""
    span = ladder.steps.get(alarm.priority)
    if span is None:
        return translate("AlarmState", "It moves on to nobody and waits for the next round.")
    number = len(steps) + 1
    due = alarm.raised + number * span
    rungs = ladder.at(due, zone)
    if number > len(rungs):
        return ""
    text = translate("AlarmState", "Unacknowledged, it moves on to {role} at {moment}.")
    return text.format(
        role=role(rung_step(rungs[number - 1], number, due)),
        moment=moment_text(due, zone, QLocale(), now),
    )


def hours(rung: Rung) -> str:
    """In which hours of the day one of the ladder is to be called."""
    if rung.hours is None:
        return translate("AlarmState", "at all hours")
    first, last = rung.hours
    return translate("AlarmState", "{first} to {last}").format(
        first=f"{first:%H:%M}", last=f"{last:%H:%M}"
    )


_CALLS = Table(
    "AlarmState",
    {
        "": QT_TRANSLATE_NOOP("AlarmState", "{moment} · {who} called"),
        "reached": QT_TRANSLATE_NOOP("AlarmState", "{moment} · {who} called and reached"),
        "not_reached": QT_TRANSLATE_NOOP("AlarmState", "{moment} · {who} called and not reached"),
    },
)


def call(entry: Entry, now: datetime, zone: tzinfo) -> str:
    """A call as written down: "14:30 · Consultant (Dr Bob) called and reached · comes"."""
    fact = entry.fact
    assert isinstance(fact, Called)
    who = role_named(fact.role)
    if fact.name.strip():
        who = translate("AlarmState", "{role} ({name})").format(role=who, name=fact.name.strip())
    reached = "" if fact.reached is None else "reached" if fact.reached else "not_reached"
    moment = moment_text(entry.at, zone, QLocale(), now)
    said = _CALLS(reached).format(moment=moment, who=who)
    return dotted([said, " ".join(fact.comment.split())])
