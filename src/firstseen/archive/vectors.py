"""Picture descriptors in a Lance table: appended in one commit, searched by index and by exact product."""

from __future__ import annotations

import os
import shutil
import threading
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.archive.nearest import Rows, best_rows, nearest_rows

# Read by Lance when it is loaded: three times cheaper index builds (measured 69 against 23 CPU-s at 100k rows),
# and no warnings about its own internals on our standard error.
os.environ.setdefault("LANCE_USE_HNSW_SPEEDUP_INDEXING", "enabled")
os.environ.setdefault("LANCE_LOG", "error")

import lance
import pyarrow as pa

from firstseen.archive import index

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from firstseen.archive.tuning import Tuning
    from firstseen.model.descriptor import Descriptors

_MB: Final = 1 << 20
_METADATA_CACHE_MB: Final = 64
_VECTOR: Final = index.COLUMN
_NARROW: Final = ["media", "time_s", "view"]
# Three standard deviations of what one bit a dimension is off the cosine, times the root of the dimension
# (measured: .033 at 512).
_ESTIMATE_ERROR: Final = 2.25
_READ_ROWS: Final = 8192
_FULL_FRAGMENT_ROWS: Final = 65_536
# A search that began on an older version may still be reading its files.
_READERS_DONE: Final = timedelta(minutes=1)


class Found:
    """Rows found by a search: query row, media number, time in seconds, view, exact cosine; in order."""

    __slots__ = ("number", "query_row", "score", "time_s", "view")

    def __init__(
        self,
        query_row: NDArray[np.int64],
        number: NDArray[np.int64],
        time_s: NDArray[np.float64],
        view: NDArray[np.int16],
        score: NDArray[np.float32],
    ) -> None:
        self.query_row = query_row
        self.number = number
        self.time_s = time_s
        self.view = view
        self.score = score


class _Tail:
    """The rows that no index covers, in memory: float32, so that a search is one matrix product."""

    def __init__(self, dimension: int) -> None:
        self.key: tuple[tuple[int, int], ...] = ()
        self.number = np.zeros(0, np.int64)
        self.time_s = np.zeros(0, np.float64)
        self.view = np.zeros(0, np.int16)
        self.vectors = np.zeros((0, dimension), np.float32)


class VectorTable:
    """The Lance table of one archive. The caller sees to it that only one process writes."""

    def __init__(self, path: Path, tuning: Tuning) -> None:
        self._path = path
        self._tuning = tuning
        self._guard = threading.RLock()
        self._table: lance.LanceDataset | None = None
        self._tail: _Tail | None = None
        self._indexed: tuple[int, frozenset[int]] = (-1, frozenset())

    def close(self) -> None:
        """Let go of the table and of what was kept in memory."""
        with self._guard:
            self._table = self._tail = None
            self._indexed = (-1, frozenset())

    def append(self, parts: Sequence[tuple[int, Descriptors]]) -> None:
        """Store the descriptors of several media, each under its number, in one commit."""
        rows = [(number, described) for number, described in parts if len(described)]
        if not rows:
            return
        with self._guard:
            existing = self._open()
            mode = "create" if existing is None else "append"
            if existing is None and self._path.exists():
                # A writer was killed before its very first commit.
                shutil.rmtree(self._path)
            target = str(self._path) if existing is None else existing
            lance.write_dataset(_as_table(rows), target, mode=mode, max_rows_per_file=_MB)
            if existing is None:
                self._open()

    def delete(self, numbers: Iterable[int]) -> None:
        """Hide every row of these media."""
        with self._guard:
            table = self._open()
            wanted = ", ".join(str(int(number)) for number in numbers)
            if table is not None and wanted:
                table.delete(f"media IN ({wanted})")

    def purge(self) -> None:
        """Remove hidden rows from the disk, with every older version that still holds them."""
        with self._guard:
            table = self._open()
            if table is None:
                return
            table.optimize.compact_files(
                target_rows_per_fragment=1, materialize_deletions=True, materialize_deletions_threshold=0.0
            )
            _drop_old_versions(table, gently=False)

    def clear(self) -> None:
        """Forget every row, the files included."""
        with self._guard:
            self.close()
            shutil.rmtree(self._path, ignore_errors=True)

    def search(
        self, queries: NDArray[np.float32], k: int, min_score: float, visible: NDArray[np.int64]
    ) -> Found:
        """The `k` rows nearest to each query, among media whose number is in `visible` (sorted)."""
        with self._guard:
            table = self._open()
            if table is None:
                return _nothing()
            tail = self._read_tail(table)
            indexed = bool(self._indexed[1])
        found = [self._search_tail(tail, queries, k, min_score, visible)]
        if indexed:
            found.append(self._search_index(table, queries, k, min_score, visible))
        return _merged(found, k)

    def count(self, number: int | None = None) -> int:
        """How many rows are stored, of visible media or not; or those of one media."""
        with self._guard:
            table = self._open()
            if table is None:
                return 0
            return int(table.count_rows() if number is None else table.count_rows(f"media = {number}"))

    def tidy(self, *, everything: bool = False) -> dict[str, int]:
        """Join small files and index what waits outside the index, if enough has piled up (or `everything`)."""
        with self._guard:
            table = self._open()
            if table is None:
                return {}
            covered = self._covered(table)
            waiting = self._waiting(table)
            rows = sum(fragment.count_rows() for fragment in waiting)
            due = everything or rows >= self._tuning.tail_rows
            done = {}
            if len(waiting) >= (2 if due else self._tuning.small_fragments):
                done["files joined"] = self._join(table, covered)
            if due and rows and table.count_rows() >= self._tuning.index_from_rows:
                done["descriptors indexed"] = self._index(table, rows)
            if everything and (joined := index.merge_segments(table)):
                done["index segments joined"] = joined
            if done or everything:
                _drop_old_versions(table, gently=True)
            return done

    def _open(self) -> lance.LanceDataset | None:
        """The newest version of the table; None when nothing was stored yet."""
        if self._table is not None:
            self._table.checkout_latest()  # type: ignore[no-untyped-call]
        elif (self._path / "_versions").is_dir() and any((self._path / "_versions").iterdir()):
            session = lance.Session(  # type: ignore[attr-defined]
                index_cache_size_bytes=self._tuning.index_cache_mb * _MB,
                metadata_cache_size_bytes=_METADATA_CACHE_MB * _MB,
            )
            self._table = lance.dataset(str(self._path), session=session)
        return self._table

    def _covered(self, table: lance.LanceDataset) -> frozenset[int]:
        """Ids of the fragments that the index covers."""
        version = int(table.version)
        if self._indexed[0] != version:
            self._indexed = (version, index.covered_fragments(table))
        return self._indexed[1]

    def _waiting(self, table: lance.LanceDataset) -> list[lance.LanceFragment]:
        """The fragments that no index covers."""
        covered = self._covered(table)
        return [fragment for fragment in table.get_fragments() if fragment.fragment_id not in covered]

    def _read_tail(self, table: lance.LanceDataset) -> _Tail:
        fragments = self._waiting(table)
        key = tuple((fragment.fragment_id, fragment.num_deletions) for fragment in fragments)
        tail = self._tail
        if tail is None or key[: len(tail.key)] != tail.key:
            tail = _Tail(_dimension(table))
        if tail.key != key:
            tail = _extended(tail, table, fragments[len(tail.key) :], key)
        self._tail = tail
        return tail

    def _search_tail(
        self, tail: _Tail, queries: NDArray[np.float32], k: int, min_score: float, visible: NDArray[np.int64]
    ) -> Found:
        shown = np.isin(tail.number, visible)
        vectors, kept = tail.vectors, None
        if not shown.all():
            kept = np.flatnonzero(shown)
            vectors = vectors[kept]
        query_row, row, score = nearest_rows(queries, vectors, k, min_score)
        row = row if kept is None else kept[row]
        return Found(query_row, tail.number[row], tail.time_s[row], tail.view[row], score)

    def _search_index(
        self,
        table: lance.LanceDataset,
        queries: NDArray[np.float32],
        k: int,
        min_score: float,
        visible: NDArray[np.int64],
    ) -> Found:
        hits = table.scanner(
            columns=[*_NARROW, "_distance"],
            nearest={"column": _VECTOR, "q": queries, "k": k, "nprobes": self._tuning.probes},
            fast_search=True,
            with_row_id=True,
            disable_scoring_autoprojection=True,
        ).to_table()
        # The index's distance is a squared one between unit vectors: 2 - 2 cosine.
        estimate = 1 - hits["_distance"].to_numpy() / 2
        number = hits["media"].to_numpy()
        floor = min_score - _ESTIMATE_ERROR / queries.shape[1] ** 0.5
        near = np.flatnonzero((estimate >= floor) & np.isin(number, visible))
        query_row = hits["query_index"].to_numpy()[near].astype(np.int64)
        score = _exact_cosines(table, queries, query_row, hits["_rowid"].to_numpy()[near])
        kept = np.flatnonzero(score >= min_score)
        hit = near[kept]
        return Found(
            query_row[kept],
            number[hit],
            hits["time_s"].to_numpy()[hit].astype(np.float64),
            hits["view"].to_numpy()[hit],
            score[kept],
        )

    def _join(self, table: lance.LanceDataset, covered: frozenset[int]) -> int:
        before = len(table.get_fragments())
        # Fragments under the index are left alone: adding never rewrites what is there, nor moves an index entry.
        table.optimize.compact_files(
            target_rows_per_fragment=_FULL_FRAGMENT_ROWS, excluded_fragment_ids=sorted(covered)
        )
        return before - len(table.get_fragments())

    def _index(self, table: lance.LanceDataset, rows: int) -> int:
        scratch = self._path.with_name(self._path.name + ".partitions")
        if self._covered(table) and not index.is_outgrown(table, self._tuning):
            index.extend_index(table, self._waiting(table), scratch)
            return rows
        index.build_index(table, self._tuning, scratch)
        return int(table.count_rows())


def _exact_cosines(
    table: lance.LanceDataset,
    queries: NDArray[np.float32],
    query_row: NDArray[np.int64],
    row_id: NDArray[np.uint64],
) -> NDArray[np.float32]:
    """The cosine of each pair of a query row and a stored row, whose vectors are read once each."""
    score = np.zeros(len(row_id), np.float32)
    distinct, place = np.unique(row_id, return_inverse=True)
    in_order = np.argsort(place, kind="stable")
    bounds = np.searchsorted(place[in_order], np.arange(0, len(distinct) + _READ_ROWS, _READ_ROWS))
    for start, (left, right) in enumerate(pairwise(bounds)):
        wanted = distinct[start * _READ_ROWS : (start + 1) * _READ_ROWS]
        # Rows by their ids come only this way; a filter on _rowid reads the whole column.
        read = table._take_rows(pa.array(wanted), columns=[_VECTOR])  # noqa: SLF001
        pairs = in_order[left:right]
        vectors = index.matrix(read[_VECTOR])[place[pairs] - start * _READ_ROWS]
        score[pairs] = np.einsum("ij,ij->i", queries[query_row[pairs]], vectors)
    return score


def _drop_old_versions(table: lance.LanceDataset, *, gently: bool) -> None:
    older_than = _READERS_DONE if gently else timedelta(0)
    table.cleanup_old_versions(older_than=older_than, delete_unverified=True)


def _as_table(parts: Sequence[tuple[int, Descriptors]]) -> pa.Table:
    vectors = np.concatenate([described.vectors for _, described in parts]).astype(np.float16)
    numbers = np.repeat([number for number, _ in parts], [len(described) for _, described in parts])
    return pa.table(
        {
            "media": pa.array(numbers, pa.int64()),
            "time_s": pa.array(np.concatenate([d.times_s for _, d in parts]), pa.float32()),
            "view": pa.array(np.concatenate([d.view_index for _, d in parts]), pa.int16()),
            _VECTOR: pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1]),
        }
    )


def _extended(
    tail: _Tail,
    table: lance.LanceDataset,
    fragments: Sequence[lance.LanceFragment],
    key: tuple[tuple[int, int], ...],
) -> _Tail:
    rows = table.scanner(columns=[*_NARROW, _VECTOR], fragments=list(fragments)).to_table()
    longer = _Tail(_dimension(table))
    longer.key = key
    longer.number = np.concatenate((tail.number, rows["media"].to_numpy()))
    longer.time_s = np.concatenate((tail.time_s, rows["time_s"].to_numpy().astype(np.float64)))
    longer.view = np.concatenate((tail.view, rows["view"].to_numpy()))
    longer.vectors = np.concatenate((tail.vectors, index.matrix(rows[_VECTOR])))
    return longer


def _dimension(table: lance.LanceDataset) -> int:
    return int(table.schema.field(_VECTOR).type.list_size)


def _merged(found: Sequence[Found], k: int) -> Found:
    query_row = np.concatenate([part.query_row for part in found])
    score = np.concatenate([part.score for part in found])
    rows: Rows = (query_row, np.arange(len(query_row)), score)
    query_row, row, score = best_rows(rows, k)
    number = np.concatenate([part.number for part in found])[row]
    time_s = np.concatenate([part.time_s for part in found])[row]
    view = np.concatenate([part.view for part in found])[row]
    return Found(query_row, number, time_s, view, score)


def _nothing() -> Found:
    rows = np.zeros(0, np.int64)
    return Found(rows, rows, np.zeros(0), np.zeros(0, np.int16), np.zeros(0, np.float32))
