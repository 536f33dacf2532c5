"""What wraps every request: the host it names, where it was sent from, and the headers of its answer."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from firstseen.web.access import SAFE_METHODS
from firstseen.web.answers import Answer
from firstseen.web.failures import error_object

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer" browsers would send forms with "Origin: null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_OPEN: Final = ("/static/", "/site/")
"""What everybody may see and keep a copy of."""

_OWN_SITES: Final = frozenset({"same-origin", "none"})


class Security:
    """Refuses requests that name another host or were sent from another site, and seals every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        public = urlsplit(scope["app"].state.context.settings.web.public_url)

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _seal(scope, MutableHeaders(scope=message), public)
            await send(message)

        refusal = _refusal(scope, public)
        await (refusal or self._app)(scope, receive, sealed)


def _refusal(scope: Scope, public: SplitResult) -> Answer | None:
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _is_ours(hosts[0], public):
        told = "this desk does not answer under that host; open it at web.public_url or on its own machine"
        return Answer(error_object("InputError", told, 421), 421)
    if scope["method"] not in SAFE_METHODS and not _is_from_here(headers, hosts[0]):
        told = "the request was sent from another site; open the page on this desk and send it from there"
        return Answer(error_object("NotAllowed", told, 403), 403)
    return None


def _is_ours(host: str, public: SplitResult) -> bool:
    name, port = _parted(host)
    if _is_loopback(name):
        return True
    standard = {"https": 443, "http": 80}.get(public.scheme)
    return (
        bool(public.hostname) and name == public.hostname and (port or standard) == (public.port or standard)
    )


def _is_from_here(headers: Headers, host: str) -> bool:
    """Whether no other site sent it. Programs say nothing of a site; those without a token get no further."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in _OWN_SITES:
        return False
    if origin is None:
        return True
    scheme, _, sent_from = origin.partition("://")
    return scheme in {"http", "https"} and sent_from.lower() == host.lower()


def _seal(scope: Scope, headers: MutableHeaders, public: SplitResult) -> None:
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if not scope["path"].startswith(_OPEN):
        headers.setdefault("Cache-Control", "private, no-store")
    if public.scheme == "https":
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def _parted(host: str) -> tuple[str, int | None]:
    """The name and the port of a Host header; an empty name for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return "", None
    return ("", None) if parts.username is not None or parts.path or parts.query else (name, port)


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
