"""Miniatures of one moment agree, whatever the resolution, and tell moments apart."""

import cv2
import numpy as np
import pytest

from firstseen.fingerprint.miniature import ENOUGH, HEIGHT_PX, WIDTH_PX, miniature
from tests.footage import scene


def thinned(luma: np.ndarray) -> np.ndarray:
    """What decoding hands over: every n-th pixel, at least as many as are worth averaging."""
    step_y, step_x = max(1, luma.shape[0] // ENOUGH[1]), max(1, luma.shape[1] // ENOUGH[0])
    return np.ascontiguousarray(luma[step_y // 2 :: step_y, step_x // 2 :: step_x])


def shown(width: int, height: int, time_s: float = 0.0) -> np.ndarray:
    large = cv2.resize(scene(0, time_s, (640, 360)), (1920, 1080), interpolation=cv2.INTER_CUBIC)
    picture = cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


@pytest.mark.parametrize("size", [(1280, 720), (854, 480), (640, 360), (426, 240), (256, 144), (320, 240)])
def test_resolution_does_not_matter(size: tuple[int, int]) -> None:
    large = miniature(thinned(shown(1920, 1080))).astype(int)
    small = miniature(thinned(shown(*size))).astype(int)
    assert np.abs(large - small).mean() < 1.5
    later = miniature(thinned(shown(*size, time_s=0.25))).astype(int)
    assert np.abs(large - later).mean() > 4 * np.abs(large - small).mean()


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (32, 18), (33, 400)])
def test_any_size_gives_the_grid(size: tuple[int, int]) -> None:
    small = miniature(np.full(size[::-1], 77, np.uint8))
    assert small.shape == (HEIGHT_PX, WIDTH_PX)
    assert (small == 77).all()
