"""Claims and cases: checked, looked at, decided by people."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field

from firstseen.desk.rating import label
from firstseen.errors import InputError, NotFound
from firstseen.model.case import STAGES, Stage
from firstseen.model.dates import read_date
from firstseen.model.listing import CaseFilters, Listed, ListName
from firstseen.model.review import Category
from firstseen.web.answers import Answer
from firstseen.web.api import models
from firstseen.web.api.parts import (
    Body,
    CaseId,
    Contributor,
    Cursor,
    IfMatch,
    Limit,
    Reader,
    Reviewer,
    Text,
    UploadId,
    Words,
    check_etag,
    etag_of,
    known_upload,
    submitted,
)
from firstseen.web.context import context_of
from firstseen.web.objects import matches_object
from firstseen.web.once import ApiRoute
from firstseen.web.work import told_case
from firstseen.wire import decision_object, stage_object, verdict_object, whole_object

router = APIRouter(tags=["cases"], route_class=ApiRoute)


class CheckBody(Body):
    """A claim: what a post says, and the footage it carries where there is any."""

    caption: Text = Field(min_length=1, description="The words it was posted with.")
    upload: UploadId | None = Field(None, description="The footage, as a file that was uploaded.")
    address: Words | None = Field(None, description="The footage, at an address it can be fetched from.")
    posted: Words = Field(
        "", description="When it was posted, as people write dates.", examples=["5 December 2024"]
    )
    language: Words = Field("", description="The caption's language, ISO 639-1.")
    claimant: Words = Field("", description="Who posted it.")
    url: Words = Field("", description="Where it was posted.")
    add: bool = Field(False, description="Add the footage to the desk too, as seen there.")


class MatchBody(Body):
    """A text whose claim may have been checked."""

    text: Text = Field(min_length=1)
    language: Words = ""
    posted: Words = Field("", description="When it was posted, as ISO 8601.")
    top: int = Field(10, ge=1, le=1000, description="At most so many fact-checks.")


class DecisionBody(Body):
    """What a person decides on a part of a case."""

    action: Literal["accept", "reject", "edit", "undo"]
    subject: Words = Field(
        min_length=1,
        description="`match:MEDIA_ID`, `slot:when`, `finding:SLOT:RULE` or `review:ID`; a beginning will do.",
        examples=["slot:when"],
    )
    value: Text = Field(
        "", description="For an edit: the slot's new value, or a finding's status and sentence."
    )
    reason: Text = Field("", description="Why; a rejection needs one.")


class VerdictBody(Body):
    """A person's rating of a claim."""

    rating: Words = Field(min_length=1, description="A rating by its key or label.", examples=["Misleading"])
    category: Category | None = Field(
        None, description="How the media misleads; else the one that goes with it."
    )
    reason: Text = ""


class RerunBody(Body):
    """Which stage to begin with."""

    stage: Stage | None = Field(None, description="This stage and those after it; all of them without it.")


@router.post("/check", status_code=202, response_model=models.Job)
def check_claim(request: Request, person: Contributor, body: CheckBody) -> Answer:
    """Check a claim. `result` is its case: where the footage was seen, fact-checks, findings, a proposed rating.

    The same footage with the same claim is the same case, examined again.
    """
    if body.upload and body.address:
        raise InputError("give either upload or address, not both")
    if not body.caption.strip():
        raise InputError("there is no caption to check; POST /find looks for footage alone")
    known_upload(request, body.upload)
    return submitted(request, "check", person, body.model_dump())


@router.post("/match", response_model=models.Matches)
def match_text(request: Request, _: Contributor, body: MatchBody) -> Answer:
    """The published fact-checks of the claim that a text makes, most probable first."""
    posted = read_date(body.posted) if body.posted else None
    return Answer(matches_object(context_of(request).desk.match(body.text, body.language, posted, body.top)))


@router.get("/cases", response_model=models.Page[models.CaseLine])
def list_cases(  # noqa: PLR0917 - FastAPI calls it by name
    request: Request,
    _: Reader,
    name: Annotated[ListName, Query(alias="list")] = "all",
    q: Annotated[str, Query(max_length=1000, description="Words that the case has to hold.")] = "",
    rating: Annotated[str, Query(max_length=80, description="The key of a rating.")] = "",
    language: Annotated[str, Query(max_length=35)] = "",
    posted_from: Annotated[str, Query(max_length=10, description="A day, as 2024-12-05.")] = "",
    posted_until: Annotated[str, Query(max_length=10)] = "",
    person: Annotated[str, Query(max_length=200, description="Who opened it or decided in it.")] = "",
    footage: Annotated[bool | None, Query(description="Whether it has any.")] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Answer:
    """A list of cases, newest change first, searched and narrowed."""
    filters = CaseFilters(rating, language, posted_from, posted_until, person, footage)
    found = context_of(request).desk.case_lines(name, q, filters, cursor, limit)
    return Answer({"items": [_line(one) for one in found.items], "next": found.next or None})


@router.get("/cases/counts", response_model=models.Counts)
def count_cases(request: Request, _: Reader) -> Answer:
    """How many cases each list has."""
    return Answer(dict(context_of(request).desk.counts()))


@router.get("/cases/{case_id}", response_model=models.Case)
def show_case(request: Request, _: Reader, case_id: CaseId) -> Answer:
    """A case with the newest value of each stage, its decisions, verdicts and open flags."""
    desk = context_of(request).desk
    tag = etag_of(desk.archive.cases.revision(case_id))
    return Answer(told_case(desk.case(case_id)), headers={"ETag": tag})


@router.get("/cases/{case_id}/subjects", response_model=models.Subjects)
def list_subjects(request: Request, _: Reader, case_id: CaseId) -> Answer:
    """Everything in a case that can be decided on."""
    return Answer({"items": list(context_of(request).desk.case(case_id).subjects()), "next": None})


@router.get("/cases/{case_id}/stages/{stage}", response_model=models.StageResult)
def show_stage(
    request: Request,
    _: Reader,
    case_id: CaseId,
    stage: Annotated[str, Path(max_length=40, description=f"One of {', '.join(STAGES)}.")],
) -> Answer:
    """What one stage made of a case, and what it was made with."""
    known = next((one for one in STAGES if one == stage), None)
    if known is None:
        raise NotFound("stage", stage)
    case = context_of(request).desk.case(case_id)
    return Answer(stage_object(case.id, case.result(known), label))


@router.post("/cases/{case_id}/decisions", status_code=201, response_model=models.Decision)
def decide_part(
    request: Request,
    person: Reviewer,
    case_id: CaseId,
    body: DecisionBody,
    if_match: IfMatch = None,
) -> Answer:
    """Accept, reject or edit a match, a slot, a finding or a fact-check of a case. What it changes is run again."""
    desk = context_of(request).desk
    case, by = desk.case(case_id), person.account.name
    check_etag(if_match, etag_of(desk.archive.cases.revision(case.id)))
    if body.action == "accept":
        made = case.accept(body.subject, by=by, reason=body.reason)
    elif body.action == "reject":
        made = case.reject(body.subject, by=by, reason=body.reason)
    elif body.action == "undo":
        made = case.undo(body.subject, by=by, reason=body.reason)
    else:
        made = case.edit(body.subject, body.value, by=by, reason=body.reason)
    return Answer(decision_object(made), 201)


@router.post("/cases/{case_id}/verdicts", status_code=201, response_model=models.Verdict)
def decide_case(
    request: Request,
    person: Reviewer,
    case_id: CaseId,
    body: VerdictBody,
    if_match: IfMatch = None,
) -> Answer:
    """Decide a case: a verdict is kept for good, and earlier ones stay beside it."""
    desk = context_of(request).desk
    check_etag(if_match, etag_of(desk.archive.cases.revision(case_id)))
    made = desk.decide(case_id, body.rating, person.account.name, body.reason, body.category)
    return Answer(verdict_object(made, label), 201)


@router.post("/cases/{case_id}/rerun", status_code=202, response_model=models.Job)
def rerun_case(request: Request, person: Reviewer, case_id: CaseId, body: RerunBody) -> Answer:
    """Examine a case once more by what the desk knows now. Decisions hold, earlier results stay."""
    case = context_of(request).desk.case(case_id)
    return submitted(request, "rerun", person, {"case": case.id, "stage": body.stage})


def _line(one: Listed) -> dict[str, Any]:
    line: dict[str, Any] = whole_object(one.line)
    case_id = line.pop("id")
    return {
        "case": case_id,
        "state": one.state,
        "suggestions": one.suggestions,
        "flags": list(one.flags),
        **line,
    }
