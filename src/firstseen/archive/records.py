"""Records, sightings and the audit as rows of records.sqlite. Every function works inside a caller's transaction."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select, text, update

from firstseen.archive.base import AuditCheck, AuditEntry
from firstseen.archive.flags import flag_evidence, flag_footage
from firstseen.archive.folder import media_facts, media_from
from firstseen.archive.schema import audit, media, meta, sighting
from firstseen.errors import FirstseenError, NotFound
from firstseen.model.audit import ORIGIN, chained, first_form, told_digest
from firstseen.model.sighting import Record, Sighting
from firstseen.model.time import PartialDate
from firstseen.model.words import fold, match_expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from firstseen.model.media import Media

_DATES: Final = ("published", "captured", "recorded")
_TEXTS: Final = ("name", "url", "place", "actors", "event", "caption", "language", "source", "added_by")
_SEARCHED: Final = ("name", "url", "place", "actors", "event", "caption", "source")
# What changed in these is evidence; the other fields can name people, who may ask to be forgotten.
_AUDITED: Final = (*_DATES, "url")

_SIGHTING: Final = select(sighting, media.c.id.label("media_id")).join(
    media, media.c.number == sighting.c.media_number
)


def content_digest(media_id: str, record: Record) -> str:
    """A digest of the media and of everything in the record but who added it: equal for a repeat."""
    row = {name: value for name, value in _record_row(record).items() if name != "added_by"}
    return hashlib.sha256(_json({"media": media_id, **row}).encode()).hexdigest()


def sighting_id(content: str) -> str:
    """The id a sighting gets when it is first added: the start of its content digest."""
    return content[:16]


def add_media(connection: Connection, number: int, footage: Media) -> None:
    """Make footage visible."""
    connection.execute(insert(media).values(number=number, id=footage.id, facts=_json(media_facts(footage))))
    append_audit(connection, "add media", footage.id)


def get_media(connection: Connection, media_id: str) -> Media:
    """The file with this id; NotFound when there is none."""
    facts = connection.execute(select(media.c.facts).where(media.c.id == media_id)).scalar()
    if facts is None:
        raise NotFound("media", media_id)
    return media_from(json.loads(facts))


def media_number(connection: Connection, media_id: str) -> int | None:
    """The number under which footage is stored, None when it is not."""
    number = connection.execute(select(media.c.number).where(media.c.id == media_id)).scalar()
    return None if number is None else int(number)


def list_media(connection: Connection) -> tuple[Media, ...]:
    """Every file, in the order of addition."""
    facts = connection.execute(select(media.c.facts).order_by(media.c.number)).scalars()
    return tuple(media_from(json.loads(one)) for one in facts)


def add_sighting(connection: Connection, number: int, media_id: str, record: Record) -> tuple[str, bool]:
    """The id of the sighting with this media and record, and whether it is new."""
    content = content_digest(media_id, record)
    new_id = sighting_id(content)
    known = connection.execute(
        select(sighting.c.id).where((sighting.c.content == content) | (sighting.c.id == new_id))
    ).scalar()
    if known is not None:
        return str(known), False
    added = connection.execute(
        insert(sighting).values(id=new_id, media_number=number, content=content, **_record_row(record))
    )
    _write_words(connection, int(added.lastrowid), record)
    append_audit(connection, "add sighting", new_id, {"media": media_id}, record.added_by)
    flag_footage(connection, media_id, "footage it rests on was seen once more", new_id)
    return new_id, True


def edit_sighting(connection: Connection, found: Sighting, record: Record, by: str) -> None:
    """Replace the record of a sighting; the audit says which fields changed."""
    old, new = _record_row(found.record), _record_row(record)
    changed = {name: _change(name, old[name], new[name]) for name in new if old[name] != new[name]}
    if not changed:
        return
    number = connection.execute(select(sighting.c.number).where(sighting.c.id == found.id)).scalar_one()
    content = content_digest(found.media_id, record)
    connection.execute(update(sighting).where(sighting.c.number == number).values(content=content, **new))
    connection.execute(text("DELETE FROM sighting_words WHERE rowid = :number"), {"number": number})
    _write_words(connection, int(number), record)
    append_audit(connection, "edit sighting", found.id, {"media": found.media_id, "changed": changed}, by)
    flag_evidence(connection, found.id, "the record of a sighting it rests on was changed")


def get_sighting(connection: Connection, wanted: str) -> Sighting:
    """The sighting with this id; NotFound when there is none."""
    row = connection.execute(_SIGHTING.where(sighting.c.id == wanted)).first()
    if row is None:
        raise NotFound("sighting", wanted)
    return _sighting(row)


def list_sightings(connection: Connection, media_id: str | None = None) -> tuple[Sighting, ...]:
    """Every sighting, or those of one media, in the order of addition."""
    query = _SIGHTING.order_by(sighting.c.number)
    if media_id is not None:
        query = query.where(media.c.id == media_id)
    return tuple(_sighting(row) for row in connection.execute(query))


def find_sightings(connection: Connection, words: str, limit: int) -> tuple[Sighting, ...]:
    """Sightings that hold every word, best first."""
    wanted = match_expression(words)
    if not wanted:
        return ()
    hits = connection.execute(
        text(
            "SELECT rowid FROM sighting_words WHERE sighting_words MATCH :wanted ORDER BY rank LIMIT :limit"
        ),
        {"wanted": wanted, "limit": limit},
    ).scalars()
    order = {int(number): place for place, number in enumerate(hits)}
    rows = connection.execute(_SIGHTING.where(sighting.c.number.in_(order))).all()
    return tuple(_sighting(row) for row in sorted(rows, key=lambda row: order[row.number]))


def delete_media_rows(connection: Connection, number: int) -> None:
    """Remove a media and its sightings with their words; the caller has removed what else refers to it."""
    numbers = connection.execute(select(sighting.c.number).where(sighting.c.media_number == number)).scalars()
    for one in numbers.all():
        connection.execute(text("DELETE FROM sighting_words WHERE rowid = :number"), {"number": one})
    # The index marks words as deleted; merging its pieces is what takes them out.
    connection.execute(text("INSERT INTO sighting_words (sighting_words) VALUES ('optimize')"))
    connection.execute(delete(sighting).where(sighting.c.media_number == number))
    connection.execute(delete(media).where(media.c.number == number))


def append_audit(
    connection: Connection, what: str, subject: str, detail: dict[str, Any] | None = None, who: str = ""
) -> None:
    """Write down what is done, chained to the entry before."""
    last = connection.execute(select(audit.c.digest).order_by(audit.c.number.desc()).limit(1)).scalar()
    entry = {
        "who": who,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "what": what,
        "subject": subject,
        "detail": _json(detail or {}),
    }
    previous = str(last or ORIGIN)
    digest = chained(previous, told_digest(**entry))
    connection.execute(insert(audit).values(**entry, previous=previous, digest=digest))


def list_audit(connection: Connection) -> tuple[AuditEntry, ...]:
    """Every entry, oldest first; raises FirstseenError when one was changed or is missing."""
    checked = check_audit(connection)
    if checked.problem:
        raise FirstseenError(f"{checked.problem}: compare the desk with a backup")
    return checked.entries


def check_audit(connection: Connection, expected: str = "") -> AuditCheck:
    """The audit with what is wrong with it: the first entry that was altered, or that `expected` is gone.

    `expected` is a digest that somebody noted, of the newest entry then: when no entry has it any more, the end was
    cut off or the whole was written anew.
    """
    rows = connection.execute(select(audit).order_by(audit.c.number)).mappings()
    entries = tuple(AuditEntry(**row) for row in rows)
    previous = ORIGIN
    for entry in entries:
        told = (entry.who, entry.at, entry.what, entry.subject, entry.detail)
        if entry.digest not in {
            chained(entry.previous, told_digest(*told)),
            first_form(entry.previous, *told),
        }:
            problem = f"audit entry {entry.number} was altered after it was written"
            return AuditCheck(entries, entry.number, problem)
        if entry.previous != previous:
            problem = (
                f"an entry before audit entry {entry.number} was altered or removed after it was written"
            )
            return AuditCheck(entries, entry.number, problem)
        previous = entry.digest
    if expected and expected not in {entry.digest for entry in entries}:
        problem = f"no audit entry has the digest {expected}: entries were removed from its end, or it was written anew"
        return AuditCheck(entries, None, problem)
    return AuditCheck(entries)


def get_fact(connection: Connection, key: str) -> str | None:
    """One fact about the archive, None when it is not set."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()


def set_fact(connection: Connection, key: str, value: str) -> None:
    """Set one fact about the archive."""
    connection.execute(
        text(
            "INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value"
        ),
        {"key": key, "value": value},
    )


def count_up(connection: Connection, key: str, by: int = 1) -> None:
    """Add to a number among the facts."""
    set_fact(connection, key, str(int(get_fact(connection, key) or 0) + by))


def _write_words(connection: Connection, number: int, record: Record) -> None:
    words = fold(
        " ".join([*(getattr(record, name) for name in _SEARCHED), *(value for _, value in record.extra)])
    )
    connection.execute(
        text("INSERT INTO sighting_words (rowid, words) VALUES (:number, :words)"),
        {"number": number, "words": words},
    )


def _record_row(record: Record) -> dict[str, str | None]:
    row: dict[str, str | None] = {name: getattr(record, name) for name in _TEXTS}
    for name in _DATES:
        row[name] = _date_text(getattr(record, name))
    row["extra"] = _json(record.extra)
    return row


def _record(row: Row[Any]) -> Record:
    values: dict[str, Any] = {name: getattr(row, name) for name in _TEXTS}
    for name in _DATES:
        values[name] = _date(getattr(row, name))
    extra: Sequence[Sequence[str]] = json.loads(row.extra)
    return Record(**values, extra=tuple((name, value) for name, value in extra))


def _sighting(row: Row[Any]) -> Sighting:
    return Sighting(row.id, row.media_id, _record(row))


def _date_text(date: PartialDate | None) -> str | None:
    if date is None:
        return None
    facts = {field.name: getattr(date, field.name) for field in fields(date)}
    return _json({**facts, "earliest": date.earliest.isoformat(), "latest": date.latest.isoformat()})


def _date(stored: str | None) -> PartialDate | None:
    if stored is None:
        return None
    facts = json.loads(stored)
    ends = {name: datetime.fromisoformat(facts[name]) for name in ("earliest", "latest")}
    return PartialDate(**{**facts, **ends})


def _change(name: str, old: str | None, new: str | None) -> list[str | None]:
    return [old, new] if name in _AUDITED else []


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
