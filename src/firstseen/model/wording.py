"""Dates, stretches of time and lists in words, English and Arabic side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firstseen.model.time import PartialDate

_EASTERNMOST: Final = timedelta(hours=14)
_WESTERNMOST: Final = timedelta(hours=12)
"""What a date without a time zone is widened by (model.time)."""

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

MONTHS_AR: Final = (
    "يناير/كانون الثاني", "فبراير/شباط", "مارس/آذار", "أبريل/نيسان", "مايو/أيار", "يونيو/حزيران",
    "يوليو/تموز", "أغسطس/آب", "سبتمبر/أيلول", "أكتوبر/تشرين الأول", "نوفمبر/تشرين الثاني", "ديسمبر/كانون الأول",
)  # fmt: skip
"""Both names of each month, as desks that write for all Arab countries do."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in English and in Arabic."""

    en: str
    ar: str

    def __bool__(self) -> bool:
        return bool(self.en)


def days_of(when: PartialDate) -> tuple[date, date]:
    """The first and the last calendar day it can mean, both included, on the calendar it was written in."""
    start, end = when.earliest, when.latest
    if not when.zone_known:
        start, end = start + _EASTERNMOST, end - _WESTERNMOST
    first = start.date()
    return first, max(first, (end - timedelta(microseconds=1)).date())


def iso_of(when: PartialDate) -> str:
    """The date in ISO 8601, as short as it is exact: "2015", "2015-07", "2015-07-05", or two days joined by "/"."""
    first, last = days_of(when)
    if _is_years(first, last):
        return f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"
    if _is_months(first, last):
        one, other = f"{first:%Y-%m}", f"{last:%Y-%m}"
        return one if one == other else f"{one}/{other}"
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def date_words(when: PartialDate) -> Words:
    """The date for a sentence: "2015", "July 2015", "5 July 2015", "5 to 9 July 2015"."""
    first, last = _ends(when)
    return first if first == last else Words(f"{first.en} to {last.en}", f"{first.ar} إلى {last.ar}")


def dated(when: PartialDate) -> Words:
    """The date with its preposition: "on 5 July 2015", "in July 2015", "between 5 and 9 July 2015"."""
    first, last = _ends(when)
    if first != last:
        return Words(f"between {first.en} and {last.en}", f"بين {first.ar} و{last.ar}")
    one, other = days_of(when)
    return Words(f"{'on' if one == other else 'in'} {first.en}", f"في {first.ar}")


def _ends(when: PartialDate) -> tuple[Words, Words]:
    """The first and the last year, month or day it can mean, as exact as it is; month and year said once."""
    first, last = days_of(when)
    if _is_years(first, last):
        return _year(first), _year(last)
    if _is_months(first, last):
        return _month(first), _month(last)
    if first != last and (first.year, first.month) == (last.year, last.month):
        return Words(f"{first.day}", f"{first.day}"), _day(last)
    return _day(first), _day(last)


def span_words(days: int) -> Words:
    """A stretch of time as people say it: "9 days", "3 months", "2 years"; at least one day."""
    if days < 45:  # noqa: PLR2004 - from a month and a half on, people count months
        return counted(max(1, days), ("day", "days"), ("يوم واحد", "يومين", "أيام", "يومًا"))
    if days < 700:  # noqa: PLR2004 - from two years on, people count years
        months = round(days / 30.44)
        return counted(months, ("month", "months"), ("شهر واحد", "شهرين", "أشهر", "شهرًا"))
    return counted(round(days / 365.25), ("year", "years"), ("سنة واحدة", "سنتين", "سنوات", "سنة"))


def listed(several: Iterable[Words], at_most: int = 4) -> Words:
    """Several as a list; each once, at most so many and then "and others"."""
    kept = list(dict.fromkeys(several))
    more = len(kept) > at_most
    en = [words.en for words in kept[:at_most]] + (["others"] if more else [])
    ar = [words.ar for words in kept[:at_most]] + (["غير ذلك"] if more else [])
    return Words(_sequence(en, ", ", " and "), _sequence(ar, "، ", " و"))


def alternatives(several: Iterable[Words]) -> Words:
    """Several of which one is meant: joined by "or"."""
    kept = list(dict.fromkeys(several))
    return Words(_sequence([w.en for w in kept], ", ", " or "), _sequence([w.ar for w in kept], "، ", " أو "))


def shortened(text: str, at_most: int = 160) -> str:
    """The text on one line without control characters, cut at a word where it is too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * at_most]).split())
    if len(line) <= at_most:
        return line
    return line[:at_most].rsplit(" ", 1)[0].rstrip(",;:، ") + "…"


def _sequence(parts: Sequence[str], comma: str, last: str) -> str:
    return comma.join(parts[:-1]) + last + parts[-1] if len(parts) > 1 else "".join(parts)


def _is_years(first: date, last: date) -> bool:
    return (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31)


def _is_months(first: date, last: date) -> bool:
    return first.day == 1 and (last + timedelta(days=1)).day == 1


def _month(day: date) -> Words:
    return Words(f"{MONTHS[day.month - 1]} {day.year}", f"{MONTHS_AR[day.month - 1]} {day.year}")


def _day(day: date) -> Words:
    month = _month(day)
    return Words(f"{day.day} {month.en}", f"{day.day} {month.ar}")


def _year(day: date) -> Words:
    return Words(f"{day.year}", f"{day.year}")


def counted(count: int, en: tuple[str, str], ar: tuple[str, str, str, str]) -> Words:
    """A number with its noun; `ar` has its forms for one, for two, after three to ten, and after more."""
    one, two, few, many = ar
    after = few if 3 <= count % 100 <= 10 else many  # noqa: PLR2004
    if count % 100 < 3 and count not in {1, 2}:  # noqa: PLR2004 - after a round hundred, the genitive
        after = many.removesuffix("ًا")
    arabic = {1: one, 2: two}.get(count) or f"{count:,} {after}"
    return Words(f"{count:,} {en[0] if count == 1 else en[1]}", arabic)
