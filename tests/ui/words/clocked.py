"""Everything that can be said of the drug clock, for the tests that want to hear all of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import get_args

from bedside.chart import Chart, chart
from bedside.drug_clock import Code, Guard, Steroids, SteroidUse, Toci, Uncounted
from bedside.drug_clock.equivalents import EQUAL_MG
from bedside.facts import Admitted, Confirmed
from bedside.management import Reference, prompts
from bedside.timeline import Entry
from grading.signs import Drug, Infused, Support, Vitals
from ui.words import drug_clock, management

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=4)
TOCI = Toci(464.0, 58.0, EARLIER, 8, False, EARLIER, 1, 1, NOW + timedelta(hours=4), ())
NONE = Toci(None, None, None, 8, False, None, 0, 0, None, ())
STEROIDS = Steroids(20.75, 138.333, 30.75, 205.0, 5.0, (SteroidUse("dexamethasone", 20, 30),), ())
NO_STEROIDS = Steroids(0, 0, 0, 0, 0, (), ())


def guard(code: Code) -> Guard:
    """A guard of this code with all that it may hold."""
    return Guard(code, EARLIER, 5, 900.0, 464.0, 58.0)


def charted(*told: tuple[datetime, object]) -> Chart:
    """The chart of what is told."""
    log = [
        Entry(f"{n:06}", "w", n, "4711", at, at, "x", "x", fact)  # type: ignore[arg-type]
        for n, (at, fact) in enumerate([(NOW - timedelta(days=9), Admitted("6")), *told], 1)
    ]
    return chart(log, NOW)


def uncounted(count: int) -> tuple[Uncounted, ...]:
    """So many entries that are in no sum, for all reasons in turn."""
    reasons = ("no_amount", "unit", "local")
    drug = Drug("dexamethasone")
    return tuple(
        Uncounted(EARLIER, drug, why)  # type: ignore[arg-type]
        for why, _ in zip(reasons * count, range(count), strict=False)
    )


def of_tocilizumab() -> Iterator[str]:
    """The dose, the clock, the questions."""
    light = TOCI._replace(per_kg=12, weight_kg=29.9, dose_mg=358.8)
    capped = TOCI._replace(capped=True, weight_kg=120.0, dose_mg=800.0)
    over = TOCI._replace(given_total=4, earliest_next=None)
    for toci in (TOCI, light, capped, over, NONE, TOCI._replace(earliest_next=EARLIER)):
        yield drug_clock.dose_line(toci)
        yield drug_clock.weight_line(toci, UTC, NOW)
        yield drug_clock.doses_line(toci, UTC, NOW)
    for code in get_args(Code):
        yield drug_clock.guard_text(guard(code), UTC, NOW)
    yield drug_clock.guard_text(Guard("other_unit", unit="x"), UTC, NOW)


def of_steroids() -> Iterator[str]:
    """Sums, parts, and what is in none of them."""
    for given, cells in product((STEROIDS, NO_STEROIDS), (True, False)):
        yield drug_clock.steroid_day_line(given)
        yield drug_clock.steroid_so_far_line(given)
        yield drug_clock.steroid_total_line(given, cells=cells)
        yield drug_clock.steroid_uses_line(given)
    for count in (0, 3, 4):
        yield drug_clock.uncounted_line(uncounted(count), UTC, NOW)
    for name in EQUAL_MG:
        yield drug_clock.steroid_dose_line(name, Fraction(10))
    yield drug_clock.equivalents_line()


def of_management() -> Iterator[str]:
    """Every prompt, and every way in which a level is told."""
    for prompt in prompts():
        yield management.prompt_text(prompt)
    yield management.source_text("x")
    yield management.banner_text()
    fever = (EARLIER, Vitals(temp_c=38.8, sbp_mmhg=118, spo2_pct=97))
    cells = (NOW - timedelta(days=4), Infused())
    ill = charted(cells, fever, (EARLIER, Support("room_air")))
    hidden = charted(
        cells,
        (EARLIER, Drug("paracetamol")),
        (NOW, Vitals(temp_c=36.8, sbp_mmhg=82, spo2_pct=97)),
        (NOW, Support("room_air")),
    )
    signed = charted(
        cells,
        fever,
        (EARLIER, Support("room_air")),
        (NOW, Confirmed("crs", "x", 2, 1, 1, "graded", "x")),
    )
    for of, level, reached in product((ill, hidden, signed), (None, 0, 1, 2, 3), (None, EARLIER)):
        one = Reference("crs", level, reached, ())
        yield management.reference_title(one, of)
        yield management.no_prompt_text(one)


def sentences() -> Iterator[str]:
    """All of it; blank lines are left out."""
    said = (*of_tocilizumab(), *of_steroids(), *of_management())
    yield from (text for text in said if text)
