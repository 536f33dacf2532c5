"""Ratings as data: our keys with their labels, what other publishers' labels mean, and what leads to which proposal."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, get_args

from firstseen.model.review import Category
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_LABEL: Final = 300
"""Characters of a label that are read: a rating is a word or a phrase, not an article."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating by its key, with its labels, other publishers' labels for it, and a sentence on what it means."""

    key: str
    en: str
    ar: str
    also: tuple[str, ...]
    means: str
    means_ar: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What findings of these rules lead to; no rules: any contradiction."""

    rules: tuple[str, ...]
    rating: str
    category: Category


@cache
def ratings() -> Mapping[str, Rating]:
    """Every rating by its key, in the order of the data."""
    return {
        key: Rating(key, facts["en"], facts["ar"], tuple(facts["also"]), facts["means"], facts["means_ar"])
        for key, facts in _data().items()
        if isinstance(facts, dict) and "en" in facts
    }


@cache
def outcomes() -> tuple[Outcome, ...]:
    """What leads to which rating and category, the first that applies counts."""
    known = get_args(Category)
    found = []
    for row in _data()["proposal"]:
        if row["rating"] not in ratings() or row["category"] not in known:
            raise ValueError(f"ratings.toml: {row} names a rating or a category that does not exist")
        found.append(Outcome(tuple(row["rules"]), row["rating"], row["category"]))
    return tuple(found)


def label_of(text: str) -> str:
    """The key of the rating that a publisher's label means, in whatever case and spelling; "" when none is known.

    A label that is known as a whole counts before one that stands in it: "Old and misleading (video)" is "misleading".
    Where it may mean several, the first of `meanings_of`.
    """
    return next(iter(meanings_of(text)), "")


def meanings_of(text: str) -> tuple[str, ...]:
    """The keys of all ratings that a publisher's label may mean, likeliest first.

    Desks with few labels call "False" both what is fake and what is genuine footage in a wrong context.
    """
    words = fold(text[:_LONGEST_LABEL])
    known = _labels()
    if words in known:
        return known[words]
    padded = f" {words} "
    inside = [label for label in known if f" {label} " in padded]
    return known[max(inside, key=len)] if inside else ()


@cache
def _labels() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for rating in ratings().values():
        for label in (rating.en, rating.ar, *rating.also):
            known[fold(label)] = tuple(dict.fromkeys((*known.get(fold(label), ()), rating.key)))
    for label, keys in _data()["coarse"].items():
        known[fold(label)] = tuple(keys)
    return known


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("ratings.toml").read_text(encoding="utf-8"))
