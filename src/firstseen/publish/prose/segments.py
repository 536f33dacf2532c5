"""Which stretch of the footage was found in which copy, and how it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.model.descriptor import FULL_FRAME
from firstseen.model.wording import Words
from firstseen.publish.prose.sentences import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.model.match import Segment
    from firstseen.model.sighting import Sighting
    from firstseen.publish.prose.names import Noun
    from firstseen.publish.prose.sentences import Sentence

_SAME_SPEED: Final = 0.015
"""Speeds this close to 1 are the same: a frame rate conversion changes as much."""

_WHOLE: Final = 0.9
"""A part of the picture that covers this much of it is no crop worth telling: scaling changes as much at the edges."""

_TOLD: Final = 3
"""Segments of one copy that are told; the rest is on the page of the case."""


def clock_words(time_s: float) -> str:
    """Seconds as readers of a player have them: 0:12, 1:02:03."""
    minutes, seconds = divmod(round(max(0.0, time_s)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def segment_sentences(sighting: Sighting, noun: Noun, *marks: str) -> Iterator[Sentence]:
    """What of the footage is in this copy, from when to when, and how it was changed."""
    for segment in sorted(sighting.segments, key=lambda s: -s.query.duration_s)[:_TOLD]:
        changed = _changed(segment)
        if segment.query.duration_s <= 0:
            yield say(
                f"The same picture stands in that copy{changed.en}.",
                f"وتظهر الصورة نفسها في تلك النسخة{changed.ar}.",
                *marks,
            )
            continue
        mine = _between(segment.query.start_s, segment.query.end_s)
        theirs = _between(segment.reference.start_s, segment.reference.end_s)
        if segment.track == "sound":
            yield say(
                f"What is heard {mine.en} of the {noun.en} is heard {theirs.en} of that copy{changed.en}.",
                f"وما يُسمع {mine.ar} يُسمع في تلك النسخة {theirs.ar}{changed.ar}.",
                *marks,
            )
        elif segment.reference.duration_s <= 0:
            yield say(
                f"What is shown {mine.en} of the {noun.en} is that picture{changed.en}.",
                f"وما يظهر {mine.ar} هو تلك الصورة{changed.ar}.",
                *marks,
            )
        else:
            yield say(
                f"What is shown {mine.en} of the {noun.en} is shown {theirs.en} of that copy{changed.en}.",
                f"وما يظهر {mine.ar} يظهر في تلك النسخة {theirs.ar}{changed.ar}.",
                *marks,
            )


def _between(start_s: float, end_s: float) -> Words:
    start, end = clock_words(start_s), clock_words(end_s)
    return Words(f"from {start} to {end}", f"من {start} إلى {end}")


def _changed(segment: Segment) -> Words:
    """How the footage differs from the copy, after a comma; empty where it does not."""
    en: list[str] = []
    ar: list[str] = []
    if segment.mirrored:
        en.append("mirrored")
        ar.append("معكوسًا كما في المرآة")
    if _area(segment.region) < _WHOLE:
        en.append("cropped")
        ar.append("بعد اقتصاص أطراف الصورة")
    if _area(segment.query_region) < _WHOLE and segment.query_region != FULL_FRAME:
        en.append("in a part of the picture only")
        ar.append("في جزء من الصورة فقط")
    if segment.reversed:
        en.append("played backwards")
        ar.append("بالعرض إلى الوراء")
    if abs(segment.speed - 1) > _SAME_SPEED:
        times = f"{segment.speed:.2g}" if segment.speed > 1 else f"{1 / segment.speed:.2g}"
        en.append(f"{'sped up' if segment.speed > 1 else 'slowed down'} {times} times")
        ar.append(f"{'مسرَّعًا' if segment.speed > 1 else 'مبطَّأً'} {times} مرة")
    return Words(f", {' and '.join(en)}", f"، {' و'.join(ar)}") if en else Words("", "")


def _area(box: tuple[float, float, float, float]) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
