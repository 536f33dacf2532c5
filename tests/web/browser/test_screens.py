"""Every screen of the desk in a real browser, in both languages, light and dark, on a desk and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.browser.chromium import WAYS, Way, tab
from tests.web.browser.looks import problems_of
from tests.web.browser.screens import screens

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.web.newsroom import Newsroom
    from tests.web.serving import Served


def enter(page: Page, newsroom: Newsroom, served: Served, name: str, language: str = "en") -> None:
    """Go on as somebody who is signed in and has chosen a language."""
    told = {"firstseen_session": newsroom.token(name), "firstseen_language": language}
    page.context.add_cookies(
        [{"name": key, "value": value, "url": served.url} for key, value in told.items()]
    )


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_screen_is_as_it_has_to_be(
    browser: Browser, newsroom: Newsroom, served: Served, way: Way
) -> None:
    found: dict[str, list[str]] = {}
    with tab(browser, base_url=served.url, **way.wanted) as page:
        enter(page, newsroom, served, "mona", way.language)
        for name, address in screens(newsroom).items():
            page.goto(address)
            if problems := problems_of(page, way.language):
                found[name] = problems
    assert not found
