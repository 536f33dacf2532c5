"""The values of a case as a desk would have them, from a record of a caption and the sightings of its footage."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from firstseen.checking import Checked, check_item
from firstseen.model.case import Case, Examination, History
from firstseen.model.verdict import Verdict
from firstseen.model.wording import Words
from firstseen.publish.materials import CaseValues, RatingWords
from firstseen.trace.stories import story
from firstseen.verdict.ratings import ratings

RECORDS = Path(__file__).parents[1] / "cases" / "recirculated.jsonl"
AT = datetime(2024, 12, 6, 9, 0, tzinfo=UTC)


def records() -> list[dict[str, Any]]:
    """Every record of the collection of real cases."""
    return [json.loads(line) for line in RECORDS.read_text(encoding="utf-8").splitlines()]


def values_of(item: dict[str, Any], **changed: Any) -> CaseValues:
    """The values of the case that a record is; rated as proposed, else doubtful."""
    return values_from(check_item(item), str(item.get("id", "case-1")), **changed)


def values_from(checked: Checked, case_id: str = "case-1", **changed: Any) -> CaseValues:
    """The values of a case that was checked from records."""
    key = checked.proposal.rating if checked.proposal else "doubtful"
    category = checked.proposal.category if checked.proposal else "DecontextualizedContent"
    verdict = Verdict(f"{case_id}/1", case_id, key, category, "mona", AT)
    case = Case(case_id, "a title", AT, "mona", claims=(checked.claim,), verdicts=(verdict,))
    sightings = checked.timeline.sightings
    rating = ratings()[key]
    made = CaseValues(
        case=case,
        claim=replace(checked.claim, id=checked.claim.id or case_id),
        by="mona",
        at=AT,
        history=History(checked.timeline, given=sightings) if sightings else None,
        examination=Examination(checked.findings, (), checked.assertions),
        story=story(()),
        verdict=verdict,
        proposal=checked.proposal,
        rating=RatingWords(Words(rating.en, rating.ar), Words(rating.means, rating.means_ar)),
        topic="war",
    )
    return replace(made, **changed)
