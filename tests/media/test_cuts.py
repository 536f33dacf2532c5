"""Hard cuts are found to the picture; flashes, pans and noise are none."""

import numpy as np

from firstseen.fingerprint.miniature import miniature
from firstseen.media.cuts import CutDetector
from tests.footage import scene


def cuts(shown: list[np.ndarray], fps: float = 25) -> list[float]:
    detector = CutDetector()
    found = [detector.feed(k / fps, miniature(picture)) for k, picture in enumerate(shown)]
    return [time_s for time_s in found if time_s is not None]


def gray(seed: int, time_s: float) -> np.ndarray:
    return scene(seed, time_s, (160, 90))[:, :, 1]


def test_each_cut_is_found_at_its_first_picture() -> None:
    shown = [gray(seed, k / 25) for seed, count in ((1, 40), (2, 33), (3, 25), (4, 30)) for k in range(count)]
    assert cuts(shown) == [40 / 25, 73 / 25, 98 / 25]


def test_one_shot_has_no_cut() -> None:
    assert cuts([gray(5, k / 25) for k in range(150)]) == []


def test_a_fast_pan_is_no_cut() -> None:
    wide = scene(6, 0, (1600, 90))[:, :, 1]
    assert cuts([np.ascontiguousarray(wide[:, 20 * k : 20 * k + 160]) for k in range(70)]) == []


def test_a_flash_is_no_cut() -> None:
    shown = [gray(7, k / 25) for k in range(60)]
    shown[30] = np.full_like(shown[30], 250)
    assert cuts(shown) == []


def test_strobing_gives_few_cuts() -> None:
    shown = [gray(8 if k // 2 % 2 else 9, 0) for k in range(100)]
    assert len(cuts(shown)) <= 100 / 25 / 0.3
