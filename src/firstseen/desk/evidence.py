"""The pictures of an article, made from the footage of its case and kept in the desk's folder under their digests."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firstseen import jobs
from firstseen.errors import FirstseenError
from firstseen.publish.evidence import Row, side_by_side, timeline
from firstseen.publish.prose.pictured import Placed, side_by_side_words, timeline_words
from firstseen.publish.prose.segments import clock_words
from firstseen.publish.prose.sources import CHECKED, list_sources
from firstseen.workers import Call, Workers

if TYPE_CHECKING:
    from firstseen.desk.casework import CaseVerbs
    from firstseen.model.article import Picture
    from firstseen.model.match import Segment
    from firstseen.model.sighting import Sighting
    from firstseen.publish.evidence import Drawn
    from firstseen.publish.materials import CaseValues
    from firstseen.publish.prose.sources import SourceList

_PAIRS: Final = 2
"""Pairs of frames of an article. Source: the earliest copy, and one more that a reader can compare."""

_LONG_PX: Final = 640


def evidence_pictures(desk: CaseVerbs, values: CaseValues, folder: Path) -> tuple[Picture, ...]:
    """Pairs of frames that show the same, and the timeline, with their files written into `folder`.

    What cannot be read any more makes no picture; the article then has one less.
    """
    found: list[Picture] = []
    sources = list_sources(values)
    for number, (sighting, segment) in enumerate(_pairs(values), 1):
        times_s = _times(segment)
        drawn = _pair(desk, values, sighting, times_s, next(iter(sources.marks(sighting.id)), ""))
        if drawn is not None:
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
    desk: CaseVerbs, values: CaseValues, sighting: Sighting, times_s: tuple[float, float], mark: str
) -> Drawn | None:
    mine = _query_frame(desk, values, times_s[0])
    theirs = _reference_frame(desk, sighting.media_id, times_s[1])
    if mine is None or theirs is None:
        return None
    labels = f"{CHECKED}   {clock_words(times_s[0])}", f"{mark}   {clock_words(times_s[1])}"
    return side_by_side(mine, theirs, *labels)


def _query_frame(desk: CaseVerbs, values: CaseValues, time_s: float) -> bytes | None:
    """A frame of the footage that was checked: as the desk keeps it, else from the file where it lay."""
    footage = values.case.query
    if footage is None:
        return None
    if desk.archive.has(footage.media.id):
        return _reference_frame(desk, footage.media.id, time_s)
    path = Path(footage.path)
    if not path.is_file():
        return None
    call = Call(str(path), jobs.take_pictures, (path, (time_s,), _LONG_PX, desk.settings))
    with Workers(desk.settings.workers) as team:
        (done,) = team.run([call])
    # A file that no longer decodes was told of when it was checked.
    return done.result[0] if done.error is None and done.result else None


def _reference_frame(desk: CaseVerbs, media_id: str, time_s: float) -> bytes | None:
    try:
        stills = desk.archive.description(media_id).stills
        return stills.jpeg(stills.nearest(time_s)) if len(stills) else None
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
