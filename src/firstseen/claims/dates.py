"""Every time a text states, with the words it was read from: written out, or told from the day of the post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.clock import Clock, read_clock
from firstseen.claims.calendar.days import (
    EARLIEST_DAY,
    SEASONS,
    Days,
    Point,
    by_weekday,
    dated,
    days_of,
    placed,
)
from firstseen.claims.calendar.lone import lead_of, read_lone
from firstseen.claims.calendar.old import remembers, says_old
from firstseen.claims.calendar.ranges import Read, read_span
from firstseen.claims.calendar.relative import Relative
from firstseen.claims.calendar.text import Text
from firstseen.claims.calendar.words import is_beside, lexicon, read_pieces
from firstseen.errors import UnclearDate
from firstseen.model.claim import Quote, When
from firstseen.model.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.claims.calendar.words import Piece
    from firstseen.model.claim import Footing
    from firstseen.model.time import Basis, PartialDate

__all__ = ["find_dates", "read_written_date", "remembers", "says_old"]

_DAY_FIRST: Final = {"ar": True, "fr": True, "es": True}
"""Languages whose readers write the day before the month everywhere; English does both."""

_ABOUT_DAYS: Final = {"year": 365, "month": 31, "day": 3}
"""Days that "about" adds on each side: one more of what is named, and three of a day."""

_LONGEST_RECORD: Final = 1_000
"""Characters of a record's date: more is no date."""


def find_dates(
    text: str, *, posted: PartialDate | None = None, language: str = "", basis: Basis = "caption"
) -> tuple[When, ...]:
    """Every time `text` states, in its order, each with its words and their place in the text.

    What is told from the day of the post ("yesterday", "قبل يومين"), and a day without its year, need `posted`, and are
    left out without it; so is a time that is denied ("not in 2024"). `language` (ISO 639-1) settles 3/4/2022; where it
    does not, both readings are kept as one interval and `exact` is False.
    """
    return tuple(_Reader(text, posted, language, basis).read())


def read_written_date(
    text: str, *, posted: PartialDate | None = None, language: str = "", basis: Basis = "estimate"
) -> PartialDate:
    """The first date of a record's field as people write it, ISO 8601 or words; UnclearDate when there is none.

    "before 2015" is everything up to it since photography began; "about 2015" has a year more on each side, about a
    month a month, about a day three days.
    """
    if len(text) > _LONGEST_RECORD:
        raise UnclearDate(text[:40] + "…", f"it is {len(text)} characters long")
    try:
        return read_date(text, basis)
    except UnclearDate as unclear:
        reader = _Reader(text, posted, language, basis)
        found = reader.read()
        if not found:
            raise UnclearDate(text, unclear.reason) from unclear
        return _bounded(found[0].date, reader.leads[0] if reader.leads else "") or found[0].date


def _bounded(date: PartialDate, lead: str) -> PartialDate | None:
    """What "before" and "about" make of a date of whole days; None for what they leave as it is."""
    days = days_of(date)
    if date.precision == "instant" or lead not in {"before", "about"}:
        return None
    if lead == "before":
        return dated(Days(EARLIEST_DAY, days.first - timedelta(days=1)), date.basis)
    around = timedelta(days=_ABOUT_DAYS.get(date.precision, _ABOUT_DAYS["day"]))
    first, last = days.first - around, days.last + around
    if date.precision == "year":
        first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    return dated(Days(first, last), date.basis)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of pieces [first, last); no days when no calendar has them or their year is not known."""

    first: int
    last: int
    days: Days | None
    footing: Footing = "explicit"
    reason: str = ""
    exact: bool = True


class _Reader:
    """One pass over a text."""

    def __init__(self, text: str, posted: PartialDate | None, language: str, basis: Basis) -> None:
        self._given = text
        self._posted = posted
        self._basis = basis
        self._text = Text(read_pieces(text))
        self._day_first = _day_first(language, self._text.pieces)
        self._relative = Relative(self._text, days_of(posted)) if posted else None
        self._before: Point | None = None
        """The date before: "the same month" is its month."""
        self.leads: list[str] = []
        """For each date that was read, the word before it that makes it a bound: "before", "about", or nothing."""

    def read(self) -> list[When]:
        whens: list[When] = []
        clocks: list[tuple[int, Clock]] = []
        at = 0
        while at < len(self._text.pieces):
            name = self._text.at(at, "name")
            if name or not self._text.knows(at):
                at = name[1] if name else at + 1
                continue
            clock = read_clock(self._text, at)
            found = self._behind_clock(clock) if clock else None
            if clock and clock.sure and not found:
                clocks.append((at, clock))
                at = clock.last
                continue
            found, clock = (found, clock) if found else (self._at(at), None)
            when, last = self._when(found, at, clock) if found else (None, at + 1)
            if when and not self._is_denied(at):
                whens.append(when)
                self.leads.append(lead_of(self._text, found.first) if found else "")
            at = last
        return whens or [when for clock in clocks if (when := self._on_the_day(*clock))]

    def _is_denied(self, first: int) -> bool:
        """Whether a "not" stands before the words, prepositions aside: "not in 2024", وليس حديثا."""
        for kind in ("cue year", "cue in", "cue on", "cue of"):
            start = self._text.start(first, kind)
            first = first if start is None else start
        return self._text.ends(first, "denial")

    def _on_the_day(self, first: int, clock: Clock) -> When | None:
        """A time of the day in a text that names no day at all: on the day of the post."""
        days = days_of(self._posted) if self._posted else None
        date = dated(days, self._basis, clock.iso(days.first)) if days and days.first == days.last else None
        reason = "the words name a time and no day; the day of the post is taken"
        return When(date, "inferred", self._quote(first, clock.last), reason) if date else None

    def _behind_clock(self, clock: Clock) -> _Found | None:
        """The day behind a time of the day: "at 14:05 GMT on 6 December", "2:45 p.m. Friday"."""
        start = self._text.mark(clock.last, ",-")
        start = self._text.past(start, "cue on")
        found = self._at(start)
        return found if found and found.days and found.days.first == found.days.last else None

    def _at(self, at: int) -> _Found | None:
        return self._named_day(at) or self._told(at) or self._written(at, at) or self._alone(at)

    def _told(self, at: int) -> _Found | None:
        told = self._relative.read(at) if self._relative else None
        if not told:
            return None
        return _Found(at, told.last, told.days, reason="relative to the post", exact=told.exact)

    def _named_day(self, at: int) -> _Found | None:
        """A date behind the name of its day: "Friday, 6 December", "أمس الجمعة 6 كانون الأول", "ce mardi 4 août"."""
        text = self._text
        start = text.past(at, "modifier")
        relative = text.at(at, "day")
        start = text.mark(relative[1], ",(") if relative else start
        named = text.at(start, "weekday") or text.at(start, "short_weekday")
        if not named and not relative:
            return None
        after = named[1] if named else start
        after = text.past(text.past(after, "modifier"), "daypart")
        after = text.past(text.past_marks(after, ",.(-|)/"), "weekday")
        after = text.past(text.past_marks(after, ",.(-|)"), "cue on")
        after = text.past(text.mark(after, ","), "cue on")
        after = text.past(after, "cue in")
        found = self._written(after, at, None if named is None else int(named[0]))
        told = self._told(at) if relative and relative[0] != 0 else None
        # "tomorrow 16/09/2023": the date is that of the text, and the word tells another day.
        differs = found and found.days and told and told.days and found.days.joined(told.days) != found.days
        return None if differs else found

    def _written(self, at: int, first: int, weekday: int | None = None) -> _Found | None:
        read = read_span(self._text, at, day_first=self._day_first)
        return self._placed(read, first, weekday) if read else None

    def _alone(self, at: int) -> _Found | None:
        read = read_lone(self._text, at)
        return self._placed(read, at, None) if read else None

    def _placed(self, read: Read, first: int, weekday: int | None) -> _Found | None:
        coming = self._text.is_coming(first)
        read = replace(read, points=tuple(by_weekday(point, weekday) for point in read.points))
        points = [placed(self._filled(point, coming=coming), self._posted, weekday) for point in read.points]
        whole = [point for point in points if point]
        if len(whole) < len(read.points) or self._is_name(read, first):
            return _Found(first, read.last, None)
        try:
            days = whole[0].days()
            for point in whole[1:]:
                days = days.joined(point.days())
        except ValueError:
            return _Found(first, read.last, None)
        self._before = whole[-1]
        return self._explained(read, whole, days, first)

    def _is_name(self, read: Read, first: int) -> bool:
        """Whether a day without a year is part of a name or comes every year: ثورة 25 يناير, "May 1 of each year"."""
        if read.points[-1].year is None and self._text.at(read.last, "every"):
            return True
        if read.points[-1].year is not None or read.points[0].day is None:
            return False
        before, after = self._text.word(first - 1), self._text.word(read.last)
        return is_beside(before, "name_before") or is_beside(after, "name_after")

    def _filled(self, point: Point, *, coming: bool) -> Point:
        """The point with the month and year of the date before, if they are the same; turned to what is coming."""
        if coming and point.turn is None:
            point = replace(point, turn=1)
        if not point.same or not self._before:
            return point
        return replace(point, year=self._before.year, month=point.month or self._before.month)

    def _explained(self, read: Read, points: list[Point], days: Days, first: int) -> _Found:
        """What was read, saying what in it does not stand in the words."""
        given, point = read.points[0], points[0]
        reasons: list[str] = []
        footing: Footing = "explicit"
        exact = point.part not in SEASONS
        if given.year is None and read.points[-1].year is None and not given.same:
            told = given.shift is not None or given.turn is not None
            footing = "explicit" if told else "inferred"
            which = "the next" if point.turn == 1 else "the nearest to the post"
            reasons.append("relative to the post" if told else f"the words name no year; {which} is taken")
        if point.settled:
            footing = "inferred"
            reasons.append("day and month could change places; read as the language writes them")
        elif point.other:
            month, day = point.other
            days, exact = days.joined(replace(point, month=month, day=day, other=None).days()), False
            reasons.append("day and month could change places; both readings are kept")
        if point.hijri:
            reasons.append(
                "a Hijri date; its month may begin a day or two earlier or later from country to country"
            )
        lead = lead_of(self._text, first)
        if lead:
            exact = False
            reasons.append(f"the words say {lead!r}")
        return _Found(first, read.last, days, footing, "; ".join(reasons), exact)

    def _when(self, found: _Found, first: int, clock: Clock | None) -> tuple[When | None, int]:
        """The date of what was found, from piece `first` on, at a time of the day, and the piece after both."""
        if not found.days:
            return None, found.last
        last = found.last
        if clock is None and found.days.first == found.days.last:
            clock = read_clock(self._text, self._text.mark(last, ",-|("), year=found.days.first.year)
            last = clock.last if clock else last
        date = dated(found.days, self._basis, clock.iso(found.days.first) if clock else "")
        if not date:
            return None, last
        return When(date, found.footing, self._quote(first, last), found.reason, found.exact), last

    def _quote(self, first: int, last: int) -> Quote:
        """The words of pieces [first, last), without the و or ف that only joins them to what is before."""
        piece = self._text.pieces[first]
        start, end = piece.start, self._text.pieces[last - 1].end
        if piece.kind == "word" and piece.text[0] in "وف" and not lexicon().knows(piece.text):
            start += 1
        return Quote(start, end, self._given[start:end])


def _day_first(language: str, pieces: Sequence[Piece]) -> bool | None:
    if language not in {"", "und"}:
        return _DAY_FIRST.get(language[:2])
    return True if any(piece.arabic for piece in pieces) else None
