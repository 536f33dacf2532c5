"""A fact-check as JSON-LD of schema.org, as search engines, aggregators and other desks read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firstseen.model.review import Appearance, ClaimReview, MediaReview, Source

    Node = dict[str, Any]


def claim_review_node(review: ClaimReview) -> Node:
    """The ClaimReview node of a fact-check, its checks of media inside, each naming it back.

    Categories are written in today's spelling, dates as exactly as they are known; what is not known is left out.
    """
    claim = _said(
        {
            "@type": "Claim",
            "author": {"@type": "Person", "name": review.claimant} if review.claimant else None,
            "datePublished": review.claim_date.iso if review.claim_date else None,
            "firstAppearance": _appearance(review.appearances[0]) if review.appearances else None,
            "appearance": [_appearance(one) for one in review.appearances[1:]],
        }
    )
    publisher = {"@type": "Organization", "name": review.publisher, "url": review.publisher_url}
    return _said(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "@id": review.id,
            "url": review.url,
            "claimReviewed": review.claim,
            "name": review.name,
            "articleBody": review.text,
            "publisher": _said(publisher) if review.publisher or review.publisher_url else None,
            "author": {"@type": "Person", "name": review.author} if review.author else None,
            "datePublished": review.published.iso if review.published else None,
            "dateModified": review.modified.iso if review.modified else None,
            "inLanguage": review.language,
            "reviewRating": {"@type": "Rating", "alternateName": review.rating} if review.rating else None,
            "itemReviewed": claim if len(claim) > 1 else None,
            "associatedMediaReview": [_media_review(one, review.id) for one in review.media],
            "citation": [_source(one) for one in review.sources],
            "correction": list(review.corrections),
        }
    )


def _media_review(media: MediaReview, review_id: str) -> Node:
    copies = [
        _said(
            {
                "@type": "MediaObject",
                "contentUrl": one.url,
                "archivedAt": one.archived_url,
                "uploadDate": one.published.iso if one.published else None,
                "embeddedTextCaption": one.caption,
            }
        )
        for one in media.appearances
    ]
    return _said(
        {
            "@type": "MediaReview",
            # A category that no spelling of schema.org's stands for is the publisher's own word, and stays it.
            "mediaAuthenticityCategory": media.category or media.category_text,
            "originalMediaContextDescription": media.original_context,
            "originalMediaLink": media.original_url,
            "itemReviewed": {"@type": "MediaReviewItem", "mediaItemAppearance": copies} if copies else None,
            "associatedClaimReview": {"@type": "ClaimReview", "@id": review_id},
        }
    )


def _appearance(one: Appearance) -> Node:
    return _said(
        {
            "@type": "CreativeWork",
            "url": one.url,
            "archivedAt": one.archived_url,
            "datePublished": one.published.iso if one.published else None,
            "text": one.caption,
        }
    )


def _source(source: Source) -> Node:
    return _said({"@type": "CreativeWork", "name": source.name, "url": source.url})


def _said(node: Node) -> Node:
    """The fields that say something."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
