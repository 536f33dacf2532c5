"""The site's search in a real browser: words folded as ours are, results as one types, and a list without scripts."""

from __future__ import annotations

import functools
import threading
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from firstseen.model.words import fold
from tests.publish.articles import SLUG, reference_publication
from tests.publish.sites import another, made_site
from tests.web.browser.chromium import Watched, tab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

WORDS = (
    "Islamic State, 2015!",
    "تهديدٌ لِحماس",
    "الإسلاميّة والمُعارضة",
    "آلاف إلى أُمّة ٱلشعب",
    "يـــوليو/تموز ٢٠١٥ ۲۰۱۵",
    "مؤتمر شؤون ئ ى ی ک ة ۀ",
    "Straße ÉCOLE naïve ﬁre Ⅻ",
    "a_b-c d’e 1:02.5",
    "",
    "!?؟",
    "שָׁלוֹם Ελλάδα ЁЛКА",
)


_FOLD = """async ([script, texts]) => {
  const { fold } = await import(script);
  return texts.map((one) => fold(one).join(' '));
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is its own."""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    two = another(2)
    editions = tuple(replace(one, title=f"Flood {one.title}") for one in two.article.editions)
    published = [reference_publication(), replace(two, article=replace(two.article, editions=editions))]
    made = made_site(tmp_path_factory.mktemp("site"), published)
    handler = functools.partial(_Quiet, directory=str(made.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_words_are_folded_as_everywhere_else(browser: Browser, url: str) -> None:
    with tab(browser, base_url=url) as page:
        page.goto("en/search/")
        script = page.locator('script[type="module"]').evaluate("(one) => one.src")
        folded = page.evaluate(
            _FOLD,
            [script, list(WORDS)],
        )
    assert folded == [fold(one) for one in WORDS]


def test_what_is_typed_is_found_whatever_its_spelling(browser: Browser, url: str) -> None:
    with tab(browser, base_url=url) as page:
        page.goto("en/search/")
        box = page.get_by_role("searchbox")
        box.fill("flood isl")
        page.get_by_role("status").get_by_text("Found: 1").wait_for()
        assert page.locator("#results a").evaluate("(one) => one.href").endswith("/en/check-2/")
        assert not page.get_by_role("heading", name="All fact-checks").is_visible()
        box.fill("nothing of the kind")
        page.get_by_text("No fact-check has all of these words.").wait_for()
        box.fill("")
        page.get_by_role("heading", name="All fact-checks").wait_for()
        page.goto("ar/search/?q=الاسلاميه")
        page.get_by_text("النتائج: 2").wait_for()


def test_without_scripts_every_fact_check_is_listed(browser: Browser, url: str) -> None:
    with tab(browser, base_url=url, java_script_enabled=False) as page:
        page.goto("en/search/")
        assert not page.get_by_role("searchbox").is_visible()
        links = page.locator("#every a").all()
        assert [one.get_attribute("href") for one in links] == [f"../../en/{SLUG}/", "../../en/check-2/"]


def test_a_search_that_cannot_read_its_index_says_so_and_shows_the_list(browser: Browser, url: str) -> None:
    with tab(browser, Watched(allowed=("503",)), base_url=url) as page:
        page.route("**/data/search-*", lambda asked: asked.fulfill(status=503))
        page.goto("en/search/?q=flood")
        page.get_by_text("The search index could not be read.").wait_for()
        assert page.get_by_role("heading", name="All fact-checks").is_visible()
