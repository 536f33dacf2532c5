"""The verbs of people: accounts and what they may do, signing in, and keys for programs."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from firstseen.archive.people import digest_of
from firstseen.desk.credentials import (
    account_name,
    checked_password,
    hashed,
    is_outdated,
    looks_of,
    shown_name,
    typed_password,
    verified,
)
from firstseen.desk.limits import checked_text
from firstseen.desk.opened import Opened
from firstseen.errors import InputError, NotFound, NotSignedIn
from firstseen.model.people import PERMISSIONS, ROLES, Account, ApiKey, Person, permissions_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firstseen.model.people import Permission, Role, Session

_TOKEN_BYTES: Final = 32
"""Source: OWASP asks for 64 bits of entropy in a session's token; 256 leave no room for doubt."""

_KEY_ID_BYTES: Final = 6
_KEY_MARK: Final = "fsk"
_LONGEST_LABEL: Final = 100
_LONGEST_IN_IDLE: Final = 14
"""A session ends after so many times web.session_hours, whatever is done in it: 7 days of a shift of 12 hours."""

_NOTED_EVERY: Final = timedelta(minutes=5)
"""How exactly is kept when a session or key was last used: a write with every request would be in everybody's way."""

_WRONG: Final = "the name or the password is wrong, or the account is disabled"
_ENDED: Final = "you are not signed in, or not any more; sign in"
_NO_KEY: Final = "the key is unknown, expired or revoked; an admin makes another with `firstseen key add`"


class PeopleVerbs(Opened):
    """What a desk does with people."""

    def accounts(self) -> tuple[Account, ...]:
        """Every account, by name; the disabled ones too."""
        return self.archive.people.accounts()

    def account(self, name: str) -> Account:
        """The account that goes by this name, however it is written. Raises NotFound."""
        return self.archive.people.account(_folded(name))

    def add_account(
        self, name: str, password: str, role: Role, by: str = "", *, shown_as: str = "", language: str = ""
    ) -> Account:
        """A new account. Raises InputError for a name or password that cannot be used, or a name that is taken."""
        wanted = account_name(name)
        made = Account(
            name=wanted,
            shown_as=shown_name(shown_as, wanted),
            role=_role(role),
            created=datetime.now(UTC),
            language=_language(language),
        )
        looks = looks_of(wanted)
        kept = hashed(checked_password(password, wanted))
        self.archive.people.add(made, kept, lambda other: looks_of(other) == looks, by)
        return made

    def change_role(self, name: str, role: Role, by: str = "") -> Account:
        """The account with another role, from its next request on. Raises NotFound, InputError for the last admin."""
        return self.archive.people.change(_folded(name), "change role", {"role": _role(role)}, by)

    def disable(self, name: str, by: str = "") -> Account:
        """The account, which opens nothing any more: its sessions end, its keys rest. Raises as `change_role`."""
        return self.archive.people.change(_folded(name), "disable account", {"disabled": 1}, by)

    def enable(self, name: str, by: str = "") -> Account:
        """The account, which works again, with the keys it had. Raises NotFound."""
        return self.archive.people.change(_folded(name), "enable account", {"disabled": 0}, by)

    def describe_account(self, name: str, by: str = "", *, shown_as: str = "", language: str = "") -> Account:
        """The account, shown under another name and spoken to in another language ("en", "ar", "" for the browser's).

        Raises NotFound, InputError.
        """
        wanted = _folded(name)
        values = {"shown_as": shown_name(shown_as, wanted), "language": _language(language)}
        return self.archive.people.change(wanted, "describe account", values, by)

    def set_password(self, name: str, password: str, by: str = "", keep: str = "") -> None:
        """Give an account another password; its sessions end, but for the one with the token `keep`.

        Raises NotFound, InputError for a password that cannot be used.
        """
        wanted = self.account(name).name
        kept = hashed(checked_password(password, wanted))
        self.archive.people.set_password(wanted, kept, by, digest_of(keep) if keep else "")

    def is_password(self, name: str, password: str) -> bool:
        """Whether this is the password of an account that may sign in; as slow when there is no such account."""
        wanted = _folded(name)
        people = self.archive.people
        kept = people.password_of(wanted)
        if not verified(kept, password):
            return False
        if is_outdated(kept):
            people.rehash(wanted, kept, hashed(typed_password(password)))
        return not people.account(wanted).disabled

    def device_mark(self, name: str, nonce: str) -> str:
        """What shows that a browser signed in to an account before; void once the password is another.

        It opens nothing: who shows it is only not mistaken for somebody who guesses from elsewhere.
        """
        kept = self.archive.people.password_of(_folded(name))
        return hmac.new(kept.encode(), b"device " + nonce.encode(), hashlib.sha256).hexdigest()

    def sign_in(self, name: str, password: str) -> str:
        """A token for a new session. Raises NotSignedIn, which does not say what of name and password was wrong."""
        wanted = _folded(name)
        if not self.is_password(wanted, password):
            if self.archive.people.password_of(wanted):
                self.archive.people.note("refuse sign in", wanted)
            raise NotSignedIn(_WRONG)
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), datetime.now(UTC)
        idle = timedelta(hours=self.settings.web.session_hours)
        self.archive.people.open_session(digest_of(token), wanted, now, now + idle * _LONGEST_IN_IDLE)
        return token

    def session(self, token: str) -> Person:
        """Who is signed in with this token. Raises NotSignedIn when nobody is, or not any more."""
        digest, now = digest_of(token), datetime.now(UTC)
        found = self.archive.people.session(digest)
        if found is None:
            raise NotSignedIn(_ENDED)
        known, account = found
        idle = timedelta(hours=self.settings.web.session_hours)
        if account.disabled or now >= min(known.expires, known.seen + idle):
            raise NotSignedIn(_ENDED)
        if now - known.seen >= min(_NOTED_EVERY, idle / 4):
            self.archive.people.touch_session(digest, now)
        return Person(account, permissions_of(account.role))

    def sessions(self, name: str) -> tuple[Session, ...]:
        """Where an account is signed in now, newest first."""
        now, idle = datetime.now(UTC), timedelta(hours=self.settings.web.session_hours)
        found = self.archive.people.sessions(_folded(name))
        return tuple(one for one in found if now < min(one.expires, one.seen + idle))

    def session_id(self, token: str) -> str:
        """The id under which lists show the session of a token; empty when there is none."""
        found = self.archive.people.session(digest_of(token))
        return found[0].id if found else ""

    def sign_out(self, token: str) -> None:
        """End the session of a token; nothing happens when there is none."""
        found = self.archive.people.session(digest_of(token))
        if found is not None:
            self.archive.people.end_session(found[1].name, found[0].id, found[1].name)

    def end_session(self, name: str, session_id: str, by: str = "") -> None:
        """End a session of an account by the id that lists show. Raises NotFound, also for somebody else's."""
        self.archive.people.end_session(_folded(name), session_id, by)

    def make_key(
        self,
        account: str,
        label: str,
        scopes: Iterable[Permission],
        expires: datetime | None = None,
        by: str = "",
    ) -> tuple[ApiKey, str]:
        """A new key and its secret, which is shown this once: only its digest is kept.

        Raises InputError for scopes that the account's role does not have, or an `expires` that is past; NotFound.
        """
        owner = self.account(account)
        wanted = _scopes(scopes, owner)
        now = datetime.now(UTC)
        if expires is not None and expires <= now:
            raise InputError("the key would have expired already; give a later day")
        if not label.strip() or len(label) > _LONGEST_LABEL or not label.isprintable():
            raise InputError(
                f"a key needs a label of at most {_LONGEST_LABEL} characters: say what it is for"
            )
        key_id = secrets.token_hex(_KEY_ID_BYTES)
        secret = f"{_KEY_MARK}_{key_id}_{secrets.token_urlsafe(_TOKEN_BYTES)}"
        made = ApiKey(key_id, owner.name, checked_text("label", label.strip()), wanted, now, expires)
        self.archive.people.add_key(made, digest_of(secret), by)
        return made, secret

    def keys(self, account: str = "") -> tuple[ApiKey, ...]:
        """Keys, newest first: of one account, or all; those that were revoked too."""
        return self.archive.people.keys(_folded(account) if account else "")

    def revoke_key(self, key_id: str, by: str = "", *, account: str = "") -> ApiKey:
        """The key, which opens nothing any more. With `account`, only a key of that one. Raises NotFound."""
        if account and self.archive.people.key(key_id).account != _folded(account):
            raise NotFound("key", key_id)
        return self.archive.people.revoke_key(key_id, by)

    def person_of_key(self, secret: str) -> Person:
        """Who a key acts for, and what it may do: its scopes, as far as the account's role goes. Raises NotSignedIn."""
        found = self.archive.people.key_of(digest_of(secret))
        now = datetime.now(UTC)
        if found is None or found[0].revoked or found[1].disabled or _is_past(found[0], now):
            raise NotSignedIn(_NO_KEY)
        key, account = found
        if key.last_used is None or now - key.last_used >= _NOTED_EVERY:
            self.archive.people.touch_key(key.id, now)
        may = tuple(one for one in permissions_of(account.role) if one in key.scopes)
        return Person(account, may, key.id)


def _is_past(key: ApiKey, now: datetime) -> bool:
    return key.expires is not None and now >= key.expires


def _folded(name: str) -> str:
    """The name that somebody means; what cannot be a name stays as it is, and is nobody's."""
    try:
        return account_name(name)
    except InputError:
        return name.encode("utf-8", "replace").decode()


def _role(role: str) -> Role:
    for known in ROLES:
        if known == role:
            return known
    raise InputError(f"{role!r} is no role; the roles are {', '.join(ROLES)}")


def _language(language: str) -> str:
    if language not in {"", "en", "ar"}:
        raise InputError(f"{language!r} is no language of the desk; give en or ar")
    return language


def _scopes(scopes: Iterable[str], owner: Account) -> tuple[Permission, ...]:
    wanted = set(scopes)
    allowed = permissions_of(owner.role)
    if not wanted or not wanted <= set(allowed):
        raise InputError(f"a key of {owner.name} needs some of these scopes: {', '.join(allowed)}")
    return tuple(one for one in PERMISSIONS if one in wanted)
