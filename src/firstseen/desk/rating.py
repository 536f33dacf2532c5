"""Ratings and categories as a person gives them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final, get_args

from firstseen.errors import InputError
from firstseen.model.review import Category
from firstseen.model.words import fold
from firstseen.verdict.ratings import ratings

if TYPE_CHECKING:
    from firstseen.model.verdict import Proposal

_GOES_WITH: Final[dict[str, Category]] = {
    "misleading": "DecontextualizedContent",
    "fake": "TransformedContent",
    "satire": "SatireOrParodyContent",
    "selective": "EditedOrCroppedContent",
    "true": "OriginalMediaContent",
}
"""How footage misleads where nobody says it. Source: the table of proposals; other ratings go with several."""


def read_rating(text: str) -> str:
    """The key of the rating that `text` names by key or by label in English or Arabic. Raises InputError."""
    names = {fold(name): key for key, one in ratings().items() for name in (key, one.en, one.ar)}
    wanted = fold(text)
    if wanted in names:
        return names[wanted]
    near = difflib.get_close_matches(wanted, names, n=1)
    hint = f"did you mean {names[near[0]]}? " if near else ""
    raise InputError(f"there is no rating {text!r}; {hint}use one of: {', '.join(ratings())}")


def read_category(text: str, rating: str, proposal: Proposal | None) -> Category:
    """The category that `text` names; for an empty one that of an equal proposal, or what goes with the rating.

    Raises InputError for an unknown category, and where a rating goes with several.
    """
    known: tuple[Category, ...] = get_args(Category)
    found = next((one for one in known if one.lower() in {text.lower(), f"{text.lower()}content"}), None)
    if found is not None:
        return found
    allowed = ", ".join(known)
    if text:
        raise InputError(f"there is no category {text!r}; use one of: {allowed}")
    if proposal is not None and proposal.rating == rating:
        return proposal.category
    if rating in _GOES_WITH:
        return _GOES_WITH[rating]
    raise InputError(f"rating {rating} goes with several categories; say which: {allowed}")


def label(key: str) -> str:
    """The English label of a rating; the key itself when it is none of ours (an older one)."""
    return ratings()[key].en if key in ratings() else key
