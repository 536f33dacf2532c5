"""Google's own client, from Google's own discovery document, works against a desk."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import googleapiclient
import pytest
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

from firstseen.gather.web import Fetcher
from firstseen.web import work
from tests.footage import make_clip
from tests.web.api.desks import REVIEW, Newsroom, listening

DOCUMENT = Path(googleapiclient.__file__).parent / "discovery_cache/documents/factchecktools.v1alpha1.json"


class Quiet(SimpleHTTPRequestHandler):
    """A site that says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("google")


@pytest.fixture(scope="module")
def newsroom(place: Path) -> Newsroom:
    return Newsroom(place)


@pytest.fixture(scope="module")
def address(newsroom: Newsroom) -> Iterator[str]:
    with listening(newsroom.app) as served:
        yield served


@pytest.fixture(scope="module")
def claims(address: str, newsroom: Newsroom) -> Iterator[Any]:
    document = json.loads(DOCUMENT.read_text())
    document["rootUrl"] = address
    service = build_from_document(json.dumps(document), developerKey=newsroom.keys["editor"])
    yield service.claims()
    service.close()


@pytest.fixture(scope="module")
def site(place: Path) -> Iterator[str]:
    make_clip(place / "query.mp4", seconds=3, seed=1, from_s=1.0)
    handler = partial(Quiet, directory=str(place))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture
def _inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "new_fetcher", lambda: Fetcher(also_allowed=["127.0.0.1"], any_port=True))


def test_a_claim_is_found_by_its_words(claims: Any) -> None:
    found = claims.search(query="video of Syrian rebels threatening Hamas", languageCode="en-US").execute()
    (claim,) = found["claims"]
    assert claim == {
        "text": REVIEW.claim,
        "claimant": "A page",
        "claimReview": [
            {
                "publisher": {"name": "Example Checks", "site": "example.org"},
                "url": REVIEW.url,
                "title": REVIEW.name,
                "reviewDate": "2024-12-08T00:00:00Z",
                "textualRating": "Misleading",
                "languageCode": "en",
            }
        ],
    }
    assert "nextPageToken" not in found


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"query": "Hamas"}, 1),
        ({"query": "Hamas", "languageCode": "ar"}, 0),
        ({"query": "a recipe for lentil soup"}, 0),
        ({"reviewPublisherSiteFilter": "www.example.org"}, 1),
        ({"reviewPublisherSiteFilter": "example.com"}, 0),
        ({"query": "Hamas", "maxAgeDays": 1}, 0),
        ({"query": "Hamas", "maxAgeDays": 100000}, 1),
        ({"query": "Hamas", "offset": 1}, 0),
        ({"query": "Hamas", "pageSize": 0}, 1),
    ],
)
def test_what_is_asked_for_narrows_the_answer(claims: Any, asked: dict[str, Any], count: int) -> None:
    assert len(claims.search(**asked).execute()["claims"]) == count


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, 400),
        ({"query": "x", "pageToken": "x"}, 400),
        ({"query": "x", "pageSize": -1}, 400),
        ({"query": "x", "maxAgeDays": 0}, 400),
    ],
)
def test_what_cannot_be_asked_is_refused_as_google_does(
    claims: Any, asked: dict[str, Any], code: int
) -> None:
    with pytest.raises(HttpError) as refused:
        claims.search(**asked).execute()
    assert refused.value.status_code == code
    error = json.loads(refused.value.content)["error"]
    assert (error["code"], error["status"]) == (code, "INVALID_ARGUMENT")
    assert error["message"]


def test_pages_follow_each_other(newsroom: Newsroom, claims: Any) -> None:
    context = newsroom.app.state.context
    several = [
        replace(
            REVIEW,
            id=f"https://pages.example/{n}",
            url=f"https://pages.example/{n}",
            claim=f"claim {n}",
            name=f"A flood in town {n}",
            media=(),
        )
        for n in range(5)
    ]
    context.desk.gather_reviews(several)
    asked = {"reviewPublisherSiteFilter": "pages.example", "pageSize": 2}
    seen, token = [], None
    while True:
        more = {"pageToken": token} if token else {}
        found = claims.search(**asked, **more).execute()
        seen += [claim["text"] for claim in found["claims"]]
        if "nextPageToken" not in found:
            break
        token = found["nextPageToken"]
    assert seen == [f"claim {n}" for n in range(5)]
    with pytest.raises(HttpError):
        claims.search(query="other words", pageToken=token).execute()


@pytest.mark.usefixtures("_inside")
def test_a_picture_leads_to_the_fact_checks_of_its_footage(claims: Any, site: str) -> None:
    found = claims.imageSearch(imageUri=f"{site}/query.mp4").execute()
    assert [one["claim"]["text"] for one in found["results"]] == [REVIEW.claim]


@pytest.mark.usefixtures("_inside")
def test_a_video_does_so_too_by_address_and_sent(
    newsroom: Newsroom, address: str, site: str, place: Path
) -> None:
    headers = {"X-API-Key": newsroom.keys["editor"], "Content-Type": "video/mp4"}
    asked = urllib.request.Request(  # noqa: S310
        f"{address}v1alpha1/claims:videoSearch?videoUri={site}/query.mp4", headers=headers
    )
    sent = urllib.request.Request(  # noqa: S310
        f"{address}v1alpha1/claims:videoSearch", (place / "query.mp4").read_bytes(), headers
    )
    for request in (asked, sent):
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
            found = json.load(answer)
        assert [one["claim"]["text"] for one in found["results"]] == [REVIEW.claim]


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.1/x.png", "file:///etc/passwd", "http://169.254.169.254/"]
)
def test_no_picture_is_fetched_from_inside(claims: Any, inside: str) -> None:
    with pytest.raises(HttpError) as refused:
        claims.imageSearch(imageUri=inside).execute()
    assert refused.value.status_code == 400


def test_without_a_key_it_says_so_as_google_does(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}v1alpha1/claims:search?query=x", timeout=20)  # noqa: S310
    with refused.value as answer:
        assert json.load(answer)["error"]["status"] == "UNAUTHENTICATED"
