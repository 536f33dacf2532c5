"""Lists of cases: what a line shows, which lists there are, and what they can be narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from firstseen.model.claim import Slot
    from firstseen.model.time import PartialDate
    from firstseen.model.verdict import Strength

CaseState = Literal["inbox", "progress", "ready", "published", "corrections"]
"""Inbox: nobody has decided anything. Progress: somebody has. Ready: its article may be published as it is. Published:
readers have it. Corrections: readers have it, and something it rests on has changed since."""

ListName = Literal["inbox", "suggestions", "progress", "ready", "published", "corrections", "all"]
LISTS: Final[tuple[ListName, ...]] = (
    "inbox",
    "suggestions",
    "progress",
    "ready",
    "published",
    "corrections",
    "all",
)
"""Each state is a list. Suggestions: undecided cases in which the machine proposes something. Published has those with
corrections due as well."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as lists show it. `rating` is the verdict's, `proposed` the machine's; each empty while there is none.

    `claimed` and `found` are those of the contradiction in `slot` that weighs most; all empty while there is none.
    `media_id` is the footage that was checked, empty for a claim alone; `still_s` the time (seconds) of a telling
    picture. `slug` is that of the newest publication. `updated` is the newest instant of anything in it, aware UTC.
    """

    id: str
    title: str
    created: datetime
    updated: datetime
    by: str = ""
    caption: str = ""
    claimant: str = ""
    language: str = ""
    posted: PartialDate | None = None
    media_id: str = ""
    media_name: str = ""
    duration_s: float = 0.0
    still_s: float = 0.0
    slot: Slot | None = None
    claimed: str = ""
    found: str = ""
    first_seen: PartialDate | None = None
    rating: str = ""
    decided_by: str = ""
    proposed: str = ""
    strength: Strength | None = None
    slug: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A line with how the case stands now: its state, how many suggestions are open, and why it has to be looked at."""

    line: CaseLine
    state: CaseState
    suggestions: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What a list is narrowed to; an empty field narrows nothing.

    `rating` is a key: that of the verdict or, while there is none, of the proposal. `language` is ISO 639-1. A claim
    is in when it may have been posted between `posted_from` and `posted_until`, days as YYYY-MM-DD, both included.
    `person` is whoever opened the case or decided in it. `footage` says whether it has any.
    """

    rating: str = ""
    language: str = ""
    posted_from: str = ""
    posted_until: str = ""
    person: str = ""
    footage: bool | None = None

    def __bool__(self) -> bool:
        return self != CaseFilters()


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of a list, newest change first; `next` is the cursor of the one after it, empty on the last."""

    items: tuple[Listed, ...]
    next: str = ""
