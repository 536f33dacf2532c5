"""`gather` at the prompt: what came in is counted, what did not is named, and running it again changes nothing."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from firstseen import Desk
from firstseen.cli import main
from tests.footage import make_clip

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


def archived(folder: Path, number: int, published: str) -> Path:
    """What the auto-archiver leaves of one post: its metadata, and its file beside it."""
    place = folder / str(number)
    place.mkdir(parents=True)
    make_clip(place / "clip.mp4", seconds=3, seed=5)
    metadata = {
        "_processed_at": "2024-12-07 10:30:00+00:00",
        "url": f"https://x.com/a/status/{number}",
        "timestamp": f"{published} 08:00:00+00:00",
        "content": "الثوار اليوم",
        "view_count": 100 * number,
    }
    media = [{"filename": "clip.mp4", "urls": [], "properties": {}}]
    (place / "metadata.json").write_text(
        json.dumps({"status": "yt-dlp_Twitter: success", "metadata": metadata, "media": media})
    )
    return place


def test_posts_come_in_with_their_footage_and_once(tmp_path: Path) -> None:
    for number, published in ((1, "2024-12-05"), (2, "2019-03-01")):
        archived(tmp_path / "saved", number, published)
    desk = tmp_path / "desk"
    done = run("gather", "posts", tmp_path / "saved", "--desk", desk)
    assert done.stdout.endswith("desk: 2 added\n")
    assert sum(line.startswith("added ") for line in done.stdout.splitlines()) == 1
    again = run("gather", "posts", tmp_path / "saved", "--desk", desk)
    assert again.stdout.endswith("desk: 2 known\n")
    shown = run("show", "clip.mp4", "--desk", desk).stdout
    assert "https://x.com/a/status/1" in shown
    assert "https://x.com/a/status/2" in shown
    with Desk(desk) as opened:
        (media,) = opened.archive.all_media()
        carrying = opened.archive.posts.carrying([media.id])
    assert [post.reach[0].views for post in carrying] == [100, 200]


def test_posts_come_in_without_their_footage_when_asked(tmp_path: Path) -> None:
    place = archived(tmp_path / "saved", 1, "2024-12-05")
    run("gather", "posts", place, "--no-footage", "--desk", tmp_path / "desk")
    with Desk(tmp_path / "desk") as opened:
        assert not opened.archive.all_media()
