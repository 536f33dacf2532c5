"""`firstseen account` and `firstseen key`: the first admin, and everybody after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from firstseen import Desk
from firstseen.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

PASSWORD = "seven brown horses on a wet road"  # noqa: S105 - of accounts that live for one test


class Prompt:
    """The program on one desk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        Desk(folder).close()

    def __call__(self, *words: str, code: int = 0, typed: str = "") -> Result:
        done = CliRunner().invoke(
            main, [*words, "--desk", str(self.folder)], input=typed, prog_name="firstseen"
        )
        assert done.exit_code == code, done.stderr
        return done


@pytest.fixture
def run(tmp_path: Path) -> Prompt:
    return Prompt(tmp_path / "desk")


def test_a_desk_without_an_admin_is_not_served(run: Prompt) -> None:
    refused = run("serve", "--port", "0", code=2)
    assert "`firstseen account add NAME --role admin`" in refused.stderr
    run("account", "add", "omar", "--role", "reader", "--password-stdin", typed=PASSWORD)
    assert "account add" in run("serve", "--port", "0", code=2).stderr


def test_other_machines_are_served_only_when_somebody_says_so(run: Prompt) -> None:
    run("account", "add", "lina", "--role", "admin", "--password-stdin", typed=PASSWORD)
    for host in ("10.0.0.1", "::", "desk.example.org"):
        assert "web.public_url" in run("serve", "--host", host, "--port", "0", code=2).stderr


def test_the_first_admin_is_made_at_the_prompt(run: Prompt) -> None:
    assert "nobody can sign in" in run("account", "list").stderr
    made = run(
        "account",
        "add",
        "Lina",
        "--role",
        "admin",
        "--shown-as",
        "Lina H.",
        typed=f"{PASSWORD}\n{PASSWORD}\n",
    )
    assert made.stdout == "lina  admin  Lina H.\n"
    assert PASSWORD not in made.output
    with Desk(run.folder) as desk:
        assert desk.is_password("lina", PASSWORD)
        assert desk.archive.audit()[0].who


def test_a_mistyped_password_is_asked_for_again(run: Prompt) -> None:
    typed = f"{PASSWORD}\nanother\n{PASSWORD}\n{PASSWORD}\n"
    assert "not match" in run("account", "add", "lina", "--role", "admin", typed=typed).stderr


@pytest.mark.parametrize("password", ["", "short", "password1234", "lina12345678"])
def test_a_weak_password_is_refused(run: Prompt, password: str) -> None:
    refused = run("account", "add", "lina", "--role", "admin", "--password-stdin", typed=password, code=2)
    assert "password" in refused.stderr
    assert not run("account", "list").stdout


def test_accounts_change_and_are_listed(run: Prompt) -> None:
    for name, role in (("lina", "admin"), ("omar", "reader")):
        run("account", "add", name, "--role", role, "--language", "ar", "--password-stdin", typed=PASSWORD)
    run("account", "role", "omar", "editor", "--by", "lina")
    run("account", "disable", "omar", "--by", "lina")
    listed = [json.loads(one) for one in run("account", "list", "--json").stdout.splitlines()]
    assert [(one["name"], one["role"], one["disabled"]) for one in listed] == [
        ("lina", "admin", False),
        ("omar", "editor", True),
    ]
    assert "omar  editor  disabled" in run("account", "list").stdout
    run("account", "enable", "omar")
    run("account", "password", "omar", "--password-stdin", typed="another pass phrase")
    with Desk(run.folder) as desk:
        assert desk.is_password("omar", "another pass phrase")
    assert "last admin" in run("account", "disable", "lina", code=2).stderr
    assert "`firstseen account list`" in run("account", "role", "nobody", "admin", code=1).stderr
    run("account", "role", "omar", "king", code=2)


def test_a_key_is_printed_once_and_revoked(run: Prompt) -> None:
    run("account", "add", "lina", "--role", "admin", "--password-stdin", typed=PASSWORD)
    made = run("key", "add", "lina", "--label", "watcher", "--scope", "read", "--expires", "2999-12-31")
    secret = made.stdout.strip()
    with Desk(run.folder) as desk:
        person = desk.person_of_key(secret)
    assert person.may == ("read",)
    assert secret not in made.stderr
    listed = run("key", "list", "lina", "--json").stdout
    assert secret not in listed
    assert json.loads(listed)["expires"] == "3000-01-01T00:00:00+00:00"
    run("key", "revoke", person.key)
    assert "revoked" in run("key", "list").stdout
    run("key", "revoke", "nothing", code=1)
    run("key", "add", "lina", "--label", "x", "--expires", "yesterday", code=2)
    run("key", "add", "nobody", "--label", "x", code=1)
