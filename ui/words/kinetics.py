"""Expansion, B cells, cytokines and antibodies in words: figures, what they rest on, prompts."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.analytes import analytes
from bedside.kinetics import (
    BCells,
    Check,
    Expansion,
    Fold,
    Humoral,
    Point,
    Sample,
    Trend,
)
from ui.shown import NOTHING, date_text, day_text, quantity_text
from ui.words.measures import decimals_of, with_unit
from ui.words.table import Table

translate = QCoreApplication.translate
_SMALL_FOLD, _LARGE = 10, 100

prompt = Table(
    "Kinetics",
    {
        "aaaai_any": QT_TRANSLATE_NOOP(
            "Kinetics", "Below 1.5 g/L: AAAAI 2022 advises replacement in any case."
        ),
        "hill_low": QT_TRANSLATE_NOOP(
            "Kinetics", "4 g/L or less: Hill: consider replacement. ASBMT: not without infection."
        ),
        "hill_infection": QT_TRANSLATE_NOOP(
            "Kinetics",
            "Above 4 up to 6 g/L: Hill: consider replacement with serious or recurrent infection.",
        ),
        "hill_vaccine": QT_TRANSLATE_NOOP(
            "Kinetics", "Above 6 g/L: Hill: consider replacement where vaccines gain little answer."
        ),
        "aaaai_infection": QT_TRANSLATE_NOOP(
            "Kinetics", "Below 4 g/L: AAAAI 2022 advises replacement with recurrent infection."
        ),
    },
)
"""What somebody advises at an IgG such as this, and who."""

counted = Table(
    "Kinetics",
    {
        "measured": QT_TRANSLATE_NOOP("Kinetics", "as measured"),
        "zero": QT_TRANSLATE_NOOP("Kinetics", "counts as 0"),
        "half": QT_TRANSLATE_NOOP("Kinetics", "counts as half of its limit"),
    },
)
"""How a sample was counted in the area."""

_BASELINE = Table(
    "Kinetics",
    {
        "conditioning": QT_TRANSLATE_NOOP("Kinetics", "before conditioning"),
        "infusion": QT_TRANSLATE_NOOP("Kinetics", "before the infusion"),
    },
)


def label(analyte: str) -> str:
    """An analyte as it is called."""
    known = analytes().get(analyte)
    return analyte if known is None else known.label


def unit(analyte: str) -> str:
    """The unit of an analyte as printed."""
    known = analytes().get(analyte)
    return "" if known is None else known.shown


def true_day(day: float, locale: QLocale) -> str:
    """Days since the infusion to the tenth: "day 13.9". A whole number has no decimals."""
    figures = quantity_text(abs(day), decimals_of(day, 1), locale)
    if day < 0 and float(f"{day:.1f}"):
        return translate("Kinetics", "day −{day}").format(day=figures)
    return translate("Kinetics", "day {day}").format(day=figures)


def days(length: float, locale: QLocale) -> str:
    """A length of time in days: "83 d", "2.5 d"."""
    figures = quantity_text(length, decimals_of(length, 1 if length < _SMALL_FOLD else 0), locale)
    return translate("Kinetics", "{n} d").format(n=figures)


def figures(value: float, bound: str | None, locale: QLocale) -> str:
    """A result without its unit: "12.5", "< 5", "> 1000"."""
    text = quantity_text(value, decimals_of(value), locale)
    return f"{bound}\N{NO-BREAK SPACE}{text}" if bound else text


def value(sample: Sample | None, locale: QLocale) -> str:
    """A result without its unit, its words where there is no number; a dash for none."""
    if sample is None:
        return NOTHING
    if sample.value is None:
        return sample.text or NOTHING
    said = figures(sample.value, sample.bound, locale)
    return f"{said} ({sample.text})" if sample.text else said


def amount(sample: Sample, analyte: str, locale: QLocale) -> str:
    """A result with its unit."""
    said = value(sample, locale)
    return said if sample.value is None else with_unit(said, unit(analyte))


def sample_line(sample: Sample, analyte: str, locale: QLocale) -> str:
    """A result with its day: "day 13.9 · 120 /µL"."""
    return f"{true_day(sample.day, locale)} · {amount(sample, analyte, locale)}"


def fold(found: Fold | None, locale: QLocale) -> str:
    """How many times the baseline: "12×", "> 12×"; a dash where it cannot be told."""
    if found is None:
        return NOTHING
    times = quantity_text(found.times, _fold_decimals(found.times), locale)
    return translate("Kinetics", "{times}×").format(
        times=f"{found.bound}\N{NO-BREAK SPACE}{times}" if found.bound else times
    )


def _fold_decimals(times: float) -> int:
    if times < 1:
        return 2
    return 1 if times < _SMALL_FOLD else 0


def fold_spoken(trend: Trend, locale: QLocale) -> str:
    """A fold with what it rests on, as a sentence."""
    name = label(trend.analyte)
    if trend.fold is None:
        text = translate("Kinetics", "{name}: no fold over a baseline can be told.")
        return text.format(name=name)
    return translate("Kinetics", "{name}: peak {fold} the baseline of {day}.").format(
        name=name,
        fold=fold(trend.fold, locale),
        day=baseline_day(trend, locale),
    )


def baseline_day(trend: Trend, locale: QLocale) -> str:
    """When the baseline was taken, and before what: "day −6 (before conditioning)"."""
    if trend.baseline is None or trend.baseline_of is None:
        return NOTHING
    return translate("Kinetics", "{day} ({what})").format(
        day=true_day(trend.baseline.day, locale), what=_BASELINE(trend.baseline_of)
    )


# --- expansion --------------------------------------------------------------------------------


def expansion_title(of: Expansion) -> str:
    """The title of an expansion: "CAR transgene, copies/µg DNA"."""
    return translate("Kinetics", "{name}, {unit}").format(
        name=label(of.analyte), unit=unit_long(of.analyte)
    )


def unit_long(analyte: str) -> str:
    """The unit of an expansion in full: "copies/µg DNA", "cells/µL"."""
    if analyte == "cart_copies":
        return translate("Kinetics", "copies/µg DNA")
    if analyte == "cart_cells":
        return translate("Kinetics", "cells/µL")
    return unit(analyte)


def cmax(of: Expansion, locale: QLocale) -> str:
    """The highest value: "500 cells/µL", "≥ 1000 cells/µL"; "not quantified"."""
    if of.cmax is None:
        return translate("Kinetics", "never quantified")
    said = quantity_text(of.cmax, decimals_of(of.cmax), locale)
    return with_unit(_least(said) if of.at_least else said, unit_long(of.analyte))


def area(of: Expansion, locale: QLocale) -> str:
    """The area in days x unit: "5775 d × cells/µL"."""
    if of.auc0_28 is None:
        return translate("Kinetics", "not computable")
    said = quantity_text(of.auc0_28, 0 if of.auc0_28 >= _LARGE else 1, locale)
    return translate("Kinetics", "{value} d × {unit}").format(
        value=_least(said) if of.at_least else said, unit=unit_long(of.analyte)
    )


def area_title(of: Expansion, locale: QLocale) -> str:
    """What the area is called: "AUC 0–28", or how far it goes: "AUC 0–20 (partial)"."""
    if of.status == "complete" or of.auc0_28 is None:
        return translate("Kinetics", "AUC 0–28")
    ends = [quantity_text(day, decimals_of(day, 1), locale) for day in (of.auc_from, of.auc_until)]
    return translate("Kinetics", "AUC {start}–{end}, partial").format(start=ends[0], end=ends[1])


def _least(said: str) -> str:
    return f"≥\N{NO-BREAK SPACE}{said}"


def area_notes(of: Expansion, locale: QLocale) -> list[str]:
    """What was done at day 0 and at day 28, with results below the limit and above it."""
    if of.auc0_28 is None:
        return [translate("Kinetics", "No area: no sample between the infusion and day 28.")]
    found = []
    if of.starts_from == "zero":
        found.append(translate("Kinetics", "Begins at 0 at the infusion (no sample before it)."))
    elif of.starts_from == "first":
        found.append(
            translate(
                "Kinetics",
                "Begins at the first sample: none was taken in the three days before this"
                " later infusion.",
            )
        )
    if of.interpolated:
        last, after = of.auc_points[-2:]
        found.append(
            translate("Kinetics", "Day 28 lies on the line from {before} to {after}.").format(
                before=true_day(last.day, locale), after=true_day(after.day, locale)
            )
        )
    elif of.status == "partial" and of.starts_from != "first":
        found.append(
            translate("Kinetics", "Partial: the last sample is of {day}.").format(
                day=true_day(of.auc_until, locale)
            )
        )
    if any(point.counted != "measured" for point in of.points):
        found.append(
            translate("Kinetics", "Below the limit: 0 before the peak, half of the limit after it.")
        )
    if of.at_least:
        found.append(
            translate("Kinetics", "A result lay above what could be measured: at least so much.")
        )
    if of.left_out:
        found.append(
            translate(
                "Kinetics",
                "Left out: {n} (words, a remark on the sample, or the lower of two at one moment).",
            ).format(n=len(of.left_out))
        )
    return found


def point_line(point: Point, analyte: str, locale: QLocale) -> str:
    """A point of the area: "day 13.9 · 500 cells/µL · as measured"."""
    said = with_unit(figures(point.value, point.bound, locale), unit(analyte))
    return f"{true_day(point.day, locale)} · {said} · {counted(point.counted)}"


def samples_button(count: int) -> str:
    """What opens the list of the results that something rests on."""
    if count == 1:
        return translate("Kinetics", "1 result")
    return translate("Kinetics", "{n} results").format(n=count)


# --- B cells ----------------------------------------------------------------------------------


def b_cell_state(found: BCells, locale: QLocale) -> str:
    """How the B cells stand, in one line."""
    began, days_text = found.began, days(found.days or 0.0, locale)
    if found.state == "unknown":
        if found.undecided:
            return translate("Kinetics", "Unknown: no result tells")
        return translate("Kinetics", "Unknown: not counted since the infusion")
    if found.state == "measurable" or began is None:
        return translate("Kinetics", "Measurable: no aplasia seen")
    if found.state == "recovered":
        text = (
            translate("Kinetics", "Perhaps aplasia; recovered after {days}")
            if found.weak
            else translate("Kinetics", "Recovered after {days}")
        )
    elif not found.days:
        text = (
            translate("Kinetics", "Perhaps aplasia: one result so far")
            if found.weak
            else translate("Kinetics", "Aplasia: one result so far")
        )
    else:
        text = (
            translate("Kinetics", "Perhaps aplasia, goes on: at least {days}")
            if found.weak
            else translate("Kinetics", "Aplasia goes on: at least {days}")
        )
    return text.format(days=days_text)


def b_cell_notes(found: BCells) -> list[str]:
    """What the state of the B cells rests on."""
    notes = []
    if found.weak:
        notes.append(
            translate("Kinetics", "Weak ground: below 20/µL; no result was below a limit or 0.")
        )
    if found.unconfirmed is not None:
        notes.append(
            translate("Kinetics", "Measurable last; a second result in a row would confirm it.")
        )
    if len(found.spans) > 1:
        notes.append(
            translate(
                "Kinetics", "B cells went {n} times; the days are those of all of them."
            ).format(n=len(found.spans))
        )
    if found.undecided:
        notes.append(
            translate("Kinetics", "Of no use: {n} (words, or a limit above 20/µL).").format(
                n=len(found.undecided)
            )
        )
    return notes


# --- antibodies -------------------------------------------------------------------------------


def check_text(check: Check, locale: QLocale) -> str:
    """One of the times at which IgG is to be measured, and how it stands."""
    if check.day is None or check.on is None:
        return (
            translate("Kinetics", "IgG before the infusion: measured.")
            if check.state == "done"
            else translate("Kinetics", "IgG before the infusion: not in the record.")
        )
    told = {"day": day_text(check.day), "date": date_text(check.on, locale)}
    if check.state == "done":
        return translate("Kinetics", "IgG at {day}: measured.").format(**told)
    if check.state == "due":
        return translate("Kinetics", "IgG is due: {day}, {date}.").format(**told)
    if check.state == "missed":
        return translate("Kinetics", "IgG at {day}, {date}: not in the record.").format(**told)
    return translate("Kinetics", "Next IgG: {day}, {date}.").format(**told)


def checks_told(found: Humoral) -> list[Check]:
    """The checks that somebody is to know of: what is missing or due, and the next one."""
    told = [check for check in found.checks if check.state in {"missed", "due"}]
    ahead = next((check for check in found.checks if check.state == "ahead"), None)
    return [*told, ahead] if ahead is not None else told


def replaced_text(at: datetime, zone: tzinfo, locale: QLocale) -> str:
    """That immunoglobulin was given before the latest IgG."""
    return translate(
        "Kinetics", "Immunoglobulin given on {date}: this IgG is partly that of donors."
    ).format(date=date_text(at.astimezone(zone).date(), locale))


def humoral_remarks(found: Humoral) -> list[str]:
    """What stands beside the prompts."""
    if found.low:
        return [
            translate("Kinetics", "Below 7 g/L. Protein lost with the urine lowers IgG as well.")
        ]
    return []


def infections_button(count: int) -> str:
    """What opens the infections of after the infusion."""
    if count == 1:
        return translate("Kinetics", "1 infection")
    return translate("Kinetics", "{n} infections").format(n=count)


def prophylaxis_state(found: Humoral) -> str:
    """How the rule of stopping the prophylaxis stands."""
    told = found.prophylaxis
    if told.cd4 is None:
        return translate("Kinetics", "CD4 not counted since the infusion")
    if told.enough is None:
        return translate("Kinetics", "Whether CD4 is above 200/µL cannot be told")
    if not told.enough:
        return translate("Kinetics", "CD4 not above 200/µL")
    if told.months_over:
        return translate("Kinetics", "CD4 above 200/µL, six months over")
    return translate("Kinetics", "CD4 above 200/µL, six months not over")


def prophylaxis_note() -> str:
    """The rule itself, and that it is from memory."""
    return translate(
        "Kinetics",
        "Pneumocystis and herpes prophylaxis: usually for 6–12 months or more and until CD4 is"
        " above 200/µL. From memory, to be confirmed.",
    )
