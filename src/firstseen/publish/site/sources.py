"""What a file of the site is made from, as a digest: a file that is made from the same is not made again."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.model.article import Edition, Publication
    from firstseen.publish.site.articlepage import Link
    from firstseen.publish.site.facts import Site

_PUBLISH: Final = Path(__file__).parents[1]
_MAKERS: Final = ("site/*.py", "site/*.toml", "templates/site/*", "markdown.py", "jsonld.py", "charts.py")


def page_source(one: Publication, edition: Edition, site: Site, assets: object, rail: Sequence[Link]) -> str:
    """What the page of an edition is made from: its publication, what it leads to, what every page shares."""
    named = {more.case_id for more in one.article.read_more if more.case_id}
    linked = [
        (other.article.slug, other.change, [each.title for each in other.article.editions])
        for other in (site.by_case.get(case) for case in sorted(named))
        if other is not None
    ]
    return _digest(_shared(site), one, edition.language, site.author(one), assets, tuple(rail), linked)


def feed_source(site: Site) -> str:
    """What the feed of all fact-checks is made from."""
    return _digest(_shared(site), *((one, site.author(one)) for one in site.all))


def _shared(site: Site) -> object:
    """What every page is made from beside its publication: who publishes, and the program itself."""
    return (site.name, site.url, site.contact, dict(site.topics), dict(site.ratings), _program())


@functools.cache
def _program() -> str:
    """A digest of what makes pages: another version of it may make them otherwise."""
    found = hashlib.sha256()
    for pattern in _MAKERS:
        for path in sorted(_PUBLISH.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()


def _digest(*parts: object) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(repr(part).encode("utf-8", "replace") + b"\0")
    return found.hexdigest()
