"""Whether two fingerprints are of one footage, where there is no picture to look at: by vectors, PDQ and sound.

Each is judged by frames that follow one line in time, never by single frames, and never as certain: what tells two
recordings of one place apart is motion, which fingerprints do not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.archive.bits import mirrored_bits, near_bits
from firstseen.model.exchange import SAME_BITS, USABLE_QUALITY, Agreement
from firstseen.model.time import Span
from firstseen.trace import align, sound
from firstseen.trace.align import Similarity
from firstseen.trace.calibrate import band as band_of
from firstseen.trace.calibrate import sound_probability

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from firstseen.model.descriptor import PdqHashes, SoundLandmarks
    from firstseen.model.exchange import Fingerprint, Trace
    from firstseen.model.match import Band
    from firstseen.trace.align import Line
    from firstseen.trace.sound import SoundMatch

MOST_ROWS: Final = 20_000
"""PDQ frames of one file that are compared: five hours at one a second. The rest is thinned out evenly."""

# What follows was measured on real clips: docs/reference/exchange.md, "How surely it matches".
PROBABLE_COSINE: Final = 0.65
"""Mean cosine along a line from which on vectors alone say the same footage."""
POSSIBLE_COSINE: Final = 0.45
PROBABLE_FRAMES: Final = 4
"""Distinct frames, of the query and of the reference, that a line of vectors must hold."""
PDQ_FRAMES: Final = 3
"""The same for PDQ, which by itself agrees by chance once in a billion pairs of varied pictures."""
STILL_COSINE: Final = 0.75
"""Cosine from which on a lone frame, of a photograph, is possible. Source: SSCD's authors give .75 for 90 % precision
on DISC2021 (https://github.com/facebookresearch/sscd-copy-detection)."""
_SAME: Final = np.float32(0.95)
_OTHER: Final = np.float32(-1.0)
_STANDS: Final = 0.95
"""Cosine between frames of one file from which on nothing of note changes between them."""
_QUIET: Final = 12
"""Bits by which PDQ frames of one file must differ for something to change between them."""

_SMALL_ARCHIVE_S: Final = 36_000.0


def agreements(query: Fingerprint, reference: Fingerprint, bank: sound.Bank = ()) -> tuple[Agreement, ...]:
    """Where two fingerprints agree, surest first. `bank` is the query's sound at other speeds."""
    found = [*_by_vectors(query, reference), *_by_pdq(query, reference), *_by_sound(query, reference, bank)]
    kept: list[Agreement] = []
    for one in sorted(found, key=lambda item: (item.band != "probable", -item.matched / max(1, item.of))):
        if not any(other.trace == one.trace and _overlaps(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


def _overlaps(one: Agreement, other: Agreement) -> bool:
    shorter = min(one.query.duration_s, other.query.duration_s)
    return one.query.overlap_s(other.query) > 0.5 * shorter if shorter else True


def _by_vectors(query: Fingerprint, reference: Fingerprint) -> Iterable[Agreement]:
    mine, theirs = query.pictures, reference.pictures
    if not len(mine) or not len(theirs) or mine.model != theirs.model:
        return
    matrix = align.similarity(mine, theirs)
    if float(matrix.cosine.max()) < POSSIBLE_COSINE:
        return
    for line in align.find_lines(matrix):
        band = _vector_band(line, matrix)
        if band:
            yield _agreement(
                "vectors", matrix, line, band, "picture vectors", f"alike to {line.cosine:.2f} on average"
            )


def _vector_band(line: Line, matrix: Similarity) -> Band | None:
    """How surely a line of vectors is the same footage; None when it is not worth a word."""
    frames = min(line.frames, len(np.unique(line.reference_index)))
    alone = min(len(matrix.query_s), len(matrix.reference_s)) == 1
    if alone:
        return "possible" if line.cosine >= STILL_COSINE else None
    if line.cosine < POSSIBLE_COSINE or frames < 2:  # noqa: PLR2004 - two frames make a line
        return None
    sure = (
        line.cosine >= PROBABLE_COSINE and frames >= PROBABLE_FRAMES and line.support >= PROBABLE_FRAMES / 2
    )
    return "probable" if sure else "possible"


def _by_pdq(query: Fingerprint, reference: Fingerprint) -> Iterable[Agreement]:
    mine, theirs = _usable(query.pdq), _usable(reference.pdq)
    if not len(mine[0]) or not len(theirs[0]):
        return
    for mirrored in (False, True):
        bits = mirrored_bits(mine[1]) if mirrored else mine[1]
        rows, columns, _ = near_bits(bits, theirs[1], SAME_BITS)
        if not len(rows):
            continue
        cosine = np.full((len(mine[0]), len(theirs[0])), _OTHER, np.float32)
        cosine[rows, columns] = _SAME
        none = np.zeros(cosine.shape, np.int16)
        matrix = Similarity(mine[0], theirs[0], cosine, none, none)
        for line in align.find_lines(matrix):
            band = _pdq_band(line, matrix, mine[1], theirs[1])
            if band:
                said = f"PDQ differs in at most {SAME_BITS} of 256 bits{', mirrored' if mirrored else ''}"
                yield _agreement("PDQ", matrix, line, band, "PDQ frames", said, mirrored=mirrored)


def _pdq_band(
    line: Line, matrix: Similarity, mine: NDArray[np.uint8], theirs: NDArray[np.uint8]
) -> Band | None:
    frames = min(line.frames, len(np.unique(line.reference_index)))
    if min(len(matrix.query_s), len(matrix.reference_s)) == 1:
        return "possible"
    if frames < 2:  # noqa: PLR2004 - two frames make a line
        return None
    varied = _varies(mine[line.query_index]) and _varies(theirs[line.reference_index])
    return "probable" if frames >= PDQ_FRAMES and varied else "possible"


def _varies(bits: NDArray[np.uint8]) -> bool:
    """Whether something changes along these frames: a title card that stands still is in many files."""
    return int(np.bitwise_count(bits ^ bits[0]).sum(axis=1, dtype=np.int64).max()) >= _QUIET


def _usable(hashes: PdqHashes) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Distinct times and hashes of the frames that prove something, in order of time."""
    good = np.flatnonzero(hashes.quality >= USABLE_QUALITY)
    times_s, first = np.unique(hashes.times_s[good], return_index=True)
    if len(first) > MOST_ROWS:
        chosen = np.linspace(0, len(first) - 1, MOST_ROWS).astype(np.int64)
        times_s, first = times_s[chosen], first[chosen]
    return times_s, hashes.bits[good[first]]


def _agreement(  # noqa: PLR0917 - what agreed, where, how surely, and the words for it
    trace: Trace,
    matrix: Similarity,
    line: Line,
    band: Band,
    what: str,
    said: str,
    *,
    mirrored: bool = False,
) -> Agreement:
    start_s, end_s = line.start_s, max(line.start_s, line.end_s)
    ends = sorted((max(0.0, line.reference_s(start_s)), max(0.0, line.reference_s(end_s))))
    of, reference_of = len(matrix.query_s), len(matrix.reference_s)
    matched = len(np.unique(line.reference_index))
    return Agreement(
        trace=trace,
        query=Span(start_s, end_s),
        reference=Span(ends[0], ends[1]),
        matched=line.frames,
        of=of,
        reference_matched=matched,
        reference_of=reference_of,
        likeness=line.cosine,
        band=band,
        sentence=f"{line.frames} of the query's {of} {what} run along {matched} of its {reference_of}: {said}.",
        speed=abs(line.speed),
        reversed=line.speed < 0,
        mirrored=mirrored,
    )


def _by_sound(query: Fingerprint, reference: Fingerprint, bank: sound.Bank) -> Iterable[Agreement]:
    theirs = reference.sound
    spoken = bank or (((1.0, query.sound),) if len(query.sound) else ())
    if not spoken or not len(theirs) or query.sound.version != theirs.version:
        return ()
    heard = sound.find_sound(spoken, sound.search_in({reference.key: theirs}), _SMALL_ARCHIVE_S)
    return [_heard(match, query.sound, theirs) for match in heard]


def _heard(match: SoundMatch, mine: SoundLandmarks, theirs: SoundLandmarks) -> Agreement:
    score = sound_probability(match)
    sure: Sequence[Band] = ("certain", "probable")
    return Agreement(
        trace="sound",
        query=match.query,
        reference=match.reference,
        matched=match.votes,
        of=len(mine),
        reference_matched=match.votes,
        reference_of=len(theirs),
        likeness=score,
        band="probable" if band_of(score) in sure else "possible",
        sentence=(
            f"The sound agrees in {match.votes} landmarks, of which chance would bring {match.expected_votes:.1f}: "
            "it says nothing of the pictures."
        ),
        speed=match.speed,
    )
