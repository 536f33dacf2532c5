"""Answers that only the web gives, as JSON; everything else is in `wire`, as the command line prints it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from firstseen.model.found import facts_of
from firstseen.wire import whole_object

if TYPE_CHECKING:
    from firstseen.archive.base import AuditCheck
    from firstseen.desk import Shown
    from firstseen.model.found import Addition, Facts
    from firstseen.model.job import Job
    from firstseen.model.media import Media
    from firstseen.model.review import Matches, ReviewHit
    from firstseen.model.sighting import Sighting
    from firstseen.settings import Key, Settings, Value
    from firstseen.web.uploads import Upload


def job_object(job: Job) -> dict[str, Any]:
    """Long work: how far it is, and what came of it."""
    return {
        "job": job.id,
        "kind": job.kind,
        "state": job.state,
        "by": job.by,
        "request": dict(job.request),
        "done": round(job.done, 3),
        "expected": round(job.expected, 3),
        "message": job.message,
        "result": None if job.result is None else dict(job.result),
        "error": None if job.error is None else dict(job.error),
        "created": job.created.isoformat(),
        "started": job.started.isoformat() if job.started else None,
        "ended": job.ended.isoformat() if job.ended else None,
    }


def upload_object(upload: Upload) -> dict[str, Any]:
    """A file that was sent; its id is what other requests name it by."""
    return {"upload": upload.id, "name": upload.name, "size_bytes": upload.size}


def addition_object(addition: Addition) -> dict[str, Any]:
    """What became of a file that was added."""
    return {
        "media_id": addition.media_id,
        "status": addition.status,
        "name": PurePath(addition.path).name,
        "sightings": list(addition.sighting_ids),
        "facts": _facts(addition.facts) if addition.facts else None,
    }


def media_object(media: Media) -> dict[str, Any]:
    """The facts of a file of footage."""
    said = {"embedded_dates": [asdict(one) for one in media.embedded_dates]}
    return {"media_id": media.id, **{k: v for k, v in asdict(media).items() if k != "id"}, **said}


def footage_object(shown: Shown) -> dict[str, Any]:
    """What the desk holds of a file of footage."""
    return {
        **media_object(shown.media),
        "facts": _facts(facts_of(shown.description)),
        "sightings": [sighting_object(one) for one in shown.sightings],
    }


def sighting_object(sighting: Sighting) -> dict[str, Any]:
    """Where footage was seen: its whole record."""
    record = whole_object(sighting.record)
    bases = {
        f"{name}_basis": date.basis if (date := getattr(sighting.record, name)) else None
        for name in ("published", "captured", "recorded")
    }
    return {
        "id": sighting.id,
        "media_id": sighting.media_id,
        **record,
        **bases,
        "extra": dict(sighting.record.extra),
    }


def matches_object(matches: Matches) -> dict[str, Any]:
    """Fact-checks of the claim that a text makes."""
    return {
        "abstained": matches.abstained,
        "reasons": [_reason(one) for one in matches.reasons],
        "items": [_hit(one) for one in matches.hits],
        "near": [_hit(one) for one in matches.near],
    }


def check_object(checked: AuditCheck) -> dict[str, Any]:
    """What checking the audit came to."""
    return {
        "entries": len(checked.entries),
        "head": checked.head or None,
        "altered": checked.altered,
        "problem": checked.problem or None,
    }


def setting_object(key: Key, settings: Settings) -> dict[str, Any]:
    """A setting: what holds, what it means, and what else it may be."""
    value: Value = getattr(getattr(settings, key.section), key.name)
    return {
        "key": key.dotted,
        "value": value,
        "default": key.value,
        "unit": key.unit or None,
        "meaning": key.meaning,
        "source": key.source,
        "allowed": key.allowed,
    }


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "frames_used": facts.frames_used,
        "gated": [{"reason": reason, "frames": count} for reason, count in facts.gated],
        "losses": list(facts.losses),
    }


def _hit(hit: ReviewHit) -> dict[str, Any]:
    review = hit.review
    return {
        "rank": hit.rank,
        "review": review.id,
        "score": round(hit.score, 6),
        "band": hit.band,
        "reasons": [_reason(one) for one in hit.reasons],
        "name": review.name,
        "claim": review.claim,
        "publisher": review.publisher or None,
        "rating": review.rating or None,
        "published": review.published.iso if review.published else None,
        "url": review.url or None,
    }


def _reason(reason: Any) -> dict[str, Any]:  # noqa: ANN401 - a Reason of the model
    return {"name": reason.name, "value": round(float(reason.value), 4), "sentence": reason.sentence}
