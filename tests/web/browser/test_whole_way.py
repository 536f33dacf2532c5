"""The whole way of a claim through the desk in a real browser: from a post to a correction that readers see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.web.browser.chromium import NARROW, WIDE, tab
from tests.web.newsroom import PASSWORD
from tests.web.serving import serve

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.web.newsroom import Newsroom

CAPTION: Final = "A convoy of soldiers burns in Aleppo today, Islamic State says"
POSTED: Final = "2024-12-07"
URL: Final = "https://social.example.org/p/99"
COPY: Final = "https://archive.example.org/"
JOB_MS: Final = 90_000


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desk", "phone"])
def test_from_a_post_to_a_correction(
    browser: Browser, untouched_newsroom: Newsroom, tmp_path: Path, viewport: dict[str, int]
) -> None:
    newsroom = untouched_newsroom.copy(tmp_path / "desk")
    with (
        serve(newsroom.folder) as served,
        tab(browser, base_url=served.url, viewport=viewport, locale="en-GB") as page,
    ):
        sign_in(page, "sara")
        case = check_a_post(page, newsroom.reposted)
        see_where_it_was_seen(page, case)
        compare_and_accept(page, case)
        decide(page, case)
        draft_and_edit(page)
        slug = publish(page)
        read_in_arabic(page, slug)
        correct(page, case)
        see_the_correction(page, slug)


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/sign-in"))
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Inbox"))


def check_a_post(page: Page, post: Path) -> str:
    """The address of the case that comes of a file and a caption."""
    page.goto("/add")
    page.get_by_label("Files").set_input_files(post)
    page.get_by_label("Caption").fill(CAPTION)
    page.get_by_label("Posted on").fill(POSTED)
    page.get_by_label("Address of the post").fill(URL)
    page.get_by_role("button", name="Check it").click()
    # The job is followed until its case can be opened.
    page.get_by_role("link", name="Open the case").click(timeout=JOB_MS)
    page.wait_for_url(re.compile(r"/cases/case-\d+"))
    return re.sub(r"[?#].*", "", page.url)


def see_where_it_was_seen(page: Page, case: str) -> None:
    page.goto(case)
    expect(page.get_by_role("heading", level=1)).to_have_text(CAPTION)
    expect(page.get_by_role("row", name="When")).to_contain_text("Contradicted")
    part(page, "Timeline").click()
    expect(page.get_by_role("link", name=re.compile("First seen"))).to_be_visible()


def compare_and_accept(page: Page, case: str) -> None:
    part(page, "Compare").click()
    slider = page.get_by_role("slider", name="Moment in this footage")
    slider.focus()
    before = slider.input_value()
    page.keyboard.press("ArrowRight")
    expect(slider).not_to_have_value(before)
    for way in ("Flicker", "Difference", "Overlay", "Side by side"):
        page.get_by_role("radio", name=way).check()
    page.get_by_role("button", name="Accept: convoy-2016.mp4").click()
    page.goto(f"{case}?tab=log")
    expect(page.get_by_role("main")).to_contain_text("sara")


def decide(page: Page, case: str) -> None:
    page.goto(case)
    page.get_by_role("radio", name=re.compile("Misleading")).check()
    page.get_by_label("Reason").fill("the footage is of 2016")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("main")).to_contain_text("the footage is of 2016")


def draft_and_edit(page: Page) -> None:
    part(page, "Draft").click()
    page.get_by_role("button", name="Draft the article").click()
    expect(page.get_by_role("status")).to_contain_text("The draft is made")
    for source in page.get_by_role("group", name=re.compile(r"^\[@")).all():
        source.get_by_label("Archive copy").fill(f"{COPY}{source.get_by_label('Link').input_value()}")
    page.get_by_label("Title").first.fill("An old convoy is passed off as new")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("main")).to_contain_text("Version 2 by")
    expect(page.get_by_label("Title").first).to_have_value("An old convoy is passed off as new")


def publish(page: Page) -> str:
    """The last part of the published page's address."""
    slug = page.get_by_label("Address", exact=True).input_value()
    page.get_by_role("button", name=re.compile("^Publish version")).click()
    expect(page.get_by_role("main")).to_contain_text("Published")
    return slug


def read_in_arabic(page: Page, slug: str) -> None:
    page.goto(f"/site/en/{slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("An old convoy is passed off as new")
    page.get_by_role("link", name="العربية").first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("main")).to_contain_text("مضلل")


def correct(page: Page, case: str) -> None:
    page.goto(f"{case}/draft")
    page.get_by_label("Summary").first.fill("The convoy burned in 2016, near Deir ez-Zor.")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("main")).to_contain_text("Version 3 by")
    page.get_by_role("textbox", name="Note for readers, English").fill("The place was added.")
    page.get_by_role("textbox", name="Note for readers, Arabic").fill("أُضيف المكان.")
    page.get_by_role("button", name="Publish the change").click()
    expect(page.get_by_role("main")).to_contain_text("The place was added.")


def see_the_correction(page: Page, slug: str) -> None:
    page.goto(f"/site/ar/{slug}/")
    expect(page.get_by_role("main")).to_contain_text("أُضيف المكان.")
    feed = page.request.get("/site/en/corrections/feed.atom")
    assert feed.ok
    assert "The place was added." in feed.text()


def part(page: Page, name: str) -> object:
    """The link to a part of the case."""
    return page.get_by_role("navigation", name="Parts of the case").get_by_role(
        "link", name=re.compile(f"^{name}")
    )
