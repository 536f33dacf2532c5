"""What the API answers about fact-checks, articles, the exchange and the desk."""

from __future__ import annotations

from typing import Any, Literal

from firstseen.model.article import ChangeKind, EditionLanguage, LinkReason, PictureKind
from firstseen.model.exchange import ListKind, Standing
from firstseen.model.media import MediaKind
from firstseen.model.review import Category
from firstseen.web.api.models.basics import (
    Told,
)
from firstseen.web.api.models.cases import (
    Agreement,
    Said,
)


class Appearance(Told):
    """A place where a claim or its media was seen."""

    url: str
    archived_url: str
    published: str | None
    caption: str


class MediaReview(Told):
    """What a fact-check says of one piece of media."""

    category: Category | None
    category_text: str
    original_context: str
    original_url: str
    appearances: list[Appearance]
    kind: MediaKind | None


class ReviewSource(Told):
    """Something a fact-check rests on."""

    name: str
    url: str


class Review(Told):
    """A published fact-check."""

    id: str
    url: str
    claim: str
    name: str
    text: str
    publisher: str
    publisher_url: str
    author: str
    published: str | None
    modified: str | None
    rating: str
    label: str
    language: str
    claimant: str
    claim_date: str | None
    appearances: list[Appearance]
    media: list[MediaReview]
    sources: list[ReviewSource]
    corrections: list[str]
    origin: str
    extra: list[list[str]]


class Edition(Told):
    """The article in one language; `body` is Markdown."""

    language: EditionLanguage
    title: str
    summary: str
    body: str


class Picture(Told):
    """A picture made from the evidence."""

    id: str
    kind: PictureKind
    file: str
    width_px: int
    height_px: int
    alt: str
    alt_ar: str
    caption: str
    caption_ar: str
    credit: str
    evidence: list[str]


class ArticleSource(Told):
    """Something the article rests on."""

    id: str
    name: str
    name_ar: str
    url: str
    archived_url: str
    published: str
    evidence: str


class Correction(Told):
    """What was changed after publication."""

    kind: ChangeKind
    at: str
    by: str
    note: str
    note_ar: str


class ReadMore(Told):
    """Another fact-check worth reading."""

    reason: LinkReason
    title: str
    title_ar: str
    case_id: str
    url: str
    publisher: str


class Article(Told):
    """One version of the article of a case."""

    case_id: str
    version: int
    slug: str
    topic: str
    by: str
    at: str
    verdict_id: str
    rating: str
    category: Category | None
    review: Review
    editions: list[Edition]
    sources: list[ArticleSource]
    pictures: list[Picture]
    corrections: list[Correction]
    read_more: list[ReadMore]
    evidence: list[str]


class Remark(Told):
    """Something about an article that a person should mend; `blocks` says that it cannot be published so."""

    name: str
    sentence: str
    sentence_ar: str
    where: str
    blocks: bool


class Approval(Told):
    """A second person's consent to publish one version."""

    case_id: str
    version: int
    by: str
    at: str


class Publication(Told):
    """What readers got, kept for good."""

    case_id: str
    number: int
    change: ChangeKind
    article: Article
    by: str
    at: str
    first_published: str
    approved_by: list[str]
    note: str
    note_ar: str


class AuditEntry(Told):
    """One thing that was done. Each digest is that of the entry together with the one before."""

    number: int
    who: str
    at: str
    what: str
    subject: str
    detail: dict[str, Any]
    previous: str
    digest: str


class AuditCheck(Told):
    """What checking the audit came to; `problem` is null when nothing is wrong."""

    entries: int
    head: str | None
    altered: int | None
    problem: str | None


class Setting(Told):
    """A setting: what holds, what it means, and what it may be."""

    key: str
    value: bool | int | float | str
    default: bool | int | float | str
    unit: str | None
    meaning: str
    source: str
    allowed: str


class Exchange(Told):
    """A list of fingerprints that another desk gave."""

    id: str
    desk: str
    signer: str
    standing: Standing
    kind: ListKind
    footage: int
    frames: int
    by: str
    at: str
    file: str
    made: str
    refused: int


class BadLine(Told):
    """An item that could not come in."""

    line: int
    unit: str
    reason: str


class Taken(Told):
    """A list that was taken in."""

    list: Exchange
    new: bool
    refused: list[BadLine]  # type: ignore[valid-type]


class Known(Told):
    """Footage of this desk that another asked about."""

    media_id: str
    asked: str
    said: Said
    agreements: list[Agreement]


class ExchangeAnswer(Told):
    """What this desk answers to another's question."""

    asker: str
    standing: Standing
    asked: int
    notes: list[str]
    known: list[Known]


class Trusted(Told):
    """A desk whose key is believed."""

    key: str
    name: str
    by: str
    at: str


class Keys(Told):
    """This desk's public key, and those it believes."""

    key: str
    items: list[Trusted]
    next: None


class Health(Told):
    """That the desk answers."""

    status: Literal["ok"]
    version: str
