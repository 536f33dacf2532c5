"""The published site as the desk serves it: for everybody, sealed, and counted without saying who read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from firstseen import Desk
from firstseen.cli import main
from firstseen.desk.viewing import MOST_READ_DAYS
from firstseen.errors import InputError
from firstseen.web import make_app
from firstseen.web.tally import Tally
from tests.web.newsroom import PUBLISHED, Newsroom

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"}


@pytest.fixture(scope="module")
def room(untouched_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = untouched_newsroom.copy(tmp_path_factory.mktemp("published") / "desk")
    with Desk(made.folder) as desk:
        desk.write_site()
    return made


@pytest.fixture(scope="module")
def slug(room: Newsroom) -> str:
    with Desk(room.folder) as desk:
        return desk.publication(PUBLISHED).article.slug


@pytest.fixture
def site(room: Newsroom) -> Iterator[TestClient]:
    app = make_app(room.folder)
    with TestClient(app, base_url="http://localhost", headers=BROWSER) as client:
        yield client


def counted(site: TestClient) -> int:
    """How many readings wait to be kept."""
    return sum(site.app.state.tally._counted.values()) if hasattr(site.app.state, "tally") else 0


def test_everybody_gets_the_pages_and_their_parts_with_the_right_kinds(site: TestClient, slug: str) -> None:
    for path, kind in (
        ("", "text/html"),
        ("en/", "text/html"),
        (f"ar/{slug}/", "text/html"),
        ("en/feed.xml", "application/rss+xml"),
        ("ar/feed.atom", "application/atom+xml"),
        ("data/claims.json", "application/ld+json"),
        ("sitemap.xml", ""),
        ("robots.txt", "text/plain"),
    ):
        answer = site.get(f"/site/{path}")
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith(kind)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not answer.cookies
    page = site.get(f"/site/ar/{slug}/").text
    style = page.partition('rel="stylesheet" href="../../')[2].partition('"')[0]
    lasting = site.get(f"/site/{style}")
    assert lasting.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert lasting.headers["content-type"].startswith("text/css")


def test_a_folder_without_its_slash_leads_to_the_page(site: TestClient, slug: str) -> None:
    answer = site.get(f"/site/en/{slug}", follow_redirects=False)
    assert answer.status_code in {307, 308}
    assert answer.headers["location"].endswith(f"/site/en/{slug}/")
    assert site.get("/site", follow_redirects=False).headers["location"] == "/site/"


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        ".firstseen-site.json",
        "../firstseen.toml",
        "..%2f..%2fetc/passwd",
        "%2e%2e/records.sqlite",
        "en/%00",
        "en/\\..\\..",
        "//etc/passwd",
        "a" * 5000,
    ],
)
def test_what_is_no_page_is_not_found(site: TestClient, path: str) -> None:
    answer = site.get(f"/site/{path}")
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "SQLite" not in answer.text


def test_only_a_reader_of_a_fact_check_is_counted(site: TestClient, slug: str) -> None:
    page = f"/site/en/{slug}/"
    site.get(page)
    site.get(f"/site/ar/{slug}/", headers={"Sec-Fetch-Dest": "document"})
    assert counted(site) == 2
    tag = site.get(page).headers["etag"]
    before = counted(site)
    site.head(page)
    assert site.get(page, headers={"If-None-Match": tag}).status_code == 304
    site.get(page, headers={"Sec-Purpose": "prefetch;prerender"})
    site.get(page, headers={"Purpose": "prefetch"})
    site.get(page, headers={"User-Agent": "Googlebot/2.1"})
    site.get(page, headers={"User-Agent": ""})
    site.get(page, headers={"Sec-Fetch-Dest": "empty"})
    site.get("/site/en/")
    site.get("/site/en/search/")
    site.get("/site/en/feed.xml")
    site.get("/site/en/no-such-check/")
    assert counted(site) == before


def test_readings_are_kept_when_the_server_stops(room: Newsroom, slug: str) -> None:
    with Desk(room.folder) as desk:
        before = desk.views().get(slug, 0)
    with TestClient(make_app(room.folder), base_url="http://localhost", headers=BROWSER) as client:
        client.get(f"/site/en/{slug}/")
        client.get(f"/site/ar/{slug}/")
    with Desk(room.folder) as desk:
        assert desk.views()[slug] == before + 2


def test_numbers_that_the_desk_cannot_take_wait(room: Newsroom) -> None:
    tally = Tally()
    tally.add("check-1")

    class Busy:
        def count_views(self, _totals: object) -> None:
            raise InputError("busy")

    with pytest.raises(InputError):
        tally.flush(Busy())
    with Desk(room.folder) as desk:
        tally.flush(desk)
        assert desk.views()["check-1"] == 1
        tally.flush(desk)
        assert desk.views()["check-1"] == 1


def test_a_log_that_is_read_again_counts_once_and_days_long_past_do_not(
    room: Newsroom, slug: str, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    old = now - timedelta(days=MOST_READ_DAYS)

    def line(at: datetime) -> str:
        asked = f'[{at:%d/%b/%Y:%H:%M:%S} +0000] "GET /ar/{slug}/ HTTP/1.1" 200 900'
        return f'203.0.113.9 - - {asked} "-" "{BROWSER["User-Agent"]}"\n'

    log = tmp_path / "access.log"
    log.write_text(line(old) + line(now))
    with Desk(room.folder) as desk:
        before = desk.views().get(slug, 0)
    run = CliRunner()
    for _ in range(2):
        told = run.invoke(main, ["views", str(log), "--desk", str(room.folder)])
        assert told.exit_code == 0, told.output
        assert "2 readings in 2 lines" in told.output
    log.write_text(line(old) + line(now) * 4)
    assert run.invoke(main, ["views", str(log), "--desk", str(room.folder)]).exit_code == 0
    with Desk(room.folder) as desk:
        assert desk.views()[slug] == before + 4
    printed = run.invoke(main, ["views", "--desk", str(room.folder)])
    assert slug in printed.output
    assert (room.folder / "records.sqlite").read_bytes().count(b"203.0.113.9") == 0


def test_most_read_of_the_next_writing_comes_from_the_numbers(room: Newsroom, slug: str) -> None:
    today = datetime.now(UTC).date().isoformat()
    with Desk(room.folder) as desk:
        desk.count_views({(slug, today): 5})
        place = desk.write_site()
    page = (place / "en/index.html").read_text(encoding="utf-8")
    assert f'href="../en/{slug}/"' in page.partition('class="rail"')[2]
