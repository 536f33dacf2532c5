"""What rules find, what the machine proposes, and what a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from firstseen.model.claim import Footing, Slot
    from firstseen.model.match import Track
    from firstseen.model.review import Category
    from firstseen.model.sighting import Confidence
    from firstseen.model.time import Span

Status = Literal["contradicts", "consistent", "unknown"]
Strength = Literal["strong", "medium", "weak"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one slot of a claim.

    `claimed` and `found` are short texts for a person, as exact as the sources are ("2024-12", "Moscow, Russia");
    `found` is empty when nothing was. `sentence` and `sentence_ar` can be printed as they are. `evidence` are the ids
    of the sightings and reviews it rests on. `footing` is that of the claimed value; `confidence` a word for how
    surely it holds. `part` is the stretch of the query it is about (None: all of it), `track` the picture or the sound.
    `caps` name what keeps a proposal that rests on it from being strong.
    """

    slot: Slot
    status: Status
    claimed: str
    found: str
    rule: str
    sentence: str
    sentence_ar: str
    evidence: tuple[str, ...] = ()
    footing: Footing = "explicit"
    confidence: Confidence = "unknown"
    part: Span | None = None
    track: Track = "picture"
    caps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rating the machine proposes: never final. `rating` is a key of the ratings (its label is data).

    `reasons` are sentences in English, `reasons_ar` the same in Arabic; `caps` name what kept the strength down.
    """

    rating: str
    category: Category
    strength: Strength
    reasons: tuple[str, ...]
    reasons_ar: tuple[str, ...]
    caps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rating by a named person, at an instant in aware UTC. A later one is one more row, never a change of this."""

    id: str
    case_id: str
    rating: str
    category: Category
    by: str
    at: datetime
    reason: str = ""
    proposal: Proposal | None = None
