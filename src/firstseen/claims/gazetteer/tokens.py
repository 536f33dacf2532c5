"""Words of a caption as places are looked for in them: folded, with their offsets, hashtags taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from firstseen.model.words import fold, fold_with_offsets

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_READ: Final = 30_000
"""Characters of a text that are read: a caption is far shorter, and a pasted book costs well under a second."""

Casing = Literal["sentence", "title", "lower", "upper"]

_NO_WORDS: Final = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{0,64}@[\w.]+")
_FOLDED_WORD: Final = re.compile(r"\S+")
_CAMEL: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W_a-zA-Z]+")
_PIECE: Final = re.compile(r"[^_]+")
_INSIDE_NAMES: Final = frozenset("-‐‑–'’ʼـ_\u200c\u200d\u200e\u200f#\"«»“”")
_LONGEST_SHORTENED: Final = 2
_ENOUGH: Final = 0.7
_LONG_WORD: Final = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word and where it stands in the original. `tag` says it belongs to a hashtag.

    `after` tells what is between it and the word before: "" for what may stand inside a name, else the signs.
    """

    word: str
    start: int
    end: int
    original: str
    after: str
    tag: bool = False

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.original[:1].isupper()

    @property
    def arabic(self) -> bool:
        """Whether it is written in Arabic letters."""
        return "\u0600" <= self.word[:1] <= "\u06ff"


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of the first `MOST_READ` characters; addresses of pages and people are left out."""
    read = text[:MOST_READ]
    return tuple(_with_gaps(read, _pieces(read)))


def casing_of(tokens: tuple[Token, ...]) -> Casing:
    """How a text uses capitals: hardly, everywhere, on most words, or as sentences do."""
    words = [
        token.original for token in tokens if token.word.isascii() and token.word.isalpha() and not token.tag
    ]
    long = [word for word in words if len(word) >= _LONG_WORD] or words
    if not long or not any(word[0].isupper() for word in words):
        return "lower"
    if sum(word.isupper() for word in long) >= _ENOUGH * len(long):
        return "upper"
    return "title" if sum(word[0].isupper() for word in long) >= _ENOUGH * len(long) else "sentence"


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    folded = fold_with_offsets(text)
    skipped = [found.span() for found in _NO_WORDS.finditer(text)]
    at = 0
    for found in _FOLDED_WORD.finditer(folded.text):
        start, end = folded.span(*found.span())
        while at < len(skipped) and skipped[at][1] <= start:
            at += 1
        if at < len(skipped) and skipped[at][0] <= start:
            continue
        tag = start > 0 and text[start - 1] in "#＃"
        pattern = _CAMEL if tag and text[start:end].isascii() else _PIECE
        for piece in pattern.finditer(text, start, end):
            yield piece.start(), piece.end(), tag


def _with_gaps(text: str, pieces: Iterator[tuple[int, int, bool]]) -> Iterator[Token]:
    last = -1
    before = ""
    for start, end, tag in pieces:
        word = fold(text[start:end])
        if not word or start < last:
            continue
        yield Token(word, start, end, text[start:end], _gap(text[max(last, 0) : start], before), tag)
        last, before = end, word


def _gap(between: str, before: str) -> str:
    """The signs between two words, empty when a name may run on over them, as over the full stop of "St."."""
    signs = "".join(sign for sign in between if not sign.isspace() and sign not in _INSIDE_NAMES)
    if not before or "\n" in between:
        return signs or "\n"
    return "" if signs == "." and len(before) <= _LONGEST_SHORTENED else signs
