"""Long work: what was asked for, how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from firstseen.errors import InputError
from firstseen.model.people import Person
from firstseen.web.access import needs
from firstseen.web.context import context_of
from firstseen.web.flash import see_other
from firstseen.web.views import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firstseen.model.job import Job

router = APIRouter()

Reader = Annotated[Person, Depends(needs("read"))]
Contributor = Annotated[Person, Depends(needs("contribute"))]
_PAGE: Final = 50
_LONGEST_NUMBER: Final = 15


@router.get("/jobs")
def jobs(request: Request, person: Reader) -> Response:
    """What was asked for, newest first."""
    mine = request.query_params.get("by") == "me"
    found = context_of(request).queue.jobs(
        by=person.account.name if mine else "", before=before(request) or None, limit=_PAGE + 1
    )
    more = f"/jobs?before={found[_PAGE - 1].number}{'&by=me' if mine else ''}" if len(found) > _PAGE else ""
    return render(
        request,
        "desk/jobs.html.j2",
        person,
        jobs=[(job, outcome(job)) for job in found[:_PAGE]],
        mine=mine,
        next_href=more,
    )


@router.get("/jobs/{job_id}")
def job(request: Request, job_id: str, person: Reader) -> Response:
    """One piece of work; a browser without scripts asks again every few seconds while it is open."""
    found = context_of(request).queue.job(job_id)
    return render(request, "desk/job.html.j2", person, job=found, outcome=outcome(found), asked=_asked(found))


@router.post("/jobs/{job_id}/cancel")
def cancel(request: Request, job_id: str, person: Contributor, csrf: Annotated[str, Form()] = "") -> Response:  # noqa: ARG001
    """Cancel work that waits or runs. Raises Conflict when it has ended."""
    context_of(request).queue.cancel(job_id, person.account.name)
    return see_other(f"/jobs/{job_id}", "desk.job_cancelling")


def before(request: Request) -> int:
    """The number that a page of a list goes on below; 0 for the first page. Raises InputError for none."""
    text = request.query_params.get("before", "")
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER:
        raise InputError("this is no place in the list: follow its own links")
    return int(text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of work: where to look at it, and what a sentence tells of it. `kind` is empty while nothing has."""

    kind: Literal["case", "footage", "found", "gathered", ""] = ""
    href: str = ""
    status: str = ""
    items: Sequence[Mapping[str, Any]] = ()
    searched: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    errors: Sequence[Mapping[str, Any]] = ()
    notes: Sequence[str] = ()


def outcome(job: Job) -> Outcome:
    """What came of a piece of work."""
    result = job.result or {}
    if job.kind in {"check", "rerun"} and result.get("case"):
        return Outcome("case", f"/cases/{result['case']}")
    if job.kind == "add" and result.get("media_id"):
        return Outcome("footage", f"/footage/{result['media_id']}", str(result.get("status", "known")))
    if job.kind == "find" and job.result is not None:
        return Outcome("found", items=result.get("items", ()), searched=int(result.get("searched", 0)))
    if job.kind.startswith("gather") and job.result is not None:
        counts = {name: value for name, value in result.items() if isinstance(value, int)}
        href = "/reviews" if job.kind == "gather reviews" else ""
        return Outcome(
            "gathered", href, counts=counts, errors=result.get("errors", ()), notes=result.get("notes", ())
        )
    return Outcome()


def _asked(job: Job) -> list[tuple[str, str]]:
    """What was asked for, field by field, for a person."""
    plain = {**job.request, **(job.request.get("record") or {})}
    hidden = {"by", "record", "upload", "query", "reference"}
    return [(name, str(value)) for name, value in plain.items() if name not in hidden and value]
