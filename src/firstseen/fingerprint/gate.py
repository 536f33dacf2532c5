"""Frames that prove nothing: black, flat, colour bars, slates and cards, pictures without texture.

Such frames look alike in footage that has nothing to do with each other, and are the worst false pairs. Every rule
works on a picture 192 pixels wide. Source of the thresholds: 921 frames of 322 clips and photographs, two seconds
apart, all looked at (10 gated, each a card, an ident, a wall or a white-out; night scenes with detail all kept, and the
same frames at an eighth of their brightness kept but for 3 of 300), and synthetic ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from firstseen.fingerprint.scaling import resized

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firstseen.model.descriptor import GateReason

_LONG_PX: Final = 192
_SHORT_PX: Final = 16

_DARK: Final = 28.0  # brightness below which a picture without detail is called black
_FLAT_SPREAD: Final = 7.0  # between the darkest and the brightest: coding noise on one colour stays below
_FAINT_SPREAD: Final = 24.0
_STEPS: Final = (2.5, 6.0)  # an edge rises by so much over two pixels; less in pictures of little contrast
_TEXTURED_SHARE: Final = 0.012  # of all pixels lie on an edge: a single wall or a spot of light has fewer

_GROUND_REACH: Final = 3  # grey levels about the most frequent that count as one ground
_GROUND_NOISE: Final = 1.3  # a drawn ground has no grain; the night sky of a camera has
_EMPTY_GROUND: Final = 0.88  # share of the picture from which on an even ground leaves only a word or a mark
_TEXT_GROUND: Final = 0.55
_TEXT_PIECES: Final = 14  # letters or words
_TEXT_SHARE: Final = 0.75  # of what is not ground is as small as letters
_FRAME_SHARE: Final = 0.05  # the rim that must be ground too: a card has margins, a scene goes on
_RIM_GROUND: Final = 0.97

_BAR_EDGES: Final = (5, 16)
_BAR_ROWS: Final = 0.55
_BAR_WOBBLE: Final = 5.0


def reason_to_gate(rgb: NDArray[np.uint8]) -> GateReason | None:
    """Why a frame (height, width, 3) uint8 proves nothing, or None when it can serve as evidence."""
    height, width = rgb.shape[:2]
    scale = min(1.0, _LONG_PX / max(height, width))
    small = resized(rgb, (max(_SHORT_PX, round(width * scale)), max(_SHORT_PX, round(height * scale))))
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    counts = np.bincount(gray.ravel(), minlength=256)
    dark, bright = _level(counts, 0.004), _level(counts, 0.996)
    spread = bright - dark
    if spread <= _FLAT_SPREAD and _colours_spread(small) <= _FLAT_SPREAD:
        return _emptiness(spread, bright, otherwise="flat")
    if _is_bars(small):
        return "bars"
    ground = _ground(gray, counts)
    if (
        ground.even
        and ground.rim >= _RIM_GROUND
        and (ground.share >= _EMPTY_GROUND or _is_text(gray, ground))
    ):
        return _emptiness(spread, bright, otherwise="slate")
    if min(height, width) >= _SHORT_PX and _textured_share(gray, spread) >= _TEXTURED_SHARE:
        return None
    return _emptiness(spread, bright, otherwise="low texture")


def _emptiness(spread: float, bright: float, *, otherwise: GateReason) -> GateReason:
    """What to call a picture that shows nothing: by its colour when it is faint."""
    if spread > _FAINT_SPREAD:
        return otherwise
    return "black" if bright <= _DARK else "flat"


@dataclass(frozen=True, slots=True)
class _Ground:
    """The most frequent brightness: its share of the picture and of the rim, and whether it is without grain."""

    level: int
    share: float
    rim: float
    even: bool


def _ground(gray: NDArray[np.uint8], counts: NDArray[np.int64]) -> _Ground:
    reach = 2 * _GROUND_REACH + 1
    level = int(np.argmax(np.convolve(counts, np.ones(reach), mode="same")))
    mask = _near(gray, level)
    height, width = gray.shape
    top, side = max(1, round(height * _FRAME_SHARE)), max(1, round(width * _FRAME_SHARE))
    rim = mask.copy()
    rim[top:-top, side:-side] = False
    rim_size = mask.size - (height - 2 * top) * (width - 2 * side)
    noise = float(gray[mask].std()) if mask.any() else 0.0
    return _Ground(level, float(mask.mean()), float(rim.sum() / rim_size), noise <= _GROUND_NOISE)


def _near(gray: NDArray[np.uint8], level: int) -> NDArray[np.bool_]:
    low, high = max(0, level - _GROUND_REACH), min(255, level + _GROUND_REACH)
    return (gray >= low) & (gray <= high)


def _is_text(gray: NDArray[np.uint8], ground: _Ground) -> bool:
    """Whether what is not ground is many small pieces, as letters are."""
    if ground.share < _TEXT_GROUND:
        return False
    drawn = np.asarray(np.abs(gray.astype(np.int16) - ground.level) > 4 * _GROUND_REACH, dtype=np.uint8)
    if not drawn.any():
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(drawn, connectivity=8)
    areas, heights, widths = stats[1:, 4], stats[1:, 3], stats[1:, 2]
    letters = (heights < 0.16 * gray.shape[0]) & (widths < 0.5 * gray.shape[1]) & (areas >= 2)  # noqa: PLR2004
    return bool(
        count > 1 and letters.sum() >= _TEXT_PIECES and areas[letters].sum() >= _TEXT_SHARE * areas.sum()
    )


def _is_bars(small: NDArray[np.uint8]) -> bool:
    """Whether most of the picture is upright stripes of one colour each, as test pictures are."""
    rows = small.astype(np.int16)
    middle = rows[len(rows) // 4]
    alike = np.abs(rows - middle).mean(axis=(1, 2)) < _BAR_WOBBLE
    if float(alike.mean()) < _BAR_ROWS:
        return False
    steps = np.abs(np.diff(middle, axis=0)).max(axis=1)
    edges = np.flatnonzero(steps > 24)  # noqa: PLR2004 - neighbouring bars differ by far more
    groups = int((np.diff(edges) > 2).sum()) + 1 if len(edges) else 0  # noqa: PLR2004 - one edge is up to 2 px wide
    flat = float((steps <= _BAR_WOBBLE).mean())
    return _BAR_EDGES[0] <= groups <= _BAR_EDGES[1] and flat >= 0.75  # noqa: PLR2004


def _textured_share(gray: NDArray[np.uint8], spread: float) -> float:
    smooth = np.asarray(cv2.GaussianBlur(gray, (3, 3), 0), dtype=np.int16)
    across = np.abs(smooth[1:-1, 2:] - smooth[1:-1, :-2])
    down = np.abs(smooth[2:, 1:-1] - smooth[:-2, 1:-1])
    step = min(max(0.15 * spread, _STEPS[0]), _STEPS[1])
    return float((np.maximum(across, down) > step).mean())


def _level(counts: NDArray[np.int64], share: float) -> float:
    """Brightness below which `share` of the pixels lie."""
    return float(np.searchsorted(np.cumsum(counts), share * counts.sum()))


def _colours_spread(small: NDArray[np.uint8]) -> float:
    """How far colours differ in pictures of one brightness: the largest spread of a channel."""
    low, high = np.percentile(small.reshape(-1, 3), (1, 99), axis=0)
    return float((high - low).max())
