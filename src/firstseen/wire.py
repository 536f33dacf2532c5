"""Answers as JSON: the same values as the library gives, under names that stay."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from firstseen.model.case import STAGES, Examination, History, PriorReviews
from firstseen.model.claim import Claim
from firstseen.model.story import Story
from firstseen.model.time import PartialDate
from firstseen.model.verdict import Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from firstseen.archive.base import AuditEntry
    from firstseen.model.article import Article, Publication, Remark
    from firstseen.model.case import Case, CaseFootage, Decision, Stage, StageResult
    from firstseen.model.claim import Assertion, What, When, Where, Who
    from firstseen.model.exchange import Agreement, Answer, Exchange, Said, SeenElsewhere
    from firstseen.model.found import Found
    from firstseen.model.match import Segment
    from firstseen.model.people import Account, ApiKey
    from firstseen.model.review import ReviewHit
    from firstseen.model.sighting import Record, Sighting
    from firstseen.model.verdict import Finding, Verdict

KEYS: Final = (
    "query",
    "reference",
    "media_id",
    "score",
    "band",
    "track",
    "outcome",
    "query_start_s",
    "query_end_s",
    "reference_start_s",
    "reference_end_s",
    "speed",
    "mirrored",
    "reversed",
    "region",
    "published",
    "published_basis",
    "url",
)
"""The keys of one object of `find --json`, in order; the contract of docs/reference/json.md."""


def found_objects(found: Found, query: str, *, unlikely: bool = False) -> Iterator[dict[str, Any]]:
    """One object for each segment worth showing and each name its footage was added under, best reference first."""
    for segment in found.shown(unlikely=unlikely):
        for record in found.records(segment.media_id):
            yield _segment(segment, record, query)


def batch_object(
    id_: object,
    claim: Claim,
    findings: Iterable[Finding],
    proposal: Proposal | None,
    label: Callable[[str], str],
) -> dict[str, Any]:
    """The answer to one line of `check --batch`."""
    return {
        "id": id_,
        "claim": slots_object(claim),
        "findings": [_finding(finding) for finding in findings],
        "proposal": _proposal(proposal, label),
    }


def case_object(
    case: Case,
    results: Mapping[Stage, StageResult],
    decisions: Iterable[Decision],
    label: Callable[[str], str],
    elsewhere: Iterable[SeenElsewhere] = (),
) -> dict[str, Any]:
    """A case: the newest value of each stage, its decisions, verdicts and open flags, and what other desks say."""
    stages = {stage: stage_value(result.value, label) for stage, result in results.items()}
    return {
        "case": case.id,
        "title": case.title,
        "created": case.created.isoformat(),
        "by": case.by,
        **{stage: stages.get(stage) for stage in STAGES},
        "footage": [_footage(one) for one in case.footage],
        "decisions": [decision_object(one) for one in decisions],
        "verdicts": [verdict_object(one, label) for one in case.verdicts],
        "flags": [{"reason": f.reason, "subject": f.subject, "at": f.at.isoformat()} for f in case.flags],
        "elsewhere": [elsewhere_object(one) for one in elsewhere],
    }


def stage_object(case_id: str, result: StageResult, label: Callable[[str], str]) -> dict[str, Any]:
    """What one stage made of a case, with what it was made with."""
    return {
        "case": case_id,
        "stage": result.stage,
        "at": result.at.isoformat(),
        "made_with": dict(result.made_with),
        "value": stage_value(result.value, label),
    }


def stage_value(value: object, label: Callable[[str], str]) -> dict[str, Any] | None:
    """The value of any stage; None for nothing."""
    if isinstance(value, History):
        return _history(value)
    if isinstance(value, Claim):
        return _claim(value)
    if isinstance(value, PriorReviews):
        return _reviews(value)
    if isinstance(value, Examination):
        return {
            "findings": [_whole_finding(one) for one in value.findings],
            "rejected": [_whole_finding(one) for one in value.rejected],
            "assertions": [_assertion(one) for one in value.assertions],
        }
    if isinstance(value, Proposal):
        return {
            **(_proposal(value, label) or {}),
            "reasons_ar": list(value.reasons_ar),
            "caps": list(value.caps),
        }
    return _story(value) if isinstance(value, Story) else None


def verdict_object(verdict: Verdict, label: Callable[[str], str]) -> dict[str, Any]:
    """A verdict, its rating under its English label."""
    return {
        "verdict": verdict.id,
        "case": verdict.case_id,
        "rating": label(verdict.rating),
        "category": verdict.category,
        "by": verdict.by,
        "at": verdict.at.isoformat(),
        "reason": verdict.reason,
        "proposed": label(verdict.proposal.rating) if verdict.proposal else None,
    }


def decision_object(decision: Decision) -> dict[str, Any]:
    """A decision on a part of a case."""
    return {
        "case": decision.case_id,
        "subject": str(decision.subject),
        "action": decision.action,
        "value": decision.value,
        "reason": decision.reason,
        "by": decision.by,
        "at": decision.at.isoformat(),
    }


def slots_object(claim: Claim) -> dict[str, Any]:
    """What a caption asserts: for each slot a list of values, empty where it asserts nothing."""
    reading = claim.reading
    return {
        "when": [_slot(one, one.date.iso, one.date.iso) for one in reading.when],
        "where": [_slot(one, one.places[0].name, one.places[0].id) for one in reading.where if one.places],
        "who": [_slot(one, one.actors[0].name, one.actors[0].id) for one in reading.who if one.actors],
        "what": [_slot(one, one.kind, one.kind) for one in reading.what],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "slot": finding.slot,
        "status": finding.status,
        "claimed": finding.claimed,
        "found": finding.found,
        "rule": finding.rule,
        "sentence": finding.sentence,
        "sentence_ar": finding.sentence_ar,
    }


def _whole_finding(finding: Finding) -> dict[str, Any]:
    part = finding.part
    return {
        **_finding(finding),
        "footing": finding.footing,
        "confidence": finding.confidence,
        "evidence": list(finding.evidence),
        "track": finding.track,
        "start_s": _seconds(part.start_s) if part else None,
        "end_s": _seconds(part.end_s) if part else None,
    }


def _proposal(proposal: Proposal | None, label: Callable[[str], str]) -> dict[str, Any] | None:
    if proposal is None:
        return None
    return {
        "rating": label(proposal.rating),
        "category": proposal.category,
        "strength": proposal.strength,
        "reasons": list(proposal.reasons),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.reading.text,
        "language": claim.reading.language,
        "posted": claim.posted.iso if claim.posted else None,
        "claimant": claim.claimant or None,
        "url": claim.url or None,
        **slots_object(claim),
    }


def _assertion(said: Assertion) -> dict[str, Any]:
    claim = Claim("", said.reading)
    return {
        "source_id": said.source_id,
        "source": said.source,
        "kind": said.kind,
        "weak": said.weak,
        "text": said.reading.text,
        **slots_object(claim),
    }


def _history(history: History) -> dict[str, Any]:
    timeline = history.timeline
    return {
        "first_seen": _sighting(timeline.first_seen) if timeline.first_seen else None,
        "confidence": timeline.confidence,
        "reasons": list(timeline.reasons),
        "sightings": [_sighting(one) for one in timeline.sightings],
        "segments": [
            _segment(segment, record, history.path)
            for segment in history.shown()
            for record in history.records(segment.media_id)
        ],
        "rejected": [
            {"media_id": one.media_id, "by": one.by, "reason": one.reason, "case": one.case_id}
            for one in history.rejected
        ],
        "read_off": [_assertion(said) for said in history.read_off],
    }


def _sighting(sighting: Sighting) -> dict[str, Any]:
    record = sighting.record
    published = record.published
    return {
        "id": sighting.id,
        "media_id": sighting.media_id or None,
        "name": record.name,
        "url": record.url or None,
        "published": published.iso if published else None,
        "published_basis": published.basis if published else None,
        "place": record.place or None,
        "actors": record.actors or None,
        "event": record.event or None,
        "caption": record.caption or None,
        "source": record.source or None,
    }


def _reviews(reviews: PriorReviews) -> dict[str, Any]:
    return {
        "claim": [_hit(hit) for hit in reviews.claim],
        "footage": [_hit(hit) for hit in reviews.footage],
        "abstained": reviews.abstained,
        "reasons": list(reviews.reasons),
        "rejected": [hit.review.id for hit in reviews.rejected],
    }


def _hit(hit: ReviewHit) -> dict[str, Any]:
    review = hit.review
    return {
        "review": review.id,
        "rank": hit.rank,
        "score": float(hit.score),
        "band": hit.band,
        "reasons": [reason.sentence for reason in hit.reasons if reason.sentence],
        "name": review.name,
        "claim": review.claim,
        "publisher": review.publisher or None,
        "rating": review.rating or None,
        "published": review.published.iso if review.published else None,
        "url": review.url or None,
    }


def _story(story: Story) -> dict[str, Any]:
    return {
        "posts": [
            {
                "id": post.id,
                "url": post.url or None,
                "author": post.author or None,
                "published": post.published.iso if post.published else None,
                "caption": post.caption,
            }
            for post in story.posts
        ],
        "days": [asdict(day) for day in story.days],
        "captions": [asdict(group) for group in story.captions],
        "reach": [asdict(total) for total in story.reach],
    }


def _footage(footage: CaseFootage) -> dict[str, Any]:
    return {
        "media_id": footage.media.id,
        "name": footage.media.name,
        "role": footage.role,
        "deleted": footage.deleted,
    }


def _slot(value: When | Where | Who | What, text: str, plain: str) -> dict[str, Any]:
    quote = value.quote
    return {
        "text": text,
        "value": plain,
        "footing": value.footing,
        "quote": quote.text if quote else None,
        "start": quote.start if quote else None,
        "end": quote.end if quote else None,
    }


def exchange_object(one: Exchange) -> dict[str, Any]:
    """A list that another desk gave."""
    return {**asdict(one), "at": one.at.isoformat(timespec="seconds")}


def elsewhere_object(one: SeenElsewhere) -> dict[str, Any]:
    """Footage that another desk says it has, in its words, and where its fingerprint agrees."""
    return {
        "list": one.exchange_id,
        "desk": one.desk,
        "standing": one.standing,
        "key": one.key,
        "band": one.band,
        "said": _said(one.said),
        "agreements": [_agreement(agreed) for agreed in one.agreements],
    }


def answer_object(answer: Answer) -> dict[str, Any]:
    """What this desk answers to another's question."""
    return {
        "asker": answer.asker,
        "standing": answer.standing,
        "asked": answer.asked,
        "notes": list(answer.notes),
        "known": [
            {
                "media_id": one.media_id,
                "asked": one.asked,
                "said": _said(one.said),
                "agreements": [_agreement(agreed) for agreed in one.agreements],
            }
            for one in answer.known
        ],
    }


def _said(said: Said) -> dict[str, Any]:
    return {
        "first_seen": said.first_seen.iso if said.first_seen else None,
        "first_seen_basis": said.first_seen.basis if said.first_seen else None,
        "url": said.url or None,
        "source": said.source or None,
        "checks": [asdict(check) for check in said.checks],
    }


def _agreement(one: Agreement) -> dict[str, Any]:
    return {
        "trace": one.trace,
        "band": one.band,
        "query_start_s": _seconds(one.query.start_s),
        "query_end_s": _seconds(one.query.end_s),
        "reference_start_s": _seconds(one.reference.start_s),
        "reference_end_s": _seconds(one.reference.end_s),
        "speed": round(float(one.speed), 4),
        "mirrored": one.mirrored,
        "reversed": one.reversed,
        "matched": one.matched,
        "of": one.of,
        "reference_matched": one.reference_matched,
        "reference_of": one.reference_of,
        "sentence": one.sentence,
    }


def article_object(article: Article) -> dict[str, Any]:
    """One version of an article, whole."""
    told: dict[str, Any] = whole_object(article)
    return told


def publication_object(publication: Publication) -> dict[str, Any]:
    """One publication with the article as it went out."""
    told: dict[str, Any] = whole_object(publication)
    return told


def remark_object(remark: Remark) -> dict[str, Any]:
    """What a person should mend."""
    return asdict(remark)


def whole_object(value: Any) -> Any:  # noqa: ANN401 - any value of the model
    """A value under the names of its fields: dates as exactly as they are known, instants in ISO 8601."""
    if isinstance(value, PartialDate):
        return value.iso
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: whole_object(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    return [whole_object(one) for one in value] if isinstance(value, tuple) else value


def account_object(account: Account) -> dict[str, Any]:
    """Somebody who can sign in."""
    return {
        "name": account.name,
        "shown_as": account.shown_as,
        "role": account.role,
        "language": account.language or None,
        "disabled": account.disabled,
        "created": account.created.isoformat(),
    }


def key_object(key: ApiKey) -> dict[str, Any]:
    """A key for a program, without its secret, which nobody knows."""
    return {
        "key": key.id,
        "account": key.account,
        "label": key.label,
        "scopes": list(key.scopes),
        "created": key.created.isoformat(),
        "expires": key.expires.isoformat() if key.expires else None,
        "revoked": key.revoked,
        "last_used": key.last_used.isoformat() if key.last_used else None,
    }


def audit_object(entry: AuditEntry) -> dict[str, Any]:
    """One entry of the audit; its details are an object."""
    return {**asdict(entry), "detail": json.loads(entry.detail)}


def line(value: Mapping[str, Any]) -> str:
    """The object as one line of JSON: UTF-8, or escaped where a file name is no text; without NaN."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False)
    return text


def _segment(segment: Segment, record: Record, query: str) -> dict[str, Any]:
    published = record.published
    return {
        "query": query,
        "reference": record.name,
        "media_id": segment.media_id,
        # Not rounded: scores rank pairs, and the best lie very close to 1.
        "score": float(segment.score),
        "band": segment.band,
        "track": segment.track,
        "outcome": segment.outcome,
        "query_start_s": _seconds(segment.query.start_s),
        "query_end_s": _seconds(segment.query.end_s),
        "reference_start_s": _seconds(segment.reference.start_s),
        "reference_end_s": _seconds(segment.reference.end_s),
        "speed": round(float(segment.speed), 4),
        "mirrored": bool(segment.mirrored),
        "reversed": bool(segment.reversed),
        "region": [round(float(share), 4) for share in segment.region],
        "published": published.iso if published else None,
        "published_basis": published.basis if published else None,
        "url": record.url or None,
    }


def _seconds(time_s: float) -> float:
    return round(float(time_s), 3)
