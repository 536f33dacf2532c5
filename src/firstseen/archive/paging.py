"""Lists a page at a time: what comes after a number, which no later addition moves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from firstseen.archive.base import AuditEntry
from firstseen.archive.folder import media_from
from firstseen.archive.review_schema import review
from firstseen.archive.schema import audit, media
from firstseen.archive.values import from_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from firstseen.model.media import Media
    from firstseen.model.review import ClaimReview


class Pages:
    """The lists of an archive. Each gives (number, value), at most `limit`, those after the number `after`."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading

    def media(self, after: int, limit: int) -> tuple[tuple[int, Media], ...]:
        """Footage, in the order of addition."""
        query = select(media.c.number, media.c.facts).where(media.c.number > after)
        rows = self._rows(query.order_by(media.c.number).limit(limit))
        return tuple((row.number, media_from(json.loads(row.facts))) for row in rows)

    def reviews(self, after: int, limit: int) -> tuple[tuple[int, ClaimReview], ...]:
        """Published fact-checks, in the order in which they came in."""
        query = select(review.c.number, review.c.content).where(review.c.number > after)
        rows = self._rows(query.order_by(review.c.number).limit(limit))
        return tuple((row.number, from_text(row.content)) for row in rows)

    def audit(self, after: int, limit: int) -> tuple[tuple[int, AuditEntry], ...]:
        """Everything that was done, oldest first."""
        query = select(audit).where(audit.c.number > after).order_by(audit.c.number).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple((row["number"], AuditEntry(**row)) for row in rows)

    def _rows(self, query: Any) -> Any:  # noqa: ANN401 - rows of whatever was asked for
        with self._reading() as connection:
            return connection.execute(query).all()
