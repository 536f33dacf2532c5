"""Files that are sent."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request

from firstseen.errors import InputError
from firstseen.web.answers import Answer
from firstseen.web.api import models
from firstseen.web.api.parts import Contributor, Reader
from firstseen.web.context import context_of
from firstseen.web.objects import upload_object
from firstseen.web.once import ApiUploadRoute
from firstseen.web.receiving import UploadRequest, file_of
from firstseen.web.uploads import Upload

router = APIRouter(tags=["uploads"], route_class=ApiUploadRoute)

BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The file itself, or a form that has it as `file`.",
        "content": {
            "application/octet-stream": BINARY,
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}


@router.post("/uploads", status_code=201, response_model=models.Upload, openapi_extra=FILE)
async def upload_file(
    request: Request,
    _: Contributor,
    name: Annotated[str, Query(max_length=1000, description="The file's name, for a plain body.")] = "upload",
) -> Answer:
    """Send a file: footage, or a file of fact-checks or posts. Other requests name it by the id that comes back.

    The same bytes get the same id. More than `web.upload_mb` is refused before it is read.
    """
    return Answer(upload_object(await received(request, name)), 201)


@router.get("/uploads/{upload_id}", response_model=models.Upload)
def show_upload(request: Request, _: Reader, upload_id: Annotated[str, Path(max_length=100)]) -> Answer:
    """A file that was sent."""
    return Answer(upload_object(context_of(request).uploads.find(upload_id)))


async def received(request: Request, name: str) -> Upload:
    """The file that a request brings, as a form or as its body."""
    assert isinstance(request, UploadRequest)  # noqa: S101 - what the route class makes of every request
    if request.headers.get("content-type", "").startswith("multipart/"):
        file = file_of(await request.form(), "file")
        if file is None:
            raise InputError("the form has no file: add one as `file`")
        return file
    return await request.body_as_upload(name)
