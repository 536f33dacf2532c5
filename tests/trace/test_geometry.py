"""Pictures of one thing are laid on each other to a hundredth of the picture; others agree in a handful of points."""

from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from firstseen.model.descriptor import FULL_FRAME
from firstseen.trace.geometry import (
    CHANCE_INLIERS,
    MIRROR,
    UNIT_SQUARE,
    PlaneMap,
    apply,
    box_of,
    features,
    plane_map,
    plausible,
)
from tests.footage import Rgb, scene

Matrix = NDArray[np.float64]

TILTED: Matrix = np.array([[0.82, 0.05, 0.06], [-0.04, 0.86, 0.09], [0.06, -0.05, 1.0]])
"""The query is seen a little from the side, within the reference."""


def picture(seed: int = 1, time_s: float = 0.0, size: tuple[int, int] = (400, 300)) -> Rgb:
    return scene(seed, time_s, size)


def seen_through(reference: Rgb, to_reference: Matrix, size: tuple[int, int] = (400, 300)) -> Rgb:
    """The query of which `to_reference`, in shares, says where it lies on the reference."""
    height, width = reference.shape[:2]
    to_shares = np.diag([1 / size[0], 1 / size[1], 1.0])
    pixels = np.diag([float(width), float(height), 1.0]) @ to_reference @ to_shares
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped: Any = cv2.warpPerspective(reference, pixels, size, flags=how, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(warped, np.uint8)


def found(query: Rgb, reference: Rgb) -> PlaneMap:
    plane = plane_map(features(query), features(reference))
    assert plane is not None
    return plane


def test_the_map_of_a_picture_on_itself_changes_nothing() -> None:
    plane = found(picture(), picture())
    assert apply(plane.matrix, UNIT_SQUARE) == pytest.approx(UNIT_SQUARE, abs=0.005)
    assert plane.inliers > 5 * CHANCE_INLIERS
    assert not plane.mirrored


@pytest.mark.parametrize("size", [(400, 300), (300, 300), (240, 180)])
def test_a_known_map_is_found_to_a_hundredth_of_the_picture(size: tuple[int, int]) -> None:
    plane = found(seen_through(picture(), TILTED, size), picture())
    wanted = apply(TILTED, UNIT_SQUARE)
    assert apply(plane.matrix, UNIT_SQUARE) == pytest.approx(wanted, abs=0.012)
    assert np.array(plane.outline()) == pytest.approx(wanted, abs=0.012)
    assert plane.region() == pytest.approx(box_of(wanted), abs=0.012)
    assert plane.query_region() == pytest.approx(FULL_FRAME, abs=0.02)
    assert CHANCE_INLIERS < plane.inliers <= plane.matches


def test_a_crop_says_which_part_of_the_reference_it_shows() -> None:
    plane = found(picture()[60:240, 40:280], picture())
    assert plane.region() == pytest.approx((0.1, 0.2, 0.7, 0.8), abs=0.01)
    assert plane.query_region() == pytest.approx(FULL_FRAME, abs=0.02)


def test_an_inset_says_which_part_of_the_query_shows_the_reference() -> None:
    query = picture(seed=7)
    query[90:240, 160:360] = cv2.resize(picture(), (200, 150), interpolation=cv2.INTER_AREA)
    plane = found(query, picture())
    assert plane.query_region() == pytest.approx((0.4, 0.3, 0.9, 0.8), abs=0.01)
    assert plane.region() == FULL_FRAME
    corners = plane.outline()
    assert corners[0][0] < 0
    assert corners[2][1] > 1


def test_the_box_of_agreeing_points_leaves_out_what_only_one_shows() -> None:
    query = picture(seed=7)
    query[:, :200] = picture()[:, :200]
    plane = found(query, picture())
    assert plane.common[2] < 0.55
    assert plane.common_in_query() == pytest.approx(plane.common, abs=0.02)


def test_a_mirrored_picture_is_joined_by_mirroring_it_back() -> None:
    query = np.ascontiguousarray(picture()[:, ::-1])
    plane = found(np.ascontiguousarray(query[:, ::-1]), picture())
    whole = PlaneMap(plane.matrix @ MIRROR, plane.inliers, plane.matches)
    assert whole.mirrored
    assert whole.outline()[0] == pytest.approx((1.0, 0.0), abs=0.01)
    assert whole.region() == pytest.approx(FULL_FRAME, abs=0.01)


def test_a_turned_picture_is_not_mirrored() -> None:
    query = np.ascontiguousarray(picture()[::-1, ::-1])
    plane = found(query, picture())
    assert not plane.mirrored
    assert plane.outline()[0] == pytest.approx((1.0, 1.0), abs=0.01)


@pytest.mark.parametrize("seed", range(10, 18))
def test_unrelated_pictures_agree_no_better_than_chance(seed: int) -> None:
    plane = plane_map(features(picture(seed)), features(picture(seed + 50)))
    assert plane is None or plane.inliers <= CHANCE_INLIERS


def test_a_picture_without_texture_has_no_features_and_no_map() -> None:
    flat = np.full((90, 120, 3), 90, np.uint8)
    assert len(features(flat)) == 0
    assert plane_map(features(flat), features(picture())) is None
    assert plane_map(features(picture()), features(flat)) is None


def test_features_are_unit_vectors_within_the_picture() -> None:
    told = features(picture())
    assert np.linalg.norm(told.vectors, axis=1) == pytest.approx(np.ones(len(told)), abs=1e-3)
    assert (told.points >= 0).all()
    assert (told.points <= (told.width_px, told.height_px)).all()
    assert (told.width_px, told.height_px) == (400, 300)


def quad(*corners: tuple[float, float]) -> Matrix:
    """The map that takes the unit square to these corners."""
    solved = cv2.getPerspectiveTransform(UNIT_SQUARE.astype(np.float32), np.array(corners, np.float32))
    return np.asarray(solved, np.float64)


@pytest.mark.parametrize(
    "matrix",
    [
        np.eye(3),
        MIRROR,
        TILTED,
        np.diag([0.3, 0.3, 1.0]),
        np.diag([4.0, 4.0, 1.0]),
        np.array([[0.0, -1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
    ],
)
def test_what_a_camera_or_an_editor_does_is_plausible(matrix: Matrix) -> None:
    assert plausible(matrix)
    assert plausible(np.linalg.inv(matrix))


@pytest.mark.parametrize(
    "matrix",
    [
        pytest.param(quad((0, 0), (1, 1), (1, 0), (0, 1)), id="crossed"),
        pytest.param(quad((0, 0), (1, 0), (0.2, 0.2), (0, 1)), id="dented"),
        pytest.param(np.diag([1.0, 0.02, 1.0]), id="needle"),
        pytest.param(np.diag([0.01, 0.01, 1.0]), id="a dot"),
        pytest.param(np.diag([100.0, 100.0, 1.0]), id="boundless"),
        pytest.param(np.array([[1.0, 0, 0], [0, 1, 0], [-2, 0, 1]]), id="through the horizon"),
        pytest.param(np.full((3, 3), np.nan), id="nowhere"),
    ],
)
def test_folds_needles_and_extremes_are_not_plausible(matrix: Matrix) -> None:
    assert not plausible(matrix)


def test_the_box_of_points_is_clipped_to_the_picture() -> None:
    assert box_of(np.array([(0.2, 0.3), (0.6, 0.4), (0.5, 0.9)])) == pytest.approx((0.2, 0.3, 0.6, 0.9))
    assert box_of(np.array([(-1.0, 0.3), (0.6, 2.0)])) == pytest.approx((0.0, 0.3, 0.6, 1.0))


def test_the_box_of_points_outside_the_picture_is_all_of_it() -> None:
    assert box_of(np.array([(2.0, 0.3), (3.0, 0.6)])) == FULL_FRAME


def test_points_return_under_the_inverse_map() -> None:
    points = np.random.default_rng(0).uniform(0, 1, (20, 2))
    assert apply(np.linalg.inv(TILTED), apply(TILTED, points)) == pytest.approx(points)
