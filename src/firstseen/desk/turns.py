"""Changes of one case, one after the other: in this process by waiting, among processes by looking before keeping."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from firstseen.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable

    from firstseen.archive.cases import Cases, CaseWriter
    from firstseen.model.case import Case

_LOCKS: Final = 64
_TRIES: Final = 20
"""How often a change is made anew because another process was faster. Each time, that one has come further."""


class CaseTurns:
    """The turns of this process's threads; a few locks for any number of cases."""

    def __init__(self) -> None:
        self._locks = tuple(threading.RLock() for _ in range(_LOCKS))

    def change[Made](
        self,
        cases: Cases,
        case_id: str,
        make: Callable[[Case], Made],
        keep: Callable[[CaseWriter, Case, Made], None],
    ) -> Made:
        """What `make` makes of a case as it stands, once `keep` has kept it and nothing was changed in between.

        `make` is called again when something was: it must not write. Raises Conflict when that never ends, NotFound
        when there is no such case.
        """
        case_id = cases.case(case_id).id
        with self._locks[hash(case_id) % _LOCKS]:
            for _ in range(_TRIES):
                before = cases.revision(case_id)
                case = cases.case(case_id)
                made = make(case)
                with cases.writing() as writer:
                    if writer.revision(case_id) == before:
                        keep(writer, case, made)
                        return made
        raise Conflict(case_id, "somebody else keeps changing it: look at it again, and repeat what you did")
