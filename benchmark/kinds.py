"""The table of edits: what a query can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmark import alone, among
from benchmark.kit import Kit
from benchmark.stream import Stream

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


TUNE, TEST = ("tune",), ("test",)
KINDS: tuple[Kind, ...] = (
    Kind("plain", alone.plain, 1.5),
    Kind("compressed", alone.compressed, 1.2, crf=(32, 40)),
    Kind("cropped", alone.cropped, 1.5),
    Kind("mirrored", alone.mirrored, 1.2),
    Kind("mirror+crop+caption", alone.mirror_crop_caption, 1.2),
    Kind("caption-english", alone.english, 1.2),
    Kind("caption-arabic", alone.arabic, 1.2),
    Kind("fast", alone.fast, 1.2),
    Kind("slow", alone.slow),
    Kind("inset-large", among.large_inset, 1.3),
    Kind("inset-small", among.small_inset, 1.3),
    Kind("inset-moving", among.moving_inset),
    Kind("inset-on-photo", among.inset_on_photo),
    Kind("split-screen", among.split_screen, 1.3),
    Kind("filmed-screen", among.filmed, 1.5),
    Kind("screenshot", among.screenshot, 1.3),
    Kind("vertical-blur", among.vertical, 1.2),
    Kind("boxed", among.boxed),
    Kind("tinted", alone.tinted, 1.2),
    Kind("degraded", alone.degraded),
    Kind("filtered", alone.filtered),
    Kind("tilted", alone.tilted),
    Kind("turned", alone.turned),
    Kind("zoomed", alone.zoomed),
    Kind("shaken", alone.shaken),
    Kind("stickered", alone.stickered),
    Kind("compilation", among.compilation, 1.5),
    Kind("crossfaded", among.crossfaded),
    Kind("backwards", alone.backwards),
    Kind("looped", alone.looped),
    Kind("dropped-frames", alone.dropped),
    Kind("frozen", alone.frozen),
    Kind("slides", alone.slides),
    Kind("still", alone.photo, 1.2, still=True),
    Kind("still-edited", alone.edited_photo, 1.2, still=True),
    Kind("new-sound", among.new_sound),
    Kind("old-sound", among.old_sound, 0.8),
    Kind("old-sound-phone", among.phone_sound, 0.6),
    Kind("with-intro", among.with_intro, 1.2),
    Kind("inset-both-known", among.both_known),
    Kind("ticker", alone.ticker),
    Kind("short", alone.short, 1.2),
    Kind("long", alone.long, 0.7),
    Kind("speed-ramp", alone.ramped),
    Kind("fast+tinted+boxed", among.fast_tinted_boxed, splits=TUNE),
    Kind("mirrored-inset", among.mirrored_inset),
    Kind("filmed+caption", among.filmed_caption, splits=TEST),
    Kind("slow+mirrored+grey", alone.slow_mirrored_grey, splits=TEST),
    Kind("vertical-crop+caption", alone.vertical_crop, splits=TUNE),
    Kind("screenshot+mirrored", among.page_mirrored, splits=TEST),
)
