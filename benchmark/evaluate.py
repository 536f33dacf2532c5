"""How well predictions meet the truth of a bench.

    python -m benchmark.evaluate --truth truth.json --predictions predictions.jsonl [--errors]

A *pair* is a query with a reference; its score is its best segment's. Pairs that the truth ignores are left out, and
an outcome of `same_scene` is no claim of the same footage. Where scores tie, the wrong one counts as ranked first.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

SURE_BANDS = frozenset({"certain", "probable"})
PRECISION_FLOOR = 0.99
LEAST_IOU = 0.5
# A still has one moment, not a span: a predicted span that comes this near to it holds it.
STILL_SLACK_S = 1.0

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds from `start_s` to `end_s`."""

    start_s: float
    end_s: float

    def iou(self, other: Span) -> float:
        """Shared time over time covered by either; a truth of no length is held or not held."""
        if other.end_s - other.start_s < 0.05:
            return float(self.start_s - STILL_SLACK_S <= other.start_s <= self.end_s + STILL_SLACK_S)
        shared = min(self.end_s, other.end_s) - max(self.start_s, other.start_s)
        covered = max(self.end_s, other.end_s) - min(self.start_s, other.start_s)
        return max(0.0, shared) / covered if covered > 0 else 0.0


@dataclass(frozen=True, slots=True)
class TrueSegment:
    """One segment of the truth.

    `optional`: a sound under pictures that are a segment already; right when found, nothing lost when not.
    """

    query: str
    reference: str
    query_span: Span
    reference_span: Span
    track: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """One predicted segment of the same footage."""

    query: str
    reference: str
    query_span: Span
    reference_span: Span
    score: float
    sure: bool
    track: str
    published: str

    @property
    def pair(self) -> Pair:
        """The query and the reference it is about."""
        return self.query, self.reference


@dataclass(frozen=True, slots=True)
class Truth:
    """A bench's truth, indexed for evaluation."""

    kinds: Mapping[str, str]
    unrelated: frozenset[str]
    segments: tuple[TrueSegment, ...]
    ignored: frozenset[Pair]
    first_seen: Mapping[str, str | None]
    left_out: frozenset[str] = frozenset()

    @property
    def pairs(self) -> set[Pair]:
        """The pairs that share footage."""
        return {(s.query, s.reference) for s in self.segments}


@dataclass(frozen=True, slots=True)
class KindScore:
    """One row of the per-edit table; None where there is nothing to measure. Recalls in [0, 1], error in seconds."""

    kind: str
    queries: int
    pairs: int
    recall_before_false: float | None
    recall_at_precision: float | None
    own_recall_at_precision: float | None
    segment_recall: float | None
    start_error_s: float | None
    false_sure: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything measured on one set of predictions. Shares in [0, 1], errors in seconds, thresholds as scores."""

    pair_ap: float
    recall_at_precision: float
    threshold_at_precision: float
    recall_before_false: float
    mean_kind_recall: float
    mean_own_kind_recall: float
    sure_precision: float
    sure_recall: float
    segment_ap: float
    segment_precision: float
    segment_recall: float
    segment_f1: float
    best_segment_f1: float
    start_error_median_s: float | None
    start_error_p90_s: float | None
    first_seen: float
    first_seen_with_unrelated: float
    unrelated_queries: int
    unrelated_hit: int
    kinds: tuple[KindScore, ...] = ()
    missed: tuple[tuple[str, Pair, float], ...] = ()
    false: tuple[tuple[str, Pair, float], ...] = ()


@dataclass(slots=True)
class Ranking:
    """Scored pairs or segments, best first, and how many right ones there are to find."""

    wanted: int
    entries: list[tuple[float, bool]] = field(default_factory=list)

    def sort(self) -> Ranking:
        """Best first; at equal scores the wrong ones first."""
        self.entries.sort(key=lambda entry: (-entry[0], entry[1]))
        return self

    def average_precision(self) -> float:
        """The mean over wanted ones of the precision at each one found; those never found count 0."""
        right, total = 0, 0.0
        for rank, (_, true) in enumerate(self.entries, 1):
            if true:
                right += 1
                total += right / rank
        return total / self.wanted if self.wanted else 1.0

    def recall_at(self, least_precision: float) -> tuple[float, float]:
        """The best recall among thresholds that keep this precision, and the threshold (inf when none does)."""
        right, best, threshold = 0, 0, float("inf")
        for rank, (score, true) in enumerate(self.entries, 1):
            right += true
            last_of_tie = rank == len(self.entries) or self.entries[rank][0] < score
            if last_of_tie and right > best and right / rank >= least_precision:
                best, threshold = right, score
        return (best / self.wanted if self.wanted else 1.0), threshold

    def highest_false(self) -> float:
        """The score of the first wrong one; minus infinity when none is wrong."""
        return next((score for score, true in self.entries if not true), float("-inf"))

    def best_f1(self) -> float:
        """The best F1 over every threshold."""
        right, best = 0, 0.0
        for rank, (_, true) in enumerate(self.entries, 1):
            right += true
            best = max(best, 2 * right / (rank + self.wanted))
        return best


def read_truth(path: Path, without: frozenset[str] = frozenset()) -> Truth:
    """The truth of a bench, from truth.json, without some kinds of queries."""
    return truth_of(json.loads(path.read_text(encoding="utf-8")), without)


def truth_of(document: Mapping[str, Any], without: frozenset[str] = frozenset()) -> Truth:
    """The truth in the form that evaluation needs."""
    queries = [query for query in document["queries"] if query["kind"] not in without]
    segments = tuple(segment for query in queries for segment in _true_segments(query))
    return Truth(
        {q["query"]: q["kind"] for q in queries},
        frozenset(q["query"] for q in queries if q["unrelated"]),
        segments,
        frozenset((q["query"], name) for q in queries for name in q["ignore"]),
        {q["query"]: q["first_seen"] for q in queries},
        frozenset(q["query"] for q in document["queries"] if q["kind"] in without),
    )


def _true_segments(query: Mapping[str, Any]) -> Iterable[TrueSegment]:
    seen = {row["reference"] for row in query["segments"] if row["track"] == "picture"}
    for row in query["segments"]:
        optional = row["track"] == "sound" and row["reference"] in seen
        yield TrueSegment(query["query"], row["reference"], *_spans(row), row["track"], optional)


def _spans(row: Mapping[str, Any]) -> tuple[Span, Span]:
    return (
        Span(float(row["query_start_s"]), float(row["query_end_s"])),
        Span(float(row["reference_start_s"]), float(row["reference_end_s"])),
    )


def claims_of(predictions: Iterable[Mapping[str, Any]], truth: Truth) -> list[Claim]:
    """The predictions that claim the same footage, without ignored pairs; names are bare file names.

    A query that the truth does not know is an error: the two do not belong together.
    """
    claims = []
    for row in predictions:
        query, reference = Path(row["query"]).name, Path(row["reference"]).name
        if query in truth.left_out:
            continue
        if query not in truth.kinds:
            raise ValueError(f"the truth has no query {query}")
        if row["outcome"] != "same_footage" or (query, reference) in truth.ignored:
            continue
        claims.append(
            Claim(
                query,
                reference,
                *_spans(row),
                float(row["score"]),
                row["band"] in SURE_BANDS,
                row["track"],
                str(row.get("published") or ""),
            )
        )
    return claims


def pair_scores(claims: Iterable[Claim]) -> dict[Pair, float]:
    """Each claimed pair's best score."""
    best: dict[Pair, float] = {}
    for claim in claims:
        best[claim.pair] = max(claim.score, best.get(claim.pair, float("-inf")))
    return best


def rank_pairs(
    scores: Mapping[Pair, float], wanted: set[Pair], queries: frozenset[str] | None = None
) -> Ranking:
    """The claimed pairs as a ranking, of all queries or of some."""
    chosen = {p: s for p, s in scores.items() if queries is None or p[0] in queries}
    count = len([p for p in wanted if queries is None or p[0] in queries])
    return Ranking(count, [(score, pair in wanted) for pair, score in chosen.items()]).sort()


@dataclass(frozen=True, slots=True)
class SegmentMatch:
    """A claim and the true segment it meets, None when it meets none."""

    claim: Claim
    truth: TrueSegment | None

    @property
    def start_error_s(self) -> float:
        """How far the claimed start is off, on the worse of the two sides."""
        if self.truth is None:
            return float("inf")
        query = abs(self.claim.query_span.start_s - self.truth.query_span.start_s)
        reference = abs(self.claim.reference_span.start_s - self.truth.reference_span.start_s)
        return max(query, reference)


def match_segments(claims: Sequence[Claim], truth: Truth) -> list[SegmentMatch]:
    """Each claim with the true segment it meets (IoU ≥ .5 in the query and in the reference), best claims first.

    A true segment is met once. Claims that meet an optional sound are neither right nor wrong and are left out.
    """
    by_pair: dict[Pair, list[TrueSegment]] = {}
    for segment in truth.segments:
        by_pair.setdefault((segment.query, segment.reference), []).append(segment)
    taken: set[int] = set()
    matches = []
    for claim in sorted(claims, key=lambda c: -c.score):
        there = by_pair.get(claim.pair, [])
        met = [s for s in there if s.track == claim.track and _overlap(claim, s) >= LEAST_IOU]
        if met and all(s.optional for s in met):
            continue
        free = [s for s in met if id(s) not in taken and not s.optional]
        best = max(free, key=lambda s: _overlap(claim, s), default=None)
        if best is not None:
            taken.add(id(best))
        matches.append(SegmentMatch(claim, best))
    return matches


def _overlap(claim: Claim, segment: TrueSegment) -> float:
    """The lesser of the two IoUs."""
    return min(claim.query_span.iou(segment.query_span), claim.reference_span.iou(segment.reference_span))


def earliest(claims: Iterable[Claim]) -> set[str]:
    """The references with the earliest publication among sure claims, several when they share the day.

    A claim without a date comes after all that have one.
    """
    sure = [c for c in claims if c.sure]
    first = min(((not c.published, c.published) for c in sure), default=None)
    return {c.reference for c in sure if (not c.published, c.published) == first}


def first_seen_right(claims: Sequence[Claim], truth: Truth) -> dict[str, bool]:
    """Per query: whether the earliest sure sighting is the true one, or nothing was found where nothing is."""
    by_query: dict[str, list[Claim]] = {query: [] for query in truth.kinds}
    for claim in claims:
        by_query[claim.query].append(claim)
    return {
        query: (wanted in earliest(by_query[query])) if wanted else not earliest(by_query[query])
        for query, wanted in truth.first_seen.items()
    }


def evaluate(predictions: Iterable[Mapping[str, Any]], truth: Truth) -> Scores:
    """Every figure for one set of predictions."""
    claims = claims_of(predictions, truth)
    scores, wanted = pair_scores(claims), truth.pairs
    ranking = rank_pairs(scores, wanted)
    recall, threshold = ranking.recall_at(PRECISION_FLOOR)
    false_score = ranking.highest_false()
    sure = {c.pair for c in claims if c.sure}
    matches = match_segments(claims, truth)
    required = sum(not s.optional for s in truth.segments)
    segments = Ranking(required, [(m.claim.score, m.truth is not None) for m in matches]).sort()
    held = [m for m in matches if m.claim.sure]
    right = [m for m in held if m.truth is not None]
    errors = sorted(m.start_error_s for m in right)
    seen = first_seen_right(claims, truth)
    kinds = tuple(
        _kind_scores(kind, truth, scores, held, (false_score, threshold))
        for kind in sorted(set(truth.kinds.values()))
    )
    return Scores(
        pair_ap=ranking.average_precision(),
        recall_at_precision=recall,
        threshold_at_precision=threshold,
        recall_before_false=_share(
            sum(scores.get(p, float("-inf")) > false_score for p in wanted), len(wanted)
        ),
        mean_kind_recall=_mean(k.recall_at_precision for k in kinds),
        mean_own_kind_recall=_mean(k.own_recall_at_precision for k in kinds),
        sure_precision=_share(len(sure & wanted), len(sure)),
        sure_recall=_share(len(sure & wanted), len(wanted)),
        segment_ap=segments.average_precision(),
        segment_precision=_share(len(right), len(held)),
        segment_recall=_share(len(right), required),
        segment_f1=2 * len(right) / max(1, len(held) + required),
        best_segment_f1=segments.best_f1(),
        start_error_median_s=median(errors) if errors else None,
        start_error_p90_s=errors[int(0.9 * (len(errors) - 1))] if errors else None,
        first_seen=_mean(float(ok) for query, ok in seen.items() if truth.first_seen[query]),
        first_seen_with_unrelated=_mean(map(float, seen.values())),
        unrelated_queries=len(truth.unrelated),
        unrelated_hit=len({query for query, _ in sure} & truth.unrelated),
        kinds=kinds,
        missed=_worst(
            truth, {p: scores.get(p, 0.0) for p in wanted if scores.get(p, 0.0) < threshold}, False
        ),
        false=_worst(truth, {p: s for p, s in scores.items() if p not in wanted}, True),
    )


def _kind_scores(
    kind: str,
    truth: Truth,
    scores: Mapping[Pair, float],
    held: Sequence[SegmentMatch],
    limits: tuple[float, float],
) -> KindScore:
    """One kind's row.

    `limits`: the score of the first wrong pair anywhere, and the global threshold at precision .99. The kind's *own*
    recall ranks only its queries.
    """
    queries = frozenset(q for q, k in truth.kinds.items() if k == kind)
    wanted = {p for p in truth.pairs if p[0] in queries}
    required = sum(s.query in queries and not s.optional for s in truth.segments)
    right = [m for m in held if m.claim.query in queries and m.truth is not None]
    got = [scores.get(p, float("-inf")) for p in wanted]
    errors = [m.start_error_s for m in right]
    wrong = {m.claim.pair for m in held if m.claim.query in queries and m.claim.pair not in wanted}
    own = rank_pairs(scores, truth.pairs, queries).recall_at(PRECISION_FLOOR)[0]
    return KindScore(
        kind,
        len(queries),
        len(wanted),
        _share(sum(s > limits[0] for s in got), len(wanted)) if wanted else None,
        _share(sum(s >= limits[1] for s in got), len(wanted)) if wanted else None,
        own if wanted else None,
        _share(len(right), required) if required else None,
        median(errors) if errors else None,
        len(wrong),
    )


def _worst(truth: Truth, scores: Mapping[Pair, float], highest: bool) -> tuple[tuple[str, Pair, float], ...]:
    """Pairs with their kinds, the most telling first."""
    ordered = sorted(scores.items(), key=lambda entry: (-entry[1] if highest else entry[1], entry[0]))
    return tuple((truth.kinds[pair[0]], pair, score) for pair, score in ordered)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _mean(values: Iterable[float | None]) -> float:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else 1.0


def read_predictions(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file, as `find --json` prints them."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    from benchmark import tables

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--predictions", type=Path, required=True)
    parser.add_argument("--errors", action="store_true", help="also the worst misses and false pairs")
    parser.add_argument("--without", nargs="*", default=[], metavar="KIND", help="leave these kinds out")
    args = parser.parse_args(arguments)
    scores = evaluate(read_predictions(args.predictions), read_truth(args.truth, frozenset(args.without)))
    print(tables.summary({"firstseen": scores}))
    print(tables.by_kind(scores))
    if args.errors:
        print(tables.errors(scores))
    return 0


if __name__ == "__main__":
    sys.exit(main())
