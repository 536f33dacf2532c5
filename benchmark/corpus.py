"""The footage folder: its clips, what they share, and which half of the bench may use them."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Split = Literal["tune", "test"]
# Copies of one another, by the course of their pictures: correlation of frame differences at every offset.
TWINS = Path(__file__).with_name("twins.csv")
# Clips of one camera at other moments: SSCD cosine ≥ .5 between some frames, motion uncorrelated at every offset.
CAMERAS = Path(__file__).with_name("cameras.csv")
TUNE_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Clip:
    """One file of the footage folder.

    `group`: clips of one group may share footage or scene. `canonical`, `shift_s`: the clip it is a copy of (often
    itself); second `t` of this file shows second `t + shift_s` of that one.
    """

    path: Path
    length_s: float
    width: int
    height: int
    has_sound: bool
    group: str
    canonical: str
    shift_s: float = 0.0

    @property
    def name(self) -> str:
        """The file's bare name, which is unique in the corpus."""
        return self.path.name


def read_clips(footage: Path) -> list[Clip]:
    """Every ordinary clip that `clips.csv` lists, with its twin."""
    twins = read_twins()
    with (footage / "clips.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    clips = []
    for row in rows:
        path = footage / row["file"]
        canonical, shift_s = twins.get(path.name, (path.name, 0.0))
        clips.append(
            Clip(
                path,
                float(row["duration_s"]),
                int(row["width"]),
                int(row["height"]),
                row["has_audio"] == "1",
                row["group"],
                canonical,
                shift_s,
            )
        )
    return clips


def read_same_camera(footage: Path) -> list[Clip]:
    """Short clips of which several come from one camera at other moments; a group is a camera."""
    listing = footage / "same-camera.csv"
    if not listing.exists():
        return []
    with CAMERAS.open(newline="") as lines:
        cameras = {row["file"]: row["camera"] for row in csv.DictReader(lines)}
    with listing.open(newline="") as lines:
        return [
            Clip(
                footage / row["file"],
                float(row["duration_s"]),
                int(row["width"]),
                int(row["height"]),
                False,
                cameras.get(Path(row["file"]).name, Path(row["file"]).name),
                Path(row["file"]).name,
            )
            for row in csv.DictReader(lines)
        ]


def read_twins(path: Path = TWINS) -> dict[str, tuple[str, float]]:
    """Copies of one another, as measured: bare file name → (the clip it copies, seconds to add)."""
    if not path.exists():
        return {}
    with path.open(newline="") as lines:
        return {row["file"]: (row["canonical"], float(row["shift_s"])) for row in csv.DictReader(lines)}


def stable(text: str) -> int:
    """A number from a text, the same on every machine and in every run."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:12], 16)


def split_of_groups(clips: list[Clip]) -> dict[str, Split]:
    """Group → split, about 60 : 40 in clips: large groups first, ties by a hash of the name."""
    sizes: dict[str, int] = defaultdict(int)
    for clip in clips:
        sizes[clip.group] += 1
    totals: dict[Split, float] = {"tune": 0.0, "test": 0.0}
    chosen: dict[str, Split] = {}
    for group in sorted(sizes, key=lambda name: (-sizes[name], stable(name))):
        behind = totals["tune"] / TUNE_SHARE <= totals["test"] / (1 - TUNE_SHARE)
        if totals["tune"] == totals["test"] == 0:
            behind = stable(group) % 10 < 10 * TUNE_SHARE
        half: Split = "tune" if behind else "test"
        chosen[group] = half
        totals[half] += sizes[group]
    return chosen


def of_split(clips: list[Clip], split: Split) -> list[Clip]:
    """The clips of one half, in a stable order."""
    halves = split_of_groups(clips)
    return sorted((c for c in clips if halves[c.group] == split), key=lambda c: c.name)


def cameras_of_split(clips: list[Clip], split: Split) -> list[list[Clip]]:
    """The same-camera clips of one half, camera by camera, those with several clips first."""
    cameras: dict[str, list[Clip]] = defaultdict(list)
    for clip in sorted(clips, key=lambda c: c.name):
        cameras[clip.group].append(clip)
    ordered = sorted(cameras, key=lambda name: (-len(cameras[name]), stable(name)))
    # Every fifth and third camera in line goes to the test half: about 40 %, whatever their sizes.
    test = {name for index, name in enumerate(ordered) if index % 5 in {1, 3}}
    return [cameras[name] for name in ordered if (name in test) == (split == "test")]


def half_of_loose(paths: list[Path], split: Split) -> list[Path]:
    """Photos and same-camera files of one half: by the hash of each name."""
    tune = {p for p in paths if stable(p.name) % 10 < 10 * TUNE_SHARE}
    return sorted(p for p in paths if (p in tune) == (split == "tune"))
