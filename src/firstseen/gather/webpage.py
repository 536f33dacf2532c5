"""A page of HTML becomes the fact-checks it holds: by its markup for machines, else by its section headings."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.gather.article import completed, read_article
from firstseen.gather.documents import read_review_document
from firstseen.gather.jsonld import is_claim_review, is_media_review, read_graph
from firstseen.gather.jsontext import read_json
from firstseen.gather.notes import Unfit
from firstseen.gather.pages import read_page
from firstseen.gather.plain import unescaped
from firstseen.model.review import ClaimReview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.gather.documents import Imported
    from firstseen.gather.jsontext import Json
    from firstseen.gather.notes import Importing
    from firstseen.gather.pages import Page

_WRAPPING: Final = re.compile(
    r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$"
)
_CHARSET: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_KNOWN_CODEC: Final = re.compile(
    r"(?:utf-?8|utf-?16|windows-?\d|cp\d|iso-?8859|latin|us-ascii|koi8|gb|big5|shift|sjis|euc|mac)",
    re.IGNORECASE,
)
"""Encodings of text; Python knows others, which are none or take forever."""

_HEAD_BYTES: Final = 4096
_ARABIC: Final = re.compile(rb"""lang=["']?ar\b""", re.IGNORECASE)


def read_review_page(text: str, source: Importing) -> Iterator[Imported]:
    """The fact-checks of a page: those of its JSON-LD, else of its microdata, else the article itself.

    What the markup leaves open is filled from the page. A page that is none of these is one error.
    """
    page = read_page(text, source.base)
    if not source.base:
        source = replace(source, base=page.first_meta("canonical", "og:url"))
        page.address = source.base
    found = list(_marked_up(page, source))
    if any(isinstance(one, ClaimReview) for one in found):
        yield from found
        return
    yield from found
    try:
        yield read_article(page, source)
    except Unfit as error:
        if not found:
            yield source.bad(0, error)


def _marked_up(page: Page, source: Importing) -> Iterator[Imported]:
    documents: list[Json] = []
    for number, script in enumerate(page.scripts, start=1):
        try:
            documents.append(_script(script))
        except Unfit as error:
            if "ClaimReview" in script or "claimReviewed" in script:
                yield source.bad(number, error, "JSON-LD block")
            else:
                source.notes.ignored["JSON-LD block that is not JSON"] += 1
    for document in (documents, page.items):
        if not _holds_review(document):
            continue
        items = list(read_review_document(document, source))
        alone = sum(isinstance(one, ClaimReview) for one in items) == 1
        for one in items:
            yield _filled(one, page, source, alone=alone) if isinstance(one, ClaimReview) else one
        return


def _holds_review(document: Json) -> bool:
    try:
        graph = read_graph(document)
    except Unfit:
        return True
    return any(
        is_claim_review(one) or is_media_review(one) for one in (*graph.claim_reviews, *graph.media_reviews)
    )


def _filled(review: ClaimReview, page: Page, source: Importing, *, alone: bool) -> ClaimReview:
    """A page's only fact-check is what the page is about; of several, the page's text is nobody's own."""
    filled = completed(review, page, source)
    if alone:
        return filled
    return replace(filled, text=review.text, sources=review.sources, appearances=review.appearances)


def _script(script: str) -> Json:
    """The JSON of a script, out of the comment or CDATA section that old systems wrap it in, or written as entities."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", script))
    try:
        return read_json(text)
    except Unfit:
        if "&quot;" not in text:
            raise
        return read_json(unescaped(text))


def decoded(content: bytes, source: Importing, declared: str = "") -> str:
    """The text of a page or feed: by its mark, by what it or its server declares, as UTF-8, or else as a guess.

    A guess (Windows-1256 for a page in Arabic, else Windows-1252) is noted.
    """
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-8-sig" if content[0] == 0xEF else "utf-16", "replace")  # noqa: PLR2004
    head = content[:_HEAD_BYTES]
    stated = _CHARSET.search(head)
    for name in ("utf-8", declared, stated[1].decode("ascii") if stated else ""):
        try:
            if _KNOWN_CODEC.match(name):
                return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    source.notes.guessed_encodings += 1
    if stated and stated[1].lower() in {b"utf-8", b"utf8"}:
        return content.decode("utf-8", "replace")
    return content.decode("cp1256" if _ARABIC.search(head) else "cp1252", "replace")
