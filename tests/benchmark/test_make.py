"""Benches are made whole, the same for the same seed, and no footage of one half serves the other."""

import csv
import json

import numpy as np
import pytest

from benchmark import corpus
from benchmark.kinds import KINDS
from benchmark.kit import Kit, source_of
from benchmark.make import Bench, fewer_copies
from benchmark.reader import SOUND_RATE_HZ


def kit_of(footage, split="tune", seed=4):
    clips = corpus.read_clips(footage)
    photos = sorted((footage / "photos").iterdir())
    return Kit(seed, split, [source_of(c) for c in clips[:8]], [source_of(c) for c in clips[8:]], photos)


@pytest.mark.parametrize("split", ["tune", "test"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_makes_a_stream_that_says_what_it_shows(small_footage, kind, split):
    stream = kind.make(kit_of(small_footage, split))
    for time_s in (0.0, stream.length_s / 2, stream.length_s - 0.05):
        assert stream.at(time_s).shape == (stream.height, stream.width, 3)
    assert stream.width % 2 == stream.height % 2 == 0
    known = {f"clip{n:02d}.mp4" for n in range(8)}
    assert known & {part.clip for part in stream.shown}
    for part in stream.shown:
        assert 0 <= part.start_s < part.end_s <= stream.length_s + 1e-6
        assert min(part.clip_start_s, part.clip_end_s) >= -1e-6
        assert max(part.clip_start_s, part.clip_end_s) <= 5.0 + 1e-6
        assert all(-1e-6 <= edge <= 1 + 1e-6 for edge in (*part.region, *part.place))
    if stream.sound is not None:
        assert len(stream.sound) / SOUND_RATE_HZ == pytest.approx(stream.length_s, abs=0.3)


def test_there_are_at_least_24_kinds_in_either_half_and_some_are_only_in_one():
    tune = {kind.name for kind in KINDS if "tune" in kind.splits}
    test = {kind.name for kind in KINDS if "test" in kind.splits}
    assert min(len(tune), len(test)) >= 24
    assert tune - test
    assert test - tune


@pytest.fixture(scope="module")
def bench(small_footage, tmp_path_factory):
    out = tmp_path_factory.mktemp("bench") / "tune"
    Bench(small_footage, out, "tune", 3, 10).make()
    return out


def test_a_bench_holds_what_its_truth_speaks_of(bench):
    truth = json.loads((bench / "truth.json").read_text())
    references = {p.name for p in (bench / "references").iterdir()}
    queries = {p.name for p in (bench / "queries").iterdir()}
    assert {q["query"] for q in truth["queries"]} == queries
    for query in truth["queries"]:
        seen = {s["reference"] for s in query["segments"]}
        assert seen <= references
        assert not seen & set(query["ignore"])
        assert query["unrelated"] == (not seen)
        assert (query["first_seen"] in seen) if seen else query["first_seen"] is None


def test_first_seen_is_the_earliest_published(bench):
    with (bench / "records.csv").open() as lines:
        published = {row["file"]: row["published"] for row in csv.DictReader(lines)}
    for query in json.loads((bench / "truth.json").read_text())["queries"]:
        seen = {s["reference"] for s in query["segments"]}
        if seen:
            assert published[query["first_seen"]] == min(published[name] for name in seen)


def test_there_are_related_and_unrelated_queries_and_later_copies(bench):
    queries = json.loads((bench / "truth.json").read_text())["queries"]
    assert any(q["unrelated"] for q in queries)
    assert any(q["segments"] for q in queries)
    assert any(q["same_camera"] for q in queries)
    assert any((bench / "references").glob("repost-*"))


def test_the_same_seed_makes_the_same_truth(bench, small_footage, tmp_path):
    Bench(small_footage, tmp_path / "again", "tune", 3, 10).make()
    assert (tmp_path / "again" / "truth.json").read_text() == (bench / "truth.json").read_text()
    assert (tmp_path / "again" / "records.csv").read_text() == (bench / "records.csv").read_text()


def test_halves_share_no_group_and_no_photograph(small_footage):
    clips = corpus.read_clips(small_footage)
    tune, test = corpus.of_split(clips, "tune"), corpus.of_split(clips, "test")
    assert len(tune) + len(test) == len(clips)
    assert not {c.group for c in tune} & {c.group for c in test}
    assert 0.5 <= len(tune) / len(clips) <= 0.7
    photos = sorted((small_footage / "photos").iterdir())
    assert not set(corpus.half_of_loose(photos, "tune")) & set(corpus.half_of_loose(photos, "test"))


def test_no_family_of_copies_outweighs_the_rest(small_footage):
    one = corpus.read_clips(small_footage)[0]
    assert len(fewer_copies([one] * 7)) == 3


def test_chance_follows_the_seed(small_footage):
    first, second = kit_of(small_footage), kit_of(small_footage)
    assert [first.between((0, 1)) for _ in range(5)] == [second.between((0, 1)) for _ in range(5)]
    assert np.array_equal(first.photo(), second.photo())
