"""Footage and its kept pictures over HTTP: only what they are, only whole or in the parts asked for."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from firstseen import Desk, NotFound
from firstseen.archive.stillpack import MOST, forget_stills, keep_stills, kept_stills
from firstseen.model.media import Media
from firstseen.web import make_app
from firstseen.web.access import SESSION_COOKIE
from firstseen.web.pages.media import type_of
from tests.footage import make_clip
from tests.web.newsroom import OPEN, Newsroom


@pytest.fixture(scope="module")
def room(untouched_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return untouched_newsroom.copy(tmp_path_factory.mktemp("media") / "desk")


@pytest.fixture(scope="module")
def client(room: Newsroom) -> Iterator[TestClient]:
    with TestClient(make_app(room.folder), base_url="http://127.0.0.1") as opened:
        opened.cookies.set(SESSION_COOKIE, room.token("omar"))
        yield opened


@pytest.fixture(scope="module")
def desk(client: TestClient) -> Desk:
    return client.app.state.context.desk


@pytest.fixture(scope="module")
def query(desk: Desk) -> Media:
    return desk.case(OPEN).case.query.media


def part(client: TestClient, media_id: str, wanted: str) -> httpx2.Response:
    return client.get(f"/media/{media_id}", headers={"Range": wanted})


def test_the_footage_of_a_case_is_sent_as_it_lies(client: TestClient, query: Media) -> None:
    answer = client.get(f"/media/{query.id}")
    assert hashlib.sha256(answer.content).hexdigest() == query.id
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith('inline; filename="convoy-post.mp4"')
    assert "sandbox" in answer.headers["content-security-policy"]
    head = client.head(f"/media/{query.id}")
    assert (head.content, int(head.headers["content-length"])) == (b"", query.size_bytes)


def test_parts_of_it_are_sent_as_they_are_asked_for(client: TestClient, query: Media) -> None:
    whole, size = client.get(f"/media/{query.id}").content, query.size_bytes
    for wanted, start, end in (
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        (f"bytes={size - 1}-", size - 1, size),
        ("bytes=-5", size - 5, size),
        (f"bytes=10-{size * 9}", 10, size),
    ):
        answer = part(client, query.id, wanted)
        assert (answer.status_code, answer.content) == (206, whole[start:end]), wanted
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
    assert part(client, query.id, f"bytes={size}-").status_code == 416
    for wrong in ("bytes=9-3", "bytes=x-y", "elephants=1-2", "bytes=", "bytes=--1"):
        assert part(client, query.id, wrong).status_code in {200, 400, 416}, wrong
    several = part(client, query.id, "bytes=0-1,4-5")
    assert several.status_code == 206
    assert len(several.content) < 1000


@pytest.mark.parametrize(
    "address",
    [
        "/media/..%2f..%2fdesk.toml",
        "/media/%2e%2e/records.sqlite",
        "/media/records.sqlite",
        f"/media/{'0' * 64}",
        f"/media/{'A' * 64}",
        "/media/%00",
        f"/stills/{'0' * 63}%0a/index.json",
        "/stills/../footage/index.json",
    ],
)
def test_no_other_file_is_reached(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "SQLite" not in answer.text


def test_who_is_not_signed_in_sees_nothing(client: TestClient, query: Media) -> None:
    for address in (f"/media/{query.id}", f"/stills/{query.id}/1.jpg", f"/stills/{query.id}/index.json"):
        request = client.build_request("GET", address, headers={"Cookie": ""})
        answer = client.send(request, follow_redirects=False)
        assert answer.status_code in {303, 401}
        assert not re.search(b"ftyp|JFIF|times", answer.content)


def test_a_file_that_was_changed_is_footage_no_more(
    client: TestClient, desk: Desk, query: Media, tmp_path: Path
) -> None:
    copied = Path(shutil.copy(desk.media_file(query.id), tmp_path / "post.mp4"))
    other = make_clip(tmp_path / "other.mp4", seconds=1, seed=77)
    made = desk.check(other, caption="Something in Homs yesterday", by="ali")
    media_id = made.case.query.media.id
    assert client.get(f"/media/{media_id}").status_code == 200
    before = other.read_bytes()
    other.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    os.utime(other, ns=(1, 1))
    assert client.get(f"/media/{media_id}").status_code == 404
    other.write_bytes(before)
    assert client.get(f"/media/{media_id}").status_code == 200
    other.unlink()
    assert client.get(f"/media/{media_id}").status_code == 404
    assert client.get(f"/stills/{media_id}/index.json").json()["play"] == ""
    other.mkdir()
    assert client.get(f"/media/{media_id}").status_code == 404
    sent = desk.folder / "uploads" / query.id
    sent.mkdir(parents=True)
    shutil.copy(copied, sent / "sent.mp4")
    assert desk.media_file(query.id) == sent / "sent.mp4"


def test_the_nearest_kept_picture_is_sent(client: TestClient, desk: Desk, query: Media) -> None:
    told = client.get(f"/stills/{query.id}/index.json").json()
    assert told["play"] == f"/media/{query.id}"
    assert told["times"] == sorted(told["times"])
    stills = desk.stills(query.id)
    for wanted, index in ((-5, 0), (told["times"][1] + 0.01, 1), (1e9, len(stills) - 1)):
        answer = client.get(f"/stills/{query.id}/{wanted}.jpg")
        assert answer.content == stills.jpeg(index)
        assert answer.headers["content-type"] == "image/jpeg"
    for wrong in ("nan", "inf", "-inf", "1e999", "x", "0x1"):
        answer = client.get(f"/stills/{query.id}/{wrong}.jpg")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "image/svg+xml")
        assert answer.text.startswith("<svg")


def test_pictures_of_what_was_only_checked_are_there_after_a_restart(room: Newsroom, query: Media) -> None:
    with Desk(room.folder) as again:
        assert not again.archive.has(query.id)
        assert len(again.stills(query.id)) >= 5
        with pytest.raises(NotFound):
            again.stills("0" * 64)


def test_pictures_are_kept_once_thinned_and_forgotten(desk: Desk, query: Media, tmp_path: Path) -> None:
    stills = desk.stills(query.id)
    count = len(stills)
    many = replace(
        stills,
        times_s=stills.times_s.repeat(MOST),
        offsets=stills.offsets[[*([0, 1] * (count * MOST // 2)), 1]],
    )
    keep_stills(tmp_path, query.id, stills)
    keep_stills(tmp_path, query.id, stills)
    kept = kept_stills(tmp_path, query.id)
    assert kept is not None
    assert [kept.jpeg(n) for n in range(count)] == [stills.jpeg(n) for n in range(count)]
    keep_stills(tmp_path, "ab" * 32, many)
    thinned = kept_stills(tmp_path, "ab" * 32)
    assert thinned is not None
    assert len(thinned) <= MOST
    (tmp_path / "stills" / query.id[:2] / query.id / "stills.npz").write_bytes(b"PK broken")
    assert kept_stills(tmp_path, query.id) is None
    forget_stills(tmp_path, query.id)
    assert not (tmp_path / "stills" / query.id[:2] / query.id).exists()
    assert not list((tmp_path / "stills").rglob(".part-*"))


@pytest.mark.parametrize(
    ("kind", "container", "type_"),
    [
        ("video", "mov,mp4,m4a,3gp,3g2,mj2", "video/mp4"),
        ("video", "matroska,webm", "video/webm"),
        ("video", "avi", "application/octet-stream"),
        ("sound", "mp3", "audio/mpeg"),
        ("still", "jpeg", "image/jpeg"),
        ("still", "svg", "application/octet-stream"),
        ("still", "html", "application/octet-stream"),
    ],
)
def test_the_type_is_what_decoding_found(query: Media, kind: str, container: str, type_: str) -> None:
    assert type_of(replace(query, kind=kind, container=container)) == type_  # type: ignore[arg-type]
