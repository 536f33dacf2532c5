"""What part a named actor plays in a sentence: who does it, to whom, of whose make; told by words near by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from firstseen.claims.naming.persons import is_title
from firstseen.claims.naming.wordlists import arabic_lists, english_lists
from firstseen.claims.tokens import bare_forms_of, forms_of
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstseen.claims.tokens import Token
    from firstseen.model.claim import WhoRole

Sort = Literal["name", "blow", "thing", "belonging"]
"""What the mention is: a name or a head noun that acts, a blow of somebody's, a thing of
somebody's make, or one that belongs to somebody."""

_SHORTEST_PRESENT: Final = 4
"""Letters of the shortest Arabic word that counts as a verb only because it begins with ي."""

_NEAR: Final = 5
"""Words before a mention in which an attack or a threat can stand of which it is the target."""


_DONE_TO: Final = frozenset(
    ("shot", "killed", "arrested", "captured", "detained", "executed", "kidnapped", "abducted", "injured", "wounded",
     "murdered", "assassinated", "evacuated", "rescued", "beheaded", "tortured", "humiliated")
)  # fmt: skip
"""Participles that without an object tell what was done to whoever stands before: "Fauci ARRESTED"."""

_TAKING_PART: Final = (["of"], ["between"], ["with"])


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a mention stands: see `role_of`."""

    tokens: Sequence[Token]
    first: int
    last: int
    particles: str
    ends: frozenset[int]
    strict: bool


@dataclass(frozen=True, slots=True)
class _English:
    strike: frozenset[str]
    verbs: frozenset[str]
    passive: frozenset[str]
    shows: frozenset[str]
    hostile: frozenset[str]
    light: frozenset[str]
    helpers: frozenset[str]
    be: frozenset[str]
    after_passive: frozenset[str]
    denies: frozenset[str]
    where: frozenset[str]
    joins: frozenset[str]
    suffers: frozenset[str]
    doings: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Arabic:
    strike: frozenset[str]
    verbs: frozenset[str]
    with_object: frozenset[str]
    agent_nouns: frozenset[str]
    target_nouns: frozenset[str]
    by: frozenset[str]
    against: frozenset[str]
    shows: frozenset[str]
    not_verbs: frozenset[str]
    hostile: frozenset[str]
    denies: frozenset[str]
    not_verbs_t: frozenset[str]
    holdings: frozenset[str]
    pronouns: frozenset[str]
    glue: frozenset[str]
    owned_blows: frozenset[str]
    aimed_nouns: frozenset[str]
    doings: frozenset[str]
    where: frozenset[str]


def role_of(
    tokens: Sequence[Token],
    first: int,
    last: int,
    *,
    particles: str = "",
    sort: Sort = "name",
    ends: frozenset[int] = frozenset(),
    strict: bool = False,
) -> WhoRole:
    """The role of the mention in tokens [first, last), "mentioned" where the words around it do not tell.

    `particles` are the Arabic letters taken off its first word; `ends` are the tokens at which other mentions end. With
    `strict` (a country's name, more often a place) a sentence that opens with it, or a verb right before it that may
    have another subject, tells nothing.
    """
    told = (
        _role_in_arabic(_Place(tokens, first, last, particles, ends, strict))
        if tokens[first].arabic
        else _role_in_english(tokens, first, last, sort, strict=strict)
    )
    by_sort: dict[Sort, WhoRole] = {"blow": "agent", "thing": "maker", "belonging": "of", "name": told}
    return by_sort[sort] if told in {"mentioned", "agent"} else told


def is_english_verb(word: str) -> bool:
    """Whether an English word is a verb of ours in the form that follows somebody: "saves", "killed"."""
    return word in _english().verbs and word.endswith(("s", "ed"))


def is_verb(token: Token) -> bool:
    """Whether an Arabic word looks like a verb of the third person."""
    arabic = _arabic()
    word = token.word
    if word in arabic.not_verbs or any(form in arabic.not_verbs for _, form in bare_forms_of(word)):
        return False
    return any(_is_arabic_verb(form, arabic) for _, form in forms_of(word))


def _role_in_english(tokens: Sequence[Token], first: int, last: int, sort: Sort, *, strict: bool) -> WhoRole:
    words = _english()
    before = _before(tokens, first, words.light)
    after = _after(tokens, last)
    if any(word in words.denies for word in before[:2]):
        return "denied"
    if before[:1] == ["by"] or (
        before[:1] in _TAKING_PART and before[1:2] != [] and before[1] in words.doings
    ):
        return "agent"
    if _is_passive(after, words) or (before and _is_struck(before, words)):
        return "target"
    if _acts(after, words) or (sort == "name" and not strict and _is_shown(before, words)):
        return "agent"
    if tokens[last - 1].owns:
        return "of"
    topic = sort == "name" and not strict and _is_topic(tokens[first], after, words)
    return "agent" if topic else "mentioned"


def _acts(after: list[str], words: _English) -> bool:
    verb = next((word for word in after if word not in words.helpers), "")
    return verb in words.verbs or (verb.endswith("ing") and len(verb) > len("being"))


def _is_topic(token: Token, after: list[str], words: _English) -> bool:
    """Whether a sentence opens with it and then says where or when: "Moroccan fans in Qatar" are shown."""
    return token.begins and (not after or after[0] in words.where)


def _is_shown(before: list[str], words: _English) -> bool:
    return bool(before) and (before[0] in words.shows or " ".join(before[1::-1]) in words.shows)


def _before(tokens: Sequence[Token], first: int, light: frozenset[str]) -> list[str]:
    """Words before, nearest first, up to the sentence's beginning; articles right before it left out."""
    words: list[str] = []
    at = first
    while at > 0 and not tokens[at].begins and len(words) < _NEAR:
        at -= 1
        if words or tokens[at].word not in light or tokens[at].word == "of":
            words.append(tokens[at].word)
    return words


def _after(tokens: Sequence[Token], last: int) -> list[str]:
    words: list[str] = []
    for token in tokens[last : last + _NEAR]:
        if token.pauses:
            break
        words.append(token.word)
    return words


def _is_passive(after: list[str], words: _English) -> bool:
    for at, word in enumerate(after[:3]):
        if word.endswith("ed") and word not in words.joins and after[at + 1 : at + 2] == ["by"]:
            return True
        if word in words.passive:
            rest = after[at + 1 : at + 3]
            rest = rest[1:] if rest[:1] in (["down"], ["up"], ["dead"]) else rest
            helped = at > 0 and after[at - 1] in words.be
            return (
                helped
                or rest[:1] == ["by"]
                or (word in _DONE_TO and (not rest or rest[0] in words.after_passive))
            )
        if word not in words.helpers:
            return _is_passive(after[1:], words) if at == 0 and after[2:3] == ["by"] else False
    return False


def _is_struck(before: list[str], words: _English) -> bool:
    nearest = before[0]
    if nearest in {"against", "targeting", "towards", "toward"}:
        return True
    if nearest == "of":
        return before[1:2] != [] and before[1] in words.suffers
    if nearest in {"on", "at", "to", "for", "upon"}:
        return any(word in words.hostile or word in words.strike for word in before[1:])
    if nearest == "down":
        return before[1:2] in (["shot"], ["shoot"], ["shoots"], ["shooting"])
    if nearest not in words.strike:
        return False
    noun = nearest in {"attack", "strike", "hit"} and before[1:2] in ([], ["the"], ["a"], ["an"], ["of"])
    return not noun


def _role_in_arabic(place: _Place) -> WhoRole:
    words = _arabic()
    tokens, last, particles = place.tokens, place.last, place.particles
    start = _start_of_construct(tokens, place.first, words) if not particles else place.first
    before = _words_before(tokens, start)
    if any(word in words.denies for word in before[:2]):
        return "denied"
    told = _told_by_preposition(before, particles, words)
    if start != place.first and before and not is_title(tokens[start]) and _is_blow(before[0], words):
        told = "target"  # قصف مدرسة الأونروا
    if told == "mentioned" and _is_followed_by_agent(tokens, last, words):
        told = "target"
    if told == "mentioned" and before and particles in {"", "و"}:
        told = _told_by_verb_before(replace(place, first=start), words)
    if told == "mentioned":
        told = _told_by_verb_after(tokens, last, words)
    if told != "mentioned" or place.strict:
        return told
    if before and before[0] in words.shows and particles in {"", "ل"}:
        return "agent"
    topic = tokens[start].begins and not particles
    return "agent" if topic and _says_where(tokens, last, words) else told


def _start_of_construct(tokens: Sequence[Token], first: int, words: _Arabic) -> int:
    """Where a noun before it begins that is its own: مسلحو تنظيم الدولة acts as تنظيم الدولة does."""
    if tokens[first].begins or first == 0:
        return first
    before = tokens[first - 1]
    owned = is_title(before) or any(form in words.holdings for _, form in bare_forms_of(before.word))
    return first - 1 if owned else first


def _is_followed_by_agent(tokens: Sequence[Token], last: int, words: _Arabic) -> bool:
    """Whether "by somebody" stands right after or one word on: من قبل, على يد, برصاص."""
    after = []
    for token in tokens[last : last + 3]:
        if token.pauses:
            break
        after.append(token.word)
    return any(
        word in words.by or " ".join(after[at : at + 2]) in words.by for at, word in enumerate(after[:2])
    )


def _told_by_verb_after(tokens: Sequence[Token], last: int, words: _Arabic) -> WhoRole:
    if last >= len(tokens) or tokens[last].pauses:
        return "mentioned"
    if tokens[last].word in words.with_object:
        return "target"
    return "agent" if is_verb(tokens[last]) or _begins_with_t(tokens[last].word, words) else "mentioned"


def _begins_with_t(word: str, words: _Arabic) -> bool:
    """Whether a word right after a name looks like "she does": تفرج, but no noun of the form تفعيل."""
    noun = len(word) == len("تفعيل") and word[3] == "ي"
    return word[0] == "ت" and len(word) >= _SHORTEST_PRESENT and not noun and word not in words.not_verbs_t


def _says_where(tokens: Sequence[Token], last: int, words: _Arabic) -> bool:
    return last >= len(tokens) or tokens[last].begins or tokens[last].word in words.where


def _words_before(tokens: Sequence[Token], first: int) -> list[str]:
    """Words before, nearest first, up to the sentence's beginning."""
    words: list[str] = []
    at = first
    while at > 0 and not tokens[at].begins and len(words) < _NEAR:
        at -= 1
        words.append(tokens[at].word)
    return words


def _told_by_preposition(before: list[str], particles: str, words: _Arabic) -> WhoRole:
    if not before:
        return "mentioned"
    nearest, next_word = before[0], "".join(before[1:2])
    takes_part = nearest == "بين" and any(form in words.doings for _, form in bare_forms_of(next_word or "-"))
    struck_by = nearest == "من" and _is_struck_it(next_word, words)  # استهدافها من حزب الله
    if particles.endswith("ل") and any(form in words.owned_blows for _, form in bare_forms_of(nearest)):
        return "agent"  # كمين للقسام
    if takes_part or struck_by or nearest in words.by or f"{next_word} {nearest}" in words.by:
        return "agent"
    aimed = particles.endswith("ل") or nearest in {"علي", "الي"}
    struck = aimed and any(_is_hostile(word, words) for word in before)
    return "target" if struck or nearest in words.against else "mentioned"


def _is_struck_it(word: str, words: _Arabic) -> bool:
    """Whether a noun of striking has its object as a pronoun: استهدافها."""
    stem = next((word.removesuffix(end) for end in ("ها", "هم", "ه") if word.endswith(end)), "")
    return any(form in words.target_nouns for _, form in bare_forms_of(stem)) if stem else False


def _is_hostile(word: str, words: _Arabic) -> bool:
    forms = {form for _, form in bare_forms_of(word)}
    hostile = words.target_nouns | words.strike
    return (
        bool(forms & hostile)
        or bool(forms & words.hostile)
        or any(form in words.with_object for form in forms)
    )


def _is_blow(word: str, words: _Arabic) -> bool:
    forms = {form for _, form in bare_forms_of(word)}
    return bool(forms & (words.target_nouns | words.hostile))


def _told_by_verb_before(place: _Place, words: _Arabic) -> WhoRole:
    tokens, first = place.tokens, place.first
    before = tokens[first - 1]
    forms = [form for _, form in bare_forms_of(before.word)]
    if any(form in words.with_object for form in forms):
        return "agent"
    subject_first = first - 1 in place.ends and not before.begins
    noun = any(form in words.target_nouns and form in words.verbs for form in forms) and not subject_first
    if is_verb(before) and not noun:
        struck = any(form in words.strike for form in forms)
        subject_first = subject_first or _has_subject(place, words)
        return ("target" if struck else "mentioned") if subject_first else "agent"
    if first in place.ends and _verb_of_subject(tokens, first, words):
        return "target"
    if any(form in words.target_nouns or form in words.agent_nouns for form in forms):
        return _told_by_noun(place, forms, words)
    return "mentioned"


def _has_subject(place: _Place, words: _Arabic) -> bool:
    """Whether the verb before has its subject before it: a pronoun, or, where we are strict, any noun."""
    at = place.first - 2
    if at < 0 or place.tokens[at + 1].pauses:
        return False
    subject = place.tokens[at]
    if subject.word in words.pronouns:
        return True
    return place.strict and subject.word not in words.glue and not is_verb(subject)


def _verb_of_subject(tokens: Sequence[Token], first: int, words: _Arabic) -> bool:
    """Whether the mention that ends here is the subject of a verb of striking before it (verb, subject, object)."""
    for at in range(first - 1, max(-1, first - _NEAR - 1), -1):
        if any(form in words.strike for _, form in forms_of(tokens[at].word)) and is_verb(tokens[at]):
            return True
        if tokens[at].begins:
            return False
    return False


def _told_by_noun(place: _Place, forms: list[str], words: _Arabic) -> WhoRole:
    """After a noun of acting: who acts when somebody else is its aim, else for nouns of suffering who suffers."""
    tokens, first, last = place.tokens, place.first, place.last
    after = tokens[last] if last < len(tokens) and not tokens[last].pauses else None
    aimed = after is not None and (
        after.word in {"علي", "ضد"} or after.word[:1] == "ل" or _aims(tokens, last + 1)
    )
    if not any(form in words.target_nouns for form in forms):
        return "agent" if aimed or not place.strict else "mentioned"  # هجوم نيوزيلندا happened there
    if after is None or after.word in words.by:
        return "target"
    definite = any(token.word.startswith("ال") for token in tokens[first:last])
    doing = any(form in words.aimed_nouns or (form in words.verbs and definite) for form in forms)
    return "agent" if aimed or (doing and after.word not in words.where | words.glue) else "target"


def _aims(tokens: Sequence[Token], at: int) -> bool:
    """Whether the next word but one is what an attack is aimed at: اقتحام الجيش الأخير للمسجد."""
    return at < len(tokens) and not tokens[at].pauses and tokens[at].word.startswith("لل")


def _is_arabic_verb(form: str, words: _Arabic) -> bool:
    looks = form[0] == "ي" and len(form) >= _SHORTEST_PRESENT and not form.startswith("يهود")
    return looks or form in words.verbs or form in words.with_object


_ENGLISH_LISTS: Final = (
    "passive", "shows", "hostile", "light", "helpers", "be", "after_passive", "denies", "where", "joins",
    "suffers", "doings",
)  # fmt: skip
_ARABIC_LISTS: Final = (
    "agent_nouns", "target_nouns", "by", "against", "shows", "not_verbs", "hostile", "denies", "not_verbs_t",
    "holdings", "where", "pronouns", "glue", "aimed_nouns", "doings", "owned_blows",
)  # fmt: skip


@cache
def _english() -> _English:
    facts = {key: frozenset(words) for key, words in english_lists().items()}
    strike = frozenset(form for verb in facts["strike"] for form in _inflected(verb))
    act = frozenset(form for verb in facts["act"] for form in _inflected(verb))
    struck = facts["struck"]
    return _English(
        strike=strike | struck,
        verbs=strike | act | struck | facts["irregular"],
        **{key: facts[key] for key in _ENGLISH_LISTS},
    )


def _inflected(verb: str) -> Iterator[str]:
    yield verb
    if verb.endswith("e"):
        yield from (verb + "s", verb + "d", verb[:-1] + "ing")
    elif verb.endswith(("s", "sh", "ch", "x", "o")):
        yield from (verb + "es", verb + "ed", verb + "ing")
    elif verb.endswith("y") and verb[-2] not in "aeo":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    else:
        yield from (verb + "s", verb + "ed", verb + "ing")


@cache
def _arabic() -> _Arabic:
    facts = arabic_lists()
    strike = [pair.split(":") for pair in facts["strike"]]
    act = [pair.split(":") for pair in facts["act"]]
    strike_forms = frozenset(form for past, present in strike for form in _conjugated(past, present))
    return _Arabic(
        strike=strike_forms,
        verbs=strike_forms | frozenset(form for past, present in act for form in _conjugated(past, present)),
        with_object=frozenset(
            form for past, present in (*strike, *act) for form in _with_object(past, present)
        ),
        **{key: frozenset(fold(word) for word in facts[key]) for key in _ARABIC_LISTS},
    )


def _conjugated(past: str, present: str) -> Iterator[str]:
    past, present = fold(past), fold(present)
    yield from (past, past + "ت", past + "وا")
    for start in ("ي", "ت", "سي", "ست"):
        yield from (start + present, start + present + "ون", start + present + "وا")


def _with_object(past: str, present: str) -> Iterator[str]:
    past, present = fold(past), fold(present)
    for pronoun in ("ها", "ه", "هم"):
        yield from (past + pronoun, past + "ت" + pronoun, "ي" + present + pronoun, "ت" + present + pronoun)
