"""Nouns that make an actor of a country or a nationality: "Syrian army", الجيش السوري."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from firstseen.claims.naming.lexicon import known_countries
from firstseen.claims.tokens import Phrases, fold_phrase
from firstseen.model.claim import Actor

HeadKind = Literal["force", "role", "blow", "thing", "belonging"]


@dataclass(frozen=True, slots=True)
class Head:
    """What a noun makes of a country: a force, its nationals, what it does, what is of its make, or what it has."""

    kind: HeadKind
    id: str
    arabic: bool


@cache
def heads() -> Phrases[Head]:
    """The nouns of both languages, Arabic ones met with and without their article."""
    facts = _facts()
    groups: list[tuple[HeadKind, str, dict[str, Any]]] = [
        *(("force", id_, fact) for id_, fact in facts["forces"].items()),
        *(("role", id_, fact) for id_, fact in facts["roles"].items()),
        ("blow", "blow", facts["blows"]),
        ("thing", "thing", facts["things"]),
        ("belonging", "belonging", facts["belongings"]),
    ]
    return Phrases(
        (
            (form, Head(kind, id_, arabic=key == "ar_words"))
            for kind, id_, fact in groups
            for key in ("en", "ar_words")
            for word in fact[key]
            for form in _forms(fold_phrase(word), arabic=key == "ar_words")
        ),
        bare=True,
        short=True,
    )


@cache
def state_actor(code: str) -> Actor:
    """The state of that country code."""
    country = known_countries()[code]
    return Actor(f"state-{code}", country.names[0], _first(country.names_ar), "state", code)


@cache
def force_actor(code: str, force: str) -> Actor:
    """A force of that country: its army, navy, police …; "state" is the state itself."""
    if force == "state":
        return state_actor(code)
    fact = _facts()["forces"][force]
    country = known_countries()[code]
    adjective = _first(country.adjectives) or country.names[0]
    nisba = "ال" + country.nisba[0] if country.nisba else _first(country.names_ar)
    above = (f"{fact['part_of']}-{code}",) if "part_of" in fact else ()
    return Actor(
        id=f"{force}-{code}",
        name=fact["name"].format(adjective),
        name_ar=(fact["ar"] if country.nisba else fact["ar"].removesuffix("ة")).format(nisba),
        kind="group" if force == "team" else "force",
        country=code,
        within=(*above, f"state-{code}"),
    )


@cache
def people_actor(code: str) -> Actor:
    """The nationals of that country."""
    country = known_countries()[code]
    english = _first(country.people) or f"people of {country.names[0]}"
    arabic = _first(country.people_ar) or ("ال" + country.nisba[0] + "ون" if country.nisba else "")
    return Actor(f"people-{code}", english, arabic, "people", code)


@cache
def stands_alone(role: str) -> bool:
    """Whether a noun of that role names somebody without a nationality: "protesters", but not "citizens"."""
    return bool(_facts()["roles"][role].get("alone", False))


@cache
def role_actor(role: str) -> Actor:
    """Somebody of whom a text says only what he is: a child, protesters. Its id begins with "role-"."""
    fact = _facts()["roles"][role]
    return Actor(f"role-{role}", fact["name"], fact["ar"], "people")


def _forms(word: str, *, arabic: bool) -> tuple[str, ...]:
    """The noun, and for one Arabic word its indefinite accusative and its dual: جنديا, جنديان, طائرتين."""
    if not arabic or " " in word or word.endswith(("ا", "ات", "ين", "ون")):
        return (word,)
    stem = word[:-1] + "ت" if word.endswith("ه") else word
    return (word, stem + "ين", stem + "ان", *(() if word.endswith("ه") else (word + "ا",)))


def _first(words: tuple[str, ...]) -> str:
    return words[0] if words else ""


@cache
def _facts() -> dict[str, Any]:
    text = files("firstseen.claims").joinpath("data/heads.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
