"""Dates that words write out: "2 September 2021", "Sept. 2nd", "mid-2015", "the summer of 2014", "the 1990s"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.clock import read_clock
from firstseen.claims.calendar.days import SEASONS, Point
from firstseen.claims.calendar.months import (
    SHORT_YEAR,
    full_year,
    is_year,
    read_day,
    read_month,
    read_shift,
    read_short_year,
    read_year,
    with_year,
)
from firstseen.claims.calendar.numeric import read_numeric
from firstseen.claims.calendar.words import beside

if TYPE_CHECKING:
    from firstseen.claims.calendar.text import Text

_CENTURY: Final = 100
_TEN: Final = 10
_LAST_CENTURY: Final = 2000


def read_point(text: Text, at: int, *, day_first: bool | None = None) -> tuple[Point, int] | None:
    """The written-out date that begins at a piece, and the piece after it: the first form that fits."""
    return (
        read_numeric(text, at, day_first=day_first)
        or read_day_month(text, at)
        or read_month_day(text, at)
        or _year_month_day(text, at)
        or read_part(text, at)
        or _month_year(text, at)
        or _decade(text, at)
    )


def read_day_month(text: Text, at: int) -> tuple[Point, int] | None:
    """5 May 2021, le 1er mai, 5 de mayo de 2021, الخامس من أيار 2021, 06-Dec-2024, العاشر من الشهر نفسه."""
    day = read_day(text, at)
    if not day:
        return None
    same = text.at(day[1], "same")
    if same and same[0] == "month":
        return Point(day=day[0], same=True), same[1]
    after = day[1]
    if text.is_mark(after, "/") or (text.is_mark(after, "-.") and text.is_glued(after)):
        after += 1
    behind = text.past(after, "cue of")
    month = read_month(text, behind) or read_month(text, after)
    # "the first March without snow": an ordinal in words needs its "of" in English, French and Spanish.
    if not month or (
        behind == after
        and not text.digits(day[1] - 1)
        and text.pieces[day[1] - 1].written.isascii()
        and text.at(at, "ordinal")
    ):
        return None
    point = replace(month[0], day=day[0])
    dated, end = with_year(text, point, month[1])
    if dated is point and after == day[1] + 1:
        dated, end = _dashed_year(text, point, month[1])
    return None if dated is point and is_verb(text, after, day_at=at) else (dated, end)


def _dashed_year(text: Text, point: Point, at: int) -> tuple[Point, int]:
    """The point with a year of two digits tied to its month: 07-Oct-23."""
    short = text.number(at + 1)
    if (
        short is None
        or not text.is_mark(at, "-/.")
        or not text.is_glued(at + 1)
        or text.digits(at + 1) != SHORT_YEAR
    ):
        return point, at
    return replace(point, year=full_year(short)), at + 2


def is_verb(text: Text, month: int, *, day_at: int) -> bool:
    """Whether the month is rather another word of its language: "we march 5", "they may 3"."""
    piece = text.pieces[month]
    plain_day = text.digits(day_at) > 0 and not text.at(day_at + 1, "suffix")
    return piece.text in beside("weak_months") and not piece.capital and plain_day


def read_month_day(text: Text, at: int) -> tuple[Point, int] | None:
    """May 5, 2021; Sept. 2nd; May the 5th; #Oct7."""
    month = read_month(text, at)
    if not month:
        return None
    after = text.past(month[1], "article")
    day = read_day(text, after)
    if not day or _is_hour(text, day[1]) or text.is_mark(after - 1, "()"):
        return None
    point = replace(month[0], day=day[0])
    dated, end = with_year(text, point, day[1], spaced=",")
    if dated is not point:
        return dated, end
    clock = read_clock(text, day[1])
    year = read_year(text, clock.last) if clock else None
    if year:
        return replace(point, year=year[0]), day[1]
    # "in May 12 people" names no day; nor does "في مارس 20 شخصا", where the day would stand first.
    counted = text.word(at - 1) in {"in", "en"} or (text.pieces[at].arabic and not text.is_glued(month[1]))
    return None if counted or is_verb(text, at, day_at=after) else (point, day[1])


def _is_hour(text: Text, at: int) -> bool:
    """Whether minutes follow the number before a piece: "October 7:30" names no day."""
    return text.is_mark(at, ":") and text.is_glued(at) and text.is_glued(at + 1) and text.digits(at + 1) > 0


def read_part(text: Text, at: int) -> tuple[Point, int] | None:
    """Part of a month or year: mid-March 2024, early in May 2021, أواخر آذار 2021, صيف 2014, مطلع العام الجاري."""
    part = text.at(at, "part") or text.at(at, "season")
    if not part:
        return None
    start = text.mark(part[1], "-")
    start = text.past(text.past(start, "cue of"), "cue in")
    month = None if part[0] in SEASONS else read_month(text, start)
    if month:
        return with_year(text, replace(month[0], part=str(part[0])), month[1])
    season = text.at(start, "season") if part[0] not in SEASONS else None
    # "early spring 2015": which weeks of the spring those are, nobody says.
    name, start = (str(season[0]), text.past(season[1], "cue of")) if season else (str(part[0]), start)
    point = Point(part=name)
    decade = None if season else _decade(text, text.past(start, "article"))
    if decade and name in {"early", "mid", "late"}:
        return replace(decade[0], part=name), decade[1]
    for place in dict.fromkeys((part[1], start, text.past(start, "cue year"))):
        year = read_year(text, place) or read_short_year(text, place)
        if year:
            return replace(point, year=year[0]), year[1]
        shift = read_shift(text, place)
        if shift:
            return replace(point, shift=shift[0]), shift[1]
    return None


def _month_year(text: Text, at: int) -> tuple[Point, int] | None:
    """May 2021, mai 2021, أيار من العام 2021, آذار الماضي."""
    month = read_month(text, at)
    if not month:
        return None
    dated, end = with_year(text, month[0], month[1])
    return (dated, end) if dated is not month[0] else None


def _year_month_day(text: Text, at: int) -> tuple[Point, int] | None:
    """2023 October 7, 2018 August; not the year before a new date ("2018, August 5, 2019")."""
    year = read_year(text, at)
    month = read_month(text, text.mark(year[1], ",-")) if year else None
    if not year or not month or month[0].hijri or with_year(text, month[0], month[1])[0] is not month[0]:
        return None
    point = replace(month[0], year=year[0])
    day = read_day(text, month[1])
    if not day:
        return point, month[1]
    return None if read_month(text, day[1]) else (replace(point, day=day[0]), day[1])


def _decade(text: Text, at: int) -> tuple[Point, int] | None:
    """The 1990s, '90s, the 90's, les années 1990, los años 90, التسعينيات."""
    named = text.at(at, "decade")
    if named:
        return Point(year=int(named[0]), span=_TEN), named[1]
    start = text.mark(at, "'")
    value = text.number(start)
    if value is None or value % _TEN:
        return None
    end = text.mark(start + 1, "'")
    english = text.is_glued(end) and text.word(end) == "s"
    latin = text.word(at - 1) in {"annees", "anos"}
    short = _TEN < value < _CENTURY and (start > at or latin or text.word(at - 1) == "the")
    if not (english or latin) or not (is_year(value) or short):
        return None
    year = 1900 + value if short else value
    # "the 1900s" are a century, "the 2000s" a decade.
    span = _CENTURY if year % _CENTURY == 0 and year < _LAST_CENTURY else _TEN
    return Point(year=year, span=span), end + 1 if english else start + 1
