"""A written date becomes a `PartialDate`: as exact as it was written, never more."""

from __future__ import annotations

import difflib
import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from firstseen.errors import InputError, UnclearDate
from firstseen.model.time import BASES, PartialDate

if TYPE_CHECKING:
    from firstseen.model.time import Basis, Precision

EARLIEST_YEAR: Final = 1826
"""No picture is older than the first photograph that survives (Niépce, 1826 or 1827)."""

_FARTHEST_EAST: Final = timedelta(hours=14)
"""Kiribati: where a day begins first."""

_FARTHEST_WEST: Final = timedelta(hours=12)
"""Baker Island: where a day ends last."""

_DATE: Final = re.compile(
    r"""(?P<year>\d{4})
        (?: (?P<dash>-?) (?P<month>\d\d)
            (?: (?P=dash) (?P<day>\d\d)
                (?: T (?P<hour>\d\d) :? (?P<minute>\d\d)
                    (?: :? (?P<second>\d\d) (?: [.,] (?P<fraction>\d{1,9}) )? )?
                    (?P<zone> Z | [+-]\d\d (?: :? \d\d )? )?
                )?
            )?
        )?""",
    re.VERBOSE,
)
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_MARKS: Final = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
"""Direction marks that word processors put around numbers in Arabic text."""


def read_date(text: str, basis: Basis = "estimate") -> PartialDate:
    """The date that `text` states in ISO 8601: a year, month, day, instant, or two of them joined by "/".

    Digits may be of any script. Without a time zone the interval is widened to every zone on earth. Anything else,
    a day that no calendar has, and a year before photography or after the next one raise UnclearDate.
    """
    written = _normalised(text)
    start, slash, end = written.partition("/")
    first = _read_one(start, text, basis)
    if not slash:
        return first
    last = _read_one(end, text, basis)
    if last.earliest < first.earliest or last.latest < first.latest:
        raise UnclearDate(text, "it ends before it starts")
    return PartialDate(
        earliest=first.earliest,
        latest=last.latest,
        precision="interval",
        basis=basis,
        text=f"{first.text}/{last.text}",
        zone_known=first.zone_known and last.zone_known,
    )


def read_basis(text: str) -> Basis:
    """The basis that `text` names, whatever its case and its dashes; InputError naming the nearest one otherwise."""
    wanted = " ".join(re.split(r"[\s_-]+", text.strip().lower()))
    for basis in BASES:
        if basis == wanted:
            return basis
    near = difflib.get_close_matches(wanted, BASES, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise InputError(f"basis {text!r} is not known; {hint}use one of: {', '.join(BASES)}")


def _normalised(text: str) -> str:
    """ASCII digits and dashes, no direction marks, "T" between day and time."""
    digits = "".join(_digit(character) for character in text)
    plain = _MARKS.sub("", digits).translate(_DASHES).strip()
    plain = re.sub(r"\s*/\s*", "/", plain)
    plain = re.sub(r"(?<=\d)[ \u00a0tT]+(?=\d)", "T", plain)
    return re.sub(r"(?<=\d)\s*[zZ]", "Z", re.sub(r"\s+(?=[+-]\d)", "", plain))


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _read_one(written: str, given: str, basis: Basis) -> PartialDate:
    parts = _DATE.fullmatch(written)
    # "201507" may be a month or a day without its century: ISO 8601 does not allow it either.
    if parts is None or (parts["dash"] == "" and parts["day"] is None):
        raise UnclearDate(given)
    _check_year(int(parts["year"]), given)
    try:
        start, length, precision = _interval(parts)
        zone = _zone(parts["zone"])
        zoned = start.replace(tzinfo=zone or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnclearDate(given, "no calendar or clock has it") from error
    return PartialDate(
        earliest=zoned if zone else zoned - _FARTHEST_EAST,
        latest=zoned + length if zone else zoned + length + _FARTHEST_WEST,
        precision=precision,
        basis=basis,
        text=_iso(parts),
        zone_known=zone is not None,
    )


def _iso(parts: re.Match[str]) -> str:
    """The date in the extended form of ISO 8601, exactly as precise as it was written."""
    day = "-".join(part for part in (parts["year"], parts["month"], parts["day"]) if part)
    if parts["hour"] is None:
        return day
    clock = ":".join(part for part in (parts["hour"], parts["minute"], parts["second"]) if part)
    fraction = f".{parts['fraction']}" if parts["fraction"] else ""
    zone = parts["zone"] or ""
    if zone not in {"", "Z"}:
        zone = f"{zone[:3]}:{zone[3:].lstrip(':') or '00'}"
    return f"{day}T{clock}{fraction}{zone}"


def _check_year(year: int, given: str) -> None:
    newest = datetime.now(UTC).year + 1
    if year < EARLIEST_YEAR:
        raise UnclearDate(given, f"no footage is older than {EARLIEST_YEAR}")
    if year > newest:
        raise UnclearDate(given, "it lies in the future")


def _interval(parts: re.Match[str]) -> tuple[datetime, timedelta, Precision]:
    """Start, length and precision as written, without a zone; ValueError for what no calendar has."""
    year = int(parts["year"])
    if parts["month"] is None:
        return datetime(year, 1, 1), datetime(year + 1, 1, 1) - datetime(year, 1, 1), "year"  # noqa: DTZ001
    month = int(parts["month"])
    start = datetime(year, month, 1)  # noqa: DTZ001 - the zone is added by the caller
    if parts["day"] is None:
        following = datetime(year + month // 12, month % 12 + 1, 1)  # noqa: DTZ001
        return start, following - start, "month"
    start = start.replace(day=int(parts["day"]))
    if parts["hour"] is None:
        return start, timedelta(days=1), "day"
    start = start.replace(hour=int(parts["hour"]), minute=int(parts["minute"]))
    if parts["second"] is None:
        return start, timedelta(minutes=1), "instant"
    return start.replace(second=int(parts["second"])), timedelta(seconds=1), "instant"


def _zone(written: str | None) -> timezone | None:
    if written is None:
        return None
    if written == "Z":
        return UTC
    hours, minutes = int(written[1:3]), int(written[3:].lstrip(":") or 0)
    if minutes > 59:  # noqa: PLR2004 - a clock
        raise ValueError(written)
    offset = timedelta(hours=hours, minutes=minutes)
    if offset > _FARTHEST_EAST:
        raise ValueError(written)
    return timezone(-offset if written[0] == "-" else offset)
