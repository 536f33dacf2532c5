"""Text → the places it names, in English and Arabic, each with what its name can mean and the part it plays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firstseen.claims.gazetteer import LONGEST_NAME, Named, gazetteer
from firstseen.claims.gazetteer_cues import (
    AT,
    EVENTS,
    FROM,
    KIND_WORDS,
    NAMING,
    SKIPPED,
    TAG_BEGINNINGS,
    TAG_ENDINGS,
    TOWARDS,
)
from firstseen.claims.gazetteer_tokens import Casing, Token, casing_of, tokens_of
from firstseen.model.claim import Place, PlaceRole, Quote, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STRONG: Final = 300_000
_STRONG_IN_FOCUS: Final = 20_000
_MEDIUM: Final = 100_000
_MEDIUM_IN_FOCUS: Final = 2_000
_FOCUS: Final = frozenset("SY LB PS IL IQ YE LY SD EG MA DZ TN JO SA AE KW QA BH OM MR SO DJ".split())
_RIVAL: Final = 12
"""Alternatives less prominent than the first by more than this are no reading that a caption would mean."""
_MOST_ALTERNATIVES: Final = 4


@dataclass(frozen=True, slots=True)
class Demonym:
    """A word for what belongs to a country or comes from it ("Syrian", سوريون): no place by itself."""

    country: Place
    quote: Quote


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in tokens [first, last); `prefix` are the Arabic particles written with its first word."""

    first: int
    last: int
    prefix: str
    named: Named
    places: tuple[Place, ...]
    cued: bool = False


def find_places(text: str, language: str = "") -> tuple[Where, ...]:
    """The places the text names, in its order; "city, country" is one `Where` with the smaller place.

    A name that is also a word ("Nice", صور) counts only with a cue beside it. Reads the first
    `gazetteer_tokens.MOST_READ` characters. `language` is a hint that is not needed.
    """
    tokens = tokens_of(text)
    mentions = _accepted(tokens)
    return tuple(_where(mention, tokens, text) for mention in _joined(mentions, tokens))


def find_demonyms(text: str, language: str = "") -> tuple[Demonym, ...]:
    """The words for nationalities in the text, in its order ("Syrian", الجزائرية), each with its country."""
    tokens = tokens_of(text)
    found = []
    at = 0
    while at < len(tokens):
        step, country = _demonym_at(tokens, at)
        if country:
            start, end = tokens[at].start, tokens[at + step - 1].end
            found.append(Demonym(gazetteer().place(country), Quote(start, end, text[start:end])))
        at += step
    return tuple(found)


def country_place(iso2: str) -> Place:
    """The country with this ISO 3166-1 alpha-2 code.

    Raises:
        KeyError: no country has it.
    """
    return gazetteer().place(iso2.upper())


def _demonym_at(tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """Words it takes and the country; one word and nothing when there is none."""
    demonyms = gazetteer().demonyms
    for length in (2, 1):
        if at + length > len(tokens) or (length == 2 and tokens[at + 1].after):
            continue
        rest = [token.word for token in tokens[at + 1 : at + length]]
        for _, word in _without_prefix(tokens[at].word):
            country = demonyms.get(" ".join([word, *rest]))
            if country and not (word == "us" and tokens[at].original != "US"):
                return length, country
    return 1, ""


def _accepted(tokens: tuple[Token, ...]) -> list[_Mention]:
    casing = casing_of(tokens)
    mentions = []
    at = 0
    while at < len(tokens):
        mention = next(
            (found for found in _names_at(tokens, at) if _is_place(found, tokens, casing)),
            None,
        )
        if mention is None:
            at += 1
        else:
            mentions.append(mention)
            at = mention.last
    return mentions


def _names_at(tokens: Sequence[Token], at: int) -> Iterator[_Mention]:
    """Names of the gazetteer that start here, longest first, the word itself before what a particle leaves of it."""
    end = at + 1
    while end < len(tokens) and end - at < LONGEST_NAME and not tokens[end].after:
        end += 1
    for last in range(end, at, -1):
        rest = [token.word for token in tokens[at + 1 : last]]
        for prefix, word in _spellings(tokens[at], alone=last == at + 1):
            named = gazetteer().named(" ".join([word, *rest]))
            if named is not None:
                yield _Mention(at, last, prefix, named, _alternatives(named, tokens, at, last))


def _spellings(token: Token, *, alone: bool) -> Iterator[tuple[str, str]]:
    yield from _without_prefix(token.word)
    if alone and token.tag and token.word.isascii():
        for beginning in TAG_BEGINNINGS:
            if token.word.startswith(beginning):
                yield "", token.word.removeprefix(beginning)
        for ending in TAG_ENDINGS:
            if token.word.endswith(ending):
                yield "ب", token.word.removesuffix(ending)


def _without_prefix(word: str) -> Iterator[tuple[str, str]]:
    """The word, then what is left of it without the particles و ف ب ك ل that Arabic writes together with it."""
    yield "", word
    if not "\u0600" <= word[:1] <= "\u06ff":
        return
    starts = [("", word)]
    if word[0] in "وف" and len(word) > 3:
        starts.append((word[0], word[1:]))
        yield starts[-1]
    for before, rest in starts:
        if rest[0] in "بكل" and len(rest) > 3:
            yield before + rest[0], rest[1:]
        if rest.startswith("لل") and len(rest) > 4:
            yield before + "ل", "ال" + rest[2:]


def _alternatives(named: Named, tokens: Sequence[Token], first: int, last: int) -> tuple[Place, ...]:
    """What the name can mean here, likeliest first: of the kind that a word beside it says, rivals in prominence."""
    kind = _kind_beside(tokens, first, last)
    pairs = list(zip(named.places, named.prominence, strict=True))
    right = [pair for pair in pairs if pair[0].kind == kind] or pairs
    most = right[0][1]
    return tuple(place for place, people in right if people * _RIVAL >= most)[:_MOST_ALTERNATIVES]


def _kind_beside(tokens: Sequence[Token], first: int, last: int) -> str:
    before = _word(tokens, first - 1) if _word(tokens, first - 1) != "of" else _word(tokens, first - 2)
    kind = KIND_WORDS.get(before, "")
    if not kind and last < len(tokens) and not tokens[last].after and not tokens[last].arabic:
        kind = KIND_WORDS.get(tokens[last].word, "")
    return kind


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _is_place(mention: _Mention, tokens: Sequence[Token], casing: Casing) -> bool:
    """Whether the name is a place's here: by how well known it is, its capitals, and the words beside it."""
    token = tokens[mention.first]
    named = mention.named
    if len(token.word) < 3 and mention.last == mention.first + 1 and not token.original.isupper():
        return False
    kind = bool(_kind_beside(tokens, mention.first, mention.last))
    if kind and (token.arabic or token.capital or casing == "lower"):
        return True
    if named.common:
        return _is_place_though_a_word(mention, tokens, casing)
    if named.personal and _beside_a_name(mention, tokens, casing):
        return False
    if token.arabic:
        return _is_arabic_place(mention, tokens)
    cue = _word(tokens, mention.first - 1) in AT | FROM
    if _strength(mention) == "strong":
        return True
    capital = token.capital or casing == "lower"
    return capital and (cue or _strength(mention) == "medium" and (casing == "sentence" or casing == "title"))


def _is_arabic_place(mention: _Mention, tokens: Sequence[Token]) -> bool:
    strength = _strength(mention)
    cue = _word(tokens, mention.first - 1) in AT | FROM | TOWARDS
    if strength == "strong":
        return True
    return strength == "medium" and (not mention.prefix or cue or mention.last > mention.first + 1)


def _is_place_though_a_word(mention: _Mention, tokens: Sequence[Token], casing: Casing) -> bool:
    token = tokens[mention.first]
    if mention.named.places[0].id == "US":
        return token.original.isupper() and (
            casing != "upper" or _word(tokens, mention.first - 1) in {"the", "in"}
        )
    if _followed_by_container(mention, tokens):
        return True
    return token.capital and casing == "sentence" and _word(tokens, mention.first - 1) in AT | FROM


def _followed_by_container(mention: _Mention, tokens: Sequence[Token]) -> bool:
    for after in _names_at(tokens, mention.last) if mention.last < len(tokens) else ():
        ids = {place.id for place in after.places if place.kind in {"country", "region"}}
        if not after.named.common and any(ids & set(place.within) for place in mention.named.places):
            return True
    return False


def _beside_a_name(mention: _Mention, tokens: Sequence[Token], casing: Casing) -> bool:
    """Whether a capitalised word that is no place stands beside it, as in "Michael Jordan"."""
    if casing != "sentence":
        return False
    before, after = mention.first - 1, mention.last
    for at, gap in (
        (before, tokens[mention.first].after),
        (after, tokens[after].after if after < len(tokens) else "x"),
    ):
        if (
            0 <= at < len(tokens)
            and not gap
            and tokens[at].capital
            and tokens[at].word not in AT | SKIPPED | EVENTS
        ):
            if gazetteer().named(tokens[at].word) is None:
                return True
    return False


def _strength(mention: _Mention) -> str:
    place, people = mention.named.places[0], mention.named.prominence[0]
    focus = place.country in _FOCUS
    if place.kind != "city" or people >= (_STRONG_IN_FOCUS if focus else _STRONG):
        return "strong"
    return "medium" if people >= (_MEDIUM_IN_FOCUS if focus else _MEDIUM) else "weak"


def _joined(mentions: list[_Mention], tokens: Sequence[Token]) -> Iterator[_Mention]:
    """Mentions, where a place and what holds it side by side ("Batna, Algeria") are one."""
    held: _Mention | None = None
    for mention in mentions:
        if held is None:
            held = mention
            continue
        inside = _inside(held, mention, tokens)
        if inside:
            held = replace(held, last=mention.last, places=inside)
        else:
            yield held
            held = mention
    if held is not None:
        yield held


def _inside(small: _Mention, large: _Mention, tokens: Sequence[Token]) -> tuple[Place, ...]:
    """What the first can mean when the second, right after it, holds it; nothing when it does not or is elsewhere."""
    between = tokens[small.last : large.first]
    if len(between) > 2 or any(
        token.word not in AT | SKIPPED and token.word not in KIND_WORDS for token in between
    ):
        return ()
    gaps = [token.after for token in tokens[small.last : large.first + 1]]
    if any(gap not in {"", ",", "،", "("} for gap in gaps) or "و" in large.prefix:
        return ()
    ids = {place.id for place in large.places}
    return tuple(place for place in small.named.places if ids & set(place.within))


def _where(mention: _Mention, tokens: Sequence[Token], text: str) -> Where:
    start, end = tokens[mention.first].start, tokens[mention.last - 1].end
    return Where(mention.places, "explicit", Quote(start, end, text[start:end]), role=_role(mention, tokens))


def _role(mention: _Mention, tokens: Sequence[Token]) -> PlaceRole:
    if "ب" in mention.prefix:
        return "at"
    if "ل" in mention.prefix:
        return "towards"
    at = mention.first - 1
    while (
        at >= 0 and not tokens[at + 1].after and (tokens[at].word in SKIPPED or tokens[at].word in KIND_WORDS)
    ):
        if (
            tokens[at].word == "of"
            and _word(tokens, at - 1) not in KIND_WORDS
            and _word(tokens, at - 1) not in SKIPPED
        ):
            return (
                "of"
                if _word(tokens, at - 1) in NAMING
                else "at"
                if _word(tokens, at - 1) in EVENTS
                else "mentioned"
            )
        at -= 1
    word = _word(tokens, at) if at + 1 < len(tokens) and not tokens[at + 1].after else ""
    if word in AT:
        return (
            "of"
            if _word(tokens, at - 1) in NAMING
            and _word(tokens, at - 1) in {"hamas", "parties", "party", "factions"}
            else "at"
        )
    if word in TOWARDS:
        return "towards"
    if word in FROM:
        return "from"
    if word in NAMING:
        return "of"
    beside = {word, _word(tokens, mention.last)}
    return "at" if beside & EVENTS else "mentioned"
