"""Lines of agreement are found where equal vectors were planted, at their speed and offset, and nowhere else."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from firstseen.model.descriptor import FULL_FRAME, Descriptors, View
from firstseen.trace.align import Line, Similarity, find_lines, similarity, weights

DIMENSIONS = 512
FLOOR = 0.25
"""Support below which a line says nothing."""

Vectors = NDArray[np.float32]


def unit(count: int, seed: int) -> Vectors:
    """Random directions: any two are nearly at right angles."""
    return normed(np.random.default_rng(seed).standard_normal((count, DIMENSIONS)))


def normed(vectors: NDArray[np.float64]) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def film(seconds: float, seed: int) -> Vectors:
    """What a film shows at each tenth of a second: a slow walk, so that near moments are alike and far ones are not."""
    anchors = unit(round(seconds) + 2, seed)
    time_s = np.arange(round(seconds * 10)) / 10
    low = time_s.astype(int)
    share = (time_s - low)[:, None]
    return normed(anchors[low] * (1 - share) + anchors[low + 1] * share)


def shown(film_vectors: Vectors, film_s: NDArray[np.float64]) -> Vectors:
    return np.asarray(film_vectors[np.round(film_s * 10).astype(int)], np.float32)


def descriptors(times_s: NDArray[np.float64], vectors: Vectors) -> Descriptors:
    return Descriptors("planted", times_s, vectors, np.zeros(len(times_s), np.int16), (View("full"),))


def samples(seconds: float, step_s: float) -> NDArray[np.float64]:
    return np.arange(0.0, seconds, step_s)


FILM_S = 60.0


def reference(seed: int = 1) -> Descriptors:
    times_s = samples(FILM_S, 1.0)
    return descriptors(times_s, shown(film(FILM_S, seed), times_s))


Plant = tuple[float, float, float, float]
"""Start and end in the query, speed, and the film time of the start."""


def query(*plants: Plant, seconds: float = 40.0, seed: int = 1) -> Descriptors:
    """Random footage with stretches of the reference in it."""
    times_s = samples(seconds, 0.5)
    vectors = unit(len(times_s), 1000 + seed)
    for start_s, end_s, speed, from_s in plants:
        inside = (times_s >= start_s) & (times_s < end_s)
        vectors[inside] = shown(film(FILM_S, seed), from_s + speed * (times_s[inside] - start_s))
    return descriptors(times_s, vectors)


def lines(
    mine: Descriptors,
    theirs: Descriptors,
    query_cuts_s: Sequence[float] = (),
    reference_cuts_s: Sequence[float] = (),
) -> list[Line]:
    found = find_lines(similarity(mine, theirs), None, query_cuts_s, reference_cuts_s)
    return [line for line in found if line.support >= FLOOR]


def test_similarity_is_the_cosine_of_each_pair_of_frames() -> None:
    mine, theirs = query(), reference()
    matrix = similarity(mine, theirs)
    assert matrix.cosine == pytest.approx(mine.vectors @ theirs.vectors.T, abs=1e-6)
    assert list(matrix.query_s) == list(mine.times_s)
    assert list(matrix.reference_s) == list(theirs.times_s)


def test_similarity_takes_the_best_view_and_says_which() -> None:
    vectors = unit(4, 5)
    views = (View("full", FULL_FRAME), View("left half", (0.0, 0.0, 0.5, 1.0)))
    times_s = np.array([0.0, 1.0, 0.0, 1.0])
    mine = Descriptors("planted", times_s, vectors, np.array([0, 0, 1, 1], np.int16), views)
    theirs = descriptors(np.array([0.0, 1.0]), vectors[[2, 1]])
    matrix = similarity(mine, theirs)
    assert np.diag(matrix.cosine) == pytest.approx([1.0, 1.0], abs=1e-5)
    assert list(np.diag(matrix.query_view)) == [1, 0]
    assert not matrix.reference_view.any()


def test_weights_rise_with_the_cosine_from_nothing_to_one() -> None:
    cosine = np.linspace(-1, 1, 41, dtype=np.float32)[None, :]
    weight = weights(cosine)[0]
    assert (np.diff(weight) >= 0).all()
    assert weight[0] == 0
    assert weight[-1] == 1


def test_what_unrelated_footage_reaches_weighs_nothing() -> None:
    cosine = np.full((1, 3), 0.45, np.float32)
    assert (weights(cosine) > 0).all()
    assert not weights(cosine, np.array([[0.45]], np.float32)).any()


@pytest.mark.parametrize("speed", [0.5, 1.0, 1.25, 2.0])
@pytest.mark.parametrize("from_s", [3.0, 21.0])
def test_a_planted_stretch_is_found_at_its_speed_and_offset(speed: float, from_s: float) -> None:
    start_s, end_s = 10.0, 28.0
    line = lines(query((start_s, end_s, speed, from_s)), reference())[0]
    assert line.speed == pytest.approx(speed, rel=0.04)
    middle_s = (start_s + end_s) / 2
    assert line.reference_s(middle_s) == pytest.approx(from_s + speed * (middle_s - start_s), abs=0.35)
    assert line.start_s == pytest.approx(start_s, abs=1.5)
    assert line.end_s == pytest.approx(end_s, abs=1.5)
    assert line.cosine > 0.7


def test_a_stretch_that_runs_backwards_has_a_negative_speed() -> None:
    line = lines(query((10.0, 28.0, -1.0, 45.0)), reference())[0]
    assert line.speed == pytest.approx(-1.0, rel=0.04)
    assert line.reference_s(19.0) == pytest.approx(36.0, abs=0.35)


def test_two_stretches_of_one_pair_are_both_found() -> None:
    found = lines(query((2.0, 16.0, 1.0, 40.0), (22.0, 36.0, 1.0, 5.0)), reference())
    told = sorted((line.start_s, line.offset_s) for line in found[:2])
    assert [start_s for start_s, _ in told] == pytest.approx([2.0, 22.0], abs=1.0)
    assert [offset_s for _, offset_s in told] == pytest.approx([38.0, -17.0], abs=0.35)


def test_the_same_stretch_shown_twice_is_found_twice() -> None:
    found = lines(query((2.0, 14.0, 1.0, 20.0), (20.0, 32.0, 1.0, 20.0)), reference())
    assert sorted(line.offset_s for line in found[:2]) == pytest.approx([0.0, 18.0], abs=0.35)


def test_the_stronger_line_comes_first() -> None:
    found = lines(query((2.0, 7.0, 1.0, 40.0), (12.0, 36.0, 1.0, 5.0)), reference())
    supports = [line.support for line in found]
    assert supports == sorted(supports, reverse=True)
    assert found[0].offset_s == pytest.approx(-7.0, abs=0.35)


@pytest.mark.parametrize("seed", range(5))
def test_unrelated_footage_has_no_line(seed: int) -> None:
    assert lines(query(seed=seed + 20), reference()) == []


def test_a_line_carries_the_frame_pairs_it_rests_on() -> None:
    mine, theirs = query((10.0, 28.0, 1.0, 20.0)), reference()
    line = lines(mine, theirs)[0]
    apart_s = theirs.times_s[line.reference_index] - (mine.times_s[line.query_index] + line.offset_s)
    assert np.abs(apart_s).max() <= 1.0
    assert line.frames == len(np.unique(line.query_index)) == len(line.query_index)
    assert line.support <= line.frames


def test_a_planted_single_frame_is_found() -> None:
    theirs = reference()
    mine = descriptors(np.array([0.0]), theirs.vectors[[33]])
    line = lines(mine, theirs)[0]
    assert line.reference_s(0.0) == pytest.approx(33.0, abs=0.5)
    assert line.frames == 1


def after_a_cut() -> tuple[Descriptors, Descriptors]:
    """A query that shows the reference, and after 18 s something only faintly like what the reference goes on with."""
    mine, theirs = query((4.0, 32.0, 1.0, 14.0)), reference()
    vectors = mine.vectors.copy()
    other = mine.times_s >= 18.0
    vectors[other] = 0.5 * vectors[other] + 0.87 * unit(int(other.sum()), 77)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return descriptors(mine.times_s, vectors), theirs


def test_a_cut_that_the_reference_lacks_ends_a_run() -> None:
    mine, theirs = after_a_cut()
    assert lines(mine, theirs)[0].end_s > 25
    assert lines(mine, theirs, [18.0])[0].end_s < 18


def test_a_cut_that_the_reference_has_as_well_ends_nothing() -> None:
    mine, theirs = after_a_cut()
    assert lines(mine, theirs, [18.0], [28.0])[0].end_s > 25


def test_a_picture_that_stands_still_runs_at_the_ordinary_pace() -> None:
    still = np.repeat(unit(1, 8), 30, axis=0)
    mine, theirs = descriptors(samples(15, 0.5), still), descriptors(samples(30, 1.0), still)
    assert lines(mine, theirs)[0].speed == 1.0


@pytest.mark.parametrize("offset_s", [4.0, 10.0])
def test_of_neighbouring_seconds_that_are_alike_the_most_alike_is_taken(offset_s: float) -> None:
    query_s, reference_s = samples(8, 0.5), samples(30, 1.0)
    apart_s = np.abs(reference_s[None, :] - (query_s[:, None] + offset_s))
    cosine = np.interp(apart_s, [0, 1, 2.5, 5], [1, 0.78, 0.6, 0.1]).astype(np.float32)
    nothing = np.zeros(cosine.shape, np.int16)
    line = find_lines(Similarity(query_s, reference_s, cosine, nothing, nothing.copy()))[0]
    assert line.reference_s(4.0) == pytest.approx(4.0 + offset_s, abs=0.5)


def test_nothing_is_found_in_an_empty_matrix() -> None:
    nothing = np.zeros((3, 2), np.int16)
    matrix = Similarity(
        np.arange(3.0), np.arange(2.0), np.full((3, 2), -1.0, np.float32), nothing, nothing.copy()
    )
    assert find_lines(matrix) == ()
