"""What others published: brought in from files and addresses, looked at, removed."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import APIRouter, Query, Request
from pydantic import Field, model_validator

from firstseen.web.answers import Answer
from firstseen.web.api import models
from firstseen.web.api.parts import (
    Body,
    Contributor,
    Cursor,
    Limit,
    Publisher,
    Reader,
    UploadId,
    Words,
    cursor_at,
    known_upload,
    page,
    submitted,
)
from firstseen.web.context import context_of
from firstseen.web.once import ApiRoute
from firstseen.wire import whole_object

router = APIRouter(tags=["fact-checks"], route_class=ApiRoute)

ReviewId = Annotated[
    str, Query(min_length=1, max_length=4000, description="The fact-check's id, often its address.")
]


class ReviewsBody(Body):
    """Where fact-checks are: a file that was uploaded, or the address of a page or feed."""

    upload: UploadId | None = None
    address: Words | None = Field(None, min_length=1, pattern="^https?://")
    strict: bool = Field(False, description="A field that is not known makes its fact-check an error.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.upload is None) == (self.address is None):
            raise ValueError("give either upload or address")
        return self


class PostsBody(Body):
    """A file of posts that was uploaded."""

    upload: UploadId
    strict: bool = False


@router.post("/gather/reviews", status_code=202, response_model=models.Job)
def gather_reviews(request: Request, person: Contributor, body: ReviewsBody) -> Answer:
    """Bring in published fact-checks: markup, feeds, tables, pages, texts. One that cannot come in is one error."""
    known_upload(request, body.upload)
    return submitted(request, "gather reviews", person, body.model_dump())


@router.post("/gather/posts", status_code=202, response_model=models.Job)
def gather_posts(request: Request, person: Contributor, body: PostsBody) -> Answer:
    """Bring in posts that carry footage: tables, JSON lines, and what bellingcat's auto-archiver saved."""
    known_upload(request, body.upload)
    return submitted(request, "gather posts", person, body.model_dump())


@router.get("/reviews", response_model=models.Page[models.Review])
def list_reviews(request: Request, _: Reader, cursor: Cursor = "", limit: Limit = 50) -> Answer:
    """Every published fact-check that the desk knows, in the order in which they came in."""
    found = context_of(request).desk.archive.pages.reviews(cursor_at("reviews", cursor), limit + 1)
    return page("reviews", ((number, whole_object(one)) for number, one in found), limit)


@router.get("/review", response_model=models.Review)
def show_review(request: Request, _: Reader, id: ReviewId) -> Answer:  # noqa: A002
    """One published fact-check, by its id."""
    return Answer(whole_object(context_of(request).desk.review(id)))


@router.delete("/review", status_code=204)
def delete_review(request: Request, person: Publisher, id: ReviewId) -> None:  # noqa: A002
    """Remove a fact-check for good."""
    context_of(request).desk.delete_review(id, person.account.name)
