"""Refusals as pages, for who asked for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from firstseen.web.views import render
from firstseen.web.words import phrases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request
    from fastapi.responses import Response

_PROGRAMS: Final = ("/api/", "/v1alpha1/", "/media/", "/stills/", "/static/")
"""Where programs ask: they get the one shape, whatever they say that they accept."""


def wants_page(request: Request) -> bool:
    """Whether whoever asks is a browser that shows a page."""
    asked = request.headers.get("accept", "")
    return "text/html" in asked and not request.url.path.startswith(_PROGRAMS)


def refusal_page(
    request: Request, message: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """A page that says what was refused, why, and what to do next; the message itself is a sentence in English."""
    known = next(
        (one for one in (str(status), f"{status // 100}00") if f"common.error_{one}" in phrases()), "400"
    )
    person = getattr(request.state, "person", None)
    shown = "" if status == 404 and message == "Not Found" else message  # noqa: PLR2004 - the framework's own word
    page = render(
        request, "error.html.j2", person, status, known=known, code=status, message=shown, back=_back(request)
    )
    page.headers.update(headers or {})
    return page


def _back(request: Request) -> str:
    """The page of ours that somebody came from, empty when it is unknown or this one."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.url.netloc or not came.path.startswith("/") or came.path.startswith("//"):
        return ""
    if came.path == request.url.path and request.method == "GET":
        return ""
    return came.path + (f"?{came.query}" if came.query else "")
