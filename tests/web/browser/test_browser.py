"""The browser tests can see what they are meant to see: a page that breaks a rule fails them."""

from __future__ import annotations

import contextlib
import functools
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.web.browser.chromium import NARROW, tab
from tests.web.browser.looks import problems_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


class _Pages(BaseHTTPRequestHandler):
    def __init__(self, *arguments: object, body: str) -> None:
        self.body = body
        super().__init__(*arguments)

    def do_GET(self) -> None:
        found = self.path in {"/", "/a.css"}
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/css" if self.path == "/a.css" else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
        self.end_headers()
        style = b"* { outline: none !important }"
        self.wfile.write(style if self.path == "/a.css" else self.body.encode() if found else b"")

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


GOOD = """<!doctype html><html lang="en" dir="ltr"><link rel=icon href="data:,"><title>A page</title>
<main><h1>Hello</h1><p><a href="/">Home</a> <button>Do it</button></p></main>"""


@pytest.mark.parametrize(
    ("good", "bad", "seen"),
    [
        ("Home</a>", "Home</a><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", "axe image-alt"),
        ("<button>", "<button hidden>x</button><button aria-label=''></button><button>", "axe button-name"),
        ("<p>", "<p><svg width=600 height=4 role=img aria-label=a></svg>", "in a window of 390"),
        ("<p>", "<p><svg width=600 height=4 role=img aria-label=a></svg>", "svg () reaches from"),
        ('dir="ltr"', 'dir="rtl"', "language"),
        ("<h1>Hello</h1>", "<h1>Hello</h1><h1>Again</h1>", "2 first headings"),
        ("<main>", "<link rel=stylesheet href=/a.css><main>", "no focus is seen on <a"),
    ],
)
def test_what_is_wrong_with_a_page_is_found(browser: Browser, good: str, bad: str, seen: str) -> None:
    with page_of(GOOD.replace(good, bad)) as url, tab(browser, viewport=NARROW) as page:
        page.goto(url)
        assert any(seen in problem for problem in problems_of(page, "en")), problems_of(page, "en")


def test_nothing_is_found_in_a_good_page(browser: Browser) -> None:
    with page_of(GOOD) as url, tab(browser, viewport=NARROW) as page:
        page.goto(url)
        assert problems_of(page, "en") == []
