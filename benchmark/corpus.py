"""The footage folder: its clips, what they share, and which half of the bench may use them."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Split = Literal["tune", "test"]
TWINS = Path(__file__).with_name("twins.csv")
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
            Clip(path, float(row["duration_s"]), int(row["width"]), int(row["height"]), row["has_audio"] == "1",
                 row["group"], canonical, shift_s)
        )
    return clips


def read_same_camera(footage: Path) -> list[Clip]:
    """Short clips of which several come from one camera at other moments; all in one group of their own."""
    listing = footage / "same-camera.csv"
    if not listing.exists():
        return []
    with listing.open(newline="") as lines:
        return [
            Clip(footage / row["file"], float(row["duration_s"]), int(row["width"]), int(row["height"]), False,
                 "same-camera", Path(row["file"]).name)
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


def half_of_loose(paths: list[Path], split: Split) -> list[Path]:
    """Photos and same-camera files of one half: by the hash of each name."""
    tune = {p for p in paths if stable(p.name) % 10 < 10 * TUNE_SHARE}
    return sorted(p for p in paths if (p in tune) == (split == "tune"))


def without_twins(clips: list[Clip]) -> list[Clip]:
    """The clips as if none was a copy: for a list whose twins are unknown."""
    return [replace(clip, canonical=clip.name, shift_s=0.0) for clip in clips]
