"""A desk served for a test by a process of its own, on a free port of the loopback address."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
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
    """The desk in `folder`, served by `firstseen serve` until the block ends; settings are given as FIRSTSEEN_…

    Fails when the server does not start, does not stop when it is asked to, or has complained of anything.
    """
    port = free_port()
    log = folder.with_name(f"{folder.name}-{port}.log")
    program = "from firstseen.cli import main; main()"
    words = [sys.executable, "-c", program, "serve", "--desk", str(folder), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTSEEN_")}
    environment |= dict(settings or {})
    with log.open("wb") as told:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=told, stderr=told, env=environment)
    served = Served(f"http://127.0.0.1:{port}", folder, process.pid, log)
    try:
        _wait_until_it_answers(served, process)
        yield served
    finally:
        _stop(process)
    assert not served.trouble(), served.said()[-4000:]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(served: Served, process: subprocess.Popen[bytes]) -> None:
    until_s = time.monotonic() + _STARTS_IN_S
    while time.monotonic() < until_s:
        assert process.poll() is None, f"the server ended: {served.said()[-4000:]}"
        if _answers(f"{served.url}/api/v1/health"):
            return
        time.sleep(0.05)
    _stop(process)
    raise AssertionError(f"the server did not answer within {_STARTS_IN_S:g} s: {served.said()[-4000:]}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - an address of ours
            return bool(json.load(answer)["status"] == "ok")
    except (urllib.error.URLError, ConnectionError):
        return False


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
