"""Words, numbers and marks of a text with their places in it, and what the words mean for a date."""

from __future__ import annotations

import logging
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Final

from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

log = logging.getLogger(__name__)

READ_AT_MOST: Final = 64_000
"""Characters of a text that are read for dates: the longest post a platform takes has 63,206 (Facebook), few articles
are longer, and a hostile text of so many is read in less than a second."""

_MOST_PIECES: Final = 20_000
"""Pieces that are read: as many words as that are longer than `READ_AT_MOST`; marks without end are not."""

_LONGEST_WORD: Final = 40
_LONGEST_NUMBER: Final = 8
_PIECES: Final = re.compile(
    r"""(?P<skip> https?://\S+ | www\.\S+ | pic\.twitter\.com/\S+ | t\.co/\S+ | @\w+ )
      | (?P<number> \d+ )
      | (?P<word> (?: [^\W\d_] | [\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed] )+ )
      | (?P<space> [\s_\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]+ )
      | (?P<mark> . )""",
    re.VERBOSE | re.DOTALL,
)
_SAME_MARK: Final = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("'’ʼ`´‘", "'"),
    "،": ",",
    "⁄": "/",
    "∕": "/",
}
_AUGUST: Final = re.compile("[آ]|ا\u0653")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word (folded), a number (ASCII digits), a mark, or something to skip; [start, end) in the text as given.

    `glued` says that nothing stands between it and the piece before, `line` that a new line begins with it.
    """

    kind: str
    text: str
    start: int
    end: int
    glued: bool
    line: bool
    written: str

    @property
    def arabic(self) -> bool:
        """Whether it is written in Arabic letters."""
        return "\u0600" <= self.text[:1] <= "\u06ff"

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.written[:1].isupper()


def read_pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a text in order, of its first `READ_AT_MOST` characters (a longer text is logged)."""
    if len(text) > READ_AT_MOST:
        log.info("a text of %d characters is read for dates up to character %d only", len(text), READ_AT_MOST)
        text = text[:READ_AT_MOST]
    return tuple(islice(_pieces(text), _MOST_PIECES))


def _pieces(text: str) -> Iterator[Piece]:
    glued, line = False, True
    for match in _PIECES.finditer(text):
        kind = str(match.lastgroup)
        if kind == "space":
            glued, line = False, line or "\n" in match[0]
            continue
        yield Piece(kind, _plain(kind, match[0]), match.start(), match.end(), glued, line, match[0])
        glued, line = True, False


def _plain(kind: str, written: str) -> str:
    if kind == "word":
        return _folded(written) if len(written) <= _LONGEST_WORD else ""
    if kind == "number":
        digits = written[: _LONGEST_NUMBER + 1]
        return digits if digits.isascii() else "".join(str(unicodedata.decimal(c)) for c in digits)
    return _SAME_MARK.get(written, written)


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return fold(word).replace(" ", "")


Meaning = int | str


class Lexicon:
    """The phrases of every kind, looked up at a piece; of each kind the longest one wins."""

    def __init__(self, table: dict[str, dict[str, list[str]]]) -> None:
        self._phrases: dict[str, list[tuple[str, tuple[str, ...], Meaning]]] = {}
        for kind, meanings in table.items():
            for meaning, phrases in meanings.items():
                self._add(kind, meaning, phrases)
        for found in self._phrases.values():
            found.sort(key=lambda phrase: -len(phrase[1]))

    def _add(self, kind: str, meaning: str, phrases: list[str]) -> None:
        value: Meaning = int(meaning) if meaning.lstrip("-").isdigit() else meaning
        name = f"cue {meaning}" if kind == "cue" else kind
        for phrase in phrases:
            first, *rest = (piece.text for piece in read_pieces(phrase))
            self._phrases.setdefault(first, []).append((name, tuple(rest), value))

    def knows(self, word: str) -> bool:
        """Whether a phrase begins with that very word."""
        return word in self._phrases

    def at(self, pieces: Sequence[Piece], first: int) -> dict[str, tuple[Meaning, int]]:
        """By kind, what the longest phrase that begins at `first` means, and the piece after it."""
        found: dict[str, tuple[Meaning, int]] = {}
        for form in forms_of(pieces[first].text):
            for kind, rest, value in self._phrases.get(form, ()):
                last = first + 1 + len(rest)
                if kind not in found and (
                    not rest or tuple(p.text for p in pieces[first + 1 : last]) == rest
                ):
                    found[kind] = value, last
        return found


@lru_cache(maxsize=20_000)
def forms_of(word: str) -> tuple[str, ...]:
    """The word as it stands, and without the particles that an Arabic word begins with (و ف ب ل ك, لل for ال)."""
    if not word or not "\u0600" <= word[0] <= "\u06ff":
        return (word,)
    forms = [word]
    if word[0] in "وف":
        forms.append(word[1:])
    for form in tuple(forms):
        if form.startswith("لل"):
            forms.append("ا" + form[1:])
        if form[:1] in tuple("بلك"):
            forms.append(form[1:])
    return tuple(form for form in forms if len(form) > 1 or form == word)


@cache
def lexicon() -> Lexicon:
    """The words of time that ship with the package."""
    return Lexicon({kind: meanings for kind, meanings in _table().items() if kind != "beside"})


@cache
def beside(name: str) -> frozenset[str]:
    """The folded words of that list: those that make a word of time something else."""
    return frozenset(_folded(word) for word in _table()["beside"][name])


def is_beside(word: str, name: str) -> bool:
    """Whether the word, as it stands or without its particles, is on that list."""
    return any(form in beside(name) for form in forms_of(word))


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    path = files("firstseen.claims").joinpath("data/dates.toml")
    table: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return table


def is_august(piece: Piece) -> bool:
    """Whether this spelling of two letters is the month آب and not the father أب."""
    return bool(_AUGUST.search(piece.written))
