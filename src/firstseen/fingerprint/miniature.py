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


def miniature(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(18, 32) uint8: brightness (height, width) uint8 averaged over cells, whatever its size and aspect ratio."""
    # INTER_AREA averages only when it shrinks in both directions; a picture smaller than the grid is enlarged first.
    high, wide = luma.shape
    if wide < WIDTH_PX or high < HEIGHT_PX:
        size = max(wide, WIDTH_PX), max(high, HEIGHT_PX)
        luma = np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
    return np.asarray(cv2.resize(luma, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA), dtype=np.uint8)
