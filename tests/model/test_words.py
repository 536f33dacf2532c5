from hypothesis import given
from hypothesis import strategies as st

from firstseen.model.words import fold, fold_with_offsets

HARD_LETTERS = (
    "اأإآٱىئیةۀؤکـەيوه\u0654\u0655\u064e\u0651\u0653éßİŉﬁﷺﻷ٣²½カﾞ가각\u1100\u1161\u200f\ud800 a.B_#,"
)

texts = st.one_of(st.text(), st.text(alphabet=HARD_LETTERS))


@given(texts)
def test_folding_with_offsets_gives_what_folding_gives(text: str):
    assert fold_with_offsets(text).text == fold(text)


@given(texts)
def test_every_folded_word_is_the_fold_of_the_words_it_came_from(text: str):
    folded = fold_with_offsets(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    at = 0
    for word in folded.text.split():
        start, end = folded.span(at, at + len(word))
        assert 0 <= start < end <= len(text)
        assert word in fold(text[start:end])
        at += len(word) + 1


def test_a_span_cuts_the_words_out_of_the_original():
    text = "شاهِد: غارةٌ على الـرقّـة (سوريا) – AIRSTRIKE in Naïve-sur-Mer"
    folded = fold_with_offsets(text)
    for word, original in [
        ("غاره", "غارةٌ"),
        ("الرقه", "الـرقّـة"),
        ("سوريا", "سوريا"),
        ("naive sur mer", "Naïve-sur-Mer"),
    ]:
        at = folded.text.index(word)
        start, end = folded.span(at, at + len(word))
        assert text[start:end] == original


def test_nothing_folds_to_nothing():
    assert fold_with_offsets("…\u064e ").text == ""
    assert fold_with_offsets("").starts == ()
