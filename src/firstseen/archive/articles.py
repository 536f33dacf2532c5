"""Articles as rows of records.sqlite: every version, who consented to it, and everything that was published."""

from __future__ import annotations

import contextlib
import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select

from firstseen.archive.caselist import refresh_line
from firstseen.archive.records import append_audit
from firstseen.archive.schema import approval, article, cases, publication
from firstseen.archive.values import from_text, to_text
from firstseen.errors import Conflict, InputError, NotFound
from firstseen.model.article import Approval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from firstseen.model.article import Article, Publication

_LOOK_AGAIN: Final = "look at the newest version and make your changes there"


class Articles:
    """The articles of an archive: read any time, written in turns."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def article(self, case_id: str, version: int | None = None) -> Article:
        """One version of the article of a case, the newest when none is named. Raises NotFound."""
        with self._reading() as connection:
            return get_article(connection, case_id, version)

    def versions(self, case_id: str) -> tuple[Article, ...]:
        """Every version of the article of a case, oldest first; empty when nobody has drafted one."""
        with self._reading() as connection:
            query = select(article.c.content).where(article.c.case_number == _number(connection, case_id))
            found = connection.execute(query.order_by(article.c.version)).scalars().all()
        return tuple(from_text(one) for one in found)

    def approvals(self, case_id: str, version: int) -> tuple[Approval, ...]:
        """Who consented to publish this version, in the order of consent."""
        with self._reading() as connection:
            known = _number(connection, case_id)
            query = select(approval).where(approval.c.case_number == known, approval.c.version == version)
            rows = connection.execute(query.order_by(approval.c.at, approval.c.by)).all()
        return tuple(Approval(case_id, row.version, row.by, datetime.fromisoformat(row.at)) for row in rows)

    def publications(self, limit: int | None = None) -> tuple[Publication, ...]:
        """The newest publication of each case, newest first by when it was first published.

        With a `limit` only so many of those that changed last.
        """
        with self._reading() as connection:
            newest = select(func.max(publication.c.number)).group_by(publication.c.case_number)
            query = select(publication.c.content).where(publication.c.number.in_(newest))
            query = query.order_by(publication.c.number.desc()).limit(limit)
            rows = connection.execute(query).scalars().all()
        found: list[Publication] = [from_text(one) for one in rows]
        return tuple(sorted(found, key=lambda one: (one.first_published, one.case_id), reverse=True))

    def published(self, case_id: str) -> tuple[Publication, ...]:
        """Everything that was published of a case, oldest first."""
        with self._reading() as connection:
            query = select(publication.c.content).where(
                publication.c.case_number == _number(connection, case_id)
            )
            rows = connection.execute(query.order_by(publication.c.ordinal)).scalars().all()
        return tuple(from_text(one) for one in rows)

    def slugs(self) -> dict[str, str]:
        """The slugs that are taken, by published pages and by the newest drafts, each with its case."""
        with self._reading() as connection:
            named = select(publication.c.slug, cases.c.id).join(
                cases, cases.c.number == publication.c.case_number
            )
            taken = {row.slug: row.id for row in connection.execute(named)}
            newest = (
                select(article.c.case_number, func.max(article.c.version).label("version"))
                .group_by(article.c.case_number)
                .subquery()
            )
            slug = func.json_extract(article.c.content, "$.slug")
            drafts = (
                select(slug.label("slug"), cases.c.id)
                .join(
                    newest,
                    (newest.c.case_number == article.c.case_number) & (newest.c.version == article.c.version),
                )
                .join(cases, cases.c.number == article.c.case_number)
            )
            for row in connection.execute(drafts):
                taken.setdefault(row.slug, row.id)
        return taken

    @contextlib.contextmanager
    def writing(self) -> Iterator[ArticleWriter]:
        """A writer inside one transaction: all of what it writes is kept, with its audit entries, or none."""
        with self._writing() as connection:
            writer = ArticleWriter(connection)
            yield writer
            for number in writer.changed:
                refresh_line(connection, number)


class ArticleWriter:
    """Writes articles and publications within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.changed: dict[int, None] = {}
        """The numbers of the cases that were written to."""

    def keep(self, made: Article) -> None:
        """Append a version. Raises Conflict when it is not the one that follows the newest."""
        number = _number(self.connection, made.case_id)
        self.changed[number] = None
        if made.version != self._newest(number) + 1:
            raise Conflict(f"the article of {made.case_id}", _LOOK_AGAIN)
        content = to_text(made)
        row = {
            "case_number": number,
            "version": made.version,
            "content": content,
            "by": made.by,
            "at": made.at.isoformat(timespec="milliseconds"),
        }
        self.connection.execute(insert(article).values(row))
        detail = {"version": made.version, "slug": made.slug, "content": _digest(content)}
        append_audit(self.connection, "write article", made.case_id, detail, made.by)

    def approve(self, made: Approval) -> None:
        """Append a consent. Raises Conflict when there is a newer version, InputError for a second by the same."""
        number = _number(self.connection, made.case_id)
        self.changed[number] = None
        if made.version != self._newest(number):
            raise Conflict(
                f"the article of {made.case_id}", "look at the newest version and approve that one"
            )
        row = {
            "case_number": number,
            "version": made.version,
            "by": made.by,
            "at": made.at.isoformat(timespec="milliseconds"),
        }
        added = self.connection.execute(insert(approval).prefix_with("OR IGNORE").values(row))
        if not added.rowcount:
            raise InputError(f"{made.by} has approved version {made.version} of {made.case_id} already")
        append_audit(self.connection, "approve article", made.case_id, {"version": made.version}, made.by)

    def publish(self, made: Publication) -> None:
        """Append a publication. Raises Conflict when there was another meanwhile, or a newer version."""
        number = _number(self.connection, made.case_id)
        self.changed[number] = None
        count = select(func.count()).select_from(publication).where(publication.c.case_number == number)
        known = int(self.connection.execute(count).scalar_one())
        if made.number != known + 1 or made.article.version != self._newest(number):
            raise Conflict(f"the article of {made.case_id}", _LOOK_AGAIN)
        content = to_text(made)
        row = {
            "case_number": number,
            "ordinal": made.number,
            "slug": made.article.slug,
            "content": content,
            "at": made.at.isoformat(timespec="milliseconds"),
        }
        self.connection.execute(insert(publication).values(row))
        detail = {
            "number": made.number,
            "version": made.article.version,
            "slug": made.article.slug,
            "change": made.change,
            "note": made.note,
            "content": _digest(content),
        }
        append_audit(self.connection, "publish", made.case_id, detail, made.by)

    def _newest(self, number: int) -> int:
        newest = select(func.max(article.c.version)).where(article.c.case_number == number)
        return int(self.connection.execute(newest).scalar() or 0)


def get_article(connection: Connection, case_id: str, version: int | None = None) -> Article:
    """One version of the article of a case, the newest when none is named. Raises NotFound."""
    query = select(article.c.content).where(article.c.case_number == _number(connection, case_id))
    if version is not None:
        query = query.where(article.c.version == version)
    found = connection.execute(query.order_by(article.c.version.desc()).limit(1)).scalar()
    if found is None:
        raise NotFound("article of" if version is None else f"version {version} of the article of", case_id)
    made: Article = from_text(found)
    return made


def _number(connection: Connection, case_id: str) -> int:
    # What a person types need not be text; no id looks like that, and SQLite takes none.
    wanted = case_id.encode("utf-8", "replace").decode().strip().lower()
    found: Any = connection.execute(select(cases.c.number).where(cases.c.id == wanted)).scalar()
    if found is None:
        raise NotFound("case", case_id)
    return int(found)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
