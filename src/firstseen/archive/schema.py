"""The tables of records.sqlite, as the newest migration leaves them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table

TABLES: Final = MetaData()

meta = Table(
    "meta", TABLES,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)  # fmt: skip
"""Facts about the archive: picture_model, picture_dimension, picture_rows, sound_version, generation, deletions."""

unfinished = Table(
    "unfinished", TABLES,
    Column("number", Integer, primary_key=True),
    Column("media_id", String, nullable=False),
    Column("work", String, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
"""Media being added or deleted. A row that outlives its writer says what to clean up. Numbers never come back."""

media = Table(
    "media", TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("facts", String, nullable=False),
)  # fmt: skip
"""Footage that is completely stored; what has no row here does not exist for any reader."""

sighting = Table(
    "sighting", TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("media_number", Integer, ForeignKey("media.number"), nullable=False, index=True),
    Column("content", String, nullable=False),
    Column("name", String, nullable=False),
    Column("url", String, nullable=False, index=True),
    Column("published", String),
    Column("captured", String),
    Column("recorded", String),
    Column("place", String, nullable=False),
    Column("actors", String, nullable=False),
    Column("event", String, nullable=False),
    Column("caption", String, nullable=False),
    Column("language", String, nullable=False),
    Column("source", String, nullable=False),
    Column("added_by", String, nullable=False),
    Column("extra", String, nullable=False),
)  # fmt: skip
"""One record of one media; `content` is a digest of media and record, by which a repeat is known."""

pdq = Table(
    "pdq", TABLES,
    Column("number", Integer, ForeignKey("media.number"), primary_key=True),
    Column("bits", LargeBinary, nullable=False),
    Column("times_s", LargeBinary, nullable=False),
    Column("quality", LargeBinary, nullable=False),
)  # fmt: skip
"""PDQ of one media: (n, 32) uint8, (n,) float64, (n,) uint8, little endian."""

sound = Table(
    "sound", TABLES,
    Column("number", Integer, ForeignKey("media.number"), primary_key=True),
    Column("hashes", LargeBinary, nullable=False),
    Column("times_s", LargeBinary, nullable=False),
)  # fmt: skip
"""Landmarks of media that no sorted run holds yet: (n,) uint32 and (n,) float32, little endian."""

sound_run = Table(
    "sound_run", TABLES,
    Column("name", String, primary_key=True),
    Column("landmarks", Integer, nullable=False),
)  # fmt: skip
"""The files under sound/ that hold landmarks sorted by hash."""

audit = Table(
    "audit", TABLES,
    Column("number", Integer, primary_key=True),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Column("what", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("digest", String, nullable=False),
)  # fmt: skip
"""Everything ever done, chained by digests; triggers refuse to change or remove a row."""

cases = Table(
    "cases", TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("title", String, nullable=False),
    Column("created", String, nullable=False),
    Column("opened_by", String, nullable=False),
    Column("likeness", String, nullable=False, index=True),
    sqlite_autoincrement=True,
)  # fmt: skip
"""Cases; `likeness` is a digest of the footage and the claim, by which a repeated check is known."""

claim = Table(
    "claim", TABLES,
    Column("id", String, primary_key=True),
    Column("content", String, nullable=False),
)  # fmt: skip
"""Claims as they were read. Many-to-many with cases, like footage, posts and evidence."""

case_claim = Table(
    "case_claim", TABLES,
    Column("case_number", Integer, ForeignKey("cases.number"), primary_key=True),
    Column("claim_id", String, ForeignKey("claim.id"), primary_key=True),
)  # fmt: skip

case_footage = Table(
    "case_footage", TABLES,
    Column("case_number", Integer, ForeignKey("cases.number"), primary_key=True),
    Column("media_id", String, primary_key=True, index=True),
    Column("role", String, primary_key=True),
    Column("facts", String, nullable=False),
    Column("path", String, nullable=False),
    Column("deleted", Integer, nullable=False),
)  # fmt: skip
"""Footage of a case, held by the desk or not; `facts` outlive footage that is deleted."""

post = Table(
    "post", TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("url", String, nullable=False, index=True),
    Column("content", String, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
"""Posts that carry footage or a claim."""

post_footage = Table(
    "post_footage", TABLES,
    Column("post_number", Integer, ForeignKey("post.number"), primary_key=True),
    Column("media_id", String, primary_key=True, index=True),
)  # fmt: skip

case_post = Table(
    "case_post", TABLES,
    Column("case_number", Integer, ForeignKey("cases.number"), primary_key=True),
    Column("post_id", String, primary_key=True, index=True),
)  # fmt: skip

case_evidence = Table(
    "case_evidence", TABLES,
    Column("case_number", Integer, ForeignKey("cases.number"), primary_key=True),
    Column("evidence_id", String, primary_key=True, index=True),
)  # fmt: skip
"""Ids of the sightings and reviews that a case rests on."""

stage_result = Table(
    "stage_result", TABLES,
    Column("number", Integer, primary_key=True),
    Column("case_number", Integer, ForeignKey("cases.number"), nullable=False),
    Column("stage", String, nullable=False),
    Column("value", String, nullable=False),
    Column("made_with", String, nullable=False),
    Column("at", String, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
"""What each stage made of a case, as JSON text of the model's values; the newest row of a stage is shown."""

decision = Table(
    "decision", TABLES,
    Column("number", Integer, primary_key=True),
    Column("case_number", Integer, ForeignKey("cases.number"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("action", String, nullable=False),
    Column("value", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
"""What people decided on matches, slots, findings and reviews; triggers refuse to change or remove a row."""

verdict = Table(
    "verdict", TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("case_number", Integer, ForeignKey("cases.number"), nullable=False, index=True),
    Column("content", String, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
"""Ratings by named persons; triggers refuse to change or remove a row."""

flag = Table(
    "flag", TABLES,
    Column("number", Integer, primary_key=True),
    Column("case_number", Integer, ForeignKey("cases.number"), nullable=False, index=True),
    Column("reason", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("at", String, nullable=False),
    Column("settled", String, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
"""Why a case has to be looked at again; `settled` says what answered the flag, empty while nothing has."""

article = Table(
    "article", TABLES,
    Column("case_number", Integer, ForeignKey("cases.number"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
)  # fmt: skip
"""Every version of the article of a case, from 1; triggers refuse to change or remove a row."""

approval = Table(
    "approval", TABLES,
    Column("case_number", Integer, ForeignKey("cases.number"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("by", String, primary_key=True),
    Column("at", String, nullable=False),
)  # fmt: skip
"""Who consented to publish which version; triggers refuse to change or remove a row."""

publication = Table(
    "publication", TABLES,
    Column("number", Integer, primary_key=True),
    Column("case_number", Integer, ForeignKey("cases.number"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("slug", String, nullable=False, index=True),
    Column("content", String, nullable=False),
    Column("at", String, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
"""What went out to readers; triggers refuse to change or remove a row."""

job = Table(
    "job", TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("by", String, nullable=False),
    Column("request", String, nullable=False),
    Column("state", String, nullable=False),
    Column("done", Float, nullable=False, default=0.0),
    Column("expected", Float, nullable=False, default=0.0),
    Column("message", String, nullable=False, default=""),
    Column("result", String),
    Column("error", String),
    Column("created", String, nullable=False),
    Column("started", String),
    Column("ended", String),
    sqlite_autoincrement=True,
)  # fmt: skip
"""Long work that was asked for over HTTP; what it is for, and what came of it."""

answered = Table(
    "answered", TABLES,
    Column("key", String, primary_key=True),
    Column("account", String, primary_key=True),
    Column("request", String, nullable=False),
    Column("status", Integer),
    Column("answer", String),
    Column("at", String, nullable=False),
)  # fmt: skip
"""What was answered to a request that named an Idempotency-Key; without status and answer while it is being made."""

account = Table(
    "account", TABLES,
    Column("name", String, primary_key=True),
    Column("shown_as", String, nullable=False),
    Column("role", String, nullable=False),
    Column("password", String, nullable=False),
    Column("created", String, nullable=False),
    Column("language", String, nullable=False, default=""),
    Column("disabled", Integer, nullable=False, default=0),
)  # fmt: skip
"""Who can sign in; `password` is what argon2 made of it. Accounts are disabled, never removed: the audit names them."""

session = Table(
    "session", TABLES,
    Column("digest", String, primary_key=True),
    Column("account", String, ForeignKey("account.name"), nullable=False, index=True),
    Column("created", String, nullable=False),
    Column("seen", String, nullable=False),
    Column("expires", String, nullable=False),
)  # fmt: skip
"""Who is signed in; of each token only its SHA-256."""

api_key = Table(
    "api_key", TABLES,
    Column("id", String, primary_key=True),
    Column("digest", String, nullable=False, unique=True),
    Column("account", String, ForeignKey("account.name"), nullable=False),
    Column("label", String, nullable=False),
    Column("scopes", String, nullable=False),
    Column("created", String, nullable=False),
    Column("expires", String),
    Column("revoked", Integer, nullable=False, default=0),
    Column("last_used", String),
)  # fmt: skip
"""Keys of programs; of each secret only its SHA-256, the scopes apart by spaces."""

case_line = Table(
    "case_line", TABLES,
    Column("case_number", Integer, ForeignKey("cases.number"), primary_key=True),
    Column("state", String, nullable=False),
    Column("suggestions", Integer, nullable=False),
    Column("flags", Integer, nullable=False),
    Column("rating", String, nullable=False),
    Column("language", String, nullable=False),
    Column("posted", String, nullable=False),
    Column("posted_until", String, nullable=False),
    Column("people", String, nullable=False),
    Column("footage", Integer, nullable=False),
    Column("ready", Integer, nullable=False, default=0),
    Column("updated", String, nullable=False),
    Column("content", String, nullable=False),
)  # fmt: skip
"""What lists show of a case, and what they are filtered and ordered by; its words are in case_words."""

page_view = Table(
    "page_view", TABLES,
    Column("source", String, primary_key=True),
    Column("slug", String, primary_key=True),
    Column("day", String, primary_key=True, index=True),
    Column("views", Integer, nullable=False),
)  # fmt: skip
"""How often a page was read on a day, by who counted: the desk itself or a log; nothing of who read it."""
