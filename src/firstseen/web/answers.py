"""JSON as this desk answers it."""

from __future__ import annotations

from typing import Any

from fastapi.responses import JSONResponse

from firstseen.wire import line


class Answer(JSONResponse):
    """An object as the command line prints it: UTF-8, escaped where a file's name is no text."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - whatever JSON holds
        """The bytes of the answer."""
        return line(content).encode()
