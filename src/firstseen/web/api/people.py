"""People: who is asking, and, for who administers the desk, accounts and keys.

These routes keep no answers for repeated requests: passwords and secrets are written down nowhere.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import AwareDatetime, Field, StringConstraints

from firstseen.errors import NotAllowed
from firstseen.model.people import Permission, Person, Role
from firstseen.web import access
from firstseen.web.answers import Answer
from firstseen.web.api.models import Page, Told
from firstseen.web.api.parts import Body
from firstseen.web.context import context_of
from firstseen.wire import account_object, key_object

router = APIRouter(tags=["people"])

Somebody = Annotated[Person, Depends(access.acting)]
Admin = Annotated[Person, Depends(access.needs("administer"))]
Name = Annotated[str, StringConstraints(max_length=200)]
Password = Annotated[str, StringConstraints(max_length=1_000)]
AccountName = Annotated[str, Path(max_length=200, description="The name that the account signs in with.")]
Language = Annotated[str, StringConstraints(pattern="^(en|ar)?$")]


class Account(Told):
    """Somebody who can sign in."""

    name: str
    shown_as: str
    role: Role
    language: str | None
    disabled: bool
    created: str


class Me(Account):
    """Who is asking, and what they may do with this session or key."""

    may: list[Permission]
    key: str | None


class ApiKey(Told):
    """A key for a program."""

    key: str
    account: str
    label: str
    scopes: list[Permission]
    created: str
    expires: str | None
    revoked: bool
    last_used: str | None


class MadeKey(ApiKey):
    """A new key with its secret, which is told this once."""

    secret: str


class NewAccount(Body):
    """An account to be made."""

    name: Name
    password: Password
    role: Role
    shown_as: Name = ""
    language: Language = ""


class AccountChange(Body):
    """What is to be another; what is left out stays."""

    role: Role | None = None
    disabled: bool | None = None
    shown_as: Name | None = None
    language: Language | None = None
    password: Password | None = None


class NewKey(Body):
    """A key to be made."""

    account: Name
    label: Name
    scopes: list[Permission] = Field(min_length=1, max_length=5)
    expires: AwareDatetime | None = None


@router.get("/me", response_model=Me)
def show_me(person: Somebody) -> Answer:
    """Who is asking, and what they may do."""
    return Answer({**account_object(person.account), "may": list(person.may), "key": person.key or None})


@router.get("/accounts", response_model=Page[Account])
def list_accounts(request: Request, _: Admin) -> Answer:
    """Every account, by name."""
    return _all(account_object(one) for one in context_of(request).desk.accounts())


@router.post("/accounts", response_model=Account, status_code=201)
def add_account(request: Request, person: Admin, body: NewAccount) -> Answer:
    """One more account."""
    desk, by = context_of(request).desk, person.account.name
    made = desk.add_account(
        body.name, body.password, body.role, by, shown_as=body.shown_as, language=body.language
    )
    return Answer(account_object(made), 201)


@router.get("/accounts/{name}", response_model=Account)
def show_account(request: Request, _: Admin, name: AccountName) -> Answer:
    """One account."""
    return Answer(account_object(context_of(request).desk.account(name)))


@router.patch("/accounts/{name}", response_model=Account)
def change_account(request: Request, person: Admin, name: AccountName, body: AccountChange) -> Answer:
    """Change an account: each thing that is named. A new password ends its sessions."""
    desk, by = context_of(request).desk, person.account.name
    known = desk.account(name)
    if body.password is not None:
        desk.set_password(known.name, body.password, by)
    if body.shown_as is not None or body.language is not None:
        shown = known.shown_as if body.shown_as is None else body.shown_as
        language = known.language if body.language is None else body.language
        desk.describe_account(known.name, by, shown_as=shown, language=language)
    if body.role is not None and body.role != known.role:
        desk.change_role(known.name, body.role, by)
    if body.disabled is not None and body.disabled != known.disabled:
        (desk.disable if body.disabled else desk.enable)(known.name, by)
    return Answer(account_object(desk.account(known.name)))


@router.get("/keys", response_model=Page[ApiKey])
def list_api_keys(
    request: Request,
    _: Admin,
    account: Annotated[str, Query(max_length=200, description="Only keys of this account.")] = "",
) -> Answer:
    """Every key, newest first."""
    return _all(key_object(one) for one in context_of(request).desk.keys(account))


@router.post("/keys", response_model=MadeKey, status_code=201)
def make_api_key(request: Request, person: Admin, body: NewKey) -> Answer:
    """A new key for an account; its secret is told in this answer only."""
    if not set(body.scopes) <= set(person.may):
        raise NotAllowed("a key can only be made with what whoever makes it may do")
    made, secret = context_of(request).desk.make_key(
        body.account, body.label, body.scopes, body.expires, person.account.name
    )
    return Answer({**key_object(made), "secret": secret}, 201)


@router.delete("/keys/{key_id}", response_model=ApiKey)
def revoke_api_key(request: Request, person: Admin, key_id: Annotated[str, Path(max_length=100)]) -> Answer:
    """Revoke a key: it opens nothing any more, and stays in the list."""
    return Answer(key_object(context_of(request).desk.revoke_key(key_id, person.account.name)))


def _all(found: Any) -> Answer:  # noqa: ANN401 - objects as wire makes them
    return Answer({"items": list(found), "next": None})
