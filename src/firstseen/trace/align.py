"""Where two descriptions run along the same line in time: picture descriptors become lines.

A pair of videos that share footage leaves a straight streak in the matrix of cosines between their frames: its slope
is the speed, its intercept the offset. Lines are voted for over speed x offset (a weighted Hough transform), refined
by least squares, cut to their best run, taken out of the matrix, and looked for again, because two videos often share
more than one stretch.

Source: Hough voting for video copy localisation as compared in VCSL (He et al., CVPR 2022); the several-segments rule
from the VCSL labels, in which 38 % of the pairs share more than one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firstseen.model.descriptor import Descriptors

    Cuts = tuple[NDArray[np.float64], NDArray[np.float64]]

COSINE_FLOOR: Final = 0.2
"""Cosines below this weigh nothing: unrelated frames reach .12-.16 in one case of a hundred (MATCHING, section 2)."""
COSINE_FULL: Final = 0.7
"""Cosines from here on weigh 1."""
NOISE_MARGIN: Final = 0.02
"""A frame must pass what unrelated footage reaches by this much to weigh anything."""
ORDINARY_SHARE: Final = 0.6
"""A line at the original's pace is taken instead of another that explains no more than this much better."""
SHOWN_SHARE: Final = 0.8
"""What counts as that share is this much of the share of reference frames shown: slow motion of a moving scene shows
little more than half of them at the original's pace."""
SAME_CUT_S: Final = 0.7
"""How far a cut of the reference may lie from where the line puts the query's: the line is that rough so far."""
SLOPE_SAMPLES: Final = 4
"""Distinct times, and reference steps, that a line must reach over before its slope is fitted to it."""
SLOPES: Final = (0.4, 2.5)
"""Fitted slopes outside this are a fit gone wrong: 0.5 to 2 is looked for."""
PRIOR_SPEED: Final = 0.87
PRIOR_REVERSED: Final = 0.75
"""What a vote for another speed, or for running backwards, counts against one for the ordinary pace: most reposts run
at the original's, and a picture that stands still fits every line."""
GAP_COST: Final = 0.12
"""What a query frame without support costs a run, in units of weight."""
MAX_LINES: Final = 6
"""Lines looked for in one pair."""

SPEEDS: Final[NDArray[np.float64]] = np.array(
    sorted({round(float(s), 4) for s in np.geomspace(0.5, 2.0, 29)} | {1.0, 0.5, 2.0, 0.75, 1.25, 1.5})
)
"""Speeds voted for: 5 % apart, finer than two seconds of drift in a run of 40 s; refinement does the rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Similarity:
    """Cosines between the frames of a query and those of a reference, best over their views.

    `query_s` (n,) and `reference_s` (m,) are the distinct sample times; `cosine` (n, m); `query_view` and
    `reference_view` (n, m) int16 say which view gave it.
    """

    query_s: NDArray[np.float64]
    reference_s: NDArray[np.float64]
    cosine: NDArray[np.float32]
    query_view: NDArray[np.int16]
    reference_view: NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A straight run of agreement: reference time = speed x query time + offset_s, from start_s to end_s of the query.

    `speed` is negative where the query runs backwards. `support` is the summed weight, `frames` the distinct query
    times that carry it, `cosine` their mean cosine; `query_index` and `reference_index` (k,) are the frame pairs.
    """

    speed: float
    offset_s: float
    start_s: float
    end_s: float
    support: float
    cosine: float
    query_index: NDArray[np.intp]
    reference_index: NDArray[np.intp]

    @property
    def frames(self) -> int:
        """How many distinct query times carry it."""
        return len(self.query_index)

    def reference_s(self, query_s: float) -> float:
        """The reference time that belongs to a query time."""
        return self.speed * query_s + self.offset_s


def similarity(query: Descriptors, reference: Descriptors) -> Similarity:
    """The best cosine over all pairs of views, for each pair of sample times."""
    query_s, reference_s = np.unique(query.times_s), np.unique(reference.times_s)
    best = np.full((len(query_s), len(reference_s)), -1.0, np.float32)
    query_view = np.zeros(best.shape, np.int16)
    reference_view = np.zeros(best.shape, np.int16)
    for r in np.unique(reference.view_index):
        r_rows = np.flatnonzero(reference.view_index == r)
        columns = np.searchsorted(reference_s, reference.times_s[r_rows])
        for q in np.unique(query.view_index):
            q_rows = np.flatnonzero(query.view_index == q)
            rows = np.searchsorted(query_s, query.times_s[q_rows])
            cosine = query.vectors[q_rows] @ reference.vectors[r_rows].T
            at = np.ix_(rows, columns)
            better = cosine > best[at]
            best[at] = np.where(better, cosine, best[at])
            query_view[at] = np.where(better, q, query_view[at])
            reference_view[at] = np.where(better, r, reference_view[at])
    return Similarity(query_s, reference_s, best, query_view, reference_view)


def weights(cosine: NDArray[np.float32], noise: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Evidence each cosine carries, 0 to 1. `noise` (n, 1) is what unrelated footage reaches for that query frame."""
    floor = np.float32(COSINE_FLOOR)
    if noise is not None:
        floor = np.clip(noise + NOISE_MARGIN, COSINE_FLOOR, COSINE_FULL - 0.1)
    share = np.clip((cosine - floor) / (COSINE_FULL - floor), 0.0, 1.0)
    weight: NDArray[np.float32] = (share**1.5).astype(np.float32)
    return weight


def find_lines(
    matrix: Similarity,
    noise: NDArray[np.float32] | None = None,
    query_cuts_s: Sequence[float] = (),
    reference_cuts_s: Sequence[float] = (),
) -> tuple[Line, ...]:
    """All lines of agreement, strongest first; empty when no frame pair carries weight.

    A line ends at a cut of the query that the reference does not have: there the query goes on with something else.
    """
    weight = weights(matrix.cosine, noise)
    lines: list[Line] = []
    cuts = (np.asarray(query_cuts_s, np.float64), np.asarray(reference_cuts_s, np.float64))
    for _ in range(MAX_LINES):
        line = _strongest_line(matrix, weight, cuts)
        if line is None:
            break
        lines.append(line)
        _explain(matrix, weight, line)
    return tuple(lines)


def _strongest_line(matrix: Similarity, weight: NDArray[np.float32], cuts: Cuts) -> Line | None:
    rows, columns = np.nonzero(weight)
    if not len(rows):
        return None
    step_s = _step_s(matrix.reference_s)
    speed, offset_s = _vote(
        matrix.query_s[rows], matrix.reference_s[columns], weight[rows, columns], rows, step_s
    )
    line: Line | None = None
    for tolerance_s in (1.5 * step_s, 0.75 * step_s + 0.1, 0.75 * step_s + 0.1):
        if line is not None:
            speed, offset_s = _refit(
                matrix, weight, (line.query_index, line.reference_index), speed, offset_s
            )
        line = _best_run(matrix, weight, speed, offset_s, tolerance_s, cuts) or line
    return _at_ordinary_speed(matrix, weight, line, cuts) if line is not None else None


def _at_ordinary_speed(matrix: Similarity, weight: NDArray[np.float32], line: Line, cuts: Cuts) -> Line:
    """The line at the original's pace, forwards, where that explains nearly as much: still pictures fit any speed."""
    step_s = _step_s(matrix.reference_s)
    middle_s = (line.start_s + line.end_s) / 2
    options = [
        _best_run(
            matrix,
            weight,
            1.0,
            line.reference_s(middle_s) - middle_s + shift * step_s,
            0.75 * step_s + 0.1,
            cuts,
        )
        for shift in (0.0, -0.5, 0.5, -1.0, 1.0)
    ]
    best = max(
        (option for option in options if option is not None), key=lambda option: option.support, default=line
    )
    share = best.support / line.support
    if abs(line.speed) < 1:
        # Slowed down, a still scene fills more of the query than it lasted: what counts is how much of the reference.
        shown = len(np.unique(best.reference_index)) / len(np.unique(line.reference_index))
        share = max(share, SHOWN_SHARE * shown * (best.support / best.frames) / (line.support / line.frames))
    return best if share >= ORDINARY_SHARE else line


def _shot(times_s: NDArray[np.float64], speed: float, offset_s: float, cuts: Cuts) -> NDArray[np.intp]:
    """The shot (n,) each query time lies in, counting only cuts that the reference lacks at the same place."""
    query_cuts_s, reference_cuts_s = cuts
    expected_s = speed * query_cuts_s + offset_s
    apart_s = np.abs(expected_s[:, None] - reference_cuts_s[None, :]).min(axis=1, initial=np.inf)
    return np.searchsorted(query_cuts_s[apart_s > SAME_CUT_S], times_s + 1e-3, side="right")


def _step_s(times_s: NDArray[np.float64]) -> float:
    """The usual distance between two samples, in seconds; 1 where there is only one."""
    return float(np.median(np.diff(times_s))) if len(times_s) > 1 else 1.0


def _vote(
    query_s: NDArray[np.float64],
    reference_s: NDArray[np.float64],
    weight: NDArray[np.float32],
    row: NDArray[np.intp],
    step_s: float,
) -> tuple[float, float]:
    """The speed and offset with the most weight, each query frame voting once a bin."""
    best = (-1.0, 1.0, 0.0)
    bin_s = max(0.5, step_s)
    for speed in SPEEDS:
        for direction in (1.0, -1.0):
            slope = float(speed) * direction
            offset = reference_s - slope * query_s
            for shift in (0.0, 0.5):
                cell = np.floor(offset / bin_s + shift).astype(np.int64)
                votes, key = _votes_once(row, cell, weight)
                top = int(np.argmax(votes))
                prior = 1.0 if slope == 1.0 else PRIOR_SPEED if slope > 0 else PRIOR_REVERSED
                if votes[top] * prior > best[0]:
                    best = (float(votes[top]) * prior, slope, (float(key[top]) + 0.5 - shift) * bin_s)
    return best[1], best[2]


def _votes_once(
    row: NDArray[np.intp], cell: NDArray[np.int64], weight: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Summed weight a cell, of each query frame only its heaviest hit in that cell."""
    order = np.lexsort((-weight, row, cell))
    row, cell, weight = row[order], cell[order], weight[order]
    first = np.ones(len(row), bool)
    first[1:] = (row[1:] != row[:-1]) | (cell[1:] != cell[:-1])
    keys, index = np.unique(cell[first], return_inverse=True)
    return np.bincount(index, weight[first].astype(np.float64)), keys


def _nearest_hits(
    matrix: Similarity, weight: NDArray[np.float32], speed: float, offset_s: float, tolerance_s: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each query frame the most alike reference frame that weighs within `tolerance_s` of the line, if any.

    By cosine, since weights are level from COSINE_FULL on: among neighbouring seconds that all weigh 1, the first would
    pull the line aside.
    """
    expected = speed * matrix.query_s + offset_s
    near = np.abs(matrix.reference_s[None, :] - expected[:, None]) <= tolerance_s
    masked = np.where(near & (weight > 0), matrix.cosine, -np.inf)
    columns = np.argmax(masked, axis=1)
    rows = np.flatnonzero(np.isfinite(masked[np.arange(len(columns)), columns]))
    return rows, columns[rows]


def _refit(
    matrix: Similarity,
    weight: NDArray[np.float32],
    hits: tuple[NDArray[np.intp], NDArray[np.intp]],
    speed: float,
    offset_s: float,
) -> tuple[float, float]:
    """Least squares over the hits, the slope only where they reach far enough to know it."""
    rows, columns = hits
    if not len(rows):
        return speed, offset_s
    x, y, w = matrix.query_s[rows], matrix.reference_s[columns], weight[rows, columns]
    reach_s = float(np.ptp(x))
    if len(np.unique(x)) >= SLOPE_SAMPLES and reach_s >= SLOPE_SAMPLES * _step_s(matrix.reference_s):
        mean_x, mean_y = np.average(x, weights=w), np.average(y, weights=w)
        spread = float(np.sum(w * (x - mean_x) ** 2))
        slope = float(np.sum(w * (x - mean_x) * (y - mean_y))) / spread
        if np.sign(slope) == np.sign(speed) and SLOPES[0] <= abs(slope) <= SLOPES[1]:
            return slope, float(mean_y - slope * mean_x)
    return speed, float(np.average(y - speed * x, weights=w))


def _best_run(  # noqa: PLR0917 - one line, its tolerance, and the three things it is laid over
    matrix: Similarity,
    weight: NDArray[np.float32],
    speed: float,
    offset_s: float,
    tolerance_s: float,
    cuts: Cuts,
) -> Line | None:
    """The stretch of the line with the most weight after paying for gaps; None when nothing is left of it."""
    rows, columns = _nearest_hits(matrix, weight, speed, offset_s, tolerance_s)
    if not len(rows):
        return None
    gain = np.full(len(matrix.query_s), -GAP_COST)
    gain[rows] = weight[rows, columns]
    outside = (speed * matrix.query_s + offset_s < -tolerance_s) | (
        speed * matrix.query_s + offset_s > matrix.reference_s[-1] + tolerance_s + _step_s(matrix.reference_s)
    )
    gain[outside] = -1.0
    shot = _shot(matrix.query_s, speed, offset_s, cuts)
    first, last = max(
        (_best_stretch(gain, int(own[0]), int(own[-1]) + 1) for own in _groups(shot)),
        key=lambda best: best[2],
    )[:2]
    inside = (rows >= first) & (rows <= last)
    rows, columns = rows[inside], columns[inside]
    if not len(rows):
        return None
    return Line(
        speed=speed,
        offset_s=offset_s,
        start_s=float(matrix.query_s[first]),
        end_s=float(matrix.query_s[last]),
        support=float(weight[rows, columns].sum()),
        cosine=float(matrix.cosine[rows, columns].mean()),
        query_index=rows,
        reference_index=columns,
    )


def _groups(shot: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The indices of each shot."""
    return np.split(np.arange(len(shot)), np.flatnonzero(np.diff(shot)) + 1)


def _best_stretch(gain: NDArray[np.float64], start: int, stop: int) -> tuple[int, int, float]:
    """First and last index of the stretch between two with the largest sum, and that sum (Kadane's scan)."""
    best, best_first, best_last = -np.inf, start, start
    running, first = 0.0, start
    for i in range(start, stop):
        if running <= 0:
            running, first = 0.0, i
        running += float(gain[i])
        if running > best:
            best, best_first, best_last = running, first, i
    return best_first, best_last, best


def _explain(matrix: Similarity, weight: NDArray[np.float32], line: Line) -> None:
    """Take the hits that a line explains out of the weights, so that the next line is another one."""
    inside = (matrix.query_s >= line.start_s) & (matrix.query_s <= line.end_s)
    expected = line.speed * matrix.query_s + line.offset_s
    tolerance_s = 1.5 * _step_s(matrix.reference_s)
    near = np.abs(matrix.reference_s[None, :] - expected[:, None]) <= tolerance_s
    weight[near & inside[:, None]] = 0.0
