"""Fast shrinking equals averaging, and never enlarges by much."""

import cv2
import numpy as np
import pytest

from firstseen.fingerprint.scaling import fitted, resized, thinned, within
from tests.footage import scene


def picture(width: int, height: int) -> np.ndarray:
    return np.asarray(cv2.resize(scene(1, 0, (640, 360)), (width, height), interpolation=cv2.INTER_AREA))


@pytest.mark.parametrize("size", [(398, 224), (320, 180), (250, 140), (127, 71), (600, 340)])
def test_it_equals_averaging_over_areas(size: tuple[int, int]) -> None:
    large = scene(1, 0, (640, 360))
    wanted = cv2.resize(large, size, interpolation=cv2.INTER_AREA).astype(int)
    assert np.abs(resized(large, size) - wanted).mean() < 2.5


@pytest.mark.parametrize(
    ("size", "short_px", "expected"),
    [
        ((1920, 1080), 288, (512, 288)),
        ((1080, 1920), 288, (288, 512)),
        ((320, 240), 288, (384, 288)),
        ((160, 120), 288, (240, 180)),
        ((2000, 100), 288, (1152, 58)),
        ((10, 10), 288, (32, 32)),
    ],
)
def test_the_short_side_is_met(size: tuple[int, int], short_px: int, expected: tuple[int, int]) -> None:
    assert fitted(picture(*size), short_px).shape[1::-1] == expected


def test_the_long_side_is_kept_within() -> None:
    assert within(picture(640, 360), 384).shape == (216, 384, 3)
    assert within(picture(200, 100), 384).shape == (100, 200, 3)
    assert within(picture(3, 2000), 384).shape == (384, 1, 3)


def test_thinning_keeps_what_is_asked_for() -> None:
    assert thinned(picture(1280, 720), 360).shape == (360, 640, 3)
    assert thinned(picture(1279, 719), 360).shape == (719, 1279, 3)
    assert thinned(picture(1281, 721), 360).shape == (360, 640, 3)
