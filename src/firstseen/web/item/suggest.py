"""Suggestions one at a time: which comes next, and the evidence that is needed to decide it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.model.case import Subject
from firstseen.model.decided import holding
from firstseen.web.item.compare import match_pairs
from firstseen.web.item.page import item_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.desk import Desk
    from firstseen.model.case import Decision
    from firstseen.model.decided import Suggestion
    from firstseen.model.review import ReviewHit
    from firstseen.web.item.claimed import Found, SlotView
    from firstseen.web.item.compare import Pictured
    from firstseen.web.item.page import ItemPage, MatchView
    from firstseen.web.item.timeline import SightingRow
    from firstseen.web.words import InterfaceLanguage

_CASES: Final = 200
"""Cases that are looked through for what comes next; more are only reached when all of these were skipped."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A suggestion of a case, under a short key that a cookie can carry."""

    case_id: str
    suggestion: Suggestion

    @property
    def key(self) -> str:
        """Ten digits that stand for it among what was skipped."""
        named = f"{self.case_id} {self.suggestion.subject}"
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """One suggestion with its evidence: what of it is not about this kind of suggestion is None or empty."""

    waiting: Waiting
    page: ItemPage
    match: MatchView | None = None
    pairs: tuple[Pictured, ...] = ()
    sightings: tuple[SightingRow, ...] = ()
    slot: SlotView | None = None
    found: Found | None = None
    hit: ReviewHit | None = None
    same_footage: bool = False

    @property
    def kind(self) -> str:
        """What is decided: match, slot, finding or review."""
        return self.waiting.suggestion.subject.kind

    @property
    def subject(self) -> str:
        """What the decision is about."""
        return str(self.waiting.suggestion.subject)


def next_waiting(desk: Desk, skipped: Sequence[str]) -> Waiting | None:
    """The open suggestion that is worth most to the desk; skipped ones come last, the first skipped first."""
    passed: dict[str, Waiting] = {}
    for listed in desk.archive.case_lists.suggesting(_CASES):
        for suggestion in desk.suggestions(listed.line.id):
            waiting = Waiting(listed.line.id, suggestion)
            if waiting.key not in skipped:
                return waiting
            passed[waiting.key] = waiting
    return next((passed[key] for key in skipped if key in passed), None)


def suggestion_view(desk: Desk, waiting: Waiting, lang: InterfaceLanguage) -> SuggestionView:
    """A suggestion with what a person needs to see to decide it."""
    page = item_page(desk, waiting.case_id, "claim", lang)
    subject = waiting.suggestion.subject
    if subject.kind == "match":
        return _of_match(desk, waiting, page)
    if subject.kind == "slot":
        return SuggestionView(
            waiting, page, slot=next((one for one in page.slots if one.slot == subject.key), None)
        )
    if subject.kind == "review":
        footage = {hit.review.id: hit for hit in page.reviews.footage}
        claims = {hit.review.id: hit for hit in page.reviews.claim}
        hit = claims.get(subject.key) or footage.get(subject.key)
        return SuggestionView(waiting, page, hit=hit, same_footage=subject.key in footage)
    every = (one for slot in page.slots for one in slot.found)
    found = next((one for one in every if one.subject == str(subject)), None)
    return SuggestionView(
        waiting, page, found=found, sightings=page.timeline.rows[:3] if found is not None else ()
    )


def _of_match(desk: Desk, waiting: Waiting, page: ItemPage) -> SuggestionView:
    match = next((one for one in page.matches if one.subject == str(waiting.suggestion.subject)), None)
    pairs: tuple[Pictured, ...] = ()
    if match is not None and page.query is not None and match.best.track == "picture":
        pairs = match_pairs(desk, page.query.id, match.best)
    rows = tuple(
        row for row in page.timeline.rows if match is not None and row.sighting.media_id == match.media_id
    )
    return SuggestionView(waiting, page, match=match, pairs=pairs, sightings=rows[:5])


def own_last(desk: Desk, case_id: str, subject: str, name: str) -> Decision | None:
    """The decision on a subject that holds, if this person made it: what may be undone from the suggestions."""
    held = holding(desk.case(case_id).decisions()).get(str(Subject.read(subject)))
    return held if held is not None and held.by == name else None
