"""Words as every search of ours sees them: spelling variants of Arabic folded, case and accents off."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_FOLDS: Final = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
        "ى": "ي", "ئ": "ي", "ی": "ي",
        "ة": "ه", "ۀ": "ه", "ؤ": "و", "ک": "ك",
        "ـ": None,
    }
)  # fmt: skip

_WORD: Final = re.compile(r"\w+")

_COMPOSES_TO_A_FOLD: Final = "\u06d5"
"""The one letter that `_FOLDS` folds only together with a mark after it (U+06D5 + U+0654 is U+06C0)."""


def fold(text: str) -> str:
    """The text's words in one spelling, separated by single spaces.

    NFKD; vowel signs, accents and tatweel dropped; alef, ya, ta marbuta, hamza carriers and Persian kaf folded;
    case folded; digits of every script become ASCII. Applied alike to what is stored and to what is looked for.

    Source: normalising first raised MAP@5 on CheckThat! 2021 Arabic from .778 to .896 (DEPENDENCIES notes).
    """
    return " ".join(_WORD.findall(_folded(text)))


@dataclass(frozen=True, slots=True)
class FoldedText:
    """Folded words that remember where they stood: `text` is `fold(original)`.

    Character i of `text` came from `original[starts[i]:ends[i]]`; for a space between two words that is what stood
    between them.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open offsets in the original of the folded characters [start, end), which must not be empty."""
        return self.starts[start], self.ends[end - 1]


def fold_with_offsets(text: str) -> FoldedText:
    """`fold(text)`, and for each of its characters where in `text` it stood.

    Vowel signs and tatweel belong to the letter before them. About 0.7 s for a million characters: callers cap what
    they read.
    """
    pieces: list[str] = []
    origins: list[int] = []
    for start, end in _clusters(text):
        piece = _folded_piece(text[start:end])
        pieces.append(piece)
        origins.extend([start] * len(piece))
    joined = "".join(pieces)
    return _spaced_words(joined, origins, text)


def _spaced_words(joined: str, origins: list[int], text: str) -> FoldedText:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _WORD.finditer(joined):
        places = origins[found.start() : found.end()]
        if words:
            starts.append(min(ends[-1], places[0]))  # "¼" is two words that stood in one place
            ends.append(max(ends[-1], places[0]))
        words.append(found[0])
        starts.extend(places)
        ends.extend(_end_of_cluster(text, place) for place in places[:-1])
        ends.append(_end_with_marks(text, places[-1]))
    return FoldedText(" ".join(words), tuple(starts), tuple(ends))


def _clusters(text: str) -> list[tuple[int, int]]:
    """Pieces of the text that fold independently of each other: single characters, but for one letter with marks."""
    if _COMPOSES_TO_A_FOLD not in text:
        return [(at, at + 1) for at in range(len(text))]
    pieces = []
    at = 0
    while at < len(text):
        end = _end_of_cluster(text, at)
        pieces.append((at, end))
        at = end
    return pieces


def _end_of_cluster(text: str, at: int) -> int:
    return _end_with_marks(text, at) if text[at] == _COMPOSES_TO_A_FOLD else at + 1


def _end_with_marks(text: str, at: int) -> int:
    end = at + 1
    while end < len(text) and (unicodedata.combining(text[end]) or text[end] == "ـ"):
        end += 1
    return end


@lru_cache(maxsize=4096)
def _folded_piece(piece: str) -> str:
    return _folded(piece)


def _folded(text: str) -> str:
    # Letters are folded before decomposition would split a hamza off its carrier.
    folded = unicodedata.normalize("NFKC", text).translate(_FOLDS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return _ascii_digits(bare).casefold()


def match_expression(text: str) -> str:
    """An FTS5 query that wants every word of `text`, the last one as a prefix; empty when it has no word."""
    words = fold(text).split()
    if not words:
        return ""
    return " ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
