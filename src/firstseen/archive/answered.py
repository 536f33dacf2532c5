"""What was answered to requests that named a key: the same request sent again gets the same answer, and runs once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert, or_, select, update

from firstseen.archive.schema import answered

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

_KEPT_FOR: Final = timedelta(hours=24)
"""How long an answer is kept. Source: Stripe keeps idempotency keys for 24 hours."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an earlier request: a digest of it, and its answer; no status while it is being made."""

    request: str
    status: int | None
    answer: str


class Answers:
    """The answers of an archive, by account and key."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def claim(self, account: str, key: str, request: str) -> Answered | None:
        """None when this request is the first with its key, which it has from now on; else the earlier one."""
        row = {"account": account, "key": key, "request": request, "at": _now()}
        with self._writing() as connection:
            claimed = connection.execute(insert(answered).prefix_with("OR IGNORE").values(row))
            return None if claimed.rowcount else _get(connection, account, key)

    def get(self, account: str, key: str) -> Answered | None:
        """What became of the request with this key; None when it was given up."""
        with self._reading() as connection:
            return _get(connection, account, key)

    def keep(self, account: str, key: str, status: int, answer: str) -> None:
        """Keep what was answered."""
        with self._writing() as connection:
            one = update(answered).where(answered.c.account == account, answered.c.key == key)
            connection.execute(one.values(status=status, answer=answer))

    def release(self, account: str, key: str) -> None:
        """Give up a key whose request came to nothing: it may be sent again."""
        with self._writing() as connection:
            connection.execute(delete(answered).where(answered.c.account == account, answered.c.key == key))

    def sweep(self) -> None:
        """Forget what is old, and what a server that ended was still answering."""
        before = (datetime.now(UTC) - _KEPT_FOR).isoformat(timespec="milliseconds")
        with self._writing() as connection:
            gone = or_(answered.c.status.is_(None), answered.c.at < before)
            connection.execute(delete(answered).where(gone))


def _get(connection: Connection, account: str, key: str) -> Answered | None:
    row = connection.execute(
        select(answered).where(answered.c.account == account, answered.c.key == key)
    ).first()
    return None if row is None else Answered(row.request, row.status, row.answer or "")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
