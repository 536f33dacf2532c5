"""A text finds the fact-checks of its claim: candidates, features, probabilities, and the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.claims.match.features import READ_CLOSELY, READ_CLOSELY_OTHER, Compared, compare
from firstseen.claims.match.model import beside, fitted
from firstseen.claims.match.search import LONGEST_TEXT, candidates, read_query
from firstseen.model.match import Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firstseen.claims.match.corpus import Corpus
    from firstseen.claims.match.model import Model
    from firstseen.claims.match.search import QueryText

_WORDS_SHOWN: Final = 6
_NEAR_IN_MEANING: Final = 0.3
"""Cosine from which two texts are said to mean alike. Source: nine in ten of our pairs of claims do."""

_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """A fact-check by its number: how probable it is of the same claim (0 to 1), and why."""

    number: int
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Fact-checks, most probable first. `reasons` speak of the whole: what was not read, why nothing is shown."""

    found: tuple[Found, ...]
    near: tuple[Found, ...]
    reasons: tuple[Reason, ...]


def find_reviews(corpus: Corpus, text: str, day: float = float("nan"), top: int = 10) -> Answer:
    """The fact-checks of the claim that a text makes, at most `top`; none when none is probable enough.

    `day` is when it was posted, in days since the year 1, NaN where nobody knows. Of a text only the first 4,000
    characters are read, and the answer says so.
    """
    query = read_query(text, day)
    same, other = candidates(corpus, query)
    models = fitted()
    compared = compare(corpus, query, same, READ_CLOSELY), compare(corpus, query, other, READ_CLOSELY_OTHER)
    believed = models.same.probabilities(compared[0].values), models.other.probabilities(compared[1].values)
    own = _judged(corpus, compared[0], models.same, believed[0])
    foreign = _judged(corpus, compared[1], models.other, beside(believed[1], believed[0]))
    ranked = sorted([*own, *foreign], key=lambda one: (-one.probability, one.number))
    best = tuple(ranked[: min(top, _MOST)])
    nearest = [some[0].probability if some else 0.0 for some in (own, foreign)]
    answered = bool(best) and models.answers(*nearest, arabic=query.arabic)
    reasons = _about_all(corpus, query, best, answered=answered)
    return Answer(best, (), reasons) if answered else Answer((), best, reasons)


def highest_probability(
    corpus: Corpus, text: str, day: float = float("nan"), among: NDArray[np.bool_] | None = None
) -> float:
    """How probable the most probable of some fact-checks is of the claim that a text makes; 0 for none.

    `among` (n,) says which rows of the corpus. No less than what `find_reviews` says of it, which compares it with all.
    """
    query = read_query(text, day)
    models = fitted()
    best = 0.0
    both = zip(
        candidates(corpus, query, among),
        (models.same, models.other),
        (READ_CLOSELY, READ_CLOSELY_OTHER),
        strict=True,
    )
    for found, model, closely in both:
        if len(found.rows):
            believed = model.probabilities(compare(corpus, query, found, closely).values)
            best = max(best, float(believed.max()))
    return best


def _judged(
    corpus: Corpus, compared: Compared, model: Model, probabilities: NDArray[np.float64]
) -> list[Found]:
    """The candidates, best first, with their probabilities and reasons."""
    order = np.argsort(-model.scores(compared.values), kind="stable")[:_MOST]
    return [
        Found(
            int(corpus.numbers[compared.rows[place]]),
            # Equals keep their order when both scripts are put together.
            float(probabilities[place]) - rank * 1e-9,
            _reasons(compared, int(place)),
        )
        for rank, place in enumerate(order)
    ]


def _reasons(compared: Compared, place: int) -> tuple[Reason, ...]:
    """What two texts have in common, as sentences that a person can check."""
    reasons = []
    shared = compared.shared[place][:_WORDS_SHOWN]
    words, count = ", ".join(shared), float(len(compared.shared[place]))
    if shared and compared.crossing:
        reasons.append(Reason("shared names", count, f"Names or numbers that both hold: {words}."))
    elif shared:
        told = float(compared.column("claim_told")[place])
        told_of = f"{told:.0%} of its claim's words, by how telling they are"
        reasons.append(Reason("shared terms", count, f"Both say: {words}; {told_of}."))
    meaning = float(compared.column("meaning")[place])
    if meaning >= _NEAR_IN_MEANING:
        reasons.append(Reason("meaning", meaning, f"They mean alike (cosine {meaning:.2f})."))
    days = float(compared.days[place])
    if np.isfinite(days):
        when = "after" if days >= 0 else "before"
        count = abs(round(days))
        reasons.append(
            Reason(
                "dates",
                days,
                f"The fact-check came {count} {'day' if count == 1 else 'days'} {when} the post.",
            )
        )
    return tuple(reasons)


def _about_all(
    corpus: Corpus, query: QueryText, best: tuple[Found, ...], *, answered: bool
) -> tuple[Reason, ...]:
    """What there is to say of the whole answer."""
    reasons = []
    if query.shortened:
        sentence = f"Only the first {LONGEST_TEXT:,} characters of the text were read."
        reasons.append(Reason("shortened", float(LONGEST_TEXT), sentence))
    if not len(query.stems):
        reasons.append(Reason("no words", 0.0, "The text has no words to look for."))
    elif not corpus.alive.any():
        reasons.append(Reason("no fact-checks", 0.0, "The desk holds no fact-checks yet."))
    elif not best:
        reasons.append(Reason("nothing near", 0.0, "No fact-check shares anything with the text."))
    elif not answered:
        sentence = f"The nearest fact-check is of the same claim with a probability of {best[0].probability:.2f} only."
        reasons.append(Reason("nothing near", best[0].probability, sentence))
    return tuple(reasons)
