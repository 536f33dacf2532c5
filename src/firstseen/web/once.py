"""Requests that are safe to send twice: with an Idempotency-Key, the second gets the first one's answer."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import time
from typing import TYPE_CHECKING, Final

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from firstseen.web.access import SAFE_METHODS
from firstseen.web.context import context_of
from firstseen.web.receiving import UploadRequest, UploadRoute
from firstseen.web.uploads import Upload

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from fastapi import FastAPI

    from firstseen.model.people import Person

_KEY: Final = re.compile(r"[!-~]{1,255}")
_WAIT_S: Final = 10.0
_POLL_S: Final = 0.05
_LARGEST_KEPT: Final = 4 * 1024 * 1024
"""Bytes of an answer that are kept; a larger one is made anew, which only reading answers are."""


class Replayed(Exception):
    """The request was answered before: `response` is that answer."""

    def __init__(self, response: Response) -> None:
        """Take the answer."""
        super().__init__()
        self.response = response


def answer_replayed(app: FastAPI) -> None:
    """Answer requests that were answered before as they were then."""

    @app.exception_handler(Replayed)
    def _replayed(_request: Request, replayed: Replayed) -> Response:
        return replayed.response


async def once(request: Request, person: Person, key: str | None) -> None:
    """Claim the request's key for it. Raises Replayed when the same request was answered, HTTPException for another."""
    if key is None or request.method in SAFE_METHODS:
        return
    if not _KEY.fullmatch(key):
        raise HTTPException(400, "Idempotency-Key has to be 1 to 255 visible ASCII characters")
    answers = context_of(request).desk.archive.answers
    account, wanted = person.account.name, await _digest(request)
    until_s = time.monotonic() + _WAIT_S
    while (known := await run_in_threadpool(answers.claim, account, key, wanted)) is not None:
        if known.request != wanted:
            raise HTTPException(422, "this Idempotency-Key was used for another request; take a new one")
        if known.status is not None:
            headers = {"Idempotency-Replayed": "true"}
            kind = "application/json" if known.answer else None
            raise Replayed(Response(known.answer, known.status, headers, kind))
        if time.monotonic() > until_s:
            raise HTTPException(409, "the same request is being answered; ask again in a moment")
        await asyncio.sleep(_POLL_S)
    request.state.claimed = (account, key)


async def _digest(request: Request) -> str:
    """What tells one request from another: where it goes and what it brings."""
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    if not isinstance(request, UploadRequest):
        digest.update(await request.body())
    elif request.headers.get("content-type", "").startswith("multipart/form-data"):
        for name, value in (await request.form()).multi_items():
            given: object = value
            told = given.id if isinstance(given, Upload) else str(given)
            digest.update(json.dumps([name, told]).encode())
    else:
        digest.update(request.headers.get("content-length", "").encode())
    return digest.hexdigest()


class ApiRoute(APIRoute):
    """A route of the API: what it answers to a request with a key is kept."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[None, None, Response]]:
        """The route, as the application calls it."""
        return _keeping(super().get_route_handler())


class ApiUploadRoute(UploadRoute):
    """As `ApiRoute`, for requests that bring files."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[None, None, Response]]:
        """The route, as the application calls it."""
        return _keeping(super().get_route_handler())


def _keeping(
    answer: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Coroutine[None, None, Response]]:
    async def handler(request: Request) -> Response:
        try:
            response = await answer(request)
        except BaseException:  # also when cancelled: the key is free for the next try
            await _release(request)
            raise
        claimed = getattr(request.state, "claimed", None)
        if claimed is not None:
            body = bytes(getattr(response, "body", b""))
            if response.status_code < 300 and len(body) <= _LARGEST_KEPT:  # noqa: PLR2004 - HTTP's own number
                answers = context_of(request).desk.archive.answers
                account, key = claimed
                await run_in_threadpool(answers.keep, account, key, response.status_code, body.decode())
            else:
                await _release(request)
        return response

    return handler


async def _release(request: Request) -> None:
    claimed = getattr(request.state, "claimed", None)
    if claimed is not None:
        await run_in_threadpool(context_of(request).desk.archive.answers.release, *claimed)
