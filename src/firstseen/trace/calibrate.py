"""From evidence to a probability and a band."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from firstseen.trace.geometry import CHANCE_INLIERS

if TYPE_CHECKING:
    from firstseen.model.descriptor import Box
    from firstseen.model.match import Band
    from firstseen.trace.sound import SoundMatch
    from firstseen.trace.verify import Evidence


def grounds(item: Evidence) -> dict[str, float]:
    """The named grounds on which two stretches show the same place, each about 0 to 1."""
    fit = item.fit
    moving = _ramp(fit.energy, *MOVING) if fit is not None else 0.0
    correlation = max(0.0, fit.correlation) if fit is not None else 0.0
    rival = max(0.0, fit.rival) if fit is not None else 0.0
    return {
        "cosine": item.line.cosine,
        "support": min(1.5, math.log1p(item.line.support) / math.log(21)),
        "place": min(1.2, math.log1p(max(0, item.inliers - CHANCE_INLIERS)) / math.log(101)),
        "place again": min(1.2, math.log1p(max(0, item.second_inliers - CHANCE_INLIERS)) / math.log(101)),
        "motion": moving * correlation,
        "clear motion": moving * max(0.0, correlation - rival),
        "sound": min(1.0, math.log1p(item.sound_votes) / 5),
    }


def _ramp(value: float, zero_at: float, one_at: float) -> float:
    """0 at `zero_at`, 1 at `one_at`, straight between them and level beyond."""
    return max(0.0, min(1.0, (value - zero_at) / (one_at - zero_at)))


MOVING: Final = (0.4, 1.2)
"""Luma levels of change from which motion begins to say something, and says it fully."""
PLACE_WEIGHTS: Final[dict[str, float]] = {
    "cosine": 2.8,
    "support": 3.9,
    "place": 5.3,
    "place again": 2.1,
    "motion": 3.2,
    "clear motion": 2.2,
    "sound": 2.0,
}
PLACE_BIAS: Final = -4.8
IN_PLACE: Final = (0.05, 0.02)
"""Share of the picture by which points may have moved: another recording by a fixed camera has everything in its
place, while an inset, a crop or a reframing moves it, and who edits a recording of the same camera as well?"""
AGREEING: Final = (0.3, 0.45)
"""How well the pictures must agree as a whole for what moves in them to be comparable at all."""
TELLING: Final = (0.6, 1.8)
"""As MOVING, for motion that speaks against."""
SAME_MOMENT_AT: Final = 0.3
"""Correlation of motion at which it is even whether the same place is shown at the same moment."""
MOMENT_SLOPE: Final = 20.0
MOMENT_LIMITS: Final = (-4.0, 7.0)
UNTOLD_LOGIT: Final = 6.0
"""Log odds of the same moment where motion cannot be compared: two recordings of one place are rare."""
STILL_LOGIT: Final = 1.9
STILL_LEAST: Final = 0.5
STILL_COSINE: Final = 0.9
STILL_SLOPE: Final = 8.0
"""Log odds where it could be compared but nothing moves: better the closer the pictures are."""
GRAPHIC: Final = (0.15, 0.4)
GRAPHIC_LOGIT: Final = 1.0
SUPPORTED_LOGIT: Final = 2.0
"""What agrees in a small part of both pictures may be a channel's logo, a clock or a banner: unless motion supports
it, such a stretch stays no more than possible."""
PHOTO_LOGIT: Final = 4.0
"""Log odds for a photograph, which has no motion to compare."""
HEARD_LOGIT: Final = 4.0
"""What sound along the same line adds."""


def probability(item: Evidence) -> tuple[float, float]:
    """The probabilities (0 to 1) that both show the same place, and that they show the same moment of it."""
    z = PLACE_BIAS + sum(PLACE_WEIGHTS[name] * value for name, value in grounds(item).items())
    return _logistic(z), _logistic(_moment(item))


def _moment(item: Evidence) -> float:
    """Log odds that the same place is shown at the same moment."""
    fit, plane = item.fit, item.plane
    heard = HEARD_LOGIT if item.sound_votes else 0.0
    if plane is None or plane.inliers <= 2 * CHANCE_INLIERS:
        return UNTOLD_LOGIT + heard
    if fit is None and item.line.frames == 1 and item.end_s == item.start_s:
        return PHOTO_LOGIT + heard
    told = _told(item)
    comparable = _ramp(plane.shift(), *IN_PLACE)
    if math.isfinite(item.agreement):
        comparable *= _ramp(abs(item.agreement), *AGREEING)
    moment = comparable * told + (1 - comparable) * max(UNTOLD_LOGIT, told)
    shared = _ramp(max(_area(plane.common), _area(plane.common_in_query())), *GRAPHIC)
    if told < SUPPORTED_LOGIT:
        moment = min(moment, GRAPHIC_LOGIT + shared * (UNTOLD_LOGIT - GRAPHIC_LOGIT))
    return moment + heard


def _told(item: Evidence) -> float:
    """Log odds of the same moment as what moves tells them, or, where nothing moves, how close the pictures are."""
    still = max(STILL_LEAST, STILL_LOGIT + STILL_SLOPE * (item.line.cosine - STILL_COSINE))
    if item.fit is None:
        return still
    moving = _ramp(item.fit.energy, *TELLING)
    low, high = MOMENT_LIMITS
    moved = max(low, min(high, MOMENT_SLOPE * (item.fit.correlation - SAME_MOMENT_AT)))
    return moving * moved + (1 - moving) * still


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _logistic(z: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, z))))


SOUND_SLOPE: Final = 0.5


def sound_probability(match: SoundMatch) -> float:
    """The probability (0 to 1) that a stretch of shared sound is the same recording.

    Sound of which chance would bring one match in a thousand archives is the least that is reported at all.
    """
    return _logistic(SOUND_SLOPE * -math.log(max(match.false_matches, 1e-12)))


CERTAIN: Final = 0.99
PROBABLE: Final = 0.9
POSSIBLE: Final = 0.5
EVEN: Final = 0.5


def band(score: float) -> Band:
    """The word for a probability."""
    if score >= CERTAIN:
        return "certain"
    if score >= PROBABLE:
        return "probable"
    return "possible" if score >= POSSIBLE else "unlikely"
