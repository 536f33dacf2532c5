"""Readings of published pages as rows of records.sqlite: a number for each page, day and source of the count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert

from firstseen.archive.schema import page_view

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from firstseen.model.views import Totals

_SERVED: Final = "served"
"""The source of what the desk counted itself."""


class Views:
    """How often published pages were read: read any time, written in turns."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def add(self, totals: Totals) -> None:
        """Add readings that the desk counted since it last did."""
        rows = _rows(totals, _SERVED)
        if not rows:
            return
        statement = insert(page_view)
        summed = {"views": page_view.c.views + statement.excluded.views}
        with self._writing() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["source", "slug", "day"], set_=summed), rows
            )

    def replace(self, source: str, totals: Totals) -> None:
        """Put what a log says in place of what it said before."""
        with self._writing() as connection:
            connection.execute(delete(page_view).where(page_view.c.source == source))
            if rows := _rows(totals, source):
                connection.execute(insert(page_view), rows)

    def since(self, day: str) -> dict[str, int]:
        """How often each slug was read from this day on, by every source together."""
        total = func.sum(page_view.c.views).label("total")
        query = select(page_view.c.slug, total).where(page_view.c.day >= day).group_by(page_view.c.slug)
        with self._reading() as connection:
            return {row.slug: int(row.total) for row in connection.execute(query)}


def _rows(totals: Totals, source: str) -> list[dict[str, object]]:
    return [
        {"source": source, "slug": slug, "day": day, "views": views}
        for (slug, day), views in totals.items()
        if views > 0
    ]
