"""`firstseen serve` as a process: it answers, says nothing wrong, and stops when it is asked to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from firstseen import Desk
from tests.web.serving import serve
from tests.web.visiting import Visitor

if TYPE_CHECKING:
    from pathlib import Path


def test_a_served_desk_answers_and_stops_when_it_is_asked_to(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk") as desk:
        desk.add_account("lina", "a pass phrase for tests", "admin")
    with serve(tmp_path / "desk") as served, Visitor(served.url) as visitor:
        assert visitor.get("/api/v1/health").json()["status"] == "ok"
        assert visitor.get("/api/v1/nothing").status == 404
        pid = served.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not list((tmp_path / "desk").glob("incoming/*"))
