"""Dates and ranges of dates: "3-5 May 2021", "from 5 to 7 March", "بين 3 و5 أيار", "May 3 to June 5, 2021"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.forms import is_verb, read_day_month, read_point
from firstseen.claims.calendar.months import read_day, read_month, with_year

if TYPE_CHECKING:
    from firstseen.claims.calendar.days import Point
    from firstseen.claims.calendar.text import Text

_AND: Final = frozenset({"and", "et", "y", "و", "&", "وال"})


@dataclass(frozen=True, slots=True)
class Read:
    """What stands at a piece: one point, or the first and last of a range; `last` is the piece after it."""

    points: tuple[Point, ...]
    last: int


def read_span(text: Text, at: int, *, day_first: bool | None = None) -> Read | None:
    """The date that begins at a piece, or the two that are the ends of a range."""
    return (
        _days_of_month(text, at)
        or _month_days(text, at)
        or _months(text, at)
        or _points(text, at, day_first=day_first)
    )


def past_link(text: Text, at: int) -> int:
    """The piece after what joins the ends of a range ("-", "to", "و", "، ولغاية يوم السبت"), or `at`."""
    dashed = text.mark(at, "-/")
    if dashed != at:
        return dashed
    comma = text.mark(at, ",")
    linked = text.past(comma, "cue to")
    if linked == comma or (comma != at and (text.word(comma) in _AND or len(text.word(comma)) == 1)):
        return at
    day = text.past(linked, "cue on")
    return text.past(day, "weekday") if text.at(day, "weekday") else linked


def _days_of_month(text: Text, at: int) -> Read | None:
    """3-5 May 2021; between 3 and 5 May; من 5 إلى 7 آذار."""
    first = read_day(text, at)
    linked = past_link(text, first[1]) if first else 0
    if not first or linked == first[1] or text.is_mark(first[1], "/"):
        return None
    last = read_day_month(text, linked)
    if not last or last[0].day is None or last[0].same or last[0].day < first[0]:
        return None
    return Read((replace(last[0], day=first[0]), last[0]), last[1])


def _month_days(text: Text, at: int) -> Read | None:
    """May 3-5, 2021; Aug. 4–5."""
    month = read_month(text, at)
    first = read_day(text, month[1]) if month else None
    linked = past_link(text, first[1]) if first else 0
    last = read_day(text, linked) if first and linked != first[1] else None
    if not (month and first and last) or last[0] <= first[0] or text.is_mark(first[1], "/"):
        return None
    if read_month(text, text.past(last[1], "cue of")):
        return None
    dated, end = with_year(text, replace(month[0], day=last[0]), last[1], spaced=",")
    if dated.year is None and is_verb(text, at, day_at=month[1]):
        return None
    return Read((replace(dated, day=first[0]), dated), end)


def _months(text: Text, at: int) -> Read | None:
    """March to May 2021, بين يناير ومارس 2020, January/February 2020."""
    first = read_month(text, at)
    if not first or first[0].hijri:
        return None
    linked = past_link(text, first[1])
    if linked == first[1]:
        linked = text.mark(linked, ",")  # شهري يوليو، وأغسطس 2013
        if not text.word(linked).startswith("و"):
            return None
    last = read_month(text, linked)
    if not last or last[0].month == first[0].month or last[0].hijri:
        return None
    dated, end = with_year(text, last[0], last[1])
    if dated.year is None:
        return None
    begins = replace(first[0], year=dated.year - ((first[0].month or 0) > (dated.month or 0)))
    return Read((begins, dated), end)


def _points(text: Text, at: int, *, day_first: bool | None) -> Read | None:
    first = read_point(text, at, day_first=day_first)
    if not first:
        return None
    linked = past_link(text, first[1])
    last = read_point(text, linked, day_first=day_first) if linked != first[1] else None
    last = last or (
        read_point(text, first[1], day_first=day_first) if text.word(first[1]).startswith("و") else None
    )
    if not last or not _is_range(text, at, first, last[0]):
        return Read((first[0],), first[1])
    begins, ends = first[0], last[0]
    if ends.same:
        ends = replace(ends, year=begins.year, month=ends.month or begins.month, same=begins.same)
    if begins.year is None and ends.year is not None and not ends.hijri:
        later = (begins.month or 0, begins.day or 0) > (ends.month or 0, ends.day or 0)
        begins = replace(begins, year=ends.year - later)
    return Read((begins, ends), last[1])


def _is_range(text: Text, at: int, first: tuple[Point, int], last: Point) -> bool:
    """Two dates joined by "and" are a range only behind "between"; by "to", a dash or a slash always."""
    begins, link = first
    if (begins.day is None) != (last.day is None) or begins.hijri != last.hijri or last.span:
        return False
    joined = text.word(link)
    if joined in _AND or joined.startswith("و"):
        return any(text.word(i) in {"between", "entre", "بين"} for i in range(max(0, at - 3), at))
    return True
