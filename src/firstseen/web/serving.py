"""The application on a port: connections that do not get to the point are closed, and stopping loses no work."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import sys
from typing import TYPE_CHECKING, Final

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from firstseen.archive.lock import writer_lock
from firstseen.desk import Desk
from firstseen.errors import InputError, SettingsError, Unavailable
from firstseen.web.app import SERVED, make_app
from firstseen.web.warming import warm_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

    from fastapi import FastAPI

    from firstseen.settings import Settings

HEADERS_WITHIN_S: Final = 20.0
"""How long a connection may take to say what it wants. Source: Apache's reqtimeout gives 20 s."""

_IDLE_S: Final = 15
"""How long a connection may stay open between two requests."""

_LARGEST_HEAD: Final = 64 * 1024
"""Bytes of a request's line and headers."""

_TURN_S: Final = 0.001
"""How long a thread may compute before another one's turn, in seconds. Source: measured, pages beside one thread that
computes take 9 ms (.95 of them 15 ms) so, and 32 ms (200 ms) with Python's own 0.005; without it 3.5 ms."""

_NOBODY: Final = (
    "the desk has no admin who can sign in; make one with `firstseen account add NAME --role admin`"
)
_MOST_CONNECTIONS: Final = 1_000
_LET_GO_S: Final = 10


def serve(folder: Path, settings: Settings, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve the desk in `folder` until the process is told to stop; `ready` is called with its address.

    Raises SettingsError for an address that other machines reach while web.public_url is empty, InputError when nobody
    can administer the desk, Unavailable when the port is taken.
    """
    if not _is_own(host) and not settings.web.public_url:
        told = "other machines reach it, so web.public_url has to say at which address (with TLS before it)"
        raise SettingsError("web.host", host, told)
    with Desk(folder, settings) as desk:
        if not any(account.role == "admin" and not account.disabled for account in desk.accounts()):
            raise InputError(_NOBODY)
    check_alone(folder)
    app = make_app(folder, settings)
    listening = _bind(host, port)
    place = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app,
        http=Impatient,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        # Whoever stands before the desk says who is asking; without anybody there, nobody is believed.
        proxy_headers=bool(settings.web.public_url),
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=_LET_GO_S,
        limit_concurrency=_MOST_CONNECTIONS,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
    )
    server = _Server(config, app, lambda: ready(f"http://{place}:{listening.getsockname()[1]}/"))
    sys.setswitchinterval(_TURN_S)
    warm_up()
    with listening:
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Says when it is ready, and tells long answers that it is about to stop."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._app = app
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the desk and begin to listen."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, for whoever asked."""
        context = getattr(self._app.state, "context", None)
        if context is not None:
            context.leaving.set()
        super().handle_exit(sig, frame)


class Impatient(H11Protocol):
    """HTTP for clients that say what they want soon after they have connected."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take bytes of a request; the wait ends with its last header."""
        super().data_received(data)
        # A request has begun, or an error was answered; between two requests uvicorn's own timer runs.
        if self._waiting is not None and self.conn.their_state is not h11.IDLE:
            self._waiting.cancel()
            self._waiting = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEADERS_WITHIN_S, self._too_late)

    def _too_late(self) -> None:
        self._waiting = None
        if not self.transport.is_closing():
            self.transport.close()


def check_alone(folder: Path) -> None:
    """Raise Unavailable when another server has the desk open."""
    try:
        with writer_lock(folder / SERVED, 0.0):
            return
    except Unavailable as error:
        raise Unavailable("the desk", "another `firstseen serve` has it open: stop that one first") from error


def _bind(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise Unavailable(
            f"port {port} of {host}", f"{error.strerror or error}; choose another with --port"
        ) from error
    except (OverflowError, UnicodeError) as error:
        raise InputError(f"{host}:{port} is no address to serve at") from error
    # Connections have it from here: an answer's head and body are two writes, and waiting to join them costs 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.setblocking(False)
    return listening


def _is_own(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
