"""Times that are told from the day of the post: "yesterday", "last Friday", "قبل يومين", "الأسبوع الماضي"."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar_counts import Counted, counted, counted_ago
from firstseen.claims.calendar_days import Days
from firstseen.claims.calendar_words import beside

if TYPE_CHECKING:
    from firstseen.claims.calendar_forms import Forms

_WEEK: Final = 7
_CALENDAR_UNITS: Final = frozenset({"week", "month", "year", "decade", "weekend", "day"})


@dataclass(frozen=True, slots=True)
class Told:
    """Days told from the post, and the piece after the words that tell them."""

    days: Days
    last: int
    exact: bool = True


def moved_months(day: date, months: int) -> Days:
    """The month that lies so many months from a day's."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return Days(date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1]))


def _years(first: int, last: int) -> Days:
    return Days(date(first, 1, 1), date(last, 12, 31))


class Relative:
    """Reads the times told from the days of the post at a piece of a text."""

    def __init__(self, forms: Forms, post: Days) -> None:
        self._forms = forms
        self._post = post
        self._pieces = forms.pieces

    def read(self, at: int) -> Told | None:
        """What is told at that piece, if anything is."""
        forms = (self._day, self._last_night, self._now, self._recent, self._ago, self._unit, self._weekday)
        return next((told for form in forms if (told := form(at))), None)

    def _moved(self, first: int, last: int) -> Days:
        return Days(self._post.first + timedelta(days=first), self._post.last + timedelta(days=last))

    def _before(self, at: int) -> str:
        return self._pieces[at - 1].text if at else ""

    def _after(self, at: int) -> str:
        return self._pieces[at].text if at < len(self._pieces) else ""

    def _day(self, at: int) -> Told | None:
        found = self._forms.at(at, "day")
        if (
            not found
            or self._before(at) in beside("not_today_before")
            or self._after(found[1]) in beside("not_today_after")
        ):
            return None
        if found[0] == 0 and self._after(found[1]) == "في" and self._after(found[1] + 1) == "التاريخ":
            return None
        return Told(self._moved(int(found[0]), int(found[0])), self._past_weekday(found[1]))

    def _is_beside(self, at: int, end: int, lists: str) -> bool:
        return self._before(at) in beside(f"{lists}_before") or self._after(end) in beside(f"{lists}_after")

    def _past_weekday(self, at: int) -> int:
        """The piece after the name of the day that stands behind: أمس الجمعة; (Friday)."""
        start = self._forms.mark(at, ",(")
        found = self._forms.at(start, "weekday")
        return self._forms.mark(found[1], ")") if found else at

    def _last_night(self, at: int) -> Told | None:
        found = self._forms.at(at, "last_night")
        return Told(self._moved(-1, 0), found[1]) if found else None

    def _now(self, at: int) -> Told | None:
        found = self._forms.at(at, "now")
        if (
            found
            and self._before(at) not in beside("not_now_before")
            and self._after(found[1]) not in beside("not_now_after")
        ):
            return Told(self._post, found[1])
        return self._breaking(at)

    def _breaking(self, at: int) -> Told | None:
        """BREAKING, "Breaking:", "#عاجل", "عاجل |" at the head of a line; "an urgent matter" is none."""
        found = self._forms.at(at, "breaking")
        if not found:
            return None
        piece, arabic = self._pieces[at], not self._pieces[at].written.isascii()
        shouted = piece.written.isupper() and not arabic
        tagged = self._forms.is_mark(at - 1, "#")
        headed = self._forms.is_mark(found[1], ":|!/-.") and (piece.capital or arabic)
        led = shouted or tagged or headed or (piece.line and arabic)
        return Told(self._moved(-1, 0), found[1], exact=False) if led else None

    def _recent(self, at: int) -> Told | None:
        found = self._forms.at(at, "recent")
        return Told(self._moved(-int(found[0]), 0), found[1], exact=False) if found else None

    # "two days ago", "قبل يومين"

    def _ago(self, at: int) -> Told | None:
        count = counted_ago(self._forms, at)
        if not count:
            return None
        exact = count.least == count.most and count.unit in {"day", "hour", "minute"}
        return Told(self._back(count.unit, count.least, count.most), count.last, exact=exact)

    def _back(self, unit: str, least: int, most: int) -> Days:
        """The days that lie so many units back: a week and more is meant roughly."""
        if unit == "minute":
            return self._post
        if unit == "hour":
            return self._moved(-((most + 12) // 24), -(least // 24)) if least == most else self._moved(-1, 0)
        if unit == "day":
            return self._moved(-most, -least)
        if unit == "week":
            return self._moved(-_WEEK * most - 3, -_WEEK * least + 3)
        if unit == "month":
            return moved_months(self._post.first, -most).joined(moved_months(self._post.last, -least))
        years = 10 if unit == "decade" else 1
        return _years(self._post.first.year - years * most, self._post.last.year - years * least)

    # "last week", "هذا العام", "الشهر الماضي"

    def _unit(self, at: int) -> Told | None:
        before = self._forms.at(at, "modifier")
        if before:
            start = before[1]
            unit = self._forms.at(start, "unit") or self._forms.at(start, "definite")
            count = counted(self._forms, start, bare=False) if before[0] == "last" else None
            if count:
                return self._trailing(count)
            return self._in_unit(str(unit[0]), str(before[0]), unit[1]) if unit else None
        unit = self._forms.at(at, "definite") or self._forms.at(at, "unit")
        after = self._forms.at(unit[1], "modifier") if unit else None
        if unit and after:
            return self._in_unit(str(unit[0]), str(after[0]), after[1])
        count = None if unit else counted(self._forms, at, bare=False)
        return self._trailing(count) if count and self._after(count.last) in beside("past_ones") else None

    def _trailing(self, count: Counted) -> Told:
        """The time up to the post: "the past two weeks", "اليومين الماضيين"."""
        first = self._back(count.unit, count.most, count.most)
        return Told(first.joined(self._post), count.last, exact=False)

    def _in_unit(self, unit: str, turn: str, last: int) -> Told | None:
        step = {"last": -1, "this": 0, "next": 1}[turn]
        if unit not in _CALENDAR_UNITS or (unit == "day" and turn != "this"):
            return None
        post = self._post
        if unit == "day":
            return Told(post, last)
        if unit == "month":
            return Told(moved_months(post.first, step).joined(moved_months(post.last, step)), last)
        if unit in {"year", "decade"}:
            size = 10 if unit == "decade" else 1
            first, until = post.first.year + step * size, post.last.year + step
            return Told(_years(min(first, until), max(first, until)), last)
        monday = post.first - timedelta(days=post.first.weekday() - _WEEK * step)
        if unit == "weekend":
            saturday = monday + timedelta(days=5)
            return Told(Days(saturday - timedelta(days=1), saturday + timedelta(days=1)), last, exact=False)
        return Told(Days(monday, monday + timedelta(days=6)), last, exact=False)

    # "last Friday", "يوم الجمعة"

    def _weekday(self, at: int) -> Told | None:
        before = self._forms.at(at, "modifier")
        start = before[1] if before else at
        found = self._forms.at(start, "weekday")
        if (
            not found
            or self._before(at) in beside("not_weekday_before")
            or not self._is_name(start, before is not None)
        ):
            return None
        after = self._forms.at(found[1], "modifier")
        turn = str((before or after or ("", 0))[0])
        last = after[1] if after and not before else found[1]
        return Told(self._that_weekday(int(found[0]), turn), last)

    def _is_name(self, at: int, *_: bool) -> bool:
        piece = self._pieces[at]
        if not piece.written.isascii() or piece.capital:
            return True
        return self._before(at) in {"le", "el", "ce", "este", "on", "last", "this"}

    def _that_weekday(self, weekday: int, turn: str) -> Days:
        post = self._post.last
        back = (post.weekday() - weekday) % _WEEK
        if turn == "next":
            day = post + timedelta(days=(weekday - post.weekday() - 1) % _WEEK + 1)
        elif turn == "this":
            day = post + timedelta(days=(weekday - post.weekday()) % _WEEK)
        else:
            day = post - timedelta(days=back or (_WEEK if turn == "last" else 0))
        return Days(day, day)
