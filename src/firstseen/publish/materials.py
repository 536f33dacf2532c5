"""What an article is drafted from: the values of a case, with what a desk knows beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firstseen.model.case import Examination, PriorReviews
from firstseen.model.sighting import Timeline
from firstseen.model.wording import Words

if TYPE_CHECKING:
    from datetime import datetime

    from firstseen.model.article import Picture, ReadMore
    from firstseen.model.case import Case, History
    from firstseen.model.claim import Claim
    from firstseen.model.story import Story
    from firstseen.model.time import PartialDate
    from firstseen.model.verdict import Proposal, Verdict


@dataclass(frozen=True, slots=True)
class Occasion:
    """A known event that the caption names, and when it was."""

    name: Words
    date: PartialDate


@dataclass(frozen=True, slots=True)
class RatingWords:
    """A rating for readers: its label and what it means."""

    label: Words
    means: Words


@dataclass(frozen=True, slots=True)
class CaseValues:
    """Everything that a draft may say of a case.

    `rating` is that of the verdict, None while nobody has decided. `accepted` are the ids of the sightings that a
    person confirmed. `occasions` are the dated events that the caption names. `slug` is kept when it is given.
    """

    case: Case
    claim: Claim
    by: str
    at: datetime
    history: History | None = None
    examination: Examination = field(default_factory=Examination)
    reviews: PriorReviews = field(default_factory=PriorReviews)
    story: Story | None = None
    verdict: Verdict | None = None
    proposal: Proposal | None = None
    rating: RatingWords | None = None
    publisher: Words = field(default_factory=lambda: Words("", ""))
    accepted: tuple[str, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    pictures: tuple[Picture, ...] = ()
    read_more: tuple[ReadMore, ...] = ()
    topic: str = ""
    version: int = 1

    @property
    def timeline(self) -> Timeline:
        """The sightings of the footage; empty when there is none."""
        return self.history.timeline if self.history else Timeline()

    @property
    def has_footage(self) -> bool:
        """Whether footage was checked, or somebody stated sightings of it."""
        return self.case.query is not None or self.history is not None
