"""The published site in a real browser: every page in both languages, light and dark, on a desk and on a phone."""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.publish.articles import reference_publication
from tests.publish.sites import Made, another, made_site
from tests.web.browser.chromium import WAYS, Way, tab
from tests.web.browser.looks import problems_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

HEAVIEST_BYTES = 150_000
"""Of a page without pictures. Source: issue 4."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is its own."""


@dataclass(frozen=True)
class Site:
    """A site that is served at `url`."""

    made: Made
    url: str

    def pages(self, language: str) -> list[str]:
        """The addresses of its pages in one language."""
        names = [str(path.relative_to(self.made.folder)) for path in self.made.pages()]
        return [name.removesuffix("index.html") for name in names if name.startswith(f"{language}/")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    published = [reference_publication(), another(1), another(2, change="withdrawn")]
    made = made_site(tmp_path_factory.mktemp("site"), published)
    handler = functools.partial(_Quiet, directory=str(made.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Site(made, f"http://127.0.0.1:{server.server_address[1]}/")
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_page_is_as_it_has_to_be(browser: Browser, site: Site, way: Way) -> None:
    found: dict[str, list[str]] = {}
    pages = site.pages(way.language)
    assert len(pages) > 5
    with tab(browser, base_url=site.url, **way.wanted) as page:
        for path in pages:
            page.goto(path)
            if problems := problems_of(page, way.language):
                found[path] = problems
    assert not found


def test_a_page_is_light_and_waits_for_no_script(browser: Browser, site: Site) -> None:
    for path in [*site.pages("en"), *site.pages("ar")]:
        # A context of its own has nothing cached.
        with tab(browser, base_url=site.url) as page:
            weights = _weights(page, path)
            assert sum(weights.values()) <= HEAVIEST_BYTES, (path, weights)
            waits = page.evaluate("[...document.scripts].filter((one) => one.src && !one.defer && !one.type)")
            assert not waits, path


_WEIGHTS = """() => Object.fromEntries(
  [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter((one) => !['img', 'video', 'audio'].includes(one.initiatorType) && !/\\.(svg|png|jpg)$/.test(one.name))
    .map((one) => [one.name, one.decodedBodySize]))"""


def _weights(page: Page, path: str) -> dict[str, int]:
    """The bytes of a page and of what it loads, but for pictures, unpacked."""
    page.goto(path)
    found: dict[str, int] = page.evaluate(_WEIGHTS)
    assert any(name.endswith(".css") and size for name, size in found.items())
    return found
