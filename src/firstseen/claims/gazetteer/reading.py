"""Words → names of places among them: which of the gazetteer's names mean a place here, and which place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from firstseen.claims.gazetteer.cues import (
    ADJECTIVAL,
    ADVERBS,
    AT,
    BUILT,
    EVENTS,
    FIRST_NAMES,
    FROM,
    KIND_WORDS,
    LAND,
    NAMING,
    PERSONAL_DEEDS,
    SKIPPED,
    TAG_BEGINNINGS,
    TAG_ENDINGS,
    TITLES,
    TOWARDS,
)
from firstseen.claims.gazetteer.table import Named, gazetteer
from firstseen.claims.gazetteer.tokens import casing_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstseen.claims.gazetteer.tokens import Casing, Token
    from firstseen.model.claim import Place

Strength = Literal["strong", "medium", "weak"]

_FOCUS: Final = frozenset(
    ("SY", "LB", "PS", "IL", "IQ", "YE", "LY", "SD", "EG", "MA", "DZ", "TN", "JO", "SA", "AE", "KW", "QA", "BH", "OM",
     "MR", "SO", "DJ")
)  # fmt: skip
STRONG: Final = 300_000
_STRONG_IN_FOCUS: Final = 40_000
_MEDIUM: Final = 100_000
_MEDIUM_IN_FOCUS: Final = 5_000
"""People from which a name needs no cue (strong), or only a capital (medium). Source: chosen by reading 400 names found
in CheckThat! 2021 claims; lower lets surnames and words in, higher loses towns of the news."""
_RIVAL: Final = 12
_MOST_PROMINENT: Final = 3_000_000
"""Alternatives more than twelve times less prominent than the first are no reading that a caption would mean; a country
counts as a very large city, so that Amman stays beside Oman and Georgia beside Georgia."""
_MOST_ALTERNATIVES: Final = 4
_SHORT: Final = 3
_ACCUSATIVE: Final = ("ًا", "اً")
"""Endings of an adjective, never of a country's name: روسيًا is "Russian"."""
_LONGEST_ABBREVIATION: Final = 5
_SURE_LENGTH: Final = 4
"""Letters of a foreign city's name that are no accident after a particle; words that look so and are said more often
than the name (باراك, not ب + Arak) are blocked in the gazetteer."""
_LOCATING: Final = AT | FROM | TOWARDS


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in tokens [first, last) and what it can mean here, likeliest first.

    `prefix` are the Arabic particles written with its first word.
    """

    first: int
    last: int
    prefix: str
    named: Named
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """Countries that the text names (`places`) or whose people it names (`peoples`), by their codes."""

    places: frozenset[str] = frozenset()
    peoples: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Demonyms:
    """Where words for nationalities stand: first token → (tokens it takes, country code)."""

    at: dict[int, tuple[int, str]]

    def country(self, token: int) -> str:
        """The country of the demonym that starts at this token, or empty."""
        return self.at.get(token, (0, ""))[1]


def read_mentions(tokens: Sequence[Token], demonyms: Demonyms) -> list[Mention]:
    """The places named, in their order, no two overlapping; first read alone, then knowing the countries named."""
    casing = casing_of(tuple(tokens))
    alone = _accepted(tokens, casing, demonyms, Context())
    named = frozenset(
        place.country for mention in alone for place in mention.places[:1] if _is_of_one_country(mention)
    )
    context = Context(named - {""}, frozenset(country for _, country in demonyms.at.values()))
    return _accepted(tokens, casing, demonyms, context) if context != Context() else alone


def find_demonyms_in(tokens: Sequence[Token]) -> Demonyms:
    """The words for nationalities among the tokens, the longer first."""
    found: dict[int, tuple[int, str]] = {}
    at = 0
    while at < len(tokens):
        length, country = _demonym_at(tokens, at)
        if country:
            found[at] = (length, country)
        at += length
    return Demonyms(found)


def kind_beside(tokens: Sequence[Token], first: int, last: int) -> str:
    """The kind of place that a word before the name ("city of", محافظة) or after it ("province") says."""
    before = word_at(tokens, first - 1)
    if before in {"of", "de"}:
        before = word_at(tokens, first - 2)
    kind = KIND_WORDS.get(before, "") if not tokens[first].after else ""
    if not kind and last < len(tokens) and not tokens[last].after and not tokens[last].arabic:
        kind = KIND_WORDS.get(tokens[last].word, "")
    return kind


def word_at(tokens: Sequence[Token], at: int) -> str:
    """The folded word there, empty outside the text."""
    return tokens[at].word if 0 <= at < len(tokens) else ""


def without_prefix(word: str) -> Iterator[tuple[str, str]]:
    """The word, then what is left of it without the particles و ف ب ك ل that Arabic writes together with it."""
    yield "", word
    if not "\u0600" <= word[:1] <= "\u06ff":
        return
    starts = [("", word)]
    if word[0] in "وف" and len(word) >= _SHORT:
        starts.append((word[0], word[1:]))
        yield starts[-1]
    for before, rest in starts:
        if rest[0] in "بكل" and len(rest) >= _SHORT:
            yield before + rest[0], rest[1:]
        if rest.startswith("لل") and len(rest) > _SHORT + 1:
            yield before + "ل", "ال" + rest[2:]


def _demonym_at(tokens: Sequence[Token], at: int) -> tuple[int, str]:
    demonyms = gazetteer().demonyms
    for length in (2, 1):
        if at + length > len(tokens) or (length > 1 and tokens[at + 1].after):
            continue
        rest = [token.word for token in tokens[at + 1 : at + length]]
        for _, word in without_prefix(tokens[at].word):
            country = demonyms.get(" ".join([word, *rest]), "")
            if country and (word != "us" or tokens[at].original == "US"):
                return length, country
    return 1, ""


def _accepted(tokens: Sequence[Token], casing: Casing, demonyms: Demonyms, context: Context) -> list[Mention]:
    reader = _Reader(tokens, casing, demonyms, context)
    mentions = []
    at = 0
    while at < len(tokens):
        taken = (found for found in reader.names_at(at) if not found.named.places or reader.is_place(found))
        mention = next(taken, None)
        if mention is not None and mention.places:
            mentions.append(mention)
        at = mention.last if mention else at + 1
    return mentions


def _is_of_one_country(mention: Mention) -> bool:
    return len({place.country for place in mention.places}) == 1


@dataclass(frozen=True, slots=True)
class _Reader:
    tokens: Sequence[Token]
    casing: Casing
    demonyms: Demonyms
    context: Context

    def names_at(self, at: int) -> Iterator[Mention]:
        """Names that start here, longest first, the word itself before what a particle leaves of it."""
        places = gazetteer()
        alone = [(prefix, word, places.longest(word)) for prefix, word in _spellings(self.tokens[at])]
        spellings = [spelling for spelling in alone if spelling[2]]
        reach = max((longest for _, _, longest in spellings), default=0)
        end = at + 1
        while end < len(self.tokens) and end - at < reach and self.tokens[end].after in {"", ","}:
            end += 1
        for last in range(end, at, -1):
            rest = [token.word for token in self.tokens[at + 1 : last]]
            for prefix, word, longest in spellings:
                named = places.named(" ".join([word, *rest])) if last - at <= longest else None
                if named is not None:
                    meanings = self._meanings(named, at, last) if named.places else ()
                    yield Mention(at, last, prefix, named, meanings)

    def is_place(self, mention: Mention) -> bool:
        """Whether it is a place here: by how well known it is, its capitals, and the words beside it."""
        token = self.tokens[mention.first]
        if self._is_something_else(mention):
            return False
        if self._is_qualified(mention) and (token.arabic or token.capital or self.casing == "lower"):
            return True
        if self._is_of_a_person(mention):
            return False
        if mention.named.common:
            return self._is_place_though_a_word(mention)
        return self._is_arabic(mention) if token.arabic else self._is_latin(mention)

    def _is_something_else(self, mention: Mention) -> bool:
        """Whether it is an adjective, an abbreviation, or a building that stands for who sits in it."""
        token = self.tokens[mention.first]
        is_country = mention.named.places[0].kind == "country"
        if mention.last == mention.first + 1:
            if self.demonyms.country(mention.first) and (not is_country or self._is_adjective(mention)):
                return True
            if len(token.word) < _SHORT and not token.arabic:
                return (
                    not (token.original.isupper() and is_country)
                    or self.casing == "upper"
                    or self._is_adjectival(mention)
                )
        if token.arabic and self._is_accusative(mention):
            return True
        return self._is_adjectival(mention) or (mention.named.metonym and not self._is_named_alone(mention))

    def _is_accusative(self, mention: Mention) -> bool:
        """Whether it is "Russian" in جنديا روسيا: an adjective spelled like the country, after its noun."""
        if self.tokens[mention.first].original.endswith(_ACCUSATIVE):
            return True
        before = self._before(mention.first)
        noun = before.endswith("ا") and len(before) > _SHORT and before not in ADVERBS
        adjective = not mention.prefix and self.tokens[mention.first].word.endswith("يا")
        return noun and adjective and gazetteer().named(before) is None

    def _is_named_alone(self, mention: Mention) -> bool:
        alone = mention.first == 0 and (
            mention.last == len(self.tokens) or self.tokens[mention.last].after != ""
        )
        return alone or self._is_located(mention.first)

    def _before(self, first: int) -> str:
        """The word before, empty where a sign stands between."""
        return "" if first < 1 or self.tokens[first].after else self.tokens[first - 1].word

    def _is_adjectival(self, mention: Mention) -> bool:
        words = " ".join(token.word for token in self.tokens[mention.first : mention.last])
        if words not in ADJECTIVAL:
            return False
        if not all(token.original.isupper() for token in self.tokens[mention.first : mention.last]):
            return words not in {"u s", "u k"} or self.casing != "lower"
        follows = mention.last < len(self.tokens) and not self.tokens[mention.last].after.strip(".")
        before = self._before(mention.first)
        located = before in _LOCATING or (
            before == "the" and word_at(self.tokens, mention.first - 2) in _LOCATING | {"of"}
        )
        return follows and not (located and not self._is_noun_after(mention.last))

    def _is_noun_after(self, at: int) -> bool:
        token = self.tokens[at]
        return token.capital or token.word in NAMING | BUILT | LAND | EVENTS

    def _is_located(self, first: int) -> bool:
        before = self._before(first)
        return before in AT or (before == "the" and word_at(self.tokens, first - 2) in AT | {"of"})

    def _is_adjective(self, mention: Mention) -> bool:
        """Whether a word for a country agrees with the noun before it: السعودية in القوات السعودية."""
        token = self.tokens[mention.first]
        if not token.arabic or mention.prefix:
            return False
        before = self._before(mention.first)
        if token.word.startswith("ال"):
            return before.startswith(("ال", "بال", "وال", "لل", "فال")) and before not in KIND_WORDS
        return before != "" and before not in _LOCATING

    def _meanings(self, named: Named, first: int, last: int) -> tuple[Place, ...]:
        """Of the kind that a word beside it says, in the country that one says, rivals in prominence, context first."""
        kind = kind_beside(self.tokens, first, last)
        country = self._country_beside(first, last)
        pairs = list(zip(named.places, named.prominence, strict=True))
        pairs = [pair for pair in pairs if pair[0].kind == kind] or pairs
        pairs = [pair for pair in pairs if country in {pair[0].country, *pair[0].within}] or pairs
        inside = [pair for pair in pairs if pair[0].country in self.context.places]
        pairs = inside or pairs
        most = min(pairs[0][1], _MOST_PROMINENT) if pairs[0][0].kind == "country" else pairs[0][1]
        places = [place for place, people in pairs if people * _RIVAL >= most][:_MOST_ALTERNATIVES]
        return tuple(sorted(places, key=lambda place: place.country not in self.context.peoples))

    def _country_beside(self, first: int, last: int) -> str:
        """The country of a demonym right after the name (خنشلة الجزائرية) or before its kind ("Libyan city of")."""
        if last < len(self.tokens) and self.tokens[last].arabic and not self.tokens[last].after:
            country = self.demonyms.country(last)
            if country and self.tokens[last].word.startswith("ال"):
                return country
        at = first - 1
        while at >= 0 and not self.tokens[at + 1].after and self._may_stand_between(at):
            at -= 1
        if at < 0 or self.tokens[at + 1].after:
            return ""
        return self.demonyms.country(at) if at < first - 1 or self.tokens[at].arabic else ""

    def _may_stand_between(self, at: int) -> bool:
        word = self.tokens[at].word
        return word in KIND_WORDS or word in {"of", "the"}

    def _is_qualified(self, mention: Mention) -> bool:
        """Whether a word for its kind, its country's demonym or what holds it stands beside the name."""
        kind = kind_beside(self.tokens, mention.first, mention.last)
        if kind and (not mention.named.common or kind == mention.places[0].kind):
            return True
        country = self._country_beside(mention.first, mention.last)
        if country and country in {mention.places[0].country, *mention.places[0].within}:
            return True
        return self._is_followed_by_container(mention)

    def _is_followed_by_container(self, mention: Mention) -> bool:
        at = mention.last
        if at >= len(self.tokens) or self.tokens[at].after not in {"", ",", "،", "("}:
            return False
        if not self.tokens[at].after and not (self.tokens[at].arabic or self.tokens[at].capital):
            return False
        for after in self.names_at(at):
            ids = {place.id for place in after.places if place.kind in {"country", "region"}}
            if not after.named.common and any(ids & set(place.within) for place in mention.named.places):
                return True
        return False

    def _is_place_though_a_word(self, mention: Mention) -> bool:
        token = self.tokens[mention.first]
        before = self._before(mention.first)
        if token.arabic and mention.named.located and (before in AT or "ب" in mention.prefix):
            return True
        if token.arabic and mention.places[0].kind == "country":
            return before in _LOCATING and not mention.prefix
        if token.arabic:
            known = mention.places[0].country in self.context.places
            return known and not mention.prefix and before in AT and token.word.startswith("ال")
        if mention.last > mention.first + 1 or mention.places[0].kind == "country":
            return token.capital
        cued = token.capital and self.casing == "sentence" and before in AT | FROM
        return cued and _strength(mention) != "weak"

    def _is_latin(self, mention: Mention) -> bool:
        token = self.tokens[mention.first]
        cued = self._before(mention.first) in _LOCATING
        strength = _strength(mention)
        if self._is_abbreviation(mention) and not cued:
            return False
        if mention.named.word_in_lower_case and not token.capital:
            return self.casing == "lower" and (cued or self._happens_there(mention))
        if strength == "strong":
            return True
        capital = token.capital or self.casing == "lower"
        if mention.places[0].country in self.context.places:
            return capital
        if strength == "medium":
            return (
                capital and (cued or self.casing != "lower") and (cued or not self._stands_in_a_name(mention))
            )
        return token.capital and cued and self.casing == "sentence" and not self._stands_in_a_name(mention)

    def _is_abbreviation(self, mention: Mention) -> bool:
        """Whether capitals alone make a word look like a place's name: DACA is not Daca."""
        original = self.tokens[mention.first].original
        short = len(original) <= _LONGEST_ABBREVIATION and mention.last == mention.first + 1
        named = any(place.name.casefold().startswith(original.casefold()) for place in mention.places)
        named = named or mention.places[0].kind == "country"
        return short and original.isupper() and self.casing != "upper" and not named

    def _is_arabic(self, mention: Mention) -> bool:
        before = self._before(mention.first)
        cued = before in _LOCATING or bool(set("بل") & set(mention.prefix))
        known = mention.places[0].country in self.context.places | self.context.peoples
        length = len(self.tokens[mention.first].word) - len(mention.prefix)
        if mention.last == mention.first + 1 and length < _SHORT:
            return False
        strength = _strength(mention)
        if strength == "strong":
            if not mention.prefix or mention.last > mention.first + 1 or mention.places[0].kind == "country":
                return True
            known = (
                known or mention.places[0].country in _FOCUS or self.tokens[mention.first].word[1:3] == "ال"
            )
            return known or length >= _SURE_LENGTH
        if strength == "medium":
            return (known and cued) or not mention.prefix
        return known and before in _LOCATING

    def _is_of_a_person(self, mention: Mention) -> bool:
        before = "" if mention.prefix else self._before(mention.first)
        if self.tokens[mention.first].arabic:
            return before in FIRST_NAMES and (
                mention.named.places[0].kind != "country" or mention.named.personal
            )
        if before in TITLES:
            return mention.named.places[0].kind != "country" or mention.named.personal
        if not mention.named.personal:
            return False
        if self.casing == "lower":
            cued = before in _LOCATING or self._happens_there(mention)
            return not cued and mention.places[0].kind == "city"
        if self.casing == "sentence" and mention.places[0].kind != "country" and self._acts(mention):
            return True
        return self._stands_in_a_name(mention) and self.casing == "sentence"

    def _happens_there(self, mention: Mention) -> bool:
        """Whether the word after it is an event or a building: "paris protest"."""
        last = mention.last
        return last < len(self.tokens) and not self.tokens[last].after and self.tokens[last].word in EVENTS

    def _acts(self, mention: Mention) -> bool:
        """Whether a word after it tells what only a person does: "Lincoln said"."""
        return (
            mention.last < len(self.tokens)
            and not self.tokens[mention.last].after
            and self.tokens[mention.last].word in PERSONAL_DEEDS
        )

    def _stands_in_a_name(self, mention: Mention) -> bool:
        """Whether a capitalised word that is no place stands beside it, as in "Michael Jordan"."""
        before, after = mention.first - 1, mention.last
        if before >= 0 and not self.tokens[mention.first].after and self._is_name(before):
            return True
        return after < len(self.tokens) and not self.tokens[after].after and self._is_name(after)

    def _is_name(self, at: int) -> bool:
        token = self.tokens[at]
        if (
            not token.capital
            or token.word in _LOCATING
            or token.word in SKIPPED | EVENTS
            or token.word in KIND_WORDS
        ):
            return False
        if self.demonyms.country(at) or (at and self.tokens[at].after) or at == 0:
            return token.word in FIRST_NAMES
        named = gazetteer().named(token.word)
        return named is None or named.prominence[0] < STRONG


def _spellings(token: Token) -> Iterator[tuple[str, str]]:
    yield from without_prefix(token.word)
    if token.tag and token.word.isascii():
        for beginning in TAG_BEGINNINGS:
            if token.word.startswith(beginning):
                yield "", token.word.removeprefix(beginning)
        for ending in TAG_ENDINGS:
            if token.word.endswith(ending):
                yield "", token.word.removesuffix(ending)


def _strength(mention: Mention) -> Strength:
    place, people = mention.named.places[0], mention.named.prominence[0]
    focus = place.country in _FOCUS
    if place.kind not in {"city", "region"} or people >= (_STRONG_IN_FOCUS if focus else STRONG):
        return "strong"
    return "medium" if people >= (_MEDIUM_IN_FOCUS if focus else _MEDIUM) else "weak"
