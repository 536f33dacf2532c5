"""People and programs at a served desk, over plain HTTP: one of them, or a crowd at the same time."""

from __future__ import annotations

import hashlib
import hmac
import html
import http.client
import json
import random
import re
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

_TIMEOUT_S: Final = 60.0
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took to the last byte."""

    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Visitor:
    """A browser without a window: it keeps one connection and its cookies. A context manager."""

    def __init__(self, url: str, key: str = "", cookie: str = "") -> None:
        self._host = urlsplit(url).netloc
        self._connection = http.client.HTTPConnection(self._host, timeout=_TIMEOUT_S)
        self._cookies: SimpleCookie = SimpleCookie()
        self._key = key
        if cookie:
            self._cookies["firstseen_session"] = cookie

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def get(self, path: str) -> Answer:
        """The page or answer at `path`; a redirect is not followed."""
        return self.send("GET", path)

    def post(self, path: str, fields: Mapping[str, str], page: str = "") -> Answer:
        """A form sent as a browser does, with the token that the form on `page` (or else at `path`) carries."""
        token = self.csrf(page or path)
        return self.send("POST", path, urlencode({"csrf": token, **fields}).encode(), _FORM)

    def post_json(self, path: str, body: object) -> Answer:
        """JSON sent as a script of the desk does, with the session's token."""
        return self.send("POST", path, json.dumps(body).encode(), "application/json", **self.token_header())

    def token_header(self) -> dict[str, str]:
        """The header that shows that a request is meant; empty for a program with a key."""
        cookie = self._cookies.get("firstseen_session")
        if self._key or cookie is None:
            return {}
        return {
            "X-CSRF-Token": hmac.new(cookie.value.encode(), b"firstseen csrf", hashlib.sha256).hexdigest()
        }

    def csrf(self, page: str) -> str:
        """The token that the forms on a page carry; empty when it has none."""
        found = re.search(r'name="csrf"[^>]*\bvalue="([^"]*)"', self.get(page).text)
        return html.unescape(found.group(1)) if found else ""

    def sign_in(self, name: str, password: str) -> Self:
        """The visitor, signed in."""
        answer = self.post("/sign-in", {"name": name, "password": password})
        assert answer.status == 303, (answer.status, answer.text[:500])
        return self

    def send(
        self, method: str, path: str, body: bytes | None = None, kind: str = "", **headers: str
    ) -> Answer:
        """Any request at all."""
        sent = dict(headers)
        if self._cookies:
            sent["Cookie"] = "; ".join(f"{name}={one.value}" for name, one in self._cookies.items())
        if self._key:
            sent["Authorization"] = f"Bearer {self._key}"
        if kind:
            sent["Content-Type"] = kind
        began_s = time.perf_counter()
        answer, content = self._exchange(method, path, body, sent)
        seconds = time.perf_counter() - began_s
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookies.load(value)
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(method, path, answer.status, told, content, seconds)

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        try:
            self._connection.request(method, path, body, dict(headers))
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            if method != "GET":
                raise
            # A server may close a connection that was idle; a browser then asks once more.
            self._connection.close()
            self._connection.request(method, path, body, dict(headers))
            answer = self._connection.getresponse()
        return answer, answer.read()


@dataclass
class Crowd:
    """Visitors at the same time, each doing one thing after the other with pauses between, for some seconds."""

    seconds: float
    seed: int = 1
    answers: list[Answer] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def join_in(self, visitor: Visitor, steps: Sequence[Callable[[Visitor], Answer]], pause_s: float) -> None:
        """Let a visitor take these steps at random, pausing `pause_s` on average between two."""
        number = len(self._threads)
        thread = threading.Thread(
            target=self._visit, args=(visitor, list(steps), pause_s, number), daemon=True
        )
        self._threads.append(thread)

    def run(self) -> None:
        """Let them all in, and wait until the last has gone."""
        for thread in self._threads:
            thread.start()
        for thread in self._threads:
            thread.join()

    def took_s(self, method: str = "GET") -> list[float]:
        """How long each answer to this kind of request took, in seconds, ascending."""
        return sorted(answer.seconds for answer in self.answers if answer.method == method)

    def _visit(
        self, visitor: Visitor, steps: list[Callable[[Visitor], Answer]], pause_s: float, number: int
    ) -> None:
        rng = random.Random(self.seed * 1000 + number)
        until_s = time.monotonic() + self.seconds
        time.sleep(rng.uniform(0, pause_s))
        while time.monotonic() < until_s:
            try:
                answer = rng.choice(steps)(visitor)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test has to see it
                self._note(f"{type(error).__name__}: {error}")
                return
            with self._guard:
                self.answers.append(answer)
            if answer.status >= 400:
                self._note(f"{answer.status} {answer.method} {answer.path}: {answer.text[:300]}")
            time.sleep(rng.expovariate(1 / pause_s))

    def _note(self, failure: str) -> None:
        with self._guard:
            self.failures.append(failure)


def quantile(ascending: Sequence[float], share: float) -> float:
    """The value below which this share of some values lies; they are given in order."""
    return ascending[min(len(ascending) - 1, int(share * len(ascending)))]
