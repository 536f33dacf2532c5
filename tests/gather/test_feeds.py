"""Feeds of fact-checks: RSS and Atom, well-formed or not, in both languages, and never expanded."""

import time
from pathlib import Path

import pytest

from firstseen.model.review import Source
from tests.gather.importing import read

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Example Desk</title><link>https://desk.example</link><language>en-US</language>
<atom:link href="https://desk.example/feed" rel="self"/>
<item><title>The flood video is from 2019 &amp; elsewhere</title><link>https://desk.example/1</link>
<guid isPermaLink="false">desk-1</guid><dc:creator><![CDATA[Omar Said]]></dc:creator>
<pubDate>Fri, 06 Dec 2024 09:30:00 +0300</pubDate><category>Floods</category><category>Video</category>
<description>Short</description><content:encoded><![CDATA[<h2>The claim</h2><p>A flood <b>this week</b></p>
<h2>Emerging story</h2><p><a href="https://x.com/u/1">Post</a></p><h2>Rating</h2><p>False</p>
<h2>Sources</h2><ul><li><a href="https://a.example/1">Agency</a></li></ul>]]></content:encoded>
<media:content url="x"><media:title>t</media:title></media:content><comments>https://desk.example/1#c</comments></item>
<item><title>فيديو الأمطار قديم</title><link>https://desk.example/2</link><dc:language>ar</dc:language>
<description>&lt;p&gt;تبين أنه قديم&lt;/p&gt;</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title type="text">مكتب</title>
<link rel="self" href="https://desk.example/atom"/><link href="https://desk.example/"/>
<entry><title type="html">فيديو &lt;b&gt;الأمطار&lt;/b&gt; قديم</title><id>tag:desk.example,2021:2</id>
<link rel="alternate" href="https://desk.example/2"/><published>2021-01-18T08:00:00Z</published>
<updated>2021-01-19T08:00:00Z</updated><author><name>سارة</name><uri>https://desk.example/s</uri></author>
<category term="rain" label="أمطار"/>
<content type="xhtml"><div><p>تبين</p><p>أنه قديم</p></div></content></entry></feed>"""


def test_an_rss_feed_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, "a.rss", RSS)
    first, second = found.reviews
    assert (first.id, first.claim) == ("https://desk.example/1", "A flood this week")
    assert (first.name, first.rating) == ("The flood video is from 2019 & elsewhere", "False")
    assert (first.publisher, first.author, first.language) == ("Example Desk", "Omar Said", "en")
    assert first.published is not None
    assert first.published.iso == "2024-12-06T06:30:00+00:00"
    assert [one.url for one in first.appearances] == ["https://x.com/u/1"]
    assert first.sources == (Source("Agency", "https://a.example/1"),)
    assert dict(first.extra)["keywords"] == "Floods, Video"
    assert (second.claim, second.text, second.language) == ("فيديو الأمطار قديم", "تبين أنه قديم", "ar")
    assert list(found.notes.sentences()) == [
        "no claim stated, so that the title stands for it: 1 fact-check",
        "fields left out on purpose: comments (1)",
    ]


def test_an_atom_feed_is_read(tmp_path: Path) -> None:
    review = read(tmp_path, "a.xml", ATOM).only
    assert (review.url, review.claim, review.author) == (
        "https://desk.example/2",
        "فيديو الأمطار قديم",
        "سارة",
    )
    assert (review.publisher, review.publisher_url) == ("مكتب", "https://desk.example/")
    assert review.text == "تبين\nأنه قديم"
    assert review.published is not None
    assert review.modified is not None
    assert (review.published.iso, review.modified.iso) == ("2021-01-18T08:00:00Z", "2021-01-19T08:00:00Z")


def test_a_feed_that_is_not_well_formed_is_read(tmp_path: Path) -> None:
    broken = (
        RSS.replace("&amp;", "&")
        .replace("</channel></rss>", "")
        .replace("<description>Short</description>", "<x>")
    )
    assert len(read(tmp_path, "a.xml", broken).reviews) == 2


def test_an_entry_without_a_link_is_one_error(tmp_path: Path) -> None:
    found = read(tmp_path, "a.xml", RSS.replace("<link>https://desk.example/1</link>", ""))
    assert len(found.reviews) == 1
    assert found.errors[0].startswith(", item 1: has no link")


BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">
<!ENTITY file SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&lol2; &file;</title>
<link>https://desk.example/1</link></item></channel></rss>"""


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    assert read(tmp_path, "a.xml", BOMB).only.claim == "&lol2; &file;"


@pytest.mark.parametrize(
    "content",
    [
        "<rss>" + "<item>" * 100_000,
        "<rss><item>" + "<title>" * 100_000,
        "<rss><item><content>" + "<content>" * 100_000 + "</content>" * 50_000,
        "<rss>" + "<![CDATA[" * 100_000,
        "<feed>" + "<entry><title>x</title></entry>" * 20_000,
        "<rss></rss>",
    ],
    ids=["entries", "titles", "nested", "cdata", "no links", "empty"],
)
def test_hostile_feeds_end_in_errors_in_linear_time(tmp_path: Path, content: str) -> None:
    started = time.process_time()
    found = read(tmp_path, "a.xml", content)
    assert time.process_time() - started < 5
    assert found.errors
    assert not found.reviews
