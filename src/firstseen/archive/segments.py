"""Pieces of an index as folders of arrays: complete before anybody can name them, never changed after."""

from __future__ import annotations

import shutil
import uuid
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from firstseen.archive.folder import sync_folder, sync_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from firstseen.model.review import ClaimReview

    Arrays = Mapping[str, NDArray[Any]]


class ReviewIndexer(Protocol):
    """How fact-checks become arrays that can be searched; the archive keeps them and looks at `numbers` only."""

    @property
    def version(self) -> str:
        """What the arrays are made with: arrays of another version are made again from the rows."""

    def build(self, reviews: Sequence[tuple[int, ClaimReview]]) -> Arrays:
        """The arrays of reviews, each given with its number; `numbers` (n,) int64 is among them, ascending."""

    def merge(self, parts: Sequence[Arrays], gone: Collection[int]) -> Arrays:
        """The arrays of several parts in one, without the reviews whose numbers are in `gone`."""


class SegmentFiles:
    """The folders of segments below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, arrays: Arrays) -> str:
        """The name of a new segment, whole on disk when this returns."""
        name = uuid.uuid4().hex
        place = self._folder / name
        place.mkdir(parents=True)
        for key, array in arrays.items():
            np.save(place / f"{key}.npy", array, allow_pickle=False)
        sync_folder(place)
        sync_names(self._folder)
        return name

    def read(self, name: str) -> Arrays:
        """A segment's arrays, left on disk until they are looked at.

        Raises OSError or ValueError when they are missing or damaged.
        """
        files = sorted((self._folder / name).iterdir())
        return {path.stem: np.load(path, mmap_mode="r", allow_pickle=False) for path in files}

    def sweep(self, named: Collection[str]) -> int:
        """Remove every folder that is not among the `named`; how many there were."""
        stray = [path for path in self._folder.glob("*") if path.name not in named]
        for path in stray:
            shutil.rmtree(path)
        return len(stray)
