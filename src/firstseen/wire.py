"""Answers as JSON: the same values as the library gives, under names that stay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from firstseen.model.found import Found
    from firstseen.model.match import Segment
    from firstseen.model.sighting import Record

KEYS: Final = (
    "query",
    "reference",
    "media_id",
    "score",
    "band",
    "track",
    "outcome",
    "query_start_s",
    "query_end_s",
    "reference_start_s",
    "reference_end_s",
    "speed",
    "mirrored",
    "reversed",
    "region",
    "published",
    "published_basis",
    "url",
)
"""The keys of one object of `find --json`, in order; the contract of docs/reference/json.md."""


def found_objects(found: Found, query: str, *, unlikely: bool = False) -> Iterator[dict[str, Any]]:
    """One object for each segment worth showing and each name its footage was added under, best reference first."""
    for segment in found.shown(unlikely=unlikely):
        for record in named_records(found, segment.media_id):
            yield _segment(segment, record, query)


def named_records(found: Found, media_id: str) -> tuple[Record, ...]:
    """The records of one media, one for each name it was added under: the earliest published of that name."""
    by_name: dict[str, Record] = {}
    for sighting in found.sightings.get(media_id, ()):
        record = sighting.record
        known = by_name.get(record.name)
        if known is None or _earlier(record, known):
            by_name[record.name] = record
    return tuple(by_name.values())


def line(value: Mapping[str, Any]) -> str:
    """The object as one line of JSON, in UTF-8 as it is read, without NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _earlier(record: Record, known: Record) -> bool:
    if record.published is None:
        return False
    return known.published is None or record.published.latest < known.published.latest


def _segment(segment: Segment, record: Record, query: str) -> dict[str, Any]:
    published = record.published
    return {
        "query": query,
        "reference": record.name,
        "media_id": segment.media_id,
        "score": round(float(segment.score), 6),
        "band": segment.band,
        "track": segment.track,
        "outcome": segment.outcome,
        "query_start_s": _seconds(segment.query.start_s),
        "query_end_s": _seconds(segment.query.end_s),
        "reference_start_s": _seconds(segment.reference.start_s),
        "reference_end_s": _seconds(segment.reference.end_s),
        "speed": round(float(segment.speed), 4),
        "mirrored": bool(segment.mirrored),
        "reversed": bool(segment.reversed),
        "region": [round(float(share), 4) for share in segment.region],
        "published": published.iso if published else None,
        "published_basis": published.basis if published else None,
        "url": record.url or None,
    }


def _seconds(time_s: float) -> float:
    return round(float(time_s), 3)
