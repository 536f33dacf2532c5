"""The index against plain computations of the same: joining, leaving out, scores."""

import math
from collections import Counter

import numpy as np
import pytest

from firstseen.claims.match.corpus import Corpus
from firstseen.claims.match.features import NAMES, compare
from firstseen.claims.match.index import MatchIndexer
from firstseen.claims.match.meaning import encoder
from firstseen.claims.match.search import candidates, read_query
from firstseen.claims.match.terms import bare_title, split_words, terms_of
from firstseen.model.review import ClaimReview
from tests.claims.match.reviews import REVIEWS

NUMBERED = list(enumerate(REVIEWS, 1))
CAPTION = "A shark swims on the flooded highway after the storm in Houston, Texas"
ARABIC = "فرح المسلمين في الصين بعد رفع الحظر عن القرآن"


def build(reviews: list[tuple[int, ClaimReview]]) -> dict[str, np.ndarray]:
    return MatchIndexer().build(reviews)


def assert_same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> None:
    assert one.keys() == other.keys()
    for name, values in one.items():
        np.testing.assert_allclose(values, other[name], atol=2e-3, err_msg=name)


def test_parts_joined_are_the_whole() -> None:
    parts = [build(NUMBERED[start : start + 7]) for start in range(0, len(NUMBERED), 7)]
    assert_same(MatchIndexer().merge(parts, ()), build(NUMBERED))


def test_parts_join_in_any_order() -> None:
    parts = [build(NUMBERED[20:]), build(NUMBERED[:20])]
    assert_same(MatchIndexer().merge(parts, ()), build(NUMBERED))


def test_what_is_left_out_leaves_no_trace() -> None:
    gone = {3, 21, 40}
    rest = [one for one in NUMBERED if one[0] not in gone]
    assert_same(MatchIndexer().merge([build(NUMBERED)], gone), build(rest))


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_and_one_are_indexed_too(count: int) -> None:
    arrays = build(NUMBERED[:count])
    assert len(arrays["numbers"]) == count
    assert_same(MatchIndexer().merge([arrays, build([])], ()), arrays)
    near, far = candidates(Corpus([arrays]), read_query(CAPTION))
    assert len(near.rows) + len(far.rows) == count


def fields(review: ClaimReview) -> list[list[str]]:
    texts = (review.claim, bare_title(review.name), review.text)
    return [[str(term.stem) for word in split_words(text) for term in terms_of(word)] for text in texts]


def plain_bm25(query: str, reviews: tuple[ClaimReview, ...]) -> list[float]:
    """BM25 as the textbook has it, over all fields, as a share of a text that holds every term once."""
    texts = [[term for field in fields(one) for term in field] for one in reviews]
    mean = sum(map(len, texts)) / len(texts)
    terms = {str(term.stem) for word in split_words(query) for term in terms_of(word)}
    held = {term: sum(term in text for text in texts) for term in terms}
    weight = {term: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for term, n in held.items()}
    scores = []
    for text in texts:
        count = Counter(text)
        norm = 1.2 * (0.25 + 0.75 * len(text) / mean)
        scores.append(
            sum(weight[t] * count[t] * 2.2 / (count[t] + norm) for t in terms) / sum(weight.values())
        )
    return scores


@pytest.mark.parametrize("caption", [CAPTION, ARABIC])
def test_bm25_is_that_of_the_textbook(caption: str) -> None:
    parts = [build(NUMBERED[:13]), build(NUMBERED[13:])]
    corpus = Corpus(parts)
    query = read_query(caption)
    near, _ = candidates(corpus, query)
    compared = compare(corpus, query, near, 0)
    plain = plain_bm25(caption, REVIEWS)
    np.testing.assert_allclose(compared.column("all_bm25"), [plain[row] for row in compared.rows], atol=1e-6)


def plain_grams(text: str, weights: dict[str, float]) -> dict[str, float]:
    count = Counter(text[at : at + n] for n in (3, 4, 5) for at in range(len(text) - n + 1))
    value = {gram: (1 + math.log(n)) * weights[gram] for gram, n in count.items()}
    length = math.sqrt(sum(one * one for one in value.values()))
    return {gram: one / length for gram, one in value.items()}


def folded(text: str) -> str:
    return " ".join(term.folded for word in split_words(text) for term in terms_of(word))


@pytest.mark.parametrize("caption", [CAPTION, ARABIC])
def test_grams_are_those_counted_one_by_one(caption: str) -> None:
    texts = [f" {folded(one.claim)}  {folded(bare_title(one.name))} " for one in REVIEWS]
    each = [{t[at : at + n] for n in (3, 4, 5) for at in range(len(t) - n + 1)} for t in texts]
    padded = f" {folded(caption)} "
    every = {padded[at : at + n] for n in (3, 4, 5) for at in range(len(padded) - n + 1)}.union(*each)
    # A fact-check's grams do not run from its claim into its title.
    claims = [[f" {folded(one.claim)} ", f" {folded(bare_title(one.name))} "] for one in REVIEWS]
    held = Counter(
        gram
        for both in claims
        for gram in {t[at : at + n] for t in both for n in (3, 4, 5) for at in range(len(t) - n + 1)}
    )
    weights = {gram: max(0.1, math.log((1 + len(REVIEWS)) / (1 + held[gram])) + 1) for gram in every}
    corpus = Corpus([build(NUMBERED)])
    query = read_query(caption)
    near, _ = candidates(corpus, query)
    compared = compare(corpus, query, near, 0)
    mine = plain_grams(padded, weights)
    for row, got in zip(compared.rows, compared.column("claim_grams"), strict=True):
        theirs = plain_grams(claims[row][0], weights)
        assert got == pytest.approx(
            sum(value * theirs.get(gram, 0.0) for gram, value in mine.items()), abs=2e-3
        )


def test_sketches_do_not_depend_on_their_neighbours() -> None:
    texts = [split_words(one.claim) for one in REVIEWS]
    together = encoder().sketches(texts)
    np.testing.assert_allclose(together[7], encoder().sketches([texts[7]])[0], atol=2e-3)


def test_a_word_alone_is_read_as_the_encoder_reads_it() -> None:
    """With one word there is no context to leave out: the sketch's last layers then are the encoder's own."""
    word = "earthquake"
    whole = encoder().vectors([word])[0]
    parts = encoder()._heads([[word]])[0]
    assert float(whole @ parts) > 0.9


def test_cutting_an_index_up_changes_no_feature() -> None:
    query = read_query(CAPTION, day=736_560.0)
    whole, cut = (
        Corpus([build(NUMBERED)]),
        Corpus([build(NUMBERED[:5]), build(NUMBERED[5:33]), build(NUMBERED[33:])]),
    )
    for first, second in zip(candidates(whole, query), candidates(cut, query), strict=True):
        one, other = compare(whole, query, first, 30), compare(cut, query, second, 30)
        assert list(one.rows) == list(other.rows)
        np.testing.assert_allclose(one.values, other.values, atol=2e-3)
        assert one.values.shape == (20, len(NAMES))


def test_what_is_gone_is_no_candidate() -> None:
    corpus = Corpus([build(NUMBERED)], gone={2})
    near, far = candidates(corpus, read_query(CAPTION))
    assert 1 not in {*near.rows, *far.rows}
    assert len(near.rows) == 19
