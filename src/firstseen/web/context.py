"""What every route works on: the desk, held open for as long as the server runs."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from firstseen.web.rates import Gate

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from firstseen.desk import Desk
    from firstseen.settings import Settings
    from firstseen.web.queue import Queue
    from firstseen.web.uploads import Uploads


@dataclass(slots=True)
class Context:
    """The desk and its settings. Routes are plain functions: they run in threads, and the desk is used from many."""

    desk: Desk
    queue: Queue
    uploads: Uploads
    gate: Gate = field(default_factory=Gate)
    leaving: threading.Event = field(default_factory=threading.Event)
    """Set when the server is about to stop: whoever holds a connection open ends it."""

    @property
    def settings(self) -> Settings:
        """The settings that hold in this desk."""
        return self.desk.settings


def context_of(request: HTTPConnection) -> Context:
    """The context of the application that answers this request."""
    return cast("Context", request.app.state.context)
