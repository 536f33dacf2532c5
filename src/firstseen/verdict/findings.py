"""All rules applied to a claim: one finding for each slot and piece, and one for each track that is not its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.model.claim import SLOTS
from firstseen.settings import default_settings
from firstseen.verdict.evidence import Evidence
from firstseen.verdict.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firstseen.model.claim import Assertion, Claim
    from firstseen.model.found import Part
    from firstseen.model.sighting import Timeline
    from firstseen.model.verdict import Finding
    from firstseen.settings import Verdict as Tolerances
    from firstseen.verdict.evidence import Kinds

_ORDER: Final = {"contradicts": 0, "consistent": 1, "unknown": 2}


def find_contradictions(
    claim: Claim,
    timeline: Timeline,
    assertions: Sequence[Assertion],
    *,
    kinds: Kinds,
    parts: Sequence[Part] = (),
    tolerances: Tolerances | None = None,
) -> tuple[Finding, ...]:
    """What each rule finds in the claim against the history of its footage and what sources say of it.

    One finding for each slot (when, where, who, what), the unknown ones saying what is missing; then, for footage
    joined from several `parts`, the same for each part that has a history; last, what is said of the sound.
    """
    evidence = gather_evidence(claim, timeline, assertions, kinds=kinds, parts=parts, tolerances=tolerances)
    found = list(judge(evidence))
    for part in evidence.parts if len(evidence.parts) > 1 else ():
        found.extend(replace(finding, part=part.part) for finding in judge(part))
    return tuple(sorted(found, key=lambda finding: finding.track == "sound"))


def gather_evidence(
    claim: Claim,
    timeline: Timeline,
    assertions: Sequence[Assertion],
    *,
    kinds: Kinds,
    parts: Sequence[Part] = (),
    tolerances: Tolerances | None = None,
) -> Evidence:
    """What the rules look at; assertions on a sighting count for the parts that the sighting belongs to."""
    allowed = tolerances or default_settings().verdict
    said = tuple(assertions)
    pieces = []
    for part in parts:
        ids = {sighting.id for sighting in part.timeline.sightings}
        ours = tuple(assertion for assertion in said if assertion.source_id in ids)
        pieces.append(Evidence(claim, part.timeline, ours, kinds, allowed, part.query))
    return Evidence(claim, timeline, said, kinds, allowed, None, tuple(pieces))


def judge(evidence: Evidence) -> Iterable[Finding]:
    """One finding for each slot, and each of another track: what contradicts before what agrees before what is open."""
    given = [(rule.slot, finding) for rule in RULES for finding in rule.judge(evidence)]
    for slot in SLOTS:
        ours = [finding for of, finding in given if of == slot and finding.track == "picture"]
        if ours:
            yield min(ours, key=lambda finding: _ORDER[finding.status])
    yield from (finding for _, finding in given if finding.track == "sound")
