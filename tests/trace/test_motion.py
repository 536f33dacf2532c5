"""What moves tells the moment: planted motion is aligned to a twentieth of a second, and light is not motion."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from firstseen.model.descriptor import FULL_FRAME, Miniatures
from firstseen.trace.geometry import MIRROR
from firstseen.trace.motion import RATE_HZ, Fit, Strips, agreement, at_times, fit, scan, strips

WIDTH, HEIGHT = 32, 18
Times = NDArray[np.float64]
ONCE = np.array([1.0])


def noise(seed: int, shape: tuple[int, int], sigma: float = 1.5) -> NDArray[np.float64]:
    """A soft random pattern between 0 and 255."""
    pattern = cv2.GaussianBlur(np.random.default_rng(seed).random(shape), (0, 0), sigma)
    pattern = (pattern - pattern.min()) / np.ptp(pattern)
    return np.asarray(255 * pattern, np.float64)


STREET = noise(0, (HEIGHT, WIDTH))
"""A background that never moves."""


def passing(day: int, times_s: Times) -> NDArray[np.float64]:
    """What happens on one day at each time (m, height, width): a random texture that wanders and changes."""
    keys = np.stack([noise(1000 * (day + 1) + k, (HEIGHT, WIDTH)) for k in range(80)])
    position = np.clip(times_s * 2, 0, len(keys) - 2)
    low = position.astype(int)
    share = (position - low)[:, None, None]
    return np.asarray(keys[low] * (1 - share) + keys[low + 1] * share, np.float64)


def filmed(day: int, film_s: Times, times_s: Times | None = None, share: float = 0.3) -> Miniatures:
    """The street on a day, in miniature, showing film times `film_s` at times `times_s` of the file."""
    luma = (1 - share) * STREET + share * passing(day, film_s)
    return Miniatures(
        film_s if times_s is None else times_s, np.clip(np.round(luma), 0, 255).astype(np.uint8)
    )


def clock(seconds: float, start_s: float = 0.0) -> Times:
    return np.arange(start_s, start_s + seconds, 1 / RATE_HZ)


REFERENCE_S = clock(30.0)
WHOLE = [(0.0, np.eye(3))]


def together(query: Miniatures, reference: Miniatures) -> Strips:
    both = strips(query, reference, WHOLE, FULL_FRAME, FULL_FRAME)
    assert both is not None
    return both


def taken(from_s: float, seconds: float = 8.0, speed: float = 1.0, day: int = 0) -> Miniatures:
    """A query of that day, from `from_s` of the reference on, at a speed."""
    times_s = clock(seconds)
    return filmed(day, from_s + speed * times_s, times_s)


def near(both: Strips, anchor_s: float, speeds: NDArray[np.float64] = ONCE, step_s: float = 1 / 32) -> Fit:
    """The best fit within a second of the guess that the middle of the query lies at `anchor_s`."""
    pivot_s = float(both.query_s.mean())
    anchors_s = np.asarray(anchor_s + np.arange(-32, 33) * step_s, np.float64)
    found = fit(both, both.query_s, pivot_s, speeds, anchors_s)
    assert found is not None
    return found


@pytest.mark.parametrize("from_s", [5.0, 7.33, 12.81])
def test_an_offset_is_recovered_to_a_twentieth_of_a_second(from_s: float) -> None:
    both = together(taken(from_s), filmed(0, REFERENCE_S))
    found = near(both, from_s + 4.0 + 0.4)
    assert found.offset_s == pytest.approx(from_s, abs=0.05)
    assert found.correlation > 0.9
    assert found.energy > 1


@pytest.mark.parametrize("speed", [0.8, 1.0, 1.25])
def test_a_speed_is_recovered(speed: float) -> None:
    both = together(taken(6.0, speed=speed), filmed(0, REFERENCE_S))
    pivot_s = float(both.query_s.mean())
    found = near(both, 6.0 + speed * pivot_s, np.array([0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5]))
    assert found.speed == speed
    assert found.speed * pivot_s + found.offset_s == pytest.approx(6.0 + speed * pivot_s, abs=0.05)


def test_motion_that_runs_backwards_fits_a_negative_speed() -> None:
    both = together(taken(20.0, speed=-1.0), filmed(0, REFERENCE_S))
    pivot_s = float(both.query_s.mean())
    found = near(both, 20.0 - pivot_s, np.array([-1.0, 1.0]))
    assert found.speed == -1.0
    assert found.offset_s == pytest.approx(20.0, abs=0.05)


def test_a_rival_half_a_second_away_is_worse() -> None:
    found = near(together(taken(9.0), filmed(0, REFERENCE_S)), 13.0)
    assert found.rival < found.correlation - 0.2


@pytest.mark.parametrize("from_s", [2.0, 11.5, 20.25])
def test_a_scan_finds_the_moment_anywhere(from_s: float) -> None:
    both = together(taken(from_s), filmed(0, REFERENCE_S))
    pivot_s = float(both.query_s.mean())
    found = scan(both, both.query_s, pivot_s, np.array([-1.0, 0.8, 1.0, 1.25]))
    assert found is not None
    assert found.speed == 1.0
    assert found.offset_s == pytest.approx(from_s, abs=1 / RATE_HZ)
    assert found.correlation > 0.8
    assert found.rival < found.correlation - 0.2


def test_a_scan_finds_what_runs_backwards() -> None:
    both = together(taken(18.0, speed=-1.0), filmed(0, REFERENCE_S))
    found = scan(both, both.query_s, float(both.query_s.mean()), np.array([-1.0, 1.0]))
    assert found is not None
    assert found.speed == -1.0
    assert found.offset_s == pytest.approx(18.0, abs=1 / RATE_HZ)


def test_a_scan_and_a_fit_agree_on_the_correlation() -> None:
    both = together(taken(10.0), filmed(0, REFERENCE_S))
    pivot_s = float(both.query_s.mean())
    scanned = scan(both, both.query_s, pivot_s, ONCE)
    fitted = near(both, 10.0 + pivot_s, step_s=1 / RATE_HZ)
    assert scanned is not None
    assert scanned.correlation == pytest.approx(fitted.correlation, abs=0.02)


def test_another_day_in_the_same_street_does_not_correlate() -> None:
    both = together(taken(5.0, day=1), filmed(0, REFERENCE_S))
    same = together(taken(5.0), filmed(0, REFERENCE_S))
    found = near(both, 9.0)
    assert found.correlation < 0.35
    assert found.energy > 1
    assert near(same, 9.0).correlation > found.correlation + 0.4
    pictures = agreement(both, 1.0, 5.0, both.query_s)
    assert float(np.median(pictures)) > 0.5, "as pictures the two agree: only what moves tells them apart"


def lit(pictures: Miniatures, light: NDArray[np.float64]) -> Miniatures:
    """The same pictures under light that changes."""
    luma = np.clip(np.round(pictures.luma + light), 0, 255).astype(np.uint8)
    return Miniatures(pictures.times_s, luma)


def still(times_s: Times) -> Miniatures:
    luma = np.repeat((0.5 * STREET + 60)[None], len(times_s), axis=0)
    return Miniatures(times_s, np.round(luma).astype(np.uint8))


def test_flicker_of_the_whole_picture_is_no_motion() -> None:
    flicker = np.random.default_rng(4).integers(-25, 26, len(REFERENCE_S))[:, None, None].astype(np.float64)
    both = together(lit(still(REFERENCE_S), flicker), lit(still(REFERENCE_S), flicker))
    assert np.abs(both.moving_query).max() < 1
    assert near(both, float(REFERENCE_S.mean())).energy < 0.5


def test_slow_drift_of_light_is_no_motion() -> None:
    across = np.linspace(-1, 1, WIDTH)[None, None, :]
    drift = 20 * np.sin(REFERENCE_S / 8)[:, None, None] * across
    both = together(lit(still(REFERENCE_S), drift), lit(still(REFERENCE_S), drift))
    assert near(both, float(REFERENCE_S.mean())).energy < 0.7


def test_flicker_does_not_hide_the_motion() -> None:
    query = taken(7.0)
    flicker = np.random.default_rng(5).integers(-15, 16, len(query))[:, None, None].astype(np.float64)
    found = near(together(lit(query, flicker), filmed(0, REFERENCE_S)), 11.2)
    assert found.offset_s == pytest.approx(7.0, abs=0.06)
    assert found.correlation > 0.8


def test_a_still_pair_has_no_energy_and_no_correlation() -> None:
    found = near(together(still(clock(8)), still(REFERENCE_S)), 12.0)
    assert found.energy == pytest.approx(0, abs=0.01)
    assert found.correlation == pytest.approx(0, abs=0.01)


def test_agreement_is_high_on_the_line_and_nothing_outside_the_reference() -> None:
    both = together(taken(0.0, seconds=20.0), filmed(0, clock(10.0, 4.0)))
    agree = agreement(both, 1.0, 0.0, both.query_s)
    inside = (both.query_s >= 4.0) & (both.query_s < 13.9)
    outside = (both.query_s < 3.5) | (both.query_s > 14.5)
    assert agree[inside].min() > 0.95
    assert np.isnan(agree[outside]).all()
    assert np.nanmin(agree) >= -1.001
    assert np.nanmax(agree) <= 1.001


def test_too_little_overlap_fits_nothing() -> None:
    both = together(taken(5.0), filmed(0, REFERENCE_S))
    assert fit(both, both.query_s, 4.0, ONCE, np.array([500.0])) is None
    assert scan(both, both.query_s[:3], 0.2, ONCE) is None


def test_a_mirrored_query_is_read_at_mirrored_points() -> None:
    query = taken(5.0)
    mirrored = Miniatures(query.times_s, np.ascontiguousarray(query.luma[:, :, ::-1]))
    both = strips(mirrored, filmed(0, REFERENCE_S), [(0.0, MIRROR)], FULL_FRAME, FULL_FRAME)
    assert both is not None
    assert near(both, 9.2).offset_s == pytest.approx(5.0, abs=0.05)
    assert near(both, 9.2).correlation > 0.9
    assert near(together(mirrored, filmed(0, REFERENCE_S)), 9.2).correlation < 0.6


def test_points_follow_a_query_that_wanders() -> None:
    """The query pans over the reference by a fifth of its width in eight seconds."""
    pan = 0.2
    times_s = clock(8.0)
    wide = filmed(0, 5.0 + times_s, times_s)
    shifted = []
    for k, time_s in enumerate(times_s):
        x = np.arange(WIDTH) + pan * WIDTH * time_s / times_s[-1]
        shifted.append(np.stack([np.interp(x, np.arange(WIDTH), row) for row in wide.luma[k].astype(float)]))
    query = Miniatures(times_s, np.round(np.stack(shifted)).astype(np.uint8))
    moved = np.array([[1.0, 0.0, pan], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    maps = [(0.0, np.eye(3)), (float(times_s[-1]), moved)]
    both = strips(query, filmed(0, REFERENCE_S), maps, (pan, 0.0, 1.0, 1.0), FULL_FRAME)
    assert both is not None
    assert float(np.min(agreement(both, 1.0, 5.0, times_s))) > 0.9
    assert near(both, 9.0).offset_s == pytest.approx(5.0, abs=0.06)


def test_too_few_shared_points_make_no_strips() -> None:
    apart = np.array([[1.0, 0.0, 0.98], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert strips(taken(0.0), filmed(0, REFERENCE_S), [(0.0, apart)], FULL_FRAME, FULL_FRAME) is None


def test_no_miniatures_make_no_strips() -> None:
    nothing = Miniatures(np.empty(0), np.empty((0, HEIGHT, WIDTH), np.uint8))
    assert strips(nothing, still(clock(2)), WHOLE, FULL_FRAME, FULL_FRAME) is None
    assert strips(still(clock(2)), nothing, WHOLE, FULL_FRAME, FULL_FRAME) is None


def test_values_between_two_times_are_mixed_and_level_beyond_the_ends() -> None:
    values = np.array([[0.0], [10.0], [30.0]], np.float32)
    wanted_s = np.array([-5.0, 0.0, 0.25, 1.5, 9.0])
    assert at_times(np.arange(3.0), values, wanted_s)[:, 0] == pytest.approx([0, 0, 2.5, 20, 30])
