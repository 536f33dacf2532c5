"""Cases as values, made of the rows that keep them: of one case, or of all with as many questions."""

from __future__ import annotations

import functools
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from firstseen.archive.records import media_number
from firstseen.archive.schema import (
    case_claim,
    case_evidence,
    case_footage,
    case_post,
    cases,
    claim,
    flag,
    verdict,
)
from firstseen.archive.values import from_text
from firstseen.model.case import Case, CaseFootage, Decision, Flag, StageResult, Subject

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from firstseen.model.media import Media

_REMEMBERED: Final = 512
"""Stored values that stay read, so that a page which asks for several of a case reads each once."""


def all_cases(connection: Connection) -> tuple[Case, ...]:
    """Every case, in the order of opening."""
    rows = connection.execute(select(cases).order_by(cases.c.number)).all()
    parts = _parts(connection)
    return tuple(_made(connection, row, parts) for row in rows)


def case_of(connection: Connection, row: Row[Any]) -> Case:
    """The case of this row."""
    return _made(connection, row, _parts(connection, row.number))


type _Parts = dict[str, dict[int, list[Row[Any]]]]
"""Rows that belong to cases, by table and case number."""


def _parts(connection: Connection, number: int | None = None) -> _Parts:
    """What belongs to one case, or to each of all: as many questions for all of them as for one."""
    queries: dict[str, Any] = {
        "claim": select(case_claim.c.case_number, claim.c.content).join(
            claim, claim.c.id == case_claim.c.claim_id
        ),
        "footage": select(case_footage),
        "post": select(case_post.c.case_number, case_post.c.post_id),
        "evidence": select(case_evidence.c.case_number, case_evidence.c.evidence_id),
        "verdict": select(verdict.c.case_number, verdict.c.content).order_by(verdict.c.number),
        "flag": select(flag).where(flag.c.settled == "").order_by(flag.c.number),
    }
    found: _Parts = {name: {} for name in queries}
    for name, query in queries.items():
        column = query.selected_columns.case_number
        wanted = query if number is None else query.where(column == number)
        for row in connection.execute(wanted):
            found[name].setdefault(row.case_number, []).append(row)
    return found


def _made(connection: Connection, row: Row[Any], parts: _Parts) -> Case:
    own = {name: rows.get(row.number, []) for name, rows in parts.items()}
    return Case(
        id=row.id,
        title=row.title,
        created=datetime.fromisoformat(row.created),
        by=row.opened_by,
        claims=tuple(_kept(one.content) for one in own["claim"]),
        footage=tuple(footage_of(connection, one) for one in own["footage"]),
        posts=tuple(one.post_id for one in own["post"]),
        evidence=tuple(one.evidence_id for one in own["evidence"]),
        verdicts=tuple(_kept(one.content) for one in own["verdict"]),
        flags=tuple(_flag(one) for one in own["flag"]),
    )


def footage_of(connection: Connection, row: Row[Any]) -> CaseFootage:
    """Footage of a case."""
    media: Media = _kept(row.facts)
    # Footage that was deleted may have been added again.
    deleted = bool(row.deleted) and media_number(connection, media.id) is None
    return CaseFootage(media, row.role, _kept(row.path), deleted)


def _flag(row: Row[Any]) -> Flag:
    return Flag(row.reason, datetime.fromisoformat(row.at), row.subject, row.settled)


def result_of(row: Row[Any]) -> StageResult:
    """What a stage made."""
    return StageResult(row.stage, _kept(row.value), _kept(row.made_with), datetime.fromisoformat(row.at))


@functools.lru_cache(maxsize=_REMEMBERED)
def _kept(content: str) -> Any:  # noqa: ANN401 - whatever was kept; it never changes, so threads can share it
    return from_text(content)


def decision_of(case_id: str, row: Row[Any]) -> Decision:
    """A decision in a case."""
    return Decision(
        case_id=case_id,
        subject=Subject(row.kind, row.key),
        action=row.action,
        by=row.by,
        at=datetime.fromisoformat(row.at),
        reason=row.reason,
        value=row.value,
    )
