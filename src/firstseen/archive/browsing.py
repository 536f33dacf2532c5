"""What people look through page by page, newest first: footage, fact-checks and the audit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, func, select, text

from firstseen.archive.base import AuditEntry
from firstseen.archive.folder import media_from
from firstseen.archive.review_schema import review
from firstseen.archive.schema import audit, media, sighting
from firstseen.archive.values import from_text
from firstseen.model.words import match_expression

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from firstseen.model.media import Media
    from firstseen.model.review import ClaimReview

_LONGEST: Final = 400
_NEWEST: Final = 2**62


class Browsing:
    """Lists of an archive for a person. Each gives (number, value), at most `limit`, with numbers below `before`."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading

    def media(self, words: str = "", before: int = 0, limit: int = 50) -> tuple[tuple[int, Media], ...]:
        """Footage, the last added first; with words, what has them all in one of its records."""
        query = select(media.c.number, media.c.facts).where(media.c.number < (before or _NEWEST))
        if words.strip():
            wanted = match_expression(words[:_LONGEST])
            if not wanted:
                return ()
            hits = text(
                "sighting.number IN (SELECT rowid FROM sighting_words WHERE sighting_words MATCH :wanted)"
            )
            holding = select(sighting.c.media_number).where(hits.bindparams(wanted=wanted))
            query = query.where(media.c.number.in_(holding))
        rows = self._rows(query.order_by(media.c.number.desc()).limit(limit))
        return tuple((row.number, media_from(json.loads(row.facts))) for row in rows)

    def reviews(
        self, publisher: str = "", label: str = "", before: int = 0, limit: int = 50
    ) -> tuple[tuple[int, ClaimReview], ...]:
        """Published fact-checks, the last that came in first; those of a publisher, with a rating of ours."""
        query = select(review.c.number, review.c.content).where(review.c.number < (before or _NEWEST))
        if publisher:
            query = query.where(_field("publisher").in_([_plain(publisher)]))
        if label:
            query = query.where(_field("label").in_([_plain(label)]))
        rows = self._rows(query.order_by(review.c.number.desc()).limit(limit))
        return tuple((row.number, from_text(row.content)) for row in rows)

    def publishers(self, limit: int = 100) -> tuple[str, ...]:
        """Who published the fact-checks, those with most first."""
        name = _field("publisher")
        query = select(name).where(name != "").group_by(name)
        rows = self._rows(query.order_by(func.count().desc(), name).limit(limit))
        return tuple(row[0] for row in rows)

    def audit(
        self, who: str = "", what: str = "", subject: str = "", before: int = 0, limit: int = 100
    ) -> tuple[AuditEntry, ...]:
        """What was done, newest first: by somebody, of a kind, to something whose id begins so."""
        query = select(audit).where(audit.c.number < (before or _NEWEST))
        if who:
            query = query.where(audit.c.who == _plain(who))
        if what:
            query = query.where(audit.c.what == _plain(what))
        if subject:
            query = query.where(audit.c.subject.startswith(_plain(subject), autoescape=True))
        with self._reading() as connection:
            rows = connection.execute(query.order_by(audit.c.number.desc()).limit(limit)).mappings().all()
        return tuple(AuditEntry(**row) for row in rows)

    def deeds(self) -> tuple[str, ...]:
        """Every kind of thing that the audit knows to have been done."""
        return tuple(row[0] for row in self._rows(select(audit.c.what).distinct().order_by(audit.c.what)))

    def numbered(self, number: int) -> ClaimReview | None:
        """The fact-check with this number in lists, None when there is none."""
        rows = self._rows(select(review.c.content).where(review.c.number == number))
        return from_text(rows[0].content) if rows else None

    def number_of(self, review_id: str) -> int:
        """The number of a fact-check in lists, 0 when there is none with this id."""
        rows = self._rows(select(review.c.number).where(review.c.id == _plain(review_id)))
        return int(rows[0].number) if rows else 0

    def _rows(self, query: Any) -> Any:  # noqa: ANN401 - rows of whatever was asked for
        with self._reading() as connection:
            return connection.execute(query).all()


def _field(name: str) -> ColumnElement[str]:
    """A field of fact-checks as they are kept."""
    return func.json_extract(review.c.content, f"$.{name}")


def _plain(words: str) -> str:
    # What a person types need not be text, and SQLite takes nothing else.
    return words.encode("utf-8", "replace").decode().strip()
