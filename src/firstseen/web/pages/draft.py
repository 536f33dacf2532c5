"""The page of an article: both editions, what they rest on, what is to be mended, and how it goes out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import FileResponse, Response
from starlette.datastructures import FormData

from firstseen.errors import Conflict, FirstseenError, InputError, NotAllowed, NotFound, NotReady
from firstseen.model.people import Person
from firstseen.web.access import needs
from firstseen.web.context import context_of
from firstseen.web.drafting import changes, page_values, typed_article
from firstseen.web.flash import see_other
from firstseen.web.views import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from firstseen.desk import Desk
    from firstseen.model.article import Article

router = APIRouter()

Reader = Annotated[Person, Depends(needs("read"))]
Reviewer = Annotated[Person, Depends(needs("review"))]
Editor = Annotated[Person, Depends(needs("publish"))]
Text = Annotated[str, Form()]

_PICTURE: Final = re.compile(r"[0-9a-f]{64}\.(jpg|png|svg)")
_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml"}
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cache-Control": "private, max-age=86400, immutable",
}


async def read_form(request: Request) -> FormData:
    """The fields of a form, however many it has."""
    return await request.form(max_files=0, max_fields=4000)


Fields = Annotated[FormData, Depends(read_form)]


@router.get("/pictures/{name}")
def picture(request: Request, name: str, person: Reader) -> Response:  # noqa: ARG001 - who may read
    """A picture made from evidence, by its digest. Raises NotFound."""
    known = _PICTURE.fullmatch(name)
    path = context_of(request).desk.pictures_folder / name
    if known is None or not path.is_file():
        raise NotFound("picture", name[:80])
    return FileResponse(path, media_type=_TYPES[known[1]], headers=_HEADERS)


@router.get("/cases/{case_id}/draft")
def article(
    request: Request,
    case_id: str,
    person: Reader,
    against: int | None = None,
    proposed: bool = False,  # noqa: FBT001, FBT002 - a query
) -> Response:
    """The article of a case as it stands, with its versions; what a new draft would be where that is asked for."""
    desk = context_of(request).desk
    known = desk.case(case_id)
    versions = desk.article_versions(known.id)
    if not versions:
        return render(request, "draft/none.html.j2", person, case=known.case, verdict=known.case.verdict)
    return _page(request, person, versions[-1], against=against, proposed=proposed)


@router.post("/cases/{case_id}/draft/new")
def new(request: Request, case_id: str, person: Reviewer) -> Response:
    """Draft the article of a case, or one more version of it from the case as it stands now."""
    desk = context_of(request).desk
    again = bool(desk.article_versions(desk.case(case_id).id))
    desk.draft(case_id, person.account.name, again=again)
    return _back(case_id, "redrafted" if again else "drafted")


@router.post("/cases/{case_id}/draft")
def save(request: Request, case_id: str, person: Reviewer, form: Fields) -> Response:
    """Keep what was typed as the next version, or only show what it looks like; nothing typed is ever lost."""
    desk = context_of(request).desk
    newest = desk.article(case_id)
    typed = typed_article(form, newest)
    if form.get("action") == "preview":
        return _page(request, person, typed, looked_at=_version(form), previewed=True)
    try:
        desk.edit_article(
            case_id,
            person.account.name,
            _version(form),
            editions=typed.editions,
            sources=typed.sources,
            pictures=typed.pictures,
            read_more=typed.read_more,
            slug=typed.slug,
            topic=typed.topic,
            take_verdict=bool(form.get("take_verdict")),
        )
    except Conflict as error:
        return _page(request, person, typed, error=error, conflict=newest)
    except InputError as error:
        return _page(request, person, typed, looked_at=_version(form), error=error)
    return _back(case_id, "saved")


@router.post("/cases/{case_id}/draft/preview")
def look(request: Request, case_id: str, person: Reviewer, form: Fields) -> Response:
    """Both editions as readers will get them, and the remarks, for a page that is being typed in."""
    desk = context_of(request).desk
    typed = typed_article(form, desk.article(case_id))
    return render(request, "draft/beside.html.j2", person, **page_values(desk, typed))


@router.post("/cases/{case_id}/draft/approve")
def approve(request: Request, case_id: str, person: Editor, version: Annotated[int, Form()]) -> Response:
    """A second person's consent."""
    desk = context_of(request).desk
    return _done(
        request, person, case_id, lambda: desk.approve(case_id, version, person.account.name), "approved"
    )


@router.post("/cases/{case_id}/draft/publish")
def publish(request: Request, case_id: str, person: Editor, version: Annotated[int, Form()]) -> Response:
    """Publish what was looked at, and write the site."""
    desk = context_of(request).desk

    def run() -> None:
        _check_version(desk, case_id, version)
        desk.publish(case_id, person.account.name)
        desk.write_site()

    return _done(request, person, case_id, run, "published")


@router.post("/cases/{case_id}/draft/correct")
def correct(  # noqa: PLR0917 - the fields of the form
    request: Request,
    case_id: str,
    person: Editor,
    version: Annotated[int, Form()],
    note: Text = "",
    note_ar: Text = "",
    kind: Text = "corrected",
) -> Response:
    """Publish the newest version with a note for readers, and write the site."""
    desk = context_of(request).desk

    def run() -> None:
        _check_version(desk, case_id, version)
        desk.correct(
            case_id, note, note_ar, person.account.name, "updated" if kind == "updated" else "corrected"
        )
        desk.write_site()

    return _done(request, person, case_id, run, "corrected", (note, note_ar))


@router.post("/cases/{case_id}/draft/withdraw")
def withdraw(request: Request, case_id: str, person: Editor, note: Text = "", note_ar: Text = "") -> Response:
    """Take back what was published, and write the site."""
    desk = context_of(request).desk

    def run() -> None:
        desk.withdraw(case_id, note, note_ar, person.account.name)
        desk.write_site()

    return _done(request, person, case_id, run, "withdrawn", (note, note_ar))


def _done(  # noqa: PLR0917 - what the four forms share
    request: Request,
    person: Person,
    case_id: str,
    run: Callable[[], object],
    done: str,
    notes: tuple[str, str] = ("", ""),
) -> Response:
    """Do it and show the page again; a refusal is told on the page, with what was typed."""
    try:
        run()
    except (InputError, NotReady, Conflict) as error:
        newest = context_of(request).desk.article(case_id)
        return _page(request, person, newest, error=error, notes=notes)
    return _back(case_id, done)


def _check_version(desk: Desk, case_id: str, version: int) -> None:
    """Refuse to publish what nobody looked at."""
    newest = desk.article(case_id)
    if newest.version != version:
        raise Conflict(
            f"the article of {newest.case_id}",
            f"version {newest.version} by {newest.by} is the newest; read it first",
        )


def _version(form: FormData) -> int:
    text = str(form.get("version") or "")
    if not re.fullmatch(r"\d{1,9}", text):
        raise InputError("the form does not say which version was looked at; open the page again")
    return int(text)


def _page(
    request: Request,
    person: Person,
    shown: Article,
    *,
    looked_at: int | None = None,
    error: FirstseenError | None = None,
    conflict: Article | None = None,
    against: int | None = None,
    proposed: bool = False,
    previewed: bool = False,
    notes: tuple[str, str] = ("", ""),
) -> Response:
    """The page with what was kept or typed. A conflict shows what the other person wrote beside it."""
    desk = context_of(request).desk
    if proposed and not person.can("review"):
        raise NotAllowed("a new draft is for reviewers; your role only reads")
    values = page_values(desk, shown, against=against, proposed=proposed)
    newest = values["newest"]
    if values["proposal"] is not None:
        values["changes"] = changes(newest, values["proposal"])
    if conflict is not None:
        values["changes"] = changes(shown, conflict)
    values |= {
        "case": desk.case(shown.case_id).case,
        "version": newest.version if looked_at is None else looked_at,
        "error": error,
        "reasons": error.reasons if isinstance(error, NotReady) else (),
        "conflict": conflict,
        "previewed": previewed,
        "note": notes[0],
        "note_ar": notes[1],
    }
    return render(request, "draft/article.html.j2", person, error.http_status if error else 200, **values)


def _back(case_id: str, done: str) -> Response:
    safe = re.sub(r"[^a-z0-9-]", "", case_id.lower())
    return see_other(f"/cases/{safe}/draft", f"draft.done_{done}")
