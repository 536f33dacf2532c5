"""What every archive promises, asked of each of them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from firstseen.archive.base import Archive
from firstseen.archive.brute import BruteArchive
from firstseen.archive.local import LocalArchive
from firstseen.archive.tuning import Tuning
from firstseen.errors import ArchiveMismatch, NotFound
from firstseen.model.descriptor import Description
from tests.archive.synthetic import DIMENSION, description, record, unit_rows

Make = Callable[..., Description]


@pytest.fixture(params=["brute", "local"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    opened = BruteArchive() if request.param == "brute" else LocalArchive(tmp_path / "desk")
    with opened:
        yield opened


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A description with this seed; asked again, it is described anew."""

    def made(seed: int, seconds: int = 12, **how: object) -> Description:
        folder = tmp_path / "described"
        shutil.rmtree(folder, ignore_errors=True)
        return description(folder, seed, seconds, **how)

    return made


def test_an_empty_archive_finds_nothing(archive: Archive) -> None:
    rng = np.random.default_rng(0)
    assert archive.all_media() == ()
    assert archive.all_sightings() == ()
    assert not archive.has("0" * 64)
    assert len(archive.search(unit_rows(rng, 3), 5, -1.0)) == 0
    assert len(archive.search_sound(np.zeros(2, np.uint32), np.zeros(2, np.float32))) == 0
    assert len(archive.search_pdq(np.zeros((2, 32), np.uint8), 256)) == 0
    assert archive.search_text("anything") == ()
    assert archive.audit() == ()


def test_a_single_footage_is_found(archive: Archive, make: Make) -> None:
    """ThreatExchange#1318: an index of one item never matched."""
    made = make(1, seconds=1)
    archive.add(made, record())
    found = archive.search(made.pictures.vectors[:1], 1, 0.9)
    assert found.media_ids == (made.media.id,)
    np.testing.assert_allclose(found.score, [1.0], atol=1e-3)
    np.testing.assert_array_equal(found.time_s, [0.0])


def test_what_was_added_comes_back(archive: Archive, make: Make) -> None:
    made = make(1)
    added = archive.add(made, record(caption="first"))
    assert (added.media_id, added.media_new, added.sighting_new) == (made.media.id, True, True)
    assert archive.has(made.media.id)
    assert archive.media(made.media.id) == made.media
    assert archive.all_media() == (made.media,)
    back = archive.description(made.media.id)
    assert back.media == made.media
    np.testing.assert_array_equal(back.pdq.bits, made.pdq.bits)
    vectors = archive.vectors(made.media.id)
    np.testing.assert_array_equal(vectors.times_s, made.pictures.times_s)
    np.testing.assert_allclose(vectors.vectors, made.pictures.vectors, atol=1e-3)
    np.testing.assert_array_equal(vectors.view_index, made.pictures.view_index)
    assert vectors.views == made.pictures.views
    (sighting,) = archive.sightings(made.media.id)
    assert sighting.record == record(caption="first")
    assert (sighting.id, sighting.media_id) == (added.sighting_id, made.media.id)
    assert archive.sighting(sighting.id) == sighting


def test_adding_again_changes_nothing(archive: Archive, make: Make) -> None:
    first = archive.add(make(1), record())
    audit = archive.audit()
    again = archive.add(make(1), replace(record(), added_by="somebody else"))
    assert again == replace(first, media_new=False, sighting_new=False)
    assert len(archive.all_sightings()) == 1
    assert archive.audit() == audit
    assert len(archive.search(make(1).pictures.vectors[:1], 10, 0.99)) == 1


def test_the_same_footage_under_another_record_is_one_more_sighting(archive: Archive, make: Make) -> None:
    first = archive.add(make(1), record())
    second = archive.add(make(1), record("copy.mp4"))
    third = archive.add_sighting(first.media_id, record(url="https://example.org/b"))
    assert (second.media_new, second.sighting_new) == (False, True)
    assert (third.media_new, third.sighting_new) == (False, True)
    assert [one.id for one in archive.all_sightings()] == [
        first.sighting_id,
        second.sighting_id,
        third.sighting_id,
    ]
    assert len(archive.all_media()) == 1


def test_a_batch_equals_one_at_a_time(archive: Archive, tmp_path: Path) -> None:
    made = [description(tmp_path / "described", seed) for seed in (1, 2)]
    again = replace(made[0])
    added = archive.add_many([(made[0], record()), (made[1], record()), (again, record("copy.mp4"))])
    assert [(one.media_new, one.sighting_new) for one in added] == [(True, True), (True, True), (False, True)]
    assert [one.id for one in archive.all_media()] == [one.media.id for one in made]
    assert archive.add_many([]) == ()


def test_hits_are_ordered_cut_off_and_no_more_than_asked(archive: Archive, tmp_path: Path) -> None:
    made = [description(tmp_path / "described", seed) for seed in range(8)]
    archive.add_many([(one, record()) for one in made])
    queries = np.concatenate((made[5].pictures.vectors[:2], unit_rows(np.random.default_rng(99), 3)))
    found = archive.search(queries, 4, 0.05)
    assert np.all(found.score >= 0.05)
    assert np.all(np.bincount(found.query_row) <= 4)
    assert list(found.query_row) == sorted(found.query_row)
    for row in range(5):
        scores = found.score[found.query_row == row]
        assert list(scores) == sorted(scores, reverse=True)
    best = found.media_index[[np.flatnonzero(found.query_row == row)[0] for row in (0, 1)]]
    assert {found.media_ids[index] for index in best} == {made[5].media.id}
    assert len(archive.search(queries, 4, 1.1)) == 0
    assert len(archive.search(queries, 10_000, -1.0)) == 5 * 8 * 15


def test_deleted_footage_is_gone(archive: Archive, tmp_path: Path) -> None:
    made = [description(tmp_path / "described", seed) for seed in (1, 2)]
    archive.add_many([(one, record(caption=f"caption{n}")) for n, one in enumerate(made)])
    gone, kept = made
    vectors, sound, bits = gone.pictures.vectors, gone.sound, gone.pdq.bits
    archive.delete_media(gone.media.id, by="editor")
    assert not archive.has(gone.media.id)
    assert archive.all_media() == (kept.media,)
    assert [one.media_id for one in archive.all_sightings()] == [kept.media.id]
    assert archive.search_text("caption0") == ()
    assert gone.media.id not in archive.search(vectors, 50, -1.0).media_ids
    assert len(archive.search_sound(sound.hashes, sound.times_s)) < len(sound)
    assert len(archive.search_pdq(bits, 0)) == 0
    last = archive.audit()[-1]
    assert (last.what, last.subject, last.who) == ("delete media", gone.media.id, "editor")
    for ask in (archive.media, archive.description, archive.vectors, archive.sightings, archive.delete_media):
        with pytest.raises(NotFound):
            ask(gone.media.id)


def test_deleted_footage_can_be_added_again(archive: Archive, make: Make) -> None:
    archive.add(make(1), record())
    archive.delete_media(make(1).media.id)
    added = archive.add(make(1), record())
    assert (added.media_new, added.sighting_new) == (True, True)
    assert len(archive.search(make(1).pictures.vectors[:1], 1, 0.99)) == 1


def test_unknown_ids_are_not_found(archive: Archive) -> None:
    for ask in (archive.media, archive.description, archive.vectors, archive.sightings, archive.delete_media):
        with pytest.raises(NotFound, match="no media"):
            ask("0" * 64)
    with pytest.raises(NotFound):
        archive.add_sighting("0" * 64, record())
    with pytest.raises(NotFound, match="no sighting"):
        archive.sighting("0" * 16)
    with pytest.raises(NotFound):
        archive.edit_sighting("0" * 16, record())


def test_descriptors_of_another_model_are_refused(archive: Archive, make: Make) -> None:
    made = make(1)
    archive.add(made, record())
    with pytest.raises(ArchiveMismatch, match="test/2"):
        archive.add(make(2, model="test/2"), record())
    with pytest.raises(ArchiveMismatch, match="numbers"):
        archive.add(make(2, dimension=DIMENSION * 2), record())
    with pytest.raises(ArchiveMismatch):
        archive.search(made.pictures.vectors, 5, model="test/2")
    with pytest.raises(ArchiveMismatch):
        archive.search(unit_rows(np.random.default_rng(0), 2, DIMENSION * 2), 5)
    assert len(archive.all_media()) == 1
    assert len(archive.search(made.pictures.vectors, 1, 0.9, model="test/1")) == len(made.pictures)


def test_vectors_that_are_not_unit_rows_are_refused(archive: Archive, make: Make) -> None:
    made = make(1)
    for wrong in (made.pictures.vectors * 2, np.full_like(made.pictures.vectors, np.nan)):
        with pytest.raises(ValueError, match="unit rows"):
            archive.add(replace(made, pictures=replace(made.pictures, vectors=wrong)), record())


def test_footage_without_usable_pictures_is_kept(archive: Archive, make: Make) -> None:
    made = make(1)
    none = replace(
        made.pictures,
        model="",
        times_s=made.pictures.times_s[:0],
        vectors=np.zeros((0, 0), np.float32),
        view_index=made.pictures.view_index[:0],
    )
    archive.add(replace(made, pictures=none), record())
    assert archive.has(made.media.id)
    assert len(archive.search(made.pictures.vectors, 5)) == 0
    assert len(archive.search_sound(made.sound.hashes, made.sound.times_s)) >= len(made.sound)


def test_sound_is_found_with_both_times(archive: Archive, tmp_path: Path) -> None:
    made = [description(tmp_path / "described", seed) for seed in (1, 2, 3)]
    archive.add_many([(one, record()) for one in made])
    heard = made[1].sound
    found = archive.search_sound(heard.hashes, heard.times_s + np.float32(7))
    own = found.media_index == found.media_ids.index(made[1].media.id)
    offset_s = found.query_time_s[own] - found.reference_time_s[own]
    assert np.sum(np.abs(offset_s - 7) < 1e-3) == len(heard)
    np.testing.assert_array_equal(heard.hashes[found.query_row[own]][:5], heard.hashes[:5])
    assert list(found.query_row) == sorted(found.query_row)


def test_sound_that_is_everywhere_is_ignored(tmp_path: Path) -> None:
    tuning = Tuning(sound_common=5)
    made = [description(tmp_path / "described", seed) for seed in (1, 2)]
    hum = np.full(len(made[0].sound), 77, np.uint32)
    made[0] = replace(made[0], sound=replace(made[0].sound, hashes=hum))
    with BruteArchive(tuning) as brute, LocalArchive(tmp_path / "desk", tuning) as local:
        for archive in (brute, local):
            archive.add_many([(one, record()) for one in made])
            found = archive.search_sound(
                np.array([77, made[1].sound.hashes[0]], np.uint32), np.zeros(2, np.float32)
            )
            assert found.ignored == 1
            assert found.media_ids == (made[1].media.id,)


def test_pdq_is_found_by_distance(archive: Archive, tmp_path: Path) -> None:
    made = [description(tmp_path / "described", seed) for seed in (1, 2, 3)]
    archive.add_many([(one, record()) for one in made])
    query = made[2].pdq.bits[[4]].copy()
    query[0, 0] ^= 0b1110_0000
    found = archive.search_pdq(query, 31)
    assert [found.media_ids[index] for index in found.media_index] == [made[2].media.id]
    assert (found.distance_bits[0], found.time_s[0], found.quality[0]) == (3, 4.0, made[2].pdq.quality[4])
    assert len(archive.search_pdq(query, 2)) == 0


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("الإسلامية في القاهرة", "الاسلاميه"),
        ("مُسْتَشْفَى", "مستشفي"),
        ("مـــوجـــة", "موجه"),
        ("سنة ٢٠١٥", "2015"),
        ("Café in İstanbul", "cafe istan"),
        ("STORMY weather, Beirut", "beirut stormy"),
    ],
)
def test_text_is_found_whatever_its_spelling(archive: Archive, make: Make, stored: str, asked: str) -> None:
    archive.add(make(1), record(caption=stored))
    archive.add_sighting(make(1).media.id, record(caption="something else"))
    (found,) = archive.search_text(asked)
    assert found.record.caption == stored


@pytest.mark.parametrize("odd", ["", "  ", '"', "AND", "NEAR(", "a* OR b", "'; DROP TABLE media; --", "*"])
def test_odd_text_is_only_text(archive: Archive, make: Make, odd: str) -> None:
    archive.add(make(1), record(caption="plain"))
    assert archive.search_text(odd) == ()


def test_an_edited_sighting_keeps_its_id(archive: Archive, make: Make) -> None:
    added = archive.add(make(1), record(caption="befor"))
    edited = archive.edit_sighting(added.sighting_id, record(caption="before"), by="editor")
    assert edited.id == added.sighting_id
    assert archive.sighting(added.sighting_id).record.caption == "before"
    assert archive.search_text("befor*")[0].record.caption == "before"
    assert [one.record.caption for one in archive.search_text("before")] == ["before"]
    last = archive.audit()[-1]
    assert (last.what, last.who) == ("edit sighting", "editor")
    for again in (record(caption="befor"), record(caption="before")):
        assert not archive.add_sighting(added.media_id, again).sighting_new


def test_an_edit_that_changes_nothing_is_not_written_down(archive: Archive, make: Make) -> None:
    added = archive.add(make(1), record())
    before = archive.audit()
    archive.edit_sighting(added.sighting_id, record())
    assert archive.audit() == before


def test_tidying_changes_no_answer(archive: Archive, tmp_path: Path) -> None:
    made = [description(tmp_path / "described", seed) for seed in range(6)]
    for one in made:
        archive.add(one, record())
    query = made[3].pictures.vectors
    before, heard = (
        archive.search(query, 5, 0.0),
        archive.search_sound(made[2].sound.hashes, made[2].sound.times_s),
    )
    archive.tidy()
    after, again = (
        archive.search(query, 5, 0.0),
        archive.search_sound(made[2].sound.hashes, made[2].sound.times_s),
    )
    np.testing.assert_array_equal(after.score, before.score)
    np.testing.assert_array_equal(again.reference_time_s, heard.reference_time_s)
    archive.close()
