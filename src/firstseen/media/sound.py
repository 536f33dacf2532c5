"""The sound of a file as mono samples at one rate, on the clock of its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av import AudioFrame
    from numpy.typing import NDArray

_BLOCK_S: Final = 10.0
_JITTER_S: Final = 0.06  # container clocks of 1/1000 s and packet rounding stay under this
_LONGEST_SILENCE_S: Final = 5.0  # shorter gaps are filled with silence, longer ones start a new block


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A stretch of sound: `samples` (n,) float32 mono in -1..1, the first at `start_s` from the first picture.

    `start_s` may be negative where sound starts before the picture. `joined` says that it continues the block before
    without a gap.
    """

    start_s: float
    rate_hz: int
    samples: NDArray[np.float32]
    joined: bool

    @property
    def end_s(self) -> float:
        """When its last sample ends."""
        return self.start_s + len(self.samples) / self.rate_hz


class SoundTrack:
    """Collects decoded sound, brings it to mono `rate_hz`, and hands it out in blocks of ten seconds."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self.damaged = 0
        self.start_s = 0.0
        self.end_s = 0.0
        self._resampler = self._fresh()
        self._pieces: list[NDArray[np.float32]] = []
        self._ready: list[tuple[float, NDArray[np.float32], bool]] = []
        self._count = 0
        self._block_s = 0.0
        self._started = False
        self._joined = False

    @property
    def waiting_s(self) -> float:
        """How much sound is waiting to be taken, in seconds."""
        return (self._count + sum(len(samples) for _, samples, _ in self._ready)) / self.rate_hz

    def add(self, frame: AudioFrame) -> None:
        """Take one decoded frame of sound. A change of format within the file is followed."""
        base = frame.time_base
        start_s = frame.pts * base.numerator / base.denominator if frame.pts is not None and base else None
        try:
            resampled = self._resampler.resample(frame)
        except ValueError:
            self._drain()
            self._resampler = self._fresh()
            resampled = self._resampler.resample(frame)
        if start_s is not None:
            self._place(start_s)
        for piece in resampled:
            self._append(np.asarray(piece.to_ndarray(), dtype=np.float32).reshape(-1))

    def take(self, origin_s: float, *, last: bool) -> Iterator[Sound]:
        """The blocks that are complete, on a clock that starts at `origin_s`; with `last`, all that is left."""
        if last:
            self._drain()
            self._close(joined_after=False)
        elif self._count >= _BLOCK_S * self.rate_hz:
            self._close(joined_after=True)
        while self._ready:
            start_s, samples, joined = self._ready.pop(0)
            yield Sound(start_s - origin_s, self.rate_hz, samples, joined)

    def _fresh(self) -> av.AudioResampler:
        return av.AudioResampler(format="flt", layout="mono", rate=self.rate_hz)

    def _drain(self) -> None:
        for piece in self._resampler.resample(None):
            self._append(np.asarray(piece.to_ndarray(), dtype=np.float32).reshape(-1))

    def _append(self, samples: NDArray[np.float32]) -> None:
        if not self._started:
            self._started = True
        self._pieces.append(samples)
        self._count += len(samples)
        self.end_s = self._block_s + self._count / self.rate_hz

    def _place(self, start_s: float) -> None:
        if not self._started:
            self.start_s = self._block_s = self.end_s = start_s
            self._started = True
            return
        gap_s = start_s - self.end_s
        if gap_s <= _JITTER_S:
            return  # the resampler's own delay, or a clock that went back: sound goes on
        if gap_s <= _LONGEST_SILENCE_S:
            self._append(np.zeros(round(gap_s * self.rate_hz), np.float32))
            return
        self._close(joined_after=False)
        self._block_s = self.end_s = start_s

    def _close(self, *, joined_after: bool) -> None:
        if self._count:
            self._ready.append((self._block_s, _clean(np.concatenate(self._pieces)), self._joined))
        self._pieces, self._count = [], 0
        self._block_s, self._joined = self.end_s, joined_after


def _clean(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Samples within -1..1; a damaged stream can decode to anything, even to no number."""
    return np.clip(np.nan_to_num(samples, posinf=1.0, neginf=-1.0), -1.0, 1.0)
