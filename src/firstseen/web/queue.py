"""Long work, one after the other in threads of its own: kept in the desk, so that no restart loses any of it.

A kind of work is a plain function `(desk, request, tell) -> result` of JSON values, registered by its name. It calls
`tell(done, expected, message)` as it comes on; `tell` raises when the work is to stop, so it need not look for that.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from firstseen.errors import Conflict, FirstseenError, InputError
from firstseen.model.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from firstseen.desk import Desk
    from firstseen.model.job import JobState

_LOG: Final = logging.getLogger(__name__)
_MOST_WAITING: Final = 1_000
"""More is refused: a desk that is so far behind needs a person. Source: a day of a large newsroom is some hundreds."""

_GRACE_S: Final = 3.0
"""How long a stopping server waits for running work to end by itself, before it is parked."""

_PARKING_S: Final = 10.0
"""How long parked work has to let go: workers are looked at four times a second."""


class Tell(Protocol):
    """Takes note of how far some work is."""

    def __call__(self, done: float, expected: float, message: str = "") -> None:
        """`done` of `expected`, and what is being done."""


type Work = Callable[["Desk", Mapping[str, Any], Tell], Mapping[str, Any]]
"""A kind of long work: what it does with a request, and what came of it."""


class Queue:
    """The long work of one desk. `submit`, `job`, `jobs` and `cancel` may be called from any thread."""

    def __init__(
        self, desk: Desk, kinds: Mapping[str, Work], at_once: int, told: Callable[[str], str] = str
    ) -> None:
        """`told` makes an error's text fit to be shown to whoever asked."""
        self._desk = desk
        self._kinds = dict(kinds)
        self._told = told
        self._changed = threading.Condition()
        self._running: dict[str, Job] = {}
        self._unwanted: dict[str, str] = {}
        self._stopping = False
        self._parking = False
        self._threads = [
            threading.Thread(target=self._serve, name=f"job-{number}", daemon=True)
            for number in range(at_once)
        ]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of what can be asked for."""
        return tuple(self._kinds)

    def start(self) -> None:
        """Begin to work; what an earlier server left unfinished comes first."""
        left = self._desk.archive.jobs.recover()
        if left:
            _LOG.info("%d unfinished jobs of an earlier run begin again", left)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End: running work may finish for a moment and is parked then, to begin again with the next server."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._join(_GRACE_S)
        self._parking = True
        self._join(_PARKING_S)
        left = [thread.name for thread in self._threads if thread.is_alive()]
        if left:
            _LOG.warning(
                "%s did not stop in time; its work begins again with the next server", ", ".join(left)
            )

    def submit(self, kind: str, by: str, request: Mapping[str, Any]) -> Job:
        """New work, waiting for its turn. Raises InputError for an unknown kind, or when too much waits already."""
        self._work(kind)
        jobs = self._desk.archive.jobs
        if jobs.waiting() >= _MOST_WAITING:
            raise Conflict(
                "the queue of jobs", f"{_MOST_WAITING:,} wait already: try again when some are done"
            )
        job = jobs.add(kind, by, request)
        with self._changed:
            self._changed.notify()
        return job

    def job(self, job_id: str) -> Job:
        """The work with this id, as far as it is now. Raises NotFound when there is none."""
        return self._running.get(job_id) or self._desk.archive.jobs.get(job_id)

    def jobs(
        self,
        *,
        states: Collection[JobState] = (),
        kind: str = "",
        by: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> tuple[Job, ...]:
        """Work, newest first; `before` is the number of the last one that was seen."""
        kept = self._desk.archive.jobs.listed(states=states, kind=kind, by=by, before=before, limit=limit)
        return tuple(self._running.get(one.id, one) for one in kept)

    def cancel(self, job_id: str, by: str) -> Job:
        """Work that waits is cancelled at once; what runs stops as soon as it looks up. What it stored stays.

        Raises Conflict when it has ended, NotFound when there is none.
        """
        running = self._running.get(job_id)
        if running is None:
            return self._desk.archive.jobs.cancel(job_id, by)
        self._unwanted[job_id] = by
        return running

    def _join(self, seconds: float) -> None:
        until_s = time.monotonic() + seconds
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, until_s - time.monotonic()))

    def _serve(self) -> None:
        while not self._stopping:
            try:
                job = self._desk.archive.jobs.take()
            except FirstseenError:
                _LOG.exception("the queue cannot be read; trying again")
                time.sleep(1.0)
                continue
            if job is not None:
                self._run(job)
                continue
            with self._changed:
                # Work may also come from another process, so it is looked for even when nobody tells.
                self._changed.wait_for(lambda: self._stopping, timeout=0.5)

    def _run(self, job: Job) -> None:
        self._running[job.id] = job
        try:
            self._end(self._done(job))
        except _Parked:
            self._desk.archive.jobs.park(job.id)
        except FirstseenError:
            # It stays noted as running, and begins again with the next server.
            _LOG.exception("what became of job %s cannot be kept", job.id)
        finally:
            self._running.pop(job.id, None)
            self._unwanted.pop(job.id, None)

    def _end(self, ended: Job) -> None:
        self._desk.archive.jobs.end(ended)

    def _done(self, job: Job) -> Job:
        """The job as it ended. Raises _Parked when the server stops first."""
        try:
            result = self._work(job.kind)(self._desk, job.request, lambda *told: self._tell(job.id, *told))
        except _Unwanted:
            return replace(self._running[job.id], state="cancelled")
        except _Parked:
            raise
        except FirstseenError as error:
            if self._parking:
                raise _Parked from error
            return self._failed(job, type(error).__name__, self._told(str(error)), error.http_status)
        except Exception as error:
            if self._parking:
                raise _Parked from error
            _LOG.exception("job %s (%s) failed", job.id, job.kind)
            told = "this job failed unexpectedly; the server's log says more"
            return self._failed(job, "FirstseenError", told, 500)
        return replace(self._running[job.id], state="done", result=result)

    def _work(self, kind: str) -> Work:
        work = self._kinds.get(kind)
        if work is None:
            raise InputError(f"no such kind of job as {kind!r}; there are {', '.join(self._kinds)}")
        return work

    def _failed(self, job: Job, kind: str, message: str, status: int) -> Job:
        error = {"kind": kind, "message": message, "status": status}
        return replace(self._running[job.id], state="failed", error=error)

    def _tell(self, job_id: str, done: float, expected: float, message: str = "") -> None:
        if self._parking:
            raise _Parked
        if job_id in self._unwanted:
            raise _Unwanted
        job = self._running[job_id]
        self._running[job_id] = replace(
            job, done=float(done), expected=float(expected), message=message or job.message
        )


class _Parked(BaseException):
    """The server stops: the work is to begin again with the next one. No kind of work may catch it."""


class _Unwanted(BaseException):
    """Somebody cancelled the work. No kind of work may catch it."""
