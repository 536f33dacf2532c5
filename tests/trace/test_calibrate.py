"""Probabilities rise with what speaks for a match and fall with what speaks against it; bands follow them."""

import itertools
from typing import get_args

import numpy as np
import pytest

from firstseen.model.match import Band
from firstseen.model.time import Span
from firstseen.trace.calibrate import (
    CERTAIN,
    POSSIBLE,
    PROBABLE,
    band,
    grounds,
    probability,
    sound_probability,
)
from firstseen.trace.geometry import CHANCE_INLIERS
from firstseen.trace.sound import SoundMatch
from tests.trace.evidence import evidence, line, moving

INLIERS = (0, 4, CHANCE_INLIERS, 12, 20, 40, 90, 200, 500)
CORRELATIONS = tuple(float(c) for c in np.linspace(-1, 1, 21))


def sound(false_matches: float) -> SoundMatch:
    return SoundMatch("reference", Span(0, 9), Span(5, 14), 1.0, 5.0, 60, 2.0, false_matches, 1.0, 6.0)


def test_probabilities_lie_between_nothing_and_one() -> None:
    for inliers, correlation, energy, cosine, agreement in itertools.product(
        INLIERS, (-1.0, 0.0, 1.0), (0.0, 1.0, 40.0), (-0.2, 0.5, 1.0), (float("nan"), -1.0, 0.0, 1.0)
    ):
        item = evidence(
            inliers, moving(correlation, energy=energy), along=line(cosine=cosine), agreement=agreement
        )
        assert all(0 <= p <= 1 for p in probability(item))


def test_more_points_on_one_plane_make_the_same_place_more_probable() -> None:
    places = [probability(evidence(inliers, moving()))[0] for inliers in INLIERS]
    assert places == sorted(places)
    assert places[-1] > places[0]


def test_points_that_chance_brings_prove_nothing() -> None:
    places = {
        probability(evidence(inliers, moving(), second_inliers=0))[0] for inliers in range(CHANCE_INLIERS + 1)
    }
    assert len(places) == 1


def test_motion_that_agrees_better_makes_place_and_moment_more_probable() -> None:
    told = [probability(evidence(fit=moving(correlation))) for correlation in CORRELATIONS]
    for values in zip(*told, strict=True):
        assert list(values) == sorted(values)
        assert values[-1] > values[0]


def test_more_alike_and_longer_runs_make_the_same_place_more_probable() -> None:
    for several in (
        [line(cosine=cosine) for cosine in (0.2, 0.4, 0.6, 0.8, 1.0)],
        [line(support=support) for support in (0.3, 1.0, 4.0, 20.0, 100.0)],
    ):
        places = [probability(evidence(12, along=along))[0] for along in several]
        assert places == sorted(places)
        assert places[-1] > places[0]


def test_everything_in_favour_is_certain() -> None:
    place, moment = probability(evidence(150, moving(0.9)))
    assert band(place * moment) == "certain"


def test_nothing_in_favour_is_unlikely() -> None:
    item = evidence(0, None, along=line(0, 1, cosine=0.35, support=0.3), plane=None, agreement=0.1)
    place, moment = probability(item)
    assert band(place * moment) == "unlikely"


def test_motion_that_contradicts_is_the_same_place_at_another_moment() -> None:
    place, moment = probability(evidence(150, moving(0.0, rival=0.05)))
    assert place > PROBABLE
    assert moment < 0.3


def test_motion_too_faint_to_tell_contradicts_nothing() -> None:
    told = probability(evidence(150, moving(0.0, energy=6.0)))[1]
    untold = probability(evidence(150, moving(0.0, energy=0.05)))[1]
    assert untold > 0.5 > told


def test_motion_in_pictures_that_disagree_as_a_whole_contradicts_nothing() -> None:
    alike = probability(evidence(150, moving(0.0), agreement=0.95))[1]
    unlike = probability(evidence(150, moving(0.0), agreement=0.05))[1]
    assert unlike > 0.5 > alike


def test_sound_along_the_line_speaks_for_both() -> None:
    silent = probability(evidence(14, moving(0.2)))
    heard = probability(evidence(14, moving(0.2), sound_votes=40))
    assert heard[0] > silent[0]
    assert heard[1] >= silent[1]
    against = evidence(150, moving(0.0))
    assert probability(evidence(150, moving(0.0), sound_votes=40))[1] > probability(against)[1]


def test_a_photograph_needs_no_motion() -> None:
    photograph = evidence(150, None, along=line(0, 0, cosine=0.95), agreement=float("nan"))
    assert probability(photograph)[1] > PROBABLE


def test_every_ground_is_about_nothing_to_one() -> None:
    for item in (
        evidence(0, None, along=line(0, 0, support=0.0, cosine=0.0)),
        evidence(10_000, moving(1.0, energy=100, rival=-1), along=line(0, 3600), sound_votes=10_000),
        evidence(50, moving(-1.0, rival=1.0)),
    ):
        assert all(0 <= value <= 1.5 for value in grounds(item).values())


def test_bands_begin_at_their_limits() -> None:
    assert [band(limit) for limit in (CERTAIN, PROBABLE, POSSIBLE)] == ["certain", "probable", "possible"]
    below = [band(float(np.nextafter(limit, 0))) for limit in (CERTAIN, PROBABLE, POSSIBLE)]
    assert below == ["probable", "possible", "unlikely"]
    assert band(0.0) == "unlikely"
    assert band(1.0) == "certain"


def test_bands_never_fall_as_the_probability_rises() -> None:
    words = list(reversed(get_args(Band)))
    ranks = [words.index(band(float(score))) for score in np.linspace(0, 1, 501)]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2, 3}


def test_sound_that_chance_brings_less_often_is_more_probable() -> None:
    told = [sound_probability(sound(rate)) for rate in (10.0, 1.0, 1e-3, 1e-6, 1e-12, 0.0)]
    assert told == sorted(told)
    assert all(0 <= score <= 1 for score in told)
    assert told[1] == pytest.approx(0.5)
    assert band(told[-1]) == "certain"
