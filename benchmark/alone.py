"""What is done to one clip alone: its picture, its time, a still of it. Each makes a query from a kit."""

from __future__ import annotations

import numpy as np

from benchmark import edits, looks, montage, overlays
from benchmark.kit import Kit
from benchmark.reader import Rgb
from benchmark.stream import Box, Stream


def random_box(kit: Kit, area: float) -> Box:
    """A box of this share of the picture, anywhere in it, of a moderate aspect."""
    stretch = kit.between((0.8, 1.25))
    width, height = min(1.0, (area * stretch) ** 0.5), min(1.0, (area / stretch) ** 0.5)
    x0, y0 = kit.between((0, 1 - width)), kit.between((0, 1 - height))
    return (x0, y0, x0 + width, y0 + height)


def plain(kit: Kit) -> Stream:
    """Cut out and encoded again."""
    return kit.subject(4, 16)


def short(kit: Kit) -> Stream:
    """Two or three seconds."""
    return kit.subject(2.0, 3.2)


def long(kit: Kit) -> Stream:
    """Twenty to forty seconds of a long clip."""
    longest = sorted(kit.subjects, key=lambda s: -s.length_s)[:8]
    return kit.cut_of(kit.pick(longest), 20, 40)


def compressed(kit: Kit) -> Stream:
    """Tiny and coarse, as after many messengers."""
    return edits.resize(kit.subject(), int(kit.between((160, 256), (144, 220))))


def cropped(kit: Kit) -> Stream:
    """A part of the picture."""
    return edits.crop(kit.subject(), random_box(kit, kit.between((0.35, 0.8), (0.35, 0.75))))


def mirrored(kit: Kit) -> Stream:
    """Left becomes right."""
    return edits.mirror(kit.subject())


def english(kit: Kit) -> Stream:
    """An English caption or lower third."""
    stream = kit.subject()
    if kit.chance(0.4):
        colour = kit.pick(((180, 20, 30), (20, 60, 150), (10, 120, 90)))
        share = kit.between((0.18, 0.28), (0.2, 0.34))
        return edits.recolour(
            stream, overlays.banner(kit.pick(overlays.ENGLISH), kit.pick(overlays.ENGLISH), colour, share)
        )
    return edits.recolour(stream, caption(kit, overlays.ENGLISH))


def arabic(kit: Kit) -> Stream:
    """An Arabic caption or lower third."""
    stream = kit.subject()
    if kit.chance(0.4):
        colour = kit.pick(((150, 10, 20), (0, 70, 120)))
        share = kit.between((0.18, 0.28), (0.2, 0.34))
        return edits.recolour(
            stream, overlays.banner(kit.pick(overlays.ARABIC), kit.pick(overlays.ARABIC), colour, share)
        )
    return edits.recolour(stream, caption(kit, overlays.ARABIC))


def caption(kit: Kit, texts: tuple[str, ...]) -> edits.PixelEdit:
    """One of the texts, high or low in the picture."""
    centre = kit.pick((kit.between((0.1, 0.2)), kit.between((0.78, 0.9))))
    return overlays.caption(kit.pick(texts), centre, kit.between((0.06, 0.12), (0.05, 0.15)), kit.chance(0.5))


def tinted(kit: Kit) -> Stream:
    """Grey, sepia, other light, other colours."""
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
    """Out of focus, grainy, over-sharpened or in blocks."""
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
    """A negative, a poster or dark corners."""
    look = kit.pick(
        (looks.inverted(), looks.poster(int(kit.between((4, 7)))), looks.vignette(kit.between((0.6, 1.0))))
    )
    return edits.recolour(kit.subject(), look)


def tilted(kit: Kit) -> Stream:
    """Turned by some degrees."""
    fill = (0, 0, 0) if kit.chance(0.4) else None
    return edits.tilt(kit.subject(), kit.pick((-1, 1)) * kit.between((3, 10), (4, 16)), fill)


def turned(kit: Kit) -> Stream:
    """Turned by a quarter."""
    return edits.quarter_turn(kit.subject(), kit.pick((1, 3) if kit.split == "tune" else (1, 2, 3)))


def zoomed(kit: Kit) -> Stream:
    """A slow zoom with a drift."""
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
    """A hand-held crop."""
    stream = kit.subject()
    size, reach, seed = kit.between((0.78, 0.92)), kit.between((0.02, 0.05)), kit.between((0, 9))

    def path(t: float) -> Box:
        x0 = (1 - size) / 2 + reach * np.sin(7.3 * t + seed) * np.sin(2.1 * t)
        y0 = (1 - size) / 2 + reach * np.cos(5.7 * t + 2 * seed)
        return (float(x0), float(y0), float(x0) + size, float(y0) + size)

    return edits.moving_crop(stream, path)


def stickered(kit: Kit) -> Stream:
    """Stickers and a watermark."""
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


def fast(kit: Kit) -> Stream:
    """Played faster."""
    return edits.change_speed(kit.subject(8, 18), kit.between((1.1, 1.9), (1.05, 2.0)), kit.chance(0.5))


def slow(kit: Kit) -> Stream:
    """Played slower."""
    return edits.change_speed(kit.subject(4, 8), kit.between((0.55, 0.92), (0.5, 0.95)), kit.chance(0.5))


def ramped(kit: Kit) -> Stream:
    """Three speeds one after the other."""
    source = kit.pick([s for s in kit.subjects if s.length_s > 8] or kit.subjects)
    whole = kit.cut_of(source, 8, 14)
    third = whole.length_s / 3
    parts = [
        edits.change_speed(edits.section(whole, n * third, third), kit.between((0.55, 1.8)), False)
        for n in range(3)
    ]
    return montage.joined(parts, whole.width, whole.height)


def backwards(kit: Kit) -> Stream:
    """Played backwards."""
    return edits.reverse(kit.subject(4, 9))


def looped(kit: Kit) -> Stream:
    """The same seconds again and again."""
    source = kit.pick([s for s in kit.subjects if s.length_s > 5] or kit.subjects)
    once = kit.cut_of(source, 3.5, 6)
    return montage.joined([once] * (2 if kit.split == "tune" else 3), once.width, once.height)


def dropped(kit: Kit) -> Stream:
    """Frames lost."""
    stream = kit.subject()
    if kit.chance(0.5):
        return edits.drop_frames(stream, kit.between((0.3, 0.7)), kit.seed())
    return edits.stutter(stream, kit.between((3, 8), (2, 6)))


def frozen(kit: Kit) -> Stream:
    """The picture stands still for a while."""
    stream = kit.subject(5, 9)
    return edits.freeze(stream, kit.between((0.4, 0.7)) * stream.length_s, kit.between((1.5, 4)))


def slides(kit: Kit) -> Stream:
    """A slide show of moments, silent."""
    return edits.with_sound(edits.stutter(kit.subject(9, 16), kit.between((0.5, 1.0), (0.4, 0.8))), None, ())


def slow_mirrored_grey(kit: Kit) -> Stream:
    """Slower, mirrored, without colour."""
    return edits.recolour(
        edits.mirror(edits.change_speed(kit.subject(4, 8), kit.between((0.6, 0.85)), True)), looks.grey()
    )


def mirror_crop_caption(kit: Kit) -> Stream:
    """Cropped, mirrored, captioned."""
    stream = edits.mirror(edits.crop(kit.subject(), random_box(kit, kit.between((0.5, 0.8)))))
    return edits.recolour(stream, caption(kit, overlays.ENGLISH + overlays.ARABIC))


def vertical_crop(kit: Kit) -> Stream:
    """Cut upright, with a caption."""
    stream = kit.subject()
    share = min(0.95, (9 / 16) * stream.height / stream.width * kit.between((1.0, 1.3)))
    x0 = kit.between((0, 1 - share))
    return edits.recolour(edits.crop(stream, (x0, 0, x0 + share, 1)), caption(kit, overlays.ENGLISH))


def photo(kit: Kit) -> Stream:
    """One picture of a clip."""
    return kit.subject(1, 1)


def edited_photo(kit: Kit) -> Stream:
    """One picture, cropped, mirrored, captioned or in another light."""
    stream = kit.subject(1, 1)
    choice = kit.pick(("crop", "mirror", "caption", "tint"))
    if choice == "crop":
        return edits.crop(stream, random_box(kit, kit.between((0.5, 0.8))))
    if choice == "mirror":
        return edits.mirror(stream)
    if choice == "caption":
        return edits.recolour(stream, caption(kit, overlays.ENGLISH + overlays.ARABIC))
    return edits.recolour(stream, looks.light(1.2, kit.between((-30, 30)), kit.between((0.6, 1.6))))
