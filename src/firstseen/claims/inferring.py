"""What follows from a text that its words do not say: places from people and events, people from places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.claims.naming.heads import heads, people_actor
from firstseen.claims.naming.lexicon import known_countries
from firstseen.claims.parting import beside, covers
from firstseen.claims.places import country_place, find_demonyms
from firstseen.claims.tokens import forms_of, read_tokens
from firstseen.model.claim import Quote, Where, Who
from firstseen.model.relations import ANYWHERE, theatre_of
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firstseen.claims.occasions.dated import DatedEvent
    from firstseen.claims.tokens import Token
    from firstseen.model.claim import Reading

_BESIDE: Final = 30
"""Characters before a place that are looked at for what somebody from there is: "a citizen from the city of"."""

_PRESENT: Final = frozenset({"agent", "mentioned"})
"""Parts of those who may be seen themselves, not only a thing of theirs."""

_LAUNCHING: Final = frozenset(
    fold(word)
    for word in (
        *(
            "launch",
            "launches",
            "launched",
            "launching",
            "fires",
            "fired",
            "firing",
            "إطلاق",
            "تطلق",
            "يطلق",
            "أطلق",
        ),
        *("أطلقت", "يطلقون", "تنطلق", "انطلاق", "انطلقت", "ينطلق", "لإطلاق"),
    )
)


def where_of_events(events: Iterable[DatedEvent], named: Sequence[Where]) -> tuple[Where, ...]:
    """The countries of known events that the text does not name itself."""
    known = {place.country for where in named for place in where.places}
    wheres = []
    for event in events:
        if event.countries and not known & set(event.countries):
            places = tuple(country_place(code) for code in event.countries)
            wheres.append(Where(places, "inferred", event.quote, f"event: {event.name}"))
    return tuple(wheres)


def where_launched(reading: Reading) -> tuple[Where, ...]:
    """Where those who launch something do it: at home, however far it flies ("Iran launches missiles at Israel")."""
    if not _LAUNCHING & {form for token in read_tokens(reading.text) for _, form in forms_of(token.word)}:
        return ()
    agents = [who for who in reading.who if who.role == "agent" and theatre_of(who.actors[0])]
    return tuple(
        Where((country_place(who.actors[0].country),), "inferred", who.quote, "where it is launched", "from")
        for who in agents
    )


def where_from_people(reading: Reading) -> tuple[Where, ...]:
    """The countries of the people and forces a text names: where they would be, if nothing says otherwise.

    Nothing follows from whose strike it is: it falls elsewhere. Nothing follows at all where somebody is named who acts
    on several continents.
    """
    named = {place.country for where in reading.where for place in where.places}
    blows = [what.quote for what in reading.what if what.quote]
    found: dict[str, Where] = {}
    for who in reading.who:
        actor = who.actors[0]
        struck = who.role == "agent" and any(covers(who.quote, blow) for blow in blows)
        if not struck and who.role in _PRESENT and actor.country in ANYWHERE and not theatre_of(actor):
            return ()
        if who.role != "denied" and not struck and theatre_of(actor):
            known = found[actor.country].places if actor.country in found else ()
            away = sorted(theatre_of(actor) - {actor.country})
            places = dict.fromkeys((*known, *map(country_place, (actor.country, *away))))
            reason = f"from an actor: {actor.name}"
            found[actor.country] = Where(tuple(places), "inferred", who.quote, reason, "of")
    for demonym in find_demonyms(reading.text, reading.language):
        code = demonym.country.country
        told = any(covers(who.quote, demonym.quote) for who in reading.who)
        if not told and not any(beside(reading.text, demonym.quote, blow) for blow in blows):
            place = Where((demonym.country,), "inferred", demonym.quote, "from a nationality", "of")
            found.setdefault(code, place)
    return tuple(where for code, where in found.items() if code not in named)


def people_from(text: str, wheres: Sequence[Where], whos: Sequence[Who]) -> tuple[Who, ...]:
    """Those of whom a text says what they are and where from ("a citizen from Algiers"): people of that country."""
    named = {actor.country for who in whos for actor in who.actors}
    found = []
    for where in wheres:
        country = where.places[0].country
        if where.quote is None or where.role not in {"from", "of"} or country in named:
            continue
        start = max(0, where.quote.start - _BESIDE)
        before = read_tokens(text[start : where.quote.start])
        nouns = [token.start for at, token in enumerate(before) if _is_role_noun(before, at)]
        if nouns and country in known_countries():
            start += nouns[-1]
            quote = Quote(start, where.quote.end, text[start : where.quote.end])
            found.append(Who((people_actor(country),), "inferred", quote, "from a place"))
    return tuple(found)


def _is_role_noun(tokens: Sequence[Token], at: int) -> bool:
    phrase = heads().at(tokens, at)
    return phrase is not None and any(head.kind == "role" for head in phrase.values)


def nationals(reading: Reading) -> tuple[Who, ...]:
    """Whose a thing is by its nationality alone ("Malaysian comedy show"): nobody who acts, but named all the same."""
    named = {actor.country for who in reading.who for actor in who.actors}
    return tuple(
        Who((people_actor(found.country.country),), "inferred", found.quote, "from a nationality", "of")
        for found in find_demonyms(reading.text, reading.language)
        if found.country.country in known_countries().keys() - named
        and not any(covers(who.quote, found.quote) for who in reading.who)
    )
