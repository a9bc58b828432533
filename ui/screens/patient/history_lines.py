"""Every entry ever written about a patient as a line: what it says and what became of it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QCoreApplication,
    QLocale,
)

from bedside.chart import Chart
from bedside.facts import (
    Acknowledged,
    Admitted,
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventDismissed,
    AdverseEventEnded,
    Appointed,
    Called,
    ClockJumped,
    Collected,
    Confirmed,
    Deviation,
    Discharged,
    DltReviewed,
    Ended,
    Enrolled,
    Escalated,
    Fact,
    HandedOver,
    Hyperinflammation,
    LabRange,
    LicatsLook,
    LupusTreatment,
    NotDone,
    Note,
    Omitted,
    Reassigned,
    Reminded,
    Retracted,
    SaeReported,
    Screened,
    SecondEntry,
    Silenced,
    SoundChecked,
    TakenOver,
    Visited,
)
from bedside.timeline import Entry
from grading.scales.gvhd import Examination
from grading.scores.bilag import Bilag
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import Sledai
from grading.signs import (
    Attribution,
    Baseline,
    Death,
    Drug,
    Hypotension,
    Ice,
    Infused,
    Lab,
    Neuro,
    Planned,
    Support,
    Vitals,
)
from ui import words
from ui.screens.who import role_text
from ui.shown import moment_text, span_text
from ui.widgets.choice import Option

_CHANGES = "changes"
_KINDS: Mapping[str, tuple[type[Any], ...]] = {
    "vitals": (Vitals, Support, Hypotension),
    "ice": (Ice, Neuro),
    "drugs": (Drug,),
    "labs": (Lab, LabRange, SecondEntry),
    "grades": (
        Confirmed,
        Acknowledged,
        Silenced,
        Escalated,
        Called,
        ClockJumped,
        SoundChecked,
        Attribution,
        Death,
    ),
    "adverse": (
        AdverseEvent,
        AdverseEventChanged,
        AdverseEventEnded,
        AdverseEventDismissed,
        SaeReported,
    ),
    "toxicities": (Examination, LicatsLook, Hyperinflammation),
    "lupus": (Sledai, Pga, Bilag, BeyondSledai, LupusTreatment),
    "notes": (Note, NotDone, HandedOver, TakenOver),
    "patient": (Enrolled, Admitted, Discharged, Baseline, Infused, Planned, Reassigned, Ended),
    "visits": (
        Screened,
        Visited,
        Collected,
        Omitted,
        Appointed,
        Deviation,
        DltReviewed,
        Reminded,
    ),
}


def kind_options() -> tuple[Option, ...]:
    """The kinds of entries to choose from; nothing chosen is all of them."""
    translate = QCoreApplication.translate
    return (
        Option("", translate("History", "Every kind")),
        Option("vitals", translate("History", "Vital signs and oxygen")),
        Option("ice", translate("History", "ICE and neurology")),
        Option("drugs", translate("History", "Drugs")),
        Option("labs", translate("History", "Laboratory")),
        Option("grades", translate("History", "Grades and alarms")),
        Option("adverse", translate("History", "Adverse events")),
        Option("toxicities", translate("History", "Toxicities")),
        Option("lupus", translate("History", "Lupus activity")),
        Option("notes", translate("History", "Notes, not done, handover")),
        Option("patient", translate("History", "Patient and infusion")),
        Option("visits", translate("History", "Visits of the trial")),
        Option(_CHANGES, translate("History", "Amended or retracted")),
    )


def of_kind(line: "Line", kind: str) -> bool:
    """Whether a line is of a kind that `kind_options` offers; a retraction of what it took out."""
    if kind == _CHANGES:
        return line.by is not None or line.of is not None
    fact = line.entry.fact
    if isinstance(fact, Retracted) and line.of is not None:
        fact = line.of.fact
    return not kind or isinstance(fact, _KINDS[kind])


class Line(NamedTuple):
    """An entry and what became of it.

    ``by`` is the entry that stands in for it or takes it out; ``of`` the one it stands in for
    or takes out. ``counts`` is whether it is part of the timeline.
    """

    entry: Entry
    counts: bool
    by: Entry | None = None
    of: Entry | None = None

    @property
    def retracted(self) -> bool:
        """Whether it was taken out, rather than replaced."""
        return self.by is not None and isinstance(self.by.fact, Retracted)

    @property
    def late(self) -> timedelta | None:
        """How long after it was true it was written, where that is long."""
        late = words.is_late(self.entry) and not self.entry.source
        return self.entry.recorded - self.entry.at if late else None


def lines(chart: Chart) -> tuple[Line, ...]:
    """All entries, the last written first."""
    by_id = {entry.id: entry for entry in chart.log}
    amended: dict[str, Entry] = {}
    for entry in chart.log:
        if entry.amends:
            amended[entry.amends] = entry
    counting = {entry.id for entry in chart.timeline}
    found = [
        Line(
            entry,
            entry.id in counting or (entry.id not in amended and _is_silent(entry, chart)),
            amended.get(entry.id),
            by_id.get(entry.amends) if entry.amends else None,
        )
        for entry in chart.log
    ]
    return tuple(sorted(found, key=lambda line: (line.entry.recorded, line.entry.id), reverse=True))


def _is_silent(entry: Entry, chart: Chart) -> bool:
    """Whether an entry stands though the timeline does not show it: a retraction, or the future."""
    return isinstance(entry.fact, Retracted) or entry.at > chart.now


def standing(chart: Chart, entry_id: str) -> Entry | None:
    """The entry that counts in place of another one now, itself if it does; None if none."""
    following = {e.amends: e for e in chart.log if e.amends}
    by_id = {e.id: e for e in chart.log}
    entry = by_id.get(entry_id)
    while entry is not None and entry.id in following:
        entry = following[entry.id]
    return None if entry is None or isinstance(entry.fact, Retracted) else entry


def what_text(line: Line, chart: Chart) -> str:
    """What an entry says."""
    if isinstance(line.entry.fact, Retracted) and line.of is not None:
        return QCoreApplication.translate("History", "Retracted: {what}").format(
            what=fact_text(line.of.fact, chart)
        )
    return fact_text(line.entry.fact, chart)


def fact_text(fact: Fact, chart: Chart) -> str:
    """A fact in words."""
    return words.fact(fact, chart.zone)


def note_text(line: Line, chart: Chart) -> str:
    """What became of an entry, why, and how it was typed where that differs."""
    return words.dotted([_fate(line, chart), _reason(line), _original(line.entry)])


def _fate(line: Line, chart: Chart) -> str:
    if line.by is not None:
        said = {
            "moment": moment_text(line.by.recorded, chart.zone, QLocale(), chart.now),
            "author": line.by.author,
            "reason": line.by.reason or "",
        }
        if line.retracted:
            return QCoreApplication.translate(
                "History", "retracted {moment} by {author}: {reason}"
            ).format(**said)
        return QCoreApplication.translate(
            "History", "replaced {moment} by {author}: {reason}"
        ).format(**said)
    if not line.counts:
        return QCoreApplication.translate("History", "another amendment stands in its place")
    if line.of is not None and not isinstance(line.entry.fact, Retracted):
        return QCoreApplication.translate("History", "instead of: {what}").format(
            what=fact_text(line.of.fact, chart)
        )
    return ""


def _reason(line: Line) -> str:
    if not line.entry.reason:
        return ""
    return QCoreApplication.translate("History", "reason: {reason}").format(
        reason=line.entry.reason
    )


def _original(entry: Entry) -> str:
    if not entry.original:
        return ""
    typed = [
        typed if len(entry.original) == 1 else f"{name} {typed}" for name, typed in entry.original
    ]
    return QCoreApplication.translate("History", "written as: {typed}").format(
        typed=", ".join(typed)
    )


def recorded_text(line: Line, chart: Chart) -> str:
    """When an entry was written; a late one says how late."""
    moment = moment_text(line.entry.recorded, chart.zone, QLocale(), chart.now)
    if line.late is not None:
        return QCoreApplication.translate(
            "History", "recorded {moment} · late entry, {after}"
        ).format(moment=moment, after=span_text(line.late))
    return QCoreApplication.translate("History", "recorded {moment}").format(moment=moment)


def who_text(entry: Entry) -> str:
    """The role of who wrote it, and whether it was imported."""
    imported = QCoreApplication.translate("History", "imported") if entry.source else ""
    return words.dotted([role_text(entry.role), imported])
