"""People at a desk: accounts, what each role may do, keys for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import datetime

Role = Literal["reader", "contributor", "reviewer", "editor", "admin"]
ROLES: Final[tuple[Role, ...]] = ("reader", "contributor", "reviewer", "editor", "admin")

Permission = Literal["read", "contribute", "review", "publish", "administer"]
PERMISSIONS: Final[tuple[Permission, ...]] = ("read", "contribute", "review", "publish", "administer")
"""Read: see everything but people. Contribute: add, search, check, gather. Review: accept, reject, edit, decide, draft.
Publish: approve, publish, correct, withdraw, delete, exchange. Administer: people, keys, settings."""


def permissions_of(role: Role) -> tuple[Permission, ...]:
    """What a role may do: each may do what the ones before it may, and one thing more."""
    return PERMISSIONS[: ROLES.index(role) + 1]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in. `name` is what they sign in with and what the audit says; never a password."""

    name: str
    shown_as: str
    role: Role
    created: datetime
    language: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody being signed in, in one browser. `id` tells sessions apart in lists; nobody can sign in with it."""

    id: str
    account: str
    created: datetime
    seen: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key for a program, which acts in the name of an account. `id` is public; the secret is shown once.

    `scopes` narrow what the account's role allows.
    """

    id: str
    account: str
    label: str
    scopes: tuple[Permission, ...]
    created: datetime
    expires: datetime | None = None
    revoked: bool = False
    last_used: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who is acting: an account, through a session (`key` empty) or an API key, and what it may do here."""

    account: Account
    may: tuple[Permission, ...]
    key: str = ""

    def can(self, permission: Permission) -> bool:
        """Whether this is allowed."""
        return permission in self.may
