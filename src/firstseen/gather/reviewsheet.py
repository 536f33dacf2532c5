"""Fact-checks from a table: the columns people name in many ways, each row a `ClaimReview`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firstseen.errors import BadRecord
from firstseen.gather.claimreview import read_claim_review
from firstseen.gather.columns import by_slot, slot_of
from firstseen.gather.jsonld import is_url
from firstseen.gather.notes import Unfit
from firstseen.gather.table import split_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstseen.gather.documents import Imported
    from firstseen.gather.jsonld import Node
    from firstseen.gather.notes import Importing

_HINT: Final = (
    "is not a table of fact-checks: its first line has no column for the claim and one for its url, id or title; "
    "the columns are url,claim,title,rating,publisher,author,published,language,claimant,claim_date,appearances,sources"
)
_PLAIN: Final = {
    "id": "@id",
    "url": "url",
    "claim": "claimReviewed",
    "name": "name",
    "text": "articleBody",
    "published": "datePublished",
    "modified": "dateModified",
    "rating": "reviewRating",
    "language": "inLanguage",
    "keywords": "keywords",
}
_SEVERAL: Final = re.compile(r"[\s;|]+(?=https?://)")


def read_review_table(content: bytes, source: Importing) -> Iterator[Imported]:
    """The fact-checks in a table, a row each, and an error for each row that cannot be used.

    Raises InputError when the file is no table of fact-checks.
    """
    table = split_table(content, source.origin, _is_header, _HINT)
    for line, cells in table.rows():
        if isinstance(cells, BadRecord):
            yield source.bad(line, cells.reason, "line")
            continue
        try:
            yield read_claim_review(_node(table.header, cells, source), source)
        except Unfit as error:
            yield source.bad(line, error, "line")


def _is_header(names: Sequence[str]) -> bool:
    slots = {slot_of("reviews", name) for name in names}
    return "claim" in slots and bool(slots & {"url", "id", "name"})


def _node(header: Sequence[str], cells: Sequence[str], source: Importing) -> Node:
    """A row in the words of schema.org; columns nobody knows keep their names."""
    slots, others = by_slot("reviews", header, cells)
    node: Node = {"@type": "ClaimReview"}
    node |= {_PLAIN[slot]: text for slot, text in slots.items() if slot in _PLAIN}
    site = slots.get("publisher_url", "")
    address = site if is_url(site) else f"https://{site}" if site else ""
    if site or "publisher" in slots:
        node["publisher"] = {"name": slots.get("publisher", site), "url": address}
    if "author" in slots:
        node["author"] = {"@type": "Person", "name": slots["author"]}
    node["itemReviewed"] = {
        "@type": "Claim",
        "author": slots.get("claimant"),
        "datePublished": slots.get("claim_date"),
        "appearance": _SEVERAL.split(slots["appearances"]) if "appearances" in slots else None,
    }
    if "sources" in slots:
        node["citation"] = [_source(one) for one in _SEVERAL.split(slots["sources"])]
    if "category" in slots:
        node["associatedMediaReview"] = {
            "@type": "MediaReview",
            "mediaAuthenticityCategory": slots["category"],
        }
    for column, text in others:
        if column not in node:
            source.notes.take_unknown(column)
            node.setdefault("additionalProperty", []).append({"name": column, "value": text})
    return node


def _source(text: str) -> Node | str:
    return {"url": text} if is_url(text) else text
