"""The claim, and the emerging story: what was posted, by whom, when and where, and how it spread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.model.dates import read_date
from firstseen.model.wording import Words, counted, date_words, dated
from firstseen.publish.prose.names import LANGUAGES, noun_of, platform_of
from firstseen.publish.prose.sentences import block_quote, named, paragraph, quoted, say
from firstseen.publish.prose.sources import CHECKED, checked_post_id, other_posts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstseen.model.article import EditionLanguage
    from firstseen.model.post import Post
    from firstseen.model.story import StoryReach
    from firstseen.model.time import PartialDate
    from firstseen.publish.materials import CaseValues
    from firstseen.publish.prose.sentences import Sentence
    from firstseen.publish.prose.sources import SourceList

_VERSIONS: Final = 3
"""Other wordings that are quoted."""

_COUNTS: Final = {
    "views": (("view", "views"), ("مشاهدة واحدة", "مشاهدتان", "مشاهدات", "مشاهدة")),
    "likes": (("like", "likes"), ("إعجاب واحد", "إعجابان", "إعجابات", "إعجابًا")),
    "shares": (("share", "shares"), ("مشاركة واحدة", "مشاركتان", "مشاركات", "مشاركة")),
    "comments": (("comment", "comments"), ("تعليق واحد", "تعليقان", "تعليقات", "تعليقًا")),
}

_POSTS: Final = (("post", "posts"), ("منشور واحد", "منشورين", "منشورات", "منشورًا"))


def claim_section(values: CaseValues, language: EditionLanguage) -> Iterator[str]:
    """Who posted what, when, where, in which language, word for word, and how far it got."""
    yield paragraph([_posted(values)], language)
    yield block_quote(values.claim.reading.text)
    told = list(_reach_of_post(values))
    if told:
        yield paragraph(told, language)


def _posted(values: CaseValues) -> Sentence:
    claim = values.claim
    noun = noun_of(values.case.query.media if values.case.query else None)
    shown = values.has_footage
    where = platform_of(claim.url)
    when = dated(claim.posted) if claim.posted else None
    tongue = LANGUAGES.get(claim.reading.language)
    who = named(claim.claimant) if claim.claimant.strip() else None
    what, what_ar = "", ""
    if shown:
        what, what_ar = f" {'' if noun.en == 'footage' else 'a '}{noun.en}", f" {noun.ar_one}"
    on = Words(f" on {where.en}", f" على {where.ar}") if where else Words("", "")
    text_en = f"this text{f' in {tongue.en}' if tongue else ''}"
    text_ar = f"النص الآتي{f' ب{tongue.ar}' if tongue else ''}"
    if who:
        time = Words(f" {when.en}", f" {when.ar}") if when else Words("", "")
        if not shown:
            en, ar = (
                f"{who.en} posted {text_en}{on.en}{time.en}",
                f"نشر الحساب {who.ar} {text_ar}{on.ar}{time.ar}",
            )
            return say(f"{en}:", f"{ar}:", CHECKED)
        en, ar = f"{who.en} posted{what}{on.en}{time.en}", f"نشر الحساب {who.ar}{what_ar}{on.ar}{time.ar}"
    else:
        of = date_words(claim.posted) if claim.posted else None
        en = (
            f"A post{on.en} of {of.en} carried{what}"
            if of
            else f"A post{on.en} without a known date carried{what}"
        )
        ar = f"تضمّن منشور{on.ar} تاريخه {of.ar}{what_ar}" if of else f"تضمّن منشور{on.ar} غير مؤرخ{what_ar}"
    joined = " with" if shown else ""
    joined_ar = " مع" if shown else ""
    return say(f"{en}{joined} {text_en}:", f"{ar}{joined_ar} {text_ar}:", CHECKED)


def _reach_of_post(values: CaseValues) -> Iterator[Sentence]:
    """How far the post that was checked had got when somebody last looked."""
    posts = values.story.posts if values.story else ()
    own = next((post for post in posts if post.id == checked_post_id(values)), None)
    if own is None or not own.reach:
        return
    newest = max(own.reach, key=lambda one: one.at.latest.timestamp() if one.at else 0.0)
    told = _reach_words(newest)
    if not told:
        return
    when = f", {dated(newest.at).en}" if newest.at else ""
    when_ar = f" {dated(newest.at).ar}" if newest.at else ""
    yield say(
        f"When it was last looked at{when}, the post had {told.en}.",
        f"وعند آخر اطلاع عليه{when_ar} كان للمنشور {told.ar}.",
        CHECKED,
    )


def _reach_words(reach: object) -> Words:
    found = [
        counted(count, *forms)
        for name, forms in _COUNTS.items()
        if (count := getattr(reach, name)) is not None
    ]
    if not found:
        return Words("", "")
    en = ", ".join(one.en for one in found[:-1])
    ar = " و".join(one.ar for one in found)
    return Words(f"{en} and {found[-1].en}" if en else found[0].en, ar)


def story_section(values: CaseValues, sources: SourceList, language: EditionLanguage) -> Iterator[str]:
    """The posts that carry the footage with the claim, over time, in their several wordings."""
    posts = _spreading(values)
    yield paragraph([_spread(posts, sources), *_busiest(values, posts, sources)], language)
    versions = list(_versions(values, posts, sources))
    if versions:
        yield paragraph(versions, language)
    reach = list(_reach(values, posts, sources))
    if reach:
        yield paragraph(reach, language)


def _spreading(values: CaseValues) -> tuple[Post, ...]:
    """The other posts of the story: earlier appearances belong to the analysis."""
    posted = values.claim.posted
    return tuple(
        post
        for post in other_posts(values)
        if posted is None or post.published is None or not post.published.certainly_before(posted)
    )


def _spread(posts: Sequence[Post], sources: SourceList) -> Sentence:
    if not posts:
        return say(
            "No other post with this claim was found so far.",
            "لم يُعثر حتى الآن على منشور آخر يتضمن هذا الادعاء.",
            CHECKED,
        )
    marks = sources.marks(*(post.id for post in posts))[:4]
    count = counted(len(posts), *_POSTS)
    on = _platforms(posts)
    dates = sorted((p.published for p in posts if p.published), key=lambda date: date.latest)
    en = f"The same footage was also found in {count.en}{on.en}"
    ar = f"عُثر على المادة نفسها في {count.ar}{on.ar}"
    if dates:
        over = _over(dates)
        en, ar = f"{en}, {over.en}", f"{ar}، {over.ar}"
    undated = sum(post.published is None for post in posts)
    if undated and dates:
        without = counted(undated, *_POSTS)
        en, ar = f"{en}; {without.en} without a date", f"{ar}؛ منها {undated} بلا تاريخ"
    return say(f"{en}.", f"{ar}.", CHECKED, *marks)


def _over(dates: Sequence[PartialDate]) -> Words:
    """The time that several dates lie in: one date, or from the first to the last."""
    first, last = dates[0], dates[-1]
    if first.zone_known == last.zone_known:
        return dated(replace(first, earliest=min(one.earliest for one in dates), latest=last.latest))
    one, other = date_words(first), date_words(last)
    return Words(f"from {one.en} to {other.en}", f"من {one.ar} إلى {other.ar}")


def _platforms(posts: Sequence[Post]) -> Words:
    found = list(dict.fromkeys(w for post in posts if (w := platform_of(post.url, post.platform))))[:3]
    if not found:
        return Words("", "")
    en = ", ".join(one.en for one in found[:-1])
    return Words(
        f" on {en} and {found[-1].en}" if en else f" on {found[0].en}",
        " على " + " و".join(one.ar for one in found),
    )


def _busiest(values: CaseValues, posts: Sequence[Post], sources: SourceList) -> Iterator[Sentence]:
    """The day with most posts, where there is one."""
    story = values.story
    days = [day for day in story.days if len(day.date) == len("2024-12-05")] if story else []
    ordered = sorted(days, key=lambda day: -day.posts)
    if not posts or len(ordered) < 2 or ordered[0].posts < 3 or ordered[0].posts == ordered[1].posts:  # noqa: PLR2004
        return
    day = dated(read_date(ordered[0].date))
    count = counted(ordered[0].posts, *_POSTS)
    marks = sources.marks(*(post.id for post in posts))[:2]
    yield say(f"Most of them, {count.en}, went up {day.en}.", f"ونُشر أكثرها {day.ar} ({count.ar}).", *marks)


def _versions(values: CaseValues, posts: Sequence[Post], sources: SourceList) -> Iterator[Sentence]:
    """Other wordings of the claim, each with how many posts carry it."""
    told = {post.id for post in posts}
    own = checked_post_id(values)
    groups = [one for one in values.story.captions if told & set(one.post_ids)] if values.story else []
    for group in groups[: _VERSIONS + 1]:
        ids = [one for one in group.post_ids if one in told]
        marks = sources.marks(*ids)[:3] or (CHECKED,)
        count = counted(len(ids), *_POSTS)
        if own in group.post_ids:
            yield say(
                f"The same or nearly the same words stand in {count.en}.",
                f"وورد النص نفسه أو ما يقاربه في {count.ar}.",
                *marks,
            )
        else:
            words = quoted(group.caption)
            yield say(
                f"Another wording, in {count.en}: {words.en}.",
                f"وفي {count.ar} صيغة أخرى: {words.ar}.",
                *marks,
            )


def _reach(values: CaseValues, posts: Sequence[Post], sources: SourceList) -> Iterator[Sentence]:
    """How far the posts had got together."""
    totals: Sequence[StoryReach] = values.story.reach[-1:] if values.story and posts else ()
    for total in totals:
        told = _reach_words(total)
        # What one post reached is told with that post.
        if not told or total.posts < 2:  # noqa: PLR2004
            continue
        when = dated(read_date(total.date)) if total.date else None
        count = counted(total.posts, *_POSTS)
        en = f", counted {when.en}" if when else ", counted at a time that nobody noted"
        ar = f" {when.ar}" if when else " في وقت لم يُسجَّل"
        marks = sources.marks(*(post.id for post in posts))[:3]
        yield say(
            f"Together {count.en} had {told.en}{en}.",
            f"وبلغ تفاعل {count.ar}{ar}: {told.ar}.",
            CHECKED,
            *marks,
        )
