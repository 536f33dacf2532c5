"""What speaks for a fact-check being of the same claim as a text: named numbers, one row a candidate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firstseen.claims.match.cognates import consonants
from firstseen.claims.match.meaning import centred, encoder
from firstseen.claims.match.ngrams import gram_vectors, letters_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firstseen.claims.match.corpus import Corpus
    from firstseen.claims.match.search import Candidates, QueryText

    Floats = NDArray[np.float64]

NAMES: Final = (
    "all_bm25", "claim_bm25", "title_bm25", "skeleton_bm25", "pair_bm25", "all_weight", "skeleton_weight",
    "skeleton_claim", "query_told", "claim_query", "claim_told", "title_told", "both_told", "skeleton_told",
    "claim_grams", "title_grams", "both_grams", "meaning", "sketch",
    "date_10", "date_60", "date_365", "date_before", "date_known", "length", "names",
)  # fmt: skip
"""
- `…_bm25`: BM25 with that field (`pair`: of neighbouring stems; `skeleton`: of consonants), as a share of what a
  fact-check that holds every term once would get; `…_weight`: not as a share, but in tens of terms that
  nobody else uses, so that it means the same in a small desk and in a large one.
- `query_told`: the share of the text's terms, by how telling they are, that the fact-check holds; `claim_told`,
  `title_told`, `skeleton_told`: the share of the claim's, the title's, the claim's skeletons that the text holds.
- `…_grams`: cosine of n-grams of characters. `meaning`: cosine of the encoder's vectors. `sketch`: of the sketches.
- `date_…`: exp(-days between post and fact-check / 10, 60, 365), whether the fact-check came before the post, and
  whether both dates are known; all 0 when they are not.
- `length`: ln of the text's words. `names`: between two scripts, how many names and numbers both hold, each by how
  few of the candidates hold it.
"""

READ_CLOSELY: Final = 30
"""Candidates in the text's own script whose claims the encoder reads as a whole; the rest keep their sketch's cosine.
Source: on CheckThat! 2021 the right answer is among the first 20 by rough score in .97 of all queries."""

READ_CLOSELY_OTHER: Final = 30
_K1: Final = 1.2
_B: Final = 0.75
_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Candidates with their features: `values` (k, len(NAMES)).

    `shared` has for each the folded words it shares: any words, or names and numbers alone where `crossing` says that
    the candidates are in the other script. `days` how long after the post it was published, NaN where a date
    is not known.
    """

    rows: NDArray[np.int64]
    values: Floats
    shared: tuple[tuple[str, ...], ...]
    days: Floats
    crossing: bool

    def column(self, name: str) -> Floats:
        """One feature of every candidate."""
        return self.values[:, NAMES.index(name)]


def compare(corpus: Corpus, query: QueryText, found: Candidates, closely: int) -> Compared:
    """The features of every candidate; those `closely` that are nearest by the others are read as a whole."""
    rows = found.rows
    values = {name: np.zeros(len(rows)) for name in NAMES}
    if not len(rows):
        return Compared(rows, np.zeros((0, len(NAMES))), (), np.zeros(0), crossing=False)
    shared = _compare_terms(corpus, query, rows, values)
    _compare_letters(corpus, query, rows, values)
    _compare_dates(corpus, query, rows, values)
    values["sketch"][:] = found.likeness
    values["meaning"][:] = found.likeness
    near = sum((weight * values[name] for name, weight in _NEAR.items()), np.zeros(len(rows)))
    chosen = np.argsort(-near, kind="stable")[:closely]
    values["meaning"][chosen] = _meanings(corpus, query, rows[chosen])
    values["length"][:] = np.log1p(len(query.words))
    crossing = bool(corpus.arabic[rows[0]]) != query.arabic
    if crossing:
        shared = _compare_names(corpus, query, rows, values)
    days = corpus.days[rows].astype(np.float64) - query.day
    return Compared(rows, np.stack([values[name] for name in NAMES], axis=1), shared, days, crossing)


_NEAR: Final = {
    "all_bm25": 1.0,
    "claim_grams": 1.0,
    "title_grams": 0.5,
    "skeleton_bm25": 0.5,
    "sketch": 1.0,
    "date_60": 0.3,
}
"""Which candidates are read as a whole: a plain sum, in which only the sketch counts between two scripts."""


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """The terms of one field of several fact-checks, one after the other, and whose each is."""

    terms: NDArray[np.uint32]
    owner: NDArray[np.int64]
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, corpus: Corpus, rows: NDArray[np.int64], name: str, first: int, last: int) -> _Field:
        pieces = []
        for row in rows:
            part, inner = corpus.place(int(row))
            pieces.append(part[name][int(part["bounds"][inner, first]) : int(part["bounds"][inner, last])])
        sizes = np.array([len(piece) for piece in pieces], np.int64)
        return cls(np.concatenate(pieces), np.repeat(np.arange(len(rows)), sizes), sizes)

    def distinct(self) -> _Field:
        """Each term of a fact-check once."""
        pair = np.unique(self.owner.astype(np.uint64) << np.uint64(32) | self.terms)
        owner = (pair >> np.uint64(32)).astype(np.int64)
        terms = (pair & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        return _Field(terms, owner, np.bincount(owner, minlength=len(self.sizes)))

    def pairs(self) -> NDArray[np.bool_]:
        """Which terms have a neighbour after them in the same fact-check: (n - 1,)."""
        same: NDArray[np.bool_] = self.owner[:-1] == self.owner[1:]
        return same


@dataclass(frozen=True, slots=True, eq=False)
class _Bag:
    """A query's distinct terms, ascending, with their weights."""

    terms: NDArray[np.uint32]
    weights: Floats

    @classmethod
    def of(cls, corpus: Corpus, terms: NDArray[np.uint32]) -> _Bag:
        distinct = np.unique(terms)
        return cls(distinct, corpus.weights(distinct))

    @property
    def most(self) -> float:
        """What all terms weigh."""
        return max(float(self.weights.sum()), 1e-9)

    def places(self, terms: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where terms stand in the bag, and whether they do."""
        place = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return place, self.terms[place] == terms

    def counts(self, field: _Field) -> Floats:
        """How often each fact-check holds each term: (k, t)."""
        place, held = self.places(field.terms)
        shape = (len(field.sizes), len(self.terms))
        flat = np.bincount(field.owner[held] * shape[1] + place[held], minlength=shape[0] * shape[1])
        return flat.reshape(shape).astype(np.float64)

    def bm25(self, counts: Floats, sizes: NDArray[np.int64], mean_length: float) -> Floats:
        """BM25 of each fact-check, as a share of what one of mean length that holds every term once would get."""
        norm = _K1 * (1 - _B + _B * sizes / mean_length)
        score: Floats = (counts * (_K1 + 1) / (counts + norm[:, None])) @ self.weights / self.most
        return score

    def told(self, corpus: Corpus, field: _Field) -> Floats:
        """The share of each fact-check's terms, by weight, that are in the bag."""
        once = field.distinct()
        weights = corpus.weights(once.terms)
        _, held = self.places(once.terms)
        whole = np.bincount(once.owner, weights, len(field.sizes))
        return np.bincount(once.owner[held], weights[held], len(field.sizes)) / np.maximum(whole, 1e-9)


def _compare_terms(
    corpus: Corpus, query: QueryText, rows: NDArray[np.int64], values: dict[str, Floats]
) -> tuple[tuple[str, ...], ...]:
    """Fill in what terms tell; the folded words that each candidate shares, the most telling first."""
    bag, bare = _Bag.of(corpus, query.stems), _Bag.of(corpus, query.skeletons)
    claim, title, whole = (_Field.of(corpus, rows, "stems", *ends) for ends in ((0, 1), (1, 2), (0, 3)))
    held = bag.counts(whole)
    means = corpus.mean_lengths
    values["all_bm25"][:] = bag.bm25(held, whole.sizes, corpus.mean_length)
    in_claim = bag.counts(claim)
    values["claim_bm25"][:] = bag.bm25(in_claim, claim.sizes, float(means[0]))
    values["claim_query"][:] = (in_claim > 0) @ bag.weights / bag.most
    values["title_bm25"][:] = bag.bm25(bag.counts(title), title.sizes, float(means[1]))
    skeletons = _Field.of(corpus, rows, "skeletons", 0, 2)
    values["skeleton_bm25"][:] = bare.bm25(
        bare.counts(skeletons), skeletons.sizes, float(means[0] + means[1])
    )
    rarest = corpus.rarest_weight
    values["all_weight"][:] = values["all_bm25"] * bag.most / rarest / 10
    values["skeleton_weight"][:] = values["skeleton_bm25"] * bare.most / rarest / 10
    values["pair_bm25"][:] = _pairs_told(corpus, query, whole)
    values["query_told"][:] = (held > 0) @ bag.weights / bag.most
    values["claim_told"][:] = bag.told(corpus, claim)
    values["title_told"][:] = bag.told(corpus, title)
    values["both_told"][:] = bag.told(corpus, _Field.of(corpus, rows, "stems", 0, 2))
    bones = _Field.of(corpus, rows, "skeletons", 0, 1)
    values["skeleton_told"][:] = bare.told(corpus, bones)
    values["skeleton_claim"][:] = bare.bm25(bare.counts(bones), bones.sizes, float(means[0]))
    word = dict(zip(reversed(query.stems.tolist()), reversed(query.folded), strict=True))
    order = np.argsort(-bag.weights, kind="stable")
    return tuple(tuple(word[int(bag.terms[place])] for place in order if row[place]) for row in held)


def _pairs_told(corpus: Corpus, query: QueryText, whole: _Field) -> Floats:
    """The weight of the neighbours that a candidate shares, on a scale that saturates: two telling pairs make .6."""
    wanted = np.unique(_pairs(query.stems))
    keys = _pairs(whole.terms)
    held = np.isin(keys, wanted) & whole.pairs()
    shared = keys[held]
    weights = corpus.weights((shared >> np.uint64(32)).astype(np.uint32))
    weights = weights + corpus.weights((shared & np.uint64(0xFFFFFFFF)).astype(np.uint32))
    each, place = np.unique(
        np.stack([whole.owner[:-1][held].astype(np.uint64), shared]), axis=1, return_index=True
    )
    told = np.bincount(each[0].astype(np.int64), weights[place], len(whole.sizes))
    return 1 - np.exp(-told / corpus.rarest_weight / _TELLING_PAIRS)


_TELLING_PAIRS: Final = 4.0


def _pairs(stems: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Neighbouring stems as one number each."""
    return stems[:-1].astype(np.uint64) << np.uint64(32) | stems[1:].astype(np.uint64)


def _compare_letters(
    corpus: Corpus, query: QueryText, rows: NDArray[np.int64], values: dict[str, Floats]
) -> None:
    """Fill in what runs of characters tell: of the claim, of the title, of both together."""
    mine, ends = letters_of([" ".join(query.folded)])
    pieces, sizes = [mine], [int(ends[0])]
    for row in rows:
        part, inner = corpus.place(int(row))
        start, middle, end = (int(one) for one in part["letter_bounds"][inner])
        pieces += [part["letters"][start:end], part["letters"][start:end]]
        sizes += [middle - start, end - middle, end - start]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    text, key, value = gram_vectors(np.concatenate(pieces), owner, len(sizes), corpus.gram_weights)
    own = int(np.searchsorted(text, 1))
    if not own:
        return
    place = np.minimum(np.searchsorted(key[:own], key), own - 1)
    same = key[place] == key
    cosines = np.bincount(text[same], value[same] * value[place[same]], len(sizes))
    for first, name in enumerate(("claim_grams", "title_grams", "both_grams"), 1):
        values[name][:] = cosines[first::3]


def _compare_names(
    corpus: Corpus, query: QueryText, rows: NDArray[np.int64], values: dict[str, Floats]
) -> tuple[tuple[str, ...], ...]:
    """Fill in what names tell between two scripts; the query's words whose names each candidate shares."""
    mine = {key: word for word in reversed(query.folded) if (key := consonants(word))}
    shared: list[list[str]] = []
    for row in rows:
        part, inner = corpus.place(int(row))
        start, _, end = (int(one) for one in part["letter_bounds"][inner])
        words = part["letters"][start:end].tobytes().decode("utf-16-le", "replace").split()
        held = {consonants(word) for word in words}
        shared.append([key for key in mine if key in held])
    holding = Counter(key for keys in shared for key in keys)
    most = np.log1p(len(rows))
    for place, keys in enumerate(shared):
        values["names"][place] = sum(1 - np.log(holding[key]) / most for key in keys)
    return tuple(tuple(mine[key] for key in keys) for keys in shared)


def _meanings(corpus: Corpus, query: QueryText, rows: NDArray[np.int64]) -> Floats:
    """The cosine of the encoder's vectors, each without what its script has in common."""
    mine = centred(_vectors((" ".join(query.words),)), np.array([query.arabic]), "caption")
    claims = []
    for row in rows:
        part, inner = corpus.place(int(row))
        start, end = part["claim_bounds"][inner], part["claim_bounds"][inner + 1]
        claims.append(part["claims"][int(start) : int(end)].tobytes().decode("utf-8", "replace"))
    theirs = centred(_vectors(tuple(claims)), corpus.arabic[rows], "claim")
    cosines: Floats = (theirs @ mine[0]).astype(np.float64)
    return cosines


def _vectors(texts: tuple[str, ...]) -> NDArray[np.float32]:
    """The encoder's vectors, those of fact-checks that were read before from memory."""
    known = _known_vectors()
    new = [text for text in dict.fromkeys(texts) if text not in known]
    if len(known) + len(new) > _REMEMBERED:
        known.clear()
        new = list(dict.fromkeys(texts))
    for text, vector in zip(new, encoder().vectors([text[:_LONGEST_READ] for text in new]), strict=True):
        known[text] = vector
    return np.stack([known[text] for text in texts]) if texts else np.zeros((0, 512), np.float32)


_LONGEST_READ: Final = 400
"""Characters that the encoder reads of one text."""


@lru_cache(maxsize=1)
def _known_vectors() -> dict[str, Any]:
    return {}


def _compare_dates(
    corpus: Corpus, query: QueryText, rows: NDArray[np.int64], values: dict[str, Floats]
) -> None:
    after = corpus.days[rows].astype(np.float64) - query.day
    known = np.isfinite(after)
    for name, days in (("date_10", 10), ("date_60", 60), ("date_365", 365)):
        values[name][known] = np.exp(-np.abs(after[known]) / days)
    values["date_before"][known] = after[known] < -_EARLY_DAYS
    values["date_known"][:] = known


_EARLY_DAYS: Final = 3
"""A fact-check dated up to three days before a post may still be of it: zones, and dates that were touched up."""
