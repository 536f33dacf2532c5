"""Exchange and bundles at the prompt: what a person reads, and what a program gets."""

import json
from pathlib import Path

import pytest

from tests.cli.test_casework import Newsroom, run


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A desk that knows nothing."""
    run("init", tmp_path / "other")
    return tmp_path / "other"


def test_two_desks_at_the_prompt(newsroom: Newsroom, other: Path, tmp_path: Path) -> None:
    ours, theirs = ("--desk", newsroom.desk), ("--desk", other)
    key = run("exchange", "key", *ours).stdout.strip()
    assert len(key) == 64
    told = run("exchange", "export", "--out", tmp_path / "a.fsx", *ours).stdout
    assert "1 file, " in told
    assert key in told
    refused = run("exchange", "import", tmp_path / "a.fsx", *theirs, code=1)
    assert f"firstseen exchange trust NAME {key}" in refused.stderr
    assert run("exchange", "seen", newsroom.post, *theirs).stdout.startswith("None of the other desks")
    run("exchange", "trust", "The first desk", key, "--by", "ann", *theirs)
    assert "The first desk" in run("exchange", "trust", *theirs).stdout
    assert "list-1: The first desk (signed, its key is trusted), 1 file" in run(
        "exchange", "import", tmp_path / "a.fsx", "--by", "ann", *theirs
    ).stdout.replace("\u2068", "").replace("\u2069", "")
    assert "known already" in run("exchange", "import", tmp_path / "a.fsx", *theirs).stdout
    assert json.loads(run("exchange", "list", "--json", *theirs).stdout)["standing"] == "trusted"
    (seen,) = run("exchange", "seen", newsroom.post, "--json", *theirs).stdout.splitlines()
    assert json.loads(seen)["said"]["first_seen"] == "2015"
    found = run("find", newsroom.post, *theirs).stdout
    assert "Seen at other desks" in found
    assert "no sightings of this desk" in found
    assert "first seen 2015 (agency record), at https://example.org/old" in found.replace(
        ", \u2068An agency\u2069 at", ", at"
    )
    checked = run("check", newsroom.post, "--caption", "A flood in Homs", "--json", *theirs)
    assert json.loads(checked.stdout)["elsewhere"][0]["desk"] == "The first desk"
    assert json.loads(checked.stdout)["find"]["sightings"] == []
    run("exchange", "forget", "list-1", *theirs)
    assert run("exchange", "list", *theirs).stdout == ""
    run("exchange", "trust", "The first desk", "--remove", *theirs)
    run("exchange", "trust", "The first desk", code=2)


def test_a_question_and_its_answer(newsroom: Newsroom, other: Path, tmp_path: Path) -> None:
    run("exchange", "ask", newsroom.post, "--out", tmp_path / "q.fsq", "--ids", "number", "--desk", other)
    ask = ("exchange", "answer", tmp_path / "q.fsq", "--desk", newsroom.desk)
    run(*ask, code=1)
    assert "PDQ frames" in run(*ask, "--unverified", "--out", tmp_path / "answer.fsx").stdout
    answer = json.loads(run(*ask, "--unverified", "--json").stdout)
    assert answer["known"][0]["said"]["first_seen"] == "2015"
    assert answer["standing"] == "unknown"
    taken = run("exchange", "import", tmp_path / "answer.fsx", "--unverified", "--desk", other).stdout
    assert "a key that is not trusted" in taken


def test_lists_of_other_tools_come_in_with_an_error_for_each_bad_line(other: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "a.csv").write_text(f"hash,quality,media\n{'ab' * 32},90,x\n{'ab' * 31},90,y\n")
    (folder / "b.txt").write_bytes(b"\0\1\2")
    done = run("exchange", "import", folder, "--from", "A bank", "--desk", other, code=2)
    assert "a.csv, line 3: its hash has 62 digits instead of 64" in done.stderr
    assert "b.txt: is no list of hashes but binary" in done.stderr
    assert "1 line refused" in done.stdout


def test_a_bundle_at_the_prompt(newsroom: Newsroom, tmp_path: Path) -> None:
    ours = ("--desk", newsroom.desk)
    bundle = tmp_path / "case.zip"
    assert "firstseen decide case-1" in run("bundle", "case-1", "--out", bundle, *ours, code=1).stderr
    run("decide", "case-1", "misleading", "--by", "mona", *ours)
    told = run("bundle", "case-1", "--out", bundle, *ours).stdout
    assert "not stamped: no time-stamping service is set" in told
    assert "everything that was checked holds" in run("bundle", "verify", bundle).stdout
    checked = json.loads(run("bundle", "verify", bundle, "--media", newsroom.post.parent, "--json").stdout)
    assert checked["holds"]
    assert any("post.mp4 is the file that was checked" in line["what"] for line in checked["lines"])
    packed = json.loads(run("bundle", "case-1", "--out", bundle, "--json", *ours).stdout)
    assert packed["stamped"] is False
    run("bundle", "case-1", *ours, code=2)
    run("bundle", "verify", code=2)
    run("bundle", "verify", tmp_path / "none.zip", code=2)
