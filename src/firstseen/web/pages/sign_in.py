"""The page on which people sign in, and the way out."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from firstseen.errors import NotSignedIn, TooManyRequests
from firstseen.web.access import SESSION_COOKIE, VISIT_COOKIE, check_form, local_path, visitor
from firstseen.web.context import context_of
from firstseen.web.flash import see_other
from firstseen.web.signing_in import begin_visit, farewell, is_secure, sign_in, welcome
from firstseen.web.views import render

router = APIRouter()

_DAY_S: Final = 24 * 3600


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name in the address
    """The form; who is signed in goes on."""
    if visitor(request) is not None:
        return RedirectResponse(local_path(next), 303)
    return _form(request, next)


@router.post("/sign-in", dependencies=[Depends(check_form)])
def sign_in_form(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Sign in, and go to the page that was asked for; or the form again, with what is wrong."""
    try:
        token = sign_in(request, name, password)
    except NotSignedIn:
        return _form(request, next, name=name, wrong="people.wrong", status=401)
    except TooManyRequests as error:
        answer = _form(request, next, name=name, wrong="people.too_often", wait_s=error.retry_s, status=429)
        answer.headers["Retry-After"] = str(max(1, round(error.retry_s)))
        return answer
    answer = RedirectResponse(local_path(next), 303)
    welcome(request, answer, name, token)
    return answer


@router.post("/sign-out", dependencies=[Depends(check_form)])
def sign_out(request: Request) -> Response:
    """End this browser's session."""
    context_of(request).desk.sign_out(request.cookies.get(SESSION_COOKIE, ""))
    answer = see_other("/sign-in", "people.signed_out")
    farewell(request, answer)
    return answer


def _form(
    request: Request, next_path: str, *, name: str = "", wrong: str = "", wait_s: float = 0, status: int = 200
) -> Response:
    visit = begin_visit(request)
    told = {"next": local_path(next_path), "name": name, "wrong": wrong, "seconds": max(1, round(wait_s))}
    page = render(request, "people/sign_in.html.j2", None, status, **told)
    if visit:
        secure = is_secure(request)
        page.set_cookie(VISIT_COOKIE, visit, max_age=_DAY_S, httponly=True, samesite="lax", secure=secure)
    return page
