"""Our lists of verbs, nouns and small words, by language and name."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from firstseen.model.words import fold


@cache
def english_words(name: str) -> frozenset[str]:
    """One list of English words by its name in verbs.toml."""
    return frozenset(english_lists()[name])


@cache
def arabic_words(name: str) -> frozenset[str]:
    """One list of Arabic words, folded, by its name in verbs.toml."""
    return frozenset(fold(word) for word in arabic_lists()[name])


def english_lists() -> dict[str, list[str]]:
    """Every list of English words, as written."""
    return _facts()["english"]


def arabic_lists() -> dict[str, list[str]]:
    """Every list of Arabic words, as written."""
    return _facts()["arabic"]


@cache
def _facts() -> dict[str, dict[str, list[str]]]:
    text = files("firstseen.claims").joinpath("data/verbs.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
