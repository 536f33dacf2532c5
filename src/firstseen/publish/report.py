"""The find report: one page that holds everything it shows, to be opened, sent and printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from firstseen.errors import InputError
from firstseen.publish.pages import page_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firstseen.model.case import PriorReviews
    from firstseen.model.claim import Claim
    from firstseen.model.descriptor import Description
    from firstseen.model.found import Found
    from firstseen.model.verdict import Finding, Proposal
    from firstseen.settings import Report as ReportSettings


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """What the section on a claim says; `rating` is the proposal's label, `verdicts` are lines of words."""

    case_id: str
    claim: Claim
    findings: tuple[Finding, ...]
    reviews: PriorReviews
    proposal: Proposal | None
    rating: str
    verdicts: tuple[str, ...] = ()
    number: int = 0


class Report:
    """A page being written, one query after the other.

    Its pictures, styles and charts are part of it; it loads nothing and runs nothing.
    """

    def __init__(self, settings: ReportSettings) -> None:
        self._settings = settings
        self._sections: list[str] = []
        self._titles: list[str] = []
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._section = environment.get_template("section.html.j2")
        self._claim = environment.get_template("claim.html.j2")
        self._page = environment.get_template("report.html.j2")

    def add(self, found: Found, references: Mapping[str, Description], archive_size: int = 1) -> None:
        """Write a section on one query. `references` are descriptions by media id, with the pictures kept of them."""
        number = len(self._sections) + 1
        page = page_of(found, references, self._settings, number=number, archive_size=archive_size)
        self._sections.append(self._section.render(page=page))
        self._titles.append(page.title)

    def add_claim(self, page: ClaimPage) -> None:
        """Write a section on a claim: what was found, and what is proposed."""
        numbered = replace(page, number=len(self._sections) + 1)
        self._sections.append(self._claim.render(page=numbered))
        self._titles.append(page.case_id)

    def html(self, at: datetime | None = None) -> str:
        """The whole page. `at` is when it was written, now unless given."""
        return self._page.render(
            sections=self._sections,
            titles=self._titles,
            written=(at or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M UTC"),
        )

    def write(self, path: Path) -> None:
        """Write the whole page to `path`. Raises InputError when that is not possible."""
        try:
            path.write_text(self.html(), encoding="utf-8", errors="replace")
        except OSError as error:
            raise InputError(f"{path}: the report cannot be written: {error.strerror}") from error
