"""A desk served for a test by a process of its own, on a free port of the loopback address."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_STARTS_IN_S: Final = 60.0
_STOPS_IN_S: Final = 20.0
_TROUBLE: Final = ("Traceback (most recent call last)", "ERROR", "CRITICAL", "Warning:")


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that answers at `url`; what its server prints goes to `log`."""

    url: str
    folder: Path
    pid: int
    log: Path

    def said(self) -> str:
        """What the server has printed so far."""
        return self.log.read_text(errors="replace")

    def trouble(self) -> list[str]:
        """The lines in which the server complains."""
        return [line for line in self.said().splitlines() if any(word in line for word in _TROUBLE)]


@contextlib.contextmanager
def serve(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Served]:
    """The desk that lies in `folder`, served by `firstseen serve`; settings are given as FIRSTSEEN_…

    Fails when the server does not start, does not stop when it is asked to, or has complained of anything.
    """
    log = folder.with_name(f"{folder.name}.log")
    program = "from firstseen.cli import main; main()"
    words = [sys.executable, "-c", program, "serve", "--desk", str(folder), "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTSEEN_")}
    environment |= dict(settings or {})
    with log.open("wb") as told:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=told, stderr=told, env=environment)
    try:
        served = Served(_address(log, process), folder, process.pid, log)
        yield served
    finally:
        _stop(process)
    assert not served.trouble(), served.said()[-4000:]


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Where the server answers, as it says itself once it does."""
    until_s = time.monotonic() + _STARTS_IN_S
    while time.monotonic() < until_s:
        said = log.read_text(errors="replace")
        if found := re.search(r"^(http://127\.0\.0\.1:\d+)/$", said, re.MULTILINE):
            return found.group(1)
        assert process.poll() is None, f"the server ended: {said[-4000:]}"
        time.sleep(0.05)
    raise AssertionError(f"the server did not answer within {_STARTS_IN_S:g} s: {said[-4000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server as a person would; by force, and with a failure, when it does not listen."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOPS_IN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise AssertionError(f"the server did not stop within {_STOPS_IN_S:g} s") from None
