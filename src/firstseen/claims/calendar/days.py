"""What was read of a date becomes a `PartialDate`: years found, months of the Hijri calendar converted."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from hijridate import Gregorian, Hijri

from firstseen.errors import UnclearDate
from firstseen.model.dates import EARLIEST_YEAR, read_date

if TYPE_CHECKING:
    from firstseen.model.time import Basis, PartialDate

COMING_DAYS: Final = 31
"""A day without a year is the last such day before the post, or the coming one when that is nearer and at most so
many days away: captions show what happened; a coming day is announced some weeks ahead. A month is the last one."""

EARLIEST_DAY: Final = date(EARLIEST_YEAR, 1, 1)
"""Where "before" begins: no picture is older."""

WEEKDAY_YEARS: Final = 6
"""Years back that are looked through for the one in which a day falls on the weekday that is named."""

HIJRI_DAYS: Final = 2
"""Days by which a Hijri date may lie beside the calendar of Umm al-Qura: a month begins when its crescent is seen. Of
eight dates that publishers printed in both calendars four agree with it, three are a day later and one two days off."""

HIJRI_YEARS: Final = range(1343, 1501)
"""The years `hijridate` converts (1924 to 2077)."""

SEASONS: Final = frozenset({"spring", "summer", "autumn", "winter"})

_FARTHEST_EAST: Final = timedelta(hours=14)
_FARTHEST_WEST: Final = timedelta(hours=12)
_PARTS: Final = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "half1": (1, 15), "half2": (16, 31)}
_YEAR_PARTS: Final = {
    "early": (1, 4), "mid": (5, 8), "late": (9, 12), "half1": (1, 6), "half2": (7, 12),
    "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12),
    "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (1, 12),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, first to last, both included."""

    first: date
    last: date

    @property
    def iso(self) -> str:
        """The shortest ISO 8601 form: a year, a month, a day or two of them joined by "/"."""
        first, last = self.first, self.last
        if first == last:
            return first.isoformat()
        if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
            return f"{first.isoformat()}/{last.isoformat()}"
        start, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
        if start.endswith("-01") and end.endswith("-12"):
            start, end = start[:4], end[:4]
        return start if start == end else f"{start}/{end}"

    def joined(self, other: Days) -> Days:
        """From the beginning of one to the end of the other."""
        return Days(min(self.first, other.first), max(self.last, other.last))


@dataclass(frozen=True, slots=True)
class Point:
    """What the words say of one date: whatever they leave out is None or empty.

    `part` is a part of the month or year, or a season; `span` is how many years a decade or a century has. `shift` is
    how many years from the post's it lies, `turn` is -1 for the last such time before the post and 1 for the next
    ("last March"); `same` takes what is missing from the date before it ("the same month"). `other` is month and day of
    the second way to read 3/4/2022, `settled` says that the language decided between the two.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    hijri: bool = False
    span: int = 0
    shift: int | None = None
    turn: int | None = None
    same: bool = False
    other: tuple[int, int] | None = None
    settled: bool = False

    def days(self) -> Days:
        """Its days; ValueError when its year is missing or no calendar has it."""
        if self.year is None:
            msg = "a date without its year lies in no year"
            raise ValueError(msg)
        if self.hijri:
            return _hijri_days(self)
        if self.span:
            return self._span_days(self.year)
        if self.month is None:
            return _year_days(self.year, self.part)
        last = monthrange(self.year, self.month)[1]
        if self.day is not None:
            return Days(date(self.year, self.month, self.day), date(self.year, self.month, self.day))
        first, until = _PARTS.get(self.part, (1, 31))
        return Days(date(self.year, self.month, first), date(self.year, self.month, min(until, last)))

    def _span_days(self, year: int) -> Days:
        """The decade or century, or its first, second or last third."""
        third = self.span // 3
        parts = {"early": (0, third), "mid": (third + 1, 2 * third), "late": (2 * third + 1, self.span - 1)}
        first, until = parts.get(self.part, (0, self.span - 1))
        return Days(date(year + first, 1, 1), date(year + until, 12, 31))


def _year_days(year: int, part: str) -> Days:
    if part == "winter":
        # The winter of a year is the one it begins with or the one it ends with.
        return Days(date(year - 1, 12, 1), date(year + 1, 2, monthrange(year + 1, 2)[1]))
    first, last = _YEAR_PARTS.get(part, (1, 12))
    return Days(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _hijri_days(point: Point) -> Days:
    year, month = point.year or 0, point.month
    try:
        first = Hijri(year, month or 1, point.day or 1)
        last = Hijri(year, month or 12, 1)
        start = first.to_gregorian()
        end = start if point.day else last.to_gregorian() + timedelta(days=last.month_length() - 1)
    except OverflowError as error:
        raise ValueError(year) from error
    spread = timedelta(days=HIJRI_DAYS)
    return Days(
        date(start.year, start.month, start.day) - spread, date(end.year, end.month, end.day) + spread
    )


def hijri_year_of(month: int, year: int) -> list[int]:
    """The Hijri years whose month of that number begins in that Gregorian year."""
    guess = int((year - 622) * 33 / 32)
    near = range(guess - 1, guess + 3)
    return [y for y in near if y in HIJRI_YEARS and Hijri(y, month, 1).to_gregorian().year == year]


def by_weekday(point: Point, weekday: int | None) -> Point:
    """The reading of 3/4/2022 that falls on the weekday that is named, if only one does; the point itself otherwise."""
    if weekday is None or point.other is None:
        return point
    swapped = replace(point, month=point.other[0], day=point.other[1])
    here, there = (reading.days().first.weekday() == weekday for reading in (point, swapped))
    if here == there:
        return point
    return replace(point if here else swapped, other=None, settled=False)


def days_of(posted: PartialDate) -> Days:
    """The calendar days a post was made on, in its own zone where that is known."""
    east = timedelta(0) if posted.zone_known else _FARTHEST_EAST
    west = timedelta(0) if posted.zone_known else _FARTHEST_WEST
    first, last = posted.earliest + east, posted.latest - west
    last = max(first, last - timedelta(microseconds=1))
    return Days(first.date(), last.date())


def placed(point: Point, posted: PartialDate | None, weekday: int | None = None) -> Point | None:
    """The point with its year: its own, the one its words point to, or the nearest to the post; None without any.

    A `weekday` (Monday is 0) that the words name prefers the years in which the day falls on it.
    """
    if point.year is not None or posted is None:
        return point if point.year is not None else None
    post = days_of(posted)
    here = _hijri_year(post.last) if point.hijri else post.last.year
    if point.shift is not None:
        return replace(point, year=here + point.shift)
    options = [
        option for year in (here - 1, here, here + 1) if (option := _exists(replace(point, year=year)))
    ]
    return _on_weekday(point, here, weekday) or _nearest(options, post, point.turn)


def _on_weekday(point: Point, here: int, weekday: int | None) -> Point | None:
    """The point in the last year, or else the next, in which it falls on that day of the week; Monday is 0."""
    if weekday is None or point.day is None or point.hijri:
        return None
    years = (here, *range(here - 1, here - WEEKDAY_YEARS - 1, -1), here + 1)
    options = (_exists(replace(point, year=year)) for year in years)
    return next((o for o in options if o and o.days().first.weekday() == weekday), None)


def _exists(point: Point) -> Point | None:
    try:
        point.days()
    except ValueError:
        return None
    return point


def _nearest(options: list[Point], post: Days, turn: int | None) -> Point | None:
    """The last option begun by the post, or the coming one if near; `turn` -1 and 1 ask for a past or a coming one."""
    past = [o for o in options if o.days().first <= post.last]
    coming = [o for o in options if o.days().first > post.last]
    if turn == -1:
        past = [o for o in options if o.days().last < post.first]
        return past[-1] if past else None
    if turn == 1:
        return coming[0] if coming else None
    if not past or not coming or past[-1].day is None:
        return past[-1] if past else (coming[0] if coming else None)
    back = (post.first - past[-1].days().last).days
    ahead = (coming[0].days().first - post.last).days
    return coming[0] if ahead < back and ahead <= COMING_DAYS else past[-1]


def _hijri_year(day: date) -> int:
    """The Hijri year of a day, as near as the arithmetic of 33 lunar to 32 solar years where the tables end."""
    try:
        return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
    except OverflowError:
        return int((day.year - 622) * 33 / 32)


def dated(days: Days, basis: Basis, clock: str = "") -> PartialDate | None:
    """The days as a date, at that time of the day ("14:05", with a zone or not); None for what cannot be placed."""
    if not EARLIEST_YEAR <= days.first.year <= days.last.year <= datetime.now(UTC).year + 1:
        return None
    iso = f"{days.iso}T{clock}" if clock and days.first == days.last else days.iso
    try:
        return read_date(iso, basis)
    except UnclearDate:
        return None
