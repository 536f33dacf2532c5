"""Counted times: "two days", "بضعة أشهر", "يومين", and how long ago they say something was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.words import is_beside

if TYPE_CHECKING:
    from firstseen.claims.calendar.text import Text

FEW: Final = (2, 10)
"""What "a few" and a bare plural (قبل أيام) can count."""

_SINCE: Final = frozenset({"منذ", "ومنذ"})
_SHORTLY: Final = 4
"""Words before منذ in which its sense is looked for."""

_MOST: Final = 200
"""No footage is more of anything old: two centuries, and two hundred hours."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many units at least and at most; `loose` when a word like "few" or a dual says it; the piece after it."""

    unit: str
    least: int
    most: int
    loose: bool
    last: int


def counted(text: Text, at: int, *, bare: bool) -> Counted | None:
    """The count of a unit at a piece; with `bare` a unit without a number counts: قبل عام, قبل أيام."""
    worded = _worded(text, at)
    if worded:
        return worded
    number, start = _number(text, at)
    unit = text.at(start, "unit")
    if not unit or (number is None and not bare):
        return None
    if number is not None:
        return Counted(str(unit[0]), number, number, loose=False, last=unit[1])
    if text.digits(unit[1]) or any(
        text.at(unit[1], kind) for kind in ("weekday", "month", "hijri", "ordinal")
    ):
        return None  # "منذ عام 2003" is since that year, "منذ يوم الجمعة" since that day.
    least, most = FEW if text.at(at, "plural") else (1, 1)
    return Counted(str(unit[0]), least, most, loose=False, last=unit[1])


def _worded(text: Text, at: int) -> Counted | None:
    """A count in one word or with a word like "few": يومين, un an, بضعة أشهر."""
    few = text.at(at, "few")
    if few and (unit := text.at(few[1], "unit")):
        return Counted(str(unit[0]), *FEW, loose=True, last=unit[1])
    for kind, count in (("single", 1), ("dual", 2)):
        if found := text.at(at, kind):
            return Counted(str(found[0]), count, count, loose=count > 1, last=found[1])
    return None


def _number(text: Text, at: int) -> tuple[int | None, int]:
    value = text.number(at)
    if value is not None:
        return value, at + 1
    found = text.at(at, "number")
    return (int(found[0]), found[1]) if found else (None, at)


def counted_behind(text: Text, at: int) -> Counted | None:
    """A count whose number stands behind its unit: الأشهر الثلاثة, الأيام العشرة."""
    units = text.at(at, "units")
    number, last = _number(text, units[1]) if units else (None, at)
    if not units or number is None:
        return None
    return Counted(str(units[0]), number, number, loose=False, last=last)


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
    """Whether it is told from something else (قبل ساعات من المباراة) or is a length of time (لأول مرة منذ 40 عاما)."""
    lasts = text.word(at) in _SINCE and any(
        is_beside(text.word(i), "since_before") for i in range(max(0, at - _SHORTLY), at)
    )
    return lasts or text.word(count.last) == "من" or is_beside(text.word(at - 1), "not_ago_before")
