"""The fact-check as readers get it: an article in editions, what it rests on, and what was published of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from firstseen.model.review import Category, ClaimReview

EditionLanguage = Literal["en", "ar"]
LANGUAGES: Final[tuple[EditionLanguage, ...]] = ("en", "ar")

PictureKind = Literal["side by side", "frame", "timeline", "map"]
ChangeKind = Literal["published", "updated", "corrected", "withdrawn"]
"""Updated: something was added and nothing was wrong. Corrected: something was wrong, and the note says what."""

LinkReason = Literal["same footage", "same claim", "same place"]


@dataclass(frozen=True, slots=True)
class Edition:
    """The article in one language.

    `body` is Markdown: a heading of the second level opens each section (The Claim, Emerging story, Analysis,
    Classification; sources, corrections and links are made from the article's own fields). `[@ID]` at the end of a
    sentence names what it rests on, the id of a source of the article; `![](ID)` places one of its pictures.
    """

    language: EditionLanguage
    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made from the evidence. `file` is its name under the desk's pictures: a SHA-256 and a suffix.

    `evidence` are ids of the sightings it shows; `credit` names whose pictures they are.
    """

    id: str
    kind: PictureKind
    file: str
    width_px: int
    height_px: int
    alt: str
    alt_ar: str
    caption: str = ""
    caption_ar: str = ""
    credit: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """Something the article rests on.

    `evidence` is the sighting, review or post it stands for, empty for one added by a person; `published` is the date
    as printed by whoever published it, empty when unknown.
    """

    id: str
    name: str
    name_ar: str = ""
    url: str = ""
    archived_url: str = ""
    published: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was changed after publication, in the words readers get, at an instant in aware UTC."""

    kind: ChangeKind
    at: datetime
    by: str
    note: str
    note_ar: str = ""


@dataclass(frozen=True, slots=True)
class ReadMore:
    """Another fact-check worth reading: one of this desk (`case_id`) or somebody else's (`url`)."""

    reason: LinkReason
    title: str
    title_ar: str = ""
    case_id: str = ""
    url: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about an article that a person should mend. `blocks` says that it cannot be published so.

    `name` is one of a fixed set (docs/reference/articles.md); `where` names the edition, section, picture or source.
    """

    name: str
    sentence: str
    sentence_ar: str
    where: str = ""
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """A draft of the fact-check of a case. Each change is one more version, from 1; earlier ones stay.

    `verdict_id`, `rating` and `category` are those of the verdict it was written for, empty while there is none.
    `review` is what the markup says: claim, claimant, appearances, media. `topic` is the section of the site.
    """

    case_id: str
    version: int
    slug: str
    topic: str
    by: str
    at: datetime
    verdict_id: str
    rating: str
    category: Category | None
    review: ClaimReview
    editions: tuple[Edition, ...]
    sources: tuple[ArticleSource, ...] = ()
    pictures: tuple[Picture, ...] = ()
    corrections: tuple[Correction, ...] = ()
    read_more: tuple[ReadMore, ...] = ()
    evidence: tuple[str, ...] = ()

    def edition(self, language: EditionLanguage) -> Edition | None:
        """The edition in one language, None when there is none."""
        return next((one for one in self.editions if one.language == language), None)


@dataclass(frozen=True, slots=True)
class Approval:
    """A second person's consent to publish one version of an article."""

    case_id: str
    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication of an article, kept for good; the newest one of a case is what readers get.

    `number` counts those of the case from 1. `first_published` is when the first one went out. `note` says what was
    changed, for readers; empty for the first.
    """

    case_id: str
    number: int
    change: ChangeKind
    article: Article
    by: str
    at: datetime
    first_published: datetime
    approved_by: tuple[str, ...] = ()
    note: str = ""
    note_ar: str = ""
