"""Published fact-checks, as other desks and we ourselves publish them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from firstseen.model.match import Reason
    from firstseen.model.media import MediaKind
    from firstseen.model.time import PartialDate

Category = Literal[
    "OriginalMediaContent",
    "DecontextualizedContent",
    "EditedOrCroppedContent",
    "TransformedContent",
    "StagedContent",
    "SatireOrParodyContent",
]
"""How media came to mislead: schema.org's MediaManipulationRatingEnumeration, in its current spelling."""

HitBand = Literal["sure", "likely", "weak"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """One place where a claim or its media was seen: a link, and what the fact-check says of it."""

    url: str
    archived_url: str = ""
    published: PartialDate | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class MediaReview:
    """What a fact-check says of one piece of media (schema.org MediaReview). `kind` is None where it does not say."""

    category: Category | None
    category_text: str = ""
    original_context: str = ""
    original_url: str = ""
    appearances: tuple[Appearance, ...] = ()
    kind: MediaKind | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Something a fact-check rests on: its name as printed, and its link where there is one."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ClaimReview:
    """A published fact-check (schema.org ClaimReview), whatever it was imported from.

    `id` is its `@id`, else its `url`, else a digest of its content; `claim` is what was checked (claimReviewed), `name`
    the fact-check's title. `rating` is the publisher's own label, `label` the key of ours that it maps to ("" for
    none). `language` is ISO 639-1. Dates that cannot be read stay in `extra` as they were written, as does every
    field without a slot of its own: (name, value), the value as JSON text when it is not a plain text.
    """

    id: str
    url: str
    claim: str
    name: str
    text: str = ""
    publisher: str = ""
    publisher_url: str = ""
    author: str = ""
    published: PartialDate | None = None
    modified: PartialDate | None = None
    rating: str = ""
    label: str = ""
    language: str = ""
    claimant: str = ""
    claim_date: PartialDate | None = None
    appearances: tuple[Appearance, ...] = ()
    media: tuple[MediaReview, ...] = ()
    sources: tuple[Source, ...] = ()
    corrections: tuple[str, ...] = ()
    origin: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewHit:
    """A fact-check that may be of the same claim: `score` is the calibrated probability (0 to 1) that it is."""

    review: ClaimReview
    rank: int
    score: float
    band: HitBand
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Matches:
    """Fact-checks of the same claim as a text, best first; `abstained` says that none is near enough to be one.

    `reasons` speak of the whole answer: why nothing is shown, or what of the text was not read. `near` keeps the best
    that were passed over, for a person who wants to look.
    """

    hits: tuple[ReviewHit, ...] = ()
    abstained: bool = True
    reasons: tuple[Reason, ...] = ()
    near: tuple[ReviewHit, ...] = ()
