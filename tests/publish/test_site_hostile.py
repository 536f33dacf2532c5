"""Whatever stands in an article, its pages run none of it, lead nowhere they should not, and stay well formed."""

import json
import re
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from firstseen.model.article import ArticleSource, Correction, Publication, ReadMore
from firstseen.model.review import Appearance
from firstseen.model.time import PartialDate
from tests.publish.articles import SLUG, reference_publication
from tests.publish.schemaorg import faults
from tests.publish.sites import made_site

FOUL = (
    '"><script>alert(1)</script><img src=x onerror=alert(1)>\'"</title></style></script><!--<svg onload=alert(1)>'
    "{{7*7}}{% raw %} \u2028\u202e\ud800\x00]]>&lt;"
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/x",
    "https://[",
    "https://",
    'https://a.example/"><script>alert(1)</script>',
    "file:///etc/passwd",
    "\ud800",
)
_KEPT = {
    *(
        "case_id",
        "slug",
        "topic",
        "rating",
        "category",
        "language",
        "file",
        "kind",
        "reason",
        "change",
        "label",
    ),
    *("precision", "basis"),
}
ALLOWED = {"application/ld+json", "module"}


class Reader(HTMLParser):
    """Notes what a browser would run or load."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[dict[str, str | None]] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "script":
            self.scripts.append(dict(attrs))
        for name, value in attrs:
            if name in {"href", "src", "action", "data", "poster", "srcset", "formaction"}:
                self.links.append(value or "")
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.handlers.append(name)


def fouled(value: Any, text: str) -> Any:
    """The value with `text` in every text of it that a person or a source wrote."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(fouled(one, text) for one in value)
    if isinstance(value, datetime | PartialDate) or not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        one.name: fouled(getattr(value, one.name), text) for one in fields(value) if one.name not in _KEPT
    }
    return replace(value, **changes)


def foul_publication(text: str) -> Publication:
    base = reference_publication(2, "corrected")
    made = fouled(base, text)
    editions = tuple(
        replace(one, body=f"{text}\n\n## {text}\n\n{text} [@{text}] ![]({text}) [{text}]({text})\n")
        for one in made.article.editions
    )
    return replace(made, article=replace(made.article, editions=editions))


def checked(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert not reader.handlers
    assert {one.get("type") for one in reader.scripts} <= ALLOWED
    for one in reader.scripts:
        assert one.get("src", "../../assets/search.").startswith("../../assets/search.")
    for link in reader.links:
        parts = urlsplit(link)
        assert parts.scheme in {"", "http", "https", "mailto"}, link
        assert parts.scheme or not parts.netloc, link
    assert not reader.tags & {"iframe", "object", "embed", "base", "template"}
    assert "49" not in re.findall(r"\{\{7\*7\}\}|(?<!\d)49(?!\d)", page)
    return reader


def test_every_text_of_an_article_is_text_on_every_page(tmp_path: Path) -> None:
    made = made_site(
        tmp_path,
        [foul_publication(FOUL)],
        {SLUG: 3},
        name=FOUL,
        name_ar=FOUL,
        about=FOUL,
        about_ar=FOUL,
        contact="javascript:alert(1)",
        topics="war=<script>alert(1)</script>=<svg><script>alert(2)</script>",
    )
    for page in made.pages():
        checked(page.read_text(encoding="utf-8"))
    for path in ("data/claims.json", "sitemap.xml", "en/feed.xml", "ar/feed.atom"):
        made.text(path).encode()
    assert "<script" not in made.text("data/claims.json").replace("\\u003c", "<").partition("@type")[0]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_is_no_link_anywhere(tmp_path: Path, address: str) -> None:
    base = reference_publication()
    seen = (Appearance(address, address), Appearance("https://a.example/1", address))
    media = tuple(replace(one, original_url=address, appearances=seen) for one in base.article.review.media)
    article = replace(
        base.article,
        sources=(
            ArticleSource("s1", "A source", url=address, archived_url=address),
            *base.article.sources[1:],
        ),
        read_more=(ReadMore("same claim", "More", url=address),),
        review=replace(base.article.review, appearances=seen, media=media),
    )
    made = made_site(tmp_path, [replace(base, article=article)])
    page = made.text(f"en/{SLUG}/")
    reader = checked(page)
    assert not [
        link for link in reader.links if "alert" in link and not link.startswith("https://a.example/")
    ]
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    document = json.loads(script)
    assert "javascript" not in script.lower()
    if '"' not in address:
        assert faults(document) == []


def test_corrections_of_any_text_are_text(tmp_path: Path) -> None:
    base = reference_publication()
    note = Correction("corrected", base.at, FOUL, FOUL, FOUL)
    made = made_site(tmp_path, [replace(base, article=replace(base.article, corrections=(note,)))])
    checked(made.text("en/corrections/"))
    checked(made.text(f"ar/{SLUG}/"))


def test_a_huge_body_is_cut_and_its_page_is_still_a_page(tmp_path: Path) -> None:
    base = reference_publication()
    body = "## The Claim\n\n" + "word " * 400_000
    editions = tuple(replace(one, body=body) for one in base.article.editions)
    made = made_site(tmp_path, [replace(base, article=replace(base.article, editions=editions))])
    page = made.text(f"en/{SLUG}/")
    assert len(page) < 2_000_000
    assert page.rstrip().endswith("</html>")
