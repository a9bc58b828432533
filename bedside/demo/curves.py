"""Smooth courses through a few points, as a body goes from one state to the next."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from math import exp, log
from random import Random


class Curve:
    """A value over time through given points, without overshoot; flat before and after them.

    Monotone cubic interpolation: Fritsch FN, Butland J, SIAM J Sci Stat Comput 1984;5:300-304.
    """

    def __init__(self, points: Sequence[tuple[datetime, float]]) -> None:
        self._x = [at.timestamp() for at, _ in points]
        self._y = [float(value) for _, value in points]
        if any(b <= a for a, b in pairwise(self._x)):
            raise ValueError("the points of a curve stand in time order")
        spans = [b - a for a, b in pairwise(self._x)]
        rises = [(b - a) / s for (a, b), s in zip(pairwise(self._y), spans, strict=True)]
        inner = (2 * a * b / (a + b) if a * b > 0 else 0.0 for a, b in pairwise(rises))
        self._slopes = [0.0, *inner, 0.0]

    def at(self, moment: datetime) -> float:
        """The value at a moment."""
        x = moment.timestamp()
        right = bisect_right(self._x, x)
        if not right:
            return self._y[0]
        if right == len(self._x):
            return self._y[-1]
        left = right - 1
        span = self._x[right] - self._x[left]
        t = (x - self._x[left]) / span
        return (
            (1 + 2 * t) * (1 - t) ** 2 * self._y[left]
            + t * (1 - t) ** 2 * span * self._slopes[left]
            + t * t * (3 - 2 * t) * self._y[right]
            + t * t * (t - 1) * span * self._slopes[right]
        )


class LogCurve:
    """A positive value over time that moves by factors, as cytokines and cell counts do."""

    def __init__(self, points: Sequence[tuple[datetime, float]]) -> None:
        self._curve = Curve([(at, log(value)) for at, value in points])

    def at(self, moment: datetime) -> float:
        """The value at a moment."""
        return exp(self._curve.at(moment))


class Unrest:
    """What keeps a measured value from being smooth: each swing remembers the one before."""

    _KEPT = 0.5

    def __init__(self, chance: Random, spread: float) -> None:
        self._chance = chance
        self._spread = spread
        self._swing = 0.0

    def next(self) -> float:
        """The next swing about the smooth course."""
        self._swing = self._KEPT * self._swing + self._chance.gauss(0.0, self._spread)
        return self._swing
