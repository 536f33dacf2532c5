"""The browser tests can see what they are meant to see: a page that breaks a rule fails them."""

from __future__ import annotations

import contextlib
import functools
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.web.browser.chromium import tab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


class _Pages(BaseHTTPRequestHandler):
    def __init__(self, *arguments: object, body: str) -> None:
        self.body = body
        super().__init__(*arguments)

    def do_GET(self) -> None:
        found = self.path == "/"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
        self.end_headers()
        self.wfile.write(self.body.encode() if found else b"")

    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is its own."""


@contextlib.contextmanager
def page_of(body: str) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Pages, body=body)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("<title>a</title><script>alert(1)</script>", "Content Security Policy"),
        ("<title>a</title><img alt='' src='/missing.png'>", "404"),
        ("<title>a</title><link rel=stylesheet href='http://example.org/a.css'>", "example.org"),
        ("<title>a</title><p style='color: red'>a</p>", "Content Security Policy"),
    ],
)
def test_what_a_page_does_wrong_is_seen(browser: Browser, body: str, seen: str) -> None:
    with (
        page_of(f"<link rel=icon href='data:,'><h1>Hello</h1>{body}") as url,
        pytest.raises(AssertionError, match=seen),
    ):
        look_at(browser, url)


def look_at(browser: Browser, url: str) -> None:
    with tab(browser) as page:
        page.goto(url)
        page.wait_for_load_state("networkidle")
        assert page.get_by_role("heading", name="Hello").is_visible()


def test_a_page_that_does_nothing_wrong_passes(browser: Browser) -> None:
    with page_of("<link rel=icon href='data:,'><title>A page</title><h1>Hello</h1>") as url:
        look_at(browser, url)
