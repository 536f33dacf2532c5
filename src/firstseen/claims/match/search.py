"""The fact-checks of an index that share the most telling terms with a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firstseen.claims.match.index import term_number
from firstseen.claims.match.terms import claim_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

LONGEST_TEXT: Final = 5_000
"""Characters of a text that are read; a claim stands at the beginning of a post."""

_K1: Final = 1.2
_B: Final = 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """A review by its number: the score from 0 to 1 and the shared words."""

    number: int
    score: float
    shared: tuple[str, ...]


def search(segments: Sequence[Arrays], gone: Collection[int], text: str, top: int = 10) -> tuple[Found, ...]:
    """The `top` reviews nearest to the text, best first."""
    words = {term_number(word): word for word in claim_words(text[:LONGEST_TEXT])}
    count = sum(len(part["numbers"]) for part in segments)
    if not words or not count:
        return ()
    mean = sum(float(part["lengths"].sum()) for part in segments) / count
    wanted = np.array(sorted(words), np.uint32)
    spans = [
        (np.searchsorted(part["terms"], wanted), np.searchsorted(part["terms"], wanted, "right"))
        for part in segments
    ]
    held = sum((right - left for left, right in spans), np.zeros(len(wanted), np.int64))
    idf = np.log1p((count - held + 0.5) / (held + 0.5))
    best = idf.sum() * (_K1 + 1)
    found: list[tuple[float, int, int, int]] = []
    for index, (part, (left, right)) in enumerate(zip(segments, spans, strict=True)):
        scores = _scores(part, left, right, idf, mean)
        scores[np.isin(part["numbers"], list(gone))] = 0
        found += [
            (-float(scores[row]), int(part["numbers"][row]), index, int(row))
            for row in np.argsort(-scores, kind="stable")[:top]
            if scores[row] > 0
        ]
    return tuple(
        Found(number, min(1.0, -score / best), _shared(segments[index], spans[index], row, wanted, words))
        for score, number, index, row in sorted(found)[:top]
    )


def _scores(
    part: Arrays, left: NDArray[np.int64], right: NDArray[np.int64], idf: NDArray[np.float64], mean: float
) -> NDArray[np.float64]:
    scores = np.zeros(len(part["numbers"]))
    for start, end, weight in zip(left, right, idf, strict=True):
        rows = part["rows"][start:end]
        counts = part["counts"][start:end].astype(np.float64)
        norm = _K1 * (1 - _B + _B * part["lengths"][rows] / mean)
        scores[rows] += weight * counts * (_K1 + 1) / (counts + norm)
    return scores


def _shared(
    part: Arrays,
    span: tuple[NDArray[np.int64], NDArray[np.int64]],
    row: int,
    wanted: NDArray[np.uint32],
    words: Mapping[int, str],
) -> tuple[str, ...]:
    return tuple(
        words[int(term)]
        for term, start, end in zip(wanted, *span, strict=True)
        if np.any(part["rows"][start:end] == row)
    )
