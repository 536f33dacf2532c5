"""Signing in and out over HTTP: the cookies, and how often it may be tried."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Final

from fastapi import Request

from firstseen.web.access import SESSION_COOKIE, VISIT_COOKIE, address_of
from firstseen.web.context import context_of

if TYPE_CHECKING:
    from starlette.responses import Response

DEVICE_COOKIE: Final = "firstseen_known"
"""What a browser shows that signed in before: tries from it are counted apart, so that nobody can lock it out."""

_YEAR_S: Final = 365 * 24 * 3600
_LONGEST_COUNTED: Final = 64


def sign_in(request: Request, name: str, password: str) -> str:
    """A token for a new session; one that there was before in this browser ends.

    Raises NotSignedIn, and TooManyRequests after web.sign_ins_per_minute failures: of the account, and of the address,
    or of this browser alone when it signed in to the account before.
    """
    context = context_of(request)
    with context.gate.trying(_counted_as(request, name), context.settings.web.sign_ins_per_minute):
        token = context.desk.sign_in(name, password)
    context.desk.sign_out(request.cookies.get(SESSION_COOKIE, ""))
    return token


def is_password(request: Request, name: str, password: str) -> bool:
    """Whether somebody who is signed in knows their password. Raises TooManyRequests as `sign_in`."""
    context = context_of(request)
    names = [f"password of {name}"]
    mark_s = context.gate.sign_ins.take(names, context.settings.web.sign_ins_per_minute, "wrong passwords")
    right = context.desk.is_password(name, password)
    if right:
        context.gate.sign_ins.give_back(names, mark_s)
    return right


def welcome(request: Request, answer: Response, name: str, token: str) -> None:
    """Give the browser its session, and the mark of one that signed in."""
    nonce = secrets.token_urlsafe(16)
    mark = context_of(request).desk.device_mark(name, nonce)
    secure = is_secure(request)
    answer.set_cookie(SESSION_COOKIE, token, httponly=True, samesite="lax", secure=secure)
    answer.set_cookie(
        DEVICE_COOKIE,
        f"{nonce}.{mark}",
        max_age=_YEAR_S,
        path="/sign-in",
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    answer.delete_cookie(VISIT_COOKIE, path="/")


def farewell(request: Request, answer: Response) -> None:
    """Take the session from the browser."""
    answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax", secure=is_secure(request))


def begin_visit(request: Request) -> str:
    """A token that ties the form of the page to this browser, for who has none; empty for who has one."""
    if request.cookies.get(SESSION_COOKIE) or request.cookies.get(VISIT_COOKIE):
        return ""
    request.state.visit = secrets.token_urlsafe()
    return str(request.state.visit)


def is_secure(request: Request) -> bool:
    """Whether people open the desk by https, so that cookies go nowhere else."""
    return context_of(request).settings.web.public_url.startswith("https://")


def _counted_as(request: Request, name: str) -> list[str]:
    nonce, _, mark = request.cookies.get(DEVICE_COOKIE, "").partition(".")
    expected = context_of(request).desk.device_mark(name, nonce) if nonce else ""
    if expected and hmac.compare_digest(mark.encode("utf-8", "replace"), expected.encode()):
        return [f"device {nonce}"]
    return [f"from {address_of(request)}", f"as {name.strip().casefold()[:_LONGEST_COUNTED]}"]
