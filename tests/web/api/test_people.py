"""Accounts and keys over HTTP, for who administers the desk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from firstseen.web.api.people import Account, ApiKey, Me

if TYPE_CHECKING:
    from tests.web.api.desks import Newsroom

NEW = {"name": "Huda", "password": "seven brown horses on a wet road", "role": "contributor"}


def test_everybody_can_ask_who_they_are(newsroom: Newsroom) -> None:
    me = newsroom.as_("reviewer").get("/api/v1/me").json()
    Me.model_validate(me)
    assert (me["name"], me["role"], me["may"]) == ("reviewer", "reviewer", ["read", "contribute", "review"])


def test_an_admin_makes_and_changes_accounts(newsroom: Newsroom) -> None:
    admin = newsroom.as_("admin")
    made = admin.post("/api/v1/accounts", json=NEW)
    assert made.status_code == 201
    Account.model_validate(made.json())
    assert made.json()["name"] == "huda"
    assert admin.post("/api/v1/accounts", json=NEW).status_code == 400
    change = {"role": "reviewer", "shown_as": "هدى", "language": "ar", "disabled": True}
    assert admin.patch("/api/v1/accounts/HUDA", json=change).json().items() >= change.items()
    assert "huda" in [one["name"] for one in admin.get("/api/v1/accounts").json()["items"]]
    assert admin.get("/api/v1/accounts/nobody").status_code == 404
    assert admin.patch("/api/v1/accounts/admin", json={"role": "reader"}).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**NEW, "role": "king"},
        {**NEW, "name": "a\ud800"},
        {**NEW, "name": "x" * 10_000},
        {**NEW, "password": "y" * 10_000},
        {**NEW, "password": "short"},
        {**NEW, "admin": True},
    ],
)
def test_what_is_no_account_is_refused(newsroom: Newsroom, body: dict[str, object]) -> None:
    answer = newsroom.as_("admin").post("/api/v1/accounts", content=json.dumps(body))
    assert answer.status_code in {400, 422}
    assert NEW["password"] not in answer.text


def test_a_key_opens_what_its_scopes_say_until_it_is_revoked(newsroom: Newsroom) -> None:
    admin = newsroom.as_("admin")
    asked = {"account": "editor", "label": "watcher", "scopes": ["read"]}
    made = admin.post("/api/v1/keys", json=asked, headers={"Idempotency-Key": "once"}).json()
    client = newsroom.as_("reader")
    for headers in (
        {"Authorization": f"Bearer {made['secret']}"},
        {"Authorization": "", "X-API-Key": made["secret"]},
    ):
        assert client.get("/api/v1/cases", headers=headers).status_code == 200
        assert client.post("/api/v1/match", json={"text": "x"}, headers=headers).status_code == 403
        assert client.get("/api/v1/accounts", headers=headers).status_code == 403
    listed = admin.get("/api/v1/keys", params={"account": "editor"}).json()["items"]
    ApiKey.model_validate(listed[0])
    assert made["secret"] not in str(listed)
    assert admin.delete(f"/api/v1/keys/{made['key']}").json()["revoked"]
    assert (
        client.get("/api/v1/cases", headers={"Authorization": f"Bearer {made['secret']}"}).status_code == 401
    )
    kept = b"".join(path.read_bytes() for path in newsroom.folder.glob("records.sqlite*"))
    assert made["secret"].encode() not in kept


def test_a_key_makes_no_key_that_may_more_than_itself(newsroom: Newsroom) -> None:
    admin = newsroom.as_("admin")
    asked = {"account": "admin", "label": "people only", "scopes": ["administer"]}
    secret = admin.post("/api/v1/keys", json=asked).json()["secret"]
    more = {"account": "admin", "label": "more", "scopes": ["publish"]}
    answer = admin.post("/api/v1/keys", json=more, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403
    assert admin.get("/account", headers={"Authorization": f"Bearer {secret}"}).status_code == 403


def test_a_wrong_key_is_not_helped_by_a_session_or_a_key_in_a_pages_address(newsroom: Newsroom) -> None:
    client = newsroom.as_("reader")
    wrong = {"Authorization": "Bearer nothing"}
    assert client.get("/api/v1/me", headers=wrong).status_code == 401
    bare = {"Authorization": ""}
    assert client.get("/api/v1/me", params={"key": newsroom.keys["reader"]}, headers=bare).status_code == 200
    assert client.get("/cases", params={"key": newsroom.keys["reader"]}, headers=bare).status_code == 401
