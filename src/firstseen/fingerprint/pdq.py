"""PDQ, the picture hash of 256 bits that fact-checkers and platforms exchange.

Source: "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm", Facebook 2019
(https://github.com/facebook/ThreatExchange/blob/main/hashing/hashing.pdf). It finds exact and lightly edited
re-uploads; crops, banners and mirrors defeat it.

The method: luma; a tent filter (two passes of a box, along rows and along columns); one sample from the middle of
each of 64 × 64 cells; the 16 × 16 lowest frequencies above the constant one; a bit for each that exceeds their median.
All before the median is linear, so filter and sampling are one small matrix a side, applied to the picture's bytes
themselves: nothing is rounded on the way, and nothing the size of the picture is blurred.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SMALLEST_SIDE_PX: Final = 5
"""Pictures with a shorter side have no hash: 0 bits and quality 0. Source: MIN_HASHABLE_DIM of the reference."""

_GRID: Final = 64
_FREQUENCIES: Final = 16
_BLOCK: Final = 8
_HEX: Final = re.compile(r"[0-9a-fA-F]{64}")
_LUMA: Final = np.array([0.299, 0.587, 0.114], dtype=np.float32)

_DIHEDRAL: Final = (
    ("original", False, False, False),
    ("rotated 90", True, True, False),
    ("rotated 180", False, True, True),
    ("rotated 270", True, False, True),
    ("flipped top to bottom", False, True, False),
    ("flipped left to right", False, False, True),
    ("transposed", True, False, False),
    ("transposed, rotated 180", True, True, True),
)
"""Name, then: are rows and columns swapped, does the result run backwards vertically, and horizontally."""


def pdq(rgb: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], int]:
    """The PDQ hash of a picture (H, W, 3), as (32,) uint8 with the most significant bit first, and its quality, 0..100.

    Give it the full-size picture: shrinking first moves about 20 bits. A picture whose shorter side is under 5 px
    has 256 zero bits and quality 0.
    """
    if min(rgb.shape[:2]) < SMALLEST_SIDE_PX:
        return np.zeros(32, dtype=np.uint8), 0
    grid = _grid(rgb)
    return _to_bits(_spectrum(grid)), _quality(grid)


def pdq_dihedral(rgb: NDArray[np.uint8]) -> tuple[dict[str, NDArray[np.uint8]], int]:
    """The hashes of a picture turned and mirrored in all eight ways, by name, and its quality, for the price of one.

    They follow from the frequencies alone and differ by a few bits from hashing the turned picture, since sampling
    is not symmetric. Source: the reference's dihedral hashes.
    """
    if min(rgb.shape[:2]) < SMALLEST_SIDE_PX:
        return {name: np.zeros(32, dtype=np.uint8) for name, *_ in _DIHEDRAL}, 0
    grid = _grid(rgb)
    spectrum = _spectrum(grid)
    # Frequency k of a sequence read backwards changes its sign where k is odd, and index i holds frequency i + 1.
    sign = np.where(np.arange(_FREQUENCIES) % 2 == 0, np.float32(-1), np.float32(1))
    hashes = {}
    for name, swapped, upside_down, backwards in _DIHEDRAL:
        turned = spectrum.T if swapped else spectrum
        turned = turned * sign[:, None] if upside_down else turned
        turned = turned * sign if backwards else turned
        hashes[name] = _to_bits(turned)
    return hashes, _quality(grid)


def distance_bits(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How many of the 256 bits differ between hashes (..., 32) uint8; leading axes broadcast."""
    return np.bitwise_count(a ^ b).sum(axis=-1, dtype=np.int64)


def to_hex(bits: NDArray[np.uint8]) -> str:
    """A hash (32,) uint8 as the 64 hexadecimal digits in which others exchange it, leading zeros kept."""
    if bits.shape != (32,) or bits.dtype != np.uint8:
        raise ValueError(f"a PDQ hash is 32 bytes, not {bits.shape} of {bits.dtype}")
    return bits.tobytes().hex()


def from_hex(text: str) -> NDArray[np.uint8]:
    """The hash (32,) uint8 that 64 hexadecimal digits spell; ValueError for anything else."""
    if not _HEX.fullmatch(text):
        raise ValueError(f"a PDQ hash is 64 hexadecimal digits: {text!r}")
    return np.frombuffer(bytes.fromhex(text), dtype=np.uint8).copy()


def _grid(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Blurred luma at the middle of 64 × 64 cells."""
    height, width = rgb.shape[:2]
    columns = np.ascontiguousarray(rgb).reshape(height, width * 3)
    bands = [weights @ columns[rows].astype(np.float32) for rows, weights in _tents(height)]
    luma = np.concatenate(bands).reshape(_GRID, width, 3) @ _LUMA
    return np.concatenate([luma[:, part] @ weights.T for part, weights in _tents(width)], axis=1)


@lru_cache(maxsize=64)
def _tents(side_px: int) -> tuple[tuple[slice, NDArray[np.float32]], ...]:
    """What to multiply a side of the picture with to blur and sample it: per 8 samples, where they look, and weights.

    A sample sees a narrow band only, so eight small products cost an eighth of one with all the zeros.
    """
    tent = np.zeros((_GRID, side_px))
    for row, centre in enumerate(((np.arange(_GRID) + 0.5) * side_px / _GRID).astype(int)):
        first_pass = _window(int(centre), side_px)
        for position in range(first_pass.start, first_pass.stop):
            second_pass = _window(position, side_px)
            tent[row, second_pass] += 1 / (_length(first_pass) * _length(second_pass))
    bands = []
    for first in range(0, _GRID, _BLOCK):
        rows = tent[first : first + _BLOCK]
        used = np.flatnonzero(rows.any(axis=0))
        band = slice(int(used[0]), int(used[-1]) + 1)
        bands.append((band, np.ascontiguousarray(rows[:, band], dtype=np.float32)))
    return tuple(bands)


def _window(position: int, side_px: int) -> slice:
    """What the box filter averages around a position; near the borders, what there is.

    A window of even width reaches one further ahead than behind. Source: box1DFloat of the reference.
    """
    width = -(-side_px // (2 * _GRID))
    ahead = width // 2
    return slice(max(0, position - (width - 1 - ahead)), min(side_px, position + ahead + 1))


def _length(window: slice) -> int:
    length: int = window.stop - window.start
    return length


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float32]:
    """Rows 1 to 16 of the 64-point discrete cosine transform."""
    frequency = np.arange(1, _FREQUENCIES + 1)[:, None]
    angle = np.pi / 2 / _GRID * frequency * (2 * np.arange(_GRID)[None, :] + 1)
    return (math.sqrt(2 / _GRID) * np.cos(angle)).astype(np.float32)


def _spectrum(grid: NDArray[np.float32]) -> NDArray[np.float32]:
    cosines = _cosines()
    return np.linalg.multi_dot([cosines, grid, cosines.T]).astype(np.float32, copy=False)


def _to_bits(spectrum: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A bit for each frequency above the lower median, the last frequency first, as the reference prints them."""
    flat = spectrum.ravel()
    median = np.partition(flat, flat.size // 2 - 1)[flat.size // 2 - 1]
    return np.packbits((flat > median)[::-1])


def _quality(grid: NDArray[np.float32]) -> int:
    """The sum of the gradients that amount to at least one percent of full scale, over 90, at most 100."""
    steps = sum(
        int(np.abs(np.trunc(np.diff(grid, axis=axis) * np.float32(100) / np.float32(255))).sum())
        for axis in (0, 1)
    )
    return min(100, steps // 90)
