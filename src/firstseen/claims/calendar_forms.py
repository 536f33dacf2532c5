"""Dates that words and numbers write out: "2 September 2021", "3-5 أيار 2021", "27/12/2022", "the summer of 2014"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar_days import Point, hijri_year_of
from firstseen.claims.calendar_words import is_august, lexicon
from firstseen.model.dates import EARLIEST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from firstseen.claims.calendar_words import Piece

_HIJRI_YEARS: Final = range(1343, 1501)
"""The years `hijridate` converts (1924 to 2077)."""

_LONGEST_DAY: Final = 31
_VERBS: Final = frozenset(
    {"may", "march", "mar", "mars", "dec", "ene", "sep", "set", "abr", "dic", "juin", "mai"}
)
"""Months that are other words too unless a capital or a year says so."""

_AB: Final = frozenset({"اب", "واب", "باب", "لاب", "فاب", "وباب"})
"""August as `fold` leaves it, with what can stand before it: the same letters as the father and the door."""

_WORDLIKE: Final = frozenset({"word", "mark"})

_SHORT_YEAR: Final = 2
_LONG_YEAR: Final = 4


@dataclass(frozen=True, slots=True)
class Read:
    """What stands at a piece: one point, or the first and last of a range; `last` is the piece after it."""

    points: tuple[Point, ...]
    last: int
    reason: str = ""


class Forms:
    """Reads the written-out dates at a piece of a text. `day_first` says how 3/4/2022 is read; None: not known."""

    def __init__(self, pieces: Sequence[Piece], *, day_first: bool | None) -> None:
        self.pieces = pieces
        self._day_first = day_first
        self._newest = datetime.now(UTC).year + 1
        words = lexicon()
        self._meanings = [
            words.at(pieces, i) if piece.kind in _WORDLIKE else {} for i, piece in enumerate(pieces)
        ]
        self._numbers = [self._whole_number(i) for i in range(len(pieces))]

    def _whole_number(self, at: int) -> int | None:
        piece = self.pieces[at]
        if piece.kind != "number" or len(piece.text) > _LONG_YEAR or self._is_part(at):
            return None
        return int(piece.text)

    def knows(self, at: int) -> bool:
        """Whether a date may begin at a piece: a number, or a word of time."""
        return self.pieces[at].kind == "number" or bool(self._meanings[at])

    def at(self, first: int, kind: str) -> tuple[int | str, int] | None:
        """What the longest phrase of that kind that begins at a piece means, and the piece after it."""
        return self._meanings[first].get(kind) if 0 <= first < len(self._meanings) else None

    def past(self, first: int, kind: str) -> int:
        """The piece after a phrase of that kind, or `first` when there is none."""
        found = self.at(first, kind)
        return found[1] if found else first

    def is_mark(self, at: int, marks: str) -> bool:
        """Whether the piece is one of those marks."""
        return 0 <= at < len(self.pieces) and self.pieces[at].kind == "mark" and self.pieces[at].text in marks

    def mark(self, at: int, marks: str) -> int:
        """The piece after a mark of those, or `at` when it is none."""
        return at + 1 if self.is_mark(at, marks) else at

    # Numbers

    def number(self, at: int) -> int | None:
        """A plain whole number; None for a decimal, a thousand with its comma, money, a percentage, a code."""
        return self._numbers[at] if 0 <= at < len(self._numbers) else None

    def _is_part(self, at: int) -> bool:
        """Whether the number at `at` is part of a longer one: 1,500, 3.5, $20, 20%, ٫."""
        piece, pieces = self.pieces[at], self.pieces
        before, after = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
        if piece.glued and before and before.text in "$€£+#":
            return before.text != "#"
        if after and after.glued and after.text in "%٪$€£":
            return True
        return self._splits(at - 2) or self._splits(at)

    def _splits(self, at: int) -> bool:
        """Whether pieces at, at + 1, at + 2 are a number with a decimal or thousand mark in it."""
        if not (at >= 0 and at + 2 < len(self.pieces)):
            return False
        left, mark, right = self.pieces[at : at + 3]
        if left.kind != "number" or right.kind != "number" or not (mark.glued and right.glued):
            return False
        return mark.text in ".٫" or (mark.text in ",٬" and len(right.text) == 3)  # noqa: PLR2004 - a group of digits

    def day(self, at: int) -> tuple[int, int] | None:
        """A day of the month in digits or in words, and the piece after it."""
        at = self._past_article(at)
        value = self.number(at)
        if value is None:
            found = self.at(at, "ordinal")
            return (int(found[0]), found[1]) if found else None
        if not 1 <= value <= _LONGEST_DAY or len(self.pieces[at].text) > _SHORT_YEAR:
            return None
        after = at + 1
        suffix = self.at(after, "suffix")
        if suffix and self.pieces[after].glued:
            after = suffix[1]
        return value, after

    def _past_article(self, at: int) -> int:
        following = at + 1 < len(self.pieces) and self.pieces[at + 1].kind == "number"
        return (
            at + 1
            if following and self.pieces[at].text in {"ال", "the", "le", "el", "ب", "بال", "وال"}
            else at
        )

    def year_number(self, at: int) -> tuple[int, int] | None:
        """A year in four digits, with its ميلادي, and the piece after it."""
        value = self.number(at)
        if value is None or len(self.pieces[at].text) != _LONG_YEAR:
            return None
        if not EARLIEST_YEAR <= value <= self._newest:
            return None
        era = self.at(at + 1, "era")
        if era and era[0] == "hijri":
            return None
        return value, self._past_era(at + 1)

    def _past_era(self, at: int) -> int:
        """The piece after "م" or "هـ" behind a year, also in brackets."""
        found = self.at(at, "era")
        return found[1] if found else at

    def hijri_year(self, at: int, *, sure: bool = False) -> tuple[int, int] | None:
        """A year of the Hijri calendar; it needs its هـ unless `sure`."""
        value = self.number(at)
        if value is None or value not in _HIJRI_YEARS:
            return None
        era = self.at(at + 1, "era")
        if era and era[0] == "hijri":
            return value, era[1]
        return (value, at + 1) if sure and era is None else None

    # Months

    def month(self, at: int) -> tuple[Point, int] | None:
        """A month of either calendar, with the second name some countries write behind it, and the piece after it."""
        found = self.at(at, "month")
        if not found:
            hijri = self.at(at, "hijri")
            return (Point(month=int(hijri[0]), hijri=True), hijri[1]) if hijri else None
        value, after = int(found[0]), found[1]
        if found[1] == at + 1 and self.pieces[at].text in _AB and not self._is_ab(at):
            return None
        if self.is_mark(after, ".") and self.pieces[after].glued and len(self.pieces[at].text) <= _LONG_YEAR:
            after += 1
        return Point(month=value), self._past_second_name(after, value)

    def _is_ab(self, at: int) -> bool:
        """Whether ab is August: written with its madda, or between a number or another name and a year."""
        if is_august(self.pieces[at]):
            return True
        return (
            at > 0 and (self.pieces[at - 1].kind == "number" or self.is_mark(at - 1, "/("))
        ) or self.year_number(at + 1) is not None

    def _past_second_name(self, at: int, value: int) -> int:
        opened = self.mark(at, "/(-\\|")
        opened = self.past(opened, "or") if opened == at else opened
        second = self.at(opened, "month")
        if not second or second[0] != value:
            return at
        if self.is_mark(at, "(") and not self.is_mark(second[1], ")"):
            return at
        return second[1] + 1 if self.is_mark(at, "(") else second[1]

    # The year behind a day or a month

    def with_year(self, point: Point, at: int, *, spaced: str = ",-/.") -> tuple[Point, int]:
        """The point with the year that stands at `at`, if one does: "2021", ", 2021", "de 2021", "من العام الماضي"."""
        for start in self._year_starts(at, spaced):
            found = self.hijri_year(start, sure=True) if point.hijri else None
            if found:
                return replace(point, year=found[0]), found[1]
            common = self.year_number(start) or self._short_year(start)
            if common and point.hijri:
                years = hijri_year_of(point.month or 1, common[0])
                if years:
                    return replace(point, year=years[-1]), common[1]
            elif common:
                return replace(point, year=common[0]), common[1]
            shifted = None if self.is_mark(start - 1, ",") else self._shift(start)
            if shifted:
                return replace(point, shift=shifted[0]), shifted[1]
        turned = self.at(at, "modifier")
        if turned and self.pieces[at].text != "this":
            return self._turned(point, str(turned[0])), turned[1]
        return point, at

    def _year_starts(self, at: int, spaced: str) -> list[int]:
        starts = [at]
        after = self.mark(at, spaced)
        if after != at:
            starts.append(after)
        for start in tuple(starts):
            for kind in ("cue of", "cue year"):
                cue = self.past(start, kind)
                if cue != start:
                    starts.append(cue)
                    inner = self.past(cue, "cue year")
                    starts.extend([inner] if inner != cue else [])
        return starts

    def _short_year(self, at: int) -> tuple[int, int] | None:
        """A year of two digits behind its apostrophe: '24."""
        value = self.number(at + 1) if self.is_mark(at, "'") else None
        if value is None or len(self.pieces[at + 1].text) != _SHORT_YEAR:
            return None
        return self.full_year(value), at + 2

    def full_year(self, short: int) -> int:
        """The year that two digits stand for: never in the future."""
        return 2000 + short if 2000 + short <= self._newest else 1900 + short

    def _shift(self, at: int) -> tuple[int, int] | None:
        """How many years from the post's: "last year", "العام الماضي", "هذا العام"."""
        turns = {"last": -1, "this": 0, "next": 1}
        before = self.at(at, "modifier")
        if before:
            unit = self.at(before[1], "unit") or self.at(before[1], "definite")
            return (turns[str(before[0])], unit[1]) if unit and unit[0] == "year" else None
        unit = self.at(at, "definite") or self.at(at, "unit")
        after = self.at(unit[1], "modifier") if unit and unit[0] == "year" else None
        return (turns[str(after[0])], after[1]) if after else None

    def _turned(self, point: Point, turn: str) -> Point:
        return replace(
            point, turn={"last": -1, "this": None, "next": 1}[turn], shift=0 if turn == "this" else None
        )

    # Whole dates

    def day_month(self, at: int) -> tuple[Point, int] | None:
        """5 May 2021, le 1er mai, 5 de mayo de 2021, الخامس من أيار 2021, 06-Dec-2024."""
        day = self.day(at)
        if not day:
            return None
        after = day[1]
        if self.is_mark(after, "-/.") and self.pieces[after].glued:
            after += 1
        month = self.month(self.past(after, "cue of")) or self.month(after)
        if not month or not self._may_be(month[1] - 1, after):
            return None
        point = replace(month[0], day=day[0])
        dated, end = self.with_year(point, month[1])
        if dated is point and self._is_verb(after, at):
            return None
        return dated, end

    def _may_be(self, end: int, at: int) -> bool:
        return at <= end

    def _is_verb(self, month: int, day: int) -> bool:
        piece = self.pieces[month]
        plain_day = self.pieces[day].kind == "number" and not self.at(day + 1, "suffix")
        return piece.text in _VERBS and not piece.capital and plain_day

    def month_day(self, at: int) -> tuple[Point, int] | None:
        """May 5, 2021; Sept. 2nd; #Oct7."""
        month = self.month(at)
        if not month:
            return None
        after = self.past(month[1], "article")
        day = self.day(after)
        if not day or self.is_mark(day[1], ":") or self.is_mark(after - 1, "()"):
            return None
        point = replace(month[0], day=day[0])
        dated, end = self.with_year(point, day[1], spaced=",")
        if dated is not point:
            return dated, end
        piece = self.pieces[at]
        arabic = "\u0600" <= piece.text[0] <= "\u06ff"
        if (arabic and not self.pieces[month[1]].glued) or self._is_verb(at, after) or self._is_in(at):
            return None
        return point, day[1]

    def _is_in(self, at: int) -> bool:
        """Whether "in" stands before: "in May 12 people" names no day."""
        return at > 0 and self.pieces[at - 1].text in {"in", "en"}

    def month_year(self, at: int) -> tuple[Point, int] | None:
        """May 2021, mid-March 2024, early in May 2021, أواخر آذار 2021, صيف 2014, the start of 2019."""
        part = self.at(at, "part") or self.at(at, "season")
        start = at
        if part:
            start = self.mark(part[1], "-")
            start = self.past(self.past(start, "cue of"), "cue in")
        month = self.month(start)
        if month and not (part and part[0] in {"spring", "summer", "autumn", "winter"}):
            point = replace(month[0], part=str(part[0]) if part else "")
            dated, end = self.with_year(point, month[1])
            return (dated, end) if dated is not point or part else None
        if not part:
            return None
        start = self.past(start, "cue year")
        point = Point(part=str(part[0]))
        year = self.year_number(start) or self._short_year(start)
        if year:
            return replace(point, year=year[0]), year[1]
        shifted = self._shift(start)
        if shifted:
            return replace(point, shift=shifted[0]), shifted[1]
        return None

    def decade(self, at: int) -> tuple[Point, int] | None:
        """The 1990s, '90s, les années 1990, los años 90, التسعينيات."""
        named = self.at(at, "decade")
        if named:
            return Point(year=int(named[0]), decade=True), named[1]
        start = self.mark(at, "'")
        value = self.number(start)
        if value is None or value % 10:
            return None
        end = self.mark(start + 1, "'")
        english = end < len(self.pieces) and self.pieces[end].glued and self.pieces[end].text == "s"
        latin = at > 0 and self.pieces[at - 1].text in {"annees", "anos"}
        if not (english or latin) or not (value >= EARLIEST_YEAR or ((start > at or latin) and value < 100)):  # noqa: PLR2004
            return None
        year = value if value >= EARLIEST_YEAR else 1900 + value
        return Point(year=year, decade=True), end + 1 if english else start + 1

    def numeric(self, at: int) -> tuple[Point, int] | None:
        """2024-12-06, 6.12.2024, 27/12/2022, 2024/12, 12/2024."""
        if at + 2 >= len(self.pieces) or self.pieces[at].kind != "number":
            return None
        if at and self.pieces[at].glued and self.pieces[at - 1].text in "./-:" and self.pieces[at - 1].glued:
            return None
        sep = self.pieces[at + 1].text
        if sep not in "-/." or self.pieces[at + 2].kind != "number":
            return None
        three = at + 4 < len(self.pieces) and self.pieces[at + 3].text == sep
        if three and self.pieces[at + 4].kind == "number":
            parts = [self.pieces[i].text for i in (at, at + 2, at + 4)]
            point = self._three(parts, sep)
            return (point, at + 5) if point and not self._goes_on(at + 5) else None
        return self._two(at, sep)

    def _goes_on(self, at: int) -> bool:
        """Whether a further number is tied on: an address 10.12.20.21, a phone number 06-12-20-21."""
        if at + 1 >= len(self.pieces):
            return False
        mark, number = self.pieces[at], self.pieces[at + 1]
        return mark.glued and mark.text in "./-" and number.glued and number.kind == "number"

    def _two(self, at: int, sep: str) -> tuple[Point, int] | None:
        left, right = self.pieces[at].text, self.pieces[at + 2].text
        if (
            not (self.pieces[at + 1].glued and self.pieces[at + 2].glued)
            or self._goes_on(at + 3)
            or sep == "."
        ):
            return None
        if len(left) == _LONG_YEAR and len(right) == _SHORT_YEAR and 1 <= int(right) <= 12:  # noqa: PLR2004 - months
            point = Point(year=int(left), month=int(right))
        elif sep == "/" and len(right) == _LONG_YEAR and len(left) <= _SHORT_YEAR and 1 <= int(left) <= 12:  # noqa: PLR2004
            point = Point(year=int(right), month=int(left))
        else:
            return None
        return (point, at + 3) if self._is_year(point.year) else None

    def _is_year(self, year: int | None) -> bool:
        return year is not None and EARLIEST_YEAR <= year <= self._newest

    def _three(self, parts: list[str], sep: str) -> Point | None:
        sizes = [len(part) for part in parts]
        numbers = [int(part) for part in parts]
        if sizes[0] == _LONG_YEAR and max(sizes[1:]) <= _SHORT_YEAR:
            return self._ordered(numbers[0], numbers[1], numbers[2])
        if max(sizes[:2]) > _SHORT_YEAR:
            return None
        if sizes[2] == _LONG_YEAR:
            return self._either(numbers, sep)
        if sizes[2] == _SHORT_YEAR and (sep == "/" or sizes[:2] == [2, 2]):
            return self._either([*numbers[:2], self.full_year(numbers[2])], sep)
        return None

    def _ordered(self, year: int, month: int, day: int) -> Point | None:
        if year in _HIJRI_YEARS and 1 <= month <= 12 and 1 <= day <= 30:  # noqa: PLR2004 - a month of the moon
            return Point(year=year, month=month, day=day, hijri=True)
        if self._is_year(year) and 1 <= month <= 12 and 1 <= day <= _LONGEST_DAY:  # noqa: PLR2004 - months
            return Point(year=year, month=month, day=day)
        return None

    def _either(self, numbers: list[int], sep: str) -> Point | None:
        first, second, year = numbers
        if year in _HIJRI_YEARS:
            return self._ordered(year, second, first)
        day_first, month_first = self._ordered(year, second, first), self._ordered(year, first, second)
        if day_first and month_first and first != second:
            if sep == ".":
                return day_first  # Nobody writes the month first with full stops.
            if self._day_first is None:
                return replace(day_first, other=(first, second))
            return replace(day_first if self._day_first else month_first, other=(0, 0))
        return day_first or month_first

    # Ranges

    def point(self, at: int) -> tuple[Point, int] | None:
        """One written-out date that begins at `at`: the first form that fits, most exact first."""
        forms: tuple[Callable[[int], tuple[Point, int] | None], ...] = (
            self.numeric, self.day_month, self.month_day, self.year_month_day, self.month_year, self.decade,
        )  # fmt: skip
        return next((found for form in forms if (found := form(at))), None)

    def year_month_day(self, at: int) -> tuple[Point, int] | None:
        """2023 October 7, 2018 August."""
        year = self.year_number(at)
        if not year:
            return None
        month = self.month(self.mark(year[1], ",-"))
        if not month or month[0].hijri:
            return None
        point = replace(month[0], year=year[0])
        day = self.day(month[1])
        follows_year = self.with_year(month[0], month[1])[0] is not month[0]
        if follows_year or (day and self.month(day[1])):
            return None
        return (replace(point, day=day[0]), day[1]) if day else (point, month[1])

    def span(self, at: int) -> Read | None:
        """A date, or two of them that are the ends of a range: "from 5 to 7 March", "May 3 to June 5, 2021"."""
        return self._days_of_month(at) or self._month_days(at) or self._months(at) or self._points(at)

    def _link(self, at: int) -> int:
        """The piece after what joins the ends of a range, or `at`."""
        dashed = self.mark(at, "-/")
        return self.past(dashed, "cue to") if dashed == at else dashed

    def _days_of_month(self, at: int) -> Read | None:
        first = self.day(at)
        if not first:
            return None
        linked = self._link(first[1])
        if linked == first[1] or (self.is_mark(first[1], "/") and self.number(linked) is not None):
            return None
        last = self.day_month(linked)
        if not last or last[0].day is None or last[0].day < first[0]:
            return None
        return Read((replace(last[0], day=first[0]), last[0]), last[1])

    def _month_days(self, at: int) -> Read | None:
        month = self.month(at)
        first = self.day(month[1]) if month else None
        linked = self._link(first[1]) if first else 0
        last = self.day(linked) if first and linked != first[1] else None
        if not (month and first and last) or last[0] <= first[0] or self.month(self.past(last[1], "cue of")):
            return None
        dated, end = self.with_year(replace(month[0], day=last[0]), last[1], spaced=",")
        if self.is_mark(first[1], "/") or (dated.year is None and self._is_verb(at, month[1])):
            return None
        return Read((replace(dated, day=first[0]), dated), end)

    def _months(self, at: int) -> Read | None:
        """March to May 2021, بين يناير ومارس 2020, January/February 2020."""
        first = self.month(at)
        if not first or first[0].hijri:
            return None
        linked = self._link(first[1])
        start = linked if linked != first[1] else self._after_and(first[1])
        last = self.month(start) if start is not None else None
        if not last or last[0].month == first[0].month:
            return None
        dated, end = self.with_year(last[0], last[1])
        if dated is last[0] or dated.year is None:
            return None
        begins = replace(first[0], year=dated.year - (1 if (first[0].month or 0) > (dated.month or 0) else 0))
        return Read((begins, dated), end)

    def _after_and(self, at: int) -> int | None:
        """The piece itself when its word begins with و: "يناير ومارس"."""
        return at if at < len(self.pieces) and self.pieces[at].text.startswith("و") else None

    def _points(self, at: int) -> Read | None:
        first = self.point(at)
        if not first:
            return None
        linked = self._link(first[1])
        last = self.point(linked) if linked != first[1] else None
        if not last or not self._is_range(at, first[1], first[0], last[0]):
            return Read((first[0],), first[1])
        begins, ends = first[0], last[0]
        if begins.year is None and ends.year is not None and not ends.hijri:
            later = (begins.month or 0, begins.day or 0) > (ends.month or 0, ends.day or 0)
            begins = replace(begins, year=ends.year - later)
        return Read((begins, ends), last[1])

    def _is_range(self, at: int, link: int, first: Point, last: Point) -> bool:
        """Two dates joined by "and" are a range only behind "between"; by "to", a dash or a slash always."""
        if (first.day is None) != (last.day is None) or first.hijri != last.hijri or last.decade:
            return False
        joined = self.pieces[link].text
        if joined in {"and", "et", "y", "و", "&"} or joined.startswith("و"):
            before = self.pieces[at - 1].text if at else ""
            return before in {"between", "entre", "بين"}
        return True
