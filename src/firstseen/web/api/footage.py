"""Footage and where it was seen: added, found, compared, looked at, removed."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Self

from fastapi import APIRouter, Path, Request
from pydantic import Field, model_validator

from firstseen.gather.records import make_record
from firstseen.web.answers import Answer
from firstseen.web.api import models
from firstseen.web.api.parts import (
    Body,
    Contributor,
    Cursor,
    IfMatch,
    Limit,
    Publisher,
    Reader,
    Reviewer,
    Text,
    UploadId,
    Words,
    check_etag,
    cursor_at,
    etag_of,
    known_upload,
    page,
    submitted,
)
from firstseen.web.context import context_of
from firstseen.web.objects import footage_object, media_object, sighting_object
from firstseen.web.once import ApiRoute

router = APIRouter(tags=["footage"], route_class=ApiRoute)

MediaId = Annotated[
    str, Path(max_length=400, description="A media id, or a beginning of it that only one has.")
]


class RecordBody(Body):
    """What is known of one appearance of footage. Dates are ISO 8601, as exact as they are known."""

    url: Words = Field("", description="Where it was seen.")
    published: Words = Field(
        "", description="When it went online or on air.", examples=["2015-07-01", "2015"]
    )
    published_basis: Words = Field(
        "", description="What that date rests on.", examples=["platform timestamp"]
    )
    captured: Words = Field(
        "", description="When an archive or a person saved it. Never taken for the publication."
    )
    captured_basis: Words = ""
    recorded: Words = Field("", description="When the camera ran. Never taken for the publication.")
    recorded_basis: Words = ""
    place: Words = Field("", description="Where it was recorded.")
    actors: Words = Field("", description="Who is seen.")
    event: Words = Field("", description="What happens in it.")
    caption: Text = Field("", description="The words it was published with.")
    language: Words = Field("", description="The caption's language, ISO 639-1.")
    source: Words = Field("", description="Who published it; several copies of one source count once.")


class FootageBody(Body):
    """Where footage is: a file that was uploaded, or an address that it can be fetched from."""

    upload: UploadId | None = Field(None, description="The id of a file that was uploaded.")
    address: Words | None = Field(
        None, description="Where the footage can be fetched: a file, or a page that names one.", min_length=1
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.upload is None) == (self.address is None):
            raise ValueError("give either upload or address")
        return self


class AddBody(FootageBody):
    """Footage to add, with what is known of it."""

    record: RecordBody = RecordBody.model_validate({})


class FindBody(FootageBody):
    """Footage to look for."""

    unlikely: bool = Field(False, description="Unlikely segments too.")


class CompareBody(Body):
    """Two uploaded files to compare."""

    query: UploadId
    reference: UploadId
    unlikely: bool = False


@router.post("/footage", status_code=202, response_model=models.Job)
def add_footage(request: Request, person: Contributor, body: AddBody) -> Answer:
    """Add footage with what is known of it. What is known already is not added twice."""
    record = {name: value for name, value in body.record.model_dump().items() if value}
    make_record("", record)
    known_upload(request, body.upload)
    asked = {"upload": body.upload, "address": body.address, "record": record}
    return submitted(request, "add", person, asked)


@router.get("/footage", response_model=models.Page[models.Media])
def list_footage(request: Request, _: Reader, cursor: Cursor = "", limit: Limit = 50) -> Answer:
    """Every file of footage, in the order of addition."""
    found = context_of(request).desk.archive.pages.media(cursor_at("footage", cursor), limit + 1)
    return page("footage", ((number, media_object(one)) for number, one in found), limit)


@router.get("/footage/{media_id}", response_model=models.Footage)
def show_footage(request: Request, _: Reader, media_id: MediaId) -> Answer:
    """One file of footage with every sighting."""
    return Answer(footage_object(context_of(request).desk.footage(media_id)))


@router.delete("/footage/{media_id}", status_code=204)
def delete_footage(request: Request, person: Publisher, media_id: MediaId) -> None:
    """Remove footage for good, with its descriptors, pictures and sightings. The audit keeps that it was there."""
    desk = context_of(request).desk
    desk.delete_footage(desk.footage(media_id).media.id, person.account.name)


@router.post("/footage/{media_id}/sightings", status_code=201, response_model=models.Sighting)
def add_sighting(request: Request, person: Contributor, media_id: MediaId, body: RecordBody) -> Answer:
    """One more appearance of footage that is known. The same again adds nothing."""
    desk = context_of(request).desk
    media = desk.footage(media_id).media
    record = replace(make_record(media.name, _given(body)), name=media.name, added_by=person.account.name)
    added = desk.archive.add_sighting(media.id, record)
    return _sighting(request, added.sighting_id, 201)


@router.get("/sightings/{sighting_id}", response_model=models.Sighting)
def show_sighting(request: Request, _: Reader, sighting_id: Annotated[str, Path(max_length=100)]) -> Answer:
    """One appearance of footage. Its ETag goes with a change as If-Match."""
    return _sighting(request, sighting_id)


@router.put("/sightings/{sighting_id}", response_model=models.Sighting)
def edit_sighting(
    request: Request,
    person: Reviewer,
    sighting_id: Annotated[str, Path(max_length=100)],
    body: RecordBody,
    if_match: IfMatch = None,
) -> Answer:
    """Replace what is known of an appearance; cases that rest on it are flagged. The audit says what was changed."""
    desk = context_of(request).desk
    before = desk.archive.sighting(sighting_id)
    check_etag(if_match, etag_of(before.record))
    made = make_record(before.record.name, _given(body))
    kept = replace(made, name=before.record.name, added_by=before.record.added_by, extra=before.record.extra)
    desk.archive.edit_sighting(before.id, kept, person.account.name)
    return _sighting(request, before.id)


@router.post("/find", status_code=202, response_model=models.Job)
def find_footage(request: Request, person: Contributor, body: FindBody) -> Answer:
    """Find where footage was seen before, and since when. `result.items` are segments, best reference first."""
    known_upload(request, body.upload)
    return submitted(request, "find", person, body.model_dump())


@router.post("/compare", status_code=202, response_model=models.Job)
def compare_footage(request: Request, person: Contributor, body: CompareBody) -> Answer:
    """Compare two files: which stretch of one shows the same as which of the other. Neither is added."""
    known_upload(request, body.query, body.reference)
    return submitted(request, "compare", person, body.model_dump())


def _given(body: RecordBody) -> dict[str, str]:
    return {name: value for name, value in body.model_dump().items() if value}


def _sighting(request: Request, sighting_id: str, status: int = 200) -> Answer:
    found = context_of(request).desk.archive.sighting(sighting_id)
    return Answer(sighting_object(found), status, {"ETag": etag_of(found.record)})
