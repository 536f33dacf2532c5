"""What frame compare works on: every segment with its geometry, and pairs of kept pictures that show one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from firstseen.errors import NotFound
from firstseen.model.found import shown_segments
from firstseen.publish.pages import corners, points
from firstseen.publish.pictures import pairs
from firstseen.publish.words import clock, is_whole
from firstseen.web.item.timeline import stretch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstseen.desk import Desk
    from firstseen.model.case import Case, History
    from firstseen.model.match import Segment
    from firstseen.model.media import Media

_PAIRS: Final = 3
"""Pairs of pictures that a page shows without scripts."""

_SEGMENTS: Final = 200
_SURE: Final = 0.999


@dataclass(frozen=True, slots=True)
class Shared:
    """A segment: its number on the page, what it is called, how the two pictures lie on each other."""

    number: int
    segment: Segment
    title: str
    times: str
    score: str
    outline: str
    inside: str
    rejected: str = ""

    @property
    def geometry(self) -> dict[str, Any]:
        """What the script needs, times in seconds, places as shares of the picture."""
        one = self.segment
        return {
            "number": self.number,
            "media": one.media_id,
            "title": self.title,
            "times": self.times,
            "query": [one.query.start_s, one.query.end_s],
            "reference": [one.reference.start_s, one.reference.end_s],
            "speed": one.speed,
            "mirrored": one.mirrored,
            "reversed": one.reversed,
            "track": one.track,
            "region": list(one.region),
            "queryRegion": list(one.query_region),
            "outline": [list(corner) for corner in one.outline],
            "evidence": list(one.evidence_times_s),
        }


@dataclass(frozen=True, slots=True)
class Pictured:
    """Two kept pictures of one moment: their times in seconds and in words."""

    query_s: float
    reference_s: float

    @property
    def query_time(self) -> str:
        """The time in the footage that is checked."""
        return clock(self.query_s)

    @property
    def reference_time(self) -> str:
        """The time in the known footage."""
        return clock(self.reference_s)


@dataclass(frozen=True, slots=True)
class CompareView:
    """The segments, the one that is chosen, and pairs of pictures of it."""

    query: Media
    segments: tuple[Shared, ...]
    more: int
    chosen: Shared | None
    pairs: tuple[Pictured, ...]
    missing: str
    """"query" or "reference" when no picture of it is kept; empty otherwise."""

    @property
    def geometry(self) -> list[dict[str, Any]]:
        """All segments for the script."""
        return [one.geometry for one in self.segments]


def compare_view(desk: Desk, case: Case, history: History | None, chosen: int) -> CompareView | None:
    """What is compared in a case; None for one without footage. `chosen` is the number of a segment, 0 for the best."""
    if case.query is None or history is None:
        return None
    segments = tuple(_shared(history))
    picked = next((one for one in segments if one.number == chosen), _best(segments))
    shown, missing = _pairs(desk, case.query.media.id, picked)
    return CompareView(
        case.query.media, segments[:_SEGMENTS], max(0, len(segments) - _SEGMENTS), picked, shown, missing
    )


def _best(segments: Sequence[Shared]) -> Shared | None:
    """The best segment that can be looked at; the best of all where only sound matches."""
    looked = (one for one in segments if one.segment.track == "picture")
    return next(looked, segments[0] if segments else None)


def match_pairs(desk: Desk, query_id: str, segment: Segment) -> tuple[Pictured, ...]:
    """Pairs of kept pictures of one segment; none when the pictures of either are gone."""
    return _pictured(desk, query_id, segment)[0]


def _shared(history: History) -> Iterator[Shared]:
    shown = shown_segments(history.segments)
    others = [segment for segment in history.segments if segment.band == "unlikely"]
    rejected = [(segment, one) for one in history.rejected for segment in one.segments]
    everything: Sequence[tuple[Segment, str]] = (
        *((segment, "") for segment in (*shown, *others)),
        *((segment, f"{one.by}: {one.reason}") for segment, one in rejected),
    )
    for number, (segment, why) in enumerate(everything, start=1):
        yield Shared(
            number=number,
            segment=segment,
            title=reference_title(history, segment.media_id),
            times=stretch(segment),
            score="> .999" if segment.score > _SURE else f"{segment.score:.3f}".lstrip("0"),
            outline=points(segment.outline or corners(segment.region)),
            inside="" if is_whole(segment.query_region) else points(corners(segment.query_region)),
            rejected=why,
        )


def reference_title(history: History, media_id: str) -> str:
    """What a reference is called: the names of its records, else its file's name, else its id."""
    names = [record.name for record in history.records(media_id)]
    names += [media.name for media in history.media if media.id == media_id]
    return names[0] if names else media_id[:12]


def _pairs(desk: Desk, query_id: str, picked: Shared | None) -> tuple[tuple[Pictured, ...], str]:
    if picked is None or picked.segment.track == "sound":
        return (), ""
    return _pictured(desk, query_id, picked.segment)


def _pictured(desk: Desk, query_id: str, segment: Segment) -> tuple[tuple[Pictured, ...], str]:
    try:
        mine = desk.stills(query_id)
    except NotFound:
        return (), "query"
    try:
        theirs = desk.stills(segment.media_id)
    except NotFound:
        return (), "reference"
    chosen = pairs(segment, mine, theirs, _PAIRS)
    return tuple(
        Pictured(float(mine.times_s[one]), float(theirs.times_s[other])) for one, other in chosen
    ), ""


__all__ = ["CompareView", "Pictured", "Shared", "compare_view", "match_pairs", "reference_title"]
