"""What every archive refuses: descriptors of another model, another dimension, or malformed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firstseen.errors import ArchiveMismatch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firstseen.model.descriptor import Description

_UNIT_TOLERANCE: Final = 0.02


class Made:
    """What an archive's descriptors are made with; empty until the first are added."""

    __slots__ = ("dimension", "model", "sound")

    def __init__(self, model: str = "", dimension: int = 0, sound: str = "") -> None:
        self.model = model
        self.dimension = dimension
        self.sound = sound

    def admit(self, description: Description) -> None:
        """Take over what a first description is made with; ArchiveMismatch for one made otherwise."""
        pictures = description.pictures
        if len(pictures):
            _check_unit(pictures.vectors)
            self.expect(pictures.vectors, pictures.model)
            self.model, self.dimension = pictures.model, pictures.vectors.shape[1]
        if len(description.sound):
            if self.sound not in {"", description.sound.version}:
                raise ArchiveMismatch(f"sound {description.sound.version}", f"sound {self.sound}")
            self.sound = description.sound.version

    def expect(self, vectors: NDArray[Any], model: str) -> None:
        """ArchiveMismatch unless these vectors can be compared with the archive's; an empty `model` is not checked."""
        if not self.model:
            return
        if model not in {"", self.model}:
            raise ArchiveMismatch(f"model {model}", f"model {self.model}")
        if vectors.ndim != 2 or vectors.shape[1] != self.dimension:  # noqa: PLR2004 - a matrix has two axes
            raise ArchiveMismatch(f"vectors of shape {vectors.shape}", f"vectors of {self.dimension} numbers")


def _check_unit(vectors: NDArray[np.float32]) -> None:
    length = np.linalg.norm(vectors, axis=1)
    # NaN fails the comparison too; it would poison an index without a word.
    if not np.all(np.abs(length - 1) < _UNIT_TOLERANCE):
        raise ValueError("picture vectors must have unit rows")
