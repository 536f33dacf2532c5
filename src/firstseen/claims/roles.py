"""What part a named actor plays in a sentence: who does it, to whom, of whose make; told by words near by."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

from firstseen.claims.tokens import bare_forms_of, forms_of
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstseen.claims.tokens import Token
    from firstseen.model.claim import WhoRole

Sort = Literal["name", "blow", "thing"]
"""What the mention is: a name or a head noun that acts, a blow of somebody's, or a thing of somebody's."""

_NEAR: Final = 5
"""Words before a mention in which an attack or a threat can stand of which it is the target."""

_LIGHT: Final = frozenset(
    "the a an its their his her this that these those some several many two three four old young new former little "
    "group of".split()
)
_HELPERS: Final = frozenset(
    "has have had is are was were be been being will would can could may might to now just recently reportedly "
    "who which that then also still not allegedly again today currently were".split()
)
_BE: Final = frozenset("was were is are been being be gets get got".split())
_AFTER_PASSIVE: Final = frozenset(
    "by in at over near on after during while before from with as yesterday today".split()
)


@dataclass(frozen=True, slots=True)
class _English:
    strike: frozenset[str]
    verbs: frozenset[str]
    passive: frozenset[str]
    shows: frozenset[str]
    hostile: frozenset[str]


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


def role_of(
    tokens: Sequence[Token], first: int, last: int, particles: str, sort: Sort, ends: frozenset[int]
) -> WhoRole:
    """The role of the mention in tokens [first, last), "mentioned" where the words around it do not tell.

    `particles` are the Arabic letters taken off its first word; `ends` are the tokens at which other mentions end.
    """
    told = (
        _role_in_arabic(tokens, first, last, particles, ends)
        if tokens[first].arabic
        else _role_in_english(tokens, first, last, sort)
    )
    if told != "mentioned":
        return told
    if sort == "blow":
        return "agent"
    return "maker" if sort == "thing" else "mentioned"


def is_verb(token: Token) -> bool:
    """Whether an Arabic word looks like a verb of the third person."""
    arabic = _arabic()
    word = token.word
    if word in arabic.not_verbs or any(form in arabic.not_verbs for _, form in bare_forms_of(word)):
        return False
    return any(_is_arabic_verb(form, arabic) for _, form in forms_of(word))


def _role_in_english(tokens: Sequence[Token], first: int, last: int, sort: Sort) -> WhoRole:
    words = _english()
    before = _before(tokens, first)
    after = _after(tokens, last)
    if before[:1] == ["by"]:
        return "agent"
    if _is_passive(after, words):
        return "target"
    if before and _is_struck(before, words):
        return "target"
    verb = next((word for word in after if word not in _HELPERS), "")
    if verb in words.verbs or (verb.endswith("ing") and len(verb) > len("being")):
        return "agent"
    if before and sort == "name" and (before[0] in words.shows or " ".join(before[1::-1]) in words.shows):
        return "agent"
    return "mentioned"


def _before(tokens: Sequence[Token], first: int) -> list[str]:
    """Words before, nearest first, up to the sentence's beginning; articles right before it left out."""
    words = []
    at = first
    while at > 0 and not tokens[at].begins and len(words) < _NEAR:
        at -= 1
        if words or tokens[at].word not in _LIGHT or tokens[at].word == "of":
            words.append(tokens[at].word)
    return words


def _after(tokens: Sequence[Token], last: int) -> list[str]:
    words = []
    for token in tokens[last : last + _NEAR]:
        if token.begins:
            break
        words.append(token.word)
    return words


def _is_passive(after: list[str], words: _English) -> bool:
    for at, word in enumerate(after[:3]):
        if word in words.passive:
            rest = after[at + 1 : at + 3]
            rest = rest[1:] if rest[:1] in (["down"], ["up"], ["dead"]) else rest
            helped = at > 0 and after[at - 1] in _BE
            return (
                helped or rest[:1] == ["by"] or (word == "shot" and (not rest or rest[0] in _AFTER_PASSIVE))
            )
        if word not in _HELPERS:
            return False
    return False


def _is_struck(before: list[str], words: _English) -> bool:
    nearest = before[0]
    if nearest in {"against", "targeting", "towards", "toward"}:
        return True
    if nearest in {"on", "at", "to", "for", "upon"}:
        return any(word in words.hostile or word in words.strike for word in before[1:])
    if nearest == "down":
        return before[1:2] in (["shot"], ["shoot"], ["shoots"], ["shooting"])
    return (
        nearest in words.strike
        and nearest not in {"attack", "strike", "hit"}
        or (nearest in words.strike and len(before) > 1 and before[1] not in {"the", "a", "an", "of"})
    )


def _role_in_arabic(
    tokens: Sequence[Token], first: int, last: int, particles: str, ends: frozenset[int]
) -> WhoRole:
    words = _arabic()
    before = _words_before(tokens, first)
    told = _told_by_preposition(before, particles, words)
    if told != "mentioned":
        return told
    told = (
        _told_by_verb_before(tokens, first, last, ends, words)
        if before and particles in {"", "و"}
        else "mentioned"
    )
    if told != "mentioned":
        return told
    if last < len(tokens) and not tokens[last].begins and is_verb(tokens[last]):
        return "agent"
    if before and (before[0] in words.shows) and particles in {"", "ل"}:
        return "agent"
    return "mentioned"


def _words_before(tokens: Sequence[Token], first: int) -> list[str]:
    """Words before, nearest first, up to the sentence's beginning."""
    words = []
    at = first
    while at > 0 and not tokens[at].begins and len(words) < _NEAR:
        at -= 1
        words.append(tokens[at].word)
    return words


def _told_by_preposition(before: list[str], particles: str, words: _Arabic) -> WhoRole:
    if not before:
        return "mentioned"
    if before[0] in words.by or " ".join(before[1::-1]) in words.by:
        return "agent"
    if before[0] in words.against:
        return "target"
    if (particles.endswith("ل") or before[0] in {"علي", "الي"}) and any(
        _is_hostile(word, words) for word in before
    ):
        return "target"
    return "mentioned"


def _is_hostile(word: str, words: _Arabic) -> bool:
    forms = {form for _, form in bare_forms_of(word)}
    hostile = words.target_nouns | words.strike
    return (
        bool(forms & hostile)
        or bool(forms & _HOSTILE_NOUNS)
        or any(form in words.with_object for form in forms)
    )


_HOSTILE_NOUNS: Final = frozenset(
    fold(word)
    for word in "قصف هجوم هجمات تهديد تهديدات رد غارات غارة صواريخ صاروخ عدوان حرب رسالة ضربات ضربة هجوما قصفا "
    "اعتداء اعتداءات توجه النار مسيرات أطلق أطلقت يطلق تطلق إطلاق شن تشن يشن شنت".split()
)


def _told_by_verb_before(
    tokens: Sequence[Token], first: int, last: int, ends: frozenset[int], words: _Arabic
) -> WhoRole:
    verb = tokens[first - 1]
    forms = [form for _, form in bare_forms_of(verb.word)]
    if any(form in words.with_object for form in forms):
        return "agent"
    if is_verb(verb):
        subject_first = first - 1 in ends and not verb.begins
        if not subject_first:
            return "agent"
        return "target" if any(form in words.strike for form in forms) else "mentioned"
    if first in ends and _verb_of_subject(tokens, first, words):
        return "target"
    if any(form in words.target_nouns or form in words.agent_nouns for form in forms):
        return _told_by_noun(tokens, last, forms, words)
    return "mentioned"


def _verb_of_subject(tokens: Sequence[Token], first: int, words: _Arabic) -> bool:
    """Whether the mention that ends here is the subject of a verb of striking before it (verb, subject, object)."""
    for at in range(first - 1, max(-1, first - _NEAR - 1), -1):
        if any(form in words.strike for _, form in forms_of(tokens[at].word)) and is_verb(tokens[at]):
            return True
        if tokens[at].begins:
            return False
    return False


def _told_by_noun(tokens: Sequence[Token], last: int, forms: list[str], words: _Arabic) -> WhoRole:
    after = tokens[last] if last < len(tokens) and not tokens[last].begins else None
    aimed = after is not None and (after.word in {"علي", "ضد", "في"} or after.word[:1] == "ل")
    if any(form in words.target_nouns for form in forms):
        return "agent" if aimed and after is not None and after.word != "في" else "target"
    return "agent"


def _is_arabic_verb(form: str, words: _Arabic) -> bool:
    return form in words.verbs or (form[0] == "ي" and len(form) > 3 and not form.startswith("يه"))  # noqa: PLR2004


@cache
def _english() -> _English:
    facts = _facts()["english"]
    strike = frozenset(form for verb in facts["strike"] for form in _inflected(verb))
    act = frozenset(form for verb in facts["act"] for form in _inflected(verb))
    irregular = frozenset(facts["irregular"])
    struck = {
        "shot",
        "struck",
        "hit",
        "beaten",
        "fought",
        "beat",
        "sank",
        "sunk",
        "seized",
        "stabbed",
        "rammed",
        "downed",
    }
    return _English(
        strike=strike | struck,
        verbs=strike | act | irregular,
        passive=frozenset(facts["passive"]),
        shows=frozenset(facts["shows"]),
        hostile=frozenset(facts["hostile"]),
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
    facts = _facts()["arabic"]
    strike = [pair.split(":") for pair in facts["strike"]]
    act = [pair.split(":") for pair in facts["act"]]
    folded = {
        key: frozenset(fold(word) for word in facts[key]) for key in facts if key not in {"strike", "act"}
    }
    strike_forms = frozenset(form for past, present in strike for form in _conjugated(past, present))
    return _Arabic(
        strike=strike_forms,
        verbs=strike_forms | frozenset(form for past, present in act for form in _conjugated(past, present)),
        with_object=frozenset(form for past, present in strike for form in _with_object(past, present)),
        agent_nouns=folded["agent_nouns"],
        target_nouns=folded["target_nouns"],
        by=folded["by"],
        against=folded["against"],
        shows=folded["shows"],
        not_verbs=folded["not_verbs"],
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


@cache
def _facts() -> dict[str, dict[str, list[str]]]:
    text = files(__package__).joinpath("data/verbs.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
