"""Where things stand on the report's charts, in percent of their width: dates on a timeline, segments on two lanes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from firstseen.publish.words import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.model.match import Segment
    from firstseen.model.media import Media
    from firstseen.model.time import PartialDate

_SHORTEST_AXIS = timedelta(days=7)
_MOST_TICKS = 8
_NARROWEST_BAR = 0.8
_LABEL_ROOM = 3.0  # percent at either end in which a label would be cut off


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis: its place in percent, and what stands there."""

    left: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The time that a timeline covers."""

    start: datetime | None
    end: datetime | None
    ticks: tuple[Tick, ...] = ()

    def left(self, at: datetime) -> float:
        """Where an instant stands, in percent."""
        if self.start is None or self.end is None:
            return 0.0
        return 100 * (at - self.start) / (self.end - self.start)


def axis_of(dates: Sequence[PartialDate]) -> Axis:
    """An axis that holds all of `dates` with a margin; an empty one without any."""
    if not dates:
        return Axis(None, None)
    start, end = min(date.earliest for date in dates), max(date.latest for date in dates)
    margin = max((end - start) * 0.04, (_SHORTEST_AXIS - (end - start)) / 2, timedelta())
    bare = Axis(start - margin, end + margin)
    ticks = tuple(
        Tick(round(left, 2), label)
        for at, label in _ticks(start - margin, end + margin)
        if _LABEL_ROOM <= (left := bare.left(at)) <= 100 - _LABEL_ROOM
    )
    return Axis(bare.start, bare.end, ticks)


def _ticks(start: datetime, end: datetime) -> list[tuple[datetime, str]]:
    """Round dates between the two, at most eight: years, months or days."""
    years = _every_year(start, end)
    if len(years) > 1:
        step = -(-len(years) // _MOST_TICKS)
        return years[::step]
    months = _every_month(start, end)
    if len(months) > 1:
        step = -(-len(months) // _MOST_TICKS)
        return months[::step]
    days = [
        start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=n) for n in range(1, 64)
    ]
    inside = [(day, f"{day:%Y-%m-%d}") for day in days if start <= day <= end]
    return inside[:: -(-len(inside) // 4) or 1]


def _every_year(start: datetime, end: datetime) -> list[tuple[datetime, str]]:
    firsts = [datetime(year, 1, 1, tzinfo=start.tzinfo) for year in range(start.year, end.year + 1)]
    return [(first, str(first.year)) for first in firsts if start <= first <= end]


def _every_month(start: datetime, end: datetime) -> list[tuple[datetime, str]]:
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    firsts = [
        datetime(
            start.year + (start.month - 1 + n) // 12, (start.month - 1 + n) % 12 + 1, 1, tzinfo=start.tzinfo
        )
        for n in range(count)
    ]
    return [(first, f"{first:%Y-%m}") for first in firsts if start <= first <= end]


def bar_of(date: PartialDate, axis: Axis) -> tuple[float, float]:
    """Start and width of a date's bar: as wide as the date is uncertain."""
    left, right = axis.left(date.earliest), axis.left(date.latest)
    return round(left, 2), round(max(right - left, _NARROWEST_BAR), 2)


@dataclass(frozen=True, slots=True)
class Band:
    """One segment on the two lanes: the corners of its band, its label's places, how it is drawn."""

    number: int
    points: str
    query_left: float
    query_width: float
    reference_left: float
    reference_width: float
    band: str
    track: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """The query's lane above the reference's, and the bands between them; each lane is 100 wide."""

    query_length: str
    reference_length: str
    bands: tuple[Band, ...]

    @property
    def both(self) -> bool:
        """Whether picture and sound both match, and need room beside each other."""
        return len({band.track for band in self.bands}) > 1


def lanes_of(query: Media, reference: Media, segments: Sequence[Segment]) -> Lanes:
    """Both files to their own scale, each segment a band from one to the other; crossed where it runs backwards."""
    query_s = max([query.duration_s, *(s.query.end_s for s in segments)])
    reference_s = max([reference.duration_s, *(s.reference.end_s for s in segments)])
    bands = []
    for number, segment in enumerate(segments, start=1):
        q0, q1 = _shares(segment.query.start_s, segment.query.end_s, query_s)
        r0, r1 = _shares(segment.reference.start_s, segment.reference.end_s, reference_s)
        below = (r0, r1) if segment.reversed else (r1, r0)
        points = f"{q0:.2f},0 {q1:.2f},0 {below[0]:.2f},100 {below[1]:.2f},100"
        bands.append(Band(number, points, q0, q1 - q0, r0, r1 - r0, segment.band, segment.track))
    return Lanes(_length(query_s), _length(reference_s), tuple(bands))


def _length(time_s: float) -> str:
    return clock(time_s) if time_s > 0 else "a still"


def _shares(start_s: float, end_s: float, whole_s: float) -> tuple[float, float]:
    """A stretch in percent of the whole; a still is the whole."""
    if whole_s <= 0:
        return 0.0, 100.0
    start, end = 100 * start_s / whole_s, 100 * end_s / whole_s
    return round(start, 2), round(max(end, start + 0.5), 2)
