"""Frames that prove nothing: black, flat, colour bars, slates and cards, pictures without texture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firstseen.model.descriptor import GateReason

_LONG_PX: Final = 160
_BLACK_P99: Final = 24.0
_FLAT_SPREAD: Final = 5.0


def reason_to_gate(rgb: NDArray[np.uint8]) -> GateReason | None:
    """Why a frame (height, width, 3) uint8 proves nothing, or None when it can serve as evidence."""
    small = _small(rgb)
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.float32)
    spread = float(np.percentile(gray, 99) - np.percentile(gray, 1))
    if spread <= _FLAT_SPREAD:
        return "black" if float(np.percentile(gray, 99)) <= _BLACK_P99 else "flat"
    return None


def _small(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    scale = min(1.0, _LONG_PX / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
