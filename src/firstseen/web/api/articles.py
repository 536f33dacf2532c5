"""Fact-checks written, approved, published and corrected."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field

from firstseen.model import article as values
from firstseen.model.article import EditionLanguage, LinkReason, PictureKind
from firstseen.web.answers import Answer
from firstseen.web.api import models
from firstseen.web.api.parts import Body, CaseId, Publisher, Reader, Reviewer, Text, Words
from firstseen.web.context import context_of
from firstseen.web.once import ApiRoute
from firstseen.wire import article_object, publication_object, remark_object, whole_object

router = APIRouter(tags=["articles"], route_class=ApiRoute)

Version = Annotated[int | None, Query(ge=1, le=10**9, description="A version; the newest without it.")]


class DraftBody(Body):
    """How to draft."""

    again: bool = Field(False, description="One more version from the case as it stands now.")


class EditionBody(Body):
    """The article in one language; `body` is Markdown."""

    language: EditionLanguage
    title: Words
    summary: Words
    body: Text


class PictureBody(Body):
    """A picture of the article, with its texts. Its file is one that the desk has made."""

    id: Words
    kind: PictureKind
    file: Words
    width_px: int = Field(ge=0, le=100_000)
    height_px: int = Field(ge=0, le=100_000)
    alt: Words
    alt_ar: Words
    caption: Words = ""
    caption_ar: Words = ""
    credit: Words = ""
    evidence: list[Words] = Field(default_factory=list)


class SourceBody(Body):
    """Something the article rests on."""

    id: Words
    name: Words
    name_ar: Words = ""
    url: Words = ""
    archived_url: Words = ""
    published: Words = ""
    evidence: Words = ""


class LinkBody(Body):
    """Another fact-check worth reading."""

    reason: LinkReason
    title: Words
    title_ar: Words = ""
    case_id: Words = ""
    url: Words = ""
    publisher: Words = ""


class EditBody(Body):
    """What is to change; what is left out stays."""

    version: int = Field(ge=1, description="The version you have looked at; 409 when there is a newer one.")
    editions: list[EditionBody] | None = None
    sources: list[SourceBody] | None = None
    pictures: list[PictureBody] | None = None
    read_more: list[LinkBody] | None = None
    slug: Words | None = None
    topic: Words | None = None
    take_verdict: bool = Field(False, description="The text was checked against the verdict that now holds.")


class ApproveBody(Body):
    """Which version somebody consents to publish."""

    version: int = Field(ge=1)


class NoteBody(Body):
    """What readers are told of a change, in both languages."""

    note: Text = Field(min_length=1)
    note_ar: Text = Field(min_length=1)


class CorrectBody(NoteBody):
    """A change of what was published."""

    kind: Literal["corrected", "updated"] = "corrected"


@router.post("/cases/{case_id}/article", status_code=201, response_model=models.Article)
def draft_article(request: Request, case_id: CaseId, body: DraftBody, person: Reviewer) -> Answer:
    """Draft the article of a case. Where there is one already it comes back, unless `again` asks for a new version."""
    made = context_of(request).desk.draft(case_id, person.account.name, again=body.again)
    return Answer(article_object(made), 201)


@router.get("/cases/{case_id}/article", response_model=models.Article)
def show_article(request: Request, case_id: CaseId, _: Reader, version: Version = None) -> Answer:
    """One version of the article of a case."""
    return Answer(article_object(context_of(request).desk.article(case_id, version)))


@router.patch("/cases/{case_id}/article", response_model=models.Article)
def edit_article(request: Request, case_id: CaseId, body: EditBody, person: Reviewer) -> Answer:
    """Change the article: the next version. Earlier ones stay."""
    made = context_of(request).desk.edit_article(
        case_id,
        person.account.name,
        body.version,
        editions=_values(values.Edition, body.editions),
        sources=_values(values.ArticleSource, body.sources),
        pictures=_values(values.Picture, body.pictures),
        read_more=_values(values.ReadMore, body.read_more),
        slug=body.slug,
        topic=body.topic,
        take_verdict=body.take_verdict,
    )
    return Answer(article_object(made))


@router.get("/cases/{case_id}/article/remarks", response_model=models.Page[models.Remark])
def list_remarks(request: Request, case_id: CaseId, _: Reader) -> Answer:
    """What a person should mend in the newest version; what `blocks` keeps it from being published."""
    found = context_of(request).desk.remarks(case_id)
    return Answer({"items": [remark_object(one) for one in found], "next": None})


@router.post("/cases/{case_id}/article/approvals", status_code=201, response_model=models.Approval)
def approve_article(request: Request, case_id: CaseId, body: ApproveBody, person: Publisher) -> Answer:
    """Consent to publish one version; whoever wrote it cannot."""
    made = context_of(request).desk.approve(case_id, body.version, person.account.name)
    return Answer(whole_object(made), 201)


@router.post("/cases/{case_id}/publish", status_code=201, response_model=models.Publication)
def publish_article(request: Request, case_id: CaseId, person: Publisher) -> Answer:
    """Publish the article; 409 with everything that is missing when it is not ready. The site is written anew."""
    desk = context_of(request).desk
    made = desk.publish(case_id, person.account.name)
    desk.write_site()
    return Answer(publication_object(made), 201)


@router.post("/cases/{case_id}/correct", status_code=201, response_model=models.Publication)
def correct_article(request: Request, case_id: CaseId, body: CorrectBody, person: Publisher) -> Answer:
    """Publish the newest version of a published article, with a note for readers."""
    desk = context_of(request).desk
    made = desk.correct(case_id, body.note, body.note_ar, person.account.name, body.kind)
    desk.write_site()
    return Answer(publication_object(made), 201)


@router.post("/cases/{case_id}/withdraw", status_code=201, response_model=models.Publication)
def withdraw_article(request: Request, case_id: CaseId, body: NoteBody, person: Publisher) -> Answer:
    """Take a published article back: its page stays, and says so and why."""
    desk = context_of(request).desk
    made = desk.withdraw(case_id, body.note, body.note_ar, person.account.name)
    desk.write_site()
    return Answer(publication_object(made), 201)


@router.get("/cases/{case_id}/publication", response_model=models.Publication)
def show_publication(request: Request, case_id: CaseId, _: Reader) -> Answer:
    """What readers have of a case."""
    return Answer(publication_object(context_of(request).desk.publication(case_id)))


@router.get("/publications", response_model=models.Page[models.Publication])
def list_publications(request: Request, _: Reader) -> Answer:
    """The newest publication of each case, newest first."""
    found = context_of(request).desk.publications()
    return Answer({"items": [publication_object(one) for one in found], "next": None})


def _values[Value](kind: type[Value], given: list[Any] | None) -> tuple[Value, ...] | None:
    """Values of the model, as the request gives them; None for what it leaves out."""
    if given is None:
        return None
    plain = (one.model_dump() for one in given)
    return tuple(
        kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in one.items()})
        for one in plain
    )
