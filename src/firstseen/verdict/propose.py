"""Findings become a proposed rating: with a strength, reasons, and what kept the strength down. A person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.model.verdict import Proposal
from firstseen.settings import default_settings
from firstseen.verdict.ratings import outcomes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.model.sighting import Confidence
    from firstseen.model.verdict import Finding, Strength
    from firstseen.settings import Verdict as Tolerances
    from firstseen.verdict.ratings import Outcome

WEIGHTS: Final[dict[Confidence, float]] = {
    "established": 4.0,
    "probable": 2.0,
    "possible": 1.0,
    "unknown": 0.5,
}
"""What a contradiction weighs by how surely it holds. Source: each step of the ladder (R8) is one more independent
basis, and doubles what a finding is worth; one established contradiction is enough, as desks publish on one."""

CAPS: Final[dict[str, Strength]] = {
    "inferred": "medium",
    "year only": "medium",
    "sources disagree": "medium",
    "weak evidence": "weak",
}
"""What a strength cannot go beyond when every contradiction has the same fault."""

_STRENGTHS: Final[tuple[Strength, ...]] = ("weak", "medium", "strong")


def propose(findings: Sequence[Finding], *, tolerances: Tolerances | None = None) -> Proposal | None:
    """A rating with its reasons, or None where there is no ground for one.

    Any contradiction leads to one, by the table in ratings.toml; its strength is the sum of what the contradictions
    weigh, against two thresholds (settings `verdict.strong_score`, `verdict.medium_score`), and is capped where every
    contradiction rests on something inferred, on a mere year close by, on disputed or on weak evidence. "True" needs
    every slot that the claim asserts to be consistent by established evidence: nothing is true for want of evidence.
    """
    allowed = tolerances or default_settings().verdict
    against = [finding for finding in findings if finding.status == "contradicts"]
    if not against:
        return _true(findings)
    outcome = next(row for row in outcomes() if not row.rules or _names_one(row, against))
    caps = tuple(cap for cap in CAPS if all(cap in finding.caps for finding in against))
    strength = _strength(sum(WEIGHTS[finding.confidence] for finding in _distinct(against)), allowed)
    for cap in caps:
        strength = min(strength, CAPS[cap], key=_STRENGTHS.index)
    return Proposal(
        rating=outcome.rating,
        category=outcome.category,
        strength=strength,
        reasons=tuple(dict.fromkeys(finding.sentence for finding in against)),
        reasons_ar=tuple(dict.fromkeys(finding.sentence_ar for finding in against)),
        caps=caps,
    )


def _names_one(row: Outcome, against: Sequence[Finding]) -> bool:
    return any(finding.rule in row.rules for finding in against)


def _distinct(against: Sequence[Finding]) -> list[Finding]:
    """One contradiction a slot and track, the surest: pieces of a compilation do not add up."""
    best: dict[tuple[str, str], Finding] = {}
    for finding in against:
        key = (finding.slot, finding.track)
        if key not in best or WEIGHTS[finding.confidence] > WEIGHTS[best[key].confidence]:
            best[key] = finding
    return list(best.values())


def _strength(score: float, allowed: Tolerances) -> Strength:
    if score >= allowed.strong_score:
        return "strong"
    return "medium" if score >= allowed.medium_score else "weak"


def _true(findings: Sequence[Finding]) -> Proposal | None:
    """Genuine footage of what is claimed: time and place stated, and everything that is asserted agrees for sure."""
    asserted = [finding for finding in findings if finding.claimed and finding.track == "picture"]
    proven = [f for f in asserted if f.status == "consistent" and f.confidence == "established"]
    if len(proven) < len(asserted) or not {"when", "where"} <= {finding.slot for finding in proven}:
        return None
    return Proposal(
        rating="true",
        category="OriginalMediaContent",
        strength="medium",
        reasons=tuple(finding.sentence for finding in proven),
        reasons_ar=tuple(finding.sentence_ar for finding in proven),
    )
