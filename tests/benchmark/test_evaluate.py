"""The evaluator against cases small enough to work out by hand."""

import pytest

from benchmark import tables
from benchmark.evaluate import Ranking, Span, evaluate, truth_of


def segment(reference, query_span=(0, 10), reference_span=(5, 15), track="picture"):
    return {
        "reference": reference,
        "query_start_s": query_span[0],
        "query_end_s": query_span[1],
        "reference_start_s": reference_span[0],
        "reference_end_s": reference_span[1],
        "speed": 1.0,
        "mirrored": False,
        "reversed": False,
        "region": None,
        "track": track,
    }


def query(name, *segments, kind="plain", ignore=(), first_seen=None):
    return {
        "query": name,
        "kind": kind,
        "unrelated": not segments,
        "same_camera": False,
        "segments": list(segments),
        "ignore": list(ignore),
        "first_seen": first_seen or (segments[0]["reference"] if segments else None),
    }


def said(name, reference, score, band="certain", *, published="2015-01-01", outcome="same_footage", **spans):
    track = spans.pop("track", "picture")
    row = segment(reference, spans.get("q", (0, 10)), spans.get("r", (5, 15)), track)
    return row | {"query": name, "score": score, "band": band, "outcome": outcome, "published": published}


def scores(queries, predictions):
    return evaluate(predictions, truth_of({"queries": queries}))


def test_spans_overlap_as_shared_over_covered_time():
    assert Span(0, 10).iou(Span(5, 15)) == pytest.approx(5 / 15)
    assert Span(0, 10).iou(Span(10, 20)) == 0
    assert Span(0, 10).iou(Span(0, 10)) == 1


def test_a_still_is_held_by_a_span_that_comes_within_a_second_of_it():
    assert Span(3, 3).iou(Span(3.9, 3.9)) == 1
    assert Span(3, 3).iou(Span(4.2, 4.2)) == 0


def test_average_precision_counts_what_was_never_found_as_zero():
    ranking = Ranking(3, [(0.9, True), (0.8, False), (0.7, True)]).sort()
    assert ranking.average_precision() == pytest.approx((1 + 2 / 3) / 3)


def test_at_equal_scores_the_wrong_pair_ranks_first():
    ranking = Ranking(1, [(0.9, True), (0.9, False)]).sort()
    assert ranking.average_precision() == pytest.approx(0.5)
    assert ranking.recall_at(0.99)[0] == 0


def test_recall_at_precision_may_pass_a_false_pair_when_enough_right_ones_follow():
    entries = (
        [(1 - i / 1000, True) for i in range(50)]
        + [(0.9, False)]
        + [(0.8 - i / 1000, True) for i in range(150)]
    )
    ranking = Ranking(200, entries).sort()
    recall, threshold = ranking.recall_at(0.99)
    assert recall == 1
    assert threshold == pytest.approx(0.651)
    assert ranking.recall_at(0.999)[0] == pytest.approx(50 / 200)


def test_recall_before_the_first_false_pair():
    queries = [query("a", segment("x")), query("b", segment("y")), query("c", segment("z")), query("u")]
    found = scores(
        queries, [said("a", "x", 0.9), said("u", "x", 0.5), said("b", "y", 0.6), said("c", "z", 0.4)]
    )
    assert found.recall_before_false == pytest.approx(2 / 3)
    assert found.pair_ap == pytest.approx((1 + 1 + 3 / 4) / 3)


def test_a_pair_scores_as_its_best_segment():
    found = scores(
        [query("a", segment("x")), query("u")],
        [said("a", "x", 0.1, band="unlikely"), said("a", "x", 0.9), said("u", "x", 0.5, band="possible")],
    )
    assert found.pair_ap == 1
    assert found.sure_precision == found.sure_recall == 1


def test_ignored_pairs_are_neither_right_nor_wrong():
    found = scores([query("a", segment("x"), ignore=["y"])], [said("a", "y", 0.99), said("a", "x", 0.9)])
    assert found.pair_ap == 1
    assert found.sure_precision == 1
    assert found.segment_f1 == 1
    assert not found.false


def test_the_same_scene_is_no_claim_of_the_same_footage():
    found = scores([query("a", segment("x")), query("u")], [said("u", "x", 0.99, outcome="same_scene")])
    assert found.unrelated_hit == 0
    assert found.sure_recall == 0


def test_bands_below_probable_are_not_held_against_it():
    found = scores(
        [query("a", segment("x")), query("u")], [said("u", "x", 0.9, band="possible"), said("a", "x", 0.8)]
    )
    assert found.sure_precision == 1
    assert found.unrelated_hit == 0
    assert found.recall_before_false == 0


def test_unrelated_queries_with_a_sure_match_are_counted_once_each():
    found = scores(
        [query("u"), query("v")],
        [said("u", "x", 0.9), said("u", "y", 0.8), said("v", "x", 0.3, band="possible")],
    )
    assert found.unrelated_hit == 1
    assert found.unrelated_queries == 2


class TestSegments:
    def test_both_sides_must_overlap_by_half(self):
        queries = [query("a", segment("x", (0, 10), (5, 15)))]
        assert scores(queries, [said("a", "x", 0.9, q=(0, 10), r=(40, 50))]).segment_f1 == 0
        assert scores(queries, [said("a", "x", 0.9, q=(0, 6), r=(5, 11))]).segment_f1 == 1

    def test_a_true_segment_is_found_once(self):
        found = scores([query("a", segment("x"))], [said("a", "x", 0.9), said("a", "x", 0.8)])
        assert found.segment_recall == 1
        assert found.segment_precision == pytest.approx(0.5)
        assert found.segment_f1 == pytest.approx(2 / 3)
        assert found.best_segment_f1 == 1

    def test_several_segments_of_a_pair_are_each_wanted(self):
        queries = [query("a", segment("x", (0, 5), (0, 5)), segment("x", (5, 10), (20, 25)))]
        found = scores(queries, [said("a", "x", 0.9, q=(0, 5), r=(0, 5))])
        assert found.sure_recall == 1
        assert found.segment_recall == pytest.approx(0.5)
        assert found.segment_ap == pytest.approx(0.5)

    def test_sound_under_known_pictures_is_right_when_found_and_no_loss_when_not(self):
        queries = [query("a", segment("x"), segment("x", track="sound"))]
        assert scores(queries, [said("a", "x", 0.9)]).segment_f1 == 1
        assert scores(queries, [said("a", "x", 0.9), said("a", "x", 0.8, track="sound")]).segment_f1 == 1
        off = said("a", "x", 0.8, track="sound", r=(60, 70))
        assert scores(queries, [said("a", "x", 0.9), off]).segment_precision == pytest.approx(0.5)

    def test_sound_alone_is_wanted(self):
        queries = [query("a", segment("x", track="sound"))]
        assert scores(queries, []).segment_recall == 0
        assert scores(queries, [said("a", "x", 0.9, track="picture")]).segment_f1 == 0
        assert scores(queries, [said("a", "x", 0.9, track="sound")]).segment_f1 == 1

    def test_the_start_error_is_that_of_the_worse_side(self):
        found = scores(
            [query("a", segment("x", (0, 10), (5, 15)))], [said("a", "x", 0.9, q=(0.1, 10), r=(5.4, 15))]
        )
        assert found.start_error_median_s == pytest.approx(0.4)

    def test_no_segment_no_error(self):
        assert scores([query("a", segment("x"))], []).start_error_median_s is None


class TestFirstSeen:
    queries = (query("a", segment("old"), segment("new"), first_seen="old"), query("u"))

    def test_the_earliest_published_sure_sighting_counts(self):
        both = [said("a", "new", 0.99, published="2019-05-01"), said("a", "old", 0.8, published="2014-02")]
        assert scores(self.queries, both).first_seen == 1

    def test_a_later_copy_alone_is_wrong(self):
        assert scores(self.queries, [said("a", "new", 0.99, published="2019-05-01")]).first_seen == 0

    def test_an_unsure_sighting_does_not_count(self):
        found = [
            said("a", "old", 0.4, band="possible", published="2014"),
            said("a", "new", 0.9, published="2019"),
        ]
        assert scores(self.queries, found).first_seen == 0

    def test_an_undated_sighting_comes_last(self):
        found = [said("a", "old", 0.9, published="2014"), said("a", "new", 0.9, published=None)]
        assert scores(self.queries, found).first_seen == 1

    def test_nothing_found_where_nothing_is_counts_in_the_wider_figure(self):
        found = scores(self.queries, [])
        assert found.first_seen == 0
        assert found.first_seen_with_unrelated == pytest.approx(0.5)


class TestKinds:
    def test_a_kind_is_measured_at_the_global_threshold_and_on_its_own(self):
        queries = [
            query("a", segment("x"), kind="plain"),
            query("b", segment("y"), kind="hard"),
            query("u", kind="plain"),
        ]
        found = scores(queries, [said("a", "x", 0.9), said("u", "x", 0.5), said("b", "y", 0.3)])
        hard = next(k for k in found.kinds if k.kind == "hard")
        assert hard.recall_before_false == hard.recall_at_precision == 0
        assert hard.own_recall_at_precision == 1
        assert found.mean_kind_recall == pytest.approx(0.5)
        assert found.mean_own_kind_recall == 1

    def test_a_kind_of_unrelated_queries_has_no_recall(self):
        found = scores([query("a", segment("x")), query("u", kind="bars")], [said("u", "x", 0.2)])
        bars = next(k for k in found.kinds if k.kind == "bars")
        assert bars.recall_at_precision is None
        assert bars.false_sure == 1


def test_misses_and_false_pairs_are_listed_the_most_telling_first():
    queries = [query("a", segment("x")), query("b", segment("y")), query("u")]
    found = scores(
        queries, [said("a", "x", 0.9), said("u", "x", 0.5), said("u", "y", 0.7), said("b", "y", 0.6)]
    )
    assert [pair for _, pair, _ in found.false] == [("u", "y"), ("u", "x")]
    assert [pair for _, pair, _ in found.missed] == [("b", "y")]
    assert "u × y" in tables.errors(found)


def test_a_query_that_the_truth_does_not_know_is_an_error():
    with pytest.raises(ValueError, match="no query ghost"):
        scores([query("a", segment("x"))], [said("ghost", "x", 0.9)])


def test_tables_have_a_row_a_figure_and_a_row_a_kind():
    found = scores([query("a", segment("x"))], [said("a", "x", 0.9)])
    assert "| pair micro-AP" in tables.summary({"firstseen": found})
    assert "| plain" in tables.by_kind(found)
