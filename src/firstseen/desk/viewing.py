"""The verbs of readings: how often published pages were read, counted here or by another web server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firstseen.desk.opened import Opened
from firstseen.gather.accesslog import read_access_log

if TYPE_CHECKING:
    import os

    from firstseen.model.views import LogViews, Totals

MOST_READ_DAYS: Final = 30
"""How far back Most Read looks. Source: footage comes back for years; what is read this month is what circulates."""


class ViewVerbs(Opened):
    """What a desk does with the numbers of readings. Nothing is kept of who reads."""

    def count_views(self, totals: Totals) -> None:
        """Add readings by slug and day (UTC) to those that are kept."""
        self.archive.views.add(totals)

    def read_views(self, log: str | os.PathLike[str]) -> LogViews:
        """What the access log of a web server says of readings, kept in place of what the same log said before.

        Common or combined format, plain or gz. Raises InputError for a file that is no such log.
        """
        slugs = {one.article.slug for one in self.archive.articles.publications()}
        read = read_access_log(Path(log), slugs)
        if read.source:
            self.archive.views.replace(read.source, read.totals)
        return read

    def views(self, days: int = MOST_READ_DAYS) -> dict[str, int]:
        """How often each slug was read in the last so many days, in both languages together."""
        first = datetime.now(UTC).date() - timedelta(days=days - 1)
        return self.archive.views.since(first.isoformat())
