"""Borders are found to a few hundredths of the frame, and a picture without borders keeps its edges."""

import cv2
import numpy as np
import pytest

from firstseen.media.borders import snapped, trimmed_boxes
from tests.footage import scene

Rgb = np.ndarray
SIZE = (320, 180)


def moving(seed: int = 0, count: int = 12, size: tuple[int, int] = SIZE) -> list[Rgb]:
    return [as_jpeg(scene(seed, k / 2, size)) for k in range(count)]


def as_jpeg(picture: Rgb) -> Rgb:
    _, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])
    return cv2.imdecode(coded, cv2.IMREAD_COLOR)


def padded(picture: Rgb, left: int, top: int, right: int, bottom: int, *, colour: int = 0) -> Rgb:
    border = cv2.copyMakeBorder(picture, top, bottom, left, right, cv2.BORDER_CONSTANT, value=(colour,) * 3)
    return as_jpeg(border)


def banner(picture: Rgb) -> Rgb:
    shown = picture.copy()
    shown[153:] = (30, 30, 150)
    cv2.putText(shown, "BREAKING NEWS 2024", (10, 174), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255), 2)
    return as_jpeg(shown)


def page(picture: Rgb) -> Rgb:
    shown = np.full((180, 320, 3), 245, np.uint8)
    for line in range(6):
        cv2.putText(
            shown,
            "lorem ipsum dolor sit",
            (5, 12 + line * 34),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.4,
            (40, 40, 40),
            1,
        )
    shown[27:117, 80:240] = cv2.resize(picture, (160, 90), interpolation=cv2.INTER_AREA)
    return as_jpeg(shown)


def blurred_fill(picture: Rgb) -> Rgb:
    shown = cv2.GaussianBlur(cv2.resize(picture, (320, 180)), (0, 0), 9)
    shown[:, 110:210] = cv2.resize(picture, (100, 180), interpolation=cv2.INTER_AREA)
    return as_jpeg(shown)


@pytest.mark.parametrize(
    ("edit", "box"),
    [
        (lambda p: padded(p, 0, 30, 0, 30), (0, 1 / 8, 1, 7 / 8)),
        (lambda p: padded(p, 80, 0, 80, 0), (1 / 6, 0, 5 / 6, 1)),
        (lambda p: padded(p, 40, 60, 40, 20, colour=255), (0.1, 60 / 260, 0.9, 240 / 260)),
        (banner, (0, 0, 1, 0.85)),
        (page, (0.25, 0.15, 0.75, 0.65)),
        (blurred_fill, (110 / 320, 0, 210 / 320, 1)),
    ],
    ids=["letterbox", "pillarbox", "white frame", "banner", "page", "blurred fill"],
)
@pytest.mark.parametrize("seed", [1, 3])
def test_the_footage_within_is_found(edit, box: tuple, seed: int) -> None:
    frames = [edit(picture) for picture in moving(seed)]
    for found in trimmed_boxes(frames, [0] * len(frames)):
        assert found == pytest.approx(box, abs=0.02)


@pytest.mark.parametrize("seed", range(6))
def test_footage_without_borders_is_left_alone(seed: int) -> None:
    frames = moving(seed)
    assert trimmed_boxes(frames, [0] * len(frames)) == [None] * len(frames)


def test_a_clear_sky_is_no_border() -> None:
    sky = (np.linspace(230, 150, 180)[:, None, None] * np.ones((1, 320, 3))).astype(np.uint8)
    roofs = 90 + np.repeat(np.random.default_rng(0).integers(0, 50, 20), 16)
    is_sky = np.arange(180)[:, None] < roofs[None]
    frames = [as_jpeg(np.where(is_sky[:, :, None], sky, scene(3, k / 2, SIZE))) for k in range(12)]
    assert trimmed_boxes(frames, [0] * 12) == [None] * 12


def test_borders_may_change_from_shot_to_shot() -> None:
    shots = [padded(p, 0, 30, 0, 30) for p in moving(1, 6)]
    shots += [cv2.resize(padded(p, 80, 0, 80, 0), (320, 240)) for p in moving(2, 6)]
    boxes = trimmed_boxes(shots, [0] * 6 + [1] * 6)
    assert boxes[0] == pytest.approx((0, 1 / 8, 1, 7 / 8), abs=0.02)
    assert boxes[-1] == pytest.approx((1 / 6, 0, 5 / 6, 1), abs=0.02)


def test_a_dark_moment_does_not_widen_the_border() -> None:
    frames = [padded(p, 0, 30, 0, 30) for p in moving(1, 6)]
    frames[3][:] = 0
    assert trimmed_boxes(frames, [0] * 6)[0] == pytest.approx((0, 1 / 8, 1, 7 / 8), abs=0.02)


def test_a_single_picture_is_trimmed_too() -> None:
    box = trimmed_boxes([padded(scene(1, 0, SIZE), 0, 30, 0, 30)], [0])[0]
    assert box == pytest.approx((0, 1 / 8, 1, 7 / 8), abs=0.02)


def test_tiny_pictures_and_no_pictures_have_no_borders() -> None:
    assert trimmed_boxes([], []) == []
    assert trimmed_boxes([np.zeros((4, 4, 3), np.uint8)], [0]) == [None]


def test_a_box_that_wobbles_keeps_its_place() -> None:
    known = [(0.0, 0.12, 1.0, 0.88)]
    assert snapped((0.0, 0.125, 1.0, 0.875), known) == known[0]
    assert snapped((0.0, 0.2, 1.0, 0.8), known) == (0.0, 0.2, 1.0, 0.8)
