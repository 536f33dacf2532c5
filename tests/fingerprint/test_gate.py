"""What proves nothing is told from what is only dark, plain or still."""

import cv2
import numpy as np
import pytest

from firstseen.fingerprint.gate import reason_to_gate
from tests.footage import scene

BARS = [(192, 192, 192), (192, 192, 0), (0, 192, 192), (0, 192, 0), (192, 0, 192), (192, 0, 0), (0, 0, 192)]


def noisy(picture: np.ndarray, level: float) -> np.ndarray:
    return np.clip(picture + np.random.default_rng(0).normal(0, level, picture.shape), 0, 255).astype(
        np.uint8
    )


def plain(colour: int, noise: float = 0) -> np.ndarray:
    return noisy(np.full((360, 640, 3), colour, float), noise)


def colour_bars() -> np.ndarray:
    picture = np.zeros((360, 640, 3), np.uint8)
    for number, colour in enumerate(BARS):
        picture[:250, number * 640 // 7 : (number + 1) * 640 // 7] = colour
    picture[250:, 200:400] = 255
    return picture


def card(ground: int, lines: tuple[str, ...]) -> np.ndarray:
    picture = np.full((360, 640, 3), ground, np.uint8)
    ink = (255, 255, 255) if ground < 128 else (20, 20, 20)
    for number, line in enumerate(lines):
        cv2.putText(picture, line, (60, 120 + 50 * number), cv2.FONT_HERSHEY_SIMPLEX, 1.1, ink, 2)
    return picture


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (plain(0), "black"),
        (plain(16), "black"),
        (plain(10, 2.0), "black"),
        (plain(90), "flat"),
        (plain(255), "flat"),
        (plain(128, 2.0), "flat"),
        (colour_bars(), "bars"),
        (noisy(colour_bars(), 3), "bars"),
        (card(0, ("BUT",)), "slate"),
        (card(0, ("THE END",)), "slate"),
        (card(250, ("Directed by", "A. Nonymous")), "slate"),
        (
            card(
                30,
                ("This video was filmed in", "the north of the country on", "the first of July 2015", "by a"),
            ),
            "slate",
        ),
        (np.linspace(80, 200, 640)[None, :, None] * np.ones((360, 1, 3)), "low texture"),
    ],
)
def test_what_proves_nothing_says_why(picture: np.ndarray, reason: str) -> None:
    assert reason_to_gate(picture.astype(np.uint8)) == reason


@pytest.mark.parametrize("seed", range(8))
def test_footage_stays(seed: int) -> None:
    assert reason_to_gate(scene(seed, 1.0, (640, 360))) is None


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("light", [0.3, 0.15, 0.1])
def test_the_night_stays(seed: int, light: float) -> None:
    assert reason_to_gate(noisy(4 + light * scene(seed, 1.0, (640, 360)), 1.5)) is None


def test_a_lit_horizon_in_a_grainy_night_stays() -> None:
    rng = np.random.default_rng(1)
    night = rng.normal(12, 4, (360, 640, 1)).repeat(3, axis=2)
    for x in range(0, 640, 11):
        night[250 + int(rng.integers(-60, 60)) :, x : x + 11] += rng.uniform(5, 20)
        cv2.circle(night, (x, int(rng.integers(180, 340))), 4, (240, 220, 160), -1)
    picture = cv2.GaussianBlur(np.clip(night, 0, 255), (0, 0), 1.2).astype(np.uint8)
    assert reason_to_gate(picture) is None


def test_text_over_footage_stays() -> None:
    picture = scene(3, 0, (640, 360)).copy()
    cv2.putText(picture, "BREAKING", (60, 200), cv2.FONT_HERSHEY_SIMPLEX, 3, (255, 255, 255), 6)
    assert reason_to_gate(picture) is None


def test_an_object_before_a_white_wall_stays() -> None:
    picture = np.full((360, 640, 3), 250, np.uint8)
    picture[80:320, 180:460] = scene(5, 0, (280, 240))
    assert reason_to_gate(picture) is None


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (2000, 3), (5, 400)])
def test_tiny_pictures_prove_nothing(size: tuple[int, int]) -> None:
    assert reason_to_gate(np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)) is not None
