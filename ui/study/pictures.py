"""What the pictures of a study show: its curves and its lanes, for screen and paper alike."""

from collections.abc import Sequence
from datetime import tzinfo

from bedside.study import (
    BASELINE,
    CART,
    MONTHS,
    Happening,
    Study,
    Subject,
    median_of,
    sledai_means,
)
from grading.scores.sledai import Variant
from ui.study.curves import Middle, Plot, Spot, Thread
from ui.study.look import MONTH
from ui.study.swimmer import Bar, BarKind, Finish, Lane, Mark, MarkKind
from ui.words import study as said
from ui.words import study_curves as curved
from ui.words import study_events as events
from ui.words.codes import dotted

CURVES = ("cart", "il6", "crp", "ferritin", "sledai")
"""What there is to choose from; "cart" is whatever the cells in blood are measured in."""
RANGES = (28, 90, 365)
"""Days up to which a curve of laboratory values may be shown."""
_BEFORE = 7.0
_GAP, _YEAR_GAP = 40.0, 100.0


def groups(study: Study) -> dict[tuple[str, str], int]:
    """The place of each dose level of each protocol, by which its colour and strokes are."""
    return {(one.protocol, one.dose_level): place for place, one in enumerate(study.levels)}


def analyte_of(study: Study, curve: str) -> str:
    """What a curve is of: of the cells in blood what most patients were measured in."""
    if curve != "cart":
        return curve
    counts = {name: sum(name in one.curves for one in study.subjects) for name in CART}
    return max(CART, key=lambda name: counts[name])


def curve_unit(study: Study, curve: str) -> str:
    """The unit of a curve; empty for a score."""
    return "" if curve == "sledai" else curved.unit(analyte_of(study, curve))


def plot(
    study: Study,
    curve: str,
    places: dict[tuple[str, str], int],
    last: int = 90,
    *,
    by_level: bool = False,
) -> Plot:
    """A curve of the patients of a study.

    ``places`` are those of `groups` of the whole study, so that a level keeps its colour when
    others are left out. ``by_level``: one middle a dose level.
    """
    if curve == "sledai":
        return _sledai(study, places, by_level=by_level)
    analyte = analyte_of(study, curve)
    threads = tuple(
        Thread(
            one.patient,
            places.get((one.protocol, one.dose_level), 0),
            tuple(
                Spot(point.days, point.value, (point.entry,), point.bound or "")
                for point in one.curves[analyte]
            ),
        )
        for one in study.subjects
        if analyte in one.curves
    )
    middles = [
        Middle(group, tuple((m.day, m.value, m.of) for m in median_of(of, analyte)))
        for group, of in _parts(study, places, by_level=by_level)
    ]
    early = any(spot.day < 0 for thread in threads for spot in thread.spots)
    first = -_BEFORE if early and not analyte.startswith("cart_") else 0.0
    if early and analyte.startswith("cart_"):
        first = -1.0
    return Plot(
        threads,
        tuple(middle for middle in middles if middle.spots),
        unit=curved.unit(analyte),
        gap=_GAP if last <= 90 else _YEAR_GAP,  # noqa: PLR2004 - the month's, and the quarter's
        first=first,
        last=float(last),
    )


def _parts(
    study: Study, places: dict[tuple[str, str], int], *, by_level: bool
) -> list[tuple[int | None, Sequence[Subject]]]:
    if not by_level:
        return [(None, study.subjects)]
    found: dict[int, list[Subject]] = {}
    for one in study.subjects:
        found.setdefault(places.get((one.protocol, one.dose_level), 0), []).append(one)
    return list(found.items())


def _sledai(study: Study, places: dict[tuple[str, str], int], *, by_level: bool) -> Plot:
    """SLEDAI visit by visit; a visit stands at its month."""
    variant = study.summary.variant
    threads = []
    for one in study.subjects:
        spots = _visits_of(one, variant) if one.is_infused else ()
        if spots:
            group = places.get((one.protocol, one.dose_level), 0)
            threads.append(Thread(one.patient, group, spots))
    middles = [
        Middle(
            group,
            tuple((m.month * MONTH, m.value, len(m.patients)) for m in sledai_means(of, variant)),
        )
        for group, of in _parts(study, places, by_level=by_level)
    ]
    judged = {round(spot.day / MONTH) for thread in threads for spot in thread.spots}
    months = [month for month in (BASELINE, *MONTHS) if month <= max(judged, default=6)]
    return Plot(
        tuple(threads),
        tuple(middle for middle in middles if middle.spots),
        log=False,
        gap=4 * MONTH,
        first=0.0,
        last=max(months) * MONTH,
        spread="even",
        labelled=not by_level,
        decimals=1,
        ticks=tuple((month * MONTH, curved.month_short(month)) for month in months),
    )


def _visits_of(one: Subject, variant: Variant) -> tuple[Spot, ...]:
    found = []
    for month in (BASELINE, *MONTHS):
        total = one.outcome(month).total(variant)
        if total.value is not None:
            found.append(Spot(month * MONTH, total.value, total.entries))
    return tuple(found)


# --- lanes ------------------------------------------------------------------------------------


def lanes(study: Study, places: dict[tuple[str, str], int], zone: tzinfo) -> tuple[Lane, ...]:
    """A lane for everybody who was infused."""
    return tuple(
        _lane(one, places.get((one.protocol, one.dose_level), 0), zone)
        for one in study.subjects
        if one.is_infused
    )


def _lane(one: Subject, group: int, zone: tzinfo) -> Lane:
    dead = any(what.kind == "death" for what in one.happenings)
    finish: Finish = "dead" if dead else "ended"
    if not dead and (one.ended.value is None or one.followed_on):
        finish = "ongoing" if one.followed_on else "open"
    marks = [mark for what in one.happenings if (mark := _mark(one, what, zone)) is not None]
    last = float(max(0, one.last_day or 0))
    return Lane(
        one.patient,
        events.level_short(one),
        group,
        max([last, *(mark.day for mark in marks)]),
        finish,
        _bars(one, zone),
        (*_together(marks), *_responses(one)),
    )


def _bars(one: Subject, zone: tzinfo) -> tuple[Bar, ...]:
    found: list[Bar] = []
    kinds: tuple[BarKind, ...] = ("crs", "icans")
    for kind in kinds:
        parts = [w for w in one.happenings if w.kind == kind and w.until is not None]
        for episode in _episodes(parts):
            top = max(episode, key=lambda what: (what.level or 0, -what.day))
            for what in episode:
                until = what.day if what.until is None else what.until
                text = said.UNSURE if what.level is None else str(what.level)
                spoken = events.happened(one, what, zone)
                found.append(
                    Bar(
                        *(kind, what.day, until, what.level, text, spoken, what.entries),
                        top=what is top,
                    )
                )
    return tuple(found)


def _episodes(parts: Sequence[Happening]) -> list[list[Happening]]:
    """Parts that follow each other without a gap."""
    found: list[list[Happening]] = []
    for what in parts:
        before = found[-1][-1] if found else None
        if before is not None and before.until is not None and what.day - before.until < 1e-6:  # noqa: PLR2004 - the same moment
            found[-1].append(what)
        else:
            found.append([what])
    return found


def _mark(one: Subject, what: Happening, zone: tzinfo) -> Mark | None:
    kinds: dict[str, MarkKind] = {
        "tocilizumab": "tocilizumab",
        "steroid": "steroid",
        "icaht": "icaht",
        "sae": "sae",
        "ended": "ended",
        "death": "death",
        "infusion": "infusion",
    }
    kind = kinds.get(what.kind)
    if kind is None:
        return None
    text = events.mark_text(kind, what.level)
    return Mark(kind, what.day, text, events.happened(one, what, zone), what.entries, what.level)


def _together(marks: Sequence[Mark]) -> list[Mark]:
    """Doses of one drug close to each other as one mark with their number."""
    found: list[Mark] = []
    ordered = sorted(marks, key=lambda mark: (mark.kind, mark.day))
    for place, mark in enumerate(ordered):
        before = found[-1] if found else None
        joins = (
            before is not None
            and mark.kind in {"tocilizumab", "steroid"}
            and before.kind == mark.kind
            and mark.day - ordered[place - 1].day <= _SAME
        )
        if before is not None and joins:
            found[-1] = before._replace(
                text=events.mark_count(mark.kind, _count(before) + 1),
                said=f"{before.said}\n{mark.said}",
                entries=before.entries + mark.entries,
            )
        else:
            found.append(mark)
    return found


_SAME = 1.6
"""Doses no further apart than so many days stand together."""


def _count(mark: Mark) -> int:
    return mark.said.count("\n") + 1


def _responses(one: Subject) -> list[Mark]:
    """At each visit that was judged, the letters of the responses that were reached."""
    found = []
    infused = one.infused.value
    assert infused is not None
    for month in MONTHS:
        outcome = one.outcome(month)
        if outcome.at is None:
            continue
        answers = {
            "sri4": outcome.responds(one.variant),
            "lldas": outcome.lldas,
            "doris": outcome.doris,
        }
        reached = [name for name, figure in answers.items() if figure.value]
        unknown = all(figure.value is None for figure in answers.values())
        text = "".join(events.response_letter(name) for name in reached)
        if not text:
            text = said.UNSURE if unknown else said.NONE
        spoken = [
            said.answer_spoken(one, outcome, name, figure.value) for name, figure in answers.items()
        ]
        entries = tuple(dict.fromkeys(e for figure in answers.values() for e in figure.entries))
        day = (outcome.at - infused).total_seconds() / 86_400
        found.append(Mark("response", day, text, dotted(spoken), entries, 1 if reached else 0))
    return found
