"""The application as a whole: it starts, answers, and refuses in one shape."""

import pytest
from fastapi.testclient import TestClient

from firstseen.web import make_app
from firstseen.web.words import phrases


@pytest.fixture
def client(tmp_path):
    with TestClient(make_app(tmp_path / "desk"), base_url="http://127.0.0.1") as opened:
        yield opened


def test_it_says_that_it_is_there(client):
    answer = client.get("/api/v1/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_an_unknown_address_is_refused_in_the_one_shape(client):
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json()["error"]["status"] == 404


def test_every_phrase_stands_in_both_languages():
    assert all(texts["en"].strip() and texts["ar"].strip() for texts in phrases().values())
