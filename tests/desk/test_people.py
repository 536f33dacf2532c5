"""Accounts, passwords, sessions and keys of a desk, without a browser."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from firstseen import Desk
from firstseen.desk.credentials import account_name, checked_password, looks_of, shown_name, verified
from firstseen.errors import InputError, NotFound, NotSignedIn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "seven brown horses on a wet road"  # noqa: S105 - of accounts that live for one test


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path / "desk") as opened:
        opened.add_account("lina", PASSWORD, "admin", "setup", shown_as="Lina  Haddad")
        yield opened


def told(desk: Desk) -> list[tuple[str, str, str]]:
    return [(one.who, one.what, one.subject) for one in desk.archive.audit()]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Lina", "lina"),
        ("  omar.k-2 ", "omar.k-2"),
        ("\uff2c\uff29\uff2e\uff21", "lina"),
        ("رنا", "رنا"),
        ("Andre\u0301", "andr\u00e9"),
        ("STRASSE", "strasse"),
        ("stra\u00dfe", "strasse"),
    ],
)
def test_a_name_is_written_in_one_way(given: str, name: str) -> None:
    assert account_name(given) == name
    assert account_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "a", "x" * 65, "two words", "a\x00b", "a\nb", "a\r\nSet-Cookie: x=y", "li\u200bna", "li\u202ena", "-lina",
     "../lina", "lin\u0430", "\u0441ara", "<b>x</b>", "lina\ud800", "a/b", "a%2fb", "😀😀"],
)  # fmt: skip
def test_a_name_that_cannot_be_told_or_typed_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        account_name(name)


@pytest.mark.parametrize("name", ["1ina", "l1na", "l.i.n.a", "lína", "Lina", "lin_a"])
def test_nobody_gets_a_name_that_looks_like_somebody_elses(desk: Desk, name: str) -> None:
    with pytest.raises(InputError, match=r"looks like|is taken"):
        desk.add_account(name, PASSWORD, "reader")
    assert len(desk.accounts()) == 1


def test_names_of_other_letters_that_look_alike_are_known() -> None:
    assert looks_of("рора") == looks_of("popa")
    assert looks_of("علی") == looks_of("علي")
    assert looks_of("omar") != looks_of("sara")


@pytest.mark.parametrize("shown", ["x" * 101, "a\x00b", "a\u202eb", "a\ud800"])
def test_a_shown_name_is_one_line_of_text(shown: str) -> None:
    with pytest.raises(InputError):
        shown_name(shown, "lina")


@pytest.mark.parametrize(
    "password",
    ["short", "a" * 300, "password1234", "Password!2024", "qwertyuiop12", "123456789012", "aaaaaaaaaaaa",
     "ababababababab", "lina12345678", "LINA-lina-lina", "كلمة المرور 1", "broken\ud800password"],
)  # fmt: skip
def test_a_password_that_is_soon_guessed_is_refused(desk: Desk, password: str) -> None:
    with pytest.raises(InputError) as refused:
        desk.set_password("lina", password)
    assert password not in str(refused.value)
    assert desk.sign_in("lina", PASSWORD)


def test_a_password_is_the_same_however_it_is_composed() -> None:
    assert checked_password("andre\u0301 walks slowly", "lina") == checked_password(
        "andr\u00e9 walks slowly", "lina"
    )


def test_of_passwords_tokens_and_secrets_nothing_is_kept_that_opens_anything(desk: Desk) -> None:
    token = desk.sign_in("lina", PASSWORD)
    _, secret = desk.make_key("lina", "watcher", ["read"], by="lina")
    desk.set_password("lina", "another of my passwords", "lina", keep=token)
    with pytest.raises(NotSignedIn):
        desk.sign_in("lina", PASSWORD)
    desk.close()
    kept = b"".join(path.read_bytes() for path in desk.folder.glob("records.sqlite*"))
    for text in (PASSWORD, "another of my passwords", token, secret, secret.rpartition("_")[2]):
        assert text.encode() not in kept


def test_everything_is_in_the_audit_with_who_did_it(desk: Desk) -> None:
    desk.add_account("omar", PASSWORD, "reader", "lina")
    desk.change_role("omar", "editor", "lina")
    desk.sign_out(desk.sign_in("omar", PASSWORD))
    with pytest.raises(NotSignedIn):
        desk.sign_in("omar", "wrong")
    with pytest.raises(NotSignedIn):
        desk.sign_in(PASSWORD, "typed into the wrong field")
    key, _ = desk.make_key("omar", "watcher", ["read"], by="lina")
    desk.revoke_key(key.id, "lina")
    desk.set_password("omar", "another pass phrase", "lina")
    desk.disable("omar", "lina")
    desk.enable("omar", "lina")
    assert told(desk) == [
        ("setup", "add account", "lina"),
        ("lina", "add account", "omar"),
        ("lina", "change role", "omar"),
        ("omar", "sign in", "omar"),
        ("omar", "sign out", "omar"),
        ("", "refuse sign in", "omar"),
        ("lina", "add key", key.id),
        ("lina", "revoke key", key.id),
        ("lina", "set password", "omar"),
        ("lina", "disable account", "omar"),
        ("lina", "enable account", "omar"),
    ]
    assert json.loads(desk.archive.audit()[2].detail) == {"role": "editor"}


def test_sessions_end_with_the_password_and_the_account(desk: Desk) -> None:
    desk.add_account("omar", PASSWORD, "reader", "lina")
    first, second = desk.sign_in("omar", PASSWORD), desk.sign_in("omar", PASSWORD)
    assert first != second
    assert len(desk.sessions("omar")) == 2
    desk.set_password("omar", "another pass phrase", "omar", keep=first)
    assert desk.session(first).account.name == "omar"
    with pytest.raises(NotSignedIn):
        desk.session(second)
    desk.disable("omar", "lina")
    desk.enable("omar", "lina")
    with pytest.raises(NotSignedIn):
        desk.session(first)
    assert desk.sessions("omar") == ()


def test_a_role_holds_from_the_next_request_on(desk: Desk) -> None:
    desk.add_account("omar", PASSWORD, "editor", "lina")
    token = desk.sign_in("omar", PASSWORD)
    _, secret = desk.make_key("omar", "publisher", ["read", "publish"], by="omar")
    assert desk.session(token).can("publish")
    assert desk.person_of_key(secret).may == ("read", "publish")
    desk.change_role("omar", "reader", "lina")
    assert desk.session(token).may == ("read",)
    assert desk.person_of_key(secret).may == ("read",)


def test_nobody_ends_somebody_elses_session_or_key(desk: Desk) -> None:
    desk.add_account("omar", PASSWORD, "reader", "lina")
    token = desk.sign_in("lina", PASSWORD)
    key, secret = desk.make_key("lina", "watcher", ["read"], by="lina")
    for session_id in (desk.session_id(token), "", "%"):
        with pytest.raises(NotFound):
            desk.end_session("omar", session_id, "omar")
    with pytest.raises(NotFound):
        desk.revoke_key(key.id, "omar", account="omar")
    assert desk.session(token)
    assert desk.person_of_key(secret)


def test_the_last_admin_stays(desk: Desk) -> None:
    for change in (lambda: desk.disable("lina"), lambda: desk.change_role("lina", "editor")):
        with pytest.raises(InputError, match="last admin"):
            change()
    assert desk.account("lina").role == "admin"
    desk.add_account("omar", PASSWORD, "admin", "lina")
    assert desk.disable("lina", "omar").disabled


def test_a_key_may_no_more_than_its_scopes_and_its_account(desk: Desk) -> None:
    desk.add_account("omar", PASSWORD, "reader", "lina")
    for scopes in ([], ["publish"], ["read", "administer"]):
        with pytest.raises(InputError, match="scopes"):
            desk.make_key("omar", "x", scopes, by="omar")  # type: ignore[arg-type]
    for label in ("", "  ", "x" * 101, "a\nb", "a\ud800"):
        with pytest.raises(InputError, match="label"):
            desk.make_key("omar", label, ["read"], by="omar")
    _, secret = desk.make_key("lina", "watcher", ["read"], by="lina")
    person = desk.person_of_key(secret)
    assert person.may == ("read",)
    assert person.key


def test_keys_that_are_over_open_nothing(desk: Desk) -> None:
    now = datetime.now(UTC)
    with pytest.raises(InputError, match="expired"):
        desk.make_key("lina", "late", ["read"], now - timedelta(days=1))
    key, secret = desk.make_key("lina", "watcher", ["read"], now + timedelta(days=1))
    with sqlite3.connect(desk.folder / "records.sqlite") as records:
        records.execute("UPDATE api_key SET expires = ?", ((now - timedelta(seconds=1)).isoformat(),))
    records.close()
    revoked, other = desk.make_key("lina", "other", ["read"])
    desk.revoke_key(revoked.id)
    for shown in (secret, other, "", "none", key.id, secret[:-1], secret + "x", "' OR 1=1 --", "\ud800"):
        with pytest.raises(NotSignedIn):
            desk.person_of_key(shown)


def test_a_password_that_was_made_weaker_is_made_anew_when_it_is_used(desk: Desk) -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    desk.archive.people.set_password("lina", weaker, "lina")
    assert desk.sign_in("lina", PASSWORD)
    kept = desk.archive.people.password_of("lina")
    assert kept != weaker
    assert verified(kept, PASSWORD)
    assert desk.archive.people.password_of("nobody") == ""
    assert not verified("", "")


@pytest.mark.parametrize("name", ["' OR '1'='1", "nobody", "\ud800", "x" * 100_000, "%"])
def test_what_is_no_name_is_nobodys(desk: Desk, name: str) -> None:
    with pytest.raises(NotFound):
        desk.account(name)
    with pytest.raises(NotSignedIn):
        desk.sign_in(name, PASSWORD)
    with pytest.raises(NotSignedIn):
        desk.session(name)
