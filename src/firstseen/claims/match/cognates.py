"""Names written in two scripts: the consonants that Arabic and Latin spellings of one name share."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from firstseen.claims.match.terms import is_arabic

_ARABIC: Final = str.maketrans(
    {
        "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "j", "چ": "s", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
        "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "j", "گ": "j", "ف": "f", "ڤ": "f", "ق": "k",
        "ك": "k", "ل": "l", "م": "m", "ن": "n", "ح": None, "ه": None, "ع": None, "ا": None, "و": None, "ي": None,
        "ء": None,
    }
)  # fmt: skip
"""The consonants, those that languages write for each other as one; throat sounds and vowels left out."""

_LATIN: Final = str.maketrans(
    {
        "p": "b", "g": "j", "v": "f", "c": "k", "q": "k", "h": None, "w": None, "y": None,
        "a": None, "e": None, "i": None, "o": None, "u": None,
    }
)  # fmt: skip
_DIGRAPHS: Final = (
    ("sch", "s"),
    ("sh", "s"),
    ("ch", "s"),
    ("ph", "f"),
    ("kh", "k"),
    ("gh", "j"),
    ("th", "t"),
    ("x", "ks"),
)
_SOFT: Final = re.compile("c(?=[eiy])")
_DOUBLE: Final = re.compile(r"(.)\1+")
_ARTICLES: Final = ("وال", "بال", "لل", "ال")
SHORTEST: Final = 3
"""Consonants. Two are shared by chance too often."""


@lru_cache(maxsize=65_536)
def consonants(word: str) -> str:
    """The consonants of a folded word in one alphabet, "" when they are too few to tell a name.

    "بايدن" and "biden" are both "bdn"; a number is itself.
    """
    if word.isdigit():
        return word if len(word) > 1 else ""
    if is_arabic(word):
        for article in _ARTICLES:
            if word.startswith(article) and len(word) > len(article) + 1:
                word = word[len(article) :]
                break
        bare = word.translate(_ARABIC)
    else:
        for pair, one in _DIGRAPHS:
            word = word.replace(pair, one)
        bare = _SOFT.sub("s", word).translate(_LATIN)
    short = _DOUBLE.sub(r"\1", bare)
    return short if len(short) >= SHORTEST and short.isascii() else ""
