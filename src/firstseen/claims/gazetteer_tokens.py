"""Words of a caption as places are looked for in them: folded, with their offsets, hashtags taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from firstseen.model.words import fold, fold_with_offsets

MOST_READ: Final = 60_000
"""Characters of a text that are read: a caption is far shorter, and a pasted book costs no more than 0.2 s."""

Casing = Literal["sentence", "title", "lower", "upper"]

_NO_WORDS: Final = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]*@[\w.]+")
_FOLDED_WORD: Final = re.compile(r"\S+")
_CAMEL: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W_a-zA-Z]+")
_PIECE: Final = re.compile(r"[^_]+")
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
    return tuple(_with_gaps(text, _pieces(text[:MOST_READ])))


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
    for start, end, tag in pieces:
        word = fold(text[start:end])
        if not word or start < last:
            continue
        original = text[start:end]
        yield Token(word, start, end, original, _gap(text[max(last, 0) : start], last, text), tag)
        last = end


def _gap(between: str, last: int, text: str) -> str:
    signs = "".join(
        sign
        for sign in between
        if not sign.isspace() and sign not in "-‐‑–'’ʼـ_\u200c\u200d\u200e\u200f#\"«»“”"
    )
    if last < 0 or "\n" in between:
        return signs or "\n"
    abbreviated = signs == "." and (
        last < 2
        or not text[last - 3 : last].strip().isalpha()
        or len(text[max(0, last - 3) : last].split()[-1]) < 3
    )
    return "" if abbreviated else signs
