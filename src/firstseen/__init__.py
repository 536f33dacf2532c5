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
    from firstseen.desk import Desk, Shown, compare
    from firstseen.errors import (
        ArchiveMismatch,
        BadRecord,
        FirstseenError,
        InputError,
        NotFound,
        SettingsError,
        TooLittleFootage,
        Unavailable,
        UnclearDate,
        UnreadableMedia,
    )
    from firstseen.model.dates import read_date
    from firstseen.model.descriptor import Description
    from firstseen.model.found import Addition, Facts, Found, Part, Search
    from firstseen.model.match import Reason, Segment
    from firstseen.model.media import Media
    from firstseen.model.sighting import Record, Sighting, Timeline
    from firstseen.model.time import PartialDate, Span
    from firstseen.settings import Settings, default_settings, load_settings

__version__: Final = version("firstseen")

_HOMES: Final = {
    "desk": ("compare", "Desk", "Shown"),
    "errors": (
        "ArchiveMismatch",
        "BadRecord",
        "FirstseenError",
        "InputError",
        "NotFound",
        "SettingsError",
        "TooLittleFootage",
        "Unavailable",
        "UnclearDate",
        "UnreadableMedia",
    ),
    "model.dates": ("read_date",),
    "model.descriptor": ("Description",),
    "model.found": ("Addition", "Facts", "Found", "Part", "Search"),
    "model.match": ("Reason", "Segment"),
    "model.media": ("Media",),
    "model.sighting": ("Record", "Sighting", "Timeline"),
    "model.time": ("PartialDate", "Span"),
    "settings": ("default_settings", "load_settings", "Settings"),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Addition",
    "ArchiveMismatch",
    "BadRecord",
    "Description",
    "Desk",
    "Facts",
    "FirstseenError",
    "Found",
    "InputError",
    "Media",
    "NotFound",
    "Part",
    "PartialDate",
    "Reason",
    "Record",
    "Search",
    "Segment",
    "Settings",
    "SettingsError",
    "Shown",
    "Sighting",
    "Span",
    "Timeline",
    "TooLittleFootage",
    "Unavailable",
    "UnclearDate",
    "UnreadableMedia",
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
