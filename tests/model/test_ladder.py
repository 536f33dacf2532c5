"""The ladder of rule R8: every basis has a word, and words go up and down one step."""

from typing import get_args

from firstseen.model.ladder import STEPS, WORTH, a_step_down, a_step_up, weakest
from firstseen.model.time import Basis


def test_every_basis_is_worth_a_word_and_none_more_than_a_stronger_one() -> None:
    words = [STEPS.index(WORTH[basis]) for basis in get_args(Basis)]
    assert words == sorted(words, reverse=True)


def test_a_step_stays_on_the_ladder() -> None:
    assert [a_step_up(word) for word in STEPS] == ["probable", "established", "established"]
    assert [a_step_down(word) for word in STEPS] == ["possible", "possible", "probable"]
    assert a_step_up("unknown") == a_step_down("unknown") == "unknown"


def test_a_chain_is_as_sure_as_its_weakest_link() -> None:
    assert weakest(["established", "possible", "probable"]) == "possible"
    assert weakest(["established", "unknown"]) == weakest([]) == "unknown"
