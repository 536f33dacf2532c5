"""How often published pages were read: numbers by page and day, and nothing of who read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

type Totals = Mapping[tuple[str, str], int]
"""Readings by slug and day in UTC ("2024-12-06")."""

_PAGE: Final = re.compile(r"(?:^|/)(?:en|ar)/([a-z0-9]+(?:-[a-z0-9]+)*)/(?:index\.html)?$")
_PROGRAM: Final = re.compile(
    r"bot\b|bot[/;_ -]|crawl|spider|slurp|fetch|scan|monitor|preview|archiv|validator|feed|rss|headless|lighthouse|"
    r"facebookexternalhit|whatsapp|telegram|curl|wget|python|java/|go-http|okhttp|libwww|perl|ruby|node|axios|scrapy|"
    r"uptime|pingdom|http",
    re.IGNORECASE,
)
"""What programs call themselves. Source: the user agents that web servers' logs are full of; no list is complete."""

_LONGEST_AGENT: Final = 400


@dataclass(frozen=True, slots=True)
class LogViews:
    """What the log of a web server says of readings.

    `source` names the log without saying anything of who reads: reading it again, longer by then, replaces what it said
    before. `lines` are all of its lines, `unread` those that are no lines of an access log.
    """

    source: str
    totals: Totals
    lines: int
    unread: int

    @property
    def views(self) -> int:
        """Readings of fact-checks in it."""
        return sum(self.totals.values())


def slug_of(path: str) -> str:
    """The slug of the fact-check that stands at the path of an address, in either language; empty for other pages."""
    found = _PAGE.search(path[:2000].partition("?")[0].partition("#")[0])
    return found[1] if found else ""


def is_program(agent: str) -> bool:
    """Whether this user agent is a program rather than a browser; one that says nothing is."""
    said = agent[:_LONGEST_AGENT].strip()
    return said in {"", "-"} or bool(_PROGRAM.search(said)) or not said.startswith(("Mozilla/", "Opera/"))
