"""The table of edits: one small function a kind, from a kit to a finished stream."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from benchmark import edits, looks, montage, overlays
from benchmark.kit import Kit
from benchmark.reader import SOUND_RATE_HZ, Rgb
from benchmark.stream import Box, Shown, Stream, even, fit

Make = Callable[[Kit], Stream]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of edit. `weight`: its share of the queries; `splits`: where it is used."""

    name: str
    make: Make
    weight: float = 1.0
    still: bool = False
    splits: tuple[str, ...] = ("tune", "test")
    crf: tuple[int, int] = (21, 30)


def random_box(kit: Kit, area: float) -> Box:
    """A box of this share of the picture, anywhere in it, of a moderate aspect."""
    stretch = kit.between((0.8, 1.25))
    width, height = min(1.0, (area * stretch) ** 0.5), min(1.0, (area / stretch) ** 0.5)
    x0, y0 = kit.between((0, 1 - width)), kit.between((0, 1 - height))
    return (x0, y0, x0 + width, y0 + height)


# --- one clip, its picture changed ------------------------------------------------------------------------------


def plain(kit: Kit) -> Stream:
    return kit.subject(4, 16)


def short(kit: Kit) -> Stream:
    return kit.subject(2.0, 3.2)


def long(kit: Kit) -> Stream:
    longest = sorted(kit.subjects, key=lambda s: -s.length_s)[:8]
    return kit.cut_of(kit.pick(longest), 20, 40)


def compressed(kit: Kit) -> Stream:
    return edits.resize(kit.subject(), int(kit.between((160, 256), (144, 220))))


def cropped(kit: Kit) -> Stream:
    return edits.crop(kit.subject(), random_box(kit, kit.between((0.35, 0.8), (0.35, 0.75))))


def mirrored(kit: Kit) -> Stream:
    return edits.mirror(kit.subject())


def english(kit: Kit) -> Stream:
    stream = kit.subject()
    if kit.chance(0.4):
        colour = kit.pick(((180, 20, 30), (20, 60, 150), (10, 120, 90)))
        share = kit.between((0.18, 0.28), (0.2, 0.34))
        return edits.recolour(
            stream, overlays.banner(kit.pick(overlays.ENGLISH), kit.pick(overlays.ENGLISH), colour, share)
        )
    return edits.recolour(stream, _caption(kit, overlays.ENGLISH))


def arabic(kit: Kit) -> Stream:
    stream = kit.subject()
    if kit.chance(0.4):
        colour = kit.pick(((150, 10, 20), (0, 70, 120)))
        share = kit.between((0.18, 0.28), (0.2, 0.34))
        return edits.recolour(
            stream, overlays.banner(kit.pick(overlays.ARABIC), kit.pick(overlays.ARABIC), colour, share)
        )
    return edits.recolour(stream, _caption(kit, overlays.ARABIC))


def _caption(kit: Kit, texts: tuple[str, ...]) -> edits.PixelEdit:
    centre = kit.pick((kit.between((0.1, 0.2)), kit.between((0.78, 0.9))))
    return overlays.caption(kit.pick(texts), centre, kit.between((0.06, 0.12), (0.05, 0.15)), kit.chance(0.5))


def tinted(kit: Kit) -> Stream:
    look = kit.pick(
        (
            looks.grey(),
            looks.sepia(),
            looks.light(kit.between((0.6, 1.5)), kit.between((-40, 40)), kit.between((0.5, 1.9))),
            looks.colour(kit.between((20, 340)), kit.between((0.3, 2.0))),
            looks.cast(kit.between((0.6, 1.2)), kit.between((0.7, 1.1)), kit.between((0.6, 1.2))),
        )
    )
    return edits.recolour(kit.subject(), look)


def degraded(kit: Kit) -> Stream:
    look = kit.pick(
        (
            looks.soft(kit.between((1.2, 3.0), (1.5, 4.0))),
            looks.noise(kit.between((10, 28), (14, 36)), kit.seed()),
            looks.sharp(kit.between((1.0, 3.0))),
            looks.pixelated(int(kit.between((3, 6), (3, 8)))),
        )
    )
    return edits.recolour(kit.subject(), look)


def filtered(kit: Kit) -> Stream:
    look = kit.pick(
        (looks.inverted(), looks.poster(int(kit.between((4, 7)))), looks.vignette(kit.between((0.6, 1.0))))
    )
    return edits.recolour(kit.subject(), look)


def tilted(kit: Kit) -> Stream:
    fill = (0, 0, 0) if kit.chance(0.4) else None
    return edits.tilt(kit.subject(), kit.pick((-1, 1)) * kit.between((3, 10), (4, 16)), fill)


def turned(kit: Kit) -> Stream:
    return edits.quarter_turn(kit.subject(), kit.pick((1, 3) if kit.split == "tune" else (1, 2, 3)))


def zoomed(kit: Kit) -> Stream:
    stream = kit.subject()
    small, drift = kit.between((0.55, 0.85)), kit.between((-0.2, 0.2))

    def path(t: float) -> Box:
        share = t / stream.length_s
        size = 1 - (1 - small) * share
        x0 = (1 - size) / 2 * (1 + drift * share)
        y0 = (1 - size) / 2
        return (x0, y0, x0 + size, y0 + size)

    return edits.moving_crop(stream, path)


def shaken(kit: Kit) -> Stream:
    stream = kit.subject()
    size, reach, seed = kit.between((0.78, 0.92)), kit.between((0.02, 0.05)), kit.between((0, 9))

    def path(t: float) -> Box:
        x0 = (1 - size) / 2 + reach * np.sin(7.3 * t + seed) * np.sin(2.1 * t)
        y0 = (1 - size) / 2 + reach * np.cos(5.7 * t + 2 * seed)
        return (float(x0), float(y0), float(x0) + size, float(y0) + size)

    return edits.moving_crop(stream, path)


def stickered(kit: Kit) -> Stream:
    stream = kit.subject()
    for _ in range(int(kit.between((1, 4), (2, 5)))):
        mark = overlays.sticker(
            kit.between((0.15, 0.85)),
            kit.between((0.15, 0.85)),
            kit.between((0.07, 0.18)),
            kit.pick(("face", "heart", "arrow")),
        )
        stream = edits.recolour(stream, mark)
    name = kit.pick(("@truth_now", "t.me/akhbar", "VIRAL TV"))
    return edits.recolour(
        stream, overlays.logo(name, 0.2, 0.1, kit.between((0.05, 0.09)), kit.between((0.4, 0.9)))
    )


# --- one clip, its time changed ---------------------------------------------------------------------------------


def fast(kit: Kit) -> Stream:
    return edits.change_speed(kit.subject(8, 18), kit.between((1.1, 1.9), (1.05, 2.0)), kit.chance(0.5))


def slow(kit: Kit) -> Stream:
    return edits.change_speed(kit.subject(4, 8), kit.between((0.55, 0.92), (0.5, 0.95)), kit.chance(0.5))


def ramped(kit: Kit) -> Stream:
    source = kit.pick([s for s in kit.subjects if s.length_s > 8] or kit.subjects)
    whole = kit.cut_of(source, 8, 14)
    third = whole.length_s / 3
    parts = [
        edits.change_speed(section(whole, n * third, third), kit.between((0.55, 1.8)), False)
        for n in range(3)
    ]
    return montage.joined(parts, whole.width, whole.height)


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


def backwards(kit: Kit) -> Stream:
    return edits.reverse(kit.subject(4, 9))


def looped(kit: Kit) -> Stream:
    source = kit.pick([s for s in kit.subjects if s.length_s > 5] or kit.subjects)
    once = kit.cut_of(source, 3.5, 6)
    return montage.joined([once] * (2 if kit.split == "tune" else 3), once.width, once.height)


def dropped(kit: Kit) -> Stream:
    stream = kit.subject()
    if kit.chance(0.5):
        return edits.drop_frames(stream, kit.between((0.3, 0.7)), kit.seed())
    return edits.stutter(stream, kit.between((3, 8), (2, 6)))


def frozen(kit: Kit) -> Stream:
    stream = kit.subject(5, 9)
    return edits.freeze(stream, kit.between((0.4, 0.7)) * stream.length_s, kit.between((1.5, 4)))


def slides(kit: Kit) -> Stream:
    return edits.with_sound(edits.stutter(kit.subject(9, 16), kit.between((0.5, 1.0), (0.4, 0.8))), None, ())


# --- a clip inside something else -------------------------------------------------------------------------------


def corner(kit: Kit, area: float, aspect: float = 1.0) -> Box:
    """A box of this share of the picture near one of its corners; `aspect`: inset's width : height over the host's."""
    width, height = min(0.9, (area * aspect) ** 0.5), min(0.9, (area / aspect) ** 0.5)
    gap = kit.between((0.02, 0.06))
    x0 = kit.pick((gap, 1 - gap - width))
    y0 = kit.pick((gap, 1 - gap - height))
    return (x0, y0, x0 + width, y0 + height)


def in_corner(kit: Kit, low: float, high: float, *, moving: bool = False) -> Stream:
    stream = kit.subject()
    under = edits.resize(kit.other(stream.length_s), 640, 360)
    if under.length_s < stream.length_s:
        stream = section(stream, 0, under.length_s)
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
    return in_corner(kit, 0.28, 0.45)


def small_inset(kit: Kit) -> Stream:
    return in_corner(kit, 0.1, 0.26)


def moving_inset(kit: Kit) -> Stream:
    return in_corner(kit, 0.14, 0.35, moving=True)


def inset_on_photo(kit: Kit) -> Stream:
    stream = kit.subject()
    under = montage.still(montage.cover(kit.photo(), 640, 360), stream.length_s, stream.fps)
    aspect = (stream.width / stream.height) / (640 / 360)
    box = corner(kit, kit.between((0.15, 0.45)), aspect)
    return montage.inset(under, stream, lambda _t: box, 2)


def split_screen(kit: Kit) -> Stream:
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


def vertical(kit: Kit) -> Stream:
    stream = kit.subject()
    width, height = (404, 720) if stream.width >= stream.height else (720, 404)
    box = montage.contained(stream.width, stream.height, width, height)
    return montage.framed(stream, width, height, box, montage.blurred)


def boxed(kit: Kit) -> Stream:
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


# --- several clips ----------------------------------------------------------------------------------------------


def compilation(kit: Kit, fade_s: float = 0.0) -> Stream:
    parts = [kit.subject(2.5, 6) for _ in range(int(kit.between((3, 6))))]
    if kit.chance(0.5):
        parts.insert(1, kit.other(kit.between((2, 4))))
    return montage.joined(parts, 640, 360, fade_s)


def crossfaded(kit: Kit) -> Stream:
    return compilation(kit, kit.between((0.4, 1.0)))


def new_sound(kit: Kit) -> Stream:
    stream = kit.subject()
    heard = [s for s in kit.strangers if s.has_sound]
    if not heard:
        return edits.with_sound(stream, None, ())
    other = kit.cut_of(kit.pick(heard), stream.length_s, stream.length_s)
    return edits.with_sound(stream, other.sound, other.sounds())


def old_sound(kit: Kit) -> Stream:
    stream = kit.subject(6, 14, sound=True)
    cover = kit.other(stream.length_s)
    return edits.with_sound(replace(cover, length_s=stream.length_s), stream.sound, stream.sounds())


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


def both_known(kit: Kit) -> Stream:
    """An inset over footage that is in the archive too."""
    under = edits.resize(kit.subject(6, 12), 640)
    over = kit.subject(under.length_s, under.length_s)
    length_s = min(under.length_s, over.length_s)
    over = section(over, 0, length_s)
    box = corner(kit, kit.between((0.12, 0.3)), (over.width / over.height) / (under.width / under.height))
    silent = replace(over, sound=None, shown=over.pictures())
    joined = montage.inset(replace(under, shown=under.pictures()), silent, lambda _t: box, 2)
    return replace(joined, sound=None)


def phone_sound(kit: Kit) -> Stream:
    """Old sound through a telephone, a little fast or slow, under other pictures."""
    stream = old_sound(kit)
    factor = kit.pick((1.0, kit.between((0.94, 1.06))))
    changed = edits.change_speed(stream, factor, keep_pitch=False)
    if changed.sound is None:
        return changed
    return replace(changed, sound=edits.telephone(changed.sound, kit.between((0.002, 0.02)), kit.seed()))


def ticker(kit: Kit) -> Stream:
    """A line of text that runs along the bottom, and a mark that wanders."""
    stream = kit.subject()
    band = overlays.running_text(kit.pick(overlays.ENGLISH + overlays.ARABIC), kit.between((0.08, 0.14)))
    mark = overlays.logo("@viral_clips", 0.5, 0.5, kit.between((0.05, 0.08)), kit.between((0.3, 0.8)))
    pace, reach = kit.between((0.1, 0.3)), kit.between((0.1, 0.4))

    def at(t: float) -> Rgb:
        rgb = band(stream.at(t), t * pace)
        shift = int(reach * rgb.shape[1] * np.sin(t))
        return np.roll(mark(np.roll(rgb, -shift, 1)), shift, 1)

    return stream.with_pictures(at)


# --- several edits ----------------------------------------------------------------------------------------------


def mirror_crop_caption(kit: Kit) -> Stream:
    stream = edits.mirror(edits.crop(kit.subject(), random_box(kit, kit.between((0.5, 0.8)))))
    return edits.recolour(stream, _caption(kit, overlays.ENGLISH + overlays.ARABIC))


def fast_tinted_boxed(kit: Kit) -> Stream:
    stream = edits.change_speed(kit.subject(8, 14), kit.between((1.1, 1.5)), False)
    stream = edits.recolour(stream, looks.light(1.1, kit.between((-25, 25)), kit.between((0.7, 1.4))))
    return montage.letterbox(stream, 480, 480)


def mirrored_inset(kit: Kit) -> Stream:
    stream = edits.mirror(kit.subject())
    under = edits.resize(kit.other(stream.length_s), 640, 360)
    stream = section(stream, 0, min(stream.length_s, under.length_s))
    box = corner(kit, kit.between((0.25, 0.45)), (stream.width / stream.height) / (640 / 360))
    return montage.inset(replace(under, sound=None, shown=under.pictures()), stream, lambda _t: box, 2)


def filmed_caption(kit: Kit) -> Stream:
    return edits.recolour(filmed(kit), _caption(kit, overlays.ARABIC))


def slow_mirrored_grey(kit: Kit) -> Stream:
    return edits.recolour(
        edits.mirror(edits.change_speed(kit.subject(4, 8), kit.between((0.6, 0.85)), True)), looks.grey()
    )


def vertical_crop(kit: Kit) -> Stream:
    stream = kit.subject()
    share = min(0.95, (9 / 16) * stream.height / stream.width * kit.between((1.0, 1.3)))
    x0 = kit.between((0, 1 - share))
    return edits.recolour(edits.crop(stream, (x0, 0, x0 + share, 1)), _caption(kit, overlays.ENGLISH))


def page_mirrored(kit: Kit) -> Stream:
    return edits.mirror(screenshot(kit))


# --- stills -----------------------------------------------------------------------------------------------------


def photo(kit: Kit) -> Stream:
    return kit.subject(1, 1)


def edited_photo(kit: Kit) -> Stream:
    stream = kit.subject(1, 1)
    choice = kit.pick(("crop", "mirror", "caption", "tint"))
    if choice == "crop":
        return edits.crop(stream, random_box(kit, kit.between((0.5, 0.8))))
    if choice == "mirror":
        return edits.mirror(stream)
    if choice == "caption":
        return edits.recolour(stream, _caption(kit, overlays.ENGLISH + overlays.ARABIC))
    return edits.recolour(stream, looks.light(1.2, kit.between((-30, 30)), kit.between((0.6, 1.6))))


TUNE, TEST = ("tune",), ("test",)
KINDS: tuple[Kind, ...] = (
    Kind("plain", plain, 1.5),
    Kind("compressed", compressed, 1.2, crf=(32, 40)),
    Kind("cropped", cropped, 1.5),
    Kind("mirrored", mirrored, 1.2),
    Kind("mirror+crop+caption", mirror_crop_caption, 1.2),
    Kind("caption-english", english, 1.2),
    Kind("caption-arabic", arabic, 1.2),
    Kind("fast", fast, 1.2),
    Kind("slow", slow),
    Kind("inset-large", large_inset, 1.3),
    Kind("inset-small", small_inset, 1.3),
    Kind("inset-moving", moving_inset),
    Kind("inset-on-photo", inset_on_photo),
    Kind("split-screen", split_screen, 1.3),
    Kind("filmed-screen", filmed, 1.5),
    Kind("screenshot", screenshot, 1.3),
    Kind("vertical-blur", vertical, 1.2),
    Kind("boxed", boxed),
    Kind("tinted", tinted, 1.2),
    Kind("degraded", degraded),
    Kind("filtered", filtered),
    Kind("tilted", tilted),
    Kind("turned", turned),
    Kind("zoomed", zoomed),
    Kind("shaken", shaken),
    Kind("stickered", stickered),
    Kind("compilation", compilation, 1.5),
    Kind("crossfaded", crossfaded),
    Kind("backwards", backwards),
    Kind("looped", looped),
    Kind("dropped-frames", dropped),
    Kind("frozen", frozen),
    Kind("slides", slides),
    Kind("still", photo, 1.2, still=True),
    Kind("still-edited", edited_photo, 1.2, still=True),
    Kind("new-sound", new_sound),
    Kind("old-sound", old_sound, 0.8),
    Kind("old-sound-phone", phone_sound, 0.6),
    Kind("with-intro", with_intro, 1.2),
    Kind("inset-both-known", both_known),
    Kind("ticker", ticker),
    Kind("short", short, 1.2),
    Kind("long", long, 0.7),
    Kind("speed-ramp", ramped),
    Kind("fast+tinted+boxed", fast_tinted_boxed, splits=TUNE),
    Kind("mirrored-inset", mirrored_inset),
    Kind("filmed+caption", filmed_caption, splits=TEST),
    Kind("slow+mirrored+grey", slow_mirrored_grey, splits=TEST),
    Kind("vertical-crop+caption", vertical_crop, splits=TUNE),
    Kind("screenshot+mirrored", page_mirrored, splits=TEST),
)
__all__ = ["KINDS", "Kind", "Shown", "fit"]
