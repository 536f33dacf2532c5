"""A fact-check as JSON-LD of schema.org, as search engines, aggregators and other desks read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from firstseen.model.media import MediaKind
    from firstseen.model.review import Appearance, ClaimReview, MediaReview, Source
    from firstseen.model.time import PartialDate

    Node = dict[str, Any]

_MEDIA_TYPES: Final[dict[MediaKind | None, str]] = {
    "video": "VideoObject",
    "still": "ImageObject",
    "sound": "AudioObject",
    None: "MediaObject",
}


def claim_review_node(review: ClaimReview) -> Node:
    """The ClaimReview node of a fact-check, its checks of media inside, each naming it back.

    Categories are written in today's spelling, dates as exactly as they are known. What is not known is left out, and
    so is a stretch between two dates, which schema.org has no place for.
    """
    claim = _said(
        {
            "@type": "Claim",
            "author": {"@type": "Person", "name": review.claimant} if review.claimant else None,
            "datePublished": _date(review.claim_date),
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
            "reviewBody": review.text,
            "publisher": _said(publisher) if review.publisher or review.publisher_url else None,
            "author": {"@type": "Person", "name": review.author} if review.author else None,
            "datePublished": _date(review.published),
            "dateModified": _date(review.modified),
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
                "@type": _MEDIA_TYPES[media.kind],
                "contentUrl": one.url,
                "archivedAt": one.archived_url,
                "uploadDate": _date(one.published),
                # Only what is known to be video, picture or sound has a caption of its own in the vocabulary.
                "embeddedTextCaption" if media.kind else "description": one.caption,
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
            "datePublished": _date(one.published),
            "text": one.caption,
        }
    )


def _date(date: PartialDate | None) -> str | None:
    """The date in ISO 8601. A stretch between two dates is left out: schema.org has dates, and no such stretches."""
    return date.iso if date and "/" not in date.iso else None


def _source(source: Source) -> Node:
    return _said({"@type": "CreativeWork", "name": source.name, "url": source.url})


def _said(node: Node) -> Node:
    """The fields that say something."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
