"""Words that say footage is old: "archive footage", "فيديو قديم", "ten years ago"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar_counts import counted_ago
from firstseen.claims.calendar_forms import Forms
from firstseen.claims.calendar_words import read_pieces
from firstseen.model.claim import Quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.claims.calendar_words import Piece

_NEAR: Final = 3
"""How many words may stand between "old" and the footage: "an old, viral TikTok video"."""

_DENIED_WITHIN: Final = 4
"""How many words before it a "not" still denies it: "this is not an old video"."""


def says_old(text: str, language: str = "") -> Quote | None:  # noqa: ARG001 - all languages are read at once
    """The first words by which a text says that its footage is old; None when it says no such thing, or denies it."""
    pieces = read_pieces(text)
    forms = Forms(pieces, day_first=None)
    for at in filter(forms.knows, range(len(pieces))):
        span = _archive(forms, at) or _aged(forms, at) or _years_ago(forms, at)
        if span and not _is_denied(forms, span[0]):
            start, end = pieces[span[0]].start, pieces[span[1] - 1].end
            return Quote(start, end, text[start:end])
    return None


def _archive(forms: Forms, at: int) -> tuple[int, int] | None:
    found = forms.at(at, "old")
    if not found or (
        found[1] == at + 1 and forms.pieces[at].text in {"flashback", "tbt"} and not _is_head(forms, at)
    ):
        return None
    if forms.pieces[at].text in {"years", "year"} and not _follows_number(forms, at, found[1]):
        return None
    return at, found[1]


def _is_head(forms: Forms, at: int) -> bool:
    return forms.is_mark(at - 1, "#") or forms.pieces[at].line or forms.is_mark(at + 1, ":")


def _follows_number(forms: Forms, at: int, end: int) -> bool:
    """As in "the video is 3 years old", not the age of a person: footage is named close by."""
    return any(forms.at(i, "footage") for i in range(max(0, at - _NEAR - 2), at)) or _footage_in(
        forms, end, 1
    )


def _aged(forms: Forms, at: int) -> tuple[int, int] | None:
    """The word "old" before the footage in English, behind it in Arabic, on either side in French and Spanish."""
    aged = forms.at(at, "aged")
    if aged and forms.pieces[at].written.isascii():
        end = next(
            (i for i in range(aged[1], min(aged[1] + _NEAR, len(forms.pieces))) if forms.at(i, "footage")),
            None,
        )
        return (
            (at, end + 1)
            if end is not None and not _is_stop(forms.pieces[aged[1] : end])
            else _is_old(forms, at, aged[1])
        )
    footage = forms.at(at, "footage")
    if not footage:
        return None
    for i in range(footage[1], min(footage[1] + _NEAR, len(forms.pieces))):
        behind = forms.at(i, "aged")
        if behind and forms.pieces[i].text != "old":
            return at, behind[1]
        if forms.pieces[i].kind == "mark":
            return None
    return None


def _is_old(forms: Forms, at: int, end: int) -> tuple[int, int] | None:
    """As in "the video is old"."""
    if (
        at
        and forms.pieces[at - 1].text in {"is", "are", "was", "very", "actually"}
        and any(forms.at(i, "footage") for i in range(max(0, at - _NEAR - 1), at))
    ):
        return at, end
    return None


def _is_stop(between: Sequence[Piece]) -> bool:
    return any(piece.kind == "mark" and piece.text not in ",-\"'" for piece in between)


def _footage_in(forms: Forms, start: int, size: int) -> bool:
    return any(forms.at(i, "footage") for i in range(start, min(start + size, len(forms.pieces))))


def _years_ago(forms: Forms, at: int) -> tuple[int, int] | None:
    """Years ago, however many: "ten years ago", "قبل عشر سنوات", "hace años"."""
    count = counted_ago(forms, at)
    return (at, count.last) if count and count.unit in {"year", "decade"} else None


def _is_denied(forms: Forms, at: int) -> bool:
    return any(
        forms.at(i, "denial") and not _says_new(forms, i) for i in range(max(0, at - _DENIED_WITHIN), at)
    )


def _says_new(forms: Forms, at: int) -> bool:
    """Whether it is "not new", itself a way to say old."""
    return forms.at(at, "old") is not None
