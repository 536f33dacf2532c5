"""Every screen of the desk, from the routes themselves: a new one is looked at without being written down here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi.routing import APIRoute

from firstseen.web import pages
from tests.web.newsroom import OPEN, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.web.newsroom import Newsroom

NO_SCREENS: Final = ("/media/", "/stills/", "/pictures/", "/site")
"""Where addresses begin that give files, and the published site, which is looked at by itself."""

PARTS: Final = ("timeline", "compare", "claim", "reviews", "story", "evidence")

LISTS: Final = ("inbox", "suggestions", "progress", "ready", "published", "corrections")


CASES: Final = {"open": OPEN, "published": PUBLISHED}


def screens(newsroom: Newsroom, cases: Mapping[str, str] = CASES) -> dict[str, str]:
    """The address of every screen by the name it has in tests and pictures; those of a case for each of `cases`."""
    found = {}
    for router in pages.routers():
        for route in router.routes:
            if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()):
                continue
            if not route.path.startswith(NO_SCREENS):
                found |= _addresses(route.path, newsroom, cases)
    return dict(sorted(found.items()))


def _addresses(path: str, newsroom: Newsroom, cases: Mapping[str, str]) -> dict[str, str]:
    values = {"media_id": newsroom.media_id, **newsroom.known}
    name = path.strip("/").replace("/", "-").replace("{", "").replace("}", "") or "start"
    if "{case_id}" in path:
        return {f"{name}-{told}": path.format(case_id=case_id, **values) for told, case_id in cases.items()}
    if path == "/cases":
        return {f"{name}-{one}": f"{path}?list={one}" for one in LISTS} | {
            f"{name}-search": f"{path}?list=inbox&q=convoy",
            f"{name}-nothing": f"{path}?list=inbox&q=nothing+of+that",
        }
    # KeyError: a new kind of address; the newsroom has to know something that it can be asked for.
    return {name: path.format(**values)}
