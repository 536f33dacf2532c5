"""A MediaReview node of schema.org becomes a `MediaReview`: today's category, every appearance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firstseen.gather.fields import Fields
from firstseen.gather.jsonld import flat, id_of, is_media_review, is_url, text_of, types_of, url_of
from firstseen.gather.jsontext import plain_name
from firstseen.gather.plain import one_line
from firstseen.model.review import Appearance, MediaReview

if TYPE_CHECKING:
    from firstseen.gather.fields import Reading
    from firstseen.gather.jsonld import Node
    from firstseen.gather.jsontext import Json
    from firstseen.model.media import MediaKind
    from firstseen.model.review import Category

CATEGORIES: Final[dict[str, Category]] = {
    "originalmediacontent": "OriginalMediaContent",
    "authenticcontent": "OriginalMediaContent",
    "original": "OriginalMediaContent",
    "authentic": "OriginalMediaContent",
    "decontextualizedcontent": "DecontextualizedContent",
    "decontextualisedcontent": "DecontextualizedContent",
    "decontexualizedcontent": "DecontextualizedContent",
    "decontextualized": "DecontextualizedContent",
    "missingcontext": "DecontextualizedContent",
    "missingcontextcontent": "DecontextualizedContent",
    "editedorcroppedcontent": "EditedOrCroppedContent",
    "editedcontent": "EditedOrCroppedContent",
    "croppedcontent": "EditedOrCroppedContent",
    "edited": "EditedOrCroppedContent",
    "transformedcontent": "TransformedContent",
    "transformed": "TransformedContent",
    "stagedcontent": "StagedContent",
    "staged": "StagedContent",
    "imposterorstagedcontent": "StagedContent",
    "satireorparodycontent": "SatireOrParodyContent",
    "satirecontent": "SatireOrParodyContent",
    "parodycontent": "SatireOrParodyContent",
    "satireorparody": "SatireOrParodyContent",
    "satire": "SatireOrParodyContent",
}
"""Spellings of schema.org's MediaManipulationRatingEnumeration that were ever in use, letters only, in lower case.

Source: https://schema.org/MediaManipulationRatingEnumeration and the discussion in schemaorg/schemaorg#2450, where
AuthenticContent, MissingContext and DecontexualizedContent came before today's names.
"""


_KINDS: Final[tuple[tuple[str, MediaKind], ...]] = (
    ("videoobject", "video"),
    ("imageobject", "still"),
    ("audioobject", "sound"),
)
"""How the names of schema.org's types begin, snapshots among them."""


def category_of(written: str) -> Category | None:
    """The category that a spelling stands for, old or new, with or without its address; None for any other word."""
    name = plain_name(written.strip()).rpartition("/")[2]
    return CATEGORIES.get(re.sub(r"[^a-z]", "", name.casefold()))


def media_reviews_of(node: Node, fields: Fields, reading: Reading) -> tuple[MediaReview, ...]:
    """The checks of media of a fact-check: those it names, and those of the document that name it."""
    graph = reading.graph
    found: list[MediaReview] = []
    named = [*fields.things("associatedMediaReview"), *fields.things("associatedReview")]
    unique = {id(one): one for one in (*named, *graph.media_of(node))}
    for key, one in unique.items():
        if isinstance(one, dict) and (is_media_review(one) or "mediaAuthenticityCategory" in one):
            graph.attached.add(key)
            found.append(read_media_review(one, reading))
        else:
            reading.keep("associatedReview", one)
    return tuple(found)


def read_media_review(node: Node, reading: Reading) -> MediaReview:
    """The media review that a node states; what has no slot is kept in the fact-check's `extra`."""
    fields = Fields(node, reading, "mediaReview.")
    written = one_line(fields.text("mediaAuthenticityCategory")) or url_of(
        node.get("mediaAuthenticityCategory")
    )
    link = fields.url("originalMediaLink")
    context = fields.text("originalMediaContextDescription")
    appearances: list[Appearance] = []
    kinds: set[MediaKind] = set()
    for thing in fields.things("itemReviewed"):
        appearances += _appearances(thing, reading)
        kinds |= _kinds(thing, reading)
    category = category_of(written)
    if written and category is None:
        reading.source.notes.take_unknown(f"mediaAuthenticityCategory {written[:60]!r}")
    fields.close("MediaReview")
    kind = kinds.pop() if len(kinds) == 1 else None
    return MediaReview(category, written, context, link, tuple(dict.fromkeys(appearances)), kind)


def _kinds(thing: Json, reading: Reading) -> set[MediaKind]:
    """What the media is said to be: by the types of a MediaReviewItem's members, or by that of the one media object."""
    if not isinstance(thing, dict):
        return set()
    members = [reading.graph.whole(one) for one in flat(thing.get("mediaItemAppearance"))]
    types = [name for one in (thing, *members) if isinstance(one, dict) for name in types_of(one)]
    return {kind for name in types for start, kind in _KINDS if name.startswith(start)}


def _appearances(thing: Json, reading: Reading) -> list[Appearance]:
    """Where the media was seen: the members of a MediaReviewItem, or the one media object itself."""
    if not isinstance(thing, dict):
        url = url_of(thing)
        return [Appearance(url)] if url else []
    fields = Fields(thing, reading, "mediaReview.itemReviewed.")
    members = fields.things("mediaItemAppearance")
    if not members:
        found = _media_object(fields, thing, reading)
        return [found] if found else []
    fields.close("MediaItem")
    seen = [
        _media_object(Fields(one, reading, "mediaItemAppearance."), one, reading)
        for one in members
        if isinstance(one, dict)
    ]
    return [one for one in seen if one] + [
        Appearance(url_of(one)) for one in members if isinstance(one, str) and is_url(one)
    ]


def _media_object(fields: Fields, node: Node, reading: Reading) -> Appearance | None:
    """One copy of the media: where it stands, its archived copy, when it went up, and its words."""
    page = fields.url("accessedOnUrl", "contentUrl", "url", "embedUrl") or (
        id_of(node) if is_url(id_of(node)) else ""
    )
    archived = fields.url("archivedAt")
    published = fields.date("uploadDate") or fields.date("datePublished")
    caption = fields.text("embeddedTextCaption", "caption", "description", "name")
    fields.close("MediaItem")
    if not page and not archived:
        if caption:
            reading.keep("mediaItemAppearance", text_of(caption))
        return None
    return Appearance(page or archived, archived, published, caption)
