"""A clip among other pictures: insets, split screens, pages, screens, compilations; and other sound."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from benchmark import alone, edits, looks, montage, overlays
from benchmark.kit import Kit
from benchmark.reader import Rgb
from benchmark.stream import Box, Stream, even


def corner(kit: Kit, area: float, aspect: float = 1.0) -> Box:
    """A box of this share of the picture near one of its corners; `aspect`: inset's width : height over the host's."""
    width, height = min(0.9, (area * aspect) ** 0.5), min(0.9, (area / aspect) ** 0.5)
    gap = kit.between((0.02, 0.06))
    x0 = kit.pick((gap, 1 - gap - width))
    y0 = kit.pick((gap, 1 - gap - height))
    return (x0, y0, x0 + width, y0 + height)


def in_corner(kit: Kit, low: float, high: float, *, moving: bool = False) -> Stream:
    """An inset of this share of the picture, `low` to `high`, over footage that is not in the archive."""
    stream = kit.subject()
    under = edits.resize(kit.other(stream.length_s), 640, 360)
    if under.length_s < stream.length_s:
        stream = edits.section(stream, 0, under.length_s)
    aspect = (stream.width / stream.height) / (under.width / under.height)
    box = corner(kit, kit.between((low, high)), aspect)
    drift = kit.between((0.1, 0.35)) * (-1 if box[0] > 0.3 else 1)

    def where(t: float) -> Box:
        shift = drift * t / stream.length_s if moving else 0.0
        x0 = min(max(0.0, box[0] + shift), 1 - (box[2] - box[0]))
        return (x0, box[1], x0 + box[2] - box[0], box[3])

    return montage.inset(
        replace(under, sound=None, shown=under.pictures()), stream, where, kit.pick((0, 2, 3))
    )


def large_inset(kit: Kit) -> Stream:
    """More than a quarter of the picture."""
    return in_corner(kit, 0.28, 0.45)


def small_inset(kit: Kit) -> Stream:
    """A tenth to a quarter of the picture."""
    return in_corner(kit, 0.1, 0.26)


def moving_inset(kit: Kit) -> Stream:
    """An inset that drifts."""
    return in_corner(kit, 0.14, 0.35, moving=True)


def inset_on_photo(kit: Kit) -> Stream:
    """An inset over a photograph."""
    stream = kit.subject()
    under = montage.still(montage.cover(kit.photo(), 640, 360), stream.length_s, stream.fps)
    aspect = (stream.width / stream.height) / (640 / 360)
    box = corner(kit, kit.between((0.15, 0.45)), aspect)
    return montage.inset(under, stream, lambda _t: box, 2)


def both_known(kit: Kit) -> Stream:
    """An inset over footage that is in the archive too."""
    under = edits.resize(kit.subject(6, 12), 640)
    over = kit.subject(under.length_s, under.length_s)
    length_s = min(under.length_s, over.length_s)
    over = edits.section(over, 0, length_s)
    box = corner(kit, kit.between((0.12, 0.3)), (over.width / over.height) / (under.width / under.height))
    silent = replace(over, sound=None, shown=over.pictures())
    joined = montage.inset(replace(under, shown=under.pictures()), silent, lambda _t: box, 2)
    return replace(joined, sound=None)


def mirrored_inset(kit: Kit) -> Stream:
    """Mirrored, in a corner of other footage."""
    stream = edits.mirror(kit.subject())
    under = edits.resize(kit.other(stream.length_s), 640, 360)
    stream = edits.section(stream, 0, min(stream.length_s, under.length_s))
    box = corner(kit, kit.between((0.25, 0.45)), (stream.width / stream.height) / (640 / 360))
    return montage.inset(replace(under, sound=None, shown=under.pictures()), stream, lambda _t: box, 2)


def split_screen(kit: Kit) -> Stream:
    """Side by side, stacked, or one of four."""
    layout = kit.pick(("sides", "stack", "four"))
    first = kit.subject(4, 10)
    others = [kit.other(first.length_s) for _ in range(3 if layout == "four" else 1)]
    streams = [first, *others]
    order = list(kit.rng.permutation(len(streams)))
    boxes: dict[str, list[Box]] = {
        "sides": [(0, 0, 0.5, 1), (0.5, 0, 1, 1)],
        "stack": [(0, 0, 1, 0.5), (0, 0.5, 1, 1)],
        "four": [(0, 0, 0.5, 0.5), (0.5, 0, 1, 0.5), (0, 0.5, 0.5, 1), (0.5, 0.5, 1, 1)],
    }
    size = {"sides": (720, 404), "stack": (404, 640), "four": (720, 404)}[layout]
    return montage.tiles(streams, [boxes[layout][i] for i in order], size[0], size[1], kit.chance(0.6))


def screenshot(kit: Kit) -> Stream:
    """On a social network's page."""
    stream = kit.subject()
    tall = kit.chance(0.6)
    width, height = (400, 720) if tall else (720, 480)
    room = (0.0, 0.22, 1.0, 0.78) if tall else (0.18, 0.2, 0.82, 0.8)
    fitted = montage.contained(
        stream.width, stream.height, (room[2] - room[0]) * width, (room[3] - room[1]) * height
    )
    w, h = room[2] - room[0], room[3] - room[1]
    box = (room[0] + fitted[0] * w, room[1] + fitted[1] * h, room[0] + fitted[2] * w, room[1] + fitted[3] * h)
    text = kit.pick(overlays.ENGLISH + overlays.ARABIC)
    sheet = overlays.page(
        width, height, box, ("Abu Omar  @abu_omar", text, "12.4K views  ·  2h"), kit.chance(0.5)
    )
    return montage.framed(stream, width, height, box, lambda _rgb, _w, _h: sheet)


def page_mirrored(kit: Kit) -> Stream:
    """A mirrored screenshot."""
    return edits.mirror(screenshot(kit))


def vertical(kit: Kit) -> Stream:
    """Upright (or lying) over its own blur."""
    stream = kit.subject()
    width, height = (404, 720) if stream.width >= stream.height else (720, 404)
    box = montage.contained(stream.width, stream.height, width, height)
    return montage.framed(stream, width, height, box, montage.blurred)


def boxed(kit: Kit) -> Stream:
    """Bars or a coloured frame around it."""
    stream = kit.subject()
    style = kit.pick(("letter", "pillar", "frame"))
    if style == "letter":
        return montage.letterbox(stream, stream.width, even(stream.width * kit.between((0.85, 1.2))))
    if style == "pillar":
        return montage.letterbox(stream, even(stream.height * kit.between((2.2, 2.8))), stream.height)
    colour = tuple(int(c) for c in kit.rng.integers(0, 255, 3))
    canvas = np.full((stream.height, stream.width, 3), colour, np.uint8)
    margin = kit.between((0.06, 0.16), (0.08, 0.2))
    return montage.framed(
        stream,
        stream.width,
        stream.height,
        (margin, margin, 1 - margin, 1 - margin),
        lambda _r, _w, _h: canvas,
    )


def fast_tinted_boxed(kit: Kit) -> Stream:
    """Faster, in another light, in a square."""
    stream = edits.change_speed(kit.subject(8, 14), kit.between((1.1, 1.5)), False)
    stream = edits.recolour(stream, looks.light(1.1, kit.between((-25, 25)), kit.between((0.7, 1.4))))
    return montage.letterbox(stream, 480, 480)


def filmed(kit: Kit) -> Stream:
    """Filmed off a screen: seen askew on a dark wall, with bands, grain, glare, a colour cast and a shaking hand."""
    stream = kit.subject()
    width, height = 640, 400
    reach = kit.between((0.05, 0.16), (0.07, 0.2))
    box = montage.contained(stream.width, stream.height, width, height)
    inner = (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
    corners = np.array(
        [[inner[0], inner[1]], [inner[2], inner[1]], [inner[2], inner[3]], [inner[0], inner[3]]]
    )
    middle = np.array([width / 2, height / 2])
    scale = kit.between((0.72, 0.95))
    askew = (
        middle + (corners - middle) * scale + kit.rng.uniform(-reach / 2, reach / 2, (4, 2)) * [width, height]
    )
    finish = looks.chain(
        looks.moire(kit.between((3.5, 8)), kit.between((0.05, 0.16))),
        looks.cast(kit.between((0.75, 1.0)), kit.between((0.85, 1.05)), kit.between((0.95, 1.25))),
        looks.soft(kit.between((0.6, 1.2))),
        looks.noise(kit.between((5, 12)), kit.seed()),
    )
    phase, shake = kit.between((0, 6)), kit.between((1.0, 4.0))
    glare = _glare(kit, width, height)

    def at(t: float) -> Rgb:
        rgb = stream.at(t)
        tall, wide = rgb.shape[:2]
        hand = shake * np.array([np.sin(4.1 * t + phase), np.cos(3.3 * t + 2 * phase)])
        flat = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
        matrix = cv2.getPerspectiveTransform(flat, (askew + hand).astype(np.float32))
        seen = cv2.warpPerspective(rgb, matrix, (width, height), borderValue=(28, 26, 24))
        return finish(np.asarray(cv2.add(seen, glare), np.uint8))

    low, high = askew.min(0) / [width, height], askew.max(0) / [width, height]
    place = (max(0, float(low[0])), max(0, float(low[1])), min(1, float(high[0])), min(1, float(high[1])))
    kept = tuple(edits.placed(part, place) for part in stream.pictures())
    return replace(stream.with_pictures(at, kept), width=width, height=height)


def _glare(kit: Kit, width: int, height: int) -> Rgb:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    cx, cy = kit.between((0.2, 0.8)) * width, kit.between((0.2, 0.8)) * height
    spot = np.exp(-(((x - cx) / (0.12 * width)) ** 2 + ((y - cy) / (0.2 * height)) ** 2))
    strength = kit.between((20, 90))
    return np.repeat((spot * strength)[..., None], 3, 2).astype(np.uint8)


def filmed_caption(kit: Kit) -> Stream:
    """Filmed off a screen, with an Arabic caption."""
    return edits.recolour(filmed(kit), alone.caption(kit, overlays.ARABIC))


def with_intro(kit: Kit) -> Stream:
    """A clip between a title card and an end card, as channels publish them."""
    stream = kit.subject(4, 10)
    colour = tuple(int(c) for c in kit.rng.integers(0, 160, 3))
    canvas: Rgb = np.full((stream.height, stream.width, 3), colour, np.uint8)
    cards = [
        montage.still(
            overlays.caption(kit.pick(overlays.ENGLISH + overlays.ARABIC), 0.5, 0.1, False)(canvas), length_s
        )
        for length_s in (kit.between((1.5, 4)), kit.between((1, 3)))
    ]
    fade_s = kit.pick((0.0, 0.5))
    return montage.joined([cards[0], stream, cards[1]], stream.width, stream.height, fade_s)


def compilation(kit: Kit, fade_s: float = 0.0) -> Stream:
    """Three to five clips cut together, half of the time with a stranger."""
    parts = [kit.subject(2.5, 6) for _ in range(int(kit.between((3, 6))))]
    if kit.chance(0.5):
        parts.insert(1, kit.other(kit.between((2, 4))))
    return montage.joined(parts, 640, 360, fade_s)


def crossfaded(kit: Kit) -> Stream:
    """A compilation with crossfades."""
    return compilation(kit, kit.between((0.4, 1.0)))


def new_sound(kit: Kit) -> Stream:
    """Old pictures under the sound of something else."""
    stream = kit.subject()
    heard = [s for s in kit.strangers if s.has_sound]
    if not heard:
        return edits.with_sound(stream, None, ())
    other = kit.cut_of(kit.pick(heard), stream.length_s, stream.length_s)
    return edits.with_sound(stream, other.sound, other.sounds())


def old_sound(kit: Kit) -> Stream:
    """Old sound under other pictures."""
    stream = kit.subject(6, 14, sound=True)
    cover = kit.other(stream.length_s)
    return edits.with_sound(replace(cover, length_s=stream.length_s), stream.sound, stream.sounds())


def phone_sound(kit: Kit) -> Stream:
    """Old sound through a telephone, a little fast or slow, under other pictures."""
    stream = old_sound(kit)
    factor = kit.pick((1.0, kit.between((0.94, 1.06))))
    changed = edits.change_speed(stream, factor, keep_pitch=False)
    if changed.sound is None:
        return changed
    return replace(changed, sound=edits.telephone(changed.sound, kit.between((0.002, 0.02)), kit.seed()))
