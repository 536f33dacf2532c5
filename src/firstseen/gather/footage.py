"""Footage from an address: the file itself, or the one that a page names, with what the page's markup says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, Self
from urllib.parse import unquote, urlsplit

from firstseen.errors import InputError, NotFetched
from firstseen.gather.jsonld import flat, is_url, joined, text_of, types_of, url_of
from firstseen.gather.jsontext import read_json
from firstseen.gather.markup import Tag, read_markup
from firstseen.gather.notes import Importing, Notes, Unfit
from firstseen.gather.pages import read_page
from firstseen.gather.webpage import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from firstseen.gather.jsonld import Node
    from firstseen.gather.jsontext import Json
    from firstseen.gather.pages import Page
    from firstseen.gather.web import Fetched, Fetcher

MOST_TRIED: Final = 4
"""Files of one page that are asked for until one is footage."""

_METAS: Final = ("og:video:secure_url", "og:video:url", "og:video", "twitter:player:stream")
_FILMS: Final = frozenset({"videoobject", "movieclip", "clip", "audioobject"})
_LONGEST_SAID: Final = 10_000


class Sink[Kept](Protocol):
    """Where a file goes as it comes in. A context manager: what is not finished is gone when it is left."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""

    def finish(self) -> Kept:
        """What became of the whole file."""


@dataclass(frozen=True, slots=True)
class Footage[Kept]:
    """A file of footage: as it was kept, the address it came from, and what the page that names it says of it.

    `said` holds what markup states (`caption`, `published`, `author`) as it is written there, for a person to accept;
    `page` is empty when the address was the file itself.
    """

    kept: Kept
    url: str
    page: str = ""
    said: dict[str, str] = field(default_factory=dict)


def fetch_footage[Kept](address: str, saving: Callable[[str], Sink[Kept]], fetcher: Fetcher) -> Footage[Kept]:
    """The footage at an address, or on the page that stands there; `saving` gives a place for a file by its name.

    Raises InputError for an address that is not allowed, or a page that names no footage that can be had; NotFetched.
    """
    first, kept = _saved(address, saving, fetcher)
    if kept is not None:
        return Footage(kept, first.url)
    page, text = _page(first)
    for url in list(dict.fromkeys(_named(page, text)))[:MOST_TRIED]:
        try:
            found, kept = _saved(url, saving, fetcher)
        except NotFetched:
            continue
        if kept is not None:
            return Footage(kept, found.url, first.url, _said(page))
    raise InputError(
        f"{address}: the page names no file of footage that can be had; save the video and upload it"
    )


def _saved[Kept](
    url: str, saving: Callable[[str], Sink[Kept]], fetcher: Fetcher
) -> tuple[Fetched, Kept | None]:
    """What stands at an address, and the file where it is one."""
    with saving(_name(url)) as sink:
        fetched = fetcher.download(url, sink.write)
        return fetched, None if fetched.content else sink.finish()


def _page(fetched: Fetched) -> tuple[Page, str]:
    text = decoded(fetched.content, Importing(fetched.url, Notes(), base=fetched.url), fetched.charset)
    return read_page(text, fetched.url), text


def _named(page: Page, text: str) -> Iterator[str]:
    """The addresses of footage that a page names: by its properties, its markup for machines, its players."""
    yield from (joined(page.address, page.meta[name]) for name in _METAS if page.meta.get(name))
    for node in _films(page):
        for value in flat(node.get("contentUrl")):
            yield joined(page.address, url_of(value) or _text(value))
    inside = False
    for part in read_markup(text):
        if not isinstance(part, Tag):
            continue
        if part.name in {"video", "audio"}:
            inside = not part.end
        if part.name in {"video", "audio"} or (part.name == "source" and inside):
            source = part.get("src")
            if source and is_url(joined(page.address, source)):
                yield joined(page.address, source)


def _films(page: Page) -> Iterator[Node]:
    for script in page.scripts:
        try:
            document = read_json(script)
        except Unfit:
            continue
        yield from (node for node in _nodes(document) if _FILMS & set(types_of(node)))


def _nodes(document: object) -> Iterator[Node]:
    """Every object in a document, outermost first."""
    waiting: list[object] = [document]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _said(page: Page) -> dict[str, str]:
    """What the page's markup says of its footage, where it does."""
    film = next(_films(page), {})
    said = {
        "caption": _text(film.get("description")) or page.first_meta("og:description", "og:title"),
        "published": _text(film.get("uploadDate"))
        or _text(film.get("datePublished"))
        or page.first_meta("og:video:release_date", "article:published_time"),
        "author": _text(film.get("author")) or page.author,
    }
    return {name: text[:_LONGEST_SAID] for name, text in said.items() if text}


def _text(value: Json) -> str:
    try:
        return text_of(value)
    except Unfit:
        return ""


def _name(url: str) -> str:
    """What a file at an address is called."""
    parts = urlsplit(url)
    name = unquote(parts.path.rpartition("/")[2], errors="ignore")
    return re.sub(r"[\x00-\x1f]", "", name) or (parts.hostname or "footage")
