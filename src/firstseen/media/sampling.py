"""Which of the pictures that go by are described: an absolute grid, and one just after each cut."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from firstseen.media.picture import Picture

_FRESH_S: Final = 0.1  # a picture younger than this at its grid point keeps its own exact time
_STANDING_AT_MOST: Final = 30  # grid points that one standing picture is sampled for
_FEWEST: Final = 5
_ROUNDING: Final = 1e-6  # a picture that ends on a grid point is no longer shown there
_APART_S: Final = 0.08  # a cut this close to a sampled picture adds nothing


class Sampler:
    """Chooses pictures at k × `interval_s`, the one on display at that time, plus pictures asked for.

    A picture that came at most 0.1 s before its grid point is given its own time; one that has been standing longer is
    given the time of the grid point, since it is on display there as well. A picture that stands for very long is
    taken thirty times at most. With `displayed` off (keyframes only) a picture counts at its own time alone.
    """

    def __init__(self, interval_s: float, *, displayed: bool = True) -> None:
        self.interval_s = interval_s
        self._displayed = displayed
        self._next = 0
        self._last_s = -1.0

    def times_s(self, picture: Picture, *, asked: bool = False) -> list[float]:
        """The times at which `picture` is sampled, ascending; mostly none. `asked` takes it in any case."""
        times = self._on_display(picture) if self._displayed else self._alone(picture)
        if asked and not times and picture.time_s - self._last_s > _APART_S:
            times = [picture.time_s]
        if times:
            self._last_s = times[-1]
        return times

    def _on_display(self, picture: Picture) -> list[float]:
        past = math.ceil((picture.time_s + picture.duration_s) / self.interval_s - _ROUNDING)
        points = range(self._next, min(past, self._next + _STANDING_AT_MOST))
        self._next = max(self._next, past)
        grid_s = [point * self.interval_s for point in points]
        return [picture.time_s if time_s - picture.time_s <= _FRESH_S else time_s for time_s in grid_s]

    def _alone(self, picture: Picture) -> list[float]:
        if picture.time_s < self._next * self.interval_s - _ROUNDING:
            return []
        self._next = math.floor(picture.time_s / self.interval_s) + 1
        return [picture.time_s]


def interval_for(duration_s: float, interval_s: float) -> float:
    """The interval for footage of `duration_s`: `interval_s`, closer in clips of under three intervals.

    Short clips are sampled five times where their pictures allow it.
    """
    if 0.0 < duration_s < 3 * interval_s:
        return max(duration_s / _FEWEST, 0.04)
    return interval_s
