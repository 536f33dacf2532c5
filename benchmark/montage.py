"""Several streams in one: cuts, crossfades, insets, split screens, frames around."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from benchmark.edits import inside, placed
from benchmark.reader import SOUND_RATE_HZ, Rgb, Samples
from benchmark.stream import Box, Shown, Stream, even, fit


def still(rgb: Rgb, length_s: float, fps: float = 15.0) -> Stream:
    """One picture for `length_s` seconds, showing no clip."""
    width, height = even(rgb.shape[1]), even(rgb.shape[0])
    picture = fit(rgb, width, height)
    return Stream(length_s, width, height, fps, lambda _: picture)


def cover(rgb: Rgb, width: int, height: int) -> Rgb:
    """The picture filling a size, its overhang cut off."""
    scale = max(width / rgb.shape[1], height / rgb.shape[0])
    grown = fit(rgb, max(width, round(rgb.shape[1] * scale)), max(height, round(rgb.shape[0] * scale)))
    y0, x0 = (grown.shape[0] - height) // 2, (grown.shape[1] - width) // 2
    return grown[y0 : y0 + height, x0 : x0 + width]


def paste(under: Rgb, over: Rgb, box: Box) -> Rgb:
    """`over` in `box` (0–1) of a copy of `under`."""
    height, width = under.shape[:2]
    x0, y0, x1, y1 = (
        round(box[0] * width),
        round(box[1] * height),
        round(box[2] * width),
        round(box[3] * height),
    )
    out = under.copy()
    out[y0:y1, x0:x1] = fit(over, x1 - x0, y1 - y0)
    return out


def contained(width: float, height: float, into_width: float, into_height: float) -> Box:
    """The largest centred box (0–1) of a picture that holds another one whole, at its own aspect."""
    scale = min(into_width / width, into_height / height)
    w, h = width * scale / into_width, height * scale / into_height
    return ((1 - w) / 2, (1 - h) / 2, (1 + w) / 2, (1 + h) / 2)


def framed(
    stream: Stream, width: int, height: int, box: Box, background: Callable[[Rgb, int, int], Rgb]
) -> Stream:
    """The stream inside `box` of a `width` × `height` picture; `background(picture, width, height)` paints the rest."""

    def at(t: float) -> Rgb:
        rgb = stream.at(t)
        return paste(background(rgb, width, height), rgb, box)

    kept = tuple(placed(part, box) for part in stream.pictures())
    return replace(stream.with_pictures(at, kept), width=width, height=height)


def letterbox(stream: Stream, width: int, height: int, colour: tuple[int, int, int] = (0, 0, 0)) -> Stream:
    """The stream whole and centred on a plain colour."""
    canvas = np.full((height, width, 3), colour, np.uint8)
    box = contained(stream.width, stream.height, width, height)
    return framed(stream, width, height, box, lambda _rgb, _w, _h: canvas)


def blurred(rgb: Rgb, width: int, height: int) -> Rgb:
    """The background of a vertical reframe: the picture itself, large, dark and out of focus."""
    small = cover(
        fit(rgb, 80, max(2, round(80 * rgb.shape[0] / rgb.shape[1]))), 40, max(2, round(40 * height / width))
    )
    soft = cv2.GaussianBlur(small, (0, 0), 3)
    return np.asarray(
        cv2.convertScaleAbs(fit(np.asarray(soft, np.uint8), width, height), alpha=0.7), np.uint8
    )


def inset(under: Stream, over: Stream, where: Callable[[float], Box], border_px: int = 0) -> Stream:
    """Picture in picture: `over` in the moving box `where(t)` of `under`.

    It lasts as long as `over`, whose sound it has.
    """

    def at(t: float) -> Rgb:
        out = paste(under.at(t), over.at(t), where(t))
        if border_px:
            height, width = out.shape[:2]
            x0, y0, x1, y1 = where(t)
            corners = (round(x0 * width), round(y0 * height)), (round(x1 * width), round(y1 * height))
            cv2.rectangle(out, corners[0], corners[1], (245, 245, 245), border_px)
        return out

    middle = ((part, where((part.start_s + part.end_s) / 2)) for part in over.pictures())
    inner = tuple(placed(part, box) for part, box in middle)
    outer = tuple(p for p in (part.within(0, over.length_s) for part in under.pictures()) if p is not None)
    heard, sound = (over.sounds(), over.sound) if over.sound is not None else ((), None)
    return Stream(
        over.length_s, under.width, under.height, max(under.fps, over.fps), at, inner + outer + heard, sound
    )


def tiles(streams: Sequence[Stream], boxes: Sequence[Box], width: int, height: int, fill: bool) -> Stream:
    """A split screen: each stream in its box, cut to fill it or whole with bars. The first one is heard."""
    length_s = min(s.length_s for s in streams)
    cells = [(_cell(s, box, width, height, fill), box) for s, box in zip(streams, boxes, strict=True)]

    def at(t: float) -> Rgb:
        out = np.zeros((height, width, 3), np.uint8)
        for cell, box in cells:
            x0, y0 = round(box[0] * width), round(box[1] * height)
            x1, y1 = round(box[2] * width), round(box[3] * height)
            out[y0:y1, x0:x1] = fit(cell.at(t), x1 - x0, y1 - y0)
        return out

    parts = [placed(part, box) for cell, box in cells for part in cell.pictures()]
    seen = tuple(p for p in (part.within(0, length_s) for part in parts) if p is not None)
    first = streams[0]
    heard = tuple(p for p in (part.within(0, length_s) for part in first.sounds()) if p is not None)
    sound = None if first.sound is None else first.sound[: round(length_s * SOUND_RATE_HZ)]
    return Stream(length_s, width, height, max(s.fps for s in streams), at, seen + heard, sound)


def _cell(stream: Stream, box: Box, width: int, height: int, fill: bool) -> Stream:
    w, h = even((box[2] - box[0]) * width), even((box[3] - box[1]) * height)
    if not fill:
        return letterbox(stream, w, h)
    x0, y0, x1, y1 = contained(w, h, stream.width, stream.height)
    kept = tuple(p for p in (inside(part, (x0, y0, x1, y1)) for part in stream.pictures()) if p is not None)
    return replace(stream.with_pictures(lambda t: cover(stream.at(t), w, h), kept), width=w, height=h)


def joined(streams: Sequence[Stream], width: int, height: int, fade_s: float = 0.0) -> Stream:
    """One after the other at one size, with hard cuts or crossfades of `fade_s` seconds.

    Each part lasts to the middle of its fade.
    """
    boxed = [s if (s.width, s.height) == (width, height) else letterbox(s, width, height) for s in streams]
    begins = [0.0]
    for stream in boxed[:-1]:
        begins.append(begins[-1] + stream.length_s - fade_s)
    total_s = begins[-1] + boxed[-1].length_s

    def at(t: float) -> Rgb:
        index = max(i for i, begin in enumerate(begins) if i == 0 or t >= begin)
        rgb = boxed[index].at(t - begins[index])
        into = t - begins[index]
        if index and into < fade_s:
            before = boxed[index - 1].at(min(boxed[index - 1].length_s, t - begins[index - 1]))
            rgb = np.asarray(cv2.addWeighted(before, 1 - into / fade_s, rgb, into / fade_s, 0), np.uint8)
        return rgb

    shown: list[Shown] = []
    for index, (stream, begin) in enumerate(zip(boxed, begins, strict=True)):
        low = fade_s / 2 if index else 0.0
        high = stream.length_s - (fade_s / 2 if index < len(boxed) - 1 else 0.0)
        parts = (part.within(low, high) for part in stream.shown)
        shown += [
            replace(p, start_s=p.start_s + begin, end_s=p.end_s + begin) for p in parts if p is not None
        ]
    fps = max(s.fps for s in boxed)
    return Stream(total_s, width, height, fps, at, tuple(shown), _joined_sound(boxed, begins, total_s))


def _joined_sound(streams: Sequence[Stream], begins: Sequence[float], total_s: float) -> Samples | None:
    if all(s.sound is None for s in streams):
        return None
    out = np.zeros(round(total_s * SOUND_RATE_HZ), np.float32)
    for stream, begin in zip(streams, begins, strict=True):
        if stream.sound is not None:
            at = round(begin * SOUND_RATE_HZ)
            part = stream.sound[: len(out) - at]
            out[at : at + len(part)] += part
    return out
