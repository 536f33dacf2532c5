"""Fact-checks without markup: pages and saved texts in English and Arabic, with all the boilerplate around them."""

import time
from pathlib import Path

import pytest

from firstseen.gather.article import read_article_text
from firstseen.gather.dates import trying
from firstseen.gather.markup import read_markup
from firstseen.gather.notes import Importing
from firstseen.gather.pages import read_page
from firstseen.model.dates import read_date
from firstseen.model.review import Source
from tests.gather.importing import read

ENGLISH_TEXT = """` `

Old Video of a Flood Circulated as Recent

Sara Haddad Sara Haddad
News
2024-12-06
Old Video of a Flood Circulated as Recent
The video shows a flood in another country (X)

The Claim

A video shows the flood that hit the city this week.

Emerging story

Recently, social media users circulated a video of a flood.

A supporting image within the article body

Example Desk’s Analysis

Example Desk looked into it and found the claim to be misleading.

The Video Was Posted in 2019

It was first posted in 2019 by a weather channel.

Military Sources

They said nothing.

Read More

This Video Does Not Show a Storm

Example Desk’s Classification

Misleading

Example Desk’s Sources

Weather channel
Agency photo

Read More

Most Read
Ten things about cats
"""

ARABIC_TEXT = """فيديو قديم لفيضان انتشر على أنه حديث

سارة حداد سارة حداد
أخبار
2021-01-18
فيديو قديم لفيضان انتشر على أنه حديث

الادّعاء

مقطع فيديو لفيضان ضرب المدينة هذا الأسبوع.

نشر عن الخبر

صفحة على فيسبوك

الخبر المتداول

تداول مستخدمون مقطع فيديو لفيضان.

تحقيق مسبار

تبين أن الفيديو قديم.

مصادر عسكرية

لم تقل شيئًا.

تصنيف الخبر

مضلل

مصادر مسبار

قناة الطقس

اقرأ/ي أيضًا

خبر آخر

الأكثر قراءة

عشرة أشياء عن القطط
"""


def test_a_saved_text_in_english_is_read_by_its_headings(tmp_path: Path) -> None:
    review = read(tmp_path, "a.txt", ENGLISH_TEXT).only
    assert review.name == "Old Video of a Flood Circulated as Recent"
    assert review.claim == "A video shows the flood that hit the city this week."
    assert (review.author, review.publisher, review.rating) == ("Sara Haddad", "Example Desk", "Misleading")
    assert review.published is not None
    assert (review.published.iso, review.language) == ("2024-12-06", "en")
    assert review.sources == (Source("Weather channel"), Source("Agency photo"))
    assert "first posted in 2019" in review.text
    assert "Military Sources\nThey said nothing." in review.text
    assert "supporting image" not in review.text
    assert "cats" not in review.text
    assert ("caption", "The video shows a flood in another country (X)") in review.extra


def test_a_saved_text_in_arabic_is_read_by_its_headings(tmp_path: Path) -> None:
    review = read(tmp_path, "a.txt", ARABIC_TEXT).only
    assert review.name == "فيديو قديم لفيضان انتشر على أنه حديث"
    assert review.claim == "مقطع فيديو لفيضان ضرب المدينة هذا الأسبوع."
    assert (review.author, review.rating, review.language) == ("سارة حداد", "مضلل", "ar")
    assert review.published is not None
    assert review.published.iso == "2021-01-18"
    assert review.sources == (Source("قناة الطقس"),)
    assert "تبين أن الفيديو قديم." in review.text
    assert "مصادر عسكرية" in review.text
    assert "القطط" not in review.text


@pytest.mark.parametrize(
    ("text", "claim", "rating"),
    [
        ("Title of it here\nClaim: Rain fell upwards.\nRating: False\nBody", "Rain fell upwards.", "False"),
        ("Title of it here\nWhat was claimed\nRain fell\nOur verdict\nFalse.", "Rain fell", "False"),
        ("عنوان الخبر هنا كاملا\nالإدعاء: المطر يصعد\nالحكم: زائف", "المطر يصعد", "زائف"),
        ("عنوان\nالاِدِّعـاء\nالمطر يصعد\nتصنيف الخبر\nساخر", "المطر يصعد", "ساخر"),
    ],
)
def test_other_skeletons_and_spellings_are_known(tmp_path: Path, text: str, claim: str, rating: str) -> None:
    review = read(tmp_path, "a.txt", text).only
    assert (review.claim, review.rating) == (claim, rating)


ENGLISH_HEAD = """News

A Flood That Was Long Ago

Sara HaddadSara Haddad
date
2025-01-01
Last update
date
12:50 pm
2025-01-02
A Flood That Was Long Ago
It is old (X).
The claim
A flood"""
ARABIC_HEAD = """سياسة

فيضان وقع قبل سنوات عديدة

سارة حدادسارة حداد
تاريخ
٢٠٢٥-٠١-٠١
آخر تحديث
تاريخ
2025-01-02
فيضان وقع قبل سنوات عديدة
الفيضان قديم (فيسبوك)
الادعاء
فيضان"""


@pytest.mark.parametrize(
    ("text", "author", "published", "modified"),
    [
        (ENGLISH_HEAD, "Sara Haddad", "2025-01-01", "2025-01-02"),
        (ARABIC_HEAD, "سارة حداد", "2025-01-01", "2025-01-02"),
        ("A flood that was long ago\nBy Omar Said\nThe claim\nA flood", "Omar Said", None, None),
    ],
    ids=["english", "arabic", "by"],
)
def test_author_and_dates_are_read_above_the_claim(
    tmp_path: Path, text: str, author: str, published: str | None, modified: str | None
) -> None:
    review = read(tmp_path, "a.txt", text).only
    assert review.author == author
    assert (review.published.iso if review.published else None) == published
    assert (review.modified.iso if review.modified else None) == modified


def test_a_text_that_went_through_a_wrong_encoding_is_read(tmp_path: Path) -> None:
    broken = ARABIC_TEXT.encode().decode("latin-1")
    assert read(tmp_path, "a.txt", broken).only.claim == "مقطع فيديو لفيضان ضرب المدينة هذا الأسبوع."


def test_dates_are_read_by_the_reader_that_is_given() -> None:
    def read_any(text: str, _basis: object) -> object:
        return read_date({"6th December 2024": "2024-12-06"}[text])

    source = Importing("a", read_date=trying(read_date, read_any))  # type: ignore[arg-type]
    review = read_article_text(ENGLISH_TEXT.replace("2024-12-06", "6th December 2024"), source)
    assert review.published is not None
    assert review.published.iso == "2024-12-06"


def test_a_text_without_a_claim_is_one_clear_error(tmp_path: Path) -> None:
    found = read(tmp_path, "a.txt", "Just some news\n\nIt rained.")
    assert not found.reviews
    assert "no section that states the claim" in found.errors[0]


ARABIC_PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>فيديو الفيضان قديم | مكتب</title>
<meta property="og:site_name" content="مكتب"><meta property="og:title" content="فيديو الفيضان قديم | مكتب">
<link rel="canonical" href="https://desk.example/ar/7"><script>var x = "</p><h2>الادعاء</h2>";</script></head>
<body><nav><ul><li><a href="/">الرئيسية</a></li><li>الادعاء</li></ul></nav>
<aside><h3>الأكثر قراءة</h3><a href="/9">قطط</a></aside>
<h1>فيديو الفيضان قديم</h1><a rel="author" href="/a/1">سارة حداد</a><time datetime="2021-01-18T08:00:00+03:00">١٨</time>
<figure><img src="/1.jpg" alt="صورة"><figcaption>الفيديو من بلد آخر (فيسبوك)</figcaption></figure>
<h2>الادعاء</h2><p>فيضان ضرب <b>المدينة</b> هذا&nbsp;الأسبوع.</p>
<h2>نشر عن الخبر</h2><p><a href="https://www.facebook.com/p/1">صفحة</a> <a href="https://archive.ph/x">نسخة</a></p>
<h2>الخبر المتداول</h2><p>تداول مستخدمون
<a href="https://x.com/u/1">مقطعًا</a> ورأي <a href="https://other.example">موقع</a>.</p>
<blockquote class="twitter-tweet"><p>أمطار</p><a href="https://twitter.com/u/2">5 ديسمبر</a></blockquote>
<h2>تحقيق مكتب</h2><p>تبين أنه قديم.</p><h3>الفيديو من 2019</h3><p>نشر في 2019.</p>
<p><strong>اقرأ/ي أيضًا</strong></p><a href="/5"><div>خبر آخر</div></a>
<h3>لماذا الآن</h3><p>بسبب العاصفة.</p>
<h2>تصنيف الخبر</h2><img alt="مضلل" src="/r.png">
<h2>مصادر مكتب</h2><ul><li><a href="https://agency.example/1">وكالة</a></li><li>صحيفة</li></ul>
<h2>الأكثر قراءة</h2><p>قطط</p><footer>حقوق</footer></body></html>"""


def test_a_page_in_arabic_without_markup_is_read(tmp_path: Path) -> None:
    review = read(tmp_path, "a.html", ARABIC_PAGE).only
    assert review.url == review.id == "https://desk.example/ar/7"
    assert (review.claim, review.name) == ("فيضان ضرب المدينة هذا الأسبوع.", "فيديو الفيضان قديم")
    assert (review.publisher, review.author, review.rating) == ("مكتب", "سارة حداد", "مضلل")
    assert review.published is not None
    assert (review.published.iso, review.language) == ("2021-01-18T08:00:00+03:00", "ar")
    assert [one.url for one in review.appearances] == [
        "https://www.facebook.com/p/1",
        "https://archive.ph/x",
        "https://x.com/u/1",
        "https://twitter.com/u/2",
    ]
    assert review.sources == (Source("وكالة", "https://agency.example/1"), Source("صحيفة"))
    assert "الفيديو من 2019" in review.text
    assert "بسبب العاصفة." in review.text
    assert "قطط" not in review.text
    assert "خبر آخر" not in review.text


JSON_LD = """<script type="application/ld+json">
{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},{"@type":"ClaimReview","@id":"#r","claimReviewed":
"A flood\nthis week","url":"/en/7","author":{"@type":"Organization","name":"Desk"},
"reviewRating":{"alternateName":"False"}}]}
</script>"""
ENGLISH_PAGE = """<html lang="en"><head><title>The flood video is from 2019 - Desk</title>
<meta property="og:title" content="The flood video is from 2019"><base href="https://desk.example/">
<link rel="canonical" href="https://desk.example/en/7">%s</head><body><h1>The flood video is from 2019</h1>
<p>By Omar Said</p><h2>The claim</h2><p>Another wording</p><h2>Our sources</h2><p><a href="https://a.example/">A</a></p></body>"""


def test_a_pages_markup_comes_first_and_the_page_fills_what_it_leaves_open(tmp_path: Path) -> None:
    review = read(tmp_path, "a.html", ENGLISH_PAGE % JSON_LD).only
    assert (review.id, review.url) == ("https://desk.example/en/7#r", "https://desk.example/en/7")
    assert (review.claim, review.rating, review.publisher) == ("A flood\nthis week", "False", "Desk")
    assert (review.name, review.author, review.language) == (
        "The flood video is from 2019",
        "Omar Said",
        "en",
    )
    assert review.sources == (Source("A", "https://a.example/"),)


@pytest.mark.parametrize(
    "wrapped",
    [
        JSON_LD.replace(">\n{", ">//<![CDATA[\n{").replace("}\n<", "}\n//]]>\n<"),
        JSON_LD.replace(">\n{", "><!--\n{").replace("}\n<", "}\n-->\n<"),
        '<script type="application/ld+json">{"@type": "WebSite",,}</script>' + JSON_LD,
    ],
    ids=["cdata", "comment", "beside a broken block"],
)
def test_markup_is_read_out_of_what_old_systems_wrap_it_in(tmp_path: Path, wrapped: str) -> None:
    assert read(tmp_path, "a.html", ENGLISH_PAGE % wrapped).only.rating == "False"


def test_broken_markup_is_named_and_the_page_is_read_by_its_headings(tmp_path: Path) -> None:
    found = read(tmp_path, "a.html", ENGLISH_PAGE % JSON_LD.replace('"url"', '"url'))
    assert [one.claim for one in found.reviews] == ["Another wording"]
    assert found.errors[0].startswith(", JSON-LD block 1: is not JSON")


MICRODATA = """<html lang=en><body><div itemscope itemtype="http://schema.org/ClaimReview">
<link itemprop=url href="https://desk.example/m"><meta itemprop=datePublished content="2017-05-03">
<h1 itemprop="name">No, <i>rain</i> does not rise</h1>
<p>Claim: <span itemprop=claimReviewed>Rain rises &amp; rises</span></p>
<div itemprop="author" itemscope itemtype="http://schema.org/Organization"><a itemprop=url href="https://desk.example">
<span itemprop=name>Desk</span></a></div><div itemprop=itemReviewed itemscope itemtype="http://schema.org/Claim">
<span itemprop=author itemscope itemtype=http://schema.org/Person><span itemprop=name>Somebody</span></span></div>
<span itemprop=reviewRating itemscope itemtype=http://schema.org/Rating><span itemprop=alternateName>FALSE</span>
<img itemprop=image src=/f.png></span></div></body></html>"""


def test_microdata_is_read(tmp_path: Path) -> None:
    review = read(tmp_path, "a.html", MICRODATA).only
    assert (review.claim, review.name) == ("Rain rises & rises", "No, rain does not rise")
    assert (review.publisher, review.claimant, review.rating) == ("Desk", "Somebody", "FALSE")
    assert review.published is not None
    assert (review.published.iso, review.url) == ("2017-05-03", "https://desk.example/m")


@pytest.mark.parametrize(
    ("content", "guessed"),
    [
        (ARABIC_PAGE.encode("cp1256", "xmlcharrefreplace").replace(b"utf-8", b"windows-1256"), False),
        (ARABIC_PAGE.encode("cp1256", "xmlcharrefreplace").replace(b'<meta charset="utf-8">', b""), True),
        (ARABIC_PAGE.encode("utf-16"), False),
        (ARABIC_PAGE.encode("utf-8-sig"), False),
        (ARABIC_PAGE.replace("utf-8", "hex").encode(), False),
    ],
    ids=["declared", "guessed", "utf-16", "mark", "nonsense declared"],
)
def test_pages_come_in_every_encoding(tmp_path: Path, content: bytes, guessed: bool) -> None:  # noqa: FBT001
    found = read(tmp_path, "a.html", content)
    assert found.only.claim == "فيضان ضرب المدينة هذا الأسبوع."
    assert bool(found.notes.guessed_encodings) == guessed


BOMBS = {
    "deep": "<div>" * 200_000,
    "deep items": "<span itemscope itemprop=a>x" * 60_000,
    "deep properties": "<i itemscope>" + "<b itemprop=a>x" * 60_000,
    "ends that match nothing": "<div itemscope>" * 20_000 + "</p>" * 200_000,
    "open tags": "<a " * 300_000,
    "comments": "<!--" * 300_000,
    "quotes": "<a b='" * 200_000,
    "attributes": "<a " + "b=1 " * 300_000 + ">",
    "angles": "<" * 1_000_000,
    "instructions": "<?" * 500_000,
    "entities": "&#" + "9" * 1_000_000 + ";" + "&amp" * 300_000,
    "headings": "<h2>Claim</h2>" * 60_000,
    "beginnings": "<h2>تحقيق قناة</h2>" * 60_000,
    "spaces": "<p>" + " \u00a0" * 500_000 + "</p>",
    "one word": "<p>" + "ص" * 3_000_000,
    "links": "<a href=/x>" * 200_000,
    "address": "<link rel=canonical href='http://[1'><a href='//[::'>x</a>",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_hostile_pages_end_in_one_error_in_linear_time(tmp_path: Path, bomb: str) -> None:
    started = time.process_time()
    found = read(tmp_path, "a.html", f"<html><body>{BOMBS[bomb]}")
    assert time.process_time() - started < 5
    assert len(found.errors) + len(found.reviews) == 1


def test_markup_keeps_what_a_person_reads_and_drops_what_a_browser_runs() -> None:
    page = read_page(
        "<p onclick='x()'>5 < 6 &amp; &lt;b&gt;</p><script>alert(1)</script><style>p{}</style>"
        "<iframe src='https://a.example/v'>no frames</iframe><noscript>off</noscript><p>ص<br>و</p>"
    )
    assert [block.text for block in page.blocks if block.text] == ["5 < 6 &", "ص", "و"]
    assert [link for block in page.blocks for link in block.links] == [("", "https://a.example/v")]


def test_tags_are_told_from_text() -> None:
    parts = list(read_markup("a <b c=1 D='2' e>f</B><br/>< g <![CDATA[h]]>", xml=True))
    assert [part if isinstance(part, str) else part.name for part in parts] == [
        "a ",
        "b",
        "f",
        "b",
        "br",
        "< g ",
        "h",
    ]
