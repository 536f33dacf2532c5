"""A newsroom that the tests of pages share: made once, copied by whoever changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.newsroom import make_newsroom

if TYPE_CHECKING:
    from tests.web.newsroom import Newsroom


@pytest.fixture(scope="session")
def untouched_newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return make_newsroom(tmp_path_factory.mktemp("newsroom"))
