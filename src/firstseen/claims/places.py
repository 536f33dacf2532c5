"""Text → the places it names, in English and Arabic, each with what its name can mean and the part it plays."""

from __future__ import annotations

from dataclasses import dataclass

from firstseen.claims.gazetteer.joins import join
from firstseen.claims.gazetteer.reading import find_demonyms_in, read_mentions
from firstseen.claims.gazetteer.table import gazetteer
from firstseen.claims.gazetteer.tokens import tokens_of
from firstseen.model.claim import Place, Quote, Where


@dataclass(frozen=True, slots=True)
class Demonym:
    """A word for what belongs to a country or comes from it ("Syrian", سوريون): no place by itself."""

    country: Place
    quote: Quote


def find_places(text: str, language: str = "") -> tuple[Where, ...]:
    """The places the text names, in its order; "city, country" is one `Where` with the smaller place.

    A name that is also a word ("Nice", صور) counts only with a cue beside it. A border is one `Where` with the
    countries on both sides as alternatives, "southern X" a part of X (id "X/south"). Reads the first
    `gazetteer_tokens.MOST_READ` characters. `language` is not needed: each word tells its script.
    """
    del language
    tokens = tokens_of(text)
    demonyms = find_demonyms_in(tokens)
    places = []
    for found in join(read_mentions(tokens, demonyms), tokens, demonyms):
        start, end = tokens[found.first].start, tokens[found.last - 1].end
        quote = Quote(start, end, text[start:end])
        places.append(Where(found.places, found.footing, quote, found.reason, found.role))
    return tuple(places)


def find_demonyms(text: str, language: str = "") -> tuple[Demonym, ...]:
    """The words for nationalities in the text, in its order ("Syrian", الجزائرية), each with its country."""
    del language
    tokens = tokens_of(text)
    found = []
    for at, (length, country) in find_demonyms_in(tokens).at.items():
        start, end = tokens[at].start, tokens[at + length - 1].end
        found.append(Demonym(gazetteer().place(country), Quote(start, end, text[start:end])))
    return tuple(found)


def country_place(iso2: str) -> Place:
    """The country with this ISO 3166-1 alpha-2 code.

    Raises:
        KeyError: no country has it.
    """
    return gazetteer().place(iso2.upper())
