"""Times that are told from the day of the post: "yesterday", "last Friday", "قبل يومين", "الأسبوع الماضي"."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.counts import Counted, counted, counted_ago, counted_behind
from firstseen.claims.calendar.days import SEASONS, Days, Point
from firstseen.claims.calendar.months import TURNS
from firstseen.claims.calendar.words import beside, is_beside

if TYPE_CHECKING:
    from firstseen.claims.calendar.text import Text

_WEEK: Final = 7
_NEAR: Final = 3
"""Days back within which "this Friday" is one that has passed."""

_ALAN: Final = frozenset({"آلان", "ألان"})
"""The name Alan, which folds to the same letters as الآن."""

_UNITS: Final = frozenset({"week", "month", "year", "decade", "weekend", "day"})


@dataclass(frozen=True, slots=True)
class Told:
    """Days told from the post, and the piece after the words that tell them."""

    days: Days
    last: int
    exact: bool = True


def _month(day: date, months: int) -> Days:
    """The month that lies so many months from a day's."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return Days(date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1]))


def _years(first: int, last: int) -> Days:
    return Days(date(first, 1, 1), date(last, 12, 31))


class Relative:
    """Reads the times told from the days of the post at a piece of a text."""

    def __init__(self, text: Text, post: Days) -> None:
        self._text = text
        self._post = post

    def read(self, at: int) -> Told | None:
        """What is told at that piece, if anything is."""
        forms = (
            self._last_night, self._day, self._now, self._recent, self._ago,
            self._part, self._unit, self._season, self._weekday,
        )  # fmt: skip
        return next((told for form in forms if (told := form(at))), None)

    def _moved(self, first: int, last: int) -> Days:
        return Days(self._post.first + timedelta(days=first), self._post.last + timedelta(days=last))

    def _is_beside(self, at: int, end: int, lists: str) -> bool:
        return is_beside(self._text.word(at - 1), f"{lists}_before") or is_beside(
            self._text.word(end), f"{lists}_after"
        )

    def _last_night(self, at: int) -> Told | None:
        found = self._text.at(at, "last_night")
        return Told(self._moved(-1, 0), found[1]) if found else None

    def _day(self, at: int) -> Told | None:
        found = self._text.at(at, "day")
        if not found or self._is_beside(at, found[1], "not_today"):
            return None
        return Told(self._moved(int(found[0]), int(found[0])), self._past_weekday(found[1]))

    def _past_weekday(self, at: int) -> int:
        """The piece after the name of the day that stands behind: أمس الجمعة; yesterday (Friday)."""
        start = self._text.mark(at, ",(")
        found = self._text.at(start, "weekday")
        if not found:
            return at
        return self._text.mark(found[1], ")") if self._text.is_mark(at, "(") else found[1]

    def _now(self, at: int) -> Told | None:
        found = self._text.at(at, "now")
        if found and self._text.pieces[at].written in _ALAN:
            return None
        if found and not self._is_beside(at, found[1], "not_now"):
            return Told(self._post, found[1])
        return self._breaking(at)

    def _breaking(self, at: int) -> Told | None:
        """BREAKING, "Breaking:", "#عاجل", "عاجل |" at the head of a line; "an urgent matter" is none."""
        found = self._text.at(at, "breaking")
        if not found:
            return None
        piece = self._text.pieces[at]
        shouted = piece.written.isupper() and not piece.arabic
        headed = self._text.is_mark(found[1], ":|!/-.") and (piece.capital or piece.arabic)
        led = shouted or headed or self._text.is_mark(at - 1, "#") or (piece.line and piece.arabic)
        return Told(self._moved(-1, 0), found[1], exact=False) if led else None

    def _recent(self, at: int) -> Told | None:
        found = self._text.at(at, "recent")
        return Told(self._moved(-int(found[0]), 0), found[1], exact=False) if found else None

    # "two days ago", "قبل يومين"

    def _ago(self, at: int) -> Told | None:
        count = counted_ago(self._text, at)
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
            return _month(self._post.first, -most).joined(_month(self._post.last, -least))
        size = 10 if unit == "decade" else 1
        return _years(self._post.first.year - size * most, self._post.last.year - size * least)

    # "last week", "هذا العام", "early this month", "last summer"

    def _part(self, at: int) -> Told | None:
        """Part of a month: "early this month", "مطلع الشهر الجاري"."""
        part = self._text.at(at, "part")
        start = self._text.past(part[1], "cue of") if part else at
        told = self._unit(start) if part else None
        if not part or not told or told.days.first.day != 1 or told.days.first.month != told.days.last.month:
            return None
        month = Point(year=told.days.first.year, month=told.days.first.month, part=str(part[0]))
        return Told(month.days(), told.last)

    def _unit(self, at: int) -> Told | None:
        text = self._text
        before = text.at(at, "modifier")
        if before and before[0] == "next" and text.word(at - 1) == "the":
            return None  # "the next year" follows another year, not the post.
        if before:
            unit = text.at(before[1], "unit") or text.at(before[1], "definite")
            count = counted(text, before[1], bare=False) if before[0] == "last" else None
            if count:
                return self._trailing(count)
            return self._in_unit(str(unit[0]), str(before[0]), unit[1]) if unit else None
        count = counted_behind(text, at)
        if count and text.word(count.last) in beside("past_ones"):
            return self._trailing(replace(count, last=count.last + 1))
        unit = text.at(at, "definite") or text.at(at, "unit")
        after = text.at(unit[1], "modifier") if unit else None
        if unit and after and text.word(unit[1]) not in beside("leading_modifiers"):
            return self._in_unit(str(unit[0]), str(after[0]), after[1])
        count = None if unit else counted(text, at, bare=False)
        past = count is not None and text.word(count.last) in beside("past_ones")
        return self._trailing(replace(count, last=count.last + 1)) if count and past else None

    def _trailing(self, count: Counted) -> Told:
        """The time up to the post: "the past two weeks", "اليومين الماضيين"."""
        first = self._back(count.unit, count.most, count.most)
        return Told(first.joined(self._post), count.last, exact=False)

    def _in_unit(self, unit: str, turn: str, last: int) -> Told | None:
        step, post = TURNS[turn], self._post
        if unit not in _UNITS or (unit == "day" and turn != "this") or self._text.is_mark(last, "-"):
            return None
        if unit == "day":
            return Told(post, last)
        if unit == "month":
            return Told(_month(post.first, step).joined(_month(post.last, step)), last)
        if unit in {"year", "decade"}:
            size = 10 if unit == "decade" else 1
            years = sorted((post.first.year + step * size, post.last.year + step))
            return Told(_years(*years), last)
        monday = post.first - timedelta(days=post.first.weekday() - _WEEK * step)
        if unit == "weekend":
            return Told(Days(monday + timedelta(days=4), monday + timedelta(days=6)), last, exact=False)
        return Told(Days(monday, monday + timedelta(days=6)), last, exact=False)

    def _season(self, at: int) -> Told | None:
        """As in "last summer", "الصيف الماضي", "cet été": the last such season that began by the post, or the next."""
        before = self._text.at(at, "modifier")
        found = self._text.at(before[1] if before else at, "season")
        after = self._text.at(found[1], "modifier") if found and not before else None
        turn = before or after
        if not found or not turn or found[0] not in SEASONS - {"winter"}:
            return None
        seasons = [Point(year=self._post.last.year + step, part=str(found[0])).days() for step in (-1, 0, 1)]
        if turn[0] == "last":
            days = [season for season in seasons if season.last < self._post.first][-1]
        elif turn[0] == "next":
            days = next(season for season in seasons if season.first > self._post.last)
        else:
            days = seasons[1]
        return Told(days, after[1] if after else found[1], exact=False)

    # "last Friday", "يوم الجمعة", "ليل الخميس الجمعة"

    def _weekday(self, at: int) -> Told | None:
        text = self._text
        before = text.at(at, "modifier")
        found = text.at(before[1] if before else at, "weekday")
        if not found or self._is_beside(at, found[1], "not_weekday"):
            return None
        leads = before or text.word(found[1]) in beside("leading_modifiers")
        after = None if leads else text.at(found[1], "modifier")
        turn = before or after
        coming = "next" if self._text.is_coming(at) else ""
        days = self._that_weekday(int(found[0]), str(turn[0]) if turn else coming)
        if turn:
            return Told(days, after[1] if after else found[1])
        return self._weekdays(at, int(found[0]), found[1]) or Told(days, found[1])

    def _weekdays(self, at: int, first: int, end: int) -> Told | None:
        """A night between two days, or several days: ليل الخميس الجمعة, "Friday to Sunday"."""
        linked = self._text.mark(end, "-/")
        linked = self._text.past(linked, "cue to") if linked == end else linked
        last = self._text.at(linked, "weekday")
        night = linked == end and self._text.word(at - 1) in beside("nights")
        joined = linked != end and self._text.word(end) not in beside("ands")
        if not last or last[0] == first or not (night or joined):
            return None
        ends = self._that_weekday(int(last[0]), "").last
        return Told(Days(ends - timedelta(days=(int(last[0]) - first) % _WEEK), ends), last[1])

    def _that_weekday(self, weekday: int, turn: str) -> Days:
        post = self._post.last
        back = (post.weekday() - weekday) % _WEEK
        if turn == "last":
            back = back or _WEEK
        elif turn == "next" or (turn == "this" and back > _NEAR):
            back = back - _WEEK
        day = post - timedelta(days=back)
        return Days(day, day)
