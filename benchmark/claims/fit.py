"""Fits the numbers of src/firstseen/claims/data/match.toml, and prints what they reach on queries held out.

    python -m benchmark.claims.fit FOLDER [--write]

FOLDER holds checkthat2021_2a_ar and checkthat2021_2a_en: their train and dev queries are used, nothing else. Between
the languages it uses our own pairs of claims (pairs.jsonl). Every figure printed is of five folds: no query is ranked
or judged by numbers that saw it.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmark.claims.checkthat import Pool, Query, read_pool
from firstseen.claims.dates import read_written_date
from firstseen.claims.match.corpus import Corpus
from firstseen.claims.match.features import NAMES, READ_CLOSELY, READ_CLOSELY_OTHER, compare
from firstseen.claims.match.index import MatchIndexer, middle_day
from firstseen.claims.match.model import STANDING, Model, beside
from firstseen.claims.match.search import candidates, read_query
from firstseen.claims.match.terms import post_text
from firstseen.errors import UnclearDate
from firstseen.model.review import ClaimReview

OUT = Path("src/firstseen/claims/data/match.toml")
PAIRS = Path(__file__).with_name("pairs.jsonl")
FOLDS = 5
NEGATIVES = 30
"""Candidates without the answer that a fit sees for each with it."""

BETWEEN = 300
"""Queries of each language that are asked of the other language's pool, to which they have no answer that we know."""

SMALL = 150
"""Queries that are asked once more in a small pool, and fact-checks in it beside their answers."""

SMALL_PAIRS = 6
"""Desks into which our pairs are dealt out."""

RIDGE_ORDER = 120.0
RIDGE_BELIEF = 3.0
TOP = 5
ANSWERED = 0.97
"""Share of the queries with an answer that are to get one. A little above the .95 that is asked for: each query that is
turned away loses its answer's place too, and those that nobody has seen are harder."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A query with its candidates in one script: features, which are right, how many answers there are."""

    source: str
    fold: int
    values: Floats
    right: NDArray[np.bool_]
    answers: int


def day_of(text: str) -> float:
    """When a post says that it was posted, in days; NaN when it does not."""
    signed = post_text(text).signed
    try:
        return middle_day(read_written_date(signed)) if signed else float("nan")
    except UnclearDate:
        return float("nan")


def corpus_of(reviews: Sequence[ClaimReview]) -> Corpus:
    """Reviews as a corpus, numbered from 0 by their place."""
    return Corpus([MatchIndexer().build(list(enumerate(reviews)))])


def ask(corpus: Corpus, ids: Sequence[str], query: Query, source: str, fold: int) -> tuple[Asked, Asked]:
    """A query's candidates in its own script and in the other one."""
    read = read_query(query.text, day_of(query.text))
    same, other = candidates(corpus, read)
    out = []
    for found, closely in ((same, READ_CLOSELY), (other, READ_CLOSELY_OTHER)):
        compared = compare(corpus, read, found, closely)
        right = np.array([ids[int(row)] in query.answers for row in compared.rows], np.bool_)
        out.append(Asked(source, fold, compared.values, right, len(query.answers)))
    return out[0], out[1]


def collect(folder: Path) -> tuple[list[Asked], list[Asked]]:
    """Everything asked: of the same script, and of the other one."""
    pools = {language: read_pool(folder, language) for language in ("ar", "en")}
    rng = np.random.default_rng(7)
    same: list[Asked] = []
    other: list[Asked] = []
    for language, pool in pools.items():
        corpus, ids = corpus_of(pool.reviews), [one.id for one in pool.reviews]
        folds = rng.permutation(len(pool.queries)) % FOLDS
        same += [
            ask(corpus, ids, query, language, int(fold))[0]
            for query, fold in zip(pool.queries, folds, strict=True)
        ]
        foreign = pools["en" if language == "ar" else "ar"].queries[:BETWEEN]
        other += [
            ask(corpus, ids, query, f"no {language}", place % FOLDS)[1] for place, query in enumerate(foreign)
        ]
        small, asked = small_pool(pool, rng)
        corpus, ids = corpus_of(small), [one.id for one in small]
        for query in asked:
            fold = int(folds[[one.id for one in pool.queries].index(query.id)])
            same.append(ask(corpus, ids, query, f"small {language}", fold)[0])
    for asked_in, mixed, queries in mixed_pairs(pools):
        corpus, ids = corpus_of(mixed), [one.id for one in mixed]
        for place, query in enumerate(queries):
            near, far = ask(corpus, ids, query, f"pairs {asked_in}", place % FOLDS)
            same.append(near)
            other.append(far)
    other += small_pairs()
    return same, other


def small_pairs() -> list[Asked]:
    """Our pairs once more, in desks that hold a few dozen fact-checks: there the nearest other one is far off."""
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    out = []
    for asked_in, answered_in in (("ar", "en"), ("en", "ar")):
        for start in range(SMALL_PAIRS):
            some = pairs[start::SMALL_PAIRS]
            reviews = [ClaimReview(one["id"], "", one[answered_in], "") for one in some]
            corpus, ids = corpus_of(reviews), [one.id for one in reviews]
            for one in some:
                query = Query(one["id"], one[asked_in], frozenset([one["id"]]), "pairs")
                out.append(ask(corpus, ids, query, f"small pairs {asked_in}", pairs.index(one) % FOLDS)[1])
    return out


def small_pool(pool: Pool, rng: np.random.Generator) -> tuple[list[ClaimReview], list[Query]]:
    """A young desk: some queries, their answers, and a few hundred other fact-checks."""
    queries = [pool.queries[place] for place in rng.permutation(len(pool.queries))[:SMALL]]
    wanted = {answer for query in queries for answer in query.answers}
    others = set(rng.permutation(len(pool.reviews))[:SMALL].tolist())
    chosen = [one for place, one in enumerate(pool.reviews) if one.id in wanted or place in others]
    return chosen, queries


def mixed_pairs(pools: dict[str, Pool]) -> list[tuple[str, list[ClaimReview], list[Query]]]:
    """Our pairs both ways: the language asked in, both pools with the other side of every pair, the queries."""
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    out = []
    for asked_in, answered_in in (("ar", "en"), ("en", "ar")):
        added = [ClaimReview(one["id"], "", one[answered_in], "") for one in pairs]
        queries = [Query(one["id"], one[asked_in], frozenset([one["id"]]), "pairs") for one in pairs]
        out.append((asked_in, [*pools["ar"].reviews, *pools["en"].reviews, *added], queries))
    return out


def logistic(inputs: Floats, right: NDArray[np.bool_], weights: Floats, ridge: Floats) -> Floats:
    """The weights of a logistic regression by Newton's method; `ridge` holds each of them near 0."""
    out = np.zeros(inputs.shape[1])
    for _ in range(25):
        expected = 1 / (1 + np.exp(-np.clip(inputs @ out, -30, 30)))
        slope = inputs.T @ (weights * (right - expected)) - ridge * out
        curve = (inputs * (weights * expected * (1 - expected))[:, None]).T @ inputs + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        out += step
        if np.abs(step).max() < 1e-6:
            break
    return out


def fit_order(asked: Sequence[Asked]) -> Floats:
    """Weights under which right candidates come before the others of their query."""
    spread = np.concatenate([one.values for one in asked]).std(axis=0) + 1e-6
    apart = [
        one.values[right] - one.values[np.flatnonzero(~one.right)[:NEGATIVES]]
        for one in asked
        for right in np.flatnonzero(one.right)
    ]
    inputs = np.concatenate(apart) / spread
    both = np.concatenate([inputs, -inputs])
    is_right = np.arange(len(both)) < len(inputs)
    return logistic(both, is_right, np.ones(len(both)), np.full(len(NAMES), RIDGE_ORDER)) / spread


def fit_model(asked: Sequence[Asked]) -> Model:
    """Order and belief. Belief sees each query as it is, and once more without its answers."""
    order = fit_order([one for one in asked if one.right.any()])
    model = Model(order, np.zeros(len(NAMES) + len(STANDING)))
    inputs, right, weights = [], [], []
    for one in (*asked, *(without_answers(one) for one in asked if one.right.any())):
        if not len(one.values):
            continue
        chosen = np.argsort(-model.scores(one.values), kind="stable")[:TOP]
        inputs.append(model.inputs(one.values)[chosen])
        right.append(one.right[chosen])
        weights.append(np.where(np.arange(len(chosen)) == 0, 1.0, 0.3))
    table = np.concatenate(inputs)
    spread = table.std(axis=0) + 1e-6
    spread[-1] = 1.0
    ridge = np.append(np.full(table.shape[1] - 1, RIDGE_BELIEF), 1e-3)
    belief = logistic(table / spread, np.concatenate(right), np.concatenate(weights), ridge) / spread
    return Model(order, belief)


def without_answers(one: Asked) -> Asked:
    """The same query in a pool that lacks its answers."""
    return Asked(one.source, one.fold, one.values[~one.right], one.right[~one.right], 0)


def average_precision(scores: Floats, right: NDArray[np.bool_], answers: int, top: int = TOP) -> float:
    """Average precision of the first `top`."""
    order = np.argsort(-scores, kind="stable")[:top]
    hits = right[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum()) / min(answers, top) if answers else 0.0


def tops(models: Sequence[Model], asked: Sequence[Asked]) -> Floats:
    """The probability of the best candidate of each query, by the fold's own model."""
    best = [models[one.fold].probabilities(one.values).max(initial=0.0) for one in asked]
    return np.array(best)


def threshold_for(found: Floats, recall: float = 0.95) -> float:
    """The probability that so many queries with an answer reach."""
    return float(np.quantile(found, 1 - recall))


def folded(asked: Sequence[Asked]) -> list[Model]:
    """For each fold the model that was fitted without it."""
    return [fit_model([one for one in asked if one.fold != fold]) for fold in range(FOLDS)]


def least_of(same: Sequence[Asked], other: Sequence[Asked]) -> dict[str, float]:
    """The probabilities that ANSWERED of the queries with an answer reach, by folds that did not see them."""
    near, far = folded(same), folded(other)
    return {
        "arabic": threshold_for(tops(near, [one for one in same if one.source == "ar"]), ANSWERED),
        "latin": threshold_for(tops(near, [one for one in same if one.source == "en"]), ANSWERED),
        "other": threshold_for(tops(far, [one for one in other if one.source.startswith("pairs")]), ANSWERED),
    }


def report(same: Sequence[Asked], other: Sequence[Asked]) -> None:
    """Print what five folds reach."""
    near, far = folded(same), folded(other)
    least = {}
    for language, name in (("ar", "arabic"), ("en", "latin")):
        asked = [one for one in same if one.source == language]
        score = [
            average_precision(near[one.fold].scores(one.values), one.right, one.answers) for one in asked
        ]
        best = tops(near, asked)
        lost = tops(near, [without_answers(one) for one in asked])
        least[name] = threshold_for(best)
        silent = ", ".join(f"{np.mean(lost < threshold_for(best, r)):.3f} at {r:.2f}" for r in (0.95, 0.9))
        print(
            f"{language}: MAP@5 {np.mean(score):.4f}; without an answer it abstains {silent} (from {least[name]:.3f})"
        )
    for language in ("ar", "en"):
        asked = [one for one in same if one.source == f"small {language}"]
        best, lost = tops(near, asked), tops(near, [without_answers(one) for one in asked])
        cut = least["arabic" if language == "ar" else "latin"]
        score = [
            average_precision(near[one.fold].scores(one.values), one.right, one.answers) for one in asked
        ]
        print(
            f"small {language}: MAP@5 {np.mean(score):.4f}; answered {np.mean(best >= cut):.3f}, "
            f"silent without an answer {np.mean(lost < cut):.3f}"
        )
    for asked_in in ("ar", "en"):
        ranks, alone = pair_ranks(near, far, same, other, f"pairs {asked_in}")
        print(
            f"pairs asked in {asked_in}: success@1 {np.mean(ranks < 1):.3f}, @5 {np.mean(ranks < TOP):.3f}, "
            f"@5 in the other language alone {np.mean(alone < TOP):.3f}"
        )
    for asked_in in ("ar", "en"):
        asked = [one for one in other if one.source == f"small pairs {asked_in}"]
        best, lost = tops(far, asked), tops(far, [without_answers(one) for one in asked])
        wrong = [
            far[one.fold].probabilities(without_answers(one).values).max(initial=0.0) >= 0.5 for one in asked
        ]
        print(
            f"small pairs {asked_in}: probability {np.mean(best):.3f} with an answer, {np.mean(lost):.3f} without, "
            f"of these {np.mean(wrong):.3f} over a half"
        )
    pairs = [one for one in other if one.source.startswith("pairs")]
    found, lost = tops(far, pairs), tops(far, [without_answers(one) for one in pairs])
    strays = tops(far, [one for one in other if one.source.startswith("no")])
    least["other"] = threshold_for(found)
    print(
        f"pairs: without an answer it abstains {np.mean(lost < least['other']):.3f} at .95 "
        f"(from {least['other']:.3f}), "
        f"posts asked of the other language's pool {np.mean(strays < least['other']):.3f}"
    )


def pair_ranks(
    near: Sequence[Model], far: Sequence[Model], same: Sequence[Asked], other: Sequence[Asked], source: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many candidates of both scripts, and of the other one alone, come before each pair's other half."""
    both = zip(
        [one for one in same if one.source == source],
        [one for one in other if one.source == source],
        strict=True,
    )
    ranks, alone = [], []
    for own, foreign in both:
        believed = far[foreign.fold].probabilities(foreign.values)
        first = near[own.fold].probabilities(own.values)
        ranks.append(rank_among(first, beside(believed, first), foreign.right))
        alone.append(rank_among(np.zeros(0), believed, foreign.right))
    return np.array(ranks), np.array(alone)


def rank_among(near: Floats, far: Floats, right: NDArray[np.bool_]) -> int:
    """How many candidates of either script come before the right one; many when it is not there."""
    if not right.any():
        return 10_000
    best = far[right].max()
    return int((near >= best).sum() + (far > best).sum())


def written(models: dict[str, Model], least: dict[str, float], bands: dict[str, float]) -> str:
    """The file's text."""
    lines = [
        "# How much each feature counts (src/firstseen/claims/match/features.py says what they are).",
        "# Made by `python -m benchmark.claims.fit FOLDER --write`: fitted on the train and dev queries of",
        "# CheckThat! 2021 task 2A, Arabic and English, and on our own pairs of claims (benchmark/claims/pairs.jsonl).",
    ]
    for script, model in models.items():
        for part, names in (("order", NAMES), ("belief", (*NAMES, *STANDING))):
            lines += ["", f"[{script}.{part}]"]
            lines += [
                f"{name} = {value:.5f}"
                for name, value in zip(names, getattr(model, part), strict=True)
                if value
            ]
    lines += [
        "",
        "# From which probability a text is answered: 97 in 100 that have an answer reach it.",
    ]
    lines += ["[least]", *(f"{name} = {value:.4f}" for name, value in least.items())]
    lines += ["", "[bands]", *(f"{name} = {value:.2f}" for name, value in bands.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit, report, and write when asked to."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--write", action="store_true")
    reader.add_argument("--kept", type=Path, help="a file to keep the features in between runs")
    given = reader.parse_args()
    if given.kept and given.kept.exists():
        same, other = pickle.loads(given.kept.read_bytes())  # noqa: S301 - our own file
    else:
        same, other = collect(given.folder)
        if given.kept:
            given.kept.write_bytes(pickle.dumps((same, other)))
    report(same, other)
    models = {"same": fit_model(same), "other": fit_model(other)}
    text = written(models, least_of(same, other), {"likely": 0.5, "sure": 0.9})
    if given.write:
        OUT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
