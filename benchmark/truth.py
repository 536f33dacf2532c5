"""The truth of a query, composed from what it shows and what each reference shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmark.stream import Box, Shown

# Shorter overlaps are neither right nor wrong: nobody is asked to find them, nobody is blamed.
LEAST_OVERLAP_S = 1.0
# Nor are pairs that hardly share any of the picture (two crops of other sides).
LEAST_SHARED_AREA = 0.12


@dataclass(frozen=True, slots=True)
class Segment:
    """The same footage in a query and a reference; field names as in `find --json`.

    `speed`: reference seconds per query second, positive. `region`: what of the reference's picture is visible.
    """

    reference: str
    query_start_s: float
    query_end_s: float
    reference_start_s: float
    reference_end_s: float
    speed: float
    mirrored: bool
    reversed: bool
    region: Box | None
    track: str

    def row(self) -> dict[str, Any]:
        """As JSON, times to the millisecond."""
        times = ("query_start_s", "query_end_s", "reference_start_s", "reference_end_s")
        region = None if self.region is None else [round(v, 4) for v in self.region]
        return {
            "reference": self.reference,
            **{name: round(getattr(self, name), 3) for name in times},
            "speed": round(self.speed, 4),
            "mirrored": self.mirrored,
            "reversed": self.reversed,
            "region": region,
            "track": self.track,
        }


@dataclass(frozen=True, slots=True)
class Reference:
    """One file of the archive: what it shows, when it was published, which groups its footage belongs to."""

    name: str
    path: Path
    published: str
    shown: tuple[Shown, ...]
    groups: frozenset[str]


def shared(query: Shown, reference: Shown, name: str) -> tuple[Segment, float] | None:
    """The segment where both show the same seconds of the same clip; None when they do not meet.

    With it comes how much of the smaller visible region both have, 0–1.
    """
    if query.clip != reference.clip or query.track != reference.track:
        return None
    low = max(min(query.clip_start_s, query.clip_end_s), min(reference.clip_start_s, reference.clip_end_s))
    high = min(max(query.clip_start_s, query.clip_end_s), max(reference.clip_start_s, reference.clip_end_s))
    if high - low < 0.05:
        return None
    q = sorted(_stream_time(query, t) for t in (low, high))
    r = sorted(_stream_time(reference, t) for t in (low, high))
    region, share = _visible(query, reference)
    backwards = (query.speed < 0) != (reference.speed < 0)
    speed = (r[1] - r[0]) / (q[1] - q[0])
    segment = Segment(
        name,
        q[0],
        q[1],
        r[0],
        r[1],
        speed,
        query.mirrored != reference.mirrored,
        backwards,
        region,
        query.track,
    )
    return segment, share


def _stream_time(part: Shown, clip_time_s: float) -> float:
    return part.start_s + (clip_time_s - part.clip_start_s) / part.speed


def _visible(query: Shown, reference: Shown) -> tuple[Box | None, float]:
    """The query's region in the reference's picture, and the share of the smaller region that both show."""
    if query.track == "sound":
        return None, 1.0
    a, b = query.region, reference.region
    both = (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    width, height = both[2] - both[0], both[3] - both[1]
    if width <= 0 or height <= 0:
        return None, 0.0
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    rw, rh = b[2] - b[0], b[3] - b[1]
    x0, x1 = (both[0] - b[0]) / rw, (both[2] - b[0]) / rw
    if reference.mirrored:
        x0, x1 = 1 - x1, 1 - x0
    y0, y1 = (both[1] - b[1]) / rh, (both[3] - b[1]) / rh
    px, py, pw, ph = reference.place[0], reference.place[1], reference.place[2], reference.place[3]
    box = (px + x0 * (pw - px), py + y0 * (ph - py), px + x1 * (pw - px), py + y1 * (ph - py))
    return box, width * height / smaller


def pair_truth(query: Sequence[Shown], reference: Reference, still: bool) -> tuple[list[Segment], bool]:
    """The segments of a pair, and whether the pair is to be left out of the count when there is none.

    A cut of a bulletin meets the bulletin on its own line and on its sources': one of two segments on the same line
    stays, the one of the bulletin itself first.
    """
    found: list[Segment] = []
    doubtful = False
    for part in sorted(query, key=lambda p: p.clip != reference.name):
        for other in reference.shown:
            met = shared(part, other, reference.name)
            if met is None:
                continue
            segment, share = met
            least_s = 0.0 if still else LEAST_OVERLAP_S
            short = (
                min(
                    segment.query_end_s - segment.query_start_s,
                    segment.reference_end_s - segment.reference_start_s,
                )
                < least_s
            )
            if short or share < LEAST_SHARED_AREA:
                doubtful = True
            elif not any(_same_line(segment, kept) for kept in found):
                found.append(segment)
    return merged(found), doubtful


def _same_line(a: Segment, b: Segment) -> bool:
    """Whether `a` says nothing that `b` does not say: on its line and inside its span."""
    if a.track != b.track or a.reversed != b.reversed:
        return False
    middle = (a.query_start_s + a.query_end_s) / 2
    sign = -1 if b.reversed else 1
    start = b.reference_end_s if b.reversed else b.reference_start_s
    expected = start + sign * b.speed * (middle - b.query_start_s)
    inside = b.query_start_s - 0.1 <= middle <= b.query_end_s + 0.1
    return inside and abs(expected - (a.reference_start_s + a.reference_end_s) / 2) < 0.3


def merged(segments: Iterable[Segment]) -> list[Segment]:
    """Segments in order, those that continue one another on one line joined."""
    out: list[Segment] = []
    for segment in sorted(segments, key=lambda s: (s.track, s.query_start_s)):
        last = out[-1] if out else None
        if last is not None and _continues(last, segment):
            out[-1] = replace(
                last,
                query_end_s=segment.query_end_s,
                reference_start_s=min(last.reference_start_s, segment.reference_start_s),
                reference_end_s=max(last.reference_end_s, segment.reference_end_s),
            )
        else:
            out.append(segment)
    return out


def _continues(a: Segment, b: Segment) -> bool:
    same = (a.track, a.mirrored, a.reversed) == (b.track, b.mirrored, b.reversed)
    joint = a.reference_start_s - b.reference_end_s if a.reversed else b.reference_start_s - a.reference_end_s
    gap = b.query_start_s - a.query_end_s
    return same and abs(a.speed - b.speed) < 0.01 and abs(gap) < 0.06 and abs(joint) < 0.06


def query_truth(  # noqa: PLR0917
    name: str,
    kind: str,
    shown: Sequence[Shown],
    groups: frozenset[str],
    references: Sequence[Reference],
    still: bool,
    same_camera: bool,
) -> dict[str, Any]:
    """The truth of one query, as written to truth.json."""
    segments: list[Segment] = []
    ignored: list[str] = []
    for reference in references:
        found, doubtful = pair_truth(shown, reference, still)
        segments += found
        # Another part of the same source is neither right nor wrong; another moment of a watched place is wrong.
        related = bool(groups & reference.groups) and not same_camera
        if not found and (doubtful or related):
            ignored.append(reference.name)
    if still:
        segments = [_moment(s) for s in segments]
    dates = {r.name: r.published for r in references}
    seen = sorted({s.reference for s in segments}, key=lambda n: (dates[n], n))
    return {
        "query": name,
        "kind": kind,
        "unrelated": not segments,
        "same_camera": same_camera,
        "segments": [s.row() for s in segments],
        "ignore": sorted(ignored),
        "first_seen": seen[0] if seen else None,
    }


def _moment(segment: Segment) -> Segment:
    """A still's segment: second 0 of the query, one moment of the reference."""
    moment = (segment.reference_start_s + segment.reference_end_s) / 2
    return replace(
        segment,
        query_start_s=0.0,
        query_end_s=0.0,
        reference_start_s=moment,
        reference_end_s=moment,
        speed=1.0,
    )
