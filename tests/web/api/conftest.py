"""One served newsroom for the tests of a module."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.web.api.desks import Newsroom


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    made = Newsroom(tmp_path_factory.mktemp("newsroom"))
    with TestClient(made.app, base_url="http://127.0.0.1"):
        yield made
