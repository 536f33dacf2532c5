"""A person's own account: how they are shown, their password, where they are signed in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from firstseen.errors import InputError, TooManyRequests
from firstseen.model.people import Person
from firstseen.web.access import SESSION_COOKIE, signed_in
from firstseen.web.context import context_of
from firstseen.web.flash import see_other
from firstseen.web.signing_in import farewell, is_password, is_secure
from firstseen.web.told import phrase_of
from firstseen.web.views import LANGUAGE_COOKIE, render

router = APIRouter()

Somebody = Annotated[Person, Depends(signed_in)]
Text = Annotated[str, Form()]


@router.get("/account")
def account_page(request: Request, person: Somebody) -> Response:
    """The account of whoever asks."""
    return _page(request, person)


@router.post("/account/details")
def change_details(request: Request, person: Somebody, shown_as: Text = "", language: Text = "") -> Response:
    """Be shown under another name, and be spoken to in another language."""
    name = person.account.name
    try:
        context_of(request).desk.describe_account(name, name, shown_as=shown_as, language=language)
    except InputError as error:
        return _page(request, person, {"shown_as": phrase_of(error)}, shown_as=shown_as)
    answer = see_other("/account", "people.details_saved")
    if language:
        answer.set_cookie(LANGUAGE_COOKIE, language, httponly=True, samesite="lax", secure=is_secure(request))
    else:
        answer.delete_cookie(LANGUAGE_COOKIE)
    return answer


@router.post("/account/password")
def change_password(
    request: Request, person: Somebody, current: Text = "", password: Text = "", again: Text = ""
) -> Response:
    """Another password for who knows the present one; every other session ends."""
    name, token = person.account.name, request.cookies.get(SESSION_COOKIE, "")
    try:
        if not is_password(request, name, current):
            return _page(request, person, {"current": "people.current_wrong"})
        if password != again:
            return _page(request, person, {"again": "people.not_the_same"})
        context_of(request).desk.set_password(name, password, name, keep=token)
    except TooManyRequests as error:
        return _page(request, person, {"current": str(error)}, status=429)
    except InputError as error:
        return _page(request, person, {"password": phrase_of(error)})
    return see_other("/account", "people.password_changed")


@router.post("/account/sessions")
def end_sessions(request: Request, person: Somebody, session: Text = "") -> Response:
    """End one of the own sessions, or every other one when none is named."""
    desk, name = context_of(request).desk, person.account.name
    mine = desk.session_id(request.cookies.get(SESSION_COOKIE, ""))
    ended = [session] if session else [one.id for one in desk.sessions(name) if one.id != mine]
    for one in ended:
        desk.end_session(name, one, name)
    if mine in ended:
        answer = see_other("/sign-in", "people.signed_out")
        farewell(request, answer)
        return answer
    return see_other("/account", "people.sessions_ended")


def _page(
    request: Request,
    person: Person,
    wrong: dict[str, str] | None = None,
    *,
    shown_as: str | None = None,
    status: int = 400,
) -> Response:
    desk = context_of(request).desk
    return render(
        request,
        "people/account.html.j2",
        person,
        status if wrong else 200,
        wrong=wrong or {},
        shown_as=person.account.shown_as if shown_as is None else shown_as,
        sessions=desk.sessions(person.account.name),
        mine=desk.session_id(request.cookies.get(SESSION_COOKIE, "")),
    )
