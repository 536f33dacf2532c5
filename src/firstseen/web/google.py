"""Fact-checks in the shapes of Google's Fact Check Tools API v1alpha1, for clients that speak it already.

The names are those of its discovery document. A date goes out only where the day is known: the shape has no way to say
that only the month is.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from firstseen.errors import InputError
from firstseen.model.dates import read_date
from firstseen.model.words import fold
from firstseen.verdict.ratings import ratings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firstseen.desk import Desk
    from firstseen.model.review import ClaimReview
    from firstseen.model.time import PartialDate

DEFAULT_PAGE: Final = 10
"""Claims of a page that does not say how many. Source: the discovery document."""

LARGEST_PAGE: Final = 100
_MOST_FOUND: Final = 1_000
_DAYS: Final = frozenset({"instant", "day"})
_SHARE: Final = 0.5
"""The share of a query's words that one of our own articles has to hold. Source: half of it is more than chance."""

_STATUS: Final = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    409: "ABORTED",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks for, besides its words or footage."""

    language: str = ""
    site: str = ""
    max_age_days: int | None = None
    page_size: int = DEFAULT_PAGE
    page_token: str = ""
    offset: int = 0


def refusal_object(message: str, status: int) -> dict[str, Any]:
    """A refusal as Google's services give it."""
    code = 400 if status == 422 else status  # noqa: PLR2004 - they know no 422
    name = _STATUS.get(code, "INTERNAL" if code >= 500 else "INVALID_ARGUMENT")  # noqa: PLR2004
    return {"error": {"code": code, "message": message, "status": name}}


def search_claims(desk: Desk, query: str, wanted: Wanted) -> dict[str, Any]:
    """An answer of `claims:search`. Raises InputError for what cannot be asked."""
    if not query.strip() and not wanted.site:
        raise InputError("query is empty; give words, or a reviewPublisherSiteFilter")
    fits = (one for one in _of_words(desk, query) if _fits(one, wanted))
    claims, token = _page(_claims(fits), wanted, f"search {query}")
    return {"claims": claims, **token}


def search_footage(
    desk: Desk, media_ids: Sequence[str], urls: Iterable[str], wanted: Wanted, of: str
) -> dict[str, Any]:
    """An answer of `claims:imageSearch`: fact-checks that name where the found footage was seen, and our own of it."""
    cases = dict.fromkeys(case_id for one in media_ids for case_id in desk.archive.cases.with_footage(one))
    ours = [review for case_id, review in _published(desk) if case_id in cases]
    found = [*ours, *desk.reviews_of_urls(urls)]
    claims, token = _page(_claims(one for one in found if _fits(one, wanted)), wanted, of)
    return {"results": [{"claim": claim} for claim in claims], **token}


def _of_words(desk: Desk, query: str) -> Iterator[ClaimReview]:
    """The fact-checks of the claim that a text makes, most probable first, our own among them."""
    ours = [review for _, review in _published(desk)]
    if not query.strip():
        yield from ours
        yield from desk.archive.reviews.every()
        return
    words = set(fold(query).split())
    yield from (one for one in ours if _share(words, one) >= _SHARE)
    matches = desk.match(query, top=_MOST_FOUND)
    # Clients search by key words too, which make no claim: what holds every one of them will do.
    for hit in (*matches.hits, *matches.near):
        if hit.band != "weak" or _share(words, hit.review) == 1:
            yield hit.review


def _share(words: set[str], review: ClaimReview) -> float:
    held = set(fold(f"{review.claim} {review.name} {review.text} {review.claimant}").split())
    return len(words & held) / len(words) if words else 0.0


def _published(desk: Desk) -> Iterator[tuple[str, ClaimReview]]:
    """What this desk published and has not withdrawn: each edition as a fact-check, with the case it is of."""
    publisher = desk.settings.publish
    for one in desk.publications():
        if one.change == "withdrawn":
            continue
        day = read_date(one.first_published.date().isoformat(), "agency record")
        for edition in one.article.editions:
            url = f"{publisher.url.rstrip('/')}/{edition.language}/{one.article.slug}/"
            yield (
                one.case_id,
                replace(
                    one.article.review,
                    id=url,
                    url=url,
                    name=edition.title,
                    publisher=publisher.name_ar if edition.language == "ar" else publisher.name,
                    publisher_url=publisher.url,
                    published=day,
                    language=edition.language,
                    rating=_rating(one.article.rating, edition.language),
                ),
            )


def _rating(key: str, language: str) -> str:
    known = ratings().get(key)
    return key if known is None else known.ar if language == "ar" else known.en


def _fits(review: ClaimReview, wanted: Wanted) -> bool:
    if (
        wanted.language
        and review.language.lower() != wanted.language.lower().replace("_", "-").partition("-")[0]
    ):
        return False
    if wanted.site and _site(review.url or review.publisher_url) != _bare(wanted.site):
        return False
    if wanted.max_age_days is None:
        return True
    dates = [one.latest for one in (review.published, review.claim_date) if one is not None]
    oldest = datetime.now(UTC) - timedelta(days=min(wanted.max_age_days, 365_000))
    return bool(dates) and max(dates) >= oldest


def _claims(reviews: Iterable[ClaimReview]) -> Iterator[dict[str, Any]]:
    """Each claim with all its fact-checks, in the order of the first."""
    claims: dict[tuple[str, str], dict[str, Any]] = {}
    seen: set[str] = set()
    for one in islice(reviews, _MOST_FOUND):
        if one.id in seen:
            continue
        seen.add(one.id)
        key = (one.claim or one.name, one.claimant)
        claim = claims.setdefault(key, _claim(one))
        claim["claimReview"].append(_review(one))
    yield from claims.values()


def _claim(review: ClaimReview) -> dict[str, Any]:
    told = {
        "text": review.claim or review.name,
        "claimant": review.claimant,
        "claimDate": _instant(review.claim_date),
    }
    return {name: value for name, value in told.items() if value} | {"claimReview": []}


def _review(review: ClaimReview) -> dict[str, Any]:
    site = _site(review.url or review.publisher_url)
    publisher = {"name": review.publisher, "site": site}
    told = {
        "publisher": {name: value for name, value in publisher.items() if value},
        "url": review.url,
        "title": review.name,
        "reviewDate": _instant(review.published),
        "textualRating": review.rating,
        "languageCode": review.language,
    }
    return {name: value for name, value in told.items() if value}


def _instant(date: PartialDate | None) -> str:
    if date is None or date.precision not in _DAYS:
        return ""
    if date.precision == "day":
        # A day begins at another instant in every zone; what is known is its name.
        return f"{date.iso[:10]}T00:00:00Z"
    return date.earliest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _site(url: str) -> str:
    try:
        return _bare(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _bare(host: str) -> str:
    return host.strip().lower().removeprefix("www.")


def _page(
    claims: Iterator[dict[str, Any]], wanted: Wanted, of: str
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """A page of claims, and the token of the next; no token on the last one."""
    asked = hashlib.sha256(
        f"{of}\0{wanted.language}\0{wanted.site}\0{wanted.max_age_days}".encode()
    ).hexdigest()[:12]
    start = _start(wanted, asked)
    size = min(wanted.page_size or DEFAULT_PAGE, LARGEST_PAGE)
    some = list(islice(claims, start, start + size + 1))
    if len(some) <= size:
        return some, {}
    token = base64.urlsafe_b64encode(f"{asked}:{start + size}".encode()).decode()
    return some[:size], {"nextPageToken": token}


def _start(wanted: Wanted, asked: str) -> int:
    if not wanted.page_token:
        return wanted.offset
    try:
        told, _, number = (
            base64.urlsafe_b64decode(wanted.page_token.encode("ascii")).decode("ascii").partition(":")
        )
    except (ValueError, binascii.Error):
        told, number = "", ""
    if told != asked or not number.isdecimal() or len(number) > 9:  # noqa: PLR2004 - no list is so long
        raise InputError(
            "pageToken is none of this search: give nextPageToken, with all other fields as they were"
        )
    return int(number)
