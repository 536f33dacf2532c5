"""Fact-checks as arrays that can be searched: for each term the reviews that hold it, for each review its terms.

The arrays of one segment, for n reviews:

    numbers (n,)        the archive's numbers, ascending
    arabic (n,)         whether its claim is in Arabic script
    days (n,)           when it was published, in days since the year 1; NaN where that is not known
    bounds (n, 4)       where its claim, its title, its text begin and its text ends in `stems` and `skeletons`
    stems, skeletons    the terms of every review, in the order of the words
    terms (u,)          the terms that occur, ascending; `starts` (u + 1,) points into `rows` and `counts`
    rows, counts        for each term the reviews (by row) that hold it, and how often
    letters             folded claims and titles as characters; `letter_bounds` (n, 3)
    claims              claims as they were written, UTF-8; `claim_bounds` (n + 1,)
    gram_keys, gram_counts   how often each n-gram of characters occurs
    sketches (n, d)     what each claim means, roughly
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firstseen.claims.match.meaning import SKETCH_SIZE, encoder, mostly_arabic
from firstseen.claims.match.ngrams import gram_counts, letters_of
from firstseen.claims.match.terms import bare_title, split_words, terms_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from firstseen.model.review import ClaimReview
    from firstseen.model.time import PartialDate

    Arrays = Mapping[str, NDArray[Any]]

LONGEST: Final = (1_000, 500, 500)
"""Characters that are read of a claim, a title and a text: the text's beginning says once more what was claimed."""

_FIELDS: Final = len(LONGEST)


class MatchIndexer:
    """How fact-checks become the arrays that `Corpus` reads."""

    version = "match-3"

    def build(self, reviews: Sequence[tuple[int, ClaimReview]]) -> Arrays:
        """The arrays of reviews, each given with its number, ascending."""
        batch = _Batch()
        for _, review in reviews:
            batch.add(review)
        return {"numbers": np.array([number for number, _ in reviews], np.int64), **batch.arrays()}

    def merge(self, parts: Sequence[Arrays], gone: Collection[int]) -> Arrays:
        """The arrays of several parts in one, without the reviews whose numbers are in `gone`."""
        whole = [_without(part, gone) for part in parts]
        rows_before = np.cumsum([0, *(len(part["numbers"]) for part in whole)])
        order = np.argsort(_joined(whole, "numbers"), kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        rows = [place[part["rows"] + before] for part, before in zip(whole, rows_before, strict=False)]
        terms = np.concatenate([np.zeros(0, np.uint32), *(_term_of_posting(part) for part in whole)])
        keys, counts = _summed(_joined(whole, "gram_keys"), _joined(whole, "gram_counts"))
        postings = _postings(terms, np.concatenate([np.zeros(0, np.int64), *rows]), _joined(whole, "counts"))
        out = {name: _joined(whole, name)[order] for name in ("numbers", "arabic", "days", "sketches")}
        out |= _sequences(whole, order, "bounds", ("stems", "skeletons"))
        out |= _sequences(whole, order, "letter_bounds", ("letters",))
        out |= _sequences(whole, order, "claim_bounds", ("claims",))
        return {**out, **postings, "gram_keys": keys, "gram_counts": counts}


class _Batch:
    """Reviews as they are read, before they become arrays."""

    def __init__(self) -> None:
        self._stems: list[int] = []
        self._skeletons: list[int] = []
        self._bounds: list[tuple[int, ...]] = []
        self._texts: list[str] = []
        self._claims: list[bytes] = []
        self._words: list[list[str]] = []
        self._days: list[float] = []

    def add(self, review: ClaimReview) -> None:
        """Read one review."""
        bounds = [len(self._stems)]
        folded: list[str] = []
        for place, (text, longest) in enumerate(
            zip((review.claim, bare_title(review.name), review.text), LONGEST, strict=True)
        ):
            words = split_words(text[:longest])
            terms = [term for word in words for term in terms_of(word)]
            self._stems += [term.stem for term in terms]
            self._skeletons += [term.skeleton for term in terms]
            bounds.append(len(self._stems))
            if place == 0:
                self._words.append(words)
            if place < _FIELDS - 1:
                folded.append(" ".join([term.folded for term in terms]))
        self._bounds.append(tuple(bounds))
        self._texts += folded
        self._claims.append(review.claim[: LONGEST[0]].encode("utf-8", "replace"))
        self._days.append(middle_day(review.published))

    def arrays(self) -> Arrays:
        """What was read, without the numbers."""
        stems, skeletons = np.array(self._stems, np.uint32), np.array(self._skeletons, np.uint32)
        bounds = np.array(self._bounds, np.int64).reshape(-1, _FIELDS + 1)
        count = len(bounds)
        rows = np.repeat(np.arange(count), bounds[:, -1] - bounds[:, 0])
        letters, ends = letters_of(self._texts)
        keys, counts = gram_counts(letters, np.diff(ends, prepend=0), _FIELDS - 1)
        letter_bounds = np.concatenate([np.zeros(1, np.int64), ends])
        return {
            "arabic": np.array([mostly_arabic(words) for words in self._words], np.bool_),
            "days": np.array(self._days, np.float32),
            "bounds": bounds,
            "stems": stems,
            "skeletons": skeletons,
            **_postings(np.concatenate([stems, skeletons]), np.concatenate([rows, rows]), None),
            "letters": letters,
            "letter_bounds": np.stack(
                [letter_bounds[:-1:2], letter_bounds[1::2], letter_bounds[2::2]], axis=1
            )
            if count
            else np.zeros((0, 3), np.int64),
            "claims": np.frombuffer(b"".join(self._claims), np.uint8),
            "claim_bounds": _between(np.array([len(claim) for claim in self._claims], np.int64)),
            "gram_keys": keys,
            "gram_counts": counts,
            "sketches": encoder().sketches(self._words) if count else np.zeros((0, SKETCH_SIZE), np.float32),
        }


def middle_day(date: PartialDate | None) -> float:
    """The middle of a date in days since the year 1; NaN for none."""
    if date is None:
        return float("nan")
    middle = date.earliest + (date.latest - date.earliest) / 2
    return middle.toordinal() + (middle - middle.replace(hour=0, minute=0, second=0)) / timedelta(days=1)


def _postings(
    terms: NDArray[np.uint32], rows: NDArray[np.int64], counts: NDArray[np.uint16] | None
) -> Arrays:
    """Each term once, with the rows that hold it; equal pairs are counted together."""
    key, first, often = np.unique(
        terms.astype(np.uint64) << np.uint64(32) | rows.astype(np.uint64),
        return_index=True,
        return_counts=True,
    )
    held = np.minimum(often, np.iinfo(np.uint16).max).astype(np.uint16) if counts is None else counts[first]
    each = (key >> np.uint64(32)).astype(np.uint32)
    distinct, starts = np.unique(each, return_index=True)
    return {
        "terms": distinct,
        "starts": np.append(starts, len(each)).astype(np.int64),
        "rows": (key & np.uint64(0xFFFFFFFF)).astype(np.int32),
        "counts": held,
    }


def _term_of_posting(part: Arrays) -> NDArray[np.uint32]:
    return np.repeat(part["terms"], np.diff(part["starts"]))


def _without(part: Arrays, gone: Collection[int]) -> Arrays:
    """A part without some of its reviews."""
    keep = ~np.isin(part["numbers"], list(gone))
    if keep.all():
        return part
    place = np.cumsum(keep) - 1
    held = keep[part["rows"]]
    order = np.flatnonzero(keep)
    out = {name: part[name][keep] for name in ("numbers", "arabic", "days", "sketches")}
    out |= _sequences([part], order, "bounds", ("stems", "skeletons"))
    out |= _sequences([part], order, "letter_bounds", ("letters",))
    out |= _sequences([part], order, "claim_bounds", ("claims",))
    keys, counts = gram_counts(out["letters"], np.diff(out["letter_bounds"], axis=1).reshape(-1), _FIELDS - 1)
    postings = _postings(_term_of_posting(part)[held], place[part["rows"][held]], part["counts"][held])
    return {**out, **postings, "gram_keys": keys, "gram_counts": counts}


def _sequences(
    parts: Sequence[Arrays], order: NDArray[np.int64], bounds: str, names: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """What reviews hold one after the other, put into a new order."""
    held = [_as_table(part[bounds]) for part in parts]
    before = np.cumsum([0, *(len(part[names[0]]) for part in parts)])
    table = np.concatenate(
        [
            np.zeros((0, held[0].shape[1] if held else 2), np.int64),
            *(one + start for one, start in zip(held, before, strict=False)),
        ]
    )
    chosen = table[order]
    sizes = chosen[:, -1] - chosen[:, 0]
    ends = np.cumsum(sizes)
    shift = (ends - sizes) - chosen[:, 0]
    take = np.repeat(-shift, sizes) + np.arange(int(sizes.sum()))
    moved = chosen + shift[:, None]
    out: dict[str, NDArray[Any]] = {name: _joined(parts, name)[take] for name in names}
    flat = bounds == "claim_bounds"
    out[bounds] = (
        np.append(moved[:, 0], moved[-1:, 1] if len(moved) else 0).astype(np.int64) if flat else moved
    )
    return out


def _as_table(bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    return bounds if bounds.ndim > 1 else np.stack([bounds[:-1], bounds[1:]], axis=1)


def _between(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])


def _joined(parts: Sequence[Arrays], name: str) -> NDArray[Any]:
    return np.concatenate([part[name] for part in parts])


def _summed(
    keys: NDArray[np.uint32], counts: NDArray[np.int32]
) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    distinct, place = np.unique(keys, return_inverse=True)
    return distinct, np.bincount(place, counts, len(distinct)).astype(np.int32)
