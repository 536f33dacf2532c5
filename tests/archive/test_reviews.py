"""Fact-checks in an archive: stored once, found by address, indexed again when the index is lost, gone when deleted."""

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from firstseen.archive.local import LocalArchive
from firstseen.archive.reviews import ReviewCounts, bare_url
from firstseen.errors import NotFound
from firstseen.model.review import Appearance, ClaimReview, MediaReview

Arrays = Mapping[str, NDArray[np.int64]]


class Lengths:
    """An index of how long each claim is: little enough to see through."""

    version = "lengths-1"

    def build(self, reviews: Sequence[tuple[int, ClaimReview]]) -> Arrays:
        return {
            "numbers": np.array([number for number, _ in reviews], np.int64),
            "lengths": np.array([len(one.claim) for _, one in reviews], np.int64),
        }

    def merge(self, parts: Sequence[Arrays], gone: Collection[int]) -> Arrays:
        joined = {name: np.concatenate([part[name] for part in parts]) for name in ("numbers", "lengths")}
        kept = ~np.isin(joined["numbers"], list(gone))
        order = np.argsort(joined["numbers"][kept])
        return {name: values[kept][order] for name, values in joined.items()}


class Newer(Lengths):
    version = "lengths-2"


INDEXER = Lengths()


def review(number: int, **changes: object) -> ClaimReview:
    one = ClaimReview(f"r{number}", f"https://example.org/{number}", "x" * number, f"Title {number}")
    return replace(one, **changes)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[LocalArchive]:
    with LocalArchive(tmp_path / "desk") as opened:
        yield opened


def lengths(archive: LocalArchive, indexer: Lengths = INDEXER) -> list[int]:
    """The lengths of every claim that a search would see."""
    index = archive.reviews.index(indexer)
    return sorted(
        int(length)
        for part in index.segments
        for number, length in zip(part["numbers"], part["lengths"], strict=True)
        if int(number) not in index.gone
    )


def segments(archive: LocalArchive) -> list[Path]:
    return sorted((archive._folder / "reviews").iterdir())


def test_a_batch_is_stored_and_stored_once(archive: LocalArchive) -> None:
    assert archive.reviews.store([review(1), review(2)], INDEXER) == ReviewCounts(added=2)
    assert archive.reviews.store([review(2), review(3)], INDEXER) == ReviewCounts(added=1, known=1)
    assert archive.reviews.store([review(1)], INDEXER) == ReviewCounts(known=1)
    assert len(archive.reviews) == 3
    assert archive.reviews.review("r2") == review(2)
    assert [one.id for one in archive.reviews.every()] == ["r1", "r2", "r3"]
    assert lengths(archive) == [1, 2, 3]


def test_a_changed_one_takes_the_place_of_the_old(archive: LocalArchive) -> None:
    archive.reviews.store([review(1), review(2)], INDEXER)
    assert archive.reviews.store([review(1, claim="x" * 9)], INDEXER) == ReviewCounts(changed=1)
    assert archive.reviews.review("r1").claim == "x" * 9
    assert lengths(archive) == [2, 9]
    assert len(archive.reviews) == 2


def test_of_two_with_one_id_in_a_batch_the_later_counts(archive: LocalArchive) -> None:
    assert archive.reviews.store([review(1), review(1, claim="abc")], INDEXER).added == 1
    assert lengths(archive) == [3]


def test_a_batch_that_fails_leaves_nothing(archive: LocalArchive) -> None:
    def broken() -> Iterator[ClaimReview]:
        yield review(1)
        raise ValueError("the source broke off")

    with pytest.raises(ValueError, match="broke off"):
        archive.reviews.store(broken(), INDEXER)
    assert len(archive.reviews) == 0
    assert lengths(archive) == []


def test_many_batches_make_few_segments(archive: LocalArchive) -> None:
    for number in range(1, 41):
        archive.reviews.store([review(number)], INDEXER)
    archive.reviews.sweep()
    assert len(segments(archive)) <= 8
    assert lengths(archive) == list(range(1, 41))


def test_tidying_joins_and_forgets(archive: LocalArchive) -> None:
    archive.reviews.store([review(number) for number in range(1, 6)], INDEXER)
    archive.reviews.store([review(1, claim="x" * 50), review(6)], INDEXER)
    assert archive.reviews.tidy(INDEXER)["fact-checks indexed anew"] == 6
    index = archive.reviews.index(INDEXER)
    assert (len(index.segments), index.gone) == (1, frozenset())
    assert lengths(archive) == [2, 3, 4, 5, 6, 50]
    assert archive.reviews.tidy(INDEXER) == {}


def test_what_is_deleted_is_gone_for_good(archive: LocalArchive) -> None:
    archive.reviews.store([review(1, claim="unmistakable words"), review(2)], INDEXER)
    archive.reviews.delete("r1", INDEXER, "an editor")
    with pytest.raises(NotFound):
        archive.reviews.review("r1")
    with pytest.raises(NotFound):
        archive.reviews.delete("r1", INDEXER)
    assert lengths(archive) == [2]
    assert archive.reviews.of_urls(["https://example.org/1"]) == ()
    assert [(one.what, one.subject, one.who) for one in archive.audit()][-1] == (
        "delete review",
        "r1",
        "an editor",
    )
    for path in segments(archive):
        assert 18 not in np.load(path / "lengths.npy")


def test_the_audit_has_one_entry_a_batch(archive: LocalArchive) -> None:
    archive.reviews.store([review(number) for number in range(1, 30)], INDEXER, "an editor")
    archive.reviews.store([review(1)], INDEXER)
    entries = [one for one in archive.audit() if one.what == "gather reviews"]
    assert len(entries) == 1
    assert entries[0].who == "an editor"
    assert '"added":29' in entries[0].detail
    assert "sha256" in entries[0].detail


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def cut(folder: Path) -> None:
    for path in folder.glob("*/lengths.npy"):
        path.write_bytes(path.read_bytes()[:130])


def garble(folder: Path) -> None:
    for path in folder.glob("*/numbers.npy"):
        path.write_bytes(b"no array")


def take_one_away(folder: Path) -> None:
    shutil.rmtree(min(folder.iterdir()))


@pytest.mark.parametrize("harm", [shutil.rmtree, empty, cut, garble, take_one_away])
def test_a_lost_or_damaged_index_is_made_again_and_this_is_said(
    tmp_path: Path, harm: object, caplog: pytest.LogCaptureFixture
) -> None:
    with LocalArchive(tmp_path) as archive:
        archive.reviews.store([review(1), review(2)], INDEXER)
        archive.reviews.store([review(3)], INDEXER)
    harm(tmp_path / "reviews")
    with LocalArchive(tmp_path) as archive:
        assert lengths(archive) == [1, 2, 3]
        assert "made again" in caplog.text
        assert archive.audit()[-1].what == "restore review index"
        caplog.clear()
        assert lengths(archive) == [1, 2, 3]
        assert not caplog.text


@pytest.mark.parametrize("harm", [shutil.rmtree, cut, garble])
def test_writing_goes_on_beside_a_damaged_index(tmp_path: Path, harm: object) -> None:
    with LocalArchive(tmp_path) as archive:
        for number in range(1, 9):
            archive.reviews.store([review(number)], INDEXER)
    harm(tmp_path / "reviews")
    with LocalArchive(tmp_path) as archive:
        archive.reviews.store([review(9)], INDEXER)
        archive.reviews.delete("r2", INDEXER)
        assert lengths(archive) == [1, 3, 4, 5, 6, 7, 8, 9]


def test_an_index_of_another_version_is_made_again(archive: LocalArchive) -> None:
    archive.reviews.store([review(1), review(2)], INDEXER)
    assert lengths(archive, Newer()) == [1, 2]


def test_files_that_no_row_names_are_removed(archive: LocalArchive) -> None:
    archive.reviews.store([review(1)], INDEXER)
    stray = archive._folder / "reviews" / "left-behind"
    stray.mkdir()
    (stray / "numbers.npy").write_bytes(b"half")
    assert lengths(archive) == [1]
    assert archive.reviews.tidy(INDEXER) == {"stray": 1}
    assert not stray.exists()


def test_another_process_sees_what_was_added(tmp_path: Path) -> None:
    with LocalArchive(tmp_path) as writer, LocalArchive(tmp_path) as reader:
        writer.reviews.store([review(1)], INDEXER)
        assert lengths(reader) == [1]
        for number in range(2, 20):
            writer.reviews.store([review(number)], INDEXER)
        writer.reviews.sweep()
        assert lengths(reader) == list(range(1, 20))


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://www.example.org/a/", "example.org/a"),
        ("http://m.example.org/a#part", "example.org/a"),
        ("HTTPS://Example.ORG/A?v=1", "example.org/A?v=1"),
        ("no address", ""),
        ("", ""),
        ("http://[broken", ""),
    ],
)
def test_addresses_are_compared_by_what_they_lead_to(url: str, bare: str) -> None:
    assert bare_url(url) == bare


def test_fact_checks_are_found_by_where_their_footage_was_seen(archive: LocalArchive) -> None:
    seen = review(1, appearances=(Appearance("https://www.posts.example/1/", "https://archive.example/x"),))
    shown = review(2, media=(MediaReview(None, original_url="http://videos.example/watch?v=7"),))
    archive.reviews.store([seen, shown, review(3)], INDEXER)
    assert archive.reviews.of_urls(["http://posts.example/1"]) == (seen,)
    assert archive.reviews.of_urls(["https://archive.example/x"]) == (seen,)
    assert archive.reviews.of_urls(["https://videos.example/watch?v=7", "http://posts.example/1"]) == (
        seen,
        shown,
    )
    assert archive.reviews.of_urls(["https://example.org/3", ""]) == ()


def test_an_id_that_is_no_text_is_kept(archive: LocalArchive) -> None:
    odd = review(1, id="half \ud83d of a sign", claim="\ud83d claim")
    archive.reviews.store([odd], INDEXER)
    assert archive.reviews.review(odd.id) == odd
