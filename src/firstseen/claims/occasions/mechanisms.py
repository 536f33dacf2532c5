"""How a text says that footage misleads by what it is: altered, with another sound, satire, cut."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from firstseen.claims.events import event_kinds, is_unreal
from firstseen.claims.tokens import Phrases, find_phrases, fold_phrase, quote_of, read_tokens
from firstseen.model.claim import What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.claims.tokens import Token

_NONE: Final = ""
_DENIED_WITHIN: Final = 3
"""Words before it in which a "not" denies it: "was not digitally altered"."""

_NOT: Final = frozenset(
    {
        "not",
        "no",
        "never",
        "isn",
        "wasn",
        "without",
        "nor",
        "pas",
        "ليس",
        "ليست",
        "لم",
        "لا",
        "غير",
        "وليس",
        "وليست",
        "بدون",
    }
)


_NATURAL: Final = frozenset(
    {
        "earthquake",
        "tsunami",
        "flood",
        "storm",
        "rain",
        "snow",
        "landslide",
        "volcano",
        "wildfire",
        "fire",
        "animal",
        "sky",
        "health",
    }
)
_CURIOSITIES: Final = frozenset({"animal", "sky"})
_VIOLENT: Final = frozenset(
    {
        "airstrike",
        "missile-attack",
        "fighting",
        "shooting",
        "attack",
        "execution",
        "downing",
        "arrest",
        "kidnapping",
        "torture",
        "riot",
    }
)


def find_mechanisms(text: str) -> tuple[What, ...]:
    """The mechanisms that a text states, in its order: `kind` is "altered", "sound replaced", "satire" or "cropped".

    Denied ones ("was not altered") are left out. Only the first 100,000 characters are read.
    """
    tokens = read_tokens(text)
    found: list[What] = []
    for phrase in find_phrases(_phrases(), tokens):
        if _NONE in phrase.values or _denied(tokens, phrase.first):
            continue
        quote = quote_of(text, tokens, phrase.first, phrase.last, phrase.skipped)
        found.extend(What(kind, "explicit", quote) for kind in dict.fromkeys(phrase.values))
    return tuple(found)


def mechanism_of(kind: str) -> str:
    """How footage of that kind misleads: "staged" for a drill or a film, a mechanism itself, "" for a real event."""
    if kind in _facts():
        return kind
    return "staged" if is_unreal(kind) else ""


def sort_of(kind: str) -> str:
    """What sort of event a kind is: "natural" (nobody does it), "violent" (sides do it to each other), or ""."""
    if kind in _NATURAL:
        return "natural"
    return "violent" if kind in _VIOLENT else ""


def is_curiosity(kind: str) -> bool:
    """Whether what happens is a sight of nature that is no news of a day: an animal, a sky."""
    return kind in _CURIOSITIES


def kind_names(kind: str) -> tuple[str, str]:
    """A kind's or a mechanism's name in English and in Arabic; its id for one that is not known."""
    if kind in _facts():
        return _facts()[kind]["name"], _facts()[kind]["ar"]
    known = event_kinds().get(kind)
    return (known.name, known.name_ar) if known else (kind, kind)


def _denied(tokens: Sequence[Token], first: int) -> bool:
    before = tokens[max(0, first - _DENIED_WITHIN) : first]
    return any(token.word in _NOT for token in before)


@cache
def _phrases() -> Phrases[str]:
    entries: list[tuple[str, str]] = []
    for kind, facts in _facts().items():
        entries.extend((fold_phrase(word), kind) for word in facts["words"])
        entries.extend((fold_phrase(word), _NONE) for word in facts.get("never", ()))
    return Phrases(entries, bare=True)


@cache
def _facts() -> dict[str, dict[str, Any]]:
    return tomllib.loads(
        files("firstseen.claims").joinpath("data/mechanisms.toml").read_text(encoding="utf-8")
    )
