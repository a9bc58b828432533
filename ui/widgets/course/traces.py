"""The points of one quantity as arrays that grow with the record, and how their lines are laid."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

import numpy as np

from bedside.series import Limits, Point, breaks
from ui.widgets.course.draw import Flags, Values

_at = attrgetter("at")
_LEAST = 1e-3  # stands for 0 on a logarithmic axis, unless another is named


class Trace:
    """All points of one quantity. Values of a logarithmic trace are exponents of ten.

    ``xs`` (UTC seconds), ``ys``, ``others`` (NaN where there is none) and ``starts`` (where the
    line begins anew) hold the points that have a value, ``words`` those that have only words.
    ``least`` stands for 0, and for what lies below it, on a logarithmic axis.
    """

    def __init__(self, key: str, *, log: bool = False, least: float = _LEAST) -> None:
        self.key = key
        self._log = log
        self._least = least
        self.valued: list[Point] = []
        self.words: list[Point] = []
        self.xs: Values = np.empty(0)
        self.ys: Values = np.empty(0)
        self.others: Values = np.empty(0)
        self.starts: Flags = np.empty(0, dtype=np.bool_)

    def __len__(self) -> int:
        return len(self.valued) + len(self.words)

    @property
    def first(self) -> datetime:
        """The moment of the first point, of which there must be one."""
        return min(points[0].at for points in (self.valued, self.words) if points)

    @property
    def last(self) -> datetime:
        """The moment of the last point, of which there must be one."""
        return max(points[-1].at for points in (self.valued, self.words) if points)

    def cut(self, at: datetime) -> None:
        """Forget everything from a moment on."""
        keep = bisect_left(self.valued, at, key=_at)
        del self.valued[keep:]
        self.xs, self.ys = self.xs[:keep], self.ys[:keep]
        self.others, self.starts = self.others[:keep], self.starts[:keep]
        del self.words[bisect_left(self.words, at, key=_at) :]

    def extend(self, points: Sequence[Point], within: Limits) -> None:
        """Take in later points."""
        new = [point for point in points if point.value is not None]
        self.words += [point for point in points if point.value is None]
        if not new:
            return
        starts = breaks(new, within, self.valued[-1] if self.valued else None)
        values = np.array([point.value for point in new], dtype=np.float64)
        others = np.array([point.other for point in new], dtype=np.float64)
        self.valued += new
        self.xs = np.append(self.xs, [point.at.timestamp() for point in new])
        self.ys = np.append(self.ys, self._scaled(values))
        self.others = np.append(self.others, self._scaled(others))
        self.starts = np.append(self.starts, np.array(starts, dtype=np.bool_))

    def _scaled(self, values: Values) -> Values:
        return np.log10(np.maximum(values, self._least)) if self._log else values

    def span(self) -> tuple[float, float] | None:
        """The least and the greatest value, other ends included; None without any."""
        if not len(self.ys):
            return None
        low = float(np.fmin(self.ys, self.others).min())
        return low, float(np.fmax(self.ys, self.others).max())

    def inside(self, start: float, end: float) -> slice:
        """The points with a value between two moments, in UTC seconds."""
        low, high = np.searchsorted(self.xs, (start, end + 1e-6))
        return slice(int(low), int(high))

    def around(self, start: float, end: float) -> slice:
        """The same with one more point on either side, for lines that leave the picture."""
        inside = self.inside(start, end)
        return slice(max(0, inside.start - 1), min(len(self.xs), inside.stop + 1))

    def words_inside(self, start: float, end: float) -> list[Point]:
        """The points without a value between two moments."""
        return [point for point in self.words if start <= point.at.timestamp() <= end]

    def count(self, start: float, end: float) -> int:
        """How many points lie between two moments."""
        inside = self.inside(start, end)
        return int(inside.stop - inside.start) + len(self.words_inside(start, end))

    def points(self, start: float, end: float) -> tuple[Point, ...]:
        """The points between two moments in time order."""
        found = [*self.valued[self.inside(start, end)], *self.words_inside(start, end)]
        return tuple(sorted(found, key=_at))

    def nearest(self, at: datetime) -> Point | None:
        """The point nearest to a moment."""
        found = []
        for points in (self.valued, self.words):
            place = bisect_left(points, at, key=_at)
            found += points[max(0, place - 1) : place + 1]
        return min(found, key=lambda point: abs(point.at - at), default=None)

    def neighbour(self, at: datetime, by: int) -> datetime | None:
        """The moment of the next point (``by`` 1) or of the one before (-1)."""
        found = []
        for points in (self.valued, self.words):
            if by > 0:
                found += points[(place := bisect_right(points, at, key=_at)) : place + 1]
            else:
                found += points[max(0, bisect_left(points, at, key=_at) - 1) :][:1]
        moments = [point.at for point in found if (point.at > at if by > 0 else point.at < at)]
        return (min if by > 0 else max)(moments, default=None)
