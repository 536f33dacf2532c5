"""The pictures of an article, made from the footage of its case and kept in the desk's folder under their digests."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firstseen.errors import FirstseenError
from firstseen.publish.evidence import Row, side_by_side, timeline
from firstseen.publish.prose.pictured import Placed, side_by_side_words, timeline_words
from firstseen.publish.prose.segments import clock_words
from firstseen.publish.prose.sources import CHECKED, list_sources

if TYPE_CHECKING:
    from firstseen.desk.showing import ShowVerbs
    from firstseen.model.article import Picture
    from firstseen.model.match import Segment
    from firstseen.model.sighting import Sighting
    from firstseen.publish.evidence import Drawn
    from firstseen.publish.materials import CaseValues
    from firstseen.publish.prose.sources import SourceList

_PAIRS: Final = 2
"""Pairs of frames of an article. Source: the earliest copy, and one more that a reader can compare."""


def evidence_pictures(desk: ShowVerbs, values: CaseValues, folder: Path) -> tuple[Picture, ...]:
    """Pairs of frames that show the same, and the timeline, with their files written into `folder`.

    What cannot be read any more makes no picture; the article then has one less.
    """
    found: list[Picture] = []
    sources = list_sources(values)
    for number, (sighting, segment) in enumerate(_pairs(values), 1):
        pair = _pair(desk, values, sighting, segment, next(iter(sources.marks(sighting.id)), ""))
        if pair is not None:
            drawn, times_s = pair
            name = "side-by-side" if number == 1 else f"side-by-side-{number}"
            found.append(side_by_side_words(values, sighting, segment, times_s, _kept(drawn, folder, name)))
    rows = _rows(values, sources)
    if len(rows) > 1:
        found.append(timeline_words(values, sources, _kept(timeline(rows), folder, "timeline")))
    return tuple(found)


def _pairs(values: CaseValues) -> list[tuple[Sighting, Segment]]:
    """The sightings whose pictures the query shows, earliest first, each with its surest segment."""
    if values.case.query is None or not values.case.query.media.has_picture:
        return []
    found = []
    seen: set[str] = set()
    for sighting in values.timeline.sightings:
        pictures = [one for one in sighting.segments if one.track == "picture"]
        if pictures and sighting.media_id not in seen:
            seen.add(sighting.media_id)
            found.append((sighting, max(pictures, key=lambda one: one.score)))
    return found[:_PAIRS]


def _times(segment: Segment) -> tuple[float, float]:
    """When the frames stand that show the match best; where nobody noted them, when it begins."""
    noted = segment.evidence_times_s
    return noted if noted != (0.0, 0.0) else (segment.query.start_s, segment.reference.start_s)


def _pair(
    desk: ShowVerbs, values: CaseValues, sighting: Sighting, segment: Segment, mark: str
) -> tuple[Drawn, tuple[float, float]] | None:
    """Both frames beside each other, and their times; None where one is not kept any more."""
    query = values.case.query
    wanted = _times(segment)
    frames = [
        _frame(desk, media_id, time_s)
        for media_id, time_s in zip((query.media.id if query else "", sighting.media_id), wanted, strict=True)
    ]
    mine, theirs = frames
    if mine is None or theirs is None:
        return None
    labels = f"{CHECKED}   {clock_words(mine[1])}", f"{mark}   {clock_words(theirs[1])}"
    drawn = side_by_side(mine[0], theirs[0], *labels)
    return (drawn, (mine[1], theirs[1])) if drawn is not None else None


def _frame(desk: ShowVerbs, media_id: str, time_s: float) -> tuple[bytes, float] | None:
    """The kept frame nearest to a time, and its own time."""
    try:
        stills = desk.stills(media_id)
        index = stills.nearest(time_s)
        return stills.jpeg(index), float(stills.times_s[index])
    except (FirstseenError, OSError):
        # Footage that was deleted since has no frames; the case is flagged for it.
        return None


def _rows(values: CaseValues, sources: SourceList) -> list[Row]:
    rows = [
        Row(mark, sighting.record.published)
        for sighting in values.timeline.sightings
        if sighting.record.published and (mark := next(iter(sources.marks(sighting.id)), ""))
    ]
    posted = values.claim.posted
    return [*rows[:8], Row(CHECKED, posted, claim=True)] if posted else rows[:8]


def _kept(drawn: Drawn, folder: Path, id_: str) -> Placed:
    """The picture in a file named by its digest; the same picture is kept once."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{hashlib.sha256(drawn.content).hexdigest()}.{drawn.suffix}"
    if not (folder / name).is_file():
        handle, part = tempfile.mkstemp(prefix=".part-", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(drawn.content)
        Path(part).replace(folder / name)
    return Placed(id_, name, drawn.width_px, drawn.height_px)
