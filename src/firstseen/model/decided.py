"""Which decisions on a case hold, what they are about, and what still waits for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firstseen.model.case import Decision, Examination, History, PriorReviews, Subject
from firstseen.model.claim import SLOTS, Claim
from firstseen.model.verdict import Proposal
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from firstseen.model.case import Stage
    from firstseen.model.verdict import Finding


def holding(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The newest decision on each subject that was not undone, by the subject's text, oldest first."""
    standing: list[Decision] = []
    for decision in decisions:
        if decision.action != "undo":
            standing.append(decision)
        elif (undone := last_on(standing, decision)) is not None:
            standing.remove(undone)
    held: dict[str, Decision] = {}
    for decision in standing:
        held.pop(str(decision.subject), None)
        held[str(decision.subject)] = decision
    return held


def last_on(standing: Sequence[Decision], of: Decision) -> Decision | None:
    """The last of these decisions on the same subject; None when there is none."""
    return next((one for one in reversed(standing) if one.subject == of.subject), None)


def finding_key(finding: Finding) -> str:
    """What a finding is called in decisions: its slot and rule, and its track and stretch where it is about one."""
    part = finding.part
    rule = "-".join(fold(finding.rule).split())
    stretch = f"@{part.start_s:.1f}-{part.end_s:.1f}" if part else ""
    track = "/sound" if finding.track == "sound" else ""
    return f"{finding.slot}:{rule}{track}{stretch}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the machine proposes and nobody has decided: what about, and how sure it is, in words.

    `sure` is a segment's band (probable, possible), a hit's (sure, likely), "inferred" for a slot, "strong" for a
    finding. `name` is what a person calls it: a record or title, a slot, the finding's sentence in English.
    """

    subject: Subject
    sure: str
    name: str = ""


def open_suggestions(values: Mapping[Stage, object], decided: Collection[str]) -> tuple[Suggestion, ...]:
    """What a case's newest results propose and no decision holds on, in the order in which it is best settled.

    These are probable and possible matches; slots that were inferred; sure and likely fact-checks; and the
    contradictions that a strong proposal rests on. `values` are the stages' newest values, `decided` the texts of the
    subjects on which a decision holds (the keys of `holding`). What is certain needs nobody, what is unlikely or weak
    is shown and not pressed on anybody.
    """
    every = (
        *_matches(values.get("find")),
        *_slots(values.get("claim")),
        *_hits(values.get("reviews")),
        *_findings(values.get("findings"), values.get("proposal")),
    )
    return tuple(one for one in every if str(one.subject) not in decided)


def _matches(value: object) -> Iterator[Suggestion]:
    if not isinstance(value, History):
        return
    best: dict[str, str] = {}
    for segment in value.shown():
        bands = {best.get(segment.media_id, segment.band), segment.band}
        order = ("certain", "probable", "possible")
        best[segment.media_id] = next(one for one in order if one in bands)
    for media_id, band in best.items():
        if band != "certain":
            names = [record.name for record in value.records(media_id)]
            yield Suggestion(Subject("match", media_id), band, names[0] if names else media_id[:12])


def _slots(value: object) -> Iterator[Suggestion]:
    if not isinstance(value, Claim):
        return
    for slot in SLOTS:
        read = getattr(value.reading, slot)
        if read and all(one.footing == "inferred" for one in read):
            yield Suggestion(Subject("slot", slot), "inferred", slot)


def _hits(value: object) -> Iterator[Suggestion]:
    if not isinstance(value, PriorReviews):
        return
    hits = {hit.review.id: hit for hit in (*value.claim, *value.footage) if hit.band != "weak"}
    for hit in hits.values():
        yield Suggestion(Subject("review", hit.review.id), hit.band, hit.review.name or hit.review.claim)


def _findings(value: object, proposal: object) -> Iterator[Suggestion]:
    if not isinstance(value, Examination) or not isinstance(proposal, Proposal):
        return
    if proposal.strength != "strong":
        return
    for finding in value.findings:
        if finding.status == "contradicts":
            yield Suggestion(Subject("finding", finding_key(finding)), "strong", finding.sentence)
