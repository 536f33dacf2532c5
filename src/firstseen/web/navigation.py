"""The places of the desk: what stands at the side of every page, and which of them a page belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fastapi import Request

    from firstseen.model.people import Permission, Person


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: its phrase is `common.nav_KEY`; its count, where it has one, that of the list KEY."""

    key: str
    href: str
    icon: str
    needs: Permission = "read"


PLACES: Final[tuple[tuple[Place, ...], ...]] = (
    (
        Place("inbox", "/cases?list=inbox", "inbox"),
        Place("suggestions", "/cases?list=suggestions", "spark"),
        Place("progress", "/cases?list=progress", "pen"),
        Place("ready", "/cases?list=ready", "check"),
        Place("published", "/cases?list=published", "page"),
        Place("corrections", "/cases?list=corrections", "flag"),
    ),
    (
        Place("add", "/add", "plus", "contribute"),
        Place("find", "/find", "search", "contribute"),
        Place("jobs", "/jobs", "clock", "contribute"),
    ),
    (
        Place("footage", "/footage", "film"),
        Place("reviews", "/reviews", "book"),
    ),
    (
        Place("people", "/people", "people", "administer"),
        Place("audit", "/audit", "list"),
        Place("settings", "/settings", "gear"),
    ),
)

ICONS: Final = {
    "brand": "M2 5.5h16M2 10h16M2 14.5h16M7 3v14M7 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z",
    "inbox": "M3 11.5 5.2 4h9.6L17 11.5V16H3zM3 11.5h4.2l1 2h3.6l1-2H17",
    "spark": "M10 2.5 11.8 8l5.7 2-5.7 2-1.8 5.5L8.2 12l-5.7-2 5.7-2z",
    "pen": "M4 16l1-4 8.5-8.5 3 3L8 15zM11.5 5.5l3 3",
    "check": "M4 10.5l4 4 8-9",
    "page": "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 10h5M7.5 13h5",
    "flag": "M5 17.5V3.5h9l-2 3.5 2 3.5H5",
    "plus": "M10 4v12M4 10h12",
    "search": "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4",
    "clock": "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4.2l2.8 1.8",
    "film": "M3 4.5h14v11H3zM6.5 4.5v11M13.5 4.5v11M3 8h3.5M3 12h3.5M13.5 8H17M13.5 12H17",
    "book": "M10 5.5C8 4 5.5 3.8 3 4.2v11.3c2.5-.4 5-.2 7 1.3 2-1.5 4.5-1"
    ".7 7-1.3V4.2c-2.5-.4-5-.2-7 1.3zM10 5.5v11.3",
    "people": "M7.5 4.5a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4z"
    "M2.5 16c0-3 2.2-4.5 5-4.5s5 1.5 5 4.5zM13 5a2.4 2.4 0 0 1 0 4.6M14.5 11.7c2 .5 3 2 3 4.3",
    "person": "M10 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM4 16.5c0-3.3 2.6-5 6-5s6 1.7 6 5z",
    "list": "M7 5h10M7 10h10M7 15h10M3 5h.5M3 10h.5M3 15h.5",
    "gear": "M10 7.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM10 2.5v2.2M10 15.3v2.2M2.5 10h2.2M15.3 10h2.2"
    "M4.7 4.7l1.5 1.5M13.8 13.8l1.5 1.5M15.3 4.7l-1.5 1.5M6.2 13.8l-1.5 1.5",
    "cross": "M5 5l10 10M15 5 5 15",
    "info": "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 9v5M10 6.2v.2",
    "dot": "M10 8.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z",
    "next": "M7.5 4l6 6-6 6",
    "upload": "M10 13V3.5M6 7l4-4 4 4M3.5 12.5v4h13v-4",
    "eye": "M1.8 10S5 4.5 10 4.5 18.2 10 18.2 10 15 15.5 10 15.5 1.8 10 1.8 10z"
    "M10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "link": "M8.5 11.5 11.5 8.5M7.5 9l-2.3 2.3a2.5 2.5 0 0 0 3.5 3.5L11 12.5"
    "M12.5 11l2.3-2.3a2.5 2.5 0 0 0-3.5-3.5L9 7.5",
}
"""Drawings of 20 × 20 as the outline of one path each."""

_OF_PATH: Final = {"cases": "", "": "inbox", "suggestions": "suggestions"}


def places_for(person: Person) -> tuple[tuple[Place, ...], ...]:
    """What somebody may go to, group by group."""
    groups = (tuple(place for place in group if person.can(place.needs)) for group in PLACES)
    return tuple(group for group in groups if group)


def place_of(request: Request) -> str:
    """The key of the place that a page belongs to, empty for none."""
    first = request.url.path.strip("/").partition("/")[0]
    if first == "cases" and request.url.path.strip("/") == "cases":
        return request.query_params.get("list", "inbox")
    return _OF_PATH.get(first, first)
