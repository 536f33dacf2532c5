"""How the moving picture runs along: miniatures laid on each other, to a tenth of a second.

Once it is known how the query lies on the reference, the same points of both pictures are compared through time.
What stands still is taken out, so that only what happens is compared: the same street filmed by the same camera at
another hour has the same houses, but other passers-by.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from firstseen.trace.geometry import apply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firstseen.model.descriptor import Box, Miniatures

    PlacedMap = tuple[float, NDArray[np.float64]]

GRID_X: Final = 20
GRID_Y: Final = 14
RATE_HZ: Final = 8.0
"""How many instants a second are compared; miniatures come at this rate."""
FEWEST_POINTS: Final = 24
"""Shared points of the picture below which chance agrees too easily."""
FEWEST_INSTANTS: Final = 6
"""Instants below which chance agrees too easily."""
SLOW_S: Final = 1.5
"""What changes more slowly than this is light, drift or the camera's automatic, which two recordings may share."""
EDGE_S: Final = 0.2
"""How far beyond its first and last miniature a reference may be read."""
RIVAL_S: Final = 0.5
"""How far away in time a rival alignment must lie: nearer ones are the same alignment."""
ORDINARY_AHEAD: Final = 0.04
"""How much better motion must agree at another pace to be believed over the original's: a slow pan fits several."""
NO_CONTRAST: Final = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Strips:
    """The common points of query and reference through time.

    `query` (n, p) and `reference` (m, p) float32 luma at the same p points, at times `query_s` (n,) and
    `reference_s` (m,); `moving_query` and `moving_reference` are what changes in them within a second or two.
    """

    query_s: NDArray[np.float64]
    reference_s: NDArray[np.float64]
    query: NDArray[np.float32]
    reference: NDArray[np.float32]
    moving_query: NDArray[np.float32]
    moving_reference: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fit:
    """The best alignment in time: reference time = speed x query time + offset_s.

    `correlation` (-1 to 1) of what moves; `energy` is how much moves, in luma levels (below about 1 nothing can be
    said); `rival` the best correlation at another offset, at least half a second away.
    """

    speed: float
    offset_s: float
    correlation: float
    energy: float
    rival: float


def strips(
    query: Miniatures, reference: Miniatures, maps: Sequence[PlacedMap], region: Box, shown: Box
) -> Strips | None:
    """Both miniatures sampled at the same points of the picture; None where too few points are shared.

    `maps` say how the query lies on the reference, at one query time or at several, as an inset may wander and a
    picture may be zoomed into; `region` is the visible part of the reference, `shown` the part of the query showing it.
    """
    if not len(query) or not len(reference):
        return None
    x0, y0, x1, y1 = region
    xs = x0 + (np.arange(GRID_X) + 0.5) / GRID_X * (x1 - x0)
    ys = y0 + (np.arange(GRID_Y) + 0.5) / GRID_Y * (y1 - y0)
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    placed = [
        (time_s, apply(np.linalg.inv(matrix), points)) for time_s, matrix in sorted(maps, key=lambda m: m[0])
    ]
    inside = np.ones(len(points), bool)
    for _, in_query in placed:
        inside &= (in_query[:, 0] >= shown[0]) & (in_query[:, 0] <= shown[2])
        inside &= (in_query[:, 1] >= shown[1]) & (in_query[:, 1] <= shown[3])
    if inside.sum() < FEWEST_POINTS:
        return None
    mine = _sample(query, [(time_s, in_query[inside]) for time_s, in_query in placed])
    other = _sample(reference, [(0.0, points[inside])])
    return Strips(
        query.times_s,
        reference.times_s,
        mine,
        other,
        _moving(query.times_s, mine),
        _moving(reference.times_s, other),
    )


def _sample(pictures: Miniatures, placed: Sequence[tuple[float, NDArray[np.float64]]]) -> NDArray[np.float32]:
    """Luma at points given as shares of the picture, bilinear: (m, p). Points move evenly between the times given."""
    _, height, width = pictures.luma.shape
    at_s = np.array([time_s for time_s, _ in placed])
    where = np.stack([points for _, points in placed])
    rows = np.empty((len(pictures), where.shape[1]), np.float32)
    for k, time_s in enumerate(pictures.times_s):
        position = float(np.interp(time_s, at_s, np.arange(len(at_s), dtype=np.float64)))
        low = int(position)
        high = min(low + 1, len(at_s) - 1)
        points = where[low] + (position - low) * (where[high] - where[low])
        x = (points[:, 0] * width - 0.5).astype(np.float32)[None, :]
        y = (points[:, 1] * height - 0.5).astype(np.float32)[None, :]
        picture = pictures.luma[k].astype(np.float32)
        rows[k] = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[0]
    return rows


def _moving(times_s: NDArray[np.float64], values: NDArray[np.float32]) -> NDArray[np.float32]:
    """What changes: values (m, p) less their mean over SLOW_S around, and less each instant's mean over the points.

    The first takes out what stands still or drifts, such as light; the second takes out flicker of the whole picture.
    """
    first = np.searchsorted(times_s, times_s - SLOW_S / 2)
    last = np.searchsorted(times_s, times_s + SLOW_S / 2, side="right")
    running = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0, dtype=np.float64)])
    mean = (running[last] - running[first]) / (last - first)[:, None]
    changing = values - mean
    moving: NDArray[np.float32] = (changing - changing.mean(axis=1, keepdims=True)).astype(np.float32)
    return moving


def at_times(
    times_s: NDArray[np.float64], values: NDArray[np.float32], wanted_s: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Values (m, p) linearly interpolated at `wanted_s`; beyond the ends the end value."""
    position = np.interp(wanted_s, times_s, np.arange(len(times_s), dtype=np.float64))
    low = np.floor(position).astype(np.intp)
    high = np.minimum(low + 1, len(times_s) - 1)
    share = (position - low).astype(np.float32)[:, None]
    mixed: NDArray[np.float32] = values[low] * (1 - share) + values[high] * share
    return mixed


def fit(
    both: Strips,
    times_s: NDArray[np.float64],
    pivot_s: float,
    speeds: NDArray[np.float64],
    anchors_s: NDArray[np.float64],
) -> Fit | None:
    """The speed and offset under which what moves at the query's `times_s` agrees best.

    Tried are lines that take the query's `pivot_s` to each of the reference's `anchors_s`, at each of the `speeds`.
    None where too few instants overlap.
    """
    mine = at_times(both.query_s, both.moving_query, times_s)
    first_s, last_s = both.reference_s[0] - EDGE_S, both.reference_s[-1] + EDGE_S
    tried: list[tuple[float, float, float]] = []
    for speed in speeds:
        for anchor in anchors_s:
            reference_times = speed * (times_s - pivot_s) + anchor
            covered = (reference_times >= first_s) & (reference_times <= last_s)
            if covered.sum() < max(FEWEST_INSTANTS, 0.5 * len(times_s)):
                continue
            other = at_times(both.reference_s, both.moving_reference, reference_times[covered])
            tried.append((float(speed), float(anchor), _correlation(mine[covered], other) * _share(covered)))
    return _best(both, times_s, pivot_s, tried)


def scan(
    both: Strips, times_s: NDArray[np.float64], pivot_s: float, speeds: NDArray[np.float64]
) -> Fit | None:
    """As `fit`, but anywhere in the reference, to an eighth of a second."""
    mine = at_times(both.query_s, both.moving_query, times_s)
    n = len(times_s)
    if n < FEWEST_INSTANTS:
        return None
    mine_sum = np.concatenate([[0.0], np.cumsum((mine**2).sum(axis=1, dtype=np.float64))])
    tried: list[tuple[float, float, float]] = []
    for speed in speeds:
        grid_s = np.arange(both.reference_s[0], both.reference_s[-1], abs(speed) / RATE_HZ)
        if speed < 0:
            grid_s = grid_s[::-1]
        other = at_times(both.reference_s, both.moving_reference, grid_s)
        other_sum = np.concatenate([[0.0], np.cumsum((other**2).sum(axis=1, dtype=np.float64))])
        products = mine @ other.T
        for shift in range(-(n // 2), len(grid_s) - (n + 1) // 2):
            low, high = max(0, -shift), min(n, len(grid_s) - shift)
            if high - low < max(FEWEST_INSTANTS, 0.5 * n):
                continue
            norm = (mine_sum[high] - mine_sum[low]) * (other_sum[high + shift] - other_sum[low + shift])
            shared = float(np.trace(products, offset=shift)) if norm > 0 else 0.0
            anchor = float(grid_s[low + shift]) + speed * (pivot_s - times_s[low])
            tried.append(
                (float(speed), anchor, shared / max(norm**0.5, NO_CONTRAST) * ((high - low) / n) ** 0.5)
            )
    return _best(both, times_s, pivot_s, tried)


def _best(
    both: Strips, times_s: NDArray[np.float64], pivot_s: float, tried: Sequence[tuple[float, float, float]]
) -> Fit | None:
    """The best of (speed, anchor, correlation), with its rival and how much moves on the side where less does."""
    if not tried:
        return None
    speed, anchor, correlation = max(
        tried, key=lambda t: t[2] + (ORDINARY_AHEAD if abs(t[0]) == 1.0 else 0.0)
    )
    rival = max((c for _, other, c in tried if abs(other - anchor) >= RIVAL_S), default=0.0)
    mine = at_times(both.query_s, both.moving_query, times_s)
    other = at_times(both.reference_s, both.moving_reference, speed * (times_s - pivot_s) + anchor)
    energy = min(float(np.sqrt((mine**2).mean())), float(np.sqrt((other**2).mean())))
    return Fit(speed, anchor - speed * pivot_s, correlation, energy, rival)


def _correlation(mine: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    norm = float(np.linalg.norm(mine)) * float(np.linalg.norm(other))
    shared = float(np.vdot(mine, other))
    return shared / norm if norm > NO_CONTRAST else 0.0


def _share(covered: NDArray[np.bool_]) -> float:
    """What an alignment that leaves part of the query without counterpart counts for: the root of the rest."""
    return math.sqrt(float(covered.mean()))


def agreement(
    both: Strips, speed: float, offset_s: float, times_s: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Correlation over the picture (-1 to 1) at each query time along the line; nan outside the reference."""
    reference_times = speed * times_s + offset_s
    mine = at_times(both.query_s, both.query, times_s)
    other = at_times(both.reference_s, both.reference, reference_times)
    mine = mine - mine.mean(axis=1, keepdims=True)
    other = other - other.mean(axis=1, keepdims=True)
    norm = np.linalg.norm(mine, axis=1) * np.linalg.norm(other, axis=1)
    shared = (mine * other).sum(axis=1) / np.maximum(norm, NO_CONTRAST)
    result: NDArray[np.float32] = np.where(norm > NO_CONTRAST, shared, 0.0).astype(np.float32)
    result[
        (reference_times < both.reference_s[0] - 0.15) | (reference_times > both.reference_s[-1] + 0.3)
    ] = np.nan
    return result
