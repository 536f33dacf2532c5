"""Keys for programs: everybody has their own, who administers the desk sees all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from firstseen.errors import InputError
from firstseen.model.people import PERMISSIONS, Permission, Person
from firstseen.web.access import signed_in
from firstseen.web.context import context_of
from firstseen.web.flash import see_other
from firstseen.web.told import phrase_of
from firstseen.web.views import render

router = APIRouter()

Somebody = Annotated[Person, Depends(signed_in)]
Text = Annotated[str, Form()]
_DAYS: Final = {"30": 30, "90": 90, "365": 365, "": None}


@router.get("/keys")
def keys_page(request: Request, person: Somebody) -> Response:
    """The own keys; all of them for who administers the desk."""
    return _page(request, person)


@router.post("/keys")
def make_key(
    request: Request,
    person: Somebody,
    label: Text = "",
    scopes: Annotated[list[str] | None, Form()] = None,
    days: Text = "90",
) -> Response:
    """A new key of whoever asks; its secret stands on the page that answers, and nowhere else."""
    wanted: list[Permission] = [one for one in PERMISSIONS if one in (scopes or ()) and person.can(one)]
    name = person.account.name
    if not wanted:
        return _page(request, person, {"scopes": "people.no_scope"}, label=label)
    if days not in _DAYS:
        return _page(request, person, {"days": "people.no_days"}, label=label)
    lasts = _DAYS[days]
    try:
        until = datetime.now(UTC) + timedelta(days=lasts) if lasts else None
        made, secret = context_of(request).desk.make_key(name, label, wanted, until, name)
    except InputError as error:
        return _page(request, person, {"label": phrase_of(error)}, label=label)
    return _page(request, person, made=made.id, secret=secret)


@router.post("/keys/{key_id}/revoke")
def revoke_key(request: Request, person: Somebody, key_id: str) -> Response:
    """Let a key open nothing any more: an own one, any for who administers the desk."""
    own = "" if person.can("administer") else person.account.name
    context_of(request).desk.revoke_key(key_id, person.account.name, account=own)
    return see_other("/keys", "people.key_revoked")


def _page(
    request: Request,
    person: Person,
    wrong: dict[str, str] | None = None,
    *,
    label: str = "",
    made: str = "",
    secret: str = "",
) -> Response:
    everybody = person.can("administer")
    found = context_of(request).desk.keys("" if everybody else person.account.name)
    return render(
        request,
        "people/keys.html.j2",
        person,
        400 if wrong else 200,
        wrong=wrong or {},
        label=label,
        made=made,
        secret=secret,
        keys=found,
        now=datetime.now(UTC),
        everybody=everybody,
        days=list(_DAYS),
    )
