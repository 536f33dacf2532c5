"""A published site for tests: the reference case, with others around it, in a folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from firstseen.model.wording import Words
from firstseen.publish.materials import RatingWords
from firstseen.publish.site import write_site
from firstseen.settings import default_settings
from firstseen.verdict.ratings import ratings
from tests.publish.articles import reference_publication, write_pictures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from firstseen.model.article import Publication
    from firstseen.publish.site import Written

RATINGS: Final = {
    key: RatingWords(Words(one.en, one.ar), Words(one.means, one.means_ar)) for key, one in ratings().items()
}
BASE: Final = "https://desk.example.org"
PUBLISH: Final = replace(
    default_settings().publish,
    contact="mailto:desk@example.org",
    about="Three people, paid by readers.",
    about_ar="ثلاثة أشخاص يموّلهم القراء.",
)


@dataclass(frozen=True)
class Made:
    """A site that was written, and what it was written from."""

    folder: Path
    written: Written
    publications: tuple[Publication, ...]

    def text(self, path: str) -> str:
        """A file of the site; a path that ends in a slash is a page."""
        return (self.folder / (f"{path}index.html" if path.endswith("/") else path)).read_text(
            encoding="utf-8"
        )

    def pages(self) -> list[Path]:
        """Every page."""
        return sorted(self.folder.rglob("*.html"))


def another(number: int, **changes: Any) -> Publication:
    """One more publication, a day older with each number; `changes` are those of its article, but for `change`."""
    base = reference_publication()
    at = base.first_published - timedelta(days=number)
    change = changes.pop("change", "published")
    article = replace(base.article, case_id=f"case-{number}", slug=f"check-{number}", **changes)
    return replace(base, case_id=f"case-{number}", article=article, at=at, first_published=at, change=change)


def made_site(
    tmp_path: Path, publications: Sequence[Publication], views: Mapping[str, int] | None = None, **changes: Any
) -> Made:  # fmt: skip
    """The site of these publications in a folder of its own; `changes` are those of the settings."""
    pictures = tmp_path / "pictures"
    if not pictures.exists():
        write_pictures(pictures)
    folder = tmp_path / "site"
    written = write_site(
        publications, folder, replace(PUBLISH, **changes), pictures, ratings=RATINGS, views=views
    )
    return Made(folder, written, tuple(publications))


def links_of(page: str) -> list[str]:
    """Every address that a page leads to or loads."""
    return re.findall(r'(?:href|src)="([^"]*)"', page)
