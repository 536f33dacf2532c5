"""Small real videos, made on the spot from a seed: textured scenes with parallax, with every oddity that files have.

`make_clip` is what most tests want. Two clips of one seed show the same footage, whatever their size, rate or codec;
two seeds show nothing in common.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

Rgb = NDArray[np.uint8]
Edit = Callable[[Rgb, float], Rgb]

_SCENE = (640, 360)  # width, height in which scenes are drawn, before they are brought to the size asked for


@functools.cache
def _texture(seed: int, width: int, height: int) -> Rgb:
    """Seeded noise at several scales with polygons and lines on it: corners for ORB, composition for SSCD."""
    rng = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for cells, weight in ((3, 1.0), (9, 0.6), (40, 0.35)):
        noise = rng.random((max(2, cells * height // width), cells, 3)).astype(np.float32)
        picture += weight * cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    picture = 255 * (picture - picture.min()) / float(np.ptp(picture))
    canvas = np.ascontiguousarray(picture.astype(np.uint8))
    for _ in range(width * height // 9000):
        centre = rng.integers(0, (width, height))
        corners = (centre + rng.normal(0, 26, (int(rng.integers(3, 7)), 2))).astype(np.int32)
        cv2.fillPoly(canvas, [cv2.convexHull(corners)], tuple(int(c) for c in rng.integers(0, 256, 3)))
    for _ in range(width * height // 20000):
        start, end = rng.integers(0, (width, height), (2, 2))
        end = start + (end - start) // 6
        cv2.line(
            canvas, tuple(map(int, start)), tuple(map(int, end)), tuple(map(int, rng.integers(0, 256, 3))), 3
        )
    return canvas


def scene(seed: int, time_s: float, size: tuple[int, int] = (320, 240)) -> Rgb:
    """The picture (height, width, 3) of scene `seed` at `time_s`: a panned background and three objects before it."""
    width, height = _SCENE
    back = _texture(seed, 2 * width, height + 80)
    x = (0.5 + 0.5 * np.sin(0.35 * time_s + seed)) * (width - 2)
    y = 40 + 38 * np.sin(0.5 * time_s + 2 * seed)
    shown = cv2.warpAffine(
        back, np.array([[1, 0, -x], [0, 1, -y]], np.float32), (width, height), borderMode=cv2.BORDER_REFLECT
    )
    for number in range(3):
        sprite = _texture(1000 * (seed + 1) + number, 120, 90)
        phase = 2.1 * number + seed
        left = int((0.5 + 0.42 * np.sin((0.6 + 0.3 * number) * time_s + phase)) * (width - 120))
        top = int((0.5 + 0.42 * np.cos((0.5 + 0.2 * number) * time_s + phase)) * (height - 90))
        shown[top : top + 90, left : left + 120] = sprite
    how = cv2.INTER_AREA if size[0] < width else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(shown, size, interpolation=how), np.uint8)


def tune(seed: int, seconds: float, rate_hz: int = 16_000) -> NDArray[np.float32]:
    """(n,) float32 mono sound of scene `seed`: notes with overtones at seeded times, over a little noise."""
    rng = np.random.default_rng(seed + 7)
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    sound = 0.01 * rng.standard_normal(len(time_s))
    rung_s = np.arange(round(0.8 * rate_hz)) / rate_hz
    fading = np.exp(-6 * rung_s)
    for start_s in np.arange(0, max(seconds, 0.1), 0.18):
        pitch_hz = float(rng.uniform(180, 1400))
        note = fading * (
            np.sin(2 * np.pi * pitch_hz * rung_s) + 0.5 * np.sin(4.02 * np.pi * pitch_hz * rung_s)
        )
        place = sound[round(start_s * rate_hz) :][: len(note)]
        place += 0.2 * note[: len(place)]
    return np.clip(sound, -1, 1).astype(np.float32)


def make_clip(
    path: Path,
    *,
    seconds: float = 4.0,
    seed: int = 0,
    size: tuple[int, int] = (320, 240),
    fps: float = 25.0,
    sound: bool = True,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    rotation_deg: int = 0,
    mirrored: bool = False,
    pixel_aspect: Fraction | None = None,
    start_s: float = 0.0,
    from_s: float = 0.0,
    shots: Sequence[tuple[int, float]] = (),
    edit: Edit | None = None,
    gop: int = 25,
    b_frames: int = 2,
    times_s: Iterable[float] | None = None,
    metadata: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """A video at `path` showing scene `seed` from `from_s` on; the container follows from the suffix.

    `shots` as (seed, seconds) makes hard cuts between scenes instead of one scene. `times_s` gives each picture its own
    time (variable frame rate); `start_s` delays the picture within the file. `rotation_deg` is how far a player turns
    the stored picture clockwise. `edit` changes each picture, given it and its time.
    """
    shots = shots or ((seed, seconds),)
    seconds = sum(length for _, length in shots)
    stamps = list(times_s) if times_s is not None else [k / fps for k in range(round(seconds * fps))]
    with av.open(str(path), "w") as container:
        container.metadata.update(metadata or {})
        video = container.add_stream(codec, rate=Fraction(fps).limit_denominator(1001))
        video.width, video.height, video.pix_fmt = *size, pix_fmt
        # Old codecs take a clock of the frame rate only.
        rate = Fraction(fps).limit_denominator(1001)
        clock = (
            Fraction(1, 90_000) if codec.startswith(("libx26", "libvpx")) or times_s is not None else 1 / rate
        )
        video.codec_context.time_base = clock
        video.codec_context.gop_size = gop
        if codec.startswith("libx26"):
            video.options = {"preset": "ultrafast", "bf": str(b_frames), "crf": "20"}
        if codec == "libx265":
            video.options = {**video.options, "x265-params": "log-level=none"}
        video.options = {**video.options, **(options or {})}
        if pixel_aspect is not None:
            video.codec_context.sample_aspect_ratio = pixel_aspect
        if rotation_deg or mirrored:
            # FFmpeg states the turn anticlockwise.
            video.set_display_rotation(-rotation_deg, hflip=mirrored)
        audio = _sound_stream(container, path) if sound else None
        for time_s in stamps:
            picture = _shown(shots, time_s, from_s, size)
            frame = av.VideoFrame.from_ndarray(edit(picture, time_s) if edit else picture, format="rgb24")
            frame.pts, frame.time_base = round((time_s + start_s) / clock), clock
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None:
            _write_sound(container, audio, [(s, length) for s, length in shots], from_s)
    return path


def make_sound(path: Path, *, seconds: float = 4.0, seed: int = 0) -> Path:
    """A file of sound alone."""
    with av.open(str(path), "w") as container:
        _write_sound(container, _sound_stream(container, path), [(seed, seconds)], 0.0)
    return path


def make_gif(
    path: Path, *, seconds: float = 2.0, seed: int = 0, size: tuple[int, int] = (160, 120), fps: float = 10
) -> Path:
    """A moving GIF, WebP or PNG, by the suffix of `path`."""
    pictures = [Image.fromarray(scene(seed, k / fps, size)) for k in range(round(seconds * fps))]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=round(1000 / fps), loop=0)
    return path


def make_still(path: Path, *, seed: int = 0, time_s: float = 0.0, size: tuple[int, int] = (320, 240)) -> Path:
    """One picture of a scene, in the format of the suffix of `path`."""
    Image.fromarray(scene(seed, time_s, size)).save(path)
    return path


def truncate(path: Path, share: float) -> Path:
    """Cut the file off after `share` of its bytes."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def _shown(shots: Sequence[tuple[int, float]], time_s: float, from_s: float, size: tuple[int, int]) -> Rgb:
    start_s = 0.0
    for seed, length in shots[:-1]:
        if time_s < start_s + length - 1e-9:
            return scene(seed, from_s + time_s - start_s, size)
        start_s += length
    return scene(shots[-1][0], from_s + time_s - start_s, size)


def _sound_stream(container: av.container.OutputContainer, path: Path) -> av.AudioStream:
    codecs = {
        ".webm": "libopus",
        ".mkv": "flac",
        ".avi": "pcm_s16le",
        ".wav": "pcm_s16le",
        ".mpg": "mp2",
        ".mp3": "libmp3lame",
    }
    codec = codecs.get(path.suffix, "aac")
    return container.add_stream(
        codec, rate=48_000 if path.suffix in {".webm", ".mpg"} else 16_000, layout="mono"
    )


def _write_sound(
    container: av.container.OutputContainer,
    stream: av.AudioStream,
    shots: Sequence[tuple[int, float]],
    from_s: float,
) -> None:
    rate = stream.rate
    parts = [tune(seed, from_s + length, rate)[round(from_s * rate) :] for seed, length in shots]
    samples = np.concatenate(parts)
    frame = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    for piece in _pieces(frame, stream):
        container.mux(stream.encode(piece))
    container.mux(stream.encode(None))


def _pieces(frame: av.AudioFrame, stream: av.AudioStream) -> list[av.AudioFrame]:
    context = stream.codec_context
    context.open(strict=False)
    resampler = av.AudioResampler(
        format=context.format, layout="mono", rate=stream.rate, frame_size=context.frame_size or 1024
    )
    return [*resampler.resample(frame), *resampler.resample(None)]
