"""The short words of the chart: quantities, values, oxygen, drugs, events."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from bedside.analytes import analytes
from bedside.facts import Confirmed
from bedside.series import UNRECORDABLE, Band, Event, Oxygen, Point
from grading.signs import Attribution, Drug, Ice, Neuro, Support, Vitals
from ui import words
from ui.shown import NOTHING, clock_text, date_text, day_text, quantity_text
from ui.words.measures import Label, decimals_of, with_unit
from ui.words.table import Table

translate = QCoreApplication.translate

_SIGNS = Table(
    "Course",
    {
        "temp_c": QT_TRANSLATE_NOOP("Course", "Temp"),
        "hr_bpm": QT_TRANSLATE_NOOP("Course", "HR"),
        "bp": QT_TRANSLATE_NOOP("Course", "BP"),
        "map": QT_TRANSLATE_NOOP("Course", "MAP"),
        "rr_bpm": QT_TRANSLATE_NOOP("Course", "RR"),
        "spo2_pct": QT_TRANSLATE_NOOP("Course", "SpO₂"),
        "ice": QT_TRANSLATE_NOOP("Course", "ICE"),
    },
)
_FIELDS = {"bp": "sbp_mmhg", "map": "map_mmhg"}
_TEXTS = Table("Course", {UNRECORDABLE: QT_TRANSLATE_NOOP("Course", "not recordable")})
_EVENTS = Table(
    "Course",
    {
        "infused": QT_TRANSLATE_NOOP("Course", "Infusion"),
        "attribution": QT_TRANSLATE_NOOP("Course", "Other cause"),
        "death": QT_TRANSLATE_NOOP("Course", "Death"),
        "note": QT_TRANSLATE_NOOP("Course", "Note"),
        "notdone": QT_TRANSLATE_NOOP("Course", "Not done"),
        "admitted": QT_TRANSLATE_NOOP("Course", "Bed"),
        "discharged": QT_TRANSLATE_NOOP("Course", "Discharged"),
        "seizure": QT_TRANSLATE_NOOP("Course", "Seizure"),
        "pressure": QT_TRANSLATE_NOOP("Course", "Brain oedema"),
        "weakness": QT_TRANSLATE_NOOP("Course", "Palsy"),
    },
)


def title(key: str) -> Label:
    """What the points of a key of `bedside.series.points` are called here, and their unit."""
    kind, _, analyte = key.partition(":")
    if kind == "lab":
        known = analytes().get(analyte)
        return Label(analyte, "") if known is None else Label(known.label, known.shown)
    if key == "ice":
        return Label(_SIGNS(key), "/10")
    return Label(_SIGNS(key), words.quantity_label(Vitals, _FIELDS.get(key, key)).unit)


def value_text(key: str, point: Point, locale: QLocale) -> str:
    """A point in figures, without its unit: "38.8", "92/54", "< 1.5", "6–8", "haemolysed"."""
    if point.value is None:
        text = point.text or NOTHING
        return _TEXTS(text) if text in _TEXTS else text
    if key == "bp":
        return f"{_whole(point.value, locale)}/{_whole(point.other, locale)}"
    if key == "ice":
        lowest = _whole(point.value, locale)
        return lowest if point.other is None else f"{lowest}–{_whole(point.other, locale)}"
    if not key.startswith("lab:"):
        return words.figures(Vitals, _FIELDS.get(key, key), point.value, locale)
    figures = quantity_text(point.value, decimals_of(point.value), locale)
    return f"{point.bound}\N{NO-BREAK SPACE}{figures}" if point.bound else figures


def _whole(value: float | None, locale: QLocale) -> str:
    return quantity_text(value, 0, locale)


def value_with_unit(key: str, point: Point, locale: QLocale) -> str:
    """A point in figures with its unit: "38.8 °C", "8/10"; words without one."""
    text = value_text(key, point, locale)
    return text if point.value is None else with_unit(text, title(key).unit)


def is_least(band: Band) -> bool:
    """Whether a grade is at least what it says, because something was not assessed."""
    return band.level is None or (band.status == "partial" and band.level > 0)


def rank_text(level: int | None, at_least: int) -> str:
    """A grade as on a badge: "3", "≥2", "?"."""
    if level is not None:
        return str(level)
    return f"≥{at_least}" if at_least else "?"


def oxygen_short(span: Oxygen, locale: QLocale) -> str:
    """An oxygen device with its flow in L/min: "NC 2–4", "HFNC 40", "Air"."""
    if span.flow is None or not span.level:
        support = Support(span.device, None, span.fio2[1] if span.fio2 else None)
        return words.capitalised(words.support_short(support, locale))
    device = words.capitalised(words.device_short(span.device))
    return f"{device}\N{NO-BREAK SPACE}{_range_text(span.flow, locale)}"


def _range_text(span: tuple[float, float], locale: QLocale) -> str:
    low, high = (quantity_text(end, decimals_of(end), locale) for end in span)
    return low if low == high else f"{low}–{high}"


def drug_text(name: str) -> str:
    """A drug as it begins a line."""
    return words.capitalised(words.drug(name))


def amount_text(drugs: Sequence[Drug], locale: QLocale) -> str:
    """A dose, or the rates of one infusion as a range: "464 mg", "0.04–0.06 µg/kg/min"."""
    rates = [drug.rate for drug in drugs if drug.rate is not None]
    units = {drug.rate_unit for drug in drugs if drug.rate is not None}
    last = drugs[-1]
    if len(units) == 1:
        text = _range_text((min(rates), max(rates)), locale)
        return with_unit(text, words.drug_unit(units.pop()))
    if last.rate is not None:
        return with_unit(_range_text((last.rate,) * 2, locale), words.drug_unit(last.rate_unit))
    if last.dose is not None:
        return with_unit(_range_text((last.dose,) * 2, locale), words.drug_unit(last.dose_unit))
    return ""


def given_text(name: str, amount: str) -> str:
    """A drug with its dose or rate: "Tocilizumab 464 mg"."""
    if not amount:
        return drug_text(name)
    text = translate("Course", "{drug} {amount}")
    return text.format(drug=drug_text(name), amount=amount)


def is_marked(event: Event) -> bool:
    """Whether an event has a mark on the chart: an examination that found nothing has none."""
    fact = event.fact
    if isinstance(fact, Neuro):
        return bool(_found(fact))
    return not isinstance(fact, Attribution) or fact.cause == "other"


def event_text(event: Event) -> str:
    """An event in as few words as stand on the chart; `ui.words.fact` says all of it."""
    fact = event.fact
    if isinstance(fact, Ice):
        score = str(fact.passed) if fact.score is not None else f"{fact.passed}–{fact.best}"
        return translate("Course", "ICE {score}").format(score=score)
    if isinstance(fact, Neuro):
        return _EVENTS(_found(fact)) if _found(fact) else ""
    if isinstance(fact, Confirmed):
        text = translate("Course", "{scale} {level}", "as a physician confirmed or stated it")
        return text.format(scale=words.scale_name(fact.scale), level=fact.level)
    return _EVENTS(event.entry.kind)


def _found(fact: Neuro) -> str:
    """What an examination found that is worth a mark; "" for nothing."""
    if fact.seizure not in {None, "none"}:
        return "seizure"
    if fact.oedema not in {None, "none"} or fact.haemorrhage or fact.posturing:
        return "pressure"
    return "weakness" if fact.deep_focal_weakness or fact.cn6_palsy else ""


def date_short(at: datetime, zone: tzinfo, locale: QLocale) -> str:
    """A date on the time axis: "21 Nov"."""
    here = at.astimezone(zone)
    pattern = translate("Course", "d MMM", "date on the time axis")
    return locale.toString(QDate(here.year, here.month, here.day), pattern)


def moment_long(at: datetime, zone: tzinfo, day: int | None, locale: QLocale) -> str:
    """A moment above a read-out: "Sat 21 Nov 2026 14:21 · D+3".

    The hour that comes twice, when the clocks go back, carries its zone: "02:30 CEST".
    """
    here = at.astimezone(zone)
    clock = clock_text(at, zone, locale)
    if here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset():
        clock = f"{clock} {here.tzname()}"
    told = f"{date_text(here.date(), locale, weekday=True)} {clock}"
    return told if day is None else f"{told} · {day_text(day)}"
