"""JSON-LD as the web carries it: the fact-checks in a document, wherever they stand, and what refers to what.

A document may be one object, a list, an `@graph`, a DataFeed with its elements, an article with a review inside; parts
may stand elsewhere and be referred to by `@id`. Nothing here calls itself, so no document is too deep.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from firstseen.gather.notes import Unfit
from firstseen.gather.plain import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.gather.jsontext import Json

    Node = dict[str, Json]

DEEPEST: Final = 60
"""Levels. Real documents have under 15; a DataFeed of articles with their reviews has about 12."""


@lru_cache(maxsize=1024)
def _bare_type(name: str) -> str:
    return name.rstrip("/").replace("#", "/").rpartition("/")[2].rpartition(":")[2].casefold()


def types_of(node: Node) -> tuple[str, ...]:
    """The names of a node's types in lower case, without prefixes; empty when it states none."""
    stated = node.get("@type", node.get("type"))
    if isinstance(stated, str):
        return (_bare_type(stated),)
    if isinstance(stated, list):
        return tuple(_bare_type(name) for name in stated if isinstance(name, str))
    return ()


def id_of(node: Node) -> str:
    """A node's `@id` as it is written; empty when it has none."""
    stated = node.get("@id", node.get("id"))
    return stated.strip() if isinstance(stated, str) else ""


def is_claim_review(node: Node) -> bool:
    """Whether a node is a published fact-check: by its type, or by having a claim that was reviewed."""
    types = types_of(node)
    return "claimreview" in types or ("mediareview" not in types and "claimReviewed" in node)


def is_media_review(node: Node) -> bool:
    """Whether a node is a published check of media."""
    return "mediareview" in types_of(node)


@dataclass(slots=True)
class Graph:
    """The fact-checks of a document, in its order, every node that has an id, and which check of media is whose.

    `attached` are the checks of media, by identity, that some fact-check was found to hold.
    """

    claim_reviews: list[Node] = field(default_factory=list)
    media_reviews: list[Node] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)
    attached: set[int] = field(default_factory=set)
    _media_of: dict[str | int, list[Node]] = field(default_factory=dict)
    _translations: set[str] = field(default_factory=set)

    def whole(self, value: Json) -> Json:
        """The node that a bare reference stands for; anything else as it is."""
        if isinstance(value, dict) and len(value) <= _REFERENCE_KEYS:
            known = self.by_id.get(id_of(value))
            if known is not None and len(known) >= len(value):
                return known
        return value

    def is_mere_reference(self, node: Node) -> bool:
        """Whether a node only says which fact-check a check of media belongs to, or which one is a translation."""
        named = id(node) in self._media_of or (bool(id_of(node)) and id_of(node) in self._translations)
        return named and not any(name in node for name in _SAYS_A_CLAIM)

    def media_of(self, node: Node) -> list[Node]:
        """The checks of media that say they belong to this fact-check: by itself, its id or its address."""
        keys: list[str | int] = [id(node), id_of(node), url_of(node.get("url"))]
        found = [one for key in keys if key for one in self._media_of.get(key, ())]
        return list({id(one): one for one in found}.values())

    def link(self) -> None:
        """Note which fact-check each check of media says it belongs to, and which ones are named as translations."""
        for node in self.claim_reviews:
            for name in _TRANSLATIONS:
                self._translations.update(id_of(one) for one in flat(node.get(name)) if isinstance(one, dict))
        for node in self.media_reviews:
            for one in flat(node.get("associatedClaimReview")):
                keys: list[str | int] = [url_of(one)]
                if isinstance(one, dict):
                    keys += [id(one), id(self.whole(one)), id_of(one)]
                for key in dict.fromkeys(key for key in keys if key):
                    self._media_of.setdefault(key, []).append(node)


_REFERENCE_KEYS: Final = 3
"""A reference has an `@id`, often a type, sometimes a name."""

_TRANSLATIONS: Final = ("workTranslation", "translationOfWork")
_SAYS_A_CLAIM: Final = ("claimReviewed", "itemReviewed", "reviewRating", "name", "headline")


def read_graph(document: Json) -> Graph:
    """The fact-checks in a JSON-LD document. Raises Unfit when it is nested deeper than any document needs."""
    graph = Graph()
    reviews: dict[int, Node] = {}
    for node in _nodes(document):
        first = graph.by_id.setdefault(id_of(node), node) if id_of(node) else node
        if first is not node:
            # One thing described in two places: what the first leaves open, the second may say.
            for name, value in node.items():
                first.setdefault(name, value)
        if is_claim_review(first) or is_media_review(first):
            reviews.setdefault(id(first), first)
    graph.claim_reviews = [node for node in reviews.values() if is_claim_review(node)]
    graph.media_reviews = [node for node in reviews.values() if not is_claim_review(node)]
    graph.link()
    return graph


def _nodes(document: Json) -> Iterator[Node]:
    """Every object in a document, in its order, each before what it holds."""
    waiting: list[tuple[Json, int]] = [(document, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, dict):
            yield value
            inner = list(value.values())
        elif isinstance(value, list):
            inner = value
        else:
            continue
        if depth > DEEPEST:
            raise Unfit("is nested deeper than any fact-check; it was not read")
        waiting.extend((one, depth + 1) for one in reversed(inner) if isinstance(one, dict | list))


def text_of(value: Json) -> str:
    """The words that a value says: a text, a number, a text with its language, or a thing by its name.

    Of a list the first member that says something. Empty for what has no words; Unfit for true and false.
    """
    for one in flat(value):
        if isinstance(one, str):
            words = clean(one)
        elif isinstance(one, bool):
            raise Unfit(f"has {str(one).lower()} where a text belongs")
        elif isinstance(one, int | float):
            words = str(one)
        elif isinstance(one, dict):
            inner = next((one[key] for key in ("@value", "name", "text", "headline") if key in one), "")
            words = clean(inner) if isinstance(inner, str) else ""
        else:
            words = ""
        if words:
            return words
    return ""


def url_of(value: Json) -> str:
    """The address that a value gives: a text that is one, or a thing's `url`, `@id` or `contentUrl`; else empty."""
    for one in flat(value):
        if isinstance(one, dict):
            for key in ("url", "contentUrl", "@value", "@id", "id", "sameAs"):
                found = one.get(key)
                if isinstance(found, list):
                    found = next((each for each in found if isinstance(each, str)), "")
                if isinstance(found, dict):
                    found = found.get("@id", "")
                if isinstance(found, str) and is_url(found):
                    return found.strip()
        elif isinstance(one, str) and is_url(one):
            return one.strip()
    return ""


def is_url(text: str) -> bool:
    """Whether a text is an address on the web: only such ones are ever kept as links."""
    address = text.strip()
    # What is not printable includes line ends, direction marks and lone surrogates.
    return (
        address[:8].lower().startswith(("http://", "https://"))
        and address.isprintable()
        and " " not in address
    )


def joined(base: str, address: str) -> str:
    """An address read against another; empty for what is no address at all."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def flat(value: Json) -> list[Json]:
    """The members of a value: a list's, a JSON-LD list's or set's, or the value itself; nothing for null."""
    if value is None:
        return []
    if isinstance(value, dict):
        for key in ("@list", "@set"):
            if key in value:
                return flat(value[key]) if not isinstance(value[key], dict) else [value[key]]
        return [value]
    if not isinstance(value, list):
        return [value]
    members: list[Json] = []
    for one in value:
        if isinstance(one, list):
            members.extend(each for each in one if each is not None)
        elif one is not None:
            members.append(one)
    return members
