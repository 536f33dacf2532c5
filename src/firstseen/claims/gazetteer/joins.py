"""Names of places beside each other, and beside words for directions and borders → what they mean together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firstseen.claims.gazetteer.cues import (
    AT,
    BORDER,
    BORDER_LINKS,
    BUILT,
    DEEDS,
    DIRECTIONS,
    EVENTS,
    FROM,
    GROUPS,
    KIND_WORDS,
    LAND,
    NAMING,
    NATURAL,
    SKIPPED,
    TOWARDS,
)
from firstseen.claims.gazetteer.reading import STRONG, word_at
from firstseen.claims.gazetteer.table import gazetteer
from firstseen.model.claim import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstseen.claims.gazetteer.reading import Demonyms, Mention
    from firstseen.claims.gazetteer.tokens import Token
    from firstseen.model.claim import Footing, PlaceRole

_LINK: Final = 3
"""Words that may stand between a place and what holds it."""
_TOWN_DEGREES: Final = 0.4
"""Degrees of latitude and longitude together: some 35 km, the width of an urban area."""
_REACH: Final = 5
"""Words between "border" and the countries it is between."""


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens [first, last) and what they mean together, likeliest first."""

    first: int
    last: int
    places: tuple[Place, ...]
    role: PlaceRole
    footing: Footing = "explicit"
    reason: str = ""


def join(mentions: Sequence[Mention], tokens: Sequence[Token], demonyms: Demonyms) -> list[Found]:
    """Mentions as a reader takes them: "Batna, Algeria" is one place, so is a border; directions narrow a country."""
    whole = [_directed(mention, tokens) for mention in _chained(mentions, tokens)]
    borders = _borders(whole, tokens, demonyms)
    covered = {token for found in borders for token in range(found.first, found.last)}
    kept = [found for found in whole if found.first not in covered]
    covered |= {token for found in kept for token in range(found.first, found.last)}
    lands = [found for found in _lands(tokens, demonyms, covered) if found.first not in covered]
    return _with_shared_roles(sorted([*kept, *borders, *lands], key=lambda found: found.first), tokens)


def _chained(mentions: Sequence[Mention], tokens: Sequence[Token]) -> Iterator[Mention]:
    held: Mention | None = None
    for mention in mentions:
        repeated = held is not None and held.named == mention.named and tokens[mention.first].after != ","
        inside = _inside(held, mention, tokens) if held and not repeated else ()
        if held and inside:
            held = replace(held, last=mention.last, places=inside)
        elif held and not repeated and _holds(held, mention, tokens):
            held = replace(mention, first=held.first, prefix=held.prefix)
        elif held and _is_unknown_in(held, mention, tokens):
            held = mention
        else:
            if held:
                yield held
            held = mention
    if held:
        yield held


def _inside(small: Mention, large: Mention, tokens: Sequence[Token]) -> tuple[Place, ...]:
    """What the first can mean when the second, right after it, holds it; nothing when it does not or is elsewhere."""
    between = tokens[small.last : large.first]
    if len(between) > _LINK or any(not _links(token.word) for token in between):
        return ()
    gaps = [token.after for token in tokens[small.last : large.first + 1]]
    if any(gap not in {"", ",", "،", "(", "|"} for gap in gaps) or "و" in large.prefix:
        return ()
    ids = {place.id for place in large.places}
    chosen = tuple(place for place in small.places if ids & set(place.within) or _is_in_a_town(place, large))
    return chosen or tuple(place for place in small.named.places if ids & set(place.within))[:1]


def _is_unknown_in(small: Mention, large: Mention, tokens: Sequence[Token]) -> bool:
    """Whether the first, a little-known name, stands before a larger place of another country: then we know it not."""
    between = tokens[small.last : large.first]
    beside = tokens[large.first].after == "," and all(
        token.word in KIND_WORDS and not token.after for token in between
    )
    known = small.named.prominence[0] >= STRONG or small.places[0].kind == "country"
    larger = large.places[0].kind in {"country", "region"} or large.named.prominence[0] >= STRONG
    return (
        beside
        and not known
        and larger
        and large.places[0].country not in {one.country for one in small.places}
    )


def _holds(large: Mention, small: Mention, tokens: Sequence[Token]) -> bool:
    """Whether the first holds the second and stands right before it: "Istanbul, Taksim Square", الهند ولاية غوجارات."""
    between = tokens[large.last : small.first]
    if any(token.word not in KIND_WORDS and token.word != "s" for token in between) or small.prefix:
        return False
    if any(token.after not in {"", ",", "،"} for token in tokens[large.last : small.first + 1]):
        return False
    return any(place.id in small.places[0].within for place in large.places) or _is_in_a_town(
        small.places[0], large
    )


def _is_in_a_town(place: Place, towns: Mention) -> bool:
    return any(_is_in_town(place, town) for town in towns.places)


def _is_in_town(place: Place, town: Place) -> bool:
    """Whether a place is so close to the city or district named after it that it belongs there."""
    smaller = {"city": {"landmark", "district"}, "district": {"city", "landmark"}}.get(town.kind, set())
    if place.kind not in smaller or place.country != town.country:
        return False
    if place.latitude is None or town.latitude is None or place.longitude is None or town.longitude is None:
        return False
    return abs(place.latitude - town.latitude) + abs(place.longitude - town.longitude) < _TOWN_DEGREES


def _links(word: str) -> bool:
    return word in AT or word in SKIPPED or word in KIND_WORDS or word in DIRECTIONS


def _directed(mention: Mention, tokens: Sequence[Token]) -> Found:
    role = _role(mention.first, mention.prefix, tokens, mention.last)
    if role == "at" and mention.places[0].kind == "country" and word_at(tokens, mention.last) in DEEDS:
        role = _role(mention.first, mention.prefix, tokens)
    direction = _direction_before(mention.first, tokens)
    if direction is None:
        return Found(mention.first, mention.last, mention.places, role)
    start, english, arabic = direction
    places = tuple(_part(place, english, arabic) for place in mention.places)
    return Found(start, mention.last, places, _role(start, _particles(tokens[start]), tokens) or role)


def _direction_before(first: int, tokens: Sequence[Token]) -> tuple[int, str, str] | None:
    """Where the words for a direction right before a name start, and the direction in English and Arabic."""
    at = first
    words: list[tuple[str, str]] = []
    while at > 0 and not tokens[at].after:
        word = word_at(tokens, at - 1)
        named = DIRECTIONS.get(word) or DIRECTIONS.get(word[1:] if word[:1] in {"ب", "ل", "و"} else "")
        if named is None:
            break
        words.insert(0, named)
        at -= 1
    if not words:
        return None
    return at, "".join(english for english, _ in words), " ".join(arabic for _, arabic in words)


def _part(place: Place, english: str, arabic: str) -> Place:
    """The part of a country or a region that lies in a direction; of a smaller place, the place itself."""
    if place.kind not in {"country", "region"}:
        return place
    within = (place.id,) if place.kind == "country" else (place.id, *place.within)
    name = f"{english.capitalize()}{'' if english == 'central' else 'ern'} {place.name}"
    return Place(
        f"{place.id}/{english}", name, f"{arabic} {place.name_ar}", "district", place.country, within
    )


def _borders(whole: Sequence[Found], tokens: Sequence[Token], demonyms: Demonyms) -> list[Found]:
    borders: list[Found] = []
    starts = {found.first: found for found in whole}
    ends = {found.last: found for found in whole}
    for at, token in enumerate(tokens):
        if token.word not in BORDER or (borders and at < borders[-1].last):
            continue
        first, before = _countries_before(at, tokens, ends, demonyms)
        last, after = _countries_after(at + 1, tokens, starts, demonyms)
        countries = [*dict.fromkeys([*before, *after])]
        if not countries:
            continue
        if len(countries) == 1:
            others = [country for _, country in demonyms.at.values() if country != countries[0]]
            countries += [*dict.fromkeys(others)][:1] if word_at(tokens, at + 1) in {"with", "مع"} else []
        places = tuple(gazetteer().place(country) for country in countries)
        borders.append(Found(first, last, places, "at", reason="on the border" if len(countries) > 1 else ""))
    return borders


def _countries_before(
    at: int, tokens: Sequence[Token], ends: dict[int, Found], demonyms: Demonyms
) -> tuple[int, list[str]]:
    """English names the countries before the word: "the Syrian-Turkish border", "Ukraine-Russia border"."""
    countries: list[str] = []
    first = reached = at
    while first > 0 and not tokens[first].after and not tokens[first - 1].arabic:
        found = ends.get(first)
        length = next((n for n in (1, 2) if demonyms.at.get(first - n, (0, ""))[0] == n), 0)
        if found and found.places[0].country:
            first, country = found.first, found.places[0].country
        elif length:
            first, country = first - length, demonyms.country(first - length)
        elif word_at(tokens, first - 1) in {"s", "and"}:
            first -= 1
            continue
        else:
            break
        countries.insert(0, country)
        reached = first
    return reached, countries


def _countries_after(
    at: int, tokens: Sequence[Token], starts: dict[int, Found], demonyms: Demonyms
) -> tuple[int, list[str]]:
    """Arabic names them after the word: الحدود السورية اللبنانية, الحدود بين سوريا ولبنان; so does "border with"."""
    countries: list[str] = []
    last = at
    steps = 0
    while at < len(tokens) and steps < _REACH and not tokens[at].after.strip("(،,"):
        found = starts.get(at)
        if found and found.places[0].country:
            at = last = found.last
            countries.append(found.places[0].country)
        elif demonyms.country(at):
            countries.append(demonyms.country(at))
            at = last = at + demonyms.at[at][0]
        elif tokens[at].word in BORDER_LINKS:
            at += 1
        else:
            break
        steps += 1
    return last, countries


def _lands(tokens: Sequence[Token], demonyms: Demonyms, covered: set[int]) -> Iterator[Found]:
    """Land that is named by whose it is: "Turkish coast", المنتجعات التركية; what is built there only implies it."""
    for at, (length, country) in demonyms.at.items():
        arabic = tokens[at].arabic
        noun = at - 1 if arabic else at + length
        apart = tokens[at].after if arabic else (tokens[noun].after if noun < len(tokens) else "")
        word = word_at(tokens, noun)
        word = (
            next((bare for bare in (word, word[1:], word[2:]) if bare in LAND | BUILT), "")
            if arabic
            else word
        )
        if apart or word not in LAND | BUILT or noun in covered or at in covered:
            continue
        first, last = min(at, noun), max(at + length, noun + 1)
        named = last + 1 if word_at(tokens, last) == "of" else last
        if named in covered and not tokens[named].after:
            continue
        place = gazetteer().place(country)
        prefix = _particles(tokens[first]) if arabic and tokens[first].word != word else ""
        role = _role(first, prefix, tokens)
        footing: Footing = "explicit" if word in LAND else "inferred"
        reason = "" if word in LAND else "what belongs to a country is taken to stand in it"
        yield Found(first, last, (place,), role, footing, reason)


def _particles(token: Token) -> str:
    return token.word[:1] if token.word[:1] in {"ب", "ل"} else ""


def _with_shared_roles(whole: list[Found], tokens: Sequence[Token]) -> list[Found]:
    """Places of a list ("in Gaza, Lebanon and Yemen") share the role of the first."""
    shared: list[Found] = []
    for found in whole:
        last = shared[-1] if shared else None
        if last and found.role == "mentioned" and _continues(last, found, tokens):
            found = replace(found, role=last.role)  # noqa: PLW2901
        shared.append(found)
    return shared


def _continues(last: Found, found: Found, tokens: Sequence[Token]) -> bool:
    between = [token.word for token in tokens[last.last : found.first]]
    gap = tokens[found.first].after
    return between in ([], ["and"], ["or"], ["او"], ["et"]) and gap in {"", ",", "،", "/", "&"}


def _role(first: int, prefix: str, tokens: Sequence[Token], last: int = -1) -> PlaceRole:
    """The part the place starting at `first` plays; `last` is the end of its name, where a noun after it counts."""
    if "ب" in prefix:
        return "at"
    if "ل" in prefix:
        return "towards"
    at = first - 1
    while at >= 0 and not tokens[at + 1].after and _is_passed_over(tokens[at].word, near=at == first - 1):
        at -= 1
    if at >= 0 and tokens[at].word == "of" and word_at(tokens, at - 1) in KIND_WORDS | SKIPPED_NOUNS:
        return _role(at, "", tokens)
    word = word_at(tokens, at) if at >= 0 and not tokens[at + 1].after else ""
    if word in TOWARDS and any(
        _is_one_of(word_at(tokens, near), NATURAL) for near in range(at - _REACH - 1, at)
    ):
        return "at"
    return _role_after(word, word_at(tokens, at - 1), word_at(tokens, last))


SKIPPED_NOUNS: Final = dict.fromkeys(SKIPPED)


def _is_passed_over(word: str, *, near: bool) -> bool:
    if word == "of" or (not near and word in gazetteer().demonyms):
        return word != "of"
    bare = word[1:] if word[:1] in {"ب", "ل"} else word
    return word in SKIPPED or word in KIND_WORDS or bare in DIRECTIONS or word in DIRECTIONS


def _role_after(word: str, before: str, after: str) -> PlaceRole:
    """The role that the preposition or noun before a name gives it, given the word before that and the one after."""
    if word in AT:
        return "of" if before in GROUPS else "at"
    if word == "of":
        return "of" if before in NAMING else "at" if before in EVENTS else "mentioned"
    if word in TOWARDS:
        return "towards"
    if word in FROM:
        return "from"
    if word in NAMING:
        return "of"
    return "at" if _is_one_of(word, EVENTS) or after in EVENTS else "mentioned"


def _is_one_of(word: str, words: frozenset[str]) -> bool:
    """Whether the word, or what a particle written with it leaves, is among the words."""
    return word in words or (word[:1] in {"ب", "ل", "و", "ك"} and word[1:] in words)
