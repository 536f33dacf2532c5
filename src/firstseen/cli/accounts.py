"""`account` and `key`: who may sign in, and which programs may act for them. The first admin is made here."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path  # noqa: TC003 - click reads it
from typing import TYPE_CHECKING, Any

import click

from firstseen.cli.adding import login
from firstseen.cli.shell import desk_option, existing_desk, printed, say
from firstseen.errors import InputError
from firstseen.model.people import PERMISSIONS, ROLES, Permission, Role
from firstseen.wire import account_object, key_object, line

if TYPE_CHECKING:
    from collections.abc import Callable

    from firstseen.model.people import Account, ApiKey

_by = click.option(
    "--by", default="", metavar="NAME", help="Who does it; else the name you are logged in with."
)
_json = click.option("--json", "as_json", is_flag=True, help="One JSON object for each thing told.")
_role = click.option(
    "--role",
    required=True,
    type=click.Choice(ROLES),
    help="What they may do; each role includes the ones before it.",
)


def _password_option(command: Callable[..., Any]) -> Callable[..., Any]:
    told = "Read the password from standard input instead of asking for it."
    return click.option("--password-stdin", is_flag=True, help=told)(command)


@click.group
def account() -> None:
    """Say who may sign in to the desk in a browser, and what they may do there."""


@account.command("add")
@click.argument("name")
@_role
@click.option("--shown-as", default="", metavar="TEXT", help="How people see them; else the name.")
@click.option(
    "--language",
    default=None,
    type=click.Choice(["en", "ar"]),
    help="Which language the desk speaks to them.",
)
@_password_option
@_by
@_json
@desk_option
def add_account(
    *,
    name: str,
    role: Role,
    shown_as: str,
    language: str | None,
    password_stdin: bool,
    by: str,
    as_json: bool,
    desk: Path | None,
) -> None:
    """Add an account. The password is asked for, and not shown; it has at least 12 characters."""
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it

    with Desk(existing_desk(desk)) as opened:
        password = _password(from_stdin=password_stdin)
        made = opened.add_account(
            name, password, role, by or login(), shown_as=shown_as, language=language or ""
        )
    _tell(made, as_json=as_json)


@account.command("list")
@_json
@desk_option
def list_accounts(*, as_json: bool, desk: Path | None) -> None:
    """List the accounts: name, role, how they are shown."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        found = opened.accounts()
    for one in found:
        _tell(one, as_json=as_json)
    if not found:
        say("nobody can sign in yet; `firstseen account add NAME --role admin` makes the first account")


@account.command
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@_by
@_json
@desk_option
def role(*, name: str, role: Role, by: str, as_json: bool, desk: Path | None) -> None:
    """Give an account another ROLE, from its next request on."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        _tell(opened.change_role(name, role, by or login()), as_json=as_json)


@account.command
@click.argument("name")
@_by
@_json
@desk_option
def disable(*, name: str, by: str, as_json: bool, desk: Path | None) -> None:
    """Let an account do nothing any more: it is signed out everywhere, and its keys open nothing."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        _tell(opened.disable(name, by or login()), as_json=as_json)


@account.command
@click.argument("name")
@_by
@_json
@desk_option
def enable(*, name: str, by: str, as_json: bool, desk: Path | None) -> None:
    """Let a disabled account work again, with the keys that were not revoked."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        _tell(opened.enable(name, by or login()), as_json=as_json)


@account.command
@click.argument("name")
@_password_option
@_by
@desk_option
def password(*, name: str, password_stdin: bool, by: str, desk: Path | None) -> None:
    """Give an account another password. It is signed out everywhere."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        known = opened.account(name)
        opened.set_password(known.name, _password(from_stdin=password_stdin), by or login())
    say(f"{known.name} has another password, and is signed out everywhere")


@click.group
def key() -> None:
    """Give programs keys, with which they act for an account."""


@key.command("add")
@click.argument("account_name", metavar="ACCOUNT")
@click.option("--label", required=True, metavar="TEXT", help="What the key is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(PERMISSIONS),
    help="What it may do, of what the account may; can be repeated. Without it: read.",
)
@click.option(
    "--expires",
    default=None,
    metavar="DAY",
    help="The last day it works (UTC), such as 2027-01-31; else never.",
)
@_by
@desk_option
def add_key(
    *,
    account_name: str,
    label: str,
    scopes: tuple[Permission, ...],
    expires: str | None,
    by: str,
    desk: Path | None,
) -> None:
    """Make a key for a program that acts for ACCOUNT. Its secret is printed this once; only a digest is kept."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        until = _end_of(expires) if expires else None
        made, secret = opened.make_key(account_name, label, scopes or ("read",), until, by or login())
    click.echo(secret)
    say(
        f"key {made.id} of {made.account} may {', '.join(made.scopes)}; keep the secret, it is not shown again"
    )


@key.command("list")
@click.argument("account_name", metavar="[ACCOUNT]", default="")
@_json
@desk_option
def list_keys(*, account_name: str, as_json: bool, desk: Path | None) -> None:
    """List the keys, newest first: of one ACCOUNT, or all."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        found = opened.keys(account_name)
    for one in found:
        click.echo(line(key_object(one)) if as_json else printed(_key_words(one)))


@key.command
@click.argument("key_id", metavar="KEY")
@_by
@desk_option
def revoke(*, key_id: str, by: str, desk: Path | None) -> None:
    """Revoke a key, named by the id that `key list` shows: it opens nothing any more."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        revoked = opened.revoke_key(key_id, by or login())
    say(f"key {revoked.id} of {revoked.account} opens nothing any more")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        try:
            return sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InputError("the password on standard input is no UTF-8 text") from error
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _end_of(day: str) -> datetime:
    try:
        last = datetime.strptime(day, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, which ends in UTC
    except ValueError:
        raise InputError(f"{day!r} is no day; write it as 2027-01-31") from None
    return datetime.combine(last, time(), UTC) + timedelta(days=1)


def _tell(one: Account, *, as_json: bool) -> None:
    if as_json:
        click.echo(line(account_object(one)))
        return
    disabled = "  disabled" if one.disabled else ""
    shown = f"  {one.shown_as}" if one.shown_as != one.name else ""
    click.echo(printed(f"{one.name}  {one.role}{shown}{disabled}"))


def _key_words(one: ApiKey) -> str:
    state = "revoked" if one.revoked else f"until {one.expires.isoformat()}" if one.expires else "without end"
    used = f"last used {one.last_used.date().isoformat()}" if one.last_used else "never used"
    return f"{one.id}  {one.account}  {', '.join(one.scopes)}  {state}, {used}  {one.label}"
