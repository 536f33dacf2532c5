"""Persons who are on no list, by the title before their name: "President X", الوزير فلان."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from firstseen.claims.naming.wordlists import arabic_words, english_words
from firstseen.claims.tokens import forms_of
from firstseen.model.claim import Actor
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.claims.tokens import Token

_MOST_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Titled:
    """A person named after a title, in tokens [first, last): the title is not among them."""

    actor: Actor
    first: int
    last: int


def titled_person(tokens: Sequence[Token], at: int) -> Titled | None:
    """The person whose title stands at that token, if a name follows it; its id is made of the folded name."""
    token = tokens[at]
    if token.arabic:
        is_title = any(form in _words("titles_ar") for _, form in forms_of(token.word))
        last = _end_of_arabic_name(tokens, at + 1) if is_title else at
    else:
        last = _end_of_name(tokens, at + 1) if token.word in _words("titles") else at
    if last <= at + 2:
        return None  # one word is a street, a bridge, a breed of dog
    written = " ".join(part.written for part in tokens[at + 1 : last])
    id_ = "person-" + "-".join(part.word for part in tokens[at + 1 : last])
    arabic = written if token.arabic else ""
    return Titled(Actor(id_, written, arabic, "person"), at + 1, last)


def _end_of_name(tokens: Sequence[Token], first: int) -> int:
    """Where the capitalised words after an English title end; a single one is no name ("Ambassador Bridge")."""
    if tokens[first - 1].owns:
        return first
    last = first
    while last < len(tokens) and last - first < _MOST_NAMES and _is_english_name(tokens, last):
        last += 1
    return last if last - first > 1 else first


def _is_english_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    return (
        not token.pauses
        and token.start - tokens[at - 1].end == 1
        and token.word not in english_words("glue")
        and not token.arabic
        and token.written[:1].isupper()
        and ("." in token.written or (not token.written.isupper() and len(token.word) > 1))
        and token.word.isalpha()
    )


def _end_of_arabic_name(tokens: Sequence[Token], first: int) -> int:
    """Where a given name and what belongs to it end: one more word, two after عبد, بن and آل."""
    if first >= len(tokens) or tokens[first].begins or tokens[first].word not in _words("given_ar"):
        return first
    last = first + 1
    if tokens[first].word == "عبد":
        last += 1
    while (
        last < len(tokens)
        and tokens[last].word in {"بن", "ال", "ابن", "ابو", "عبد", "ولد"}
        and not tokens[last].begins
    ):
        last += 2
    if last == first + 1 and last < len(tokens) and _may_be_surname(tokens[last]):
        last += 1
    return min(last, len(tokens))


def is_title(token: Token) -> bool:
    """Whether it is a title, as it stands before a person's name."""
    return any(form in _words("titles_ar") for _, form in forms_of(token.word)) or token.word in _words(
        "titles"
    )


def _may_be_surname(token: Token) -> bool:
    return not token.pauses and token.word.isalpha() and token.word not in arabic_words("glue")


@cache
def _words(name: str) -> frozenset[str]:
    text = files("firstseen.claims").joinpath("data/titles.toml").read_text(encoding="utf-8")
    return frozenset(fold(word) for word in tomllib.loads(text)[name])
