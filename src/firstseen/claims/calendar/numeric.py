"""Dates in digits alone: 2024-12-06, 6.12.2024, 27/12/2022, 12/2024."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.days import HIJRI_YEARS, Point
from firstseen.claims.calendar.months import LONG_YEAR, LONGEST_MONTH, SHORT_YEAR, full_year, is_year

if TYPE_CHECKING:
    from firstseen.claims.calendar.text import Text

_MONTHS: Final = 12
_HIJRI_MONTH: Final = 30
_TIED: Final = frozenset({".", "/", "-", ":"})


def read_numeric(text: Text, at: int, *, day_first: bool | None) -> tuple[Point, int] | None:
    """The date in digits at a piece, and the piece after it. `day_first` says how 3/4/2022 is read; None: not known."""
    sep = text.word(at + 1)
    if not text.digits(at) or sep not in {"-", "/", "."} or not text.digits(at + 2) or _goes_before(text, at):
        return None
    if text.word(at + 3) == sep and text.digits(at + 4):
        parts = (text.word(at), text.word(at + 2), text.word(at + 4))
        point = _three(parts, sep, day_first=day_first)
        return (point, at + 5) if point and not _goes_on(text, at + 5) else None
    return _two(text, at, sep)


def _goes_before(text: Text, at: int) -> bool:
    """Whether a number or a letter is tied on in front: 7.10.12.2020, v1.2.2015."""
    if text.is_glued(at) and text.is_word(at - 1) and not text.pieces[at - 1].arabic:
        return True
    return (
        text.is_glued(at) and text.word(at - 1) in _TIED and text.is_glued(at - 1) and text.digits(at - 2) > 0
    )


def _goes_on(text: Text, at: int) -> bool:
    """Whether a number is tied on behind: an address 10.12.20.21, a phone number 06-12-20-21."""
    return (
        text.is_glued(at)
        and text.word(at) in _TIED - {":"}
        and text.is_glued(at + 1)
        and text.digits(at + 1) > 0
    )


def _two(text: Text, at: int, sep: str) -> tuple[Point, int] | None:
    """2024-12, 2024/12, 12/2024 and 03.2015."""
    if (
        (sep == "." and text.digits(at) != SHORT_YEAR)
        or not (text.is_glued(at + 1) and text.is_glued(at + 2))
        or _goes_on(text, at + 3)
    ):
        return None
    left, right = text.word(at), text.word(at + 2)
    if len(left) == LONG_YEAR and len(right) == SHORT_YEAR:
        year, month = int(left), int(right)
    elif sep in {"/", "."} and len(right) == LONG_YEAR and len(left) <= SHORT_YEAR:
        year, month = int(right), int(left)
    else:
        return None
    return (Point(year=year, month=month), at + 3) if is_year(year) and 1 <= month <= _MONTHS else None


def _three(parts: tuple[str, str, str], sep: str, *, day_first: bool | None) -> Point | None:
    first, second, third = (int(part) for part in parts)
    sizes = [len(part) for part in parts]
    if sizes[0] == LONG_YEAR and max(sizes[1:]) <= SHORT_YEAR:
        return _ordered(first, second, third)
    if max(sizes[:2]) > SHORT_YEAR:
        return None
    if sizes[2] == LONG_YEAR:
        return _either(first, second, third, sep, day_first=day_first)
    if sizes[2] == SHORT_YEAR and (sep == "/" or sizes[:2] == [2, 2]):
        return _either(first, second, full_year(third), sep, day_first=day_first)
    return None


def _ordered(year: int, month: int, day: int) -> Point | None:
    if not 1 <= month <= _MONTHS or not 1 <= day <= LONGEST_MONTH:
        return None
    if year in HIJRI_YEARS and day <= _HIJRI_MONTH:
        return Point(year=year, month=month, day=day, hijri=True)
    return Point(year=year, month=month, day=day) if is_year(year) else None


def _either(first: int, second: int, year: int, sep: str, *, day_first: bool | None) -> Point | None:
    """Day and month in the order that a calendar allows, or else in the language's; full stops are day first."""
    day_leads, month_leads = _ordered(year, second, first), _ordered(year, first, second)
    if not day_leads or not month_leads or first == second or sep == "." or day_leads.hijri:
        return day_leads or month_leads
    if day_first is None:
        return replace(day_leads, other=(first, second))
    if day_first:
        return replace(day_leads, other=(first, second), settled=True)
    return replace(month_leads, other=(second, first), settled=True)
