"""What speaks for a line of agreement: the geometry of its frame pairs, and what moves in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from firstseen.model.descriptor import FULL_FRAME
from firstseen.model.time import Span
from firstseen.trace import geometry, motion
from firstseen.trace.geometry import CHANCE_INLIERS, MIRROR, UNIT_SQUARE, Features, PlaneMap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firstseen.model.descriptor import Box, Description, View
    from firstseen.trace.align import Line, Similarity
    from firstseen.trace.motion import Fit, Strips
    from firstseen.trace.sound import SoundMatch

LOOKED_AT_LEAST: Final = 2
PAIRS: Final = 4
"""Frame pairs of one line whose geometry is looked at."""
WEAK_SUPPORT: Final = 0.8
"""Below this support two frame pairs without geometry end the matter."""
WANDERS: Final = 0.04
"""Share of the picture by which a corner must move to be moving."""
ENOUGH_INLIERS: Final = 40
"""From here on another pair would add nothing."""
DECODED_KEPT: Final = 64
"""Decoded stills kept at a time, about 0.7 MB each."""
MOVING: Final = 0.5
"""Luma levels by which a picture must change for its motion to say anything."""
TRUSTED: Final = 0.25
"""Correlation of motion from which on it may correct the line."""
NEAR_SPEEDS: Final[NDArray[np.float64]] = np.array([0.9, 0.94, 0.97, 1.0, 1.03, 1.06, 1.1])
ANY_SPEEDS: Final[NDArray[np.float64]] = np.array([-1.0, 0.67, 0.8, 1.0, 1.25, 1.5])
NEARER_SPEEDS: Final[NDArray[np.float64]] = np.array([0.985, 0.9925, 1.0, 1.0075, 1.015])
SNAP_SPEED: Final = 0.04
FAR_SPEEDS: Final[NDArray[np.float64]] = np.geomspace(0.5, 2.0, 25)
SCANNED_S: Final = 10.0
NEARLY_KEPT: Final = 0.35
"""How far corners may lie from where the whole picture kept in place has them, for that to be tried."""
SETTLED: Final = 0.6
"""Correlation of motion above which nothing else is tried."""
CLEAR: Final = 0.4
CLEAR_BY: Final = 0.12
"""How well and how much more clearly motion must agree elsewhere to move a stretch there; SCANNED_S of it are
compared, since over more the speeds tried, 6 % apart, would drift from each other."""
SHORTEST_S: Final = 1.0
LONGEST_S: Final = 40.0
"""At least and at most how much of a line is compared."""
REACH_S: Final = 6.0
"""How far beyond the sampled frames of a line its ends are looked for."""
AGREES: Final = 0.35
AGREES_SHARE: Final = 0.5
"""The picture agrees at an instant that reaches this share of the run's middle agreement; below AGREES nothing does."""
MISSED: Final = 4
"""Bad instants in a row that a run survives: half a second."""
SOUND_APART_S: Final = 0.5
"""How far apart picture and sound may put the same moment and still speak for each other."""
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
            if len(self._rgb) > DECODED_KEPT:
                self._rgb.clear()
            raw = np.frombuffer(self.description.stills.jpeg(index), np.uint8)
            decoded = cv2.imdecode(raw, cv2.IMREAD_COLOR)
            self._rgb[index] = np.ascontiguousarray(np.asarray(decoded, np.uint8)[:, :, ::-1])
        return self._rgb[index]

    def features(self, index: int, view: View, *, mirrored: bool) -> tuple[Features, NDArray[np.float64]]:
        """Features of a view of still `index`, and the map from shares of the whole picture to shares of that view."""
        box = _widened(view.box)
        to_view = _view_map(box, view.turn_deg, mirrored=mirrored)
        key = (index, box, view.turn_deg, view.inverted, mirrored)
        if key not in self._features:
            self._features[key] = geometry.features(_look(self.rgb(index), box, view, mirrored=mirrored))
        return self._features[key], to_view


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All that verification found for one line.

    `inliers` and `second_inliers` are those of the best and the second best frame pair. `speed` and `offset_s` are
    refined by what moves; `start_s`, `end_s` are the ends in the query.
    `agreement` is the mean correlation over the picture along the line, -1 to 1; nan where it cannot be told.
    `sound_votes` are those of sound that runs along the same line, 0 where there is none.
    """

    line: Line
    plane: PlaneMap | None
    inliers: int
    second_inliers: int
    fit: Fit | None
    agreement: float
    speed: float
    offset_s: float
    start_s: float
    end_s: float
    sound_votes: int
    best_pair: tuple[float, float]


def _widened(box: Box) -> Box:
    margin = 0.06
    return (
        max(0.0, box[0] - margin),
        max(0.0, box[1] - margin),
        min(1.0, box[2] + margin),
        min(1.0, box[3] + margin),
    )


def _view_map(box: Box, turn_deg: int, *, mirrored: bool) -> NDArray[np.float64]:
    x0, y0, x1, y1 = box
    crop = np.array([[1 / (x1 - x0), 0, -x0 / (x1 - x0)], [0, 1 / (y1 - y0), -y0 / (y1 - y0)], [0, 0, 1.0]])
    quarter = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    turn = np.linalg.matrix_power(quarter, (turn_deg // 90) % 4)
    whole: NDArray[np.float64] = (MIRROR if mirrored else np.eye(3)) @ turn @ crop
    return whole


def _look(rgb: NDArray[np.uint8], box: Box, view: View, *, mirrored: bool) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    x0, y0, x1, y1 = box
    top, left = int(y0 * height), int(x0 * width)
    part = rgb[top : max(top + 2, round(y1 * height)), left : max(left + 2, round(x1 * width))]
    part = np.rot90(part, k=-view.turn_deg // 90)
    if view.inverted:
        part = 255 - part
    if mirrored:
        part = part[:, ::-1]
    scale = min(1.5, LOOK_PX / max(part.shape[:2]))
    size = (max(8, round(part.shape[1] * scale)), max(8, round(part.shape[0] * scale)))
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(part), size, interpolation=interpolation), np.uint8)


def verify(
    query: Pictures, reference: Pictures, matrix: Similarity, line: Line, heard: Sequence[SoundMatch] = ()
) -> Evidence:
    """Look at the frame pairs of a line, at what moves along it, and whether sound says the same."""
    maps = _plane_maps(query, reference, matrix, line)
    best = max(maps, key=lambda found: found[0].inliers, default=None)
    counts = sorted((plane.inliers for plane, *_ in maps), reverse=True)
    plane = best[0] if best else None
    both = _upright(_strips(query, reference, maps, matrix, line), line)
    speed, offset_s = line.speed, line.offset_s
    fitted = _fitted(both, plane, line)
    if plane is not None and fitted is not None and fitted.correlation < SETTLED:
        straight = _straightened(plane)
        if straight is not None:
            other = _upright(
                _strips(query, reference, [(straight, *best[1:])] if best else [], matrix, line), line
            )
            refitted = _fitted(other, straight, line)
            if refitted is not None and refitted.correlation >= max(CLEAR, fitted.correlation + CLEAR_BY):
                plane, both, fitted = straight, other, refitted
    if fitted is not None and _trustworthy(fitted):
        speed, offset_s = fitted.speed, fitted.offset_s
    start_s, end_s, agreement = _ends(query.description, both, line, speed, offset_s)
    return Evidence(
        line=line,
        plane=plane,
        inliers=counts[0] if counts else 0,
        second_inliers=counts[1] if len(counts) > 1 else 0,
        fit=fitted,
        agreement=agreement,
        speed=speed,
        offset_s=offset_s,
        start_s=start_s,
        end_s=end_s,
        sound_votes=_sound_votes(
            [match for match in heard if match.media_id == reference.description.media.id],
            (speed, offset_s),
            Span(start_s, max(start_s, end_s)),
        ),
        best_pair=best[1:] if best else _most_alike(matrix, line),
    )


def _fitted(both: Strips | None, plane: PlaneMap | None, line: Line) -> Fit | None:
    """How what moves agrees along the line, or, where that is clear, elsewhere."""
    fitted = _fit(both, line) if both is not None else None
    if both is not None and plane is not None and fitted is not None and _may_lie_elsewhere(plane, fitted):
        return _fit_anywhere(both, line, fitted) or fitted
    return fitted


def _straightened(plane: PlaneMap) -> PlaneMap | None:
    """The map with the whole picture in its place, plain or mirrored, if this one is near to that; else None.

    Where a camera pans, frames of slightly different moments lie on each other shifted, and the shift hides that the
    moments differ. Most copies keep the frame, so it is worth asking whether motion agrees better with it kept.
    """
    kept = MIRROR if plane.mirrored else np.eye(3)
    apart = np.abs(geometry.apply(plane.matrix, UNIT_SQUARE) - geometry.apply(kept, UNIT_SQUARE)).max()
    if not 0.01 < apart < NEARLY_KEPT:  # noqa: PLR2004 - a hundredth is what features are good to
        return None
    return replace(plane, matrix=kept, common=FULL_FRAME)


def _most_alike(matrix: Similarity, line: Line) -> tuple[float, float]:
    """The times of the frame pair with the highest cosine."""
    k = int(np.argmax(matrix.cosine[line.query_index, line.reference_index]))
    return float(matrix.query_s[line.query_index[k]]), float(matrix.reference_s[line.reference_index[k]])


def _sound_votes(heard: Sequence[SoundMatch], line: tuple[float, float], stretch: Span) -> int:
    """Votes of the sound of this reference that puts the middle of what it shares with a stretch at the same time."""
    speed, offset_s = line
    votes = 0
    for match in heard:
        first, last = max(stretch.start_s, match.query.start_s), min(stretch.end_s, match.query.end_s)
        middle = (first + last) / 2
        same_time = abs((match.speed - speed) * middle + match.offset_s - offset_s) <= SOUND_APART_S
        if last > first and same_time:
            votes += match.votes
    return votes


def _trustworthy(fitted: Fit) -> bool:
    return fitted.energy >= MOVING and fitted.correlation >= TRUSTED


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
        q_still, r_still = (
            query.description.stills.nearest(query_s),
            reference.description.stills.nearest(reference_s),
        )
        r_features, r_map = reference.features(r_still, reference_view, mirrored=False)
        sides = (
            [found[0][0].mirrored] if found and found[0][0].inliers > 2 * CHANCE_INLIERS else [False, True]
        )
        candidates: list[PlaneMap] = []
        for mirrored in sides:
            q_features, q_map = query.features(q_still, query_view, mirrored=mirrored)
            local = geometry.plane_map(q_features, r_features)
            if local is None:
                continue
            whole = np.linalg.inv(r_map) @ local.matrix @ q_map
            corners = np.array([local.common[:2], local.common[2:]])
            common = geometry.box_of(geometry.apply(np.linalg.inv(r_map), corners))
            candidates.append(PlaneMap(whole / whole[2, 2], local.inliers, local.matches, common))
        if candidates:
            found.append((max(candidates, key=lambda m: m.inliers), query_s, reference_s))
        looked += 1
        sure = [plane for plane, *_ in found if plane.inliers >= ENOUGH_INLIERS]
        if len(sure) > 1 and not _wanders(sure):
            break
        if (
            looked >= LOOKED_AT_LEAST
            and line.support < WEAK_SUPPORT
            and all(plane.inliers <= CHANCE_INLIERS for plane, *_ in found)
        ):
            break
    return found


def _wanders(planes: Sequence[PlaneMap]) -> bool:
    """Whether the query does not stay in its place on the reference: a moving inset, a zoom, a shaking hand."""
    centres = np.array([geometry.apply(np.linalg.inv(plane.matrix), UNIT_SQUARE) for plane in planes])
    return bool(np.abs(centres - centres[0]).max() > WANDERS)


def _common(boxes: Sequence[Box]) -> Box:
    """What all boxes share; the first where they share nothing."""
    low, high = np.array(boxes).max(axis=0), np.array(boxes).min(axis=0)
    if low[0] >= high[2] or low[1] >= high[3]:
        return boxes[0]
    return float(low[0]), float(low[1]), float(high[2]), float(high[3])


def _spread(cosine: NDArray[np.float32], count: int) -> list[int]:
    """Up to `count` positions: the highest cosine of each of `count` stretches of equal length, best first."""
    stretches = np.array_split(np.arange(len(cosine)), min(count, len(cosine)))
    tops = [int(stretch[np.argmax(cosine[stretch])]) for stretch in stretches if len(stretch)]
    return sorted(tops, key=lambda k: -float(cosine[k]))


def _strips(
    query: Pictures,
    reference: Pictures,
    maps: Sequence[tuple[PlaneMap, float, float]],
    matrix: Similarity,
    line: Line,
) -> Strips | None:
    """What both show at the same points through time; by the views that matched where geometry says nothing."""
    mine, theirs = query.description.miniatures, reference.description.miniatures
    best = max((plane for plane, *_ in maps), key=lambda plane: plane.inliers, default=None)
    if best is not None and best.inliers > CHANCE_INLIERS:
        placed = [(query_s, plane) for plane, query_s, _ in maps if plane.inliers > 2 * CHANCE_INLIERS]
        if len(placed) > 1 and _wanders([plane for _, plane in placed]):
            moving = [(query_s, plane.matrix) for query_s, plane in placed]
            return motion.strips(
                mine, theirs, moving, _common([plane.region() for _, plane in placed]), FULL_FRAME
            )
        return motion.strips(mine, theirs, [(0.0, best.matrix)], best.region(), best.query_region())
    i, j = int(line.query_index[0]), int(line.reference_index[0])
    q_box = query.description.pictures.views[matrix.query_view[i, j]].box
    r_box = reference.description.pictures.views[matrix.reference_view[i, j]].box
    options = []
    for mirrored in (False, True):
        to_view = _view_map(q_box, 0, mirrored=False)
        guess = np.linalg.inv(_view_map(r_box, 0, mirrored=mirrored)) @ to_view
        both = motion.strips(mine, theirs, [(0.0, guess)], r_box, q_box)
        if both is not None:
            options.append(both)
    return max(options, key=lambda both: f.correlation if (f := _fit(both, line)) else -1.0, default=None)


def _fit(both: Strips, line: Line) -> Fit | None:
    """The line refined by what moves, first to an eighth of a second, then to a thirtieth."""
    pivot_s = (line.start_s + line.end_s) / 2
    times_s = _instants(both, line, pivot_s, LONGEST_S)
    step_s = 1 / motion.RATE_HZ
    # A short or slow stretch fits forwards as well as backwards until what moves is asked.
    speeds: NDArray[np.float64] = np.unique(np.concatenate([line.speed * NEAR_SPEEDS, ANY_SPEEDS])).astype(
        np.float64
    )
    anchors_s = (line.reference_s(pivot_s) + np.arange(-12, 13) * step_s).astype(np.float64)
    coarse = motion.fit(both, times_s, pivot_s, speeds, anchors_s)
    if coarse is None:
        return None
    return _refined(both, times_s, pivot_s, coarse)


def _refined(both: Strips, times_s: NDArray[np.float64], pivot_s: float, coarse: Fit) -> Fit:
    """A coarse fit to a thirtieth of a second, at the original's pace where that is near.

    The rival is judged by the coarse search, which alone looks half a second away.
    """
    ordinary = 1.0 if coarse.speed > 0 else -1.0
    snapped = ordinary if abs(coarse.speed - ordinary) < SNAP_SPEED else coarse.speed
    speeds: NDArray[np.float64] = np.unique(
        np.concatenate([coarse.speed * NEARER_SPEEDS, np.array([snapped])])
    )
    anchors_s = coarse.speed * pivot_s + coarse.offset_s + np.arange(-4, 5) / (4 * motion.RATE_HZ)
    fine = motion.fit(both, times_s, pivot_s, speeds, anchors_s)
    return replace(fine, energy=coarse.energy, rival=coarse.rival) if fine is not None else coarse


def _upright(both: Strips | None, line: Line) -> Strips | None:
    """The strips with the query's light and dark exchanged where it is a negative of the reference."""
    if both is None:
        return None
    times_s = np.arange(line.start_s, line.end_s + 1e-6, 0.5)
    agree = motion.agreement(both, line.speed, line.offset_s, times_s)
    if not np.isfinite(agree).any() or float(np.nanmedian(agree)) > -AGREES:
        return both
    return replace(both, query=255 - both.query, moving_query=-both.moving_query)


def _may_lie_elsewhere(plane: PlaneMap, fitted: Fit) -> bool:
    """Whether the place is right and something moves, but not as the line says: still pictures fit every line."""
    return plane.inliers > 2 * CHANCE_INLIERS and fitted.energy >= MOVING and fitted.correlation < CLEAR


def _fit_anywhere(both: Strips, line: Line, known: Fit) -> Fit | None:
    """The best alignment of what moves, at any speed and time of the reference; None unless it is clear."""
    pivot_s = (line.start_s + line.end_s) / 2
    times_s = _instants(both, line, pivot_s, SCANNED_S)
    found = motion.scan(both, times_s, pivot_s, np.concatenate([FAR_SPEEDS, -FAR_SPEEDS]))
    fine = _refined(both, times_s, pivot_s, found) if found is not None else None
    if fine is None or fine.correlation < max(CLEAR, known.correlation + CLEAR_BY):
        return None
    return fine if fine.correlation - fine.rival >= CLEAR_BY else None


def _instants(both: Strips, line: Line, pivot_s: float, longest_s: float) -> NDArray[np.float64]:
    """The query times compared: those of the line, or the middle of a long one."""
    start_s, end_s = line.start_s, line.end_s
    if end_s - start_s < SHORTEST_S:
        start_s, end_s = start_s - SHORTEST_S / 2, end_s + SHORTEST_S / 2
    start_s, end_s = max(start_s, pivot_s - longest_s / 2), min(end_s, pivot_s + longest_s / 2)
    start_s, end_s = max(start_s, float(both.query_s[0])), min(end_s, float(both.query_s[-1]))
    return np.arange(start_s, end_s + 1e-6, 1 / motion.RATE_HZ)


def _ends(
    query: Description, both: Strips | None, line: Line, speed: float, offset_s: float
) -> tuple[float, float, float]:
    """Where the run starts and ends in the query, to an eighth of a second, and how well the pictures agree in it."""
    interval_s = query.interval_s
    last_s = max(query.media.duration_s, line.end_s)
    start_s, end_s = max(0.0, line.start_s - interval_s / 2), min(last_s, line.end_s + interval_s / 2)
    if both is None or len(both.query_s) < motion.FEWEST_INSTANTS:
        return start_s, end_s, float("nan")
    first_s, final_s = max(0.0, line.start_s - REACH_S), min(last_s, line.end_s + REACH_S)
    times_s = np.arange(first_s, final_s + 1e-6, 1 / motion.RATE_HZ)
    agree = motion.agreement(both, speed, offset_s, times_s)
    inside = (times_s >= line.start_s) & (times_s <= line.end_s) & np.isfinite(agree)
    if not inside.any():
        return start_s, end_s, float("nan")
    level = float(np.median(agree[inside]))
    if level < AGREES:
        return start_s, end_s, level
    good = np.where(np.isfinite(agree), agree, -1.0) > AGREES_SHARE * level
    middle = int(np.argmin(np.abs(times_s - (line.start_s + line.end_s) / 2)))
    first = last = middle
    first = _reach(good, middle, -1)
    last = _reach(good, middle, 1)
    half = 0.5 / motion.RATE_HZ
    return max(0.0, float(times_s[first]) - half), min(last_s, float(times_s[last]) + half), level


def _reach(good: NDArray[np.bool_], start: int, step: int) -> int:
    """The last good instant one comes to from `start` before more than MISSED bad ones in a row."""
    position = reached = start
    missed = 0
    while 0 <= position < len(good):
        if good[position]:
            reached, missed = position, 0
        else:
            missed += 1
            if missed > MISSED:
                break
        position += step
    return reached
