"""RSS and Atom feeds of fact-checks: each entry with its title, link, date, author and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from firstseen.gather.article import read_article
from firstseen.gather.claimreview import read_claim_review
from firstseen.gather.jsonld import is_url, joined
from firstseen.gather.markup import Tag, read_markup
from firstseen.gather.notes import Unfit
from firstseen.gather.pages import read_page
from firstseen.gather.plain import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.gather.documents import Imported
    from firstseen.gather.jsonld import Node
    from firstseen.gather.notes import Importing
    from firstseen.model.review import ClaimReview

_ENTRIES: Final = frozenset({"item", "entry"})
_FEEDS: Final = frozenset({"rss", "feed", "rdf:rdf"})
_HOLDERS: Final = _FEEDS | {"channel"}
_CONTENT: Final = ("content:encoded", "content", "atom:content", "description", "summary", "itunes:summary")
_PUBLISHED: Final = ("published", "pubdate", "dc:date", "dcterms:created", "issued", "atom:published")
_UPDATED: Final = ("updated", "dcterms:modified", "modified", "atom:updated")
_AUTHOR: Final = ("dc:creator", "author", "name", "itunes:author", "atom:author")
_HANDLED: Final = frozenset(
    (*_CONTENT, *_PUBLISHED, *_UPDATED, *_AUTHOR, "title", "link", "guid", "id", "category", "dc:subject", "language",
     "dc:language", "uri", "email")
)  # fmt: skip
_IGNORED: Final = frozenset(
    {"comments", "wfw:commentrss", "slash:comments", "enclosure", "thumbnail", "image", "post-id", "source", "rights",
     "thr:total", "thr:in-reply-to", "feedburner:origlink", "media:title", "media:description", "georss:point",
     "atom:link", "dc:identifier", "dc:rights", "dcterms:rights"}
)  # fmt: skip
"""What an entry says that is no part of the fact-check: comments, pictures, the feed's own housekeeping."""


@dataclass(slots=True)
class _Entry:
    """An entry while it is read: its texts by the name of their element, its links, its categories."""

    texts: dict[str, str] = field(default_factory=dict)
    link: str = ""
    categories: list[str] = field(default_factory=list)

    def first(self, *names: str) -> str:
        """The first of these that says something."""
        return next((self.texts[name] for name in names if self.texts.get(name)), "")


def is_feed(start: str) -> bool:
    """Whether a document that starts like this is a feed."""
    for part in read_markup(start, xml=True):
        if isinstance(part, Tag):
            return part.name in _FEEDS
    return False


def read_feed(text: str, source: Importing) -> Iterator[Imported]:
    """The fact-checks in a feed, an entry each; an entry that cannot come in is one error.

    The claim is what the entry's text states under a heading for it; where there is none, the entry's title stands for
    it, and this is noted.
    """
    reader = _Reader()
    number = 0
    for part in read_markup(text, xml=True):
        entry = reader.take(part)
        if entry is None:
            continue
        number += 1
        try:
            yield _review(entry, reader.channel, source)
        except Unfit as error:
            yield source.bad(number, error)
    if not number:
        yield source.bad(0, "is a feed without entries")


class _Reader:
    """Sorts the tags and texts of a feed into entries; what stands before the first is about the feed itself."""

    def __init__(self) -> None:
        self.channel = _Entry()
        self._entry: _Entry | None = None
        self._field = ""
        self._inside = 0
        self._words: list[str] = []

    def take(self, part: Tag | str) -> _Entry | None:
        """The entry that this part ends, if it ends one."""
        if isinstance(part, str):
            if self._field:
                self._words.append(part)
            return None
        if part.name in _ENTRIES:
            return self._take_entry(part)
        if part.end:
            self._end(part.name)
        else:
            self._start(part)
        return None

    def _take_entry(self, tag: Tag) -> _Entry | None:
        self._keep()
        done, self._entry = self._entry, None if tag.end or tag.closed else _Entry()
        return done

    def _start(self, tag: Tag) -> None:
        if self._field and self._field != "author":
            # Markup inside a text, as Atom allows: its words count, and its blocks stay apart.
            self._words.append("\n")
            self._inside += tag.name == self._field and not tag.closed
            return
        held = self._entry or self.channel
        if tag.name in _FEEDS and tag.get("xml:lang"):
            held.texts.setdefault("language", tag.get("xml:lang"))
        if tag.name in {"link", "atom:link"} and tag.get("href"):
            if tag.get("rel") in {"", "alternate"}:
                held.link = held.link or tag.get("href")
        elif tag.name == "category" and tag.get("term"):
            held.categories.append(one_line(tag.get("label") or tag.get("term")))
        if not tag.closed and tag.name not in _HOLDERS:
            self._field, self._words, self._inside = tag.name, [], 0

    def _end(self, name: str) -> None:
        if name != self._field:
            return
        if self._inside:
            self._inside -= 1
            return
        self._keep()

    def _keep(self) -> None:
        """End the text that is open."""
        name, text = self._field, "".join(self._words).strip()
        held = self._entry or self.channel
        if name in {"category", "dc:subject"} and text:
            held.categories.append(one_line(text))
        elif name and text:
            held.texts.setdefault(name, text)
        self._field, self._words = "", []


def _review(entry: _Entry, channel: _Entry, source: Importing) -> ClaimReview:
    title = one_line(entry.first("title"))
    content = max((entry.texts.get(name, "") for name in _CONTENT), key=len)
    link = _link(entry, source)
    for name in entry.texts:
        if name not in _HANDLED and not name.startswith("media:"):
            if name in _IGNORED:
                source.notes.ignored[name] += 1
            else:
                source.notes.take_unknown(name)
    node: Node = {
        "@type": "ClaimReview",
        "url": link,
        "name": title,
        "articleBody": clean(content),
        "author": {"@type": "Person", "name": one_line(entry.first(*_AUTHOR))},
        "publisher": {
            "@type": "Organization",
            "name": one_line(channel.first("title")),
            "url": channel.link or channel.first("link"),
        },
        "datePublished": entry.first(*_PUBLISHED),
        "dateModified": entry.first(*_UPDATED),
        "inLanguage": entry.first("dc:language", "language") or channel.first("language", "dc:language"),
        "keywords": ", ".join(entry.categories),
    }
    node |= _stated(content, link, source)
    if "claimReviewed" not in node:
        if not title:
            raise Unfit("has neither a claim nor a title")
        node["claimReviewed"] = title
        source.notes.titles_as_claims += 1
    return read_claim_review(node, source)


def _link(entry: _Entry, source: Importing) -> str:
    link = entry.link or entry.first("link") or entry.first("guid", "id")
    address = joined(source.base, link) if source.base else link.strip()
    if not is_url(address):
        raise Unfit("has no link; a fact-check without an address cannot be told from others")
    return address


def _stated(content: str, link: str, source: Importing) -> Node:
    """What an entry's text states under headings of its own; empty when it has none."""
    try:
        found = read_article(read_page(content, link), source)
    except Unfit:
        return {}
    stated: Node = {"claimReviewed": found.claim, "articleBody": found.text, "reviewRating": found.rating}
    appearances = [one.url for one in found.appearances]
    if appearances:
        stated["itemReviewed"] = {"@type": "Claim", "appearance": appearances}
    if found.sources:
        stated["citation"] = [{"name": one.name, "url": one.url} for one in found.sources]
    return {name: value for name, value in stated.items() if value}
