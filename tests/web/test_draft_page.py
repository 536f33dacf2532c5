"""The page of an article: drafted, edited by two people, refused, published, corrected, withdrawn, by plain forms."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from firstseen import Desk
from firstseen.web import make_app
from firstseen.web.access import SESSION_COOKIE
from tests.desk.test_casework import Newsroom, matched

PASSWORD = "seven brown horses on a wet road"  # noqa: S105 - of accounts that live for one test
PAGE = "/cases/case-1/draft"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


TOKENS: dict[str, str] = {}
"""Signing in takes time on purpose: once for each person of the newsroom."""


class Form(HTMLParser):
    """The fields of the forms of a page by the form's address, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._fields: dict[str, str] = {}
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append((tag, held))
        name = held.get("name") or ""
        if tag == "form":
            self._fields = self.forms[held.get("action") or ""] = {}
        elif tag == "input" and name and held.get("type") != "checkbox":
            self._fields[name] = held.get("value") or ""
        elif tag == "textarea" and name:
            self._area, self._fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in held or self._select not in self._fields):
            self._fields[self._select] = held.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


class Visitor:
    """Somebody at a browser without scripts."""

    def __init__(self, client: TestClient, name: str) -> None:
        self.client = client
        self.token = TOKENS[name]

    def get(self, address: str = PAGE, status: int = 200) -> str:
        self._become()
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text[:2000]
        return answer.text

    def send(self, to: str, /, status: int = 200, page: str | None = None, **changed: str) -> str:
        """Fill in the form with this address on the page and send it; redirects are followed."""
        fields = Form(page or self.get()).forms[f"{PAGE}{to}"] | changed
        self._become()
        answer = self.client.post(f"{PAGE}{to}", data=fields)
        assert answer.status_code == status, answer.text[:2000]
        return answer.text

    def _become(self) -> None:
        self.client.cookies.clear()
        self.client.cookies.set(SESSION_COOKIE, self.token)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(tmp_path_factory.mktemp("draft-page"))
    with Desk(made.desk) as desk:
        case = desk.case("case-1")
        case.accept(f"match:{matched(case, 'cut.mp4')}", by="mona")
        case.decide("misleading", by="mona")
        for name, role in (("mona", "editor"), ("omar", "editor"), ("rita", "reviewer"), ("read", "reader")):
            desk.add_account(name, PASSWORD, role)  # type: ignore[arg-type]
            TOKENS[name] = desk.sign_in(name, PASSWORD)
    return made


@pytest.fixture
def client(room: Newsroom, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(make_app(room.copy(tmp_path)), base_url="http://127.0.0.1") as opened:
        yield opened


@pytest.fixture
def mona(client: TestClient) -> Visitor:
    return Visitor(client, "mona")


def desk_of(client: TestClient) -> Any:
    return client.app.state.context.desk  # type: ignore[attr-defined]


def test_from_no_article_to_a_page_that_readers_get_and_back(client: TestClient, mona: Visitor) -> None:
    assert "There is no article yet" in mona.get()
    page = mona.send("/new")
    assert "The draft is made" in page
    assert "Version 1 by" in page
    page = mona.send(
        "", title_en="A better title", source_name_3="An archive", source_url_3="https://e.org/a"
    )
    assert "Saved as a new version" in page
    kept = desk_of(client).article("case-1")
    assert (kept.version, kept.by, kept.editions[0].title) == (2, "mona", "A better title")
    assert [source.id for source in kept.sources] == ["s1", "s2", "p1", "e1"]
    page = mona.send("/publish")
    assert "Published, and the site is written" in page
    site = desk_of(client).folder / "site"
    assert list(site.rglob(f"*{kept.slug}*"))
    assert "readonly" in dict(next(a for t, a in Form(page).tags if a.get("name") == "slug"))
    page = mona.send("/correct", 400, note="", note_ar="")
    assert "give both notes" in page
    page = mona.send("/correct", note="It was July.", note_ar="كان يوليو.")
    assert "The change is published" in page
    assert "It was July." in page
    page = mona.send("/withdraw", note="Wrong.", note_ar="خطأ.")
    assert "Withdrawn; the page says so" in page
    assert [one.change for one in desk_of(client).publication_history("case-1")] == [
        "published",
        "corrected",
        "withdrawn",
    ]


def test_what_two_people_type_at_once_is_shown_to_the_second_and_nothing_is_lost(
    client: TestClient, mona: Visitor
) -> None:
    mona.send("/new")
    stale = mona.get()
    Visitor(client, "rita").send("", title_en="The title by Rita")
    page = mona.send("", 409, page=stale, title_en="The title by Mona", body_ar="نص منى")
    assert "The title by Mona" in page
    assert "نص منى" in page
    assert "The title by Rita" in page
    assert desk_of(client).article("case-1").version == 2
    page = mona.send("", page=page)
    kept = desk_of(client).article("case-1")
    assert (kept.version, kept.editions[0].title, kept.editions[1].body) == (3, "The title by Mona", "نص منى")


def test_a_preview_keeps_nothing_and_shows_what_was_typed(client: TestClient, mona: Visitor) -> None:
    mona.send("/new")
    body = f"## The Claim\n\nNobody says this.\n\n{HOSTILE} [a](javascript:alert(3)) [b](data:text/html,x)"
    page = mona.send("", action="preview", body_en=body)
    assert "Nothing was saved" in page
    assert "This sentence names no source: Nobody says this." in page
    assert "HTML is shown as text" in page
    assert "A link of this kind is taken out" in page
    assert desk_of(client).article("case-1").version == 1
    part = mona.send(
        "/preview", page=page.replace(f'action="{PAGE}"', f'action="{PAGE}/preview"'), body_en=body
    )
    assert "<html" not in part
    assert 'id="remarks"' in part
    assert 'id="preview"' in part


def test_what_is_taken_out_stays_out_over_a_preview_and_the_rest_keeps_its_words(
    client: TestClient, mona: Visitor
) -> None:
    mona.send("/new")
    before = desk_of(client).article("case-1").pictures
    page = mona.send("", action="preview", **{"picture_drop_side-by-side": "1", "source_drop_1": "1"})
    mona.send("", page=page)
    kept = desk_of(client).article("case-1")
    assert kept.pictures == before[1:]
    assert [source.id for source in kept.sources] == ["s1", "p1"]


@pytest.mark.parametrize(
    "field", ["title_en", "summary_ar", "body_en", "body_ar", "source_name_0", "picture_alt_timeline"]
)
def test_nothing_that_is_typed_can_run(mona: Visitor, field: str) -> None:
    mona.send("/new")
    before = {tag for tag, _ in Form(mona.get()).tags}
    page = mona.send("", **{field: f"\"'></textarea>{HOSTILE}"})
    made = Form(page)
    assert {tag for tag, _ in made.tags} <= before | {"code", "pre", "em"}
    scripts = [held for tag, held in made.tags if tag == "script"]
    assert all(str(held.get("src")).startswith("/static/") for held in scripts)
    assert not [held for _, held in made.tags if any(name.startswith("on") for name in held)]
    assert HOSTILE not in page


def test_what_is_refused_is_said_with_what_was_typed(client: TestClient, mona: Visitor) -> None:
    mona.send("/new")
    page = mona.send("", 400, source_url_0="javascript:alert(1)", title_en="Typed with care")
    assert "is no address of the web" in page
    assert "Typed with care" in page
    page = mona.send("", 400, slug="Not an address", summary_en="Typed again")
    assert "single hyphens" in page
    assert "Typed again" in page
    desk_of(client).case("case-1").reject(
        f"match:{matched(desk_of(client).case('case-1'), 'cut.mp4')}", by="ali", reason="another"
    )
    page = mona.send("/publish", 409)
    assert "This cannot be published yet" in page
    assert "No sighting was accepted by a person" in page
    assert not desk_of(client).publication_history("case-1")


def test_only_what_was_looked_at_is_published(client: TestClient, mona: Visitor) -> None:
    mona.send("/new")
    stale = mona.get()
    Visitor(client, "rita").send("", title_en="Changed meanwhile")
    assert "read it first" in mona.send("/publish", 409, page=stale)
    assert not desk_of(client).publication_history("case-1")


def test_a_new_draft_is_compared_first_and_taken_only_when_asked(client: TestClient, mona: Visitor) -> None:
    mona.send("/new")
    mona.send("", title_en="A title of our own")
    page = mona.get(f"{PAGE}?proposed=1")
    assert "What a new draft would change" in page
    assert '<del dir="auto">A title of our own</del>' in page
    assert desk_of(client).article("case-1").version == 2
    assert "The new draft is the newest version" in mona.send("/new", page=page)
    page = mona.get(f"{PAGE}?against=2")
    assert "From version 2 to version 3" in page
    assert "Nothing differs" in mona.get(f"{PAGE}?against=1")


@pytest.mark.parametrize(
    ("who", "action", "allowed"),
    [
        ("read", "/new", False),
        ("read", "", False),
        ("rita", "", True),
        ("rita", "/publish", False),
        ("rita", "/correct", False),
        ("rita", "/withdraw", False),
        ("rita", "/approve", False),
    ],
)
def test_each_role_does_what_it_may(
    client: TestClient, mona: Visitor, who: str, action: str, *, allowed: bool
) -> None:
    mona.send("/new")
    visitor = Visitor(client, who)
    page = visitor.get()
    fields = {"csrf": csrf_of(page), "version": "1", "note": "x", "note_ar": "x"}
    answer = client.post(f"{PAGE}{action}", data=fields, follow_redirects=False)
    assert (answer.status_code != 403) == allowed, answer.text[:500]
    if not allowed:
        assert desk_of(client).article("case-1").version == 1
        assert not desk_of(client).publication_history("case-1")


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]*)"', page)
    assert found
    return found[1]


def test_a_form_from_elsewhere_is_refused(client: TestClient, mona: Visitor) -> None:
    mona.send("/new")
    answer = client.post(f"{PAGE}/publish", data={"version": "1"})
    assert answer.status_code == 403
    assert not desk_of(client).publication_history("case-1")


def test_pictures_are_served_by_their_digest_only(client: TestClient, mona: Visitor) -> None:
    mona.send("/new")
    shown = re.findall(r'src="(/pictures/[^"]+)"', mona.get())
    assert shown
    for address in shown:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
    for wrong in ("..%2Frecords.sqlite", "x.svg", "0" * 64 + ".svg", "0" * 64 + ".html"):
        mona.get(f"/pictures/{wrong}", 404)
    client.cookies.clear()
    assert client.get(shown[0], follow_redirects=False).status_code in {303, 401}


@pytest.mark.parametrize("version", ["", "x", "9" * 50, "-1"])
def test_a_form_without_a_version_is_refused(client: TestClient, mona: Visitor, version: str) -> None:
    mona.send("/new")
    mona.send("", 400, version=version)
    assert desk_of(client).article("case-1").version == 1


def test_the_page_speaks_arabic(mona: Visitor) -> None:
    mona.send("/new")
    page = mona.get(f"{PAGE}?lang=ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert "حفظ نسخة جديدة" in page
    assert "المصدر بلا نسخة مؤرشفة" in page
