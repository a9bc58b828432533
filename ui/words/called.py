"""What a visit is called, from its id in the plan: "Month 6 · PK/PD", "Day 9 · safety"."""

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui.words.table import Table

translate = QCoreApplication.translate
_ID = re.compile(r"(?P<series>[a-z]+)_(?P<unit>d|dm|m|y)(?P<n>\d+)(?:#(?P<infusion>\d+))?")
_DAY = Table(
    "VisitName",
    {
        "screening": QT_TRANSLATE_NOOP("VisitName", "Day {day} · screening"),
        "conditioning": QT_TRANSLATE_NOOP("VisitName", "Day {day} · conditioning"),
        "infusion": QT_TRANSLATE_NOOP("VisitName", "Day {day} · infusion"),
        "pkpd": QT_TRANSLATE_NOOP("VisitName", "Day {day} · PK/PD"),
        "efficacy": QT_TRANSLATE_NOOP("VisitName", "Day {day} · scores"),
        "safety": QT_TRANSLATE_NOOP("VisitName", "Day {day} · safety"),
    },
)
_MONTH = Table(
    "VisitName",
    {
        "pkpd": QT_TRANSLATE_NOOP("VisitName", "Month {month} · PK/PD"),
        "efficacy": QT_TRANSLATE_NOOP("VisitName", "Month {month} · scores"),
        "safety": QT_TRANSLATE_NOOP("VisitName", "Month {month} · safety"),
    },
)
SERIES = Table(
    "VisitName",
    {
        "screening": QT_TRANSLATE_NOOP("VisitName", "Screening"),
        "conditioning": QT_TRANSLATE_NOOP("VisitName", "Conditioning"),
        "infusion": QT_TRANSLATE_NOOP("VisitName", "Infusion"),
        "pkpd": QT_TRANSLATE_NOOP("VisitName", "PK/PD"),
        "efficacy": QT_TRANSLATE_NOOP("VisitName", "Scores"),
        "safety": QT_TRANSLATE_NOOP("VisitName", "Safety"),
        "register": QT_TRANSLATE_NOOP("VisitName", "Long-term register"),
        "unscheduled": QT_TRANSLATE_NOOP("VisitName", "Unscheduled visit"),
    },
)
"""A series of visits, by its name in the protocol."""


def visit_called(name: str) -> str:
    """The visit of an id; the id itself where it is not made of series and day."""
    said = _ID.fullmatch(name)
    if said is None:
        return name
    series, number = said["series"], int(said["n"])
    text = ""
    if said["unit"] == "y":
        text = translate("VisitName", "Year {year} · long-term register").format(year=number)
    elif name.startswith("pkpd_d0"):
        text = translate("VisitName", "Before the infusion · PK/PD")
    elif said["unit"] == "m" and series in _MONTH:
        text = _MONTH(series).format(month=number)
    elif said["unit"] != "m" and series in _DAY:
        day = f"\N{MINUS SIGN}{number}" if said["unit"] == "dm" else str(number)
        text = _DAY(series).format(day=day)
    if not text:
        return name
    if said["infusion"]:
        whole = translate("VisitName", "{visit}, after infusion {n}")
        return whole.format(visit=text, n=said["infusion"])
    return text
