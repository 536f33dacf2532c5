"""What the line of a case says, from the rows of the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, text

from firstseen.archive.schema import (
    article,
    case_claim,
    case_footage,
    cases,
    claim,
    decision,
    flag,
    verdict,
)
from firstseen.archive.values import from_text
from firstseen.model.case import Decision, Examination, History, Subject
from firstseen.model.claim import SLOTS, Claim
from firstseen.model.decided import holding, open_suggestions
from firstseen.model.listing import CaseLine
from firstseen.model.verdict import Finding, Proposal
from firstseen.model.wording import days_of, shortened
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Row

    from firstseen.model.case import Stage
    from firstseen.model.listing import CaseState
    from firstseen.model.media import Media
    from firstseen.model.verdict import Verdict

UNKNOWN: Final = -1
"""Said in place of a version when nobody has looked whether an article may be published as it is."""

_CAPTION: Final = 300
_LONGEST_WORDS: Final = 20_000
"""Characters of a case that search looks through."""

_NEWEST: Final = text(
    "SELECT stage, value, at FROM stage_result WHERE number IN "
    "(SELECT max(number) FROM stage_result WHERE case_number = :number GROUP BY stage)"
)
_PUBLISHED: Final = text(
    "SELECT slug, at, json_extract(content, '$.change') AS change, "
    "json_extract(content, '$.article.verdict_id') AS verdict_id "
    "FROM publication WHERE case_number = :number ORDER BY ordinal DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Made:
    """A line, what its row is ordered and filtered by, and the words it is found by."""

    line: CaseLine
    columns: Mapping[str, Any]
    words: str


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is read of one case."""

    case: Row[Any]
    claim: Claim | None
    media: Media | None
    values: Mapping[Stage, object]
    decisions: Sequence[Decision]
    verdict: Verdict | None
    flags: int
    article: Any
    published: Row[Any] | None
    updated: str


def make_line(connection: Connection, number: int, ready: int) -> Made:
    """The line of the case with this number, as this transaction sees it."""
    rows = _read(connection, number)
    held = holding(rows.decisions)
    suggestions = () if rows.verdict else open_suggestions(rows.values, held)
    if rows.article is None or rows.verdict is None or rows.published is not None:
        ready = 0
    line = _line(rows)
    posted = days_of(line.posted) if line.posted else None
    columns = {
        "state": _state(rows, ready, decided=bool(held)),
        "suggestions": len(suggestions),
        "flags": rows.flags,
        "rating": line.rating or line.proposed,
        "language": line.language,
        "posted": posted[0].isoformat() if posted else "",
        "posted_until": posted[1].isoformat() if posted else "",
        "people": "\n".join(dict.fromkeys(fold(name) for name in _people(rows))),
        "footage": int(bool(line.media_id)),
        "ready": ready,
        "updated": rows.updated,
    }
    return Made(line, columns, fold(" ".join(_words(rows))[:_LONGEST_WORDS]))


def _read(connection: Connection, number: int) -> _Rows:
    def of(table: Any) -> Any:  # noqa: ANN401 - a table of the schema
        return select(table).where(table.c.case_number == number)

    row = connection.execute(select(cases).where(cases.c.number == number)).one()
    joined = select(claim.c.content).join(case_claim, case_claim.c.claim_id == claim.c.id)
    given = connection.execute(joined.where(case_claim.c.case_number == number).limit(1)).scalar()
    footage = connection.execute(of(case_footage).where(case_footage.c.role == "query").limit(1)).first()
    results = connection.execute(_NEWEST, {"number": number}).all()
    decided = connection.execute(of(decision).order_by(decision.c.number)).all()
    rated = connection.execute(of(verdict).order_by(verdict.c.number.desc()).limit(1)).first()
    flags = connection.execute(of(flag).where(flag.c.settled == "")).all()
    drafted = connection.execute(
        select(article.c.version, article.c.by, article.c.at)
        .where(article.c.case_number == number)
        .order_by(article.c.version.desc())
        .limit(1)
    ).first()
    published = connection.execute(_PUBLISHED, {"number": number}).first()
    judged: Verdict | None = from_text(rated.content) if rated else None
    instants = [row.created, *(one.at for one in (*results, *decided, *flags))]
    instants += [one.at for one in (drafted, published) if one is not None]
    instants += [judged.at.isoformat(timespec="milliseconds")] if judged else []
    return _Rows(
        case=row,
        claim=from_text(given) if given else None,
        media=from_text(footage.facts) if footage else None,
        values={one.stage: from_text(one.value) for one in results if one.stage != "story"},
        decisions=[_decision(row.id, one) for one in decided],
        verdict=judged,
        flags=len(flags),
        article=drafted,
        published=published,
        updated=max(instants),
    )


def _decision(case_id: str, row: Row[Any]) -> Decision:
    at = datetime.fromisoformat(row.at)
    return Decision(
        case_id, Subject(row.kind, row.key), row.action, row.by, at, row.reason or "", row.value or ""
    )


def _state(rows: _Rows, ready: int, *, decided: bool) -> CaseState:
    published = rows.published
    if published is not None and published.change != "withdrawn":
        changed = rows.verdict is not None and rows.verdict.id != published.verdict_id
        return "corrections" if changed or rows.flags else "published"
    if ready > 0:
        return "ready"
    return "progress" if decided or rows.verdict or rows.article or published else "inbox"


def _line(rows: _Rows) -> CaseLine:
    history, proposal = rows.values.get("find"), rows.values.get("proposal")
    read, finding = rows.claim, _telling(rows.values.get("findings"))
    proposed = proposal if isinstance(proposal, Proposal) else None
    first = history.timeline.first_seen if isinstance(history, History) else None
    media = rows.media
    return CaseLine(
        id=rows.case.id,
        title=rows.case.title,
        created=datetime.fromisoformat(rows.case.created),
        updated=datetime.fromisoformat(rows.updated).astimezone(UTC),
        by=rows.case.opened_by,
        caption=shortened(read.reading.text, _CAPTION) if read else rows.case.title,
        claimant=read.claimant if read else "",
        language=read.reading.language if read else "",
        posted=read.posted if read else None,
        media_id=media.id if media else "",
        media_name=media.name if media else "",
        duration_s=media.duration_s if media else 0.0,
        still_s=_still(history, media),
        slot=finding.slot if finding else None,
        claimed=shortened(finding.claimed, 80) if finding else "",
        found=shortened(finding.found, 80) if finding else "",
        first_seen=first.record.published if first else None,
        rating=rows.verdict.rating if rows.verdict else "",
        decided_by=rows.verdict.by if rows.verdict else "",
        proposed=proposed.rating if proposed else "",
        strength=proposed.strength if proposed else None,
        slug=rows.published.slug if rows.published else "",
        withdrawn=bool(rows.published and rows.published.change == "withdrawn"),
    )


def _telling(value: object) -> Finding | None:
    """The contradiction that a line tells: the first in the order in which desks settle a claim."""
    found = value.findings if isinstance(value, Examination) else ()
    against = [one for one in found if one.status == "contradicts"]
    return min(against, key=lambda one: SLOTS.index(one.slot), default=None)


def _still(history: object, media: Media | None) -> float:
    """A time (seconds) in the footage that was checked at which it shows what it was found by."""
    shown = history.shown() if isinstance(history, History) else ()
    seen = next((one for one in shown if one.track == "picture"), None)
    if seen is not None:
        return seen.evidence_times_s[0]
    return media.duration_s / 2 if media else 0.0


def _people(rows: _Rows) -> Iterator[str]:
    yield rows.case.opened_by
    yield from (one.by for one in rows.decisions)
    if rows.verdict:
        yield rows.verdict.by
    if rows.article:
        yield rows.article.by


def _words(rows: _Rows) -> Iterator[str]:
    """Everything a person may look for a case by, most telling first: names in both languages among them."""
    yield from (rows.case.id, rows.case.title)
    if (read := rows.claim) is not None:
        yield from (read.claimant, read.url, read.reading.text[:4000])
    if rows.media:
        yield rows.media.name
    settled = rows.values.get("claim")
    if isinstance(settled, Claim):
        for where in settled.reading.where:
            yield from (name for place in where.places[:1] for name in (place.name, place.name_ar))
        for who in settled.reading.who:
            yield from (name for actor in who.actors[:1] for name in (actor.name, actor.name_ar))
    history = rows.values.get("find")
    if isinstance(history, History):
        for sighting in history.timeline.sightings[:20]:
            record = sighting.record
            yield from (record.name, record.source, record.place, record.actors, record.event, record.url)
    if rows.verdict:
        yield rows.verdict.reason
