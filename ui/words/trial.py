"""What is written down of a trial's visits, on one line each."""

from datetime import tzinfo
from typing import assert_never

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale, QTime

from bedside.facts import (
    Appointed,
    Collected,
    Deviation,
    DltReviewed,
    Ended,
    Omitted,
    Reassigned,
    Reminded,
    Screened,
    Visited,
)
from ui.shown import date_text, moment_text
from ui.words.called import SERIES, visit_called
from ui.words.codes import capitalised, dotted
from ui.words.table import Table

translate = QCoreApplication.translate
TrialFact = (
    Reassigned
    | Screened
    | Visited
    | Collected
    | Omitted
    | Appointed
    | Deviation
    | DltReviewed
    | Ended
    | Reminded
)
end_cause = Table(
    "Ended",
    {
        "completed": QT_TRANSLATE_NOOP("Ended", "month 12 completed"),
        "withdrawn": QT_TRANSLATE_NOOP("Ended", "withdrawn early"),
        "lost": QT_TRANSLATE_NOOP("Ended", "lost to follow-up"),
        "died": QT_TRANSLATE_NOOP("Ended", "died"),
        "other": QT_TRANSLATE_NOOP("Ended", "ended for another reason"),
    },
)
"""Why a patient's plan of visits ended."""
deviation_kind = Table(
    "Deviation",
    {
        "missed": QT_TRANSLATE_NOOP("Deviation", "Missed"),
        "early": QT_TRANSLATE_NOOP("Deviation", "Before its window"),
        "late": QT_TRANSLATE_NOOP("Deviation", "After its window"),
        "incomplete": QT_TRANSLATE_NOOP("Deviation", "Not complete"),
        "dose": QT_TRANSLATE_NOOP("Deviation", "Cell dose"),
        "other": QT_TRANSLATE_NOOP("Deviation", "Deviation"),
    },
)
"""What kind of deviation from the protocol it is."""
_REMINDED = Table(
    "Reminded",
    {
        "seen": QT_TRANSLATE_NOOP("Reminded", "Reminder seen: {visit}"),
        "snoozed": QT_TRANSLATE_NOOP("Reminded", "Reminder put off: {visit}"),
        "dismissed": QT_TRANSLATE_NOOP("Reminded", "Reminder dismissed: {visit}"),
    },
)


def edition(protocol: str, named: str) -> str:
    """A protocol and its edition, as in "NCT05765006, edition 2023"; without one the protocol."""
    if not named:
        return protocol
    text = translate("Trial", "{protocol}, edition {edition}")
    return text.format(protocol=protocol, edition=named)


def fact(fact: TrialFact, zone: tzinfo) -> str:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    """A fact of the trial on one line, with times in the site's zone; never empty."""
    match fact:
        case Reassigned():
            text = translate("Trial", "Follows {edition} from now on")
            said = text.format(edition=edition(fact.protocol, fact.edition))
            return dotted([said, fact.dose_level, fact.reason])
        case Screened():
            text = translate("Trial", "Screening for {edition}, answers: {n}")
            return text.format(edition=edition(fact.protocol, fact.edition), n=len(fact.answers))
        case Visited():
            names = [
                SERIES(name) if name == "unscheduled" else visit_called(name)
                for name in fact.visits
            ]
            return dotted([*(names or [translate("Trial", "Visit")]), fact.comment])
        case Collected():
            text = translate("Trial", "{visit}: {item} done")
            said = text.format(visit=visit_called(fact.visit), item=fact.item)
            return dotted([said, fact.comment])
        case Omitted() if fact.item:
            text = translate("Trial", "{visit}: {item} not done")
            said = text.format(visit=visit_called(fact.visit), item=fact.item)
            return dotted([said, fact.reason])
        case Omitted():
            text = translate("Trial", "{visit}: did not take place")
            return dotted([text.format(visit=visit_called(fact.visit)), fact.reason])
        case Appointed():
            return _appointed(fact)
        case Deviation():
            return dotted([deviation_kind(fact.kind), " ".join(fact.text.split())])
        case DltReviewed():
            text = translate("Trial", "Dose-limiting toxicities found at review: {n}")
            return dotted([text.format(n=fact.dlts), fact.comment])
        case Ended():
            return dotted([capitalised(end_cause(fact.cause)), fact.comment])
        case Reminded():
            visit = visit_called(fact.key.split(":")[1] if ":" in fact.key else fact.key)
            said = _REMINDED(fact.answer).format(visit=visit or fact.key)
            if fact.until is not None:
                until = moment_text(fact.until, zone, QLocale())
                said = dotted([said, translate("Trial", "until {moment}").format(moment=until)])
            return dotted([said, fact.reason])
        case _:
            assert_never(fact)


def _appointed(fact: Appointed) -> str:
    visit, locale = visit_called(fact.visit), QLocale()
    if fact.on is None:
        said = translate("Trial", "{visit}: appointment cancelled").format(visit=visit)
    elif fact.clock is None:
        text = translate("Trial", "{visit}: appointment on {day}")
        said = text.format(visit=visit, day=date_text(fact.on, locale))
    else:
        text = translate("Trial", "{visit}: appointment on {day} at {time}")
        clock = locale.toString(QTime(fact.clock.hour, fact.clock.minute), "HH:mm")
        said = text.format(visit=visit, day=date_text(fact.on, locale), time=clock)
    if fact.moved_from is not None:
        before = date_text(fact.moved_from, locale)
        moved = translate("Trial", "moved from {day}").format(day=before)
        return dotted([said, moved, fact.reason])
    return dotted([said, fact.reason])
