"""What an edit may draw on: seeded chance, footage of the archive, footage that is not in it, photographs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from benchmark.corpus import Clip, Split
from benchmark.reader import ClipReader, Rgb, read_picture, read_sound
from benchmark.stream import Shown, Stream, cut, even

Range = tuple[float, float]
LEAST_TEXTURE = 10.0


@dataclass(frozen=True, slots=True)
class Source:
    """A file to cut from, with what the whole of it shows."""

    path: Path
    length_s: float
    width: int
    height: int
    has_sound: bool
    shown: tuple[Shown, ...]
    groups: frozenset[str]


def source_of(clip: Clip) -> Source:
    """The clip as a source: it shows its canonical clip from beginning to end."""
    part = Shown(clip.canonical, 0.0, clip.length_s, clip.shift_s, clip.length_s + clip.shift_s)
    shown = (part, replace(part, track="sound")) if clip.has_sound else (part,)
    return Source(
        clip.path, clip.length_s, clip.width, clip.height, clip.has_sound, shown, frozenset({clip.group})
    )


class Kit:
    """Chance and material for one query or derived reference. Everything follows from `seed`."""

    def __init__(  # noqa: PLR0917
        self,
        seed: int,
        split: Split,
        subjects: Sequence[Source],
        strangers: Sequence[Source],
        photos: Sequence[Path],
        width_px: int | None = None,
    ) -> None:
        self.rng = np.random.default_rng(seed)
        self.split = split
        self.subjects, self.strangers, self.photos = list(subjects), list(strangers), list(photos)
        self.width_px = width_px
        self.used: list[Source] = []

    def between(self, tune: Range, test: Range | None = None) -> float:
        """A number drawn evenly from the split's range; the test split has its own where given."""
        low, high = tune if self.split == "tune" or test is None else test
        return float(self.rng.uniform(low, high))

    def pick[T](self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self.rng.integers(len(options)))]

    def chance(self, share: float) -> bool:
        """True in `share` of the draws."""
        return bool(self.rng.random() < share)

    def seed(self) -> int:
        """A seed for something that draws on its own."""
        return int(self.rng.integers(2**31))

    def photo(self) -> Rgb:
        """A photograph that no reference shows."""
        return read_picture(self.pick(self.photos))

    def subject(self, low_s: float = 5.0, high_s: float = 14.0, sound: bool | None = None) -> Stream:
        """A cut of the footage in question: the next source in line, off the sampling grid."""
        fitting = [s for s in self.subjects if s.length_s >= min(low_s, 3.0) and (not sound or s.has_sound)]
        fitting = fitting or [s for s in self.subjects if s.has_sound or not sound]
        source = next((s for s in fitting if s not in self.used), None) or self.pick(fitting or self.subjects)
        return self.cut_of(source, low_s, high_s)

    def other(self, length_s: float) -> Stream:
        """Footage that is not in the archive, at least `length_s` long where there is any."""
        long = [s for s in self.strangers if s.length_s > length_s + 0.3]
        source = self.pick(long) if long else max(self.strangers, key=lambda s: s.length_s)
        return self.cut_of(source, length_s, length_s)

    def cut_of(self, source: Source, low_s: float, high_s: float) -> Stream:
        """Some seconds of a source, from a random start, at a random moderate size and frame rate."""
        self.used.append(source)
        length_s = min(float(self.rng.uniform(low_s, high_s)), source.length_s * 0.97)
        start_s = self._start(source, length_s)
        wide = self.width_px or int(self.pick((426, 480, 568, 640)))
        ratio = source.width / source.height
        width = even(min(source.width * 1.2, wide if ratio >= 1 else wide * 0.62), 64)
        fps = float(self.pick((15.0, 20.0, 24.0, 25.0)))
        sound = read_sound(source.path, start_s, length_s) if source.has_sound else None
        return cut(source.path, source.shown, start_s, length_s, fps, width, sound)

    def _start(self, source: Source, length_s: float) -> float:
        """A random start in a source, tried again when the pictures there are flat: nobody can find fog."""
        start_s = 0.0
        for _ in range(4):
            start_s = float(self.rng.uniform(0, source.length_s - length_s))
            if texture(source.path, (start_s + 0.2 * length_s, start_s + 0.7 * length_s)) >= LEAST_TEXTURE:
                break
        return start_s


def texture(path: Path, times_s: Sequence[float]) -> float:
    """How much there is to see at these times: the median standard deviation of grey (0–255) without grain."""
    reader = ClipReader(path, 160)
    greys = [cv2.cvtColor(reader.at(time_s), cv2.COLOR_RGB2GRAY) for time_s in times_s]
    reader.close()
    return float(np.median([cv2.GaussianBlur(grey, (0, 0), 3).std() for grey in greys]))
