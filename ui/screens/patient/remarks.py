"""The words with which the entry strip answers what is typed: refusals, questions, readings."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple, get_args

from PySide6.QtCore import QCoreApplication

from bedside.facts import NotDoneReason
from grading.signs import Invalid, Vitals
from ui import words
from ui.screens.patient.neighbours import Jump
from ui.shown import age_text, refusal_text
from ui.typed import Unreadable

NOT_DONE: tuple[NotDoneReason, ...] = get_args(NotDoneReason)
"""Why something was not done, by the figure that says so."""


class Remark(NamedTuple):
    """Something to say about a field.

    ``growing``: further typing may settle it ("1" on the way to 124), so that there is no reason
    to speak while the field still has the keyboard.
    """

    words: str
    growing: bool = False


def field_text(field: str) -> str:
    """The name of a field of the strip, as it stands above it."""
    names = {
        "time": QCoreApplication.translate("Strip", "Time"),
        "temp": QCoreApplication.translate("Strip", "Temp °C"),
        "hr": QCoreApplication.translate("Strip", "HR"),
        "bp": QCoreApplication.translate("Strip", "BP"),
        "rr": QCoreApplication.translate("Strip", "RR"),
        "spo2": QCoreApplication.translate("Strip", "SpO₂ %"),
        "device": QCoreApplication.translate("Strip", "Oxygen"),
        "flow": QCoreApplication.translate("Strip", "L/min"),
        "fio2": QCoreApplication.translate("Strip", "FiO₂"),
        "purpose": QCoreApplication.translate("Strip", "Given for"),
        "consciousness": QCoreApplication.translate("Strip", "Consciousness"),
        "hypotension": QCoreApplication.translate("Strip", "Hypotension?"),
        "weight": QCoreApplication.translate("Strip", "Weight kg"),
        "note": QCoreApplication.translate("Strip", "Note"),
    }
    return names[field]


def spoken_text(field: str) -> str:
    """The name of a field in full, for a screen reader and for sentences."""
    names = {
        "time": QCoreApplication.translate("Strip", "Time of the observation"),
        "temp": QCoreApplication.translate("Strip", "Temperature in °C"),
        "hr": QCoreApplication.translate("Strip", "Heart rate"),
        "bp": QCoreApplication.translate("Strip", "Blood pressure"),
        "rr": QCoreApplication.translate("Strip", "Respiratory rate"),
        "spo2": QCoreApplication.translate("Strip", "Oxygen saturation in %"),
        "device": QCoreApplication.translate("Strip", "Oxygen device"),
        "flow": QCoreApplication.translate("Strip", "Oxygen flow in L/min"),
        "fio2": QCoreApplication.translate("Strip", "Inspired oxygen"),
        "purpose": QCoreApplication.translate("Strip", "What the support is given for"),
        "consciousness": QCoreApplication.translate("Strip", "Consciousness"),
        "hypotension": QCoreApplication.translate("Strip", "Is this hypotension?"),
        "weight": QCoreApplication.translate("Strip", "Weight in kg"),
        "note": QCoreApplication.translate("Strip", "Note"),
    }
    return names[field]


def aid_text(field: str) -> str:
    """What may be typed into a field beside the plain value; empty where nothing."""
    aids = {
        "time": QCoreApplication.translate(
            "Strip", "Blank is now; -20 is twenty minutes ago; 0715 a quarter past seven."
        ),
        "temp": QCoreApplication.translate(
            "Strip",
            "With the site: 38.4 o (oral), a (axillary), t (tympanic), te (temporal), r (rectal),"
            " co (core). Fahrenheit: 100.4F. R refused, X not done.",
        ),
        "hr": QCoreApplication.translate(
            "Strip", "R refused, X not done; “arrest” for a heart that stands still."
        ),
        "bp": QCoreApplication.translate(
            "Strip", "92/54, or 92/54 (67) with the mean; U not recordable, R refused, X not done."
        ),
        "rr": QCoreApplication.translate("Strip", "R refused, X not done."),
        "spo2": QCoreApplication.translate("Strip", "R refused, X not done."),
        "device": QCoreApplication.translate(
            "Strip", "First letter, again for the next; A air; * the same as last; X not done."
        ),
        "fio2": QCoreApplication.translate("Strip", "0.5, or 50 for 50 %."),
        "consciousness": QCoreApplication.translate(
            "Strip", "A alert, C newly confused, V voice, P pain, U unresponsive; R, X not done."
        ),
        "hypotension": QCoreApplication.translate(
            "Strip", "Y yes, N no, U unsure; left blank, the pressure decides."
        ),
        "weight": QCoreApplication.translate("Strip", "R refused, X not done."),
    }
    return aids.get(field, "")


def not_done_menu() -> str:
    """The reasons for "not done", by number."""
    reasons = words.dotted([f"{n} {words.not_done(why)}" for n, why in enumerate(NOT_DONE, 1)])
    return QCoreApplication.translate("Strip", "Not done, because: {reasons}.").format(
        reasons=reasons
    )


def not_done_text(reason: NotDoneReason) -> str:
    """Why something was not done: "not done: asleep"."""
    return QCoreApplication.translate("Strip", "not done: {reason}").format(
        reason=words.not_done(reason)
    )


def unreadable_text(field: str, error: Unreadable) -> str:
    """Why text cannot be read, with the name of its field."""
    return QCoreApplication.translate("Strip", "{field}: {words}").format(
        field=field_text(field), words=refusal_text(error)
    )


def will_ask_text(field: str) -> str:
    """That a value will be asked about when it is saved."""
    return QCoreApplication.translate("Strip", "{field}: Save will ask about this.").format(
        field=spoken_text(field)
    )


def invalid_text(error: Invalid, sign: type[Any]) -> str:
    """Why a value cannot be true, and how to write it all the same where it may be."""
    if error.code == "fahrenheit":
        return QCoreApplication.translate(
            "Strip", "Fahrenheit? Then write {typed}F; nothing is converted unasked."
        ).format(typed=words.figures(Vitals, "temp_c", float(str(error.value))))
    if error.code == "zero_without_arrest":
        return QCoreApplication.translate(
            "Strip", "A heart rate of 0 is an arrest: then write “arrest”."
        )
    return words.invalid(error, sign)


def jump_text(field: str, value: float, jump: Jump, at: datetime) -> str:
    """The question about a value far from its neighbour."""
    values = {
        "field": spoken_text(field),
        "value": words.quantity(Vitals, jump.field, value),
        "near": words.figures(Vitals, jump.field, jump.neighbour),
        "apart": age_text(abs(at - jump.at)),
    }
    if jump.at > at:
        return QCoreApplication.translate(
            "Strip", "{field} {value}, but {near} {apart} later. Press Save again to keep it."
        ).format(**values)
    return QCoreApplication.translate(
        "Strip", "{field} {value}, but {near} {apart} before. Press Save again to keep it."
    ).format(**values)


def same_minute_text(clock: str, author: str) -> str:
    """The question about a second set of the same minute."""
    return QCoreApplication.translate(
        "Strip",
        "There is a set of {clock} by {author} already. Press Save again to add this one to it.",
    ).format(clock=clock, author=author)


def long_ago_text(moment: str, ago: timedelta) -> str:
    """The question about a set of long ago."""
    return QCoreApplication.translate(
        "Strip", "{moment} is {age} ago. Press Save again if that is meant."
    ).format(moment=moment, age=age_text(ago))


def interrupted_text(moment: str) -> str:
    """The question about a set that was begun a while ago and has no time of its own."""
    return QCoreApplication.translate(
        "Strip", "Begun at {moment}: type the time, or press Save again if it is of now."
    ).format(moment=moment)
