"""The figures of kinetics as they are written in cards, each with the entries it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.kinetics import (
    BCells,
    Course,
    Expansion,
    Humoral,
    Sample,
    b_cells,
    course,
    expansions,
    humoral,
)
from ui import words
from ui.shown import moment_text
from ui.words import kinetics

translate = QCoreApplication.translate
Tone = Literal["second", "warn", "strong"]


class Figure(NamedTuple):
    """One figure: what it is, its value, and the entry that it leads to ("" for none)."""

    caption: str
    value: str
    entry: str = ""


class Note(NamedTuple):
    """One sentence below the figures."""

    text: str
    tone: Tone = "second"


class Choice(NamedTuple):
    """One result in a list of those that something rests on, and its entry."""

    text: str
    entry: str


class Results(NamedTuple):
    """A list of results behind one button; ``of`` says what rests on them."""

    button: str
    of: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One card."""

    title: str
    figures: tuple[Figure, ...] = ()
    notes: tuple[Note, ...] = ()
    results: tuple[Results, ...] = ()


def sections(chart: Chart) -> tuple[Section, ...]:
    """The cards of a patient, from top to bottom; without an infusion one that says so."""
    within = course(chart)
    if within is None:
        return (_no_infusion(),)
    locale = QLocale()
    expanded = [_expansion(one, locale) for one in expansions(within)]
    found, antibodies = b_cells(within), humoral(within)
    assert found is not None
    assert antibodies is not None
    return (
        *(expanded or (_no_expansion(),)),
        _b_cells(found, locale),
        _humoral(antibodies, within, locale),
        _prophylaxis(antibodies, locale),
    )


def _no_infusion() -> Section:
    text = translate(
        "KineticsPane",
        "No infusion is recorded yet. Expansion, B cells and all peaks count from the infusion;"
        " what was measured before it is in the curves and in the list.",
    )
    return Section(translate("KineticsPane", "CAR-T and immunity"), notes=(Note(text),))


def _no_expansion() -> Section:
    text = translate("KineticsPane", "No CAR-T cells were measured after the infusion yet.")
    return Section(translate("KineticsPane", "Expansion"), notes=(Note(text),))


def _expansion(of: Expansion, locale: QLocale) -> Section:
    cmax = of.cmax_entry or ""
    figures = [Figure(translate("KineticsPane", "Cmax"), kinetics.cmax(of, locale), cmax)]
    if of.tmax_day is not None:
        tmax = kinetics.true_day(of.tmax_day, locale)
        figures.append(Figure(translate("KineticsPane", "Tmax"), tmax, cmax))
    figures.append(Figure(kinetics.area_title(of, locale), kinetics.area(of, locale)))
    if of.tlast_day is not None:
        last = kinetics.true_day(of.tlast_day, locale)
        figures.append(Figure(translate("KineticsPane", "Tlast"), last, of.tlast_entry or ""))
    title = kinetics.expansion_title(of)
    choices = tuple(
        Choice(kinetics.point_line(point, of.analyte, locale), point.entry) for point in of.points
    )
    return Section(
        title,
        tuple(figures),
        tuple(Note(text) for text in kinetics.area_notes(of, locale)),
        (Results(kinetics.samples_button(len(choices)), title, choices),),
    )


def _b_cells(found: BCells, locale: QLocale) -> Section:
    title = translate("KineticsPane", "B-cell aplasia")
    began, back, last = found.began, found.recovered, None
    figures = []
    if began is not None:
        caption = translate("KineticsPane", "First without")
        figures.append(_of_sample(caption, began, "cd19_b", locale))
    if back is not None:
        figures.append(_of_sample(translate("KineticsPane", "Back"), back, "cd19_b", locale))
    if back is None and found.samples:
        last = found.samples[-1]
        if last != began:
            figures.append(_of_sample(translate("KineticsPane", "Latest"), last, "cd19_b", locale))
    if found.before is not None:
        caption = translate("KineticsPane", "Before")
        figures.append(_of_sample(caption, found.before, "cd19_b", locale))
    notes = [Note(kinetics.b_cell_state(found, locale), "strong")]
    notes += [Note(text) for text in kinetics.b_cell_notes(found)]
    return Section(
        title, tuple(figures), tuple(notes), _results(title, "cd19_b", found.samples, locale)
    )


def _of_sample(caption: str, sample: Sample, analyte: str, locale: QLocale) -> Figure:
    return Figure(caption, kinetics.sample_line(sample, analyte, locale), sample.entry)


def _results(
    title: str, analyte: str, samples: Sequence[Sample], locale: QLocale
) -> tuple[Results, ...]:
    if not samples:
        return ()
    choices = tuple(
        Choice(kinetics.sample_line(sample, analyte, locale), sample.entry) for sample in samples
    )
    return (Results(kinetics.samples_button(len(choices)), title, choices),)


def _humoral(found: Humoral, within: Course, locale: QLocale) -> Section:
    title = translate("KineticsPane", "IgG")
    notes: list[Note] = []
    figures: list[Figure] = []
    if found.latest is None:
        notes.append(Note(translate("KineticsPane", "IgG was never measured."), "strong"))
    else:
        caption = translate("KineticsPane", "Latest")
        figures.append(_of_sample(caption, found.latest, "igg", locale))
    trend = found.igg
    if trend is not None and trend.lowest not in {None, found.latest}:
        assert trend.lowest is not None
        caption = translate("KineticsPane", "Lowest")
        figures.append(_of_sample(caption, trend.lowest, "igg", locale))
    if trend is not None and trend.baseline not in {None, found.latest}:
        assert trend.baseline is not None
        caption = translate("KineticsPane", "Baseline")
        figures.append(_of_sample(caption, trend.baseline, "igg", locale))
    for prompt in found.prompts:
        tone: Tone = "second" if prompt.kind == "hill_vaccine" else "strong"
        notes.append(Note(kinetics.prompt(prompt.kind), tone))
    notes += [Note(text) for text in kinetics.humoral_remarks(found)]
    if found.replaced is not None:
        notes.append(Note(kinetics.replaced_text(found.replaced.at, within.zone, locale)))
    for check in kinetics.checks_told(found):
        tone = "warn" if check.state == "due" else "second"
        notes.append(Note(kinetics.check_text(check, locale), tone))
    results = list(_results(title, "igg", () if trend is None else trend.samples, locale))
    if found.infections:
        results.append(
            Results(
                kinetics.infections_button(len(found.infections)),
                translate("KineticsPane", "Infections since the infusion"),
                tuple(
                    Choice(
                        words.dotted(
                            [
                                moment_text(entry.at, within.zone, locale, within.now),
                                words.fact(entry.fact, within.zone),
                            ]
                        ),
                        entry.id,
                    )
                    for entry in found.infections
                ),
            )
        )
    return Section(title, tuple(figures), tuple(notes), tuple(results))


def _prophylaxis(found: Humoral, locale: QLocale) -> Section:
    cd4 = found.prophylaxis.cd4
    title = translate("KineticsPane", "Prophylaxis")
    notes = (Note(kinetics.prophylaxis_state(found), "strong"), Note(kinetics.prophylaxis_note()))
    if cd4 is None:
        return Section(title, notes=notes)
    return Section(title, (_of_sample(kinetics.label("cd4_t"), cd4, "cd4_t", locale),), notes)
