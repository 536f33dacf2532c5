"""How much a request may bring, and how slowly: refused before it is read, or as soon as it is too much."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BODY: Final = "firstseen.body"
_MB: Final = 1024 * 1024
LARGEST_BODY: Final = 4 * _MB
"""Bytes of a request without files. Source: the longest text of a case has 100,000 characters, as JSON 1.2 MB."""

_FORM: Final = 4 * _MB
"""What a form may bring beside its files."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How slow a client may be. Source: 4 kB/s is a tenth of a bad mobile connection."""

    stall_s: float = 30.0
    """The longest wait for the next bytes of a request."""

    after_s: float = 60.0
    """From then on the whole has to have come faster than `least_per_s` bytes a second."""

    least_per_s: float = 4_000.0


class Limits:
    """Refuses bodies that are too large, and clients that are too slow."""

    def __init__(self, app: ASGIApp, patience: Patience | None = None) -> None:
        self._app = app
        self._patience = patience or Patience()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive, _announced(scope), self._patience)
        scope[_BODY] = body
        await self._app(scope, body, send)


def allow_files(scope: Scope, largest: int) -> None:
    """Let a request bring files of together `largest` bytes."""
    scope[_BODY].largest = largest + _FORM


class _Body:
    """A request's body as it comes in, counted and timed."""

    def __init__(self, receive: Receive, announced: int, patience: Patience) -> None:
        self.largest = LARGEST_BODY
        self._receive = receive
        self._announced = announced
        self._patience = patience
        self._bytes = 0
        self._whole = False
        self._since_s = time.monotonic()

    async def __call__(self) -> Message:
        if self._whole:
            # What comes now is only the end of the connection, for which there is all the time.
            return await self._receive()
        if self._announced > self.largest:
            raise self._too_large()
        try:
            message = await asyncio.wait_for(self._receive(), self._patience.stall_s)
        except TimeoutError:
            raise _slow() from None
        if message["type"] != "http.request":
            return message
        self._bytes += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._bytes > self.largest:
            raise self._too_large()
        passed_s = time.monotonic() - self._since_s
        late = not self._whole and passed_s > self._patience.after_s
        if late and self._bytes < self._patience.least_per_s * passed_s:
            raise _slow()
        return message

    def _too_large(self) -> HTTPException:
        told = f"the request is too large; at most {self.largest / _MB:,.0f} MB is taken here"
        return HTTPException(413, told, {"Connection": "close"})


def _slow() -> HTTPException:
    told = "the request comes in too slowly; try again with a better connection"
    return HTTPException(408, told, {"Connection": "close"})


def _announced(scope: Scope) -> int:
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(told) if told.isdigit() else 0
