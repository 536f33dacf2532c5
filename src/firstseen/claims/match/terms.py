"""Texts become terms: what a post writes around its claim is taken off, words are folded and stemmed."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

from firstseen.model.words import fold

_ADDRESS: Final = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S*", re.IGNORECASE)
_TAG: Final = re.compile(r"[#@](\w+)")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|_")

_ARTICLES: Final = ("وبال", "وال", "بال", "كال", "فال", "لل", "ال")
_ENDINGS: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_SHORTEST_STEM: Final = 3


def claim_words(text: str) -> list[str]:
    """The folded words of a text: addresses left out, hashtags and handles split at their humps."""
    plain = _ADDRESS.sub(" ", html.unescape(text))
    return fold(_TAG.sub(lambda tag: " " + _HUMP.sub(" ", tag[1]) + " ", plain)).split()


@lru_cache(maxsize=262_144)
def stem(word: str) -> str:
    """The folded word without the affixes that carry no meaning of their own: light-10 for Arabic."""
    return _arabic_stem(word) if "\u0600" <= word[0] <= "\u06ff" else _latin_stem(word)


def _arabic_stem(word: str) -> str:
    if word.startswith("و") and len(word) > _SHORTEST_STEM + 1 and not word.startswith("وال"):
        word = word[1:]
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_STEM - 1:
            word = word[len(article) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM - 1:
            word = word[: -len(ending)]
    return word


def _latin_stem(word: str) -> str:
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
