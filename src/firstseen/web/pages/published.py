"""The published site, for everybody: the files of `desk/site`; each reading of a fact-check is counted as a number."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from firstseen.desk.publishing import SITE
from firstseen.errors import FirstseenError
from firstseen.model.views import is_program, slug_of
from firstseen.publish.site.facts import RESERVED
from firstseen.web.context import context_of
from firstseen.web.tally import tally_of

_LOG: Final = logging.getLogger(__name__)

router = APIRouter()

_LASTING: Final = ("assets/", "pictures/")
"""Files whose names change with their content."""

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
_TYPES: Final = {
    ".atom": "application/atom+xml; charset=utf-8",
    "feed.xml": "application/rss+xml; charset=utf-8",
    "claims.json": "application/ld+json; charset=utf-8",
}


@router.get("/site", include_in_schema=False)
def top(request: Request) -> Response:
    """The way to the first page, whose links need the slash."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/site/", 308)


@router.api_route("/site/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def published(request: Request, path: str) -> Response:
    """A file of the published site. Needs no account: it is what readers get."""
    folder = context_of(request).desk.folder / SITE
    if any(part.startswith(".") for part in path.split("/")) or "\0" in path:
        raise HTTPException(404, "there is no such page")
    files = StaticFiles(directory=folder, html=True, check_dir=False)
    scope = dict(request.scope)
    response = await files.get_response(path or ".", scope)
    if response.status_code == 404:  # noqa: PLR2004
        response = await run_in_threadpool(
            _missing, folder, urlsplit(context_of(request).settings.publish.url).path
        )
    _label(response, path)
    if _is_reading(request, response):
        slug = slug_of(f"/{path}")
        tally = tally_of(request.app)
        if slug and slug not in RESERVED and tally.add(slug):
            try:
                await run_in_threadpool(tally.flush, context_of(request).desk)
            except FirstseenError as error:
                # A reader gets the page though the desk is busy; the numbers wait for the next time.
                _LOG.warning("readings were not kept and will be tried again: %s", error)
    return response


def _missing(folder: Path, top: str) -> Response:
    """The site's own page for what is not there, with links to where the desk serves the site.

    They begin at the top of the site's own address.
    """
    text = (folder / "404.html").read_text(encoding="utf-8")
    start = re.escape(f"{top.rstrip('/')}/")
    return HTMLResponse(re.sub(rf'((?:href|src)="){start}', r"\1/site/", text), 404)


def _label(response: Response, path: str) -> None:
    response.headers["Content-Security-Policy"] = _POLICY
    lasting = path.startswith(_LASTING) and response.status_code == 200  # noqa: PLR2004
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if lasting else "public, no-cache"
    )
    kind = next((kind for ending, kind in _TYPES.items() if path.endswith(ending)), "")
    if kind and response.status_code == 200:  # noqa: PLR2004
        response.headers["Content-Type"] = kind


def _is_reading(request: Request, response: Response) -> bool:
    """Whether somebody is reading a page: asked for by a browser to be shown, and answered with it."""
    headers = request.headers
    purposes = (headers.get(name, "") for name in ("sec-purpose", "purpose", "x-purpose", "x-moz"))
    return (
        request.method == "GET"
        and response.status_code == 200  # noqa: PLR2004
        and headers.get("sec-fetch-dest", "document") == "document"
        and not any("prefetch" in one.lower() or "preview" in one.lower() for one in purposes)
        and not is_program(headers.get("user-agent", ""))
    )
