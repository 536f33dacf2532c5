"""How well a caption finds the fact-checks of its claim, against plain BM25 and character n-grams in the same run.

    python -m benchmark.claims.match FOLDER [--scale N] [--pin]

FOLDER holds checkthat2021_2a_ar and checkthat2021_2a_en. Every figure of ours is of five folds: the numbers a query is
ranked and judged by were fitted without it. Exits 1 when a figure is worse than its floor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import resource
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmark.claims.checkthat import Pool, read_pool
from benchmark.claims.fit import (
    FOLDS,
    TOP,
    Asked,
    average_precision,
    collect,
    fit_model,
    pair_ranks,
    threshold_for,
    tops,
    without_answers,
)
from benchmark.tables import markdown
from firstseen.claims.match.features import NAMES
from firstseen.claims.match.model import Model

FLOORS = Path(__file__).with_name("match.toml")
TOLERANCE = 0.005
LANGUAGES = ("ar", "en")
Scorer = Callable[[Asked], np.ndarray]


def plain_bm25(pool: Pool) -> float:
    """MAP@5 of BM25 on words between spaces, in lower case and otherwise as they are written."""
    texts = [f"{one.claim} {one.name} {one.text}".lower().split() for one in pool.reviews]
    mean = sum(map(len, texts)) / len(texts)
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, text in enumerate(texts):
        for word, often in Counter(text).items():
            postings[word].append((row, often))
    total = 0.0
    for query in pool.queries:
        scores = np.zeros(len(texts))
        for word in set(query.text.lower().split()):
            held = postings.get(word, [])
            weight = math.log(1 + (len(texts) - len(held) + 0.5) / (len(held) + 0.5))
            for row, often in held:
                scores[row] += weight * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len(texts[row]) / mean))
        best = np.argsort(-scores, kind="stable")[:TOP]
        right = np.array([pool.reviews[int(row)].id in query.answers for row in best])
        total += average_precision(-np.arange(len(best), dtype=float), right, len(query.answers))
    return total / len(pool.queries)


def by_feature(name: str) -> Scorer:
    """Candidates ranked by one feature alone."""
    column = NAMES.index(name)
    return lambda one: one.values[:, column]


def fused(one: Asked) -> np.ndarray:
    """Normalised BM25 and n-grams of characters, each as a share of its best, added up."""
    both = [by_feature(name)(one) for name in ("all_bm25", "both_grams")]
    return sum(
        (scores / max(float(scores.max(initial=0.0)), 1e-9) for scores in both), np.zeros(len(one.values))
    )


def mean_precision(asked: Sequence[Asked], scorer: Scorer) -> float:
    """MAP@5."""
    return float(np.mean([average_precision(scorer(one), one.right, one.answers) for one in asked]))


def figures(folder: Path) -> dict[str, float]:
    """Print the tables; what ours reached, by name."""
    same, other = collect(folder)
    near = [fit_model([one for one in same if one.fold != fold]) for fold in range(FOLDS)]
    far = [fit_model([one for one in other if one.fold != fold]) for fold in range(FOLDS)]
    reached: dict[str, float] = {}
    ranking(folder, same, near, reached)
    abstaining(same, near, reached)
    crossing(same, other, near, far, reached)
    return reached


def ranking(folder: Path, same: Sequence[Asked], near: Sequence[Model], reached: dict[str, float]) -> None:
    """MAP@5 by language: plain peers, and ours over all queries and over those of the dev split."""
    rows = []
    for language in LANGUAGES:
        pool = read_pool(folder, language)
        asked = [one for one in same if one.source == language]
        dev = [one for one, query in zip(asked, pool.queries, strict=True) if query.split == "dev"]
        ours: Scorer = lambda one: near[one.fold].scores(one.values)  # noqa: E731
        reached[f"map_{language}"] = mean_precision(asked, ours)
        values = (
            plain_bm25(pool),
            mean_precision(asked, by_feature("all_bm25")),
            mean_precision(asked, by_feature("both_grams")),
            mean_precision(asked, fused),
            reached[f"map_{language}"],
            mean_precision(dev, ours),
        )
        rows.append([language, str(len(asked)), *(f"{value:.3f}" for value in values)])
    head = ["MAP@5", "queries", "plain BM25", "normalised BM25", "n-grams", "both", "firstseen", "on dev"]
    print(markdown(head, rows) + "\n")


def abstaining(same: Sequence[Asked], near: Sequence[Model], reached: dict[str, float]) -> None:
    """How often a query gets no answer when its answers are taken out of the pool, while 95 % of them else get one."""
    rows = []
    for language in LANGUAGES:
        asked = [one for one in same if one.source == language]
        gone = [without_answers(one) for one in asked]
        column = NAMES.index("all_bm25")
        plain = threshold_for(np.array([one.values[:, column].max(initial=0.0) for one in asked]))
        silent = np.mean([one.values[:, column].max(initial=0.0) < plain for one in gone])
        best, lost = tops(near, asked), tops(near, gone)
        first = [
            one.right[np.argmax(near[one.fold].scores(one.values))] if len(one.right) else False
            for one in asked
        ]
        reached[f"abstains_{language}"] = float(np.mean(lost < threshold_for(best)))
        rightly = float(np.mean(lost < threshold_for(best[np.array(first)])))
        rows.append([language, f"{silent:.3f}", f"{reached[f'abstains_{language}']:.3f}", f"{rightly:.3f}"])
    head = ["abstains without an answer", "normalised BM25", "firstseen", "95 % of those answered rightly"]
    print(markdown(head, rows) + "\n")


def crossing(
    same: Sequence[Asked],
    other: Sequence[Asked],
    near: Sequence[Model],
    far: Sequence[Model],
    reached: dict[str, float],
) -> None:
    """Pairs of claims in two languages: whether the other half is among the first five."""
    rows = []
    for asked_in in LANGUAGES:
        ranks, alone = pair_ranks(near, far, same, other, f"pairs {asked_in}")
        reached[f"pairs_{asked_in}"] = float(np.mean(ranks < TOP))
        values = (np.mean(ranks < 1), reached[f"pairs_{asked_in}"], np.mean(alone < TOP))
        rows.append([asked_in, str(len(ranks)), *(f"{value:.3f}" for value in values)])
    print(
        markdown(["pairs asked in", "pairs", "success@1", "success@5", "… other language alone"], rows) + "\n"
    )


def scale(folder: Path, count: int) -> None:
    """Print what so many fact-checks cost: to bring in, to keep in memory, to match a caption against."""
    from firstseen.desk import Desk
    from firstseen.gather.notes import Notes
    from firstseen.gather.reviews import read_reviews
    from firstseen.model.review import ClaimReview

    pools = [read_pool(folder, language) for language in LANGUAGES]
    captions = [query.text for pool in pools for query in pool.queries[:50]]
    with tempfile.TemporaryDirectory(prefix="firstseen-bench-") as place:
        lines = Path(place) / "reviews.jsonl"
        write_many(lines, pools, count)
        with Desk(Path(place) / "desk") as desk:
            start_s = time.process_time()
            desk.gather_reviews(one for one in read_reviews([lines], Notes()) if isinstance(one, ClaimReview))
            per_s = count / (time.process_time() - start_s)
            desk.match(captions[0])
            start_s = time.process_time()
            for caption in captions:
                desk.match(caption)
            each_ms = (time.process_time() - start_s) / len(captions) * 1000
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = [f"{count:,}", f"{per_s:,.0f}", f"{each_ms:.0f}", f"{memory_mb:,.0f}"]
    print(
        markdown(["fact-checks", "brought in a CPU second", "CPU ms a caption", "memory, MB"], [row]) + "\n"
    )


def write_many(path: Path, pools: Sequence[Pool], count: int) -> None:
    """A file of fact-checks: the pools' own, then mixtures of two of one language."""
    chance = random.Random(5)
    whole = [(pool, one) for pool in pools for one in pool.reviews]
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            pool, one = whole[number] if number < len(whole) else chance.choice(whole)
            claim = one.claim
            if number >= len(whole):
                words, others = claim.split(), chance.choice(pool.reviews).claim.split()
                start = chance.randint(0, len(others))
                claim = " ".join(
                    [*words[: chance.randint(1, max(1, len(words)))], *others[start : start + 8]]
                )
            node = {
                "@context": "https://schema.org",
                "@type": "ClaimReview",
                "@id": f"review-{number}",
                "url": f"https://example.org/{number}",
                "claimReviewed": claim,
                "name": one.name,
                "datePublished": f"20{chance.randint(10, 22)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
                "reviewRating": {"@type": "Rating", "alternateName": "False"},
            }
            out.write(json.dumps(node, ensure_ascii=False) + "\n")


def key_of(folder: Path) -> str:
    """Which material figures belong to: the SHA-256 of the answers of both languages."""
    digest = hashlib.sha256()
    for language in LANGUAGES:
        digest.update((folder / f"checkthat2021_2a_{language}" / "qrels.tsv").read_bytes())
    return digest.hexdigest()


def drops(reached: Mapping[str, float], key: str) -> list[str]:
    """A sentence for each figure below its floor; nothing for material without floors."""
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8")).get(key, {}) if FLOORS.exists() else {}
    return [
        f"{name} is {reached[name]:.4f}, its floor is {floor:.4f}"
        for name, floor in pinned.items()
        if reached.get(name, 0.0) < floor - TOLERANCE
    ]


def pin(reached: Mapping[str, float], key: str) -> None:
    """Raise the floors to what was reached."""
    held = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    held[key] = {name: max(value, held.get(key, {}).get(name, value)) for name, value in reached.items()}
    lines = [
        "# Figures reached on CheckThat! 2021 2A and on our pairs, by the SHA-256 of both qrels.tsv.",
        "# `python -m benchmark.claims.match FOLDER --pin` raises them; lowering one needs a reason in the changelog.",
    ]
    for material, values in held.items():
        lines += ["", f"[{material}]", *(f"{name} = {value:.4f}" for name, value in values.items())]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="holds checkthat2021_2a_ar and checkthat2021_2a_en")
    parser.add_argument(
        "--scale", type=int, default=0, metavar="N", help="measure the cost of N fact-checks too"
    )
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured")
    given = parser.parse_args(arguments)
    reached, key = figures(given.folder), key_of(given.folder)
    if given.scale:
        scale(given.folder, given.scale)
    fallen = drops(reached, key)
    print("\n".join(fallen), end="\n" if fallen else "")
    if given.pin:
        pin(reached, key)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
