"""The grid is absolute: two copies of footage are sampled at the same moments, whatever their rate."""

from dataclasses import dataclass
from itertools import pairwise

import pytest

from firstseen.media.sampling import Sampler, interval_for


@dataclass
class Shown:
    time_s: float
    duration_s: float


def sampled(times_s: list[float], interval_s: float = 1.0, last_s: float = 0.04, **how: bool) -> list[float]:
    sampler = Sampler(interval_s, **how)
    durations = [b - a for a, b in pairwise(times_s)] + [last_s]
    return [t for shown in zip(times_s, durations, strict=True) for t in sampler.times_s(Shown(*shown))]


@pytest.mark.parametrize("fps", [8, 23.976, 25, 29.97, 60])
def test_the_picture_on_display_at_each_grid_point_is_taken(fps: float) -> None:
    times = sampled([k / fps for k in range(int(10 * fps))], last_s=1 / fps)
    assert len(times) == 10
    assert all(0 <= k - t < 1 / fps + 1e-9 or k - t <= 0.1 for k, t in enumerate(times))


def test_a_standing_picture_counts_at_every_grid_point_it_is_shown_at() -> None:
    assert sampled([0.0, 0.2, 3.5], last_s=1.0) == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_a_picture_that_stands_for_ever_is_taken_thirty_times() -> None:
    times = sampled([0.0, 36_000.0], last_s=2.0)
    assert len(times) == 32
    assert times[-2:] == [36_000.0, 36_001.0]


def test_keyframes_count_at_their_own_time_at_most_once_an_interval() -> None:
    assert sampled([0.0, 0.4, 4.2, 9.9, 10.0], displayed=False) == [0.0, 4.2, 9.9, 10.0]


def test_a_picture_asked_for_is_taken_unless_its_neighbour_was() -> None:
    sampler = Sampler(1.0)
    assert sampler.times_s(Shown(0.0, 0.04)) == [0.0]
    assert sampler.times_s(Shown(0.04, 0.04), asked=True) == []
    assert sampler.times_s(Shown(0.4, 0.04), asked=True) == [0.4]


@pytest.mark.parametrize(
    ("duration_s", "interval_s"), [(0.0, 1.0), (1.0, 0.2), (2.5, 0.5), (3.0, 1.0), (60, 1.0)]
)
def test_short_clips_are_sampled_more_closely(duration_s: float, interval_s: float) -> None:
    assert interval_for(duration_s, 1.0) == pytest.approx(interval_s)
