"""Pictures made smaller at a fraction of what area averaging costs, and alike at every resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGEST_UPSCALE: Final = 1.5  # more invents detail: the vector drifts from that of the large original
_LONGEST_ASPECT: Final = 4.0  # a strip of 10 : 1 is described with a smaller short side
_HALVED_FROM: Final = 3.0
_INTERPOLATED_TO: Final = 1.2  # interpolating a larger step down skips pixels, and texture shimmers
_SMALLEST_SIDE_PX: Final = 32  # the network halves its input five times


def fitted(rgb: NDArray[np.uint8], short_px: int) -> NDArray[np.uint8]:
    """`rgb` resized so that its short side has `short_px`, aspect ratio kept; enlarged 1.5 times at most."""
    height, width = rgb.shape[:2]
    short, long = min(height, width), max(height, width)
    scale = min(short_px / short, _LARGEST_UPSCALE, _LONGEST_ASPECT * short_px / long)
    size = max(_SMALLEST_SIDE_PX, round(width * scale)), max(_SMALLEST_SIDE_PX, round(height * scale))
    return resized(rgb, size)


def within(rgb: NDArray[np.uint8], long_px: int) -> NDArray[np.uint8]:
    """`rgb` shrunk so that its long side has `long_px` at most, aspect ratio kept; never enlarged."""
    height, width = rgb.shape[:2]
    scale = min(1.0, long_px / max(height, width))
    return resized(rgb, (max(1, round(width * scale)), max(1, round(height * scale))))


def thinned(rgb: NDArray[np.uint8], short_px: int) -> NDArray[np.uint8]:
    """`rgb` halved as often as leaves its short side `short_px` at least."""
    while min(rgb.shape[:2]) >= 2 * short_px:
        rgb = _halved(rgb)
    return rgb


def resized(rgb: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """`rgb` (h, w[, 3]) at `size` (width, height), smoothly: brought to a power of two times `size`, then halved.

    Averaging over fractions of pixels (INTER_AREA) takes 9 ms for a 720p picture, this 1.
    """
    while min(rgb.shape[1] / size[0], rgb.shape[0] / size[1]) >= _HALVED_FROM:
        rgb = _halved(rgb)
    if rgb.shape[1::-1] == size:
        return np.ascontiguousarray(rgb)
    if min(rgb.shape[1] / size[0], rgb.shape[0] / size[1]) <= _INTERPOLATED_TO:
        return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    double = size[0] * 2, size[1] * 2
    return _halved(np.asarray(cv2.resize(rgb, double, interpolation=cv2.INTER_LINEAR), dtype=np.uint8))


def _halved(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    # An odd last row or column is left out: averaging whole squares of four is what is fast.
    height, width = rgb.shape[0] // 2, rgb.shape[1] // 2
    whole = rgb[: 2 * height, : 2 * width]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
