"""Segments of an index looked at together: the statistics of all their fact-checks, and where each one stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firstseen.claims.match.meaning import sketch_means
from firstseen.claims.match.ngrams import BITS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]
    Floats = NDArray[np.float32]

_OWN_MEAN_WEIGHT: Final = 200
"""How many fact-checks of a desk outweigh the mean sketch that we ship."""


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Where terms stand in one segment's postings: (t,) starts and ends."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


class Corpus:
    """All fact-checks of an index, by row: those of the first segment come first."""

    def __init__(self, segments: Sequence[Arrays], gone: Collection[int] = ()) -> None:
        self.segments = tuple(segments)
        sizes = [len(part["numbers"]) for part in segments]
        self.first_rows = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
        self._first: list[int] = self.first_rows.tolist()
        self.size = int(self.first_rows[-1])
        self.numbers = _joined(segments, "numbers", np.zeros(0, np.int64))
        self.arabic = _joined(segments, "arabic", np.zeros(0, np.bool_))
        self.days = _joined(segments, "days", np.zeros(0, np.float32))
        self.bounds = _joined(segments, "bounds", np.zeros((0, 4), np.int64))
        self.alive = ~np.isin(self.numbers, list(gone))
        self.lengths = (self.bounds[:, -1] - self.bounds[:, 0]).astype(np.float32)
        self.mean_length = max(1.0, float(self.lengths.mean())) if self.size else 1.0
        self.mean_lengths = np.maximum(
            np.diff(self.bounds, axis=1).mean(axis=0) if self.size else np.ones(3), 1.0
        )
        self.rarest_weight = float(np.log1p((self.size + 0.5) / 0.5))
        self.gram_weights = self._gram_weights()
        self.sketch_means = self._sketch_means()
        self._sketch_lengths = [self._lengths_of(part) for part in segments]

    def spans(self, terms: NDArray[np.uint32]) -> list[Spans]:
        """Where each of the terms, ascending, stands in the postings of each segment."""
        out = []
        for part in self.segments:
            place = np.searchsorted(part["terms"], terms)
            held = np.minimum(place, max(0, len(part["terms"]) - 1))
            known = part["terms"][held] == terms if len(part["terms"]) else np.zeros(len(terms), np.bool_)
            starts = np.where(known, part["starts"][held], 0)
            ends = np.where(known, part["starts"][np.minimum(held + 1, len(part["starts"]) - 1)], 0)
            out.append(Spans(starts, ends))
        return out

    def weights(self, terms: NDArray[np.uint32]) -> NDArray[np.float64]:
        """How telling each term is: BM25's inverse document frequency, above 0."""
        held = sum((span.ends - span.starts for span in self.spans(terms)), np.zeros(len(terms), np.int64))
        weight: NDArray[np.float64] = np.log1p((self.size - held + 0.5) / (held + 0.5))
        return weight

    def likeness(self, sketch: Floats) -> Floats:
        """The cosine of a sketch, already centred, with each fact-check's, each without its script's mean: (n,)."""
        out = np.zeros(self.size, np.float32)
        shared = self.sketch_means @ sketch
        for part, first, lengths in zip(self.segments, self.first_rows, self._sketch_lengths, strict=False):
            own = part["arabic"].astype(np.int64)
            out[first : first + len(own)] = (part["sketches"] @ sketch - shared[own]) / lengths
        return out

    def place(self, row: int) -> tuple[Arrays, int]:
        """The segment that holds a row, and its row there."""
        segment = bisect_right(self._first, row) - 1
        return self.segments[segment], row - self._first[segment]

    def _gram_weights(self) -> Floats:
        """How telling each n-gram is, by how many hold it: ln((1 + n) / (1 + held)) + 1, at least 0.1."""
        counts = np.zeros(1 << BITS, np.float32)
        for part in self.segments:
            counts[part["gram_keys"]] += part["gram_counts"]
        weights: Floats = np.maximum(np.log((1 + self.size) / (1 + counts)) + 1, np.float32(0.1)).astype(
            np.float32
        )
        return weights

    def _sketch_means(self) -> Floats:
        """The mean sketch of each script, (2, d): ours at first, the desk's own the more it holds."""
        sums = sketch_means() * _OWN_MEAN_WEIGHT
        counts = np.full(2, _OWN_MEAN_WEIGHT, np.float64)
        for part in self.segments:
            for script in (0, 1):
                chosen = part["arabic"] == script
                counts[script] += int(chosen.sum())
                sums[script] += part["sketches"].T @ chosen.astype(np.float32)
        return (sums / counts[:, None]).astype(np.float32)

    def _lengths_of(self, part: Arrays) -> Floats:
        sketches, own = part["sketches"], part["arabic"].astype(np.int64)
        across = (sketches @ self.sketch_means.T)[np.arange(len(own)), own]
        squares = np.einsum("ij,ij->i", sketches, sketches)
        lengths = squares - 2 * across + (self.sketch_means**2).sum(axis=1)[own]
        roots: Floats = np.sqrt(np.maximum(lengths, 1e-6)).astype(np.float32)
        return roots


def _joined(segments: Sequence[Arrays], name: str, empty: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([empty, *(part[name] for part in segments)])
