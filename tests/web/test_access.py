"""Every route of the whole application, asked for by everybody: who may not, gets nothing of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from fastapi.testclient import TestClient

from firstseen.model.people import PERMISSIONS, permissions_of
from firstseen.settings import default_settings
from firstseen.web import make_app
from firstseen.web.access import SESSION_COOKIE
from tests.web.newsroom import PEOPLE, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastapi import FastAPI
    from httpx2 import Response

    from tests.web.newsroom import Newsroom

SAFE: Final = frozenset({"GET", "HEAD"})
PUBLIC: Final = frozenset(
    {
        "GET /api/v1/health",
        "GET /api/v1/openapi.json",
        "GET /site",
        "GET /site/{path:path}",
        "GET /sign-in",
        "POST /sign-in",
        "POST /sign-out",
        "GET /static",
    }
)
"""What needs no account; every other route has to say who may."""


@dataclass(frozen=True)
class Route:
    """One method of one address, with the permission that it states: empty for "signed in", None for none at all."""

    method: str
    path: str
    needs: str | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes_of(app: FastAPI) -> list[Route]:
    return [
        Route(method, route.path, _permission(getattr(route, "dependant", None)))
        for route in _flat(app.routes)
        for method in sorted((getattr(route, "methods", None) or {"GET"}) - {"HEAD"})
    ]


def _flat(routes: Iterable[Any]) -> Iterator[Any]:
    for route in routes:
        if hasattr(route, "effective_candidates"):
            yield from _flat([*route.effective_candidates(), *route.effective_low_priority_routes()])
        else:
            yield route


def _permission(dependant: Any) -> str | None:
    for one in dependant.dependencies if dependant else ():
        found = getattr(one.call, "permission", None)
        found = _permission(one) if found is None else found
        if found is not None:
            return str(found)
    return None


class Desk:
    """A served newsroom and a browser for each of its people."""

    def __init__(self, app: FastAPI, newsroom: Newsroom) -> None:
        self.app = app
        self.newsroom = newsroom
        self.known = {
            "case_id": PUBLISHED,
            "media_id": newsroom.media_id,
            "name": "mona",
            "account": "mona",
            "seconds": "1",
            "stage": "claim",
        }

    def ask(self, route: Route, name: str = "", *, token: bool = True, **headers: str) -> Response:
        """What somebody, or nobody, gets at a route, with an address that there is where one is known."""
        path = re.sub(r"\{(\w+)(:\w+)?\}", lambda found: self.known.get(found[1], "nothing"), route.path)
        client = TestClient(self.app, base_url="http://127.0.0.1", follow_redirects=False)
        if name:
            client.cookies.set(SESSION_COOKIE, self.newsroom.token(name))
        if name and token and route.method not in SAFE:
            headers["X-CSRF-Token"] = self.csrf(name)
        return client.request(route.method, path, headers=headers)

    def csrf(self, name: str) -> str:
        client = TestClient(self.app, base_url="http://127.0.0.1")
        client.cookies.set(SESSION_COOKIE, self.newsroom.token(name))
        found = re.search(r'name="csrf" value="(\w+)"', client.get("/account").text)
        assert found
        return found[1]


def assert_sealed(route: Route, answer: Response) -> None:
    headers = answer.headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"], route
    assert headers["x-content-type-options"] == "nosniff", route
    assert headers["referrer-policy"] == "same-origin", route
    assert re.search("no-store|private", headers["cache-control"]), route


@pytest.fixture(scope="module")
def desk(untouched_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    newsroom = untouched_newsroom.copy(tmp_path_factory.mktemp("access") / "desk")
    settings = default_settings()
    settings = replace(settings, web=replace(settings.web, requests_per_minute=1_000_000))
    app = make_app(newsroom.folder, settings)
    with TestClient(app, base_url="http://127.0.0.1"):
        yield Desk(app, newsroom)


def test_every_route_says_who_may_or_is_known_to_be_public(desk: Desk) -> None:
    routes = routes_of(desk.app)
    assert len(routes) > 60
    assert {str(route) for route in routes if route.needs is None} == PUBLIC
    assert {route.needs for route in routes} == {None, "", *PERMISSIONS}


def test_nobody_gets_anything_without_signing_in(desk: Desk) -> None:
    for route in routes_of(desk.app):
        if route.needs is None:
            continue
        answer = desk.ask(route)
        assert answer.status_code == 401, (route, answer.text[:200])
        assert_sealed(route, answer)
        assert set(answer.json()) == {"error"}, route
        assert re.search("sign in|key", answer.json()["error"]["message"]), route
        page = desk.ask(route, Accept="text/html")
        if route.path.startswith(("/api/", "/v1alpha1/", "/media/", "/stills/")):
            assert page.status_code == 401, route
        else:
            assert page.status_code == 303, route
            assert page.headers["location"].startswith("/sign-in"), route


def test_a_role_that_is_too_low_gets_nothing(desk: Desk) -> None:
    for route in routes_of(desk.app):
        for name, role in PEOPLE.items():
            if not route.needs or route.needs in permissions_of(role):
                continue
            answer = desk.ask(route, name)
            assert answer.status_code == 403, (route, role, answer.text[:200])
            assert answer.json()["error"]["message"].startswith(f"the role {role} may not {route.needs}")


def test_the_lowest_role_that_may_gets_what_there_is_and_every_answer_is_sealed(desk: Desk) -> None:
    lowest = {permissions_of(role)[-1]: name for name, role in PEOPLE.items()} | {"": "omar"}
    for route in routes_of(desk.app):
        if route.needs is not None and route.method in SAFE:
            answer = desk.ask(route, lowest[route.needs])
            assert answer.status_code in {200, 206, 303, 400, 404, 422}, (route, answer.text[:300])
            assert_sealed(route, answer)


def test_nothing_is_changed_without_the_token_of_the_session(desk: Desk) -> None:
    unsafe = [
        route for route in routes_of(desk.app) if route.method not in SAFE and str(route) != "POST /sign-in"
    ]
    foreign = desk.csrf("sara")
    assert len(unsafe) > 25
    for route in unsafe:
        for headers in ({}, {"X-CSRF-Token": "x" * 64}, {"X-CSRF-Token": foreign}):
            answer = desk.ask(route, "mona", token=False, **headers)
            assert answer.status_code == 403, (route, headers, answer.text[:200])
            assert "not sent from a page of this desk" in answer.json()["error"]["message"], route


def test_files_of_who_may_not_send_them_are_not_stored(desk: Desk) -> None:
    def stored() -> set[str]:
        kept = (desk.newsroom.folder / folder for folder in ("uploads", "incoming"))
        return {str(path) for folder in kept for path in folder.rglob("*") if path.is_file()}

    before = stored()
    for route in routes_of(desk.app):
        if str(route) not in {
            "POST /add",
            "POST /find",
            "POST /api/v1/uploads",
            "POST /v1alpha1/claims:videoSearch",
        }:
            continue
        for name in ("", "omar"):
            client = TestClient(desk.app, base_url="http://127.0.0.1", follow_redirects=False)
            if name:
                client.cookies.set(SESSION_COOKIE, desk.newsroom.token(name))
            path = re.sub(r"\{\w+(:\w+)?\}", "nothing", route.path)
            answer = client.post(
                path, files={"file": ("clip.mp4", b"x" * 300_000)}, data={"csrf": desk.csrf("omar")}
            )
            assert answer.status_code in {401, 403}, (route, name)
    assert stored() == before


def test_a_role_that_is_too_low_is_told_so_before_its_form_is_read(desk: Desk) -> None:
    client = TestClient(desk.app, base_url="http://127.0.0.1", follow_redirects=False)
    client.cookies.set(SESSION_COOKIE, desk.newsroom.token("omar"))
    answer = client.post("/api/v1/uploads", files={"file": ("clip.mp4", b"x" * 300_000)}, data={"csrf": "no"})
    assert answer.status_code == 403
    assert "the role reader may not contribute" in answer.json()["error"]["message"]


def test_what_other_sites_send_is_refused_before_anything_else(desk: Desk) -> None:
    elsewhere: tuple[dict[str, str], ...] = (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "http://127.0.0.1:9"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    )
    for route in routes_of(desk.app):
        if route.method in SAFE:
            continue
        for headers in elsewhere:
            answer = desk.ask(route, "mona", **headers)
            assert answer.status_code == 403, (route, headers)
            assert "another site" in answer.json()["error"]["message"], (route, headers)


def test_what_is_refused_does_not_tell_whether_it_is_there(desk: Desk) -> None:
    for path in ("/cases/{}", "/media/{}", "/api/v1/cases/{}", "/api/v1/footage/{}", "/api/v1/accounts/{}"):
        there = {"footage": desk.newsroom.media_id, "media": desk.newsroom.media_id, "accounts": "mona"}
        known = next((one for word, one in there.items() if word in path), PUBLISHED)
        answers = [desk.ask(Route("GET", path.format(one), "")) for one in (known, "nothing")]
        assert answers[0].text == answers[1].text
        assert answers[0].status_code == answers[1].status_code == 401
    answers = [desk.ask(Route("GET", f"/api/v1/accounts/{one}", ""), "sara") for one in ("mona", "nobody")]
    assert answers[0].text == answers[1].text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8484", 200),
        ("localhost:1", 200),
        ("[::1]:8484", 200),
        ("desk.example.org", 200),
        ("desk.example.org:443", 200),
        ("desk.example.org:444", 421),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("127.0.0.1@evil.example", 421),
        ("evil.example#127.0.0.1", 421),
        ("10.0.0.1", 421),
        ("", 421),
        ("[::1", 421),
    ],
)
def test_only_names_of_the_desk_are_answered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, host: str, status: int
) -> None:
    held = desk.app.state.context.desk
    public = replace(held.settings.web, public_url="https://desk.example.org")
    monkeypatch.setattr(held, "settings", replace(held.settings, web=public))
    answer = desk.ask(Route("GET", "/api/v1/health", None), host=host)
    assert answer.status_code == status
    assert "strict-transport-security" in answer.headers
