"""Readings of published pages while they wait in memory: numbers alone."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from firstseen.desk import Desk

FLUSH_S: Final = 60.0
"""How long numbers wait: what a crash may lose."""

_FLUSH_COUNT: Final = 500


class Tally:
    """Readings since the last flush, by slug and day. Addresses, agents and cookies of readers are never kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: Counter[tuple[str, str]] = Counter()
        self._flushed_s = time.monotonic()

    def add(self, slug: str) -> bool:
        """Count one reading today; whether it is time to flush."""
        with self._lock:
            self._counted[slug, datetime.now(UTC).date().isoformat()] += 1
            due = time.monotonic() - self._flushed_s >= FLUSH_S
            return due or self._counted.total() >= _FLUSH_COUNT

    def flush(self, desk: Desk) -> None:
        """Hand the numbers to the desk; they stay here when it cannot take them."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
            self._flushed_s = time.monotonic()
        if not counted:
            return
        try:
            desk.count_views(counted)
        except BaseException:  # whatever it is, the numbers are kept for the next time
            with self._lock:
                self._counted.update(counted)
            raise


def tally_of(app: Starlette) -> Tally:
    """The numbers that wait in an application."""
    state = app.state
    if not hasattr(state, "tally"):
        state.tally = Tally()
    tally: Tally = state.tally
    return tally
