"""From evidence to segments: scored, joined where one run was found in pieces, each with the reasons for its score."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.model.descriptor import FULL_FRAME
from firstseen.model.match import Reason, Segment
from firstseen.model.time import Span
from firstseen.trace.calibrate import EVEN, PROBABLE, band, probability, sound_probability
from firstseen.trace.geometry import CHANCE_INLIERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.model.descriptor import Description
    from firstseen.model.match import Outcome
    from firstseen.trace.sound import SoundMatch
    from firstseen.trace.verify import Evidence

SAME_RUN_S: Final = 0.35
"""How far apart two pieces may put the same moment and still be one run."""
GAP_S: Final = 2.0
"""How much of the query may lie between two pieces of one run: a caption card, a flash, a damaged second."""
OVERLAP: Final = 0.4
"""Share of the shorter of two segments of one reference from which on they compete for the same query."""
REPEATED_BY: Final = 0.25
"""How much clearer than its rival motion must be for a query to lie twice in one reference."""


def picture_segments(
    found: Sequence[tuple[Description, Evidence]], query: Description
) -> tuple[Segment, ...]:
    """Picture segments, best first; pieces of one run joined, doubles of a better segment left out."""
    made = sorted(
        ((_segment(query, reference, item), item) for reference, item in found),
        key=lambda pair: -pair[0].score,
    )
    kept: list[Segment] = []
    for segment, item in made:
        rivals = [other for other in kept if other.media_id == segment.media_id]
        run = next((other for other in rivals if _one_run(segment, other)), None)
        if run is not None:
            kept[kept.index(run)] = _joined(run, segment)
        elif not any(_doubles(segment, item, other) for other in rivals):
            kept.append(segment)
    return tuple(kept)


def sound_segment(match: SoundMatch) -> Segment:
    """A stretch of shared sound as a segment of the sound track."""
    score = sound_probability(match)
    sentence = (
        f"The sound agrees in {match.votes} landmarks, {match.coverage:.0%} of its seconds hold one; "
        f"chance would bring {match.expected_votes:.1f}."
    )
    return Segment(
        media_id=match.media_id,
        query=match.query,
        reference=match.reference,
        score=score,
        band=band(score),
        track="sound",
        outcome="same_footage",
        speed=match.speed,
        reasons=(Reason("sound", float(match.votes), sentence),),
    )


def _segment(query: Description, reference: Description, item: Evidence) -> Segment:
    same_place, same_moment = probability(item)
    score = same_place * same_moment
    outcome: Outcome = "same_scene" if same_place >= PROBABLE and same_moment < EVEN else "same_footage"
    plane = item.plane if item.plane is not None and item.plane.inliers > CHANCE_INLIERS else None
    return Segment(
        media_id=reference.media.id,
        query=Span(item.start_s, max(item.start_s, item.end_s)),
        reference=_reference_span(reference, item),
        score=score,
        band=band(score),
        track="picture",
        outcome=outcome,
        speed=abs(item.speed),
        mirrored=plane.mirrored if plane else False,
        reversed=item.speed < 0,
        region=plane.region() if plane else FULL_FRAME,
        query_region=plane.query_region() if plane else FULL_FRAME,
        evidence_times_s=item.best_pair,
        outline=plane.outline() if plane else (),
        reasons=_reasons(query, item, outcome),
    )


def _reference_span(reference: Description, item: Evidence) -> Span:
    """Where the run lies in the reference; a still query has one moment."""
    ends = (item.speed * item.start_s + item.offset_s, item.speed * item.end_s + item.offset_s)
    limit_s = max(reference.media.duration_s, 0.0)
    low, high = (max(0.0, min(end, limit_s)) for end in sorted(ends))
    return Span(low, high)


def _reasons(query: Description, item: Evidence, outcome: Outcome) -> tuple[Reason, ...]:
    """What speaks for and against, in sentences that a person can check."""
    line, fit = item.line, item.fit
    reasons = [
        Reason(
            "pictures",
            line.cosine,
            f"{line.frames} of the query's {query.frames_used} usable frames follow one line, "
            f"alike to {line.cosine:.2f}.",
        ),
        Reason("place", float(item.inliers), _place_sentence(item)),
    ]
    if fit is not None:
        reasons.append(Reason("motion", fit.correlation, _motion_sentence(item)))
    if item.sound_votes:
        sentence = f"The sound runs along the same line, in {item.sound_votes} landmarks."
        reasons.append(Reason("sound", float(item.sound_votes), sentence))
    if outcome == "same_scene":
        sentence = "The place is the same, what happens in it is not: this looks like another recording of one scene."
        reasons.append(Reason("another moment", 1.0, sentence))
    return tuple(reasons)


def _place_sentence(item: Evidence) -> str:
    if item.inliers <= CHANCE_INLIERS:
        return f"No frame pair agrees in more points ({item.inliers}) than unrelated pictures do by chance."
    return f"{item.inliers} points of one frame pair, {item.second_inliers} of another, lie on one plane map."


def _motion_sentence(item: Evidence) -> str:
    assert item.fit is not None  # noqa: S101 - checked by the caller
    if item.fit.energy < EVEN:
        return "Too little moves to tell one moment from another."
    return (
        f"What moves agrees to {item.fit.correlation:.2f} here, and to {max(0.0, item.fit.rival):.2f} at best half a "
        "second or more away."
    )


def _one_run(segment: Segment, other: Segment) -> bool:
    """Whether two segments are pieces of one run: along one line, one soon after the other."""
    if segment.outcome != other.outcome or segment.reversed != other.reversed or segment.score < PROBABLE:
        return False
    gap_s = max(segment.query.start_s, other.query.start_s) - min(segment.query.end_s, other.query.end_s)
    middle_s = (segment.query.start_s + segment.query.end_s) / 2
    apart_s = abs(_reference_s(segment, middle_s) - _reference_s(other, middle_s))
    return gap_s <= GAP_S and apart_s <= SAME_RUN_S + 0.02 * abs(gap_s)


def _reference_s(segment: Segment, query_s: float) -> float:
    """The reference time that a segment's line gives for a query time."""
    ahead_s = segment.speed * (query_s - segment.query.start_s)
    return segment.reference.end_s - ahead_s if segment.reversed else segment.reference.start_s + ahead_s


def _joined(run: Segment, piece: Segment) -> Segment:
    """The better segment, lengthened along its own line as far as the piece reaches beyond it."""
    query = Span(min(run.query.start_s, piece.query.start_s), max(run.query.end_s, piece.query.end_s))
    before_s = run.speed * (run.query.start_s - query.start_s)
    after_s = run.speed * (query.end_s - run.query.end_s)
    if run.reversed:
        before_s, after_s = after_s, before_s
    # A piece of another slope may lie wider in the reference: what it has beyond the line is not this run's.
    low_s = max(run.reference.start_s - before_s, min(run.reference.start_s, piece.reference.start_s))
    high_s = min(run.reference.end_s + after_s, max(run.reference.end_s, piece.reference.end_s))
    return replace(run, query=query, reference=Span(low_s, high_s))


def _doubles(segment: Segment, item: Evidence, better: Segment) -> bool:
    """Whether a better segment of the same reference takes this one's place.

    The same stretch of a query may well lie twice in one reference, but only clear motion proves that.
    """
    if not segment.query.duration_s and not better.query.duration_s:
        return True  # a photograph has one moment
    shared_s = segment.query.overlap_s(better.query)
    if shared_s <= OVERLAP * min(segment.query.duration_s, better.query.duration_s):
        return False
    clear = item.fit is not None and item.fit.correlation - max(0.0, item.fit.rival) >= REPEATED_BY
    return not (clear and segment.score >= PROBABLE and not segment.reference.overlap_s(better.reference))
