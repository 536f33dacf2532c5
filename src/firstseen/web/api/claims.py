"""`/v1alpha1`: the search of Google's Fact Check Tools API, and its like for videos."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from firstseen.errors import InputError
from firstseen.web.answers import Answer
from firstseen.web.api.parts import Contributor, Reader
from firstseen.web.api.uploads import FILE, received
from firstseen.web.context import context_of
from firstseen.web.google import DEFAULT_PAGE, Wanted, search_claims, search_footage
from firstseen.web.receiving import UploadRoute

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(tags=["Fact Check Tools"])
sending = APIRouter(tags=["Fact Check Tools"], route_class=UploadRoute)

_WAIT_S: Final = 300.0
"""How long a search of footage may take before its client is told to use jobs instead."""

_POLL_S: Final = 0.1

Language = Annotated[
    str, Query(alias="languageCode", max_length=35, description="A BCP-47 code; its region is not looked at.")
]
Site = Annotated[str, Query(alias="reviewPublisherSiteFilter", max_length=300)]
MaxAge = Annotated[int | None, Query(alias="maxAgeDays", ge=1, le=2**31 - 1)]
PageSize = Annotated[
    int, Query(alias="pageSize", ge=0, le=2**31 - 1, description="0 is 10; at most 100 come at once.")
]
PageToken = Annotated[str, Query(alias="pageToken", max_length=200)]
Offset = Annotated[int, Query(ge=0, le=2**31 - 1)]
Uri = Annotated[str, Query(max_length=4000, min_length=1, description="A public address of http or https.")]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Publisher(_Told):
    """Who published a fact-check."""

    name: str | None = None
    site: str | None = None


class ReviewOfClaim(_Told):
    """A fact-check, in Google's words."""

    publisher: Publisher | None = None
    url: str | None = None
    title: str | None = None
    reviewDate: str | None = None  # noqa: N815 - Google's own name
    textualRating: str | None = None  # noqa: N815
    languageCode: str | None = None  # noqa: N815


class CheckedClaim(_Told):
    """A claim with its fact-checks, in Google's words."""

    text: str | None = None
    claimant: str | None = None
    claimDate: str | None = None  # noqa: N815
    claimReview: list[ReviewOfClaim]  # noqa: N815


class ClaimSearch(_Told):
    """The answer of `claims:search`."""

    claims: list[CheckedClaim]
    nextPageToken: str | None = None  # noqa: N815


class FootageResult(_Told):
    """One claim about the footage."""

    claim: CheckedClaim


class FootageSearch(_Told):
    """The answer of `claims:imageSearch` and `claims:videoSearch`."""

    results: list[FootageResult]
    nextPageToken: str | None = None  # noqa: N815


@router.get("/claims:search", response_model=ClaimSearch)
def claims_search(  # noqa: PLR0917 - FastAPI calls it by name
    request: Request,
    _: Reader,
    query: Annotated[str, Query(max_length=10_000)] = "",
    language: Language = "",
    site: Site = "",
    max_age: MaxAge = None,
    page_size: PageSize = DEFAULT_PAGE,
    page_token: PageToken = "",
    offset: Offset = 0,
) -> Answer:
    """Search through fact-checked claims: gathered fact-checks, and those that this desk has published."""
    wanted = Wanted(language, site, max_age, page_size, page_token, offset)
    return Answer(search_claims(context_of(request).desk, query, wanted))


@router.get("/claims:imageSearch", response_model=FootageSearch)
async def claims_image_search(  # noqa: PLR0917
    request: Request,
    person: Contributor,
    image: Annotated[Uri, Query(alias="imageUri")],
    language: Language = "",
    page_size: PageSize = DEFAULT_PAGE,
    page_token: PageToken = "",
    offset: Offset = 0,
) -> Answer:
    """Search by an image: fact-checks of the footage that it is found in."""
    wanted = Wanted(language, page_size=page_size, page_token=page_token, offset=offset)
    return await _searched(request, person.account.name, {"address": image}, wanted, image)


@router.get("/claims:videoSearch", response_model=FootageSearch)
async def claims_video_search(  # noqa: PLR0917
    request: Request,
    person: Contributor,
    video: Annotated[Uri, Query(alias="videoUri")],
    language: Language = "",
    page_size: PageSize = DEFAULT_PAGE,
    page_token: PageToken = "",
    offset: Offset = 0,
) -> Answer:
    """Search by a video: ours, in the shape of `claims:imageSearch`."""
    wanted = Wanted(language, page_size=page_size, page_token=page_token, offset=offset)
    return await _searched(request, person.account.name, {"address": video}, wanted, video)


@sending.post("/claims:videoSearch", response_model=FootageSearch, openapi_extra=FILE)
async def claims_video_search_upload(  # noqa: PLR0917
    request: Request,
    person: Contributor,
    language: Language = "",
    page_size: PageSize = DEFAULT_PAGE,
    page_token: PageToken = "",
    offset: Offset = 0,
) -> Answer:
    """Search by a video or an image that is sent along."""
    upload = await received(request, "query")
    wanted = Wanted(language, page_size=page_size, page_token=page_token, offset=offset)
    return await _searched(request, person.account.name, {"upload": upload.id}, wanted, upload.id)


async def _searched(request: Request, by: str, asked: Mapping[str, Any], wanted: Wanted, of: str) -> Answer:
    """The answer for footage: looked for as a job like any other, and waited for."""
    context = context_of(request)
    job = await run_in_threadpool(context.queue.submit, "find", by, {**asked, "by": by})
    until_s = time.monotonic() + _WAIT_S
    while job.is_open:
        if time.monotonic() > until_s or context.leaving.is_set():
            raise HTTPException(
                504, f"the search takes long: follow it as job {job.id}, at /api/v1/jobs/{job.id}"
            )
        await asyncio.sleep(_POLL_S)
        job = await run_in_threadpool(context.queue.job, job.id)
    if job.result is None:
        error = job.error or {"message": "the search was cancelled", "status": 409}
        if int(error["status"]) == InputError.http_status:
            raise InputError(str(error["message"]))
        raise HTTPException(int(error["status"]), str(error["message"]))
    items = job.result["items"]
    media = list(dict.fromkeys(str(one["media_id"]) for one in items))
    urls = dict.fromkeys(str(one["url"]) for one in items if one["url"])
    told = await run_in_threadpool(search_footage, context.desk, media, urls, wanted, of)
    return Answer(told)
