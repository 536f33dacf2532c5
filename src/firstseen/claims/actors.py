"""Who a text names, in which role: listed names, states with their forces and nationals, and persons by their title."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from firstseen.claims.naming.heads import (
    force_actor,
    heads,
    people_actor,
    role_actor,
    stands_alone,
    state_actor,
)
from firstseen.claims.naming.lexicon import Lexicon, load_lexicon
from firstseen.claims.naming.persons import titled_person
from firstseen.claims.naming.roles import is_english_verb, is_verb, role_of
from firstseen.claims.naming.wordlists import arabic_words, english_words
from firstseen.claims.tokens import forms_of, quote_of, read_tokens
from firstseen.model.claim import Who
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.claims.naming.heads import Head
    from firstseen.claims.naming.lexicon import Named
    from firstseen.claims.naming.roles import Sort
    from firstseen.claims.tokens import Phrase, Token
    from firstseen.model.claim import Actor, WhoRole

__all__ = ["Lexicon", "find_actors", "load_lexicon"]

_FEW_CAPITALS: Final = 5
_NEAR: Final = 6
_SHORTEST_LONE_ROLE: Final = 4
"""Folded letters of an Arabic noun that names somebody without a nationality: أم is "or" as often as "mother"."""


_BLOW_VERBS: Final = frozenset(
    ("attacks", "strikes", "bombs", "raids", "fires", "strike", "attack", "fire", "raid")
)

_LOCAL_BLOWS: Final = frozenset(("massacre", "massacres", "bombing", "bombings", "siege", "operation"))
"""Blows that a country's name before them gives the place of: "the New Zealand attack"."""

_OWN_BLOWS: Final = frozenset(
    fold(word) for word in ("صواريخ", "صاروخ", "نيران", "قذائف", "مدفعية", "رد", "تهديدات")
)

_KIN: Final = frozenset(("role-family", "role-parent", "role-child"))
"""Nouns before a name that make somebody else of it: the brother of."""

_JOINED: Final = ("وال", "ولل", "بال", "فال", "كال", "لل")
"""How an Arabic word begins that starts a new part of the sentence."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """Actors named in tokens [first, last); a `doubtful` one (a country) counts only where it acts or is struck."""

    first: int
    last: int
    actors: tuple[Actor, ...]
    sort: Sort = "name"
    skipped: int = 0
    particles: str = ""
    reason: str = ""
    doubtful: bool = False
    head: Head | None = None


def find_actors(text: str, language: str = "", lexicon: Lexicon | None = None) -> tuple[Who, ...]:
    """Who a text names, in its order, each with the role the words near by give it.

    A country's name counts as an actor only where it acts or is acted on ("Iran attacks", never "in Iran"). Somebody of
    whom only a trade or an age is said is an actor whose id begins with "role-". Both languages are read at once,
    since captions mix them; `language` is not needed. Only the first 30,000 characters are read.
    """
    del language
    tokens = read_tokens(text)
    reader = _Reader(tokens, lexicon or load_lexicon())
    mentions = reader.mentions()
    ends = frozenset(mention.last for mention in mentions)
    roles = [
        role_of(
            tokens,
            mention.first,
            mention.last,
            particles=mention.particles,
            sort=mention.sort,
            ends=ends,
            strict=mention.doubtful,
        )
        for mention in mentions
    ]
    found = []
    for mention, role in zip(mentions, _shared_roles(tokens, mentions, roles), strict=True):
        if mention.doubtful and not _counts_as_actor(tokens, mention, role):
            continue
        quote = quote_of(text, tokens, mention.first, mention.last, mention.skipped)
        found.append(Who(mention.actors, "explicit", quote, mention.reason, role))
    return tuple(found)


def _shared_roles(
    tokens: Sequence[Token], mentions: Sequence[_Mention], roles: Sequence[WhoRole]
) -> list[WhoRole]:
    """The roles, where of two joined by "and" the words tell one's only, the other's too."""
    shared = list(roles)
    for at, (one, other) in enumerate(pairwise(mentions)):
        if "name" in {one.sort, other.sort} and _are_joined(tokens, one, other):
            if shared[at] == "mentioned" and shared[at + 1] in {"agent", "target"}:
                shared[at] = shared[at + 1]
            elif shared[at + 1] == "mentioned" and shared[at] in {"agent", "target"}:
                shared[at + 1] = shared[at]
    return shared


def _are_joined(tokens: Sequence[Token], one: _Mention, other: _Mention) -> bool:
    if other.first == one.last:
        return other.particles == "و"
    between = [token.word for token in tokens[one.last : other.first]]
    return between in (["and"], ["and", "the"], ["و"]) and not tokens[one.last].begins


def _joined(mentions: list[_Mention]) -> list[_Mention]:
    """Without those that only introduce the next: "Egyptian president Sisi", "crown prince Mohammed bin Salman"."""
    kept: list[_Mention] = []
    for mention in mentions:
        if kept and kept[-1].last == mention.first and _introduces(kept[-1], mention):
            title = kept.pop()
            kept.append(replace(mention, first=title.first, skipped=title.skipped, particles=title.particles))
        else:
            kept.append(mention)
    return kept


def _introduces(first: _Mention, second: _Mention) -> bool:
    title, named = first.actors[0], second.actors[0]
    if second.particles or first.doubtful or second.doubtful:
        return False
    office = title.kind == "state" and named.kind == "person" and named.country in {"", title.country}
    trade = title.id.startswith("role-") and title.id not in _KIN and named.kind == "person"
    return title.id == named.id or office or trade


def _counts_as_actor(tokens: Sequence[Token], mention: _Mention, role: str) -> bool:
    """Whether a country's name stands for the state and not for the place."""
    if role == "agent" and (mention.particles.endswith("ل") or _is_object_of_nature(tokens, mention.first)):
        return False
    before = tokens[mention.first - 1].word if mention.first and not tokens[mention.first].begins else ""
    if role == "agent":
        return before not in english_words("leads_to_place") and before not in arabic_words("leads_to_place")
    return role == "target" and not _struck_by_nature(tokens, mention.first)


def _is_object_of_nature(tokens: Sequence[Token], first: int) -> bool:
    """Whether nature and a verb stand right before: فيضانات تغرق السعودية."""
    if first <= 1 or not tokens[first].arabic or tokens[first].begins or tokens[first - 1].begins:
        return False
    return any(form in arabic_words("nature") for _, form in forms_of(tokens[first - 2].word))


def _struck_by_nature(tokens: Sequence[Token], first: int) -> bool:
    """Whether an earthquake or the like is told of right before: what it strikes is a place."""
    at = first
    while at > max(0, first - _NEAR) and not tokens[at].begins:
        at -= 1
        if tokens[at].word in english_words("nature") or any(
            form in arabic_words("nature") for _, form in forms_of(tokens[at].word)
        ):
            return True
    return False


class _Reader:
    """Reads the mentions out of the tokens of one text."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        latin = [token for token in tokens if token.written.isascii() and token.written[:1].isalpha()]
        self._small = not any(token.written[:1].isupper() for token in latin)
        raised = sum(token.written[:1].isupper() for token in latin)
        self._headline = len(latin) > _FEW_CAPITALS and 4 * raised > 3 * len(latin)
        capitals = sum(1 for token in latin if token.written.isupper())
        self._shouted = len(latin) >= _FEW_CAPITALS and 2 * capitals > len(latin)
        words = {token.word for token in tokens}
        self._words = words | {word.removeprefix("و").removeprefix("ال") for word in words}

    def mentions(self) -> list[_Mention]:
        """Every mention from left to right, none inside another."""
        found = []
        at = 0
        while at < len(self._tokens):
            mention = self._at(at)
            if mention and mention.actors:
                found.append(mention)
                joined = self._joined_owner(mention)
                if joined:
                    found.append(joined)
                    mention = joined
            at = mention.last if mention else at + 1
        return _joined(found)

    def _joined_owner(self, mention: _Mention) -> _Mention | None:
        """Arabic: a second nationality of the same noun: القوات الأمريكية والبريطانية."""
        at = mention.last
        if mention.head is None or at >= len(self._tokens) or not self._tokens[at].word.startswith("و"):
            return None
        phrase = self._lexicon.nationals.at(self._tokens, at)
        if phrase is None or phrase.particles != "و" or self._tokens[at].pauses:
            return None
        found = self._with_head(at, phrase.last, phrase.values, mention.head)
        return replace(found, skipped=phrase.skipped, particles="و")

    def _at(self, at: int) -> _Mention | None:
        readings = (self._named(at), self._national(at), self._headed(at), self._people(at))
        best = max((m for m in readings if m), key=lambda m: m.last, default=None)
        titled = None if self._headline else titled_person(self._tokens, at)
        if titled and self._named(titled.first):
            titled = None
        if titled and (best is None or titled.last > best.last or best.reason == "a role"):
            return _Mention(
                titled.first, titled.last, (titled.actor,), reason="a name after a title; not on the list"
            )
        return best or self._state(at)

    def _named(self, at: int) -> _Mention | None:
        phrase = self._lexicon.names.at(self._tokens, at)
        if phrase is None:
            return None
        counted = [named for named in phrase.values if self._counts(named, phrase)]
        if not counted:
            return None
        actors = tuple(dict.fromkeys(named.actor for named in counted if named.actor))
        if any(named.actor is None for named in counted):
            actors = ()
        mention = _Mention(phrase.first, phrase.last, actors, "name", phrase.skipped, phrase.particles)
        return self._with_noun_of(mention)

    def _with_noun_of(self, mention: _Mention) -> _Mention:
        """English: a group's name with the noun that is its own after it: "Hamas fighters", "Hezbollah rockets"."""
        owner = self._tokens[mention.first]
        if owner.arabic or not mention.actors or mention.actors[0].kind == "person":
            return mention
        head = self._head_at(mention.last, arabic=False)
        if head is None or head[0].kind not in {"force", "role", "blow"}:
            return mention
        if head[0].kind == "blow" and self._tokens[mention.last].word in _BLOW_VERBS:
            return mention
        return replace(mention, last=head[1], sort="blow" if head[0].kind == "blow" else "name")

    def _counts(self, named: Named, phrase: Phrase[Named]) -> bool:
        first = self._tokens[phrase.first]
        if named.beside and not any(word.startswith(named.beside) for word in self._words):
            return False
        if first.arabic or named.actor is None:
            return True
        if named.capitals:
            return first.written.isupper() and not self._shouted
        return phrase.last - phrase.first > 1 or self._is_name(first)

    def _is_name(self, token: Token) -> bool:
        return self._small or not token.written[:1].islower()

    def _national(self, at: int) -> _Mention | None:
        """English: a nationality or a country's possessive, then a noun."""
        token = self._tokens[at]
        if token.arabic or not self._is_name(token) or self._is_sided(at):
            return None
        phrase = self._lexicon.nationals.at(self._tokens, at)
        straight = phrase is None
        phrase = phrase or self._country(at)
        if phrase is None:
            return None
        head = self._head_at(phrase.last, arabic=False)
        if head is None and self._is_joined(phrase.last):
            return self._national_before_and(phrase)
        short = self._tokens[at].written.isupper()  # US, UK
        if head is None and (short or not straight) and self._is_adjective(phrase.last):
            head = self._head_at(phrase.last + 1, arabic=False)
        if head is None and not straight and self._is_somebody(phrase.last):
            people = tuple(people_actor(code) for code in phrase.values)
            return _Mention(phrase.first, phrase.last, people)
        if head is None or (straight and self._is_verb_of_blow(phrase.last, head[0])):
            return None
        return self._with_head(phrase.first, head[1], phrase.values, head[0])

    def _is_somebody(self, at: int) -> bool:
        """Whether a nationality before that word is a noun: "a Moroccan saves", "Indian Muslims"."""
        if at >= len(self._tokens) or self._tokens[at].pauses:
            return False
        if is_english_verb(self._tokens[at].word):
            return True
        named = self._named(at)
        return named is not None and named.actors[:1] != () and named.actors[0].kind == "people"

    def _is_joined(self, at: int) -> bool:
        return at < len(self._tokens) and self._tokens[at].word == "and" and not self._tokens[at].pauses

    def _national_before_and(self, phrase: Phrase[str]) -> _Mention | None:
        """English: the first of two nationalities of one noun: "US and British forces"."""
        at = phrase.last + 1
        if at >= len(self._tokens):
            return None
        other = self._lexicon.nationals.at(self._tokens, at) or self._country(at)
        head = self._head_at(other.last, arabic=False) if other else None
        return self._with_head(phrase.first, phrase.last, phrase.values, head[0]) if head else None

    def _is_sided(self, at: int) -> bool:
        """Whether it says for or against whom somebody is: "pro-Palestinian protesters"."""
        return at > 0 and self._tokens[at - 1].word in {"pro", "anti"} and not self._tokens[at].begins

    def _is_verb_of_blow(self, at: int, head: Head) -> bool:
        """Whether "attacks" after a country's bare name is a verb: "Iran attacks", not "Iran's attacks"."""
        token = self._tokens[at]
        return (
            head.kind == "blow" and not self._tokens[at - 1].owns and token.word in _BLOW_VERBS | _LOCAL_BLOWS
        )

    def _country(self, at: int) -> Phrase[str] | None:
        phrase = self._lexicon.countries.at(self._tokens, at)
        if phrase is None:
            return None
        written = self._tokens[at].written
        short = phrase.values[0] in {"US", "GB", "AE"} and len(self._tokens[at].word) <= 3  # noqa: PLR2004
        return None if short and (not written.isupper() or self._shouted) else phrase

    def _is_adjective(self, at: int) -> bool:
        if at >= len(self._tokens) or self._tokens[at].begins:
            return False
        token = self._tokens[at]
        return token.word not in english_words("glue") and not token.word.isdigit()

    def _head_at(self, at: int, *, arabic: bool) -> tuple[Head, int] | None:
        if at >= len(self._tokens) or (not arabic and self._tokens[at].begins):
            return None
        phrase = heads().at(self._tokens, at)
        if phrase is None:
            return None
        kinds = ("force", "role", "blow", "thing", "belonging")
        fitting = sorted((h for h in phrase.values if h.arabic == arabic), key=lambda h: kinds.index(h.kind))
        return (fitting[0], phrase.last) if fitting else None

    def _headed(self, at: int) -> _Mention | None:
        """Arabic: a noun, then a nationality or a country; in both languages a noun that says what somebody is."""
        phrase = heads().at(self._tokens, at)
        if phrase is None:
            return None
        arabic = self._tokens[at].arabic
        skipped, particles = _particles(phrase)
        owner = self._owner(phrase.last) if arabic else None
        head = self._head_at(at, arabic=True) if owner else None
        if owner and head and not self._is_where(head[0], owner):
            found = self._with_head(at, owner.last, owner.values, head[0])
            return replace(found, skipped=skipped, particles=particles)
        roles = [h for h in phrase.values if h.kind == "role" and stands_alone(h.id)]
        word = self._tokens[at].word[phrase.skipped :]
        if not roles or (arabic and phrase.last - at == 1 and len(word) < _SHORTEST_LONE_ROLE):
            return None
        return _Mention(at, phrase.last, (role_actor(roles[0].id),), "name", skipped, particles, "a role")

    def _is_where(self, head: Head, owner: Phrase[str]) -> bool:
        """Whether a country's name after a blow is where it fell, or may be: هجوم نيوزيلندا, but صواريخ إيران."""
        named = self._lexicon.nationals.at(self._tokens, owner.first) is None
        return named and head.kind == "blow" and self._tokens[owner.first - 1].word not in _OWN_BLOWS

    def _owner(self, at: int) -> Phrase[str] | None:
        """The nationality that an Arabic noun is followed by, directly or after one more adjective."""
        for place in (at, at + 1):
            if place >= len(self._tokens) or self._tokens[place].begins or not self._tokens[place].arabic:
                return None
            for names in (self._lexicon.nationals, self._lexicon.peoples, self._lexicon.countries):
                phrase = names.at(self._tokens, place)
                direct = place == at or names is self._lexicon.nationals
                if phrase and phrase.skipped == 0 and direct:
                    return phrase
            if is_verb(self._tokens[place]) or not self._may_be_arabic_adjective(place):
                return None
        return None

    def _may_be_arabic_adjective(self, at: int) -> bool:
        word = self._tokens[at].word
        if word.startswith(_JOINED) or self._head_at(at, arabic=True):
            return False
        return len(word) > 3 and word not in arabic_words("glue")  # noqa: PLR2004

    def _with_head(self, first: int, last: int, codes: tuple[str, ...], head: Head) -> _Mention:
        if head.kind == "force":
            return _Mention(first, last, tuple(force_actor(code, head.id) for code in codes), head=head)
        if head.kind == "role":
            return _Mention(first, last, tuple(people_actor(code) for code in codes), head=head)
        return _Mention(first, last, tuple(state_actor(code) for code in codes), head.kind, head=head)

    def _people(self, at: int) -> _Mention | None:
        token = self._tokens[at]
        phrase = self._lexicon.peoples.at(self._tokens, at)
        if phrase is None or not (token.arabic or self._is_name(token)):
            return None
        actors = tuple(people_actor(code) for code in phrase.values)
        return _Mention(at, phrase.last, actors, "name", phrase.skipped, phrase.particles)

    def _state(self, at: int) -> _Mention | None:
        token = self._tokens[at]
        if not (token.arabic or not token.written[:1].islower()):
            return None
        if at and not token.begins and self._tokens[at - 1].word in english_words("where"):
            return None
        phrase = self._country(at)
        if phrase is None or (token.arabic and phrase.particles.endswith("ب")):
            return None
        actors = tuple(state_actor(code) for code in phrase.values)
        return _Mention(at, phrase.last, actors, "name", phrase.skipped, phrase.particles, doubtful=True)


def _particles(phrase: Phrase[Head]) -> tuple[int, str]:
    """Letters before the noun itself; the article is part of the quote."""
    if phrase.particles.endswith("ال"):
        return phrase.skipped - 2, phrase.particles[:-2]
    if phrase.particles.endswith("لا"):  # what is left of لل
        return phrase.skipped - 1, phrase.particles[:-1]
    return phrase.skipped, phrase.particles
