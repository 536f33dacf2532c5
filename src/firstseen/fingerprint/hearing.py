"""Sound as it comes, block by block, into landmarks, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.model.descriptor import SoundLandmarks

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CORE_S: Final = 60.0  # landmarks are kept of so much sound at a time ...
_CONTEXT_S: Final = 5.0  # ... computed with so much more on either side, so that none is lost at a seam


class SoundListener:
    """Takes blocks of mono sound at `rate_hz` and gathers their landmarks on the clock of the pictures."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._pieces: list[NDArray[np.float32]] = []
        self._count = 0
        self._start_s = 0.0
        self._from_s = -np.inf
        self._version = ""
        self._found: list[SoundLandmarks] = []

    def hear(self, start_s: float, samples: NDArray[np.float32], *, joined: bool) -> None:
        """Take `samples` (n,) float32 that start at `start_s`; `joined` when they continue the block before."""
        if not joined or not self._count:
            self._flush(last=True)
            self._start_s, self._from_s = start_s, -np.inf
        self._pieces.append(samples)
        self._count += len(samples)
        if self._count >= (_CORE_S + 2 * _CONTEXT_S) * self.rate_hz:
            self._flush(last=False)

    def finished(self) -> tuple[SoundLandmarks, list[str]]:
        """All landmarks, ascending in time, and what was lost, in sentences."""
        self._flush(last=True)
        if not self._found:
            return SoundLandmarks("none", np.zeros(0, np.uint32), np.zeros(0, np.float32)), []
        hashes = np.concatenate([part.hashes for part in self._found])
        times_s = np.concatenate([part.times_s for part in self._found])
        order = np.argsort(times_s, kind="stable")
        return SoundLandmarks(self._version, hashes[order], times_s[order]), []

    def _flush(self, *, last: bool) -> None:
        if not self._count:
            return
        try:
            from firstseen.fingerprint.sound import landmarks  # noqa: PLC0415
        except ModuleNotFoundError:
            self._pieces, self._count = [], 0
            return

        samples = np.concatenate(self._pieces)
        found = landmarks(samples, self.rate_hz)
        self._version = found.version
        end_s = self._start_s + self._count / self.rate_hz
        until_s = np.inf if last else end_s - _CONTEXT_S
        times_s = found.times_s.astype(np.float64) + self._start_s
        kept = (times_s >= self._from_s) & (times_s < until_s)
        self._found.append(SoundLandmarks(found.version, found.hashes[kept], times_s[kept].astype(np.float32)))
        if last:
            self._pieces, self._count = [], 0
            return
        keep = round(2 * _CONTEXT_S * self.rate_hz)
        self._from_s = until_s
        self._start_s = end_s - keep / self.rate_hz
        self._pieces, self._count = [samples[-keep:]], keep
