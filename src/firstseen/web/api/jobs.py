"""Long work: how far it is, what came of it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from firstseen.model.job import JobState
from firstseen.web.answers import Answer
from firstseen.web.api import models
from firstseen.web.api.parts import Contributor, Cursor, Limit, Reader, page
from firstseen.web.api.parts import cursor_at as read_cursor
from firstseen.web.context import context_of
from firstseen.web.objects import job_object
from firstseen.web.once import ApiRoute
from firstseen.wire import line

if TYPE_CHECKING:
    from firstseen.model.job import Job
    from firstseen.web.context import Context

router = APIRouter(tags=["jobs"], route_class=ApiRoute)

JobId = Annotated[str, Path(max_length=100)]
_POLL_S: Final = 0.25
_HEARTBEAT_S: Final = 15.0
"""How often a silent stream says that it lives. Source: the HTML standard advises about every 15 seconds."""

_NEWEST: Final = 2**62


@router.get("/jobs", response_model=models.Page[models.Job])
def list_jobs(  # noqa: PLR0917 - FastAPI calls it by name
    request: Request,
    _: Reader,
    state: Annotated[list[JobState] | None, Query(description="Only those in one of these states.")] = None,
    kind: Annotated[str, Query(max_length=40, description="Only those of this kind.")] = "",
    by: Annotated[str, Query(max_length=200, description="Only those that somebody asked for.")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Answer:
    """Long work, newest first."""
    before = read_cursor("jobs", cursor) or _NEWEST
    queue = context_of(request).queue
    found = queue.jobs(states=state or (), kind=kind, by=by, before=before, limit=limit + 1)
    return page("jobs", ((job.number, job_object(job)) for job in found), limit)


@router.get("/jobs/{job_id}", response_model=models.Job)
def show_job(request: Request, _: Reader, job_id: JobId) -> Answer:
    """One piece of long work, as far as it is."""
    return Answer(job_object(context_of(request).queue.job(job_id)))


@router.post("/jobs/{job_id}/cancel", response_model=models.Job)
def cancel_job(request: Request, person: Contributor, job_id: JobId) -> Answer:
    """Cancel work. What waits is cancelled at once; what runs stops as soon as it can, and what it stored stays."""
    return Answer(job_object(context_of(request).queue.cancel(job_id, person.account.name)))


@router.get(
    "/jobs/{job_id}/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "An event `job` with the job as its data, whenever it changes; the last one has ended.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        204: {"description": "The client has seen the last event already."},
    },
)
async def follow_job(
    request: Request,
    _: Reader,
    job_id: JobId,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=100)] = None,
) -> Response:
    """Follow work as server-sent events: one whenever it changes, until it has ended."""
    context = context_of(request)
    job = await run_in_threadpool(context.queue.job, job_id)
    if not job.is_open and last_event_id == _event_id(job):
        return Response(status_code=204)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    events = _events(context, job, last_event_id or "")
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def _events(context: Context, job: Job, seen: str) -> AsyncIterator[str]:
    silent_s = 0.0
    while True:
        event_id = _event_id(job)
        if event_id != seen:
            seen, silent_s = event_id, 0.0
            yield f"id: {event_id}\nevent: job\ndata: {line(job_object(job))}\n\n"
        elif silent_s >= _HEARTBEAT_S:
            silent_s = 0.0
            yield ": still there\n\n"
        if not job.is_open or context.leaving.is_set():
            return
        await asyncio.sleep(_POLL_S)
        silent_s += _POLL_S
        job = await run_in_threadpool(context.queue.job, job.id)


def _event_id(job: Job) -> str:
    """What tells one state of a job from the next: the same after a restart of the server."""
    return hashlib.sha256(line(job_object(job)).encode()).hexdigest()[:16]
