"""Posts as rows of records.sqlite: what carries footage, where, with what words, and how far it got."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select, update

from firstseen.archive.records import append_audit
from firstseen.archive.schema import post, post_footage
from firstseen.archive.values import from_text, to_text
from firstseen.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from firstseen.model.post import Post

_AT_ONCE: Final = 500
"""Ids in one question: SQLite takes a limited number of parameters."""

_JOINED: Final = ("media_ids", "files", "archived_urls", "reach")


@dataclass(frozen=True, slots=True)
class PostCounts:
    """What became of posts that came in."""

    added: int = 0
    renewed: int = 0
    known: int = 0


class Posts:
    """The posts of an archive: read any time, written in turns."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def add(self, posts: Iterable[Post], by: str = "") -> PostCounts:
        """Store posts, in one transaction. One that is there already keeps the reach and footage it had besides."""
        counts = dict.fromkeys(("added", "renewed", "known"), 0)
        with self._writing() as connection:
            for one in posts:
                counts[_store(connection, one, by)] += 1
        return PostCounts(**counts)

    def post(self, post_id: str) -> Post:
        """The post with this id; NotFound when there is none."""
        with self._reading() as connection:
            found = connection.execute(select(post.c.content).where(post.c.id == post_id)).scalar()
        if found is None:
            raise NotFound("post", post_id)
        kept: Post = from_text(found)
        return kept

    def carrying(self, media_ids: Iterable[str]) -> tuple[Post, ...]:
        """The posts that carry any of this footage, in the order in which they came in."""
        wanted = list(dict.fromkeys(media_ids))
        found: dict[int, str] = {}
        with self._reading() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                query = (
                    select(post.c.number, post.c.content)
                    .join(post_footage, post_footage.c.post_number == post.c.number)
                    .where(post_footage.c.media_id.in_(wanted[start : start + _AT_ONCE]))
                )
                found |= {int(row.number): row.content for row in connection.execute(query)}
        return tuple(from_text(found[number]) for number in sorted(found))

    def __len__(self) -> int:
        with self._reading() as connection:
            return len(connection.execute(select(post.c.number)).all())


def _store(connection: Connection, new: Post, by: str) -> str:
    row = connection.execute(select(post).where(post.c.id == new.id)).first()
    if row is None:
        values: dict[str, Any] = {"id": new.id, "url": new.url, "content": to_text(new)}
        number = int(connection.execute(insert(post).values(values)).lastrowid)
        _link(connection, number, new)
        append_audit(connection, "add post", new.id, {"url": new.url}, by)
        return "added"
    joined = _joined(from_text(row.content), new)
    content = to_text(joined)
    if content == row.content:
        return "known"
    connection.execute(update(post).where(post.c.number == row.number).values(content=content))
    _link(connection, int(row.number), joined)
    append_audit(connection, "renew post", new.id, {"url": new.url}, by)
    return "renewed"


def _joined(old: Post, new: Post) -> Post:
    """The newer words where it has any, with the footage, copies and reach of both."""
    said = {name: value for name, value in _fields(new).items() if value}
    several = {name: tuple(dict.fromkeys((*getattr(old, name), *getattr(new, name)))) for name in _JOINED}
    return replace(old, **{**said, **several})


def _fields(one: Post) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _link(connection: Connection, number: int, linked: Post) -> None:
    connection.execute(delete(post_footage).where(post_footage.c.post_number == number))
    for media_id in dict.fromkeys(linked.media_ids):
        connection.execute(insert(post_footage).values(post_number=number, media_id=media_id))
