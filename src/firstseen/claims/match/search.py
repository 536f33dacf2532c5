"""The fact-checks worth comparing closely with a text: few enough to read each one, enough to hold the right one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.claims.match.meaning import SKETCH_SIZE, encoder, mostly_arabic
from firstseen.claims.match.terms import post_text, terms_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firstseen.claims.match.corpus import Corpus

LONGEST_TEXT: Final = 4_000
"""Characters of a text that are read: posts have under 1,000, and a claim stands at their beginning."""

SAME_SCRIPT: Final = 120
OTHER_SCRIPT: Final = 60
_K1: Final = 1.2
_B: Final = 0.75
_COMMON: Final = 0.1
"""Terms that more than this share of the fact-checks hold are passed over ..."""
_COMMON_AT_LEAST: Final = 1_000
"""... when they are held so often, ..."""
_KEPT_TERMS: Final = 6
"""... but never the rarest of a text. Source: the right answer stays among the candidates for every query of
CheckThat! 2021, at a third of the postings."""


@dataclass(frozen=True, slots=True, eq=False)
class QueryText:
    """A text to find fact-checks for, read: its words as they stand and its terms; `shortened` says that it was cut."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    stems: NDArray[np.uint32]
    skeletons: NDArray[np.uint32]
    arabic: bool
    day: float
    shortened: bool


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Rows of a corpus, best first by a rough score; `likeness` (k,) is the cosine of the sketches."""

    rows: NDArray[np.int64]
    likeness: NDArray[np.float32]


def read_query(text: str, day: float = float("nan")) -> QueryText:
    """A text as it is compared; `day` is when it was posted, in days since the year 1, NaN where nobody knows."""
    post = post_text(text[:LONGEST_TEXT])
    terms = [term for word in post.words for term in terms_of(word)]
    return QueryText(
        words=post.words,
        folded=tuple(term.folded for term in terms),
        stems=np.array([term.stem for term in terms], np.uint32),
        skeletons=np.array([term.skeleton for term in terms], np.uint32),
        arabic=mostly_arabic(post.words),
        day=day,
        shortened=len(text) > LONGEST_TEXT,
    )


def candidates(
    corpus: Corpus, query: QueryText, among: NDArray[np.bool_] | None = None
) -> tuple[Candidates, Candidates]:
    """The fact-checks to compare closely: those in the query's own script, and those in the other one.

    `among` (n,) says which rows are looked at; all of them without it.
    """
    if not corpus.size or not len(query.stems):
        nothing = Candidates(np.zeros(0, np.int64), np.zeros(0, np.float32))
        return nothing, nothing
    likeness = corpus.likeness(query_sketch(corpus, query))
    alive = corpus.alive if among is None else corpus.alive & among
    same = alive & (corpus.arabic == query.arabic)
    rough = (
        _share(_bm25(corpus, query.stems)) + _share(_bm25(corpus, query.skeletons)) + _share(likeness * same)
    )
    other = alive & (corpus.arabic != query.arabic)
    return (
        _best(np.where(same, rough, -1.0), same, likeness, SAME_SCRIPT),
        _best(np.where(other, likeness, -2.0), other, likeness, OTHER_SCRIPT),
    )


def query_sketch(corpus: Corpus, query: QueryText) -> NDArray[np.float32]:
    """The sketch of a query without its script's mean, as a unit vector (SKETCH_SIZE,)."""
    moved = encoder().sketches([query.words])[0] - corpus.sketch_means[int(query.arabic)]
    assert len(moved) == SKETCH_SIZE  # noqa: S101 - one row
    unit: NDArray[np.float32] = moved / max(float(np.linalg.norm(moved)), 1e-9)
    return unit


def _bm25(corpus: Corpus, terms: NDArray[np.uint32]) -> NDArray[np.float32]:
    """BM25 of every fact-check with all its fields together: (n,)."""
    distinct = np.unique(terms)
    spans = corpus.spans(distinct)
    held = sum((span.ends - span.starts for span in spans), np.zeros(len(distinct), np.int64))
    weights = np.log1p((corpus.size - held + 0.5) / (held + 0.5))
    few = held <= max(_COMMON_AT_LEAST, _COMMON * corpus.size)
    few[np.argsort(held, kind="stable")[:_KEPT_TERMS]] = True
    scores = np.zeros(corpus.size, np.float32)
    for part, first, span in zip(corpus.segments, corpus.first_rows, spans, strict=False):
        for term in np.flatnonzero(few & (span.ends > span.starts)):
            start, end = int(span.starts[term]), int(span.ends[term])
            rows = part["rows"][start:end] + first
            counts = part["counts"][start:end].astype(np.float32)
            norm = _K1 * (1 - _B + _B * corpus.lengths[rows] / corpus.mean_length)
            scores[rows] += np.float32(weights[term]) * counts * (_K1 + 1) / (counts + norm)
    return scores


def _share(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores as shares of the best one."""
    best = float(scores.max())
    if best <= 0:
        return np.zeros_like(scores)
    shares: NDArray[np.float32] = (np.maximum(scores, 0) / best).astype(np.float32)
    return shares


def _best(
    scores: NDArray[np.float32], eligible: NDArray[np.bool_], likeness: NDArray[np.float32], most: int
) -> Candidates:
    count = min(most, int(eligible.sum()))
    if not count:
        return Candidates(np.zeros(0, np.int64), np.zeros(0, np.float32))
    # The newest number first among equals, so that an answer does not depend on how the index is cut up.
    chosen = np.argpartition(-scores, count - 1)[:count] if count < len(scores) else np.arange(len(scores))
    chosen = chosen[eligible[chosen]]
    rows = chosen[np.lexsort((chosen, -scores[chosen]))]
    return Candidates(rows.astype(np.int64), likeness[rows])
