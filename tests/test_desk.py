"""The desk from Python: what becomes of files, and what a search answers."""

from dataclasses import replace
from pathlib import Path

import pytest

from firstseen import (
    ArchiveMismatch,
    Desk,
    InputError,
    NotFound,
    Record,
    SettingsError,
    UnclearDate,
    UnreadableMedia,
    default_settings,
)
from tests.footage import make_clip


def clip(path: Path, seed: int = 1) -> Path:
    return make_clip(path, seconds=2, seed=seed, size=(160, 120), sound=False)


def test_adding_says_what_was_new(tmp_path: Path) -> None:
    one = clip(tmp_path / "one.mp4")
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(one.read_bytes())
    with Desk(tmp_path / "desk") as desk:
        first = desk.add(one, url="https://example.org/1", published="2015-07", views="12")
        assert first.status == "added"
        assert first.facts is not None
        assert first.facts.frames_used > 0
        assert desk.add(one, url="https://example.org/1", published="2015-07", views="12").status == "known"
        assert desk.add(one).status == "known"
        assert desk.add(copy).status == "seen again"
        other = desk.add(one, url="https://example.org/2")
        assert other.status == "seen again"
        assert other.media_id == first.media_id
        shown = desk.show("one.mp4")
        assert [s.record.url for s in shown.sightings if s.record.url] == [
            "https://example.org/1",
            "https://example.org/2",
        ]
        assert shown.sightings[0].record.extra == (("views", "12"),)
        assert desk.size == 1


def test_the_same_new_bytes_twice_in_one_batch_are_one_footage(tmp_path: Path) -> None:
    one, two = clip(tmp_path / "one.mp4"), tmp_path / "two.mp4"
    two.write_bytes(one.read_bytes())
    records = {one: (Record("one.mp4"), Record("one.mp4", url="https://example.org"))}
    with Desk(tmp_path / "desk") as desk:
        additions = list(desk.add_many([one, two, one], records))
        assert sorted(a.status for a in additions) == ["added", "seen again"]
        assert len(desk.archive.all_sightings()) == 3
        assert desk.size == 1


def test_a_bad_file_raises_and_leaves_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_text("no video")
    with Desk(tmp_path / "desk") as desk:
        with pytest.raises(UnreadableMedia):
            desk.add(bad)
        with pytest.raises(UnreadableMedia):
            desk.find(bad)
        with pytest.raises(InputError):
            desk.add(tmp_path / "missing.mp4")
        with pytest.raises(UnclearDate):
            desk.add(bad, published="soon")
        with pytest.raises(NotFound):
            desk.show("anything")
        assert desk.size == 0
    assert not (tmp_path / "desk" / "incoming").exists()


def test_a_query_keeps_its_pictures_until_the_desk_is_closed(tmp_path: Path) -> None:
    one = clip(tmp_path / "one.mp4")
    with Desk(tmp_path / "desk") as desk:
        desk.add(one)
        found = desk.find(one)
        assert found.query.stills.jpeg(0).startswith(b"\xff\xd8")
        assert found.segments[0].media_id == found.query.media.id
        assert desk.references(found)[found.query.media.id].stills.jpeg(0).startswith(b"\xff\xd8")
    assert not found.query.folder.exists()


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "desk" / "incoming" / "999999999-left"
    with Desk(tmp_path / "desk"):
        left.mkdir(parents=True)
    with Desk(tmp_path / "desk") as desk:
        desk.add(clip(tmp_path / "one.mp4"))
        assert not left.exists()


def test_a_folder_of_other_things_is_no_desk(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").touch()
    with pytest.raises(InputError, match="firstseen init"):
        Desk(tmp_path)


def test_a_desk_of_a_newer_format_or_another_model_is_refused(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk") as desk:
        own = desk.settings.describe.model
    other = next(
        model
        for model in ("none", "sscd", "sscd_distilled")
        if model not in {own, default_settings().describe.model}
    )
    settings = default_settings()
    with pytest.raises(ArchiveMismatch):
        Desk(tmp_path / "desk", replace(settings, describe=replace(settings.describe, model=other)))
    file = tmp_path / "desk" / "firstseen.toml"
    file.write_text(file.read_text().replace("format = 1", "format = 2"))
    with pytest.raises(ArchiveMismatch, match="desk format 2"):
        Desk(tmp_path / "desk")


def test_a_desk_keeps_its_settings(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk"):
        pass
    file = tmp_path / "desk" / "firstseen.toml"
    file.write_text(file.read_text() + "\n[report]\nmoments = 5\n")
    with Desk(tmp_path / "desk") as desk:
        assert desk.settings.report.moments == 5
    file.write_text(file.read_text() + "momments = 5\n")
    with pytest.raises(SettingsError, match=r"report\.moments"):
        Desk(tmp_path / "desk")


def test_compare_by_a_desks_settings_adds_nothing(tmp_path: Path) -> None:
    one = clip(tmp_path / "one.mp4")
    with Desk(tmp_path / "desk") as desk:
        found = desk.compare(one, one)
        assert found.segments[0].score > 0.5
        assert desk.size == 0
