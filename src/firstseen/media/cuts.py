"""Hard cuts, found while the pictures go by, from brightness alone."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import cv2

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SMALLEST_CHANGE: Final = 11.0  # mean difference of brightness (0..255) below which nothing is a cut
_OVER_USUAL: Final = 3.0  # how far above the usual change of this footage a cut stands
_STAYS: Final = 0.6  # share of the change that remains one picture later: a flash goes back
_REMEMBERED: Final = 16
_KNOWN_FROM: Final = 4
_UNKNOWN: Final = 8.0
_SHORTEST_SHOT_S: Final = 0.3


class CutDetector:
    """Tells, one picture late, that a shot begins.

    Give it each picture's brightness in miniature (any fixed shape, uint8). A cut is a change that stands out
    of the last 16 and stays: a flash, where the picture after looks like the one before, is none. It is confirmed by
    the picture after the cut, which is also free of the blending that encoders leave on the first.
    """

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=_REMEMBERED)
        self._before: NDArray[np.uint8] | None = None
        self._last: NDArray[np.uint8] | None = None
        self._pending: tuple[float, float] | None = None
        self._latest_cut_s = -_SHORTEST_SHOT_S

    def feed(self, time_s: float, miniature: NDArray[np.uint8]) -> float | None:
        """When the shot began that this picture confirms, in seconds; None when it confirms none."""
        now = miniature
        if self._last is None or self._last.shape != now.shape:
            self._last, self._pending = now, None
            return None
        change = _change(now, self._last)
        waiting = self._pending is not None
        cut_s = self._confirmed(now)
        # Where a flash goes out, or a new shot goes on, nothing begins.
        if not waiting and self._stands_out(change) and time_s - self._latest_cut_s >= _SHORTEST_SHOT_S:
            self._pending = (time_s, change)
            self._before = self._last
        else:
            self._recent.append(change)
        self._last = now
        return cut_s

    def _stands_out(self, change: float) -> bool:
        if change <= _SMALLEST_CHANGE:
            return False
        # Right after the start nothing is known of what is usual: only a change of everything counts.
        usual = sorted(self._recent)[len(self._recent) // 2] if len(self._recent) >= _KNOWN_FROM else _UNKNOWN
        return change > _OVER_USUAL * usual + 2.0

    def _confirmed(self, now: NDArray[np.uint8]) -> float | None:
        if self._pending is None or self._before is None:
            return None
        time_s, change = self._pending
        self._pending = None
        if _change(now, self._before) < _STAYS * change:
            return None
        self._latest_cut_s = time_s
        return time_s


def _change(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(cv2.norm(one, other, cv2.NORM_L1)) / one.size
