"""How the moving picture runs along: miniatures laid on each other, to a tenth of a second.

Once it is known how the query lies on the reference, the same points of both pictures are compared through time.
What stands still is taken out, so that only what happens is compared: the same street filmed by the same camera at
another hour has the same houses, but other passers-by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from firstseen.trace.geometry import apply

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firstseen.model.descriptor import Box, Miniatures

GRID_X: Final = 20
GRID_Y: Final = 14
RATE_HZ: Final = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Strips:
    """The common points of query and reference through time.

    `query` (n, p) and `reference` (m, p) float32 luma at the same p points, at times `query_s` (n,) and
    `reference_s` (m,).
    """

    query_s: NDArray[np.float64]
    reference_s: NDArray[np.float64]
    query: NDArray[np.float32]
    reference: NDArray[np.float32]


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
    query: Miniatures, reference: Miniatures, matrix: NDArray[np.float64], region: Box, shown: Box
) -> Strips | None:
    """Both miniatures sampled at the same points of the picture; None where fewer than 24 points are shared.

    `matrix` takes query shares to reference shares; `region` is the visible part of the reference, `shown` the part
    of the query that shows it.
    """
    x0, y0, x1, y1 = region
    xs = x0 + (np.arange(GRID_X) + 0.5) / GRID_X * (x1 - x0)
    ys = y0 + (np.arange(GRID_Y) + 0.5) / GRID_Y * (y1 - y0)
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    in_query = apply(np.linalg.inv(matrix), points)
    inside = (
        (in_query[:, 0] >= shown[0]) & (in_query[:, 0] <= shown[2])
        & (in_query[:, 1] >= shown[1]) & (in_query[:, 1] <= shown[3])
    )  # fmt: skip
    if inside.sum() < 24 or not len(query) or not len(reference):
        return None
    return Strips(
        query.times_s, reference.times_s, _sample(query.luma, in_query[inside]), _sample(reference.luma, points[inside])
    )


def _sample(luma: NDArray[np.uint8], points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Luma (m, h, w) at points given as shares of the picture, bilinear: (m, p)."""
    _, height, width = luma.shape
    x = (points[:, 0] * width - 0.5).astype(np.float32)[None, :]
    y = (points[:, 1] * height - 0.5).astype(np.float32)[None, :]
    rows = [cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[0] for picture in luma.astype(np.float32)]
    return np.asarray(rows, np.float32)


def at_times(times_s: NDArray[np.float64], values: NDArray[np.float32], wanted_s: NDArray[np.float64]) -> NDArray[np.float32]:
    """Values (m, p) linearly interpolated at `wanted_s`; beyond the ends the end value."""
    position = np.interp(wanted_s, times_s, np.arange(len(times_s), dtype=np.float64))
    low = np.floor(position).astype(np.intp)
    high = np.minimum(low + 1, len(times_s) - 1)
    share = (position - low).astype(np.float32)[:, None]
    mixed: NDArray[np.float32] = values[low] * (1 - share) + values[high] * share
    return mixed


def fit(
    both: Strips, start_s: float, end_s: float, speeds: NDArray[np.float64], offsets_s: NDArray[np.float64], pivot_s: float
) -> Fit | None:
    """The speed and offset under which what moves agrees best; None where fewer than six instants overlap.

    `offsets_s` are tried around the line through `pivot_s`: the offset given back is that of the whole line.
    """
    times_s = np.arange(start_s, end_s + 1e-6, 1 / RATE_HZ)
    if len(times_s) < 6:
        return None
    moving, energy = _moving(at_times(both.query_s, both.query, times_s))
    best: tuple[float, float, float] | None = None
    table: list[tuple[float, float]] = []
    for speed in speeds:
        for anchor in offsets_s:
            reference_times = speed * (times_s - pivot_s) + anchor
            covered = (reference_times >= both.reference_s[0] - 0.1) & (reference_times <= both.reference_s[-1] + 0.2)
            if covered.sum() < max(6, 0.5 * len(times_s)):
                continue
            other, other_energy = _moving(at_times(both.reference_s, both.reference, reference_times[covered]))
            mine = moving[covered]
            norm = float(np.linalg.norm(mine) * np.linalg.norm(other))
            correlation = float((mine * other).sum()) / norm if norm > 0 else 0.0
            correlation *= float(covered.mean()) ** 0.5
            table.append((float(anchor), correlation))
            if best is None or correlation > best[2]:
                best = (float(speed), float(anchor), correlation)
                energy = min(energy, other_energy) if other_energy else energy
    if best is None:
        return None
    rival = max((c for anchor, c in table if abs(anchor - best[1]) >= 0.5), default=0.0)
    return Fit(best[0], best[1] - best[0] * pivot_s, best[2], energy, rival)


def _moving(values: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """What changes: each point less its own mean over time, each instant less its mean over points; and how much."""
    still = values - values.mean(axis=0, keepdims=True)
    moving: NDArray[np.float32] = still - still.mean(axis=1, keepdims=True)
    return moving, float(np.sqrt((moving**2).mean()))


def agreement(both: Strips, speed: float, offset_s: float, times_s: NDArray[np.float64]) -> NDArray[np.float32]:
    """Correlation over the picture (-1 to 1) at each query time along the line; nan outside the reference."""
    reference_times = speed * times_s + offset_s
    mine = at_times(both.query_s, both.query, times_s)
    other = at_times(both.reference_s, both.reference, reference_times)
    mine = mine - mine.mean(axis=1, keepdims=True)
    other = other - other.mean(axis=1, keepdims=True)
    norm = np.linalg.norm(mine, axis=1) * np.linalg.norm(other, axis=1)
    result: NDArray[np.float32] = np.where(norm > 1e-3, (mine * other).sum(axis=1) / np.maximum(norm, 1e-3), 0.0).astype(np.float32)
    result[(reference_times < both.reference_s[0] - 0.15) | (reference_times > both.reference_s[-1] + 0.3)] = np.nan
    return result
