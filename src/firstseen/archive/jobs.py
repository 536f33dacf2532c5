"""Long work as rows of records.sqlite: asked for, taken up, ended. How far it is between is not kept."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert, select, update

from firstseen.archive.records import append_audit
from firstseen.archive.schema import job
from firstseen.errors import Conflict, NotFound
from firstseen.model.job import Job, JobState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Row

_ID_BYTES: Final = 8


class Jobs:
    """The long work of an archive: read any time, written in turns."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def add(self, kind: str, by: str, request: Mapping[str, Any]) -> Job:
        """New work, last in the queue."""
        job_id = secrets.token_hex(_ID_BYTES)
        row = {
            "id": job_id,
            "kind": kind,
            "by": by,
            "request": json.dumps(dict(request)),
            "state": "waiting",
            "created": _now(),
        }
        with self._writing() as connection:
            connection.execute(insert(job).values(row))
            return _job(_row(connection, job_id))

    def get(self, job_id: str) -> Job:
        """The work with this id; NotFound when there is none."""
        with self._reading() as connection:
            return _job(_row(connection, job_id))

    def listed(
        self,
        *,
        states: Collection[JobState] = (),
        kind: str = "",
        by: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> tuple[Job, ...]:
        """Work, newest first: of these states, of a kind, asked for by somebody, with a number below `before`."""
        query = select(job).order_by(job.c.number.desc()).limit(limit)
        if states:
            query = query.where(job.c.state.in_(list(states)))
        if kind:
            query = query.where(job.c.kind == kind)
        if by:
            query = query.where(job.c.by == by)
        if before is not None:
            query = query.where(job.c.number < before)
        with self._reading() as connection:
            return tuple(_job(row) for row in connection.execute(query))

    def waiting(self) -> int:
        """How many wait for their turn."""
        with self._reading() as connection:
            return len(connection.execute(select(job.c.number).where(job.c.state == "waiting")).all())

    def take(self) -> Job | None:
        """The one that has waited longest, which is running from now on; None when none waits."""
        query = select(job).where(job.c.state == "waiting").order_by(job.c.number).limit(1)
        with self._reading() as connection:
            if connection.execute(query).first() is None:
                return None
        with self._writing() as connection:
            row = connection.execute(query).first()
            if row is None:
                return None
            change = {"state": "running", "started": _now(), "done": 0.0, "expected": 0.0, "message": ""}
            connection.execute(update(job).where(job.c.number == row.number).values(change))
            return _job(_row(connection, row.id))

    def end(self, done: Job) -> Job:
        """The work as it ended: its state, how far it came, its result or error are kept."""
        change = {
            "state": done.state,
            "done": done.done,
            "expected": done.expected,
            "message": done.message,
            "result": None if done.result is None else json.dumps(dict(done.result)),
            "error": None if done.error is None else json.dumps(dict(done.error)),
            "ended": _now(),
        }
        with self._writing() as connection:
            connection.execute(update(job).where(job.c.id == done.id).values(change))
            return _job(_row(connection, done.id))

    def cancel(self, job_id: str, by: str) -> Job:
        """Work that nobody has taken up is cancelled. Raises Conflict when it runs or has ended, NotFound."""
        with self._writing() as connection:
            found = _row(connection, job_id)
            if found.state != "waiting":
                raise Conflict(f"job {found.id}", f"it is {found.state}: only what waits can be cancelled")
            change = {"state": "cancelled", "ended": _now(), "message": ""}
            connection.execute(update(job).where(job.c.number == found.number).values(change))
            append_audit(connection, "cancel job", found.id, {"kind": found.kind}, by)
            return _job(_row(connection, job_id))

    def park(self, job_id: str) -> None:
        """Work that was interrupted waits again, at its old place in the queue."""
        with self._writing() as connection:
            wanted = update(job).where(job.c.id == job_id, job.c.state == "running")
            connection.execute(wanted.values(state="waiting", started=None))

    def recover(self) -> int:
        """Everything that was running when its server ended waits again; how many that were."""
        with self._writing() as connection:
            wanted = update(job).where(job.c.state == "running")
            return connection.execute(wanted.values(state="waiting", started=None)).rowcount


def _row(connection: Connection, job_id: str) -> Row[Any]:
    # What a person types need not be text; no id looks like that, and SQLite takes none.
    wanted = job_id.encode("utf-8", "replace").decode()
    row = connection.execute(select(job).where(job.c.id == wanted)).first()
    if row is None:
        raise NotFound("job", job_id)
    return row


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        number=row.number,
        kind=row.kind,
        by=row.by,
        request=json.loads(row.request),
        created=datetime.fromisoformat(row.created),
        state=row.state,
        done=row.done,
        expected=row.expected,
        message=row.message,
        result=None if row.result is None else json.loads(row.result),
        error=None if row.error is None else json.loads(row.error),
        started=datetime.fromisoformat(row.started) if row.started else None,
        ended=datetime.fromisoformat(row.ended) if row.ended else None,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
