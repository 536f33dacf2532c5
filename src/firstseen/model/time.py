"""Time inside a file (`Span`) and time in the world (`PartialDate`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

Precision = Literal["instant", "day", "month", "year", "interval"]

Basis = Literal[
    "signed manifest",
    "agency record",
    "platform timestamp",
    "web archive capture",
    "clock in the picture",
    "date on the page",
    "file metadata",
    "caption",
    "estimate",
]

BASES: Final[tuple[Basis, ...]] = (
    "signed manifest",
    "agency record",
    "platform timestamp",
    "web archive capture",
    "clock in the picture",
    "date on the page",
    "file metadata",
    "caption",
    "estimate",
)
"""What a date can rest on, strongest first."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch [start_s, end_s) of presentation time inside one file, in seconds."""

    start_s: float
    end_s: float

    def __post_init__(self) -> None:
        if not self.start_s <= self.end_s:
            msg = f"a span ends before it starts: {self.start_s} > {self.end_s}"
            raise ValueError(msg)

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return self.end_s - self.start_s

    def overlap_s(self, other: Span) -> float:
        """How many seconds the two share; 0 when they do not touch."""
        return max(0.0, min(self.end_s, other.end_s) - max(self.start_s, other.start_s))

    def iou(self, other: Span) -> float:
        """Shared length over joined length, 0 to 1; 0 for two empty spans."""
        shared = self.overlap_s(other)
        joined = self.duration_s + other.duration_s - shared
        return shared / joined if joined > 0 else 0.0


@dataclass(frozen=True, slots=True)
class PartialDate:
    """When something happened in the world, as exactly as its source knows: [earliest, latest), aware UTC.

    `text` keeps the date as it was given. A date without a time zone may mean any zone on earth, so its interval is
    widened by 14 hours before and 12 hours after; `zone_known` says which. `basis` is what the date rests on.
    """

    earliest: datetime
    latest: datetime
    precision: Precision
    basis: Basis
    text: str
    zone_known: bool = False

    def __post_init__(self) -> None:
        if self.earliest.utcoffset() != timedelta(0) or self.latest.utcoffset() != timedelta(0):
            msg = "a PartialDate is kept in aware UTC"
            raise ValueError(msg)
        if self.earliest > self.latest:
            msg = f"a date ends before it starts: {self.text}"
            raise ValueError(msg)

    @property
    def iso(self) -> str:
        """The date as known, in ISO 8601: "2015", "2015-07", "2015-07-01", an instant, or "start/end"."""
        return self.text

    def certainly_before(self, other: PartialDate) -> bool:
        """Whether every instant it can mean lies before every instant the other can mean."""
        return self.latest <= other.earliest
