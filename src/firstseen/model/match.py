"""Where a query and a reference show, or sound, the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from firstseen.model.descriptor import FULL_FRAME

if TYPE_CHECKING:
    from firstseen.model.descriptor import Box
    from firstseen.model.time import Span

Track = Literal["picture", "sound"]
Outcome = Literal["same_footage", "same_scene"]
Band = Literal["certain", "probable", "possible", "unlikely"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reference worth aligning with the query: its media id, and how strongly retrieval votes for it (≥ 0)."""

    media_id: str
    votes: float


@dataclass(frozen=True, slots=True)
class Reason:
    """One named ground for a segment's score: a value, and a sentence a person can check."""

    name: str
    value: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the query and the stretch of a reference that shows (or sounds) the same.

    `score` is the calibrated probability (0 to 1) that it is the same footage. `speed` is how many seconds of the
    reference go by in one second of the query (2 = the query is sped up twofold), always positive; `reversed` says
    the query runs backwards. `region` is the part of the *reference* picture that is visible in the query;
    `query_region` the part of the query that shows it. `evidence_times_s` are (query, reference) times of the frame
    pair that shows it best; `outline` the four corners of the query part in reference coordinates, if geometry agreed.
    """

    media_id: str
    query: Span
    reference: Span
    score: float
    band: Band
    track: Track
    outcome: Outcome
    speed: float = 1.0
    mirrored: bool = False
    reversed: bool = False
    region: Box = FULL_FRAME
    query_region: Box = FULL_FRAME
    evidence_times_s: tuple[float, float] = (0.0, 0.0)
    outline: tuple[tuple[float, float], ...] = ()
    reasons: tuple[Reason, ...] = ()
