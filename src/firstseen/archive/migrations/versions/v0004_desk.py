"""The desk in a browser: people, jobs, lists of cases, articles and what was published of them."""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATEMENTS: Final = (
    """CREATE TABLE account (name TEXT PRIMARY KEY, shown_as TEXT NOT NULL, role TEXT NOT NULL, password TEXT NOT NULL,
        created TEXT NOT NULL, language TEXT NOT NULL DEFAULT '', disabled INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
    # Tokens and keys are kept as digests: who reads the file cannot sign in with it.
    """CREATE TABLE session (digest TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name),
        created TEXT NOT NULL, seen TEXT NOT NULL, expires TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX session_account ON session (account)",
    """CREATE TABLE api_key (id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES
        account (name), label TEXT NOT NULL, scopes TEXT NOT NULL, created TEXT NOT NULL, expires TEXT,
        revoked INTEGER NOT NULL DEFAULT 0, last_used TEXT) WITHOUT ROWID""",
    """CREATE TABLE job (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
        by TEXT NOT NULL, request TEXT NOT NULL, state TEXT NOT NULL, done REAL NOT NULL DEFAULT 0,
        expected REAL NOT NULL DEFAULT 0, message TEXT NOT NULL DEFAULT '', result TEXT, error TEXT,
        created TEXT NOT NULL, started TEXT, ended TEXT)""",
    "CREATE INDEX job_state ON job (state, number)",
    """CREATE TABLE answered (key TEXT NOT NULL, account TEXT NOT NULL, request TEXT NOT NULL, status INTEGER,
        answer TEXT, at TEXT NOT NULL, PRIMARY KEY (account, key)) WITHOUT ROWID""",
    # What lists need of a case, renewed with every change to it; `words` are folded for search. `ready` is the version
    # of its article that may be published as it is, 0 for none; `rating` the verdict's, or the one that is proposed.
    """CREATE TABLE case_line (case_number INTEGER PRIMARY KEY REFERENCES cases (number), state TEXT NOT NULL,
        suggestions INTEGER NOT NULL, flags INTEGER NOT NULL, rating TEXT NOT NULL, language TEXT NOT NULL,
        posted TEXT NOT NULL, posted_until TEXT NOT NULL, people TEXT NOT NULL, footage INTEGER NOT NULL,
        ready INTEGER NOT NULL DEFAULT 0, updated TEXT NOT NULL, content TEXT NOT NULL)""",
    "CREATE INDEX case_line_updated ON case_line (updated, case_number)",
    "CREATE INDEX case_line_state ON case_line (state, updated, case_number, suggestions)",
    "CREATE INDEX case_line_ready ON case_line (ready)",
    "CREATE INDEX case_line_language ON case_line (language)",
    "CREATE VIRTUAL TABLE case_words USING fts5 (words, tokenize = 'unicode61')",
    """CREATE TABLE article (case_number INTEGER NOT NULL REFERENCES cases (number), version INTEGER NOT NULL,
        content TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (case_number, version))""",
    """CREATE TABLE approval (case_number INTEGER NOT NULL REFERENCES cases (number), version INTEGER NOT NULL,
        by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (case_number, version, by)) WITHOUT ROWID""",
    """CREATE TABLE publication (number INTEGER PRIMARY KEY AUTOINCREMENT, case_number INTEGER NOT NULL REFERENCES
        cases (number), ordinal INTEGER NOT NULL, slug TEXT NOT NULL, content TEXT NOT NULL, at TEXT NOT NULL,
        UNIQUE (case_number, ordinal))""",
    "CREATE INDEX publication_slug ON publication (slug)",
    # One number a page and day: nothing of who read it.
    """CREATE TABLE page_view (source TEXT NOT NULL, slug TEXT NOT NULL, day TEXT NOT NULL, views INTEGER NOT NULL,
        PRIMARY KEY (source, slug, day)) WITHOUT ROWID""",
    "CREATE INDEX page_view_day ON page_view (day)",
    # Lists of hashes and fingerprint files that other desks gave, and whose signatures are believed.
    """CREATE TABLE exchange (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, desk TEXT NOT NULL,
        signer TEXT NOT NULL, kind TEXT NOT NULL, file TEXT NOT NULL UNIQUE, by TEXT NOT NULL, at TEXT NOT NULL,
        facts TEXT NOT NULL)""",
    """CREATE TABLE foreign_footage (number INTEGER PRIMARY KEY AUTOINCREMENT, exchange_number INTEGER NOT NULL
        REFERENCES exchange (number), key TEXT NOT NULL, duration_s REAL NOT NULL, said TEXT NOT NULL,
        bits BLOB NOT NULL, times_s BLOB NOT NULL, quality BLOB NOT NULL, model TEXT NOT NULL, views TEXT NOT NULL,
        vectors BLOB NOT NULL, vector_times_s BLOB NOT NULL, vector_views BLOB NOT NULL, sound TEXT NOT NULL,
        sound_hashes BLOB NOT NULL, sound_times_s BLOB NOT NULL, UNIQUE (exchange_number, key))""",
    """CREATE TABLE trusted_key (key TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, by TEXT NOT NULL,
        at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE case_elsewhere (case_number INTEGER PRIMARY KEY REFERENCES cases (number), content TEXT NOT NULL,
        at TEXT NOT NULL)""",
    *(
        f"""CREATE TRIGGER {table}_is_not_{done} BEFORE {event} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table}s are append-only'); END"""
        for table in ("article", "approval", "publication")
        for event, done in (("UPDATE", "changed"), ("DELETE", "removed"))
    ),
)


def upgrade() -> None:
    """Create every table of the desk in a browser."""
    for statement in _STATEMENTS:
        op.execute(statement)
