"""Times of the day: "at 14:05 GMT", "6:07 pm", "الساعة 6:07 مساءً بتوقيت بيروت"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from firstseen.claims.calendar.text import Text

_NOON: Final = 12
_MINUTES: Final = 60
_HOURS: Final = 24
_FOUR: Final = 4
_EVENING_FROM: Final = 5
"""The Arabic "at night" is in the evening from this hour on, before it in the morning: 9 ليلا, 2 ليلا."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day, the zone its words name (IANA, or minutes east of Greenwich), and the piece after it.

    `sure` when a zone, an "am" or a word for the hour says that it is one: "3:16" may be a verse or a score.
    """

    hour: int
    minute: int
    second: int | None
    zone: str | int | None
    last: int
    sure: bool = True

    def iso(self, day: date) -> str:
        """The time on that day in ISO 8601, with the offset its zone has then."""
        seconds = "" if self.second is None else f":{self.second:02}"
        return f"{self.hour:02}:{self.minute:02}{seconds}{self._offset(day)}"

    def _offset(self, day: date) -> str:
        if self.zone is None:
            return ""
        minutes = self.zone
        if isinstance(minutes, str):
            there = datetime(day.year, day.month, day.day, self.hour, self.minute, tzinfo=ZoneInfo(minutes))
            minutes = int((there.utcoffset() or timedelta()).total_seconds() // _MINUTES)
        sign = "-" if minutes < 0 else "+"
        return f"{sign}{abs(minutes) // _MINUTES:02}:{abs(minutes) % _MINUTES:02}"


def read_clock(text: Text, at: int, *, year: int | None = None) -> Clock | None:
    """The time of the day that begins at a piece; a number alone needs its "am", its zone or a word for the hour.

    `year` is one that may stand behind it, as programs write it: "Oct 10 23:25:05 +0000 2024".
    """
    cue = text.at(at, "clock")
    start = cue[1] if cue else at
    hour = text.number(start)
    parts, after = _minutes(text, start)
    if text.digits(start) == _FOUR and text.at(start + 1, "offset") and hour is not None:
        hour, parts = hour // 100, [hour % 100]  # 0955 GMT
    if hour is None or parts is None:
        return None
    meridiem = text.at(after, "meridiem")
    after = meridiem[1] if meridiem else after
    hour = _of_day(hour, str(meridiem[0]) if meridiem else "", text.word(after - 1))
    zone, after = _zone(text, after)
    if year is not None and text.number(after) == year:
        later, after = _zone(text, after + 1)
        zone = later if zone is None else zone
    said = cue is not None and "ساعه" in text.word(cue[1] - 1)
    if meridiem and not parts and not said and len(text.word(meridiem[1] - 1)) == 1:
        return None  # "٤م" is four metres.
    if hour >= _HOURS or any(part >= _MINUTES for part in parts) or not (parts or meridiem or said):
        return None
    sure = meridiem is not None or zone is not None or cue is not None
    return Clock(hour, parts[0] if parts else 0, parts[1] if len(parts) > 1 else None, zone, after, sure)


def _minutes(text: Text, start: int) -> tuple[list[int] | None, int]:
    """Minutes and seconds behind the hour; None when the minutes have no two digits (a score, a verse)."""
    parts: list[int] = []
    at = start + 1
    while len(parts) < 2 and (text.is_mark(at, ":") or _is_h(text, at)) and at + 1 < len(text.pieces):  # noqa: PLR2004 - minutes, seconds
        piece = text.pieces[at + 1]
        if not piece.glued or piece.kind != "number" or len(piece.text) != 2:  # noqa: PLR2004 - two digits
            return (parts or None), at
        parts.append(int(piece.text))
        at += 2
    fraction = len(parts) == 2 and text.is_mark(at, ".") and text.is_glued(at + 1) and text.digits(at + 1) > 0  # noqa: PLR2004
    return parts, at + 2 if fraction else at


def _is_h(text: Text, at: int) -> bool:
    return at < len(text.pieces) and text.pieces[at].glued and text.pieces[at].text == "h"


def _of_day(hour: int, meridiem: str, word: str) -> int:
    if hour == _NOON and (meridiem == "am" or word == "ليلا"):
        return 0
    if meridiem == "am":
        return hour
    if meridiem == "pm" and hour < _NOON and not (word == "ليلا" and hour < _EVENING_FROM):
        return hour + _NOON
    return hour


def _zone(text: Text, at: int) -> tuple[str | int | None, int]:
    """The zone named at a piece, and the piece after it: "GMT+3", "بتوقيت بيروت", "(Damascus time)"."""
    start = text.mark(at, "(,")
    signed = _signed(text, start)
    if signed:
        return signed[0], text.mark(signed[1], ")")
    zone = text.at(start, "zone")
    if zone and text.pieces[start].written.isupper():
        return str(zone[0]), zone[1]
    offset = text.at(start, "offset")
    if offset:
        more = _signed(text, offset[1])
        minutes, after = (more[0], more[1]) if more and offset[0] == 0 else (int(offset[0]), offset[1])
        return minutes, text.mark(after, ")") if start != at else after
    said = start < len(text.pieces) and text.pieces[start].text in {"بتوقيت", "توقيت"}
    named = text.at(start + said, "place_zone")
    if named and said:
        return str(named[0]), named[1]
    if named and named[1] < len(text.pieces) and text.pieces[named[1]].text == "time":
        return str(named[0]), text.mark(named[1] + 1, ")")
    return None, at


def _signed(text: Text, at: int) -> tuple[int, int] | None:
    """Minutes east of a written offset: +03:00, +3, -0500."""
    if not text.is_mark(at, "+-") or at + 1 >= len(text.pieces):
        return None
    number = text.pieces[at + 1]
    tied = text.is_glued(at) or text.is_mark(at, "+") or text.digits(at + 1) == _FOUR
    if number.kind != "number" or not number.glued or not tied:
        return None
    digits, after = number.text, at + 2
    if text.is_mark(after, ":") and after + 1 < len(text.pieces) and text.pieces[after + 1].kind == "number":
        digits, after = digits + text.pieces[after + 1].text, after + 2
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))  # noqa: PLR2004
    if hours > 14 or minutes >= _MINUTES:  # noqa: PLR2004 - Kiribati
        return None
    return (hours * _MINUTES + minutes) * (-1 if text.pieces[at].text == "-" else 1), after
