"""Pictures for a page: kept evidence pictures as data, at the size they are shown."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from firstseen.model.descriptor import Stills
    from firstseen.model.match import Segment

_QUALITY = 78


def picture(stills: Stills, index: int, long_px: int) -> str:
    """Picture `index` as a data URI, its long side at most `long_px`; empty when it cannot be read any more."""
    try:
        jpeg = stills.jpeg(index)
        with Image.open(io.BytesIO(jpeg)) as image:
            if max(image.size) > long_px:
                image.thumbnail((long_px, long_px))
                shrunk = io.BytesIO()
                image.convert("RGB").save(shrunk, "JPEG", quality=_QUALITY)
                jpeg = shrunk.getvalue()
    except (OSError, UnidentifiedImageError, IndexError):
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


def pairs(segment: Segment, query: Stills, reference: Stills, count: int) -> list[tuple[int, int]]:
    """`count` pairs of pictures (query, reference) that show the same moment, spread over the segment, in its order.

    The pair that the evidence names is one of them. Fewer where the segment is too short for as many.
    """
    if not len(query) or not len(reference):
        return []
    chosen = [_closest(segment, query, reference, (i + 0.5) / count) for i in range(count)]
    evidence = (query.nearest(segment.evidence_times_s[0]), reference.nearest(segment.evidence_times_s[1]))
    if segment.evidence_times_s != (0.0, 0.0):
        away = [abs(float(query.times_s[pair[0]]) - segment.evidence_times_s[0]) for pair in chosen]
        chosen[away.index(min(away))] = evidence
    return sorted(dict.fromkeys(chosen))


def _closest(segment: Segment, query: Stills, reference: Stills, share: float) -> tuple[int, int]:
    """The pair of pictures near `share` of the segment whose times fit each other best."""
    wanted_s = segment.query.start_s + share * segment.query.duration_s
    middle = query.nearest(wanted_s)
    tried = range(max(0, middle - 2), min(len(query), middle + 3))

    def misfit(index: int) -> tuple[float, float]:
        time_s = float(query.times_s[index])
        theirs_s = mapped_s(segment, time_s)
        near = float(reference.times_s[reference.nearest(theirs_s)])
        inside = segment.query.start_s - 0.1 <= time_s <= segment.query.end_s + 0.1
        # A tenth of a second between the two pictures matters more than being a little off the moment asked for.
        return (abs(near - theirs_s) + 0.2 * abs(time_s - wanted_s) + (0 if inside else 10), time_s)

    best = min(tried, key=misfit)
    return best, reference.nearest(mapped_s(segment, float(query.times_s[best])))


def mapped_s(segment: Segment, query_s: float) -> float:
    """The time in the reference that shows what the query shows at `query_s`."""
    if segment.query.duration_s <= 0:
        return segment.reference.start_s
    share = (query_s - segment.query.start_s) / segment.query.duration_s
    if segment.reversed:
        return segment.reference.end_s - share * segment.reference.duration_s
    return segment.reference.start_s + share * segment.reference.duration_s
