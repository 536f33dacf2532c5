"""Every time a text states, with the words it was read from: written out, or told from the day of the post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar_clock import Clock, read_clock
from firstseen.claims.calendar_days import Days, Point, dated, days_of, placed
from firstseen.claims.calendar_forms import Forms, Read
from firstseen.claims.calendar_lone import Lone
from firstseen.claims.calendar_old import says_old
from firstseen.claims.calendar_relative import Relative
from firstseen.claims.calendar_words import lexicon, read_pieces
from firstseen.errors import UnclearDate
from firstseen.model.claim import Quote, When
from firstseen.model.dates import read_date

if TYPE_CHECKING:
    from firstseen.claims.calendar_words import Piece
    from firstseen.model.claim import Footing
    from firstseen.model.time import Basis, PartialDate

__all__ = ["find_dates", "read_written_date", "says_old"]

_DAY_FIRST: Final = {"ar": True, "fr": True, "es": True}
"""Languages whose readers write the day before the month everywhere; English does both."""

_LONGEST_RECORD: Final = 1_000
"""Characters of a record's date: more is no date."""


def find_dates(
    text: str, *, posted: PartialDate | None = None, language: str = "", basis: Basis = "caption"
) -> tuple[When, ...]:
    """Every time `text` states, in its order, each with its words and their place in the text.

    What is told from the day of the post ("yesterday", "قبل يومين"), and a day without its year, need `posted`, and
    are left out without it. `language` (ISO 639-1) settles 3/4/2022; where it does not, both readings are kept as one
    interval and `exact` is False.
    """
    return tuple(_Reader(text, posted, language, basis).read())


def read_written_date(
    text: str, *, posted: PartialDate | None = None, language: str = "", basis: Basis = "estimate"
) -> PartialDate:
    """The first date of a record's field as people write it: ISO 8601 or words; UnclearDate when there is none."""
    if len(text) > _LONGEST_RECORD:
        raise UnclearDate(text[:40] + "…", f"it is {len(text)} characters long")
    try:
        return read_date(text, basis)
    except UnclearDate as unclear:
        found = find_dates(text, posted=posted, language=language, basis=basis)
        if found:
            return found[0].date
        raise UnclearDate(text, unclear.reason) from unclear


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
        self._text = text
        self._posted = posted
        self._basis = basis
        self._pieces = read_pieces(text)
        self._forms = Forms(self._pieces, day_first=_day_first(language, self._pieces))
        self._lone = Lone(self._forms)
        self._relative = Relative(self._forms, days_of(posted)) if posted else None

    def read(self) -> list[When]:
        whens: list[When] = []
        at = 0
        while at < len(self._pieces):
            found = self._at(at) if self._forms.knows(at) else None
            if found and found.days:
                clock, last = self._clock_after(found.days, found.last)
                date = dated(found.days, self._basis, clock.iso(found.days.first) if clock else "")
                if date:
                    quote = self._quote(found.first, last)
                    whens.append(When(date, found.footing, quote, found.reason, found.exact))
                at = last
            else:
                at = found.last if found else at + 1
        return whens

    def _at(self, at: int) -> _Found | None:
        told = self._told(at)
        return self._named_day(at) or told or self._written(at, at) or self._alone(at)

    def _told(self, at: int) -> _Found | None:
        told = self._relative.read(at) if self._relative else None
        if not told:
            return None
        return _Found(at, told.last, told.days, reason="relative to the post", exact=told.exact)

    def _named_day(self, at: int) -> _Found | None:
        """A date behind the name of its day: "Friday, 6 December", "أمس الجمعة 6 كانون الأول"."""
        relative = self._forms.at(at, "day")
        start = self._forms.mark(relative[1], ",") if relative else at
        named = self._forms.at(start, "weekday") or self._forms.at(start, "short_weekday")
        if not named and not relative:
            return None
        after = named[1] if named else start
        after = self._forms.past(after, "daypart")
        after = self._forms.mark(after, ",.(-")
        after = self._forms.past(after, "cue on")
        return self._written(after, at, None if named is None else int(named[0]))

    def _written(self, at: int, first: int, weekday: int | None = None) -> _Found | None:
        read = self._forms.span(at)
        return self._placed(read, first, weekday) if read else None

    def _alone(self, at: int) -> _Found | None:
        read = self._lone.read(at)
        return self._placed(read, at, None) if read else None

    def _placed(self, read: Read, first: int, weekday: int | None) -> _Found | None:
        points = [placed(point, self._posted, weekday) for point in read.points]
        whole = [point for point in points if point]
        if len(whole) < len(read.points):
            return _Found(first, read.last, None)
        try:
            days = whole[0].days()
            for point in whole[1:]:
                days = days.joined(point.days())
        except ValueError:
            return _Found(first, read.last, None)
        return self._explained(read, whole, days, first)

    def _explained(self, read: Read, points: list[Point], days: Days, first: int) -> _Found:
        """What was read, saying what in it does not stand in the words."""
        given, point = read.points[0], points[0]
        reasons: list[str] = []
        footing: Footing = "explicit"
        exact = point.part not in {"spring", "summer", "autumn", "winter"}
        if given.year is None and read.points[-1].year is None:
            told = given.shift is not None or given.turn is not None
            footing = "explicit" if told else "inferred"
            reasons.append(
                "relative to the post" if told else "the words name no year; the nearest to the post is taken"
            )
        if point.other == (0, 0):
            footing = "inferred"
            reasons.append("day and month could change places; read as the language writes them")
        elif point.other:
            swapped = Point(year=point.year, month=point.other[0], day=point.other[1])
            days, exact = days.joined(swapped.days()), False
            reasons.append("day and month could change places; both readings are kept")
        if point.hijri:
            reasons.append("a Hijri date; its month may begin a day earlier or later from country to country")
        lead = self._lone.lead(first)
        if lead:
            exact = False
            reasons.append(f"the words say {lead!r}")
        return _Found(first, read.last, days, footing, "; ".join(reasons), exact)

    def _quote(self, first: int, last: int) -> Quote:
        """The words of pieces [first, last), without the و or ف that only joins them to what is before."""
        piece = self._pieces[first]
        start, end = piece.start, self._pieces[last - 1].end
        if piece.kind == "word" and piece.text[0] in "وف" and not lexicon().knows(piece.text):
            start += 1
        return Quote(start, end, self._text[start:end])

    def _clock_after(self, days: Days, last: int) -> tuple[Clock | None, int]:
        """The time of the day behind a day, and the piece after both."""
        if days.first != days.last:
            return None, last
        clock = read_clock(self._forms, self._forms.mark(last, ",-"))
        return clock, clock.last if clock else last


def _day_first(language: str, pieces: tuple[Piece, ...]) -> bool | None:
    if language:
        return _DAY_FIRST.get(language)
    return True if any("\u0600" <= piece.text[:1] <= "\u06ff" for piece in pieces) else None
