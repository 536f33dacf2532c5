"""The whole OpenAPI under made-up requests: nothing fails, nothing leaks, every refusal says why.

`TEST_EXAMPLES=200` asks for so many requests of each operation; without it, few enough for every day.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from firstseen.web import make_app
from tests.web.api.desks import Newsroom, listening

EXAMPLES = int(os.environ.get("TEST_EXAMPLES", "4"))
"""Requests of each operation."""

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
LEAKS = re.compile(
    r"Traceback|File \\?\"|site-packages|sqlite3?\.|sqlalchemy|SELECT |\.py\b|/tmp/|/home/|"
    + re.escape(f"{Path(__file__).parents[3]}/")
)
# Describing itself, the application opens no desk.
api = schemathesis.openapi.from_dict(make_app("nowhere").openapi()).exclude(path_regex="/events$")
OURS = {"case_id": "case-1", "stage": "claim"}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("schema"))


@pytest.fixture(scope="module")
def address(newsroom: Newsroom) -> Iterator[str]:
    with listening(newsroom.app) as served:
        yield served.rstrip("/")


@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_brings_it_down(case: Any, newsroom: Newsroom, address: str) -> None:
    for name in OURS.keys() & (case.path_parameters or {}).keys():
        if len(str(case.query)) % 2:
            case.path_parameters[name] = OURS[name]
    key = newsroom.keys["admin" if "/settings" in case.path else "editor"]
    response = case.call(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=60)
    case.validate_response(response, checks=CHECKS)
    if response.status_code >= 400:
        error = response.json()["error"]
        assert error["message"].strip()
        assert not LEAKS.search(error["message"]), error
        assert str(Path(newsroom.folder).parent) not in response.text
