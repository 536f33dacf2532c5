"""Published fact-checks: rows of records.sqlite, and beside them an index that can be made again from the rows.

Order of a batch, so that a process killed anywhere leaves nothing half done: the segment's files are complete on
disk; one transaction with its audit entry brings the rows, names the segment, and takes the names of those it
replaces; folders that no row names are removed by the next writer.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import numpy as np
from sqlalchemy import delete, func, insert, select

from firstseen.archive.flags import flag_evidence
from firstseen.archive.records import append_audit, get_fact, set_fact
from firstseen.archive.review_schema import review, review_gone, review_segment, review_url
from firstseen.archive.segments import SegmentFiles
from firstseen.archive.values import from_text, to_text
from firstseen.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection

    from firstseen.archive.segments import Arrays, ReviewIndexer
    from firstseen.model.review import ClaimReview

_AT_ONCE: Final = 500
"""Ids in one question: SQLite takes a limited number of parameters."""

_TOLD: Final = "reviews_told"
_MOST_SEGMENTS: Final = 8
_BUILT_AT_ONCE: Final = 10_000
_CHANGED: Final = "a fact-check it rests on was changed"
_DELETED: Final = "a fact-check it rests on was deleted from the desk"
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """What became of fact-checks that came in."""

    added: int = 0
    changed: int = 0
    known: int = 0

    def __add__(self, other: ReviewCounts) -> ReviewCounts:
        return ReviewCounts(self.added + other.added, self.changed + other.changed, self.known + other.known)

    @property
    def total(self) -> int:
        """How many there were."""
        return self.added + self.changed + self.known


@dataclass(frozen=True, slots=True, eq=False)
class ReviewIndex:
    """The index as it is now: its segments and their names, and the numbers in them that no longer count."""

    names: frozenset[str]
    segments: tuple[Arrays, ...]
    gone: frozenset[int]


class Reviews:
    """The fact-checks of an archive: read any time, written in turns.

    `writing` is one write transaction in this process's turn, `reading` one read transaction.
    """

    def __init__(
        self,
        folder: Path,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._folder = folder
        self._files = SegmentFiles(folder)
        self._reading = reading
        self._writing = writing
        self._guard = threading.Lock()
        self._opened: dict[str, Arrays] = {}

    def close(self) -> None:
        """Let go of the index's files. Closing twice does nothing."""
        with self._guard:
            self._opened = {}

    def __len__(self) -> int:
        with self._reading() as connection:
            return _count(connection)

    def store(self, batch: Iterable[ClaimReview], indexer: ReviewIndexer, by: str = "") -> ReviewCounts:
        """What became of a batch: all of it is stored and can be found when this returns, or none of it.

        A fact-check is known by its id: an equal one is a no-op, another one replaces what was there.
        """
        wanted = {_key(one.id): one for one in batch}
        texts = {key: to_text(one) for key, one in wanted.items()}
        with self._writing() as connection:
            before = _stored(connection, texts)
            fresh = {key: one for key, one in wanted.items() if before.get(key, (0, ""))[1] != texts[key]}
            changed = {key: before[key][0] for key in fresh if key in before}
            counts = ReviewCounts(len(fresh) - len(changed), len(changed), len(wanted) - len(fresh))
            if not fresh:
                return counts
            _remove(connection, list(changed.values()))
            if changed:
                connection.execute(insert(review_gone), [{"number": n} for n in changed.values()])
            numbered = list(enumerate(fresh.values(), _last(connection) + 1))
            _insert(connection, numbered, texts)
            self._index(connection, indexer, numbered)
            for key in changed:
                flag_evidence(connection, fresh[key].id, _CHANGED)
            append_audit(connection, "gather reviews", "", _told(counts, [texts[key] for key in fresh]), by)
        return counts

    def delete(self, review_id: str, indexer: ReviewIndexer, by: str = "") -> None:
        """Remove a fact-check for good, from the rows and from the index; NotFound when there is none."""
        with self._writing() as connection:
            found = _stored(connection, [_key(review_id)])
            if not found:
                raise NotFound("fact-check", review_id)
            ((number, _),) = found.values()
            _remove(connection, [number])
            self._purge(connection, indexer, {number})
            flag_evidence(connection, review_id, _DELETED)
            append_audit(connection, "delete review", review_id, who=by)
        self.sweep()

    def review(self, review_id: str) -> ClaimReview:
        """The fact-check with this id; NotFound when there is none."""
        with self._reading() as connection:
            found = _stored(connection, [_key(review_id)])
        if not found:
            raise NotFound("fact-check", review_id)
        ((_, content),) = found.values()
        kept: ClaimReview = from_text(content)
        return kept

    def numbered(self, numbers: Iterable[int]) -> dict[int, ClaimReview]:
        """The fact-checks with these numbers; those that are gone are left out."""
        wanted = list(dict.fromkeys(numbers))
        found: dict[int, ClaimReview] = {}
        with self._reading() as connection:
            for some in _pieces(wanted):
                rows = connection.execute(
                    select(review.c.number, review.c.content).where(review.c.number.in_(some))
                )
                found |= {int(row.number): from_text(row.content) for row in rows}
        return found

    def every(self) -> Iterator[ClaimReview]:
        """Every fact-check, in the order in which they came in."""
        with self._reading() as connection:
            for row in connection.execute(select(review.c.content).order_by(review.c.number)):
                yield from_text(row.content)

    def of_urls(self, urls: Iterable[str]) -> tuple[ClaimReview, ...]:
        """The fact-checks whose claim or media was seen at any of these addresses, in the order they came in."""
        wanted = sorted({bare_url(url) for url in urls} - {""})
        numbers: set[int] = set()
        with self._reading() as connection:
            for some in _pieces(wanted):
                query = select(review_url.c.review_number).where(review_url.c.url.in_(some))
                numbers.update(int(number) for number in connection.execute(query).scalars())
        found = self.numbered(sorted(numbers))
        return tuple(found[number] for number in sorted(found))

    def index(self, indexer: ReviewIndexer) -> ReviewIndex:
        """The index of what is stored now. Made again from the rows, and said so, where it is missing or damaged."""
        found = self._open(indexer)
        if found is None:
            self._heal(indexer)
            found = self._open(indexer)
        if found is None:
            raise NotFound("index of fact-checks", str(self._folder))
        return found

    def last(self) -> int:
        """The highest number that a fact-check was ever given; one that is changed gets a new one."""
        with self._reading() as connection:
            return _last(connection)

    def told(self) -> int:
        """The number up to which cases were told of fact-checks."""
        with self._reading() as connection:
            return int(get_fact(connection, _TOLD) or 0)

    def tell(self, number: int) -> None:
        """Note that cases were told of the fact-checks up to this number."""
        with self._writing() as connection:
            set_fact(connection, _TOLD, str(max(number, int(get_fact(connection, _TOLD) or 0))))

    def urls_after(self, number: int) -> frozenset[str]:
        """The addresses, as they are compared, that fact-checks with a higher number name."""
        with self._reading() as connection:
            query = select(review_url.c.url).where(review_url.c.review_number > number)
            return frozenset(connection.execute(query).scalars())

    def tidy(self, indexer: ReviewIndexer) -> dict[str, int]:
        """Join the segments into one without what is gone; what was done, by name."""
        with self._writing() as connection:
            names = _segments(connection)
            gone = set(connection.execute(select(review_gone.c.number)).scalars())
            if len(names) > 1 or gone:
                self._replace(connection, indexer, list(names), gone)
                connection.execute(delete(review_gone))
        done = {"fact-checks indexed anew": len(self) if len(names) > 1 or gone else 0, "stray": self.sweep()}
        return {name: count for name, count in done.items() if count}

    def sweep(self) -> int:
        """Remove the files of segments that no row names; how many there were."""
        # Nobody writes meanwhile: what a writer has not named yet would look stray.
        with self._writing() as connection:
            return self._files.sweep(_segments(connection))

    # Everything below works inside a transaction of the caller's.

    def _index(
        self, connection: Connection, indexer: ReviewIndexer, numbered: Sequence[tuple[int, ClaimReview]]
    ) -> None:
        """One more segment; the small half of the others is joined to it when there are many."""
        arrays = indexer.build(numbered)
        names = _segments(connection)
        if len(names) < _MOST_SEGMENTS:
            self._name(connection, indexer, arrays)
            return
        self._files.sweep(names)
        smallest = sorted(names, key=lambda name: names[name])[: _MOST_SEGMENTS // 2]
        gone = set(connection.execute(select(review_gone.c.number)).scalars())
        self._replace(connection, indexer, smallest, gone, [arrays])

    def _replace(
        self,
        connection: Connection,
        indexer: ReviewIndexer,
        names: list[str],
        gone: Collection[int],
        more: Sequence[Arrays] = (),
    ) -> None:
        """Put one segment in the place of several, or let the next reader make the index again if they are damaged."""
        try:
            parts = [self._files.read(name) for name in names]
        except (OSError, ValueError):
            connection.execute(delete(review_segment))
            return
        connection.execute(delete(review_segment).where(review_segment.c.name.in_(names)))
        self._name(connection, indexer, indexer.merge([*parts, *more], gone))

    def _purge(self, connection: Connection, indexer: ReviewIndexer, numbers: set[int]) -> None:
        """Take reviews out of the segments that hold them."""
        for name in _segments(connection):
            try:
                held = np.isin(self._files.read(name)["numbers"], list(numbers)).any()
            except (OSError, ValueError, KeyError):
                connection.execute(delete(review_segment))
                return
            if held:
                self._replace(connection, indexer, [name], numbers)

    def _name(self, connection: Connection, indexer: ReviewIndexer, arrays: Arrays) -> None:
        row = {
            "name": self._files.write(arrays),
            "reviews": len(arrays["numbers"]),
            "made_with": indexer.version,
        }
        connection.execute(insert(review_segment).values(row))

    def _open(self, indexer: ReviewIndexer) -> ReviewIndex | None:
        """The index with its files open; None when it is incomplete, damaged or made in another way."""
        with self._reading() as connection:
            rows = connection.execute(select(review_segment)).all()
            gone = frozenset(int(n) for n in connection.execute(select(review_gone.c.number)).scalars())
            stored = _count(connection)
            if any(row.made_with != indexer.version for row in rows):
                return None
            with self._guard:
                known = self._opened
            try:
                # Inside the transaction: what it names is swept only by a writer that came after.
                opened = {row.name: known.get(row.name) or self._files.read(row.name) for row in rows}
                held = sum(len(arrays["numbers"]) for arrays in opened.values())
            except (OSError, ValueError, KeyError):
                return None
        with self._guard:
            self._opened = opened
        if held != sum(row.reviews for row in rows) or not stored <= held <= stored + len(gone):
            return None
        return ReviewIndex(frozenset(opened), tuple(opened.values()), gone)

    def _heal(self, indexer: ReviewIndexer) -> None:
        """Make the whole index again from the rows."""
        with self._writing() as connection:
            if self._open(indexer) is not None:
                return
            _LOG.warning("%s: the index of fact-checks is made again from what is stored", self._folder)
            connection.execute(delete(review_segment))
            connection.execute(delete(review_gone))
            for numbered in _batches(connection):
                self._index(connection, indexer, numbered)
            append_audit(connection, "restore review index", "")
        self.sweep()


def bare_url(url: str) -> str:
    """An address as it is compared: without scheme, `www.`, fragment and a last slash; empty for what is none."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    if not host:
        return ""
    path = parts.path.rstrip("/")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def _addresses(one: ClaimReview) -> set[str]:
    seen = [*one.appearances, *(place for media in one.media for place in media.appearances)]
    written = [address for place in seen for address in (place.url, place.archived_url)]
    return {bare_url(url) for url in (*written, *(media.original_url for media in one.media))} - {""}


def _key(review_id: str) -> str:
    """An id as a row can hold it: halves of characters, which no UTF-8 has, are written out."""
    return review_id.encode("utf-8", "backslashreplace").decode()


def _stored(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Number and text of the reviews with these ids, where they are there."""
    found: dict[str, tuple[int, str]] = {}
    for some in _pieces(list(ids)):
        rows = connection.execute(select(review).where(review.c.id.in_(some)))
        found |= {row.id: (int(row.number), row.content) for row in rows}
    return found


def _insert(
    connection: Connection, numbered: Sequence[tuple[int, ClaimReview]], texts: Mapping[str, str]
) -> None:
    rows = [
        {"number": number, "id": _key(one.id), "content": texts[_key(one.id)]} for number, one in numbered
    ]
    connection.execute(insert(review), rows)
    urls = [{"url": url, "review_number": number} for number, one in numbered for url in _addresses(one)]
    if urls:
        connection.execute(insert(review_url), urls)


def _remove(connection: Connection, numbers: Sequence[int]) -> None:
    for some in _pieces(numbers):
        connection.execute(delete(review).where(review.c.number.in_(some)))
        connection.execute(delete(review_url).where(review_url.c.review_number.in_(some)))


def _batches(connection: Connection) -> Iterator[list[tuple[int, ClaimReview]]]:
    """Every review with its number, so many at once."""
    last = 0
    while True:
        query = select(review.c.number, review.c.content).where(review.c.number > last)
        rows = connection.execute(query.order_by(review.c.number).limit(_BUILT_AT_ONCE)).all()
        if not rows:
            return
        yield [(int(row.number), from_text(row.content)) for row in rows]
        last = int(rows[-1].number)


def _told(counts: ReviewCounts, texts: Iterable[str]) -> dict[str, int | str]:
    """What the audit says of a batch: the counts, and a digest by which its content can be proved."""
    content = hashlib.sha256()
    for text in texts:
        content.update(text.encode())
    return {
        "added": counts.added,
        "changed": counts.changed,
        "known": counts.known,
        "sha256": content.hexdigest(),
    }


def _segments(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(review_segment).order_by(review_segment.c.name))
    return {row.name: int(row.reviews) for row in rows}


def _count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(review)).scalar() or 0)


def _last(connection: Connection) -> int:
    """The highest number that was ever given."""
    found = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'review'").scalar()
    return int(found or 0)


def _pieces[T](whole: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start : start + _AT_ONCE]
