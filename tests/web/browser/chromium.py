"""Chromium for the tests: where it lies, how it is started, and what every page in it has to keep to."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    # Whatever is asked for beyond the loopback address is not found, and so fails the test that asked.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PAGE_TIMEOUT_MS: Final = 30_000
WIDE: Final = {"width": 1280, "height": 900}
NARROW: Final = {"width": 390, "height": 844}


def find_chromium() -> str | None:
    """The browser to test in: $CHROMIUM, or the first that is installed; None when there is none."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in _NAMES if (path := shutil.which(name))), None)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. Skips the test, with the reason, where none is installed."""
    path = find_chromium() or pytest.skip(
        "no Chromium here: install it (Debian: apt install chromium) or name one in CHROMIUM"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS), headless=True)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """What went wrong in the pages of one context: console errors, scripts that failed, requests that failed."""

    problems: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()
    """Parts of problems that the test provokes on purpose."""

    def watch(self, context: BrowserContext) -> None:
        """Take note of everything that goes wrong from now on."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"script: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def found(self) -> list[str]:
        """What went wrong and was not meant to."""
        return [one for one in self.problems if not any(part in one for part in self.allowed)]

    def _note(self, problem: str) -> None:
        self.problems.append(problem)

    def _console(self, message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        # Axe sets styles of its own to measure colours: what it does has no place in any file.
        if message.type in {"error", "warning"} and (place or "inline style" not in message.text):
            self._note(f"console: {message.text} ({place})")

    def _failed(self, request: Request) -> None:
        # A browser lets go of media it no longer needs: the player moved on, or the page was left.
        if "ERR_ABORTED" not in (request.failure or ""):
            self._note(f"request: {request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"answer: {response.status} {response.request.method} {response.url}")


@contextlib.contextmanager
def tab(browser: Browser, watched: Watched | None = None, **wanted: object) -> Iterator[Page]:
    """A page in a context of its own; nothing may go wrong in it while the block runs.

    `wanted` are what Playwright's `new_context` takes: viewport, locale, color_scheme, base_url, …
    """
    notes = watched or Watched()
    context = browser.new_context(**({"viewport": WIDE, "reduced_motion": "reduce"} | wanted))
    context.set_default_timeout(PAGE_TIMEOUT_MS)
    notes.watch(context)
    try:
        yield context.new_page()
    finally:
        context.close()
    assert not notes.found(), notes.found()


@dataclass(frozen=True, slots=True)
class Way:
    """One way of looking at a page: in a language, light or dark, on a desk or on a phone."""

    language: str
    scheme: str
    width: int

    def __str__(self) -> str:
        """As a test or a picture is named."""
        return f"{self.language}-{self.scheme}-{self.width}"

    @property
    def wanted(self) -> dict[str, object]:
        """What a browser context takes to look this way."""
        return {
            "viewport": NARROW if self.width == NARROW["width"] else WIDE,
            "color_scheme": self.scheme,
            "locale": "ar" if self.language == "ar" else "en-GB",
        }


WAYS: Final = (
    Way("en", "light", 1280),
    Way("en", "dark", 390),
    Way("ar", "light", 390),
    Way("ar", "dark", 1280),
)
"""Every pair of language, scheme and width is among them."""
