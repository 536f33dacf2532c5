"""R3: which time a caption claims, and how far a found date must lie before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from firstseen.model.wording import Words, date_words, days_of, iso_of

if TYPE_CHECKING:
    from firstseen.model.claim import Claim, Footing, When
    from firstseen.model.time import PartialDate
    from firstseen.settings import Verdict as Tolerances


@dataclass(frozen=True, slots=True)
class ClaimedTime:
    """The time a caption claims, with the whole days that must lie between it and an earlier date."""

    when: When
    tolerance_days: float
    words: Words
    short: str

    @property
    def footing(self) -> Footing:
        """Whether the caption says it or it was inferred."""
        return self.when.footing

    def gap_days(self, found: PartialDate) -> int:
        """How many whole days lie between the last day `found` can mean and the first that is claimed; ≤ 0 for none."""
        return (days_of(self.when.date)[0] - days_of(found)[1]).days - 1

    def lead_days(self, found: PartialDate) -> int:
        """How many whole days lie between the last claimed day and the first day `found` can mean; ≤ 0 for none."""
        return (days_of(found)[0] - days_of(self.when.date)[1]).days - 1


def claimed_times(claim: Claim, tolerances: Tolerances) -> tuple[ClaimedTime, ...]:
    """The time the caption claims for what it shows, likeliest first; empty when it claims none.

    Of what the words state or name, the latest that is not after the post: captions give the past as background, and
    tell the news last. Then the post's own time, if the reading infers it: because no words state one, or only that
    something has been going on since.
    """
    told = [when for when in claim.reading.when if when.quote is not None]
    if claim.posted is not None:
        told = [
            when for when in told if days_of(when.date)[0] <= days_of(claim.posted)[1] + timedelta(days=1)
        ]
    latest = [max(told, key=_newest)] if told else []
    inferred = [when for when in claim.reading.when if when.quote is None]
    return tuple(_timed(when, tolerances) for when in (*latest, *inferred[:1]))


def _newest(when: When) -> tuple[date, bool, float]:
    """Sorts by the first day it can mean; among equals the exact one, then the shorter."""
    first, last = days_of(when.date)
    return first, when.exact, -(last - first).days


def _timed(when: When, tolerances: Tolerances) -> ClaimedTime:
    words = date_words(when.date)
    short = iso_of(when.date)
    if when.quote is None:
        days = tolerances.undated_tolerance_days
        words = Words(f"{words.en}, when it was posted", f"{words.ar}، وقت نشره")
        short = f"{short} (posted)"
    else:
        days = tolerances.exact_tolerance_days if when.exact else tolerances.now_tolerance_days
    return ClaimedTime(when, days, words, short)
