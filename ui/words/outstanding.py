"""What is outstanding of a patient, in words: a line for each thing that waits for somebody."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from bedside.handover import Outstanding
from grading.grade import Missing
from ui.shown import age_text
from ui.words.alarm_kinds import alarm_text
from ui.words.codes import capitalised, dotted, listed
from ui.words.facts import fact
from ui.words.gaps import missing_short
from ui.words.grades import scale_name
from ui.words.handover import Line
from ui.words.rounds import round_kind, round_text
from ui.words.therapies import running

translate = QCoreApplication.translate
_LATE = frozenset({"late", "overdue"})


def outstanding_lines(of: Outstanding) -> tuple[Line, ...]:
    """What waits for somebody, what cannot wait first; empty where nothing does."""
    return (*_urgent(of), *_open(of))


def _urgent(of: Outstanding) -> Iterator[Line]:
    chart = of.chart
    for alarm in of.alarms:
        # A round that is overdue has a line of its own.
        if alarm.acknowledged is None and (alarm.kind != "overdue" or not of.late):
            yield Line("", (alarm_text(alarm),), "late")
    for one in of.rounds:
        text = dotted([round_kind(one.kind), round_text(one, chart.zone, chart.now)])
        yield Line("", (text,), "late" if one.state in _LATE else "")
    if of.baseline_ice:
        yield Line("", (translate("Outstanding", "Usual ICE is not recorded"),), "late")
    for run in of.unconfirmed:
        text = translate("Outstanding", "{drug} not charted for {age}").format(
            drug=capitalised(running(run)), age=age_text(chart.now - run.at)
        )
        yield Line("", (text,), "late")
    for scale in of.undecided:
        text = translate("Outstanding", "{scale}: a person must decide")
        yield Line("", (text.format(scale=scale_name(scale)),), "unknown")


def _open(of: Outstanding) -> Iterator[Line]:
    for scale, lacking in of.missing:
        yield Line("", (_lacks(scale, lacking, of.chart.now),), "unknown")
    if of.unfinished:
        yield Line("", (translate("Outstanding", "ICE begun and not finished"),), "unknown")
    for entry in of.waiting:
        yield Line("", (fact(entry.fact, of.chart.zone),), "unknown")
    going = [running(run) for run in of.running if run not in of.unconfirmed]
    if going:
        text = translate("Outstanding", "Running: {drugs}")
        yield Line("", (text.format(drugs=listed(going)),))
    seen = len(of.alarms) - of.unanswered
    if seen:
        text = translate("Outstanding", "Alarms acknowledged that still stand: {n}")
        yield Line("", (text.format(n=seen),))
    if of.unsigned:
        text = translate("Outstanding", "Not signed by a physician: {scales}")
        scales = listed([scale_name(scale) for scale in of.unsigned])
        yield Line("", (text.format(scales=scales),))


def _lacks(scale: str, lacking: tuple[Missing, ...], now: datetime) -> str:
    items = listed([missing_short(one, scale, now) for one in lacking])
    return translate("Outstanding", "{scale}: {missing}").format(
        scale=scale_name(scale), missing=items
    )
