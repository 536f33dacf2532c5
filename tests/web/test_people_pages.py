"""The pages of accounts, people and keys: their forms, in both languages, and what they refuse."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from firstseen import Desk
from firstseen.web import make_app
from firstseen.web.access import SESSION_COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

PASSWORD = "seven brown horses on a wet road"  # noqa: S105 - of accounts that live for one test
XSS = '"><script>alert(1)</script>'


class Browser:
    """Somebody signed in."""

    def __init__(self, app: object, token: str) -> None:
        self.client = TestClient(app, base_url="http://127.0.0.1")  # type: ignore[arg-type]
        self.client.cookies.set(SESSION_COOKIE, token)

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def post(self, path: str, **fields: str | list[str]) -> Response:
        found = re.search(r'name="csrf" value="(\w+)"', self.client.get("/account").text)
        assert found
        return self.client.post(path, data={"csrf": found[1], **fields})


class Office:
    """A served desk with an admin and a reader."""

    def __init__(self, folder: Path, tokens: dict[str, str]) -> None:
        self.app = make_app(folder)
        self.lina, self.omar = (Browser(self.app, tokens[name]) for name in ("lina", "omar"))

    @property
    def desk(self) -> Desk:
        desk: Desk = self.app.state.context.desk
        return desk


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("office") / "desk"
    with Desk(folder) as desk:
        desk.add_account("lina", PASSWORD, "admin", shown_as="Lina Haddad")
        desk.add_account("omar", PASSWORD, "reader")
        return folder, {name: desk.sign_in(name, PASSWORD) for name in ("lina", "omar")}


@pytest.fixture
def office(untouched: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Office]:
    folder, tokens = untouched
    made = Office(shutil.copytree(folder, tmp_path / "desk"), tokens)
    with TestClient(made.app, base_url="http://127.0.0.1"):
        yield made


@pytest.mark.parametrize("page", ["/account", "/keys", "/people", "/sign-in"])
def test_pages_speak_both_languages_and_run_nothing_inline(office: Office, page: str) -> None:
    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        who = office.lina if page != "/sign-in" else Browser(office.app, "")
        text = who.get(f"{page}?lang={language}").text
        assert f'<html lang="{language}" dir="{direction}">' in text
        assert not re.search(r"<script>|\son\w+=|\sstyle=", text)
        inputs = re.findall(r'<(?:input|select)[^>]*id="([^"]+)"', text)
        assert all(f'for="{one}"' in text for one in inputs)
        for described in re.findall(r'aria-describedby="([^"]+)"', text):
            assert all(f'id="{one}"' in text for one in described.split())
    assert len(re.findall(r'id="([^"]+)"', text)) == len(set(re.findall(r'id="([^"]+)"', text)))


def test_an_admin_adds_changes_and_disables_people(office: Office) -> None:
    added = office.lina.post(
        "/people", name="Huda", shown_as="هدى", role="reviewer", language="ar", password=PASSWORD
    )
    assert "huda can sign in now." in added.text
    assert office.desk.account("huda").role == "reviewer"
    office.lina.post("/people/huda/role", role="editor")
    office.lina.post("/people/huda/password", password="another pass phrase")  # noqa: S106 - a test's
    assert office.desk.is_password("huda", "another pass phrase")
    assert office.desk.account("huda").role == "editor"
    office.lina.post("/people/huda/disable")
    assert office.desk.account("huda").disabled
    office.lina.post("/people/huda/enable")
    assert not office.desk.account("huda").disabled
    assert {one.who for one in office.desk.archive.audit() if one.subject == "huda"} == {"lina"}


def test_what_is_wrong_stands_at_its_field_in_the_language_of_the_page(office: Office) -> None:
    wrong = office.lina.post("/people?lang=ar", name="1ina", role="reader", password=PASSWORD)
    assert wrong.status_code == 400
    assert re.search(r'id="f-name"[^>]* aria-invalid="true" aria-describedby="h-name e-name"', wrong.text)
    assert "هذا الاسم يشبه اسم شخص آخر" in wrong.text
    weak = office.lina.post("/people?lang=en", name="huda", shown_as=XSS, role="reader", password="short")  # noqa: S106 - a test's
    assert re.search(r'id="f-password"[^>]* aria-describedby="h-password e-password"', weak.text)
    assert "a few words will do" in weak.text
    assert "short" not in re.findall(r'value="([^"]*)"', weak.text)
    assert XSS not in weak.text
    assert "last administrator" in office.lina.post("/people/lina/disable").text
    assert office.lina.post("/people/nobody/disable").status_code == 404


def test_a_person_changes_the_own_password_and_stays_signed_in_only_there(office: Office) -> None:
    other = Browser(office.app, office.desk.sign_in("omar", PASSWORD))
    new = "another pass phrase"
    for fields in (
        {"current": "wrong", "password": new, "again": new},
        {"current": PASSWORD, "password": new, "again": new + "x"},
        {"current": PASSWORD, "password": "short", "again": "short"},
    ):
        assert office.omar.post("/account/password", **fields).status_code == 400
    assert office.desk.is_password("omar", PASSWORD)
    done = office.omar.post("/account/password", current=PASSWORD, password=new, again=new)
    assert "Your password is changed" in done.text
    assert other.get("/api/v1/me").status_code == 401


def test_the_present_password_is_not_guessed_through_a_session(office: Office) -> None:
    statuses = [office.omar.post("/account/password", current="wrong").status_code for _ in range(12)]
    assert statuses[-1] == 429


def test_a_person_ends_own_sessions_and_nobody_elses(office: Office) -> None:
    other = Browser(office.app, office.desk.sign_in("omar", PASSWORD))
    foreign = office.desk.sessions("lina")[0].id
    assert office.omar.post("/account/sessions", session=foreign).status_code == 404
    assert office.lina.get("/api/v1/me").status_code == 200
    office.omar.post("/account/sessions")
    assert other.get("/api/v1/me").status_code == 401
    assert office.omar.get("/api/v1/me").status_code == 200
    mine = office.desk.sessions("omar")[0].id
    assert "You are signed out" in office.omar.post("/account/sessions", session=mine).text


def test_how_somebody_is_shown_is_text(office: Office) -> None:
    office.omar.post("/account/details", shown_as=XSS, language="ar")
    for who in (office.omar, office.lina):
        assert "<script>alert" not in who.get("/people" if who is office.lina else "/account").text
    assert office.desk.account("omar").language == "ar"
    assert office.omar.post("/account/details", shown_as="a\u202eb", language="ar").status_code == 400
    assert office.omar.post("/account/details", shown_as="x", language="xx").status_code == 400


def test_a_person_makes_keys_within_the_own_role_and_revokes_them(office: Office) -> None:
    made = office.omar.post("/keys", label=XSS, scopes=["read", "administer"], days="30")
    secret = re.search(r"fsk_[0-9a-f]{12}_[\w-]{43}", made.text)
    assert secret
    assert "<script>alert" not in made.text
    assert office.desk.person_of_key(secret[0]).may == ("read",)
    assert secret[0] not in office.omar.get("/keys").text
    for fields in (
        {"scopes": ["administer"]},
        {"scopes": ["read"], "days": "9999"},
        {"scopes": ["read"], "label": ""},
    ):
        assert office.omar.post("/keys", **{"label": "x", **fields}).status_code == 400
    foreign, _ = office.desk.make_key("lina", "foreign", ["read"])
    assert "foreign" not in office.omar.get("/keys").text
    assert office.omar.post(f"/keys/{foreign.id}/revoke").status_code == 404
    assert not office.desk.keys("lina")[0].revoked
    own = office.desk.keys("omar")[0]
    office.lina.post(f"/keys/{own.id}/revoke")
    assert office.desk.keys("omar")[0].revoked
