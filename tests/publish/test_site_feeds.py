"""The site's feeds: well formed, by the rules of RSS 2.0 and RFC 4287, read by another reader and by our own."""

import re
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest

from firstseen.gather.notes import Notes
from firstseen.gather.reviews import read_reviews
from firstseen.model.review import ClaimReview
from tests.publish.articles import SLUG, reference_publication
from tests.publish.sites import BASE, Made, another, made_site

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Made:
    several = [
        reference_publication(2, "corrected"),
        *(another(number, topic="politics") for number in range(2, 55)),
        another(
            60, change="withdrawn", corrections=reference_publication(2, "withdrawn").article.corrections
        ),
    ]
    return made_site(tmp_path_factory.mktemp("site"), several)


def feeds(site: Made, ending: str) -> list[Path]:
    found = sorted(site.folder.rglob(f"feed.{ending}"))
    assert len(found) == 2 * (2 + 5)
    return found


def is_address(text: str | None) -> bool:
    parts = urlsplit(text or "")
    return parts.scheme == "https" and bool(parts.netloc) and " " not in (text or "")


def test_every_feed_is_what_rss_asks_for(site: Made) -> None:
    for path in feeds(site, "xml"):
        root = ET.parse(path).getroot()  # noqa: S314 - our own
        assert (root.tag, root.get("version")) == ("rss", "2.0")
        (channel,) = root
        for name in ("title", "link", "description"):
            assert channel.findtext(name), (path, name)
        link = channel.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href") == f"{BASE}/{path.relative_to(site.folder).as_posix()}"
        assert (link.get("rel"), link.get("type")) == ("self", "application/rss+xml")
        items = channel.findall("item")
        assert len(items) <= 50
        for item in items:
            assert item.findtext("title")
            assert is_address(item.findtext("link"))
            assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo
            guid = item.find("guid")
            assert guid is not None
            if guid.get("isPermaLink") == "true":
                assert guid.text == item.findtext("link")
            assert item.findtext(f"{DC}creator")
        ids = [item.findtext("guid") for item in items]
        assert len(set(ids)) == len(ids)


def test_every_feed_is_what_rfc_4287_asks_for(site: Made) -> None:
    for path in feeds(site, "atom"):
        root = ET.parse(path).getroot()  # noqa: S314 - our own
        assert root.tag == f"{ATOM}feed"
        own = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        assert (
            own["self"] == root.findtext(f"{ATOM}id") == f"{BASE}/{path.relative_to(site.folder).as_posix()}"
        )
        assert is_address(own["alternate"])
        updated = datetime.fromisoformat(root.findtext(f"{ATOM}updated") or "")
        ids = []
        for entry in root.findall(f"{ATOM}entry"):
            for name in ("id", "title", "updated"):
                assert len(entry.findall(f"{ATOM}{name}")) == 1
            ids.append(entry.findtext(f"{ATOM}id"))
            assert is_address(ids[-1])
            changed = datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "")
            assert changed.tzinfo
            assert changed <= updated
            assert datetime.fromisoformat(entry.findtext(f"{ATOM}published") or "") <= changed
            assert entry.findtext(f"{ATOM}author/{ATOM}name")
            content = entry.find(f"{ATOM}content")
            assert content is not None
            assert content.get("type") == "html"
        assert len(set(ids)) == len(ids)


def test_another_reader_finds_nothing_wrong(site: Made) -> None:
    for path in (*feeds(site, "xml"), *feeds(site, "atom")):
        read = feedparser.parse(path.read_bytes())
        assert not read.bozo, (path, read.get("bozo_exception"))
        for entry in read.entries:
            assert entry.title
            assert entry.published_parsed
            assert entry.updated_parsed


def test_our_own_reader_finds_every_fact_check(site: Made) -> None:
    for path in ("en/feed.xml", "en/feed.atom", "ar/feed.xml", "ar/feed.atom"):
        notes = Notes()
        read = list(read_reviews([site.folder / path], notes))
        assert len(read) == 50
        assert not notes.unknown
        first = next(one for one in read if isinstance(one, ClaimReview) and SLUG in one.url)
        edition = reference_publication().article.edition("ar" if path.startswith("ar") else "en")
        assert edition
        assert (first.name, first.language) == (edition.title, edition.language)
        assert first.url == f"{BASE}/{edition.language}/{SLUG}/"
        assert first.author == "mona"
        assert first.published
        assert first.published.iso.startswith("2024-12-06T10:00")
        assert first.modified
        assert first.modified.iso.startswith("2024-12-08T16:20")
        assert "Syrian rebels delivered a message" in first.claim
        assert not notes.unread_dates


def test_a_section_has_its_own_and_what_was_withdrawn_has_none(site: Made) -> None:
    war = site.text("en/topics/war/feed.xml")
    assert war.count("<item>") == 1
    assert site.text("en/topics/politics/feed.xml").count("<item>") == 50
    assert site.text("en/topics/disaster/feed.atom").count("<entry") == 0
    assert "check-60" not in site.text("en/feed.xml")


def test_corrections_have_a_feed_in_each_language(site: Made) -> None:
    english = feedparser.parse(site.text("en/corrections/feed.atom"))
    assert [one.title.partition(":")[0] for one in english.entries] == ["Withdrawn", "Corrected"]
    assert english.entries[1].link == f"{BASE}/en/{SLUG}/#corrections"
    assert "والصحيح يوليو/تموز 2015" in site.text("ar/corrections/feed.xml")


def test_the_text_of_an_entry_leads_only_to_full_addresses(site: Made) -> None:
    for path in ("en/feed.xml", "ar/feed.atom"):
        for entry in feedparser.parse(site.text(path)).entries:
            content = entry.content[0].value
            for link in re.findall(r'(?:href|src)="([^"]+)"', content):
                assert is_address(link), link


def test_the_map_names_every_page_with_its_other_edition(site: Made) -> None:
    root = ET.fromstring(site.text("sitemap.xml"))  # noqa: S314 - our own
    places = [url.findtext(f"{MAP}loc") or "" for url in root]
    assert len(set(places)) == len(places)
    assert f"{BASE}/ar/{SLUG}/" in places
    for url in root:
        path = (url.findtext(f"{MAP}loc") or "").removeprefix(f"{BASE}/")
        assert (site.folder / path / "index.html").is_file(), path
        others = {
            link.get("hreflang"): link.get("href")
            for link in url.findall("{http://www.w3.org/1999/xhtml}link")
        }
        assert set(others) == {"en", "ar"}
        if SLUG in path:
            assert url.findtext(f"{MAP}lastmod") == "2024-12-08T16:20:00+00:00"
    assert f"Sitemap: {BASE}/sitemap.xml" in site.text("robots.txt")


def test_feeds_hold_texts_that_xml_cannot(tmp_path: Path) -> None:
    base = reference_publication()
    foul = "a\x00b\x0b\ud800 ]]> <script>&amp;\ufffe\U000e0001 \u202e"
    edition = replace(
        base.article.editions[0], title=f"T {foul}", summary=foul, body=f"## The Claim\n\n{foul}\n"
    )
    article = replace(base.article, editions=(edition,))
    made = made_site(tmp_path, [replace(base, article=article, by=foul)], name=f"N {foul}", about=foul)
    for path in ("en/feed.xml", "en/feed.atom", "en/topics/war/feed.xml", "sitemap.xml"):
        ET.fromstring(made.text(path))  # noqa: S314 - our own
    (entry,) = feedparser.parse(made.text("en/feed.atom")).entries
    assert entry.title_detail.type == "text/plain"
    assert "<script" not in entry.content[0].value
