"""Days that come back every year: when each of them was, by the calendar it follows."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final

from hijridate import Hijri

from firstseen.model.time import PartialDate

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2035
"""Years whose feasts are known; no footage that is checked needs others, and the moon's calendar is certain in them."""

_HIJRI_OFFSET: Final = 579
_SIGHTING: Final = timedelta(days=1)
"""Countries begin a month of the moon up to a day apart from Umm al-Qura."""

_EAST: Final = timedelta(hours=14)
_WEST: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Feast:
    """A day or days that come back every year; `dates` are its occurrences, oldest first."""

    id: str
    name: str
    name_ar: str
    kind: str
    names: tuple[str, ...]
    never: tuple[str, ...]
    dates: tuple[PartialDate, ...]


@cache
def feasts() -> tuple[Feast, ...]:
    """Every feast of our list, with its occurrences from 2000 to 2035."""
    text = files("firstseen.claims").joinpath("data/feasts.toml").read_text(encoding="utf-8")
    return tuple(
        Feast(
            id=id_,
            name=fact["name"],
            name_ar=fact["ar"],
            kind=fact["kind"],
            names=(fact["name"], fact["ar"], *fact.get("names", ())),
            never=tuple(fact.get("never", ())),
            dates=tuple(
                _occurrence(start, fact["days"], moon=fact["calendar"] == "hijri")
                for start in _starts(fact["calendar"], fact.get("month", 0), fact["day"])
            ),
        )
        for id_, fact in tomllib.loads(text).items()
    )


def easter_sunday(year: int) -> date:
    """Western Easter Sunday of a year. Source: the anonymous Gregorian computus (Meeus, Jones, Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, left = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    weekday = (32 + 2 * left + 2 * (rest // 4) - epact - rest % 4) % 7
    month, day = divmod(epact + weekday - 7 * ((golden + 11 * epact + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)


def _starts(calendar: str, month: int, day: int) -> list[date]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    if calendar == "civil":
        return [date(year, month, day) for year in years]
    if calendar == "easter":
        return [easter_sunday(year) + timedelta(days=day) for year in years]
    hijri_years = range(FIRST_YEAR - _HIJRI_OFFSET, LAST_YEAR - _HIJRI_OFFSET + 2)
    return [_civil(Hijri(year, month, day)) for year in hijri_years]


def _civil(hijri: Hijri) -> date:
    day = hijri.to_gregorian()
    return date(day.year, day.month, day.day)


def _occurrence(start: date, days: int, *, moon: bool) -> PartialDate:
    slack = _SIGHTING if moon else timedelta(0)
    first = datetime(start.year, start.month, start.day, tzinfo=UTC) - slack
    end = datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(days=days) + slack
    last = end - timedelta(days=1)
    single = first == last
    text = f"{first:%Y-%m-%d}" if single else f"{first:%Y-%m-%d}/{last:%Y-%m-%d}"
    return PartialDate(first - _EAST, end + _WEST, "day" if single else "interval", "estimate", text)
