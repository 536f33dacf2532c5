"""Long work that a desk was asked for: what, by whom, how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

JobState = Literal["waiting", "running", "done", "failed", "cancelled"]
JOB_STATES: Final[tuple[JobState, ...]] = ("waiting", "running", "done", "failed", "cancelled")
OPEN_STATES: Final[tuple[JobState, ...]] = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work. `request`, `result` and `error` are what JSON holds; `number` is the place in the queue.

    `done` of `expected` is how far it is, in whatever unit `message` speaks of; `expected` is 0 while nobody knows.
    """

    id: str
    number: int
    kind: str
    by: str
    request: Mapping[str, Any]
    created: datetime
    state: JobState = "waiting"
    done: float = 0.0
    expected: float = 0.0
    message: str = ""
    result: Mapping[str, Any] | None = field(default=None)
    error: Mapping[str, Any] | None = field(default=None)
    started: datetime | None = None
    ended: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether anything is still to come of it."""
        return self.state in OPEN_STATES
