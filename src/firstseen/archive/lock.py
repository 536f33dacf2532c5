"""One writer at a time: a lock file that names who holds it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import TYPE_CHECKING, Final

from firstseen.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_POLL_S: Final = 0.02


@contextlib.contextmanager
def writer_lock(path: Path, wait_s: float) -> Iterator[None]:
    """Hold the right to write for the length of the block; the system lets go of it when a process dies.

    Raises Unavailable, naming the process that holds it, when it does not come free within `wait_s` seconds.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(handle, path, wait_s)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        # Closing gives the lock back; the file stays, since removing it would let two writers lock two files.
        os.close(handle)


def _take(handle: int, path: Path, wait_s: float) -> None:
    until_s = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until_s:
                holder = os.pread(handle, 32, 0).decode(errors="replace").strip() or "unknown"
                raise Unavailable(
                    f"the archive {path.parent}",
                    f"process {holder} is writing to it: wait for it to end, or end it",
                ) from None
            time.sleep(_POLL_S)
        else:
            return
