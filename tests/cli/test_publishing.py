"""Articles at the prompt: drafted, edited, published, corrected, withdrawn."""

import json
import shutil
from pathlib import Path

import pytest

from firstseen import Desk
from tests.cli.test_casework import Newsroom, run

NOTES = ("--note", "It was June.", "--note-ar", "كان يونيو.")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(tmp_path_factory.mktemp("articles"))
    with Desk(made.desk) as desk:
        case = desk.case("case-1")
        case.accept(f"match:{case.timeline().sightings[0].media_id}", by="mona")
        case.decide("misleading", by="mona")
    return made


@pytest.fixture
def desk(newsroom: Newsroom, tmp_path: Path) -> Path:
    return Path(shutil.copytree(newsroom.desk, tmp_path / "desk"))


def test_a_draft_is_markdown_and_says_what_to_mend(desk: Path, tmp_path: Path) -> None:
    done = run("draft", "case-1", "--by", "mona", "--language", "en", "--desk", desk)
    assert done.stdout.startswith("# Video shared in December 2024 was online in 2015")
    assert "## Classification" in done.stdout
    assert "[@s1]" in done.stdout
    assert "should be mended: The source has no archive copy: An agency (s1)" in done.stderr
    both = tmp_path / "article.md"
    assert run("draft", "case-1", "--out", both, "--desk", desk).stdout == ""
    assert "## الادعاء" in both.read_text(encoding="utf-8")
    told = json.loads(run("draft", "case-1", "--json", "--desk", desk).stdout)
    assert (told["version"], told["rating"]) == (1, "misleading")
    assert [edition["language"] for edition in told["editions"]] == ["en", "ar"]


def test_what_is_saved_in_an_editor_is_the_next_version(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nsed -i "1s/.*/# A better title/" "$1"\n', encoding="utf-8")
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    done = run("draft", "case-1", "--edit", "--by", "ali", "--language", "en", "--desk", desk)
    assert done.stdout.startswith("# A better title")
    again = run("draft", "case-1", "--again", "--by", "mona", "--language", "en", "--desk", desk)
    assert "-A better title" in again.stderr
    assert again.stdout.startswith("# Video shared in December 2024")
    editor.write_text('#!/bin/sh\nsed -i 1d "$1"\n', encoding="utf-8")
    refused = run("draft", "case-1", "--edit", "--by", "ali", "--desk", desk, code=2)
    assert "the first line has to be the title" in refused.stderr
    with Desk(desk) as opened:
        assert [one.by for one in opened.article_versions("case-1")][1:] == ["ali", "mona"]


def test_from_publishing_to_withdrawing(desk: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    missing = run("publish", "case-1", "--by", "mona", "--desk", desk, code=1)
    assert "no article of 'case-1'" in missing.stderr
    run("draft", "case-1", "--by", "mona", "--desk", desk)
    done = run("publish", "case-1", "--by", "mona", "--site", site, "--desk", desk)
    assert "case-1 published by mona as video-shared-in-december-2024-was-online-in-2015" in done.stdout
    assert list(site.rglob("index.html"))
    assert "is published" in run("publish", "case-1", "--by", "mona", "--desk", desk, code=2).stderr
    told = run("correct", "case-1", *NOTES, "--by", "ali", "--json", "--site", site, "--desk", desk)
    corrected = json.loads(told.stdout)
    assert (corrected["number"], corrected["change"], corrected["note_ar"]) == (2, "corrected", NOTES[-1])
    gone = run("withdraw", "case-1", *NOTES, "--by", "mona", "--site", site, "--desk", desk)
    assert "case-1 withdrawn by mona" in gone.stdout
    assert "1 page written" in run("site", site, "--desk", desk).stdout


def test_what_is_missing_is_one_clear_refusal(desk: Path) -> None:
    run("check", "--caption", "Snow in Beirut", "--posted", "2024-12-05", "--desk", desk)
    run("draft", "case-2", "--by", "mona", "--desk", desk)
    refused = run("publish", "case-2", "--by", "mona", "--desk", desk, code=1)
    assert (
        "cannot be published yet: Nobody has decided the case yet; No sighting was accepted" in refused.stderr
    )
    assert "somebody else" in run("approve", "case-2", "--by", "mona", "--desk", desk, code=2).stderr
    assert "approved by omar" in run("approve", "case-2", "--by", "omar", "--desk", desk).stdout
