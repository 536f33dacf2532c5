"""The exact arithmetic every archive shares: cosines by matrix product, best k of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK_ROWS: Final = 16_384

Rows = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.float32]"]
"""Query rows, reference rows, cosines; ordered by query row, then best first, then reference row."""


def nearest_rows(
    queries: NDArray[np.float32], references: NDArray[np.float32], k: int, min_score: float
) -> Rows:
    """The `k` rows of `references` (n, d) nearest to each row of `queries` (q, d), cosine at least `min_score`."""
    floor = np.full(len(queries), min_score, np.float32)
    kept: Rows = _nothing()
    for start in range(0, len(references), _BLOCK_ROWS):
        scores = queries @ references[start : start + _BLOCK_ROWS].T
        kept = best_rows(_joined(kept, _above(scores, floor, k, start)), k)
        floor = _raised(floor, kept, k)
    return kept


def best_rows(rows: Rows, k: int) -> Rows:
    """The `k` best of each query row, in order."""
    query_row, reference_row, score = rows
    order = np.lexsort((reference_row, -score, query_row))
    query_row = query_row[order]
    rank = np.arange(len(order)) - np.searchsorted(query_row, query_row)
    kept = order[rank < k]
    return rows[0][kept], reference_row[kept], score[kept]


def _above(scores: NDArray[np.float32], floor: NDArray[np.float32], k: int, start: int) -> Rows:
    hit = scores >= floor[:, None]
    if hit.sum() > 4 * k * len(scores):
        # Nearly everything is above the floor: take the best k of the block before anything is sorted.
        take = min(k, scores.shape[1])
        best = np.argpartition(scores, scores.shape[1] - take, axis=1)[:, -take:]
        chosen = np.zeros_like(hit)
        np.put_along_axis(chosen, best, values=True, axis=1)
        hit &= chosen
    query_row, column = np.nonzero(hit)
    return query_row.astype(np.int64), (column + start).astype(np.int64), scores[query_row, column]


def _raised(floor: NDArray[np.float32], kept: Rows, k: int) -> NDArray[np.float32]:
    """Once a query row has its k hits, only better ones are of interest."""
    count = np.bincount(kept[0], minlength=len(floor))
    last = np.cumsum(count) - 1
    full = count >= k
    raised = floor.copy()
    raised[full] = kept[2][last[full]]
    return raised


def _joined(first: Rows, second: Rows) -> Rows:
    return (
        np.concatenate((first[0], second[0])),
        np.concatenate((first[1], second[1])),
        np.concatenate((first[2], second[2])),
    )


def _nothing() -> Rows:
    return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
