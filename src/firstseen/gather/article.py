"""A fact-check's page or text without markup becomes a `ClaimReview`, by its section headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from firstseen.errors import UnclearDate
from firstseen.gather.claimreview import LONGEST_CLAIM, identity
from firstseen.gather.languages import language_code
from firstseen.gather.notes import Unfit
from firstseen.gather.pages import HEADINGS, Block, Page
from firstseen.gather.plain import clean, one_line
from firstseen.gather.sections import HEADER, headings, split
from firstseen.model.review import Appearance, ClaimReview, Source
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firstseen.gather.notes import Importing
    from firstseen.gather.sections import Sections
    from firstseen.model.time import PartialDate

_LONGEST_STATED_CLAIM: Final = 1_200
"""Characters. What stands under "The Claim" beyond that is the story around it."""

_LONGEST_RATING: Final = 60
_LONGEST_DATE: Final = 60
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BY: Final = re.compile(r"^(?:by|written by|author|بقلم|كتب|كتبت|إعداد|الكاتب)\s*[::]?\s+", re.IGNORECASE)
_UPDATED: Final = re.compile(r"^(?:last )?(?:updated?|modified|[آا]خر تحديث|تحديث|عُدّل|عدل)\b", re.IGNORECASE)
_SITE_IN_TITLE: Final = re.compile(r"\s+[|–—·»]\s+[^|–—·»]{2,40}$")
_MOST_NAME_WORDS: Final = 5
_FEWEST_TITLE_WORDS: Final = 4
_NO_CLAIM: Final = (
    "holds no ClaimReview and no section that states the claim ('The Claim', 'الادعاء'); "
    "export it with its markup, or write it into a CSV"
)


def read_article_text(text: str, source: Importing) -> ClaimReview:
    """The fact-check that a page saved as plain text is. Raises Unfit when no section states a claim."""
    lines = (clean(line) for line in text.replace("\r", "\n").split("\n"))
    return read_article(Page(blocks=[Block("p", line) for line in lines if line]), source)


def read_article(page: Page, source: Importing) -> ClaimReview:
    """The fact-check that a page is, by its headings. Raises Unfit when no section states a claim."""
    site = page.first_meta("og:site_name", "application-name")
    sections = split(page.blocks, site)
    stated, more = _claim(sections.blocks("claim"))
    if not stated:
        raise Unfit(_NO_CLAIM)
    header = _read_header(sections.blocks(HEADER), page, source)
    url = page.address or page.first_meta("canonical", "og:url")
    text = _joined([*more, *sections.blocks("story"), *sections.blocks("analysis")])
    return ClaimReview(
        id=identity("", url, stated, header.title),
        url=url,
        claim=stated,
        name=header.title,
        text=text,
        publisher=site or sections.desk,
        author=header.author,
        published=header.published,
        modified=header.modified,
        rating=_rating(sections.blocks("rating")),
        language=_language(page, stated, sections),
        appearances=_appearances(sections),
        sources=_sources(sections.blocks("sources")),
        origin=source.origin,
        extra=header.extra,
    )


def completed(review: ClaimReview, page: Page, source: Importing) -> ClaimReview:
    """A fact-check from a page's markup, what the markup leaves open filled from the page itself."""
    header = _read_header(split(page.blocks).blocks(HEADER), page, source)
    article: ClaimReview | None = None
    if not review.text:
        try:
            article = read_article(page, source)
        except Unfit:
            article = None  # a page without sections: the markup is all there is
    return replace(
        review,
        name=review.name or header.title,
        text=review.text or (article.text if article else ""),
        author=review.author or header.author,
        published=review.published or header.published,
        publisher=review.publisher or page.first_meta("og:site_name"),
        language=review.language or language_code(page.language),
        sources=review.sources or (article.sources if article else ()),
        appearances=review.appearances or (article.appearances if article else ()),
    )


def _claim(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """What stands as the claim, and what else stands under its heading."""
    taken: list[str] = []
    words = [block for block in blocks if block.text and block.kind != "img"]
    for number, block in enumerate(words):
        if taken and len("\n".join(taken)) + len(block.text) > _LONGEST_STATED_CLAIM:
            return "\n".join(taken), words[number:]
        if len(block.text) > LONGEST_CLAIM:
            raise Unfit(
                f"has {len(block.text):,} characters under its claim's heading; no claim is that long"
            )
        taken.append(block.text)
    return "\n".join(taken), []


@dataclass(frozen=True, slots=True)
class _Header:
    title: str = ""
    author: str = ""
    published: PartialDate | None = None
    modified: PartialDate | None = None
    extra: tuple[tuple[str, str], ...] = ()


def _read_header(blocks: Sequence[Block], page: Page, source: Importing) -> _Header:
    """Title, author and dates: from the page's head where it states them, else from the lines above the claim."""
    title = _title(blocks, page)
    lines = [block for block in blocks if block.text and block.kind != "img"]
    first, last = _dates([block.text for block in lines if block.text != title])
    stated = page.first_meta("article:published_time", "datepublished", "date", "dc.date", "parsely-pub-date")
    changed = page.first_meta("article:modified_time", "datemodified", "og:updated_time")
    extra: list[tuple[str, str]] = []
    published = _date([stated, page.published, *first], "published", source, extra)
    modified = _date([changed, *last], "modified", source, extra)
    body = [block for block in lines if block.text not in {title, *first, *last}]
    captions = [block.text for block in body if block.kind == "figcaption"] or _captions(body)
    extra += [("caption", text) for text in captions[:1]]
    author = page.first_meta("author", "article:author", "dc.creator") or page.author
    if not author or author.startswith("http"):
        author = _author([block.text for block in lines], title, first)
    return _Header(title, _BY.sub("", author), published, modified, tuple(extra))


def _dates(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines that may be dates of publication, and those of the last update, told by the words before them."""
    first: list[str] = []
    last: list[str] = []
    updating = False
    for text in lines:
        if _UPDATED.match(text):
            updating = True
        if _may_be_date(text):
            (last if updating else first).append(text)
            updating = False
    return first, last


def _title(blocks: Sequence[Block], page: Page) -> str:
    """The title: the heading that the page's head repeats, else its first heading, else the line that stands twice."""
    stated = _SITE_IN_TITLE.sub("", page.first_meta("og:title", "twitter:title") or page.title)
    first = [block.text for block in page.blocks if block.kind == "h1"]
    for text in first:
        if stated and fold(text) in fold(stated):
            return one_line(text)
    if stated or first:
        return stated or one_line(first[0])
    texts = [block.text for block in blocks if len(block.text.split()) >= _FEWEST_TITLE_WORDS]
    twice = [text for text in texts if texts.count(text) > 1]
    return next(iter((*twice, *texts)), "")


def _may_be_date(text: str) -> bool:
    return (
        len(text) <= _LONGEST_DATE
        and bool(_YEAR.search(fold(text)))
        and len(text.split()) <= _MOST_NAME_WORDS + 3
    )


def _date(
    written: Iterable[str], name: str, source: Importing, extra: list[tuple[str, str]]
) -> PartialDate | None:
    """The first of several dates that can be read; when none can, the first is kept as written."""
    tried = [text for text in written if text]
    for text in tried:
        try:
            return source.read_date(text, "date on the page")
        except UnclearDate:
            continue
    if tried:
        source.notes.take_unread_date(name, tried[0])
        extra.append((name, tried[0]))
    return None


def _author(lines: Sequence[str], title: str, dates: Sequence[str]) -> str:
    """Who wrote it: the line that says so, else the first short line between title and date."""
    for text in lines:
        if _BY.match(text) and len(text.split()) <= _MOST_NAME_WORDS + 2:
            return _once(_BY.sub("", text))
    end = next((number for number, text in enumerate(lines) if text in dates), 0)
    start = lines.index(title) + 1 if title in lines[:end] else 0
    names = [
        text
        for text in lines[start:end]
        if len(text.split()) <= 2 * _MOST_NAME_WORDS and any(c.isalpha() for c in text)
    ]
    return _once(names[0]) if names else ""


def _once(name: str) -> str:
    """A name that a page shows twice, once for its picture and once for itself, as one."""
    for gap in (0, 1):
        half = (len(name) - gap) // 2
        if len(name) == 2 * half + gap and name[:half] == name[half + gap :]:
            return name[:half].strip()
    return name


def _captions(lines: Sequence[Block]) -> list[str]:
    """The lead picture's caption: it ends with its credit in brackets."""
    ending = (".", ")")
    return [
        block.text
        for block in lines
        if block.text.endswith(ending) and "(" in block.text and block.kind not in HEADINGS
    ]


def _joined(blocks: Iterable[Block]) -> str:
    return "\n".join(
        block.text for block in blocks if block.text and block.kind != "img" and not block.is_link
    )


def _rating(blocks: Sequence[Block]) -> str:
    """The label under the rating's heading, as words or as a picture's alternative text."""
    worded = [block for block in blocks if block.kind != "img"]
    for block in (*worded, *blocks):
        words = one_line(block.text)
        if words and len(words) <= _LONGEST_RATING and any(c.isalpha() for c in words):
            return words.rstrip(".")
    return ""


def _language(page: Page, claim: str, sections: Sections) -> str:
    """What the page says, unless its letters say otherwise; else the language of its headings."""
    letters = [c for c in claim if c.isalpha()]
    arabic = sum("\u0600" <= c <= "\u06ff" for c in letters)
    stated = language_code(page.language or page.first_meta("og:locale", "content-language"))
    if arabic * 2 > len(letters):
        return stated if stated in {"fa", "ur", "ku", "ps"} else "ar"
    return stated if stated not in {"", "ar"} else sections.script or stated


def _appearances(sections: Sections) -> tuple[Appearance, ...]:
    """The posts that are linked where the article tells how the claim spread; archived copies beside them."""
    found: list[Appearance] = []
    for part in ("claim", "posted", "story"):
        for block in sections.blocks(part):
            for words, url in block.links:
                if _host_in(url, headings().archives):
                    found.append(Appearance(url, archived_url=url, caption=words))
                elif part == "posted" or _host_in(url, headings().hosts):
                    found.append(Appearance(url, caption=words))
    return tuple(dict.fromkeys(found))


def _host_in(url: str, hosts: frozenset[str]) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def _sources(blocks: Sequence[Block]) -> tuple[Source, ...]:
    found: list[Source] = []
    for block in blocks:
        found += [Source(words or url, url) for words, url in block.links]
        if block.text and not block.links and block.kind != "img":
            found.append(Source(block.text))
    return tuple(dict.fromkeys(found))
