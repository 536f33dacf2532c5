"""Processes that look at files, one file each: every core is used, and hostile media cannot reach the desk.

Workers are started as programs of their own rather than with multiprocessing: a script that uses `Desk` needs no
`if __name__ == "__main__"`, and a worker that crashes, hangs or eats memory costs its own file only. They speak over
a socket; what libraries print to their standard error is captured, never shown.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Final, Self

from firstseen.errors import FirstseenError, Unavailable, UnreadableMedia

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType

    from firstseen.settings import Workers as Limits

_TICK_S: Final = 0.25
"""How often time and memory are looked at."""

_BEHIND: Final = 19
"""How far a worker stands behind other processes, as `nice` counts."""

_SAID: Final = 2000
"""How much of a worker's own noise is kept, in bytes from the end."""

_QUIET: Final = {
    # One thread a worker: two threads on one file were slower than two files on two threads.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One file to look at: `function(*arguments)` runs in a worker; `name` is the file as errors name it."""

    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a call: its result, or the error that it ended in."""

    call: Call
    index: int
    result: Any = None
    error: FirstseenError | None = None


def cores() -> int:
    """How many processes this machine can run for us at once."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class Workers:
    """A team of worker processes. Use it as a context manager: leaving it ends them all, whatever they do."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._team: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every worker. Closing twice does nothing."""
        team, self._team = self._team, []
        for worker in team:
            worker.kill()

    def run(
        self, calls: Sequence[Call], progress: Callable[[int, float, float], None] | None = None
    ) -> Iterator[Done]:
        """What became of each call, as they finish; one that fails, hangs or crashes its worker fails alone.

        `progress` is told (index of the call, seconds of footage done, seconds expected).
        Raises Unavailable when no worker can start at all.
        """
        waiting = deque(enumerate(calls))
        wanted = min(self._limits.processes or cores(), len(calls))
        self._team = [worker for worker in self._team if worker.alive]
        self._team += [_Worker(self._limits) for _ in range(wanted - len(self._team))]
        busy = 0
        for worker in self._team:
            if waiting:
                worker.give(*waiting.popleft())
                busy += 1
        while busy:
            for worker in self._changed():
                done = worker.look(progress)
                if done is None:
                    continue
                busy -= 1
                yield done
                if waiting:
                    self._fresh(worker).give(*waiting.popleft())
                    busy += 1

    def _changed(self) -> list[_Worker]:
        """The busy workers that have something to say or have gone over a limit, after at most one tick."""
        busy = {worker.line: worker for worker in self._team if worker.busy}
        speaking = wait(list(busy), timeout=_TICK_S)
        # Talking does not excuse from a limit, so every busy worker is looked at.
        return [worker for line, worker in busy.items() if worker.over_limit() or line in speaking]

    def _fresh(self, worker: _Worker) -> _Worker:
        """`worker`, or a new one in its place when it has ended."""
        if worker.alive:
            return worker
        place = self._team.index(worker)
        self._team[place] = _Worker(self._limits)
        return self._team[place]


class _Worker:
    """One process, seen from the parent's side."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._noise = tempfile.TemporaryFile("a+b")  # noqa: SIM115 - closed in kill()
        mine, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
                [
                    sys.executable,
                    "-P",
                    "-c",
                    f"from firstseen.workers import serve; serve({theirs.fileno()})",
                ],
                # Its end tells the worker that we are gone, however we went.
                stdin=subprocess.PIPE,
                stdout=self._noise,
                stderr=self._noise,
                pass_fds=[theirs.fileno()],
                env=os.environ | _QUIET,
                # Ctrl-C at the terminal reaches us alone; we end the workers.
                start_new_session=True,
            )
        self.line = Connection(mine.detach())
        with contextlib.suppress(OSError):  # a worker that is gone already: `look` says how it ended
            self.line.send(limits)
        self.ready = False
        self._call: tuple[int, Call] | None = None
        self._started_s = self._moved_s = 0.0
        self._ended_for = ""

    @property
    def busy(self) -> bool:
        return self._call is not None

    @property
    def alive(self) -> bool:
        return not self.line.closed and self._process.poll() is None

    def give(self, index: int, call: Call) -> None:
        """Start on a call."""
        self._call = (index, call)
        self._started_s = self._moved_s = time.monotonic()
        self._noise.seek(0)
        self._noise.truncate()
        with contextlib.suppress(OSError):  # a worker that is gone already: `look` says how it ended
            self.line.send((call.function, call.arguments))

    def over_limit(self) -> bool:
        """Whether the call has used up its time or memory; then its worker has been ended."""
        now_s = time.monotonic()
        limits = self._limits
        if now_s - self._moved_s > limits.stall_s:
            self._ended_for = f"nothing more came of it for {limits.stall_s:g} s (workers.stall_s)"
        elif now_s - self._started_s > limits.file_s:
            self._ended_for = f"it took more than {limits.file_s:g} s (workers.file_s)"
        elif _resident_mb(self._process.pid) > limits.memory_mb:
            self._ended_for = f"it needs more than {limits.memory_mb} MB of memory (workers.memory_mb)"
        if self._ended_for:
            self._process.kill()
        return bool(self._ended_for)

    def look(self, progress: Callable[[int, float, float], None] | None) -> Done | None:
        """What the worker has to say: None while it goes on."""
        assert self._call is not None  # noqa: S101 - only busy workers are looked at
        index, call = self._call
        try:
            kind, content = ("gone", "") if self._ended_for else self.line.recv()
        except (EOFError, OSError):
            kind, content = "gone", ""
        if kind == "ready":
            self.ready = True
            self._moved_s = time.monotonic()
            return None
        if kind == "progress":
            self._moved_s = time.monotonic()
            if progress is not None:
                progress(index, *content)
            return None
        self._call = None
        if kind == "result":
            return Done(call, index, result=content)
        return Done(call, index, error=self._error(kind, content, call))

    def _error(self, kind: str, content: object, call: Call) -> FirstseenError:
        if kind == "failed" and isinstance(content, FirstseenError):
            return content
        if kind == "broken":
            return FirstseenError(f"{call.name}: failed unexpectedly: {content}; please report it")
        if kind == "memory":
            reason = f"it needs more than {self._limits.memory_mb} MB of memory (workers.memory_mb)"
            return UnreadableMedia(call.name, reason)
        said = self.said()
        status = self._wait()
        self.kill()
        if self._ended_for:
            return UnreadableMedia(call.name, self._ended_for)
        if not self.ready:
            raise Unavailable("the process that looks at files", f"it did not start: {said or status}")
        return UnreadableMedia(call.name, f"the process looking at it ended: {status}")

    def _wait(self) -> str:
        """How the process ended, in words."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "it closed its line"
        if code >= 0:
            return f"exit code {code}"
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = "unknown"
        return f"signal {-code} ({name})" + (", perhaps for lack of memory" if name == "SIGKILL" else "")

    def said(self) -> str:
        """The last line of what the process printed."""
        if self._noise.closed:
            return ""
        self._noise.seek(0, os.SEEK_END)
        self._noise.seek(max(0, self._noise.tell() - _SAID))
        lines = self._noise.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def kill(self) -> None:
        """End the process at once and let go of everything."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        if not self.line.closed:
            self.line.close()
        self._noise.close()


def _resident_mb(pid: int) -> float:
    """The memory a process really holds; 0 where the system does not say (macOS)."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as statm:  # noqa: PTH123 - looked at often
            return int(statm.read().split()[1]) * resource.getpagesize() / 2**20
    except (OSError, IndexError, ValueError):
        return 0.0


# What follows runs in the worker.

_line: Connection | None = None


def report_progress(done_s: float, expected_s: float) -> None:
    """Tell the desk how far this worker has come; does nothing outside a worker."""
    if _line is not None:
        _line.send(("progress", (done_s, expected_s)))


def serve(fd: int) -> None:
    """Run calls that come in over the socket `fd` until it closes. The whole life of a worker."""
    global _line  # noqa: PLW0603 - one line a process, and progress is reported from deep inside
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whoever waits for a page goes before footage that is looked at meanwhile.
    os.nice(_BEHIND)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _line = Connection(fd)
    _limit(_line.recv())
    _line.send(("ready", None))
    while True:
        try:
            function, arguments = _line.recv()
        except EOFError:
            return
        _line.send(_answer(function, arguments))


def _answer(function: Callable[..., object], arguments: tuple[object, ...]) -> tuple[str, object]:
    try:
        return "result", function(*arguments)
    except FirstseenError as error:
        return "failed", error
    except MemoryError:
        return "memory", None
    except Exception as error:  # noqa: BLE001 - the edge of the process: whatever it is, it costs this file only
        traceback.print_exc()
        return "broken", f"{type(error).__name__}: {error}"[:500]


def _limit(limits: Limits) -> None:
    """Hold this process to its limits, as far as the system can."""
    output_bytes = limits.output_mb * 2**20
    wanted = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, output_bytes)]
    if sys.platform == "linux":
        # Private writable memory: unlike address space it does not count mapped archives and models.
        wanted.append((resource.RLIMIT_DATA, limits.memory_mb * 2**20))
    for kind, value in wanted:
        _, hard = resource.getrlimit(kind)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value if hard < 0 else min(value, hard), hard))


def _end_with_parent() -> None:
    """Wait for the end of standard input, which only the parent's death brings."""
    with contextlib.suppress(OSError):
        os.read(0, 1)
    os._exit(1)
