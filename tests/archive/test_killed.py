"""Killed with -9 at any moment of an addition: nothing acknowledged is lost, nothing is partial."""

import hashlib
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from firstseen.archive.folder import load_description
from firstseen.archive.local import LocalArchive
from tests.archive import adding
from tests.archive.synthetic import description

CLIPS = 48
BATCH = 2
KILLS_BY_LINE = 7
KILLS_BY_TIME = 5
LINES_OF_A_FEW_BATCHES = 2200
SECONDS_OF_A_FEW_BATCHES = 0.6


def run_until_killed(desk: Path, first: int, *, dies_after: int = 0, killed_after_s: float = 0.0) -> set[str]:
    """Start adding clips from `first` on; the ids that were acknowledged before the process died."""
    command = [
        sys.executable,
        adding.__file__,
        str(desk),
        *map(str, (first, CLIPS - first, BATCH, dies_after)),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begins\n"
        if killed_after_s:
            time.sleep(killed_after_s)
            child.kill()
        acknowledged, told = child.communicate(timeout=120)
    assert "Traceback" not in told, told
    return {line for line in acknowledged.splitlines() if len(line) == 64}


def contents(archive: LocalArchive) -> Iterator[tuple[object, ...]]:
    """Everything an archive answers, in an order and form that is equal for equal archives."""
    yield ("media", archive.all_media())
    yield ("sightings", archive.all_sightings())
    yield ("audit", [(entry.what, entry.subject) for entry in archive.audit()])
    for media in archive.all_media():
        stored = archive.description(media.id)
        files = {path.name for path in stored.folder.iterdir()}
        digest = hashlib.sha256(stored.pictures.vectors.tobytes() + stored.stills.jpeg(3)).hexdigest()
        yield (media.id, files, digest, stored.miniatures.luma.sum())
        found = archive.search(stored.pictures.vectors, 1, 0.99)
        yield (found.media_ids, found.time_s.tolist(), found.view.tolist())
        heard = archive.search_sound(stored.sound.hashes, stored.sound.times_s)
        yield ("heard", sorted(zip(heard.query_row, heard.reference_time_s, strict=True)))
        yield ("pdq", archive.search_pdq(stored.pdq.bits, 0).time_s.tolist())
        yield ("words", len(archive.search_text("caption")))


def assert_sound(desk: Path, acknowledged: set[str]) -> int:
    """How many clips it holds; it opens, holds what was acknowledged, and each is whole."""
    with LocalArchive(desk, adding.EAGER) as archive:
        held = {media.id for media in archive.all_media()}
        assert acknowledged <= held
        for media_id in held:
            stored = archive.description(media_id)
            assert len(archive.sightings(media_id)) == 1
            found = archive.search(stored.pictures.vectors, 1, 0.99)
            assert len(found) == len(stored.pictures)
            assert set(found.media_ids) == {media_id}
            assert len(archive.search_sound(stored.sound.hashes, stored.sound.times_s)) >= len(stored.sound)
            assert len(archive.search_pdq(stored.pdq.bits, 0)) == len(stored.pdq)
        return len(held)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    desk = tmp_path_factory.mktemp("undisturbed") / "desk"
    adding.add_all(desk, 0, CLIPS, BATCH)
    with LocalArchive(desk, adding.EAGER) as archive:
        return list(contents(archive))


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_or_partial_and_a_rerun_completes(
    tmp_path: Path, undisturbed: list[tuple[object, ...]], seed: int
) -> None:
    rng = random.Random(seed)
    desk = tmp_path / "desk"
    acknowledged: set[str] = set()
    moments: list[dict[str, float]] = [
        *({"dies_after": rng.randint(1, LINES_OF_A_FEW_BATCHES)} for _ in range(KILLS_BY_LINE)),
        *({"killed_after_s": rng.uniform(0.0, SECONDS_OF_A_FEW_BATCHES)} for _ in range(KILLS_BY_TIME)),
    ]
    rng.shuffle(moments)
    held = 0
    for moment in moments:
        acknowledged |= run_until_killed(desk, held, **moment)
        held = assert_sound(desk, acknowledged)
        assert held % BATCH == 0, "a batch is stored whole or not at all"
    adding.add_all(desk, 0, CLIPS, BATCH)
    with LocalArchive(desk, adding.EAGER) as archive:
        archive.tidy()
        assert list(contents(archive)) == undisturbed
        rows = sum(len(archive.vectors(media.id)) for media in archive.all_media())
        assert archive._table.count() == rows, "no descriptor of an addition that never happened is left"
        kept = {path.name for path in (desk / "footage").glob("*/*")}
        assert kept == {media.id for media in archive.all_media()}


def test_orphans_are_ignored_and_reclaimed(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    made = description(tmp_path / "described", 1)
    with LocalArchive(desk, adding.EAGER) as archive:
        numbers = archive._note_unfinished([made.media.id], "adding")
        archive._install(made, made.media.id)
        archive._table.append([(numbers[made.media.id], made.pictures)])
        assert not archive.has(made.media.id)
        assert len(archive.search(made.pictures.vectors, 5, -1.0)) == 0
    again = description(tmp_path / "described", 1)
    with LocalArchive(desk, adding.EAGER) as archive:
        assert archive.add(again, adding.record()).media_new
        assert archive._table.count() == len(again.pictures)
        stray = desk / "footage" / "00" / ("0" * 64)
        shutil.copytree(load_description(archive.description(made.media.id).folder).folder, stray)
        assert archive.tidy()["orphaned folders removed"] == 1
        assert not stray.exists()
        np.testing.assert_array_equal(archive.vectors(made.media.id).times_s, again.pictures.times_s)
