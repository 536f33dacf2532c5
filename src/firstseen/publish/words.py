"""Answers in words, the same at the prompt and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.model.descriptor import FULL_FRAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.model.case import History
    from firstseen.model.descriptor import Box
    from firstseen.model.found import Addition, Facts, Found, Part
    from firstseen.model.match import Segment
    from firstseen.model.sighting import Record, Timeline

_SAME_SPEED: Final = 0.015
"""Speeds this close to 1 are the same: a frame rate conversion changes as much."""

_NEARLY_ALL: Final = 0.96
"""A region that covers this share of both sides is the whole picture."""


def counted(count: int, one: str, many: str) -> str:
    """The number with its noun."""
    return f"{count} {one if count == 1 else many}"


def clock(time_s: float) -> str:
    """Seconds as minutes and seconds to a tenth: 1:02.5."""
    tenths = round(max(0.0, time_s) * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 10:02d}.{rest % 10}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def facts_words(facts: Facts) -> str:
    """How long the footage is, what of it serves as evidence, what was gated and what was lost."""
    media = facts.media
    shape = f"{media.width_px}×{media.height_px}" if media.has_picture else "sound only"
    length = shape if media.kind == "still" else f"{clock(media.duration_s)}, {shape}"
    words = [length]
    if media.has_picture:
        words.append(f"{counted(facts.frames_used, 'frame', 'frames')} used")
    if facts.gated:
        why = ", ".join(f"{count} {reason}" for reason, count in facts.gated)
        words.append(f"{facts.frames_gated} gated ({why})")
    lost = "; ".join(loss.rstrip(".") for loss in facts.losses)
    return ", ".join(words) + (f"; lost: {lost}" if lost else "")


def added_line(addition: Addition) -> str:
    """One line on what became of a file."""
    path = addition.path
    if addition.facts is not None:
        return f"added    {path}: {facts_words(addition.facts)}"
    if addition.status == "seen again":
        return f"again    {path}: footage the desk has already, a new record of it"
    if addition.status == "record completed":
        return f"again    {path}: footage the desk has already, its record is now complete"
    return f"known    {path}: already here, nothing new"


def found_lines(found: Found | History, facts: Facts, archive_size: int, *, unlikely: bool) -> Iterator[str]:
    """The answer to one query, for a person."""
    yield f"{found.path}: {facts_words(facts)}"
    shown = found.shown(unlikely=unlikely)
    if not shown:
        yield f"  {nothing_words(found, archive_size)}"
    for media_id in dict.fromkeys(segment.media_id for segment in shown):
        yield from _reference_lines(found, media_id, [s for s in shown if s.media_id == media_id])
    yield from (f"  {text}" for text in rejected_lines(found))
    if shown and not found.compared:
        yield from history_lines(found)


def rejected_lines(found: Found | History) -> Iterator[str]:
    """The matches that do not count, on whose word and why."""
    for one in found.rejected:
        name = " = ".join(record.name for record in found.records(one.media_id)) or one.media_id[:12]
        why = f": {one.reason}" if one.reason else ""
        yield f"{name} does not count: rejected by {one.by} in {one.case_id}{why}"


def nothing_words(found: Found | History, archive_size: int) -> str:
    """That nothing was found, and what this does not mean."""
    if found.compared:
        return "Nothing in it was found in the other file."
    return f"Not found among {counted(archive_size, 'file', 'files')}. That is no evidence that it is new."


def _reference_lines(found: Found | History, media_id: str, segments: list[Segment]) -> Iterator[str]:
    records = found.records(media_id)
    yield f"  {' = '.join(record.name for record in records) or media_id[:12]}"
    yield from (f"    {record_words(record)}" for record in records if not found.compared)
    for segment in segments:
        yield f"    {segment_words(segment)}"
        yield from (f"      - {reason.sentence}" for reason in segment.reasons if reason.sentence)


def record_words(record: Record) -> str:
    """When and where one record says the footage was seen."""
    date = record.published
    when = f"published {date.iso} ({date.basis})" if date else "publication date not known"
    where = f", {record.url}" if record.url else ""
    return f"{when}{where}"


def segment_words(segment: Segment) -> str:
    """Both stretches, and what was done to the footage."""
    does = "sounds like" if segment.track == "sound" else "shows"
    if segment.outcome == "same_scene":
        does = "shows the same scene as, in another recording,"
    times = f"query {clock(segment.query.start_s)}–{clock(segment.query.end_s)}"
    theirs = f"{clock(segment.reference.start_s)}–{clock(segment.reference.end_s)}"
    done = [speed_words(segment.speed)]
    done += ["mirrored"] if segment.mirrored else []
    done += ["backwards"] if segment.reversed else []
    if segment.track == "picture":
        done += region_words(segment)
    return f"{segment.band} ({_share(segment.score)}): {times} {does} {theirs}, {', '.join(done)}"


def _share(score: float) -> str:
    return "over .999" if score > 0.999 else f"{score:.3f}".lstrip("0")  # noqa: PLR2004


def speed_words(speed: float) -> str:
    """How fast the query runs beside the reference."""
    if abs(speed - 1) <= _SAME_SPEED:
        return "same speed"
    return f"query {speed:.2f} × faster" if speed > 1 else f"query slowed to {speed:.2f} ×"


def region_words(segment: Segment) -> list[str]:
    """Which part of the reference's picture is seen, in which part of the query's."""
    words = []
    if not is_whole(segment.region):
        words.append(f"part of its picture ({_box(segment.region)})")
    if not is_whole(segment.query_region):
        words.append(f"in a part of the query's ({_box(segment.query_region)})")
    return words or ["whole picture"]


def is_whole(box: Box) -> bool:
    """Whether a part of a picture is as good as all of it."""
    x0, y0, x1, y1 = box
    return box == FULL_FRAME or (x1 - x0 >= _NEARLY_ALL and y1 - y0 >= _NEARLY_ALL)


def _box(box: Box) -> str:
    x0, y0, x1, y1 = (round(100 * share) for share in box)
    return f"{x0}–{x1} % across, {y0}–{y1} % down"


def history_lines(found: Found | History) -> Iterator[str]:
    """First seen, with its word and reasons; part by part for a compilation."""
    if len(found.parts) > 1:
        yield f"  {len(found.parts)} pieces, each with a history of its own:"
        for part in found.parts:
            yield f"    {part_words(part)}: {_first_seen(part.timeline)}"
        return
    yield f"  F{_first_seen(found.timeline)[1:]}"
    for reason in found.timeline.reasons:
        yield f"    - {reason}"


def part_words(part: Part) -> str:
    """Which piece of the query it is."""
    where = "" if is_whole(part.region) else f", {_box(part.region)}"
    return f"{clock(part.query.start_s)}–{clock(part.query.end_s)}{where}"


def _first_seen(timeline: Timeline) -> str:
    first = timeline.first_seen
    if first is None or first.record.published is None:
        return "first seen: unknown"
    where = first.record.url or first.record.name
    return f"first seen {first.record.published.iso}, {where}: {timeline.confidence}"
