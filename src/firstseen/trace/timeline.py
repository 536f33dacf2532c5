"""Segments and records become a dated history: who showed this footage, when, and since when it is known."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.model.found import Part
from firstseen.model.ladder import WORTH, a_step_up
from firstseen.model.sighting import Timeline
from firstseen.model.time import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firstseen.model.descriptor import Box
    from firstseen.model.match import Segment
    from firstseen.model.sighting import Confidence, Sighting
    from firstseen.model.time import Basis, PartialDate

SAME_REGION: Final = 0.3
"""Parts of the query's picture that share less than this are different pieces. Source: an inset of 45 % of the width
shares .2 with the whole picture, a letterbox or an ordinary crop .5 and more."""

PROVING_BANDS: Final = frozenset({"certain", "probable"})


def timeline(segments: Iterable[Segment], sightings: Iterable[Sighting]) -> Timeline:
    """The dated history of the footage that `segments` prove, from the `sightings` of their media.

    A sighting counts when a certain or probable segment of the same footage leads to its media. One that only the
    sound leads to is listed, but is no evidence for the pictures and never first seen. Same scene, other recording:
    left out. Oldest latest-possible publication first; sightings without a publication date last, as given.
    """
    given = list(segments)
    proving = _by_media(s for s in given if s.outcome == "same_footage" and s.band in PROVING_BANDS)
    seen = [replace(s, segments=proving[s.media_id]) for s in sightings if s.media_id in proving]
    ordered = tuple(sorted(seen, key=_publication_order))
    shown = [sighting for sighting in ordered if not sound_only(sighting)]
    first = shown[0] if shown and shown[0].record.published else None
    confidence, reasons = _judged(first, shown)
    if not shown and any(s.band == "possible" for s in given):
        reasons = ["There are only possible matches: compare the frames before building on them."]
    return Timeline(
        sightings=ordered,
        first_seen=first,
        confidence=confidence,
        reasons=(*reasons, *_left_out(given, ordered, proving)),
    )


def history(sightings: Iterable[Sighting]) -> Timeline:
    """The dated history of footage whose `sightings` a person accepted: no segments have to prove them.

    Ordered and judged as `timeline` does, with the match taken as certain.
    """
    ordered = tuple(sorted(sightings, key=_publication_order))
    first = ordered[0] if ordered and ordered[0].record.published else None
    confidence, reasons = _judged(first, ordered, accepted=True)
    return Timeline(sightings=ordered, first_seen=first, confidence=confidence, reasons=tuple(reasons))


def parts(segments: Iterable[Segment], sightings: Sequence[Sighting]) -> tuple[Part, ...]:
    """The pieces the query is made of as references show it, in order, each with its own timeline.

    Segments belong to one piece when their stretches overlap by half of the shorter one and they show the same part
    of the picture: so a compilation is judged cut by cut, and a picture laid into another one apart from it.
    A query that is one piece of footage has one part.
    """
    proving = [s for s in segments if s.outcome == "same_footage" and s.band in PROVING_BANDS]
    groups: list[list[Segment]] = []
    # Longest first: a part is what its longest segment covers, and short ones join it.
    for segment in sorted(proving, key=lambda s: (-s.query.duration_s, s.query.start_s)):
        home = next((group for group in groups if _same_piece(group[0], segment)), None)
        if home is None:
            groups.append([segment])
        else:
            home.append(segment)
    found = [Part(_joined(group), timeline(group, sightings), group[0].query_region) for group in groups]
    return tuple(sorted(found, key=lambda part: (part.query.start_s, part.query.end_s)))


def sound_only(sighting: Sighting) -> bool:
    """Whether only the sound of the query was found in this sighting's media."""
    return bool(sighting.segments) and all(segment.track == "sound" for segment in sighting.segments)


def _by_media(segments: Iterable[Segment]) -> dict[str, tuple[Segment, ...]]:
    grouped: dict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        grouped[segment.media_id].append(segment)
    return {media: tuple(sorted(found, key=lambda s: -s.score)) for media, found in grouped.items()}


def _publication_order(sighting: Sighting) -> tuple[bool, float, float]:
    published = sighting.record.published
    if published is None:
        return (True, 0.0, 0.0)
    return (False, published.latest.timestamp(), published.earliest.timestamp())


def _same_piece(one: Segment, other: Segment) -> bool:
    shorter = min(one.query.duration_s, other.query.duration_s)
    if shorter <= 0:
        together = one.query.start_s <= other.query.start_s <= one.query.end_s
    else:
        together = one.query.overlap_s(other.query) >= shorter / 2
    # Sound has no place in the picture.
    heard = "sound" in {one.track, other.track}
    return together and (heard or _share_of_box(one.query_region, other.query_region) >= SAME_REGION)


def _share_of_box(one: Box, other: Box) -> float:
    """Shared area over joined area of two parts of a picture, 0 to 1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(0.0, width) * max(0.0, height)
    joined = _area(one) + _area(other) - shared
    return shared / joined if joined > 0 else 0.0


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _joined(group: Sequence[Segment]) -> Span:
    return Span(min(s.query.start_s for s in group), max(s.query.end_s for s in group))


def _judged(
    first: Sighting | None, shown: Sequence[Sighting], *, accepted: bool = False
) -> tuple[Confidence, list[str]]:
    """The confidence word for first seen, and the sentences that lead to it; `accepted`: a person says it matches."""
    if not shown:
        return "unknown", ["No known footage shows the same; that is no evidence of novelty."]
    published = first.record.published if first else None
    if first is None or published is None:
        return "unknown", ["None of the matching records has a publication date.", *_other_dates(shown, None)]
    word = WORTH[published.basis]
    reasons = [f"Published {published.iso}{_at(first)}: dated by {_article(published.basis)}."]
    support = _corroboration(first, published, shown)
    if support:
        word = a_step_up(word)
        reasons.append(support)
    sure = accepted or any(s.band == "certain" for s in first.segments if s.track == "picture")
    if not sure and word == "established":
        word = "probable"
        reasons.append("The match itself is only probable, so first seen cannot be more.")
    reasons.extend(_maybe_earlier(first, published, shown))
    reasons.extend(_other_dates(shown, published))
    return word, reasons


def _corroboration(first: Sighting, published: PartialDate, shown: Sequence[Sighting]) -> str:
    """A sentence on the first independent record that puts the footage at the same time; empty without one.

    Independent means another basis, and neither the same file, the same source nor the same wording: syndicated
    copies count once.
    """
    captured = first.record.captured
    if captured and captured.basis != published.basis and captured.latest <= published.latest:
        return f"Independently, it was captured by {captured.iso} ({captured.basis})."
    for other in shown:
        date = other.record.published
        if date is None or date.basis == published.basis or _syndicated(first, other):
            continue
        if date.earliest < published.latest:
            return f"Independently, {other.record.name} is dated {date.iso} ({date.basis})."
    return ""


def _syndicated(one: Sighting, other: Sighting) -> bool:
    """Whether two sightings go back to one: the same bytes, source or caption."""
    same_source = _folded(one.record.source) == _folded(other.record.source) != ""
    same_words = _folded(one.record.caption) == _folded(other.record.caption) != ""
    return one.media_id == other.media_id or same_source or same_words


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _maybe_earlier(first: Sighting, published: PartialDate, shown: Sequence[Sighting]) -> list[str]:
    """Sentences on sightings whose dates are too vague to be surely later."""
    vague = [
        (other.record.name, date)
        for other in shown
        if other is not first and (date := other.record.published) and date.earliest < published.earliest
    ]
    return [f"{name} may be earlier: its date is only known as {date.iso}." for name, date in vague[:3]]


def _other_dates(shown: Sequence[Sighting], published: PartialDate | None) -> list[str]:
    """What captured and recorded dates add; they never stand in for a publication date, and this says so."""
    sentences: list[str] = []
    captures = [(s.record.captured, s) for s in shown if s.record.captured]
    if captures:
        date, sighting = min(captures, key=lambda pair: pair[0].latest)
        if published is None or date.latest < published.earliest:
            sentences.append(
                f"{sighting.record.name} was captured by {date.iso} ({date.basis}): it existed by then, "
                "but when it was published is not known."
            )
    recorded = [(s.record.recorded, s) for s in shown if s.record.recorded]
    if recorded and published is None:
        date, sighting = min(recorded, key=lambda pair: pair[0].latest)
        sentences.append(
            f"{sighting.record.name} is said to be recorded {date.iso} ({date.basis}), which is no publication date."
        )
    return sentences


def _left_out(
    given: Sequence[Segment], ordered: Sequence[Sighting], proving: dict[str, tuple[Segment, ...]]
) -> list[str]:
    """Sentences on what was found but dates nothing."""
    sentences: list[str] = []
    sound = [sighting.record.name for sighting in ordered if sound_only(sighting)]
    if sound:
        sentences.append(f"Only the sound was found in {_list(sound)}: it does not date the pictures.")
    scenes = {s.media_id for s in given if s.outcome == "same_scene" and s.media_id not in proving}
    if scenes:
        count = "1 file shows" if len(scenes) == 1 else f"{len(scenes)} files show"
        sentences.append(f"{count} the same scene in another recording: left out.")
    return sentences


def _at(sighting: Sighting) -> str:
    return f" at {sighting.record.url}" if sighting.record.url else f" ({sighting.record.name})"


def _article(basis: Basis) -> str:
    return basis if basis == "file metadata" else f"{'an' if basis[0] in 'ae' else 'a'} {basis}"


def _list(names: Sequence[str]) -> str:
    shown = list(dict.fromkeys(names))
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""  # noqa: PLR2004 - a line's length
    return ", ".join(shown[:3]) + more
