"""Days, months and years as they are written out, and the year that stands behind a day or a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.days import HIJRI_YEARS, Point, hijri_year_of
from firstseen.claims.calendar.words import beside, is_august
from firstseen.model.dates import EARLIEST_YEAR

if TYPE_CHECKING:
    from firstseen.claims.calendar.text import Text

LONGEST_MONTH: Final = 31
SHORT_YEAR: Final = 2
LONG_YEAR: Final = 4
TURNS: Final = {"last": -1, "this": 0, "next": 1}

_AB: Final = frozenset({"اب", "واب", "باب", "لاب", "فاب", "وباب"})
"""August as `fold` leaves it, with what can stand before it: the same letters as the father and the door."""

_ARTICLES: Final = frozenset({"ال", "the", "le", "el", "ب", "بال", "وال"})


def newest_year() -> int:
    """The last year a date may name: the next one, as for stored dates."""
    return datetime.now(UTC).year + 1


def is_year(value: int) -> bool:
    """Whether there can be footage of that year."""
    return EARLIEST_YEAR <= value <= newest_year()


def full_year(short: int) -> int:
    """The year that two digits stand for: never in the future."""
    return 2000 + short if 2000 + short <= newest_year() else 1900 + short


def read_day(text: Text, at: int) -> tuple[int, int] | None:
    """A day of the month in digits or in words, and the piece after it."""
    if text.word(at) in _ARTICLES and text.digits(at + 1):
        at += 1
    value = text.number(at)
    if value is None:
        found = text.at(at, "ordinal")
        return (int(found[0]), found[1]) if found else None
    if not 1 <= value <= LONGEST_MONTH or text.digits(at) > SHORT_YEAR:
        return None
    suffix = text.at(at + 1, "suffix")
    return value, suffix[1] if suffix and text.is_glued(at + 1) else at + 1


def read_year(text: Text, at: int) -> tuple[int, int] | None:
    """A year in four digits, with its م or ميلادي, and the piece after it."""
    value = text.number(at)
    if value is None or text.digits(at) != LONG_YEAR or not is_year(value):
        return None
    era = text.at(at + 1, "era")
    if era and era[0] == "hijri":
        return None
    return value, era[1] if era else at + 1


def read_hijri_year(text: Text, at: int, *, sure: bool = False) -> tuple[int, int] | None:
    """A year of the Hijri calendar, and the piece after it; it needs its هـ unless `sure`."""
    value = text.number(at)
    if value is None or value not in HIJRI_YEARS:
        return None
    era = text.at(at + 1, "era")
    if era and era[0] == "hijri":
        return value, era[1]
    return (value, at + 1) if sure and era is None else None


def read_month(text: Text, at: int) -> tuple[Point, int] | None:
    """A month of either calendar, with the second name some countries write behind it, and the piece after it."""
    found = text.at(at, "month")
    if not found:
        hijri = text.at(at, "hijri")
        return (Point(month=int(hijri[0]), hijri=True), hijri[1]) if hijri else None
    value, after = int(found[0]), found[1]
    if after == at + 1 and text.word(at) in _AB and not _is_ab(text, at):
        return None
    if text.is_mark(after, ".") and text.is_glued(after) and len(text.word(at)) <= LONG_YEAR:
        after += 1
    return Point(month=value), _past_second_name(text, after, value)


def _is_ab(text: Text, at: int) -> bool:
    """Whether ab is August: written with its madda, or behind a number or another name, or before a year."""
    if is_august(text.pieces[at]) or read_year(text, at + 1):
        return True
    return text.digits(at - 1) > 0 or text.is_mark(at - 1, "/(")


def _past_second_name(text: Text, at: int, value: int) -> int:
    opened = text.mark(at, "/(-\\|")
    opened = text.past(opened, "or") if opened == at else opened
    second = text.at(opened, "month")
    if not second and text.is_mark(at, "/") and text.is_word(opened):
        # A second name misspelt, before its year: "أيلول/ستنبر 2023".
        return opened + 1 if read_year(text, opened + 1) else at
    if not second or second[0] != value:
        return at
    if text.is_mark(at, "("):
        return second[1] + 1 if text.is_mark(second[1], ")") else at
    return second[1]


def with_year(text: Text, point: Point, at: int, *, spaced: str = ",-/.") -> tuple[Point, int]:
    """The point with what stands at `at` of its year: "2021", ", 2021", "de 2021", "من العام الماضي", "last".

    The same point comes back when there is nothing.
    """
    for start in _year_starts(text, at, spaced):
        dated = _dated(text, point, start)
        if dated:
            return dated
        shifted = None if text.is_mark(start - 1, ",") else read_shift(text, start)
        if shifted:
            year = read_year(text, shifted[1])
            return (
                (replace(point, year=year[0]), year[1])
                if year
                else (
                    replace(point, shift=shifted[0]),
                    shifted[1],
                )
            )
        same = text.at(start, "same")
        if same and same[0] == "year":
            return replace(point, same=True), same[1]
    turned = text.at(at, "modifier")
    if turned and text.word(at) not in beside("leading_modifiers"):
        return turn(point, str(turned[0])), turned[1]
    return point, at


def _dated(text: Text, point: Point, at: int) -> tuple[Point, int] | None:
    found = read_hijri_year(text, at, sure=True) if point.hijri else None
    common = None if found else read_year(text, at) or read_short_year(text, at)
    if common and point.hijri:
        years = hijri_year_of(point.month or 1, common[0])
        found = (years[-1], common[1]) if years else None
    year = found or (None if point.hijri else common)
    return (replace(point, year=year[0]), year[1]) if year else None


def _year_starts(text: Text, at: int, spaced: str) -> list[int]:
    """Where the year may stand: at once, behind a comma, behind "of", behind "of the year"."""
    starts = [at]
    after = text.mark(at, spaced)
    starts.extend([after] if after != at else [])
    for start in tuple(starts):
        for kind in ("cue of", "cue year"):
            cue = text.past(start, kind)
            inner = text.past(cue, "cue year")
            starts.extend(place for place in (cue, inner) if place not in starts)
    return starts


def read_short_year(text: Text, at: int) -> tuple[int, int] | None:
    """A year of two digits behind its apostrophe ('24), and the piece after it."""
    value = text.number(at + 1) if text.is_mark(at, "'") else None
    if value is None or text.digits(at + 1) != SHORT_YEAR:
        return None
    return full_year(value), at + 2


def read_shift(text: Text, at: int, unit: str = "year") -> tuple[int, int] | None:
    """How many units from the post's: "last year" and "العام الماضي" are -1, "this year" and "العام الجاري" 0."""
    before = text.at(at, "modifier")
    start = before[1] if before else at
    found = text.at(start, "definite") or text.at(start, "unit")
    if not found or found[0] != unit:
        return None
    if before:
        return TURNS[str(before[0])], found[1]
    after = text.at(found[1], "modifier")
    return (TURNS[str(after[0])], after[1]) if after else None


def turn(point: Point, which: str) -> Point:
    """The point as the last one before the post, the one of the post's year ("this"), or the next."""
    return replace(point, shift=0) if which == "this" else replace(point, turn=TURNS[which])
