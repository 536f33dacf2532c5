"""Ratings and categories as people type them."""

import pytest

from firstseen.desk.rating import label, read_category, read_rating
from firstseen.errors import InputError
from firstseen.model.verdict import Proposal
from firstseen.verdict.ratings import ratings


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("misleading", "misleading"),
        ("Misleading", "misleading"),
        ("مضلل", "misleading"),
        ("FAKE", "fake"),
        ("زائف", "fake"),
        ("إثارة", "commotion"),
        ("اثارة", "commotion"),
        ("مشكوك فيه", "doubtful"),
        ("True", "true"),
    ],
)
def test_a_rating_is_known_by_key_and_by_label_in_both_languages(text: str, key: str) -> None:
    assert read_rating(text) == key


@pytest.mark.parametrize("text", ["", "maybe", "pants on fire", "\u202e"])
def test_another_word_is_no_rating(text: str) -> None:
    with pytest.raises(InputError, match="use one of: misleading"):
        read_rating(text)


def test_a_label_is_what_people_read() -> None:
    assert [label(key) for key in ratings()] == [one.en for one in ratings().values()]
    assert label("of an older version") == "of an older version"


def test_a_category_is_the_one_given_else_that_of_the_proposal_else_what_goes_with_the_rating() -> None:
    proposal = Proposal("misleading", "StagedContent", "weak", (), ())
    assert read_category("satireorparody", "misleading", proposal) == "SatireOrParodyContent"
    assert read_category("TransformedContent", "misleading", None) == "TransformedContent"
    assert read_category("", "misleading", proposal) == "StagedContent"
    assert read_category("", "misleading", None) == "DecontextualizedContent"
    assert read_category("", "fake", proposal) == "TransformedContent"
    with pytest.raises(InputError, match="say which"):
        read_category("", "doubtful", None)
    with pytest.raises(InputError, match="no category 'Nonsense'"):
        read_category("Nonsense", "fake", None)
