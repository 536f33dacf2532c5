"""Answers of Google's Fact Check Tools API (v1alpha1), put into the words of schema.org.

`claims:search`, `claims:imageSearch` and `pages:list` are read. The API's names are those of its discovery document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.gather.jsonld import Node
    from firstseen.gather.jsontext import Json

_REVIEW: Final = {
    "url": "url",
    "title": "name",
    "reviewDate": "datePublished",
    "languageCode": "inLanguage",
}
_MARKUP: Final = {"url": "url", "claimReviewed": "claimReviewed", "claimLocation": "contentLocation"}
_MAKER: Final = {"name": "name", "imageUrl": "image", "jobTitle": "jobTitle", "sameAs": "sameAs"}
_RATING: Final = {
    "textualRating": "alternateName",
    "ratingValue": "ratingValue",
    "worstRating": "worstRating",
    "bestRating": "bestRating",
    "ratingExplanation": "ratingExplanation",
    "imageUrl": "image",
}


def is_answer(document: Json) -> bool:
    """Whether a document is an answer of the API, or one claim of an answer."""
    if not isinstance(document, dict) or "@type" in document or "@graph" in document:
        return False
    if "claimReviewMarkupPages" in document or "claimReviewMarkups" in document:
        return True
    return any(True for _ in _claims(document))


def answer_nodes(document: Json) -> Iterator[Node]:
    """Each fact-check of an answer as a ClaimReview node of schema.org; a claim with several has one each."""
    for claim in _claims(document):
        for review in _objects(claim.get("claimReview")):
            yield _from_search(claim, review)
    pages = document.get("claimReviewMarkupPages")
    for page in _objects(pages) if pages is not None else [document]:
        for markup in _objects(page.get("claimReviewMarkups")):
            yield _from_markup(page, markup)


def _claims(document: Json) -> Iterator[Node]:
    for claim in _objects(document.get("claims")):
        if isinstance(claim.get("claimReview"), list):
            yield claim
    for result in _objects(document.get("results")):
        found = result.get("claim")
        if isinstance(found, dict) and isinstance(found.get("claimReview"), list):
            yield found
    if isinstance(document.get("claimReview"), list) and "text" in document:
        yield document


def _objects(value: Json) -> Iterator[Node]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def _from_search(claim: Node, review: Node) -> Node:
    node = _renamed(review, _REVIEW, {"publisher", "textualRating"})
    node["datePublished"] = _day(node.get("datePublished"))
    publisher = review.get("publisher")
    if isinstance(publisher, dict):
        site = publisher.get("site")
        maker = _renamed(publisher, {"name": "name"}, {"site"})
        if isinstance(site, str) and site:
            maker["url"] = site if "://" in site else f"https://{site}"
            maker.setdefault("name", site)
        node["publisher"] = maker
    item = {
        "@type": "Claim",
        "author": claim.get("claimant"),
        "datePublished": _day(claim.get("claimDate")),
        **_renamed(claim, {}, {"text", "claimant", "claimDate", "claimReview"}),
    }
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim.get("text"),
        "itemReviewed": item,
        "reviewRating": review.get("textualRating"),
        **node,
    }


def _from_markup(page: Node, markup: Node) -> Node:
    author, rating = markup.get("claimAuthor"), markup.get("rating")
    maker = page.get("claimReviewAuthor")
    item = {
        "@type": "Claim",
        "author": _renamed(author, _MAKER, set()) if isinstance(author, dict) else author,
        "datePublished": markup.get("claimDate"),
        "firstAppearance": markup.get("claimFirstAppearance"),
        "appearance": markup.get("claimAppearances"),
    }
    handled = {"claimAuthor", "rating", "claimDate", "claimFirstAppearance", "claimAppearances"}
    node = _renamed(markup, _MARKUP, handled)
    node.setdefault("url", page.get("pageUrl"))
    # `name` and `versionId` are how the API addresses its own copy of the page.
    known = {"name", "versionId", "pageUrl", "publishDate", "claimReviewAuthor", "claimReviewMarkups"}
    return {
        "@type": "ClaimReview",
        "itemReviewed": item,
        "reviewRating": _renamed(rating, _RATING, set()) if isinstance(rating, dict) else rating,
        "publisher": _renamed(maker, _MAKER, set()) if isinstance(maker, dict) else maker,
        "datePublished": page.get("publishDate"),
        **_renamed(page, {}, known),
        **node,
    }


def _day(value: Json) -> Json:
    """A date of the API as exact as it is: publishers state days, the API writes them as midnight in UTC."""
    return value.removesuffix("T00:00:00Z") if isinstance(value, str) else value


def _renamed(node: Node, names: dict[str, str], handled: set[str]) -> Node:
    """A node's fields under schema.org's names; those nobody knows keep theirs, so that they are noted."""
    return {names.get(name, name): value for name, value in node.items() if name not in handled}
