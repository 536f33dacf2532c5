"""Peers are run as they would be used: their scores and spans against cases worked out by hand."""

import numpy as np
import pytest

from benchmark import evaluate, peers
from benchmark.frames import FrameFeatures


def features(times_s, vectors=None, bits=None, quality=100):
    n = len(times_s)
    vectors = np.eye(n, 512, dtype=np.float32) if vectors is None else vectors
    bits = np.zeros((n, 256), np.bool_) if bits is None else bits
    return FrameFeatures(np.array(times_s, float), vectors, bits, np.full(n, quality))


def described(query, reference):
    return peers.Described({"ref.mp4": reference}, {"query.mp4": query}, {"ref.mp4": "2015-01-01"})


def test_the_span_is_that_of_the_offset_most_hits_agree_on():
    weights = np.zeros((4, 10))
    for n in range(4):
        weights[n, n + 5] = 0.9
    weights[0, 0] = 1.0
    spans = peers.on_one_offset(np.arange(4.0), np.arange(10.0), weights)
    assert spans == (0.0, 3.5, 5.0, 9.0)


def test_plain_sscd_scores_the_best_cosine_and_is_sure_at_its_threshold():
    reference = features(np.arange(20.0), np.eye(20, 512, dtype=np.float32))
    query = features(np.arange(6) / 2, np.repeat(np.eye(20, 512, dtype=np.float32)[8:11], 2, axis=0))
    (found,) = peers.sscd(described(query, reference))
    assert found["score"] == 1
    assert found["band"] == "certain"
    assert (found["reference_start_s"], found["reference_end_s"]) == (8, 11)


def test_plain_sscd_gives_every_pair_a_score():
    far = np.roll(np.eye(3, 512, dtype=np.float32), 100, axis=1)
    (found,) = peers.sscd(described(features([0, 0.5, 1.0]), features([0, 1, 2], far)))
    assert found["score"] == 0
    assert found["band"] == "unlikely"


class TestVpdq:
    bits = np.random.default_rng(1).random((8, 256)) < 0.5

    def found(self, flips, quality=100):
        changed = self.bits.copy()
        changed[:, :flips] ^= True
        query = features(np.arange(16) / 2, bits=np.repeat(changed, 2, axis=0), quality=quality)
        return peers.vpdq(described(query, features(np.arange(8.0), bits=self.bits)))

    def test_31_bits_match_and_32_do_not(self):
        assert self.found(31)[0]["score"] == 1
        assert not self.found(32)

    def test_frames_of_low_quality_prove_nothing(self):
        assert not self.found(0, quality=49)

    def test_the_score_is_the_share_of_the_querys_frames(self):
        changed = self.bits.copy()
        changed[2:, :100] ^= True
        query = features(np.arange(16) / 2, bits=np.repeat(changed, 2, axis=0))
        (found,) = peers.vpdq(described(query, features(np.arange(8.0), bits=self.bits)))
        assert found["score"] == pytest.approx(0.25)
        assert found["band"] == "possible"


def test_what_provena_audit_prints_is_read():
    text = (
        "/queries/q0001.mp4: 1 match\n"
        "  [local] refs/clip a.mp4  12.50-17.00s  (clip 0.00-4.50s, 19 votes)\n"
        "/queries/q0002.mp4: 0 matches\n"
        "/queries/q0003.mkv: 1 match\n"
        "  [local] b.webm  0.00-1.00s  (clip 3.00-4.00s, 2 votes)  from https://example.org\n"
    )
    first, second = peers.read_lookup(text, {"clip a.mp4": "2015-01-01"})
    assert (first["query"], first["reference"], first["band"]) == ("q0001.mp4", "clip a.mp4", "certain")
    assert (first["query_start_s"], first["reference_end_s"]) == (0, 17)
    assert first["published"] == "2015-01-01"
    assert (second["query"], second["band"]) == ("q0003.mkv", "possible")


def test_every_score_is_cut_where_the_truth_allows_it_best():
    truth = evaluate.truth_of(
        {
            "queries": [
                {
                    "query": "q",
                    "kind": "plain",
                    "unrelated": False,
                    "ignore": [],
                    "first_seen": "a",
                    "segments": [
                        {
                            "reference": "a",
                            "query_start_s": 0,
                            "query_end_s": 5,
                            "reference_start_s": 0,
                            "reference_end_s": 5,
                            "track": "picture",
                        }
                    ],
                }
            ]
        }
    )
    rows = [
        peers.prediction("q", name, score, "unlikely", (0, 5, 0, 5), "")
        for name, score in (("a", 0.6), ("b", 0.5))
    ]
    assert [row["band"] for row in peers.at_best_threshold(rows, truth)] == ["certain", "unlikely"]
