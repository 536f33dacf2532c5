"""Words of a text with where they stood, and phrases found in them: what every word list of ours is looked up with."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from firstseen.model.claim import Quote
from firstseen.model.words import fold, fold_with_offsets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

log = logging.getLogger(__name__)

READ_AT_MOST: Final = 30_000
"""Characters of a text that are read; captions and fact-checks stay far below, and ten times more take a second."""

_WORDS_AT_MOST: Final = 8_000
_LONGEST_WORD: Final = 40
"""Letters of the longest word that is looked up."""

_LONGEST_INITIALS: Final = 6

_PART: Final = re.compile(r"[^\W_]+")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_PAUSES: Final = re.compile(r"[,،:()\[\]«»\"“”–—]")
_POSSESSIVE: Final = re.compile("['’]s$")
_ENDS: Final = re.compile(r"[.!?؟؛;\n\r|]")
_APOSTROPHES: Final = frozenset("'’ʼ`´")
_SHORTEST_REST: Final = 4
_SHORTEST_ALONE: Final = 4
"""Letters that must stay of a single word when a particle is taken off: كروس (a name) is not ك + روس (Russians)."""
_WHOLE: Final = frozenset(("الله", "الان", "الذي", "التي", "اللي"))
"""Words that begin with the letters of the article and not with the article."""

_SHORTEST_AFTER_AND: Final = 3
"""Letters of the shortest word that can begin with a particle."""


@dataclass(frozen=True, slots=True)
class Token:
    """One folded word; [start, end) in the text as given, `written` as it stands there.

    `begins` marks the first word of a sentence, `pauses` one after a comma or the like too, `owns` one with a
    possessive 's.
    """

    word: str
    start: int
    end: int
    written: str
    begins: bool = False
    owns: bool = False
    pauses: bool = False

    @property
    def arabic(self) -> bool:
        """Whether it is written in Arabic letters."""
        return bool(_ARABIC.match(self.word))


@dataclass(frozen=True, slots=True)
class Phrase[T]:
    """A phrase found in tokens [first, last).

    `skipped` folded letters stand before it in its first word: `particles` (و, ب, ل …).
    """

    first: int
    last: int
    skipped: int
    particles: str
    values: tuple[T, ...]


def read_tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order, at most those of its first `READ_AT_MOST` characters (which is logged).

    Underscores and the capitals inside a Latin hashtag part words, "U.S." is one word, and a possessive 's belongs to
    the word before it.
    """
    if len(text) > READ_AT_MOST:
        log.info("a text of %d characters is read up to character %d only", len(text), READ_AT_MOST)
        text = text[:READ_AT_MOST]
    return _tokens_of(text)


@lru_cache(maxsize=16)
def _tokens_of(text: str) -> tuple[Token, ...]:
    """Cached, since a caption is read once for its actors, once for its kinds of events, once for its known events."""
    text = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogates(text) else text
    folded = fold_with_offsets(text)
    parts = islice(_PART.finditer(folded.text), _WORDS_AT_MOST)
    spans = [(*folded.span(m.start(), m.end()), m[0]) for m in parts]
    return tuple(_joined(text, [part for span in spans for part in _hashtag_parts(text, span)]))


def forms_of(word: str) -> tuple[tuple[int, str], ...]:
    """The word as it stands and without the particles an Arabic word begins with: (letters taken off, rest)."""
    forms = [(0, word)]
    if not _ARABIC.match(word):
        return tuple(forms)
    if word[0] in "وف" and len(word) > _SHORTEST_AFTER_AND:
        forms.append((1, word[1:]))
    for skipped, rest in tuple(forms):
        if rest.startswith("لل") and len(rest) > _SHORTEST_REST:
            forms.append((skipped + 1, "ا" + rest[1:]))
        if rest[0] in "بكل" and len(rest) >= _SHORTEST_AFTER_AND:
            forms.append((skipped + 1, rest[1:]))
    return tuple(forms)


def bare_forms_of(word: str) -> tuple[tuple[int, str], ...]:
    """As `forms_of`, each also without the article ال."""
    forms = forms_of(word)
    bare = [
        (at + (2 if word[at] == "ا" else 1), rest[2:])  # of لل only the second letter is the article's
        for at, rest in forms
        if rest.startswith("ال") and len(rest) >= _SHORTEST_REST and rest not in _WHOLE
    ]
    return (*forms, *bare)


class Phrases[T]:
    """Phrases, each with its values, looked up at a token: the longest one wins.

    A phrase is folded words; one that ends in "*" stands for every word that begins so. With `bare`, Arabic words
    are met with and without their article; with `short`, even a word of two letters after a particle.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], *, bare: bool = False, short: bool = False) -> None:
        self._shortest = 1 if short else _SHORTEST_ALONE
        self._forms: Callable[[str], tuple[tuple[int, str], ...]] = bare_forms_of if bare else forms_of
        self._whole: dict[str, dict[tuple[str, ...], list[T]]] = {}
        self._begun: dict[str, dict[tuple[str, ...], list[T]]] = {}
        for phrase, value in entries:
            self._add(phrase.split(), value)

    def _add(self, words: list[str], value: T) -> None:
        index = self._begun if words[0].endswith("*") else self._whole
        index.setdefault(words[0].removesuffix("*"), {}).setdefault(tuple(words[1:]), []).append(value)

    def at(self, tokens: Sequence[Token], first: int) -> Phrase[T] | None:
        """The longest phrase that begins at that token; a word as it stands before one without its particles."""
        best: Phrase[T] | None = None
        word = tokens[first].word
        if len(word) > _LONGEST_WORD:
            return None
        for skipped, form in self._forms(word):
            for rests in self._rests(form):
                for rest, values in rests.items():
                    last = first + 1 + len(rest)
                    if not rest and len(form) < self._shortest and _is_one_letter(word[:skipped]):
                        continue
                    if (best is None or last > best.last) and self._follows(tokens, first + 1, rest):
                        best = Phrase(first, last, skipped, word[:skipped], tuple(values))
        return best

    def _rests(self, form: str) -> list[dict[tuple[str, ...], list[T]]]:
        found = [self._whole[form]] if form in self._whole else []
        begun = (self._begun.get(form[:size]) for size in range(len(form), 1, -1))
        return found + [rests for rests in begun if rests]

    def _follows(self, tokens: Sequence[Token], at: int, rest: tuple[str, ...]) -> bool:
        if at + len(rest) > len(tokens):
            return False
        return all(self._is(tokens[at + i], wanted) for i, wanted in enumerate(rest))

    def _is(self, token: Token, wanted: str) -> bool:
        if token.begins or len(token.word) > _LONGEST_WORD:
            return False
        forms = {token.word, *(form for _, form in self._forms(token.word))} if token.arabic else {token.word}
        if wanted.endswith("*"):
            return any(form.startswith(wanted[:-1]) for form in forms)
        return wanted in forms


def find_phrases[T](phrases: Phrases[T], tokens: Sequence[Token]) -> list[Phrase[T]]:
    """Every phrase in the text, from left to right, none inside another."""
    found = []
    at = 0
    while at < len(tokens):
        phrase = phrases.at(tokens, at)
        if phrase:
            found.append(phrase)
        at = phrase.last if phrase else at + 1
    return found


def quote_of(text: str, tokens: Sequence[Token], first: int, last: int, skipped: int = 0) -> Quote:
    """The words of tokens [first, last) as they stand in the text, without the particles before them."""
    start = tokens[first].start
    end = tokens[last - 1].end
    if skipped:
        offsets = fold_with_offsets(text[start : tokens[first].end])
        start += offsets.starts[min(skipped, len(offsets.starts) - 1)]
    return Quote(start, end, text[start:end])


def fold_phrase(phrase: str) -> str:
    """A phrase of a word list as `Phrases` wants it: folded, no possessive 's, a "*" at the end of a word kept."""
    return " ".join(folded for word in phrase.split() if (folded := _fold_word(word)))


@lru_cache(maxsize=20_000)
def _fold_word(word: str) -> str:
    return fold(_POSSESSIVE.sub("", word)) + ("*" if word.endswith("*") else "")


def _is_one_letter(particles: str) -> bool:
    """Whether what was taken off ends in a one-letter particle (ب, ك, ل), not in the article."""
    return particles[-1:] in {"ب", "ك", "ل"} and not particles.endswith(("ال", "لل"))


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _hashtag_parts(text: str, span: tuple[int, int, str]) -> list[tuple[int, int, str]]:
    start, end, word = span
    written = text[start:end]
    if text[max(0, start - 1) : start] != "#" or not written.isascii() or written.isupper():
        return [span]
    parts = [m.span() for m in re.finditer(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", written)]
    return [(start + a, start + b, word[a:b]) for a, b in parts] or [span]


def _joined(text: str, parts: list[tuple[int, int, str]]) -> list[Token]:
    tokens: list[Token] = []
    for start, end, word in parts:
        last = tokens[-1] if tokens else None
        gap = text[last.end : start] if last else ""
        if last and word == "s" and len(gap) == 1 and gap in _APOSTROPHES:
            tokens[-1] = Token(
                last.word, last.start, last.end, last.written, last.begins, owns=True, pauses=last.pauses
            )
        elif (
            last and gap == "." and end - start == 1 and _is_initials(last.written) and text[start].isupper()
        ):
            written = text[last.start : end]
            tokens[-1] = Token(last.word + word, last.start, end, written, last.begins, pauses=last.pauses)
        else:
            begins = last is None or _ends_sentence(gap, last.written, text[start])
            pauses = begins or bool(_PAUSES.search(gap))
            tokens.append(Token(word, start, end, text[start:end], begins, pauses=pauses))
    return tokens


def _is_initials(written: str) -> bool:
    return len(written) <= 2 * _LONGEST_INITIALS and all(
        len(part) == 1 and part.isupper() for part in written.split(".")
    )


def _ends_sentence(gap: str, before: str, after: str) -> bool:
    abbreviated = gap == ". " and (
        _is_initials(before) or before in {"Dr", "Mr", "Mrs"} or after.islower() or after.isdigit()
    )
    return bool(_ENDS.search(gap)) and not abbreviated
