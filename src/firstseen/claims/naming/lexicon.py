"""The actors we know by name: states with their forces and nationals, and the lists of persons, groups and peoples."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from firstseen.claims.tokens import Phrases, fold_phrase
from firstseen.errors import BadRecord, InputError
from firstseen.model.claim import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_KINDS: Final = ("person", "group", "force", "state", "people")
_LISTS: Final = ("aliases", "weak", "beside", "never", "within", "related")
_TEXTS: Final = ("kind", "name", "ar", "country")
_LONGEST_ABBREVIATION: Final = 6


@dataclass(frozen=True, slots=True)
class Country:
    """A state's names, and the words for what is its own ("Syrian", سوري) and for its nationals ("Syrians")."""

    code: str
    names: tuple[str, ...]
    names_ar: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    nisba: tuple[str, ...]
    people_ar: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """An actor as one of its names means it.

    `capitals`: met in capitals only. `beside`: folded beginnings of words of which the text must hold one.
    `actor` is None for a phrase that looks like a name and is none.
    """

    actor: Actor | None
    capitals: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every name that is looked up: `names` of listed actors, `nationals` and `countries` by country code."""

    actors: dict[str, Actor]
    names: Phrases[Named]
    nationals: Phrases[str] = field(repr=False)
    peoples: Phrases[str] = field(repr=False)
    countries: Phrases[str] = field(repr=False)
    known: dict[str, Country] = field(repr=False)


def load_lexicon(extra: Path | None = None) -> Lexicon:
    """The actors firstseen knows, with those of a desk's own file (actors.toml) added or put in their place.

    A line of the file is `id = { kind = "group", name = "…", ar = "…", aliases = ["…"], country = "SY" }`, as described
    at the head of our own list. Raises InputError when the file cannot be read or is no TOML, and BadRecord, naming
    the line, for a fact that cannot be used.
    """
    if extra is None:
        return _own_lexicon()
    try:
        text = extra.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{extra}: the desk's actors cannot be read: {error}") from error
    return _lexicon({**_own_facts(), **_read_facts(text, str(extra))})


@cache
def known_countries() -> dict[str, Country]:
    """Every state by its ISO 3166-1 alpha-2 code (XK for Kosovo)."""
    text = files("firstseen.claims").joinpath("data/countries.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Country(
            row["code"],
            *(
                tuple(part for part in row[column].split(";") if part)
                for column in ("names", "names_ar", "adjectives", "people", "nisba", "people_ar")
            ),
        )
        for row in csv.DictReader(io.StringIO(text))
    }


@cache
def _own_lexicon() -> Lexicon:
    return _lexicon(_own_facts())


@cache
def _own_facts() -> dict[str, dict[str, Any]]:
    text = files("firstseen.claims").joinpath("data/actors.toml").read_text(encoding="utf-8")
    return _read_facts(text, "actors.toml")


def _read_facts(text: str, source: str) -> dict[str, dict[str, Any]]:
    try:
        facts = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{source}: is no list of actors: {error}") from error
    for id_, fact in facts.items():
        reason = _fault_of(fact)
        if reason:
            raise BadRecord(source, _line_of(text, id_), f"actor {id_!r}: {reason}")
    return facts


def _fault_of(fact: object) -> str:
    """What is wrong with a fact; empty when it can be used."""
    if not isinstance(fact, dict):
        return 'write it as { kind = "group", name = "…" }'
    faults = (
        *(
            f"does not know {key!r}; it can have {', '.join((*_TEXTS, *_LISTS))}"
            for key in _unknown_keys(fact)
        ),
        *(f"{key} must be text" for key in _TEXTS if not isinstance(fact.get(key, ""), str)),
        *(f"{key} must be a list of texts" for key in _LISTS if not _is_list_of_texts(fact.get(key, []))),
    )
    return next(iter(faults), "") or _fault_in_meaning(fact)


def _unknown_keys(fact: dict[str, Any]) -> list[str]:
    return sorted(set(fact) - {*_TEXTS, *_LISTS})


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) and part.strip() for part in value)


def _fault_in_meaning(fact: dict[str, Any]) -> str:
    if fact.get("kind") not in _KINDS:
        return f"kind must be one of {', '.join(_KINDS)}"
    if not (fact.get("name") or fact.get("ar")):
        return "needs a name, in English or in Arabic (ar)"
    if fact.get("country") and fact["country"] not in known_countries():
        return f"country {fact['country']!r} is no ISO 3166-1 alpha-2 code"
    if fact.get("weak") and not fact.get("beside"):
        return "weak names need the words beside which they count"
    return ""


def _line_of(text: str, id_: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().strip("[\"'").startswith(id_):
            return number
    return 1


def _lexicon(facts: dict[str, dict[str, Any]]) -> Lexicon:
    actors = {id_: _actor(id_, fact, facts) for id_, fact in facts.items()}
    countries = known_countries().values()
    return Lexicon(
        actors=actors,
        names=Phrases(_names(facts, actors)),
        nationals=Phrases(_each(countries, lambda c: (*c.adjectives, *_nisba_forms(c.nisba)))),
        peoples=Phrases(
            _each(countries, lambda c: (*c.people, *_with_indefinite(c.people_ar), *_nisba_plurals(c.nisba)))
        ),
        countries=Phrases(_each(countries, lambda c: (*c.names, *c.names_ar))),
        known=known_countries(),
    )


def _actor(id_: str, fact: dict[str, Any], facts: dict[str, dict[str, Any]]) -> Actor:
    within = tuple(_closure(id_, facts))
    country = fact.get("country", "")
    state = (f"state-{country}",) if country and fact["kind"] == "force" else ()
    return Actor(
        id=id_,
        name=fact.get("name", "") or fact["ar"],
        name_ar=fact.get("ar", ""),
        kind=fact["kind"],
        country=country,
        within=tuple(dict.fromkeys((*within, *state))),
        related=tuple(fact.get("related", ())),
    )


def _closure(id_: str, facts: dict[str, dict[str, Any]]) -> list[str]:
    """The ids of everything it belongs to, nearest first, each once."""
    found: list[str] = []
    waiting = list(facts[id_].get("within", ()))
    while waiting:
        outer = waiting.pop(0)
        if outer != id_ and outer not in found:
            found.append(outer)
            waiting.extend(facts.get(outer, {}).get("within", ()))
    return found


def _names(facts: dict[str, dict[str, Any]], actors: dict[str, Actor]) -> Iterator[tuple[str, Named]]:
    for id_, fact in facts.items():
        actor = actors[id_]
        for name in dict.fromkeys((fact.get("name", ""), fact.get("ar", ""), *fact.get("aliases", ()))):
            if name:
                yield fold_phrase(name), Named(actor, _is_abbreviation(name))
        beside = tuple(fold_phrase(word) for word in fact.get("beside", ()))
        for name in fact.get("weak", ()):
            yield fold_phrase(name), Named(actor, _is_abbreviation(name), beside)
        for phrase in fact.get("never", ()):
            yield fold_phrase(phrase), Named(None)


def _is_abbreviation(name: str) -> bool:
    return name.isascii() and name.isupper() and len(name) <= _LONGEST_ABBREVIATION


def _each(countries: Iterable[Country], words: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for country in countries:
        for word in dict.fromkeys(map(fold_phrase, words(country))):
            if word:
                yield word, country.code


def _with_indefinite(plurals: tuple[str, ...]) -> tuple[str, ...]:
    return (*plurals, *(word.removeprefix("ال") for word in plurals if " " not in word))


def _nisba_forms(nisba: tuple[str, ...]) -> Iterator[str]:
    for word in nisba:
        if " " in word:
            yield word
        else:
            for ending in ("", "ة", "ا"):
                yield word + ending
                yield "ال" + word + ending


def _nisba_plurals(nisba: tuple[str, ...]) -> Iterator[str]:
    for word in nisba:
        if " " not in word:
            for ending in ("ين", "ون", "ات", "ان", "تان", "تين"):
                yield word + ending
                yield "ال" + word + ending
