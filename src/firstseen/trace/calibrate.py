"""From evidence to a probability, a band, and the sentences that say why."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from firstseen.model.match import Reason, Segment
from firstseen.model.time import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.model.descriptor import Description
    from firstseen.model.match import Band, Outcome
    from firstseen.trace.sound import SoundMatch
    from firstseen.trace.verify import Evidence


def features(query: Description, item: Evidence) -> dict[str, float]:
    """The named grounds a probability is made of, each about 0 to 1."""
    line = item.line
    fit = item.fit
    duration_s = max(query.media.duration_s, 1e-3)
    moving = fit is not None and fit.energy >= 0.5
    return {
        "cosine": line.cosine,
        "support": math.log1p(line.support) / 3,
        "frames": min(line.frames, 10) / 10,
        "coverage": min(1.0, (line.end_s - line.start_s + query.interval_s) / duration_s),
        "inliers": math.log1p(max(0, item.inliers - 6)) / 5,
        "second": math.log1p(max(0, item.second_inliers - 6)) / 5,
        "correlation": max(0.0, fit.correlation) if fit is not None and moving else 0.0,
        "margin": max(0.0, fit.correlation - max(0.0, fit.rival)) if fit is not None and moving else 0.0,
        "agreement": max(0.0, item.agreement) if math.isfinite(item.agreement) else 0.0,
    }


WEIGHTS: Final[dict[str, float]] = {
    "cosine": 6.0, "support": 3.0, "frames": 1.0, "coverage": 0.5, "inliers": 5.0, "second": 3.0,
    "correlation": 4.0, "margin": 1.0, "agreement": 1.0,
}  # fmt: skip
BIAS: Final = -6.0
SOUND_SLOPE: Final = 0.5


def probability(named: dict[str, float]) -> float:
    """The calibrated probability (0 to 1) of same footage."""
    z = BIAS + sum(WEIGHTS[name] * value for name, value in named.items())
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, z))))


def sound_segment(match: SoundMatch) -> Segment:
    """A stretch of shared sound as a segment of the sound track."""
    # One false match expected in a thousand archives of 10,000 hours is the least that is reported at all.
    surprise = -math.log(max(match.false_matches, 1e-12))
    score = 1 / (1 + math.exp(-SOUND_SLOPE * surprise))
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


def band(score: float) -> Band:
    """The word for a probability."""
    return (
        "certain"
        if score >= 0.99
        else "probable"
        if score >= 0.9
        else "possible"
        if score >= 0.5
        else "unlikely"
    )


def segments(query: Description, found: Sequence[tuple[Description, Evidence]]) -> tuple[Segment, ...]:
    """Segments with score, band and reasons, best first; doubles of a better segment left out."""
    made: list[Segment] = []
    for reference, item in found:
        named = features(query, item)
        score = probability(named)
        ends = sorted((item.speed * item.start_s + item.offset_s, item.speed * item.end_s + item.offset_s))
        limit = reference.media.duration_s
        span = Span(max(0.0, min(ends[0], limit)), max(0.0, min(max(ends[1], ends[0]), limit)))
        good = item.plane is not None and item.plane.inliers > 8
        outcome: Outcome = "same_footage"
        segment = Segment(
            media_id=reference.media.id,
            query=Span(item.start_s, max(item.start_s, item.end_s)),
            reference=span,
            score=score,
            band=band(score),
            track="picture",
            outcome=outcome,
            speed=abs(item.speed),
            mirrored=item.plane.mirrored if good and item.plane else False,
            reversed=item.speed < 0,
            region=item.plane.region() if good and item.plane else (0.0, 0.0, 1.0, 1.0),
            query_region=item.plane.query_region() if good and item.plane else (0.0, 0.0, 1.0, 1.0),
            evidence_times_s=item.best_pair,
            outline=item.plane.outline() if good and item.plane else (),
            reasons=tuple(Reason(name, value, "") for name, value in named.items()),
        )
        made.append(segment)
    made.sort(key=lambda s: -s.score)
    kept: list[Segment] = []
    for segment in made:
        if not any(_doubles(segment, other) for other in kept):
            kept.append(segment)
    return tuple(kept)


def _doubles(segment: Segment, better: Segment) -> bool:
    """Whether a better segment of the same reference already says the same, or rules this one out."""
    if segment.media_id != better.media_id:
        return False
    shared = segment.query.overlap_s(better.query)
    return shared > 0.4 * min(segment.query.duration_s, better.query.duration_s)
