"""Months and years that stand alone: dates only by the words around them ("in March", "عام 2015", "2019 video")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.days import Point
from firstseen.claims.calendar.months import (
    SHORT_YEAR,
    read_hijri_year,
    read_month,
    read_year,
    turn,
    with_year,
)
from firstseen.claims.calendar.ranges import Read
from firstseen.claims.calendar.words import beside, is_beside

if TYPE_CHECKING:
    from firstseen.claims.calendar.text import Text

_LEADS: Final = ("since", "before", "after", "until", "about")
_ROUND: Final = 100
_PLAIN_FROM: Final = 1900
"""A number in the text that no word introduces is a year only from here on, and only when it is not round."""

_TIED: Final = frozenset({"-", "+", "/", "\\", ".", ":", "=", "&", "?"})


def read_lone(text: Text, at: int) -> Read | None:
    """The month or year at a piece, if what stands around it makes it one."""
    return _month(text, at) or _last_month(text, at) or _years(text, at) or _year(text, at)


def lead_of(text: Text, at: int) -> str:
    """The kind of word before a date that makes it a bound of the time meant: since, before, after, until, about."""
    year = text.start(at, "cue year")
    places = [at] if year is None else [at, year]
    return next((kind for kind in _LEADS if any(text.ends(place, f"cue {kind}") for place in places)), "")


def _cued(text: Text, at: int, *kinds: str) -> bool:
    return any(text.ends(at, f"cue {kind}") for kind in kinds)


def _month(text: Text, at: int) -> Read | None:
    """As in "in March", "في آذار", "شهر رمضان"; a capital is wanted where the month is another word too."""
    month = read_month(text, at)
    if not month or not _cued(text, at, "in", "since", "until", "before", "after"):
        return None
    piece = text.pieces[at]
    if piece.text in beside("weak_months") and not piece.capital and text.word(at - 1) != "en":
        return None
    if piece.text in beside("short_months") and text.word(at - 1) != "en":
        return None
    return Read((month[0],), month[1])


def _last_month(text: Text, at: int) -> Read | None:
    """As in "last March", "this Ramadan"."""
    modifier = text.at(at, "modifier")
    month = read_month(text, modifier[1]) if modifier else None
    if not modifier or not month:
        return None
    dated, end = with_year(text, month[0], month[1])
    if dated.year is not None:
        return Read((dated,), end)
    return Read((turn(month[0], str(modifier[0])),), month[1])


def _years(text: Text, at: int) -> Read | None:
    """2011-2012, between 2015 and 2017, from 2012 to 2022, بين عامي 2017 و 2018, 2012–13."""
    first = read_year(text, at)
    if not first:
        return None
    dashed = text.mark(first[1], "-/")
    linked = dashed if dashed != first[1] else text.past(first[1], "cue to")
    linked = text.past(linked, "cue year") if linked != first[1] else linked
    last = read_year(text, linked) or _next_year(text, first[0], linked) if linked != first[1] else None
    if not last or last[0] <= first[0]:
        return None
    if dashed == first[1] and not _cued(text, at, "from", "year"):
        return None
    return Read((Point(year=first[0]), Point(year=last[0])), last[1])


def _next_year(text: Text, year: int, at: int) -> tuple[int, int] | None:
    """The year after in two digits, tied to the first: 2012–13, 2019/20."""
    value = text.number(at)
    if (
        value is None
        or text.digits(at) != SHORT_YEAR
        or not text.is_glued(at)
        or value != (year + 1) % _ROUND
    ):
        return None
    return year + 1, at + 1


def _year(text: Text, at: int) -> Read | None:
    hijri = read_hijri_year(text, at)
    if hijri:
        return Read((Point(year=hijri[0], hijri=True),), hijri[1])
    year = read_year(text, at)
    if not year or not _is_year(text, at, year[1], year[0]):
        return None
    return Read((Point(year=year[0]),), year[1])


def _is_year(text: Text, at: int, end: int, year: int) -> bool:
    """Whether a number of four digits is a year here and no count, no part of a name, no code."""
    after = text.pieces[end] if end < len(text.pieces) else None
    if after and (after.text in beside("counted") or (after.glued and after.kind in {"word", "number"})):
        return False
    # A code: 2019-nCoV, 2021-13-01, v1.2.2015.
    tied = (
        text.is_glued(end)
        and text.is_mark(end, "-/.")
        and text.is_glued(end + 1)
        and not text.is_mark(end + 1, ".,")
    )
    if tied or (text.is_glued(at) and text.word(at - 1) in _TIED):
        return False
    if end > at + 1 or _cued(text, at, "year", "since"):
        return True
    if is_beside(text.word(at - 1), "quantity") or is_beside(text.word(at - 2), "quantity"):
        return False
    cued = _cued(text, at, "in", "until", "before", "after", "of", "from")
    return cued or (year % _ROUND != 0 and year >= _PLAIN_FROM and _stands_free(text, at, end))


def _stands_free(text: Text, at: int, end: int) -> bool:
    """Whether no counted thing can follow: the end of a part of the text, or a word that is no plural."""
    if end >= len(text.pieces):
        return True
    after = text.pieces[end]
    if after.kind != "word" or after.line or text.word(at - 1) in {"the", "("}:
        return True
    if after.arabic:
        return not after.text.endswith("ا")
    return not (after.text.endswith("s") and not after.capital)
