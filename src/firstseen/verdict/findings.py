"""All rules applied to a claim: one finding for each slot and piece, and one for each track that is not its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.model.claim import SLOTS
from firstseen.settings import default_settings
from firstseen.verdict.echoes import echoes_of, without_own_post, without_own_words
from firstseen.verdict.evidence import Evidence
from firstseen.verdict.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firstseen.model.claim import Assertion, Claim, Slot
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
    """What the rules look at; assertions on a sighting count for the parts that the sighting belongs to.

    The claim's own post is no source on itself, and captions that may only repeat it are kept apart.
    """
    allowed = tolerances or default_settings().verdict
    said = without_own_words(assertions, timeline, claim)
    echoes = echoes_of(said, timeline, claim, allowed)
    whole = Evidence(claim, without_own_post(timeline, claim), said, kinds, allowed)
    pieces = tuple(_piece(whole, part, echoes) for part in parts)
    return replace(whole, assertions=_others(said, echoes), parts=pieces, echoes=echoes)


def _piece(whole: Evidence, part: Part, echoes: tuple[Assertion, ...]) -> Evidence:
    ids = {sighting.id for sighting in part.timeline.sightings}
    ours = tuple(a for a in whole.assertions if a.source_id in ids)
    again = tuple(a for a in echoes if a.source_id in ids)
    timeline = without_own_post(part.timeline, whole.claim)
    return replace(whole, timeline=timeline, assertions=_others(ours, again), part=part.query, echoes=again)


def _others(said: tuple[Assertion, ...], echoes: tuple[Assertion, ...]) -> tuple[Assertion, ...]:
    return tuple(assertion for assertion in said if assertion not in echoes)


def judge(evidence: Evidence) -> Iterable[Finding]:
    """One finding for each slot, and each of another track: what contradicts before what agrees before what is open.

    Of captions that may only repeat the claim nothing agrees; where a slot stays open, one that differs is a question.
    """
    given = list(_findings(evidence))
    asked = _questions(evidence)
    for slot in SLOTS:
        ours = [finding for of, finding in given if of == slot and finding.track == "picture"]
        if ours:
            best = min(ours, key=lambda finding: _ORDER[finding.status])
            yield asked.get(slot, best) if best.status == "unknown" else best
    yield from (finding for _, finding in given if finding.track == "sound")


def _findings(evidence: Evidence) -> Iterator[tuple[Slot, Finding]]:
    return ((rule.slot, finding) for rule in RULES for finding in rule.judge(evidence))


def _questions(evidence: Evidence) -> dict[Slot, Finding]:
    """What captions of later posts contradict, time apart: they tell the day of the post, not of the footage."""
    if not evidence.echoes:
        return {}
    every = replace(evidence, assertions=(*evidence.assertions, *evidence.echoes), echoes=(), parts=())
    return {
        slot: finding
        for slot, finding in reversed(list(_findings(every)))
        if slot != "when" and finding.status == "contradicts" and finding.track == "picture"
    }
