"""Posts: where footage travels, with what words, and how far it got."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firstseen.model.time import PartialDate


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a post had got when somebody looked: counts as the platform showed them, None where it showed none.

    `at` is when they were read off, None when nobody noted it: a count without a date is kept and never dated by
    guess. Counts are whole numbers from 0.
    """

    at: PartialDate | None = None
    views: int | None = None
    likes: int | None = None
    shares: int | None = None
    comments: int | None = None

    def __post_init__(self) -> None:
        if any(
            count is not None and count < 0 for count in (self.views, self.likes, self.shares, self.comments)
        ):
            msg = "nobody can have seen a post less than never"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Post:
    """Something published on a platform that carries footage.

    `id` comes from `post_id`. `published` is when the platform says it went up, `captured` when an archive or a person
    saved it: two dates that are never mixed. `media_ids` are footage the desk knows, `files` are files beside the
    import that hold its footage, as paths or names. `archived_urls` are saved copies of the post. `reach` is in the
    order in which it was read off. `extra` keeps every field without a slot of its own, as (name, value).
    """

    id: str
    url: str
    platform: str = ""
    author: str = ""
    title: str = ""
    caption: str = ""
    language: str = ""
    published: PartialDate | None = None
    captured: PartialDate | None = None
    media_ids: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    archived_urls: tuple[str, ...] = ()
    reach: tuple[Reach, ...] = ()
    origin: str = ""
    extra: tuple[tuple[str, str], ...] = ()


def post_id(url: str, author: str = "", caption: str = "", published: str = "") -> str:
    """The id of a post: 32 hexadecimal digits of SHA-256 over its url, or over what else is known when it has none.

    The same post imported twice has the same id, whatever its reach has become.
    """
    known = ("url", url) if url else ("post", author, published, caption)
    return hashlib.sha256("\0".join(known).encode("utf-8", "surrogatepass")).hexdigest()[:32]
