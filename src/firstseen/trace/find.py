"""From a described query to the segments it shares with known footage: candidates, lines, evidence, probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.trace import align, candidates, sound
from firstseen.trace.segments import picture_segments, sound_segment
from firstseen.trace.verify import Evidence, Pictures, verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firstseen.archive.base import Archive
    from firstseen.model.descriptor import Description
    from firstseen.model.match import Segment
    from firstseen.settings import Settings
    from firstseen.trace.align import Line, Similarity
    from firstseen.trace.sound import SoundMatch

LINES_PER_REFERENCE: Final = 4
MAX_LINES: Final = 40
"""Lines verified for one query: each costs a few features' matching."""
SMALL_ARCHIVE_S: Final = 36_000.0
"""Sound is judged as in an archive of at least ten hours: what few clips share by chance must not pass."""
MIN_SUPPORT: Final = 0.25
NOISE_MEDIA: Final = 8
"""From this many candidates on, the middle one tells what unrelated footage reaches."""


def trace(query: Description, archive: Archive, settings: Settings) -> tuple[Segment, ...]:
    """All stretches the query shares with footage of the archive, best first; unlikely ones included.

    Picture and sound are searched apart and answered apart: each segment says which of the two it is about.
    """
    hits = archive.search(query.pictures.vectors, settings.trace.neighbours, settings.trace.lowest_cosine)
    voted = candidates.vote(
        hits.media_ids,
        hits.media_index,
        query.pictures.times_s[hits.query_row],
        hits.score,
        settings.trace.candidates,
    )
    heard: tuple[SoundMatch, ...] = ()
    if query.sound_bank:
        archive_s = sum(media.duration_s for media in archive.all_media() if media.has_sound)
        heard = sound.find_sound(query.sound_bank, archive.search_sound, max(archive_s, SMALL_ARCHIVE_S))
    return locate(query, [archive.description(candidate.media_id) for candidate in voted], heard)


def compare(query: Description, reference: Description, settings: Settings) -> tuple[Segment, ...]:  # noqa: ARG001
    """All stretches two files share, best first; unlikely ones included."""
    heard = sound.find_sound(
        query.sound_bank, sound.search_in({reference.media.id: reference.sound}), SMALL_ARCHIVE_S
    )
    return locate(query, [reference], heard)


def locate(
    query: Description, references: Sequence[Description], heard: Sequence[SoundMatch] = ()
) -> tuple[Segment, ...]:
    """All stretches of picture the query shares with the given references, and of sound as `heard`, best first."""
    seen = picture_segments(evidence(query, references, heard), query)
    segments = seen + tuple(sound_segment(match) for match in heard)
    return tuple(sorted(segments, key=lambda segment: -segment.score))


def evidence(
    query: Description, references: Sequence[Description], heard: Sequence[SoundMatch] = ()
) -> list[tuple[Description, Evidence]]:
    """What speaks for each line of agreement between the query and the references."""
    usable = [reference for reference in references if len(reference.pictures)]
    if not len(query.pictures) or not usable:
        return []
    matrices = [align.similarity(query.pictures, reference.pictures) for reference in usable]
    noise = _noise(matrices)
    lines: list[tuple[int, int, Line]] = []
    for index, matrix in enumerate(matrices):
        candidate_lines = align.find_lines(matrix, noise, query.cuts_s, usable[index].cuts_s)
        found = [line for line in candidate_lines if line.support >= MIN_SUPPORT]
        lines.extend((rank, index, line) for rank, line in enumerate(found[:LINES_PER_REFERENCE]))
    # Each reference's best line comes before anyone's second: footage that was posted ten times must not crowd out
    # what the query shares with an eleventh.
    lines.sort(key=lambda item: (item[0], -item[2].support))
    mine = Pictures(query)
    theirs = [Pictures(reference) for reference in usable]
    return [
        (usable[index], verify(mine, theirs[index], matrices[index], line, heard))
        for _, index, line in lines[:MAX_LINES]
    ]


def _noise(matrices: Sequence[Similarity]) -> NDArray[np.float32] | None:
    """What the middle candidate reaches for each query frame, (n, 1); None with too few candidates to tell."""
    if len(matrices) < NOISE_MEDIA:
        return None
    tops = np.stack([matrix.cosine.max(axis=1) for matrix in matrices])
    return np.median(tops, axis=0)[:, None].astype(np.float32)
