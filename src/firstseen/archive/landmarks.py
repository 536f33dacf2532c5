"""Sound landmarks in sorted runs: a hash is found by bisection, without reading the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firstseen.archive.base import SoundHits, no_sound_hits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Landmarks sorted by hash: `hashes` (n,) uint32, `numbers` (n,) int32 of their media, `times_s` (n,) float32."""

    hashes: NDArray[np.uint32]
    numbers: NDArray[np.int32]
    times_s: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.hashes)


def sorted_run(parts: Sequence[tuple[int, NDArray[np.uint32], NDArray[np.float32]]]) -> Run:
    """One run of the landmarks of several media, each given as (number, hashes, times)."""
    hashes = np.concatenate([np.zeros(0, np.uint32), *(part[1] for part in parts)])
    times_s = np.concatenate([np.zeros(0, np.float32), *(part[2] for part in parts)])
    numbers = np.repeat(
        np.array([part[0] for part in parts], np.int32), np.array([len(part[1]) for part in parts], np.int64)
    )
    return _in_order(hashes, numbers, times_s)


def merged_run(runs: Sequence[Run], without: int | None = None) -> Run:
    """One run of several, leaving out the media `without`."""
    hashes = np.concatenate([np.zeros(0, np.uint32), *(run.hashes for run in runs)])
    numbers = np.concatenate([np.zeros(0, np.int32), *(run.numbers for run in runs)])
    times_s = np.concatenate([np.zeros(0, np.float32), *(run.times_s for run in runs)])
    if without is not None:
        kept = numbers != without
        hashes, numbers, times_s = hashes[kept], numbers[kept], times_s[kept]
    return _in_order(hashes, numbers, times_s)


def find_landmarks(
    runs: Sequence[Run],
    ids: Mapping[int, str],
    hashes: NDArray[np.uint32],
    times_s: NDArray[np.float32],
    common: int,
) -> SoundHits:
    """Every landmark of the runs with a hash of the query; hashes held more than `common` times are left out.

    `ids` maps the numbers of visible media to their ids; landmarks of others are passed over.
    """
    spans = [
        (np.searchsorted(run.hashes, hashes), np.searchsorted(run.hashes, hashes, "right")) for run in runs
    ]
    held = sum((right - left for left, right in spans), np.zeros(len(hashes), np.int64))
    usable = held <= common
    ignored = int(len(hashes) - usable.sum())
    found = [
        _expanded(run, left[usable], right[usable], np.flatnonzero(usable))
        for run, (left, right) in zip(runs, spans, strict=True)
    ]
    query_row = np.concatenate([np.zeros(0, np.int64), *(part[0] for part in found)])
    numbers = np.concatenate([np.zeros(0, np.int32), *(part[1] for part in found)])
    reference_s = np.concatenate([np.zeros(0, np.float32), *(part[2] for part in found)])
    visible = np.isin(numbers, np.fromiter(ids, np.int32, len(ids)))
    if not visible.any():
        return no_sound_hits(ignored)
    query_row, numbers, reference_s = query_row[visible], numbers[visible], reference_s[visible]
    order = np.lexsort((reference_s, numbers, query_row))
    distinct, index = np.unique(numbers[order], return_inverse=True)
    return SoundHits(
        tuple(ids[int(number)] for number in distinct),
        query_row[order],
        index.astype(np.int64),
        times_s[query_row[order]],
        reference_s[order],
        ignored,
    )


def _expanded(
    run: Run, left: NDArray[np.int64], right: NDArray[np.int64], query_row: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    count = right - left
    start = np.repeat(left - (np.cumsum(count) - count), count)
    rows = start + np.arange(len(start))
    return np.repeat(query_row, count).astype(np.int64), run.numbers[rows], run.times_s[rows]


def _in_order(hashes: NDArray[np.uint32], numbers: NDArray[np.int32], times_s: NDArray[np.float32]) -> Run:
    # Stable and by hash alone: joining sorted runs then costs little more than copying them.
    order = np.argsort(hashes, kind="stable")
    return Run(hashes[order], numbers[order], times_s[order])
