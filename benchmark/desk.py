"""A desk at the size of some years under load: `python -m benchmark.desk [CASES] [SECONDS]`.

Fifty readers, five reviewers and footage coming in on one real server; then how soon the page of a case can be used
in a browser. Traffic goes to this machine's loopback address only.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from firstseen import Desk
from tests.web.browser.chromium import find_chromium
from tests.web.load import MANY_REQUESTS, measure
from tests.web.newsroom import OPEN, make_newsroom
from tests.web.seeding import seed_cases
from tests.web.serving import Served, serve

_CASES: Final = 10_000
_SECONDS: Final = 60.0
_LOADS: Final = 10


def main(cases: int, seconds: float) -> None:
    """Make the desk, measure, print."""
    with tempfile.TemporaryDirectory(prefix="firstseen-load-") as work:
        folder = Path(work)
        newsroom = make_newsroom(folder)
        with Desk(newsroom.folder) as desk:
            seeded = seed_cases(desk, cases)
        with serve(newsroom.folder, MANY_REQUESTS) as served:
            for path in (
                f"/cases/{OPEN}",
                f"/cases/{seeded[7]}",
                "/cases?list=inbox",
                "/cases?list=inbox&q=convoy",
            ):
                times = _interactive_ms(served, newsroom.token("omar"), path)
                if times:
                    told = f"median {times[len(times) // 2]:.0f} ms, slowest {times[-1]:.0f} ms"
                    print(f"{path} can be used after {told} ({cases:,} cases)")
            measured = measure(served, newsroom, seconds, seeded, folder)
        print(measured.told())
        for failure in measured.failures[:10]:
            print(f"  failed: {failure}")


def _interactive_ms(served: Served, token: str, path: str) -> list[float]:
    """How long after it was asked for a page can be used, in milliseconds, ascending; empty without a browser."""
    browser_path = find_chromium()
    if browser_path is None:
        return []
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(_LOADS):
            context = browser.new_context(base_url=served.url)
            context.add_cookies([{"name": "firstseen_session", "value": token, "url": served.url}])
            page = context.new_page()
            page.goto(path, wait_until="load")
            # Deferred scripts have run by then: whatever can be clicked on works.
            times.append(
                float(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
            )
            context.close()
        browser.close()
    return sorted(times)


if __name__ == "__main__":
    numbers = [float(word) for word in sys.argv[1:]]
    main(int(numbers[0]) if numbers else _CASES, numbers[1] if len(numbers) > 1 else _SECONDS)
