"""A query votes for the footage worth aligning with: strength counts more than number, and no frame votes twice."""

import numpy as np
import pytest

from firstseen.model.match import Candidate
from firstseen.trace.candidates import VOTE_FLOOR, vote

Hit = tuple[str, float, float]


def voted(*hits: Hit, limit: int = 10) -> tuple[Candidate, ...]:
    """Candidates from hits given as (media id, query time, cosine)."""
    names = sorted({name for name, _, _ in hits})
    return vote(
        names,
        np.array([names.index(name) for name, _, _ in hits], np.int64),
        np.array([query_s for _, query_s, _ in hits], np.float64),
        np.array([cosine for _, _, cosine in hits], np.float32),
        limit,
    )


def order(*hits: Hit, limit: int = 10) -> list[str]:
    return [candidate.media_id for candidate in voted(*hits, limit=limit)]


def test_no_hits_make_no_candidates() -> None:
    assert voted() == ()


def test_one_strong_resemblance_outweighs_several_weak_ones() -> None:
    weak = [("weak", float(k), VOTE_FLOOR + 0.15) for k in range(4)]
    assert order(*weak, ("strong", 2.0, 0.9)) == ["strong", "weak"]


def test_of_equally_strong_ones_the_more_frequent_comes_first() -> None:
    assert order(("once", 0.0, 0.8), ("twice", 0.0, 0.8), ("twice", 1.0, 0.8)) == ["twice", "once"]


def test_a_query_frame_votes_once_for_a_media_with_its_best_hit() -> None:
    one = voted(("clip", 1.0, 0.8))
    many = voted(*[("clip", 1.0, cosine) for cosine in (0.5, 0.8, 0.79, 0.3)])
    assert many[0].votes == pytest.approx(one[0].votes)


def test_a_query_frame_votes_for_every_media_it_resembles() -> None:
    assert set(order(("one", 1.0, 0.8), ("other", 1.0, 0.8))) == {"one", "other"}


def test_resemblance_below_the_floor_is_no_vote() -> None:
    assert order(("alike", 0.0, 0.7), ("unlike", 0.0, VOTE_FLOOR - 0.01)) == ["alike"]


def test_only_as_many_as_asked_for_come_back() -> None:
    hits = [(f"clip {k}", float(k), 0.3 + 0.05 * k) for k in range(8)]
    assert order(*hits, limit=3) == ["clip 7", "clip 6", "clip 5"]


def test_votes_do_not_depend_on_the_order_of_hits() -> None:
    rng = np.random.default_rng(3)
    hits = [
        (f"clip {rng.integers(5)}", float(rng.integers(20)), float(rng.uniform(0.2, 0.9))) for _ in range(60)
    ]
    shuffled = [hits[k] for k in rng.permutation(len(hits))]
    assert dict(as_pairs(hits)) == pytest.approx(dict(as_pairs(shuffled)))


def as_pairs(hits: list[Hit]) -> list[tuple[str, float]]:
    return [(candidate.media_id, candidate.votes) for candidate in voted(*hits)]


def test_a_short_stretch_of_a_long_compilation_beats_noise_all_along_it() -> None:
    stretch = [("source", 50.0 + k, 0.75) for k in range(6)]
    noise = [("noise", float(k), VOTE_FLOOR + 0.15) for k in range(200)]
    assert order(*noise, *stretch)[0] == "source"


def test_frames_close_together_count_more_than_the_same_frames_scattered() -> None:
    others = [("filler", float(k), 0.3) for k in range(100)]
    close = [("close", 40.0 + k, 0.6) for k in range(6)]
    scattered = [("scattered", 16.0 * k, 0.6) for k in range(6)]
    assert order(*others, *close, *scattered)[:2] == ["close", "scattered"]
