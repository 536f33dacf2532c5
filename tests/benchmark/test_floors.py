"""Floors fail the bench on a drop, and pinning only ever raises them."""

import dataclasses
import tomllib

import pytest

from benchmark import evaluate, floors


@pytest.fixture
def reached():
    perfect = evaluate.evaluate([], evaluate.truth_of({"queries": []}))
    return dataclasses.replace(
        perfect, pair_ap=0.95, segment_f1=0.8, start_error_median_s=0.2, unrelated_hit=1
    )


def pinned(**figures):
    return {"footage_sha256": "abc", "test-1-10": figures}


def test_a_figure_below_its_floor_is_told(reached):
    (told,) = floors.drops(pinned(pair_ap=0.97), "test-1-10", "abc", reached)
    assert "pair_ap is 0.9500, its floor is 0.9700" in told


def test_a_figure_within_the_tolerance_is_not(reached):
    assert not floors.drops(pinned(pair_ap=0.954), "test-1-10", "abc", reached)


def test_an_error_that_grew_is_told(reached):
    assert floors.drops(pinned(start_error_median_s=0.1), "test-1-10", "abc", reached)
    assert not floors.drops(pinned(start_error_median_s=0.3), "test-1-10", "abc", reached)


def test_one_unrelated_match_more_is_told(reached):
    assert floors.drops(pinned(unrelated_hit=0), "test-1-10", "abc", reached)


def test_an_error_that_could_not_be_measured_is_told(reached):
    nothing = dataclasses.replace(reached, start_error_median_s=None)
    assert floors.drops(pinned(start_error_median_s=0.3), "test-1-10", "abc", nothing)


def test_floors_of_other_footage_or_of_another_bench_bind_nothing(reached):
    assert not floors.drops(pinned(pair_ap=0.99), "test-1-10", "other", reached)
    assert not floors.drops(pinned(pair_ap=0.99), "test-2-10", "abc", reached)


def test_pinning_raises_and_never_lowers(reached):
    new = floors.raised(pinned(pair_ap=0.99, segment_f1=0.7, unrelated_hit=0), "test-1-10", "abc", reached)
    assert new["test-1-10"]["pair_ap"] == 0.99
    assert new["test-1-10"]["segment_f1"] == 0.8
    assert new["test-1-10"]["unrelated_hit"] == 0


def test_floors_survive_their_file(reached, tmp_path):
    new = floors.raised({}, "test-1-10", "abc", reached)
    floors.write_floors(new, tmp_path / "floors.toml")
    assert (
        floors.read_floors(tmp_path / "floors.toml")
        == tomllib.loads((tmp_path / "floors.toml").read_text())
        == new
    )


def test_other_footage_starts_anew(reached):
    new = floors.raised(pinned(pair_ap=0.99), "test-1-10", "other", reached)
    assert new["test-1-10"]["pair_ap"] == 0.95
