"""The page of a case: what was found, what people decided, and the forms to decide with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final, cast
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from firstseen.errors import Conflict, InputError, UnclearDate
from firstseen.model.people import Person
from firstseen.publish.pages import safe_url
from firstseen.verdict.ratings import ratings
from firstseen.web.access import needs
from firstseen.web.context import context_of
from firstseen.web.item.page import TABS, Failed, item_page
from firstseen.web.views import language_of, render

if TYPE_CHECKING:
    from firstseen.model.review import Category
    from firstseen.web.item.page import Tab

router = APIRouter()

Reader = Annotated[Person, Depends(needs("read"))]
Reviewer = Annotated[Person, Depends(needs("review"))]
Text = Annotated[str, Form()]

UNCOVERED: Final = "firstseen_uncovered"
"""The cookie that says, for this session of the browser, of which cases the footage is shown uncovered."""

_ALL: Final = "all"
_MOST_UNCOVERED: Final = 60
_CASE: Final = re.compile(r"case-\d{1,12}|all")
_TARGET: Final = re.compile(r"/(suggestions|cases/case-\d{1,12})(\?tab=[a-z]{1,20})?")
"""The pages that a cover is lifted from."""

_SHOWN_BESIDE: Final = (InputError, UnclearDate, Conflict)
"""Refusals that are told beside the form they are about."""


@router.get("/cases/{case_id}/log")
def log(request: Request, case_id: str, person: Reader) -> Response:
    """The log of a case."""
    return _page(request, case_id, person, "log")


@router.get("/cases/{case_id}")
def case(
    request: Request,
    case_id: str,
    person: Reader,
    tab: str = "overview",
    segment: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """A case, one tab of it."""
    return _page(request, case_id, person, _tab(tab), segment=segment)


@router.post("/cases/{case_id}/settle")
def settle(
    request: Request,
    case_id: str,
    person: Reviewer,
    *,
    subject: Text = "",
    action: Text = "",
    value: Text = "",
    reason: Text = "",
    tab: Text = "overview",
) -> Response:
    """Accept, reject or edit a part of a case; what cannot be taken is told beside its form."""
    file = context_of(request).desk.case(case_id)
    by = person.account.name
    try:
        if action == "accept":
            file.accept(subject, by=by, reason=reason)
        elif action == "reject":
            file.reject(subject, by=by, reason=reason)
        elif action == "edit":
            file.edit(subject, value, by=by, reason=reason)
        else:
            raise InputError(f"{action!r} is no decision: accept, reject or edit it")
    except _SHOWN_BESIDE as error:
        failed = Failed(subject, action, str(error), value, reason)
        return _page(request, case_id, person, _tab(tab), failed=failed, status=error.http_status)
    return _back(file.id, _tab(tab), subject)


@router.post("/cases/{case_id}/undo")
def undo(
    request: Request,
    case_id: str,
    person: Reviewer,
    *,
    subject: Text = "",
    reason: Text = "",
    tab: Text = "log",
) -> Response:
    """Take back the newest decision, or the newest on one subject."""
    file = context_of(request).desk.case(case_id)
    try:
        undone = file.undo(subject, by=person.account.name, reason=reason)
    except _SHOWN_BESIDE as error:
        failed = Failed(subject or "undo", "undo", str(error))
        return _page(request, case_id, person, _tab(tab), failed=failed, status=error.http_status)
    return _back(file.id, _tab(tab), str(undone.subject))


@router.post("/cases/{case_id}/decide")
def decide(
    request: Request,
    case_id: str,
    person: Reviewer,
    *,
    rating: Text = "",
    category: Text = "",
    reason: Text = "",
) -> Response:
    """The verdict of a person; it stands beside earlier ones."""
    file = context_of(request).desk.case(case_id)
    try:
        file.decide(rating, person.account.name, reason, cast("Category", category) if category else None)
    except _SHOWN_BESIDE as error:
        failed = Failed("verdict", "decide", str(error), reason=reason, rating=rating, category=category)
        return _page(request, case_id, person, "overview", failed=failed, status=error.http_status)
    return _back(file.id, "overview", "verdict")


@router.post("/cases/{case_id}/cover")
def cover(
    request: Request,
    case_id: str,
    person: Reader,  # noqa: ARG001 - who may read
    *,
    show: Text = "",
    to: Text = "",
    every: Text = "",
) -> Response:
    """Show the footage of a case uncovered until the browser is closed, or cover it again; of every case if asked."""
    file = context_of(request).desk.case(case_id)
    named, show = (_ALL if every else file.id), show or every
    kept = [one for one in uncovered(request) if one != named and (show or one != _ALL)]
    kept += [named] if show else []
    target = to if _TARGET.fullmatch(to) else ""
    answer = RedirectResponse(target or f"/cases/{file.id}", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(
        UNCOVERED, ".".join(kept[-_MOST_UNCOVERED:]), httponly=True, samesite="lax", secure=secure
    )
    return answer


def uncovered(request: Request) -> list[str]:
    """The cases whose footage this session of the browser shows uncovered; "all" stands for every one."""
    return [one for one in request.cookies.get(UNCOVERED, "").split(".") if _CASE.fullmatch(one)]


def is_covered(request: Request, case_id: str) -> bool:
    """Whether the footage of a case is still covered."""
    return not {case_id, _ALL} & set(uncovered(request))


def rating_label(key: str, lang: str) -> str:
    """A rating in the page's language; an older key as it is."""
    known = ratings().get(key)
    return key if known is None else known.ar if lang == "ar" else known.en


def _page(
    request: Request,
    case_id: str,
    person: Person,
    tab: Tab,
    *,
    segment: int = 0,
    failed: Failed | None = None,
    status: int = 200,
) -> Response:
    lang = language_of(request, person)
    desk = context_of(request).desk
    page = item_page(desk, case_id, tab, lang, segment=segment, failed=failed)
    return render(
        request,
        "item/page.html.j2",
        person,
        status,
        page=page,
        elsewhere=desk.case_elsewhere(page.case.id) if tab == "overview" else (),
        tabs=TABS,
        covered=is_covered(request, page.case.id),
        rating_label=rating_label,
        safe_url=safe_url,
    )


def _tab(name: str) -> Tab:
    return name if name in TABS else "overview"


def _back(case_id: str, tab: Tab, subject: str) -> Response:
    """Back to where the form stood."""
    where = f"?{urlencode({'tab': tab})}" if tab != "overview" else ""
    return RedirectResponse(f"/cases/{quote(case_id)}{where}#{anchor(subject)}", 303)


def anchor(subject: str) -> str:
    """The place of a subject on its page, as an id that any address can carry."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", subject).strip("-")[:80]
