"""The rules R1 to R8, in the order in which a desk applies them; their docstrings are their documentation."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.verdict.elsewhere import actor_from_elsewhere, actor_of_another_place
from firstseen.verdict.what import another_event, joined_from_pieces, no_real_event, sound_of_another
from firstseen.verdict.when import (
    after_the_event,
    before_the_event,
    claimed_time_is_open,
    no_publication_date,
)
from firstseen.verdict.where import another_place
from firstseen.verdict.who import actor_denied, another_actor, another_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firstseen.model.claim import Slot
    from firstseen.model.verdict import Finding
    from firstseen.verdict.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name, the slot of the claim that it judges, and the function that does."""

    name: str
    slot: Slot
    judge: Callable[[Evidence], Iterator[Finding]]

    @property
    def documentation(self) -> str:
        """What the rule says, from its function's docstring."""
        return inspect.getdoc(self.judge) or ""


RULES: Final = (
    Rule("R1 before the event", "when", before_the_event),
    Rule("R2 after the event", "when", after_the_event),
    Rule("R8 no publication date", "when", no_publication_date),
    Rule("R3 the time claimed", "when", claimed_time_is_open),
    Rule("R4 another place", "where", another_place),
    Rule("R5 actor denied", "who", actor_denied),
    Rule("R5 another actor", "who", another_actor),
    Rule("R5 another target", "who", another_target),
    Rule("R5 actor of another place", "who", actor_of_another_place),
    Rule("R5 actor from elsewhere", "who", actor_from_elsewhere),
    Rule("R6 joined from pieces", "what", joined_from_pieces),
    Rule("R5 no real event", "what", no_real_event),
    Rule("R5 another event", "what", another_event),
    Rule("R7 sound replaced", "what", sound_of_another),
)
"""Every rule. Of the findings on one slot the one that contradicts counts, else a consistent one, else the first."""
