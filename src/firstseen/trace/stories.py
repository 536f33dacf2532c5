"""Posts that carry the same footage become a story: since when, on which days, in which words, and how far."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from firstseen.model.post import Post, post_id
from firstseen.model.story import Story, StoryCaption, StoryDay, StoryReach
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firstseen.model.post import Reach
    from firstseen.model.sighting import Sighting
    from firstseen.model.time import PartialDate

NEARLY_EQUAL: Final = 0.6
"""Captions that share this much of their words (Jaccard) tell the same. Source: Broder 1997, "On the resemblance and
containment of documents": near-copies lie above .5; a repost adds a hashtag or a name to a dozen words."""

_COUNTS: Final = ("views", "likes", "shares", "comments")
_COMMON: Final = 200
"""A word in more groups than this tells none of them apart, and is not looked up."""


def story(posts: Iterable[Post]) -> Story | None:
    """The story that posts of one piece of footage make, None for no post. The same post given twice counts once."""
    ordered = sorted({post.id: post for post in posts}.values(), key=_order)
    if not ordered:
        return None
    return Story(
        posts=tuple(ordered),
        days=_days(ordered),
        captions=_captions(ordered),
        reach=_reach(ordered),
    )


def post_of(sighting: Sighting) -> Post | None:
    """The post that a sighting is, by its record's address; None when it has none."""
    record = sighting.record
    if not record.url:
        return None
    return Post(
        id=post_id(record.url),
        url=record.url,
        author=record.source,
        caption=record.caption,
        language=record.language,
        published=record.published,
        captured=record.captured,
        media_ids=(sighting.media_id,) if sighting.media_id else (),
    )


def _order(post: Post) -> tuple[bool, float, float]:
    if post.published is None:
        return (True, 0.0, 0.0)
    return (False, post.published.latest.timestamp(), post.published.earliest.timestamp())


def _day(date: PartialDate) -> str:
    """The day of a date, or what is known of it when that is less."""
    if date.precision == "instant" and date.zone_known:
        return date.earliest.date().isoformat()
    return date.iso.partition("/")[0][:10] if date.precision != "interval" else date.iso


def _days(posts: Sequence[Post]) -> tuple[StoryDay, ...]:
    counted = Counter(_day(post.published) for post in posts if post.published)
    return tuple(StoryDay(date, counted[date]) for date in sorted(counted))


def _captions(posts: Sequence[Post]) -> tuple[StoryCaption, ...]:
    """Groups of nearly equal captions: a post joins the group whose first words are most like its own."""
    firsts: list[frozenset[str]] = []
    members: list[list[Post]] = []
    groups_of: dict[str, list[int]] = defaultdict(list)
    for post in posts:
        words = frozenset(fold(post.caption).split())
        if not words:
            continue
        home = _home(words, firsts, groups_of)
        if home is not None:
            members[home].append(post)
            continue
        for word in words:
            groups_of[word].append(len(firsts))
        firsts.append(words)
        members.append([post])
    told = [
        StoryCaption(group[0].caption, group[0].language, group[0].id, tuple(post.id for post in group))
        for group in members
    ]
    return tuple(sorted(told, key=lambda group: -len(group.post_ids)))


def _home(
    words: frozenset[str], firsts: Sequence[frozenset[str]], groups_of: dict[str, list[int]]
) -> int | None:
    """The group whose first caption is most like these words, None when none is enough."""
    shared: Counter[int] = Counter()
    for word in words:
        shared.update(groups_of[word][:_COMMON] if word in groups_of else ())
    best = max(shared, key=lambda group: _alike(words, firsts[group]), default=None)
    return best if best is not None and _alike(words, firsts[best]) >= NEARLY_EQUAL else None


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _reach(posts: Sequence[Post]) -> tuple[StoryReach, ...]:
    """The sum over all posts at the end of each day on which somebody looked; what nobody dated comes first, apart."""
    dated = [[(_day(one.at), one) for one in post.reach if one.at] for post in posts]
    undated = [post.reach[-1] for post, known in zip(posts, dated, strict=True) if post.reach and not known]
    totals = [_sum("", undated)] if undated else []
    for day in sorted({day for snapshots in dated for day, _ in snapshots}):
        newest = [max(until, key=lambda pair: pair[0])[1] for s in dated if (until := _until(s, day))]
        totals.append(_sum(day, newest))
    return tuple(totals)


def _until(snapshots: Sequence[tuple[str, Reach]], day: str) -> list[tuple[str, Reach]]:
    return [pair for pair in snapshots if pair[0] <= day]


def _sum(day: str, snapshots: Sequence[Reach]) -> StoryReach:
    sums: dict[str, int | None] = {}
    for name in _COUNTS:
        shown = [count for one in snapshots if (count := getattr(one, name)) is not None]
        sums[name] = sum(shown) if shown else None
    return StoryReach(day, len(snapshots), **sums)
