"""Make a bench: an archive, queries cut and edited from it, and the truth of each.

python -m benchmark.make --footage FOLDER --out DIR --split tune|test --seed N [--queries N]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmark import archive, corpus, montage
from benchmark.corpus import Clip, Split
from benchmark.kinds import KINDS, Kind
from benchmark.kit import LEAST_TEXTURE, Kit, Source, source_of, texture
from benchmark.stream import Shown, Stream, write_video
from benchmark.truth import Reference, query_truth

UNRELATED_SHARE = 0.2
STRANGER_SHARE = 0.24
DERIVED_PER_QUERY = 0.11
PHOTO_REFERENCES = 12
WATCHED_EDITS = 8
LEAST_WIDTH_PX = 120
MOST_COPIES = 3
FORMAT_VERSION = 1
WATCHED_KINDS = frozenset(
    {"plain", "cropped", "caption-arabic", "compressed", "filmed-screen", "mirrored", "still"}
)


@dataclass(frozen=True, slots=True)
class Material:
    """What a bench is made of, split into what the archive holds and what it does not."""

    clips: list[Clip]
    strangers: list[Clip]
    photos: list[Path]
    photo_references: list[Path]
    watched: list[Clip]
    watched_queries: list[Clip]


@dataclass(frozen=True, slots=True)
class Order:
    """One query to make: its kind, and whether its footage is in the archive."""

    kind: Kind
    unrelated: bool


def gather(footage: Path, split: Split, rng: np.random.Generator) -> Material:
    """The split's footage; whole groups are held out as strangers."""
    clips = fewer_copies(corpus.of_split(corpus.read_clips(footage), split))
    groups = sorted({c.group for c in clips})
    rng.shuffle(groups)
    held: set[str] = set()
    for group in groups:
        size = sum(c.group == group for c in clips)
        out = sum(c.group in held for c in clips)
        if size <= 8 and out + size <= STRANGER_SHARE * len(clips) + 1:
            held.add(group)
    photos = corpus.half_of_loose(sorted((footage / "photos").glob("*.*")), split)
    cameras = corpus.cameras_of_split(corpus.read_same_camera(footage), split)
    shared = [camera for camera in cameras if len(camera) > 1]
    alone = [camera[0] for camera in cameras if len(camera) == 1]
    return Material(
        [c for c in clips if c.group not in held],
        [c for c in clips if c.group in held],
        photos[PHOTO_REFERENCES:],
        photos[:PHOTO_REFERENCES],
        [c for camera in shared for c in camera[1:]] + alone[::2],
        [camera[0] for camera in shared] + alone[1::6],
    )


def provable(clips: Sequence[Clip]) -> list[Clip]:
    """One clip of each family of copies, without those whose pictures are flat: a query cut from fog proves nothing."""
    first: dict[str, Clip] = {}
    for clip in clips:
        first.setdefault(clip.canonical, clip)
    return [clip for clip in first.values() if clip.width >= LEAST_WIDTH_PX and _is_textured(clip)]


def _is_textured(clip: Clip) -> bool:
    return texture(clip.path, [share * clip.length_s for share in (0.2, 0.5, 0.8)]) >= LEAST_TEXTURE


def fewer_copies(clips: Sequence[Clip]) -> list[Clip]:
    """At most `MOST_COPIES` of each family of copies, so that none outweighs the rest."""
    seen: dict[str, int] = {}
    kept = []
    for clip in clips:
        seen[clip.canonical] = seen.get(clip.canonical, 0) + 1
        if seen[clip.canonical] <= MOST_COPIES:
            kept.append(clip)
    return kept


def orders(count: int, split: Split, rng: np.random.Generator) -> list[Order]:
    """Which queries to make: kinds in proportion to their weights, a fifth of them of unrelated footage."""
    kinds = [k for k in KINDS if split in k.splits]
    weights = np.array([k.weight for k in kinds])
    related = count - round(UNRELATED_SHARE * count)
    shares = np.floor(weights / weights.sum() * related).astype(int)
    order = list(rng.permutation(len(kinds)))
    for index in order[: related - int(shares.sum())]:
        shares[index] += 1
    wanted = [Order(k, False) for k, n in zip(kinds, shares, strict=True) for _ in range(n)]
    others = [k for k in kinds if k.name not in ("new-sound", "old-sound", "long")]
    picks = rng.permutation(len(others))
    wanted += [Order(others[picks[i % len(others)]], True) for i in range(count - related)]
    return wanted


def make_query(order: Order, kit: Kit, path_stem: Path) -> tuple[Path, tuple[Shown, ...]]:
    """Make and encode one query; what it shows comes back with its path."""
    stream = order.kind.make(kit)
    if order.kind.still:
        return _write_still(stream, path_stem, kit)
    path = path_stem.with_suffix(kit.pick((".mp4", ".mp4", ".mp4", ".mov", ".mkv")))
    low, high = order.kind.crf
    write_video(stream, path, crf=int(kit.between((low, high))))
    return path, stream.shown


def _write_still(stream: Stream, path_stem: Path, kit: Kit) -> tuple[Path, tuple[Shown, ...]]:
    """The picture in the middle of a short stream, as a photograph."""
    middle_s = stream.length_s / 2
    path = path_stem.with_suffix(kit.pick((".jpg", ".jpg", ".png", ".webp")))
    bgr = cv2.cvtColor(stream.at(middle_s), cv2.COLOR_RGB2BGR)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(kit.between((55, 92)))] if path.suffix == ".jpg" else []
    cv2.imwrite(str(path), bgr, quality)
    parts = (p.within(middle_s - 0.05, middle_s + 0.05) for p in stream.pictures())
    return path, tuple(p for p in parts if p is not None)


def groups_of(
    shown: Sequence[Shown], clips: Sequence[Clip], references: Sequence[Reference]
) -> frozenset[str]:
    """The groups of everything a query shows."""
    names = {p.clip for p in shown}
    groups = {c.group for c in clips if c.canonical in names or c.name in names}
    return frozenset(groups).union(*(r.groups for r in references if r.name in names))


class Bench:
    """One bench being made in a folder."""

    def __init__(self, footage: Path, out: Path, split: Split, seed: int, count: int) -> None:
        self.out, self.split, self.seed, self.count = out, split, seed, count
        self.rng = np.random.default_rng([seed, 0 if split == "tune" else 1])
        self.material = gather(footage, split, self.rng)
        (out / "references").mkdir(parents=True)
        (out / "queries").mkdir()
        self.references: list[Reference] = []
        self.truth: list[dict[str, Any]] = []

    def make(self) -> None:
        """Write the whole bench."""
        self._archive()
        wanted = orders(self.count, self.split, self.rng)
        for index in self.rng.permutation(len(wanted)):
            self._query(wanted[index])
        self._special()
        self._same_camera()
        truth = {"version": FORMAT_VERSION, "split": self.split, "seed": self.seed, "queries": self.truth}
        (self.out / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False))

    def _archive(self) -> None:
        folder, some = self.out / "references", self.material
        plain = archive.plain_references(some.clips, folder, self.rng)
        derived = archive.derived_references(
            round(self.count * DERIVED_PER_QUERY),
            some.clips,
            plain,
            some.photos,
            folder,
            self.split,
            self.seed,
        )
        watched = archive.plain_references(some.watched, folder, self.rng)
        photos = archive.photo_references(some.photo_references, folder, self.rng)
        self.references = [*plain, *derived, *watched, *photos]
        archive.write_records(self.references, self.out / "records.csv", self.rng)
        self._subjects = [source_of(c) for c in provable(some.clips)] + [
            archive.source_of_reference(r) for r in derived[::2]
        ]
        self.rng.shuffle(self._subjects)
        self._strangers = [source_of(c) for c in provable(some.strangers)]
        self._used: list[Source] = []
        _say(f"{len(self.references)} references")

    def _kit(self, unrelated: bool) -> Kit:
        subjects = self._strangers if unrelated else self._subjects
        kit = Kit(
            self.seed * 7919 + len(self.truth), self.split, subjects, self._strangers, self.material.photos
        )
        kit.used = list(self._used)
        return kit

    def _query(self, order: Order) -> None:
        kit = self._kit(order.unrelated)
        path, shown = make_query(order, kit, self._next())
        self._used = kit.used if len(kit.used) < len(self._subjects) else []
        self._record(path, order.kind.name, shown, order.kind.still)

    def _next(self) -> Path:
        return self.out / "queries" / f"q{len(self.truth):04d}"

    def _record(
        self, path: Path, kind: str, shown: Sequence[Shown], still: bool, *, watched: bool = False
    ) -> None:
        groups = groups_of(
            shown,
            [
                *self.material.clips,
                *self.material.strangers,
                *self.material.watched,
                *self.material.watched_queries,
            ],
            self.references,
        )
        row = query_truth(path.name, kind, shown, groups, self.references, still, watched)
        self.truth.append(row)
        _say(f"{path.name} {kind} {len(row['segments'])} segments")

    def _special(self) -> None:
        """Queries that prove nothing, and photographs of nothing known."""
        for name, make in (("slate", None), ("bars", archive.bars), ("dark", archive.dark)):
            kit = self._kit(True)
            stream = archive.slate(kit, 640, 360, 5.0) if make is None else make(kit)
            path = self._next().with_suffix(".mp4")
            write_video(stream, path)
            self._record(path, name, stream.shown if name == "dark" else (), False)
        kit = self._kit(True)
        stream = montage.joined([montage.still(kit.photo(), 2.5) for _ in range(4)], 640, 420)
        path = self._next().with_suffix(".mp4")
        write_video(replace(stream, sound=None), path)
        self._record(path, "unrelated-photos", (), False)

    def _same_camera(self) -> None:
        """Another moment of a watched place, and edits of a moment that the archive holds beside others."""
        kinds = [k for k in KINDS if k.name in WATCHED_KINDS]
        watched = [source_of(c) for c in self.material.watched]
        for index in range(min(WATCHED_EDITS, len(watched))):
            kit = Kit(
                self.seed * 31 + index, self.split, watched[index:], self._strangers, self.material.photos
            )
            kind = kinds[index % len(kinds)]
            path, shown = make_query(Order(kind, unrelated=False), kit, self._next())
            self._record(path, f"watched-{kind.name}", shown, kind.still, watched=True)
        for clip in self.material.watched_queries:
            kit = self._kit(True)
            stream = kit.cut_of(source_of(clip), clip.length_s, clip.length_s)
            path = self._next().with_suffix(".mp4")
            write_video(stream, path)
            self._record(path, "same-camera", stream.shown, False, watched=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=("tune", "test"), required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--queries", type=int, default=120, help="without the special and same-camera ones")
    args = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    if args.out.exists() and any(args.out.iterdir()):
        parser.error(f"{args.out} is not empty")
    began = time.process_time()
    Bench(args.footage, args.out, args.split, args.seed, args.queries).make()
    _say(f"{time.process_time() - began:.0f} CPU-s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
