"""What a report says, as plain values: the template only places them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from firstseen.model.found import facts_of
from firstseen.publish.charts import Axis, Lanes, axis_of, bar_of, lanes_of
from firstseen.publish.pictures import pairs, picture
from firstseen.publish.words import (
    clock,
    counted,
    facts_words,
    is_whole,
    part_words,
    record_words,
    region_words,
    rejected_lines,
    speed_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firstseen.model.descriptor import Box, Description
    from firstseen.model.found import Found
    from firstseen.model.match import Segment
    from firstseen.model.sighting import Record, Sighting, Timeline
    from firstseen.settings import Report as ReportSettings

_STRIP_PX = 160


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture with its time; `gated` says why it proves nothing, or is empty."""

    image: str
    time: str
    gated: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures of one moment, and what of them is the same, as points of an SVG 100 wide; empty for all of it."""

    query: Shot
    reference: Shot
    query_outline: str
    reference_outline: str


@dataclass(frozen=True, slots=True)
class Match:
    """One segment: its number, words and pictures."""

    number: int
    segment: Segment
    score: str
    does: str
    query_time: str
    reference_time: str
    done: tuple[str, ...]
    reasons: tuple[str, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: its records, its chart, its segments."""

    title: str
    media_id: str
    records: tuple[Record, ...]
    facts: str
    losses: tuple[str, ...]
    lanes: Lanes
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One sighting in the timeline: its bar (start and width in percent) when it has a date."""

    sighting: Sighting
    words: str
    url: str
    first: bool
    track: str
    band: str
    bar: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the query with its own first seen."""

    time: str
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the section on one query says."""

    number: int
    title: str
    found: Found
    facts: str
    archive_size: str
    gated: tuple[tuple[str, int], ...]
    strip: tuple[Shot, ...]
    rows: tuple[Row, ...]
    axis: Axis
    stretches: tuple[Stretch, ...]
    references: tuple[Reference, ...]
    more: int
    first_url: str
    compared_with: str
    shared: str
    rejected: tuple[str, ...]


def page_of(
    found: Found,
    references: Mapping[str, Description],
    settings: ReportSettings,
    *,
    number: int,
    archive_size: int,
) -> Page:
    """What the report says of one query."""
    facts = facts_of(found.query)
    shown = found.shown()
    ids = list(dict.fromkeys(segment.media_id for segment in shown))
    made = [
        _reference(found, references[media_id], [s for s in shown if s.media_id == media_id], settings)
        for media_id in ids[: settings.references]
        if media_id in references
    ]
    axis = axis_of([s.record.published for s in found.timeline.sightings if s.record.published])
    first = found.timeline.first_seen
    return Page(
        number=number,
        title=found.query.media.name,
        found=found,
        facts=facts_words(facts),
        archive_size=counted(archive_size, "file", "files"),
        gated=facts.gated,
        strip=_strip(found.query, settings.strip_frames),
        rows=()
        if found.compared
        else tuple(_row(s, axis, first=s is first) for s in found.timeline.sightings),
        axis=axis,
        stretches=tuple(
            Stretch(part_words(part), part.timeline) for part in found.parts if len(found.parts) > 1
        ),
        references=tuple(made),
        more=len(ids) - len(made),
        first_url=safe_url(first.record.url) if first else "",
        compared_with=", ".join(media.name for media in found.media.values()),
        shared=f"{counted(len(shown), 'shared stretch', 'shared stretches')}" if shown else "nothing shared",
        rejected=tuple(rejected_lines(found)),
    )


def _row(sighting: Sighting, axis: Axis, *, first: bool) -> Row:
    tracks = sorted({segment.track for segment in sighting.segments})
    return Row(
        sighting=sighting,
        words=record_words(sighting.record),
        url=safe_url(sighting.record.url),
        first=first,
        track=" and ".join(tracks) if len(tracks) > 1 else f"{tracks[0]} only",
        band=sighting.segments[0].band,
        bar=bar_of(sighting.record.published, axis) if sighting.record.published else None,
    )


def safe_url(url: str) -> str:
    """The address if a click on it is harmless, else nothing: records come from anywhere."""
    try:
        return url if urlsplit(url).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _strip(query: Description, count: int) -> tuple[Shot, ...]:
    """Frames of the query at even distances, gated ones marked with their reason."""
    stills = query.stills
    if not len(stills):
        return ()
    gated = {round(frame.time_s, 2): frame.reason for frame in query.gated}
    chosen = np.unique(np.linspace(0, len(stills) - 1, min(count, len(stills))).round().astype(int))
    return tuple(
        Shot(
            picture(stills, int(index), _STRIP_PX),
            clock(float(stills.times_s[index])),
            gated.get(round(float(stills.times_s[index]), 2), ""),
        )
        for index in chosen
    )


def _reference(
    found: Found, reference: Description, segments: Sequence[Segment], settings: ReportSettings
) -> Reference:
    media = reference.media
    records = found.records(media.id)
    return Reference(
        title=" = ".join(record.name for record in records) or media.name,
        media_id=media.id,
        records=records,
        facts=facts_words(facts_of(reference)),
        losses=reference.losses,
        lanes=lanes_of(found.query.media, media, segments),
        matches=tuple(
            _match(number, segment, found.query, reference, settings)
            for number, segment in enumerate(segments, start=1)
        ),
    )


def _match(
    number: int, segment: Segment, query: Description, reference: Description, settings: ReportSettings
) -> Match:
    done = [speed_words(segment.speed)]
    done += ["mirrored"] if segment.mirrored else []
    done += ["runs backwards"] if segment.reversed else []
    done += region_words(segment) if segment.track == "picture" else []
    shots: list[Pair] = []
    if segment.track == "picture":
        inside = () if is_whole(segment.query_region) else corners(segment.query_region)
        outlines = points(inside), points(segment.outline)
        for mine, theirs in pairs(segment, query.stills, reference.stills, settings.moments):
            left = _shot(query, mine, settings.picture_px)
            right = _shot(reference, theirs, settings.picture_px)
            if left.image and right.image:
                shots.append(Pair(left, right, *outlines))
    return Match(
        number=number,
        segment=segment,
        score="over .999" if segment.score > 0.999 else f"{segment.score:.3f}".lstrip("0"),  # noqa: PLR2004
        does=_does(segment),
        query_time=f"{clock(segment.query.start_s)}–{clock(segment.query.end_s)}",
        reference_time=f"{clock(segment.reference.start_s)}–{clock(segment.reference.end_s)}",
        done=tuple(done),
        reasons=tuple(reason.sentence for reason in segment.reasons if reason.sentence),
        pairs=tuple(shots),
    )


def corners(box: Box) -> tuple[tuple[float, float], ...]:
    """The four corners of a part of a picture, clockwise from its top left, as shares of the picture."""
    x0, y0, x1, y1 = box
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def points(outline: Sequence[tuple[float, float]]) -> str:
    """An outline, given as shares of a picture, as points of an SVG that is 100 wide and 100 high."""
    return " ".join(f"{100 * x:.2f},{100 * y:.2f}" for x, y in outline)


def _does(segment: Segment) -> str:
    if segment.track == "sound":
        return "sounds like"
    return "shows" if segment.outcome == "same_footage" else "shows the same scene, in another recording, as"


def _shot(description: Description, index: int, long_px: int) -> Shot:
    time_s = float(description.stills.times_s[index])
    return Shot(picture(description.stills, index, long_px), clock(time_s))
