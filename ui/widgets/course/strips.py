"""What stands in the lanes of a chart: bars and doses in time, and where their words have room."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import QLocale

from bedside.series import CONFIRMED_FOR, Given, Lane, Oxygen
from grading.drugs import DrugClass
from ui.widgets.course.draw import Frame
from ui.widgets.course.legend import (
    amount_text,
    given_text,
    oxygen_short,
)

Tint = Literal["air", "lane_oxygen_low", "lane_oxygen_high", "lane_pressor", "lane_drug"]
_HIGH_FLOW = 3
_LEAST_ROOM = 14.0
_PRESSORS = (
    DrugClass.VASOPRESSOR,
    DrugClass.VASOPRESSIN,
    DrugClass.INOTROPE,
    DrugClass.RESCUE,
    DrugClass.ORAL_PRESSOR,
)


@dataclass(frozen=True, slots=True)
class Strip:
    """A bar or a dose in a lane, in UTC seconds. ``sure`` is up to where it is certain.

    ``cuts`` are where the rate was changed; ``words`` gives what is written of it.
    """

    start: float
    end: float
    sure: float
    tint: Tint
    words: Callable[[QLocale], str]
    is_dose: bool = False
    cuts: tuple[float, ...] = ()

    def is_seen(self, frame: Frame, slack: float = 0.0) -> bool:
        """Whether any of it lies in the frame, or ``slack`` pixels beside it."""
        more = slack * (frame.end - frame.start) / frame.width
        return self.start <= frame.end + more and self.end >= frame.start - more


def oxygen_strips(spans: Iterable[Oxygen]) -> tuple[Strip, ...]:
    """Oxygen devices as bars."""
    return tuple(_oxygen_strip(span) for span in spans)


def _oxygen_strip(span: Oxygen) -> Strip:
    tint: Tint = "air"
    if span.level:
        tint = "lane_oxygen_high" if span.level >= _HIGH_FLOW else "lane_oxygen_low"
    end = span.end.timestamp()
    return Strip(span.start.timestamp(), end, end, tint, lambda locale: oxygen_short(span, locale))


def drug_strips(lane: Lane, *, named: bool = False) -> tuple[Strip, ...]:
    """What was given of a drug: an infusion is one bar however often its rate was changed.

    ``named``: the words carry the drug's name.
    """
    chains: list[list[Given]] = []
    for given in lane.given:
        last = chains[-1][-1] if chains else None
        if last is not None and last.end == given.start and last.end > last.start:
            chains[-1].append(given)
        else:
            chains.append([given])
    return tuple(_drug_strip(lane, chain, named=named) for chain in chains)


def _drug_strip(lane: Lane, chain: Sequence[Given], *, named: bool) -> Strip:
    last = chain[-1]

    def words(locale: QLocale) -> str:
        amount = amount_text([given.drug for given in chain], locale)
        return given_text(lane.drug, amount) if named else amount

    return Strip(
        chain[0].start.timestamp(),
        last.end.timestamp(),
        min(last.end, last.confirmed + CONFIRMED_FOR).timestamp(),
        "lane_pressor" if lane.drug_class in _PRESSORS else "lane_drug",
        words,
        chain[0].start == last.end and not last.running,
        tuple(given.start.timestamp() for given in chain[1:]),
    )


class Words(NamedTuple):
    """Words of a strip and where they begin; ``on_bar`` says that they stand upon it."""

    strip: Strip
    left: float
    text: str
    on_bar: bool


def placed(
    strips: Sequence[Strip],
    frame: Frame,
    half: float,
    gap: float,
    measure: Callable[[Strip], tuple[str, float]],
) -> list[Words]:
    """The words that have room, the latest first: upon a bar, else at its right, else its left.

    ``half`` is half the width of a dose, ``measure`` gives the words of a strip and their width.
    """
    taken = [_extent(strip, frame, half) for strip in strips]
    found: list[Words] = []
    spans = list(taken)
    for strip, (left, right) in sorted(zip(strips, taken, strict=True), key=lambda p: -p[0].start):
        sure = min(frame.x(strip.sure), frame.width)
        others = [span for span in spans if span != (left, right)]
        before = max((end for start, end in others if start <= left), default=0.0)
        after = min((start for start, end in others if end >= right), default=frame.width)
        upon = 0.0 if strip.is_dose else sure - max(0.0, left)
        if max(upon, after - right, left - before) < _LEAST_ROOM:
            continue
        text, width = measure(strip)
        if not text:
            continue
        if width + 2.5 * gap <= upon:
            found.append(Words(strip, max(0.0, left) + 1.5 * gap, text, on_bar=True))
            continue
        for x, low, high in (
            (right + gap, right, min(after, frame.width)),
            (left - gap - width, max(before, 0.0), left),
        ):
            if x >= low and x + width <= high:
                found.append(Words(strip, x, text, on_bar=False))
                spans.append((x, x + width))
                break
    return found


def _extent(strip: Strip, frame: Frame, half: float) -> tuple[float, float]:
    left, right = frame.x(strip.start), frame.x(strip.end)
    return (left - half, right + half) if strip.is_dose else (left, right)
