"""Where and when footage was seen, and the dated history that makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from firstseen.model.match import Segment
    from firstseen.model.time import PartialDate

Confidence = Literal["established", "probable", "possible", "unknown"]


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody noted about one appearance of a file: where, when, what was said of it.

    Three dates that are never mixed: `published` (when it went online or on air), `captured` (when an archive or a
    person saved it) and `recorded` (when the camera ran). Unknown is None or an empty text, never a guess.
    `extra` keeps every column or field that has no slot of its own, as (name, value).
    """

    name: str
    url: str = ""
    published: PartialDate | None = None
    captured: PartialDate | None = None
    recorded: PartialDate | None = None
    place: str = ""
    actors: str = ""
    event: str = ""
    caption: str = ""
    language: str = ""
    source: str = ""
    added_by: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """Footage seen at one place on one date: the record, its media, and the segments that prove it."""

    id: str
    media_id: str
    record: Record
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The sightings of one piece of footage, oldest publication first; those without a date come last.

    `first_seen` is the sighting whose latest possible publication is earliest, or None. `confidence` is a word for
    how surely it is, and `reasons` say why.
    """

    sightings: tuple[Sighting, ...] = ()
    first_seen: Sighting | None = None
    confidence: Confidence = "unknown"
    reasons: tuple[str, ...] = field(default=())
