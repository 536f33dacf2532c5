"""PDQ compared bit by bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK_ROWS: Final = 65_536

_MIRROR: Final = np.packbits((np.arange(256) % 16 % 2 == 0)[::-1])
"""The bits of odd horizontal frequencies: PDQ's last bit is its lowest frequency."""


def near_bits(
    queries: NDArray[np.uint8], references: NDArray[np.uint8], max_distance_bits: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int16]]:
    """Query rows, reference rows and distances of every pair at most so far apart, nearest first in a query row.

    `queries` (q, 32) and `references` (n, 32) uint8. Exact, by counting differing bits.
    """
    wanted = np.ascontiguousarray(queries).view(np.uint64)
    stored = np.ascontiguousarray(references).view(np.uint64)
    found: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int16]]] = []
    for start in range(0, len(stored), _BLOCK_ROWS):
        block = stored[start : start + _BLOCK_ROWS]
        for row, query in enumerate(wanted):
            distance = np.bitwise_count(block ^ query).sum(axis=1, dtype=np.int16)
            near = np.flatnonzero(distance <= max_distance_bits)
            found.append((np.full(len(near), row, np.int64), near + start, distance[near]))
    query_row = np.concatenate([np.zeros(0, np.int64), *(part[0] for part in found)])
    reference_row = np.concatenate([np.zeros(0, np.int64), *(part[1] for part in found)])
    distance_bits = np.concatenate([np.zeros(0, np.int16), *(part[2] for part in found)])
    order = np.lexsort((reference_row, distance_bits, query_row))
    return query_row[order], reference_row[order], distance_bits[order]


def mirrored_bits(bits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """PDQ hashes (n, 32) of the same pictures mirrored left to right, to within a few bits.

    Mirroring turns the sign of every other horizontal frequency, and the median lies near zero: so their bits turn.
    """
    return bits ^ _MIRROR
