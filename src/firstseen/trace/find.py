"""From a described query to the segments it shares with known footage: candidates, lines, evidence, probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.trace import align, calibrate, candidates
from firstseen.trace.verify import Evidence, Pictures, verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firstseen.archive.base import Archive
    from firstseen.model.descriptor import Description
    from firstseen.model.match import Segment
    from firstseen.settings import Settings
    from firstseen.trace.align import Line, Similarity

LINES_PER_REFERENCE: Final = 4
MAX_LINES: Final = 24
"""Lines verified for one query: each costs a few features' matching."""
MIN_SUPPORT: Final = 0.25
NOISE_MEDIA: Final = 8
"""From this many candidates on, the middle one tells what unrelated footage reaches."""


def trace(query: Description, archive: Archive, settings: Settings) -> tuple[Segment, ...]:
    """All stretches the query shares with footage of the archive, best first; unlikely ones included."""
    hits = archive.search(query.pictures.vectors, settings.trace.neighbours, settings.trace.lowest_cosine)
    voted = candidates.vote(
        hits.media_ids, hits.media_index, query.pictures.times_s[hits.query_row], hits.score, settings.trace.candidates
    )
    references = [archive.description(candidate.media_id) for candidate in voted]
    return locate(query, references)


def compare(query: Description, reference: Description, settings: Settings) -> tuple[Segment, ...]:  # noqa: ARG001
    """All stretches two files share, best first; unlikely ones included."""
    return locate(query, [reference])


def locate(query: Description, references: Sequence[Description]) -> tuple[Segment, ...]:
    """All stretches the query shares with the given references, best first."""
    found = evidence(query, references)
    return calibrate.segments(query, found)


def evidence(query: Description, references: Sequence[Description]) -> list[tuple[Description, Evidence]]:
    """What speaks for each line of agreement between the query and the references."""
    usable = [reference for reference in references if len(reference.pictures)]
    if not len(query.pictures) or not usable:
        return []
    matrices = [align.similarity(query.pictures, reference.pictures) for reference in usable]
    noise = _noise(matrices)
    lines: list[tuple[int, Line]] = []
    for index, matrix in enumerate(matrices):
        found = [line for line in align.find_lines(matrix, noise) if line.support >= MIN_SUPPORT]
        lines.extend((index, line) for line in found[:LINES_PER_REFERENCE])
    lines.sort(key=lambda pair: -pair[1].support)
    mine = Pictures(query)
    theirs = [Pictures(reference) for reference in usable]
    return [(usable[index], verify(mine, theirs[index], matrices[index], line)) for index, line in lines[:MAX_LINES]]


def _noise(matrices: Sequence[Similarity]) -> NDArray[np.float32] | None:
    """What the middle candidate reaches for each query frame, (n, 1); None with too few candidates to tell."""
    if len(matrices) < NOISE_MEDIA:
        return None
    tops = np.stack([matrix.cosine.max(axis=1) for matrix in matrices])
    return np.median(tops, axis=0)[:, None].astype(np.float32)
