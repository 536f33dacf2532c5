"""Markup as a stream of tags and texts: HTML, RSS and Atom, however broken, in time linear in their length.

There is no tree, so nothing is too deep; no entity is ever defined or expanded, so nothing explodes. Why no parser of
others: docs/decisions/reading-markup.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from firstseen.gather.plain import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

_START: Final = re.compile(r"<(?:(!--)|(!\[CDATA\[)|(/?)([A-Za-z][^\s/><]*)|[!?/])")
_ATTRIBUTE: Final = re.compile(
    r"""[\s/]*(?:(>)|([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*|(?=[\s>]))))?)"""
)
_RAW: Final = {
    name: re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
"""Elements whose content is no markup in HTML."""

_MOST_ATTRIBUTES: Final = 256
_NO_END: Final = -1


@dataclass(frozen=True, slots=True)
class Tag:
    """The start or the end of an element, its name in lower case; `closed` for one that ends where it starts."""

    name: str
    end: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    closed: bool = False

    def get(self, name: str) -> str:
        """An attribute's value with its entities written out, trimmed; empty when there is none."""
        return unescaped(self.attributes.get(name, "")).strip()


def read_markup(text: str, *, xml: bool = False) -> Iterator[Tag | str]:
    """The tags and texts of a document in its order; comments, instructions and declarations left out.

    Texts have their entities written out, except what stands in scripts and styles. With `xml` no element's content is
    raw, and CDATA is text.
    """
    place = 0
    while found := _START.search(text, place):
        if found.start() > place:
            yield unescaped(text[place : found.start()])
        if found[4] is None:
            end, words = _declaration(text, found)
            if words:
                yield words
        else:
            end, tag = _tag(text, found)
            if end == _NO_END:
                return
            yield tag
            if not xml and not tag.end and tag.name in _RAW:
                words, end = _raw(text, end, tag.name)
                if words:
                    yield words
        if end == _NO_END:
            return
        place = end
    if place < len(text):
        yield unescaped(text[place:])


def _declaration(text: str, found: re.Match[str]) -> tuple[int, str]:
    """Where a comment, CDATA section or declaration ends, and the text it holds."""
    mark = "-->" if found[1] else "]]>" if found[2] else ">"
    end = text.find(mark, found.end())
    if end == _NO_END:
        return _NO_END, ""
    return end + len(mark), text[found.end() : end] if found[2] else ""


def _tag(text: str, found: re.Match[str]) -> tuple[int, Tag]:
    attributes: dict[str, str] = {}
    place = found.end()
    while part := _ATTRIBUTE.match(text, place):
        place = part.end()
        if part[1]:
            name = found[4].lower()
            closed = text[place - 2] == "/"
            return place, Tag(name, end=bool(found[3]), attributes=attributes, closed=closed)
        if len(attributes) < _MOST_ATTRIBUTES:
            attributes.setdefault(part[2].lower(), part[3] or part[4] or part[5] or "")
    return _NO_END, Tag(found[4].lower())


def _raw(text: str, start: int, name: str) -> tuple[str, int]:
    """What stands in an element of raw text, and where its end tag begins."""
    end = _RAW[name].search(text, start)
    content = text[start : end.start()] if end else text[start:]
    return (unescaped(content) if name in {"title", "textarea"} else content), end.start() if end else _NO_END
