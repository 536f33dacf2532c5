"""Who is asking, and whether they may: by a session's cookie in a browser, by a key in a program."""

from __future__ import annotations

import functools
import hashlib
import hmac
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from firstseen.errors import NotAllowed, NotSignedIn
from firstseen.model.people import Person
from firstseen.web.context import context_of
from firstseen.web.rates import network_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from firstseen.model.people import Permission

SESSION_COOKIE: Final = "firstseen_session"
VISIT_COOKIE: Final = "firstseen_visit"
"""What ties the form of the sign-in page to the browser it was sent to, before there is a session."""

CSRF_FIELD: Final = "csrf"
CSRF_HEADER: Final = "x-csrf-token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_IN_ADDRESS: Final = ("/v1alpha1/", "/api/")
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_FORGED: Final = (
    "the form was not sent from a page of this desk, or has expired; open the page again and send it anew"
)


@functools.cache
def needs(permission: Permission) -> Callable[[Request], Awaitable[Person]]:
    """A dependency that gives the acting person when they have this permission.

    It raises NotSignedIn for nobody, NotAllowed for a role or key that lacks it and for a forged request,
    TooManyRequests for more than web.requests_per_minute.
    """

    async def granted(request: Request) -> Person:
        person = await run_in_threadpool(person_of, request)
        # First of all: the token of a form is found by reading it, with all the files it brings.
        if not person.can(permission):
            raise NotAllowed(_lacking(person, permission))
        await _check_meant(request, person)
        return person

    # Read where all routes are listed.
    granted.permission = permission  # type: ignore[attr-defined]
    return granted


async def signed_in(request: Request) -> Person:
    """The person in this browser, whatever they may do; no key will do. Raises NotSignedIn, NotAllowed."""
    person = await acting(request)
    if person.key:
        raise NotAllowed("a key cannot change an account; sign in")
    return person


async def acting(request: Request) -> Person:
    """Who is asking, once it is sure that they mean it. Raises NotSignedIn, NotAllowed, TooManyRequests."""
    person = await run_in_threadpool(person_of, request)
    await _check_meant(request, person)
    return person


async def _check_meant(request: Request, person: Person) -> None:
    if request.method not in SAFE_METHODS and not person.key:
        await check_form(request)


acting.permission = ""  # type: ignore[attr-defined]
signed_in.permission = ""  # type: ignore[attr-defined]


def person_of(request: Request) -> Person:
    """Who is asking, by key or else by cookie, counted. Raises NotSignedIn, TooManyRequests."""
    context = context_of(request)
    most, key = context.settings.web.requests_per_minute, key_of(request)
    try:
        person = context.desk.person_of_key(key) if key else context.desk.session(_token(request))
    except NotSignedIn:
        context.gate.requests.take([f"from {address_of(request)}"], most, "requests")
        raise
    request.state.person = person
    context.gate.requests.take([f"by {person.key or person.account.name}"], most, "requests")
    return person


def visitor(request: Request) -> Person | None:
    """Who is signed in, None when nobody is: for pages that everybody sees."""
    try:
        return person_of(request)
    except NotSignedIn:
        return None


def key_of(request: Request) -> str:
    """The key that a program shows: `Authorization: Bearer`, `X-API-Key`, or `key=` in the address of an API."""
    scheme, _, told = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return told.strip() or "none"
    given = request.headers.get("x-api-key", "")
    if not given and request.url.path.startswith(_IN_ADDRESS):
        given = request.query_params.get("key", "")
    return given.strip()


def address_of(request: Request) -> str:
    """The address somebody asks from, as it is counted."""
    return network_of(request.client.host) if request.client else "unknown"


def csrf_token(request: Request) -> str:
    """What shows that a form comes from our page: made of the session's token, or of the visit's before sign-in.

    Empty when there is neither.
    """
    secret = _token(request) or getattr(request.state, "visit", "") or request.cookies.get(VISIT_COOKIE, "")
    if not secret:
        return ""
    return hmac.new(secret.encode("utf-8", "replace"), b"firstseen csrf", hashlib.sha256).hexdigest()


async def check_form(request: Request) -> None:
    """Raise NotAllowed unless the request carries the token of its session or visit."""
    expected = csrf_token(request)
    shown = request.headers.get(CSRF_HEADER, "")
    if not shown and request.headers.get("content-type", "").lower().startswith(_FORMS):
        value = (await request.form()).get(CSRF_FIELD)
        shown = value if isinstance(value, str) else ""
    same = hmac.compare_digest(shown.encode("utf-8", "replace"), expected.encode())
    if not expected or not same:
        raise NotAllowed(_FORGED)


def local_path(text: str) -> str:
    """The path on this desk that `next` names, "/" for anything that leads elsewhere."""
    if not text.startswith("/") or text.startswith("//") or "\\" in text or not text.isprintable():
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    leads_away = parts.scheme or parts.netloc or parts.path.startswith(("//", "/sign-in", "/sign-out"))
    return "/" if leads_away else text


def to_sign_in(request: Request) -> RedirectResponse:
    """The way to the sign-in page, and from there back to the page that was asked for or that the form stood on."""
    url = str(request.url) if request.method in SAFE_METHODS else request.headers.get("referer", "")
    try:
        wanted = urlsplit(url)
    except ValueError:
        wanted = urlsplit("/")
    back = local_path(wanted.path + (f"?{wanted.query}" if wanted.query else ""))
    return RedirectResponse("/sign-in" if back == "/" else f"/sign-in?{urlencode({'next': back})}", 303)


def _token(request: Request) -> str:
    return request.cookies.get(SESSION_COOKIE, "")


def _lacking(person: Person, permission: Permission) -> str:
    if person.key:
        return f"this key may not {permission}; an admin can make one with that scope"
    return f"the role {person.account.role} may not {permission}; an admin can change it"
