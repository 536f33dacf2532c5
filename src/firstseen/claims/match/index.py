"""Fact-checks as arrays that can be searched: for each term the reviews that hold it."""

from __future__ import annotations

import zlib
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from firstseen.claims.match.terms import claim_words, stem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from firstseen.model.review import ClaimReview

    Arrays = Mapping[str, NDArray[Any]]


@lru_cache(maxsize=262_144)
def term_number(word: str) -> int:
    """A folded word's stem as 32 bits."""
    return zlib.crc32(stem(word).encode("utf-8", "surrogatepass"))


class MatchIndexer:
    """How fact-checks become the arrays that `search` reads."""

    version = "match-0"

    def build(self, reviews: Sequence[tuple[int, ClaimReview]]) -> Arrays:
        """The arrays of reviews, each given with its number, ascending."""
        terms: list[int] = []
        counts: list[int] = []
        sizes: list[int] = []
        for _, review in reviews:
            held = Counter(map(term_number, claim_words(f"{review.claim} {review.name}")))
            terms += held
            counts += held.values()
            sizes.append(len(held))
        rows = np.repeat(np.arange(len(reviews), dtype=np.int32), sizes)
        order = np.argsort(np.array(terms, np.uint32), kind="stable")
        return {
            "numbers": np.array([number for number, _ in reviews], np.int64),
            "terms": np.array(terms, np.uint32)[order],
            "rows": rows[order],
            "counts": np.array(counts, np.uint16)[order],
            "lengths": np.bincount(rows, np.array(counts), len(reviews)).astype(np.float32),
        }

    def merge(self, parts: Sequence[Arrays], gone: Collection[int]) -> Arrays:
        """The arrays of several parts in one, without the reviews whose numbers are in `gone`."""
        numbers = np.concatenate([np.zeros(0, np.int64), *(part["numbers"] for part in parts)])
        starts = np.cumsum([0, *(len(part["numbers"]) for part in parts)])
        rows = np.concatenate(
            [
                np.zeros(0, np.int32),
                *(part["rows"] + start for part, start in zip(parts, starts, strict=False)),
            ]
        )
        joined = {
            name: np.concatenate([np.zeros(0, dtype), *(part[name] for part in parts)])
            for name, dtype in (("terms", np.uint32), ("counts", np.uint16), ("lengths", np.float32))
        }
        keep = ~np.isin(numbers, list(gone))
        place = np.cumsum(keep) - 1
        kept = keep[rows]
        order = np.flatnonzero(kept)[np.argsort(joined["terms"][kept], kind="stable")]
        return {
            "numbers": numbers[keep],
            "terms": joined["terms"][order],
            "rows": place[rows[order]].astype(np.int32),
            "counts": joined["counts"][order],
            "lengths": joined["lengths"][keep],
        }
