"""Runs of three to five characters: what spelling variants of a word still share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ORDERS: Final = (3, 4, 5)
BITS: Final = 20
"""N-grams are told apart by so many bits of their hash."""

_AT_ONCE: Final = 2_000
_FACTOR: Final = np.uint32(0x9E3779B1)
_STEP: Final = np.uint32(31)


def letters_of(texts: Sequence[str]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """The characters of texts one after the other, each text between spaces, and where each text ends."""
    spaced = [f" {text} " for text in texts]
    joined = "".join(spaced).encode("utf-32-le", "surrogatepass")
    letters = (np.frombuffer(joined, "<u4") & np.uint32(0xFFFF)).astype(np.uint16)
    return letters, np.cumsum(np.fromiter(map(len, spaced), np.int64, len(spaced)))


def gram_counts(
    letters: NDArray[np.uint16], sizes: NDArray[np.int64], texts_of_each: int
) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """The n-grams that occur, as keys of BITS bits, and how many fact-checks hold each.

    `sizes` are the lengths of the texts; so many texts in a row are one fact-check's.
    """
    counts = np.zeros(1 << BITS, np.int32)
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    for first in range(0, len(sizes), _AT_ONCE * texts_of_each):
        some = sizes[first : first + _AT_ONCE * texts_of_each]
        owner = np.repeat(np.arange(len(some)), some)
        block = letters[ends[first] : ends[first + len(some)]]
        pairs = [
            (owners // texts_of_each).astype(np.uint64) << np.uint64(BITS) | keys
            for keys, owners in _grams(block, owner)
        ]
        # Sorting integers is several times faster than the hashing of np.unique.
        pair = np.sort(np.concatenate(pairs))
        once = pair[np.append(True, pair[1:] != pair[:-1])[: len(pair)]] & np.uint64((1 << BITS) - 1)
        counts += np.bincount(once.astype(np.int64), minlength=1 << BITS).astype(np.int32)
    keys = np.flatnonzero(counts)
    return keys.astype(np.uint32), counts[keys]


def gram_vectors(
    letters: NDArray[np.uint16], owner: NDArray[np.int64], texts: int, weights: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.float64]]:
    """Each text as a unit vector of its n-grams: (text, key, value), ordered by text and key.

    A value is (1 + ln of how often) times the key's weight.
    """
    pieces = list(_grams(letters, owner))
    keys = np.concatenate([keys for keys, _ in pieces])
    owners = np.concatenate([owners for _, owners in pieces])
    pair, often = np.unique(owners.astype(np.uint64) << np.uint64(BITS) | keys, return_counts=True)
    key = (pair & np.uint64((1 << BITS) - 1)).astype(np.uint32)
    text = (pair >> np.uint64(BITS)).astype(np.int64)
    value = (1 + np.log(often)) * weights[key]
    length = np.sqrt(np.bincount(text, value * value, texts))
    return text, key, value / np.maximum(length[text], 1e-9)


def _grams(
    letters: NDArray[np.uint16], owner: NDArray[np.int64]
) -> list[tuple[NDArray[np.uint32], NDArray[np.int64]]]:
    out = []
    wide = letters.astype(np.uint32)
    for order in ORDERS:
        count = max(0, len(letters) - order + 1)
        key = np.full(count, order, np.uint32)
        for place in range(order):
            key = key * _STEP * np.uint32(1009) + wide[place : place + count]
        whole = owner[:count] == owner[order - 1 : order - 1 + count]
        mixed = key[whole] * _FACTOR
        mixed ^= mixed >> np.uint32(15)
        out.append((mixed * _FACTOR >> np.uint32(32 - BITS), owner[:count][whole]))
    return out
