"""Everything kept of a case, as the very texts that were kept: what the audit's digests are of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from firstseen.archive.records import check_audit
from firstseen.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from firstseen.archive.base import AuditEntry

_TABLES: Final = {
    "stage": "SELECT stage, value, made_with, at FROM stage_result WHERE case_number = :number ORDER BY number",
    "decision": (
        "SELECT kind, key, action, value, reason, by, at FROM decision WHERE case_number = :number ORDER BY number"
    ),
    "verdict": "SELECT id, content FROM verdict WHERE case_number = :number ORDER BY number",
    "claim": (
        "SELECT claim.id, claim.content FROM claim JOIN case_claim ON case_claim.claim_id = claim.id "
        "WHERE case_number = :number ORDER BY claim.id"
    ),
    "footage": (
        "SELECT media_id, role, facts, deleted FROM case_footage WHERE case_number = :number ORDER BY role, media_id"
    ),
    "flag": "SELECT reason, subject, at, settled FROM flag WHERE case_number = :number ORDER BY number",
    "article": "SELECT version, content, by, at FROM article WHERE case_number = :number ORDER BY version",
    "approval": "SELECT version, by, at FROM approval WHERE case_number = :number ORDER BY version, by",
    "publication": "SELECT ordinal, content, at FROM publication WHERE case_number = :number ORDER BY ordinal",
    "evidence": "SELECT evidence_id FROM case_evidence WHERE case_number = :number ORDER BY evidence_id",
    "post": "SELECT post_id FROM case_post WHERE case_number = :number ORDER BY post_id",
}


@dataclass(frozen=True, slots=True)
class CaseTexts:
    """The rows of a case by table, each a mapping of columns to what stands in them, and the whole audit."""

    case_id: str
    title: str
    created: str
    by: str
    rows: dict[str, tuple[dict[str, Any], ...]]
    audit: tuple[AuditEntry, ...]
    problem: str = ""


def case_texts(reading: Callable[[], AbstractContextManager[Connection]], case_id: str) -> CaseTexts:
    """The texts of a case and the audit, as of one moment. Raises NotFound for a case that is not there.

    `problem` says what is wrong with the audit, empty when nothing is.
    """
    with reading() as connection:
        case = connection.execute(text("SELECT * FROM cases WHERE id = :id"), {"id": case_id}).first()
        if case is None:
            raise NotFound("case", case_id)
        rows = {
            name: tuple(
                dict(row) for row in connection.execute(text(query), {"number": case.number}).mappings()
            )
            for name, query in _TABLES.items()
        }
        checked = check_audit(connection)
    return CaseTexts(
        case_id, case.title, case.created, case.opened_by, rows, checked.entries, checked.problem
    )


def text_digest(content: str) -> str:
    """The SHA-256 of a kept text, as audit entries name it."""
    return hashlib.sha256(content.encode()).hexdigest()
