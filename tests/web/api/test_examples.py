"""What the how-to shows works as it is written."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.api.desks import Newsroom, listening

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "use-the-api.md"
BLOCKS = dict(re.findall(r"```(bash|python)\n(.*?)```", PAGE.read_text(), re.DOTALL)[:2])


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("examples"))


@pytest.fixture(scope="module")
def address(newsroom: Newsroom) -> Iterator[str]:
    with listening(newsroom.app) as served:
        yield served.rstrip("/")


def run(words: list[str], newsroom: Newsroom, address: str) -> str:
    known = {"DESK": address, "KEY": newsroom.keys["contributor"], "PATH": os.environ["PATH"]}
    done = subprocess.run(
        words, cwd=newsroom.post.parent, env=known, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_in_python_finds_the_footage(newsroom: Newsroom, address: str) -> None:
    said = run([sys.executable, "-c", BLOCKS["python"]], newsroom, address)
    assert said.startswith("2015-07-01 https://example.org/agency")


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
def test_the_example_with_curl_checks_the_claim(newsroom: Newsroom, address: str) -> None:
    said = run(["bash", "-e", "-c", BLOCKS["bash"]], newsroom, address)
    assert '"state": "done"' in said
    assert '"first_seen"' in said
