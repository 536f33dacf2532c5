"""A case becomes an article: both editions, the sources they rest on, and what the markup says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.model.article import LANGUAGES, Article, Edition
from firstseen.model.review import Appearance, ClaimReview, MediaReview, Source
from firstseen.publish.prose.analysis import analysis_section, contradictions
from firstseen.publish.prose.claim import claim_section, story_section
from firstseen.publish.prose.names import CATEGORIES
from firstseen.publish.prose.nouns import of_picture, words_of_picture
from firstseen.publish.prose.sentences import paragraph, say
from firstseen.publish.prose.sources import CHECKED, list_sources, other_posts, web_address
from firstseen.publish.prose.titles import slug_of, summary_of, title_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from firstseen.model.article import ArticleSource, EditionLanguage
    from firstseen.model.wording import Words
    from firstseen.publish.materials import CaseValues
    from firstseen.publish.prose.sentences import Sentence
    from firstseen.publish.prose.sources import SourceList

HEADINGS: Final[dict[str, dict[EditionLanguage, str]]] = {
    "claim": {"en": "The Claim", "ar": "الادعاء"},
    "story": {"en": "Emerging story", "ar": "الخبر المتداول"},
    "analysis": {"en": "Analysis", "ar": "التحقيق"},
    "rating": {"en": "Classification", "ar": "تصنيف الخبر"},
}
"""The sections of the body, in order; sources, corrections and links are made from the article's fields."""


def draft_article(values: CaseValues, *, slug: str = "", taken: Container[str] = ()) -> Article:
    """The article of a case in both editions, each sentence with the sources it rests on.

    `slug` is kept when it is given; a new one is none of those `taken`. The same values give the same article.
    """
    sources = list_sources(values)
    title, summary = title_of(values), summary_of(values)
    if _shows_picture(values):
        title, summary = words_of_picture(title), words_of_picture(summary)
    editions = tuple(_edition(values, sources, language, title, summary) for language in LANGUAGES)
    verdict = values.verdict
    return Article(
        case_id=values.case.id,
        version=values.version,
        slug=slug or slug_of(title.en, values.at.date(), taken),
        topic=values.topic,
        by=values.by,
        at=values.at,
        verdict_id=verdict.id if verdict else "",
        rating=verdict.rating if verdict else "",
        category=verdict.category if verdict else None,
        review=_review(values, sources.sources, title),
        editions=editions,
        sources=sources.sources,
        pictures=values.pictures,
        read_more=values.read_more,
        evidence=tuple(sighting.id for sighting in values.timeline.sightings),
    )


def _edition(
    values: CaseValues, sources: SourceList, language: EditionLanguage, title: Words, summary: Words
) -> Edition:
    pictures = tuple(picture.id for picture in values.pictures)
    sections = {
        "claim": claim_section(values, language),
        "story": story_section(values, sources, language),
        "analysis": analysis_section(values, sources, language, pictures),
        "rating": _rating(values, sources, language),
    }
    blocks = [
        block for key, section in sections.items() for block in (f"## {HEADINGS[key][language]}", *section)
    ]
    if _shows_picture(values):
        blocks = [of_picture(block, language) for block in blocks]
    body = "\n\n".join(blocks) + "\n"
    return Edition(language, getattr(title, language), getattr(summary, language), body)


def _shows_picture(values: CaseValues) -> bool:
    """Whether what was checked is a picture that does not move."""
    return values.case.query is not None and values.case.query.media.kind == "still"


def _rating(values: CaseValues, sources: SourceList, language: EditionLanguage) -> Iterator[str]:
    """The rating with what it means, and how the footage misleads."""
    yield paragraph(_rated(values, sources), language)


def _rated(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    evidence = [one for finding in contradictions(values) for one in finding.evidence]
    marks = (*sources.marks(*evidence), CHECKED)
    rating = values.rating
    if values.verdict is None or rating is None:
        yield say("This claim has not been rated yet.", "لم يُصنَّف هذا الادعاء بعد.", *marks)
        return
    yield say(
        f"{rating.label.en}: {rating.means.en[:1].lower()}{rating.means.en[1:]}",
        f"{rating.label.ar}: {rating.means.ar}",
        *marks,
    )
    if values.has_footage:
        how = CATEGORIES[values.verdict.category]
        yield say(how.en, how.ar, *marks)


def _review(values: CaseValues, sources: tuple[ArticleSource, ...], title: Words) -> ClaimReview:
    """What the markup says: the claim with its appearances, the footage with the copies that were found."""
    claim = values.claim
    verdict = values.verdict
    by_id = {source.evidence: source for source in sources if source.evidence}
    checked = next(source for source in sources if source.id == CHECKED)
    posts = [Appearance(checked.url, checked.archived_url, claim.posted, claim.reading.text)]
    posts += [
        Appearance(web_address(post.url), by_id[post.id].archived_url, post.published, post.caption)
        for post in other_posts(values)
        if post.id in by_id
    ]
    old = [
        Appearance(source.url, source.archived_url, sighting.record.published, sighting.record.caption)
        for sighting in values.timeline.sightings
        if (source := by_id.get(sighting.id))
    ]
    media = MediaReview(
        verdict.category if verdict else None,
        original_context=_original(values),
        original_url=next((one.url for one in old if one.url), ""),
        appearances=tuple(one for one in (*old, *posts) if one.url),
        kind=values.case.query.media.kind if values.case.query else None,
    )
    return ClaimReview(
        id=values.case.id,
        url="",
        claim=claim.reading.text,
        name=title.en,
        rating=values.rating.label.en if values.rating else "",
        label=verdict.rating if verdict else "",
        language="" if claim.reading.language == "und" else claim.reading.language,
        claimant=claim.claimant,
        claim_date=claim.posted,
        appearances=tuple(one for one in posts if one.url),
        media=(media,) if values.has_footage else (),
        sources=tuple(Source(one.name, one.url) for one in sources),
    )


def _original(values: CaseValues) -> str:
    """What the earliest source says that the footage shows."""
    first = values.timeline.first_seen
    if first is None:
        return ""
    record = first.record
    told = [record.event or record.caption, record.place, record.published.iso if record.published else ""]
    return "; ".join(part for part in told if part.strip())
