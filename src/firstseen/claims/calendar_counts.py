"""Counted times: "two days", "بضعة أشهر", "يومين", and how long ago they say something was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar_words import beside

if TYPE_CHECKING:
    from firstseen.claims.calendar_forms import Forms

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


def counted(forms: Forms, at: int, *, bare: bool) -> Counted | None:
    """The count of a unit at a piece; with `bare` a unit without a number counts: قبل عام, قبل أيام."""
    dual = forms.at(at, "dual")
    if dual:
        return Counted(str(dual[0]), 2, 2, loose=True, last=dual[1])
    few = forms.at(at, "few")
    if few and (unit := forms.at(few[1], "unit")):
        return Counted(str(unit[0]), *FEW, loose=True, last=unit[1])
    number, start = _number(forms, at)
    unit = forms.at(start, "unit")
    if not unit or (number is None and not bare):
        return None
    if number is not None:
        return Counted(str(unit[0]), number, number, loose=False, last=unit[1])
    plural = forms.at(at, "plural") is not None
    least, most = FEW if plural else (1, 1)
    return Counted(str(unit[0]), least, most, loose=plural, last=unit[1])


def _number(forms: Forms, at: int) -> tuple[int | None, int]:
    value = forms.number(at)
    if value is not None:
        return value, at + 1
    found = forms.at(at, "number")
    return (int(found[0]), found[1]) if found else (None, at)


def counted_ago(forms: Forms, at: int) -> Counted | None:
    """How long ago the words at a piece put something: "two days ago", "قبل يومين", "il y a un an"."""
    before = forms.at(at, "ago_before")
    if before:
        count = counted(forms, before[1], bare=True)
        if not count or count.most > _MOST or _is_between(forms, at, count):
            return None
        return count if count.loose or forms.pieces[at].text != "من" else None
    count = counted(forms, at, bare=False)
    after = forms.at(count.last, "ago_after") if count else None
    if not count or not after or count.most > _MOST:
        return None
    return replace(count, last=after[1])


def _is_between(forms: Forms, at: int, count: Counted) -> bool:
    """Whether it is told from something else than the post: قبل ساعات من المباراة, "hours before the match"."""
    follows = forms.pieces[count.last].text if count.last < len(forms.pieces) else ""
    return follows == "من" or (at > 0 and forms.pieces[at - 1].text in beside("not_ago_before"))
