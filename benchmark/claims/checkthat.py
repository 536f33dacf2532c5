"""CheckThat! 2021 task 2A as it lies in a folder: fact-checks, queries, which answers which."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from firstseen.errors import UnclearDate
from firstseen.model.dates import read_date
from firstseen.model.review import ClaimReview
from firstseen.model.time import PartialDate


@dataclass(frozen=True, slots=True)
class Query:
    """A post, the ids of the fact-checks of its claim, and its split."""

    id: str
    text: str
    answers: frozenset[str]
    split: str


@dataclass(frozen=True, slots=True)
class Pool:
    """One language."""

    language: str
    reviews: tuple[ClaimReview, ...]
    queries: tuple[Query, ...]


def read_pool(folder: Path, language: str) -> Pool:
    """The pool of a language, "ar" or "en", from the folder that holds checkthat2021_2a_ar and checkthat2021_2a_en."""
    place = folder / f"checkthat2021_2a_{language}"
    answers: dict[str, set[str]] = {}
    for line in (place / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, review = line.split("\t")[:2]
        answers.setdefault(query, set()).add(review)
    return Pool(
        language,
        tuple(
            _review(json.loads(line), language) for line in (place / "corpus.jsonl").open(encoding="utf-8")
        ),
        tuple(
            Query(one["id"], one["text"], frozenset(answers.get(one["id"], ())), one["split"])
            for one in map(json.loads, (place / "queries.jsonl").open(encoding="utf-8"))
        ),
    )


def _review(row: dict[str, str], language: str) -> ClaimReview:
    return ClaimReview(
        id=row["id"],
        url="",
        claim=row["claim"],
        name=row["title"],
        text=row.get("subtitle", ""),
        author=row.get("author", ""),
        published=_date(row.get("date", "")),
        language=language,
    )


def _date(text: str) -> PartialDate | None:
    try:
        return read_date(datetime.strptime(text, "%d %B %Y").replace(tzinfo=UTC).date().isoformat())
    except (ValueError, UnclearDate):
        return None
