"""A ClaimReview node of schema.org becomes a `ClaimReview`: every field has a slot, is kept, or is left out by name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.gather.fields import Fields, Reading
from firstseen.gather.jsonld import Graph, flat, id_of, is_url, joined, text_of, types_of, url_of
from firstseen.gather.languages import language_code
from firstseen.gather.mediareview import media_reviews_of
from firstseen.gather.notes import Unfit
from firstseen.gather.plain import one_line
from firstseen.model.review import Appearance, ClaimReview, Source

if TYPE_CHECKING:
    from firstseen.gather.jsonld import Node
    from firstseen.gather.jsontext import Json
    from firstseen.gather.notes import Importing
    from firstseen.model.time import PartialDate

LONGEST_CLAIM: Final = 20_000
"""Characters. Real claims have under 2,000; more is an article in the wrong field."""

LONGEST_ID: Final = 4_000
"""Characters. An address longer than any browser takes is no name for anything."""


def read_claim_review(node: Node, source: Importing, graph: Graph | None = None) -> ClaimReview:
    """The fact-check that a node of JSON-LD states. Raises Unfit when it names no claim."""
    reading = Reading(source, graph or Graph())
    fields = Fields(node, reading)
    claim, item = _claim(fields, reading)
    url = fields.url("url", "mainEntityOfPage") or source.base
    name = one_line(fields.text("name", "headline"))
    makers = _makers(fields, reading)
    rating = _rating(fields, reading)
    text = fields.text("articleBody", "reviewBody", "text", "description", "abstract")
    fields.drop_same("headline", "alternativeHeadline", text=name)
    published, modified = fields.date("datePublished"), fields.date("dateModified")
    language = _language(fields)
    media = media_reviews_of(node, fields, reading)
    sources, corrections = _sources(fields), _corrections(fields)
    fields.close("ClaimReview")
    return ClaimReview(
        id=identity(_global_id(node, source.base or url), url, claim, name),
        url=url,
        claim=claim,
        name=name,
        text=text,
        publisher=makers.publisher,
        publisher_url=makers.publisher_url,
        author=makers.author,
        published=published,
        modified=modified,
        rating=rating,
        language=language,
        claimant=item.claimant,
        claim_date=item.date,
        appearances=item.appearances,
        media=media,
        sources=sources,
        corrections=corrections,
        origin=source.origin,
        extra=tuple(reading.extra),
    )


_SHARED: Final = ("url", "mainEntityOfPage", "name", "headline", "author", "publisher", "sdPublisher")
_DATED: Final = ("datePublished", "dateModified", "inLanguage")


def read_lone(media_review: Node, source: Importing, graph: Graph) -> ClaimReview:
    """The fact-check that a check of media is when no ClaimReview stands beside it.

    Its claim is what the media was taken for (`interpretedAsClaim`), else the words it carried, else its title. Raises
    Unfit when there are none.
    """
    claim = ""
    for thing in flat(media_review.get("itemReviewed")):
        item = graph.whole(thing)
        members = [item, *flat(item.get("mediaItemAppearance"))] if isinstance(item, dict) else []
        for name in ("interpretedAsClaim", "embeddedTextCaption", "caption"):
            words = (text_of(graph.whole(one.get(name))) for one in members if isinstance(one, dict))
            claim = claim or next((each for each in words if each), "")
    claim = claim or text_of(media_review.get("name")) or text_of(media_review.get("headline"))
    if not claim:
        raise Unfit("is a MediaReview that names no claim and no ClaimReview; add one of the two")
    own: Node = {name: media_review[name] for name in (*_SHARED, *_DATED) if name in media_review}
    rest = {name: value for name, value in media_review.items() if name not in own}
    own.setdefault("url", url_of(media_review.get("associatedClaimReview")))
    own |= {"@type": "ClaimReview", "@id": id_of(media_review), "claimReviewed": claim}
    return read_claim_review({**own, "associatedMediaReview": rest}, source, graph)


def identity(id_: str, url: str, claim: str, name: str) -> str:
    """What a fact-check is known by: its `@id`, else its url, else a digest of its claim and title."""
    if id_ or url:
        return id_ or url
    return "sha256:" + digest(claim, name)


def digest(*texts: str) -> str:
    """32 hexadecimal digits of SHA-256 over texts."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()[:32]


def _global_id(node: Node, page: str) -> str:
    """The node's `@id`, made whole where it holds only on its page; empty for one that holds nowhere else."""
    id_ = id_of(node)
    if len(id_) > LONGEST_ID:
        raise Unfit(f"has an @id of {len(id_):,} characters; check the export")
    if id_.startswith("_:"):
        return ""
    if id_.startswith("#") and not page:
        return ""
    return one_line(joined(page, id_) if page and id_.startswith(("#", "/", "?", "./")) else id_)


@dataclass(frozen=True, slots=True)
class _Item:
    """What a ClaimReview says of the claim it reviews."""

    claimant: str = ""
    date: PartialDate | None = None
    appearances: tuple[Appearance, ...] = ()


def _claim(fields: Fields, reading: Reading) -> tuple[str, _Item]:
    """What was checked, and who said it when and where."""
    claim = fields.text("claimReviewed")
    item = _Item()
    words = ""
    for index, thing in enumerate(fields.things("itemReviewed")):
        if not isinstance(thing, dict):
            words = words or text_of(thing)
            reading.keep("itemReviewed", thing)
        elif index == 0:
            inner = Fields(thing, reading, "itemReviewed.")
            item = _item(inner, reading, thing)
            for name in ("name", "text", "description", "headline"):
                words = words or inner.text(name)
            inner.drop_same("name", "text", "description", "headline", text=claim or words)
            if words not in {claim, ""} and claim:
                reading.keep("itemReviewed.name", words)
            inner.close("Claim")
        else:
            reading.keep("itemReviewed", thing)
    claim = claim or words
    if not claim:
        raise Unfit("names no claim: claimReviewed is missing or empty")
    if len(claim) > LONGEST_CLAIM:
        raise Unfit(f"has a claim of {len(claim):,} characters; no claim is that long: check the export")
    return claim, item


def _item(fields: Fields, reading: Reading, node: Node) -> _Item:
    people = fields.things("author") or fields.things("creator")
    claimants = list(dict.fromkeys(name for one in people if (name := one_line(text_of(one)))))
    for one in people:
        if isinstance(one, dict):
            _keep_person(one, reading, "itemReviewed.author.")
    date = fields.date("datePublished", "estimate")
    seen = [*fields.things("firstAppearance"), *fields.things("appearance")]
    appearances = [found for one in seen if (found := _appearance(one, reading))]
    is_work = bool(types_of(node)) and "claim" not in types_of(node)
    own = fields.url("url") if is_work else ""
    if own:
        appearances.append(Appearance(url=own))
    return _Item(", ".join(claimants), date, tuple(dict.fromkeys(appearances)))


def _keep_person(node: Node, reading: Reading, path: str) -> None:
    """Keep what is said of a claimant beside the name."""
    inner = Fields(node, reading, path)
    inner.text("name", "alternateName")
    inner.close("Maker")


def _appearance(value: Json, reading: Reading) -> Appearance | None:
    """One place where the claim was seen; a place without an address is kept in words."""
    if not isinstance(value, dict):
        url = url_of(value)
        if not url:
            reading.keep("itemReviewed.appearance", value)
            return None
        return Appearance(url=url)
    fields = Fields(value, reading, "itemReviewed.appearance.")
    url = fields.url("url", "contentUrl", "sameAs") or (id_of(value) if is_url(id_of(value)) else "")
    archived = fields.url("archivedAt")
    published = fields.date("datePublished") or fields.date("uploadDate") or fields.date("dateCreated")
    caption = fields.text("caption", "text", "name", "headline", "description")
    if not url:
        reading.keep("itemReviewed.appearance", value)
        return None
    fields.close("Appearance")
    return Appearance(url, archived, published, caption)


@dataclass(frozen=True, slots=True)
class _Makers:
    """Who stands behind a fact-check."""

    publisher: str = ""
    publisher_url: str = ""
    author: str = ""


_ORGANIZATIONS: Final = (
    "organization",
    "newsmediaorganization",
    "ngo",
    "corporation",
    "website",
    "brand",
    "project",
)


def _makers(fields: Fields, reading: Reading) -> _Makers:
    """The publisher and the authors: in ClaimReview markup the author is often the publisher."""
    publisher = publisher_url = ""
    people: list[str] = []
    for one in fields.things("publisher"):
        publisher, publisher_url = publisher or one_line(text_of(one)), publisher_url or url_of(one)
        _keep_maker(one, reading, "publisher.")
    for one in fields.things("author") or fields.things("creator"):
        name = one_line(text_of(one))
        if isinstance(one, dict) and set(types_of(one)) & set(_ORGANIZATIONS) and publisher in {"", name}:
            publisher, publisher_url = publisher or name, publisher_url or url_of(one)
        elif name:
            people.append(name)
        _keep_maker(one, reading, "author.")
    if not publisher:
        for one in fields.things("sdPublisher") or fields.things("sourceOrganization"):
            publisher, publisher_url = publisher or one_line(text_of(one)), publisher_url or url_of(one)
    return _Makers(publisher, publisher_url, ", ".join(dict.fromkeys(people)))


def _keep_maker(value: Json, reading: Reading, path: str) -> None:
    if not isinstance(value, dict):
        return
    inner = Fields(value, reading, path)
    inner.text("name", "alternateName")
    inner.url("url", "sameAs")
    inner.close("Maker")


def _rating(fields: Fields, reading: Reading) -> str:
    """The publisher's own label. A number without words stays a number, in `extra`: what it means is not guessed."""
    label = ""
    for thing in fields.things("reviewRating"):
        if not isinstance(thing, dict):
            label = label or one_line(text_of(thing))
            continue
        inner = Fields(thing, reading, "reviewRating.")
        words = one_line(inner.text("alternateName", "name"))
        value = thing.get("ratingValue")
        if not words and isinstance(value, str) and any(c.isalpha() for c in value):
            words = one_line(inner.text("ratingValue"))
        label = label or words
        inner.close("Rating")
    return label


def _language(fields: Fields) -> str:
    """ISO 639-1 of the fact-check; what is no language we can name stays where it was and is kept."""
    value = fields.take("inLanguage")
    for one in flat(value):
        written = one.get("alternateName") or text_of(one) if isinstance(one, dict) else text_of(one)
        code = language_code(written) if isinstance(written, str) else ""
        if code:
            return code
    if value is not None:
        fields.put_back("inLanguage", value)
    return ""


def _sources(fields: Fields) -> tuple[Source, ...]:
    """What a fact-check says that it rests on, each with its link where it has one."""
    found = []
    for one in (*fields.things("citation"), *fields.things("isBasedOn"), *fields.things("isBasedOnUrl")):
        url = url_of(one)
        name = text_of(one)
        if name or url:
            found.append(Source(name if name and name != url else url, url))
    return tuple(dict.fromkeys(found))


def _corrections(fields: Fields) -> tuple[str, ...]:
    return tuple(words for one in fields.things("correction") if (words := text_of(one)))
