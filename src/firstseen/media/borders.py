"""Bars and bands around the picture: where the footage itself lies within the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firstseen.model.descriptor import Box

_UNIFORM_SPREAD: Final = 10.0  # bars carry coding noise of a few steps of brightness
_SMALLEST_BAND: Final = 0.02
_SMALLEST_INSIDE: Final = 0.2


def trimmed_boxes(frames: Sequence[NDArray[np.uint8]]) -> list[Box | None]:
    """For each of some successive frames (height, width, 3) uint8, the box inside its borders; None without borders."""
    return [_uniform_box(frame) for frame in frames]


def _uniform_box(frame: NDArray[np.uint8]) -> Box | None:
    gray = frame[:, :, 1].astype(np.float32)
    height, width = gray.shape
    if height < 16 or width < 16:  # noqa: PLR2004 - too small to have a border
        return None
    top, bottom = _inside(gray)
    left, right = _inside(gray[top:bottom].T)
    box = left / width, top / height, right / width, bottom / height
    if max(box[0], box[1], 1 - box[2], 1 - box[3]) < _SMALLEST_BAND:
        return None
    if box[2] - box[0] < _SMALLEST_INSIDE or box[3] - box[1] < _SMALLEST_INSIDE:
        return None
    return box


def _inside(gray: NDArray[np.float32]) -> tuple[int, int]:
    """First and past-the-last row that is not part of a uniform band of the colour of its edge."""
    low, high = np.percentile(gray, (2, 98), axis=1)
    first, last = 0, len(gray)
    while first < last and _same(low[first], high[first], low[0], high[0]):
        first += 1
    while last > first and _same(low[last - 1], high[last - 1], low[-1], high[-1]):
        last -= 1
    return first, last


def _same(low: float, high: float, edge_low: float, edge_high: float) -> bool:
    return bool(max(high, edge_high) - min(low, edge_low) <= _UNIFORM_SPREAD)
