"""One line for each case, as lists show it: renewed in the transaction of every change, searched and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import case as when
from sqlalchemy import func, select, text, tuple_

from firstseen.archive.caseline import UNKNOWN, make_line
from firstseen.archive.schema import case_line, cases, flag
from firstseen.archive.values import from_text, to_text
from firstseen.errors import InputError, NotFound
from firstseen.model.listing import CasePage, Listed
from firstseen.model.words import fold, match_expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import ColumnElement, Connection, Row

    from firstseen.model.listing import CaseFilters, CaseState, ListName

_LONGEST_SEARCH: Final = 400
"""Characters of a search that are read: a caption's length."""

_STATES: Final[Mapping[str, tuple[CaseState, ...]]] = {
    "inbox": ("inbox",),
    "progress": ("progress",),
    "ready": ("ready",),
    "published": ("published", "corrections"),
    "corrections": ("corrections",),
}
_MISSING: Final = (
    select(cases.c.number)
    .outerjoin(case_line, case_line.c.case_number == cases.c.number)
    .where(case_line.c.case_number.is_(None))
)


def refresh_line(connection: Connection, number: int, ready: int = UNKNOWN) -> None:
    """Make the line of a case anew from what this transaction sees of it.

    `ready` is the version of its article that may be published as it is, 0 for none. Whoever changes a case need not
    know: the lists find out when they are looked at.
    """
    made = make_line(connection, number, ready)
    row = {"case_number": number, "content": to_text(made.line), **made.columns}
    connection.execute(case_line.insert().prefix_with("OR REPLACE").values(row))
    connection.execute(text("DELETE FROM case_words WHERE rowid = :number"), {"number": number})
    connection.execute(
        text("INSERT INTO case_words (rowid, words) VALUES (:number, :words)"),
        {"number": number, "words": made.words},
    )


def refresh_lines(connection: Connection, numbers: Iterable[int]) -> None:
    """Make the lines of several cases anew."""
    for number in numbers:
        refresh_line(connection, number)


class CaseLists:
    """The lists of cases of an archive."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def page(
        self, name: ListName, words: str, filters: CaseFilters, cursor: str = "", limit: int = 50
    ) -> CasePage:
        """A page of a list, newest change first. Raises InputError for what is no cursor."""
        conditions = [*_in_list(name), *_narrowed(filters)]
        if cursor:
            conditions.append(tuple_(case_line.c.updated, case_line.c.case_number) < _place(cursor))
        if words.strip():
            wanted = match_expression(words[:_LONGEST_SEARCH])
            if not wanted:
                return CasePage(())
            hits = text("case_number IN (SELECT rowid FROM case_words WHERE case_words MATCH :wanted)")
            conditions.append(cast("ColumnElement[bool]", hits.bindparams(wanted=wanted)))
        query = select(case_line).where(*conditions)
        newest_first = query.order_by(case_line.c.updated.desc(), case_line.c.case_number.desc())
        with self._reading() as connection:
            rows = connection.execute(newest_first.limit(limit + 1)).all()
            flags = _flags(connection, [row.case_number for row in rows[:limit]])
        items = tuple(_listed(row, flags.get(row.case_number, ())) for row in rows[:limit])
        last = rows[limit - 1] if len(rows) > limit else None
        return CasePage(items, f"{last.updated}~{last.case_number}" if last else "")

    def suggesting(self, limit: int = 200) -> tuple[Listed, ...]:
        """Cases with open suggestions, those with the strongest proposal first, then newest change first."""
        strength = func.json_extract(case_line.c.content, "$.strength")
        rank = when((strength == "strong", 0), (strength == "medium", 1), (strength == "weak", 2), else_=3)
        query = (
            select(case_line)
            .where(*_in_list("suggestions"))
            .order_by(rank, case_line.c.updated.desc(), case_line.c.case_number.desc())
        )
        with self._reading() as connection:
            return tuple(_listed(row, ()) for row in connection.execute(query.limit(limit)))

    def suggestions_left(self) -> int:
        """How many suggestions are open in all cases together."""
        with self._reading() as connection:
            return int(connection.execute(select(func.sum(case_line.c.suggestions))).scalar() or 0)

    def counts(self) -> dict[ListName, int]:
        """How many cases each list has."""
        proposing = func.sum(when((case_line.c.suggestions > 0, 1), else_=0))
        query = select(case_line.c.state, func.count(), proposing).group_by(case_line.c.state)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        of = {state: (int(count), int(proposed)) for state, count, proposed in rows}
        found: dict[ListName, int] = {
            cast("ListName", name): sum(of.get(state, (0, 0))[0] for state in states)
            for name, states in _STATES.items()
        }
        found["suggestions"] = sum(proposed for _, proposed in of.values())
        found["all"] = sum(count for count, _ in of.values())
        return found

    def languages(self) -> tuple[str, ...]:
        """The languages that captions are in, the most frequent first."""
        query = (
            select(case_line.c.language)
            .where(case_line.c.language != "")
            .group_by(case_line.c.language)
            .order_by(func.count().desc())
        )
        with self._reading() as connection:
            return tuple(connection.execute(query).scalars())

    def listed(self, case_id: str) -> Listed:
        """The line of one case. Raises NotFound."""
        wanted = case_id.encode("utf-8", "replace").decode().strip().lower()
        query = select(case_line).join(cases, cases.c.number == case_line.c.case_number)
        with self._reading() as connection:
            row = connection.execute(query.where(cases.c.id == wanted)).first()
            if row is None:
                raise NotFound("case", case_id)
            return _listed(row, _flags(connection, [row.case_number]).get(row.case_number, ()))

    def unsure(self, limit: int) -> tuple[tuple[str, str], ...]:
        """Cases of which nobody knows whether their article may be published: their ids, and when they changed last."""
        query = (
            select(cases.c.id, case_line.c.updated)
            .join(case_line, case_line.c.case_number == cases.c.number)
            .where(case_line.c.ready == UNKNOWN)
        )
        with self._reading() as connection:
            return tuple((row.id, row.updated) for row in connection.execute(query.limit(limit)))

    def note_ready(self, case_id: str, version: int, as_of: str) -> None:
        """Note which version of the article of a case may be published as it is, 0 for none.

        Nothing happens when the case was changed after the instant `as_of`: then it is found out anew.
        """
        with self._writing() as connection:
            query = select(cases.c.number).join(case_line, case_line.c.case_number == cases.c.number)
            same = (cases.c.id == case_id, case_line.c.updated == as_of, case_line.c.ready == UNKNOWN)
            number = connection.execute(query.where(*same)).scalar()
            if number is not None:
                refresh_line(connection, int(number), version)

    def complete(self) -> int:
        """Make the lines that are missing, as in a desk of an older form; how many those were."""
        with self._reading() as connection:
            if connection.execute(_MISSING.limit(1)).first() is None:
                return 0
        with self._writing() as connection:
            missing = [int(number) for number in connection.execute(_MISSING).scalars()]
            refresh_lines(connection, missing)
        return len(missing)


def _in_list(name: ListName) -> list[ColumnElement[bool]]:
    if name == "all":
        return []
    if name == "suggestions":
        return [case_line.c.suggestions > 0]
    return [case_line.c.state.in_(_STATES[name])]


def _narrowed(filters: CaseFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.rating:
        found.append(case_line.c.rating == filters.rating)
    if filters.language:
        found.append(case_line.c.language == filters.language)
    if filters.posted_from:
        found.append(case_line.c.posted_until >= filters.posted_from)
    if filters.posted_until:
        found.extend((case_line.c.posted != "", case_line.c.posted <= filters.posted_until))
    if filters.person.strip():
        found.append(func.instr(case_line.c.people, fold(filters.person)) > 0)
    if filters.footage is not None:
        found.append(case_line.c.footage == int(filters.footage))
    return found


def _place(cursor: str) -> Any:  # noqa: ANN401 - a pair that SQLite compares
    updated, mark, number = cursor.partition("~")
    if not mark or not number.isascii() or not number.isdigit() or len(number) > 15 or not updated.isascii():  # noqa: PLR2004
        raise InputError("cursor is none of this list: give the `next` of an earlier page, or none")
    return (updated, int(number))


def _flags(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = select(flag.c.case_number, flag.c.reason).where(
        flag.c.case_number.in_(numbers), flag.c.settled == ""
    )
    found: dict[int, tuple[str, ...]] = {}
    for number, reason in connection.execute(query.order_by(flag.c.number)):
        found[number] = tuple(dict.fromkeys((*found.get(number, ()), reason)))
    return found


def _listed(row: Row[Any], flags: tuple[str, ...]) -> Listed:
    return Listed(from_text(row.content), row.state, row.suggestions, flags)
