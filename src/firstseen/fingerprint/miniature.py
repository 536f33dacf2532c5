"""The moving picture in miniature: 32 × 18 brightness values, alike at every resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH_PX: Final = 32
HEIGHT_PX: Final = 18
ENOUGH: Final = (WIDTH_PX * 8, HEIGHT_PX * 8)
"""(width, height) of brightness worth averaging: 64 samples a cell; more changes a cell by less than one step."""


def miniature(luma: NDArray[np.uint8], *, limited_range: bool) -> NDArray[np.uint8]:
    """(18, 32) uint8: `luma` (height, width) uint8 averaged over cells, whatever its size and aspect ratio.

    `limited_range` brightness (16 to 235, as most video) is stretched to 0 to 255, so that copies in either range agree.
    """
    # INTER_AREA averages only when it shrinks in both directions; a picture smaller than the grid is enlarged first.
    high, wide = luma.shape
    if wide < WIDTH_PX or high < HEIGHT_PX:
        size = max(wide, WIDTH_PX), max(high, HEIGHT_PX)
        luma = np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
    cells = np.asarray(cv2.resize(luma, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return full_range(cells) if limited_range else cells


def full_range(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Brightness of 16 to 235 stretched to 0 to 255 (ITU-R BT.601, 8 bits)."""
    return _STRETCHED[luma]


_STRETCHED: Final = np.clip(np.round((np.arange(256) - 16) * (255 / 219)), 0, 255).astype(np.uint8)
