"""Published fact-checks: their rows, the addresses they speak of, and the files of their index."""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STATEMENTS: Final = (
    """CREATE TABLE review (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        content TEXT NOT NULL)""",
    """CREATE TABLE review_url (url TEXT NOT NULL, review_number INTEGER NOT NULL,
        PRIMARY KEY (url, review_number)) WITHOUT ROWID""",
    "CREATE INDEX review_url_number ON review_url (review_number)",
    # What a segment of the index still holds and no search may show: older forms of reviews that were changed.
    "CREATE TABLE review_gone (number INTEGER PRIMARY KEY)",
    """CREATE TABLE review_segment (name TEXT PRIMARY KEY, reviews INTEGER NOT NULL, made_with TEXT NOT NULL)
        WITHOUT ROWID""",
)


def upgrade() -> None:
    """Create every table of fact-checks."""
    for statement in _STATEMENTS:
        op.execute(statement)
