"""What every test runs under: an ERROR in the log fails it, and no setting of the machine leaks in."""

import logging
import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _no_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(os.environ):
        if name.startswith("FIRSTSEEN_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_error_is_logged(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    logged = [record.getMessage() for record in records if record.levelno >= logging.ERROR]
    assert not logged, f"logged as ERROR: {logged}"
