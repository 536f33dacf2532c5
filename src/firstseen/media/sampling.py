"""Which of the pictures that go by are described: an absolute grid, and one just after each cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from firstseen.media.picture import Picture

_FRESH_S: Final = 0.1  # a picture younger than this at its grid point keeps its own exact time
_STANDING_AT_MOST: Final = 30  # grid points that one standing picture is sampled for
_FEWEST: Final = 5
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
        end_s = picture.time_s + picture.duration_s
        times = []
        first = self._next
        if self._next * self.interval_s < end_s or not self._displayed:
            while self._next * self.interval_s < end_s and self._next - first < _STANDING_AT_MOST:
                grid_s = self._next * self.interval_s
                if not self._displayed and grid_s > picture.time_s:
                    break
                times.append(picture.time_s if grid_s - picture.time_s <= _FRESH_S else grid_s)
                self._next += 1
            # Grid points left over belong to a picture that stands for ever: skip to its end.
            past = int(end_s / self.interval_s) if self._displayed else int(picture.time_s / self.interval_s)
            self._next = max(self._next, past if self._next - first >= _STANDING_AT_MOST else self._next)
            if not self._displayed:
                times, self._next = times[-1:], max(self._next, past + 1)
                times = [picture.time_s] if times else []
        if asked and not times and picture.time_s - self._last_s > _APART_S:
            times = [picture.time_s]
        if times:
            self._last_s = times[-1]
        return times


def interval_for(duration_s: float, interval_s: float) -> float:
    """The interval for footage of `duration_s`: `interval_s`, closer in clips of under three intervals.

    Short clips are sampled five times where their pictures allow it.
    """
    if 0.0 < duration_s < 3 * interval_s:
        return max(duration_s / _FEWEST, 0.04)
    return interval_s
