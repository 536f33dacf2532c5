"""What a search answers: what became of a file that was added, and where a query was seen before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from firstseen.model.descriptor import FULL_FRAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from firstseen.errors import FirstseenError
    from firstseen.model.descriptor import Box, Description
    from firstseen.model.match import Segment
    from firstseen.model.media import Media
    from firstseen.model.sighting import Record, Sighting, Timeline
    from firstseen.model.time import Span

AdditionStatus = Literal["added", "seen again", "record completed", "known", "failed"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What describing a file came to: frames that serve as evidence, how many were gated and why, what was lost."""

    media: Media
    frames_used: int
    gated: tuple[tuple[str, int], ...]
    losses: tuple[str, ...]

    @property
    def frames_gated(self) -> int:
        """How many sampled frames prove nothing."""
        return sum(count for _, count in self.gated)


def facts_of(description: Description) -> Facts:
    """The description in numbers, reasons for gating most frequent first."""
    gated = Counter(frame.reason for frame in description.gated).most_common()
    return Facts(description.media, description.frames_used, tuple(gated), description.losses)


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of one file given to `add`.

    "added": new footage. "seen again": known footage, with a record the desk did not have. "record completed": known
    footage whose bare file name got its record. "known": nothing was new. "failed": `error` says why.
    """

    path: str
    status: AdditionStatus
    media_id: str = ""
    sighting_ids: tuple[str, ...] = ()
    facts: Facts | None = None
    error: FirstseenError | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the query with a history of its own: a stretch of it, or a part of its picture for that stretch."""

    query: Span
    timeline: Timeline
    region: Box = FULL_FRAME


@dataclass(frozen=True, slots=True)
class Rejection:
    """A match that a person said is none: the other file, who said so, why, in which case, and what had matched."""

    media_id: str
    by: str
    reason: str
    case_id: str
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Where a query was seen before.

    `segments` are all aligned ones, best first, unlikely ones included; `sightings` and `media` say by media id what
    the desk knows of each reference. `parts` are the pieces of the query that have a history of their own;
    `timeline` is that of the whole. `made_with` names the versions and counts behind the answer. `rejected` are matches
    that a person said are none: they are kept apart and count nowhere.
    """

    path: str
    query: Description
    segments: tuple[Segment, ...]
    sightings: Mapping[str, tuple[Sighting, ...]]
    media: Mapping[str, Media]
    timeline: Timeline
    parts: tuple[Part, ...] = ()
    made_with: tuple[tuple[str, str], ...] = ()
    rejected: tuple[Rejection, ...] = ()

    @property
    def compared(self) -> bool:
        """Whether two files were compared: then there is no desk that knows anything of the reference."""
        flat = [sighting for several in self.sightings.values() for sighting in several]
        return bool(flat) and not any(sighting.id for sighting in flat)

    def shown(self, *, unlikely: bool = False) -> tuple[Segment, ...]:
        """The segments worth showing, best reference first: without the unlikely ones unless asked for."""
        return shown_segments(self.segments, unlikely=unlikely)

    def records(self, media_id: str) -> tuple[Record, ...]:
        """The records of one media, one for each name it was added under: the earliest published of that name."""
        return named_records(self.sightings.get(media_id, ()))


def shown_segments(segments: Iterable[Segment], *, unlikely: bool = False) -> tuple[Segment, ...]:
    """The segments worth showing, best reference first: without the unlikely ones unless asked for."""
    kept = [s for s in segments if unlikely or s.band != "unlikely"]
    best: dict[str, float] = {}
    for segment in kept:
        best[segment.media_id] = max(best.get(segment.media_id, 0.0), segment.score)
    return tuple(sorted(kept, key=lambda s: (-best[s.media_id], s.media_id, -s.score, s.query.start_s)))


def named_records(sightings: Iterable[Sighting]) -> tuple[Record, ...]:
    """One record for each name among these sightings: the earliest published of that name."""
    by_name: dict[str, Record] = {}
    for sighting in sightings:
        record = sighting.record
        known = by_name.get(record.name)
        if known is None or _earlier(record, known):
            by_name[record.name] = record
    return tuple(by_name.values())


def _earlier(record: Record, known: Record) -> bool:
    if record.published is None:
        return False
    return known.published is None or record.published.latest < known.published.latest


@dataclass(frozen=True, slots=True)
class Search:
    """What became of one query given to `find`: what was found, or the error that it ended in."""

    path: str
    found: Found | None = None
    error: FirstseenError | None = None
