"""The whole way with the keyboard alone: every step is reached with Tab and taken with a key, no mouse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Locator, expect

from tests.web.browser.chromium import tab
from tests.web.browser.test_whole_way import CAPTION, JOB_MS, POSTED, URL
from tests.web.newsroom import PASSWORD
from tests.web.serving import serve

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.web.newsroom import Newsroom

_MOST_TABS: Final = 160
_NO_MOUSE: Final = """() => ['mousedown', 'pointerdown', 'touchstart'].forEach((kind) =>
  window.addEventListener(kind, () => { throw new Error(`${kind}: a mouse was used`); }, true))"""


def reach(page: Page, wanted: Locator) -> None:
    """Tab until something has the focus; it has to be seen that it has."""
    expect(wanted).to_be_attached()
    for _ in range(_MOST_TABS):
        if wanted.evaluate("(one) => one === document.activeElement"):
            assert wanted.evaluate("(one) => one.matches(':focus-visible')")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{_MOST_TABS} times Tab did not reach {wanted}")


def write(page: Page, wanted: Locator, text: str) -> None:
    reach(page, wanted)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    reach(page, wanted)
    page.keyboard.press(key)


def test_the_whole_way_with_the_keyboard_alone(
    browser: Browser, untouched_newsroom: Newsroom, tmp_path: Path
) -> None:
    newsroom = untouched_newsroom.copy(tmp_path / "desk")
    with serve(newsroom.folder) as served, tab(browser, base_url=served.url, locale="en-GB") as page:
        page.add_init_script(f"({_NO_MOUSE})()")
        page.goto("/sign-in")
        write(page, page.get_by_label("Name"), "sara")
        write(page, page.get_by_label("Password"), PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/(cases.*)?$"))
        skips_to_the_content(page)
        press(page, page.get_by_role("link", name="Add", exact=True))
        check(page, newsroom.reposted)
        decide(page)
        write_and_publish(page)
        correct(page)


def skips_to_the_content(page: Page) -> None:
    press(page, page.get_by_role("link", name="Skip to the content"))
    expect(page).to_have_url(re.compile("#main$"))
    page.goto(page.url.partition("#")[0])


def check(page: Page, post: Path) -> None:
    page.wait_for_url(re.compile("/add"))
    write(page, page.get_by_label("Caption"), CAPTION)
    files = page.get_by_label("Files")
    reach(page, files)
    # What a file chooser gives, which no script can open with a key.
    files.set_input_files(post)
    write(page, page.get_by_label("Posted on"), POSTED)
    write(page, page.get_by_label("Address of the post"), URL)
    press(page, page.get_by_role("button", name="Check it"))
    opened = page.get_by_role("link", name="Open the case")
    opened.wait_for(timeout=JOB_MS)
    press(page, opened)
    page.wait_for_url(re.compile(r"/cases/case-\d+"))


def decide(page: Page) -> None:
    press(page, part(page, "Compare"))
    slider = page.get_by_role("slider", name="Moment in this footage")
    slider.wait_for()
    reach(page, slider)
    before = slider.input_value()
    page.keyboard.press("ArrowRight")
    expect(slider).not_to_have_value(before)
    press(page, page.get_by_role("button", name="Accept: convoy-2016.mp4"))
    expect(page.get_by_role("main")).to_contain_text("sara")
    press(page, part(page, "Overview"))
    expect(page.get_by_role("button", name="Decide")).to_be_visible()
    chosen = page.get_by_role("radio", checked=True)
    reach(page, chosen)
    page.keyboard.press("Space")
    write(page, page.get_by_label("Reason"), "the footage is of 2016")
    press(page, page.get_by_role("button", name="Decide"))
    expect(page.get_by_role("main")).to_contain_text("the footage is of 2016")


def write_and_publish(page: Page) -> None:
    press(page, part(page, "Draft"))
    press(page, page.get_by_role("button", name="Draft the article"))
    expect(page.get_by_role("status")).to_contain_text("The draft is made")
    write(page, page.get_by_label("Title").first, "An old convoy is passed off as new")
    press(page, page.get_by_role("button", name="Save as a new version"))
    expect(page.get_by_role("main")).to_contain_text("Version 2 by")
    press(page, page.get_by_role("button", name=re.compile("^Publish version")))
    expect(page.get_by_role("main")).to_contain_text("Published")


def correct(page: Page) -> None:
    write(page, page.get_by_label("Summary").first, "The convoy burned in 2016.")
    press(page, page.get_by_role("button", name="Save as a new version"))
    expect(page.get_by_role("main")).to_contain_text("Version 3 by")
    write(page, page.get_by_role("textbox", name="Note for readers, English"), "The place was added.")
    write(page, page.get_by_role("textbox", name="Note for readers, Arabic"), "أُضيف المكان.")
    press(page, page.get_by_role("button", name="Publish the change"))
    expect(page.get_by_role("main")).to_contain_text("Version 4 by")


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Parts of the case").get_by_role(
        "link", name=re.compile(f"^{name}")
    )
