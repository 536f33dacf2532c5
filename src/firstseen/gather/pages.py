"""A page of the web as an importer sees it: what its head says, its markup for machines, and its blocks of text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from firstseen.gather.jsonld import is_url, joined
from firstseen.gather.markup import Tag, read_markup
from firstseen.gather.microdata import Microdata
from firstseen.gather.plain import clean, one_line

if TYPE_CHECKING:
    from firstseen.gather.jsonld import Node

MOST_BLOCKS: Final = 20_000
"""Real pages have under 3,000; what comes after that many is a page made to be endless, and is not looked at."""

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS: Final = HEADINGS | {
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "figcaption", "figure", "footer", "header", "hr", "li", "main", "ol", "option", "p", "pre", "section", "summary",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SKIPPED: Final = frozenset(
    {"nav", "aside", "footer", "button", "svg", "style", "noscript", "select", "dialog"}
)
"""What surrounds an article: menus, rails, buttons."""

_HEAD: Final = frozenset({"meta", "link", "html", "base", "script", "time", "title"})
_CODE: Final = frozenset({"iframe", "noembed", "noframes", "xmp", "textarea", "style"})
"""Elements whose content is no text of the page."""

VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
"""Elements that never have an end."""


@dataclass(slots=True)
class Block:
    """A stretch of text of its own: its kind (h1 … h6, figcaption, li or p), its words, and the links in it."""

    kind: str
    text: str
    links: list[tuple[str, str]] = field(default_factory=list)
    strong: bool = False

    @property
    def is_link(self) -> bool:
        """Whether all its words are one link's."""
        return len(self.links) == 1 and one_line(self.links[0][0]) == one_line(self.text)


@dataclass(slots=True)
class Page:
    """What a page holds; `meta` are its properties by name, the first of each, `scripts` its blocks of JSON-LD."""

    address: str = ""
    language: str = ""
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    published: str = ""
    author: str = ""

    def first_meta(self, *names: str) -> str:
        """The first of these properties that says something."""
        return next((self.meta[name] for name in names if self.meta.get(name)), "")


def read_page(text: str, address: str = "") -> Page:
    """The page that a document of HTML is, whatever state it is in; `address` is where it was fetched from."""
    reader = _Reader(address)
    for part in read_markup(text):
        if isinstance(part, str):
            reader.take_text(part)
        elif part.end:
            reader.take_end(part.name)
        else:
            reader.take_start(part)
    reader.close_block()
    reader.page.items = reader.microdata.close()
    return reader.page


class _Reader:
    def __init__(self, address: str) -> None:
        self.page = Page(address)
        self.microdata = Microdata(address)
        self._base = address
        self._open: Counter[str] = Counter()
        self._skipping = 0
        self._kind = "p"
        self._words: list[str] = []
        self._strong = 0
        self._plain = 0
        self._links: list[tuple[str, str]] = []
        self._link: tuple[str, int] | None = None
        self._capture = ""

    def take_start(self, tag: Tag) -> None:
        name = tag.name
        self.microdata.take_start(tag, void=name in VOID)
        if name in _HEAD:
            self._take_head(tag)
        if name in _SKIPPED and not tag.closed:
            self._open[name] += 1
            self._skipping += 1
        if name in _BLOCKS:
            self.close_block()
            self._kind = name if name in HEADINGS or name in {"figcaption", "li"} else "p"
        elif name == "a":
            self._close_link()
            target = joined(self._base, tag.get("href")) if self._base else tag.get("href")
            self._link = (target, len(self._words)) if is_url(target) else None
            if tag.get("rel") == "author" or tag.get("itemprop") == "author":
                self._capture = "author"
        elif name in {"iframe", "embed"} and is_url(tag.get("src")) and not self._skipping:
            self._links.append(("", tag.get("src")))
        elif name == "img" and tag.get("alt") and not self._skipping:
            self.page.blocks.append(Block("img", one_line(tag.get("alt"))))
        elif name in {"strong", "b"}:
            self._strong += 1
        if name in _CODE:
            self._capture = "code"

    def take_end(self, name: str) -> None:
        self.microdata.take_end(name)
        if name == "a":
            self._close_link()
        elif name in {"strong", "b"}:
            self._strong = max(0, self._strong - 1)
        elif name in _BLOCKS:
            self.close_block()
            self._kind = "p"
        if name in _SKIPPED and self._open[name]:
            self._open[name] -= 1
            self._skipping -= 1
        self._capture = ""

    def take_text(self, text: str) -> None:
        kind, page = self._capture, self.page
        if kind == "json":
            page.scripts.append(text)
        elif kind == "title":
            page.title = page.title or one_line(text)
        if kind in {"json", "title", "code"}:
            return
        if kind == "author" and text.strip():
            page.author = page.author or one_line(text)
            self._capture = ""
        self.microdata.take_text(text)
        if self._skipping:
            return
        self._words.append(text)
        if not self._strong and text.strip():
            self._plain += 1

    def _take_head(self, tag: Tag) -> None:
        page = self.page
        if tag.name == "meta":
            name = tag.get("property") or tag.get("name") or tag.get("itemprop")
            content = one_line(tag.get("content"))
            if name and content:
                page.meta.setdefault(name.lower(), content)
        elif tag.name == "link" and "canonical" in tag.get("rel").lower().split():
            page.meta.setdefault("canonical", joined(self._base, tag.get("href")))
        elif tag.name == "html":
            page.language = page.language or tag.get("lang") or tag.get("xml:lang")
        elif tag.name == "base":
            self._base = joined(self._base, tag.get("href"))
        elif tag.name == "time" and not page.published and not self._skipping:
            page.published = tag.get("datetime")
        elif tag.name == "title":
            self._capture = "title"
        elif tag.name == "script":
            self._capture = "json" if "ld+json" in tag.get("type").lower() else "code"

    def close_block(self) -> None:
        """End the block that is open, and keep it when it says something; a link may go on in the next one."""
        link = self._link
        self._close_link()
        text = clean("".join(self._words)) if self._words else ""
        if (text or self._links) and len(self.page.blocks) < MOST_BLOCKS:
            links = [(one_line(words), url) for words, url in self._links]
            self.page.blocks.append(Block(self._kind, text, links, strong=not self._plain and bool(text)))
        self._words, self._links, self._plain = [], [], 0
        self._link = (link[0], 0) if link else None

    def _close_link(self) -> None:
        if self._link is not None:
            url, start = self._link
            words = "".join(self._words[start:])
            if words.strip():
                self._links.append((words, url))
            self._link = None
