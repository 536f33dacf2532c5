"""Fingerprints that desks give each other, and evidence that leaves as one file."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.background import BackgroundTask

from firstseen.web.answers import Answer
from firstseen.web.api import models
from firstseen.web.api.parts import Body, CaseId, Publisher, Reader, UploadId, Words
from firstseen.web.context import context_of
from firstseen.web.once import ApiRoute
from firstseen.wire import answer_object, exchange_object, whole_object

router = APIRouter(tags=["exchange"], route_class=ApiRoute)

_FILE: Final[dict[int | str, Any]] = {
    200: {
        "description": "The file.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_NAMES: Final = {"signed": "footage.zip", "pdq-csv": "footage.csv", "pdq-text": "footage.txt"}


class TakeBody(Body):
    """A list that another desk gave, as a file that was uploaded."""

    upload: UploadId
    desk: Words = Field("", description="Whose list it is, where it does not say so itself.")
    unverified: bool = Field(False, description="Take it although nobody trusted has signed it.")


class AskBody(Body):
    """Another desk's question, as a file that was uploaded."""

    upload: UploadId
    unverified: bool = False


class TrustBody(Body):
    """A desk whose signatures are believed."""

    name: Words = Field(min_length=1)
    key: Words = Field(description="Its public key, 64 hexadecimal digits.")


@router.get("/exchange", response_model=models.Page[models.Exchange])
def list_exchanges(request: Request, _: Reader) -> Answer:
    """The lists that other desks gave."""
    found = context_of(request).desk.exchanges()
    return Answer({"items": [exchange_object(one) for one in found], "next": None})


@router.post("/exchange", status_code=201, response_model=models.Taken)
def take_list(request: Request, body: TakeBody, person: Publisher) -> Answer:
    """Take in a list of fingerprints."""
    context = context_of(request)
    path = context.uploads.find(body.upload).path
    by = person.account.name
    taken, new, refused = context.desk.import_hashes(path, by, desk=body.desk, unverified=body.unverified)
    told = [{"line": one.line, "unit": one.unit, "reason": one.reason} for one in refused]
    return Answer({"list": exchange_object(taken), "new": new, "refused": told}, 201)


@router.delete("/exchange/{list_id}", status_code=204)
def forget_list(request: Request, list_id: Annotated[str, InPath(max_length=100)], person: Publisher) -> None:
    """Remove a list with all its fingerprints."""
    context_of(request).desk.forget_exchange(list_id, person.account.name)


@router.get("/exchange/file", response_class=FileResponse, responses=_FILE)
def give_list(  # noqa: PLR0917 - FastAPI calls it by name
    request: Request,
    person: Publisher,
    kind: Annotated[Literal["signed", "pdq-csv", "pdq-text"], Query()] = "signed",
    case_id: Annotated[str, Query(alias="case", max_length=80, description="Only a case's footage.")] = "",
    published: Annotated[bool, Query(description="Only footage of published cases.")] = False,  # noqa: FBT002
    say: Annotated[bool, Query(description="With what is known of it.")] = True,  # noqa: FBT002
) -> FileResponse:
    """The fingerprints of this desk's footage as a file for another desk."""
    work = _work(request)
    try:
        by = person.account.name
        path = work / _NAMES[kind]
        context_of(request).desk.export_hashes(
            path, kind, case_id=case_id, published=published, say=say, by=by
        )
    except BaseException:  # also when cancelled: nothing half made stays
        shutil.rmtree(work, ignore_errors=True)
        raise
    return _file(path, work)


@router.post("/exchange/answer", response_model=models.ExchangeAnswer)
def answer_question(request: Request, body: AskBody, person: Publisher) -> Answer:
    """What this desk has of the footage that another desk asks about."""
    context = context_of(request)
    path = context.uploads.find(body.upload).path
    answered = context.desk.answer(path, person.account.name, unverified=body.unverified)
    return Answer(answer_object(answered))


@router.get("/exchange/keys", response_model=models.Keys)
def list_trusted(request: Request, _: Reader) -> Answer:
    """This desk's public key, and the desks whose keys are believed."""
    desk = context_of(request).desk
    return Answer(
        {"key": desk.exchange_key(), "items": [whole_object(one) for one in desk.trusted()], "next": None}
    )


@router.post("/exchange/keys", status_code=201, response_model=models.Trusted)
def trust_desk(request: Request, body: TrustBody, person: Publisher) -> Answer:
    """Believe what a desk signs with this key."""
    desk = context_of(request).desk
    desk.trust(body.name, body.key, person.account.name)
    digits = body.key.strip().lower()
    return Answer(whole_object(next(one for one in desk.trusted() if one.key == digits)), 201)


@router.delete("/exchange/keys/{name}", status_code=204)
def distrust_desk(request: Request, name: Annotated[str, InPath(max_length=400)], person: Publisher) -> None:
    """Believe a desk no more."""
    context_of(request).desk.distrust(name, person.account.name)


@router.get("/cases/{case_id}/bundle", response_class=FileResponse, responses=_FILE)
def bundle_case(
    request: Request,
    case_id: CaseId,
    person: Publisher,
    media: Annotated[bool, Query(description="With the files of footage, where they still lie.")] = False,  # noqa: FBT002
) -> FileResponse:
    """The evidence of a decided case as one file, which `firstseen bundle verify` checks."""
    desk = context_of(request).desk
    case = desk.case(case_id)
    work = _work(request)
    try:
        path = work / f"{case.id}.zip"
        desk.bundle(case.id, path, person.account.name, with_media=media)
    except BaseException:  # also when cancelled: nothing half made stays
        shutil.rmtree(work, ignore_errors=True)
        raise
    return _file(path, work)


def _work(request: Request) -> Path:
    """A folder for a file that is made to be sent."""
    place = context_of(request).desk.folder / "outgoing"
    place.mkdir(exist_ok=True)
    return Path(tempfile.mkdtemp(dir=place))


def _file(path: Path, work: Path) -> FileResponse:
    sent = BackgroundTask(shutil.rmtree, work, ignore_errors=True)
    return FileResponse(path, filename=path.name, media_type="application/octet-stream", background=sent)
