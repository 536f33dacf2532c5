"""A publication as machines read it: the ClaimReview of each edition, and the feed of all as open data."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from firstseen.model.dates import read_date
from firstseen.model.review import Source
from firstseen.publish.jsonld import claim_review_node
from firstseen.publish.markdown import to_text
from firstseen.publish.site.articlepage import lead_of
from firstseen.publish.site.facts import clean, safe_url
from firstseen.publish.site.words import OTHER, said

if TYPE_CHECKING:
    from datetime import datetime

    from firstseen.model.article import Edition, Publication
    from firstseen.model.review import Appearance, ClaimReview, MediaReview
    from firstseen.model.time import PartialDate
    from firstseen.publish.site.facts import Site

    Node = dict[str, Any]

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""Under which the markup may be used: open data is of no use without a licence."""

CONTEXT: Final = "https://schema.org"

_UNSAFE: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def edition_review(one: Publication, edition: Edition, site: Site) -> ClaimReview:
    """The fact-check that one edition is, as an importer should read it back."""
    article, language = one.article, edition.language
    page = site.page(language, f"{article.slug}/")
    changed = [note for note in article.corrections if note.kind != "published"]
    words = [note.note_ar if language == "ar" and note.note_ar else note.note for note in changed]
    rating = said(site.rating(article.rating).label, language)
    return replace(
        article.review,
        id=f"{page}#review",
        url=page,
        claim=_line(article.review.claim),
        name=_line(edition.title),
        text=to_text(edition.body),
        publisher=_line(site.title(language)),
        publisher_url=f"{site.url}/",
        author=_line(site.author(one)),
        published=_instant(one.first_published),
        modified=_instant(one.at) if one.at != one.first_published else None,
        rating=rating,
        label=article.rating,
        language=language,
        claimant=_line(article.review.claimant),
        appearances=_copies(article.review.appearances),
        media=tuple(_media(media) for media in article.review.media),
        sources=tuple(
            Source(
                _line(source.name_ar if language == "ar" and source.name_ar else source.name),
                safe_url(source.url),
            )
            for source in article.sources
            if source.name.strip()
        ),
        corrections=tuple(clean(note).strip() for note in words),
        origin="",
        extra=(),
    )


def edition_node(one: Publication, edition: Edition, site: Site) -> Node:
    """The JSON-LD of one edition: its ClaimReview with its MediaReview, who says so, and the other edition."""
    review = edition_review(one, edition, site)
    node: Node = claim_review_node(review)
    publisher = {"@type": "Organization", "name": review.publisher, "url": review.publisher_url}
    node |= {
        "description": _line(edition.summary),
        "headline": review.name,
        "sdPublisher": publisher,
        "sdLicense": LICENCE,
    }
    changed = [note for note in one.article.corrections if note.kind != "published"]
    if changed:
        node["correction"] = [
            {"@type": "CorrectionComment", "text": text, "dateCreated": note.at.isoformat()}
            for note, text in zip(changed, review.corrections, strict=True)
        ]
    archived = {safe_url(source.url): safe_url(source.archived_url) for source in one.article.sources}
    for citation in node.get("citation", ()):
        if archived.get(citation.get("url", "")):
            citation["archivedAt"] = archived[citation["url"]]
    picture = lead_of(one.article)
    if picture:
        node["image"] = f"{site.url}/pictures/{picture.file}"
    other = one.article.edition(OTHER[edition.language])
    if other:
        page = site.page(other.language, f"{one.article.slug}/")
        linked = {"@type": "ClaimReview", "@id": f"{page}#review", "url": page}
        node[
            "workTranslation" if edition.language == one.article.editions[0].language else "translationOfWork"
        ] = linked
    return {name: value for name, value in node.items() if value not in ("", [], None)}


def data_feed(site: Site) -> Node:
    """Every fact-check in every edition as one DataFeed, each with when it last changed; withdrawn ones as deleted."""
    items: list[Node] = []
    for one in site.all:
        for edition in one.article.editions:
            item: Node = {
                "@type": "DataFeedItem",
                "dateCreated": one.first_published.isoformat(),
                "dateModified": one.at.isoformat(),
            }
            if one.change == "withdrawn":
                page = site.page(edition.language, f"{one.article.slug}/")
                item["dateDeleted"] = one.at.isoformat()
                item["item"] = {"@type": "WebPage", "@id": page, "url": page}
            else:
                node = edition_node(one, edition, site)
                item["item"] = {name: value for name, value in node.items() if name != "@context"}
            items.append(item)
    feed: Node = {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "@id": f"{site.url}/data/claims.json",
        "url": f"{site.url}/data/claims.json",
        "name": site.name.en,
        "license": LICENCE,
        "publisher": {"@type": "Organization", "name": site.name.en, "url": f"{site.url}/"},
        "inLanguage": ["en", "ar"],
        "dataFeedElement": items,
    }
    newest = max((one.at for one in site.all), default=None)
    if newest:
        feed["dateModified"] = newest.isoformat()
    return feed


def as_json(node: Node) -> str:
    """The node as JSON text."""
    return json.dumps(node, ensure_ascii=False, indent=1)


def for_script(node: Node) -> str:
    """The node as JSON text that cannot end the script it stands in."""
    return json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def _instant(at: datetime) -> PartialDate:
    return read_date(at.isoformat(), "date on the page")


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _copies(several: tuple[Appearance, ...]) -> tuple[Appearance, ...]:
    """Appearances whose addresses are harmless; one without an address says nothing to a machine."""
    return tuple(
        replace(
            one,
            url=safe_url(one.url),
            archived_url=safe_url(one.archived_url),
            caption=_line(one.caption),
        )
        for one in several
        if safe_url(one.url)
    )


def _media(media: MediaReview) -> MediaReview:
    return replace(
        media,
        original_context=clean(media.original_context),
        original_url=safe_url(media.original_url),
        appearances=_copies(media.appearances),
    )
