"""`gather` at the prompt: what came in is counted, what did not is named, and running it again changes nothing."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from firstseen.cli import main

REVIEWS = [
    {"@id": "https://desk.example/1", "claimReviewed": "A video shows rebels this week", "name": "It is from 2015"},
    {"@id": "https://desk.example/2", "claimReviewed": "فيديو أمطار اليوم", "name": "الفيديو قديم",
     "datePublished": "١٨ كانون الثاني ٢٠٢١"},
]  # fmt: skip


def run(*words: object, code: int = 0) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="firstseen")
    assert done.exit_code == code, done.stderr
    return done


def lines(folder: Path, *items: object) -> Path:
    path = folder / "reviews.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in items), encoding="utf-8")
    return path


def test_fact_checks_come_in_once(tmp_path: Path) -> None:
    source, desk = lines(tmp_path, *REVIEWS), tmp_path / "desk"
    assert run("gather", "reviews", source, "--desk", desk).stdout.endswith("desk: 2 added\n")
    assert run("gather", "reviews", source, "--desk", desk).stdout.endswith("desk: 2 known\n")
    changed = REVIEWS[0] | {"reviewRating": "Misleading"}
    again = run("gather", "reviews", lines(tmp_path, changed, REVIEWS[1]), "--desk", desk)
    assert again.stdout.endswith("desk: 1 changed, 1 known\n")


def test_dates_come_in_as_people_write_them(tmp_path: Path) -> None:
    done = run("gather", "reviews", lines(tmp_path, *REVIEWS), "--desk", tmp_path / "desk")
    assert "could not be read" not in done.stderr


def test_what_cannot_come_in_is_named_and_the_rest_comes_in(tmp_path: Path) -> None:
    source = lines(tmp_path, REVIEWS[0], {"url": "https://desk.example/3", "name": "No claim"}, REVIEWS[1])
    done = run("gather", "reviews", source, "--desk", tmp_path / "desk", code=2)
    assert "line 2: holds no ClaimReview" in done.stderr
    assert done.stdout.endswith("desk: 2 added, 1 failed\n")


def test_unknown_fields_are_told_and_refused_when_asked_for(tmp_path: Path) -> None:
    source = lines(tmp_path, REVIEWS[0] | {"mood": "sad"})
    done = run("gather", "reviews", source, "--desk", tmp_path / "desk")
    assert "fields not known, kept unread: mood (1)" in done.stderr
    strict = run("gather", "reviews", source, "--strict", "--desk", tmp_path / "other", code=2)
    assert "a field 'mood'" in strict.stderr


def test_a_source_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    done = run("gather", "reviews", tmp_path / "no.jsonl", "--desk", tmp_path / "desk", code=2)
    assert "cannot be read: No such file or directory" in done.stderr
