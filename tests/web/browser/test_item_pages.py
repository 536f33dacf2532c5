"""The page of a case in a real browser: every tab, frame compare by keyboard, suggestions by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from firstseen.web.item.page import TABS
from tests.web.browser.chromium import NARROW, WIDE, Watched, tab
from tests.web.browser.looks import problems_of
from tests.web.browser.test_screens import enter
from tests.web.newsroom import OPEN, PUBLISHED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.web.newsroom import Newsroom
    from tests.web.serving import Served

READY = "#compare[data-ready=yes]"
BRIGHTNESS = """(canvas) => {
  // The banner at the bottom stands in both as it is: its letters do not mirror with the picture.
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, Math.round(0.75 * canvas.height)).data;
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += data[i] + data[i + 1] + data[i + 2];
  return sum / (data.length / 4) / 3;
}"""


def lenient() -> Watched:
    """Reading the canvas, as these tests do, is what Chromium advises against."""
    return Watched(allowed=("Canvas2D: Multiple readback",))


BOTH = "[data-side=both] canvas"
NUMBER = "#compare .scrub input"


@pytest.mark.parametrize(
    "seen", [("en", WIDE, PUBLISHED), ("ar", NARROW, OPEN)], ids=["en wide", "ar narrow"]
)
def test_every_tab_is_as_it_has_to_be(
    browser: Browser, newsroom: Newsroom, served: Served, seen: tuple[str, dict[str, int], str]
) -> None:
    language, size, case_id = seen
    found = {}
    with tab(browser, base_url=served.url, viewport=size) as page:
        enter(page, newsroom, served, "ali", language)
        for name in TABS:
            page.goto(f"/cases/{case_id}?tab={name}")
            if name == "compare":
                page.wait_for_selector(READY)
            if problems := problems_of(page, language):
                found[name] = problems
    assert not found


def opened(page: Page, newsroom: Newsroom, served: Served, language: str = "en") -> None:
    enter(page, newsroom, served, "ali", language)
    page.goto(f"/cases/{PUBLISHED}?tab=compare")
    page.wait_for_selector(READY)


def at(page: Page) -> float:
    return float(page.input_value(NUMBER))


def settled(page: Page, before: float) -> float:
    """The moment that is shown once it is no longer the one before, in the frames that stay."""
    page.wait_for_function(
        "([what, before]) => Number(document.querySelector(what).value) !== before", arg=[NUMBER, before]
    )
    still(page)
    return at(page)


def still(page: Page) -> None:
    """Wait until no better frame of the moment is on its way."""
    page.wait_for_selector(".stage[aria-busy=false]")


def brightness(page: Page) -> float:
    """How bright the canvas of both frames is, once it changes no more: pictures are drawn when they have come."""
    before = -1.0
    while True:
        page.wait_for_timeout(250)
        now = float(page.locator(BOTH).evaluate(BRIGHTNESS))
        if now == before:
            return now
        before = now


def difference_left(page: Page) -> float:
    """How bright the difference of both frames is, as a share of what it is with the wrong one mirrored."""
    difference = brightness(page)
    page.keyboard.press("m")
    wrong = brightness(page)
    page.keyboard.press("m")
    return difference / wrong


def test_frames_are_compared_by_keyboard(browser: Browser, newsroom: Newsroom, served: Served) -> None:
    with tab(browser, lenient(), base_url=served.url) as page:
        opened(page, newsroom, served)
        assert page.locator("[data-do=mirror]").is_checked()
        still(page)
        before = at(page)
        page.fill(NUMBER, "1.48")
        start = settled(page, before)
        page.locator(".stage").focus()
        page.keyboard.press("ArrowRight")
        after = settled(page, start)
        assert after > start
        page.keyboard.press("Shift+ArrowRight")
        later = settled(page, after)
        assert later == pytest.approx(after + 1, abs=0.05)
        page.keyboard.press("Shift+ArrowLeft")
        assert settled(page, later) == pytest.approx(after, abs=0.05)
        assert "=" in (page.get_attribute(NUMBER, "aria-valuetext") or "")
        page.keyboard.press("3")
        left = [difference_left(page)]
        for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):
            before = at(page)
            page.keyboard.press(key)
            settled(page, before)
            left.append(difference_left(page))
        assert max(left) < 0.85
        page.keyboard.press("4")
        assert page.locator(".overlay-options").is_visible()
        page.keyboard.press("o")
        assert not page.locator("[data-do=outline]").is_checked()
        page.keyboard.press("]")
        page.keyboard.press("[")
        page.keyboard.press("1")
        assert page.locator("[data-side=query] canvas").is_visible()


def test_nothing_flickers_where_less_motion_is_wished(
    browser: Browser, newsroom: Newsroom, served: Served
) -> None:
    with tab(browser, lenient(), base_url=served.url) as page:
        opened(page, newsroom, served)
        page.check("[name=mode][value=flicker]")
        page.locator("[data-do=flicker]").click()
        assert not page.locator("[data-do=flicker]").is_checked()
        assert "Swap" in page.inner_text("[data-note]")
        before = brightness(page)
        page.click("[data-do=swap]")
        assert brightness(page) != before
    with tab(browser, lenient(), base_url=served.url, reduced_motion="no-preference") as page:
        opened(page, newsroom, served)
        page.check("[name=mode][value=flicker]")
        assert not page.locator("[data-do=flicker]").is_checked()
        assert float(page.get_attribute("[data-do=rate]", "max") or "9") <= 3
        page.check("[data-do=flicker]")
        before = page.locator(BOTH).evaluate(BRIGHTNESS)
        page.wait_for_function(
            f"(before) => ({BRIGHTNESS})(document.querySelector('{BOTH}')) !== before", arg=before
        )


def test_both_play_in_step(browser: Browser, newsroom: Newsroom, served: Served) -> None:
    with tab(browser, lenient(), base_url=served.url) as page:
        opened(page, newsroom, served, "ar")
        before = at(page)
        page.focus(".stage")
        page.keyboard.press("Space")
        assert settled(page, before) != before
        page.keyboard.press("Space")
        assert page.get_attribute("[data-do=play]", "aria-pressed") == "false"
        drift = page.evaluate(
            """() => {
              const [ours, theirs] = document.querySelectorAll('.stage video');
              if (!ours.videoWidth || !theirs.videoWidth) return 0;
              const one = JSON.parse(document.querySelector('#compare').dataset.segments)[0];
              const share = (ours.currentTime - one.query[0]) / (one.query[1] - one.query[0]);
              return Math.abs(theirs.currentTime - (one.reference[0] + share * (one.reference[1] - one.reference[0])));
            }"""
        )
        assert drift < 0.3


def test_marks_of_the_timeline_are_reached_by_arrow_keys(
    browser: Browser, newsroom: Newsroom, served: Served
) -> None:
    with tab(browser, lenient(), base_url=served.url) as page:
        enter(page, newsroom, served, "ali")
        page.goto(f"/cases/{OPEN}?tab=timeline")
        marks = page.locator("svg.timeline a.sighting")
        assert marks.count() == 2
        marks.first.focus()
        assert page.inner_text(".chart-detail") == marks.first.get_attribute("aria-label")
        page.keyboard.press("ArrowDown")
        assert page.inner_text(".chart-detail") == marks.nth(1).get_attribute("aria-label")
        page.keyboard.press("Enter")
        page.wait_for_url("**#sighting-2")


def test_suggestions_are_settled_by_keys(browser: Browser, newsroom: Newsroom, served: Served) -> None:
    with tab(browser, lenient(), base_url=served.url) as page:
        enter(page, newsroom, served, "ali")
        page.goto("/suggestions")
        subject = "form button[value=accept] >> xpath=../input[@name='subject']"
        first = page.locator(subject).get_attribute("value")
        page.keyboard.press("?")
        assert page.locator("#help p").is_visible()
        page.keyboard.press("r")
        page.keyboard.press("2")
        assert page.locator("[data-reason='2']").is_checked()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "1" in page.inner_text("[role=status]")
        with page.expect_navigation():
            page.keyboard.press("u")
        assert page.locator(subject).get_attribute("value") == first
        page.keyboard.press("r")
        page.fill("#other", "a s u r")
        assert page.input_value("#other") == "a s u r"
        page.keyboard.press("Escape")
        assert not page.locator("#other").is_visible()
        with page.expect_navigation():
            page.keyboard.press("s")
        assert page.locator(subject).get_attribute("value") != first
