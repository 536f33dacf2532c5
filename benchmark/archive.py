"""The bench's archive: plain clips, later re-posts of them, bulletins made of several, photographs, dates."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmark import alone, among, edits, looks, montage, overlays
from benchmark.corpus import Clip, Split
from benchmark.kit import Kit, Source, source_of
from benchmark.reader import Rgb
from benchmark.stream import Box, Shown, Stream, write_video
from benchmark.truth import Reference

COLUMNS = ("file", "url", "published", "place", "actors", "event", "caption", "language")
PLACES = ("Hama", "Gaza", "Khartoum", "Beirut", "London", "", "Tripoli", "Kyiv", "")
EVENTS = ("protest", "flood", "match", "", "interview", "traffic accident", "")


def plain_references(clips: Sequence[Clip], folder: Path, rng: np.random.Generator) -> list[Reference]:
    """Each clip's file as it is, published on some day of 2010–2021."""
    references = []
    for clip in clips:
        shutil.copyfile(clip.path, folder / clip.name)
        day = date(2010, 1, 1) + timedelta(days=int(rng.integers(0, 4380)))
        source = source_of(clip)
        references.append(
            Reference(clip.name, folder / clip.name, day.isoformat(), source.shown, source.groups)
        )
    return references


def photo_references(photos: Sequence[Path], folder: Path, rng: np.random.Generator) -> list[Reference]:
    """Photographs in the archive: distractors that no query shows."""
    references = []
    for path in photos:
        shutil.copyfile(path, folder / path.name)
        day = date(2010, 1, 1) + timedelta(days=int(rng.integers(0, 4380)))
        references.append(Reference(path.name, folder / path.name, day.isoformat(), (), frozenset()))
    return references


def reposted(kit: Kit) -> Stream:
    """A later copy of most of one clip, changed a little as platforms and reposters do."""
    stream = kit.subject(8, 30)
    change = kit.pick(("compressed", "caption", "crop", "mirror", "vertical", "logo"))
    if change == "caption":
        text = kit.pick(overlays.ENGLISH + overlays.ARABIC)
        return edits.recolour(
            stream, overlays.caption(text, kit.between((0.8, 0.9)), kit.between((0.06, 0.1)), True)
        )
    if change == "crop":
        return edits.crop(stream, alone.random_box(kit, kit.between((0.6, 0.85))))
    if change == "mirror":
        return edits.mirror(stream)
    if change == "vertical":
        box = montage.contained(stream.width, stream.height, 404, 720)
        return montage.framed(stream, 404, 720, box, montage.blurred)
    if change == "logo":
        return edits.recolour(stream, overlays.logo("@viral_clips", 0.8, 0.1, 0.07, 0.8))
    return edits.resize(stream, 320)


def fixed(box: Box) -> Callable[[float], Box]:
    """A box that does not move."""
    return lambda _time_s: box


def bulletin(kit: Kit) -> Stream:
    """Three to six passages of other footage with a title card, a banner, now and then an inset over a photograph."""
    width, height = 640, 360
    parts: list[Stream] = [slate(kit, width, height, kit.between((1.5, 2.5)))]
    for _ in range(int(kit.between((3, 6)))):
        passage = replace(kit.subject(3.5, 9), sound=None)
        passage = replace(passage, shown=passage.pictures())
        style = kit.pick(("full", "full", "cover", "inset"))
        if style == "inset":
            under = montage.still(montage.cover(kit.photo(), width, height), passage.length_s)
            box = among.corner(
                kit, kit.between((0.3, 0.5)), (passage.width / passage.height) / (width / height)
            )
            parts.append(montage.inset(under, passage, fixed(box), 2))
        elif style == "cover":
            parts.append(montage.tiles([passage], [(0, 0, 1, 1)], width, height, fill=True))
        else:
            parts.append(montage.letterbox(passage, width, height))
    fade_s = kit.pick((0.0, 0.0, 0.6))
    lower = overlays.banner(
        kit.pick(overlays.ENGLISH + overlays.ARABIC),
        kit.pick(overlays.ENGLISH),
        kit.pick(((180, 20, 30), (20, 60, 150))),
        kit.between((0.16, 0.24)),
    )
    return edits.recolour(montage.joined(parts, width, height, fade_s), lower)


def slate(kit: Kit, width: int, height: int, length_s: float) -> Stream:
    """A title card in one of two house styles, so that bulletins share their opening."""
    colour = kit.pick(((12, 30, 80), (120, 10, 20)))
    canvas: Rgb = np.full((height, width, 3), colour, np.uint8)
    title = overlays.caption(kit.pick(("NEWS24 TONIGHT", "نشرة الأخبار")), 0.5, 0.14, False)
    return montage.still(title(canvas), length_s)


def dark(kit: Kit) -> Stream:
    """Almost black footage with grain."""
    stream = kit.other(kit.between((5, 9)))
    look = looks.chain(looks.light(0.06, 4, 1.4), looks.noise(3, kit.seed()))
    return edits.recolour(replace(stream, sound=None, shown=stream.pictures()), look)


def bars(kit: Kit) -> Stream:
    """Colour bars."""
    colours = [
        (191, 191, 191),
        (191, 191, 0),
        (0, 191, 191),
        (0, 191, 0),
        (191, 0, 191),
        (191, 0, 0),
        (0, 0, 191),
    ]
    row = np.repeat(np.array(colours, np.uint8), 92, axis=0)[:640]
    return montage.still(np.repeat(row[None], 360, axis=0), kit.between((4, 8)))


def derived_references(  # noqa: PLR0917
    count: int,
    clips: Sequence[Clip],
    before: Sequence[Reference],
    photos: Sequence[Path],
    folder: Path,
    split: Split,
    seed: int,
) -> list[Reference]:
    """Re-posts and bulletins (about two to one), each published after everything it shows."""
    dates = {r.name: date.fromisoformat(r.published) for r in before}
    sources = [source_of(c) for c in clips if c.length_s >= 4 and c.width >= 120]
    rng = np.random.default_rng(seed)
    rng.shuffle(sources)
    made: list[Reference] = []
    reposted_already: list[Source] = []
    for index in range(count):
        is_bulletin = index % 3 == 2
        # Each bulletin draws on other clips; re-posts go through them one after the other.
        order = list(rng.permutation(len(sources))) if is_bulletin else range(len(sources))
        kit = Kit(seed + 101 * index, split, [sources[i] for i in order], sources, photos)
        kit.used = [] if is_bulletin else list(reposted_already)
        stream = bulletin(kit) if is_bulletin else reposted(kit)
        seen = kit.used if is_bulletin else kit.used[len(reposted_already) :]
        reposted_already = reposted_already if is_bulletin else kit.used
        name = f"{'bulletin' if is_bulletin else 'repost'}-{index:02d}.mp4"
        write_video(stream, folder / name, crf=int(kit.between((22, 28))))
        latest = max(dates[s.path.name] for s in seen)
        day = latest + timedelta(days=int(rng.integers(10, 900)))
        own = Shown(name, 0.0, stream.length_s, 0.0, stream.length_s)
        heard = (replace(own, track="sound"),) if stream.sound is not None else ()
        groups = frozenset().union(*(s.groups for s in seen))
        made.append(Reference(name, folder / name, day.isoformat(), (own, *heard, *stream.shown), groups))
    return made


def source_of_reference(reference: Reference) -> Source:
    """A derived reference as something to cut queries from."""
    own = next(p for p in reference.shown if p.clip == reference.name)
    heard = any(p.clip == reference.name and p.track == "sound" for p in reference.shown)
    return Source(reference.path, own.end_s, 640, 360, heard, reference.shown, reference.groups)


def write_records(references: Sequence[Reference], path: Path, rng: np.random.Generator) -> None:
    """records.csv, with cells left empty as a desk's own list has them."""
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        rows.writeheader()
        for index, reference in enumerate(references):
            arabic = rng.random() < 0.4
            texts = overlays.ARABIC if arabic else overlays.ENGLISH
            rows.writerow(
                {
                    "file": reference.name,
                    "url": f"https://example.org/{index:04d}",
                    "published": reference.published,
                    "place": PLACES[int(rng.integers(len(PLACES)))],
                    "actors": "",
                    "event": EVENTS[int(rng.integers(len(EVENTS)))],
                    "caption": texts[int(rng.integers(len(texts)))],
                    "language": "ar" if arabic else "en",
                }
            )
