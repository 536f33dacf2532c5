"""Dates as feeds, pages and exports write them."""

from __future__ import annotations

import functools
import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from firstseen.errors import UnclearDate
from firstseen.model.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from firstseen.model.time import Basis, PartialDate

    ReadDate = Callable[[str, Basis], PartialDate]
    """Reads one date as it is written; raises UnclearDate."""

_LONGEST: Final = 80
"""Characters. No single date is longer; a longer text is not looked at."""

_NAMED_UTC: Final = re.compile(r"\s*(?:UTC|GMT|utc|gmt)$")
_MAIL: Final = re.compile(r"(?:[A-Za-z]{3,9},? +)?\d{1,2} [A-Za-z]{3,9} \d{4} \d")
_LONG_FRACTION: Final = re.compile(r"(?<=[.,]\d{9})\d+")


@functools.lru_cache(maxsize=8192)
def read_stated_date(text: str, basis: Basis = "date on the page") -> PartialDate:
    """The date that a machine wrote: ISO 8601 in its common variants, or the form of mail and RSS.

    Raises UnclearDate for anything else, for days no calendar has, and for dates before photography or in the future.
    """
    written = text.strip()
    if len(written) > _LONGEST:
        raise UnclearDate(f"{written[:_LONGEST]}…", "it is too long for a date")
    if _MAIL.match(written):
        return read_date(_from_mail(written), basis)
    written = _LONG_FRACTION.sub("", written)
    return read_date(_NAMED_UTC.sub("Z", written) if _NAMED_UTC.search(written) else written, basis)


def _from_mail(written: str) -> str:
    try:
        moment = parsedate_to_datetime(written)
        if moment.tzinfo is None:
            # RFC 5322's -0000: the clock is known, the zone is not.
            return moment.isoformat()
        return moment.astimezone(UTC).isoformat()
    except (ValueError, OverflowError, IndexError) as error:
        raise UnclearDate(written, "no calendar or clock has it") from error


def trying(first: ReadDate, then: ReadDate) -> ReadDate:
    """A reader that asks `first`, and `then` about what it cannot read."""

    @functools.lru_cache(maxsize=8192)
    def read(text: str, basis: Basis) -> PartialDate:
        try:
            return first(text, basis)
        except UnclearDate:
            return then(text, basis)

    return read
