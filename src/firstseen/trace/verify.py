"""What speaks for a line of agreement: the geometry of its frame pairs, and what moves in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from firstseen.model.descriptor import FULL_FRAME
from firstseen.trace import geometry, motion
from firstseen.trace.geometry import CHANCE_INLIERS, MIRROR, Features, PlaneMap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firstseen.model.descriptor import Box, Description, View
    from firstseen.trace.align import Line, Similarity
    from firstseen.trace.motion import Fit, Strips

PAIRS: Final = 4
"""Frame pairs of one line whose geometry is looked at."""
WEAK_SUPPORT: Final = 0.8
"""Below this support two frame pairs without geometry end the matter."""
ENOUGH_INLIERS: Final = 40
"""From here on another pair would add nothing."""
LOOK_PX: Final = 400
"""Long side of what is looked at: SIFT finds too little in smaller pictures and gains little from larger ones."""


@dataclass(slots=True)
class Pictures:
    """The stills of one description with the features found in them, so that nothing is looked at twice."""

    description: Description
    _features: dict[tuple[int, Box, int, bool, bool], Features] = field(default_factory=dict)
    _rgb: dict[int, NDArray[np.uint8]] = field(default_factory=dict)

    def rgb(self, index: int) -> NDArray[np.uint8]:
        """The still `index`, (height, width, 3)."""
        if index not in self._rgb:
            if len(self._rgb) > 64:
                self._rgb.clear()
            raw = np.frombuffer(self.description.stills.jpeg(index), np.uint8)
            decoded = cv2.imdecode(raw, cv2.IMREAD_COLOR)
            self._rgb[index] = np.ascontiguousarray(np.asarray(decoded, np.uint8)[:, :, ::-1])
        return self._rgb[index]

    def features(self, index: int, view: View, mirrored: bool) -> tuple[Features, NDArray[np.float64]]:
        """Features of a view of still `index`, and the map from shares of the whole picture to shares of that view."""
        box = _widened(view.box)
        to_view = _view_map(box, view.turn_deg, mirrored)
        key = (index, box, view.turn_deg, view.inverted, mirrored)
        if key not in self._features:
            self._features[key] = geometry.features(_look(self.rgb(index), box, view, mirrored))
        return self._features[key], to_view


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All that verification found for one line.

    `inliers` and `second_inliers` are those of the best and the second best frame pair, `tested` how many pairs were
    looked at. `speed` and `offset_s` are refined by what moves; `start_s`, `end_s` are the ends in the query.
    `agreement` is the mean correlation over the picture along the line, -1 to 1; nan where it cannot be told.
    """

    line: Line
    plane: PlaneMap | None
    inliers: int
    second_inliers: int
    tested: int
    fit: Fit | None
    agreement: float
    speed: float
    offset_s: float
    start_s: float
    end_s: float
    best_pair: tuple[float, float]


def _widened(box: Box) -> Box:
    margin = 0.06
    return (max(0.0, box[0] - margin), max(0.0, box[1] - margin), min(1.0, box[2] + margin), min(1.0, box[3] + margin))


def _view_map(box: Box, turn_deg: int, mirrored: bool) -> NDArray[np.float64]:
    x0, y0, x1, y1 = box
    crop = np.array([[1 / (x1 - x0), 0, -x0 / (x1 - x0)], [0, 1 / (y1 - y0), -y0 / (y1 - y0)], [0, 0, 1.0]])
    quarter = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    turn = np.linalg.matrix_power(quarter, (turn_deg // 90) % 4)
    return (MIRROR if mirrored else np.eye(3)) @ turn @ crop


def _look(rgb: NDArray[np.uint8], box: Box, view: View, mirrored: bool) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    x0, y0, x1, y1 = box
    part = rgb[int(y0 * height) : max(int(y0 * height) + 2, round(y1 * height)), int(x0 * width) : max(int(x0 * width) + 2, round(x1 * width))]
    part = np.rot90(part, k=-view.turn_deg // 90)
    if view.inverted:
        part = 255 - part
    if mirrored:
        part = part[:, ::-1]
    scale = min(1.5, LOOK_PX / max(part.shape[:2]))
    size = (max(8, round(part.shape[1] * scale)), max(8, round(part.shape[0] * scale)))
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(part), size, interpolation=interpolation), np.uint8)


def verify(query: Pictures, reference: Pictures, matrix: Similarity, line: Line) -> Evidence:
    """Look at the frame pairs of a line and at what moves along it."""
    maps = _plane_maps(query, reference, matrix, line)
    best = max(maps, key=lambda found: found[0].inliers, default=None)
    counts = sorted((plane.inliers for plane, *_ in maps), reverse=True)
    plane = best[0] if best else None
    both = _strips(query, reference, plane, matrix, line)
    fitted = None
    speed, offset_s = line.speed, line.offset_s
    if both is not None:
        fitted = _fit(both, line)
    if fitted is not None and _trustworthy(fitted):
        speed, offset_s = fitted.speed, fitted.offset_s
    start_s, end_s, agreement = _ends(query, reference, both, line, speed, offset_s)
    return Evidence(
        line=line,
        plane=plane,
        inliers=counts[0] if counts else 0,
        second_inliers=counts[1] if len(counts) > 1 else 0,
        tested=min(PAIRS, line.frames),
        fit=fitted,
        agreement=agreement,
        speed=speed,
        offset_s=offset_s,
        start_s=start_s,
        end_s=end_s,
        best_pair=(best[1], best[2]) if best else (float(matrix.query_s[line.query_index[0]]), float(matrix.reference_s[line.reference_index[0]])),
    )


def _trustworthy(fitted: Fit) -> bool:
    return fitted.energy >= 0.5 and fitted.correlation >= 0.25


def _plane_maps(
    query: Pictures, reference: Pictures, matrix: Similarity, line: Line
) -> list[tuple[PlaneMap, float, float]]:
    """The plane maps of up to PAIRS frame pairs of a line, with the pair's times; the better of plain and mirrored."""
    found: list[tuple[PlaneMap, float, float]] = []
    looked = 0
    for k in _spread(matrix.cosine[line.query_index, line.reference_index], PAIRS):
        i, j = int(line.query_index[k]), int(line.reference_index[k])
        query_s, reference_s = float(matrix.query_s[i]), float(matrix.reference_s[j])
        query_view = query.description.pictures.views[matrix.query_view[i, j]]
        reference_view = reference.description.pictures.views[matrix.reference_view[i, j]]
        q_still, r_still = query.description.stills.nearest(query_s), reference.description.stills.nearest(reference_s)
        r_features, r_map = reference.features(r_still, reference_view, mirrored=False)
        sides = [found[0][0].mirrored] if found and found[0][0].inliers > 2 * CHANCE_INLIERS else [False, True]
        candidates: list[PlaneMap] = []
        for mirrored in sides:
            q_features, q_map = query.features(q_still, query_view, mirrored=mirrored)
            local = geometry.plane_map(q_features, r_features)
            if local is None:
                continue
            whole = np.linalg.inv(r_map) @ local.matrix @ q_map
            candidates.append(PlaneMap(whole / whole[2, 2], local.inliers, local.matches))
        if candidates:
            found.append((max(candidates, key=lambda m: m.inliers), query_s, reference_s))
        looked += 1
        if sum(plane.inliers >= ENOUGH_INLIERS for plane, *_ in found) >= 2:
            break
        if looked >= 2 and line.support < WEAK_SUPPORT and all(plane.inliers <= CHANCE_INLIERS for plane, *_ in found):
            break
    return found


def _spread(cosine: NDArray[np.float32], count: int) -> list[int]:
    """Up to `count` positions: the highest cosine of each of `count` stretches of equal length, best first."""
    stretches = np.array_split(np.arange(len(cosine)), min(count, len(cosine)))
    tops = [int(stretch[np.argmax(cosine[stretch])]) for stretch in stretches if len(stretch)]
    return sorted(tops, key=lambda k: -float(cosine[k]))


def _strips(
    query: Pictures, reference: Pictures, plane: PlaneMap | None, matrix: Similarity, line: Line
) -> Strips | None:
    if plane is not None and plane.inliers > CHANCE_INLIERS:
        region, shown = plane.region(), plane.query_region()
        return motion.strips(query.description.miniatures, reference.description.miniatures, plane.matrix, region, shown)
    i, j = int(line.query_index[0]), int(line.reference_index[0])
    q_box = query.description.pictures.views[matrix.query_view[i, j]].box
    r_box = reference.description.pictures.views[matrix.reference_view[i, j]].box
    guess = np.linalg.inv(_view_map(r_box, 0, mirrored=False)) @ _view_map(q_box, 0, mirrored=False)
    options = []
    for mirrored in (False, True):
        whole = guess if not mirrored else np.linalg.inv(_view_map(r_box, 0, mirrored=True)) @ _view_map(q_box, 0, mirrored=False)
        both = motion.strips(query.description.miniatures, reference.description.miniatures, whole, r_box, q_box)
        if both is not None:
            options.append(both)
    return max(options, key=lambda both: (f.correlation if (f := _fit(both, line)) else -1.0), default=None)


def _fit(both: Strips, line: Line) -> Fit | None:
    pivot_s = (line.start_s + line.end_s) / 2
    centre = line.reference_s(pivot_s)
    step_s = 1 / motion.RATE_HZ
    start_s, end_s = line.start_s, line.end_s
    if end_s - start_s < 1.0:
        start_s, end_s = start_s - 0.5, end_s + 0.5
    start_s, end_s = max(start_s, float(both.query_s[0])), min(end_s, float(both.query_s[-1]))
    if end_s - start_s > 40:
        start_s, end_s = pivot_s - 20, pivot_s + 20
    sign = 1.0 if line.speed > 0 else -1.0
    near = line.speed * np.array([0.9, 0.94, 0.97, 1.0, 1.03, 1.06, 1.1])
    speeds = np.unique(np.append(near, sign))
    offsets_s = centre + np.arange(-12, 13) * step_s
    coarse = motion.fit(both, start_s, end_s, speeds, offsets_s, pivot_s)
    if coarse is None:
        return None
    fine_speeds = np.unique(np.append(coarse.speed * np.array([0.985, 0.9925, 1.0, 1.0075, 1.015]), sign if abs(coarse.speed - sign) < 0.04 else coarse.speed))
    anchor = coarse.speed * pivot_s + coarse.offset_s
    fine = motion.fit(both, start_s, end_s, fine_speeds, anchor + np.arange(-4, 5) * step_s / 4, pivot_s)
    if fine is None:
        return coarse
    # The rival is judged by the coarse search, which alone looks half a second away.
    return motion.Fit(fine.speed, fine.offset_s, fine.correlation, coarse.energy, coarse.rival)


def _ends(
    query: Pictures, reference: Pictures, both: Strips | None, line: Line, speed: float, offset_s: float
) -> tuple[float, float, float]:
    """Where the run starts and ends in the query, to an eighth of a second, and how well the pictures agree in it."""
    interval_s = query.description.interval_s
    last_s = max(query.description.media.duration_s, line.end_s)
    start_s, end_s = max(0.0, line.start_s - interval_s / 2), min(last_s, line.end_s + interval_s / 2)
    if both is None or len(both.query_s) < 3:
        return start_s, end_s, float("nan")
    times_s = np.arange(max(0.0, line.start_s - 2.5), min(last_s, line.end_s + 2.5) + 1e-6, 1 / motion.RATE_HZ)
    agree = motion.agreement(both, speed, offset_s, times_s)
    inside = (times_s >= line.start_s) & (times_s <= line.end_s) & np.isfinite(agree)
    if not inside.any():
        return start_s, end_s, float("nan")
    level = float(np.median(agree[inside]))
    if level < 0.35:
        return start_s, end_s, level
    good = np.where(np.isfinite(agree), agree, -1.0) >= 0.5 * level
    middle = int(np.argmin(np.abs(times_s - (line.start_s + line.end_s) / 2)))
    first = last = middle
    first = _reach(good, middle, -1)
    last = _reach(good, middle, 1)
    half = 0.5 / motion.RATE_HZ
    return max(0.0, float(times_s[first]) - half), min(last_s, float(times_s[last]) + half), level


def _reach(good: NDArray[np.bool_], start: int, step: int) -> int:
    """How far one can walk from `start` without meeting two bad instants in a row... of half a second."""
    position = reached = start
    missed = 0
    while 0 <= position < len(good):
        if good[position]:
            reached, missed = position, 0
        else:
            missed += 1
            if missed > 4:
                break
        position += step
    return reached
