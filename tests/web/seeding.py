"""Many cases at once, for tests of size: copies of one that was examined for real, each with a claim of its own."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import batched
from typing import TYPE_CHECKING, Final

from firstseen.model.verdict import Verdict

if TYPE_CHECKING:
    from firstseen import Desk

_WORDS: Final = (
    *("flood", "fire", "bridge", "convoy", "soldiers", "market", "crowd", "protest", "harbour", "school"),
    *("فيضان", "حريق", "جسر", "قافلة", "جنود", "سوق", "حشد", "احتجاج", "مرفأ", "مدرسة", "مستشفى", "قطار"),
)
_AT_ONCE: Final = 250
_DECIDED: Final = 4
"""Every fourth case has a verdict."""


def seed_cases(desk: Desk, pattern: str, count: int, seed: int = 1) -> tuple[str, ...]:
    """The ids of `count` new cases with the results of the case `pattern`."""
    rng = random.Random(seed)
    whole = desk.case(pattern)
    case, results = whole.case, whole.results()
    claim = case.claims[0]
    ids: list[str] = []
    for batch in batched(range(count), _AT_ONCE):
        with desk.archive.cases.writing() as writer:
            for number in batch:
                text = f"{' '.join(rng.sample(_WORDS, 7))} {number}"
                own = replace(claim, id=f"seed-{seed}-{number}", reading=replace(claim.reading, text=text))
                case_id = writer.open(text, "seed", f"seed-{seed}-{number}")
                made = [
                    replace(one, value=own) if stage == "claim" else one for stage, one in results.items()
                ]
                writer.join(case_id, claims=[own], footage=case.footage, evidence=case.evidence)
                writer.results(case_id, made, "seed")
                if number % _DECIDED == 0:
                    at = datetime.now(UTC)
                    writer.rate(Verdict("", case_id, "misleading", "DecontextualizedContent", "seed", at))
                ids.append(case_id)
    return tuple(ids)
