"""The application: routers, what wraps every request, and how errors are answered."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from firstseen import __version__
from firstseen.desk import Desk
from firstseen.web import api, pages
from firstseen.web.context import Context
from firstseen.web.failures import answer_failures

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator
    from pathlib import Path

    from firstseen.settings import Settings

API: Final = "/api/v1"


def make_app(folder: str | os.PathLike[str] | Path, settings: Settings | None = None) -> FastAPI:
    """The desk in `folder` as an ASGI application; the desk is open while the application runs."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with Desk(folder, settings) as desk:
            app.state.context = Context(desk)
            yield

    app = FastAPI(
        title="firstseen",
        version=__version__,
        summary="Where footage was seen before, since when, and what was published about it.",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    answer_failures(app)
    for router in api.routers():
        app.include_router(router, prefix=API)
    for router in pages.routers():
        app.include_router(router, include_in_schema=False)
    app.mount("/static", StaticFiles(packages=[("firstseen.web", "static")]), name="static")
    return app
