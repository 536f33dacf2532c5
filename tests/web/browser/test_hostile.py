"""Texts that would run in a careless page, on every screen that shows them: none of them does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from firstseen import Desk
from tests.web.browser.chromium import Watched, tab
from tests.web.browser.screens import screens
from tests.web.browser.test_screens import enter
from tests.web.hostile import MARK, NAME, RUNS, make_hostile
from tests.web.newsroom import PASSWORD, Newsroom
from tests.web.serving import Served, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def hostile(newsroom: Newsroom) -> tuple[Newsroom, str]:
    """The newsroom with a hostile case in it, and the case."""
    case_id = make_hostile(newsroom)
    with Desk(newsroom.folder) as desk:
        media_id = desk.footage(NAME).media.id
        tokens = {**newsroom.tokens, "eve": desk.sign_in("eve", PASSWORD)}
    return replace(newsroom, media_id=media_id, tokens=tokens), case_id


@pytest.fixture(scope="module")
def served(hostile: tuple[Newsroom, str]) -> Iterator[Served]:
    with serve(hostile[0].folder) as running:
        yield running


_FOUND = f"""() => [
  ...(window.{MARK} === undefined ? [] : [`it ran: ${{window.{MARK}}}`]),
  ...[...document.querySelectorAll('*')]
    .flatMap((one) => ['href', 'src', 'action', 'formaction', 'data'].map((name) => one.getAttribute(name)))
    .filter((address) => address && /^\\s*(javascript|vbscript|data:text)/i.test(address)),
  ...[...document.querySelectorAll('iframe, object, embed, base')].map((one) => one.outerHTML.slice(0, 100)),
  ...[...document.querySelectorAll('*')].flatMap((one) => [...one.attributes])
    .filter((one) => /^on/i.test(one.name) || one.name === 'style').map((one) => `${{one.name}}=${{one.value}}`),
]"""


def what_ran(page: Page) -> list[str]:
    """Whatever of a page's texts runs, or would when it is clicked on."""
    found: list[str] = page.evaluate(_FOUND)
    return found


def test_no_text_runs_on_any_screen(browser: Browser, hostile: tuple[Newsroom, str], served: Served) -> None:
    newsroom, case_id = hostile
    found: dict[str, list[str]] = {}
    shown = 0
    with tab(browser, base_url=served.url) as page:
        page.on("dialog", lambda dialog: dialog.dismiss())
        enter(page, newsroom, served, "eve")
        for name, address in screens(newsroom, {"hostile": case_id}).items():
            answer = page.goto(address)
            if ran := what_ran(page):
                found[name] = ran
            shown += MARK in page.inner_text("body")
            assert answer is not None
            assert answer.status in {200, 403}, (name, answer.status)
    assert not found
    assert shown >= 3, "the hostile texts have to be shown for this to say anything"


REFLECTED = (
    "/cases?list={}", "/cases?q={}", "/cases?list=inbox&cursor={}", "/cases/{}", "/cases/{}/draft", "/nowhere/{}",
    "/sign-in?next={}", "/footage/{}", "/footage?q={}", "/reviews?q={}", "/jobs/{}", "/audit?cursor={}",
    "/media/{}", "/?lang={}", "/cases/case-1?tab={}", "/add?caption={}", "/suggestions?after={}",
)  # fmt: skip


def test_nothing_in_an_address_runs(browser: Browser, hostile: tuple[Newsroom, str], served: Served) -> None:
    newsroom, _ = hostile
    found: dict[str, list[str]] = {}
    # A refusal is what is wanted: only what a script does counts here.
    watched = Watched(allowed=("answer: 4", "status of 4"))
    with tab(browser, watched, base_url=served.url) as page:
        enter(page, newsroom, served, "eve")
        for path in REFLECTED:
            for text in (RUNS[0], RUNS[2], RUNS[3]):
                address = path.format(quote(text, safe=""))
                answer = page.goto(address)
                assert answer is not None
                assert answer.status < 500, address
                if ran := what_ran(page):
                    found[address] = ran
    assert not found
