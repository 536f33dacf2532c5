"""The desk's own pages: lists, adding, finding, long work, footage, fact-checks, the audit, the settings."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from firstseen import ClaimReview, Desk, Record
from firstseen.model.review import Appearance, Source
from firstseen.web import make_app
from firstseen.web.access import SESSION_COOKIE
from tests.footage import make_clip
from tests.web.newsroom import CAPTION_AR, OPEN, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

    from tests.web.newsroom import Newsroom

ATTACK = "\"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e' javascript:alert(1) {{7*7}}"
HTML = {"accept": "text/html"}


class Room:
    """A copy of the newsroom, open in a browser without scripts, in which somebody is signed in."""

    def __init__(self, newsroom: Newsroom, client: TestClient) -> None:
        self.newsroom = newsroom
        self.client = client
        self.be("mona")

    def be(self, name: str) -> None:
        self.client.cookies.set(SESSION_COOKIE, self.newsroom.token(name))

    @property
    def desk(self) -> Desk:
        return self.client.app.state.context.desk

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address, headers=HTML)
        assert answer.status_code == status, (address, answer.status_code, answer.text[:500])
        return answer.text

    def send(self, address: str, page: str, fields: dict[str, str], files: object = None) -> Response:
        """Send a form as the page `page` has it: with its token, as a form that may carry files."""
        csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get(page))[1]
        parts = [(name, (None, value)) for name, value in {**fields, "csrf": csrf}.items()]
        return self.client.post(address, files=[*parts, *(files or [])], headers=HTML, follow_redirects=False)

    def done(self, answer: Response) -> str:
        """The page of the job that a form was answered with, once it has ended."""
        assert answer.status_code == 303, answer.text[:800]
        place = answer.headers["location"]
        until_s = time.monotonic() + 60
        while time.monotonic() < until_s:
            page = self.get(place)
            if "data-message" not in page:
                return page
            assert 'http-equiv="refresh"' in page
            time.sleep(0.1)
        raise AssertionError(f"{place} did not end")


@pytest.fixture(scope="module")
def room(untouched_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    newsroom = untouched_newsroom.copy(tmp_path_factory.mktemp("room") / "desk")
    with TestClient(make_app(newsroom.folder), base_url="http://localhost") as client:
        yield Room(newsroom, client)


@pytest.fixture(autouse=True)
def as_admin(room: Room) -> None:
    room.be("mona")


class Tags(HTMLParser):
    """The start tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


PAGES = ("/cases?list=inbox", "/cases?list=published", "/add", "/add?kind=add", "/add?kind=gather", "/find", "/jobs",
         "/footage", "/reviews", "/reviews/1", "/audit", "/settings")  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_stands_in_its_frame_in_both_languages(room: Room, address: str, language: str) -> None:
    page = room.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert page.count("<h1") == 1
    assert 'href="#main"' in page
    tags = Tags(page).tags
    assert not any(name.startswith("on") or name == "style" for _, attrs in tags for name in attrs)
    assert all(attrs.get("src") for tag, attrs in tags if tag == "script")
    labels = {attrs["for"] for tag, attrs in tags if tag == "label" and "for" in attrs}
    inputs = [a for tag, a in tags if tag in {"input", "select", "textarea"} and a.get("type") != "hidden"]
    assert all(a.get("id") in labels or a.get("type") in {"checkbox", "radio"} for a in inputs)


def test_the_start_is_the_inbox_and_the_language_is_remembered(room: Room) -> None:
    assert room.client.get("/", follow_redirects=False).headers["location"] == "/cases?list=inbox"
    assert 'lang="ar" dir="rtl"' in room.get("/?lang=ar")
    assert 'lang="ar" dir="rtl"' in room.get("/audit")
    assert 'lang="en" dir="ltr"' in room.get("/cases?list=inbox&lang=en")


def test_a_reader_sees_lists_and_is_offered_nothing_that_is_refused(room: Room) -> None:
    room.be("omar")
    page = room.get("/cases?list=inbox")
    assert OPEN in page
    assert 'href="/add"' not in page
    assert 'href="/people"' not in page
    assert "403" in room.get("/add", 403)


def test_who_is_not_signed_in_is_asked_to(room: Room) -> None:
    nobody = TestClient(room.client.app, base_url="http://localhost")
    for address in ("/cases?list=inbox", "/footage", "/audit", "/settings", "/jobs"):
        answer = nobody.get(address, headers=HTML, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "address",
    ["/cases?list=nothing", "/cases?cursor=%00", "/cases?from=x", "/footage?before=x", "/audit?before=-1"],
)
def test_a_wrong_address_is_refused_with_a_page_that_says_so(room: Room, address: str) -> None:
    page = room.get(address, 400)
    assert "<h1>" in page
    assert 'href="/"' in page


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/footage/nothing",
        "/reviews/x",
        "/reviews/999999",
        "/jobs/nothing",
        "/reviews/%F0%9D%9F%99",
    ],
)
def test_what_is_not_there_is_told_in_the_interface_language(room: Room, address: str) -> None:
    assert "لا يوجد شيء هنا" in room.get(f"{address}?lang=ar", 404)
    assert "There is nothing here" in room.get(f"{address}?lang=en", 404)


@pytest.mark.parametrize("q", ['"', "*", "NEAR(", "%00", "%ED%A0%80", "a'--", "%E2%80%AE", "a" * 3000])
@pytest.mark.parametrize("address", ["/cases?list=all&q=", "/footage?q=", "/reviews?q=", "/find?text=", "/audit?who=",
                                     "/audit?subject=", "/cases?list=all&person=", "/reviews?publisher="])  # fmt: skip
def test_hostile_words_are_only_words(room: Room, address: str, q: str) -> None:
    answer = room.client.get(address + q, headers=HTML)
    assert answer.status_code in {200, 400}


def test_a_claim_is_added_with_its_footage_and_its_case_is_found_in_the_inbox(room: Room) -> None:
    room.be("lina")
    footage = [("files", ("نسخة.mp4", room.newsroom.reposted.read_bytes(), "video/mp4"))]
    fields = {
        "kind": "check",
        "caption": CAPTION_AR,
        "posted": "2024-12-06",
        "claimant": "@who",
        "keep": "no",
    }
    page = room.done(room.send("/add", "/add", fields, footage))
    case_id = re.search(r'href="/cases/(case-\d+)"', page)[1]
    listed = room.get(f"/cases?list=inbox&q={quote('القافله جنود')}")
    assert case_id not in listed
    listed = room.get(f"/cases?list=inbox&q={quote('قافله جنود')}")
    assert case_id in listed
    assert "2016-03-04" in listed
    assert 'class="veiled" src="/stills/' in listed


def test_a_form_that_cannot_be_used_comes_back_with_what_was_typed(room: Room) -> None:
    fields = {
        "kind": "check",
        "caption": "A bridge falls",
        "posted": "the day before nothing",
        "claimant": "@x",
    }
    answer = room.send("/add", "/add", fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "A bridge falls</textarea>" in answer.text
    assert 'value="the day before nothing"' in answer.text
    for wrong in (
        {"kind": "check", "caption": " "},
        {"kind": "add"},
        {"kind": "gather", "what": "reviews"},
        {"kind": "gather", "what": "x"},
        {"kind": "add", "address": "file:///etc/passwd"},
        {"kind": "nothing"},
    ):
        assert room.send("/add", "/add", wrong).status_code == 400, wrong


def test_a_folder_comes_in_with_its_sheet(room: Room, tmp_path: Path) -> None:
    clips = [make_clip(tmp_path / f"bulk-{number}.mp4", seconds=2, seed=40 + number) for number in (1, 2)]
    sheet = "file,published,place,source\nbulk-1.mp4,2019-05,Idlib,A\nbulk-2.mp4,2018,Gaza,B\n"
    files = [("files", (clip.name, clip.read_bytes(), "video/mp4")) for clip in clips]
    files.append(("sheet", ("sheet.csv", sheet.encode(), "text/csv")))
    answer = room.send("/add", "/add?kind=add", {"kind": "add", "published_basis": "agency record"}, files)
    assert answer.headers["location"] == "/jobs"
    until_s = time.monotonic() + 60
    while room.client.app.state.context.queue.jobs(states=("waiting", "running")):
        assert time.monotonic() < until_s
        time.sleep(0.1)
    page = room.get("/footage?q=Idlib")
    assert "bulk-1.mp4" in page
    assert "bulk-2.mp4" not in page
    assert "2019-05" in page
    wrong = [("files", (clips[0].name, clips[0].read_bytes(), "video/mp4"))]
    wrong.append(("sheet", ("sheet.csv", b"file,published\nelsewhere.mp4,2019\n", "text/csv")))
    answer = room.send("/add", "/add?kind=add", {"kind": "add"}, wrong)
    assert answer.status_code == 400
    assert "elsewhere.mp4" in answer.text


def test_footage_is_looked_for_without_being_added(room: Room) -> None:
    footage = [("files", ("again.mp4", room.newsroom.reposted.read_bytes(), "video/mp4"))]
    before = room.desk.size
    page = room.done(room.send("/find", "/find", {}, footage))
    assert f'href="/footage/{room.newsroom.media_id}"' in page
    assert room.desk.size == before
    assert room.send("/find", "/find", {}).status_code == 400


def test_a_form_without_its_token_does_nothing(room: Room) -> None:
    before = len(room.client.app.state.context.queue.jobs())
    answer = room.client.post("/add", data={"kind": "check", "caption": "forged"}, headers=HTML)
    assert answer.status_code == 403
    assert len(room.client.app.state.context.queue.jobs()) == before


def test_footage_is_deleted_by_an_editor_who_means_it(room: Room, tmp_path: Path) -> None:
    added = room.desk.add(make_clip(tmp_path / "gone.mp4", seconds=2, seed=77), place="Nowhere")
    sent = room.desk.folder / "uploads" / added.media_id / "gone.mp4"
    sent.parent.mkdir(parents=True)
    sent.write_bytes(b"as it was sent")
    address = f"/footage/{added.media_id}"
    room.be("ali")
    assert "/delete" not in room.get(address)
    assert room.send(f"{address}/delete", "/account", {"sure": "yes"}).status_code == 403
    room.be("sara")
    assert room.send(f"{address}/delete", address, {}).status_code == 400
    answer = room.send(f"{address}/delete", address, {"sure": "yes"})
    assert answer.status_code == 303
    assert not sent.exists()
    assert "gone.mp4 was deleted" in room.get("/footage?lang=en")
    room.get(address, 404)
    assert "delete media" in room.get("/audit?what=delete+media")


def test_nothing_from_outside_becomes_markup(room: Room, tmp_path: Path) -> None:
    record = dict.fromkeys(("url", "place", "actors", "event", "caption", "source"), ATTACK)
    clip = make_clip(tmp_path / "plain.mp4", seconds=2, seed=88)
    added = room.desk.add(clip, **record, published="2019", added_by=ATTACK)
    case = room.desk.check(
        clip, caption=ATTACK, posted="2024-12-05", claimant=ATTACK, url=ATTACK, by=ATTACK,
        sightings=[Record(ATTACK, url="javascript:alert(1)", place=ATTACK)],
    )  # fmt: skip
    case.decide("misleading", by=ATTACK, reason=ATTACK)
    review = ClaimReview(
        "javascript:alert(1)//x", "javascript:alert(1)", ATTACK, ATTACK, text=ATTACK, publisher=ATTACK,
        rating=ATTACK, claimant=ATTACK, appearances=(Appearance("javascript:alert(2)", caption=ATTACK),),
        sources=(Source(ATTACK, "data:text/html,x"),), corrections=(ATTACK,),
    )  # fmt: skip
    room.desk.gather_reviews([review], ATTACK)
    number = room.desk.archive.browsing.number_of(review.id)
    asked = quote(ATTACK)
    room.client.app.state.context.queue.submit(
        "check", ATTACK, {"caption": ATTACK, "posted": ATTACK, "by": ATTACK}
    )
    for address in (
        "/cases?list=all", f"/cases?list=all&q={asked}&rating={asked}&language={asked}&person={asked}",
        "/footage", f"/footage?q={asked}", f"/footage/{added.media_id}", "/reviews", f"/reviews/{number}",
        f"/reviews?q={asked}", f"/reviews?publisher={asked}", f"/find?text={asked}", "/jobs", "/audit",
        f"/audit?who={asked}&subject={asked}&what={asked}", f"/add?caption={asked}&address={asked}",
        f"/nowhere/{asked}",
    ):  # fmt: skip
        page = room.client.get(address, headers=HTML).text
        assert "<script>" not in page, address
        assert "49" not in re.findall(r"alert\(1\) (\d+)", page), address
        tags = Tags(page).tags
        assert not any(name.startswith("on") for _, attrs in tags for name in attrs), address
        links = [attrs.get("href") or attrs.get("src") or "" for _, attrs in tags]
        assert not any(link.strip().lower().startswith(("javascript:", "data:")) for link in links), address


def test_the_audit_says_whether_its_chain_is_whole(room: Room) -> None:
    answer = room.send("/audit?lang=en", "/audit", {"expected": ""})
    assert "The chain is whole" in answer.text
    answer = room.send("/audit?lang=en", "/audit", {"expected": "0" * 64})
    assert "The chain is broken" in answer.text
    assert 'href="/cases/case-1"' in room.get("/audit?subject=case-1")
    assert PASSWORD not in room.get("/audit")


def test_settings_show_what_holds_and_what_it_means(room: Room) -> None:
    page = room.get("/settings")
    assert "describe" in page
    assert "FIRSTSEEN_WEB_UPLOAD_MB" in page
