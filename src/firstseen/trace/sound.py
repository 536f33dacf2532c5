"""From shared sound landmarks to the stretches that two recordings have in common, to the millisecond.

Landmarks that a query shares with a reference by chance scatter; those of shared sound lie on a line: reference time =
speed x query time + offset. Votes are counted in short windows of the query over offsets, the best window is grown
along its line, the line is refined, and its hits are taken out before the next is looked for.

What counts as a vote is one moment of the query meeting one moment of the reference through one hash, each used once:
a beep or a loop that meets itself a thousand times has few hashes and moments, and stays under the threshold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from firstseen.archive.base import SoundHits
from firstseen.model.time import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from firstseen.model.descriptor import SoundLandmarks

    Search = Callable[[NDArray[np.uint32], NDArray[np.float32]], SoundHits]
    Bank = Sequence[tuple[float, SoundLandmarks]]

ARCHIVE_S: Final = 36_000_000.0
"""The archive, in seconds of sound, for which false matches are counted unless another size is given: 10,000 hours."""
FALSE_MATCHES: Final = 0.001
"""Matches by chance expected in an archive of that size, for one query; what exceeds it is not a match."""
FEWEST_VOTES: Final = 7
"""No number of hours makes fewer votes a match. Source: docs/decisions/sound-landmarks.md."""
CLUSTER: Final = 0.45
"""Votes in one window that unrelated sound brings about at least, however rare its hashes: votes come in bursts, since
one shared note makes several landmarks. Source: docs/decisions/sound-landmarks.md."""
CLEAR: Final = 3.0
"""A match has this many times the votes of the next best line through the same stretch of the query. Shared sound had 7
and more, unrelated music of one tempo and tuning under 2. Source: docs/decisions/sound-landmarks.md."""
ALIKE_VOTES: Final = 60
ALIKE_VOTES_PER_S: Final = 4.0
"""With so many votes, so dense, sound that repeats itself counts as the same although its next best line is as good."""
MOST_MATCHES: Final = 8
"""Stretches looked for in one pair."""

_WINDOW_S: Final = 8.0
_BIN_S: Final = 0.1
_FEWEST_HITS: Final = 5
_TOLERANCE_S: Final = 0.06
_TAKEN_S: Final = 0.3
_APART_S: Final = 0.5
_LONGEST_SPACING_S: Final = 0.5
_SECOND_PEAK_S: Final = 0.4  # halves the error of the end; see the decision record
_QUIET_COST_PER_S: Final = 0.6
_SLOPE_FROM_S: Final = 2.0  # in less, milliseconds of jitter outweigh what entries of the bank differ by
_BATCH: Final = 100_000
_ENOUGH_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class SoundMatch:
    """A stretch of the query that sounds like a stretch of a reference.

    `speed` is seconds of the reference a second of the query; reference time = speed x query time + `offset_s`, good
    to some milliseconds. `votes` were counted where `expected_votes` were to be expected by chance; chance would bring
    about `false_matches` this good in an archive of the size searched. `coverage` is the share of the stretch's
    seconds that hold a vote, `votes_per_s` the votes a second of it.
    """

    media_id: str
    query: Span
    reference: Span
    speed: float
    offset_s: float
    votes: int
    expected_votes: float
    false_matches: float
    coverage: float
    votes_per_s: float


class _Hits(NamedTuple):
    """Hits of one media: times (m,) in both, the hash, and the entry of the bank that hit."""

    query_s: NDArray[np.float64]
    reference_s: NDArray[np.float64]
    hashes: NDArray[np.uint32]
    entry: NDArray[np.int64]

    def taken(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> _Hits:
        return _Hits(self.query_s[which], self.reference_s[which], self.hashes[which], self.entry[which])


class _Line(NamedTuple):
    speed: float
    offset_s: float
    entry: int


def find_sound(bank: Bank, search: Search, archive_s: float = ARCHIVE_S) -> tuple[SoundMatch, ...]:
    """Stretches of an archive that sound like the query, most votes first; an empty bank or silence finds nothing.

    `bank` is what `query_bank` of the fingerprint returns; `search` finds landmarks, as an archive's `search_sound`.
    Edits of speed and pitch are searched for only if the query as it is explains less than half of itself.
    """
    if not bank:
        return ()
    matches = align_sound(bank[:1], search(bank[0][1].hashes, bank[0][1].times_s), archive_s)
    if _explained(matches, bank[0][1]) >= _ENOUGH_SHARE:
        return matches
    found = list(matches)
    for batch in _batches(bank[1:]):
        found.extend(align_sound(batch, search(*_joined(batch)), archive_s, len(bank)))
        if _explained(found, bank[0][1]) >= _ENOUGH_SHARE:
            break
    return _without_doubles(found)


def search_in(references: Mapping[str, SoundLandmarks]) -> Search:
    """A search for `find_sound` through references held in memory, by media id: two clips, or an archive's oracle."""
    described = list(references.values())
    hashes_of = np.concatenate([np.zeros(0, np.uint32), *(found.hashes for found in described)])
    times_s_of = np.concatenate([np.zeros(0, np.float32), *(found.times_s for found in described)])
    media_of = np.repeat(np.arange(len(described), dtype=np.int64), [len(found) for found in described])
    order = np.argsort(hashes_of, kind="stable")
    hashes_of, times_s_of, media_of = hashes_of[order], times_s_of[order], media_of[order]

    def search(hashes: NDArray[np.uint32], times_s: NDArray[np.float32]) -> SoundHits:
        query_row, row = _shared(hashes, hashes_of)
        return SoundHits(tuple(references), query_row, media_of[row], times_s[query_row], times_s_of[row])

    return search


def join(
    query: NDArray[np.uint32], reference: NDArray[np.uint32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows (m,) of two lists of hashes that hold the same hash, every pair once, ordered by the query's row."""
    order = np.argsort(reference, kind="stable")
    query_row, place = _shared(query, reference[order])
    return query_row, order[place].astype(np.int64)


def _shared(
    query: NDArray[np.uint32], ordered: NDArray[np.uint32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of a list and places in an ascending one that hold the same hash."""
    first = np.searchsorted(ordered, query, "left")
    count = np.searchsorted(ordered, query, "right") - first
    query_row = np.repeat(np.arange(len(query), dtype=np.int64), count)
    within = np.arange(len(query_row)) - np.repeat(np.cumsum(count) - count, count)
    return query_row, np.repeat(first, count) + within


def align_sound(
    bank: Bank, hits: SoundHits, archive_s: float = ARCHIVE_S, tries: int = 0
) -> tuple[SoundMatch, ...]:
    """The stretches on which hits agree, most votes first.

    `hits` are those of all entries of `bank`, searched for as one list in the bank's order: its `query_row` counts
    through them. `tries` is how many entries are searched for in all, each a chance of a false match; 0
    takes the length of `bank`.
    """
    if not len(hits):
        return ()
    hashes = np.concatenate([landmarks.hashes for _, landmarks in bank])
    speeds = np.array([speed for speed, _ in bank])
    entry_of_row = np.repeat(np.arange(len(bank)), [len(landmarks) for _, landmarks in bank])
    entry = entry_of_row[hits.query_row]
    order, media = _promising(hits, speeds[entry], entry)
    found: list[SoundMatch] = []
    tried_s = archive_s * (tries or len(bank))
    for index in np.unique(media):
        rows = order[media == index]
        own = _Hits(
            hits.query_time_s[rows].astype(np.float64),
            hits.reference_time_s[rows].astype(np.float64),
            hashes[hits.query_row[rows]],
            entry[rows],
        )
        found.extend(_matches(hits.media_ids[index], own, speeds, tried_s))
    return _without_doubles(found)


def _explained(matches: Sequence[SoundMatch], landmarks: SoundLandmarks) -> float:
    """The share of a query's sounding seconds that matches cover."""
    seconds = np.unique(np.floor(landmarks.times_s))
    if not len(seconds):
        return 0.0
    covered = np.zeros(len(seconds), bool)
    for match in matches:
        covered |= (seconds + 1 > match.query.start_s) & (seconds < match.query.end_s)
    return float(covered.mean())


def _batches(bank: Bank) -> list[list[tuple[float, SoundLandmarks]]]:
    """The bank in pieces of bounded size, since each searched landmark can have many hits."""
    batches: list[list[tuple[float, SoundLandmarks]]] = []
    size = 0
    for entry in bank:
        if not batches or size + len(entry[1]) > _BATCH:
            batches.append([])
            size = 0
        batches[-1].append(entry)
        size += len(entry[1])
    return batches


def _joined(bank: Bank) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    return (
        np.concatenate([landmarks.hashes for _, landmarks in bank]),
        np.concatenate([landmarks.times_s for _, landmarks in bank]),
    )


def _promising(
    hits: SoundHits, speed: NDArray[np.float64], entry: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of hits, and their media, of those media that have a window with enough hits at one offset to look closer.

    Nearly all of a large archive is dismissed here, by counting alone.
    """
    offset = hits.reference_time_s - speed * hits.query_time_s
    window = np.floor(hits.query_time_s / _WINDOW_S).astype(np.int64) % 2**13
    entries = int(entry.max()) + 1
    place = ((hits.media_index * entries + entry) << 33) + (window << 20)
    good = np.zeros(len(hits.media_ids), bool)
    # Bins twice as wide as needed, laid twice with a shift of half: no cluster is cut in two by both.
    for shift in (0.0, 0.5):
        bins = np.floor(offset / (2 * _BIN_S) + shift).astype(np.int64) % 2**20
        keys, count = np.unique(place + bins, return_counts=True)
        good[(keys[count >= _FEWEST_HITS] >> 33) // entries] = True
    rows = np.flatnonzero(good[hits.media_index])
    return rows, hits.media_index[rows]


def _matches(media_id: str, hits: _Hits, speeds: NDArray[np.float64], tried_s: float) -> list[SoundMatch]:
    """The stretches one media shares with the query, strongest first."""
    found: list[SoundMatch] = []
    left = hits
    while len(found) < MOST_MATCHES and len(left.query_s) >= _FEWEST_HITS:
        line = _strongest_line(left, speeds)
        if line is None:
            break
        own = left.taken(left.entry == line.entry)
        line, run = _grown(own, line)
        match = _judged(media_id, run, line, _background(own, run, line), tried_s)
        if match is None:
            break
        found.append(match)
        along = np.abs(left.reference_s - line.speed * left.query_s - line.offset_s) < _TAKEN_S
        within = (left.query_s > match.query.start_s - 1) & (left.query_s < match.query.end_s + 1)
        left = left.taken(~(along & within))
    return found


def _strongest_line(hits: _Hits, speeds: NDArray[np.float64]) -> _Line | None:
    """Where most votes agree within a window of the query; None if they are too few anywhere."""
    best, line = 0, None
    offset = hits.reference_s - speeds[hits.entry] * hits.query_s
    for shift in (0.0, 0.5):
        window = np.floor(hits.query_s / _WINDOW_S + shift).astype(np.int64)
        bins = np.floor(offset / (2 * _BIN_S) + shift).astype(np.int64)
        groups = (hits.entry * 2**12 + window % 2**12) * 2**28 + bins % 2**28
        _, inverse, count = np.unique(groups, return_inverse=True, return_counts=True)
        for key in np.argsort(-count, kind="stable")[:24]:
            if count[key] <= best:
                break
            rows = np.flatnonzero(inverse == key)
            votes = _votes(hits.taken(rows))
            if votes > best:
                entry = int(hits.entry[rows[0]])
                best, line = votes, _Line(float(speeds[entry]), float(np.median(offset[rows])), entry)
    return line if best >= _FEWEST_HITS else None


def _votes(hits: _Hits) -> int:
    """How many moments, in the query and in the reference, and hashes take part: the fewest of the three."""
    return min(len(np.unique(column)) for column in (hits.query_s, hits.reference_s, hits.hashes))


def _grown(hits: _Hits, line: _Line) -> tuple[_Line, _Hits]:
    """The line fitted to its hits, further out in each round, and the hits of its best run."""
    run = hits
    for tolerance_s in (2 * _BIN_S, 2 * _BIN_S, _TOLERANCE_S, _TOLERANCE_S):
        off_s = hits.reference_s - line.speed * hits.query_s - line.offset_s
        near = hits.taken(np.abs(off_s) <= tolerance_s)
        run = near.taken(_best_run(near.query_s))
        line = _fitted(run, line)
    near = hits.taken(np.abs(hits.reference_s - line.speed * hits.query_s - line.offset_s) <= _TOLERANCE_S)
    return line, near.taken(_best_run(near.query_s))


def _best_run(query_s: NDArray[np.float64]) -> NDArray[np.intp]:
    """Indices of the hits in the run of query time with the most moments, where each second without costs a share."""
    if not len(query_s):
        return np.zeros(0, np.intp)
    moments = np.unique(query_s)
    cost = np.diff(moments, prepend=moments[0]) * _QUIET_COST_PER_S
    best, best_start, best_end, sum_, start = 0.0, 0, 0, 0.0, 0
    for i in range(len(moments)):
        sum_ -= cost[i]
        if sum_ <= 0:
            sum_, start = 0.0, i
        sum_ += 1
        if sum_ > best:
            best, best_start, best_end = sum_, start, i
    return np.flatnonzero((query_s >= moments[best_start]) & (query_s <= moments[best_end]))


def _fitted(run: _Hits, line: _Line) -> _Line:
    """Speed and offset by least squares with the outer hits weighing less; a short run keeps the speed it came with."""
    if not len(run.query_s):
        return line
    span_s = float(np.ptp(run.query_s))
    off_s = run.reference_s - line.speed * run.query_s - line.offset_s
    centre = float(np.median(off_s))
    weight = 1 / (1 + ((off_s - centre) / 0.02) ** 2)
    x = run.query_s - np.average(run.query_s, weights=weight)
    slope = 0.0
    if span_s >= _SLOPE_FROM_S:
        slope = float((weight * x * off_s).sum() / max(1e-9, float((weight * x * x).sum())))
        slope = float(np.clip(slope, -0.03 * line.speed, 0.03 * line.speed))
    middle = float(np.average(run.query_s, weights=weight))
    offset = line.offset_s + float(np.average(off_s, weights=weight)) - slope * middle
    return _Line(line.speed + slope, offset, line.entry)


def _background(hits: _Hits, run: _Hits, line: _Line) -> tuple[float, int]:
    """The mean of the votes along all other lines of this speed through the query's stretch of the run, and the most.

    By pure chance the most is a few. Where sounds repeat themselves, a beat or a tuning in common gathers votes on many
    lines, and the best of them proves no more than the next.
    """
    if not len(run.query_s):
        return 0.0, 0
    start_s, end_s = float(run.query_s.min()), float(run.query_s.max())
    within = hits.taken((hits.query_s >= start_s) & (hits.query_s <= end_s))
    off_s = within.reference_s - line.speed * within.query_s - line.offset_s
    other = np.abs(off_s) > _APART_S
    within, off_s = within.taken(other), off_s[other]
    reach_s = float(np.ptp(hits.reference_s)) + line.speed * (end_s - start_s)
    lines = max(1.0, reach_s / (2 * _TOLERANCE_S))
    most = 0
    for shift in (0.0, 0.5):
        _, inverse, count = np.unique(
            np.floor(off_s / (2 * _TOLERANCE_S) + shift), return_inverse=True, return_counts=True
        )
        for fullest in np.argsort(-count, kind="stable")[:8]:
            most = max(most, _votes(within.taken(inverse == fullest)))
    return len(off_s) / lines, most


def _judged(
    media_id: str, run: _Hits, line: _Line, background: tuple[float, int], tried_s: float
) -> SoundMatch | None:
    """The run as a match, or None if chance explains it."""
    votes = _votes(run) if len(run.query_s) else 0
    if votes < FEWEST_VOTES:
        return None
    start_s, end_s = float(run.query_s.min()), float(run.query_s.max())
    length_s = max(end_s - start_s, 1.0)
    alike = votes >= ALIKE_VOTES and votes >= ALIKE_VOTES_PER_S * length_s
    if votes < CLEAR * background[1] and not alike:
        return None
    expected = max(background[0], CLUSTER)
    places = tried_s / _BIN_S * max(1.0, length_s / _WINDOW_S)
    false_matches = places * _poisson_tail(votes, expected)
    if false_matches > FALSE_MATCHES:
        return None
    seconds = np.unique(np.floor(run.query_s - start_s))
    query = _stretch(start_s, end_s, line, length_s / votes)
    return SoundMatch(
        media_id=media_id,
        query=query,
        reference=Span(*(line.speed * t + line.offset_s for t in (query.start_s, query.end_s))),
        speed=line.speed,
        offset_s=line.offset_s,
        votes=votes,
        expected_votes=expected,
        false_matches=false_matches,
        coverage=min(1.0, len(seconds) / math.ceil(length_s)),
        votes_per_s=votes / length_s,
    )


def _stretch(first_s: float, last_s: float, line: _Line, spacing_s: float) -> Span:
    """The stretch of the query that votes from `first_s` to `last_s` speak for.

    Votes are a sample: what they come from begins about one spacing before the first and ends one after the last. A
    vote also stands at the first of its two peaks, and the second lies later. Neither side starts before its file.
    """
    spacing_s = min(spacing_s, _LONGEST_SPACING_S)
    earliest_s = min(first_s, max(0.0, -line.offset_s / line.speed))
    return Span(max(first_s - spacing_s, earliest_s), last_s + spacing_s + _SECOND_PEAK_S)


def _poisson_tail(votes: int, mean: float) -> float:
    """The probability that a Poisson count of this mean reaches `votes`; an upper bound far out in the tail."""
    if votes <= mean:
        return 1.0
    log_first = votes * math.log(mean) - mean - math.lgamma(votes + 1)
    return min(1.0, math.exp(log_first) / (1 - mean / (votes + 1)))


def _without_doubles(matches: Sequence[SoundMatch]) -> tuple[SoundMatch, ...]:
    """The matches, most votes first, without those that a stronger one of the same media covers by more than half."""
    kept: list[SoundMatch] = []
    for match in sorted(matches, key=lambda m: -m.votes):
        stretch = max(match.query.duration_s, 1e-9)
        if not any(
            other.media_id == match.media_id
            and other.query.overlap_s(match.query) > stretch / 2
            and other.reference.overlap_s(match.reference) > max(match.reference.duration_s, 1e-9) / 2
            for other in kept
        ):
            kept.append(match)
    return tuple(kept)
