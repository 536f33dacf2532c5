"""Every refusal in one shape: `{"error": {"kind", "message", "status"}}`, or a page that says the same."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from firstseen.errors import FirstseenError, TooManyRequests

if TYPE_CHECKING:
    from fastapi import FastAPI, Request
    from fastapi.responses import Response

_LOG: Final = logging.getLogger(__name__)


def error_object(kind: str, message: str, status: int) -> dict[str, Any]:
    """A refusal as the API gives it."""
    return {"error": {"kind": kind, "message": message, "status": status}}


def answer_failures(app: FastAPI) -> None:
    """Answer our own errors, wrong requests and unknown addresses in one shape; whatever else fails, as a 500."""

    @app.exception_handler(FirstseenError)
    def _ours(_request: Request, error: FirstseenError) -> Response:
        retry = (
            {"Retry-After": str(max(1, round(error.retry_s)))} if isinstance(error, TooManyRequests) else {}
        )
        return _answer(type(error).__name__, str(error), error.http_status, retry)

    @app.exception_handler(RequestValidationError)
    def _invalid(_request: Request, error: RequestValidationError) -> Response:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
        return _answer("InputError", told, 422)

    @app.exception_handler(HTTPException)
    def _http(_request: Request, error: HTTPException) -> Response:
        return _answer("HTTP", str(error.detail), error.status_code, error.headers)

    @app.exception_handler(Exception)
    def _unforeseen(request: Request, error: Exception) -> Response:
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return _answer("FirstseenError", "this failed unexpectedly; the server's log says more", 500)


def _answer(kind: str, message: str, status: int, headers: Any = None) -> Response:  # noqa: ANN401
    return JSONResponse(error_object(kind, message, status), status, headers)
