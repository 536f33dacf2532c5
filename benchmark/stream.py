"""Streams that know which footage they show: truth is carried by the edits, never written by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import cv2
import numpy as np

from benchmark.reader import SOUND_RATE_HZ, ClipReader, Rgb, Samples

Box = tuple[float, float, float, float]
Track = Literal["picture", "sound"]
FULL: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Shown:
    """One clip seen (or heard) during a run of a stream, on a straight line of time.

    `start_s`, `end_s`: seconds of the stream. `clip_start_s`, `clip_end_s`: seconds of the clip at those moments
    (the end is the smaller one when it runs backwards). `place`: where in the stream's picture; `region`: which
    part of the clip's picture is there (both x0, y0, x1, y1 in 0–1).
    """

    clip: str
    start_s: float
    end_s: float
    clip_start_s: float
    clip_end_s: float
    mirrored: bool = False
    place: Box = FULL
    region: Box = FULL
    track: Track = "picture"

    @property
    def speed(self) -> float:
        """Seconds of the clip per second of the stream; negative when it runs backwards."""
        return (self.clip_end_s - self.clip_start_s) / (self.end_s - self.start_s)

    def clip_time(self, time_s: float) -> float:
        """The second of the clip that is shown at `time_s` of the stream."""
        return self.clip_start_s + (time_s - self.start_s) * self.speed

    def within(self, start_s: float, end_s: float) -> Shown | None:
        """The part of it inside a span of the stream, None when nothing of it is."""
        begin, end = max(self.start_s, start_s), min(self.end_s, end_s)
        if end - begin < 0.02:
            return None
        return replace(
            self, start_s=begin, end_s=end, clip_start_s=self.clip_time(begin), clip_end_s=self.clip_time(end)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """Pictures by time, with sound beside them, and what they show. `at` is asked with rising times."""

    length_s: float
    width: int
    height: int
    fps: float
    at: Callable[[float], Rgb]
    shown: tuple[Shown, ...] = ()
    sound: Samples | None = None

    def pictures(self) -> tuple[Shown, ...]:
        """What is seen, without what is heard."""
        return tuple(part for part in self.shown if part.track == "picture")

    def sounds(self) -> tuple[Shown, ...]:
        """What is heard, without what is seen."""
        return tuple(part for part in self.shown if part.track == "sound")

    def with_pictures(self, at: Callable[[float], Rgb], pictures: tuple[Shown, ...] | None = None) -> Stream:
        """The same stream with other pictures."""
        kept = self.pictures() if pictures is None else pictures
        return replace(self, at=at, shown=kept + self.sounds())


def fit(rgb: Rgb, width: int, height: int) -> Rgb:
    """The picture at exactly this size."""
    if rgb.shape[1] == width and rgb.shape[0] == height:
        return rgb
    shrinking = width < rgb.shape[1]
    return np.asarray(
        cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR),
        np.uint8,
    )


def even(value: float, least: int = 16) -> int:
    """The nearest even number of pixels: 4:2:0 video has no odd sizes."""
    return max(least, round(value / 2) * 2)


def cut(  # noqa: PLR0917
    path: Path,
    shown: tuple[Shown, ...],
    start_s: float,
    length_s: float,
    fps: float,
    width: int,
    sound: Samples | None,
) -> Stream:
    """`length_s` seconds of a file from `start_s`; `shown` says what the whole file shows."""
    reader = ClipReader(path)
    height = even(width * reader.height / reader.width)
    parts = (part.within(start_s, start_s + length_s) for part in shown)
    moved = tuple(
        replace(part, start_s=part.start_s - start_s, end_s=part.end_s - start_s)
        for part in parts
        if part is not None and (part.track == "picture" or sound is not None)
    )
    return Stream(
        length_s, width, height, fps, lambda t: fit(reader.at(start_s + t), width, height), moved, sound
    )


def write_video(
    stream: Stream, path: Path, crf: int = 23, fps: float | None = None, preset: str = "veryfast"
) -> None:
    """Encode a stream as H.264 with AAC sound, one frame at a time."""
    rate = Fraction(fps or stream.fps).limit_denominator(1001)
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=rate)
        video.width, video.height, video.pix_fmt = stream.width, stream.height, "yuv420p"
        video.options = {"preset": preset, "crf": str(crf), "threads": "1"}
        audio = container.add_stream("aac", rate=SOUND_RATE_HZ) if stream.sound is not None else None
        if audio is not None:
            audio.layout = "mono"
        count = max(1, round(stream.length_s * float(rate)))
        for index in range(count):
            rgb = fit(stream.at(index / float(rate)), stream.width, stream.height)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
            frame.pts, frame.time_base = index, 1 / rate
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None and stream.sound is not None:
            _write_sound(container, audio, stream.sound)


def _write_sound(container: av.container.OutputContainer, audio: av.AudioStream, sound: Samples) -> None:
    step = 1024
    for begin in range(0, len(sound) - step + 1, step):
        block = np.clip(sound[begin : begin + step], -1, 1)[None]
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE_HZ, begin, Fraction(1, SOUND_RATE_HZ)
        container.mux(audio.encode(frame))
    container.mux(audio.encode(None))
