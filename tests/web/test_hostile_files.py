"""Files that are not what they say, sent to a served desk: each is one failed job, and the desk goes on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_bad_input import BAD_FILES
from tests.web.serving import Served, serve
from tests.web.visiting import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.web.newsroom import Newsroom

PAGE = b"<!doctype html><title>x</title><script>window.hacked=1</script>"
SENT = ("truncated.mp4", "text.mp4", "noise.mp4", "onepixel.png", "tenhours.mp4", "bomb.png", "subtitles.mkv")


@pytest.fixture(scope="module")
def newsroom(untouched_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return untouched_newsroom.copy(tmp_path_factory.mktemp("files") / "desk")


@pytest.fixture(scope="module")
def served(newsroom: Newsroom) -> Iterator[Served]:
    with serve(newsroom.folder) as running:
        yield running


def upload(visitor: Visitor, name: str, content: bytes) -> str:
    sent = visitor.send(
        "POST", f"/api/v1/uploads?name={name}", content, "application/octet-stream", **visitor.token_header()
    )
    assert sent.status == 201, sent.text
    return str(sent.json()["upload"])


def ended(visitor: Visitor, answer: dict[str, str]) -> dict[str, object]:
    for _ in range(600):
        job = visitor.get(f"/api/v1/jobs/{answer['job']}").json()
        if job["state"] not in {"waiting", "running"}:
            return dict(job)
        time.sleep(0.1)
    raise AssertionError(f"the job did not end: {answer}")


def test_each_bad_file_is_one_failed_job_and_the_desk_goes_on(
    newsroom: Newsroom, served: Served, tmp_path: Path
) -> None:
    with Visitor(served.url, cookie=newsroom.token("lina")) as lina:
        waiting = {}
        for name in SENT:
            BAD_FILES[name](tmp_path / name)
            found = upload(lina, name, (tmp_path / name).read_bytes())
            waiting[name] = lina.post_json("/api/v1/footage", {"upload": found}).json()
        for name, job in waiting.items():
            done = ended(lina, job)
            error = done["error"]
            assert done["state"] == "failed", (name, done)
            assert name in error["message"], error
            assert error["status"] < 500, error
            assert "unexpectedly" not in error["message"]
            assert str(newsroom.folder) not in error["message"]
            page = lina.get(f"/jobs/{done['job']}")
            assert page.status == 200
            assert name in page.text
        good = upload(lina, "good.mp4", newsroom.reposted.read_bytes())
        assert ended(lina, lina.post_json("/api/v1/footage", {"upload": good}).json())["state"] == "done"


def test_an_upload_is_never_taken_for_a_page(newsroom: Newsroom, served: Served) -> None:
    with Visitor(served.url, cookie=newsroom.token("lina")) as lina:
        for name in ("page.html", "page.svg", "page.mp4"):
            found = upload(lina, name, PAGE)
            for path in (f"/media/{found}", f"/uploads/{found}/{name}", f"/pictures/{found}.svg"):
                answer = lina.get(path)
                assert answer.headers["x-content-type-options"] == "nosniff"
                assert not (answer.status == 200 and "html" in answer.headers["content-type"]), path
                assert not (answer.status == 200 and "svg" in answer.headers["content-type"]), path


def test_no_page_can_be_framed_or_guessed_at(newsroom: Newsroom, served: Served) -> None:
    paths = [
        "/",
        "/sign-in",
        "/cases",
        "/cases/case-1",
        "/cases/case-1/draft",
        "/nothing",
        "/static/desk.css",
    ]
    with Visitor(served.url, cookie=newsroom.token("mona")) as mona, Visitor(served.url) as nobody:
        for answer in (*(mona.get(path) for path in paths), *(nobody.get(path) for path in paths)):
            told = answer.headers
            assert told["x-content-type-options"] == "nosniff", answer.path
            assert "frame-ancestors 'none'" in told["content-security-policy"], answer.path
            assert told.get("x-frame-options") == "DENY", answer.path
            assert "server" not in told
            assert "unsafe" not in told["content-security-policy"]
