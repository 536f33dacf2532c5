"""What the fingerprints say of one media: everything later stages know of its pictures and sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from firstseen.model.media import Media

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as shares (0 to 1) of the picture, origin top left."""

FULL_FRAME: Box = (0.0, 0.0, 1.0, 1.0)

GateReason = Literal["black", "flat", "bars", "slate", "low texture"]


@dataclass(frozen=True, slots=True)
class View:
    """A way of looking at a frame: the part described, after turning, mirroring or inverting it.

    `turn_deg` is clockwise, one of 0, 90, 180, 270, applied to the cropped part.
    """

    name: str
    box: Box = FULL_FRAME
    turn_deg: int = 0
    inverted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Descriptors:
    """Picture descriptors of one media from one model.

    `vectors` is (n, d) float32 with unit rows; `times_s` (n,) float64 ascending within a view; `view_index` (n,)
    int16 points into `views`. Gated frames have no row. `model` is the model's id with its version.
    """

    model: str
    times_s: NDArray[np.float64]
    vectors: NDArray[np.float32]
    view_index: NDArray[np.int16]
    views: tuple[View, ...]

    def __post_init__(self) -> None:
        n = len(self.times_s)
        if self.vectors.ndim != 2 or len(self.vectors) != n or len(self.view_index) != n:  # noqa: PLR2004 - rows and columns
            msg = f"{n} times, {len(self.vectors)} vectors, {len(self.view_index)} views"
            raise ValueError(msg)

    def __len__(self) -> int:
        return len(self.times_s)


@dataclass(frozen=True, slots=True, eq=False)
class PdqHashes:
    """PDQ of the sampled frames.

    `times_s` (n,); `bits` (n, 32) uint8, 256 bits with the most significant first; `quality` (n,) uint8 in 0..100.
    """

    times_s: NDArray[np.float64]
    bits: NDArray[np.uint8]
    quality: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.times_s)


@dataclass(frozen=True, slots=True, eq=False)
class SoundLandmarks:
    """Sound landmarks: `hashes` (n,) uint32 and `times_s` (n,) float32, ascending in time; `version` of the recipe."""

    version: str
    hashes: NDArray[np.uint32]
    times_s: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.times_s)


@dataclass(frozen=True, slots=True, eq=False)
class Miniatures:
    """The moving picture in miniature, to align to a tenth of a second without the original.

    `times_s` (m,) float64, about 8 a second; `luma` (m, 18, 32) uint8, the whole frame shrunk by area averaging
    regardless of its aspect ratio. May be memory-mapped.
    """

    times_s: NDArray[np.float64]
    luma: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.times_s)


@dataclass(frozen=True, slots=True, eq=False)
class Stills:
    """Small JPEG pictures of the sampled frames, kept in one pack file beside each other.

    `times_s` (n,) float64; `offsets` (n + 1,) int64 are byte offsets into the file at `path`.
    """

    path: Path
    times_s: NDArray[np.float64]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.times_s)

    def jpeg(self, index: int) -> bytes:
        """The JPEG bytes of picture `index`."""
        with self.path.open("rb") as pack:
            pack.seek(int(self.offsets[index]))
            return pack.read(int(self.offsets[index + 1] - self.offsets[index]))

    def nearest(self, time_s: float) -> int:
        """Index of the picture whose time is closest to `time_s`."""
        return int(np.argmin(np.abs(self.times_s - time_s)))


@dataclass(frozen=True, slots=True)
class GatedFrame:
    """A sampled frame that proves nothing and therefore has no descriptor."""

    time_s: float
    reason: GateReason


@dataclass(frozen=True, slots=True, eq=False)
class Description:
    """All that is known of one media's pictures and sound.

    `folder` holds the files behind `stills` and `miniatures`. `losses` says, one sentence each, what could not be
    described (a missing model, a damaged stretch): never silently. `sound_bank` is for queries only, and not kept:
    pairs of a speed and the landmarks to search for, as if the sound had been sped up by it or shifted in pitch.
    """

    media: Media
    folder: Path
    interval_s: float
    pictures: Descriptors
    pdq: PdqHashes
    sound: SoundLandmarks
    miniatures: Miniatures
    stills: Stills
    cuts_s: tuple[float, ...]
    gated: tuple[GatedFrame, ...]
    losses: tuple[str, ...]
    sound_bank: tuple[tuple[float, SoundLandmarks], ...] = ()

    @property
    def frames_used(self) -> int:
        """How many sampled frames can serve as evidence."""
        return len(np.unique(self.pictures.times_s))
