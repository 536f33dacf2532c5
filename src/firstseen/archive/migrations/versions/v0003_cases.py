"""Cases: what they join, what each stage made of them, decisions, verdicts, and why to look at them again."""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATEMENTS: Final = (
    """CREATE TABLE cases (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
        created TEXT NOT NULL, opened_by TEXT NOT NULL, likeness TEXT NOT NULL)""",
    "CREATE INDEX cases_likeness ON cases (likeness)",
    "CREATE TABLE claim (id TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE case_claim (case_number INTEGER NOT NULL REFERENCES cases (number),
        claim_id TEXT NOT NULL REFERENCES claim (id), PRIMARY KEY (case_number, claim_id)) WITHOUT ROWID""",
    "CREATE INDEX case_claim_claim ON case_claim (claim_id)",
    # No reference to media: a case outlives footage that is deleted, and what was checked need not be held.
    """CREATE TABLE case_footage (case_number INTEGER NOT NULL REFERENCES cases (number), media_id TEXT NOT NULL,
        role TEXT NOT NULL, facts TEXT NOT NULL, path TEXT NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (case_number, media_id, role)) WITHOUT ROWID""",
    "CREATE INDEX case_footage_media ON case_footage (media_id)",
    """CREATE TABLE post (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, url TEXT NOT NULL,
        content TEXT NOT NULL)""",
    "CREATE INDEX post_url ON post (url)",
    """CREATE TABLE post_footage (post_number INTEGER NOT NULL REFERENCES post (number), media_id TEXT NOT NULL,
        PRIMARY KEY (post_number, media_id)) WITHOUT ROWID""",
    "CREATE INDEX post_footage_media ON post_footage (media_id)",
    """CREATE TABLE case_post (case_number INTEGER NOT NULL REFERENCES cases (number), post_id TEXT NOT NULL,
        PRIMARY KEY (case_number, post_id)) WITHOUT ROWID""",
    "CREATE INDEX case_post_post ON case_post (post_id)",
    """CREATE TABLE case_evidence (case_number INTEGER NOT NULL REFERENCES cases (number), evidence_id TEXT NOT NULL,
        PRIMARY KEY (case_number, evidence_id)) WITHOUT ROWID""",
    "CREATE INDEX case_evidence_evidence ON case_evidence (evidence_id)",
    """CREATE TABLE stage_result (number INTEGER PRIMARY KEY AUTOINCREMENT,
        case_number INTEGER NOT NULL REFERENCES cases (number), stage TEXT NOT NULL, value TEXT NOT NULL,
        made_with TEXT NOT NULL, at TEXT NOT NULL)""",
    "CREATE INDEX stage_result_case ON stage_result (case_number, stage)",
    """CREATE TABLE decision (number INTEGER PRIMARY KEY AUTOINCREMENT,
        case_number INTEGER NOT NULL REFERENCES cases (number), kind TEXT NOT NULL, key TEXT NOT NULL,
        action TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL)""",
    "CREATE INDEX decision_case ON decision (case_number)",
    "CREATE INDEX decision_subject ON decision (kind, key)",
    """CREATE TABLE verdict (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        case_number INTEGER NOT NULL REFERENCES cases (number), content TEXT NOT NULL)""",
    "CREATE INDEX verdict_case ON verdict (case_number)",
    """CREATE TABLE flag (number INTEGER PRIMARY KEY AUTOINCREMENT,
        case_number INTEGER NOT NULL REFERENCES cases (number), reason TEXT NOT NULL, subject TEXT NOT NULL,
        at TEXT NOT NULL, settled TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX flag_case ON flag (case_number)",
    *(
        f"""CREATE TRIGGER {table}_is_not_{done} BEFORE {event} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table}s are append-only'); END"""
        for table in ("decision", "verdict")
        for event, done in (("UPDATE", "changed"), ("DELETE", "removed"))
    ),
)


def upgrade() -> None:
    """Create every table of cases."""
    for statement in _STATEMENTS:
        op.execute(statement)
