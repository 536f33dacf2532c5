"""The vector index of the Lance table: one bit a dimension (IVF_RQ), built and extended from partitions we compute.

Lance computes in half precision as its rows are stored, which is slow: training and assigning 1M rows took it 218
CPU-s. Doing those two by float32 matrix products and handing it the result takes 21 CPU-s for the same index, and
.9 instead of 3.3 CPU-s to take in 20,000 more rows (docs/decisions, storage).
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import lance
import numpy as np
import pyarrow as pa
from lance.lance import indices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from firstseen.archive.tuning import Tuning

NAME: Final = "vector_idx"
COLUMN: Final = "vector"
_ROTATION: Final = "firstseen.rotation"
_SAMPLED_A_PARTITION: Final = 128
_MOST_SAMPLED: Final = 65_536
_ROUNDS: Final = 8
_OUTGROWN: Final = 4
_MOST_SEGMENTS: Final = 4
_BATCH_ROWS: Final = 8192
_READ_AHEAD_BYTES: Final = 64 << 20
_SEED: Final = 20_150_701


def covered_fragments(table: lance.LanceDataset) -> frozenset[int]:
    """Ids of the fragments that the index covers; none when there is no index."""
    return frozenset(
        int(fragment)
        for index in table.describe_indices()
        if index.name == NAME
        for segment in index.segments
        for fragment in segment.fragment_ids
    )


def is_outgrown(table: lance.LanceDataset, tuning: Tuning) -> bool:
    """Whether the index has so few partitions for the rows there are by now that it should be built anew."""
    return int(table.count_rows()) > _OUTGROWN * tuning.partition_rows * len(table.centroids(index_name=NAME))


def build_index(table: lance.LanceDataset, tuning: Tuning, scratch: Path) -> None:
    """Index every row, in place of any index there is. `scratch` is a path for a temporary table."""
    partitions = max(1, int(table.count_rows()) // tuning.partition_rows)
    centroids = _train(table, partitions)
    rotation = indices.build_rq_model(centroids.shape[1], 1, "float16")
    _write_assignment(table, table.get_fragments(), centroids, scratch)
    table.create_index(
        COLUMN,
        index_type="IVF_RQ",
        name=NAME,
        metric="cosine",
        replace=True,
        num_partitions=partitions,
        num_bits=1,
        ivf_centroids=centroids.astype(np.float16),
        precomputed_partition_dataset=str(scratch),
        rabitq_model=rotation,
    )
    table.update_config({_ROTATION: rotation})
    shutil.rmtree(scratch)


def extend_index(table: lance.LanceDataset, fragments: Sequence[lance.LanceFragment], scratch: Path) -> None:
    """Index these fragments too, with the centroids and the rotation the index has; nothing old is read."""
    centroids = matrix(pa.chunked_array([table.centroids(index_name=NAME)]))
    _write_assignment(table, fragments, centroids, scratch)
    segment = table.create_index_uncommitted(
        COLUMN,
        "IVF_RQ",
        name=NAME,
        metric="cosine",
        replace=True,
        num_partitions=len(centroids),
        num_bits=1,
        ivf_centroids=centroids.astype(np.float16),
        precomputed_partition_dataset=str(scratch),
        rabitq_model=table.config()[_ROTATION],
        fragment_ids=[fragment.fragment_id for fragment in fragments],
    )
    table.commit_existing_index_segments(NAME, COLUMN, [segment])
    shutil.rmtree(scratch)
    merge_segments(table, at_most=_MOST_SEGMENTS)


def merge_segments(table: lance.LanceDataset, at_most: int = 1) -> int:
    """Join the segments of the index when there are more than `at_most`; how many were joined.

    Every segment is searched: eight of them made a query four times dearer. Merging copies codes and reads no vector.
    """
    segments = sum(len(index.segments) for index in table.describe_indices() if index.name == NAME)
    if segments <= at_most:
        return 0
    table.optimize.optimize_indices(num_indices_to_merge=segments)
    return segments


def matrix(column: pa.ChunkedArray) -> NDArray[np.float32]:
    """The vectors of a column as float32 rows."""
    dimension = column.type.list_size
    chunks = [
        chunk.flatten().to_numpy(zero_copy_only=False).reshape(-1, dimension) for chunk in column.chunks
    ]
    return np.concatenate([np.zeros((0, dimension), np.float16), *chunks]).astype(np.float32, copy=False)


def train_centroids(rows: NDArray[np.float32], partitions: int) -> NDArray[np.float32]:
    """Unit centres (partitions, d) of the unit `rows` (n, d): spherical k-means from seeded random rows."""
    rng = np.random.default_rng(_SEED)
    centres = rows[rng.choice(len(rows), partitions, replace=False)]
    for _ in range(_ROUNDS):
        nearest = np.argmax(rows @ centres.T, axis=1)
        count = np.bincount(nearest, minlength=partitions)
        in_order = rows[np.argsort(nearest, kind="stable")]
        starts = np.minimum(np.cumsum(count) - count, len(rows) - 1)
        sums = np.add.reduceat(in_order, starts, axis=0)
        empty = count == 0
        sums[empty] = rows[rng.choice(len(rows), int(empty.sum()))]
        length = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        centres = (sums / length).astype(np.float32)
    return centres


def _train(table: lance.LanceDataset, partitions: int) -> NDArray[np.float32]:
    wanted = max(partitions, min(_MOST_SAMPLED, _SAMPLED_A_PARTITION * partitions, int(table.count_rows())))
    return train_centroids(matrix(table.sample(wanted, columns=[COLUMN])[COLUMN]), partitions)


def _write_assignment(
    table: lance.LanceDataset,
    fragments: Sequence[lance.LanceFragment],
    centroids: NDArray[np.float32],
    scratch: Path,
) -> None:
    """A temporary table that says for each row which partition it belongs to, as Lance wants it."""
    rows: list[NDArray[np.uint64]] = []
    partitions: list[NDArray[np.uint32]] = []
    # Read-ahead is kept short: memory should not grow with the archive.
    scanner = table.scanner(
        columns=[COLUMN],
        fragments=list(fragments),
        with_row_id=True,
        batch_size=_BATCH_ROWS,
        batch_readahead=2,
        fragment_readahead=1,
        io_buffer_size=_READ_AHEAD_BYTES,
    )
    for batch in scanner.to_batches():
        vectors = matrix(pa.chunked_array([batch.column(COLUMN)]))
        partitions.append(np.argmax(vectors @ centroids.T, axis=1).astype(np.uint32))
        # A copy, since a view of one column would keep the whole batch with its vectors alive.
        rows.append(batch.column("_rowid").to_numpy().copy())
    assignment = pa.table(
        {
            "row_id": pa.array(np.concatenate(rows), pa.uint64()),
            "partition": pa.array(np.concatenate(partitions), pa.uint32()),
        }
    )
    shutil.rmtree(scratch, ignore_errors=True)
    # Lance reads one file only, whatever the size.
    lance.write_dataset(assignment, str(scratch), max_rows_per_file=max(1, len(assignment)))
