"""The measured figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmark.evaluate import KindScore, Pair, Scores

Row = tuple[str, Callable[[Scores], float | int | None]]
ROWS: tuple[Row, ...] = (
    ("pair micro-AP", lambda s: s.pair_ap),
    ("recall at precision ≥ .99", lambda s: s.recall_at_precision),
    ("recall before the first false pair", lambda s: s.recall_before_false),
    ("recall at precision ≥ .99, averaged over kinds", lambda s: s.mean_kind_recall),
    ("… each kind ranked alone", lambda s: s.mean_own_kind_recall),
    ("precision of certain + probable", lambda s: s.sure_precision),
    ("recall of certain + probable", lambda s: s.sure_recall),
    ("segment AP", lambda s: s.segment_ap),
    ("segment F1, certain + probable", lambda s: s.segment_f1),
    ("segment precision, certain + probable", lambda s: s.segment_precision),
    ("segment recall, certain + probable", lambda s: s.segment_recall),
    ("segment F1, best threshold", lambda s: s.best_segment_f1),
    ("median error of a segment's start, s", lambda s: s.start_error_median_s),
    ("90th percentile of that error, s", lambda s: s.start_error_p90_s),
    ("earliest sighting right", lambda s: s.first_seen),
    ("… unrelated queries counted too", lambda s: s.first_seen_with_unrelated),
    ("unrelated queries with a sure match", lambda s: s.unrelated_hit),
)


def figure(value: float | None) -> str:
    """A number for a table: counts as they are, shares to three places, nothing as a dash."""
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def markdown(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table with aligned columns."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [head, ["-" * w for w in widths], *rows]
    return "\n".join(
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in lines
    )


def summary(named: Mapping[str, Scores]) -> str:
    """One column a method, one row a figure."""
    rows = [[label, *(figure(read(scores)) for scores in named.values())] for label, read in ROWS]
    return markdown(["", *named], rows) + "\n"


def by_kind(scores: Scores) -> str:
    """One row a kind of edit."""
    head = [
        "kind",
        "queries",
        "pairs",
        "recall, no false",
        "recall, P ≥ .99",
        "own P ≥ .99",
        "segment recall",
        "start error, s",
        "false sure",
    ]
    return markdown(head, [_kind_row(kind) for kind in scores.kinds]) + "\n"


def _kind_row(kind: KindScore) -> list[str]:
    values = (
        kind.queries,
        kind.pairs,
        kind.recall_before_false,
        kind.recall_at_precision,
        kind.own_recall_at_precision,
        kind.segment_recall,
        kind.start_error_s,
        kind.false_sure,
    )
    return [kind.kind, *(figure(value) for value in values)]


def errors(scores: Scores, most: int = 40) -> str:
    """The misses with the lowest scores and the false pairs with the highest."""
    missed = [f"  {_pair(pair)}  {kind}  {score:.3f}" for kind, pair, score in scores.missed[:most]]
    false = [f"  {_pair(pair)}  {kind}  {score:.3f}" for kind, pair, score in scores.false[:most]]
    return (
        "\n".join([f"Missed ({len(scores.missed)}):", *missed, f"False ({len(scores.false)}):", *false])
        + "\n"
    )


def _pair(pair: Pair) -> str:
    return f"{pair[0]} × {pair[1]}"
