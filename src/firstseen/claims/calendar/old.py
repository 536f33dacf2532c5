"""Words that say footage is old: "archive footage", "فيديو قديم", "ten years ago", "anniversary of"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.counts import counted, counted_ago
from firstseen.claims.calendar.text import Text
from firstseen.claims.calendar.words import beside, is_beside, read_pieces
from firstseen.model.claim import Quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.claims.calendar.words import Piece

_NEAR: Final = 4
"""How far from "old" the footage may stand, in words and marks: "an old, viral TikTok video"."""

_DENIED_WITHIN: Final = 4
"""How many words before it a "not" still denies it: "this is not an old video"."""

_OPENING: Final = 8
"""Pieces at the beginning of a text among which it may say what it remembers, behind marks and tags."""


def says_old(text: str, language: str = "") -> Quote | None:  # noqa: ARG001 - all languages are read at once
    """The first words by which a text says that its footage is old; None when it says no such thing, or denies it."""
    pieces = read_pieces(text)
    read = Text(pieces)
    for at in filter(read.knows, range(len(pieces))):
        span = _archive(read, at) or _aged(read, at) or _years_ago(read, at)
        if span and not _is_denied(read, span[0]):
            return _quote(text, pieces, span)
    return None


def remembers(text: str) -> Quote | None:
    """The words by which a text opens with what it remembers; None when it does not.

    As in "Anniversary of …", "ذكرى …", "two years since …". Further on something new may be told of that happened on
    the day: "thousands march on the anniversary".
    """
    pieces = read_pieces(text)
    read = Text(pieces)
    for at in range(min(_OPENING, len(pieces))):
        if is_beside(read.word(at), "anniversary"):
            return _quote(text, pieces, (at, at + 1))
        count = counted(read, at, bare=False)
        if count and count.unit in {"year", "decade"} and read.word(count.last) == "since":
            return _quote(text, pieces, (at, count.last + 1))
        tagged = read.is_mark(at - 1, "#")
        if read.is_word(at) and not tagged and not is_beside(read.word(at), "before_anniversary"):
            return None
    return None


def _quote(text: str, pieces: Sequence[Piece], span: tuple[int, int]) -> Quote:
    start, end = pieces[span[0]].start, pieces[span[1] - 1].end
    return Quote(start, end, text[start:end])


def _archive(text: Text, at: int) -> tuple[int, int] | None:
    found = text.at(at, "old")
    if not found or (
        found[1] == at + 1 and text.pieces[at].text in {"flashback", "tbt"} and not _is_head(text, at)
    ):
        return None
    if text.pieces[at].text in {"years", "year"} and not _follows_number(text, at, found[1]):
        return None
    return at, found[1]


def _is_head(text: Text, at: int) -> bool:
    return text.is_mark(at - 1, "#") or text.pieces[at].line or text.is_mark(at + 1, ":")


def _follows_number(text: Text, at: int, end: int) -> bool:
    """As in "the video is 3 years old", not the age of a person: footage is named close by."""
    return any(text.at(i, "footage") for i in range(max(0, at - _NEAR - 2), at)) or _footage_in(text, end, 1)


def _aged(text: Text, at: int) -> tuple[int, int] | None:
    """The word "old" before the footage in English, behind it in Arabic, on either side in French and Spanish."""
    aged = text.at(at, "aged")
    if aged and not text.pieces[at].arabic:
        return _old_thing(text, at, aged[1])
    footage = text.at(at, "footage")
    if not footage:
        return None
    near = _NEAR if text.pieces[at].arabic else 1
    for i in range(footage[1], min(footage[1] + near, len(text.pieces))):
        behind = text.at(i, "aged")
        if behind and text.word(i) not in beside("aged_english"):
            return at, behind[1]
        if text.pieces[i].kind == "mark":
            return None
    return None


def _old_thing(text: Text, at: int, end: int) -> tuple[int, int] | None:
    """As in "an old, viral clip", "a year-old video", and behind it: "the clip is old"."""
    # "a 16-year-old film extra": what follows years at once is what is old.
    near = 1 if text.word(at - 2) in {"year", "years"} and text.is_mark(at - 1, "-") else _NEAR
    thing = next((i for i in range(end, min(end + near, len(text.pieces))) if text.at(i, "footage")), None)
    if thing is not None and not _is_stop(text.pieces[end:thing]):
        return at, thing + 1
    return _is_old(text, at, end)


def _is_old(text: Text, at: int, end: int) -> tuple[int, int] | None:
    """As in "the video is old"."""
    if (
        at
        and text.pieces[at - 1].text in {"is", "are", "was", "very", "actually"}
        and any(text.at(i, "footage") for i in range(max(0, at - _NEAR - 1), at))
    ):
        return at, end
    return None


def _is_stop(between: Sequence[Piece]) -> bool:
    marked = any(piece.kind == "mark" and piece.text not in ",-\"'" for piece in between)
    return marked or any(piece.text in beside("not_old_between") for piece in between)


def _footage_in(text: Text, start: int, size: int) -> bool:
    return any(text.at(i, "footage") for i in range(start, min(start + size, len(text.pieces))))


def _years_ago(text: Text, at: int) -> tuple[int, int] | None:
    """Years ago, however many: "ten years ago", "قبل عشر سنوات", "hace años"."""
    count = counted_ago(text, at)
    return (at, count.last) if count and count.unit in {"year", "decade"} else None


def _is_denied(text: Text, at: int) -> bool:
    return any(
        text.at(i, "denial") and not _says_new(text, i) for i in range(max(0, at - _DENIED_WITHIN), at)
    )


def _says_new(text: Text, at: int) -> bool:
    """Whether it is "not new", itself a way to say old."""
    return text.at(at, "old") is not None
