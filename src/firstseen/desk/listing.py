"""The verbs of lists: which cases are where, what waits in them, and which articles may be published as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firstseen.desk.publishing import PublishVerbs
from firstseen.errors import InputError
from firstseen.model.listing import LISTS, CaseFilters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firstseen.model.decided import Suggestion
    from firstseen.model.listing import CasePage, Listed, ListName

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOST: Final = 200
_UNSURE: Final = 50
"""Articles whose gate is looked at in one go; there are as many as were changed since somebody last looked."""


class ListVerbs(PublishVerbs):
    """What a desk does with lists of cases."""

    def case_lines(
        self,
        name: ListName = "inbox",
        q: str = "",
        filters: CaseFilters | None = None,
        cursor: str = "",
        limit: int = 50,
    ) -> CasePage:
        """A page of a list, newest change first: the cases that hold every word of `q`, in any spelling of Arabic.

        `limit` is 1 to 200. Raises InputError for a list, a day, a limit or a cursor that is none.
        """
        if name not in LISTS:
            raise InputError(f"there is no list {name[:40]!r}; use one of: {', '.join(LISTS)}")
        if not 1 <= limit <= _MOST:
            raise InputError(f"a page has 1 to {_MOST} cases, not {limit}")
        narrowed = filters or CaseFilters()
        for day in (narrowed.posted_from, narrowed.posted_until):
            if day and not _DAY.fullmatch(day):
                raise InputError(f"{day[:40]!r} is no day; write it as 2024-12-05")
        self.look_at_gates()
        return self.archive.case_lists.page(name, q, narrowed, cursor, limit)

    def counts(self) -> Mapping[ListName, int]:
        """How many cases each list has."""
        self.look_at_gates()
        return self.archive.case_lists.counts()

    def listed(self, case_id: str) -> Listed:
        """One case as lists show it, with its state. Raises NotFound."""
        self.look_at_gates()
        return self.archive.case_lists.listed(case_id)

    def look_at_gates(self) -> int:
        """Find out which articles that were changed may be published as they are; how many those were."""
        lists = self.archive.case_lists
        unsure = lists.unsure(_UNSURE)
        for case_id, as_of in unsure:
            article = self.article(case_id)
            passes = not any(remark.blocks for remark in self.remarks_on(article))
            lists.note_ready(case_id, article.version if passes else 0, as_of)
        return len(unsure)

    def suggestions(self, case_id: str) -> tuple[Suggestion, ...]:
        """What the machine proposes in a case and nobody has decided: `model.decided.open_suggestions` says what.

        Raises NotFound.
        """
        return self.case(case_id).suggestions()
