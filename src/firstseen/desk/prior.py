"""What was published before about a claim or its footage, and telling cases of what comes in later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.archive.reviews import bare_url
from firstseen.claims.match.find import highest_probability
from firstseen.claims.match.index import middle_day
from firstseen.claims.match.model import fitted
from firstseen.desk.limits import LONGEST_READ
from firstseen.desk.reviewing import ReviewVerbs
from firstseen.model.case import History, PriorReviews
from firstseen.model.claim import Claim
from firstseen.model.match import Reason
from firstseen.model.review import ReviewHit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from firstseen.claims.match.corpus import Corpus
    from firstseen.model.case import Stage, StageResult
    from firstseen.model.review import ClaimReview

_LENIENT: Final = 0.5
"""The share of a likely hit's probability from which a new fact-check is compared with a case in full. Source: between
two scripts a name weighs by how many candidates hold it, so that few candidates can make it weigh a little less."""

_LOOKED_AT: Final[tuple[Stage, ...]] = ("find", "claim", "reviews")


@dataclass(frozen=True, slots=True, eq=False)
class _Fresh:
    """The fact-checks that cases were not told of: their rows in the corpus (n,), and the addresses they name."""

    corpus: Corpus
    rows: NDArray[np.bool_]
    urls: frozenset[str]

    def may_be_of(self, claim: Claim, history: History | None) -> bool:
        """Whether one of them can be of this claim or its footage: never False for one that is."""
        if self.urls & {bare_url(url) for url in _named(claim, history)}:
            return True
        text, day = claim.reading.text[:LONGEST_READ], middle_day(claim.posted)
        return highest_probability(self.corpus, text, day, self.rows) >= _LENIENT * fitted().likely


class PriorVerbs(ReviewVerbs):
    """What a desk knows of earlier fact-checks of its cases."""

    def gather_reviews(self, reviews: Iterable[ClaimReview], added_by: str = "") -> dict[str, int]:
        """Store fact-checks, and how many of them were `added`, `changed` or `known` by their id.

        Cases that a new one is about are flagged, with the reason.
        """
        counts = super().gather_reviews(reviews, added_by)
        # Also when nothing was new: a run that was interrupted before may have stored some and flagged nothing.
        self._flag_new_reviews()
        return counts

    def _flag_new_reviews(self) -> None:
        """Flag every case for which there is a fact-check that it does not know, of those that came in since."""
        reviews = self.archive.reviews
        told, last = reviews.told(), reviews.last()
        if told >= last:
            return
        corpus = self._corpus()
        fresh = _Fresh(corpus, (corpus.numbers > told) & (corpus.numbers <= last), reviews.urls_after(told))
        for case_id, results in self.archive.cases.newest_of_all(_LOOKED_AT):
            claim, history, known = _looked_at(results)
            if claim is not None and fresh.may_be_of(claim, history):
                self._flag_unknown(case_id, self.prior_reviews(claim, history), known)
        reviews.tell(last)

    def _flag_unknown(self, case_id: str, now: PriorReviews, known: frozenset[str]) -> None:
        fresh = [hit for hit in _all_hits(now) if hit.review.id not in known]
        if not fresh:
            return
        with self.archive.cases.writing() as writer:
            for hit in fresh:
                of = "footage" if hit in now.footage else "claim"
                writer.flag(case_id, f"a fact-check of the same {of} came in", hit.review.id)

    def prior_reviews(self, claim: Claim, history: History | None) -> PriorReviews:
        """Published fact-checks of the same claim, and of the footage in `history`: two lists.

        Of the same claim are those that are likely or sure; of the same footage those that name an address where it
        was seen.
        """
        if not len(self.archive.reviews):
            return PriorReviews(abstained=True, reasons=("No fact-checks were gathered on this desk.",))
        reading = claim.reading
        language = "" if reading.language == "und" else reading.language
        matches = self.match(reading.text[:LONGEST_READ], language, claim.posted)
        urls = {claim.url: "It names the post that is checked."}
        for sighting in history.timeline.sightings if history else ():
            place = sighting.record.url
            urls.setdefault(place, f"It names {place}, where the same footage was seen.")
        return PriorReviews(
            claim=tuple(hit for hit in matches.hits if hit.band != "weak"),
            footage=self._of_footage({url: said for url, said in urls.items() if url}),
            abstained=matches.abstained,
            reasons=tuple(reason.sentence for reason in matches.reasons),
        )

    def _of_footage(self, urls: Mapping[str, str]) -> tuple[ReviewHit, ...]:
        """The fact-checks that name these addresses, each with what is said of the first it names."""
        hits: dict[str, ReviewHit] = {}
        for url, said in urls.items():
            for review in self.archive.reviews.of_urls([url]):
                reason = Reason("same footage", 1.0, said)
                hits.setdefault(review.id, ReviewHit(review, len(hits) + 1, 1.0, "sure", (reason,)))
        return tuple(hits.values())


def _looked_at(results: Mapping[Stage, StageResult]) -> tuple[Claim | None, History | None, frozenset[str]]:
    """The claim of a case, its history, and the ids of the fact-checks that it knows."""
    value = {stage: result.value for stage, result in results.items()}
    claim, history, prior = (value.get(stage) for stage in ("claim", "find", "reviews"))
    return (
        claim if isinstance(claim, Claim) else None,
        history if isinstance(history, History) else None,
        frozenset(hit.review.id for hit in _all_hits(prior))
        if isinstance(prior, PriorReviews)
        else frozenset(),
    )


def _named(claim: Claim, history: History | None) -> set[str]:
    """The addresses at which a claim's footage was seen, its own post's among them."""
    return {claim.url, *(one.record.url for one in (history.timeline.sightings if history else ()))}


def _all_hits(reviews: PriorReviews) -> tuple[ReviewHit, ...]:
    return (*reviews.claim, *reviews.footage, *reviews.rejected)
