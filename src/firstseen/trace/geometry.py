"""Whether two pictures show the same thing from the same place: local features under one plane map.

Unrelated pictures agree in a handful of points by chance; the same footage agrees in dozens, and the map that joins
them says which part of the reference is visible, where it sits in the query, and whether it was mirrored.

Source: SIFT (Lowe, IJCV 2004), RootSIFT (Arandjelović and Zisserman, CVPR 2012), MAGSAC++ (Barath et al., CVPR 2020).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

from firstseen.model.descriptor import FULL_FRAME

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firstseen.model.descriptor import Box

MAX_FEATURES: Final = 500
CONTRAST: Final = 0.02
"""Half of SIFT's usual contrast threshold: phone footage is soft, and small stills softer."""
RATIO: Final = 0.82
THRESHOLD_PX: Final = 4.0
"""How far a point may land from its partner, in pixels of the reference still."""
FEWEST_POINTS: Final = 4
"""A plane map needs four points."""
LONGEST_EDGE: Final = 8
"""The longest side of a query's outline against its shortest: beyond that no camera and no editor went."""
AREAS: Final = (0.01, 150.0)
"""The query's area on the reference, in reference pictures."""
CHANCE_INLIERS: Final = 8
"""Unrelated pictures reach at most this many inliers (MATCHING, section 2: 7 with ORB; 8 with SIFT here)."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Local features of one picture: `points` (n, 2) in pixels, `vectors` (n, 128) float32, the picture's size."""

    points: NDArray[np.float32]
    vectors: NDArray[np.float32]
    width_px: int
    height_px: int

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True, slots=True, eq=False)
class PlaneMap:
    """How a query picture lies on a reference picture.

    `matrix` (3, 3) takes query coordinates to reference coordinates, both as shares (0 to 1) of their picture;
    a mirrored query has negative determinant. `inliers` of `matches` tentative point pairs agree with it; `common` is
    the box in the reference that they lie in, which leaves out what either picture shows around the shared one.
    """

    matrix: NDArray[np.float64]
    inliers: int
    matches: int
    common: Box = FULL_FRAME

    @property
    def mirrored(self) -> bool:
        """Whether the query shows the reference as in a mirror."""
        return bool(np.linalg.det(self.matrix[:2, :2]) < 0)

    def outline(self) -> tuple[tuple[float, float], ...]:
        """The query's four corners, clockwise from its top left, in reference coordinates (may lie outside 0 to 1)."""
        return tuple((float(x), float(y)) for x, y in apply(self.matrix, UNIT_SQUARE))

    def region(self) -> Box:
        """The part of the reference that the query can show: the box around the outline, clipped to the picture."""
        return box_of(apply(self.matrix, UNIT_SQUARE))

    def shift(self) -> float:
        """How far the corners of the common box lie from their place in the query, as a share of the picture."""
        x0, y0, x1, y1 = self.common
        corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        return float(np.abs(apply(np.linalg.inv(self.matrix), corners) - corners).max())

    def common_in_query(self) -> Box:
        """The box that the agreeing points lie in, in the query."""
        x0, y0, x1, y1 = self.common
        corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        return box_of(apply(np.linalg.inv(self.matrix), corners))

    def query_region(self) -> Box:
        """The part of the query that the reference covers, clipped to the picture."""
        return box_of(apply(np.linalg.inv(self.matrix), UNIT_SQUARE))


UNIT_SQUARE: Final[NDArray[np.float64]] = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
MIRROR: Final[NDArray[np.float64]] = np.array([[-1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def apply(matrix: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2) under a plane map (3, 3)."""
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    mapped: NDArray[np.float64] = homogeneous[:, :2] / homogeneous[:, 2:]
    return mapped


def features(rgb: NDArray[np.uint8]) -> Features:
    """SIFT features of a picture (height, width, 3) uint8, root-normalised; none for a picture without texture."""
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    detector: Any = cv2.SIFT_create(nfeatures=MAX_FEATURES, contrastThreshold=CONTRAST)  # type: ignore[attr-defined]
    keypoints, vectors = detector.detectAndCompute(gray, None)
    height_px, width_px = gray.shape
    if vectors is None:
        return Features(np.empty((0, 2), np.float32), np.empty((0, 128), np.float32), width_px, height_px)
    vectors = np.sqrt(vectors / np.maximum(vectors.sum(axis=1, keepdims=True), 1e-6)).astype(np.float32)
    points = np.array([k.pt for k in keypoints], np.float32)
    return Features(points, vectors, width_px, height_px)


def plane_map(query: Features, reference: Features) -> PlaneMap | None:
    """The plane map most feature pairs agree with; None when they agree no better than chance lets four points."""
    if min(len(query), len(reference)) < FEWEST_POINTS:
        return None
    q_index, r_index = _mutual_matches(query, reference)
    if len(q_index) < FEWEST_POINTS:
        return None
    source, target = query.points[q_index], reference.points[r_index]
    found: Any = cv2.findHomography(
        source, target, cv2.USAC_MAGSAC, THRESHOLD_PX, maxIters=2000, confidence=0.999
    )
    pixel_map, mask = found
    if pixel_map is None:
        return None
    kept = np.asarray(mask).ravel().astype(bool)
    # Several features on one spot are one witness, not several.
    inliers = len(np.unique(np.round(source[kept] / 3.0), axis=0))
    matrix = _as_shares(pixel_map, query, reference)
    if inliers < FEWEST_POINTS or not plausible(matrix):
        return None
    shares = target[kept] / np.array([reference.width_px, reference.height_px], np.float32)
    return PlaneMap(matrix, inliers, len(q_index), box_of(np.percentile(shares, (3, 97), axis=0)))


def plausible(matrix: NDArray[np.float64]) -> bool:
    """Whether a camera or an editor could have made this map: no fold, no extreme stretch, no needle."""
    corners = apply(matrix, UNIT_SQUARE)
    if not np.isfinite(corners).all():
        return False
    scale = matrix[2] @ np.column_stack([UNIT_SQUARE, np.ones(4)]).T
    if (scale * scale[0] <= 0).any():
        return False
    edges = np.roll(corners, -1, axis=0) - corners
    turns = edges[:, 0] * np.roll(edges, -1, axis=0)[:, 1] - edges[:, 1] * np.roll(edges, -1, axis=0)[:, 0]
    if not ((turns > 0).all() or (turns < 0).all()):
        return False
    lengths = np.linalg.norm(edges, axis=1)
    following = np.roll(corners, -1, axis=0)
    area = abs(float(np.sum(corners[:, 0] * following[:, 1] - following[:, 0] * corners[:, 1]))) / 2
    return bool(lengths.max() <= LONGEST_EDGE * lengths.min() and AREAS[0] <= area <= AREAS[1])


def _mutual_matches(query: Features, reference: Features) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of features that are each other's clear best partner."""
    cosine = query.vectors @ reference.vectors.T
    best = np.argmax(cosine, axis=1)
    rows = np.arange(len(best))
    top = cosine[rows, best].copy()
    cosine_without = cosine.copy()
    cosine_without[rows, best] = -1.0
    second = cosine_without.max(axis=1)
    # On unit vectors the squared distance is 2 - 2 cos, so Lowe's ratio is taken on that.
    clear = (2 - 2 * top) < RATIO**2 * (2 - 2 * second)
    mutual = np.argmax(cosine, axis=0)[best] == rows
    keep = np.flatnonzero(clear & mutual)
    return keep, best[keep]


def _as_shares(pixel_map: NDArray[np.float64], query: Features, reference: Features) -> NDArray[np.float64]:
    to_pixels = np.diag([float(query.width_px), float(query.height_px), 1.0])
    to_shares = np.diag([1.0 / reference.width_px, 1.0 / reference.height_px, 1.0])
    matrix: NDArray[np.float64] = to_shares @ pixel_map @ to_pixels
    normalised: NDArray[np.float64] = matrix / matrix[2, 2]
    return normalised


def box_of(points: NDArray[np.float64]) -> Box:
    """The box around points (n, 2), clipped to the picture; the whole picture where nothing of it is inside."""
    x0, y0 = np.clip(points.min(axis=0), 0.0, 1.0)
    x1, y1 = np.clip(points.max(axis=0), 0.0, 1.0)
    if x1 - x0 <= 0 or y1 - y0 <= 0:
        return FULL_FRAME
    return float(x0), float(y0), float(x1), float(y1)
