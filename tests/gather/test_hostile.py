"""Any text, page, feed or object at all gives values and bad records, and nothing else; every value can be stored."""

import json
from dataclasses import asdict

from hypothesis import given, settings
from hypothesis import strategies as st

from firstseen.errors import BadRecord
from firstseen.gather.feeds import read_feed
from firstseen.gather.notes import Importing
from firstseen.gather.plain import clean
from firstseen.gather.posts import _read_document
from firstseen.gather.reviews import read_content
from firstseen.gather.webpage import read_review_page
from firstseen.model.post import Post
from firstseen.model.review import ClaimReview

PIECES = st.sampled_from(
    [
        "<h2>The claim</h2>",
        "<h1>",
        "<p>",
        "</p>",
        "<a href='//[x'>",
        "<a href=/x>",
        "</a>",
        "</script>",
        "</div>",
        "<![CDATA[",
        "<script type=application/ld+json>",
        '{"@type":"ClaimReview","claimReviewed":"x"}',
        "<base href=':'>",
        "]]>",
        "<!--",
        "<div itemscope itemtype=http://schema.org/ClaimReview>",
        "<b itemprop=claimReviewed>",
        "-->",
        "<item>",
        "</item>",
        "<meta property=og:url content='http://[::'>",
        "<title>",
        "<link>",
        "https://desk.example/1",
        "<entry>",
        "<",
        "=",
        "<link href=/y />",
        "الادعاء",
        "Rating: False",
        "تصنيف الخبر",
        "&#xD800;",
        "&#x110000;",
        "Ø§Ù„",
        "2024-12-06",
        "\n",
        "\ud800",
        "\x00",
        '"',
        "'",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)


def check(items: object) -> None:
    for one in items:  # type: ignore[attr-defined]
        assert isinstance(one, ClaimReview | Post | BadRecord)
        if not isinstance(one, BadRecord):
            assert one.id
            json.dumps(asdict(one), ensure_ascii=False, default=str).encode("utf-8")


@given(text=TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_page(text: str) -> None:
    check(read_review_page(text, Importing("any", base="https://desk.example/a")))


@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_feed(text: str) -> None:
    check(read_feed("<rss>" + text, Importing("any", base="https://desk.example/a")))


@given(content=st.binary(max_size=200) | TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(max_examples=200, deadline=None)
def test_any_bytes(content: bytes) -> None:
    from firstseen.gather.notes import Unfit  # noqa: PLC0415

    for ending in (".csv", ".txt", ".html", ".xml", ".json", ""):
        try:
            check(read_content(content, Importing("any"), ending))
        except Unfit as error:
            assert str(error)  # noqa: PT017 - the caller names the source


NAMES = st.sampled_from(
    [
        "url", "metadata", "media", "status", "content", "timestamp", "upload_date", "reach", "files", "hash", "views",
        "properties", "filename", "urls", "_key", "caption", "published", "published_basis", "at", "counted", "mood",
        "author", "title",
    ]
)  # fmt: skip
STRANGE = [
    "https://x.com/a/1",
    "\ud800",
    '{"full_text": "x"}',
    "1.2K",
    "999999999999",
    "9999999999",
    "a\x00.mp4",
]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(STRANGE)
POSTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=30,
)


@given(
    document=POSTS
    | st.fixed_dictionaries({"metadata": st.dictionaries(NAMES, LEAVES), "media": st.lists(POSTS)})
)
@settings(max_examples=400, deadline=None)
def test_any_post(document: object) -> None:
    if isinstance(document, dict) and isinstance(document.get("metadata"), dict):
        document["metadata"]["url"] = "https://x.com/a/1"
    check(_read_document(document, Importing("any")))


@given(text=TEXTS | st.text())
@settings(max_examples=300, deadline=None)
def test_clean_text_stays_clean(text: str) -> None:
    once = clean(text)
    once.encode("utf-8")
    assert "\x00" not in once
    assert once == once.strip()
