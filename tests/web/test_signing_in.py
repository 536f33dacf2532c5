"""Signing in and out: forms, cookies, how often it may be tried, and where it leads."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from firstseen import Desk
from firstseen.settings import default_settings
from firstseen.web import make_app
from firstseen.web.access import SESSION_COOKIE, local_path
from firstseen.web.rates import Rates, network_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from httpx2 import Response

PASSWORD = "seven brown horses on a wet road"  # noqa: S105 - of accounts that live for one test
TRIES = 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signing-in") / "desk"
    with Desk(folder) as desk:
        for name, role in (("lina", "admin"), ("omar", "reader"), ("sara", "editor")):
            desk.add_account(name, PASSWORD, role)
    return folder


@pytest.fixture
def app(folder: Path) -> Iterator[FastAPI]:
    settings = default_settings()
    made = make_app(folder, replace(settings, web=replace(settings.web, sign_ins_per_minute=TRIES)))
    with TestClient(made, base_url="http://127.0.0.1"):
        yield made


class Browser:
    """A browser at a desk, which does not follow redirects."""

    def __init__(self, app: FastAPI, address: str = "testclient") -> None:
        self.client = TestClient(
            app, base_url="http://127.0.0.1", follow_redirects=False, client=(address, 50_000)
        )

    def token(self, page: str = "/sign-in") -> str:
        found = re.search(r'name="csrf" value="(\w+)"', self.client.get(page).text)
        return found[1] if found else ""

    def sign_in(self, name: str = "lina", password: str = PASSWORD, **fields: str) -> Response:
        return self.client.post(
            "/sign-in", data={"name": name, "password": password, "csrf": self.token(), **fields}
        )

    def post(self, path: str, page: str = "/account", **fields: str) -> Response:
        return self.client.post(path, data={"csrf": self.token(page), **fields})

    @property
    def is_in(self) -> bool:
        return self.client.get("/api/v1/me").status_code == 200


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    return Browser(app)


def test_who_signs_in_gets_to_the_page_that_was_asked_for(browser: Browser) -> None:
    asked = browser.client.get("/people?x=1", headers={"Accept": "text/html"})
    assert asked.headers["location"] == "/sign-in?next=%2Fpeople%3Fx%3D1"
    assert 'value="/people?x=1"' in browser.client.get(asked.headers["location"]).text
    answer = browser.sign_in(next="/people?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people?x=1")
    assert browser.client.get("/people?x=1").status_code == 200


def test_a_name_is_the_same_in_capitals(browser: Browser) -> None:
    assert browser.sign_in(" LINA ").status_code == 303


@pytest.mark.parametrize(
    ("name", "password"), [("lina", "wrong"), ("nobody", PASSWORD), ("", ""), ("\x00", "\x00")]
)
def test_a_refusal_does_not_say_what_was_wrong(browser: Browser, name: str, password: str) -> None:
    answer = browser.sign_in(name, password)
    assert answer.status_code == 401
    assert "The name or the password is wrong" in answer.text
    assert 'aria-describedby="wrong"' in answer.text
    assert not browser.is_in


def test_the_session_cookie_is_for_this_desk_and_no_script(browser: Browser) -> None:
    answer = browser.sign_in()
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(SESSION_COOKIE))
    assert re.search("HttpOnly; Path=/; SameSite=lax$", cookie)


def test_cookies_are_secure_behind_https(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    held = app.state.context.desk
    public = replace(held.settings.web, public_url="https://desk.example.org")
    monkeypatch.setattr(held, "settings", replace(held.settings, web=public))
    client = TestClient(app, base_url="https://desk.example.org", follow_redirects=False)
    page = client.get("/sign-in")
    token = re.search(r'name="csrf" value="(\w+)"', page.text)
    assert token
    answer = client.post("/sign-in", data={"name": "lina", "password": PASSWORD, "csrf": token[1]})
    given = [*page.headers.get_list("set-cookie"), *answer.headers.get_list("set-cookie")]
    assert len(given) == 4
    assert all("Secure" in one for one in given if "Max-Age=0" not in one)


def test_nobody_is_signed_in_by_a_form_of_another_page(app: FastAPI) -> None:
    attacker, victim = Browser(app), Browser(app)
    foreign = attacker.token()
    for token in ("", "x" * 64, foreign):
        for with_page in (False, True):
            if with_page:
                victim.token()
            answer = victim.client.post(
                "/sign-in", data={"name": "omar", "password": PASSWORD, "csrf": token}
            )
            assert answer.status_code == 403
            assert not victim.is_in
    as_json = victim.client.post(
        "/sign-in", json={"name": "omar", "password": PASSWORD, "csrf": victim.token()}
    )
    assert as_json.status_code == 403
    assert not victim.is_in


def test_a_session_that_was_there_before_is_not_taken_over(browser: Browser, app: FastAPI) -> None:
    browser.client.cookies.set(SESSION_COOKIE, "chosen-by-somebody-else")
    browser.sign_in()
    assert browser.is_in
    thief = Browser(app)
    thief.client.cookies.set(SESSION_COOKIE, "chosen-by-somebody-else")
    assert not thief.is_in


def test_signing_in_again_ends_the_session_before(browser: Browser, app: FastAPI) -> None:
    browser.sign_in()
    before = browser.client.cookies[SESSION_COOKIE]
    page = browser.token("/account")
    answer = browser.client.post("/sign-in", data={"name": "sara", "password": PASSWORD, "csrf": page})
    assert answer.status_code == 303
    old = Browser(app)
    old.client.cookies.set(SESSION_COOKIE, before)
    assert not old.is_in
    assert browser.client.get("/api/v1/me").json()["name"] == "sara"


def test_signing_out_ends_the_session_and_not_only_the_cookie(browser: Browser, app: FastAPI) -> None:
    browser.sign_in()
    token = browser.client.cookies[SESSION_COOKIE]
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert SESSION_COOKIE not in browser.client.cookies
    kept = Browser(app)
    kept.client.cookies.set(SESSION_COOKIE, token)
    assert not kept.is_in


def test_a_session_ends_when_nothing_is_done_and_in_any_case_after_a_while(
    browser: Browser, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in()
    hours = app.state.context.settings.web.session_hours
    later = {"by": timedelta()}

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # noqa: ARG003 - always UTC
            return datetime.now(UTC) + later["by"]

    monkeypatch.setattr("firstseen.desk.people.datetime", Clock)
    later["by"] = timedelta(hours=hours) - timedelta(minutes=5)
    assert browser.is_in
    later["by"] = timedelta(hours=2 * hours) - timedelta(minutes=20)
    assert browser.is_in, "it was used in between"
    later["by"] = timedelta(hours=3 * hours)
    assert not browser.is_in
    later["by"] = timedelta()
    for step in range(1, 14):
        later["by"] = timedelta(hours=step * hours) - timedelta(minutes=5)
        assert browser.is_in or step > 1
    later["by"] = timedelta(hours=14 * hours)
    assert not browser.is_in


@pytest.mark.parametrize(
    "where",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
        "",
        "/sign-out",
        "//[evil",
        "/ok\r\nSet-Cookie: a=b",
    ],
)
def test_signing_in_leads_to_no_other_site(browser: Browser, where: str) -> None:
    assert local_path(where) == "/"
    page = browser.client.get(f"/sign-in?next={quote(where)}")
    assert 'name="next" value="/"' in page.text
    answer = browser.sign_in(next=where)
    assert answer.headers["location"] == "/"
    assert "a=b" not in str(answer.headers)
    assert browser.client.get(f"/sign-in?next={quote(where)}").headers["location"] == "/"


def test_guessing_is_slowed_by_account_and_the_right_person_gets_in(app: FastAPI) -> None:
    known = Browser(app, "10.0.0.1")
    known.sign_in("omar")
    known.post("/sign-out")
    for number in range(TRIES):
        assert Browser(app, f"10.1.{number}.1").sign_in("omar", "a guess").status_code == 401
    refused = Browser(app, "10.2.0.1").sign_in("Omar")
    assert refused.status_code == 429, "another browser has to wait, even with the right password"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "Wait" in refused.text
    assert known.sign_in("omar").status_code == 303, "who signed in here before does not"
    assert Browser(app, "10.2.0.2").sign_in("sara").status_code == 303, "nor does anybody else"


def test_guessing_is_slowed_by_address(app: FastAPI) -> None:
    for number in range(TRIES):
        assert Browser(app, "2001:db8::1").sign_in(f"nobody{number}", "a guess").status_code == 401
    assert Browser(app, "2001:db8::ffff").sign_in("lina").status_code == 429, "the whole /64 is one address"
    assert Browser(app, "2001:db8:0:1::1").sign_in("lina").status_code == 303


def test_the_mark_of_a_browser_cannot_be_made_up_or_used_for_another(app: FastAPI) -> None:
    browser = Browser(app, "10.3.0.1")
    browser.sign_in("omar")
    browser.post("/sign-out")
    for number in range(TRIES):
        Browser(app, f"10.4.{number}.1").sign_in("sara", "a guess")
    assert browser.sign_in("sara").status_code == 429
    browser.client.cookies.set("firstseen_known", "x.y", path="/sign-in")
    assert browser.sign_in("sara").status_code == 429


def test_many_tries_at_the_same_time_do_not_slip_through() -> None:
    rates = Rates(lambda: 0.0)
    marks = [rates.take(["a"], 3, "tries") for _ in range(3)]
    with pytest.raises(Exception, match="too many tries; try again in 60 s"):
        rates.take(["a"], 3, "tries")
    rates.give_back(["a"], marks[0])
    rates.take(["a"], 3, "tries")


def test_rates_forget_after_a_minute_and_do_not_grow() -> None:
    now = {"s": 0.0}
    rates = Rates(lambda: now["s"])
    rates.take(["a"], 1, "tries")
    now["s"] = 61.0
    rates.take(["a"], 1, "tries")
    for number in range(30_000):
        rates.take([str(number)], 1, "tries")
    assert len(rates._times_s) <= 20_000


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", "unix"),
    ],
)
def test_addresses_are_counted_by_who_has_them(address: str, network: str) -> None:
    assert network_of(address) == network


def test_too_many_requests_of_one_person_are_refused(folder: Path) -> None:
    settings = default_settings()
    few = make_app(folder, replace(settings, web=replace(settings.web, requests_per_minute=10)))
    with TestClient(few, base_url="http://127.0.0.1"):
        busy, calm = Browser(few), Browser(few, "10.9.9.9")
        busy.sign_in()
        calm.sign_in("omar")
        answers = [busy.client.get("/api/v1/me").status_code for _ in range(12)]
        assert answers.count(429) >= 2
        assert calm.is_in


def test_an_unknown_name_takes_as_long_as_a_wrong_password(folder: Path) -> None:
    with Desk(folder) as desk:
        took_s: dict[str, list[float]] = {"lina": [], "nobody": []}
        desk.is_password("nobody", "warm up")
        for _ in range(5):
            for name, taken in took_s.items():
                began_s = time.perf_counter()
                assert not desk.is_password(name, "not the password")
                taken.append(time.perf_counter() - began_s)
        known, unknown = (min(taken) for taken in took_s.values())
        assert unknown == pytest.approx(known, rel=0.5)
        assert min(known, unknown) > 0.01
