"""Every refusal in one shape: `{"error": {"kind", "message", "status"}}`, or a page that says the same."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from firstseen.errors import FirstseenError, NotSignedIn, TooManyRequests
from firstseen.web.access import to_sign_in
from firstseen.web.answers import Answer
from firstseen.web.context import context_of
from firstseen.web.google import refusal_object
from firstseen.web.refusals import refusal_page, wants_page

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI, Request
    from fastapi.responses import Response

_LOG: Final = logging.getLogger(__name__)


def error_object(kind: str, message: str, status: int) -> dict[str, Any]:
    """A refusal as the API gives it."""
    return {"error": {"kind": kind, "message": message, "status": status}}


_KINDS: Final = {
    401: "NotSignedIn",
    403: "NotAllowed",
    404: "NotFound",
    405: "WrongMethod",
    408: "TooSlow",
    409: "Conflict",
    412: "Conflict",
    413: "TooLarge",
}
"""What refusals that come from the framework are called."""


_UNREAD: Final = frozenset({413, 507})
"""Refusals of a body that was not read: what is left of it is no next request."""


def without_paths(text: str, folder: Path) -> str:
    """The text with files of the desk under their names: nobody learns from an answer where the desk lies."""
    for place in dict.fromkeys((str(folder.absolute()), str(folder))):
        if len(place) > 1:
            text = re.sub(re.escape(place) + r"(?:/uploads/[0-9a-f]{64}/|/incoming/[^\s/]+/)", "", text)
            text = text.replace(place, "the desk") if place.startswith("/") else text
    return text


def answer_failures(app: FastAPI) -> None:
    """Answer our own errors, wrong requests and unknown addresses in one shape; whatever else fails, as a 500."""

    @app.exception_handler(FirstseenError)
    def _ours(request: Request, error: FirstseenError) -> Response:
        if isinstance(error, NotSignedIn) and wants_page(request):
            return to_sign_in(request)
        headers = {}
        if isinstance(error, TooManyRequests):
            headers["Retry-After"] = str(max(1, round(error.retry_s)))
        if error.http_status in _UNREAD:
            headers["Connection"] = "close"
        told = without_paths(str(error), context_of(request).desk.folder)
        return _answer(request, type(error).__name__, told, error.http_status, headers)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
        return _answer(request, "InputError", told, 422)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        kind = _KINDS.get(error.status_code, "InputError")
        return _answer(request, kind, str(error.detail), error.status_code, error.headers)

    @app.exception_handler(Exception)
    def _unforeseen(request: Request, error: Exception) -> Response:
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return _answer(request, "FirstseenError", "this failed unexpectedly; the server's log says more", 500)


def _answer(
    request: Request,
    kind: str,
    message: str,
    status: int,
    headers: Any = None,  # noqa: ANN401 - whatever the framework's own refusals carry
) -> Response:
    if wants_page(request):
        return refusal_page(request, message, status, headers)
    if request.url.path.startswith("/v1alpha1/"):
        told = refusal_object(message, status)
        return Answer(told, told["error"]["code"], headers)
    return Answer(error_object(kind, message, status), status, headers)
