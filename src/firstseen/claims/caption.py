"""A text becomes what it asserts, slot by slot; a caption a claim; a record what its source says of the footage."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.claims.actors import find_actors
from firstseen.claims.dates import find_dates, remembers, says_old
from firstseen.claims.events import find_dated_events, find_kinds
from firstseen.claims.inferring import (
    nationals,
    people_from,
    where_from_people,
    where_launched,
    where_of_events,
)
from firstseen.claims.language import language_of
from firstseen.claims.occasions.framing import only_shown
from firstseen.claims.occasions.mechanisms import find_mechanisms, is_curiosity
from firstseen.claims.parting import told_apart
from firstseen.claims.places import find_places
from firstseen.model.claim import Assertion, Claim, Quote, Reading, What, When, Where, Who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.claims.actors import Lexicon
    from firstseen.claims.occasions.dated import DatedEvent
    from firstseen.model.sighting import Record
    from firstseen.model.time import PartialDate

READ_AT_MOST: Final = 10_000
"""Characters of one text that are read for what it asserts: no caption and no record's field comes near."""

FIELD_AT_MOST: Final = 1_000
"""The same for a record's place and actors: names, not texts."""

NAMED_AT_MOST: Final = 100
"""Places, actors, kinds and times of one text that are kept, the first ones."""

POSTED_REASON = "no time is stated: taken to be the time of the post"

_RELATIVE: Final = "relative to the post"
"""The reason of a time that is told from the day of the post."""

_ADJOINING: Final = 2
"""Characters between two quotes that stand side by side."""


def read_text(
    text: str, *, posted: PartialDate | None = None, language: str = "", lexicon: Lexicon | None = None
) -> Reading:
    """Everything a text asserts, with the words it was read from; what known events imply is marked as inferred.

    Only its first `READ_AT_MOST` characters are read, and `text` of the answer holds them alone.
    """
    text = text[:READ_AT_MOST]
    tongue = language or language_of(text)
    events = find_dated_events(text, tongue, posted)[:NAMED_AT_MOST]
    where, who = told_apart(
        text,
        find_places(text, tongue)[:NAMED_AT_MOST],
        find_actors(text, tongue, lexicon)[:NAMED_AT_MOST],
    )
    dates = find_dates(text, posted=posted, language=tongue)[:NAMED_AT_MOST]
    return Reading(
        text=text,
        language=tongue,
        when=(*dates, *(_when_of(event, posted) for event in events)),
        where=(*where, *where_of_events(events, where)),
        who=(*who, *people_from(text, where, who)),
        what=only_shown(
            text, (*find_kinds(text, tongue)[:NAMED_AT_MOST], *find_mechanisms(text)[:NAMED_AT_MOST])
        ),
    )


def read_claim(
    text: str,
    *,
    posted: PartialDate | None = None,
    language: str = "",
    claimant: str = "",
    url: str = "",
    lexicon: Lexicon | None = None,
) -> Claim:
    """What a caption asserts about its footage, with what follows from it, marked as inferred.

    Without a stated time that is the time of the post, unless the caption says that it is old, looks back, or tells no
    news; without a stated place the countries of those it names.
    """
    reading = read_text(text, posted=posted, language=language, lexicon=lexicon)
    told = tuple(when for when in reading.when if not _goes_on(when, posted))
    old, memory = says_old(reading.text, reading.language), remembers(reading.text)
    if posted is not None and (old or memory):
        told = tuple(when for when in told if not _of_telling(when, posted, old, memory, told))
    past = old or memory or _is_timeless(reading)
    when = told if told or past or posted is None else (*reading.when, _as_posted(posted))
    where = (*reading.where, *where_launched(reading), *where_from_people(reading))
    digest = hashlib.sha256("\x1f".join([text, posted.iso if posted else "", url]).encode("utf-8", "replace"))
    return Claim(
        id=digest.hexdigest()[:16],
        reading=replace(reading, when=when, where=where),
        posted=posted,
        claimant=claimant,
        url=url,
    )


def read_record(sighting_id: str, record: Record, *, lexicon: Lexicon | None = None) -> tuple[Assertion, ...]:
    """What a record's source says of the footage: its place, actors and event together, and its caption apart.

    A place that the record names is where it happened; only without one, places in the words on the event are. The
    caption is what somebody wrote under the footage, and weak.
    """
    said = []
    fields = [record.place, record.actors, record.event]
    if any(field.strip() for field in fields):
        reading = _read_fields(record, lexicon)
        said.append(Assertion(sighting_id, record.source, "record", reading, record.url))
    if record.caption.strip():
        reading = read_text(
            record.caption, posted=record.published, language=record.language, lexicon=lexicon
        )
        said.append(Assertion(sighting_id, record.source, "caption", reading, record.url, weak=True))
    return tuple(said)


def _when_of(event: DatedEvent, posted: PartialDate | None) -> When:
    """The event's time; one that goes on to this day ends with the post."""
    date = event.date
    if posted is not None and date.earliest < posted.latest < date.latest:
        date = replace(date, latest=posted.latest, precision="interval")
    exact = date.precision != "interval"
    return When(date, "inferred", event.quote, reason=f"event: {event.name}", exact=exact)


def _goes_on(when: When, posted: PartialDate | None) -> bool:
    """Whether a time only says since when something has been going on, up to the post."""
    if "since" in when.reason:
        return True
    event = when.reason.startswith("event:")
    return event and posted is not None and when.date.latest >= posted.latest and not when.exact


def _of_telling(
    when: When, posted: PartialDate, old: Quote | None, memory: Quote | None, told: Sequence[When]
) -> bool:
    """Whether a time is when old footage is told of, not when it is from: "old video, shared again now".

    Words of memory name the day of the post themselves ("on this day in 2013", "ten years ago today", "اليوم ذكرى").
    After "years ago" and in a memory only those right beside do: "three years ago they fled; today they march in".
    """
    if not _is_day_of(when, posted) or when.quote is None:
        return False
    if any(_adjoin(when.quote, words) for words in (old, memory) if words):
        return True
    years_ago = any(
        other.quote and old and _adjoin(other.quote, old) and not _is_day_of(other, posted)
        for other in told
        if _RELATIVE in other.reason
    )
    return old is not None and not years_ago


def _adjoin(one: Quote, other: Quote) -> bool:
    return one.start <= other.end + _ADJOINING and other.start <= one.end + _ADJOINING


def _is_day_of(when: When, posted: PartialDate) -> bool:
    return _RELATIVE in when.reason and when.date.latest >= posted.earliest


def _is_timeless(reading: Reading) -> bool:
    """Whether a caption tells of a sight of nature, and neither where nor with whom: it is no news of a day."""
    kinds = [what.kind for what in reading.what]
    return bool(kinds) and all(map(is_curiosity, kinds)) and not reading.where and not reading.who


def _as_posted(posted: PartialDate) -> When:
    return When(posted, "inferred", None, reason=POSTED_REASON, exact=False)


def _read_fields(record: Record, lexicon: Lexicon | None) -> Reading:
    """One reading of the record's fields, joined by line ends; its field gives each place and actor its part."""
    place = read_text(record.place[:FIELD_AT_MOST], language=record.language, lexicon=lexicon)
    actors = read_text(record.actors[:FIELD_AT_MOST], language=record.language, lexicon=lexicon)
    event = read_text(record.event, language=record.language, lexicon=lexicon)
    start_of_actors = len(place.text) + 1
    start_of_event = start_of_actors + len(actors.text) + 1
    where = tuple(
        found if found.role in {"of", "denied"} else replace(found, role="at") for found in place.where
    )
    who = tuple(_moved(found, start_of_actors) for found in actors.who)
    who = tuple(replace(found, role="agent") if found.role != "denied" else found for found in who)
    return Reading(
        text=f"{place.text}\n{actors.text}\n{event.text}",
        language=event.language if record.event.strip() else place.language,
        when=tuple(_moved(found, start_of_event) for found in event.when if found.exact),
        where=where or tuple(_moved(found, start_of_event) for found in event.where),
        who=who or tuple(_moved(found, start_of_event) for found in (*event.who, *nationals(event))),
        what=tuple(_moved(found, start_of_event) for found in event.what),
    )


def _moved[Slotted: (When, Where, Who, What)](found: Slotted, by: int) -> Slotted:
    """The same with its quote that many characters further on."""
    if found.quote is None:
        return found
    return replace(found, quote=Quote(found.quote.start + by, found.quote.end + by, found.quote.text))
