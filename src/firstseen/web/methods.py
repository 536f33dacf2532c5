"""HEAD and OPTIONS for the API: what GET would answer without its body, and which methods an address takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders
from starlette.responses import Response

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PROGRAMS: Final = ("/api/", "/v1alpha1/")
_WRONG_METHOD: Final = 405


class Methods:
    """Answers the methods that no route has of its own."""

    def __init__(self, app: ASGIApp, described: FastAPI) -> None:
        """`described` is the application whose OpenAPI document says what there is."""
        self._app = app
        self._described = described
        self._known: list[tuple[re.Pattern[str], str]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not scope["path"].startswith(_PROGRAMS):
            await self._app(scope, receive, send)
            return
        allowed = self._allowed(scope["path"])
        if scope["method"] == "OPTIONS" and allowed:
            await Response(status_code=204, headers={"Allow": allowed})(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == _WRONG_METHOD:
                MutableHeaders(scope=message)["Allow"] = allowed
            if message["type"] == "http.response.body" and is_head:
                message = {**message, "body": b""}
            await send(message)

        asked = {**scope, "method": "GET"} if is_head else scope
        await self._app(asked, receive, answer)

    def _allowed(self, path: str) -> str:
        if not self._known:
            for template, operations in self._described.openapi()["paths"].items():
                methods = {one.upper() for one in operations} | {"OPTIONS"}
                if "GET" in methods:
                    methods.add("HEAD")
                parts = (re.escape(part) for part in re.split(r"\{[^}]*\}", template))
                self._known.append((re.compile("[^/]+".join(parts)), ", ".join(sorted(methods))))
        return next((methods for pattern, methods in self._known if pattern.fullmatch(path)), "")
