"""A newsroom that is served, and one browser for the tests of a module.

Playwright keeps an event loop running that other modules must not meet, so a browser lasts for one module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.browser.chromium import chromium
from tests.web.serving import Served, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.web.newsroom import Newsroom


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def newsroom(untouched_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return untouched_newsroom.copy(tmp_path_factory.mktemp("copied") / "desk")


@pytest.fixture(scope="module")
def served(newsroom: Newsroom) -> Iterator[Served]:
    with serve(newsroom.folder) as running:
        yield running
