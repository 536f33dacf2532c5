"""The published site of a desk: what was published, with what the desk knows beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from firstseen.desk.viewing import MOST_READ_DAYS
from firstseen.model.wording import Words
from firstseen.publish.materials import RatingWords
from firstseen.publish.site import Written, write_site
from firstseen.publish.site.method import method_of
from firstseen.verdict.ratings import ratings

if TYPE_CHECKING:
    from pathlib import Path

    from firstseen.desk.opened import Opened


def write_site_of(desk: Opened, folder: Path, pictures: Path) -> Written:
    """The site of everything that was published, written into `folder`; `pictures` is where evidence pictures lie.

    Raises InputError when it cannot be written.
    """
    words = {
        key: RatingWords(Words(one.en, one.ar), Words(one.means, one.means_ar))
        for key, one in ratings().items()
    }
    publications = desk.archive.articles.publications()
    first = datetime.now(UTC).date() - timedelta(days=MOST_READ_DAYS - 1)
    return write_site(
        publications,
        folder,
        desk.settings.publish,
        pictures,
        ratings=words,
        views=desk.archive.views.since(first.isoformat()),
        authors={one.name: one.shown_as for one in desk.archive.people.accounts()},
        method=method_of(desk.settings),
    )
