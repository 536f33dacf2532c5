"""The verbs of published fact-checks: gather them, find those of the same claim or the same footage."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import lru_cache
from itertools import batched
from typing import TYPE_CHECKING, Final

from firstseen.archive.reviews import ReviewCounts
from firstseen.claims.dates import read_written_date
from firstseen.claims.match.corpus import Corpus
from firstseen.claims.match.find import find_reviews
from firstseen.claims.match.index import MatchIndexer, middle_day
from firstseen.claims.match.model import fitted
from firstseen.claims.match.search import LONGEST_TEXT
from firstseen.claims.match.terms import post_text
from firstseen.desk.opened import Opened
from firstseen.errors import UnclearDate
from firstseen.model.review import Matches, ReviewHit
from firstseen.verdict.ratings import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from firstseen.claims.match.find import Found
    from firstseen.model.review import ClaimReview
    from firstseen.model.time import PartialDate

_AT_ONCE: Final = 10_000
"""Fact-checks in one transaction."""


class ReviewVerbs(Opened):
    """What a desk does with published fact-checks."""

    _looked_at: tuple[tuple[frozenset[str], frozenset[int]], Corpus] | None = None

    def gather_reviews(self, reviews: Iterable[ClaimReview], added_by: str = "") -> dict[str, int]:
        """Store fact-checks, and how many of them were `added`, `changed` or `known` by their id.

        They are stored for good in batches of 10,000, each with one entry of the audit: what an interrupted run had
        stored stays, and running it again completes it. What their publishers' ratings mean by ours is filled in.
        """
        counts = ReviewCounts()
        for batch in batched(map(_labelled, reviews), _AT_ONCE):
            counts += self.archive.reviews.store(batch, MatchIndexer(), added_by)
        return asdict(counts)

    def delete_review(self, review_id: str, deleted_by: str = "") -> None:
        """Remove a fact-check for good; NotFound when the desk has none with this id."""
        self.archive.reviews.delete(review_id, MatchIndexer(), deleted_by)

    def review(self, review_id: str) -> ClaimReview:
        """The fact-check with this id; NotFound when the desk has none."""
        return self.archive.reviews.review(review_id)

    def reviews_of_urls(self, urls: Iterable[str]) -> tuple[ClaimReview, ...]:
        """Fact-checks that name one of these addresses as a place where the claim or its media was seen."""
        return self.archive.reviews.of_urls(urls)

    def match(
        self, text: str, language: str = "", posted: PartialDate | None = None, top: int = 10
    ) -> Matches:
        """The published fact-checks of the claim that a text makes, most probable first, at most `top`.

        `language` is ISO 639-1, for reading the date that a text itself gives; `posted` is when it was posted. It
        abstains when no fact-check is probable enough: `near` then holds the nearest.
        """
        day = middle_day(posted or _signed(text, language))
        answer = find_reviews(self._corpus(), text, day, top)
        wanted = [one.number for one in (*answer.found, *answer.near)]
        reviews = self.archive.reviews.numbered(wanted)
        hits, near = (_hits(some, reviews) for some in (answer.found, answer.near))
        return Matches(hits, abstained=not hits, reasons=answer.reasons, near=near)

    def _corpus(self) -> Corpus:
        """The fact-checks as they are stored now, looked at together: once for all threads."""
        index = self.archive.reviews.index(MatchIndexer())
        known = (index.names, index.gone)
        with self._looking:
            if self._looked_at is None or self._looked_at[0] != known:
                self._looked_at = known, Corpus(index.segments, index.gone)
            return self._looked_at[1]


def _hits(found: Iterable[Found], reviews: Mapping[int, ClaimReview]) -> tuple[ReviewHit, ...]:
    held = [one for one in found if one.number in reviews]
    return tuple(
        ReviewHit(reviews[one.number], rank, one.probability, fitted().band(one.probability), one.reasons)
        for rank, one in enumerate(held, 1)
    )


def _signed(text: str, language: str) -> PartialDate | None:
    """When a post says that it was posted, where it ends as embedded posts do."""
    signed = post_text(text[-LONGEST_TEXT:]).signed
    try:
        return read_written_date(signed, language=language) if signed else None
    except UnclearDate:
        return None


@lru_cache(maxsize=1_000)
def _label(rating: str) -> str:
    return label_of(rating)


def _labelled(review: ClaimReview) -> ClaimReview:
    """The fact-check with the rating of ours that its publisher's own means, where that is known."""
    label = review.label or (_label(review.rating) if review.rating else "")
    return replace(review, label=label) if label != review.label else review
