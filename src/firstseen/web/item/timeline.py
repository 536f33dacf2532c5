"""The timeline of sightings: where each bar stands, what is pinned, and the same as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from firstseen.model.dates import EARLIEST_YEAR
from firstseen.publish.charts import Axis, Tick, axis_of, bar_of
from firstseen.publish.words import clock
from firstseen.web.item.words import Dated, clipped, dated, record_title, safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firstseen.model.case import History
    from firstseen.model.claim import Claim
    from firstseen.model.match import Segment
    from firstseen.model.sighting import Sighting, Timeline
    from firstseen.model.time import PartialDate
    from firstseen.web.words import InterfaceLanguage

Kind = Literal["published", "captured", "recorded"]

_CLUSTERED_FROM: Final = 30
"""Sightings from which on those that stand close together share a row of the chart."""

_CLUSTER_WIDTH: Final = 2.0
"""How wide, in percent of the axis, a cluster is."""

_ROWS: Final = 300
"""Rows of the table; the rest is told of by number."""

_LABEL: Final = 46
_TURNS_AT: Final = 55.0
"""From this share of the width on, a label stands before its mark, not after it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One date on the chart, in percent of its width: a bar as wide as the date is uncertain."""

    kind: Kind
    left: float
    width: float
    when: Dated
    beyond: bool = False
    """Whether the date lies before photography or in the future, and the mark stands at the edge."""

    @property
    def middle(self) -> float:
        """Where a mark without width stands."""
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A line of the chart: one sighting, or several that stand close together (`count`)."""

    number: int
    label: str
    marks: tuple[Mark, ...]
    first: bool = False
    count: int = 1

    @property
    def turned(self) -> bool:
        """Whether its label stands before the mark."""
        return self.marks[0].left > _TURNS_AT

    @property
    def label_at(self) -> float:
        """Where its label begins, or ends when it stands before."""
        mark = self.marks[0]
        return round(min(mark.left + mark.width, 100.0) if self.turned else mark.left, 2)


@dataclass(frozen=True, slots=True)
class SightingRow:
    """A row of the table: one sighting with its three dates, never mixed, and what proves it."""

    number: int
    sighting: Sighting
    title: str
    url: str
    first: bool
    published: Dated | None
    captured: Dated | None
    recorded: Dated | None
    stretches: tuple[str, ...]
    more: int
    stated: bool


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The chart (axis, claimed time, post, rows) and the table."""

    ticks: tuple[Tick, ...]
    claimed: tuple[Mark, ...]
    posted: Mark | None
    chart: tuple[ChartRow, ...]
    rows: tuple[SightingRow, ...]
    more: int
    undated: int
    first: SightingRow | None
    timeline: Timeline

    @property
    def drawn(self) -> bool:
        """Whether there is any date to draw."""
        return bool(self.chart or self.claimed or self.posted)


def timeline_view(
    history: History | None,
    timeline: Timeline,
    claim: Claim,
    lang: InterfaceLanguage,
    now: datetime | None = None,
) -> TimelineView:
    """Everything that the timeline of a case shows; works without any sighting and without any date."""
    scale = _Scale(now or datetime.now(UTC), lang)
    given = {one.id for one in history.given} if history else set()
    rows = [
        _table_row(number, one, timeline, given, lang)
        for number, one in enumerate(timeline.sightings, start=1)
    ]
    claimed = [value.date for value in claim.reading.when]
    axis = axis_of([scale.shown(date) for date in _dates(timeline.sightings, claimed, claim.posted)])
    chart = [line for row in rows if (line := _chart_row(row, axis, scale)) is not None]
    return TimelineView(
        ticks=axis.ticks,
        claimed=tuple(scale.mark("published", date, axis) for date in claimed),
        posted=scale.mark("published", claim.posted, axis) if claim.posted else None,
        chart=tuple(_clustered(chart) if len(chart) > _CLUSTERED_FROM else chart),
        rows=tuple(rows[:_ROWS]),
        more=max(0, len(rows) - _ROWS),
        undated=sum(one.record.published is None for one in timeline.sightings),
        first=next((row for row in rows if row.first), None),
        timeline=timeline,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """What of time is drawn: from the first photograph to two years from now."""

    now: datetime
    lang: InterfaceLanguage

    def shown(self, date: PartialDate) -> PartialDate:
        """The date, drawn at the edge where it lies beyond."""
        low, high = datetime(EARLIEST_YEAR, 1, 1, tzinfo=UTC), self.now + timedelta(days=730)
        return replace(
            date, earliest=min(max(date.earliest, low), high), latest=max(min(date.latest, high), low)
        )

    def mark(self, kind: Kind, date: PartialDate, axis: Axis) -> Mark:
        kept = self.shown(date)
        left, width = bar_of(kept, axis)
        when = dated(date, self.lang) or Dated(date.iso, date.iso, date.basis)
        left = min(max(left, 0.0), 99.0)
        return Mark(
            kind,
            left,
            min(width, 100.0 - left),
            when,
            (kept.earliest, kept.latest) != (date.earliest, date.latest),
        )


def _dates(
    sightings: Iterable[Sighting], claimed: Iterable[PartialDate], posted: PartialDate | None
) -> Iterator[PartialDate]:
    yield from claimed
    if posted is not None:
        yield posted
    for sighting in sightings:
        record = sighting.record
        yield from (date for date in (record.published, record.captured, record.recorded) if date)


def _chart_row(row: SightingRow, axis: Axis, scale: _Scale) -> ChartRow | None:
    record = row.sighting.record
    dates: tuple[tuple[Kind, PartialDate | None], ...] = (
        ("published", record.published),
        ("captured", record.captured),
        ("recorded", record.recorded),
    )
    marks = tuple(scale.mark(kind, date, axis) for kind, date in dates if date is not None)
    return ChartRow(row.number, clipped(row.title, _LABEL), marks, row.first) if marks else None


def _clustered(chart: Sequence[ChartRow]) -> list[ChartRow]:
    """The rows with those close together as one; first seen stays alone, and so does what has no neighbours."""
    rows: list[ChartRow] = []
    places: dict[int, int] = {}
    for row in chart:
        place = int(row.marks[0].left // _CLUSTER_WIDTH)
        if row.first or row.marks[0].kind != "published":
            rows.append(row)
        elif place in places:
            rows[places[place]] = _joined(rows[places[place]], row)
        else:
            places[place] = len(rows)
            rows.append(row)
    return rows


def _joined(one: ChartRow, other: ChartRow) -> ChartRow:
    mark, more = one.marks[0], other.marks[0]
    left = min(mark.left, more.left)
    right = max(mark.left + mark.width, more.left + more.width)
    joined = replace(mark, left=left, width=round(right - left, 2))
    return replace(one, marks=(joined,), count=one.count + other.count)


_STRETCHES: Final = 4


def _table_row(
    number: int, sighting: Sighting, timeline: Timeline, given: set[str], lang: InterfaceLanguage
) -> SightingRow:
    record = sighting.record
    return SightingRow(
        number=number,
        sighting=sighting,
        title=record_title(record),
        url=safe_url(record.url),
        first=sighting is timeline.first_seen or sighting == timeline.first_seen,
        published=dated(record.published, lang),
        captured=dated(record.captured, lang),
        recorded=dated(record.recorded, lang),
        stretches=tuple(stretch(one) for one in sighting.segments[:_STRETCHES]),
        more=max(0, len(sighting.segments) - _STRETCHES),
        stated=sighting.id in given,
    )


def stretch(segment: Segment) -> str:
    """Both stretches of a segment in figures: "0:03.2–0:11.8 = 0:41.0–0:49.6"."""
    query, reference = segment.query, segment.reference
    return (
        f"{clock(query.start_s)}–{clock(query.end_s)} = {clock(reference.start_s)}–{clock(reference.end_s)}"
    )


__all__ = ["ChartRow", "Mark", "SightingRow", "TimelineView", "stretch", "timeline_view"]
