"""The people of the desk, for who administers it: accounts are added, given a role, disabled, given a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, cast

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from firstseen.errors import InputError
from firstseen.model.people import ROLES, Person, Role, permissions_of
from firstseen.web.access import needs
from firstseen.web.context import context_of
from firstseen.web.flash import see_other
from firstseen.web.told import phrase_of
from firstseen.web.views import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from firstseen.desk import Desk

router = APIRouter()

Admin = Annotated[Person, Depends(needs("administer"))]
Text = Annotated[str, Form()]
_SPOKEN: Final = {"password": "password", "shown name": "shown_as", "role": "role", "language": "language"}


@router.get("/people")
def people_page(request: Request, person: Admin) -> Response:
    """Everybody, and the form for one more."""
    return _page(request, person)


@router.post("/people")
def add_person(
    request: Request,
    person: Admin,
    *,
    name: Text = "",
    shown_as: Text = "",
    role: Text = "reader",
    language: Text = "",
    password: Text = "",
) -> Response:
    """One more account."""
    try:
        made = context_of(request).desk.add_account(
            name, password, cast("Role", role), person.account.name, shown_as=shown_as, language=language
        )
    except InputError as error:
        given = {"name": name, "shown_as": shown_as, "role": role, "language": language}
        return _page(request, person, {_field_of(error): phrase_of(error)}, given)
    return see_other("/people", "people.added", name=made.name)


@router.post("/people/{name}/role")
def change_role(request: Request, person: Admin, name: str, role: Text = "") -> Response:
    """Another role."""
    return _changed(request, person, name, lambda desk, by: desk.change_role(name, cast("Role", role), by))


@router.post("/people/{name}/disable")
def disable(request: Request, person: Admin, name: str) -> Response:
    """Let an account do nothing any more."""
    return _changed(request, person, name, lambda desk, by: desk.disable(name, by))


@router.post("/people/{name}/enable")
def enable(request: Request, person: Admin, name: str) -> Response:
    """Let it work again."""
    return _changed(request, person, name, lambda desk, by: desk.enable(name, by))


@router.post("/people/{name}/password")
def reset_password(request: Request, person: Admin, name: str, password: Text = "") -> Response:
    """Another password, which the admin tells the person."""
    return _changed(request, person, name, lambda desk, by: desk.set_password(name, password, by))


def _changed(request: Request, person: Person, name: str, change: Callable[[Desk, str], object]) -> Response:
    try:
        change(context_of(request).desk, person.account.name)
    except InputError as error:
        return _page(request, person, {f"of {name}": phrase_of(error)})
    return see_other("/people", "people.changed", name=name)


def _page(
    request: Request,
    person: Person,
    wrong: dict[str, str] | None = None,
    given: dict[str, str] | None = None,
) -> Response:
    return render(
        request,
        "people/people.html.j2",
        person,
        400 if wrong else 200,
        wrong=wrong or {},
        given=given or {"name": "", "shown_as": "", "role": "reader", "language": ""},
        accounts=context_of(request).desk.accounts(),
        roles=[(role, permissions_of(role)) for role in ROLES],
    )


def _field_of(error: InputError) -> str:
    """The field of the form that an error speaks of."""
    told = str(error)
    return next((field for word, field in _SPOKEN.items() if word in told), "name")
