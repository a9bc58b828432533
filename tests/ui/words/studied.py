"""Everything that can be said of a study, for the tests that want to hear all of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import get_args

from bedside.study import (
    Ctcae,
    DltState,
    DltWindow,
    Expanded,
    Figure,
    Happening,
    HappeningKind,
    Outcome,
    Share,
    Study,
    Subject,
    Syndrome,
    study,
)
from ui.study.cards import cards
from ui.study.columns import At, Column, cell, column_spoken, column_text
from ui.study.levels import column_title
from ui.words import study as said
from ui.words import study_counts as counted
from ui.words import study_curves as curved
from ui.words import study_events as events

INFUSED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
_NAMES = ("CAR-T cells, share", "CAR-T cells", "CAR transgene, blood", "CAR transgene")
_SYNDROMES = (
    Syndrome(),
    Syndrome(at_least=2),
    Syndrome(Figure(0), stated_days=15, asked_days=15),
    Syndrome(
        *(Figure(2), 2, Figure(1), Figure(3), 3.2, Figure(4.5)), going_on=True, stated_days=9,
        asked_days=15, episodes=2,
    ),
    Syndrome(Figure(3), 3, onset_day=Figure(4), duration_days=Figure(2.0), episodes=1),
    Syndrome(Figure(1), 1, onset_day=Figure(5), episodes=1),
)  # fmt: skip
_YES, _NO, _UNKNOWN = Figure(value=True), Figure(value=False), Figure(None)


def _outcomes(answer: Figure[bool | None]) -> dict[int, Outcome]:
    total = Figure(12)
    return {
        0: Outcome(0, INFUSED, -3, None, {"2K": total}),
        6: Outcome(6, INFUSED, 182, 182, {"2K": total}, {"2K": answer}, answer, answer),
        12: Outcome(12, due=365),
    }


def _subjects() -> Iterator[Subject]:
    """Patients in every state."""
    yield Subject("x")
    base = Subject(
        "x",
        "x",
        dose_level="x",
        level_dose=5e7,
        dose=Figure(5e7),
        enrolled=Figure(INFUSED),
        infused=Figure(INFUSED),
        day=200,
        last_day=200,
    )
    for state, dlts in product(get_args(DltState), (None, 0, 2)):
        found = Figure(dlts)
        yield replace(base, dlt=DltWindow(state, date(2026, 3, 30), 28, found, evaluable=False))
    for one in _SYNDROMES:
        yield replace(base, crs=one, icans=one)
    for level, provisional in product((None, 0, 3), (False, True)):
        icaht = {"icaht_early": Figure(level), "icaht_late": Figure(level)}
        yield replace(base, icaht_provisional=provisional, **icaht)  # type: ignore[arg-type]
    for answer in (_YES, _NO, _UNKNOWN):
        yield replace(base, outcomes=_outcomes(answer), steroids=Figure(2), steroid_days=1)
    for partial, top in product((False, True), (None, 50.5, 5000.0)):
        days = (Figure(9.5), Figure(123.0), Figure(60.0))
        expansion = Expanded("x", "x", Figure(top), *days, at_least=partial, partial=partial)
        yield replace(base, expansion=expansion)
    yield replace(base, ctcae=Figure(Ctcae(3, "x", "x", "x")))
    yield replace(base, tocilizumab=Figure(0), steroids=Figure(0), steroid_days=0)
    yield replace(base, adverse_known=True)
    yield replace(base, dose_unit="cells/kg", level_dose=1.5e6)
    yield replace(base, level_dose=None, dose=Figure(None), dose_level="")


def _studies() -> Iterator[Study]:
    subjects = [replace(one, patient=f"x{n}") for n, one in enumerate(_subjects())]
    yield study(())
    yield study(subjects)
    ready = [one for one in subjects if one.dlt.state in {"reviewed", "left_within"}]
    yield from (study([one]) for one in subjects)
    yield study(ready[:1])
    for one in (_SYNDROMES[3], _SYNDROMES[4]):
        other = replace(one, onset_day=Figure(4), going_on=False)
        pair = [
            replace(subjects[1], patient="x1", crs=replace(other, onset_day=Figure(3))),
            replace(subjects[1], patient="x2", crs=other),
        ]
        yield study(pair)
    reviewed = DltWindow("reviewed", date(2026, 3, 30), 28, Figure(0), evaluable=True)
    longer = DltWindow("reviewed", date(2026, 4, 30), 56, Figure(0), evaluable=True)
    yield study([replace(subjects[1], dlt=reviewed)])
    yield study([replace(subjects[1], dlt=DltWindow("no_window"))])
    both = [replace(subjects[1], patient=f"x{n}", dlt=d) for n, d in enumerate((reviewed, longer))]
    yield study(both)
    half = Outcome(6, INFUSED, 182, 182, {"2K": Figure(4)}, {"2K": _YES}, _UNKNOWN, _YES)
    yield study([replace(subjects[1], outcomes={6: half})])


def sentences() -> Iterator[str]:
    """What is said of patients, of counts over them, of lanes and curves."""
    for text in _sentences():
        plain = text
        for name in _NAMES:
            plain = plain.replace(name, "x")
        yield plain


def _sentences() -> Iterator[str]:
    for one in _subjects():
        for month, column in product((6, 12), Column):
            found = cell(one, column, At(month, "2K"))
            yield from (found.text, found.spoken)
        yield events.level_short(one)
        yield said.enrolled_spoken(one)
    for column in Column:
        yield from (column_text(column), column_spoken(column, At()))
    for of in _studies():
        for card in cards(of, 6):
            yield from (card.title, card.line, card.note)
            yield from (spoken for _, spoken in card.figures)
        for level in of.levels:
            yield from (counted.level_text(level), counted.level_label(level))
    yield counted.not_known((Share(0, 0, (), ("x",)),))
    yield counted.unknown_names(["x"])
    yield counted.unknown_names(["x"] * 9)
    yield counted.count_and_unknown(3, 1)
    yield from (said.variant_name(code) for code in said.variant_name.codes)
    yield from (column_title(code) for code in column_title.codes)
    yield from _of_events()
    yield from _of_curves()


def _of_events() -> Iterator[str]:
    one = Subject("x", infused=Figure(INFUSED), day=200)
    names = {"steroid": "dexamethasone", "tocilizumab": "tocilizumab", "response": "lldas"}
    names |= {"visit": "efficacy_m6", "ended": "lost", "sae": "x"}
    for kind, level, going_on in product(get_args(HappeningKind), (None, 2), (False, True)):
        what = Happening(kind, 3.0, 7.1, level, names.get(kind, ""), going_on=going_on)
        yield events.happened(one, what, UTC)
    for kind in events.legend.codes:
        yield events.legend(kind)
    for kind in ("tocilizumab", "steroid", "icaht", "sae", "ended", "death", "infusion"):
        yield events.mark_text(kind, 2)
    yield events.mark_count("steroid", 2)
    yield from (events.response_letter(name) for name in said.response_name.codes)
    yield events.days_of(one, 3.2, UTC)


def _of_curves() -> Iterator[str]:
    for curve, by_level in product(("cart", "il6", "crp", "ferritin", "sledai"), (False, True)):
        yield curved.curve_note("mL", curve, 8, by_level)
    for curve in ("cart", "il6", "crp", "ferritin", "sledai 2K"):
        yield curved.curve_title(curve).replace("IL-6", "x").replace("CRP", "x")
    yield from (curved.unit(analyte) for analyte in ("cart_copies", "cart_pct"))
    yield from (curved.since_text(day) for day in (-3.5, 0, 2.25, 28))
    yield from (curved.month_short(month) for month in (0, 6))
