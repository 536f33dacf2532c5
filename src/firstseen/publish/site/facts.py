"""What every page of the site shares: who publishes, the sections, the ratings, and what was published."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from firstseen.errors import InputError
from firstseen.model.wording import Words
from firstseen.publish.site.words import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firstseen.model.article import EditionLanguage, Publication
    from firstseen.publish.materials import RatingWords
    from firstseen.settings import Publish

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG: Final = 150
RESERVED: Final = frozenset(
    {
        "about",
        "all",
        "corrections",
        "methodology",
        "page",
        "search",
        "topics",
        "assets",
        "pictures",
        "data",
        "cards",
    }
)
"""Addresses of the site's own pages."""

_TOPIC: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True)
class Site:
    """The publisher in both languages, where the site stands, its sections, and all that was published.

    `url` has no slash at its end. `views` count how often each slug was read of late. `authors` are names for readers
    by account. `live` are the publications that stand, newest first; `all` has the withdrawn ones too.
    """

    name: Words
    url: str
    contact: str
    about: Words
    topics: Mapping[str, Words]
    ratings: Mapping[str, RatingWords]
    all: tuple[Publication, ...]
    views: Mapping[str, int] = field(default_factory=dict)
    authors: Mapping[str, str] = field(default_factory=dict)
    two_persons: bool = False

    @functools.cached_property
    def live(self) -> tuple[Publication, ...]:
        """Those that were not withdrawn."""
        return tuple(one for one in self.all if one.change != "withdrawn")

    @functools.cached_property
    def by_case(self) -> Mapping[str, Publication]:
        """The publications by their cases."""
        return {one.case_id: one for one in self.all}

    def of_topic(self) -> Mapping[str, list[Publication]]:
        """The publications that stand, by section; every section has its entry."""
        found: dict[str, list[Publication]] = defaultdict(list, {key: [] for key in self.topics})
        for one in self.live:
            found[self.topic_of(one)].append(one)
        return found

    def topic_of(self, one: Publication) -> str:
        """The section of a publication; the last one for a section that the settings no longer have."""
        return one.article.topic if one.article.topic in self.topics else list(self.topics)[-1]

    def rating(self, key: str) -> RatingWords:
        """A rating's words. Raises InputError for a key that is none."""
        if key not in self.ratings:
            raise InputError(
                f"rating {key!r} of a published article is not known; ratings are {', '.join(self.ratings)}"
            )
        return self.ratings[key]

    def author(self, one: Publication) -> str:
        """Who published it, by the name for readers where there is one."""
        return clean(self.authors.get(one.by, one.by))

    def page(self, language: EditionLanguage, path: str = "") -> str:
        """The full address of a page of one language."""
        return f"{self.url}/{language}/{path}"

    def title(self, language: EditionLanguage) -> str:
        """The publisher's name."""
        return said(self.name, language)


def site_of(
    publications: Sequence[Publication],
    settings: Publish,
    ratings: Mapping[str, RatingWords],
    views: Mapping[str, int],
    authors: Mapping[str, str],
) -> Site:
    """The site of these publications.

    Raises InputError for what no site can be made of: pages that clash or lead out of it, an address of the site that
    is none.
    """
    url = settings.url.strip().rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise InputError(
            f"publish.url is {settings.url!r}; give the address of the site, such as https://desk.example.org"
        )
    _check_slugs(publications)
    newest = sorted(publications, key=lambda one: (one.first_published, one.case_id), reverse=True)
    return Site(
        name=Words(clean(settings.name), clean(settings.name_ar) or clean(settings.name)),
        url=quote(url, safe=":/@!$&'()*+,;=~%[]-._"),
        contact=settings.contact if urlsplit(settings.contact).scheme in {"mailto", "https", "http"} else "",
        about=Words(clean(settings.about), clean(settings.about_ar)),
        topics=topics_of(settings.topics),
        ratings=ratings,
        all=tuple(newest),
        views=views,
        authors=authors,
        two_persons=settings.two_persons,
    )


def topics_of(written: str) -> dict[str, Words]:
    """The sections that the setting `publish.topics` names. Raises InputError for one that cannot be an address."""
    found: dict[str, Words] = {}
    for part in filter(None, (one.strip() for one in written.split(";"))):
        key, *names = (text.strip() for text in part.split("="))
        if not _TOPIC.fullmatch(key) or len(names) != 2 or not all(names) or key in found:  # noqa: PLR2004
            raise InputError(
                f"publish.topics: {part!r} is no section; write key=English=Arabic, apart by semicolons"
            )
        found[key] = Words(clean(names[0]), clean(names[1]))
    if not found:
        raise InputError("publish.topics names no section; write key=English=Arabic, apart by semicolons")
    return found


def _check_slugs(publications: Sequence[Publication]) -> None:
    taken: dict[str, str] = {}
    for one in publications:
        slug = one.article.slug
        if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG or slug in RESERVED:
            raise InputError(
                f"{one.case_id}: {slug[:80]!r} cannot be the address of a page; "
                "give a slug of small Latin letters, digits and hyphens"
            )
        if slug in taken:
            raise InputError(
                f"{taken[slug]} and {one.case_id} want the same address, {slug}; change one slug"
            )
        taken[slug] = one.case_id


def clean(text: str) -> str:
    """Text that HTML, XML and UTF-8 can hold, without characters that turn the direction of what follows."""
    return _UNSEEN.sub("", text.encode("utf-8", "replace").decode())


def safe_url(url: str) -> str:
    """The address if a click on it is harmless, else nothing: sources come from anywhere."""
    try:
        parts = urlsplit(clean(url).strip())
        return clean(url).strip() if parts.scheme in {"http", "https"} and parts.hostname else ""
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """The site that an address is of, for readers; empty when it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
