"""firstseen: where footage was seen before, aligned to the second, and since when.

    from firstseen import Desk

    with Desk("newsdesk") as desk:
        desk.add("2015.mp4", url="https://example.org/2015", published="2015-07-01")
        found = desk.find("post.mp4")
        print(found.timeline.first_seen)

Every name below is loaded when it is first asked for: importing the package loads no decoder and no model.
"""

from __future__ import annotations

import importlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from firstseen.desk import CaseFile, Desk, Shown, compare
    from firstseen.errors import (
        ArchiveMismatch,
        BadRecord,
        FirstseenError,
        InputError,
        NotDecided,
        NotFound,
        SettingsError,
        TooLittleFootage,
        Unavailable,
        UnclearDate,
        UnreadableMedia,
    )
    from firstseen.model.case import Case, Decision
    from firstseen.model.claim import Assertion, Claim
    from firstseen.model.dates import read_date
    from firstseen.model.descriptor import Description
    from firstseen.model.found import Addition, Facts, Found, Part, Search
    from firstseen.model.match import Reason, Segment
    from firstseen.model.media import Media
    from firstseen.model.post import Post
    from firstseen.model.review import ClaimReview, ReviewHit
    from firstseen.model.sighting import Record, Sighting, Timeline
    from firstseen.model.story import Story
    from firstseen.model.time import PartialDate, Span
    from firstseen.model.verdict import Finding, Proposal, Verdict
    from firstseen.settings import Settings, default_settings, load_settings

__version__: Final = version("firstseen")

_HOMES: Final = {
    "desk": ("CaseFile", "compare", "Desk", "Shown"),
    "errors": (
        "ArchiveMismatch",
        "BadRecord",
        "FirstseenError",
        "InputError",
        "NotDecided",
        "NotFound",
        "SettingsError",
        "TooLittleFootage",
        "Unavailable",
        "UnclearDate",
        "UnreadableMedia",
    ),
    "model.case": ("Case", "Decision"),
    "model.claim": ("Assertion", "Claim"),
    "model.dates": ("read_date",),
    "model.descriptor": ("Description",),
    "model.found": ("Addition", "Facts", "Found", "Part", "Search"),
    "model.match": ("Reason", "Segment"),
    "model.media": ("Media",),
    "model.post": ("Post",),
    "model.review": ("ClaimReview", "ReviewHit"),
    "model.sighting": ("Record", "Sighting", "Timeline"),
    "model.story": ("Story",),
    "model.time": ("PartialDate", "Span"),
    "model.verdict": ("Finding", "Proposal", "Verdict"),
    "settings": ("default_settings", "load_settings", "Settings"),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Addition",
    "ArchiveMismatch",
    "Assertion",
    "BadRecord",
    "Case",
    "CaseFile",
    "Claim",
    "ClaimReview",
    "Decision",
    "Description",
    "Desk",
    "Facts",
    "Finding",
    "FirstseenError",
    "Found",
    "InputError",
    "Media",
    "NotDecided",
    "NotFound",
    "Part",
    "PartialDate",
    "Post",
    "Proposal",
    "Reason",
    "Record",
    "ReviewHit",
    "Search",
    "Segment",
    "Settings",
    "SettingsError",
    "Shown",
    "Sighting",
    "Span",
    "Story",
    "Timeline",
    "TooLittleFootage",
    "Unavailable",
    "UnclearDate",
    "UnreadableMedia",
    "Verdict",
    "compare",
    "default_settings",
    "load_settings",
    "read_date",
]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
