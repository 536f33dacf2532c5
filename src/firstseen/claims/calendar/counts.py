"""Counted times: "two days", "بضعة أشهر", "يومين", and how long ago they say something was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.words import beside

if TYPE_CHECKING:
    from firstseen.claims.calendar.text import Text

FEW: Final = (2, 10)
"""What "a few" and a bare plural (قبل أيام) can count."""

_MOST: Final = 200
"""No footage is more of anything old: two centuries, and two hundred hours."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many units at least and at most; `loose` when no number says it; the piece after the words."""

    unit: str
    least: int
    most: int
    loose: bool
    last: int


def counted(text: Text, at: int, *, bare: bool) -> Counted | None:
    """The count of a unit at a piece; with `bare` a unit without a number counts: قبل عام, قبل أيام."""
    dual = text.at(at, "dual")
    if dual:
        return Counted(str(dual[0]), 2, 2, loose=True, last=dual[1])
    few = text.at(at, "few")
    if few and (unit := text.at(few[1], "unit")):
        return Counted(str(unit[0]), *FEW, loose=True, last=unit[1])
    number, start = _number(text, at)
    unit = text.at(start, "unit")
    if not unit or (number is None and not bare):
        return None
    if number is not None:
        return Counted(str(unit[0]), number, number, loose=False, last=unit[1])
    plural = text.at(at, "plural") is not None
    least, most = FEW if plural else (1, 1)
    return Counted(str(unit[0]), least, most, loose=plural, last=unit[1])


def _number(text: Text, at: int) -> tuple[int | None, int]:
    value = text.number(at)
    if value is not None:
        return value, at + 1
    found = text.at(at, "number")
    return (int(found[0]), found[1]) if found else (None, at)


def counted_ago(text: Text, at: int) -> Counted | None:
    """How long ago the words at a piece put something: "two days ago", "قبل يومين", "il y a un an"."""
    before = text.at(at, "ago_before")
    if before:
        count = counted(text, before[1], bare=True)
        if not count or count.most > _MOST or _is_between(text, at, count):
            return None
        return count if count.loose or before[1] > at + 1 or text.word(at) != "من" else None
    count = counted(text, at, bare=False)
    after = text.at(count.last, "ago_after") if count else None
    if not count or not after or count.most > _MOST:
        return None
    return replace(count, last=after[1])


def _is_between(text: Text, at: int, count: Counted) -> bool:
    """Whether it is told from something else than the post: قبل ساعات من المباراة, "hours before the match"."""
    return text.word(count.last) == "من" or text.word(at - 1) in beside("not_ago_before")
