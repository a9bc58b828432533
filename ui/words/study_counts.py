"""What is counted over patients of a study in words: cards, dose levels, who is in no number."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.study import (
    BASELINE,
    Level,
    Share,
    Tally,
)
from ui.shown import day_text, quantity_text
from ui.words.codes import dotted, listed
from ui.words.measures import decimals_of
from ui.words.study import UNSURE, figure, month

translate = QCoreApplication.translate

_NAMED = 6


def not_known(shares: tuple[Share, ...]) -> str:
    """How many patients are in no number: "1 not evaluable"; empty where there are none."""
    most = max(len(one.unknown) for one in shares)
    return translate("Study", "{n} not evaluable").format(n=most) if most else ""


def dlt_note(of: Tally, last_days: set[int]) -> str:
    """What stands below the count of dose-limiting toxicities."""
    if not of.infused:
        return translate("Study", "nobody infused yet")
    said = []
    if of.in_window:
        said.append(translate("Study", "{n} in the window").format(n=len(of.in_window)))
    if of.review_due:
        said.append(translate("Study", "{n} to be reviewed").format(n=len(of.review_due)))
    lost_sight = len(of.evaluable.unknown) - len(of.in_window) - len(of.review_due)
    if lost_sight > 0:
        text = translate("Study", "{n} of unknown window")
        said.append(text.format(n=lost_sight))
    if not said and len(last_days) == 1:
        text = translate("Study", "{n}-day window closed for all")
        said.append(text.format(n=last_days.copy().pop()))
    elif not said:
        said.append(translate("Study", "window closed for all"))
    lost = of.evaluable.of - of.evaluable.count
    if lost:
        said.append(translate("Study", "{n} left early").format(n=lost))
    return dotted(said)


def toxicity_note(of: Tally, scale: str) -> str:
    """Onset and duration of CRS or ICANS over patients, and of how many it is not known."""
    found = of.crs if scale == "crs" else of.icans
    if not of.infused:
        return translate("Study", "nobody infused yet")
    onset, lasting = found.onset_median.value, found.duration_mean.value
    said = []
    if onset is not None:
        day = day_text(round(onset)) if onset == round(onset) else _half_day(onset)
        text = (
            translate("Study", "onset {day}")
            if found.onset_median.of == 1
            else translate("Study", "onset median {day}")
        )
        said.append(text.format(day=day))
    if lasting is not None:
        text = (
            translate("Study", "lasting {days}")
            if found.duration_mean.of == 1
            else translate("Study", "mean {days}")
        )
        said.append(text.format(days=days(lasting)))
    unknown = not_known((found.any, found.severe))
    if not said and not unknown:
        said.append(translate("Study", "none of {n}").format(n=found.any.of))
    return dotted([*said, unknown])


def _half_day(day: float) -> str:
    return translate("Study", "D+{n}").format(n=quantity_text(day, 1, QLocale()))


def sledai_note(of: Tally, at: int) -> str:
    """From when to when the means are, and over how many."""
    first, then = of.sledai[BASELINE].of, of.sledai[at].of
    span = translate("Study", "baseline → {month}").format(month=month(at))
    if first == then:
        counted = translate("Study", "n = {n}").format(n=first)
    else:
        counted = translate("Study", "n = {first} → {then}").format(first=first, then=then)
    return dotted([span, counted])


def response_note(of: Tally, at: int) -> str:
    """Of how many patients the responses are known."""
    shares = (of.sri4[at], of.lldas[at], of.doris[at])
    when = translate("Study", "month {n}").format(n=at)
    known = [one.of for one in shares]
    if len(set(known)) == 1:
        text = translate("Study", "of {n} evaluable").format(n=known[0])
    else:
        text = translate("Study", "of {a} · {b} · {c} evaluable").format(
            a=known[0], b=known[1], c=known[2]
        )
    return dotted([when, text, not_known(shares)])


def days(of: float) -> str:
    """So many days, which no line parts: "4.1 d"."""
    text = translate("Study", "{n} d").format(n=figure(of, 1))
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def mean_text(value: float | None) -> str:
    """A mean with one decimal; "?" where nobody has the figure."""
    return UNSURE if value is None else figure(value, 1)


def unknown_names(patients: Iterable[str]) -> str:
    """Who is in no number, by name; empty where there is nobody."""
    names = list(patients)
    if not names:
        return ""
    shown = names[:_NAMED]
    if len(names) > len(shown):
        text = translate("Study", "Cannot be told of {names} and {n} more.")
        return text.format(names=", ".join(shown), n=len(names) - len(shown))
    return translate("Study", "Cannot be told of {names}.").format(names=listed(shown))


def level_text(of: Level) -> str:
    """A dose level of a study: "50×10⁶ cells"."""
    if of.dose is None:
        text = of.dose_level or translate("Study", "no dose level")
    else:
        millions = of.dose / 1e6
        figures = quantity_text(millions, decimals_of(millions), QLocale())
        text = (
            translate("Study", "{n}×10⁶ cells per kg").format(n=figures)
            if of.dose_unit.endswith("/kg")
            else translate("Study", "{n}×10⁶ cells").format(n=figures)
        )
    return text


def level_label(of: Level, protocol: str = "") -> str:
    """A dose level as short as it can be beside its stroke: "50×10⁶"."""
    if of.dose is None:
        return dotted([protocol, level_text(of)])
    millions = of.dose / 1e6
    figures = quantity_text(millions, decimals_of(millions), QLocale())
    text = (
        translate("Study", "{n}×10⁶/kg")
        if of.dose_unit.endswith("/kg")
        else translate("Study", "{n}×10⁶")
    )
    return dotted([protocol, text.format(n=figures)])


def count_and_unknown(count: int, unknown: int) -> str:
    """A count, and of how many it is not known: "3", "3 · 1 ?"."""
    if not unknown:
        return str(count)
    return translate("Study", "{n} · {unknown} ?").format(n=count, unknown=unknown)
