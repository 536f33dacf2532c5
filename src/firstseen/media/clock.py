"""Presentation times of pictures: exact where the file has them, continued where it has not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from av import VideoFrame
    from av.rational import AVRational

_LONGEST_LAST_S: Final = 10.0  # the last picture's own duration is believed up to here


class Clock:
    """Turns pts × time base into seconds from the first picture, always ascending.

    Pictures without a time follow the one before by `frame_s`. A time that jumps back (a joined broadcast, a clock that
    was reset) continues from where it was. Each picture is first announced by `look_ahead`, then placed, so that a
    picture's duration is the distance to the next one.
    """

    def __init__(self, frame_s: float) -> None:
        self.origin_s = 0.0
        self.now_s = 0.0
        self._frame_s = frame_s
        self._started = False
        self._shift_s = 0.0
        self._last_s = 0.0
        self._times: list[float] = []
        self._gap_s = frame_s
        self._usual_s: float | None = None

    def start_s(self, frame: VideoFrame) -> float:
        """Time of the first picture on the file's own clock, in seconds."""
        self.origin_s = _stated_s(frame) or 0.0
        return self.origin_s

    def look_ahead(self, frame: VideoFrame) -> None:
        """Note when `frame` is shown; call once for each picture, in order."""
        stated = _stated_s(frame)
        if not self._started:
            self.origin_s = stated or 0.0
            self._started = True
            self._times.append(0.0)
            return
        time_s = self._last_s + self._gap_s if stated is None else stated - self.origin_s + self._shift_s
        if time_s <= self._last_s:
            self._shift_s += self._last_s + self._gap_s - time_s
            time_s = self._last_s + self._gap_s
        self._last_s = self.now_s = time_s
        self._times.append(time_s)

    def place(self, frame: VideoFrame) -> tuple[float, float]:
        """(time, duration) in seconds of the picture announced before the latest, or of the last one."""
        time_s = self._times.pop(0)
        if self._times:
            self._usual_s = self._times[0] - time_s
            self._gap_s = min(self._usual_s, 1.0)
            return time_s, self._usual_s
        # Containers state decoding steps, which differ from display steps at a variable rate.
        stated = (
            _seconds(frame.duration, frame.time_base) if frame.duration and frame.time_base else self._gap_s
        )
        limit_s = _LONGEST_LAST_S if self._usual_s is None else 2 * self._usual_s
        return time_s, min(stated, limit_s) if stated > 0 else self._gap_s


def _stated_s(frame: VideoFrame) -> float | None:
    stamp = frame.pts if frame.pts is not None else frame.dts
    return None if stamp is None or not frame.time_base else _seconds(stamp, frame.time_base)


def _seconds(stamp: int, time_base: AVRational) -> float:
    # One division of whole numbers is exactly rounded, and ten times faster than multiplying fractions.
    return stamp * time_base.numerator / time_base.denominator
