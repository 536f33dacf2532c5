"""Edits of one stream: what people do to a clip before they post it again. Each keeps its truth up to date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from benchmark.reader import SOUND_RATE_HZ, Rgb, Samples
from benchmark.stream import Box, Shown, Stream, even, fit

PixelEdit = Callable[[Rgb], Rgb]


def inside(part: Shown, box: Box) -> Shown | None:
    """What is left of a part when only `box` of the picture stays; None when nothing does."""
    x0, y0 = max(part.place[0], box[0]), max(part.place[1], box[1])
    x1, y1 = min(part.place[2], box[2]), min(part.place[3], box[3])
    if x1 - x0 < 0.01 or y1 - y0 < 0.01:
        return None
    px, py = part.place[0], part.place[1]
    pw, ph = part.place[2] - px, part.place[3] - py
    across = ((x0 - px) / pw, (x1 - px) / pw)
    if part.mirrored:
        across = (1 - across[1], 1 - across[0])
    rx, ry = part.region[0], part.region[1]
    rw, rh = part.region[2] - rx, part.region[3] - ry
    region = (rx + rw * across[0], ry + rh * (y0 - py) / ph, rx + rw * across[1], ry + rh * (y1 - py) / ph)
    bw, bh = box[2] - box[0], box[3] - box[1]
    place = ((x0 - box[0]) / bw, (y0 - box[1]) / bh, (x1 - box[0]) / bw, (y1 - box[1]) / bh)
    return replace(part, place=place, region=region)


def placed(part: Shown, box: Box) -> Shown:
    """The part when its whole picture is put into `box` of a larger one."""
    bw, bh = box[2] - box[0], box[3] - box[1]
    x0, y0, x1, y1 = part.place
    return replace(part, place=(box[0] + x0 * bw, box[1] + y0 * bh, box[0] + x1 * bw, box[1] + y1 * bh))


def recolour(stream: Stream, edit: PixelEdit) -> Stream:
    """Every picture through `edit`, which moves nothing."""
    return stream.with_pictures(lambda t: edit(stream.at(t)))


def resize(stream: Stream, width: int, height: int | None = None) -> Stream:
    """The stream at another size; its own aspect when no height is given."""
    tall = height or even(width * stream.height / stream.width)
    return replace(
        stream, width=even(width), height=even(tall), at=lambda t: fit(stream.at(t), even(width), even(tall))
    )


def crop(stream: Stream, box: Box) -> Stream:
    """Only `box` (0–1) of the picture, at the pixels it has."""
    x0, y0 = int(box[0] * stream.width), int(box[1] * stream.height)
    width, height = even((box[2] - box[0]) * stream.width), even((box[3] - box[1]) * stream.height)
    x0, y0 = max(0, min(x0, stream.width - width)), max(0, min(y0, stream.height - height))
    kept = tuple(p for p in (inside(part, box) for part in stream.pictures()) if p is not None)
    cropped = stream.with_pictures(lambda t: stream.at(t)[y0 : y0 + height, x0 : x0 + width], kept)
    return replace(cropped, width=width, height=height)


def mirror(stream: Stream) -> Stream:
    """Left becomes right."""
    flipped = tuple(
        replace(p, mirrored=not p.mirrored, place=(1 - p.place[2], p.place[1], 1 - p.place[0], p.place[3]))
        for p in stream.pictures()
    )
    return stream.with_pictures(lambda t: np.ascontiguousarray(stream.at(t)[:, ::-1]), flipped)


def quarter_turn(stream: Stream, turns: int) -> Stream:
    """Turned by `turns` × 90 degrees anticlockwise. Apply last: places are no longer exact after it."""
    odd = turns % 2 == 1
    turned = stream.with_pictures(lambda t: np.ascontiguousarray(np.rot90(stream.at(t), turns)))
    return replace(turned, width=stream.height, height=stream.width) if odd else turned


def tilt(stream: Stream, degrees: float, fill: tuple[int, int, int] | None = None) -> Stream:
    """Turned by a few degrees; corners filled with a colour, or zoomed until none shows when `fill` is None."""
    width, height = stream.width, stream.height
    zoom = 1.0
    if fill is None:
        radians = abs(np.deg2rad(degrees))
        zoom = float(np.cos(radians) + max(width / height, height / width) * np.sin(radians))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, zoom)
    colour = fill or (0, 0, 0)

    def at(t: float) -> Rgb:
        return np.asarray(cv2.warpAffine(stream.at(t), matrix, (width, height), borderValue=colour), np.uint8)

    margin = (1 - 1 / zoom) / 2
    box = (margin, margin, 1 - margin, 1 - margin)
    kept = tuple(p for p in (inside(part, box) for part in stream.pictures()) if p is not None)
    return stream.with_pictures(at, kept)


def moving_crop(stream: Stream, path: Callable[[float], Box]) -> Stream:
    """A crop that moves: zoom, pan, shake. The truth holds the box at the middle of each part."""

    def at(t: float) -> Rgb:
        rgb = stream.at(t)
        x0, y0, x1, y1 = path(t)
        height, width = rgb.shape[:2]
        source = np.array(
            [[x0 * width, y0 * height], [x1 * width, y0 * height], [x0 * width, y1 * height]], np.float32
        )
        goal = np.array([[0, 0], [width, 0], [0, height]], np.float32)
        matrix = cv2.getAffineTransform(source, goal)
        return np.asarray(
            cv2.warpAffine(rgb, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
        )

    middle = ((part, path((part.start_s + part.end_s) / 2)) for part in stream.pictures())
    kept = tuple(p for p in (inside(part, box) for part, box in middle) if p is not None)
    return stream.with_pictures(at, kept)


def change_speed(stream: Stream, factor: float, keep_pitch: bool) -> Stream:
    """Played `factor` times as fast; sound resampled, or stretched at the same pitch."""
    shown = tuple(replace(p, start_s=p.start_s / factor, end_s=p.end_s / factor) for p in stream.shown)
    sound = None
    if stream.sound is not None:
        sound = stretch(stream.sound, factor) if keep_pitch else resample(stream.sound, factor)
    return replace(
        stream,
        length_s=stream.length_s / factor,
        shown=shown,
        sound=sound,
        at=lambda t: stream.at(t * factor),
    )


def resample(sound: Samples, factor: float) -> Samples:
    """The sound `factor` times as fast, its pitch moving along."""
    where = np.arange(0, len(sound) - 1, factor)
    return np.asarray(np.interp(where, np.arange(len(sound)), sound), np.float32)


def stretch(sound: Samples, factor: float) -> Samples:
    """The sound `factor` times as fast at its own pitch: overlapping windows, each slid to fit the one before."""
    window, hop, slack = 2048, 1024, 256
    out = np.zeros(int(len(sound) / factor) + window, np.float32)
    fade = np.hanning(window).astype(np.float32)
    previous = 0
    for index, at in enumerate(range(0, len(out) - window, hop)):
        goal = int(at * factor)
        if goal + window + slack >= len(sound):
            break
        start = goal
        if index:
            natural = sound[previous + hop : previous + hop + window]
            low = max(0, goal - slack)
            if len(natural) == window:
                scores = np.correlate(sound[low : goal + slack + window], natural, "valid")
                start = low + int(np.argmax(scores))
        out[at : at + window] += sound[start : start + window] * fade
        previous = start
    return out[: int(len(sound) / factor)]


def telephone(sound: Samples, hiss: float, seed: int) -> Samples:
    """The band of a telephone (300–3400 Hz) with hiss of this amplitude."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / SOUND_RATE_HZ)
    spectrum[(hertz < 300) | (hertz > 3400)] = 0
    noise = np.random.default_rng(seed).normal(0, hiss, len(sound))
    return np.asarray(np.fft.irfft(spectrum, len(sound)) + noise, np.float32)


def reverse(stream: Stream) -> Stream:
    """Played backwards, with its sound."""
    end = stream.length_s
    shown = tuple(
        replace(
            p,
            start_s=end - p.end_s,
            end_s=end - p.start_s,
            clip_start_s=p.clip_end_s,
            clip_end_s=p.clip_start_s,
        )
        for p in stream.shown
    )
    sound = None if stream.sound is None else np.ascontiguousarray(stream.sound[::-1])
    return replace(stream, shown=shown, sound=sound, at=lambda t: stream.at(max(0.0, end - t - 1e-3)))


def stutter(stream: Stream, fps: float) -> Stream:
    """Only `fps` different pictures a second: a bad connection, a slide show, or dropped frames."""
    return stream.with_pictures(lambda t: stream.at(min(stream.length_s, (int(t * fps) + 0.5) / fps)))


def drop_frames(stream: Stream, share: float, seed: int) -> Stream:
    """A random `share` of the pictures replaced by the one before them."""
    fates = np.random.default_rng(seed).random(int(stream.length_s * stream.fps) + 2) < share
    kept: list[Rgb] = []

    def at(t: float) -> Rgb:
        fresh = stream.at(t)
        if not kept or not fates[min(len(fates) - 1, int(t * stream.fps + 1e-6))]:
            kept[:] = [fresh]
        return kept[0]

    return stream.with_pictures(at)


def section(stream: Stream, start_s: float, length_s: float) -> Stream:
    """Some seconds of a stream."""
    parts = (p.within(start_s, start_s + length_s) for p in stream.shown)
    shown = tuple(
        replace(p, start_s=p.start_s - start_s, end_s=p.end_s - start_s) for p in parts if p is not None
    )
    sound = stream.sound
    if sound is not None:
        sound = sound[round(start_s * SOUND_RATE_HZ) : round((start_s + length_s) * SOUND_RATE_HZ)]
    return replace(stream, length_s=length_s, shown=shown, sound=sound, at=lambda t: stream.at(start_s + t))


def freeze(stream: Stream, from_s: float, for_s: float) -> Stream:
    """The picture stands still from `from_s` for `for_s` seconds, then goes on.

    A still has no course of time, so the frozen seconds are in no part; the sound is cut off.
    """
    before = tuple(p for p in (part.within(0, from_s) for part in stream.pictures()) if p is not None)
    after = tuple(
        replace(p, start_s=p.start_s + for_s, end_s=p.end_s + for_s)
        for p in (part.within(from_s, stream.length_s) for part in stream.pictures())
        if p is not None
    )

    def at(t: float) -> Rgb:
        return stream.at(t if t < from_s else max(from_s, t - for_s))

    return replace(stream, length_s=stream.length_s + for_s, at=at, shown=before + after, sound=None)


def with_sound(stream: Stream, sound: Samples | None, heard: tuple[Shown, ...]) -> Stream:
    """The same pictures under another sound."""
    return replace(stream, sound=sound, shown=stream.pictures() + heard)
