"""What became of entries in words: who wrote them and when, late, amended, taken out."""

from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.facts import Retracted
from bedside.preview import Difference
from bedside.timeline import Entry
from grading.signs import Lab
from ui.shown import moment_text
from ui.words.codes import dotted
from ui.words.grades import grade_figure, scale_name

translate = QCoreApplication.translate

LATE = timedelta(minutes=30)
"""An entry written so long after it was true, or longer, is a late one."""


def is_late(entry: Entry) -> bool:
    """Whether an entry was written long after it was true.

    An amendment is not, and neither is a laboratory value: its time is that of the sample.
    """
    waits = entry.amends is not None or isinstance(entry.fact, Lab)
    return not waits and entry.recorded - entry.at >= LATE


def written(entry: Entry, now: datetime, zone: tzinfo) -> str:
    """Who wrote an entry and when, if late or in place of another: "ana · late entry of 16:02"."""
    moment = moment_text(entry.recorded, zone, QLocale(), now)
    if isinstance(entry.fact, Retracted):
        text = translate("Entry", "{author} · retracted {moment}")
    elif entry.amends is not None:
        text = translate("Entry", "{author} · amended {moment}")
    elif is_late(entry):
        text = translate("Entry", "{author} · late entry of {moment}")
    else:
        text = translate("Entry", "{author}")
    return dotted([text.format(author=entry.author, moment=moment), _why(entry)])


def _why(entry: Entry) -> str:
    if not entry.amends or not entry.reason:
        return ""
    return translate("Entry", "because: {reason}").format(reason=entry.reason)


def difference(difference: Difference, now: datetime, zone: tzinfo) -> str:
    """What an amendment would change: "CRS 2 in place of 3 from 14:21 to 16:00"."""
    if difference.end is None:
        text = translate("Entry", "{scale} {after} in place of {before} from {start} on")
        end = ""
    else:
        text = translate("Entry", "{scale} {after} in place of {before} from {start} to {end}")
        end = moment_text(difference.end, zone, QLocale(), now)
    return text.format(
        scale=scale_name(difference.scale),
        after=grade_figure(difference.after),
        before=grade_figure(difference.before),
        start=moment_text(difference.start, zone, QLocale(), now),
        end=end,
    )
