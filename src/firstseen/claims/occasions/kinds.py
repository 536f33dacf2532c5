"""Kinds of events: which a text says, and how two of them relate."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

from firstseen.claims.tokens import Phrases, find_phrases, fold_phrase, quote_of, read_tokens
from firstseen.model.claim import What
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.claims.tokens import Token

KindsRelation = Literal["same", "compatible", "different", "unclear"]

_NONE: Final = ""

_NO: Final = frozenset(
    fold(word)
    for word in (
        "not",
        "no",
        "isn",
        "never",
        "without",
        "ليس",
        "ليست",
        "وليس",
        "وليست",
        "لا",
        "ولا",
        "دون",
        "بدون",
    )
)
_LIGHT: Final = frozenset(("a", "an", "the", "any", "real", "t", "from", "of"))


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event: its id, its names, the words that say it, and what pictures of it show as well.

    `beside` are the kinds it often happens with; a `loose` kind happens beside anything; an `unreal` one shows no
    real event of the kind it looks like (a drill, a film, a game).
    """

    id: str
    name: str
    name_ar: str
    words: tuple[str, ...]
    never: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    loose: bool = False
    unreal: bool = False


@cache
def event_kinds() -> dict[str, EventKind]:
    """Every kind of event by its id."""
    text = files("firstseen.claims").joinpath("data/kinds.toml").read_text(encoding="utf-8")
    return {
        id_: EventKind(
            id=id_,
            name=facts["name"],
            name_ar=facts["ar"],
            words=tuple(facts["words"]),
            never=tuple(facts.get("never", ())),
            beside=tuple(facts.get("with", ())),
            loose=facts.get("loose", False),
            unreal=facts.get("unreal", False),
        )
        for id_, facts in tomllib.loads(text).items()
    }


def find_kinds(text: str, language: str = "") -> tuple[What, ...]:
    """The kinds of events that the words of a text say, in the order of the text, each kind once per quote.

    A kind that the words deny ("not a drill", ليست مناورة) is not among them.
    Words of all languages are looked up at once, since captions mix them; `language` is taken for the sake of a common
    form and not needed. Only the first 30,000 characters are read.
    """
    del language
    tokens = read_tokens(text)
    found: list[What] = []
    for phrase in find_phrases(kind_phrases(), tokens):
        quote = quote_of(text, tokens, phrase.first, phrase.last, phrase.skipped)
        if _is_denied(tokens, phrase.first):
            continue
        kinds = dict.fromkeys(kind for kind in phrase.values if kind != _NONE)
        found.extend(What(kind=kind, footing="explicit", quote=quote) for kind in kinds)
    return tuple(found)


def _is_denied(tokens: Sequence[Token], first: int) -> bool:
    """Whether one of the words right before, articles aside, says no; a comma or a new sentence breaks that."""
    at = first
    while at > 0 and not tokens[at].pauses:
        at -= 1
        word = tokens[at].word
        if word in _NO:
            return True
        if word not in _LIGHT:
            return False
    return False


def kinds_relation(one: str, other: str) -> KindsRelation:
    """How two kinds of events (ids) relate as what the same footage shows.

    "compatible": both can be seen at once (an airstrike and an explosion). "different": they exclude each other.
    "unclear": one of them happens beside anything (a rescue, a speech) or is no kind we know.
    """
    if one == other:
        return "same"
    kinds = event_kinds()
    first, second = kinds.get(one), kinds.get(other)
    if first is None or second is None:
        return "unclear"
    if first.unreal != second.unreal:
        return "different"
    if other in first.beside or one in second.beside:
        return "compatible"
    return "unclear" if first.loose or second.loose else "different"


def is_unreal(kind: str) -> bool:
    """Whether footage of this kind shows no real event: a drill, a film, a game, a staged scene."""
    known = event_kinds().get(kind)
    return known is not None and known.unreal


@cache
def kind_phrases() -> Phrases[str]:
    """The words of every kind; an empty id stands for a phrase that looks like one and is none."""
    entries: list[tuple[str, str]] = []
    for kind in event_kinds().values():
        entries.extend((fold_phrase(word), kind.id) for word in kind.words)
        entries.extend((fold_phrase(word), _NONE) for word in kind.never)
    return Phrases(entries, bare=True)
