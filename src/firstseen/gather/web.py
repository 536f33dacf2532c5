"""Getting things from the web: one door, that opens to public addresses only and never for long.

A host's name is resolved here, each of its addresses is checked, and the connection goes to the address that was
checked: a name cannot be looked up twice with two answers. Every redirect passes the same door.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore

from firstseen.errors import InputError, NotFetched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from httpcore import SOCKET_OPTION

LARGEST_BYTES: Final = 32 * 1024 * 1024
LONGEST_S: Final = 30.0
LONGEST_FILE_S: Final = 900.0
"""For a file of footage. Source: 1 GB at 10 Mbit/s takes 800 s."""

MOST_REDIRECTS: Final = 5
_PIECE: Final = 1024 * 1024
_STEP_S: Final = 10.0
"""The longest wait for a connection or for the next piece of an answer."""

_PORTS: Final = frozenset({80, 443, 8080, 8443})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LONGEST_URL: Final = 4_000
_AGENT: Final = b"firstseen (fact-checking desk; reads published fact-checks)"
_ACCEPT: Final = (
    b"text/html, application/ld+json, application/json, application/rss+xml, application/atom+xml, text/csv"
)
_TEXTUAL: Final = re.compile(
    r"(?:text/|application/(?:[\w.+-]*json[\w.+-]*|[\w.+-]*xml[\w.+-]*|x-ndjson|csv)(?:$|;|\s))",
    re.IGNORECASE,
)
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_EMBEDDED: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""NAT64: an address of version 4 inside one of version 6."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: the address it came from in the end, its bytes, and what its server says they are."""

    url: str
    content: bytes
    content_type: str = ""
    charset: str = ""


class Fetcher:
    """Fetches pages, feeds and files of text from public addresses, within limits.

    `largest_bytes` and `longest_s` hold for one fetch with all its redirects. `also_allowed` are addresses that are let
    through though they are not public, and `any_port` lets every port through: for tests on this machine, nothing else.
    """

    def __init__(
        self,
        *,
        largest_bytes: int = LARGEST_BYTES,
        longest_s: float = LONGEST_S,
        also_allowed: Iterable[str] = (),
        any_port: bool = False,
    ) -> None:
        self._largest_bytes = largest_bytes
        self._longest_s = longest_s
        self._any_port = any_port
        self._also_allowed = frozenset(also_allowed)

    def fetch(self, url: str) -> Fetched:
        """What stands at an address. InputError for one that is not allowed, NotFetched when it cannot be had."""
        until_s = time.monotonic() + self._longest_s
        target = url.strip()
        for _ in range(MOST_REDIRECTS + 1):
            checked = self._checked(target)
            with _told(url):
                answer = self._get(checked, until_s)
            if isinstance(answer, Fetched):
                return answer
            target = _led_on(url, checked, answer)
        raise NotFetched(url, f"it leads on more than {MOST_REDIRECTS} times")

    def post(self, url: str, content: bytes, content_type: str, expected: str) -> Fetched:
        """What a service answers to what is sent to it; its answer has to be of the type `expected`. It never leads on.

        InputError for an address that is not allowed, NotFetched when there is no such answer.
        """
        checked = self._checked(url.strip())
        with _told(url):
            answer = self._get(
                checked, time.monotonic() + self._longest_s, _Sent(content, content_type, expected)
            )
        if isinstance(answer, Fetched):
            return answer
        raise NotFetched(url, "it leads on to another address; set that one")

    def download(self, url: str, write: Callable[[bytes], None]) -> Fetched:
        """What stands at an address: a page as `fetch` gives it, or a file, whose bytes go to `write` as they come.

        A file may be of any type and size, and take `LONGEST_FILE_S`: `write` raises when it is too large. Then
        `Fetched.content` is empty. Raises as `fetch` does.
        """
        until_s = time.monotonic() + LONGEST_FILE_S
        target = url.strip()
        for _ in range(MOST_REDIRECTS + 1):
            checked = self._checked(target)
            with _told(url):
                answer = self._get(checked, until_s, write=write)
            if isinstance(answer, Fetched):
                return answer
            target = _led_on(url, checked, answer)
        raise NotFetched(url, f"it leads on more than {MOST_REDIRECTS} times")

    def _checked(self, url: str) -> str:
        """The address in ASCII. Raises InputError for what is no public web address by its looks."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
        except (ValueError, UnicodeError) as error:
            raise InputError(f"{url[:200]}: is no web address; check its spelling") from error
        if parts.scheme not in {"http", "https"} or not host or len(url) > _LONGEST_URL:
            raise InputError(f"{url[:200]}: is no web address; give one that starts with http:// or https://")
        if parts.username is not None or parts.password is not None:
            raise InputError(f"{url[:200]}: carries a name or password; give the address without it")
        if port is not None and port not in _PORTS and not self._any_port:
            raise InputError(f"{url[:200]}: port {port} is not one of the web's ({_listed(_PORTS)})")
        place = f"[{host}]" if ":" in host else host
        netloc = f"{place}:{port}" if port is not None else place
        return urlunsplit((parts.scheme, netloc, _quoted(parts.path or "/"), _quoted(parts.query), ""))

    def _get(
        self,
        url: str,
        until_s: float,
        sent: _Sent | None = None,
        write: Callable[[bytes], None] | None = None,
    ) -> Fetched | str:
        """The answer, or the address that it leads on to; to a GET, unless something is sent.

        With `write`, an answer that is no text goes there.
        """
        backend = _CheckedBackend(self._also_allowed, until_s)
        with httpcore.ConnectionPool(network_backend=backend, max_connections=1) as pool:
            step = dict.fromkeys(("connect", "read", "write", "pool"), min(_STEP_S, self._longest_s))
            headers = [
                (b"User-Agent", _AGENT),
                (b"Accept", _ACCEPT + b", */*;q=0.1"),
                (b"Accept-Encoding", b"gzip, identity"),
            ]
            method = "GET"
            if sent is not None:
                method = "POST"
                headers.append((b"Content-Type", sent.content_type.encode()))
            body = sent.content if sent is not None else None
            with pool.stream(
                method, url, headers=headers, content=body, extensions={"timeout": step}
            ) as response:
                named = {name.lower(): value.decode("latin-1") for name, value in response.headers}
                if response.status in _REDIRECTS and named.get(b"location"):
                    return named[b"location"]
                if response.status != 200:  # noqa: PLR2004 - HTTP's own number
                    raise NotFetched(url, f"its server answers {response.status}")
                kind = named.get(b"content-type", "")
                if sent is not None and kind.partition(";")[0].strip().lower() != sent.expected:
                    raise NotFetched(url, f"it answers with {kind[:60]!r}, not {sent.expected}")
                encoding = named.get(b"content-encoding", "")
                if sent is None and not (_TEXTUAL.match(kind.strip()) if kind else write is None):
                    if write is None:
                        raise NotFetched(url, f"it is {kind[:60]!r}, no page, feed or text")
                    _save(url, response.iter_stream(), encoding, until_s, write)
                    return Fetched(url, b"", kind)
                content = self._content(url, response.iter_stream(), encoding, until_s)
        charset = _CHARSET.search(kind)
        return Fetched(url, content, kind, charset[1] if charset else "")

    def _content(self, url: str, pieces: Iterable[bytes], encoding: str, until_s: float) -> bytes:
        whole = bytearray()
        for piece in _unpacked(url, pieces, encoding.strip().lower(), self._largest_bytes):
            whole += piece
            if len(whole) > self._largest_bytes:
                raise NotFetched(url, f"it is larger than {self._largest_bytes // 1024**2} MB")
            if time.monotonic() > until_s:
                raise _TooSlow
        return bytes(whole)


def _led_on(url: str, place: str, location: str) -> str:
    """The address that an answer from `place` leads on to. Raises NotFetched for what is none."""
    try:
        return urljoin(place, location)
    except ValueError as error:
        raise NotFetched(url, f"it leads on to {location[:200]!r}, which is no web address") from error


def _save(
    url: str, pieces: Iterable[bytes], encoding: str, until_s: float, write: Callable[[bytes], None]
) -> None:
    for piece in _unpacked(url, pieces, encoding.strip().lower(), _PIECE):
        write(piece)
        if time.monotonic() > until_s:
            raise _TooSlow


@dataclass(frozen=True, slots=True)
class _Sent:
    """What is sent, and of which type its answer has to be."""

    content: bytes
    content_type: str
    expected: str


@contextlib.contextmanager
def _told(url: str) -> Iterator[None]:
    """What goes wrong on the way, as one of our errors that names the address."""
    try:
        yield
    except _NotPublic as error:
        raise InputError(f"{url}: {error}") from error
    except (httpcore.TimeoutException, _TooSlow) as error:
        raise NotFetched(url, "its server is too slow; try again later") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ssl.SSLError) as error:
        raise NotFetched(url, f"{str(error) or type(error).__name__}; check the address") from error


class _NotPublic(Exception):
    """A name that leads to an address which is not public."""


class _TooSlow(Exception):
    """The time for one fetch is over."""


def _unpacked(url: str, pieces: Iterable[bytes], encoding: str, largest_bytes: int) -> Iterator[bytes]:
    """The pieces of an answer, unpacked; never more than one byte past the limit at once."""
    if encoding in {"", "identity"}:
        yield from pieces
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise NotFetched(url, f"it is packed as {encoding[:20]!r}, which was not asked for")
    unpacker = zlib.decompressobj(wbits=47 if "gzip" in encoding else 15)
    try:
        for piece in pieces:
            left = piece
            while left:
                yield unpacker.decompress(left, min(largest_bytes + 1, 1024 * 1024))
                left = unpacker.unconsumed_tail
    except zlib.error as error:
        raise NotFetched(url, "its packing is broken") from error


class _CheckedBackend(httpcore.SyncBackend):
    """Connects to addresses that were checked, and to no others."""

    def __init__(self, also_allowed: frozenset[str], until_s: float) -> None:
        super().__init__()
        self._also_allowed = also_allowed
        self._until_s = until_s

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first public address of a host; _NotPublic when any of its addresses is not public."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"no such host as {host}") from error
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        for address in addresses:
            if address not in self._also_allowed and not is_public(address):
                raise _NotPublic(f"{host} is {address}, which is not on the public web; it was not asked")
        stream = super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)
        return _TimedStream(stream, self._until_s)

    def connect_unix_socket(self, *_: object, **__: object) -> httpcore.NetworkStream:
        """Never: the web is not on this machine."""
        raise _NotPublic("a socket of this machine is not on the web")


class _TimedStream(httpcore.NetworkStream):
    """A connection on which nothing is read after a moment: a header that comes byte by byte has an end too."""

    def __init__(self, stream: httpcore.NetworkStream, until_s: float) -> None:
        self._stream = stream
        self._until_s = until_s

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes. Raises _TooSlow when the time is over."""
        left_s = self._until_s - time.monotonic()
        if left_s <= 0:
            raise _TooSlow
        return self._stream.read(max_bytes, left_s if timeout is None else min(timeout, left_s))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, secured."""
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._until_s)

    def get_extra_info(self, info: str) -> object:
        """What is known of the connection."""
        return self._stream.get_extra_info(info)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: not this machine, its networks, or any special range.

    Addresses of version 4 that are wrapped into version 6 (mapped, 6to4, Teredo, NAT64) are judged unwrapped.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and any(ip in network for network in _EMBEDDED):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    special = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    return ip.is_global and not special and "%" not in address


_UNSAFE: Final = re.compile(r"[^!-~]|[\"<>\\^`{|}]")


def _quoted(part: str) -> str:
    """A path or query with what may not stand in one percent-encoded."""
    return _UNSAFE.sub(lambda c: "".join(f"%{byte:02X}" for byte in c[0].encode("utf-8", "replace")), part)


def _listed(ports: Iterable[int]) -> str:
    return ", ".join(str(port) for port in sorted(ports))
