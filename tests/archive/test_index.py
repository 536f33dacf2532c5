"""Search through the index answers as comparing with everything does, at every stage of an archive's growth."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from firstseen.archive.brute import BruteArchive
from firstseen.archive.index import covered_fragments, train_centroids
from firstseen.archive.local import LocalArchive
from firstseen.archive.nearest import nearest_rows
from firstseen.archive.tuning import Tuning
from tests.archive.synthetic import description, record, unit_rows

TUNING = Tuning(index_from_rows=600, partition_rows=128, probes=12, tail_rows=150, small_fragments=4)
DIMENSION = 128


class Growing:
    """The same footage in the archive under test and in the oracle."""

    def __init__(self, folder: Path) -> None:
        self.described = folder / "described"
        self.local = LocalArchive(folder / "desk", TUNING)
        self.brute = BruteArchive()
        self.made: list[Any] = []

    def grow(self, clips: int, at_once: int) -> None:
        for _ in range(0, clips, at_once):
            seeds = range(len(self.made), len(self.made) + at_once)
            new = [(description(self.described, seed, 30, dimension=DIMENSION), record()) for seed in seeds]
            self.made += [one for one, _ in new]
            self.brute.add_many(new)
            self.local.add_many(new)
            shutil.rmtree(self.described)

    def query(self, clip: int, cosine: float, seed: int = 0) -> NDArray[np.float32]:
        """Rows that lie at about `cosine` from the first ten of a clip."""
        rows = self.made[clip].pictures.vectors[:10]
        noise = unit_rows(np.random.default_rng(seed), len(rows), DIMENSION)
        mixed = cosine * rows + np.sqrt(1 - cosine**2) * noise
        return (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)

    def recall(self, query: NDArray[np.float32], k: int, min_score: float) -> float:
        """The share of the oracle's hits that the archive finds, with the same score."""
        exact, fast = self.brute.search(query, k, min_score), self.local.search(query, k, min_score)

        def hits(found: object) -> dict[tuple[int, str, float, int], float]:
            return {
                (int(row), found.media_ids[index], float(time_s), int(view)): float(score)
                for row, index, time_s, view, score in zip(
                    found.query_row, found.media_index, found.time_s, found.view, found.score, strict=True
                )
            }

        wanted, had = hits(exact), hits(fast)
        shared = wanted.keys() & had.keys()
        assert all(abs(wanted[key] - had[key]) < 2e-3 for key in shared)
        return len(shared) / max(1, len(wanted))

    @property
    def table(self) -> object:
        return self.local._table._open()

    def segments(self) -> int:
        return sum(len(index.segments) for index in self.table.describe_indices())


@pytest.fixture
def growing(tmp_path: Path) -> Growing:
    made = Growing(tmp_path)
    yield made
    made.local.close()


def assert_answers_well(growing: Growing) -> None:
    # The index turns and samples its vectors by chance; over this many queries that moves the mean by .003.
    near = [growing.recall(growing.query(clip, 0.8), 5, 0.5) for clip in range(len(growing.made))]
    assert np.mean(near) >= 0.98
    few = range(0, len(growing.made), max(1, len(growing.made) // 12))
    assert np.mean([growing.recall(growing.made[clip].pictures.vectors, 1, 0.9) for clip in few]) == 1


def test_answers_are_right_at_every_stage_of_growth(growing: Growing) -> None:
    growing.grow(15, at_once=15)
    assert not covered_fragments(growing.table)
    assert_answers_well(growing)
    growing.grow(10, at_once=10)
    assert covered_fragments(growing.table), "825 rows are enough for an index"
    assert growing.segments() == 1
    assert_answers_well(growing)
    growing.grow(4, at_once=1)
    assert growing.segments() == 1
    assert_answers_well(growing)
    growing.grow(10, at_once=5)
    assert growing.segments() > 1
    assert_answers_well(growing)
    growing.grow(30, at_once=5)
    assert growing.segments() <= 4
    assert_answers_well(growing)


def test_an_outgrown_index_is_built_anew(growing: Growing) -> None:
    growing.grow(25, at_once=25)
    few = len(growing.table.centroids(index_name="vector_idx"))
    growing.grow(80, at_once=20)
    assert len(growing.table.centroids(index_name="vector_idx")) > 2 * few
    assert_answers_well(growing)


def test_small_files_are_joined_without_touching_what_is_indexed(growing: Growing) -> None:
    growing.grow(25, at_once=25)
    indexed = covered_fragments(growing.table)
    growing.grow(4, at_once=1)
    files = growing.table.get_fragments()
    assert indexed <= {one.fragment_id for one in files}
    assert len(files) == len(indexed) + 1
    assert_answers_well(growing)


def test_deleted_footage_leaves_the_index_too(growing: Growing, tmp_path: Path) -> None:
    growing.grow(30, at_once=15)
    gone = growing.made[7]
    vectors = gone.pictures.vectors.copy()
    rows = growing.table.count_rows()
    for archive in (growing.local, growing.brute):
        archive.delete_media(gone.media.id)
    assert growing.table.count_rows() == rows - len(vectors)
    assert gone.media.id not in growing.local.search(vectors, 20, 0.0).media_ids
    growing.made.pop(7)
    assert_answers_well(growing)
    needle = vectors[3].astype(np.float16).tobytes()
    holders = [
        path for path in (tmp_path / "desk").rglob("*") if path.is_file() and needle in path.read_bytes()
    ]
    assert holders == []


def test_another_process_sees_what_was_added_meanwhile(growing: Growing, tmp_path: Path) -> None:
    growing.grow(10, at_once=10)
    with LocalArchive(tmp_path / "desk", TUNING) as reader:
        for _ in range(3):
            growing.grow(10, at_once=10)
            found = reader.search(growing.made[-1].pictures.vectors, 1, 0.9)
            assert set(found.media_ids) == {growing.made[-1].media.id}
            assert len(found) == len(growing.made[-1].pictures)


def test_centres_lie_where_the_rows_are() -> None:
    rng = np.random.default_rng(3)
    true = unit_rows(rng, 5)
    rows = np.repeat(true, 100, axis=0) + 0.02 * rng.standard_normal((500, true.shape[1])).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    centres = train_centroids(rows, 5)
    assert np.allclose(np.linalg.norm(centres, axis=1), 1, atol=1e-3)
    assert len(np.unique(np.argmax(centres @ true.T, axis=1))) >= 4


@pytest.mark.parametrize("min_score", [-1.0, 0.0, 0.1, 0.99])
@pytest.mark.parametrize("k", [1, 7, 5000])
def test_best_rows_equal_a_full_sort(k: int, min_score: float) -> None:
    rng = np.random.default_rng(4)
    queries, rows = unit_rows(rng, 6), unit_rows(rng, 20_000)
    query_row, row, score = nearest_rows(queries, rows, k, min_score)
    exact = queries @ rows.T
    for one in range(6):
        order = np.argsort(-exact[one], kind="stable")[:k]
        order = order[exact[one][order] >= min_score]
        np.testing.assert_allclose(score[query_row == one], exact[one][order], atol=1e-6)
        assert set(row[query_row == one]) == set(order)
