"""Footage as a function of time: pictures and sound at any second of a file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Samples = NDArray[np.float32]

SOUND_RATE_HZ = 32000
# A reversed edit asks for earlier and earlier times: each step back decodes this much ahead.
BACKSTEP_S = 1.5


class ClipReader:
    """Pictures of one video (or still) by presentation time from its first frame.

    Memory stays bounded: frames older than the asked time are dropped, except for a window of `BACKSTEP_S`
    seconds after a step backwards.
    """

    def __init__(self, path: Path, max_width_px: int = 854) -> None:
        self.path = path
        self._container = av.open(str(path))
        self._stream = self._container.streams.video[0]
        self._stream.codec_context.thread_count = 1
        size = self._stream.codec_context
        shrink = min(1.0, max_width_px / max(size.width, size.height))
        self.width = max(2, round(size.width * shrink / 2) * 2)
        self.height = max(2, round(size.height * shrink / 2) * 2)
        self._first_s: float | None = None
        self._frames: Iterator[Any] = self._container.decode(self._stream)
        self._times: list[float] = []
        self._raw: list[Any] = []
        self._window_from_s = float("inf")
        self._done = False
        self._last: tuple[float, Rgb] | None = None
        self._pull()

    def _pull(self) -> bool:
        for frame in self._frames:
            if frame.pts is None:
                continue
            time_s = float(frame.pts * frame.time_base)
            if self._first_s is None:
                self._first_s = time_s
            self._times.append(time_s - self._first_s)
            self._raw.append(frame)
            return True
        self._done = True
        return False

    def _rewind(self, time_s: float) -> None:
        """Start decoding again a little before `time_s`."""
        self._container.close()
        self._container = av.open(str(self.path))
        self._stream = self._container.streams.video[0]
        self._stream.codec_context.thread_count = 1
        target_s = max(0.0, time_s - BACKSTEP_S)
        if target_s > 0 and self._stream.time_base is not None:
            start = target_s + (self._first_s or 0.0)
            self._container.seek(int(start / self._stream.time_base), stream=self._stream, backward=True)
        self._frames = self._container.decode(self._stream)
        self._times, self._raw, self._done = [], [], False
        self._window_from_s = target_s
        self._pull()
        if target_s > 0 and (not self._times or self._times[0] > time_s):
            # Some old containers seek past the target: decode from the start instead.
            self._rewind(0.0)

    def at(self, time_s: float) -> Rgb:
        """The picture on screen at `time_s` seconds, RGB, shrunk to at most the reader's size."""
        time_s = max(0.0, time_s) + 1e-4
        if self._times and time_s < self._times[0] and self._times[0] > 0:
            self._rewind(time_s)
        while not self._done and (not self._times or self._times[-1] <= time_s):
            self._pull()
            self._forget(time_s)
        if not self._times:
            raise ValueError(f"{self.path.name}: no picture at {time_s:.2f} s")
        index = max(0, bisect_right(self._times, time_s) - 1)
        shown_s = self._times[index]
        if self._last is None or self._last[0] != shown_s:
            rgb = self._raw[index].to_ndarray(format="rgb24", width=self.width, height=self.height)
            self._last = (shown_s, rgb)
        return self._last[1]

    def _forget(self, time_s: float) -> None:
        keep_from_s = min(time_s, self._window_from_s) if self._window_from_s <= time_s else time_s
        if time_s > self._window_from_s + 2 * BACKSTEP_S:
            self._window_from_s = float("inf")
            keep_from_s = time_s
        drop = max(0, bisect_right(self._times, keep_from_s) - 1)
        if drop:
            del self._times[:drop], self._raw[:drop]

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()


def read_picture(path: Path) -> Rgb:
    """A still, RGB."""
    bgr = cv2.imread(str(path))
    if bgr is None:
        raise ValueError(f"{path.name} does not decode")
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


def read_sound(path: Path, start_s: float, length_s: float) -> Samples | None:
    """Mono samples at `SOUND_RATE_HZ` from `start_s`, as long as asked (silence past the end); None without sound.

    Times count from the first *picture*, as everywhere: a sound stream that starts later is shifted.
    """
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return None
        picture_s = _start_s(container.streams.video[0]) if container.streams.video else 0.0
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="flt", layout="mono", rate=SOUND_RATE_HZ)
        out = np.zeros(round(length_s * SOUND_RATE_HZ), np.float32)
        clock: int | None = None
        for frame in container.decode(stream):
            if clock is None:
                begin_s = float(frame.pts * frame.time_base) if frame.pts is not None else 0.0
                clock = round((begin_s - picture_s - start_s) * SOUND_RATE_HZ)
            for part in resampler.resample(frame):
                samples = part.to_ndarray().reshape(-1)
                _lay(out, np.asarray(samples, np.float32), clock)
                clock += len(samples)
            if clock > len(out):
                break
    return out


def _start_s(stream: av.VideoStream | av.AudioStream) -> float:
    start, base = stream.start_time, stream.time_base
    return float(start * base) if start is not None and base is not None else 0.0


def _lay(out: Samples, samples: Samples, at: int) -> None:
    begin, end = max(0, at), min(len(out), at + len(samples))
    if begin < end:
        out[begin:end] = samples[begin - at : end - at]
