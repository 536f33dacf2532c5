"""Suggestions one at a time: accept, reject with a reason, skip, undo; by keys where there are scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from firstseen.errors import Conflict, FirstseenError, InputError, NotFound
from firstseen.model.decided import holding
from firstseen.model.people import Person
from firstseen.publish.pages import safe_url
from firstseen.web.access import needs
from firstseen.web.context import context_of
from firstseen.web.item.page import Failed
from firstseen.web.item.suggest import Waiting, next_waiting, own_last, suggestion_view
from firstseen.web.pages.item import is_covered, rating_label
from firstseen.web.views import language_of, render

if TYPE_CHECKING:
    from firstseen.desk import CaseFile, Desk

router = APIRouter()

Reviewer = Annotated[Person, Depends(needs("review"))]
Text = Annotated[str, Form()]

SKIPPED: Final = "firstseen_skipped"
"""The cookie that says, for this session of the browser, which suggestions were skipped."""

_MOST_SKIPPED: Final = 150
_KEY: Final = re.compile(r"[0-9a-f]{10}")


@router.get("/suggestions")
def suggestions(
    request: Request,
    person: Reviewer,
    last: Annotated[str, Query(max_length=1000)] = "",
    done: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    said: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The suggestion that is worth most to the desk now, with the evidence to decide it."""
    return _page(request, person, last=last, done=done, said=said)


@router.post("/suggestions")
def answer(
    request: Request,
    person: Reviewer,
    *,
    case: Text = "",
    subject: Text = "",
    action: Text = "",
    reason: Text = "",
    other: Text = "",
    last: Text = "",
    done: Annotated[int, Form(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Take a decision on a suggestion, and go on to the next."""
    desk = context_of(request).desk
    if action == "skip":
        return _skip(request, desk.case(case).id, subject, last, done)
    why = other.strip() or reason
    try:
        if action == "undo":
            _undo(desk, last, person)
            return RedirectResponse(
                f"/suggestions?{urlencode({'done': max(0, done - 1), 'said': 'undo'})}", 303
            )
        file = desk.case(case)
        _settle(file, subject, action, why, person)
    except (InputError, Conflict, NotFound) as error:
        failed = Failed(subject, action, str(error), reason=why)
        return _page(request, person, last=last, done=done, failed=failed, status=error.http_status)
    told = {"last": f"{file.id} {subject}", "done": done + 1, "said": action}
    return RedirectResponse(f"/suggestions?{urlencode(told)}", 303)


def _settle(file: CaseFile, subject: str, action: str, reason: str, person: Person) -> None:
    """Decide, unless somebody has done so meanwhile."""
    if str(file.subject(subject)) in holding(file.decisions()):
        raise Conflict(subject, "somebody decided it while you looked; here is the next")
    if action == "accept":
        file.accept(subject, by=person.account.name, reason=reason)
    elif action == "reject":
        file.reject(subject, by=person.account.name, reason=reason)
    else:
        raise InputError(f"{action!r} is no answer: accept, reject or skip it")


def _undo(desk: Desk, last: str, person: Person) -> None:
    case_id, _, subject = last.partition(" ")
    if not subject or own_last(desk, case_id, subject, person.account.name) is None:
        raise InputError("there is no decision of yours to undo here; the case's log shows all of them")
    desk.case(case_id).undo(subject, by=person.account.name)


def _skip(request: Request, case_id: str, subject: str, last: str, done: int) -> Response:
    """To the next; this one comes after all that were not skipped, and after those skipped before it."""
    key = next(
        (one.key for one in _of(context_of(request).desk, case_id) if str(one.suggestion.subject) == subject),
        "",
    )
    kept = [one for one in skipped(request) if one != key]
    kept += [key] if key else []
    answer = RedirectResponse(f"/suggestions?{urlencode({'last': last, 'done': done})}", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(SKIPPED, ".".join(kept[-_MOST_SKIPPED:]), httponly=True, samesite="lax", secure=secure)
    return answer


def _of(desk: Desk, case_id: str) -> list[Waiting]:
    return [Waiting(case_id, one) for one in desk.suggestions(case_id)]


def skipped(request: Request) -> list[str]:
    """What this session of the browser skipped, the first skipped first."""
    return [one for one in request.cookies.get(SKIPPED, "").split(".") if _KEY.fullmatch(one)]


def _page(
    request: Request,
    person: Person,
    *,
    last: str = "",
    done: int = 0,
    said: str = "",
    failed: Failed | None = None,
    status: int = 200,
) -> Response:
    desk, lang = context_of(request).desk, language_of(request, person)
    waiting = next_waiting(desk, skipped(request))
    view = suggestion_view(desk, waiting, lang) if waiting else None
    return render(
        request,
        "item/suggestions.html.j2",
        person,
        status,
        view=view,
        left=desk.archive.case_lists.suggestions_left(),
        last=last if _may_undo(desk, last, person) else "",
        done=done,
        said=said if said in {"accept", "reject", "undo"} else "",
        failed=failed,
        covered=view is not None and is_covered(request, view.waiting.case_id),
        rating_label=rating_label,
        safe_url=safe_url,
    )


def _may_undo(desk: Desk, last: str, person: Person) -> bool:
    case_id, _, subject = last.partition(" ")
    try:
        return bool(subject) and own_last(desk, case_id, subject, person.account.name) is not None
    except FirstseenError:
        return False
