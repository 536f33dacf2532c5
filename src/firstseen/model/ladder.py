"""The ladder of rule R8: how surely a date holds by what it rests on, in one word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firstseen.model.sighting import Confidence
    from firstseen.model.time import Basis

STEPS: Final[tuple[Confidence, ...]] = ("possible", "probable", "established")
"""The words for how sure first seen is, weakest first; without any date it is unknown."""

WORTH: Final[dict[Basis, Confidence]] = {
    "signed manifest": "established",
    "agency record": "established",
    "platform timestamp": "established",
    "web archive capture": "established",
    "clock in the picture": "probable",
    "date on the page": "probable",
    "file metadata": "possible",
    "caption": "possible",
    "estimate": "possible",
}
"""How sure a publication date is by what it rests on. Source: rule R8, the ladder of date bases: a server or an archive
dates by its own clock, a page can be edited, and a caption is what is being checked."""


def a_step_up(word: Confidence) -> Confidence:
    """The next surer word: what an independent second basis earns. "unknown" stays: there is no first."""
    return STEPS[min(STEPS.index(word) + 1, len(STEPS) - 1)] if word in STEPS else word


def a_step_down(word: Confidence) -> Confidence:
    """The next less sure word, "possible" at least; "unknown" stays."""
    return STEPS[max(STEPS.index(word) - 1, 0)] if word in STEPS else word


def weakest(words: Iterable[Confidence]) -> Confidence:
    """The least sure of the words; "unknown" for none, and where one is."""
    given = list(words)
    if not given or "unknown" in given:
        return "unknown"
    return min(given, key=STEPS.index)
