"""The sources of an article: the post that was checked, the sightings, other posts, earlier fact-checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.model.article import ArticleSource
from firstseen.model.post import post_id
from firstseen.model.wording import Words, date_words, iso_of, shortened
from firstseen.publish.prose.names import host_of, platform_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from firstseen.model.post import Post
    from firstseen.model.review import ClaimReview
    from firstseen.model.sighting import Sighting
    from firstseen.publish.materials import CaseValues

CHECKED: Final = "p1"
"""The id of the source that is the post which was checked."""

_POSTS: Final = 12
"""Other posts that are listed. Source: a reader follows a handful; all of them are in the evidence bundle."""

_CHECKS: Final = 3
"""Fact-checks of the same claim that an article rests on."""

_NAME: Final = 120
_ARCHIVES: Final = (
    "archive.org",
    "archive.ph",
    "archive.is",
    "archive.today",
    "archive.vn",
    "archive.md",
    "archive.li",
    "perma.cc",
    "ghostarchive.org",
    "webcitation.org",
    "megalodon.jp",
)


@dataclass(frozen=True, slots=True)
class SourceList:
    """The sources, and by the id of a sighting, post or review which of them it is."""

    sources: tuple[ArticleSource, ...]
    ids: Mapping[str, str]

    def marks(self, *evidence: str) -> tuple[str, ...]:
        """The ids of the sources that these pieces of evidence are; unknown ones are left out."""
        return tuple(dict.fromkeys(self.ids[one] for one in evidence if one in self.ids))


def checked_post_id(values: CaseValues) -> str:
    """The id of the post that was checked, as the case's story has it."""
    claim = values.claim
    posted = claim.posted.iso if claim.posted else ""
    return post_id(claim.url, claim.claimant, claim.reading.text, posted)


def list_sources(values: CaseValues) -> SourceList:
    """Sightings as s1, s2 and so on; the post that was checked as p1, other posts after it; fact-checks as r1."""
    found = [
        *_sightings(values),
        _checked(values),
        *_posts(values),
        *_reviews(values),
    ]
    ids = {source.evidence: source.id for source in reversed(found) if source.evidence}
    return SourceList(tuple(found), ids)


def _sightings(values: CaseValues) -> Iterator[ArticleSource]:
    for number, sighting in enumerate(values.timeline.sightings, 1):
        record = sighting.record
        name = sighting_name(sighting)
        yield ArticleSource(
            id=f"s{number}",
            name=name.en,
            name_ar=name.ar,
            url=web_address(record.url),
            archived_url=archived(record.url, record.extra),
            published=iso_of(record.published) if record.published else "",
            evidence=sighting.id,
        )


def sighting_name(sighting: Sighting) -> Words:
    """Who showed it, or where it stands; the date of the copy when nobody noted either."""
    record = sighting.record
    known = shortened(record.source, _NAME) or host_of(record.url)
    if known:
        return Words(known, known)
    if record.published:
        when = date_words(record.published)
        return Words(f"Copy of {when.en}", f"نسخة تاريخها {when.ar}")
    return Words("Copy without a date", "نسخة بلا تاريخ")


def _checked(values: CaseValues) -> ArticleSource:
    claim = values.claim
    own = next((post for post in _story(values) if post.id == checked_post_id(values)), None)
    name = _post_name(claim.claimant, platform_of(claim.url, own.platform if own else ""))
    return ArticleSource(
        id=CHECKED,
        name=name.en,
        name_ar=name.ar,
        url=web_address(claim.url),
        archived_url=_copy(own, claim.url),
        published=iso_of(claim.posted) if claim.posted else "",
        evidence=checked_post_id(values),
    )


def _post_name(author: str, platform: Words) -> Words:
    who = shortened(author, _NAME)
    if who and platform:
        return Words(f"{who} on {platform.en}", f"{who} على {platform.ar}")
    if who:
        return Words(who, who)
    if platform:
        return Words(f"A post on {platform.en}", f"منشور على {platform.ar}")
    return Words("The post that was checked", "المنشور موضع التحقق")


def other_posts(values: CaseValues) -> tuple[Post, ...]:
    """The posts that carry the footage besides the one that was checked and the sightings before the claim."""
    seen = {sighting.record.url for sighting in values.timeline.sightings if sighting.record.url}
    own = checked_post_id(values)
    return tuple(
        post
        for post in _story(values)
        if post.id != own and post.url not in seen and post.url != values.claim.url
    )


def _posts(values: CaseValues) -> Iterator[ArticleSource]:
    for number, post in enumerate(other_posts(values)[:_POSTS], 2):
        name = _post_name(post.author, platform_of(post.url, post.platform))
        if name.en == "The post that was checked":
            name = Words("Another post", "منشور آخر")
        yield ArticleSource(
            id=f"p{number}",
            name=name.en,
            name_ar=name.ar,
            url=web_address(post.url),
            archived_url=_copy(post, post.url),
            published=iso_of(post.published) if post.published else "",
            evidence=post.id,
        )


def _reviews(values: CaseValues) -> Iterator[ArticleSource]:
    for number, review in enumerate((*reviews_of_footage(values), *reviews_of_claim(values)), 1):
        name = review_name(review)
        yield ArticleSource(
            id=f"r{number}",
            name=name.en,
            name_ar=name.ar,
            url=web_address(review.url),
            archived_url=archived(review.url),
            published=iso_of(review.published) if review.published else "",
            evidence=review.id,
        )


def review_name(review: ClaimReview) -> Words:
    """Who published a fact-check; where it stands when that is not known."""
    name = shortened(review.publisher or host_of(review.url) or review.name, _NAME)
    return Words(name or "A published fact-check", name or "تحقق منشور")


def reviews_of_footage(values: CaseValues) -> tuple[ClaimReview, ...]:
    """The fact-checks of the same footage: the article may rest on what they say of it."""
    return tuple(hit.review for hit in values.reviews.footage)


def reviews_of_claim(values: CaseValues) -> tuple[ClaimReview, ...]:
    """The fact-checks of the same claim, where there is no footage that could be looked for; else they are links."""
    if values.has_footage:
        return ()
    known = {review.id for review in reviews_of_footage(values)}
    found = [hit.review for hit in values.reviews.claim if hit.review.id not in known]
    return tuple(found[:_CHECKS])


def _story(values: CaseValues) -> tuple[Post, ...]:
    return values.story.posts if values.story else ()


def _copy(post: Post | None, url: str) -> str:
    kept = next((web_address(one) for one in post.archived_urls if web_address(one)), "") if post else ""
    return kept or archived(url)


def archived(url: str, extra: tuple[tuple[str, str], ...] = ()) -> str:
    """An archive copy among what was noted beside an address, or the address itself when it is one; else empty."""
    for name, value in extra:
        if "archiv" in name.lower() and web_address(value.strip()):
            return value.strip()
    host = host_of(url)
    is_copy = any(host == one or host.endswith(f".{one}") for one in _ARCHIVES)
    return web_address(url) if is_copy else ""


def web_address(url: str) -> str:
    """The address when it is one of the web; empty for anything else, which no page may link."""
    lowered = url.strip().lower()
    safe = lowered.startswith(("https://", "http://")) and not any(c.isspace() for c in url.strip())
    return url.strip() if safe and host_of(url) and url.isprintable() else ""
