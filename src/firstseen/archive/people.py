"""Accounts, sessions and keys as rows of records.sqlite. Of tokens and secrets only the SHA-256 is kept."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import delete, insert, select, update

from firstseen.archive.records import append_audit
from firstseen.archive.schema import account, api_key, session
from firstseen.errors import InputError, NotFound
from firstseen.model.people import Account, ApiKey, Permission, Role, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Row

_SHOWN_ID: Final = 16
"""Hexadecimal digits of a session's digest that lists show: enough to tell sessions apart, nothing to sign in with."""


class People:
    """The people of an archive: read any time, written in turns, each change with its entry in the audit."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def accounts(self) -> tuple[Account, ...]:
        """Every account, by name; the disabled ones too."""
        with self._reading() as connection:
            rows = connection.execute(select(account).order_by(account.c.name)).all()
        return tuple(_account(row) for row in rows)

    def account(self, name: str) -> Account:
        """The account with this name; NotFound when there is none."""
        with self._reading() as connection:
            return _account(_row(connection, name))

    def password_of(self, name: str) -> str:
        """What argon2 made of the password of an account; empty when there is no such account."""
        with self._reading() as connection:
            found = connection.execute(select(account.c.password).where(account.c.name == name)).scalar()
        return str(found or "")

    def add(self, made: Account, password: str, clashes: Callable[[str], bool], by: str) -> None:
        """A new account. Raises InputError when one has that name, or one that `clashes` with it."""
        row = {
            "name": made.name,
            "shown_as": made.shown_as,
            "role": made.role,
            "password": password,
            "created": _text(made.created),
            "language": made.language,
            "disabled": int(made.disabled),
        }
        with self._writing() as connection:
            names = connection.execute(select(account.c.name)).scalars().all()
            taken = next((name for name in names if name == made.name or clashes(name)), None)
            if taken is not None:
                told = "is taken" if taken == made.name else f"looks like {taken!r}"
                raise InputError(f"the name {made.name!r} {told}; choose another")
            connection.execute(insert(account).values(row))
            append_audit(connection, "add account", made.name, {"role": made.role}, by)

    def change(self, name: str, what: str, values: Mapping[str, object], by: str) -> Account:
        """The account with some of its facts changed; `what` and the facts go into the audit.

        Raises NotFound, and InputError when nobody would be left who can administer the desk.
        """
        with self._writing() as connection:
            before = _account(_row(connection, name))
            connection.execute(update(account).where(account.c.name == name).values(dict(values)))
            if before.role == "admin" and not before.disabled and not _administered(connection):
                raise InputError(f"{name} is the last admin; make somebody else one first")
            append_audit(connection, what, name, dict(values), by)
            if values.get("disabled"):
                _end(connection, name)
            return _account(_row(connection, name))

    def set_password(self, name: str, password: str, by: str, keep: str = "") -> None:
        """Another password; every session of the account ends, but the one whose digest is `keep`."""
        with self._writing() as connection:
            _row(connection, name)
            connection.execute(update(account).where(account.c.name == name).values(password=password))
            _end(connection, name, keep)
            append_audit(connection, "set password", name, {}, by)

    def rehash(self, name: str, before: str, password: str) -> None:
        """The same password as argon2 makes it now; nothing when it was changed meanwhile."""
        wanted = update(account).where(account.c.name == name, account.c.password == before)
        with self._writing() as connection:
            connection.execute(wanted.values(password=password))

    def note(self, what: str, name: str, by: str = "") -> None:
        """An entry of the audit about an account."""
        with self._writing() as connection:
            append_audit(connection, what, name, {}, by)

    def open_session(self, digest: str, name: str, now: datetime, expires: datetime) -> None:
        """Somebody is signed in from now on. Sessions that have ended by themselves are removed."""
        row = {"digest": digest, "account": name, "created": _text(now), "seen": _text(now)}
        with self._writing() as connection:
            connection.execute(delete(session).where(session.c.expires <= _text(now)))
            connection.execute(insert(session).values(row | {"expires": _text(expires)}))
            append_audit(connection, "sign in", name, {}, name)

    def session(self, digest: str) -> tuple[Session, Account] | None:
        """The session of a token's digest and whose it is; None when there is none."""
        with self._reading() as connection:
            found = connection.execute(select(session).where(session.c.digest == digest)).first()
            return None if found is None else (_session(found), _account(_row(connection, found.account)))

    def sessions(self, name: str) -> tuple[Session, ...]:
        """The sessions of an account, the newest first."""
        query = select(session).where(session.c.account == name).order_by(session.c.created.desc())
        with self._reading() as connection:
            return tuple(_session(row) for row in connection.execute(query))

    def touch_session(self, digest: str, now: datetime) -> None:
        """Note that a session was used."""
        with self._writing() as connection:
            connection.execute(update(session).where(session.c.digest == digest).values(seen=_text(now)))

    def end_session(self, name: str, session_id: str, by: str) -> None:
        """End one session of an account, by the id that lists show or by its digest. Raises NotFound."""
        mine = select(session.c.digest).where(session.c.account == name)
        with self._writing() as connection:
            digests = connection.execute(mine).scalars().all()
            ended = [one for one in digests if session_id in {one, one[:_SHOWN_ID]}]
            if not ended:
                raise NotFound("session", session_id)
            connection.execute(delete(session).where(session.c.digest.in_(ended)))
            append_audit(connection, "sign out", name, {}, by)

    def add_key(self, made: ApiKey, digest: str, by: str) -> None:
        """A new key. Raises NotFound for an unknown account."""
        row = {
            "id": made.id,
            "digest": digest,
            "account": made.account,
            "label": made.label,
            "scopes": " ".join(made.scopes),
            "created": _text(made.created),
            "expires": _text(made.expires) if made.expires else None,
        }
        detail = {"label": made.label, "scopes": list(made.scopes), "account": made.account}
        with self._writing() as connection:
            _row(connection, made.account)
            connection.execute(insert(api_key).values(row))
            append_audit(connection, "add key", made.id, detail | {"expires": row["expires"]}, by)

    def key(self, key_id: str) -> ApiKey:
        """The key with this id; NotFound when there is none."""
        with self._reading() as connection:
            return _key(_key_row(connection, key_id))

    def keys(self, name: str = "") -> tuple[ApiKey, ...]:
        """Keys, newest first: of one account, or all; those that were revoked too."""
        query = select(api_key).order_by(api_key.c.created.desc(), api_key.c.id)
        if name:
            query = query.where(api_key.c.account == name)
        with self._reading() as connection:
            return tuple(_key(row) for row in connection.execute(query))

    def key_of(self, digest: str) -> tuple[ApiKey, Account] | None:
        """The key of a secret's digest and whose it is; None when there is none."""
        with self._reading() as connection:
            found = connection.execute(select(api_key).where(api_key.c.digest == digest)).first()
            return None if found is None else (_key(found), _account(_row(connection, found.account)))

    def touch_key(self, key_id: str, now: datetime) -> None:
        """Note that a key was used."""
        with self._writing() as connection:
            connection.execute(update(api_key).where(api_key.c.id == key_id).values(last_used=_text(now)))

    def revoke_key(self, key_id: str, by: str) -> ApiKey:
        """The key, which opens nothing any more. Raises NotFound."""
        with self._writing() as connection:
            found = _key(_key_row(connection, key_id))
            if not found.revoked:
                connection.execute(update(api_key).where(api_key.c.id == key_id).values(revoked=1))
                append_audit(connection, "revoke key", key_id, {"account": found.account}, by)
            return _key(_key_row(connection, key_id))


def digest_of(secret: str) -> str:
    """The SHA-256 of a token or secret, in hexadecimal: what is kept of it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _end(connection: Connection, name: str, keep: str = "") -> None:
    connection.execute(delete(session).where(session.c.account == name, session.c.digest != keep))


def _administered(connection: Connection) -> bool:
    query = select(account.c.name).where(account.c.role == "admin", account.c.disabled == 0)
    return connection.execute(query.limit(1)).first() is not None


def _row(connection: Connection, name: str) -> Row[Any]:
    # What a person types need not be text; no name looks like that, and SQLite takes none.
    wanted = name.encode("utf-8", "replace").decode()
    row = connection.execute(select(account).where(account.c.name == wanted)).first()
    if row is None:
        raise NotFound("account", name)
    return row


def _key_row(connection: Connection, key_id: str) -> Row[Any]:
    wanted = key_id.encode("utf-8", "replace").decode()
    row = connection.execute(select(api_key).where(api_key.c.id == wanted)).first()
    if row is None:
        raise NotFound("key", key_id)
    return row


def _account(row: Row[Any]) -> Account:
    return Account(
        name=row.name,
        shown_as=row.shown_as,
        role=cast("Role", row.role),
        created=datetime.fromisoformat(row.created),
        language=row.language,
        disabled=bool(row.disabled),
    )


def _session(row: Row[Any]) -> Session:
    moments = (datetime.fromisoformat(one) for one in (row.created, row.seen, row.expires))
    return Session(row.digest[:_SHOWN_ID], row.account, *moments)


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        account=row.account,
        label=row.label,
        scopes=_scopes(row.scopes.split()),
        created=datetime.fromisoformat(row.created),
        expires=datetime.fromisoformat(row.expires) if row.expires else None,
        revoked=bool(row.revoked),
        last_used=datetime.fromisoformat(row.last_used) if row.last_used else None,
    )


def _scopes(names: Iterable[str]) -> tuple[Permission, ...]:
    return tuple(cast("Permission", name) for name in names)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
