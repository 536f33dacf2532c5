"""The first form: footage, sightings with their words, PDQ, sound, and the audit."""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATEMENTS: Final = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE unfinished (number INTEGER PRIMARY KEY AUTOINCREMENT, media_id TEXT NOT NULL, work TEXT NOT NULL)",
    "CREATE TABLE media (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, facts TEXT NOT NULL)",
    """CREATE TABLE sighting (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        media_number INTEGER NOT NULL REFERENCES media (number), content TEXT NOT NULL, name TEXT NOT NULL,
        url TEXT NOT NULL, published TEXT, captured TEXT, recorded TEXT, place TEXT NOT NULL, actors TEXT NOT NULL,
        event TEXT NOT NULL, caption TEXT NOT NULL, language TEXT NOT NULL, source TEXT NOT NULL,
        added_by TEXT NOT NULL, extra TEXT NOT NULL)""",
    "CREATE INDEX sighting_media ON sighting (media_number)",
    "CREATE INDEX sighting_url ON sighting (url)",
    "CREATE INDEX sighting_content ON sighting (content)",
    "CREATE VIRTUAL TABLE sighting_words USING fts5 (words, tokenize = 'unicode61 remove_diacritics 0')",
    """CREATE TABLE pdq (number INTEGER PRIMARY KEY REFERENCES media (number), bits BLOB NOT NULL,
        times_s BLOB NOT NULL, quality BLOB NOT NULL)""",
    """CREATE TABLE sound (number INTEGER PRIMARY KEY REFERENCES media (number), hashes BLOB NOT NULL,
        times_s BLOB NOT NULL)""",
    "CREATE TABLE sound_run (name TEXT PRIMARY KEY, landmarks INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE audit (number INTEGER PRIMARY KEY, who TEXT NOT NULL, at TEXT NOT NULL, what TEXT NOT NULL,
        subject TEXT NOT NULL, detail TEXT NOT NULL, previous TEXT NOT NULL, digest TEXT NOT NULL)""",
    """CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
    """CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
    "INSERT INTO meta (key, value) VALUES ('generation', '0'), ('deletions', '0')",
)


def upgrade() -> None:
    """Create every table."""
    for statement in _STATEMENTS:
        op.execute(statement)
