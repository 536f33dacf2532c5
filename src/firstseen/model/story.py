"""An emerging story: how footage spreads over posts, days and captions, and how far it has got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firstseen.model.post import Post


@dataclass(frozen=True, slots=True)
class StoryDay:
    """How many posts went up on one day; `date` is as exact as their dates are ("2024-12-05", "2024-12", "2024")."""

    date: str
    posts: int


@dataclass(frozen=True, slots=True)
class StoryCaption:
    """One way the footage is told: the earliest post's words, and the ids of the posts that say nearly the same."""

    caption: str
    language: str
    first: str
    post_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryReach:
    """How far the posts had got by the end of a day, summed; `posts` says how many of them were counted.

    Each post counts with its newest snapshot until then. A number is None where no platform showed it. `date` is empty
    for snapshots that nobody dated: they are summed apart and never dated by guess.
    """

    date: str
    posts: int
    views: int | None = None
    likes: int | None = None
    shares: int | None = None
    comments: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The posts that carry the same footage, oldest first; those without a date come last.

    `days` and `reach` are oldest first, `captions` largest group first.
    """

    posts: tuple[Post, ...]
    days: tuple[StoryDay, ...] = ()
    captions: tuple[StoryCaption, ...] = ()
    reach: tuple[StoryReach, ...] = ()

    @property
    def first(self) -> Post | None:
        """The post that is known to be the earliest, None when none has a date."""
        return self.posts[0] if self.posts and self.posts[0].published else None

    @property
    def undated(self) -> int:
        """How many posts have no date of publication."""
        return sum(post.published is None for post in self.posts)
