"""A case in words: what is claimed, who checked it, what contradicts it, what is proposed, and what was decided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firstseen.model.case import DONE
from firstseen.model.claim import SLOTS
from firstseen.publish.words import counted, history_lines, record_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from firstseen.model.case import Case, CaseFootage, Decision, Examination, History, PriorReviews
    from firstseen.model.claim import Claim, What, When, Where, Who
    from firstseen.model.review import ReviewHit
    from firstseen.model.story import Story
    from firstseen.model.verdict import Finding, Proposal, Verdict

ISOLATE: Final = "\u2068{}\u2069"
"""First strong isolate: a caption in Arabic must not turn the line around it."""

_SHOWN: Final = 5
"""How many of a long list are told."""

_WIDTH: Final = 300
"""Characters of a caption that are quoted."""


_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows; within quoted text they are shown, not obeyed."""


def isolated(text: str) -> str:
    """Foreign text that cannot turn the line around it."""
    return ISOLATE.format(_TURNING.sub(lambda found: f"\\x{ord(found[0]):x}", text))


def quoted(text: str) -> str:
    """The text in quotation marks on one line, cut when it is long, whatever direction it is written in."""
    flat = " ".join(text.split())
    return f"“{isolated(flat if len(flat) <= _WIDTH else flat[:_WIDTH].rstrip() + '…')}”"


def claim_lines(claim: Claim) -> Iterator[str]:
    """What the caption asserts, slot by slot, with the words it was read from."""
    posted = f", posted {claim.posted.iso}" if claim.posted else ", posting date not known"
    by = f", by {isolated(claim.claimant)}" if claim.claimant else ""
    yield f"Claim: {quoted(claim.reading.text)} ({claim.reading.language}{posted}{by})"
    for slot in SLOTS:
        values = getattr(claim.reading, slot)
        told = "; ".join(_value_words(value) for value in values) or "nothing"
        yield f"  {slot + ':':<7}{told}"


def _value_words(value: When | Where | Who | What) -> str:
    words: list[str] = [value.footing] if value.footing == "inferred" or not value.quote else []
    if value.quote:
        words.append(quoted(value.quote.text))
    words += [value.reason] if value.reason else []
    return f"{slot_text(value)} ({', '.join(words)})" if words else slot_text(value)


def slot_text(value: When | Where | Who | What) -> str:
    """A value of a slot for a person: a date as exact as it is known, a name, a kind of event."""
    date, places, actors = (getattr(value, name, None) for name in ("date", "places", "actors"))
    if date is not None:
        return str(date.iso)
    alternatives = places or actors
    if alternatives:
        return " or ".join(dict.fromkeys(one.name for one in alternatives[:3]))
    return str(getattr(value, "kind", ""))


def review_lines(reviews: PriorReviews, decisions: Mapping[str, Decision]) -> Iterator[str]:
    """Both lists of published fact-checks, one after the other, and what was rejected of them."""
    yield "Fact-checks of the same claim:"
    yield from _hits(reviews.claim, "none" if reviews.abstained else "none left")
    yield from (f"  - {reason}" for reason in reviews.reasons)
    yield "Fact-checks of the same footage:"
    yield from _hits(reviews.footage, "none")
    for hit in reviews.rejected:
        said = decisions.get(f"review:{hit.review.id}")
        by = f", rejected by {said.by}: {said.reason}" if said else ", rejected"
        yield f"  {isolated(hit.review.name or hit.review.claim)}{by}"


def _hits(hits: Sequence[ReviewHit], nothing: str) -> Iterator[str]:
    if not hits:
        yield f"  {nothing}"
    for hit in hits[:_SHOWN]:
        review = hit.review
        published = review.published.iso if review.published else ""
        known = [text for text in (review.publisher, review.rating, published, review.url) if text]
        told = ", ".join(isolated(text) for text in known)
        yield f"  {hit.band:<7}{isolated(review.name or review.claim)} ({told})"
        yield from (f"         - {isolated(reason.sentence)}" for reason in hit.reasons if reason.sentence)
    if len(hits) > _SHOWN:
        yield f"  and {len(hits) - _SHOWN} more"


def finding_lines(examination: Examination, decisions: Mapping[str, Decision]) -> Iterator[str]:
    """What the rules found, slot by slot; what a person rejected is named with the reason."""
    yield "Findings:"
    if not examination.findings:
        yield "  none"
    for finding in examination.findings:
        yield from _finding(finding)
    for finding in examination.rejected:
        said = next((d for name, d in decisions.items() if name.startswith(f"finding:{finding.slot}:")), None)
        by = f"rejected by {said.by}: {said.reason}" if said else "rejected"
        yield f"  {finding.slot:<7}{by} ({finding.rule})"


def _finding(finding: Finding) -> Iterator[str]:
    where = f", {finding.part.start_s:.1f}–{finding.part.end_s:.1f} s" if finding.part else ""
    track = ", the sound" if finding.track == "sound" else ""
    how = f", {finding.footing}" if finding.footing == "inferred" else ""
    values = [f"claimed {isolated(finding.claimed)}{how}"] if finding.claimed else []
    values += [f"found {isolated(finding.found)}"] if finding.found else []
    yield f"  {finding.slot:<7}{finding.status:<13}{', '.join(values) or '–'}"
    yield f"         {isolated(finding.sentence)}"
    sure = f", {finding.confidence}" if finding.confidence != "unknown" else ""
    yield f"         ({finding.rule}{sure}{where}{track})"


def proposal_lines(proposal: Proposal | None, label: Callable[[str], str]) -> Iterator[str]:
    """The proposed rating with its strength, reasons and what kept it down."""
    if proposal is None:
        yield "Proposed rating: none. There is no ground for one; that does not make the claim true."
        return
    yield f"Proposed rating: {label(proposal.rating)} + {proposal.category}, {proposal.strength}"
    yield from (f"  - {isolated(reason)}" for reason in proposal.reasons)
    yield from (f"  - kept down: {cap}" for cap in proposal.caps)


def story_lines(story: Story | None) -> Iterator[str]:
    """How the footage spreads over posts, days and captions."""
    if story is None:
        return
    first = story.first
    since = f", first {first.published.iso}" if first and first.published else ""
    undated = f", {story.undated} without a date" if story.undated else ""
    yield f"Emerging story: {counted(len(story.posts), 'post', 'posts')}{since}{undated}"
    if len(story.days) > 1:
        yield f"  by day: {', '.join(f'{day.date} {day.posts}' for day in story.days[-10:])}"
    for group in story.captions[:_SHOWN]:
        yield f"  {counted(len(group.post_ids), 'post', 'posts')}: {quoted(group.caption)}"
    for total in story.reach[-1:]:
        names = ("views", "likes", "shares", "comments")
        counts = [f"{getattr(total, name):,} {name}" for name in names if getattr(total, name) is not None]
        when = f"by {total.date}" if total.date else "at a time nobody noted"
        yield f"  reach {when}: {', '.join(counts) or 'not shown'} (of {counted(total.posts, 'post', 'posts')})"


def verdict_lines(case: Case, label: Callable[[str], str]) -> Iterator[str]:
    """Every verdict, the newest last, and why the case has to be looked at again."""
    for verdict in case.verdicts:
        yield verdict_words(verdict, label)
    for flag in case.flags:
        about = f" ({flag.subject})" if flag.subject else ""
        yield f"Look at it again: {flag.reason}{about}, {flag.at:%Y-%m-%d %H:%M} UTC"


def verdict_words(verdict: Verdict, label: Callable[[str], str]) -> str:
    """A verdict in one line."""
    reason = f": {isolated(verdict.reason)}" if verdict.reason else ""
    when = f"{verdict.at:%Y-%m-%d %H:%M} UTC"
    return f"Decided: {label(verdict.rating)} + {verdict.category}, by {verdict.by}, {when}{reason}"


def decision_words(decision: Decision) -> str:
    """A decision on a part of a case in one line."""
    told = (
        f" to {isolated(decision.value)}" if decision.action == "edit" else f" ({isolated(decision.value)})"
    )
    value = told if decision.value else ""
    reason = f": {isolated(decision.reason)}" if decision.reason else ""
    return (
        f"{decision.subject} {DONE[decision.action]}{value} by {decision.by}, {decision.at:%Y-%m-%d}{reason}"
    )


def footage_words(footage: CaseFootage) -> str:
    """One file of a case."""
    gone = ": footage deleted from the desk" if footage.deleted else ""
    return f"{footage.role:<10}{footage.media.id[:12]}  {footage.media.name}{gone}"


def seen_lines(history: History) -> Iterator[str]:
    """What was read in the pictures and heard in the sound, which is weak."""
    for said in history.read_off:
        yield f"  {isolated(said.source)}: {quoted(said.reading.text)} (weak: it may be mistaken)"


def stated_lines(history: History) -> Iterator[str]:
    """Sightings that somebody stated, without footage, and since when that is."""
    yield f"{counted(len(history.given), 'sighting', 'sightings')} stated, without footage:"
    for sighting in history.timeline.sightings:
        yield f"  {isolated(sighting.record.name)}: {isolated(record_words(sighting.record))}"
    yield from history_lines(history)
