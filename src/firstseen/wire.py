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
        for record in found.records(segment.media_id):
            yield _segment(segment, record, query)


def line(value: Mapping[str, Any]) -> str:
    """The object as one line of JSON: UTF-8, or escaped where a file name is no text; without NaN."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False)
    return text


def _segment(segment: Segment, record: Record, query: str) -> dict[str, Any]:
    published = record.published
    return {
        "query": query,
        "reference": record.name,
        "media_id": segment.media_id,
        # Not rounded: scores rank pairs, and the best lie very close to 1.
        "score": float(segment.score),
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
