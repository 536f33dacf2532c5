"""The application: routers, what wraps every request, and how errors are answered."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from firstseen import __version__
from firstseen.archive.lock import writer_lock
from firstseen.desk import Desk
from firstseen.web import api, pages
from firstseen.web.answers import Answer
from firstseen.web.context import Context
from firstseen.web.failures import answer_failures, without_paths
from firstseen.web.limits import Limits
from firstseen.web.methods import Methods
from firstseen.web.once import answer_replayed
from firstseen.web.openapi import describe
from firstseen.web.queue import Queue
from firstseen.web.security import Security
from firstseen.web.tally import tally_of
from firstseen.web.uploads import Uploads
from firstseen.web.work import kinds

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator
    from pathlib import Path

    from firstseen.settings import Settings

API: Final = "/api/v1"
OUTGOING: Final = "outgoing"
"""Where files are made that are sent at once; what is left there was never sent."""

GOOGLE: Final = "/v1alpha1"
SERVED: Final = ".served.lock"
"""The file that a server holds while it runs: two would take each other's jobs."""


def make_app(folder: str | os.PathLike[str] | Path, settings: Settings | None = None) -> FastAPI:
    """The desk in `folder` as an ASGI application; the desk is open while the application runs."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with Desk(folder, settings) as desk, writer_lock(desk.folder / SERVED, 0.0):
            uploads = Uploads(desk.folder, desk.settings.web.upload_mb)
            uploads.sweep()
            shutil.rmtree(desk.folder / OUTGOING, ignore_errors=True)
            desk.archive.answers.sweep()
            queue = Queue(
                desk, kinds(), desk.settings.web.jobs_at_once, lambda text: without_paths(text, desk.folder)
            )
            app.state.context = Context(desk, queue, uploads)
            queue.start()
            try:
                yield
            finally:
                app.state.context.leaving.set()
                await run_in_threadpool(queue.stop)
                await run_in_threadpool(tally_of(app).flush, desk)

    app = FastAPI(
        title="firstseen",
        version=__version__,
        summary="Where footage was seen before, since when, and what was published about it.",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        default_response_class=Answer,
        generate_unique_id_function=lambda route: route.name,
    )
    app.add_middleware(Limits)
    app.add_middleware(Methods, described=app)
    app.add_middleware(Security)
    answer_failures(app)
    answer_replayed(app)
    for router in api.routers():
        app.include_router(router, prefix=API)
    for router in api.google():
        app.include_router(router, prefix=GOOGLE)
    for router in pages.routers():
        app.include_router(router, include_in_schema=False)
    describe(app)
    app.mount("/static", StaticFiles(packages=[("firstseen.web", "static")]), name="static")
    return app
