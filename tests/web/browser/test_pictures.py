"""A picture of each screen in both languages; `make docs` keeps them in docs/screenshots, tests only look at them."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from PIL import Image

from tests.web.browser.chromium import NARROW, tab
from tests.web.browser.test_screens import enter
from tests.web.newsroom import OPEN, PUBLISHED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.web.newsroom import Newsroom
    from tests.web.serving import Served

KEPT: Final = Path(__file__).parents[3] / "docs" / "screenshots"
RENEWS: Final = bool(os.environ.get("SCREENSHOTS"))
LARGEST_BYTES: Final = 80_000

SHOWN: Final = {
    "sign-in": "/sign-in",
    "inbox": "/cases?list=inbox",
    "add": "/add?kind=check",
    "case": f"/cases/{OPEN}",
    "timeline": f"/cases/{OPEN}?tab=timeline",
    "compare": f"/cases/{OPEN}?tab=compare",
    "claim": f"/cases/{OPEN}?tab=claim",
    "fact-checks": f"/cases/{OPEN}?tab=reviews",
    "suggestions": "/suggestions",
    "draft": f"/cases/{PUBLISHED}/draft",
    "footage": "/footage",
    "people": "/people",
    "audit": "/audit",
    "settings": "/settings",
    "page": "/site",
}
UNCOVER: Final = {"en": "Show the footage of this case", "ar": "إظهار مادة هذه الحالة"}
ON_A_PHONE: Final = ("inbox", "compare", "page")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_screen_has_its_picture(
    browser: Browser, newsroom: Newsroom, served: Served, tmp_path: Path, language: str
) -> None:
    folder = KEPT if RENEWS else tmp_path
    folder.mkdir(exist_ok=True)
    with tab(browser, base_url=served.url, locale=language) as page:
        for name, address in SHOWN.items():
            if name != "sign-in":
                enter(page, newsroom, served, "mona", language)
            take(page, name, address, folder / f"{name}-{language}.webp", language)
    with tab(browser, base_url=served.url, viewport=NARROW, locale=language) as page:
        enter(page, newsroom, served, "mona", language)
        for name in ON_A_PHONE:
            take(page, name, SHOWN[name], folder / f"{name}-{language}-phone.webp", language)


def take(page: Page, name: str, address: str, file: Path, language: str) -> None:
    """Go to a screen as a person would see it, and keep its picture, which has to show something."""
    if name == "page":
        page.goto(f"/site/{language}/")
        page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    else:
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
    uncover = page.get_by_role("button", name=UNCOVER[language])
    if uncover.count():
        uncover.first.click()
        page.wait_for_load_state("load")
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    assert float(np.asarray(picture.convert("L"), np.float32).std()) > 8, f"{name} shows next to nothing"
    for quality in (70, 50, 30):
        picture.save(file, quality=quality, method=6)
        if file.stat().st_size <= LARGEST_BYTES:
            return
    raise AssertionError(f"{file.name} has {file.stat().st_size:,} bytes")


def test_every_picture_is_kept_and_light() -> None:
    wanted = {f"{name}-{language}.webp" for name in SHOWN for language in ("en", "ar")}
    wanted |= {f"{name}-{language}-phone.webp" for name in ON_A_PHONE for language in ("en", "ar")}
    kept = {path.name: path.stat().st_size for path in KEPT.glob("*.webp")}
    assert set(kept) == wanted, "run `make docs`"
    assert max(kept.values()) <= LARGEST_BYTES
