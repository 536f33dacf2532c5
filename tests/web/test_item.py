"""The page of a case by plain forms: what every tab shows, every decision, what is refused beside its field."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from firstseen import Desk
from firstseen.web import make_app
from firstseen.web.access import SESSION_COOKIE
from firstseen.web.item.page import TABS
from firstseen.web.pages.item import UNCOVERED
from tests.web.newsroom import CAPTION, CAPTION_AR, OPEN, PUBLISHED, Newsroom

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202e{{7*7}}"
OTHER = "case-3"


class Visitor:
    """Somebody at a browser without scripts."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client = client
        self.cookies = {SESSION_COOKIE: token}
        page = self.get(f"/cases/{OPEN}")
        self.csrf = re.findall(r'name="csrf" value="(\w+)"', page)[0]

    def get(self, address: str, status: int = 200) -> str:
        self.client.cookies.clear()
        self.client.cookies.update(self.cookies)
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text[:500]
        return answer.text

    def post(self, address: str, status: int = 303, **fields: str) -> str:
        """Where it leads, or the page that refuses."""
        self.client.cookies.clear()
        self.client.cookies.update(self.cookies)
        answer = self.client.post(address, data={"csrf": self.csrf, **fields}, follow_redirects=False)
        assert answer.status_code == status, answer.text[:2000]
        self.cookies |= dict(answer.cookies)
        return answer.headers["location"] if status == 303 else answer.text


@pytest.fixture(scope="module")
def room(untouched_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    copied = untouched_newsroom.copy(tmp_path_factory.mktemp("item") / "desk")
    with Desk(copied.folder) as desk:
        made = desk.check(
            caption=f"{HOSTILE} in Homs yesterday", claimant=HOSTILE, url=f"javascript:{HOSTILE}", by="ali"
        )
        assert made.id == OTHER
    return copied


@pytest.fixture(scope="module")
def client(room: Newsroom) -> Iterator[TestClient]:
    with TestClient(make_app(room.folder), base_url="http://127.0.0.1") as opened:
        yield opened


@pytest.fixture(scope="module")
def ali(client: TestClient, room: Newsroom) -> Visitor:
    return Visitor(client, room.token("ali"))


@pytest.fixture(scope="module")
def desk(client: TestClient) -> Desk:
    return client.app.state.context.desk


def subjects(desk: Desk, kind: str, case_id: str = OPEN) -> list[str]:
    return [name for name in desk.case(case_id).subjects() if name.startswith(f"{kind}:")]


@pytest.mark.parametrize("case_id", [OPEN, PUBLISHED, OTHER])
@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_tab_of_every_kind_of_case_answers(ali: Visitor, case_id: str, tab: str, lang: str) -> None:
    page = ali.get(f"/cases/{case_id}?tab={tab}&lang={lang}")
    assert f'<html lang="{lang}"' in page
    assert f"<bdi>{case_id}</bdi>" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "49 in Homs" not in page
    assert not re.search(r">\s*None\s*<", page)


def test_an_unknown_tab_is_the_overview_and_an_unknown_case_is_refused(ali: Visitor) -> None:
    assert CAPTION in html.unescape(ali.get(f"/cases/{OPEN}?tab=../../etc"))
    ali.get("/cases/case-99999", 404)
    ali.get(f"/cases/{quote(chr(0) + 'case-1')}", 404)
    ali.get(f"/cases/{OPEN}?segment=-1", 422)
    assert "convoy" in ali.get(f"/cases/{OPEN}?tab=compare&segment=99999")


def test_the_compare_tab_shows_pairs_without_scripts_and_the_geometry_for_them(ali: Visitor) -> None:
    page = ali.get(f"/cases/{PUBLISHED}?tab=compare&lang=en")
    pictures = re.findall(r'src="(/stills/[0-9a-f]{64}/[\d.]+\.jpg)"', page)
    assert len(pictures) >= 4
    for address in pictures[:2]:
        assert ali.client.get(address).headers["content-type"] == "image/jpeg"
    assert "&#34;mirrored&#34;: true" in page
    assert "⇋ mirrored" in page
    told = re.sub(r"<[^>]+>", "", page)
    assert re.search(r"query \d+\.\d–\d+\.\d s = reference \d+\.\d–\d+\.\d s, ×1\.00", told)


def test_a_slot_is_edited_and_what_cannot_be_read_is_told_beside_it(ali: Visitor, desk: Desk) -> None:
    before = len(desk.case(OPEN).decisions())
    page = ali.post(
        f"/cases/{OPEN}/settle",
        400,
        subject="slot:when",
        action="edit",
        value='the day <"x">',
        reason="why",
        tab="claim",
    )
    assert 'id="slot-when-edit-error"' in page
    assert (
        'value="the day &lt;&#34;x&#34;&gt;" aria-invalid="true" aria-describedby="slot-when-edit-error"'
        in page
    )
    assert 'value="why"' in page
    assert len(desk.case(OPEN).decisions()) == before
    where = ali.post(
        f"/cases/{OPEN}/settle", subject="slot:when", action="edit", value="2016-03-04", tab="claim"
    )
    assert where == f"/cases/{OPEN}?tab=claim#slot-when"
    page = ali.get(where)
    assert 'id="slot-when"' in page
    assert "4 March 2016" in page
    assert ali.post(f"/cases/{OPEN}/undo", subject="slot:when", tab="claim") == where
    assert desk.case(OPEN).claim().reading.when[0].date.iso != "2016-03-04"
    assert [one.action for one in desk.case(OPEN).decisions()[before:]] == ["edit", "undo"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"subject": "slot:when", "action": "reject", "reason": "  "}, "a rejection needs a reason"),
        ({"subject": "slot:when", "action": "explode"}, "is no decision"),
        ({"subject": "nothing", "action": "accept"}, "names nothing to decide on"),
        ({"subject": "slot:what", "action": "edit", "value": ";;"}, "needs a value"),
        ({"subject": "slot:who", "action": "edit", "value": "x" * 200_000}, "characters"),
        ({}, "is no decision"),
    ],
)
def test_what_is_no_decision_is_refused_with_the_reason(
    ali: Visitor, desk: Desk, fields: dict[str, str], told: str
) -> None:
    before = desk.case(OPEN).decisions()
    page = ali.post(f"/cases/{OPEN}/settle", 400, tab="claim", **fields)
    assert told in html.unescape(page)
    assert desk.case(OPEN).decisions() == before


def test_a_match_is_rejected_remembered_and_taken_back(ali: Visitor, desk: Desk) -> None:
    subject = subjects(desk, "match")[0]
    ali.post(f"/cases/{OPEN}/settle", subject=subject, action="reject", reason=HOSTILE, tab="compare")
    page = ali.get(f"/cases/{OPEN}?tab=compare&lang=en")
    assert "✕ rejected" in page
    assert HOSTILE in html.unescape(page)
    assert HOSTILE not in page
    assert desk.case(OPEN).history().rejected
    ali.post(f"/cases/{OPEN}/undo", subject=subject, tab="compare")
    assert not desk.case(OPEN).history().rejected
    page = ali.post(f"/cases/{OPEN}/undo", 400, subject=subject, tab="compare")
    assert "there is no decision to undo" in page


def test_a_fact_check_and_a_finding_are_settled(ali: Visitor, desk: Desk) -> None:
    review = subjects(desk, "review")[0]
    assert "example.org/convoy" in ali.get(f"/cases/{OPEN}?tab=reviews")
    ali.post(f"/cases/{OPEN}/settle", subject=review, action="reject", reason="another convoy", tab="reviews")
    page = ali.get(f"/cases/{OPEN}?tab=reviews&lang=en")
    assert "Rejected, and remembered" in page
    assert "another convoy" in page
    finding = next(name for name in subjects(desk, "finding") if ":when:" in name)
    ali.post(f"/cases/{OPEN}/settle", subject=finding, action="edit", value="unknown: not sure", tab="claim")
    assert "not sure" in ali.get(f"/cases/{OPEN}?tab=claim")
    page = ali.get(f"/cases/{OPEN}/log?lang=en")
    assert "Undo the last decision" in page
    ali.post(f"/cases/{OPEN}/undo")
    ali.post(f"/cases/{OPEN}/undo")
    assert desk.case(OPEN).footage_reviews() or desk.case(OPEN).reviews()


def test_a_verdict_is_given_and_stays_beside_the_next(ali: Visitor, desk: Desk) -> None:
    page = ali.post(f"/cases/{OTHER}/decide", 400, rating="nonsense", reason=HOSTILE)
    assert "there is no rating" in page
    assert HOSTILE in html.unescape(page)
    assert HOSTILE not in page
    assert ali.post(f"/cases/{OTHER}/decide", 400, rating="doubtful").count('id="decide-error"') == 1
    where = ali.post(
        f"/cases/{OTHER}/decide", rating="doubtful", category="StagedContent", reason="no footage"
    )
    assert where == f"/cases/{OTHER}#verdict"
    ali.post(f"/cases/{OTHER}/decide", rating="true", category="OriginalMediaContent")
    page = ali.get(f"/cases/{OTHER}?lang=en")
    assert page.index("<strong>True</strong>") < page.index("no footage")
    assert "مشكوك فيه" in ali.get(f"/cases/{OTHER}?lang=ar")
    assert [one.by for one in desk.case(OTHER).case.verdicts] == ["ali", "ali"]
    assert "decide" in ali.get(f"/cases/{OTHER}?tab=log")


def test_readers_see_no_forms_and_may_not_use_them(client: TestClient, room: Newsroom) -> None:
    omar = Visitor(client, room.token("omar"))
    for tab in ("claim", "compare", "reviews", "log", "overview"):
        page = omar.get(f"/cases/{OPEN}?tab={tab}")
        assert "/settle" not in page
        assert "/decide" not in page
        assert "/undo" not in page
    for verb in ("settle", "undo", "decide"):
        omar.post(f"/cases/{OPEN}/{verb}", 403, subject="slot:when", action="accept", rating="true")
    omar.csrf = "0" * 64
    omar.post(f"/cases/{OPEN}/cover", 403, show="yes")


def test_footage_is_covered_until_somebody_asks_for_it(client: TestClient, room: Newsroom) -> None:
    sara = Visitor(client, room.token("sara"))
    page = sara.get(f"/cases/{PUBLISHED}")
    assert 'data-covered="yes"' in page
    assert re.search(r"<video[^>]* muted ", page)
    assert sara.post(f"/cases/{PUBLISHED}/cover", show="yes", to=f"/cases/{PUBLISHED}?tab=compare").endswith(
        "compare"
    )
    assert 'data-covered="no"' in sara.get(f"/cases/{PUBLISHED}")
    assert 'data-covered="yes"' in sara.get(f"/cases/{OPEN}")
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil", "/cases/../../x", "javascript:1"):
        assert sara.post(f"/cases/{OPEN}/cover", every="yes", to=elsewhere) == f"/cases/{OPEN}"
    assert 'data-covered="no"' in sara.get(f"/cases/{OPEN}")
    sara.post(f"/cases/{OPEN}/cover", show="")
    assert 'data-covered="yes"' in sara.get(f"/cases/{OPEN}")
    sara.cookies[UNCOVERED] = "all<script>.case-x." + "." * 2000
    assert 'data-covered="yes"' in sara.get(f"/cases/{OPEN}")


def test_the_claim_is_marked_where_it_was_read(ali: Visitor) -> None:
    page = ali.get(f"/cases/{OPEN}?tab=claim&lang=en")
    assert re.search(r'<mark class="slot-where"[^>]*>Homs<span class="hidden"> \(Where\)</span></mark>', page)
    assert '<blockquote class="claim-text" dir="auto">' in page
    assert '<q dir="auto">Homs</q>' in page


def test_an_arabic_caption_stands_in_its_own_direction(ali: Visitor, desk: Desk) -> None:
    made = desk.check(caption=CAPTION_AR, posted="2024-12-05", by="ali")
    page = ali.get(f"/cases/{made.id}?lang=en")
    assert f"<h1><bdi>{CAPTION_AR}</bdi></h1>" in page
    assert "No footage belongs to this case." in page


def test_the_addresses_of_a_case_leak_no_path_of_the_machine(ali: Visitor, room: Newsroom) -> None:
    for tab in TABS:
        assert str(Path(room.folder).parent) not in ali.get(f"/cases/{OPEN}?tab={tab}")
