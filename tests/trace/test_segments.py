"""Evidence becomes segments a person can read: pieces of one run joined, doubles dropped, every score with grounds."""

import numpy as np
import pytest

from firstseen.model.descriptor import FULL_FRAME, Description
from firstseen.model.match import Segment
from firstseen.model.time import Span
from firstseen.trace.geometry import CHANCE_INLIERS, MIRROR
from firstseen.trace.segments import picture_segments, sound_segment
from firstseen.trace.sound import SoundMatch
from firstseen.trace.verify import Evidence
from tests.trace.evidence import description, evidence, line, moving, plane

QUERY = description("query", 60.0, interval_s=0.5)
REFERENCE = description("reference", 100.0)
OTHER = description("other", 100.0)


def run(
    start_s: float,
    end_s: float,
    *,
    offset_s: float = 20.0,
    speed: float = 1.0,
    inliers: int = 150,
    rival: float = 0.1,
) -> Evidence:
    fit = moving(0.9, rival=rival, speed=speed, offset_s=offset_s)
    return evidence(inliers, fit, along=line(start_s, end_s, offset_s=offset_s, speed=speed))


def segments(*items: Evidence, reference: Description = REFERENCE) -> tuple[Segment, ...]:
    return picture_segments([(reference, item) for item in items], QUERY)


def spans(found: tuple[Segment, ...]) -> list[tuple[float, float, float, float]]:
    ordered = sorted(found, key=lambda s: s.query.start_s)
    return [(s.query.start_s, s.query.end_s, s.reference.start_s, s.reference.end_s) for s in ordered]


def test_no_evidence_makes_no_segments() -> None:
    assert segments() == ()


def test_a_run_becomes_a_segment_with_both_its_spans() -> None:
    (found,) = segments(run(4, 16))
    assert (found.media_id, found.track, found.outcome, found.band) == (
        "reference",
        "picture",
        "same_footage",
        "certain",
    )
    assert (found.query, found.reference) == (Span(4, 16), Span(24, 36))
    assert 0 < found.score <= 1


@pytest.mark.parametrize("gap_s", [-3.0, 0.0, 1.5])
def test_pieces_of_one_run_are_joined(gap_s: float) -> None:
    found = segments(run(4, 16), run(16 + gap_s, 30))
    assert spans(found) == [(4, 30, 24, 50)]


def test_pieces_put_slightly_apart_by_measuring_are_still_one_run() -> None:
    assert len(segments(run(4, 16), run(17, 30, offset_s=20.15))) == 1


def test_pieces_of_a_run_backwards_are_joined() -> None:
    found = segments(run(4, 16, speed=-1, offset_s=70), run(17, 30, speed=-1, offset_s=70))
    assert spans(found) == [(4, 30, 40, 66)]
    assert found[0].reversed


def test_a_piece_of_another_slope_does_not_widen_the_reference() -> None:
    crossing = run(4, 16, speed=1.5, offset_s=15, inliers=60)
    assert spans(segments(run(4, 16), crossing)) == [(4, 16, 24, 36)]


def test_pieces_far_apart_or_on_another_line_stay_apart() -> None:
    assert spans(segments(run(4, 16), run(26, 40))) == [(4, 16, 24, 36), (26, 40, 46, 60)]
    assert spans(segments(run(4, 16), run(17, 30, offset_s=50))) == [(4, 16, 24, 36), (17, 30, 67, 80)]


def test_pieces_of_different_references_are_not_joined() -> None:
    found = picture_segments([(REFERENCE, run(4, 16)), (OTHER, run(17, 30))], QUERY)
    assert {s.media_id for s in found} == {"reference", "other"}


def test_two_references_may_share_the_same_stretch_of_the_query() -> None:
    found = picture_segments([(REFERENCE, run(4, 16)), (OTHER, run(4, 16, offset_s=50))], QUERY)
    assert len(found) == 2


def test_a_double_of_a_better_segment_is_left_out() -> None:
    better, worse = run(4, 16), run(5, 15, offset_s=45, inliers=30, rival=0.85)
    assert spans(segments(worse, better)) == [(4, 16, 24, 36)]


def test_footage_that_lies_twice_in_a_reference_is_kept_when_motion_is_clear() -> None:
    twice = segments(run(4, 16), run(4, 16, offset_s=60, rival=0.1))
    assert spans(twice) == [(4, 16, 24, 36), (4, 16, 64, 76)]
    assert len(segments(run(4, 16), run(4, 16, offset_s=60, rival=0.88))) == 1


def test_overlapping_stretches_of_the_reference_are_never_two_showings() -> None:
    assert len(segments(run(4, 16), run(4, 16, offset_s=26))) == 1


def test_the_best_segment_comes_first() -> None:
    weak = evidence(0, None, along=line(40, 41, offset_s=-10, cosine=0.4, support=0.3), plane=None)
    found = segments(weak, run(4, 16), run(22, 34, offset_s=60, inliers=20))
    scores = [s.score for s in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) == 3
    assert found[-1].band == "unlikely"


def test_joining_keeps_the_better_score() -> None:
    good, poor = run(4, 16), run(17, 30, inliers=30)
    (joined,) = segments(poor, good)
    assert joined.score == pytest.approx(max(s.score for item in (good, poor) for s in segments(item)))


@pytest.mark.parametrize(
    "item",
    [
        run(4, 16),
        run(4, 16, inliers=3),
        evidence(150, None),
        evidence(150, moving(0.0, energy=0.1)),
        evidence(150, moving(0.0)),
        evidence(150, moving(0.9), sound_votes=30),
        evidence(0, None, plane=None, agreement=float("nan")),
    ],
)
def test_every_reason_is_a_sentence_with_a_name_and_a_number(item: Evidence) -> None:
    (found,) = segments(item)
    names = [reason.name for reason in found.reasons]
    assert names[:2] == ["pictures", "place"]
    assert len(set(names)) == len(names)
    assert ("motion" in names) == (item.fit is not None)
    assert ("sound" in names) == (item.sound_votes > 0)
    for reason in found.reasons:
        assert reason.sentence[0].isupper() or reason.sentence[0].isdigit()
        assert reason.sentence.endswith(".")
        assert np.isfinite(reason.value)


def test_the_same_place_at_another_moment_is_said_to_be_that() -> None:
    (found,) = segments(evidence(150, moving(0.0)))
    assert found.outcome == "same_scene"
    assert found.band in {"possible", "unlikely"}
    assert found.reasons[-1].name == "another moment"


def test_another_moment_is_not_joined_to_the_same_footage() -> None:
    scene = evidence(150, moving(0.0), along=line(17, 30))
    assert {s.outcome for s in segments(run(4, 16), scene)} == {"same_footage", "same_scene"}


def test_a_run_backwards_has_ordered_spans_and_a_positive_speed() -> None:
    (found,) = segments(run(4, 16, speed=-0.5, offset_s=50))
    assert (found.query, found.reference) == (Span(4, 16), Span(42, 48))
    assert found.speed == 0.5
    assert found.reversed


@pytest.mark.parametrize(("offset_s", "wanted"), [(-8.0, Span(0, 8)), (90.0, Span(94, 100))])
def test_spans_stay_within_the_reference(offset_s: float, wanted: Span) -> None:
    (found,) = segments(run(4, 16, offset_s=offset_s))
    assert found.reference == wanted


def test_where_the_pictures_lie_on_each_other_is_told_only_when_geometry_agreed() -> None:
    half = np.diag([0.5, 0.5, 1.0])
    fit = moving(0.9)
    (told,) = segments(evidence(150, fit, plane=plane(150, half)))
    assert told.region == pytest.approx((0, 0, 0.5, 0.5))
    assert told.query_region == FULL_FRAME
    assert np.array(told.outline) == pytest.approx(np.array([(0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5)]))
    (untold,) = segments(evidence(CHANCE_INLIERS, fit, plane=plane(CHANCE_INLIERS, half)))
    assert (untold.region, untold.outline, untold.mirrored) == (FULL_FRAME, (), False)


def test_a_mirrored_map_makes_a_mirrored_segment() -> None:
    (found,) = segments(evidence(150, moving(0.9), plane=plane(150, MIRROR)))
    assert found.mirrored


def test_shared_sound_becomes_a_segment_of_the_sound_track() -> None:
    match = SoundMatch("reference", Span(3, 12), Span(13, 22), 1.0, 10.0, 80, 2.0, 1e-9, 0.9, 9.0)
    found = sound_segment(match)
    assert (found.track, found.media_id, found.speed) == ("sound", "reference", 1.0)
    assert (found.query, found.reference) == (match.query, match.reference)
    assert found.band == "certain"
    assert found.reasons[0].sentence.endswith(".")
