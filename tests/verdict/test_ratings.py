"""Ratings: our keys and labels, and what other desks' labels mean."""

from typing import get_args

import pytest

from firstseen.model.review import Category
from firstseen.verdict.ratings import label_of, meanings_of, outcomes, ratings

LABELS = [
    ("Misleading", "misleading"),
    ("مضلل", "misleading"),
    ("مُضلّل", "misleading"),
    ("مضلل جزئيًا", "misleading"),
    ("تضليل", "misleading"),
    ("قديم", "misleading"),
    ("Old", "misleading"),
    ("OLD AND MISLEADING", "misleading"),
    ("Missing context", "misleading"),
    ("Miscaptioned", "misleading"),
    ("سياق ناقص", "misleading"),
    ("Fake", "fake"),
    ("زائف", "fake"),
    ("False", "fake"),
    ("خاطئ", "fake"),
    ("Pants on Fire!", "fake"),
    ("Altered Video", "fake"),
    ("مفبرك", "fake"),
    ("ساخر", "satire"),
    ("Labeled Satire", "satire"),
    ("إثارة", "commotion"),
    ("Clickbait", "commotion"),
    ("انتقائي", "selective"),
    ("Half True", "selective"),
    ("خرافة", "myth"),
    ("Urban legend", "myth"),
    ("مشكوك فيه", "doubtful"),
    ("Unproven", "doubtful"),
    ("غير مؤكد", "doubtful"),
    ("صحيح", "true"),
    ("Correct Attribution", "true"),
    ("غير صحيح", "fake"),
    ("False (as shown by an aggregator)", "fake"),
    ("Rating: partly false, see below", "misleading"),
    ("", ""),
    ("Kittens", ""),
]


@pytest.mark.parametrize(("label", "key"), LABELS)
def test_labels_of_other_desks_are_known(label: str, key: str) -> None:
    assert label_of(label) == key


def test_a_coarse_label_may_mean_several() -> None:
    assert meanings_of("False") == ("fake", "misleading")
    assert meanings_of("مضلل") == ("misleading",)


def test_every_rating_has_both_labels_and_is_met_by_them() -> None:
    assert set(ratings()) == {
        "misleading", "fake", "commotion", "satire", "selective", "myth", "doubtful", "true",
    }  # fmt: skip
    for key, rating in ratings().items():
        assert label_of(rating.en) == label_of(rating.ar) == key


def test_every_outcome_names_a_rating_and_a_category() -> None:
    assert outcomes()[-1].rules == ()
    for outcome in outcomes():
        assert outcome.rating in ratings()
        assert outcome.category in get_args(Category)


def test_a_label_of_ten_megabytes_is_no_label() -> None:
    assert label_of("x" * 10_000_000) == ""
