"""Sentences with their evidence marks, and how they are told apart again in a text that a person edited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.model.wording import Words, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firstseen.model.article import EditionLanguage

MARK: Final = re.compile(r"\[@([A-Za-z0-9][\w.-]{0,63})\]")
"""`[@ID]`: the id of a source of the article."""

_ENDS: Final = ".!?؟"
_LEADING: Final = re.compile(r"(?:\[@[^\]\s]{1,64}\]\s*)+")
_SHORT: Final = re.compile(
    r"[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Dr|Mr|Mrs|Ms|Prof|St|No|Gen|Col|Lt|Sgt|Capt|Maj|Inc|Ltd|Co|vs|approx|د|أ|م"
)
"""What stands before a stop that ends no sentence."""

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_TURNING: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ARABIC: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u0400-\u04ff]")
_OPENING: Final = {"“": "”", "«": "»", "(": ")", "\u2068": "\u2069", "[": "]"}
_QUOTED: Final = 220
"""Characters of a source's words that stand inside a sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One or more sentences in both languages, each ending in a full stop, and the ids of what they rest on."""

    words: Words
    marks: tuple[str, ...]

    def text(self, language: EditionLanguage) -> str:
        """The Markdown in one language: every sentence with its marks before its full stop."""
        said = "".join(f"[@{mark}]" for mark in dict.fromkeys(self.marks))
        parts = split_sentences(getattr(self.words, language))
        return " ".join(_marked(part, said) for part in parts)


def _marked(sentence: str, marks: str) -> str:
    if not marks:
        return sentence
    body = sentence.rstrip()
    end = body[-1] if body and body[-1] in ".!?؟:" else "."
    return f"{body.rstrip('.!?؟: ')} {marks}{end}"


def say(en: str, ar: str, *marks: str) -> Sentence:
    """A sentence in both languages that rests on sources of these ids."""
    return Sentence(Words(en, ar), tuple(mark for mark in marks if mark))


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph: a stop inside quotation marks or brackets ends none."""
    found: list[str] = []
    awaited: list[str] = []
    last = {closing: text.rfind(closing) for closing in _OPENING.values()}
    start = 0
    for place, character in enumerate(text):
        if awaited and character == awaited[-1]:
            awaited.pop()
        elif character in _OPENING and last[_OPENING[character]] > place:
            awaited.append(_OPENING[character])
        elif character in _ENDS and not awaited and _ends_here(text, place):
            found.append(text[start : place + 1].strip())
            start = place + 1
    rest = text[start:].strip()
    return _with_marks([part for part in (*found, rest) if part])


def _with_marks(parts: list[str]) -> list[str]:
    """The sentences, where marks that stand after a stop belong to what they follow."""
    found: list[str] = []
    for part in parts:
        marks = _LEADING.match(part)
        if marks and found:
            found[-1] = f"{found[-1]} {marks[0].strip()}"
            part = part[marks.end() :]  # noqa: PLW2901 - what is left of it
        if part:
            found.append(part)
    return found


def _ends_here(text: str, place: int) -> bool:
    """Whether a stop is the end of a sentence: not after an abbreviation, nor before a small letter."""
    after = text[place + 1 : place + 2]
    if after and not after.isspace() and after != "[":
        return False
    if text[place] != ".":
        return True
    following = text[place + 1 : place + 40].lstrip()[:1]
    before = text[max(0, place - 40) : place].rsplit(None, 1)[-1:] or [""]
    return not (following.islower() or _SHORT.fullmatch(before[0].lstrip("“«(")))


def plain_text(text: str) -> str:
    """Foreign text that Markdown and direction marks cannot change: one line, special characters escaped."""
    line = " ".join("".join(c if c.isprintable() else " " for c in _TURNING.sub("", text)).split())
    # Entities are read by Markdown as well, and a line must not begin a list or a heading.
    escaped = _SPECIAL.sub(r"\\\1", line).replace("&", "&amp;")
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=!])", r"\\\1", escaped))


def foreign(text: str, language: EditionLanguage) -> str:
    """A name as its source writes it, isolated where it runs against the direction of the edition."""
    safe = plain_text(text)
    against = _ARABIC if language == "en" else _LATIN
    return f"\u2068{safe}\u2069" if against.search(safe) else safe


def named(text: str) -> Words:
    """A name as its source writes it, for both editions."""
    return Words(foreign(text, "en"), foreign(text, "ar"))


def quoted(text: str) -> Words:
    """Words of a source in the quotation marks of each language, cut where they are long."""
    short = shortened(text, _QUOTED).strip('“”"«» ').rstrip(".")
    return Words(f"“{foreign(short, 'en')}”", f"«{foreign(short, 'ar')}»")


def block_quote(text: str) -> str:
    """A caption as a quotation of its own, line by line, nothing in it read as Markdown."""
    lines = [plain_text(line) for line in text.splitlines()]
    kept = [line for line in lines if line] or [""]
    return "\n>\n".join(f"> {line}" for line in kept)


def paragraph(sentences: Iterable[Sentence], language: EditionLanguage) -> str:
    """Sentences as one paragraph."""
    return " ".join(sentence.text(language) for sentence in sentences)


def paragraphs(groups: Iterable[Iterable[Sentence]], language: EditionLanguage) -> Iterator[str]:
    """Each group of sentences as a paragraph; empty groups make none."""
    for group in groups:
        text = paragraph(group, language)
        if text:
            yield text
