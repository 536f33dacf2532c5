"""The verbs of published fact-checks: gather them, find those of the same claim or the same footage."""

from __future__ import annotations

from dataclasses import asdict
from itertools import batched
from typing import TYPE_CHECKING, Final

from firstseen.archive.reviews import ReviewCounts
from firstseen.claims.match.index import MatchIndexer
from firstseen.claims.match.search import search
from firstseen.desk.opened import Opened
from firstseen.model.match import Reason
from firstseen.model.review import Matches, ReviewHit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firstseen.model.review import ClaimReview
    from firstseen.model.time import PartialDate

_AT_ONCE: Final = 10_000
"""Fact-checks in one transaction."""

_LIKELY: Final = 0.3
_SURE: Final = 0.5


class ReviewVerbs(Opened):
    """What a desk does with published fact-checks."""

    def gather_reviews(self, reviews: Iterable[ClaimReview], added_by: str = "") -> dict[str, int]:
        """Store fact-checks, and how many of them were `added`, `changed` or `known` by their id.

        They are stored for good in batches of 10,000, each with one entry of the audit: what an interrupted run had
        stored stays, and running it again completes it.
        """
        counts = ReviewCounts()
        for batch in batched(reviews, _AT_ONCE):
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
        self,
        text: str,
        language: str = "",  # noqa: ARG002
        posted: PartialDate | None = None,  # noqa: ARG002
        top: int = 10,
    ) -> Matches:
        """The published fact-checks of the claim that a text makes, best first, at most `top`.

        `language` is ISO 639-1, found out when it is not given; `posted` is when the text was posted. It abstains
        when no fact-check is near enough to be one of the same claim: `near` then holds the nearest.
        """
        index = self.archive.reviews.index(MatchIndexer())
        found = search(index.segments, index.gone, text, top)
        reviews = self.archive.reviews.numbered(one.number for one in found)
        hits = tuple(
            ReviewHit(
                review=reviews[one.number],
                rank=rank,
                score=one.score,
                band="sure" if one.score >= _SURE else "likely" if one.score >= _LIKELY else "weak",
                reasons=(Reason("shared terms", len(one.shared), "Both say " + ", ".join(one.shared) + "."),),
            )
            for rank, one in enumerate((one for one in found if one.number in reviews), 1)
        )
        if not hits or hits[0].band == "weak":
            return Matches(near=hits)
        return Matches(hits, abstained=False)
