"""Places and actors told apart where both readers claim the same words, and those of whom a text says "not"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.model.claim import Quote, Where, Who

_NOT: Final = frozenset(
    "not isn wasn aren weren neither nor pas ليس ليست ليسوا وليس وليست".split()  # noqa: SIM905 - a list of words
)
_GLUE: Final = frozenset(
    "t a an the of from in by on for to any at show de en من في عن اي".split()  # noqa: SIM905 - a list of words
)
"""Words that may stand between "not" and whom it denies."""

_GLUE_AT_MOST: Final = 4
_GAP_AT_MOST: Final = 3
_LOOKED_BACK: Final = 60
"""Characters before a name that are looked at for a "not"."""


def told_apart(
    text: str, wheres: Sequence[Where], whos: Sequence[Who]
) -> tuple[tuple[Where, ...], tuple[Who, ...]]:
    """The places and the actors of a text, without what only one of the two readers can be right about.

    A place inside somebody's name belongs to the name ("a UAE official"); a country's name that the words mark as a
    place is no actor ("the quake that hit Turkey"). Whom or what a "not" stands before is denied.
    """
    actors = [
        who
        for who in whos
        if not any(_same(who.quote, where.quote) and where.role != "mentioned" for where in wheres)
    ]
    places = [
        replace(where, role="of") if where.role != "at" and _in_a_name(where.quote, actors) else where
        for where in wheres
    ]
    return (
        tuple(replace(where, role="denied") if is_denied(text, where.quote) else where for where in places),
        tuple(replace(who, role="denied") if is_denied(text, who.quote) else who for who in actors),
    )


def covers(outer: Quote | None, inner: Quote | None) -> bool:
    """Whether the words of the one hold those of the other; False where either has none."""
    return outer is not None and inner is not None and outer.start <= inner.start and inner.end <= outer.end


def beside(text: str, one: Quote, other: Quote) -> bool:
    """Whether nothing but space stands between the two: "American strike", «القصف الأميركي»."""
    first, last = sorted((one, other), key=lambda quote: quote.start)
    return first.end <= last.start <= first.end + _GAP_AT_MOST and not text[first.end : last.start].strip()


def is_denied(text: str, quote: Quote | None) -> bool:
    """Whether a "not" stands before the quoted words: "not from Gaza", «وليس الجيش السوري»."""
    if quote is None:
        return False
    before = fold(re.split(r"[.;!?؟\n]", text[max(0, quote.start - _LOOKED_BACK) : quote.start])[-1]).split()
    for word in reversed(before[-_GLUE_AT_MOST:]):
        if word in _NOT:
            return True
        if word not in _GLUE:
            return False
    return False


def _same(one: Quote | None, other: Quote | None) -> bool:
    return covers(one, other) and covers(other, one)


def _in_a_name(quote: Quote | None, whos: Sequence[Who]) -> bool:
    return any(covers(who.quote, quote) and not _same(who.quote, quote) for who in whos)
